"""The package for scripts: what can be imported, and the helpers for users' own tests."""

from __future__ import annotations

import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

import sphinx_drugmono
from sphinx_drugmono import Monograph, read_monograph
from sphinx_drugmono.testing import assert_no_findings, read

from .conftest import PAGE

if TYPE_CHECKING:
    from pathlib import Path


def test_reader_is_at_hand() -> None:
    """The reader and its record can be imported from the package."""
    monograph = read_monograph(PAGE)
    assert isinstance(monograph, Monograph)
    assert monograph.name == "Ibuprofen"
    with pytest.raises(AttributeError, match="no attribute 'nothing'"):
        _ = sphinx_drugmono.nothing


def test_package_imports_neither_sphinx_nor_docutils() -> None:
    """Scripts do not pay for Sphinx."""
    code = (
        "import sys; from sphinx_drugmono import read_monograph; import sphinx_drugmono.testing;"
        "read_monograph('# A');"
        "print({m.partition('.')[0] for m in sys.modules} & {'sphinx', 'docutils'})"
    )
    result = subprocess.run([sys.executable, "-c", code], capture_output=True, check=True)
    assert result.stdout.strip() == b"set()"


def test_read_takes_indented_text() -> None:
    """Text in a test may be indented with the test."""
    monograph = read(
        """
        # Ibuprofen

        ### Side Effects

        * Nausea
        """
    )
    assert [(e.id, e.line) for e in monograph.side_effects] == [("nausea", 5)]


def test_pages_in_order_pass(tmp_path: Path) -> None:
    """A folder without findings passes."""
    (tmp_path / "a.md").write_text(PAGE, encoding="utf-8")
    assert_no_findings(tmp_path)


def test_findings_fail_with_their_places(tmp_path: Path) -> None:
    """Findings at or above the level are all named; ignored ones are not."""
    path = tmp_path / "a.md"
    path.write_text(PAGE.replace("It relieves pain.", "5.0 mg, 10mg"), encoding="utf-8")
    (tmp_path / "b.md").write_bytes(b"\xff")
    with pytest.raises(AssertionError) as error:
        assert_no_findings(path, tmp_path / "b.md")
    first, second = str(error.value).splitlines()
    assert first.startswith(f"{path}:9: warning: ")
    assert "file-not-utf8" in second
    assert_no_findings(path, ignore=["trailing-zero"])
    assert_no_findings(path, level="error")
    with pytest.raises(AssertionError, match="dose-and-unit-together"):
        assert_no_findings(path, ignore=["trailing-zero"], level="info")
    with pytest.raises(ValueError, match="no rule 'nope'"):
        assert_no_findings(path, ignore=["nope"])
    with pytest.raises(ValueError, match="fatal"):
        assert_no_findings(path, level="fatal")
