"""Names that look like a phrase, for humans who mistyped or worded something differently."""

from __future__ import annotations

import difflib
import heapq
from collections import defaultdict
from typing import TYPE_CHECKING, NamedTuple

from sphinx_drugmono.vocabulary.phrases import AND, STOP, normalize

if TYPE_CHECKING:
    from collections.abc import Iterable

    from sphinx_drugmono.vocabulary.model import SideEffect

_ALIKE = 0.75
"""How much of its letters a name must share, in their order."""


class _Name(NamedTuple):
    text: str
    words: frozenset[str]
    letters: int
    """A bit for each letter that is in the name."""
    effect: int


class NearestNames:
    """All names of a vocabulary, prepared so that the nearest are found without comparing all.

    A name is worth its likeness to the phrase (``difflib``), plus the share of words they have in
    common. What it can be worth at most is told by the lengths and letters alone, so most names
    are never compared.
    """

    def __init__(self, effects: Iterable[SideEffect]) -> None:
        self._effects = list(effects)
        self._by_size: dict[int, list[_Name]] = defaultdict(list)
        self._by_word: dict[str, list[_Name]] = defaultdict(list)
        for number, effect in enumerate(self._effects):
            for written in effect.names:
                plain_words = normalize(written)
                text = " ".join(plain_words)
                name = _Name(text, frozenset(plain_words), _letters(text), number)
                self._by_size[len(text)].append(name)
                for word in name.words:
                    self._by_word[word].append(name)

    def find(self, phrase: str, limit: int) -> list[str]:
        """Names of up to ``limit`` side effects, best first."""
        plain_words = normalize(phrase)
        text = " ".join(plain_words)
        wanted = frozenset(plain_words) - {AND, STOP}
        matcher = difflib.SequenceMatcher(autojunk=False)
        matcher.set_seq2(text)
        best: dict[int, float] = {}
        for most, worth, name in sorted(self._candidates(text, wanted), key=lambda c: -c[0]):
            if most < self._last_of_the_best(best, limit):
                break
            matcher.set_seq1(name.text)
            if not worth and matcher.quick_ratio() < _ALIKE:
                continue
            ratio = matcher.ratio()
            if (worth or ratio >= _ALIKE) and ratio + worth >= _ALIKE:
                best[name.effect] = max(best.get(name.effect, 0.0), ratio + worth)
        ranked = sorted((-value, self._effects[number].name) for number, value in best.items())
        return [shown for _, shown in ranked[:limit]]

    def _candidates(
        self, text: str, wanted: frozenset[str]
    ) -> Iterable[tuple[float, float, _Name]]:
        """Names with what they can be worth at most, and what words in common are worth."""
        size, letters = len(text), _letters(text)
        sharing = {name: name for word in wanted for name in self._by_word.get(word, ())}
        for name in sharing:
            most = _most_alike(size, letters, name)
            worth = len(wanted & name.words) / max(len(wanted | name.words), 1)
            if most + worth >= _ALIKE:
                yield most + worth, worth, name
        for other, names in self._by_size.items():
            if 2.0 * min(size, other) < _ALIKE * (size + other):
                continue
            for name in names:
                most = _most_alike(size, letters, name)
                if most >= _ALIKE and name not in sharing:
                    yield most, 0.0, name

    @staticmethod
    def _last_of_the_best(best: dict[int, float], limit: int) -> float:
        if len(best) < limit:
            return _ALIKE
        return heapq.nlargest(limit, best.values())[-1] if limit else 0.0


def _letters(text: str) -> int:
    mask = 0
    for character in text:
        mask |= 1 << (ord(character) & 63)
    return mask


def _most_alike(size: int, letters: int, name: _Name) -> float:
    """What the likeness to a text of some size and letters cannot exceed."""
    other = len(name.text)
    shared = min(
        size - (letters & ~name.letters).bit_count(), other - (name.letters & ~letters).bit_count()
    )
    return 2.0 * shared / (size + other) if size + other else 1.0
