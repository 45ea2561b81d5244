"""``drugmono check``: what it prints, in every form, and its exit codes."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from sphinx_drugmono.monograph.lint import FIXES, RULES

from .conftest import PAGE

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from .conftest import Result

    Run = Callable[..., Result]

FAULTY = PAGE.replace("It relieves pain.", "Take 5.0 mg or {details}.")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder with a good page, a faulty one deeper down, and things that are no pages."""
    for name, text in {
        "ibuprofen.md": PAGE,
        "n/naproxen.md": FAULTY.replace("Ibuprofen", "Naproxen"),
        "_build/x.md": "{details}",
        ".git/x.md": "{details}",
        "notes.txt": "{details}",
    }.items():
        path = tmp_path / name
        path.parent.mkdir(exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return tmp_path


def test_good_page_has_no_finding(drugmono: Run, folder: Path) -> None:
    """A page in order gives no line and exit code 0."""
    result = drugmono("check", folder / "ibuprofen.md")
    assert (result.code, result.out) == (0, "")
    assert result.err == "1 page: 0 errors, 0 warnings, 0 remarks\n"


def test_line_of_a_finding(drugmono: Run, folder: Path) -> None:
    """Findings are lines that editors understand, in the order of the lines."""
    path = folder / "n" / "naproxen.md"
    result = drugmono("check", path)
    assert result.out.splitlines() == [
        f'{path}:9: error: "{{details}}" is a placeholder that was not filled in [placeholder]',
        f'{path}:9: warning: "5.0" can be read as ten times the dose; write "5" [trailing-zero]',
    ]
    assert result.code == 1


def test_folders_are_searched(drugmono: Run, folder: Path) -> None:
    """Markdown files below a folder are checked; hidden and built ones are not."""
    result = drugmono("check", folder)
    files = {line.partition(":")[0] for line in result.out.splitlines()}
    assert files == {str(folder / "n" / "naproxen.md")}
    assert result.err.startswith("2 pages: ")


def test_a_page_given_twice_is_checked_once(drugmono: Run, folder: Path) -> None:
    """A file that is named and is in a folder named too is no duplicate of itself."""
    result = drugmono("check", folder, folder / "ibuprofen.md")
    assert "duplicate" not in result.out


def test_exit_codes(drugmono: Run, folder: Path) -> None:
    """Warnings fail only with --strict; what cannot run is 2."""
    path = folder / "n" / "naproxen.md"
    path.write_text(path.read_text("utf-8").replace("{details}", "more"), encoding="utf-8")
    assert drugmono("check", path).code == 0
    assert drugmono("check", "--strict", path).code == 1
    assert drugmono("check", "--ignore", "trailing-zero", "--strict", path).code == 0
    assert drugmono("check").code == 2
    assert drugmono("check", folder / "none.md").code == 2
    assert drugmono("check", "--select", "nope", path).code == 2


def test_select_ignore_and_level(drugmono: Run, folder: Path) -> None:
    """Codes can be chosen, several with a comma; levels cut the output."""
    path = folder / "n" / "naproxen.md"
    assert "[trailing-zero]" not in drugmono("check", "--select", "placeholder", path).out
    both = drugmono("check", "--ignore", "placeholder,trailing-zero", path)
    assert (both.code, both.out) == (0, "")
    assert "[trailing-zero]" not in drugmono("check", "--level", "error", path).out


def test_settings_of_the_project_count(drugmono: Run, folder: Path) -> None:
    """Settings above the page are used; bad ones are told in one line with exit code 2."""
    path = folder / "n" / "naproxen.md"
    settings = folder / "drugmono.toml"
    settings.write_text('ignore = ["placeholder"]\nlevels = {trailing-zero = "error"}\n')
    result = drugmono("check", path)
    assert result.code == 1
    assert ": error: " in result.out
    assert "[placeholder]" not in result.out
    settings.write_text('ignore = ["placeholders"]\n')
    result = drugmono("check", path)
    assert (result.code, result.out) == (2, "")
    assert result.err.count("\n") == 1


def test_unreadable_files_are_findings(drugmono: Run, folder: Path) -> None:
    """A file that is no text is an error at its line, and the others are checked."""
    (folder / "latin.md").write_bytes(b"# A\n\ncaf\xe9\n")
    (folder / "empty.md").write_bytes(b"")
    result = drugmono("check", folder)
    assert f"{folder / 'latin.md'}:3: error: is not UTF-8" in result.out
    assert f"{folder / 'empty.md'}:1: error: is empty [file-empty]" in result.out
    assert "[placeholder]" in result.out
    assert result.code == 1


def test_pages_are_checked_together(drugmono: Run, folder: Path) -> None:
    """Duplicates are found at the later page; references only when a folder is given."""
    twin = folder / "z.md"
    twin.write_text(PAGE + "\nSee {drug}`nowhere`.\n", encoding="utf-8")
    result = drugmono("check", folder)
    assert f"{twin}:5: warning: " in result.out
    assert f"{folder / 'ibuprofen.md'}:5" in result.out
    assert "[duplicate-monograph]" in result.out
    assert "[unknown-drug]" in result.out
    alone = drugmono("check", twin)
    assert "[unknown-drug]" not in alone.out


def test_json(drugmono: Run, folder: Path) -> None:
    """The JSON form has the same facts as the lines."""
    path = folder / "n" / "naproxen.md"
    result = drugmono("check", "--format", "json", path)
    assert json.loads(result.out)[0] == {
        "file": str(path),
        "line": 9,
        "severity": "error",
        "code": "placeholder",
        "message": '"{details}" is a placeholder that was not filled in',
    }
    assert result.err == ""
    assert json.loads(drugmono("check", "--format", "json", folder / "ibuprofen.md").out) == []


def test_sarif(drugmono: Run, folder: Path) -> None:
    """SARIF names each rule once, points at it, and writes paths as URIs."""
    path = folder / "a page.md"
    path.write_text(FAULTY, encoding="utf-8")
    document = json.loads(drugmono("check", "--format", "sarif", path).out)
    (run,) = document["runs"]
    rules = run["tool"]["driver"]["rules"]
    assert document["version"] == "2.1.0"
    for result in run["results"]:
        assert rules[result["ruleIndex"]]["id"] == result["ruleId"]
    place = run["results"][0]["locations"][0]["physicalLocation"]
    assert place["artifactLocation"]["uri"].endswith("/a%20page.md")
    assert place["region"] == {"startLine": 9}
    assert [result["level"] for result in run["results"]] == ["error", "warning"]


def test_github(drugmono: Run, folder: Path) -> None:
    """Annotations are escaped as GitHub Actions wants it."""
    path = folder / "a,b.md"
    path.write_text(PAGE.replace("It relieves pain.", "A .5% gel."), encoding="utf-8")
    result = drugmono("check", "--format", "github", path)
    (line,) = result.out.splitlines()
    assert line.startswith("::warning file=")
    assert "a%2Cb.md,line=9,title=naked-decimal::" in line


def test_rules_are_listed_and_explained(drugmono: Run) -> None:
    """Every rule and every fix is in the list; a rule can be explained with its examples."""
    listed = [line.split()[0] for line in drugmono("check", "--rules").out.splitlines()]
    assert listed == list(dict.fromkeys([*RULES, *FIXES]))
    explained = drugmono("check", "--explain", "trailing-zero").out
    assert RULES["trailing-zero"].explanation in explained
    assert "Start with 1.0 mg once daily." in explained
    assert drugmono("check", "--explain", "nope").code == 2


def test_links_to_files_that_are_not_there(drugmono: Run, tmp_path: Path) -> None:
    """A link to a file beside the page must lead to one; other addresses are not looked at."""
    (tmp_path / "a b.md").write_text(PAGE, encoding="utf-8")
    page = tmp_path / "links.md"
    page.write_text(
        PAGE.replace("# Ibuprofen", "# Naproxen").replace(
            "It relieves pain.",
            "[a](a%20b.md) [b](a%20b.md#x) [c](gone.md)\n[d](../gone.md#part 'Title') "
            "[e](/gone.md) [f](https://example.org/gone.md) (gone.md)",
        ),
        encoding="utf-8",
    )
    result = drugmono("check", "--select", "dead-link", tmp_path)
    assert [line.partition("links.md:")[2] for line in result.out.splitlines()] == [
        '9: warning: the link to "gone.md" leads to no file [dead-link]',
        '10: warning: the link to "../gone.md" leads to no file [dead-link]',
    ]
