"""The ``drug-index`` and ``effect-index`` directives: an index anywhere, in every builder."""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING, ClassVar, NamedTuple

from docutils import nodes
from docutils.parsers.rst import directives
from sphinx.errors import NoUri
from sphinx.locale import get_translation
from sphinx.util.docutils import SphinxDirective

from sphinx_drugmono.extension.collation import letter_of, parse_letters
from sphinx_drugmono.extension.config import project_config
from sphinx_drugmono.extension.disclaimers import short_disclaimer_text
from sphinx_drugmono.extension.domain import (
    DRUG_INDEX,
    EFFECT_INDEX,
    EffectPlace,
    Target,
    drug_domain,
    effect_node_id,
    link_node,
)
from sphinx_drugmono.extension.records import Listing, ListingKind
from sphinx_drugmono.formulary.index_pages import Door, doors
from sphinx_drugmono.formulary.rows import DrugRow, EffectRow, drug_rows, effect_rows
from sphinx_drugmono.formulary.shelves import shelve
from sphinx_drugmono.formulary.view import formulary_view

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from docutils.nodes import Node
    from sphinx.application import Sphinx
    from sphinx.builders import Builder
    from sphinx.environment import BuildEnvironment
    from sphinx.util.typing import OptionSpec

    Row = DrugRow | EffectRow

_ = get_translation("sphinx_drugmono")


class formulary_listing(nodes.General, nodes.Element):  # noqa: N801
    """The place of an index; what stands there is made when the page is written."""


def _depth(argument: str) -> int:
    return int(directives.choice(argument, ("1", "2")))


class ListingDirective(SphinxDirective):
    """An index on a page; ``:letters:`` limits it, ``:depth:`` 2 shows what belongs to each."""

    option_spec: ClassVar[OptionSpec] = {"letters": parse_letters, "depth": _depth}
    kind: ClassVar[ListingKind]

    def run(self) -> list[Node]:
        """Note that the page has an index, and mark the place."""
        listing = Listing(self.kind, self.options.get("letters", ()), self.options.get("depth", 0))
        docname = self.env.docname
        domain = drug_domain(self.env)
        number = len(domain.listings.get(docname, ()))
        domain.note_listing(docname, listing)
        node = formulary_listing("", docname=docname, number=number)
        self.set_source_info(node)
        return [node]


class DrugIndexDirective(ListingDirective):
    """The drugs from A to Z."""

    kind = ListingKind.DRUGS


class EffectIndexDirective(ListingDirective):
    """The side effects from A to Z."""

    kind = ListingKind.EFFECTS


class ListingContent(NamedTuple):
    """What an index on a page shows: ways to its letters, or its rows."""

    doors: tuple[Door, ...]
    letters: tuple[tuple[str, tuple[Row, ...]], ...]
    disclaimer: str


def listing_content(env: BuildEnvironment, listing: Listing) -> ListingContent:
    """What an index shows in the builder at work."""
    domain = drug_domain(env)
    config = project_config(env.config)
    view = formulary_view(domain)
    paged = domain.effect_place is EffectPlace.PAGE
    details = listing.depth == 2 or not (listing.depth or paged)
    rows: Sequence[Row]
    if listing.kind is ListingKind.DRUGS:
        index = DRUG_INDEX
        rows = drug_rows(view, details=details)
    else:
        index = EFFECT_INDEX
        rows = effect_rows(view, domain, details=details)
    rows = [row for row in rows if listing.includes(letter_of(row.name))]
    shelves = shelve([(row.name, row) for row in rows], config.index_entries)
    large = paged and len(rows) > config.index_entries
    return ListingContent(
        doors(index, shelves, inside=False) if large else (),
        () if large else tuple((shelf.label, shelf.items) for shelf in shelves),
        short_disclaimer_text(config),
    )


def show_listings(app: Sphinx, doctree: nodes.document, docname: str) -> None:
    """Put the indices in their places on a page, or on all pages of a book."""
    domain = drug_domain(app.env)
    one_page = domain.effect_place is not EffectPlace.LISTING
    if domain.listings and (docname in domain.listings or not one_page):
        for node in list(doctree.findall(formulary_listing)):
            shown = ListingNodes(app, node["docname"])
            node.replace_self(shown.listing(node["number"]))


def point_labels(app: Sphinx, builder: Builder) -> None:
    """Let ``ref`` to an index find the one on a page, where the builder has no page for it."""
    domain = drug_domain(app.env)
    if domain.effect_place is not EffectPlace.LISTING:
        return
    # The environment is not stored after this event: other builders keep their own places.
    standard = app.env.get_domain("std").data
    for kind, name in ((ListingKind.DRUGS, DRUG_INDEX), (ListingKind.EFFECTS, EFFECT_INDEX)):
        for docname in sorted(domain.listings):
            if any(listing.kind is kind for listing in domain.listings[docname]):
                title = standard["labels"][name][2]
                standard["labels"][name] = (docname, "", title)
                standard["anonlabels"][name] = (docname, "")
                break


class ListingNodes:
    """Makes the nodes of the indices of a page."""

    def __init__(self, app: Sphinx, docname: str) -> None:
        self._env = app.env
        self._builder = app.builder
        self._docname = docname

    def listing(self, number: int) -> list[Node]:
        """The nodes of one index."""
        listings = drug_domain(self._env).listings[self._docname]
        listing = listings[number]
        content = listing_content(self._env, listing)
        earlier = [other for other in listings[:number] if other.kind is listing.kind]
        found: list[Node] = [
            nodes.paragraph("", content.disclaimer, classes=["drugmono-disclaimer-short"])
        ]
        if content.doors:
            found.append(self._doors(content.doors))
        for letter, rows in content.letters:
            found.append(nodes.rubric("", letter, classes=["drugmono-letter"]))
            # An entry has its id in the first index of the page that lists it.
            with_ids = not any(other.includes(letter_of(letter)) for other in earlier)
            found.append(self._rows(rows, with_ids))
        return found

    def _doors(self, ways: Iterable[Door]) -> nodes.bullet_list:
        items = [
            nodes.list_item(
                "",
                nodes.paragraph(
                    "",
                    "",
                    self._link(door.docname, door.node_id, door.label),
                    nodes.Text(f" {door.total}"),
                ),
            )
            for door in ways
        ]
        return nodes.bullet_list("", *items, classes=["drugmono-letters"])

    def _rows(self, rows: Sequence[Row], with_ids: bool) -> nodes.Element:
        if any(isinstance(row, EffectRow) and row.groups for row in rows):
            entries = [self._effect(row, with_ids) for row in rows if isinstance(row, EffectRow)]
            return nodes.definition_list("", *entries, classes=["drugmono-effects"])
        items = [
            nodes.list_item("", nodes.paragraph("", "", *self._line(row, with_ids)))
            for row in rows
        ]
        return nodes.bullet_list("", *items, classes=["drugmono-names"])

    def _line(self, row: Row, with_ids: bool) -> list[Node]:
        """A row of names alone."""
        if row.see:
            return [nodes.Text(f"{row.name}: "), *self._see(row)]
        found = self._name(row, with_ids)
        if isinstance(row, EffectRow):
            found.append(nodes.Text(f" {row.total}"))
        elif row.also:
            found.append(nodes.Text(f" ({', '.join(row.also)})"))
        return found

    def _see(self, row: Row) -> list[Node]:
        return [nodes.Text(_("see") + " "), self._link(row.docname, row.node_id, row.see)]

    def _name(self, row: Row, with_ids: bool) -> list[Node]:
        if isinstance(row, DrugRow):
            return [self._link(row.docname, row.node_id, row.name)]
        name = self._link(row.docname, row.node_id, row.name)
        anchor = effect_node_id(row.effect)
        if row.node_id == anchor and row.docname == self._docname:
            name = nodes.Text(row.name)  # this is the place
        found = [name]
        if with_ids:
            found.insert(0, nodes.target("", "", ids=[anchor]))
        if row.clinical_name:
            found.append(nodes.Text(f" ({row.clinical_name})"))
        return found

    def _effect(self, row: EffectRow, with_ids: bool) -> nodes.definition_list_item:
        """A side effect with its drugs."""
        if row.see:
            return nodes.definition_list_item(
                "",
                nodes.term("", row.name),
                nodes.definition("", nodes.paragraph("", "", *self._see(row))),
            )
        lines = []
        for group in row.groups:
            line = nodes.paragraph("", f"{group.title}: ", classes=[f"drugmono-group-{group.key}"])
            for position, claim in enumerate(group.claims):
                if position:
                    line.append(nodes.Text(", "))
                line.append(self._link(claim.docname, claim.node_id, claim.name))
            lines.append(line)
        term = nodes.term("", "", *self._name(row, with_ids))
        return nodes.definition_list_item("", term, nodes.definition("", *lines))

    def _link(self, docname: str, node_id: str, text: str) -> Node:
        if docname:
            with suppress(NoUri):
                target = Target(docname, node_id, "")
                return link_node(self._builder, self._docname, target, nodes.Text(text))
        return nodes.Text(text)


def setup_listings(app: Sphinx) -> None:
    """Register the directives."""
    app.add_node(formulary_listing)
    app.add_directive("drug-index", DrugIndexDirective)
    app.add_directive("effect-index", EffectIndexDirective)
    app.connect("doctree-resolved", show_listings)
    app.connect("write-started", point_labels)
