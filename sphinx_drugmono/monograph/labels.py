"""Labels that open a section within running text: ``**Usage:** text`` and its relatives."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from sphinx_drugmono.monograph.markdown import Block, has_address, plain, split_inline
from sphinx_drugmono.monograph.names import fold_name, without_parentheses

if TYPE_CHECKING:
    from collections.abc import Iterable

    from sphinx_drugmono.monograph.sections import Recognition, SectionHeadings

_COMPONENT_WORDS = re.compile(
    r"^\s*(?:(?:component|ingredient|drug|part)\s*\d*\s*[:.)-]|for\s|\d{1,2}[.)])\s*"
    r"|\s*\((?:individual|component|ingredient)[^)]*\)\s*$|\s*[:：]\s*$",
    re.IGNORECASE,
)
_COLON = re.compile("[:：]")
_COLON_BEHIND = re.compile(r"\s*[:：]+")
_BEHIND_PARENTHESIS = re.compile(r"\s*[(（][^()（）]*[)）]\s*[:：]")
"""``**Side Effects** (combined):``: the qualifier of a label stands outside of the bold text."""
_LONGEST_NAME = 400
"""Characters; whatever is longer names no component."""


@dataclass(frozen=True, slots=True)
class Label:
    """A section's label at the start of a text, and the text behind it."""

    text: str
    recognition: Recognition
    rest: Block | None


def _emphasised_start(block: Block) -> tuple[str, int] | None:
    """The plain text of a paragraph that starts in bold, and how many characters that is.

    A colon right behind the bold text belongs to it.
    """
    inline = block.inline
    index = 0
    while index < len(inline) and not inline[index].nesting and not inline[index].content.strip():
        index += 1
    if index == len(inline) or inline[index].type != "strong_open":
        return None
    depth = 0
    for end in range(index, len(inline)):
        depth += inline[end].nesting
        if depth == 0:
            break
    else:
        return None
    if has_address(inline[index:end]):
        return None  # as a heading it would lose the address
    text = plain(inline)
    length = len(plain(inline[: end + 1]))
    colon = _COLON_BEHIND.match(text, length)
    return text, colon.end() if colon else length


def section_label(
    block: Block, headings: SectionHeadings, names: frozenset[str], *, bold: bool = True
) -> Label | None:
    """The standard section a paragraph's label opens, if it opens one.

    The label is bold and is a section's name alone (a qualifier in parentheses and a value
    within the bold text may follow), with a colon or on a line of its own. With ``bold`` false
    the label is plain text that ends in a colon.
    """
    if block.kind != "paragraph":
        return None
    if bold:
        start = _emphasised_start(block)
        if start is None:
            return None
        text, length = start
        rest_of_line = text[length:].split("\n", 1)[0].strip()
        if rest_of_line and not _COLON.search(text, 0, length):
            match = _BEHIND_PARENTHESIS.match(text, length)
            if match is None:
                return None
            length = match.end()
        written = text[:length]
    else:
        text = plain(block.inline)
        colon = _COLON.search(text, 0, 60)
        if not colon or not colon.start():
            return None
        written, length = text[: colon.end()], colon.end()
    recognition = headings.recognise(written, names)
    if recognition is None or not recognition.exact:
        return None
    if recognition.label < len(written.rstrip()):
        length = len(written) - len(written.lstrip()) + recognition.label
        written = written[: recognition.label]
    _, rest = split_inline(block.inline, length)
    return Label(written.strip(), recognition, replace(block, inline=rest) if rest else None)


def split_at_labels(
    block: Block, headings: SectionHeadings, names: frozenset[str]
) -> Iterable[Block]:
    """Split a paragraph before each of its lines that starts with the label of a section."""
    if block.kind != "paragraph":
        return (block,)
    inline = block.inline
    depth = 0
    line = block.line
    breaks: list[tuple[int, int]] = []
    for index, token in enumerate(inline):
        depth += token.nesting
        if token.type in ("softbreak", "hardbreak"):
            line += 1
            if depth == 0:
                breaks.append((index, line))
    pieces: list[Block] = []
    start, first = 0, block.line
    ends = [index for index, _ in breaks[1:]] + [len(inline)]
    for (index, line), end in zip(breaks, ends, strict=True) if breaks else ():
        written = Block("paragraph", line, line + 1, inline[index + 1 : end])
        if section_label(written, headings, names):
            pieces.append(Block("paragraph", first, line, inline[start:index]))
            start, first = index + 1, line
    if not pieces:
        return (block,)
    pieces.append(Block("paragraph", first, block.end, inline[start:]))
    return pieces


def component_named(text: str, names: frozenset[str]) -> str | None:
    """The component a heading or label names, as written: ``Component 2: Ginkgo Biloba``."""
    if len(text) > _LONGEST_NAME:
        return None
    written = text.strip()
    for _ in range(3):
        longer, written = written, _COMPONENT_WORDS.sub("", written).strip()
        if written == longer:
            break
    for candidate in (written, without_parentheses(written)):
        folded = fold_name(candidate)
        if folded in names or (folded and _with_its_salt(folded, candidate, names)):
            return candidate
    return None


def _with_its_salt(folded: str, candidate: str, names: frozenset[str]) -> bool:
    """``Clomiphene Citrate`` for a component that the title calls ``Clomiphene``."""
    words = candidate.split()
    return all(word[0].isupper() for word in words) and any(
        " ".join(folded.split()[:-count]) in names for count in (1, 2) if count < len(words)
    )


def bold_line(block: Block) -> str | None:
    """The text of a paragraph that is one bold phrase and nothing else, without its colon."""
    if block.kind != "paragraph":
        return None
    start = _emphasised_start(block)
    if start is None:
        return None
    text, length = start
    return None if text[length:].strip(" :：") else text[:length].strip().rstrip(":：").strip()
