"""The forms in which ``drugmono check`` prints its findings."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from pathlib import PurePath
from typing import TYPE_CHECKING
from urllib.parse import quote

from sphinx_drugmono import __version__
from sphinx_drugmono.commands import console
from sphinx_drugmono.monograph.lint import RULES
from sphinx_drugmono.monograph.model import Severity

if TYPE_CHECKING:
    from sphinx_drugmono.monograph.model import Diagnostic

Findings = Sequence[tuple[str, "Diagnostic"]]

_SARIF_LEVELS = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.INFO: "note"}
_GITHUB_LEVELS = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.INFO: "notice"}


def _text(findings: Findings) -> None:
    for path, found in findings:
        console.write(f"{path}:{found.line}: {found.severity}: {found.message} [{found.code}]")


def as_data(findings: Findings) -> list[dict[str, object]]:
    """The findings as JSON-safe data."""
    return [
        {
            "file": path,
            "line": found.line,
            "severity": found.severity.value,
            "code": found.code,
            "message": found.message,
        }
        for path, found in findings
    ]


def _json(findings: Findings) -> None:
    _dump(as_data(findings))


def _sarif(findings: Findings) -> None:
    codes = list(dict.fromkeys(found.code for _, found in findings))
    rules = [
        {
            "id": code,
            "shortDescription": {"text": RULES[code].summary},
            "fullDescription": {"text": RULES[code].explanation},
            "defaultConfiguration": {"level": _SARIF_LEVELS[RULES[code].level]},
        }
        if code in RULES
        else {"id": code}
        for code in codes
    ]
    results = [
        {
            "ruleId": found.code,
            "ruleIndex": codes.index(found.code),
            "level": _SARIF_LEVELS[found.severity],
            "message": {"text": found.message},
            "locations": [
                {
                    "physicalLocation": {
                        "artifactLocation": {"uri": quote(PurePath(path).as_posix())},
                        "region": {"startLine": found.line},
                    }
                }
            ],
        }
        for path, found in findings
    ]
    driver = {"name": "drugmono", "version": __version__, "rules": rules}
    _dump(
        {
            "$schema": "https://json.schemastore.org/sarif-2.1.0.json",
            "version": "2.1.0",
            "runs": [{"tool": {"driver": driver}, "results": results}],
        }
    )


def _github(findings: Findings) -> None:
    for path, found in findings:
        place = f"file={_escaped(path, ':,')},line={found.line},title={found.code}"
        level = _GITHUB_LEVELS[found.severity]
        console.write(f"::{level} {place}::{_escaped(found.message)}")


def _escaped(text: str, special: str = "") -> str:
    for character in "%\r\n" + special:
        text = text.replace(character, f"%{ord(character):02X}")
    return text


def _dump(data: object) -> None:
    console.write(json.dumps(data, ensure_ascii=False, indent=2))


WRITERS: dict[str, Callable[[Findings], None]] = {
    "text": _text,
    "json": _json,
    "sarif": _sarif,
    "github": _github,
}
"""The writer of each ``--format``."""
