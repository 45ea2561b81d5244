"""``drugmono init`` and ``drugmono new``: from nothing to a project that builds."""

from __future__ import annotations

import subprocess
import sys
from typing import TYPE_CHECKING

import pytest
import yaml

from sphinx_drugmono.commands.new import page_text
from sphinx_drugmono.commands.project import Project
from sphinx_drugmono.monograph.model import Kind
from sphinx_drugmono.monograph.reader import read_monograph

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from .conftest import Result

    Run = Callable[..., Result]


def test_init_makes_a_project_that_builds_without_a_warning(drugmono: Run, tmp_path: Path) -> None:
    """The command that is printed builds the project, with warnings as errors."""
    folder = tmp_path / "my-formulary"
    result = drugmono("init", folder)
    assert result.code == 0
    assert f"sphinx-build {folder} {folder / '_build' / 'html'}" in result.out
    build = subprocess.run(
        [sys.executable, "-m", "sphinx", "-W", "-n", "-q", folder, folder / "_build" / "html"],
        capture_output=True,
        text=True,
        check=False,
    )
    assert build.returncode == 0, build.stderr
    html = folder / "_build" / "html"
    assert "My Formulary" in (html / "index.html").read_text("utf-8")
    assert "Heartburn" in (html / "drugs" / "ibuprofen.html").read_text("utf-8")


@pytest.mark.parametrize("builder", ["latex", "epub", "text", "man", "drugmono-check"])
def test_a_new_project_builds_everything(drugmono: Run, tmp_path: Path, builder: str) -> None:
    """Books and the other forms of output need no more settings, with warnings as errors."""
    folder = tmp_path / "f"
    assert drugmono("init", folder).code == 0
    build = subprocess.run(
        [sys.executable, "-m", "sphinx", "-M", builder, folder, tmp_path / "out", "-W", "-q"],
        capture_output=True,
        text=True,
        check=False,
    )
    assert build.returncode == 0, build.stderr
    assert any((tmp_path / "out" / builder).iterdir())


def test_pages_of_init_are_in_order(drugmono: Run, tmp_path: Path) -> None:
    """The monographs that come with a new project have no error and no warning."""
    drugmono("init", tmp_path / "f")
    result = drugmono("check", "--level", "warning", "--strict", tmp_path / "f" / "drugs")
    assert (result.code, result.out) == (0, "")
    assert result.err.startswith("2 pages: ")


def test_init_overwrites_nothing(drugmono: Run, tmp_path: Path) -> None:
    """One file that is there stops it, and nothing is written; other files do not matter."""
    (tmp_path / "README.md").write_text("mine", encoding="utf-8")
    (tmp_path / "index.md").write_text("mine", encoding="utf-8")
    result = drugmono("init", tmp_path)
    assert result.code == 2
    assert "index.md is there already" in result.err
    assert sorted(p.name for p in tmp_path.iterdir()) == ["README.md", "index.md"]
    (tmp_path / "index.md").unlink()
    assert drugmono("init", tmp_path).code == 0
    assert (tmp_path / "README.md").read_text("utf-8") == "mine"
    assert drugmono("init", tmp_path / "README.md").code == 2


@pytest.mark.parametrize("title", ['It\'s "mine"', "100% $HOME \\n", "Ünïcode + more"])
def test_titles_are_written_safely(drugmono: Run, tmp_path: Path, title: str) -> None:
    """Whatever the title, conf.py is Python and says it."""
    drugmono("init", tmp_path / "f", "--title", title, "--author", title)
    values: dict[str, object] = {}
    exec((tmp_path / "f" / "conf.py").read_text("utf-8"), values)
    assert values["project"] == title
    assert values["author"] == title


NAMES = ["Ibuprofen", "Aspirin + Caffeine", "Vitamin B*5701", 'Odd: "name" [x]', "α-Tocopherol"]


@pytest.mark.parametrize("dialect", ["headings", "labels"])
@pytest.mark.parametrize("name", NAMES)
def test_new_page_is_read_as_it_is_meant(name: str, dialect: str) -> None:
    """Both dialects give the name and the standard sections, and claim nothing."""
    text = page_text(name, dialect)
    monograph = read_monograph(text)
    assert monograph.name == name
    assert [section.kind for section in monograph.sections] == [
        Kind.GENERIC_NAME,
        Kind.USAGE,
        Kind.DOSAGE,
        Kind.SIDE_EFFECTS,
        Kind.MECHANISM,
        Kind.PRECAUTIONS,
        Kind.FAQS,
    ]
    assert monograph.side_effects == ()
    assert yaml.safe_load(text.split("---")[1]) == {"title": name}


def test_new_page_is_unfinished(drugmono: Run, tmp_path: Path) -> None:
    """What is left to write is an error of the check."""
    drugmono("new", "Ibuprofen", "--folder", tmp_path)
    result = drugmono("check", tmp_path)
    assert result.code == 1
    assert result.out.count("[placeholder]") == 6


def test_new_goes_where_the_project_has_its_pages(
    drugmono: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """drugmono_pages says where; letter folders and the dialect are those of the other pages."""
    (tmp_path / "conf.py").write_text(
        'extensions = ["sphinx_drugmono"]\ndrugmono_pages = ["pages/med/**"]\n', encoding="utf-8"
    )
    monkeypatch.chdir(tmp_path)
    assert drugmono("new", "Ibuprofen").code == 0
    first = tmp_path / "pages" / "med" / "ibuprofen.md"
    assert "### Usage" in first.read_text("utf-8")
    first.unlink()
    for name in ("a/aspirin.md", "n/naproxen.md"):
        path = tmp_path / "pages" / "med" / name
        path.parent.mkdir(parents=True)
        path.write_text(page_text("X", "labels"), encoding="utf-8")
    monkeypatch.chdir(tmp_path / "pages")
    assert drugmono("new", "Ibuprofen").code == 0
    second = tmp_path / "pages" / "med" / "i" / "ibuprofen.md"
    assert "**Usage:** " in second.read_text("utf-8")


def test_new_overwrites_nothing(drugmono: Run, tmp_path: Path) -> None:
    """A page that is there stays."""
    (tmp_path / "ibuprofen.md").write_text("mine", encoding="utf-8")
    result = drugmono("new", "Ibuprofen", "--folder", tmp_path)
    assert result.code == 2
    assert (tmp_path / "ibuprofen.md").read_text("utf-8") == "mine"
    assert drugmono("new", " -- ", "--folder", tmp_path).code == 2


@pytest.mark.parametrize(
    ("conf", "folder"),
    [
        ('drugmono_pages = ["a/b/**"]', "a/b"),
        ('drugmono_pages = "a/*.md"', "a"),
        ('drugmono_pages = ["**"]', "drugs"),
        ('drugmono_pages = ["../out/**"]', "drugs"),
        ("drugmono_pages = [name + '/**' for name in 'ab']", "drugs"),
        ("drugmono_pages = (", "drugs"),
        ("raise SystemExit", "drugs"),
    ],
)
def test_configuration_is_read_and_not_run(tmp_path: Path, conf: str, folder: str) -> None:
    """A value written out is used; anything else falls back, and nothing is executed."""
    (tmp_path / "conf.py").write_text(conf, encoding="utf-8")
    assert Project.at(tmp_path).pages_folder == tmp_path / folder
