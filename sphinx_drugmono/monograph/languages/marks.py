"""The marks by which questions and answers are told, in each language."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

from sphinx_drugmono.monograph.languages import languages

if TYPE_CHECKING:
    from collections.abc import Sequence

_EMPHASIS = r"(\*\*|__|\*|_)?"
_INTERROGATIVE = (
    r"(?:what|how|can|could|is|are|was|does|do|did|should|will|would|why|who|when|which|where|may"
    r"|might|if|has|have|am)\b"
)
QUESTION_MARKS = ("?", "？", "؟")


@dataclass(frozen=True, slots=True)
class Marks:
    """How questions and answers are told in one language."""

    asks: re.Pattern[str]
    asks_marked: re.Pattern[str]
    """The mark with the emphasis that is around it alone."""
    answers: re.Pattern[str]
    answers_within: re.Pattern[str]
    """The mark of an answer in running text."""
    answers_behind: re.Pattern[str]
    """The same right behind a question."""
    interrogative: re.Pattern[str]


@cache
def marks_of(code: str = "en") -> Marks:
    """The marks of a language, which are the English ones and its own."""
    language = languages().get(code)
    asks = r"\s*(?:Q|Question)\s*(?:\d+\s*)?[:：.)-]\s*"
    answers = r"\s*(?:\*{1,2}\s*)?(?:A|Ans|Answer)\s*(?:\d+\s*)?[:：.)](?:\*{1,2})?\s*"
    within = "A"
    interrogative = _INTERROGATIVE
    if language is not None:
        # Without a full stop: "P. ej." asks nothing.
        one_who_asks = _any(language.asks)
        one_who_answers = _any(language.answers)
        asks = rf"(?:{asks}|\s*{one_who_asks}\s*(?:\d+\s*)?[:：]\s*)"
        answers = (
            rf"(?:{answers}"
            rf"|\s*(?:\*{{1,2}}\s*)?{one_who_answers}\s*(?:\d+\s*)?[:：](?:\*{{1,2}})?\s*)"
        )
        within = f"(?:A|{one_who_answers})"
        words = _any(language.interrogatives)
        before = r"[^\n]*?" if language.anywhere else ""
        interrogative = rf"(?:{interrogative}|¿|{before}{words}"
        interrogative += r"(?!\w))" if language.spaced else ")"
    ignore = re.IGNORECASE
    return Marks(
        re.compile(asks, ignore),
        re.compile(_EMPHASIS + asks + r"(?(1)\1?)\s*", ignore),
        re.compile(answers, ignore),
        re.compile(rf"\s{within}\s*[:：]"),
        re.compile(rf"\?\s+{within}\s*[:：]|[？؟]\s*{within}\s*[:：]"),
        re.compile(interrogative, ignore),
    )


def _any(words: Sequence[str]) -> str:
    return f"(?:{'|'.join(map(re.escape, sorted(words, key=len, reverse=True)))})"
