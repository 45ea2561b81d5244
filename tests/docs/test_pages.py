"""The README and the documentation can be followed to the letter."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest

from .walk import NOT_RUN, ROOT, Snippet, Walk, commands, not_run, snippets

STARTS = Path(__file__).parent / "starts"
"""What a reader has before they begin with a page; a new formulary, if nothing else is there."""

PAGES = [
    path
    for path in [ROOT / "README.md", *sorted((ROOT / "docs").rglob("*.md"))]
    if any(snippet.language != "text" for snippet in snippets(path))
]


def start(path: Path, folder: Path) -> Walk:
    """A reader at the beginning of a page."""
    walk = Walk(folder)
    prepared = STARTS / path.stem
    if prepared.is_dir():
        shutil.copytree(prepared, folder, dirs_exist_ok=True)
    if path.stem == "link-formularies":
        for name in ("hospital", "formulary"):
            assert walk.run(f"drugmono init {name}").returncode == 0
        built = walk.run("sphinx-build -q hospital hospital/_build/html")
        assert (built.returncode, built.stderr) == (0, "")
        walk.folder = folder / "formulary"
    elif path.stem not in ("tutorial", "bring-a-site", "README"):
        assert walk.run("drugmono init .").returncode == 0
    return walk


@pytest.mark.parametrize("path", PAGES, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_page_can_be_followed(path: Path, tmp_path: Path) -> None:
    """Every command runs, shows what the page says, and leaves a project without a warning."""
    walk = start(path, tmp_path)
    walk.follow(path)
    project = next(
        folder
        for folder in (walk.folder, walk.folder / "formulary")
        if (folder / "conf.py").exists()
    )
    walk.folder = project
    walk.expect("sphinx-build -q -n . _build/last", None, f"{path.name}: at its end")


def test_links_of_the_readme_lead_to_files() -> None:
    """Its pictures and its links within the project are there."""
    targets = re.findall(r"\]\(([^)\s]+)\)", (ROOT / "README.md").read_text("utf-8"))
    within = [target for target in targets if "://" not in target]
    assert len(within) > 5
    assert [target for target in within if not (ROOT / target).is_file()] == []


def test_commands_that_are_not_run_are_there() -> None:
    """No exception outlives the command it was made for."""
    met = {
        not_run(command)
        for path in PAGES
        for snippet in snippets(path)
        if snippet.language in ("console", "sh")
        for command, _ in commands(snippet)
    }
    assert set(NOT_RUN) <= met


def test_walk_sees_what_does_not_hold(tmp_path: Path) -> None:
    """A command that fails, warns, or says something else than is shown stops the reader."""
    walk = Walk(tmp_path)
    assert walk.run("drugmono init .").returncode == 0
    walk.expect("echo two words", "two ...\n", "here")
    with pytest.raises(AssertionError):
        walk.expect("echo two words", "three ...\n", "here")
    with pytest.raises(AssertionError):
        walk.expect("false", None, "here")
    walk.fragment(Snippet("md", None, "See {drug}`nothing`.\n", 1))
    with pytest.raises(AssertionError, match=re.escape("[drugmono.missing-reference]")):
        walk.expect("sphinx-build -q -n . _build/html", None, "here")


@pytest.mark.network
def test_tutorial_in_a_new_environment(tmp_path: Path) -> None:
    """The tutorial works with nothing but Python, a shell and a copy of the project."""
    ignored = shutil.ignore_patterns(".git", ".venv*", "build", "_build", "__pycache__", ".*cache")
    shutil.copytree(ROOT, tmp_path / "sphinx-drugmono", ignore=ignored)
    walk = Walk(tmp_path, run_all=True)
    reached = walk.run("python3 -m pip download --quiet --no-deps --dest wheels furo")
    if reached.returncode:
        pytest.skip("packages cannot be installed here")
    walk.follow(ROOT / "docs" / "tutorial.md")
    assert walk.tools == tmp_path / ".venv" / "bin"
    pages = {path.stem for path in (walk.folder / "_build" / "html" / "drugs").glob("*.html")}
    assert pages == {"ibuprofen", "metformin", "paracetamol"}
