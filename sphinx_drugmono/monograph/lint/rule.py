"""What a rule is, and what it is given to look at."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, NamedTuple

from sphinx_drugmono.monograph.frontmatter import read_front_matter

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sphinx_drugmono.monograph.lint.settings import Settings
    from sphinx_drugmono.monograph.model import Monograph, Severity

Nearest = Callable[[str], Sequence[str]]

_LINE_BREAK = re.compile(r"\n")
_LETTERS = re.compile("[A-Za-zµμ]+")


class Finding(NamedTuple):
    """One place a rule complains of: a 1-based line and one line of text."""

    line: int
    message: str


class Page:
    """A page under examination: what was read from it, and its text.

    ``nearest`` gives the names of known side effects that look like a phrase, as a hint.
    """

    def __init__(
        self,
        text: str,
        monograph: Monograph,
        settings: Settings,
        nearest: Nearest,
    ) -> None:
        self.monograph = monograph
        self.text = text
        self.settings = settings
        self.nearest = nearest
        self._body = read_front_matter(text)[1]
        self._line_starts = [match.end() for match in _LINE_BREAK.finditer(text)]

    # Most pages lack what most rules look for, and these tell so quicker than a pattern.

    @cached_property
    def letters(self) -> frozenset[str]:
        """Every run of letters in the text, of those that abbreviations have."""
        return frozenset(_LETTERS.findall(self.text))

    @cached_property
    def lower(self) -> str:
        """The text in small letters."""
        return self.text.lower()

    def line_at(self, offset: int) -> int:
        """The 1-based line of a place in the text."""
        return bisect_right(self._line_starts, offset) + 1

    def line(self, number: int) -> str:
        """The text of a line; empty for a line the page does not have."""
        if not 1 <= number <= len(self._line_starts) + 1:
            return ""
        start = self._line_starts[number - 2] if number > 1 else 0
        end = self.text.find("\n", start)
        return self.text[start:] if end < 0 else self.text[start:end]

    def matches(self, pattern: re.Pattern[str]) -> Iterator[tuple[int, re.Match[str]]]:
        """Where the pattern occurs below the front matter, with the line of each place."""
        for match in pattern.finditer(self.text, self._body):
            yield self.line_at(match.start()), match


Check = Callable[[Page], Iterable[Finding]]


@dataclass(frozen=True, slots=True)
class Rule:
    """One thing the linter looks for.

    ``level`` is the default weight, ``summary`` one line, ``explanation`` says why it matters and
    where the rule comes from. ``bad`` and ``good`` are Markdown with the fault and without it;
    they are shown in the documentation and run by the tests. ``check`` is ``None`` where the
    finding is made elsewhere: by the reader, or by looking at several pages together.
    """

    code: str
    level: Severity
    summary: str
    explanation: str
    bad: str
    good: str
    check: Check | None = None
