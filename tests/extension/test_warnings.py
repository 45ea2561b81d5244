"""The subtypes of warnings."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

import sphinx_drugmono
from sphinx_drugmono.extension.warnings import Subtype

READER = Path(sphinx_drugmono.__file__).parent / "monograph"


def reader_codes() -> set[str]:
    """The codes of diagnostics written in the modules that read a monograph."""
    return {
        node.args[0].value
        for path in READER.glob("*.py")
        for node in ast.walk(ast.parse(path.read_text("utf-8")))
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Name)
        and node.func.id == "Diagnostic"
        and node.args
        and isinstance(node.args[0], ast.Constant)
    }


def test_every_remark_of_the_reader_has_a_subtype():
    """No diagnostic of the reader ends up under the subtype for others."""
    codes = reader_codes()

    assert {"unknown-heading", "front-matter"} <= codes
    assert [code for code in codes if Subtype.of_diagnostic(code) is Subtype.TEXT] == []


@pytest.mark.parametrize("subtype", list(Subtype))
def test_every_subtype_is_explained(subtype):
    """Every subtype has a sentence for readers of the docs."""
    assert subtype.meaning.endswith(".")


def test_subtype_can_be_silenced(make_project):
    """``suppress_warnings`` takes a subtype."""
    built = make_project(
        {"index.rst": "Top\n===\n", "w.md": "# W\n\n## Usage\n\nClots.\n\n## Lore\n\nOld.\n"},
        {"drugmono_pages": ["w"], "suppress_warnings": ["drugmono.unknown-heading"]},
    ).build()

    assert built.warnings == ""
