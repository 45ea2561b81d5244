"""Sections while they are being collected, and the components they turn out to be about."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from sphinx_drugmono.monograph.labels import component_named
from sphinx_drugmono.monograph.markdown import Block, plain
from sphinx_drugmono.monograph.model import Kind

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sphinx_drugmono.monograph.sections import SectionHeadings

_MORE_THAN_A_NAME = re.compile(r"[(（:：].*\w")


@dataclass(slots=True)
class Draft:
    """A section while its blocks are being collected."""

    kind: Kind
    heading: str
    component: str | None
    line: int
    level: int = 0
    by_heading: bool = False
    blocks: list[Block] = field(default_factory=list)
    cut: set[int] = field(default_factory=set)
    """Indices of blocks that start behind a label on their first line."""
    languages: frozenset[str] = frozenset()
    """The languages in which its heading is the name of a section."""

    @property
    def governs(self) -> bool:
        """A recognised heading stands over the text, so bold labels in it open no sections."""
        return self.by_heading and self.kind is not Kind.OTHER


@dataclass(slots=True)
class Structure:
    """The parts of a page in the order they stand."""

    drafts: list[Draft]
    disclaimers: list[list[Block]]
    notes: list[tuple[list[Block], bool]]
    unknown_headings: list[tuple[str, int]]


def begin_components_at_generic_names(drafts: Sequence[Draft], components: frozenset[str]) -> None:
    """Several generic names on one page: each begins the sections of its component."""
    starts: dict[int, str] = {}
    for index, draft in enumerate(drafts):
        if draft.component:
            return
        if draft.kind is Kind.GENERIC_NAME and draft.blocks:
            named = component_named(plain(draft.blocks[0].inline), components)
            if named:
                starts[index] = named
    if len(starts) < 2:
        return
    component: str | None = None
    for index, draft in enumerate(drafts):
        component = starts.get(index, component)
        draft.component = component


def share_single_sections(
    drafts: Sequence[Draft], headings: SectionHeadings, names: frozenset[str]
) -> None:
    """On a page of several components, a section that stands once speaks of all of them.

    Unless it is the only one that names its component: the name would be lost.
    """
    named = Counter(draft.component for draft in drafts if draft.component and draft.blocks)
    if len(named) < 2:
        return
    kinds = Counter(draft.kind for draft in drafts)
    for draft in drafts:
        if (
            draft.component is None
            or kinds[draft.kind] > 1
            or draft.kind in (Kind.OTHER, Kind.PREAMBLE)
            or named[draft.component] < 2
            or _MORE_THAN_A_NAME.search(draft.heading)
        ):
            continue
        found = headings.recognise(draft.heading, names)
        if found is None or found.component is None:
            named[draft.component] -= 1
            draft.component = None
