"""Headings of standard sections in languages other than English."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, NamedTuple

from sphinx_drugmono.monograph.languages import Language, fold_words, languages

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from sphinx_drugmono.monograph.model import Kind


_LONGEST_NAME = 8  # words


class Found(NamedTuple):
    """What a heading says, in which languages it says so, and the words of a name beside it."""

    kind: Kind
    languages: frozenset[str]
    name: str | None = None
    exact: bool = True


class _Frame(NamedTuple):
    """The folded words around a drug's name in a question, with the spaces to it."""

    before: str
    behind: str
    kind: Kind
    language: Language

    def drug(self, words: str) -> list[str]:
        """The words between those around it; none if the question is another one."""
        if not (words.startswith(self.before) and words.endswith(self.behind)):
            return []
        name = words[len(self.before) : len(words) - len(self.behind)].split()
        return name if len(name) <= _LONGEST_NAME else []


class ForeignHeadings:
    """Recognises headings by the words of all languages that come with the package."""

    def __init__(self, chosen: Iterable[Language] | None = None) -> None:
        self._languages = tuple(languages().values() if chosen is None else chosen)
        self._names: dict[str, Found] = {}
        self._questions: list[_Frame] = []
        self._words: set[str] = set()
        for language in self._languages:
            for name, kind in language.sections.items():
                for written in {name, *_with_and(name, language.joints)}:
                    self._note(written, kind, language.code)
            for question, kind in language.questions:
                before, drug, behind = question.partition("{drug}")
                if drug:
                    space = " " if language.spaced else ""
                    before, behind = fold_words(before), fold_words(behind)
                    before, behind = before and before + space, behind and space + behind
                    frame = _Frame(before, behind, kind, language)
                    self._questions.append(frame)
                    self._words.update(frame.before.split(), frame.behind.split())
                else:
                    self._note(fold_words(question), kind, language.code)

        self._beginnings = tuple({frame.before for frame in self._questions} - {""})
        self._endings = tuple({frame.behind for frame in self._questions} - {""})

    def _note(self, name: str, kind: Kind, code: str) -> None:
        self._words.update(name.split())
        known = self._names.get(name)
        if known is None:
            self._names[name] = Found(kind, frozenset({code}))
        elif known.kind is kind:
            self._names[name] = Found(kind, known.languages | {code})

    def _may_ask(self, words: str) -> bool:
        """Whether the words begin or end as a question does."""
        return words.startswith(self._beginnings) or words.endswith(self._endings)

    def exact(self, words: str) -> Found | None:
        """Recognise the folded words of a section's name alone."""
        return self._names.get(words)

    def loose(self, words: str, is_name: Callable[[list[str]], bool]) -> Found | None:
        """Recognise a section's name with a drug's name or adjectives beside it, or a question.

        ``is_name`` tells whether words are the name of the drug or of a component.
        """
        parts = words.split()
        if words.isascii() and self._words.isdisjoint(parts):
            return None  # most labels of English pages
        for frame in self._questions if self._may_ask(words) else ():
            drug = frame.drug(words)
            if drug:
                known = " ".join(drug) if is_name(drug) else None
                return Found(frame.kind, frozenset({frame.language.code}), known)
        for start, end in _inner(len(parts)):
            found = self._names.get(" ".join(parts[start:end]))
            if found is None:
                continue
            rest = parts[:start] + parts[end:]
            for language in self._languages:
                if language.code not in found.languages:
                    continue
                name = [word for word in rest if word not in language.linking]
                if name and is_name(name):
                    return found._replace(name=" ".join(name))
                if language.beside.issuperset(rest):
                    return found._replace(exact=False)
        return self._unspaced(words)

    def _unspaced(self, words: str) -> Found | None:
        """``常见副作用``: adjectives before a name in a script that has no spaces."""
        rest = words.replace(" ", "")
        if rest.isascii():
            return None
        for language in self._languages:
            if language.spaced:
                continue
            left = rest
            while shorter := next(
                (left[len(word) :] for word in language.beside if left.startswith(word)), None
            ):
                found = self._names.get(shorter)
                if found and language.code in found.languages:
                    return found._replace(exact=False)
                left = shorter
        return None


def _with_and(name: str, joints: Iterable[str]) -> Iterator[str]:
    """The name as it is written with ``&``."""
    for joint in joints:
        if f" {joint} " in name:
            yield name.replace(f" {joint} ", " and ")


def _inner(count: int) -> Iterator[tuple[int, int]]:
    """The places of some but not all of ``count`` words at either end, longest first."""
    for length in range(count - 1, 0, -1):
        yield count - length, count
        yield 0, length


def page_language(headings: Iterable[frozenset[str]]) -> str:
    """The language most headings of a page are in, given the languages each of them fits."""
    counts = Counter(code for languages_of in headings for code in languages_of)
    return min(counts, key=lambda code: (-counts[code], code != "en", code), default="en")
