"""The order of names in an alphabetical list, and the letter each stands under."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

DIGITS = "0–9"
"""The heading of names that begin with a number."""

_NUMBER = re.compile(r"(\d+)")
_NOT_WORD = re.compile(r"[\W_]+")
_LATIN = re.compile(r"[a-z]")
_RANGE = re.compile(r"(\w)\s*[-–]\s*(\w)")


@lru_cache(maxsize=1 << 16)
def collation_text(name: str) -> str:
    """What of a name counts for its place in the alphabet.

    Case, accents and punctuation do not; a Greek letter in a Latin name counts as its name, so
    that α-tocopherol stands with alpha-tocopherol.
    """
    text = unicodedata.normalize("NFKD", name).casefold()
    if not text.isascii():
        text = "".join(char for char in text if not unicodedata.combining(char))
        if _LATIN.search(text):
            text = "".join(map(_spelled_out, text))
    return _NOT_WORD.sub(" ", text).strip()


def _spelled_out(char: str) -> str:
    name = unicodedata.name(char, "") if "Ͱ" <= char <= "Ͽ" else ""
    words = name.split()
    if words[:3] == ["GREEK", "SMALL", "LETTER"] and len(words) >= 4:
        return words[-1].lower()
    return char


@lru_cache(maxsize=1 << 16)
def collation_key(name: str) -> tuple[tuple[int, int, str], ...]:
    """The sort key of a name; numbers count by value, so B2 stands before B12."""
    parts = _NUMBER.split(collation_text(name))
    key = [
        (0, int(part), "") if index % 2 else (1, 0, part)
        for index, part in enumerate(parts)
        if part
    ]
    # Names that differ in punctuation only must still have one order.
    return (*key, (2, 0, name))


def letter_of(name: str) -> str:
    """The heading a name stands under: its first letter, or the one of all numbers."""
    text = collation_text(name)
    if not text or text[0].isdigit():
        return DIGITS
    return text[0].upper()


def parse_letters(argument: str) -> tuple[str, ...]:
    """Read ``A-F, X`` as letters; ``0-9`` stands for all numbers. Raises ``ValueError``."""
    letters: dict[str, None] = {}
    for part in filter(None, (part.strip() for part in argument.split(","))):
        if found := _RANGE.fullmatch(part):
            first, last = (letter_of(letter) for letter in found.groups())
            if first == last == DIGITS:
                letters[DIGITS] = None
                continue
            if DIGITS in (first, last) or first > last:
                raise ValueError(f"{part!r} is not a range of letters")
            letters.update(dict.fromkeys(map(chr, range(ord(first), ord(last) + 1))))
        elif len(part) == 1:
            letters[letter_of(part)] = None
        else:
            raise ValueError(f"{part!r} is not a letter or a range of letters")
    if not letters:
        raise ValueError("no letters given")
    return tuple(letters)


def letters_label(letters: Sequence[str]) -> str:
    """Letters as readers see them, with ranges for runs: ``A–C, X``."""
    runs: list[list[str]] = []
    for letter in letters:
        last = runs[-1][-1] if runs else ""
        if len(last) == len(letter) == 1 and ord(letter) == ord(last) + 1:
            runs[-1].append(letter)
        else:
            runs.append([letter])
    return ", ".join(run[0] if len(run) == 1 else f"{run[0]}–{run[-1]}" for run in runs)
