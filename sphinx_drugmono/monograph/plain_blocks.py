"""Blocks that need few of the rules of a Markdown parser: most of what drug pages are made of.

Paragraphs of one line, headings, and lists with items of one line each. The rules here stand
before those of markdown-it, take what cannot be anything else, and leave the rest to them. They
make one token of what takes markdown-it three to each paragraph and two to each item.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from markdown_it.rules_block import heading

if TYPE_CHECKING:
    from markdown_it import MarkdownIt
    from markdown_it.rules_block import StateBlock

PARAGRAPH = "plain_paragraph"
"""The type of a token that is a paragraph: its ``content`` is the text."""
LIST = "plain_list"
"""The type of a token that is a bullet list: its ``meta["items"]`` are :class:`Item`."""


class Item(NamedTuple):
    """An item of a list: its text, its line (from 0), and the next line that is not empty."""

    text: str
    line: int
    end: int


_LABELLED = re.compile(r"\*\*[^\W_].*\S[ \t]*")
_ITEM = re.compile(r"([*+-]) {1,4}((?:\*\*(?=[^\W_])|[^\s\d*+\-#>`~_]).*(?<=\S))[ \t]*")
"""A line that is an item, with text in it that begins no other block."""
_AFTER_BULLET = (" ", "\t", "\n", "")


def add_rules(parser: MarkdownIt) -> None:
    """Put the rules before those of the parser."""
    ruler = parser.block.ruler
    ruler.before("table", "plain_paragraph", _paragraph)
    ruler.before("table", "plain_heading", _heading)
    ruler.before("table", "plain_list", _list)


def _paragraph(state: StateBlock, start: int, end: int, silent: bool) -> bool:
    """A line of text that has nothing behind it that could change what it is."""
    position = state.bMarks[start] + state.tShift[start]
    labelled = state.src.startswith("**", position)
    if labelled:
        if not _LABELLED.fullmatch(state.src, position, state.eMarks[start]):
            return False
    elif not state.src[position : position + 1].isalpha():
        return False
    following = start + 1
    if following < end and not state.isEmpty(following):
        position = state.bMarks[following] + state.tShift[following]
        # To markdown-it an item that is indented by four is none but goes on with the paragraph.
        outside = state.sCount[following] < (
            min(state.blkIndent, 4) if labelled else state.blkIndent
        )
        if not (outside and state.src[position : position + 2] in ("* ", "- ", "+ ")):
            return False
    state.line = following
    token = state.push(PARAGRAPH, "p", 0)
    token.content = state.getLines(start, following, state.blkIndent, False).strip()
    token.map = [start, following]
    return True


def _heading(state: StateBlock, start: int, end: int, silent: bool) -> bool:
    """A heading behind which there is no second line of a table."""
    if not state.src.startswith("#", state.bMarks[start] + state.tShift[start]):
        return False
    following = start + 1
    if following < end and not state.isEmpty(following):
        position = state.bMarks[following] + state.tShift[following]
        if state.src[position] in "|:-":
            return False
    return heading(state, start, end, silent)


def _list(state: StateBlock, start: int, end: int, silent: bool) -> bool:
    """A bullet list at the margin, with items of one line each and nothing else in it."""
    source = state.src
    position = state.bMarks[start]
    bullet = source[position : position + 1]
    if state.level or state.blkIndent or bullet not in ("*", "-", "+"):
        return False
    items: list[Item] = []
    following = start
    while following < end and source[position] == bullet:
        if items and source[position + 1 : position + 2] not in _AFTER_BULLET:
            break
        line = following
        match = _ITEM.fullmatch(source, position, state.eMarks[line])
        if match is None:
            return False
        following = state.skipEmptyLines(line + 1)
        items.append(Item(match[2], line, following))
        position = state.bMarks[following]
        adjacent = following == line + 1 and not (
            source[position : position + 1] == bullet
            and source[position + 1 : position + 2] in _AFTER_BULLET
        )
        if following < end and (adjacent or source[position] in " \t"):
            return False
    token = state.push(LIST, "ul", 0)
    token.markup = bullet
    token.map = [start, following]
    token.meta["items"] = items
    state.line = following
    return True
