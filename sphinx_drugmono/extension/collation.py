"""The order of names in an alphabetical list, and the letter each stands under."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

DIGITS = "0–9"
"""The heading of names that begin with a number."""

_NUMBER = re.compile(r"(\d+)")
_NOT_WORD = re.compile(r"[\W_]+")
_LATIN = re.compile(r"[a-z]")


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
