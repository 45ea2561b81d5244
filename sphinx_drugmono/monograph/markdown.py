"""Drug Markdown to a tree of blocks, and what can be done with the text of a block."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from markdown_it.rules_core import StateCore, text_join
from markdown_it.token import Token

from sphinx_drugmono.monograph import plain_blocks
from sphinx_drugmono.monograph.dialect import drug_markdown
from sphinx_drugmono.monograph.plain_text import simple_tokens
from sphinx_drugmono.monograph.roles import MARK, with_roles

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

_SHORT = 40  # characters


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


def parse_inline(content: str) -> tuple[Token, ...]:
    """Read the text of one block into inline tokens."""
    return _repeated(content) if len(content) <= _SHORT else _read_inline(content)


@lru_cache(maxsize=4096)
def _repeated(content: str) -> tuple[Token, ...]:
    """The tokens of a heading or list item, which may be the same on thousands of pages."""
    return _read_inline(content)


def _read_inline(content: str) -> tuple[Token, ...]:
    simple = simple_tokens(content)
    if simple is not None:
        return simple
    parser = drug_markdown()
    tokens: list[Token] = []
    parser.inline.parse(content, parser, {}, tokens)
    if MARK in content:
        tokens = list(with_roles(tokens))
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
    parser = drug_markdown()
    parser.block.parse(_normal(text), parser, env, tokens)
    for token in tokens:
        if token.type == plain_blocks.PARAGRAPH and token.map is not None:
            start, end = token.map
            here.append(
                Block("paragraph", start + offset, end + offset, parse_inline(token.content))
            )
        elif token.type == plain_blocks.LIST:
            here.append(_plain_list(token, offset))
        elif token.type == "inline":
            inline, place = parse_inline(token.content), token.map
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


def _plain_list(token: Token, offset: int) -> Block:
    bullet = token.markup
    items: list[Block] = []
    for text, first, end in token.meta["items"]:
        line = first + offset
        paragraph = Block("paragraph", line, line + 1, parse_inline(text))
        items.append(Block("list_item", line, end + offset, (), (paragraph,), 0, bullet))
    return Block("bullet_list", items[0].line, items[-1].end, (), tuple(items), 0, bullet)


def _normal(text: str) -> str:
    """Line ends and NUL as CommonMark wants them."""
    return text.replace("\r\n", "\n").replace("\r", "\n").replace("\0", "\ufffd")


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
    if len(inline) == 1 and inline[0].type == "text":
        return inline[0].content
    parts: list[str] = []
    for token in inline:
        if token.type in ("text", "code_inline", "role"):
            parts.append(token.content)
        elif token.type in ("softbreak", "hardbreak") or token.tag == "br":
            parts.append(" ")
        elif token.type == "image":
            parts.append(token.content)
    return "".join(parts)


def has_address(inline: Sequence[Token]) -> bool:
    """Whether there is a link or image, with an address that the plain text lacks."""
    for token in inline:
        kind = token.type
        if kind in ("image", "role") or (kind == "link_open" and token.markup != "autolink"):
            return True
    return False


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
