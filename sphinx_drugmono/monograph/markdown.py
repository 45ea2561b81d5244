"""Drug Markdown to a tree of blocks.

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
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import TYPE_CHECKING, Any

from markdown_it import MarkdownIt
from markdown_it.common.utils import mdTrim
from markdown_it.rules_block import blockquote, list_block, table
from markdown_it.rules_block.table import escapedSplit
from markdown_it.rules_core import StateCore, text_join
from markdown_it.rules_inline.emphasis import tokenize as tokenize_emphasis
from markdown_it.token import Token

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from markdown_it.rules_block import StateBlock
    from markdown_it.rules_inline import StateInline

INLINE_TAGS = ("sub", "sup", "i", "em", "b", "strong", "br")
"""The only HTML tags that become markup; they carry no attributes."""

MAX_DEPTH = 4
"""Lists and quotations within each other: what LaTeX sets, and more than any page needs."""

_INLINE_TAG = re.compile(rf"<(/?)({'|'.join(INLINE_TAGS[:-1])})\s*>|</?br\s*/?>", re.IGNORECASE)
_SHORT = 40  # characters
_LINE_END = re.compile(r"\r\n?")
_COMPARISON = re.compile(r">[ \t]*(?:=|\d)")
_COMPARISON_HERE = re.compile(r">(?:[ \t]*(?:=|\d)|\w)")


@dataclass(frozen=True, slots=True)
class Block:
    """One block of a page.

    ``kind`` is ``paragraph``, ``heading``, ``bullet_list``, ``ordered_list``, ``list_item``,
    ``blockquote``, ``code``, ``rule``, ``table``, ``row`` or ``cell``. ``line`` and ``end`` are
    1-based source lines, ``end`` exclusive. ``inline`` holds the markdown-it tokens of the text
    of a paragraph, heading or cell; ``children`` the blocks inside a container. ``level`` is the
    level of a heading (1 to 6), the first number of an ordered list or the number of an item in
    one; ``text`` the content of code.
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


def _first_char(state: StateBlock, line: int) -> str:
    position = state.bMarks[line] + state.tShift[line]
    return state.src[position] if position < state.eMarks[line] else ""


def _prose(state: StateBlock, start: int, end: int, silent: bool) -> bool:
    """Paragraphs of one line, which most of a page is made of, without trying all other rules.

    A line that starts with a letter and has nothing behind it that could change what it is.
    """
    if silent or not _first_char(state, start).isalpha():
        return False
    following = start + 1
    if following < end and not state.isEmpty(following):
        position = state.bMarks[following] + state.tShift[following]
        outside = state.sCount[following] < state.blkIndent
        if not (outside and state.src[position : position + 2] in ("* ", "- ", "+ ")):
            return False
    state.line = following
    token = state.push("paragraph_open", "p", 1)
    token.map = [start, following]
    token = state.push("inline", "", 0)
    token.content = state.getLines(start, following, state.blkIndent, False).strip()
    token.map = [start, following]
    token.children = []
    state.push("paragraph_close", "p", -1)
    return True


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
            cells = escapedSplit(mdTrim(row))
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
def _parser() -> MarkdownIt:
    parser = MarkdownIt("commonmark", {"html": False}).enable("table")
    parser.disable(["code", "reference", "html_block"])
    block, inline = parser.block.ruler, parser.inline.ruler
    block.at("blockquote", _limited(_quotation, ">"), {"alt": ["paragraph", "blockquote", "list"]})
    block.at("list", _limited(list_block, "*+-0123456789"), {"alt": ["paragraph", "blockquote"]})
    block.before("table", "prose", _prose)
    block.at("table", _table, {"alt": ["paragraph"]})
    inline.at("emphasis", _emphasis)
    inline.at("html_inline", _inline_tag)
    parser.inline.ruler2.push("tags", _pair_tags)
    parser.normalizeLinkText = lambda link: link  # type: ignore[method-assign]
    return parser


def _inline(content: str) -> tuple[Token, ...]:
    """The tokens of a text."""
    return _repeated(content) if len(content) <= _SHORT else _read_inline(content)


@lru_cache(maxsize=4096)
def _repeated(content: str) -> tuple[Token, ...]:
    """The tokens of a heading or list item, which may be the same on thousands of pages."""
    return _read_inline(content)


def _read_inline(content: str) -> tuple[Token, ...]:
    parser = _parser()
    tokens: list[Token] = []
    parser.inline.parse(content, parser, {}, tokens)
    holder = Token("inline", "", 0, content=content, children=tokens)
    text_join(StateCore("", parser, {}, [holder]))
    return tuple(holder.children or ())


def parse_blocks(
    text: str, first_line: int = 1, flattened: list[int] | None = None
) -> tuple[Block, ...]:
    """Read Markdown text (without front matter) into blocks.

    ``first_line`` is the line number of the text's first line in its file. The lines of lists
    and quotations that are nested too deeply, and so stay text, are added to ``flattened``.
    """
    env: dict[str, Any] = {"flattened": []}
    stack: list[tuple[Token, list[Block]]] = []
    top: list[Block] = []
    here = top
    inline: tuple[Token, ...] = ()
    place: list[int] | None = None
    offset = first_line
    tokens: list[Token] = []
    parser = _parser()
    parser.block.parse(_normal(text), parser, env, tokens)
    for token in tokens:
        if token.type == "inline":
            inline, place = _inline(token.content), token.map
        elif token.type in _TRANSPARENT:
            continue
        elif token.nesting == 1:
            stack.append((token, here))
            here = []
        elif token.nesting == -1:
            opening, parent = stack.pop()
            start, end = opening.map or place or (0, 0)
            level = 0
            if opening.type == "heading_open":
                level = int(opening.tag[1])
            elif opening.type == "list_item_open" and opening.info:
                level = int(opening.info)
            elif opening.type == "ordered_list_open":
                parent.extend(_numbered(here, opening.markup))
                here = parent
                continue
            kind = _KINDS[opening.type]
            parent.append(
                Block(
                    kind, start + offset, end + offset, inline, tuple(here), level, opening.markup
                )
            )
            inline = ()
            here = parent
        elif token.map is not None:
            start, end = token.map
            kind = "rule" if token.type == "hr" else "code"
            # What stands behind the opening fence is the writer's text as well.
            text = f"{token.info.strip()}\n{token.content}" if token.info else token.content
            here.append(Block(kind, start + offset, end + offset, text=text))
    if flattened is not None:
        flattened.extend(sorted({line + offset for line in env["flattened"]}))
    return tuple(top)


def _normal(text: str) -> str:
    """Line ends and NUL as CommonMark wants them."""
    return _LINE_END.sub("\n", text).replace("\0", "\ufffd")


def _numbered(items: Sequence[Block], markup: str) -> Iterable[Block]:
    """An ordered list, as several where its numbers do not count up from the first.

    ``1. 1. 1.`` is the writer's way of leaving the counting to the page.
    """
    starts = [0]
    if any(item.level != items[0].level for item in items):
        starts += [
            index
            for index in range(1, len(items))
            if items[index].level != items[index - 1].level + 1
        ]
    for start, end in zip(starts, [*starts[1:], len(items)], strict=True):
        run = tuple(items[start:end])
        yield Block("ordered_list", run[0].line, run[-1].end, (), run, run[0].level, markup)


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


def has_address(inline: Sequence[Token]) -> bool:
    """Whether there is a link or image, with an address that the plain text lacks."""
    return any(
        token.type == "image" or (token.type == "link_open" and token.markup != "autolink")
        for token in inline
    )


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
            links.append(">" if autolink else f"]({_address(token, 'href')})")
        elif token.type == "link_close":
            parts.append(links.pop() if links else "]")
        elif token.type == "image":
            parts.append(f"![{token.content}]({_address(token, 'src')})")
        else:
            parts.append(token.markup or token.content)
    return "".join(parts)


def _address(token: Token, attribute: str) -> str:
    """The address of a link or image, with its title."""
    title = token.attrs.get("title")
    written = f' "{title}"' if title else ""
    return f"{token.attrs.get(attribute, '')}{written}"


def split_inline(
    inline: Sequence[Token], length: int
) -> tuple[tuple[Token, ...], tuple[Token, ...]]:
    """Split inline tokens behind ``length`` characters of their plain text.

    Markup that is open at the split is closed before it and opened again behind it; spaces and
    line breaks at the split go.
    """
    head, tail = cut_inline(inline, [length])
    return head, tail


def cut_inline(inline: Sequence[Token], lengths: Iterable[int]) -> list[tuple[Token, ...]]:
    """Split inline tokens several times: pieces of the given lengths, and what is left."""
    rest = list(reversed(inline))
    pieces: list[tuple[Token, ...]] = []
    dropped = 0
    for wanted in lengths:
        length = wanted - dropped
        dropped = 0
        head: list[Token] = []
        opened: list[Token] = []
        while rest:
            token = rest[-1]
            if token.nesting == -1:
                opened.pop()
            elif length <= 0:
                break
            elif token.nesting == 1:
                opened.append(token)
            else:
                size = len(plain((token,)))
                if size > length and token.type in ("text", "code_inline"):
                    head.append(token.copy(content=token.content[:length].rstrip()))
                    behind = token.content[length:]
                    rest[-1] = token.copy(content=behind.lstrip())
                    dropped += len(behind) - len(behind.lstrip())
                    length = 0
                    break
                length -= size
            head.append(rest.pop())
        dropped += _strip_start(rest) - min(length, 0)
        for token in reversed(opened):
            kind = token.type.replace("_open", "_close")
            content = f"</{token.tag}>" if kind == "tag" else ""
            head.append(Token(kind, token.tag, -1, markup=token.markup, content=content))
        while opened and rest[-1].nesting == -1:  # nothing of this markup is left
            opened.pop()
            rest.pop()
            dropped += _strip_start(rest)
        rest.extend(reversed(opened))
        pieces.append(tuple(head))
    return [*pieces, tuple(reversed(rest))]


def _strip_start(reversed_tokens: list[Token]) -> int:
    """Drop line breaks and spaces from the start of tokens that stand in reverse.

    Returns how many characters of plain text went.
    """
    size = 0
    while reversed_tokens and (
        reversed_tokens[-1].type in ("softbreak", "hardbreak")
        or (reversed_tokens[-1].type == "text" and not reversed_tokens[-1].content.strip())
    ):
        size += len(plain((reversed_tokens.pop(),)))
    return size


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
