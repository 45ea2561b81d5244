"""Long lists in portions."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from sphinx_drugmono.extension.collation import collation_key
from sphinx_drugmono.formulary.shelves import Shelf, shelve


def leaves(shelves: tuple[Shelf[str], ...]) -> list[Shelf[str]]:
    return [leaf for shelf in shelves for leaf in shelf.all() if not leaf.shelves]


def stock(names: list[str], limit: int) -> tuple[Shelf[str], ...]:
    return shelve([(name, name) for name in sorted(names, key=collation_key)], limit)


def test_one_shelf_for_each_letter() -> None:
    """Short lists are split by letter alone."""
    shelves = stock(["Beta", "alpha", "Avena", "5-FU"], 10)
    assert [(shelf.label, shelf.slug, shelf.items) for shelf in shelves] == [
        ("0–9", "0-9", ("5-FU",)),
        ("A", "a", ("alpha", "Avena")),
        ("B", "b", ("Beta",)),
    ]


def test_more_letters_where_one_has_too_many() -> None:
    """A letter over the limit is split by the next one; the name that is no longer stays apart."""
    (shelf,) = stock(["C", "Ca", "Cab", "Cad", "Ceb"], 2)
    assert [(one.label, one.slug) for one in shelf.shelves] == [
        ("C", "c_"),
        ("Ca", "ca"),
        ("Ce", "ce"),
    ]
    assert [one.slug for one in shelf.shelves[1].shelves] == ["ca_", "cab", "cad"]
    assert shelf.items == ("C", "Ca", "Cab", "Cad", "Ceb")


def test_names_that_cannot_be_told_apart_stay_together() -> None:
    """Endless splitting is no help."""
    (shelf,) = stock(["Same", "same", "SAME"], 1)
    assert len(leaves((shelf,))) == 1


@settings(max_examples=200, deadline=None)
@given(
    st.lists(st.text("abc 12-é阿β", min_size=1, max_size=6), max_size=60, unique=True),
    st.integers(1, 9),
)
def test_nothing_is_lost_and_addresses_are_distinct(names: list[str], limit: int) -> None:
    """Every item is in exactly one portion without smaller ones, and no two share an address."""
    shelves = stock(names, limit)
    assert sorted(item for leaf in leaves(shelves) for item in leaf.items) == sorted(names)
    slugs = [one.slug for shelf in shelves for one in shelf.all()]
    assert len(slugs) == len(set(slugs))
