"""The dialect of Markdown that drug pages are read in.

The text is CommonMark with tables and without anything that executes: raw HTML shows as text
(but for a short list of inline tags), links to scripts stay text, and there are no directives,
roles, includes or templates. markdown-it does the parsing; a few of its rules are narrowed where
CommonMark would damage drug text:

* ``HLA-B*5701`` is an allele, not the start of emphasis;
* ``* >5 cm`` is a list item that says "more than 5 cm", not a quotation;
* text indented by four spaces is never code;
* cells of a table beyond its last column stay, in that column;
* the numbers of a list are the writer's, also where they do not count up;
* lists and quotations nested deeper than ``MAX_DEPTH`` stay text, with their marks.
"""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING

from markdown_it import MarkdownIt
from markdown_it.rules_block import blockquote, list_block, table
from markdown_it.rules_block.table import escapedSplit
from markdown_it.rules_inline.emphasis import tokenize as tokenize_emphasis

from sphinx_drugmono.monograph import plain_blocks

if TYPE_CHECKING:
    from collections.abc import Callable

    from markdown_it.rules_block import StateBlock
    from markdown_it.rules_inline import StateInline
    from markdown_it.token import Token

INLINE_TAGS = ("sub", "sup", "i", "em", "b", "strong", "br")
"""The only HTML tags that become markup; they carry no attributes."""

MAX_DEPTH = 4
"""Lists and quotations within each other: what LaTeX sets, and more than any page needs."""

_INLINE_TAG = re.compile(rf"<(/?)({'|'.join(INLINE_TAGS[:-1])})\s*>|</?br\s*/?>", re.IGNORECASE)
_COMPARISON = re.compile(r">[ \t]*(?:=|\d)")
_COMPARISON_HERE = re.compile(r">(?:[ \t]*(?:=|\d)|\w)")


def _first_char(state: StateBlock, line: int) -> str:
    position = state.bMarks[line] + state.tShift[line]
    return state.src[position] if position < state.eMarks[line] else ""


def _limited(
    rule: Callable[[StateBlock, int, int, bool], bool], marks: str
) -> Callable[[StateBlock, int, int, bool], bool]:
    """A rule for containers that leaves those beyond ``MAX_DEPTH`` to the rule for paragraphs.

    ``marks`` are the characters a container starts with. markdown-it has a limit of its own,
    behind which it drops the text.
    """

    def limited(state: StateBlock, start: int, end: int, silent: bool) -> bool:
        if _first_char(state, start) not in marks:
            return False
        depth = state.env.get("depth", 0)
        if depth >= MAX_DEPTH:
            if not rule(state, start, end, True):
                return False
            if state.sCount[start] < state.blkIndent:
                return silent  # a line of a container further out, where the paragraph ends
            state.env["flattened"].append(start)
            return False
        if silent:
            return rule(state, start, end, True)
        state.env["depth"] = depth + 1
        try:
            return rule(state, start, end, False)
        finally:
            state.env["depth"] = depth

    return limited


def _quotation(state: StateBlock, start: int, end: int, silent: bool) -> bool:
    """Quote blocks, unless ``>`` means "more than".

    In a list item and within running text it does so in front of a word, too: ``* >ULN``.
    """
    position = state.bMarks[start] + state.tShift[start]
    within = silent or state.parentType == "list"
    if (_COMPARISON_HERE if within else _COMPARISON).match(state.src, position):
        return False
    return blockquote(state, start, end, silent)


def _table(state: StateBlock, start: int, end: int, silent: bool) -> bool:
    """Tables; markdown-it drops the cells of a row that the first row has no columns for."""
    first = len(state.tokens)
    if not table(state, start, end, silent):
        return False
    columns = 0
    last: Token | None = None
    for token in state.tokens[first:]:
        if token.type == "inline":
            last = token
            columns += token.map is not None and token.map[0] == start
        elif token.type == "tr_close" and last is not None and last.map is not None:
            line = last.map[0]
            row = state.src[state.bMarks[line] + state.tShift[line] : state.eMarks[line]]
            cells = escapedSplit(row.strip())
            cells = cells[cells[0] == "" : len(cells) - (len(cells) > 1 and cells[-1] == "")]
            if len(cells) > columns:
                last.content = " | ".join(cell.strip() for cell in cells[columns - 1 :])
    return True


def _emphasis(state: StateInline, silent: bool) -> bool:
    """Emphasis, unless a lone ``*`` joins a gene to its allele (``HLA-B*5701``)."""
    src, pos = state.src, state.pos
    if (
        src[pos] == "*"
        and 0 < pos < state.posMax - 1
        and src[pos - 1].isalnum()
        and src[pos + 1].isdigit()
    ):
        if not silent:
            state.pending += "*"
        state.pos += 1
        return True
    return tokenize_emphasis(state, silent)


def _inline_tag(state: StateInline, silent: bool) -> bool:
    """Turn the allowed inline tags into tokens; everything else in angle brackets is text."""
    if state.src[state.pos] != "<":
        return False
    match = _INLINE_TAG.match(state.src, state.pos, state.posMax)
    if match is None:
        return False
    if not silent:
        token = state.push("tag", match[2].lower() if match[2] else "br", 0)
        token.content = match[0]
        token.nesting = 0 if match[2] is None else (-1 if match[1] else 1)
    state.pos = match.end()
    return True


def _pair_tags(state: StateInline) -> None:
    """Tags that are not closed within the markup they stand in are text."""
    if "<" not in state.src:
        return
    opened: list[Token] = []
    for token in state.tokens:
        if token.nesting == 1:
            opened.append(token)
        elif token.nesting == -1:
            is_tag = token.type == "tag"
            pair = len(opened) - 1
            while pair >= 0 and opened[pair].type == "tag":
                if is_tag and opened[pair].tag == token.tag:
                    break
                pair -= 1
            if is_tag and (pair < 0 or opened[pair].type != "tag"):
                _make_text(token)
                continue
            for unclosed in opened[pair + 1 :]:
                _make_text(unclosed)
            del opened[max(pair, 0) :]
    for token in opened:
        _make_text(token)


def _make_text(token: Token) -> None:
    token.type, token.tag, token.nesting = "text", "", 0


@cache
def drug_markdown() -> MarkdownIt:
    """The parser of drug Markdown."""
    parser = MarkdownIt("commonmark", {"html": False}).enable("table")
    parser.disable(["code", "reference", "html_block"])
    block, inline = parser.block.ruler, parser.inline.ruler
    block.at("blockquote", _limited(_quotation, ">"), {"alt": ["paragraph", "blockquote", "list"]})
    block.at("list", _limited(list_block, "*+-0123456789"), {"alt": ["paragraph", "blockquote"]})
    block.at("table", _table, {"alt": ["paragraph"]})
    inline.at("emphasis", _emphasis)
    inline.at("html_inline", _inline_tag)
    parser.inline.ruler2.push("tags", _pair_tags)
    plain_blocks.add_rules(parser)
    parser.normalizeLinkText = lambda link: link  # type: ignore[method-assign]
    return parser
