"""What can be wrong with a file before it is a page; found in reading it."""

from __future__ import annotations

from sphinx_drugmono.monograph.lint.rule import Rule
from sphinx_drugmono.monograph.model import Severity


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
        "byte-order-mark",
        Severity.INFO,
        "The file begins with a byte order mark",
        "Some editors of Windows write it. It is skipped; other programs may show it.",
        bad="",
        good="",
    ),
)
"""The rules about files."""
