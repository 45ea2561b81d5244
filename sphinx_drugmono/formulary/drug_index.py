"""The drugs from A to Z: pages of HTML, and an index with page numbers in a book."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from sphinx.domains import Index, IndexEntry
from sphinx.locale import get_translation

from sphinx_drugmono.extension.collation import letter_of
from sphinx_drugmono.extension.domain import DRUG_INDEX, DrugDomain, EffectPlace
from sphinx_drugmono.formulary.index_pages import index_pages
from sphinx_drugmono.formulary.rows import drug_rows
from sphinx_drugmono.formulary.view import formulary_view

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from sphinx_drugmono.formulary.output import DerivedPage
    from sphinx_drugmono.formulary.view import FormularyView

_ = get_translation("sphinx_drugmono")


def drug_index_title() -> str:
    """The title of the index."""
    return _("Drugs from A to Z")


def drug_index_pages(view: FormularyView, *, limit: int, disclaimer: str) -> Iterator[DerivedPage]:
    """The overview and the pages of the letters."""
    return index_pages(
        DRUG_INDEX,
        drug_index_title(),
        drug_rows(view),
        limit=limit,
        disclaimer=disclaimer,
        template="drugmono/drug-index.html",
    )


class DrugIndex(Index):
    """The index of drugs for builders that print one: each drug and other name with its page.

    HTML builders write the pages of :func:`drug_index_pages` in its place.
    """

    name = "monographs"
    localname = "Drugs from A to Z"
    shortname = "drugs"
    domain: DrugDomain

    @classmethod
    def name_in_language(cls) -> None:
        """Take the names in the language of the application that is being set up."""
        cls.localname = drug_index_title()
        cls.shortname = _("drugs")

    def generate(
        self, docnames: Iterable[str] | None = None
    ) -> tuple[list[tuple[str, list[IndexEntry]]], bool]:
        """The entries by letter, limited to ``docnames`` if these are given."""
        if self.domain.effect_place is EffectPlace.PAGE:
            return [], False
        wanted = None if docnames is None else frozenset(docnames)
        letters: dict[str, list[IndexEntry]] = defaultdict(list)
        for row in drug_rows(formulary_view(self.domain)):
            if wanted is None or row.docname in wanted:
                see = _("see %s") % row.see if row.see else ""
                letters[letter_of(row.name)].append(
                    IndexEntry(row.name, 0, row.docname, row.node_id, see, "", "")
                )
        return list(letters.items()), False
