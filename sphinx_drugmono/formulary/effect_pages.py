"""A page for each side effect, with every drug that lists it and the sentence that says so."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from sphinx.locale import get_translation

from sphinx_drugmono.extension.digests import digest
from sphinx_drugmono.extension.domain import EFFECT_INDEX
from sphinx_drugmono.formulary.index_pages import Door
from sphinx_drugmono.formulary.output import DerivedPage
from sphinx_drugmono.formulary.rows import group_rows
from sphinx_drugmono.formulary.shelves import shelve
from sphinx_drugmono.monograph.names import fold_name

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sphinx_drugmono.formulary.relations import Related
    from sphinx_drugmono.formulary.rows import ClaimRow
    from sphinx_drugmono.formulary.shelves import Shelf
    from sphinx_drugmono.formulary.view import Effect

_ = get_translation("sphinx_drugmono")

_TEMPLATE = "drugmono/effect.html"


class _Section(NamedTuple):
    """A group on the page: its claims, or the ways to the pages that have them."""

    key: str
    title: str
    total: int
    claims: tuple[ClaimRow, ...]
    doors: tuple[Door, ...]


def effect_pages(
    effect: Effect, *, related: Related, index_title: str, limit: int, disclaimer: str
) -> Iterator[DerivedPage]:
    """The page of a side effect, and further ones for groups that are too long for it.

    Groups stand on the page from the gravest on until it is full.
    """
    names = effect.names
    name = f"{EFFECT_INDEX}/{names.id}"
    clinical_name = names.clinical_name or ""
    shown = {fold_name(names.name), fold_name(clinical_name)}
    content: dict[str, Any] = {
        "title": effect.title,
        "known": names.known,
        "clinical_name": ""
        if fold_name(clinical_name) == fold_name(names.name)
        else clinical_name,
        "aliases": tuple(alias for alias in names.aliases if fold_name(alias) not in shown),
        "disclaimer": disclaimer,
        "related": tuple(
            (label, tuple((f"{EFFECT_INDEX}/{identifier}", title) for identifier, title in others))
            for label, others in (
                (_("Part of"), related.broader),
                (_("Includes"), related.narrower),
                (_("Related"), related.beside),
            )
            if others
        ),
        "labels": {
            "clinical_name": _("Clinical name"),
            "aliases": _("Also called"),
            "whole": _("All drugs with this side effect"),
            "claims": _(
                "Drugs whose monographs name this side effect, with the words that say so."
            ),
        },
    }
    parents = ((EFFECT_INDEX, index_title),)
    room = limit
    sections = []
    for group in group_rows(effect):
        count = len(group.claims)
        room -= count
        if room >= 0:
            sections.append(_Section(group.key, group.title, count, group.claims, ()))
            continue
        shelves = shelve([(claim.name, claim) for claim in group.claims], limit)
        sections.append(
            _Section(group.key, group.title, count, (), _doors(name, group.key, shelves))
        )
        for top in shelves:
            for shelf in top.all():
                section = _Section(
                    group.key,
                    f"{group.title}: {shelf.label}",
                    len(shelf.items),
                    () if shelf.shelves else shelf.items,
                    _doors(name, group.key, shelf.shelves),
                )
                yield _page(
                    f"{name}/{group.key}-{shelf.slug}",
                    f"{effect.title}, {group.title}: {shelf.label}",
                    content | {"sections": (section,), "whole": name, "related": ()},
                    (*parents, (name, effect.title)),
                )
    yield _page(name, effect.title, content | {"sections": tuple(sections), "whole": ""}, parents)


def _doors(name: str, key: str, shelves: tuple[Shelf[ClaimRow], ...]) -> tuple[Door, ...]:
    return tuple(
        Door(shelf.label, f"{name}/{key}-{shelf.slug}", "", len(shelf.items)) for shelf in shelves
    )


def _page(
    name: str, title: str, content: dict[str, Any], parents: tuple[tuple[str, str], ...]
) -> DerivedPage:
    shows = digest(sorted(content.items()))
    return DerivedPage(name, title, _TEMPLATE, shows, lambda: content, parents)
