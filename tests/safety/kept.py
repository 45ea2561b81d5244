"""What of a page is kept by the reader, told by counting characters.

Nothing of the reader's idea of Markdown is used: a character that is not one of the marks that
CommonMark may take for markup must be in what is rendered, as often as it stands on the page.
"""

from __future__ import annotations

import html
import re
from collections import Counter
from typing import TYPE_CHECKING
from urllib.parse import unquote

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from markdown_it.token import Token

    from sphinx_drugmono.monograph.markdown import Block
    from sphinx_drugmono.monograph.model import Monograph

MARKUP = frozenset("*_`#|-+>=~:\\[]()!<&;.\"'/")
"""Characters that CommonMark may take away as markup."""
_NOT_TEXT = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff]"
)
_ENTITY = re.compile(r"&(?:#x[0-9a-f]{1,6}|#\d{1,7}|[a-z][a-z0-9]{1,31});", re.IGNORECASE)
_TAG = re.compile(r"</?(?:sub|sup|i|em|b|strong|br)\s*/?>", re.IGNORECASE)
_ROLE = re.compile(
    r"\{(?:drug|drug:monograph|drug:effect|side-effect)\}(?=`)(`+)([^`]*?)(?:\s*<[^<>`]+>)?(?=\1)"
)
"""The formulary's own roles: their names and targets are markup."""
_NUMBER = re.compile(r"^([\s>*+-]*)0+(?=\d*[.)])", re.MULTILINE)
_FRONT_MATTER = re.compile(r"\ufeff?---[ \t]*\n(?:.*?\n)?(?:---|\.\.\.)[ \t]*(?:\n|\Z)", re.DOTALL)


def significant(text: str) -> Counter[str]:
    """The characters of a text that must not go."""
    return Counter(c for c in text if not c.isspace() and c not in MARKUP)


def missing(text: str, monograph: Monograph) -> str:
    """The characters of a page's body that are in no title, heading, section or remark."""
    return lost(text, "".join(shown(monograph)), monograph.name)


def lost(text: str, shown: str, name: str) -> str:
    """The characters of a page's body that are not shown; ``name`` is the title of the page."""
    text = _NOT_TEXT.sub("\ufffd", re.sub(r"\r\n?", "\n", text.removeprefix("\ufeff")))
    body = _FRONT_MATTER.sub("", text, count=1)
    characters = _lost(text, shown, name)
    if characters and body != text:
        characters = _lost(body, shown, name)
    return characters


def _lost(text: str, shown: str, name: str) -> str:
    text = _TAG.sub("", _ROLE.sub(r"\2", _NUMBER.sub(r"\1", text)))
    left = significant(_ENTITY.sub(_decoded, text)) - significant(shown)
    # A heading that repeats the title is shown once.
    title = significant(name)
    repeated = sum(line.strip("# \t") == name for line in text.split("\n"))
    for _ in range(max(1, repeated)):
        if title <= left or repeated > 1:
            left -= title
    return "".join(sorted(left.elements()))


def _decoded(entity: re.Match[str]) -> str:
    text = html.unescape(entity[0])
    return "" if _NOT_TEXT.search(text) or text == "\ufffd" or len(text) > 2 else text


def shown(monograph: Monograph) -> Iterator[str]:
    """Everything of a monograph that a renderer gets to show."""
    yield monograph.name
    for section in monograph.sections:
        yield section.heading
        if section.component and section.component != section.heading.rstrip(" :"):
            yield section.component
        yield from _blocks(section.body)
    for remark in (*monograph.disclaimers, *monograph.notes):
        yield from _blocks(remark.body)


def _blocks(blocks: Iterable[Block]) -> Iterator[str]:
    for block in blocks:
        yield block.text
        if block.kind == "list_item" and block.level:
            yield str(block.level)
        yield from _inline(block.inline)
        yield from _blocks(block.children)


def _inline(inline: Iterable[Token]) -> Iterator[str]:
    for token in inline:
        yield token.content
        for value in token.attrs.values():
            yield str(value)
            yield unquote(str(value))
