"""Rules about files: what can be wrong with one before it is a page, and links between them."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import unquote

from sphinx_drugmono.monograph.lint.rule import Finding, Rule
from sphinx_drugmono.monograph.model import Severity

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sphinx_drugmono.monograph.lint.rule import Page

_LINK = re.compile(r"\]\(\s*<?([^\s()<>#?:]+\.md)(?=[\s)>#?])")


def _dead_link(page: Page) -> Iterator[Finding]:
    """Links to Markdown files beside the page; where a site begins is not known."""
    source = Path(page.monograph.source)
    if "](" not in page.text or not source.is_file():
        return
    for line, match in page.matches(_LINK):
        target = unquote(match[1])
        if not target.startswith("/") and not (source.parent / target).is_file():
            yield Finding(line, f'the link to "{match[1]}" leads to no file')


def _file_rule(code: str, summary: str, explanation: str) -> Rule:
    return Rule(code, Severity.ERROR, summary, explanation, bad="", good="")


RULES = (
    _file_rule("file-missing", "There is no such file", "The name is misspelled, or it is gone."),
    _file_rule(
        "file-unreadable", "The file cannot be read", "It is a folder, or may not be read."
    ),
    _file_rule("file-too-large", "The file is too large", "More than 10 MB is no monograph."),
    _file_rule("file-empty", "The file is empty", "Nothing but white space is in it."),
    _file_rule("file-binary", "The file is not text", "It has NUL bytes in it."),
    _file_rule(
        "file-not-utf8",
        "The file is not UTF-8",
        "The message names the first byte at fault. Save the file as UTF-8 in your editor.",
    ),
    _file_rule(
        "internal-error",
        "The page could not be understood",
        "This is a mistake of the program. Please report it with the page.",
    ),
    Rule(
        "dead-link",
        Severity.WARNING,
        "A link leads to no file",
        "The Markdown file it names is not there: misspelled, moved, or gone.",
        bad="",
        good="",
        check=_dead_link,
    ),
    Rule(
        "byte-order-mark",
        Severity.INFO,
        "The file begins with a byte order mark",
        "Some editors of Windows write it. It is skipped; other programs may show it.",
        bad="",
        good="",
    ),
)
"""The rules about files."""
