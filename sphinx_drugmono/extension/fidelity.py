"""Is everything a writer wrote on the page, and in its order?

The lines of the source are looked up in the text of the rendered nodes, without a word of the
reader's. Each line is expected right behind the one before it, or where a block of its number
begins; one that is found uses up the text it was found in, so a line that stands twice must be
shown twice, and within a section no line may stand before one that was written above it.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import dataclass
from functools import cached_property
from itertools import accumulate
from typing import TYPE_CHECKING

from docutils import nodes

from sphinx_drugmono.extension.without_markup import (
    COLON,
    HEADING,
    LABEL,
    LINK,
    SEPARATOR,
    body_of,
    compared,
    compared_line,
    content,
    decoded,
    is_markup,
    is_underline,
    longest_form,
    readings,
    with_words_of_roles,
    without_marks,
    without_tags,
)
from sphinx_drugmono.monograph.languages import MARKS

if TYPE_CHECKING:
    from collections.abc import Iterable

_PIECES = re.compile(r"\s*[:：|\n]\s*|(?<=[?.!])\s+|(?<=[？。！])")
_WORD = re.compile(rf"(?:[^\W_]|[{MARKS}])+")
_BEHIND_COLON = re.compile(r".*(?:: |：)")
_SHORT = 12  # characters; a text so short may be found in a wrong place by chance


@dataclass(frozen=True, slots=True)
class Lost:
    """Words of a line of the source that are not on the page, or not in their place."""

    line: int
    words: str
    moved: bool = False


def lost_text(source: str, shown: Iterable[nodes.Node | str], offset: int = 0) -> list[Lost]:
    """Compare the Markdown of a monograph with what is shown of it, in the order of the page.

    Line ``n`` of the source is line ``n + offset`` for the nodes.
    """
    body, first = body_of(source)
    written = body.split("\n")
    lines = with_words_of_roles(body).split("\n")
    texts = compared(decoded("\n".join(map(content, lines))), "\n")
    page = _Page(shown, offset)
    lost = []
    for index, wanted in enumerate(texts):
        if wanted and page.follows(wanted):
            continue
        line = lines[index].strip()
        if not line:
            continue
        number = first + index
        if is_markup(line):
            page.passes(line, number)
            continue
        underlined = index + 1 < len(lines) and is_underline(lines[index + 1])
        words = page.missing(line, number, heading=underlined)
        if words and line != written[index].strip():  # what looks like a role may be none
            words = page.missing(written[index], number, heading=underlined)
        if words:
            lost.append(Lost(number, words))
        elif page.moved:
            lost.append(Lost(number, line, moved=True))
    return lost


class _Page:
    """The text of a page without spaces and markup, and what of it is accounted for."""

    def __init__(self, shown: Iterable[nodes.Node | str], offset: int) -> None:
        texts: list[str] = []
        lines: list[int] = []
        titles: dict[str, str] = {}
        firsts: list[int] = []
        self.shown = list(shown)
        for node in self.shown:
            firsts.append(len(lines))
            if isinstance(node, str):
                lines.append(0)
                texts.append(SEPARATOR + node)
            else:
                _collect((node,), texts, lines, titles)
        parts = compared("".join(texts), SEPARATOR)
        starts = list(accumulate(map(len, parts)))
        self.text = "".join(parts)
        self.title_texts = titles
        """The titles, and what each of them stands for in another language."""
        self.used = bytearray(len(self.text))
        self.position = 0
        self.regions = [starts[index] for index in firsts]
        """Where the text of each node begins."""
        self.reached: dict[int, int] = {}
        """How far the text of a node is accounted for, by its place among the nodes."""
        self.places: dict[int, list[tuple[int, int]]] = {}
        """Where texts begin and end, by the line their node is said to stand at."""
        for index, line in enumerate(lines):
            self.places.setdefault(line - offset, []).append((starts[index], starts[index + 1]))
        self.moved = False

    @cached_property
    def titles(self) -> dict[str, frozenset[str]]:
        """The words of titles, by their text as it is compared."""
        return {
            compared_line(text): frozenset(_WORD.findall(f"{text} {says}".lower()))
            for text, says in self.title_texts.items()
        }

    @cached_property
    def translated(self) -> dict[str, frozenset[str]]:
        """The words of the English titles that titles stand for, by the text of these."""
        return {
            compared_line(text): frozenset(_WORD.findall(says.lower()))
            for text, says in self.title_texts.items()
            if says
        }

    @cached_property
    def components(self) -> frozenset[str]:
        """What titles end in behind a colon: "Usage: Naproxen"."""
        colons = [(text, _BEHIND_COLON.match(text)) for text in self.title_texts]
        return frozenset(
            compared_line(text[colon.end() :].lower()) for text, colon in colons if colon
        )

    @cached_property
    def name_words(self) -> frozenset[str]:
        names = [node for node in self.shown if isinstance(node, str)]
        return frozenset(_WORD.findall(" ".join(names).lower()))

    @cached_property
    def remark_words(self) -> str:
        """The words of disclaimer and notice, in which equal wording is shown once."""
        return "".join(
            "".join(_WORD.findall(node.astext().lower()))
            for node in self.shown
            if isinstance(node, nodes.admonition)
        )

    def follows(self, wanted: str) -> bool:
        """Whether a text stands right behind the one before it; it is taken then."""
        start = self.position
        if not self.text.startswith(wanted, start):
            return False
        end = start + len(wanted)
        if self.used.find(1, start, end) >= 0:
            return False
        self.used[start:end] = b"\1" * (end - start)
        self.position = end
        return True

    def _take(self, start: int, size: int) -> bool:
        """Take a text found away from the one before it, and see whether it was moved there."""
        end = start + size
        if self.used.find(1, start, end) >= 0:
            return False
        if self.position and self.used[self.position - 1]:
            before = bisect_right(self.regions, self.position - 1) - 1
            self.reached[before] = max(self.reached.get(before, 0), self.position)
        region = bisect_right(self.regions, start) - 1
        if start < self.reached.get(region, 0):
            self.moved = True
        self.used[start:end] = b"\1" * size
        self.position = end
        return True

    def _at(self, wanted: str, number: int) -> bool:
        """Take a text behind the one before it or where a block of its line begins."""
        if self.follows(wanted):
            return True
        if self.text.startswith(COLON, self.position):  # a colon with markup behind it
            self.position += 1
            return self._at(wanted, number)
        size = len(wanted)
        begins = [
            (end - start != size, start)
            for start, end in self.places.get(number, ())
            if self.text.startswith(wanted, start)
        ]
        return any(self._take(start, size) for _, start in sorted(begins))  # whole texts first

    def _anywhere(self, wanted: str) -> bool:
        """Take a text wherever it is, unless it is too short to be told from others."""
        size = len(wanted)
        if size <= _SHORT:
            return False
        for start, end in ((self.position, len(self.text)), (0, self.position + size)):
            found = self.text.find(wanted, start, end)
            while found >= 0:
                if self._take(found, size):
                    return True
                found = self.text.find(wanted, found + 1, end)
        return False

    def _is_title(self, words: str, number: int, heading: bool) -> bool:
        """Whether a heading or label is said by a title; what follows stands behind that."""
        if self._take_title(self.titles, words, number):
            return True
        if heading and self.name_words.issuperset(_WORD.findall(words.lower())):
            return True
        return compared_line(words.lower()) in self.components

    def _take_title(self, titles: dict[str, frozenset[str]], words: str, number: int) -> bool:
        wanted = _WORD.findall(words.lower())
        for start, end in self.places.get(number, ()):
            title = titles.get(self.text[start:end])
            if title and title.issuperset(wanted):
                self.used[start:end] = b"\1" * (end - start)
                self.position = end
                return True
        return False

    def passes(self, line: str, number: int) -> None:
        """Go on behind a line that may be markup as a whole, or text."""
        if any(len(wanted) > 1 and self._at(wanted, number) for wanted in readings(line)):
            return
        if number in self.places:
            self.position = self.places[number][0][0]

    def missing(self, line: str, number: int, *, heading: bool) -> str:
        """The words of a line that are not shown, once links, tags and labels are taken apart.

        ``heading`` says that the line is underlined.
        """
        self.moved = False
        forms = [wanted for wanted in readings(line) if wanted]
        if not forms:
            self.passes(line, number)
        for wanted in forms:
            if self._at(wanted, number):
                return ""
        text = without_marks(line)
        self.follows(compared_line(line[: len(line) - len(text)]))  # marks that are text
        atx = HEADING.match(text)
        if atx:
            heading, text = True, atx[1] or ""
        label = LABEL.match(text)
        labelled = heading or bool(label)
        if labelled and compared_line(text.lower()) in self.components:
            return ""
        whole = compared_line(decoded(text))
        if self._at(whole, number) or (
            not labelled and len(whole) > _SHORT and self._anywhere(whole)
        ):
            return ""
        behind = text[label.end() :] if label and not heading else text
        words = "".join(_WORD.findall(behind.lower()))
        if len(words) > _SHORT and words in self.remark_words:
            return ""
        text = without_tags(text)
        lost: list[str] = []
        end = soon = 0
        for link in LINK.finditer(text):
            lost += self._pieces(text[end : link.start()], number, labelled, heading, soon)
            lost += self._link(link)
            end = link.end()
            soon = longest_form(link)
            labelled = heading
        lost += self._pieces(text[end:], number, labelled, heading, soon)
        return " … ".join(lost)

    def _pieces(
        self, text: str, number: int, labelled: bool, heading: bool, soon: int
    ) -> list[str]:
        """The pieces of a text that are not shown; the first may be a label.

        The first may also stand some characters ahead, behind an address written otherwise.
        """
        lost = []
        for index, piece in enumerate(_PIECES.split(decoded(text))):
            wanted = compared_line(piece)
            # A label whose title is shown in another language may be repeated by its text.
            may_be_title = heading or (labelled and index == 0)
            if not wanted or (may_be_title and self._is_title(piece, number, heading)):
                continue
            if self._at(wanted, number):
                continue
            if index == 0 and soon:
                found = self.text.find(wanted, self.position, self.position + soon + len(wanted))
                if found >= 0 and self._take(found, len(wanted)):
                    continue
            if not self._anywhere(wanted):
                lost.append(piece.strip())
        return lost

    def _link(self, link: re.Match[str]) -> list[str]:
        """The title of a link if it is not shown, behind the address or in place of it.

        A link that leads nowhere is shown with its signs, which may be written otherwise.
        """
        address, title = link[1], link[2]
        for form in (link[0], f"({address})", address):
            if form and self.follows(compared_line(decoded(form))):
                break
        if not title:
            return []
        wanted = compared_line(f"({decoded(title)})")
        found = self.text.find(wanted, self.position, self.position + longest_form(link))
        return [] if found >= 0 and self._take(found, len(wanted)) else [title]


def _collect(
    shown: Iterable[nodes.Node], texts: list[str], lines: list[int], titles: dict[str, str]
) -> None:
    """Collect the texts in nodes in the order of the page, the lines they stand at, and titles."""
    for node in shown:
        if isinstance(node, nodes.Text):
            texts.append(node)
        elif isinstance(node, nodes.TextElement):
            if node.line is not None:
                texts.append(SEPARATOR)
                lines.append(node.line)
                if isinstance(node, (nodes.title, nodes.rubric)):
                    titles[node.astext()] = node.get("stands_for", "")
            _collect(node.children, texts, lines, titles)
        elif isinstance(node, nodes.image):
            texts.append(node["alt"])
        elif isinstance(node, nodes.Element) and not isinstance(node, nodes.field_list):
            _collect(
                node.children, texts, lines, titles
            )  # the facts on top repeat the text of the page
