"""What CommonMark calls markup, taken off lines and texts, so that what is left can be compared.

Without a word of the reader's, whose work is checked by it. Where a line can be read in several
ways, each of them is offered.
"""

from __future__ import annotations

import html
import re
from typing import TYPE_CHECKING

from sphinx_drugmono.monograph.roles import MARK, ROLE_NAMES, words_and_target
from sphinx_drugmono.monograph.source import NOT_TEXT, is_plain

if TYPE_CHECKING:
    from collections.abc import Iterator

_FRONT_MATTER = re.compile(r"\ufeff?---[ \t]*\n(?:.*?\n)?(?:---|\.\.\.)[ \t]*(?:\n|\Z)", re.DOTALL)
_MARK = re.compile(r"\s*(?:[-*+](?=\s)|\d{1,9}[.)](?=\s)|>(?!\s*[=\d]))\s*")
HEADING = re.compile(r"#{1,6}(?:\s+(.*?))?(?:\s+#+)?\s*$")
_UNDERLINE = re.compile(r"\s{0,3}(?:=+|-+)\s*$")
_NO_TEXT = re.compile(
    r"[\s>]*(?:(?:[-=*_]\s*){2,}|`+|~{3,}|[-=*+\\]|\d{1,9}[.)]|\|?[\s:|-]*-[\s:|-]*|[\s>]*|\|)$"
)
_ENTITY = re.compile(r"&(?:#x[0-9a-f]{1,6}|#\d{1,7}|[a-z][a-z0-9]{1,31});", re.IGNORECASE)
_INLINE_TAG = re.compile(r"</?(?:sub|sup|i|em|b|strong|br)\s*/?>", re.IGNORECASE)
_AUTOLINK = re.compile(r"<([a-z][a-z0-9+.-]*:[^\s<>]*|[^\s<>@]+@[^\s<>]+)>", re.IGNORECASE)
LINK = re.compile(
    r"""!?\[|\]\(\s*(<[^<>]*>|(?:[^\s()]|\([^\s()]*\))*)(?:\s+["'(](.*?)["')])?\s*\)"""
)
LABEL = re.compile(
    r"\s*(?:\*\*|__)(?=\S)[^:：]*?(?:[:：]\s*(?:\*\*|__)|(?:\*\*|__)\s*(?:[:：]|$))"
    r"|\s*[*_](?=\w)[^:：*_]{1,40}[:：]"
)
_LINE_END = re.compile(r"\r\n?")
_ALLELE = re.compile(r"\*(?<=[^\W_]\*)(?=\d)")
_COLON_WITHIN = re.compile(r":(?=[^\W_])")
_CODE = r"(?<!`)(`+)(?!`)((?:(?!\n[ \t]*\n).){{1,500}}?)(?<!`)\{}(?!`)"  # long ones cost time
_ROLE = re.compile(rf"\\.|{_CODE.format(1)}|\{{(?:{ROLE_NAMES})\}}{_CODE.format(3)}", re.DOTALL)
SEPARATOR = "\0"
"""Between the texts of two nodes; never part of a text."""
COLON = "\x02"
"""A colon that is part of a word, where texts are compared."""


def body_of(source: str) -> tuple[str, int]:
    """The Markdown below the front matter, its lines ended alike, and the number of its first."""
    source = source.removeprefix("\ufeff")
    if not is_plain(source.encode("utf-8", "surrogatepass")):
        source = NOT_TEXT.sub("\ufffd", source)
    front_matter = _FRONT_MATTER.match(source)
    if not front_matter:
        return _LINE_END.sub("\n", source), 1
    first = 1 + source.count("\n", 0, front_matter.end())
    return _LINE_END.sub("\n", source[front_matter.end() :]), first


def with_words_of_roles(body: str) -> str:
    """A text with the words of the domain's own roles in place of these, on as many lines."""
    return _ROLE.sub(_shown_role, body) if MARK in body else body


def _shown_role(found: re.Match[str]) -> str:
    """The words of a role of the domain's own in place of it, on as many lines; else the text."""
    if not found[3]:
        return found[0]
    words = words_and_target(found[4])[0]
    return words + "\n" * (found[0].count("\n") - words.count("\n"))


def is_underline(line: str) -> bool:
    """Whether a line may make the one before it a heading."""
    return _UNDERLINE.match(line) is not None


def is_markup(line: str) -> bool:
    """Whether a line may be markup as a whole."""
    return bool(_NO_TEXT.match(line) or _NO_TEXT.match(without_marks(line)))


def content(line: str) -> str:
    """A line without the marks of lists, quotations and headings."""
    text = without_marks(line)
    heading = HEADING.match(text) if text[:1] == "#" else None
    return heading[1] or "" if heading else text


def without_marks(line: str) -> str:
    """A line without the marks of lists and quotations in front."""
    line = line.strip()
    if line[:3] == "~~~":
        line = line.lstrip("~ ")
    while line and line[0] in "*-+>0123456789" and (mark := _MARK.match(line)):
        line = line[mark.end() :]
        if line[:1] == ">" and not line[1:2].isspace():
            break  # in an item it means "more than", unless a space follows
    return line


def compared(text: str, separator: str) -> list[str]:
    """The parts of a text, without spaces and without the signs of markup."""
    if "<" in text:
        text = _INLINE_TAG.sub("", text)
    for sign in "_`|\\：":
        text = text.replace(sign, "")
    if "*" in text:
        text = _ALLELE.sub("\x01", text).replace("*", "")
    if ":" in text:
        text = _COLON_WITHIN.sub(COLON, text).replace(":", "")
    return ["".join(part.split()) for part in text.split(separator)]


def decoded(text: str) -> str:
    """A text with its entities as characters; those that are spaces do not count."""
    if "&" not in text:
        return text
    return _ENTITY.sub(
        lambda entity: NOT_TEXT.sub("\ufffd", html.unescape(entity[0]) or "\ufffd").strip(), text
    )


def compared_line(text: str) -> str:
    """A text as it is compared, all in one."""
    return compared(text, SEPARATOR)[0]


def readings(line: str) -> Iterator[str]:
    """The ways to read a line: with fewer marks taken off, and with entities left as they are."""
    rest = line.strip()
    while True:
        yield compared_line(decoded(rest))
        if "&" in rest:
            yield compared_line(rest)
        mark = _MARK.match(rest)
        if not mark or not mark.end():
            return
        rest = rest[mark.end() :]


def without_tags(text: str) -> str:
    """A text without the tags of HTML that may stand in it, and the signs around addresses."""
    return _AUTOLINK.sub(r"\1", _INLINE_TAG.sub("", text))


def longest_form(link: re.Match[str]) -> int:
    """How many characters a link may take up that is shown as text, its address encoded."""
    return 9 * len(link[0]) + 20
