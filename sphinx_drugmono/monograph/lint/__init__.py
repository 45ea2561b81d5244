"""The linter: rules over monographs, and what a project or a page makes of them.

Use it page by page, then once for all of them::

    linter = Linter(settings, vocabulary)
    for text, monograph in pages:
        for diagnostic in linter.check(text, monograph): ...
    for source, diagnostic in linter.check_together(complete=True): ...
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from sphinx_drugmono.monograph.lint import (
    doses,
    files,
    fixes,
    formulary,
    ignores,
    structure,
    wording,
)
from sphinx_drugmono.monograph.lint.formulary import PageFacts
from sphinx_drugmono.monograph.lint.ignores import Ignores, read_ignores
from sphinx_drugmono.monograph.lint.rule import Finding, Nearest, Page, Rule
from sphinx_drugmono.monograph.lint.settings import Settings, SettingsError, find_settings
from sphinx_drugmono.monograph.model import Diagnostic

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from sphinx_drugmono.monograph.model import Monograph
    from sphinx_drugmono.vocabulary import Vocabulary

__all__ = [
    "CODES",
    "FIXES",
    "RULES",
    "Finding",
    "Linter",
    "Page",
    "Rule",
    "Settings",
    "SettingsError",
    "find_settings",
]

RULES = {
    rule.code: rule
    for family in (structure, fixes, wording, doses, formulary, ignores, files)
    for rule in family.RULES
}
"""Every rule by its code, in the order of the documentation."""

FIXES = fixes.FIXES
"""Everything that can be mended, by its code."""

CODES = frozenset(RULES) | frozenset(FIXES)
"""All that can be switched off."""


class Linter:
    """Applies the rules to pages, one after the other.

    With ``hints``, findings about unknown side effects name known ones that look alike, for the
    first ``MOST_HINTS`` phrases: to look for these takes as long as to read the page.
    """

    MOST_HINTS = 1000

    def __init__(self, settings: Settings, vocabulary: Vocabulary, *, hints: bool = True) -> None:
        self.settings = settings
        self._hints: dict[str, Sequence[str]] = {}
        self._nearest: Nearest = self._hint if hints else lambda phrase: ()
        self.vocabulary = vocabulary
        self._pages: list[PageFacts] = []
        self._ignores: dict[PageFacts, Ignores] = {}
        self._checks = [
            (rule.code, rule.check)
            for rule in RULES.values()
            if rule.check is not None and self.settings.wants(rule.code, "")
        ]

    def _hint(self, phrase: str) -> Sequence[str]:
        if phrase not in self._hints and len(self._hints) < self.MOST_HINTS:
            self._hints[phrase] = self.vocabulary.nearest(phrase)
        return self._hints.get(phrase, ())

    @property
    def pages(self) -> int:
        """How many pages were checked."""
        return len(self._pages)

    def check(self, text: str, monograph: Monograph) -> list[Diagnostic]:
        """What there is to say of one page, in the order of its lines.

        ``text`` is the text ``monograph`` was read from. The page is remembered for
        :meth:`check_together`.
        """
        page = Page(text, monograph, self.settings, self._nearest)
        ignored, problems = read_ignores(monograph.metadata, text, CODES)
        facts = PageFacts.of(page)
        self._pages.append(facts)
        self._ignores[facts] = ignored
        found = list(monograph.diagnostics)
        found += [self._diagnostic("bad-ignore", problem) for problem in problems]
        for code, check in self._checks:
            found += [self._diagnostic(code, finding) for finding in check(page)]
        wanted = dict.fromkeys(  # the same notation twice in a line is one finding
            self._weighed(diagnostic)
            for diagnostic in found
            if self.settings.wants(diagnostic.code, monograph.source)
            and not ignored.hides(diagnostic.code, page.line(diagnostic.line), diagnostic.message)
        )
        return sorted(wanted, key=lambda diagnostic: (diagnostic.line, diagnostic.code))

    def check_together(self, *, complete: bool) -> Iterator[tuple[str, Diagnostic]]:
        """What there is to say of the pages seen so far as a whole, with the path of the page.

        ``complete`` says that they are all the pages there are, so that a reference to any other
        leads nowhere.
        """
        for facts, code, finding in formulary.check_together(
            self._pages, self.vocabulary, complete=complete
        ):
            ignored = self._ignores[facts]
            if self.settings.wants(code, facts.source) and not ignored.hides(
                code, "", finding.message
            ):
                yield facts.source, self._diagnostic(code, finding)

    def _diagnostic(self, code: str, finding: Finding) -> Diagnostic:
        level = self.settings.levels.get(code, RULES[code].level)
        return Diagnostic(code, level, finding.message, finding.line)

    def _weighed(self, diagnostic: Diagnostic) -> Diagnostic:
        level = self.settings.levels.get(diagnostic.code, diagnostic.severity)
        return Diagnostic(diagnostic.code, level, diagnostic.message, diagnostic.line)
