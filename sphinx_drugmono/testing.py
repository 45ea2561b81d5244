"""Helpers for the tests of formularies, and of scripts that read monographs.

They need neither Sphinx nor a test framework::

    from sphinx_drugmono.testing import assert_no_findings

    def test_pages():
        assert_no_findings("drugs", ignore=["unknown-side-effect"])
"""

from __future__ import annotations

from pathlib import Path
from textwrap import dedent
from typing import TYPE_CHECKING

from sphinx_drugmono.commands.pages import PageReader, find_pages
from sphinx_drugmono.monograph.lint import CODES, Linter, Settings
from sphinx_drugmono.monograph.model import Severity
from sphinx_drugmono.monograph.reader import read_monograph
from sphinx_drugmono.monograph.source import SourceError
from sphinx_drugmono.vocabulary import Vocabulary

if TYPE_CHECKING:
    import os
    from collections.abc import Iterable

    from sphinx_drugmono.monograph.model import Diagnostic, Monograph


def read(text: str, *, vocabulary: Vocabulary | None = None) -> Monograph:
    """Read a monograph from text that may be indented as a whole, as strings in tests are."""
    return read_monograph(dedent(text).lstrip("\n"), vocabulary=vocabulary)


def assert_no_findings(
    *paths: str | os.PathLike[str],
    level: str = "warning",
    ignore: Iterable[str] = (),
    vocabulary: Vocabulary | None = None,
) -> None:
    """Assert that the check of files and folders finds nothing.

    ``level`` is the least grave level that counts (``error``, ``warning`` or ``info``), ``ignore``
    the codes that do not. Raises :class:`AssertionError` with all findings, one a line, and
    :class:`ValueError` for a level or a code that does not exist.
    """
    ignored = frozenset(ignore)
    if unknown := ignored - CODES:
        raise ValueError(f"there is no rule {min(unknown)!r}")
    grave = list(Severity)[: list(Severity).index(Severity(level)) + 1]
    vocabulary = vocabulary or Vocabulary.load()
    linter = Linter(Settings(ignore=ignored), vocabulary)
    reader = PageReader(vocabulary)
    findings: list[tuple[str, Diagnostic]] = []
    for path in find_pages(map(str, map(Path, paths))):
        try:
            page = reader.read(path)
        except SourceError as error:
            findings.append((path, error.diagnostic()))
        else:
            findings += [(path, found) for found in linter.check(page.text, page.monograph)]
    findings += linter.check_together(complete=True)
    lines = [
        f"{path}:{found.line}: {found.severity}: {found.message} [{found.code}]"
        for path, found in findings
        if found.severity in grave
    ]
    if lines:
        raise AssertionError("\n".join(lines))
