"""The side effects from A to Z: pages of HTML, and an index with page numbers in a book."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from sphinx.domains import Index, IndexEntry
from sphinx.locale import get_translation

from sphinx_drugmono.extension.domain import EFFECT_INDEX, DrugDomain, EffectPlace
from sphinx_drugmono.formulary.effect_pages import effect_pages
from sphinx_drugmono.formulary.index_pages import index_pages
from sphinx_drugmono.formulary.relations import Relations
from sphinx_drugmono.formulary.rows import effect_rows
from sphinx_drugmono.formulary.view import GroupKey, formulary_view

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from sphinx_drugmono.formulary.output import DerivedPage
    from sphinx_drugmono.formulary.view import FormularyView

_ = get_translation("sphinx_drugmono")


def effect_index_title() -> str:
    """The title of the index."""
    return _("Side effects from A to Z")


def effect_index_pages(
    view: FormularyView, domain: DrugDomain, *, limit: int, effect_limit: int, disclaimer: str
) -> Iterator[DerivedPage]:
    """The overview, the pages of the letters, and those of all side effects."""
    from sphinx_drugmono.extension.reading import reading_tools  # which needs the reader

    title = effect_index_title()
    yield from index_pages(
        EFFECT_INDEX,
        title,
        effect_rows(view, domain),
        limit=limit,
        disclaimer=disclaimer,
        template="drugmono/effect-index.html",
    )
    relations = Relations(view, reading_tools(domain.env.config).vocabulary)
    for effect in view.effects:
        yield from effect_pages(
            effect,
            related=relations.of(effect),
            index_title=title,
            limit=effect_limit,
            disclaimer=disclaimer,
        )


class EffectIndex(Index):
    """The index of side effects for builders that print one: each with its drugs and pages.

    HTML builders write the pages of :func:`effect_index_pages` in its place.
    """

    name = "effects"
    localname = "Side effects from A to Z"
    shortname = "side effects"
    domain: DrugDomain

    @classmethod
    def name_in_language(cls) -> None:
        """Take the names in the language of the application that is being set up."""
        cls.localname = effect_index_title()
        cls.shortname = _("side effects")

    def generate(
        self, docnames: Iterable[str] | None = None
    ) -> tuple[list[tuple[str, list[IndexEntry]]], bool]:
        """The entries by letter, limited to ``docnames`` if these are given.

        LaTeX prints an entry's name and what is extra, and nothing without an anchor; so each
        drug stands in an entry of its own.
        """
        if self.domain.effect_place is EffectPlace.PAGE:
            return [], False
        wanted = None if docnames is None else frozenset(docnames)
        letters: dict[str, list[IndexEntry]] = defaultdict(list)
        for effect in formulary_view(self.domain).effects:
            for group in effect.groups:
                known = group.key is not GroupKey.UNKNOWN
                how = f", {group.key.heading}" if known else ""
                for claim in group.claims:
                    if wanted is None or claim.drug.docname in wanted:
                        letters[effect.letter].append(
                            IndexEntry(
                                effect.title,
                                0,
                                claim.drug.docname,
                                claim.reaction.node_id,
                                f"{claim.drug.name}{how}",
                                "",
                                "",
                            )
                        )
        return list(letters.items()), False
