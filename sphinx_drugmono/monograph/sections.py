"""Which standard section a heading or label opens, told by its words and not by its looks."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib import resources
from typing import TYPE_CHECKING, Any, TypeAlias

from sphinx_drugmono.monograph.languages import fold_words as _words
from sphinx_drugmono.monograph.languages.headings import ForeignHeadings
from sphinx_drugmono.monograph.model import Kind
from sphinx_drugmono.monograph.names import fold_name, without_parentheses

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

_NUMBERING = re.compile(
    r"^\s*(?:(?:section|part)\s+)?(?:\(?\d{1,2}(?:\.\d{1,2})*[.):]?\)?|[ivx]{1,5}[.)]|[a-z][.)])\s+(?=\S)"
    r"|^\s*(?:\d{1,2}|[一二三四五六七八九十]{1,3})\s*[、．.]\s*(?=[^\W\d])",
    re.IGNORECASE,
)
_PARENTHESIS = re.compile(r"\s*[(\[（]([^()\[\]（）]*)[)\]）]")
_ATTRIBUTES = re.compile(r"\s*\{:?\s*[#.][^{}]*\}\s*$")
_MAX_HEADING = 120  # characters; what is longer is a sentence, not a heading
_ADJECTIVES = frozenset(
    """
    common uncommon rare frequent infrequent serious severe mild moderate minor major possible
    potential typical general important special known other additional less more most very but and
    or long short term adult adults pediatric paediatric children childrens geriatric elderly usual
    standard
    recommended normal maximum starting initial combined reported main key significant notable
    dangerous life threatening clinical detailed specific individual overall
    """.split()
)

_BETWEEN_NAMES = re.compile(" and | plus | with ")
_LABEL_SIGNS = re.compile(r"[(\[（)\]）:：]")
_ENGLISH = frozenset({"en"})
_Names: TypeAlias = "frozenset[str] | None"
"""Folded names of drugs; ``None`` takes any words for one."""
_Reading: TypeAlias = "tuple[Kind, str | None, str | None, bool, frozenset[str]]"
"""Kind, component, qualifier, whether it is exact, and languages."""


@dataclass(frozen=True, slots=True)
class Recognition:
    """What a heading says.

    ``label`` is the number of characters of the heading that are the label (with its colon and
    qualifier); what follows is a value on the heading line. ``component`` is a drug's name found
    in the heading beside the section's own words, ``qualifier`` what stands in parentheses.
    ``exact`` says that the heading is a section's name alone, without adjectives. ``languages``
    are those in which it says so.
    """

    kind: Kind
    label: int
    component: str | None = None
    qualifier: str | None = None
    exact: bool = True
    languages: frozenset[str] = _ENGLISH


@cache
def _tables() -> Mapping[Kind, Mapping[str, Any]]:
    text = resources.files("sphinx_drugmono.monograph").joinpath("section_headings.toml")
    return {Kind(kind): table for kind, table in tomllib.loads(text.read_text("utf-8")).items()}


@cache
def titles() -> Mapping[Kind, str]:
    """The standard English title of each kind of section."""
    return {kind: str(table["title"]) for kind, table in _tables().items()}


@lru_cache(maxsize=8)
def _words_of(names: frozenset[str]) -> frozenset[str]:
    return frozenset(
        {_words(without_parentheses(one)) for one in names} | {_words(one) for one in names}
    )


class SectionHeadings:
    """Recognises headings of standard sections.

    ``extra`` maps kinds to further names of theirs; a name given there wins over the standard.
    """

    def __init__(self, extra: Mapping[Kind, Iterable[str]] | None = None) -> None:
        self._names: dict[str, Kind] = {}
        questions: list[tuple[str, Kind]] = []
        for kind, table in _tables().items():
            self._names.update((_words(name), kind) for name in table["names"])
            questions += [(question, kind) for question in table.get("questions", ())]
        for kind, names in (extra or {}).items():
            self._names.update((_words(name), kind) for name in names)
        self._questions = {_words(q): kind for q, kind in questions if "{drug}" not in q}
        patterns = [
            (re.escape(_words(question.replace("{drug}", "drugname"))), kind)
            for question, kind in questions
            if "{drug}" in question
        ]
        self._patterns = [
            (re.compile(pattern.replace("drugname", r"(?P<drug>\w+(?: \w+){0,7}?)")), kind)
            for pattern, kind in patterns
        ]
        self._longest = max(len(name.split()) for name in self._names)
        self._foreign = ForeignHeadings()
        self._whatever_the_names = lru_cache(maxsize=8192)(self._settle)

    def recognise(self, heading: str, names: frozenset[str] = frozenset()) -> Recognition | None:
        """Recognise a heading given as plain text.

        ``names`` are the folded names of the drug and its components (see ``fold_name``).
        """
        settled, found = self._whatever_the_names(heading)
        return found if settled else self._recognise(heading, names)

    def _settle(self, heading: str) -> tuple[bool, Recognition | None]:
        """Whether a heading says the same on the pages of all drugs, and what it says there.

        It does if it makes no difference whether no words or any words are a name: names only
        ever add to what is recognised, and what they add has a component.
        """
        with_any = self._recognise(heading, None)
        if with_any is None:
            return True, None
        return with_any == self._recognise(heading, frozenset()), with_any

    def _recognise(self, heading: str, names: _Names) -> Recognition | None:
        attributes = _ATTRIBUTES.search(heading, max(0, len(heading) - _MAX_HEADING))
        bare = heading[: attributes.start()] if attributes else heading
        numbering = _NUMBERING.match(bare)
        start = numbering.end() if numbering else 0
        labels = [
            (end, is_value, bare[start:end], _words(_PARENTHESIS.sub(" ", bare[start:end])))
            for end, is_value in self._label_ends(bare, start)
            if end - start <= _MAX_HEADING
        ]
        for read in (self._exact, self._foreign_exact, self._loose, self._foreign_loose):
            for end, is_value, label, words in labels:
                found = read(label, words, names, is_value)
                if found is None:
                    continue
                if not is_value:
                    return Recognition(found[0], len(heading), *found[1:])
                while end < len(bare) and bare[end] in " :：\t":
                    end += 1
                return Recognition(found[0], end, *found[1:])
        return None

    @staticmethod
    def _label_ends(heading: str, start: int) -> Iterable[tuple[int, bool]]:
        """Where the label may end: at the whole heading, or at its first or second colon."""
        bare = heading.rstrip(" :：\t")
        yield len(bare), False
        depth = colons = 0
        for sign in _LABEL_SIGNS.finditer(bare, start):
            char = sign[0]
            depth += (char in "([（") - (char in ")]）")
            if char in ":：" and depth <= 0:
                yield sign.start(), True
                colons += 1
                if colons == 2:
                    return

    def _exact(self, label: str, words: str, names: _Names, is_value: bool) -> _Reading | None:
        """A section's name alone, with or without a qualifier in parentheses."""
        kind = self._names.get(words) or self._names.get(_words(label))
        if kind is None and words.startswith("the "):
            kind = self._names.get(words[4:])
        if kind is None:
            return None
        qualifier, component = self._qualifier(label, names)
        shared = self._foreign.exact(words)
        languages = _ENGLISH if shared is None else _ENGLISH | shared.languages
        return kind, component, qualifier, True, languages

    def _foreign_exact(
        self, label: str, words: str, names: _Names, is_value: bool
    ) -> _Reading | None:
        """A section's name alone in another language."""
        found = self._foreign.exact(words) or self._foreign.exact(_words(label))
        if found is None:
            return None
        qualifier, component = self._qualifier(label, names)
        return found.kind, component, qualifier, True, found.languages

    def _foreign_loose(
        self, label: str, words: str, names: _Names, is_value: bool
    ) -> _Reading | None:
        """The same beside a drug's name or adjectives, or within a question."""
        if not words or is_value:
            return None
        found = self._foreign.loose(words, lambda name: self._is_name(name, names))
        if found is None:
            return None
        qualifier, component = self._qualifier(label, names)
        named = self._as_written(label, found.name.split()) if found.name else None
        return found.kind, named or component, qualifier, found.exact, found.languages

    def _loose(self, label: str, words: str, names: _Names, is_value: bool) -> _Reading | None:
        """A section's name with a drug's name or adjectives beside it, or within a question."""
        if not words or (is_value and names is not None and not names):
            return None
        qualifier, component = self._qualifier(label, names)
        named = self._with_name(label, words, names, with_value=is_value)
        if named:
            return named[0], named[1] or component, qualifier, True, _ENGLISH
        if is_value:
            return None
        question = self._question(words, names)
        if question:
            return *question, qualifier, True, _ENGLISH
        kind = self._with_adjectives(words)
        return (kind, component, qualifier, False, _ENGLISH) if kind else None

    @staticmethod
    def _qualifier(label: str, names: _Names) -> tuple[str | None, str | None]:
        inside = [part.strip() for part in _PARENTHESIS.findall(label) if part.strip()]
        component = next(
            (part for part in inside if names is None or fold_name(part) in names), None
        )
        return "; ".join(inside) or None, component

    def _with_name(
        self, label: str, words: str, names: _Names, *, with_value: bool
    ) -> tuple[Kind, str | None] | None:
        """``Acebrophylline Usage``, ``Norfloxacin: Usage``, ``Usage of Norfloxacin``."""
        parts = words.split()
        for count in range(min(self._longest, len(parts) - 1), 0, -1):
            for section, name, before in (
                (parts[-count:], parts[:-count], True),
                (parts[:count], parts[count:], False),
            ):
                kind = self._names.get(" ".join(section))
                if kind is None:
                    continue
                if not before and name[0] in ("of", "for", "with"):
                    name = name[1:]
                if name and name[0] == "the":
                    name = name[1:]
                if not name:
                    continue
                if self._is_name(name, names):
                    return kind, self._as_written(label, name)
                if (
                    before
                    and not with_value
                    and len(name) <= 4
                    and not _ADJECTIVES.intersection(name)
                    and self._titled(label, name)
                    and (kind in _OWN_WORDS or ":" in label)
                ):
                    return kind, self._as_written(label, name)
        return None

    @staticmethod
    def _is_name(name: list[str], names: _Names) -> bool:
        if names is None:
            return True
        joined = " ".join(name)
        known = _words_of(names)
        if joined in known:
            return True
        several = _BETWEEN_NAMES.split(joined)
        return len(several) > 1 and known.issuperset(several)

    @staticmethod
    def _titled(label: str, name: list[str]) -> bool:
        """Every word of the name is written with a capital or a digit, as names are."""
        written = [word for word in re.findall(r"[\w-]+", label) if word.casefold() in name]
        return bool(written) and all(word[0].isupper() or word[0].isdigit() for word in written)

    @staticmethod
    def _as_written(label: str, name: list[str]) -> str | None:
        pattern = r"\W+".join(re.escape(word) for word in name)
        match = re.search(pattern, _PARENTHESIS.sub(" ", label), re.IGNORECASE)
        return match[0] if match else " ".join(name)

    def _question(self, words: str, names: _Names) -> tuple[Kind, str | None] | None:
        kind = self._questions.get(words)
        if kind:
            return kind, None
        for pattern, kind in self._patterns:
            match = pattern.fullmatch(words)
            if match:
                drug = match["drug"]
                if names is None:
                    return kind, drug
                known = next((n for n in names if _words(n) == drug), None)
                return kind, known
        return None

    def _with_adjectives(self, words: str) -> Kind | None:
        """``Common Side Effects``, ``Rare but Serious Adverse Reactions``, ``Adult Dosage``."""
        parts = words.split()
        for count in range(min(self._longest, len(parts) - 1), 0, -1):
            kind = self._names.get(" ".join(parts[-count:]))
            if kind and _ADJECTIVES.issuperset(parts[:-count]):
                return kind
        return None


_OWN_WORDS = frozenset(
    {Kind.USAGE, Kind.DOSAGE, Kind.SIDE_EFFECTS, Kind.MECHANISM, Kind.PRECAUTIONS, Kind.FAQS}
)
"""Sections whose names may follow the name of a drug that the page's title does not mention."""
