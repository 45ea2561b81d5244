"""A monograph to docutils nodes.

The standard title of a section stands in every monograph, followed by the component the section
speaks of. A heading that has words or signs beyond that title ("Adverse Drug Reactions (ADR)",
"FAQs (Combined Use)") is shown as written in a line of its own below it, so nothing of it is lost.
Sections that are not recognised keep their own heading and stay behind the section they followed.

Everything is made of standard nodes and classes, so that every builder can write it.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from docutils import nodes
from sphinx.locale import get_translation

from sphinx_drugmono.extension.blocks import Anchors, BlockRenderer, Ids, slug_of_heading
from sphinx_drugmono.extension.disclaimers import disclaimer_nodes, note_nodes
from sphinx_drugmono.extension.glance import glance_nodes
from sphinx_drugmono.extension.references import component_reference
from sphinx_drugmono.monograph.languages import MARKS
from sphinx_drugmono.monograph.model import Kind
from sphinx_drugmono.monograph.names import fold_name
from sphinx_drugmono.monograph.sections import titles

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from sphinx_drugmono.extension.config import DrugmonoConfig
    from sphinx_drugmono.extension.inline import Page
    from sphinx_drugmono.monograph.model import Monograph, Section

_ = get_translation("sphinx_drugmono")

_MISLEADING = re.compile(r"drug-|\d")
"""Ids that would be taken for those of monographs, or are none in style sheets and scripts."""
_HEADING_PARTS = re.compile(rf"(?:\w|[{MARKS}])+|[^\w\s.:,;()\[\]'\"_–—-]")


@dataclass(frozen=True, slots=True)
class Rendered:
    """The nodes of a monograph below its title, and where its adverse reactions stand.

    ``head`` are body elements, ``sections`` sections (or containers, where the page cannot have
    sections), ``tail`` body elements behind them. ``places`` maps the line of an adverse reaction
    to the id of the block that holds it.
    """

    head: list[nodes.Element]
    sections: list[nodes.Element]
    tail: list[nodes.Element]
    places: Mapping[int, str]

    @property
    def nodes(self) -> list[nodes.Element]:
        """All nodes in the order of the page."""
        return [*self.head, *self.sections, *self.tail]


def render(
    monograph: Monograph,
    node_id: str,
    config: DrugmonoConfig,
    page: Page,
    *,
    with_sections: bool = True,
    whole_page: bool = False,
    other_title: str | None = None,
) -> Rendered:
    """Make the nodes of a monograph whose own id is ``node_id``.

    That is in front of all other ids in it, unless it is a ``whole_page``. ``other_title`` is a
    title in its text that is not its name.
    """
    blocks = BlockRenderer(page, Ids([node_id]), with_sections=with_sections)
    renderer = _Renderer(monograph, "" if whole_page else f"{node_id}-", config, blocks)
    remarks = disclaimer_nodes(monograph, config, blocks)
    notes = note_nodes(monograph, blocks)
    head: list[nodes.Element] = []
    if other_title:
        head.append(renderer.written_heading(other_title, monograph.title_line or 1))
    facts = renderer.facts()
    if facts is not None:
        head.append(facts)
    head.extend(renderer.preamble())
    at_top = config.disclaimer_position == "top"
    rendered = Rendered(
        [*remarks, *head] if at_top else head,
        renderer.sections(),
        notes if at_top else [*remarks, *notes],
        renderer.anchors.ids | renderer.fallbacks(),
    )
    for node in rendered.nodes:
        # Typographic quotes and dashes would change what the writer wrote.
        node["support_smartquotes"] = False
    return rendered


class _Renderer:
    def __init__(
        self, monograph: Monograph, prefix: str, config: DrugmonoConfig, blocks: BlockRenderer
    ) -> None:
        self.monograph = monograph
        self.prefix = prefix
        self.config = config
        self.blocks = blocks
        lines = {reaction.line for reaction in monograph.side_effects}
        self.anchors = Anchors(blocks.ids, f"{prefix}effect", lines)
        self.spans: list[tuple[int, str]] = []

    def facts(self) -> nodes.Element | None:
        """The list of facts on top; ``None`` if there is nothing to say."""
        monograph = self.monograph
        data: list[tuple[str, list[nodes.Node]]] = []
        generic = monograph.generic_name
        if generic and fold_name(generic) != fold_name(monograph.name):
            data.append((_("Generic name"), [nodes.Text(generic)]))
        if monograph.alternate_names:
            names = ", ".join(monograph.alternate_names)
            data.append((_("Other names"), [nodes.Text(names)]))
        if monograph.components:
            data.append((_("Components"), list(self._components())))
        for label, keys in (
            (_("Reviewed"), ("reviewed", "last_reviewed")),
            (_("Reviewer"), ("reviewer", "reviewed_by")),
            (_("Provenance"), ("provenance",)),
        ):
            data.extend((label, [nodes.Text(text)]) for text in self._metadata(keys))
        # These are the same in every language; what a project adds may be text.
        facts = [self._fact(label, value, translatable=False) for label, value in data]
        for key, label in self.config.facts.items():
            facts.extend(self._fact(label, [nodes.Text(text)]) for text in self._metadata((key,)))
        if not facts:
            return None
        line = monograph.title_line or 1
        return self.blocks.place(nodes.field_list("", *facts, classes=["drugmono-facts"]), line)

    def _fact(
        self, label: str, value: list[nodes.Node], *, translatable: bool = True
    ) -> nodes.field:
        paragraph = self.blocks.place(
            nodes.paragraph("", "", *value), self.monograph.title_line or 1
        )
        paragraph.rawsource = paragraph.astext()
        if not translatable:
            paragraph["translatable"] = False
        name = nodes.field_name("", label, translatable=False)
        return nodes.field("", name, nodes.field_body("", paragraph))

    def _components(self) -> Iterator[nodes.Node]:
        for index, component in enumerate(self.monograph.components):
            if index:
                yield nodes.Text(", ")
            yield component_reference(component, self.blocks.page.docname)

    def _metadata(self, keys: Iterable[str]) -> Iterator[str]:
        """What the front matter says under the first of the keys it has, as it is written."""
        for key in keys:
            value = self.monograph.metadata.get(key)
            if isinstance(value, (list, tuple)):
                value = ", ".join(str(entry) for entry in value)
            if value is not None and str(value).strip():
                yield str(value).strip()
                return

    def preamble(self) -> list[nodes.Element]:
        """What stands before the first section."""
        holder = nodes.section()
        for section in self.monograph.sections:
            if section.kind is Kind.PREAMBLE:
                self.blocks.section_content(section.body, holder, f"{self.prefix}preamble")
        return [node for node in holder.children if isinstance(node, nodes.Element)]

    def sections(self) -> list[nodes.Element]:
        """The sections in the order of the configuration."""
        order = {kind: rank for rank, kind in enumerate(self.config.section_order)}
        groups: list[tuple[int, list[Section]]] = [(-1, [])]
        for section in self.monograph.sections:
            if section.kind is Kind.OTHER:
                groups[-1][1].append(section)
            elif section.kind is not Kind.PREAMBLE:
                groups.append((order[section.kind], [section]))
        groups.sort(key=lambda group: group[0])
        return [self._section(section) for _, group in groups for section in group]

    def _section(self, section: Section) -> nodes.Element:
        blocks = self.blocks
        title, written = self._title(section)
        slug = section.kind.value
        if section.kind is Kind.OTHER:
            slug = slug_of_heading(title)
            if not self.prefix and _MISLEADING.match(slug):
                slug = f"section-{slug}"
        identifier = blocks.ids.take(f"{self.prefix}{slug}")
        node: nodes.Element
        heading: nodes.TextElement
        if blocks.with_sections:
            node, heading = nodes.section(), nodes.title("", title)
        else:
            node, heading = nodes.container(), nodes.rubric("", title)
            heading["classes"].append("drugmono-heading")
        heading.rawsource = title
        if section.kind is not Kind.OTHER:
            heading["translatable"] = False
            if standard := self._translated(section.kind):
                heading["stands_for"] = standard
        node["ids"] = [identifier]
        node["classes"] = ["drugmono-section", f"drugmono-{section.kind.value}"]
        blocks.place(node, section.line)
        node.append(blocks.place(heading, section.line))
        if written:
            node.append(self.written_heading(written, section.line))
        if section.kind is Kind.SIDE_EFFECTS:
            if self.config.glance and not self.spans:
                node.extend(glance_nodes(self.monograph))
            blocks.anchors = self.anchors
            self.spans.append((section.line, identifier))
        blocks.section_content(section.body, node, identifier)
        blocks.anchors = None
        return node

    def written_heading(self, text: str, line: int) -> nodes.Element:
        """A heading as the page words it, below the standard title."""
        paragraph = nodes.paragraph(text, text, classes=["drugmono-heading"])
        return self.blocks.place(paragraph, line)

    def _title(self, section: Section) -> tuple[str, str | None]:
        """The title of a section, and its heading as written where that says more."""
        written = section.heading.strip().rstrip(":：").rstrip()
        if section.kind is Kind.OTHER:
            return written or section.component or _("Further information"), None
        title = self.config.section_titles.get(section.kind) or _(titles()[section.kind])
        if section.component:
            title = _("{title}: {component}").format(title=title, component=section.component)
        shown = set(_HEADING_PARTS.findall(f"{title} {self._translated(section.kind)}".casefold()))
        more = set(_HEADING_PARTS.findall(written.casefold())) - shown
        return title, written if more else None

    def _translated(self, kind: Kind) -> str:
        """The English standard title, if its translation stands for it; else nothing."""
        english = titles()[kind]
        return "" if kind in self.config.section_titles or _(english) == english else english

    def fallbacks(self) -> dict[int, str]:
        """Places for reactions that stand in no block of their own: their section."""
        places = {}
        for reaction in self.monograph.side_effects:
            if reaction.line not in self.anchors.ids and self.spans:
                before = [node_id for line, node_id in self.spans if line <= reaction.line]
                places[reaction.line] = before[-1] if before else self.spans[0][1]
        return places
