"""The ways from the page of a monograph to others: its place in the index, combinations.

Monographs stand in no toctree, whose cost grows with the square of their number; so their pages
get these links of their own. The drugs before and after one in the index are not among them:
a page would change with each new drug beside it. Scripts show them, from ``neighbours``.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple
from weakref import WeakKeyDictionary

from sphinx.locale import get_translation

from sphinx_drugmono.extension.collation import letter_of
from sphinx_drugmono.extension.domain import DRUG_INDEX
from sphinx_drugmono.extension.exports import is_foreign
from sphinx_drugmono.formulary.index_pages import letter_page
from sphinx_drugmono.formulary.shelves import place_in_letter, slug_of
from sphinx_drugmono.formulary.view import formulary_view

if TYPE_CHECKING:
    from collections.abc import Mapping

    from sphinx.environment import BuildEnvironment

    from sphinx_drugmono.extension.domain import DrugDomain
    from sphinx_drugmono.extension.records import MonographEntry
    from sphinx_drugmono.formulary.view import FormularyView

_ = get_translation("sphinx_drugmono")


class Place(NamedTuple):
    """A place in a document, and what it is called."""

    docname: str
    node_id: str
    title: str


class Ways(NamedTuple):
    """Where a reader of a monograph may go on; ``beside`` is its place in the index."""

    letter: Place
    beside: Place
    combinations: tuple[Place, ...]


_ways: WeakKeyDictionary[DrugDomain, tuple[FormularyView, Mapping[str, Ways]]] = (
    WeakKeyDictionary()
)


def stands_alone(env: BuildEnvironment, domain: DrugDomain, docname: str) -> bool:
    """Whether a document is one monograph, which no toctree leads to."""
    return len(domain.monographs.get(docname, ())) == 1 and "orphan" in env.metadata.get(
        docname, ()
    )


def ways_from(domain: DrugDomain) -> Mapping[str, Ways]:
    """The ways from each document with a monograph, by docname."""
    view = formulary_view(domain)
    known = _ways.get(domain)
    if known is None or known[0] is not view:
        ways = {
            entry.docname: _ways_of(view, entry)
            for entry in view.drugs
            if not is_foreign(entry.docname)
        }
        _ways[domain] = known = (view, ways)
    return known[1]


def _ways_of(view: FormularyView, entry: MonographEntry) -> Ways:
    label = letter_of(entry.name)
    letter = Place(letter_page(DRUG_INDEX, slug_of(label)), "", label)
    return Ways(
        letter,
        letter._replace(node_id=place_in_letter(entry.name)),
        tuple(Place(one.docname, one.node_id, one.name) for one in view.combinations_of(entry)),
    )


def labels() -> dict[str, str]:
    """What stands at the links."""
    return {
        "breadcrumbs": _("Where this page is"),
        "combinations": _("Combinations with this drug"),
        "beside": _("Drugs beside it in the index"),
    }
