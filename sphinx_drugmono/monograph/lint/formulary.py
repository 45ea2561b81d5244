"""Rules that look at several pages together: who is there twice, who is referred to in vain."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from sphinx_drugmono.monograph.lint.rule import Finding, Rule
from sphinx_drugmono.monograph.model import Severity
from sphinx_drugmono.monograph.names import fold_name, make_id, without_parentheses

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from sphinx_drugmono.monograph.lint.rule import Page
    from sphinx_drugmono.vocabulary import Vocabulary

_ROLE = re.compile(r"\{(drug:monograph|drug:effect|drug|side-effect)\}`([^`\n]+)`")
_TARGET = re.compile(r".*<([^<>]+)>\s*\Z")


@dataclass(frozen=True, slots=True)
class Reference:
    """A role in the text of a page that names a drug or a side effect."""

    line: int
    target: str
    effect: bool


@dataclass(frozen=True, slots=True)
class PageFacts:
    """What the rules about several pages need to know of one."""

    source: str
    name: str
    line: int
    names: tuple[str, ...]
    components: tuple[str, ...]
    effects: frozenset[str]
    references: tuple[Reference, ...]

    @classmethod
    def of(cls, page: Page) -> PageFacts:
        """Take the facts from a page."""
        monograph = page.monograph
        references = []
        for line, match in page.matches(_ROLE):
            written = match[2].strip()
            explicit = _TARGET.match(written)
            target = (explicit[1] if explicit else written).strip().lstrip("~!")
            references.append(Reference(line, target, match[1] in ("drug:effect", "side-effect")))
        names = (monograph.name, monograph.generic_name, *monograph.alternate_names)
        return cls(
            monograph.source,
            monograph.name,
            monograph.title_line or 1,
            tuple(name for name in names if name),
            monograph.components,
            frozenset(n for r in monograph.side_effects for n in (r.id, r.name, r.text)),
            tuple(references),
        )


def check_together(
    pages: Sequence[PageFacts], vocabulary: Vocabulary, *, complete: bool
) -> Iterator[tuple[PageFacts, str, Finding]]:
    """Findings of the rules below as (page, code of the rule, finding).

    ``complete`` says that the pages are the whole formulary; only then can a reference be known
    to lead nowhere.
    """
    yield from _same_name(pages)
    yield from _same_ingredients(pages)
    if complete:
        yield from _dead_references(pages, vocabulary)


def _same_name(pages: Iterable[PageFacts]) -> Iterator[tuple[PageFacts, str, Finding]]:
    by_id: dict[str, PageFacts] = {}
    for page in pages:
        first = by_id.setdefault(make_id(page.name), page)
        if first is page:
            continue
        if fold_name(first.name) == fold_name(page.name):
            message = f'"{page.name}" is also the monograph {_place(first)}'
            yield page, "duplicate-monograph", Finding(page.line, message)
        else:
            message = (
                f'"{page.name}" has the same address in links as "{first.name}" ({_place(first)})'
            )
            yield page, "id-collision", Finding(page.line, message)


def _same_ingredients(pages: Iterable[PageFacts]) -> Iterator[tuple[PageFacts, str, Finding]]:
    by_ingredients: dict[tuple[str, ...], PageFacts] = {}
    for page in pages:
        if not page.components:
            continue
        ingredients = tuple(sorted(fold_name(without_parentheses(c)) for c in page.components))
        first = by_ingredients.setdefault(ingredients, page)
        if first is not page and make_id(first.name) != make_id(page.name):
            message = f'the ingredients are those of "{first.name}" ({_place(first)})'
            yield page, "same-ingredients", Finding(page.line, message)


def _dead_references(
    pages: Sequence[PageFacts], vocabulary: Vocabulary
) -> Iterator[tuple[PageFacts, str, Finding]]:
    if not any(page.references for page in pages):
        return
    drugs = {fold_name(name) for page in pages for name in page.names}
    drugs.update(fold_name(without_parentheses(page.name)) for page in pages)
    drugs.update(make_id(page.name) for page in pages)
    effects = {fold_name(name) for page in pages for name in page.effects}
    for page in pages:
        for reference in page.references:
            key = fold_name(reference.target)
            if reference.effect:
                if key not in effects and vocabulary.find(reference.target) is None:
                    message = f'no page names a side effect "{reference.target}"'
                    yield page, "unknown-effect", Finding(reference.line, message)
            elif key not in drugs:
                message = f'there is no monograph "{reference.target}"'
                yield page, "unknown-drug", Finding(reference.line, message)


def _place(page: PageFacts) -> str:
    return f"{page.source}:{page.line}"


_REFERENCE_NOTE = (
    "Looked for only when a folder is checked: a single file does not say which other pages there "
    "are."
)

RULES = (
    Rule(
        "duplicate-monograph",
        Severity.WARNING,
        "Two pages are about the same drug",
        "Both are published; links by name lead to the first. Case, spaces and kinds of dashes do "
        "not tell names apart.",
        bad="# ibuprofen\n",
        good="# Naproxen\n",
    ),
    Rule(
        "id-collision",
        Severity.WARNING,
        "Two drugs have the same address in links",
        "Addresses keep letters and digits only, so Omega-3 and Omega 3 collide. The second page "
        "gets another address, which changes when pages come and go.",
        bad="# Omega-3\n",
        good="# Naproxen\n",
    ),
    Rule(
        "same-ingredients",
        Severity.INFO,
        "Two combinations have the same ingredients in another order",
        "Both are published. Often one was meant to replace the other.",
        bad="# Paracetamol + Ibuprofen\n",
        good="# Caffeine + Ibuprofen\n",
    ),
    Rule(
        "unknown-drug",
        Severity.WARNING,
        "A reference to a drug leads nowhere",
        f"No page has this name, generic name or other name. {_REFERENCE_NOTE}",
        bad="# Naproxen\n\n### Interactions\n\nDo not take {drug}`Methotrexat`.\n",
        good="# Naproxen\n\n### Interactions\n\nDo not take {drug}`ibuprofen`.\n",
    ),
    Rule(
        "unknown-effect",
        Severity.WARNING,
        "A reference to a side effect leads nowhere",
        f"No page and no entry of the vocabulary has this name. {_REFERENCE_NOTE}",
        bad="# Naproxen\n\n### Precautions\n\nWatch for {side-effect}`nausia`.\n",
        good="# Naproxen\n\n### Precautions\n\nWatch for {side-effect}`nausea`.\n",
    ),
)
"""The rules about several pages; :func:`check_together` applies them."""
