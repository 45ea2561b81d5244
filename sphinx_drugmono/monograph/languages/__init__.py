"""The words by which the parts of a page are told in languages other than English.

One file a language, named as its catalogue is. ``[sections]`` has the names of each kind of
section, ``[questions]`` headings asked as questions (``{drug}`` stands for any name). ``[words]``
has the words that may stand ``beside`` a section's name without being a drug's, those that are
``linking`` it with a drug's name, the labels of a ``disclaimer`` and a ``note``, phrases of a
``notice`` of how the text was made, the marks of one who ``asks`` and one who ``answers``, and the
``interrogatives`` that begin a question, or are in it, if ``anywhere`` is true.
``[side-effects]`` has the labels of frequencies, the words of ``denials`` and of ``advice``, with
which a phrase names no side effect, and the ``joints`` between two of a list.
"""

from __future__ import annotations

import re
import tomllib
import unicodedata
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import TYPE_CHECKING

from sphinx_drugmono.monograph.model import Frequency, Kind

if TYPE_CHECKING:
    from collections.abc import Mapping

MARKS = "\u0300-\u036f\u0591-\u05c7\u064b-\u065f\u0670\u0900-\u0963\u0971-\u0e3a\u0e40-\u0eff"
"""Signs that are part of a word though no letters: accents, points, Indic vowel signs."""

_NOT_WORD = re.compile(rf"[^\w{MARKS}]+")
_EMOJI = re.compile(r"[\U0001F000-\U0001FFFF☀-➿️]+")


def fold_words(text: str) -> str:
    """The words of a heading or label in lower case, with one space between them."""
    if not text.isascii():
        text = _EMOJI.sub(" ", text)
    text = text.casefold().replace("&", " and ").replace("'", "").replace("’", "")
    if not text.isascii():
        text = unicodedata.normalize("NFC", text)
    return " ".join(_NOT_WORD.sub(" ", text.replace("_", " ")).split())


@dataclass(frozen=True, slots=True)
class Language:
    """The words of one language; all are folded but marks, labels and phrases of remarks."""

    code: str
    sections: Mapping[str, Kind]
    questions: tuple[tuple[str, Kind], ...]
    beside: frozenset[str]
    linking: frozenset[str]
    disclaimer: tuple[str, ...]
    note: tuple[str, ...]
    notice: tuple[str, ...]
    asks: tuple[str, ...]
    answers: tuple[str, ...]
    interrogatives: tuple[str, ...]
    anywhere: bool
    frequencies: Mapping[str, Frequency]
    no_effect: frozenset[str]
    """Words of a phrase that denies something, or tells readers what to do."""
    joints: tuple[str, ...]

    @property
    def spaced(self) -> bool:
        """Whether words are written with spaces between them."""
        return not self.code.startswith(("zh", "ja", "th"))


@cache
def languages() -> Mapping[str, Language]:
    """All languages that come with the package, by their codes."""
    files = resources.files("sphinx_drugmono.monograph.languages").iterdir()
    names = sorted(file.name for file in files if file.name.endswith(".toml"))
    return {name.removesuffix(".toml"): _read(name.removesuffix(".toml")) for name in names}


def _read(code: str) -> Language:
    path = resources.files("sphinx_drugmono.monograph.languages").joinpath(f"{code}.toml")
    data = tomllib.loads(path.read_text("utf-8"))
    words, effects = data["words"], data["side-effects"]
    return Language(
        code=code,
        sections={
            fold_words(name): Kind(kind)
            for kind, names in data["sections"].items()
            for name in names
        },
        questions=tuple(
            (question, Kind(kind))
            for kind, questions in data["questions"].items()
            for question in questions
        ),
        beside=frozenset(fold_words(words["beside"]).split()),
        linking=frozenset(fold_words(words["linking"]).split()),
        disclaimer=tuple(words["disclaimer"]),
        note=tuple(words["note"]),
        notice=tuple(words["notice"]),
        asks=tuple(words["asks"]),
        answers=tuple(words["answers"]),
        interrogatives=tuple(words["interrogatives"]),
        anywhere=words.get("anywhere", False),
        frequencies={
            fold_words(label): frequency
            for frequency in Frequency
            for label in effects[frequency.value]
        },
        no_effect=frozenset(map(fold_words, [*effects["denials"], *effects["advice"]])),
        joints=tuple(effects["joints"]),
    )
