"""The pages of an index in HTML: an overview, and a page for each letter."""

from __future__ import annotations

from typing import TYPE_CHECKING, Generic, NamedTuple, TypeVar

from sphinx.locale import get_translation

from sphinx_drugmono.extension.digests import digest
from sphinx_drugmono.formulary.output import DerivedPage
from sphinx_drugmono.formulary.shelves import place_in_letter, shelve

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from sphinx_drugmono.formulary.rows import DrugRow, EffectRow
    from sphinx_drugmono.formulary.shelves import Shelf


_ = get_translation("sphinx_drugmono")


class Door(NamedTuple):
    """A way into a portion of a list; ``total`` is ``None`` where it is not shown.

    ``place`` is an id for the way itself.
    """

    label: str
    docname: str
    node_id: str
    total: int | None = None
    place: str = ""


RowT = TypeVar("RowT", bound="DrugRow | EffectRow")


class Portion(NamedTuple, Generic[RowT]):
    """The rows under one letter, and ids for those that begin a run with the same two letters."""

    label: str
    node_id: str
    rows: tuple[RowT, ...]
    places: tuple[str, ...]


def letter_page(index: str, slug: str) -> str:
    """The name of the page for a portion of an index."""
    return f"{index}/letter-{slug}"


def doors(index: str, shelves: Sequence[Shelf[RowT]], *, inside: bool) -> tuple[Door, ...]:
    """The ways to portions: ``inside`` the page that lists all of them, or to their pages."""
    return tuple(
        Door(shelf.label, index, f"letter-{shelf.slug}")
        if inside
        else Door(shelf.label, letter_page(index, shelf.slug), "", len(shelf.items))
        for shelf in shelves
    )


def portions(shelves: Sequence[Shelf[RowT]]) -> tuple[Portion[RowT], ...]:
    """All portions with their rows."""
    return tuple(
        Portion(
            shelf.label,
            f"letter-{shelf.slug}",
            shelf.items,
            _places([row.name for row in shelf.items]),
        )
        for shelf in shelves
    )


def _places(names: Iterable[str]) -> tuple[str, ...]:
    """The id for each of the names on the page of a letter; empty where one before has it."""
    taken = set()
    found = []
    for name in names:
        place = place_in_letter(name)
        found.append("" if place in taken else place)
        taken.add(place)
    return tuple(found)


def index_pages(
    index: str, title: str, rows: Sequence[RowT], *, limit: int, disclaimer: str, template: str
) -> Iterator[DerivedPage]:
    """The pages of an index; the overview holds all rows as long as they are not too many."""
    shelves = shelve([(row.name, row) for row in rows], limit)
    small = len(rows) <= limit
    yield _page(
        index,
        title,
        template,
        bar=doors(index, shelves, inside=small),
        portions=portions(shelves) if small else (),
        disclaimer=disclaimer,
    )
    # Without counts, so that a name more or less changes no page but its own.
    bar = tuple(door._replace(total=None) for door in doors(index, shelves, inside=False))
    for top in shelves:
        places = _places(shelf.items[0].name for shelf in top.shelves)
        for shelf in top.all():
            inner = doors(index, shelf.shelves, inside=False)
            if shelf is top:
                inner = tuple(
                    door._replace(place=place) for door, place in zip(inner, places, strict=True)
                )
            yield _page(
                letter_page(index, shelf.slug),
                f"{title}: {shelf.label}",
                template,
                parents=((index, title),),
                bar=bar,
                current=top.label,
                inner=inner,
                portions=() if shelf.shelves else portions([shelf]),
                disclaimer=disclaimer,
            )


def _page(
    name: str,
    title: str,
    template: str,
    *,
    parents: tuple[tuple[str, str], ...] = (),
    bar: tuple[Door, ...],
    current: str = "",
    inner: tuple[Door, ...] = (),
    portions: tuple[Portion[RowT], ...],
    disclaimer: str,
) -> DerivedPage:
    content = {
        "title": title,
        "bar": bar,
        "current": current,
        "inner": inner,
        "portions": portions,
        "disclaimer": disclaimer,
        "see": _("see"),
    }
    return DerivedPage(
        name, title, template, digest(sorted(content.items())), lambda: content, parents
    )
