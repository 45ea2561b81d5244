"""Drug Markdown to a tree of blocks.

The text is CommonMark with tables and without anything that executes: raw HTML shows as text
(but for a short list of inline tags), links to scripts stay text, and there are no directives,
roles, includes or templates. markdown-it does the parsing; a few of its rules are narrowed where
CommonMark would damage drug text:

* ``HLA-B*5701`` is an allele, not the start of emphasis;
* ``* >5 cm`` is a list item that says "more than 5 cm", not a quotation;
* text indented by four spaces is never code.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

from markdown_it import MarkdownIt
from markdown_it.rules_block.blockquote import blockquote
from markdown_it.rules_inline.emphasis import tokenize as tokenize_emphasis
from markdown_it.token import Token

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from markdown_it.rules_block import StateBlock
    from markdown_it.rules_inline import StateInline

INLINE_TAGS = ("sub", "sup", "i", "em", "b", "strong", "br")
"""The only HTML tags that become markup; they carry no attributes."""

_INLINE_TAG = re.compile(rf"<(/?)({'|'.join(INLINE_TAGS)})\s*(/?)>", re.IGNORECASE)
_COMPARISON = re.compile(r">\s*(?:=|\d)")


@dataclass(frozen=True, slots=True)
class Block:
    """One block of a page.

    ``kind`` is ``paragraph``, ``heading``, ``bullet_list``, ``ordered_list``, ``list_item``,
    ``blockquote``, ``code``, ``rule``, ``table``, ``row`` or ``cell``. ``line`` and ``end`` are
    1-based source lines, ``end`` exclusive. ``inline`` holds the markdown-it tokens of the text
    of a paragraph, heading or cell; ``children`` the blocks inside a container. ``level`` is the
    level of a heading (1 to 6) or the first number of an ordered list; ``text`` the content of
    code.
    """

    kind: str
    line: int
    end: int
    inline: tuple[Token, ...] = ()
    children: tuple[Block, ...] = ()
    level: int = 0
    text: str = ""

    def walk(self) -> Iterator[Block]:
        """Yield this block and all blocks inside it, in document order."""
        yield self
        for child in self.children:
            yield from child.walk()


_KINDS = {
    "paragraph_open": "paragraph",
    "heading_open": "heading",
    "bullet_list_open": "bullet_list",
    "ordered_list_open": "ordered_list",
    "list_item_open": "list_item",
    "blockquote_open": "blockquote",
    "table_open": "table",
    "tr_open": "row",
    "th_open": "cell",
    "td_open": "cell",
}
_TRANSPARENT = frozenset({"thead_open", "thead_close", "tbody_open", "tbody_close"})


def _quotation(state: StateBlock, start: int, end: int, silent: bool) -> bool:
    """Quote blocks, unless ``>`` means "more than"."""
    position = state.bMarks[start] + state.tShift[start]
    if _COMPARISON.match(state.src, position):
        return False
    return blockquote(state, start, end, silent)


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
        token = state.push("tag", match[2].lower(), 0)
        token.content = match[0]
        token.nesting = -1 if match[1] else (0 if match[2].lower() == "br" or match[3] else 1)
    state.pos = match.end()
    return True


@cache
def _parser() -> MarkdownIt:
    parser = MarkdownIt("commonmark", {"html": False}).enable("table")
    parser.disable(["code", "reference", "html_block"])
    parser.block.ruler.at("blockquote", _quotation, {"alt": ["paragraph", "reference", "list"]})
    parser.inline.ruler.at("emphasis", _emphasis)
    parser.inline.ruler.at("html_inline", _inline_tag)
    return parser


def parse_blocks(text: str, first_line: int = 1) -> tuple[Block, ...]:
    """Read Markdown text (without front matter) into blocks.

    ``first_line`` is the line number of the text's first line in its file.
    """
    stack: list[tuple[Token, list[Block]]] = []
    top: list[Block] = []
    here = top
    inline: tuple[Token, ...] = ()
    offset = first_line
    for token in _parser().parse(text):
        if token.type == "inline":
            inline = tuple(token.children or ())
        elif token.type in _TRANSPARENT:
            continue
        elif token.nesting == 1:
            stack.append((token, here))
            here = []
        elif token.nesting == -1:
            opening, parent = stack.pop()
            start, end = opening.map or (
                (here[0].line - offset, here[-1].end - offset) if here else (0, 0)
            )
            level = 0
            if opening.type == "heading_open":
                level = int(opening.tag[1])
            elif opening.type == "ordered_list_open":
                level = int(opening.attrs.get("start", 1))
            parent.append(
                Block(
                    _KINDS[opening.type],
                    start + offset,
                    end + offset,
                    inline,
                    tuple(here),
                    level,
                    opening.markup,
                )
            )
            inline = ()
            here = parent
        elif token.map is not None:
            start, end = token.map
            kind = "rule" if token.type == "hr" else "code"
            here.append(Block(kind, start + offset, end + offset, text=token.content))
    return tuple(top)


def plain(inline: Sequence[Token]) -> str:
    """The text of inline tokens without its markup; line breaks become spaces."""
    parts: list[str] = []
    for token in inline:
        if token.type in ("text", "code_inline"):
            parts.append(token.content)
        elif token.type in ("softbreak", "hardbreak") or token.tag == "br":
            parts.append(" ")
        elif token.type == "image":
            parts.append(token.content)
    return "".join(parts)


def as_markdown(inline: Sequence[Token]) -> str:
    """Inline tokens written as Markdown again, with the writer's own markup."""
    parts: list[str] = []
    links: list[str] = []
    for token in inline:
        if token.type == "text":
            parts.append(token.content)
        elif token.type in ("softbreak", "hardbreak"):
            parts.append("\n")
        elif token.type == "code_inline":
            parts.append(f"{token.markup}{token.content}{token.markup}")
        elif token.type == "link_open":
            autolink = token.markup == "autolink"
            parts.append("<" if autolink else "[")
            links.append(">" if autolink else f"]({token.attrs.get('href', '')})")
        elif token.type == "link_close":
            parts.append(links.pop() if links else "]")
        elif token.type == "image":
            parts.append(f"![{token.content}]({token.attrs.get('src', '')})")
        else:
            parts.append(token.markup or token.content)
    return "".join(parts)


def split_inline(
    inline: Sequence[Token], length: int
) -> tuple[tuple[Token, ...], tuple[Token, ...]]:
    """Split inline tokens behind ``length`` characters of their plain text.

    Markup that is open at the split is closed before it and opened again behind it; spaces and
    line breaks at the split go.
    """
    head: list[Token] = []
    opened: list[Token] = []
    for index, token in enumerate(inline):
        if token.nesting == 1:
            if length <= 0 and not opened:
                return tuple(head), _without_empty(list(inline[index:]))
            opened.append(token)
            head.append(token)
        elif token.nesting == -1:
            if opened:
                opened.pop()
            head.append(token)
        elif length <= 0:
            return _split_open(head, opened, list(inline[index:]))
        else:
            size = len(plain((token,)))
            if size <= length:
                length -= size
                head.append(token)
                continue
            head.append(token.copy(content=token.content[:length].rstrip()))
            rest = token.copy(content=token.content[length:].lstrip())
            return _split_open(head, opened, [rest, *inline[index + 1 :]])
    return tuple(head), ()


def _split_open(
    head: list[Token], opened: list[Token], tail: list[Token]
) -> tuple[tuple[Token, ...], tuple[Token, ...]]:
    closing = [
        Token(token.type.replace("_open", "_close"), token.tag, -1, markup=token.markup)
        for token in reversed(opened)
    ]
    return (*head, *closing), _without_empty([*opened, *tail])


def _without_empty(tokens: list[Token]) -> tuple[Token, ...]:
    """Drop markup that encloses nothing, and line breaks and spaces at the start."""
    result: list[Token] = []
    for token in tokens:
        if token.nesting == -1 and result and result[-1].nesting == 1:
            result.pop()
            continue
        if not result and (
            token.type in ("softbreak", "hardbreak")
            or (token.type == "text" and not token.content.strip())
        ):
            continue
        result.append(token)
    return tuple(result)


def split_lines(inline: Sequence[Token]) -> list[tuple[Token, ...]]:
    """The lines of a text, split at its line breaks; markup never spans the split.

    A break inside emphasis does not split.
    """
    lines: list[list[Token]] = [[]]
    depth = 0
    for token in inline:
        if token.type in ("softbreak", "hardbreak") and depth == 0:
            lines.append([])
            continue
        depth += token.nesting
        lines[-1].append(token)
    return [tuple(line) for line in lines]
