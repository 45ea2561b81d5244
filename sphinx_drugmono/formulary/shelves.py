"""Long alphabetical lists in portions: by letter, and by more letters where one has too many.

A portion depends on its own names alone, so that a name more or less changes one page.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, Generic, TypeVar

from sphinx_drugmono.extension.collation import DIGITS, collation_text, letter_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

T = TypeVar("T")

_LONGEST_PREFIX = 12


@dataclass(frozen=True, slots=True)
class Shelf(Generic[T]):
    """A portion of a list: its items, or smaller portions if they are too many.

    ``slug`` is a part of an address (``a``, ``ca``, ``0-9``), ``label`` what readers see.
    """

    label: str
    slug: str
    items: tuple[T, ...]
    shelves: tuple[Shelf[T], ...] = ()

    def all(self) -> Iterable[Shelf[T]]:
        """This portion and all in it."""
        yield self
        for shelf in self.shelves:
            yield from shelf.all()


def shelve(named: Sequence[tuple[str, T]], limit: int) -> tuple[Shelf[T], ...]:
    """Put sorted items with their names on a shelf for each letter, none over the limit.

    ``items`` of a shelf are always all that belongs there. Items that cannot be told apart by
    their first letters stay together.
    """
    letters: dict[str, list[tuple[str, T]]] = defaultdict(list)
    for name, item in named:
        letters[letter_of(name)].append((name, item))
    return tuple(_shelf(letter, found, 1, limit) for letter, found in letters.items())


def _shelf(prefix: str, named: Sequence[tuple[str, T]], length: int, limit: int) -> Shelf[T]:
    shelves: list[Shelf[T]] = []
    if len(named) > limit and length < _LONGEST_PREFIX:
        longer: dict[str, list[tuple[str, T]]] = defaultdict(list)
        for name, item in named:
            longer[collation_text(name)[: length + 1].strip().upper()].append((name, item))
        if list(longer) == [prefix]:
            return _shelf(prefix, named, length + 1, limit)
        for key, found in longer.items():
            shelf = _shelf(key, found, length + 1, limit)
            if key == prefix:  # the names that are the prefix itself would take its address
                shelf = Shelf(shelf.label, f"{shelf.slug}_", shelf.items)
            shelves.append(shelf)
    label = prefix if prefix == DIGITS else prefix.capitalize()
    return Shelf(label, slug_of(prefix), tuple(item for _name, item in named), tuple(shelves))


def place_in_letter(name: str) -> str:
    """The id on the page of a letter where names stand that have the first two letters of this.

    It depends on the name alone, and a page that is split has it, too: at the way to that part.
    """
    slug = slug_of(collation_text(name)[:2].strip())
    return f"at-{slug}" if slug else ""


def slug_of(prefix: str) -> str:
    """A letter, or the first letters of a name, as a part of an address."""
    if prefix == DIGITS:
        return "0-9"
    return "".join(
        char if char.isascii() and char.isalnum() else "-" if char == " " else f"u{ord(char):04x}"
        for char in prefix.lower()
    )
