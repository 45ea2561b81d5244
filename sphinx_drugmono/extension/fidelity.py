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
    from collections.abc import Iterable

_FRONT_MATTER = re.compile(r"\ufeff?---[ \t]*\n(?:.*?\n)?(?:---|\.\.\.)[ \t]*(?:\n|\Z)", re.DOTALL)
_PREFIX = re.compile(
    r"^(?:[^\S\n]*(?:>(?!\s*[=\d])|[-*+](?=\s)|\d{1,9}[.)](?=\s)))*[^\S\n]*", re.MULTILINE
)
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
_LINE_END = re.compile(r"\r\n?")
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
    body = _LINE_END.sub("\n", body)
    page = _Page(shown)
    compared = [
        "".join(line.split()) for line in _without_signs(_PREFIX.sub("", body)).split("\n")
    ]
    # Long lines first: a short one could be found within a long one that comes later.
    ends = [page.take(line) if len(line) >= _LONG else None for line in compared]
    lost = []
    lines = None
    for index, (wanted, end) in enumerate(zip(compared, ends, strict=True)):
        if end is not None:
            page.position = end
        elif wanted and page.take(wanted) is None:
            lines = lines or body.split("\n")
            words = "" if _NO_TEXT.match(lines[index]) else page.missing(lines[index])
            if words:
                lost.append(Lost(first + index, words))
    return lost


def _compared(text: str) -> str:
    """A text without spaces and without the signs of markup within lines."""
    return "".join(_without_signs(text).split())


def _without_signs(text: str) -> str:
    for sign in "*_`|:\\":
        text = text.replace(sign, "")
    return text


def _collect(shown: Iterable[nodes.Node | str], texts: list[str]) -> None:
    """Collect the texts of nodes in the order of the page."""
    for node in shown:
        if isinstance(node, str):
            texts.append(node)
        elif isinstance(node, nodes.image):
            texts.append(node["alt"])
        elif isinstance(node, nodes.Element) and "drugmono-facts" not in node["classes"]:
            # The facts on top repeat what the text says.
            _collect(node.children, texts)


class _Page:
    """The text of a page without spaces and markup, and what of it is accounted for."""

    def __init__(self, shown: Iterable[nodes.Node | str]) -> None:
        self.shown = list(shown)
        texts: list[str] = []
        _collect(self.shown, texts)
        self.text = _compared("".join(texts))
        self.used = bytearray(len(self.text))
        self.position = 0
        self.not_found: set[str] = set()

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
        return frozenset(_WORD.findall(" ".join(titles).lower()))

    @cached_property
    def name_words(self) -> frozenset[str]:
        names = [node for node in self.shown if isinstance(node, str)]
        return frozenset(_WORD.findall(" ".join(names).lower()))

    def take(self, wanted: str) -> int | None:
        """Find a text behind the one before it, or else anywhere; return where it ends."""
        if wanted in self.not_found:
            return None
        size = len(wanted)
        for start, end in ((self.position, len(self.text)), (0, self.position + size)):
            found = self.text.find(wanted, start, end)
            while found >= 0:
                if self.used.find(1, found, found + size) < 0:
                    self.used[found : found + size] = b"\1" * size
                    self.position = found + size
                    return self.position
                found = self.text.find(wanted, found + 1, end)
        self.not_found.add(wanted)
        return None

    def missing(self, line: str) -> str:
        """The words of a line that are not shown, once links, tags and labels are taken apart."""
        text = _PREFIX.sub("", line, count=1)
        heading = _HEADING.match(text)
        if heading:
            text = heading[1].replace('"', "")
        label = heading or _LABEL.match(text)
        text = _AUTOLINK.sub(r"\1", _INLINE_TAG.sub("", text))
        text = html.unescape(_LINK.sub(lambda link: f"\n{link[2] or ''}\n", text))
        lost = []
        for index, piece in enumerate(_PIECES.split(text)):
            wanted = _compared(piece)
            if not wanted or self.take(wanted) is not None:
                continue
            joined = "".join(_WORD.findall(wanted.lower()))
            # The standard title of a section, with the component it is about, stands for the
            # heading or label it was written with.
            # So does the name of the drug for headings that repeat it.
            if (label and index == 0) or heading:
                stands_for = self.title_words | (self.name_words if heading else frozenset())
                if stands_for.issuperset(_WORD.findall(piece.lower())):
                    continue
            if (len(joined) >= _LONG and joined in self.words) or (
                not joined and wanted in self.text
            ):
                continue
            lost.append(piece.strip())
        return " … ".join(lost)
