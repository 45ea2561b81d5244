"""Is everything a writer wrote on the page?

The lines of the source are looked up in the text of the rendered nodes, without a word of the
reader's: only what CommonMark calls markup is taken off. A line that is found uses up the text it
was found in, so a line that stands twice must be shown twice.
"""

from __future__ import annotations

import html
import re
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from docutils import nodes

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

_FRONT_MATTER = re.compile(r"\ufeff?---[ \t]*\n(?:.*?\n)?(?:---|\.\.\.)[ \t]*(?:\n|\Z)", re.DOTALL)
_NOT_COMPARED = re.compile(r"[\s*_`|:\\]+")
_PREFIX = re.compile(r"(?:\s*(?:>(?!\s*[=\d])|[-*+](?=\s)|\d{1,9}[.)](?=\s)))*\s*")
_HEADING = re.compile(r"#{1,6}\s+(.*?)(?:\s+#+)?\s*$")
_NO_TEXT = re.compile(r"[\s>]*(?:(?:[-=*_]\s*){2,}|`{3,}|~{3,}|[-=*+]|\|?[\s:|-]*-[\s:|-]*)$")
_INLINE_TAG = re.compile(r"</?(?:sub|sup|i|em|b|strong|br)\s*/?>", re.IGNORECASE)
_AUTOLINK = re.compile(r"<([a-z][a-z0-9+.-]*:[^\s<>]*|[^\s<>@]+@[^\s<>]+)>", re.IGNORECASE)
_LINK = re.compile(
    r"""!?\[|\]\(\s*(<[^<>]*>|(?:[^\s()]|\([^\s()]*\))*)(?:\s+["'(](.*?)["')])?\s*\)"""
)
_LABEL = re.compile(r"\s*(?:\*\*|__)(?=\S)[^:]*?(?::\s*(?:\*\*|__)|(?:\*\*|__)\s*(?::|$))")
_PIECES = re.compile(r"\s*[:|\n]\s*|(?<=[?.!])\s+")
_WORD = re.compile(r"[^\W_]+")
_LONG = 25  # characters; a line so long is not found in another place by chance


@dataclass(frozen=True, slots=True)
class Lost:
    """Words of a line of the source that are not on the page."""

    line: int
    words: str


def lost_text(source: str, shown: Iterable[nodes.Node | str]) -> list[Lost]:
    """Compare the Markdown of a monograph with what is shown of it, in the order of the page."""
    front_matter = _FRONT_MATTER.match(source)
    first = 1 + source.count("\n", 0, front_matter.end()) if front_matter else 1
    body = source[front_matter.end() :] if front_matter else source
    page = _Page(shown)
    lines = list(enumerate(re.split(r"\r\n?|\n", body), first))
    left = [
        (number, line)
        for number, line in lines
        if line and not _NO_TEXT.match(line) and not page.takes(line, at_least=_LONG)
    ]
    page.rewind()
    return [
        Lost(number, words)
        for number, line in left
        if not page.takes(line) and (words := page.missing(line))
    ]


def _texts(shown: Iterable[nodes.Node | str]) -> Iterator[str]:
    for node in shown:
        if isinstance(node, str):
            yield node
        elif isinstance(node, nodes.image):
            yield node["alt"]
        elif isinstance(node, nodes.Element):
            yield from _texts(node.children)


class _Page:
    """The text of a page without spaces and markup, and what of it is accounted for."""

    def __init__(self, shown: Iterable[nodes.Node | str]) -> None:
        self.shown = list(shown)
        self.text = _NOT_COMPARED.sub("", "".join(_texts(self.shown)))
        self.used = bytearray(len(self.text))
        self.position = 0
        self.not_found: set[str] = set()

    def rewind(self) -> None:
        self.position = 0

    @cached_property
    def words(self) -> str:
        return "".join(_WORD.findall(self.text.lower()))

    @cached_property
    def title_words(self) -> frozenset[str]:
        titles = [
            title.astext()
            for node in self.shown
            if isinstance(node, nodes.Element)
            for title in node.findall(nodes.title)
        ]
        names = [node for node in self.shown if isinstance(node, str)]
        return frozenset(_WORD.findall(" ".join([*titles, *names]).lower()))

    def takes(self, line: str, at_least: int = 0) -> bool:
        """Find a line as a whole, behind the one before it or else anywhere."""
        wanted = _NOT_COMPARED.sub("", line[_PREFIX.match(line).end() :])  # type: ignore[union-attr]
        return len(wanted) >= at_least and self._take(wanted)

    def _take(self, wanted: str) -> bool:
        if wanted in self.not_found:
            return False
        size = len(wanted)
        for start, end in ((self.position, len(self.text)), (0, self.position + size)):
            found = self.text.find(wanted, start, end)
            while found >= 0:
                if self.used.find(1, found, found + size) < 0:
                    self.used[found : found + size] = b"\1" * size
                    self.position = found + size
                    return True
                found = self.text.find(wanted, found + 1, end)
        self.not_found.add(wanted)
        return False

    def missing(self, line: str) -> str:
        """The words of a line that are not shown, once links, tags and labels are taken apart."""
        text = line[_PREFIX.match(line).end() :]  # type: ignore[union-attr]
        heading = _HEADING.match(text)
        if heading:
            text = heading[1].replace('"', "")
        label = heading or _LABEL.match(text)
        text = _AUTOLINK.sub(r"\1", _INLINE_TAG.sub("", text))
        text = html.unescape(_LINK.sub(lambda link: f"\n{link[2] or ''}\n", text))
        lost = []
        for index, piece in enumerate(_PIECES.split(text)):
            wanted = _NOT_COMPARED.sub("", piece)
            if not wanted or self._take(wanted):
                continue
            joined = "".join(_WORD.findall(wanted.lower()))
            # The standard title of a section, with the component it is about, stands for the
            # heading or label it was written with.
            is_title = heading or (label and index == 0)
            if is_title and self.title_words.issuperset(_WORD.findall(piece.lower())):
                continue
            if (len(joined) >= _LONG and joined in self.words) or (
                not joined and wanted in self.text
            ):
                continue
            lost.append(piece.strip())
        return " … ".join(lost)
