"""How the values of the configuration are checked.

A check takes a value and a function to complain with about single entries, which it leaves out;
it returns the value as the extension uses it, or raises ``TypeError`` or ``ValueError`` with what
is wrong with the whole.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from sphinx_drugmono.extension.collation import letters_label, parse_letters
from sphinx_drugmono.extension.exports import BASE_URL
from sphinx_drugmono.monograph.model import Kind

if TYPE_CHECKING:
    from collections.abc import Callable

    Complain = Callable[[str], None]
    Check = Callable[[Any, Complain], Any]

TITLED_KINDS = tuple(kind for kind in Kind if kind not in (Kind.PREAMBLE, Kind.OTHER))
"""The kinds of sections that have a standard title and a place in the order."""


def strings(value: Any, complain: Complain) -> tuple[str, ...]:
    """Check a list of strings; one string alone is taken as a list of it."""
    if isinstance(value, str):
        return (value,)
    if not isinstance(value, (list, tuple)):
        raise TypeError("must be a list of strings")
    good = []
    for item in value:
        if isinstance(item, str) and item.strip():
            good.append(item)
        else:
            complain(f"{item!r} is not a string with text; it is left out")
    return tuple(good)


def text_or_none(value: Any, complain: Complain) -> str | None:
    if value is None:
        return None
    if not isinstance(value, str) or not value.strip():
        raise TypeError("must be text, or None for the standard text")
    return value.strip()


def one_of(*choices: str) -> Check:
    def check(value: Any, complain: Complain) -> str:
        if value not in choices:
            raise ValueError("must be one of " + ", ".join(map(repr, choices)))
        return str(value)

    return check


def texts(value: Any, complain: Complain) -> dict[str, str]:
    """Check a table of texts by name."""
    if not isinstance(value, dict):
        raise TypeError("must be a table of texts")
    good = {}
    for key, text in value.items():
        if isinstance(key, str) and isinstance(text, str) and text.strip():
            good[key] = text.strip()
        else:
            complain(f"{key!r}: {text!r} is not a name with a text; it is left out")
    return good


def _kind(value: Any) -> Kind | None:
    return next((kind for kind in TITLED_KINDS if kind.value == value), None)


def _by_kind(value: Any, complain: Complain, check: Check) -> dict[Kind, Any]:
    if not isinstance(value, dict):
        raise TypeError("must be a table with kinds of sections as keys")
    good = {}
    for key, entry in value.items():
        kind = _kind(key)
        if kind is None:
            complain(f"{key!r} is not a kind of section ({', '.join(TITLED_KINDS)}); left out")
            continue
        try:
            good[kind] = check(entry, complain)
        except (TypeError, ValueError) as error:
            complain(f"{key!r} {error}; left out")
    return good


def _title(value: Any, complain: Complain) -> str:
    if not isinstance(value, str) or not value.strip():
        raise TypeError("must be a title")
    return value.strip()


def titles_by_kind(value: Any, complain: Complain) -> dict[Kind, str]:
    return _by_kind(value, complain, _title)


def names_by_kind(value: Any, complain: Complain) -> dict[Kind, tuple[str, ...]]:
    return _by_kind(value, complain, strings)


def order_of_kinds(value: Any, complain: Complain) -> tuple[Kind, ...]:
    """Check an order of kinds; kinds not named follow in their standard order."""
    chosen: list[Kind] = []
    for name in strings(value, complain):
        kind = _kind(name)
        if kind is None:
            complain(f"{name!r} is not a kind of section ({', '.join(TITLED_KINDS)}); left out")
        elif kind in chosen:
            complain(f"{name!r} is named twice")
        else:
            chosen.append(kind)
    return (*chosen, *(kind for kind in TITLED_KINDS if kind not in chosen))


def count(value: Any, complain: Complain) -> int:
    if isinstance(value, bool) or not isinstance(value, int) or value < 1:
        raise ValueError("must be a whole number from 1 on")
    return value


def yes_or_no(value: Any, complain: Complain) -> bool:
    if not isinstance(value, bool):
        raise TypeError("must be True or False")
    return value


class Volume(NamedTuple):
    """A part of a book in several: its letters, and its title if it has one of its own."""

    letters: tuple[str, ...]
    title: str = ""

    @property
    def label(self) -> str:
        """The letters as readers see them."""
        return letters_label(self.letters)


class Volumes(NamedTuple):
    """Into what volumes a book is split: one for each letter, those given, or none."""

    by_letter: bool = False
    given: tuple[Volume, ...] = ()


def volumes(value: Any, complain: Complain) -> Volumes:
    """Check volumes; a letter belongs to the first volume that has it."""
    if value is None:
        return Volumes()
    if value == "letter":
        return Volumes(by_letter=True)
    if isinstance(value, dict):
        ranges = [(letters, title) for title, letters in value.items()]
    elif isinstance(value, (list, tuple)):
        ranges = [(letters, "") for letters in value]
    else:
        raise TypeError('must be "letter", a list of ranges ("A-C"), or a table of them by title')
    taken: set[str] = set()
    volumes = []
    for written, title in ranges:
        try:
            if not isinstance(written, str) or not isinstance(title, str):
                raise ValueError("is not a range of letters under a title")
            letters = parse_letters(written)
        except ValueError as error:
            complain(f"{written!r}: {error}; left out")
            continue
        if twice := [letter for letter in letters if letter in taken]:
            complain(f"{written!r}: {letters_label(twice)} is in an earlier volume")
        mine = tuple(letter for letter in letters if letter not in taken)
        if mine:
            volumes.append(Volume(mine, title.strip()))
        taken.update(mine)
    return Volumes(given=tuple(volumes))


def shards(value: Any, complain: Complain) -> dict[str, str]:
    """Check a table of files by address; every address gets a slash at its end."""
    if not isinstance(value, dict):
        raise TypeError("must be a table of files with the addresses of formularies as keys")
    good = {}
    for address, name in value.items():
        if not isinstance(address, str) or not BASE_URL.fullmatch(address):
            complain(f'{address!r} is no address ("https://…", or "../…" from here); left out')
        elif not isinstance(name, str) or not name.strip():
            complain(f"{address!r}: {name!r} is no name of a file; left out")
        else:
            good[address.rstrip("/") + "/"] = name
    return good


def full_text(value: Any, complain: Complain) -> bool | str:
    if isinstance(value, bool):
        return value
    if value == "pagefind":
        return "pagefind"
    raise TypeError('must be True, False or "pagefind"')
