"""Lookup: what the vocabulary knows of a phrase, remembered, and what may pass without it."""

from __future__ import annotations

import re
from enum import IntEnum
from typing import TYPE_CHECKING

from sphinx_drugmono.monograph.side_effects import shapes
from sphinx_drugmono.monograph.side_effects.words import (
    ADJECTIVES,
    BODY_PARTS,
    EFFECT_ENDINGS,
    LOCAL_SIGNS,
    NEUTRAL,
    NOT_AN_EFFECT,
    ORGANS,
    SMALL_WORDS,
    SYSTEMS,
)

if TYPE_CHECKING:
    from sphinx_drugmono.vocabulary import SideEffect, Vocabulary

EDGE = ' \t.;,:*!?–—-"“”'
"""Signs that stand around a phrase but are no part of it."""


class Trust(IntEnum):
    """How surely a text is a list of side effects; decides what may be taken unknown."""

    PROSE = 0
    """Words of a sentence: only what the vocabulary knows."""
    RUN = 1
    """An enumeration: also phrases that have the shape of an effect."""
    ITEM = 2
    """A list item of its own."""


_STRONGER = re.compile(
    r"(?:increased|worsening|intensified)\s+"
    rf"(?=(?:eye |skin )?(?:{'|'.join(sorted(LOCAL_SIGNS))})\b)",
    re.I,
)
_ENDING = re.compile(rf"(?:{EFFECT_ENDINGS})$", re.I)
_WORD = re.compile(r"[^\W_]+(?:['’.-][^\W_]+)*")
_ARTICLE = re.compile(r"an?\s")
_AMOUNT = re.compile(r"[%<>≥≤=:]|\d\s*mg\b")
_CLEANED = re.compile(
    r"^(?:(?:a|an|the|some|any|other|mild|moderate|severe|serious|transient|temporary|occasional|"
    r"possible|potential|slight|minor|more|new)\s+)+",
    re.I,
)
_WITHOUT_MEANING = ADJECTIVES | BODY_PARTS | NEUTRAL | ORGANS | SMALL_WORDS
_LONGEST_UNKNOWN = 7


class Lookup:
    """Finds phrases in one vocabulary."""

    def __init__(self, vocabulary: Vocabulary) -> None:
        self._vocabulary = vocabulary
        self._known: dict[str, SideEffect | None] = {}

    def find(self, phrase: str) -> SideEffect | None:
        """The side effect that the phrase names as a whole."""
        phrase = phrase.strip(EDGE)
        try:
            return self._known[phrase]
        except KeyError:
            effect = self._vocabulary.find(phrase) if phrase else None
            stronger = _STRONGER.match(phrase) if effect is None else None
            if stronger and not shapes.JOINT.search(phrase):
                # more of a sign is the sign: "increased redness of the eye"
                effect = self._vocabulary.find(phrase[stronger.end() :])
            self._known[phrase] = effect
            return effect

    def shortest(self, phrase: str) -> str:
        """The shortest beginning of a phrase that names the effect the phrase names."""
        candidates = shapes.shorter(phrase)
        effect = next((e for c in candidates if (e := self.find(c))), None)
        if effect is None:
            return phrase
        return next(c for c in reversed(candidates) if self.find(c) is effect)

    def is_within(self, effect: SideEffect, wider: SideEffect) -> bool:
        """Whether the vocabulary files ``effect`` somewhere under ``wider``."""
        above: SideEffect | None = effect
        for _ in range(8):
            if above is None or above.broader is None:
                return False
            if above.broader == wider.id:
                return True
            above = self._vocabulary.get(above.broader)
        return False

    def passes_unknown(self, phrase: str, trust: Trust) -> bool:
        """Whether a phrase that the vocabulary lacks may be indexed in the writer's words."""
        if _ARTICLE.match(phrase):
            return False  # an apposition: "alkaline phosphatase, a liver enzyme"
        phrase = cleaned(phrase)
        if trust is Trust.PROSE or len(phrase) < 4 or not phrase[0].isalpha():
            return False
        words = _WORD.findall(phrase.lower())
        if not 1 <= len(words) <= _LONGEST_UNKNOWN or _AMOUNT.search(phrase):
            return False
        if shapes.sums_up(phrase):
            return False
        if any(word in NOT_AN_EFFECT for word in words):
            return False
        if words[-1] in SMALL_WORDS or words[0] in SMALL_WORDS:
            return False
        if phrase.lower() in SYSTEMS or all(word in _WITHOUT_MEANING for word in words):
            return False
        if len(words) > 1:
            return True
        if trust is Trust.RUN:
            return _ENDING.search(words[0]) is not None
        return True

    def is_likely(self, phrase: str) -> bool:
        """Whether an unknown phrase speaks of an effect at all, and is not a drug or a remark."""
        head = shapes.without_parentheses(phrase).strip(EDGE)
        if not head or not self.passes_unknown(head, Trust.ITEM):
            return False
        return _ENDING.search(head) is not None or bool(self._vocabulary.scan(head))


def cleaned(phrase: str) -> str:
    """A phrase without the words in front that only say how bad or how certain it is."""
    return _CLEANED.sub("", phrase)
