"""Monographs in the body of a ``drug-monograph`` directive, in pages of MyST and reST."""

from __future__ import annotations

import re
import textwrap
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

_FENCE = re.compile(
    r"(?P<indent>\s*)(?P<fence>`{3,}|~{3,}|:{3,})\{(?P<directive>[\w:-]+)\}(?P<rest>.*)"
)
_DIRECTIVE = re.compile(r"(?P<indent>\s*)\.\. drug-monograph::(?P<rest>.*)")
_OPTION = re.compile(r"\s*:([\w-]+):\s*(.*)")


@dataclass(frozen=True, slots=True)
class Embedded:
    """One directive: the drug it names, its body, or the file it takes the body from.

    ``text`` has the lines of the whole page, those outside the body empty, so that lines keep
    their numbers.
    """

    drug: str
    line: int
    text: str
    file: str | None


def has_directives(text: str) -> bool:
    """Whether a page of Markdown has directives, and so is no monograph as a whole."""
    return any(_FENCE.match(line) for line in text.split("\n"))


def embedded_monographs(text: str, *, rest: bool) -> Iterator[Embedded]:
    """The directives of a page of MyST, or with ``rest`` of reStructuredText."""
    lines = text.split("\n")
    number = 0
    while number < len(lines):
        match = (_DIRECTIVE if rest else _FENCE).match(lines[number])
        number += 1
        if match is None or (not rest and match["directive"] != "drug-monograph"):
            continue
        line = number
        end = _indented(lines, number, match) if rest else _fenced(lines, number, match["fence"])
        options, start = _options(lines, number, end)
        body = textwrap.dedent("\n".join(lines[start:end]))
        yield Embedded(
            " ".join(match["rest"].split()),
            line,
            "\n" * start + body if body.strip() else "",
            options.get("file"),
        )
        number = end


def _fenced(lines: Sequence[str], start: int, fence: str) -> int:
    closing = re.compile(rf"\s*{re.escape(fence[0])}{{{len(fence)},}}\s*\Z")
    return next((n for n in range(start, len(lines)) if closing.match(lines[n])), len(lines))


def _indented(lines: Sequence[str], start: int, match: re.Match[str]) -> int:
    width = len(match["indent"])
    for number in range(start, len(lines)):
        line = lines[number]
        if line.strip() and len(line) - len(line.lstrip()) <= width:
            return number
    return len(lines)


def _options(lines: Sequence[str], start: int, end: int) -> tuple[dict[str, str], int]:
    options = {}
    while start < end and (match := _OPTION.match(lines[start])):
        options[match[1]] = match[2].strip()
        start += 1
    return options, start
