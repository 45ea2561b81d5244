"""What ``drugmono check --fix`` mends: signs nobody reads, never a word.

Whatever is mended, the page has the same words and signs as before, in the same order; and but
for headings that become headings, it is read as it was before.
"""

from __future__ import annotations

import codecs
import re
from dataclasses import dataclass, replace
from functools import cache
from typing import TYPE_CHECKING, NamedTuple

from sphinx_drugmono.monograph.frontmatter import read_front_matter
from sphinx_drugmono.monograph.lint.rule import Finding, Rule
from sphinx_drugmono.monograph.model import Severity
from sphinx_drugmono.monograph.sections import SectionHeadings
from sphinx_drugmono.monograph.source import decode_source

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from sphinx_drugmono.monograph.lint.rule import Page
    from sphinx_drugmono.monograph.markdown import Block
    from sphinx_drugmono.monograph.model import Monograph

_LINE = re.compile(r"([^\r\n]*)(\r\n|\r|\n|\Z)")
_NO_SPACE = re.compile(r"(#{2,6})(?=[^#\s])(.+)")
_AT_START = re.compile(rf"^{_NO_SPACE.pattern}", re.MULTILINE)
_TRAILING = re.compile(r"[ \t]+\Z")


class Change(NamedTuple):
    """What was mended: the code of the fix, its first line, and in how many lines."""

    code: str
    line: int
    lines: int


@dataclass(frozen=True, slots=True)
class Fix:
    """One thing that can be mended: its code, and what is done about it."""

    code: str
    summary: str


FIXES = {
    fix.code: fix
    for fix in (
        Fix("byte-order-mark", "Takes off a byte order mark."),
        Fix("line-ends", "Gives all lines the end that most of them have, of Unix or Windows."),
        Fix("heading-space", "Puts a space behind the # marks of a standard heading."),
        Fix(
            "trailing-space",
            "Takes off spaces at the ends of lines. Two or more that break a line stay.",
        ),
        Fix("final-newline", "Ends the file with one line break."),
    )
}
"""Every fix by its code, in the order in which they are made."""


def fix_page(
    data: bytes, read: Callable[[str], Monograph], wants: Callable[[str], bool]
) -> tuple[bytes, list[Change]]:
    """Mend the bytes of a page; returns them as they are if there is nothing to mend.

    ``read`` makes a monograph of a text, ``wants`` says which codes may be mended. Raises
    :class:`SourceError` for what is no page.
    """
    decode_source(data)
    changes: list[Change] = []
    if data.startswith(codecs.BOM_UTF8) and wants("byte-order-mark"):
        data = data.removeprefix(codecs.BOM_UTF8)
        changes.append(Change("byte-order-mark", 1, 1))
    mark, text = "", data.decode("utf-8")
    if text.startswith("\ufeff"):
        mark, text = text[0], text[1:]
    lines = [(match[1], match[2]) for match in _LINE.finditer(text) if match[0]]
    if wants("line-ends"):
        lines = _with_one_end(lines, changes)
    wanted = [(code, mend) for code, mend in _MENDS if wants(code)]
    if any(mend(lines, set(), []) != lines for _, mend in wanted):
        monograph = read(_normal(lines))
        front_matter = _normal(lines)[: read_front_matter(_normal(lines))[1]].count("\n")
        kept = {*range(1, front_matter + 1), *code_lines(monograph)}
        for code, mend in wanted:
            more: list[Change] = []
            mended = mend(lines, kept, more)
            after = read(_normal(mended)) if more else monograph
            if more and (code == "heading-space" or _reads_same(monograph, after)):
                lines, monograph = mended, after
                changes += more
    fixed = (mark + _joined(lines)).encode("utf-8") if changes else data
    if "".join(_joined(lines).split()) != "".join(text.split()):
        raise AssertionError("a fix changed more than spaces")
    return fixed, changes


def _joined(lines: Iterable[tuple[str, str]]) -> str:
    return "".join(part for line in lines for part in line)


def _normal(lines: Iterable[tuple[str, str]]) -> str:
    """The text as it is read: with the line ends of Unix."""
    return "".join(f"{line}\n" if end else line for line, end in lines)


def _with_one_end(lines: list[tuple[str, str]], changes: list[Change]) -> list[tuple[str, str]]:
    ends = [end for _, end in lines if end]
    usual = "\r\n" if ends.count("\r\n") * 2 > len(ends) else "\n"
    odd = [number for number, (_, end) in enumerate(lines, 1) if end not in (usual, "")]
    if not odd:
        return lines
    changes.append(Change("line-ends", odd[0], len(odd)))
    return [(line, usual if end else "") for line, end in lines]


def _with_spaces(
    lines: list[tuple[str, str]], kept: set[int], changes: list[Change]
) -> list[tuple[str, str]]:
    mended = list(lines)
    places = []
    for number, (line, end) in enumerate(lines, 1):
        if number not in kept and (match := _standard_heading(line)):
            mended[number - 1] = (f"{match[1]} {match[2]}", end)
            places.append(number)
    if places:
        changes.append(Change("heading-space", places[0], len(places)))
    return mended


def _without_trailing(
    lines: list[tuple[str, str]], kept: set[int], changes: list[Change]
) -> list[tuple[str, str]]:
    mended = list(lines)
    places = []
    for number, (line, end) in enumerate(lines, 1):
        match = _TRAILING.search(line) if line[-1:] in (" ", "\t") else None
        if match is None or number in kept:
            continue
        following = lines[number][0] if number < len(lines) else ""
        if match.start() and match[0].endswith("  ") and following.strip():
            continue  # a line break
        mended[number - 1] = (line[: match.start()], end)
        places.append(number)
    if places:
        changes.append(Change("trailing-space", places[0], len(places)))
    return mended


def _with_one_break(
    lines: list[tuple[str, str]], kept: set[int], changes: list[Change]
) -> list[tuple[str, str]]:
    mended = list(lines)
    while len(mended) > 1 and not mended[-1][0].strip():
        mended.pop()
    if mended:
        usual = next((end for _, end in mended if end), "\n")
        mended[-1] = (mended[-1][0], usual)
    if mended != lines:
        changes.append(Change("final-newline", len(mended), 1))
    return mended


_MENDS = (
    ("heading-space", _with_spaces),
    ("trailing-space", _without_trailing),
    ("final-newline", _with_one_break),
)


@cache
def _headings() -> SectionHeadings:
    return SectionHeadings()


def _standard_heading(line: str) -> re.Match[str] | None:
    """A line that would be a standard heading with a space behind its marks."""
    match = _NO_SPACE.fullmatch(line)
    return match if match and _headings().recognise(match[2].strip().rstrip("#")) else None


def code_lines(monograph: Monograph) -> Iterator[int]:
    """The lines of a page that are code, and so stand as they are."""
    parts = [section.body for section in monograph.sections]
    parts += [remark.body for remark in (*monograph.disclaimers, *monograph.notes)]
    for body in parts:
        for block in body:
            for inner in block.walk():
                if inner.kind == "code":
                    yield from range(inner.line, inner.end)


def _reads_same(before: Monograph, after: Monograph) -> bool:
    """Whether two monographs say the same; spaces at the ends of their lines do not count."""
    return _comparable(before) == _comparable(after)


def _comparable(monograph: Monograph) -> list[object]:
    def bare(markdown: str) -> list[str]:
        return [line.rstrip() for line in markdown.rstrip().split("\n")]

    def content(blocks: Iterable[Block]) -> list[object]:
        return [(replace(b, end=0, children=()), content(b.children)) for b in blocks]

    parts: list[object] = [
        replace(monograph, sha256="", sections=(), faqs=(), disclaimers=(), notes=())
    ]
    for section in monograph.sections:
        parts += [replace(section, markdown=""), bare(section.markdown), content(section.body)]
    for question in monograph.faqs:
        parts += [replace(question, question="", answer="")]
        parts += [bare(question.question), bare(question.answer)]
        parts += [content(question.question_body), content(question.answer_body)]
    for remark in (*monograph.disclaimers, *monograph.notes):
        parts += [replace(remark, markdown=""), bare(remark.markdown), content(remark.body)]
    return parts


def _heading_space(page: Page) -> Iterator[Finding]:
    places = [
        (line, match) for line, match in page.matches(_AT_START) if _standard_heading(match[0])
    ]
    code = set(code_lines(page.monograph)) if places else set[int]()
    for line, match in places:
        if line not in code:
            yield Finding(line, f'"{match[0]}" is no heading without a space behind the #')


RULES: Sequence[Rule] = (
    Rule(
        "heading-space",
        Severity.WARNING,
        "A heading has no space behind its # marks",
        "Markdown takes the line for text, so that its section is missing. `--fix` puts the space "
        "there.",
        bad="# Ibuprofen\n\n###Usage\n\nIt relieves pain.\n",
        good="# Ibuprofen\n\n### Usage\n\nIt relieves pain.\n",
        check=_heading_space,
    ),
)
"""The rule about what can be mended and changes how a page is read."""
