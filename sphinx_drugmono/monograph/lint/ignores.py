"""What a page switches off for itself, in its front matter.

The key ``drugmono-ignore`` holds a list. An entry is a code, for the whole page, or a code with
words, for the lines that contain them::

    drugmono-ignore:
      - missing-disclaimer
      - unit-abbreviation: 100 IU

There is no form inside the text: whatever stands in the text of a page is shown to its readers.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from sphinx_drugmono.monograph.lint.rule import Finding, Rule
from sphinx_drugmono.monograph.model import Severity

if TYPE_CHECKING:
    from collections.abc import Iterator

KEY = "drugmono-ignore"
_KEY_LINE = re.compile(rf"^[\"']?{KEY}[\"']?\s*:", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Ignores:
    """The codes a page switches off, as a whole or on lines that contain some words."""

    codes: frozenset[str] = frozenset()
    fragments: tuple[tuple[str, str], ...] = ()

    def hides(self, code: str, line: str, message: str) -> bool:
        """Whether a finding is switched off; ``line`` is the text of its line."""
        return code in self.codes or any(
            code == wanted and (words in line or words in message)
            for wanted, words in self.fragments
        )


def read_ignores(
    metadata: Mapping[str, Any], text: str, known: frozenset[str]
) -> tuple[Ignores, list[Finding]]:
    """Read the front matter's entries; findings tell of entries that are none."""
    if KEY not in metadata:
        return Ignores(), []
    match = _KEY_LINE.search(text)
    line = text.count("\n", 0, match.start()) + 1 if match else 1
    codes: set[str] = set()
    fragments: list[tuple[str, str]] = []
    problems: list[Finding] = []
    for code, words in _entries(metadata[KEY]):
        if code not in known:
            problems.append(Finding(line, f"{KEY}: there is no rule {code!r}"))
        elif words is None:
            codes.add(code)
        elif words.strip():
            fragments.append((code, words.strip()))
    return Ignores(frozenset(codes), tuple(fragments)), problems


def _entries(value: Any) -> Iterator[tuple[str, str | None]]:
    """Each entry as (code, words or ``None``)."""
    if isinstance(value, Mapping):
        for code, words in value.items():
            for fragment in words if isinstance(words, list) else [words]:
                yield str(code), None if fragment is None else str(fragment)
    elif isinstance(value, list):
        for entry in value:
            yield from _entries(entry)
    elif value is not None:
        code, colon, words = str(value).partition(":")
        yield code.strip(), words if colon else None


RULES = (
    Rule(
        "bad-ignore",
        Severity.WARNING,
        "The page switches off a rule that does not exist",
        "Misspelled, the entry does nothing.",
        bad=f"---\n{KEY}: [trailing-zeros]\n---\n\n# Ibuprofen\n",
        good=f"---\n{KEY}: [trailing-zero]\n---\n\n# Ibuprofen\n",
    ),
)
"""The rule about the entries themselves."""
