"""Marks in the place of what differs between pages, to find out what a theme makes of it.

Where a template only shows a mark, it would show the value of any other page as well. So a mark
may be shown, be part of longer text, and turn out to be none of the constants of a template;
whatever else a template does with it ends the attempt.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NoReturn

if TYPE_CHECKING:
    from collections.abc import Mapping

_SIGN = "DrugmonoMark"
"""Stands at both ends of each mark: it shows when a filter changed or cut what is between."""


def _html_mark(kind: str) -> str:
    return f' \n{_SIGN}<i class="{kind}">&amp; "é" <b>0</b>\n  </i>{_SIGN}\n '


TITLE = f"{_SIGN} title, (a) + b: c; d/e-f_g.0 {'h 1 ' * 100}{_SIGN}"
NAME = f"{_SIGN}-name_0.{_SIGN}"
BODY = _html_mark("body")
TOC = _html_mark("toc")

_MARKS = re.compile("({})".format("|".join(map(re.escape, (TITLE, NAME, BODY, TOC)))))
_SIGNS = re.compile(_SIGN, re.IGNORECASE)
_NAMES = re.compile(r"[\w.-]+", re.ASCII)
_TITLES = re.compile(r"[\w,.()+:;/-]+(?: [\w,.()+:;/-]+)*")


def is_plain(title: str, name: str) -> bool:
    """Whether a title and a name stay what they are as text, HTML, and part of an address."""
    return (
        len(title) <= len(TITLE)
        and _TITLES.fullmatch(title) is not None
        and _NAMES.fullmatch(name) is not None
    )


def has_sign(text: str) -> bool:
    """Whether a text may be made of a mark."""
    return _SIGN in text


class LookedAtError(Exception):
    """A template did more with a mark than show it."""


class Mark(str):
    """Text with a mark, as the value of a variable in a template.

    ``constants`` collects what it was compared with. Text made of a mark has none, and must not
    be compared: nobody could tell which values it would be another case for.
    """

    __slots__ = ("_constants",)
    _constants: set[str] | None

    def __new__(cls, text: str, constants: set[str] | None = None) -> Mark:
        """Make the value of ``text``."""
        mark = super().__new__(cls, text)
        mark._constants = constants
        return mark

    def __getattribute__(self, name: str) -> object:
        """Refuse all methods but those of the language, which are refused one by one."""
        return super().__getattribute__(name) if name.startswith("__") else self.__refuse__()

    def __eq__(self, other: object) -> bool:
        """Say that it is another text, and remember which."""
        constants: set[str] | None = str.__getattribute__(self, "_constants")
        if constants is None or isinstance(other, Mark):
            raise LookedAtError
        if isinstance(other, str):
            constants.add(other)
        return False

    def __ne__(self, other: object) -> bool:
        """Say that it is another text, and remember which."""
        return not self == other

    def __bool__(self) -> bool:
        """Say that it is not empty, as no value is that a mark stands for."""
        return True

    def __add__(self, other: str) -> str:
        """Show it before other text."""
        return Mark("".join((self, other)))

    def __radd__(self, other: str) -> str:
        """Show it behind other text."""
        return Mark("".join((other, self)))

    def __refuse__(self, *arguments: object) -> NoReturn:
        raise LookedAtError

    __hash__ = __len__ = __contains__ = __getitem__ = __iter__ = __refuse__
    __lt__ = __le__ = __gt__ = __ge__ = __mod__ = __mul__ = __rmul__ = __refuse__


class Frame:
    """What stands around the marks of a page."""

    def __init__(self, html: str) -> None:
        self._parts = _MARKS.split(html)
        self.is_whole = len(_SIGNS.findall(html)) == 2 * (len(self._parts) // 2)
        """Whether each mark is on the page as it was given to the theme."""

    def fill(self, values: Mapping[str, str]) -> str:
        """The page with values in the places of the marks."""
        return "".join([values.get(part, part) for part in self._parts])
