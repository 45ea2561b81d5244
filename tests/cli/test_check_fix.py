"""``drugmono check --fix`` and ``--diff``."""

from __future__ import annotations

import json
import shutil
import subprocess
from typing import TYPE_CHECKING

import pytest

from .conftest import PAGE

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from .conftest import Result

    Run = Callable[..., Result]

UNTIDY = PAGE.replace("### Usage", "###Usage").replace("Nausea\n", "Nausea \n").rstrip("\n")


@pytest.fixture
def page(tmp_path: Path) -> Path:
    path = tmp_path / "ibuprofen.md"
    path.write_bytes(UNTIDY.encode())
    path.chmod(0o640)
    return path


def test_fix_mends_and_tells(drugmono: Run, page: Path) -> None:
    """The file is mended, each fix is told with its place, and what is left is reported."""
    result = drugmono("check", "--fix", page)
    assert page.read_text("utf-8") == PAGE
    assert page.stat().st_mode & 0o777 == 0o640
    assert [line.rpartition("[")[2] for line in result.err.splitlines()[:-1]] == [
        "heading-space]",
        "trailing-space]",
        "final-newline]",
    ]
    assert f"{page}:7: fixed: a space behind the # of a line" in result.err
    assert (result.code, result.out) == (0, "")
    assert [path.name for path in page.parent.iterdir()] == [page.name]
    again = drugmono("check", "--fix", page)
    assert "fixed" not in again.err


def test_without_fix_nothing_is_written(drugmono: Run, page: Path) -> None:
    """The check alone says what is wrong with the heading, and leaves the file."""
    result = drugmono("check", page)
    assert '7: warning: "###Usage" is no heading' in result.out
    assert "trailing" not in result.out
    assert page.read_text("utf-8") == UNTIDY


def test_diff_shows_and_writes_nothing(drugmono: Run, page: Path) -> None:
    """The diff is a patch that gives what --fix gives; the exit code says if there is one."""
    result = drugmono("check", "--diff", page)
    assert result.code == 1
    assert page.read_text("utf-8") == UNTIDY
    if shutil.which("patch"):
        subprocess.run(["patch", "-s", page], input=result.out, text=True, check=True)
        assert page.read_text("utf-8") == PAGE
    page.write_text(PAGE, "utf-8")
    assert drugmono("check", "--diff", page) == type(result)(0, "", "")


def test_fix_keeps_reports_apart(drugmono: Run, page: Path) -> None:
    """A report for programs is nothing but the report."""
    result = drugmono("check", "--fix", "--format", "json", page)
    assert json.loads(result.out) == []


@pytest.mark.parametrize("where", ["option", "settings", "page"])
def test_a_fix_is_switched_off_like_a_rule(drugmono: Run, page: Path, where: str) -> None:
    """By --ignore, in the settings, in the front matter."""
    options: list[str] = []
    text = UNTIDY
    if where == "option":
        options = ["--ignore", "final-newline,heading-space"]
    elif where == "settings":
        (page.parent / "drugmono.toml").write_text('ignore = ["final-newline", "heading-space"]\n')
    else:
        text = text.replace(
            "title: Ibuprofen\n",
            "title: Ibuprofen\ndrugmono-ignore: [final-newline, heading-space]\n",
        )
        page.write_text(text, "utf-8")
    drugmono("check", "--fix", *options, page)
    assert page.read_text("utf-8") == text.replace("Nausea \n", "Nausea\n")


def test_only_whole_pages_are_mended(drugmono: Run, tmp_path: Path) -> None:
    """Pages of a project that hold more than a monograph are left as they are."""
    mixed = "# Page \n\n```{drug-monograph} Naproxen\n###Usage\nPain. \n```"
    rest = "Page\n====\n\n.. drug-monograph:: Naproxen\n\n   **Usage:** Pain. "
    for name, text in {
        "conf.py": 'extensions = ["sphinx_drugmono"]\ndrugmono_pages = ["drugs/**"]\n',
        "index.md": mixed,
        "other.rst": rest,
        "drugs/ibuprofen.md": UNTIDY,
        "drugs/broken.md": "\0",
    }.items():
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(text, "utf-8")
    drugmono("check", "--fix", tmp_path)
    assert (tmp_path / "drugs/ibuprofen.md").read_text("utf-8") == PAGE
    assert (tmp_path / "index.md").read_text("utf-8") == mixed
    assert (tmp_path / "other.rst").read_text("utf-8") == rest
    assert (tmp_path / "drugs/broken.md").read_text("utf-8") == "\0"


def test_fixes_are_explained(drugmono: Run) -> None:
    """The list of rules ends with what is mended, and each can be asked for."""
    assert "\ntrailing-space " in drugmono("check", "--rules").out
    assert "--fix" in drugmono("check", "--explain", "trailing-space").out
    assert "--fix" in drugmono("check", "--explain", "heading-space").out
