"""The vocabulary: side effects, and finding them in phrases and in running text.

Matching is exact once the rules of :mod:`.words` and :mod:`.phrases` have been applied: a phrase
is a side effect of the vocabulary only if its plain words are those of one of its names. Nothing
is guessed by likeness; :meth:`Vocabulary.nearest` is for humans.
"""

from __future__ import annotations

import hashlib
from functools import cache
from operator import add
from pathlib import Path
from typing import TYPE_CHECKING

from sphinx_drugmono.vocabulary.model import (
    BodySystem,
    Explanation,
    Mention,
    SideEffect,
    Step,
)
from sphinx_drugmono.vocabulary.nearest import NearestNames
from sphinx_drugmono.vocabulary.phrases import (
    AND,
    PREPOSITIONS,
    STOP,
    Token,
    key,
    normalize,
    tokens,
    words,
)
from sphinx_drugmono.vocabulary.qualifiers import MEASURES, readings, without_measures
from sphinx_drugmono.vocabulary.source import Entries
from sphinx_drugmono.vocabulary.words import RULES

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from sphinx_drugmono.vocabulary.phrases import Key

SHIPPED = Path(__file__).with_name("side_effects.toml")
"""The vocabulary that comes with the package."""

# A shorter part makes compounds of words that only happen to meet ("in" + "continence").
_SHORTEST_PART = 3
# What may stand between the words of a phrase, but not at its ends.
_BETWEEN = PREPOSITIONS | {AND}
_NO_CONTENT = _BETWEEN | {STOP}


class Vocabulary:
    """All known side effects. Iterates over them in the order of the files."""

    def __init__(self, entries: Entries) -> None:
        """Index what the files say; raise :class:`VocabularyError` if a name means two things."""
        self._effects = entries.effects
        self.systems: Mapping[str, BodySystem] = entries.systems
        named = [
            (name, normalize(name), effect)
            for effect in entries.effects.values()
            for name in effect.names
        ]
        self._lexicon = frozenset(word for _, phrase, _ in named for word in phrase)
        self._longest = 0
        self._index: dict[Key, SideEffect] = {}
        for name, phrase, effect in named:
            phrase = self._joined(phrase)
            if _NO_CONTENT.issuperset(phrase):
                raise entries.place(effect.id, name).error(
                    f"{name!r} of {effect.id!r} has no word to find it by"
                )
            other = self._index.setdefault(key(phrase), effect)
            if other is not effect:
                raise entries.place(effect.id, name).error(
                    f"{name!r} of {effect.id!r} already means {other.id!r}"
                )
            self._longest = max(self._longest, len(phrase))
        self._lexicon |= {word for words_of in self._index for word in words_of}
        self._companions: dict[str, set[str]] = {}
        self._fingerprint: str | None = None
        self._nearest: NearestNames | None = None

    def __getstate__(self) -> dict[str, object]:
        """What a pickle has of it: all but what is made when it is first asked for."""
        return self.__dict__ | {"_companions": {}, "_fingerprint": None, "_nearest": None}

    @classmethod
    def load(cls, *paths: Path) -> Vocabulary:
        """The shipped vocabulary with the files at ``paths`` over it, later ones over earlier.

        The shipped vocabulary alone is read once per process. Raises :class:`VocabularyError`
        with file, line and reason for a file that cannot be used.
        """
        return cls(Entries.read((SHIPPED, *paths))) if paths else _shipped()

    def __len__(self) -> int:
        return len(self._effects)

    def __iter__(self) -> Iterator[SideEffect]:
        return iter(self._effects.values())

    def __contains__(self, identifier: object) -> bool:
        return identifier in self._effects

    def __getitem__(self, identifier: str) -> SideEffect:
        return self._effects[identifier]

    def get(self, identifier: str) -> SideEffect | None:
        """The side effect with this id, or ``None``."""
        return self._effects.get(identifier)

    @property
    def fingerprint(self) -> str:
        """SHA-256 of everything in the vocabulary; equal content gives an equal fingerprint."""
        if self._fingerprint is None:
            content = repr((list(self.systems.values()), list(self._effects.values())))
            self._fingerprint = hashlib.sha256(content.encode()).hexdigest()
        return self._fingerprint

    def find(self, phrase: str) -> SideEffect | None:
        """The side effect that ``phrase`` names, as a whole, or ``None``."""
        plain_words = self._joined(normalize(phrase))
        effect = self._index.get(key(plain_words))
        if effect is not None or not plain_words:
            return effect
        for reading in readings(plain_words):
            effect = self._index.get(key(reading[-1][1]))
            if effect is not None:
                return effect
        return None

    def scan(self, text: str) -> list[Mention]:
        """The side effects named in running text, from left to right, the longest at each place.

        Every mention begins and ends at a word; none reaches across a full stop, a bracket, a
        colon or a dash. Whether the text claims or denies them is not looked at.
        """
        found: list[Mention] = []
        run: list[Token] = []
        for token in self._joined_tokens(tokens(text)):
            if token.word in self._lexicon or token.word in _BETWEEN:
                run.append(token)
            elif run:
                found.extend(self._scan_run(run))
                run = []
        found.extend(self._scan_run(run))
        return found

    def _scan_run(self, run: list[Token]) -> Iterator[Mention]:
        if not self._companions:
            for words_of in self._index:
                for word in words_of:
                    self._companions.setdefault(word, set(MEASURES)).update(words_of)
        start = 0
        while start < len(run):
            best: tuple[int, SideEffect] | None = None
            companions = self._companions.get(run[start].word)
            if companions is not None and run[start].word not in _BETWEEN:
                window: list[str] = []
                # A phrase may name several joints and measure words that its key does not have.
                for end in range(start, min(len(run), start + self._longest + 4)):
                    word = run[end].word
                    window.append(word)
                    if word in _BETWEEN:
                        continue
                    if word not in companions:
                        break
                    if effect := self._exact(tuple(window)):
                        best = end, effect
            if best is None:
                start += 1
            else:
                yield Mention(run[start].start, run[best[0]].end, best[1])
                start = best[0] + 1

    def _exact(self, phrase: tuple[str, ...]) -> SideEffect | None:
        effect = self._index.get(key(phrase))
        if effect is None:
            shorter = without_measures(phrase)
            if shorter is not phrase:
                effect = self._index.get(key(shorter))
        return effect

    def nearest(self, phrase: str, limit: int = 3) -> list[str]:
        """Names of up to ``limit`` known side effects that look like ``phrase``, best first.

        A hint for a human who mistyped or worded something differently, never a match.
        """
        if self._nearest is None:
            self._nearest = NearestNames(self)
        return self._nearest.find(phrase, limit)

    def explain(self, phrase: str) -> Explanation:
        """Why ``phrase`` is, or is not, a side effect: every rule that changed it, in order."""
        steps: list[Step] = []
        current = tuple(word for word, _, _ in words(phrase))
        for name, rule in RULES:
            changed = tuple(rule(word) for word in current)
            if changed != current:
                steps.append(Step(name, changed))
                current = changed
        for name, changed in (
            ("small words off", normalize(phrase)),
            ("two words that are one", self._joined(normalize(phrase))),
        ):
            if changed != current:
                steps.append(Step(name, changed))
                current = changed
        effect = None
        for reading in readings(current) if current else ():
            effect = self._index.get(key(reading[-1][1]))
            if effect is not None:
                steps.extend(Step(*step) for step in reading[1:])
                current = reading[-1][1]
                break
        nearest = () if effect else tuple(self.nearest(phrase))
        return Explanation(phrase, current, tuple(steps), effect, nearest)

    def search(self, query: str) -> list[SideEffect]:
        """Side effects with a name that has every word of ``query``, also as beginnings of words.

        A name that is the query comes first, then names that begin with it, then the others.
        """
        folded = query.casefold().strip()
        wanted = [word for word, _, _ in words(query) if word not in (AND, STOP)]
        if not wanted:
            return []
        exact = self.find(query)
        ranked: list[tuple[int, int, SideEffect]] = []
        for position, effect in enumerate(self):
            rank = 0 if effect is exact else None
            for name in effect.names:
                if rank == 0:
                    break
                parts = [word for word, _, _ in words(name)]
                if name.casefold().startswith(folded):
                    rank = 1
                elif all(any(part.startswith(w) for part in parts) for w in wanted):
                    rank = 2 if rank is None else rank
            if rank is not None:
                ranked.append((rank, position, effect))
        ranked.sort(key=lambda entry: entry[:2])
        return [effect for _, _, effect in ranked]

    def _joined(self, phrase: tuple[str, ...]) -> tuple[str, ...]:
        """Two words in a row that together are a word of the vocabulary, as that word."""
        if self._lexicon.isdisjoint(map(add, phrase, phrase[1:])):
            return phrase
        joined = self._joined_tokens(Token(word, 0, 0) for word in phrase)
        return tuple(token.word for token in joined)

    def _joined_tokens(self, stream: Iterable[Token]) -> Iterator[Token]:
        last: Token | None = None
        for token in stream:
            if last is None:
                last = token
                continue
            together = last.word + token.word
            if (
                together in self._lexicon
                and len(last.word) >= _SHORTEST_PART
                and len(token.word) >= _SHORTEST_PART
            ):
                last = Token(together, last.start, token.end)
                continue
            yield last
            last = token
        if last is not None:
            yield last


@cache
def _shipped() -> Vocabulary:
    return Vocabulary(Entries.read((SHIPPED,)))
