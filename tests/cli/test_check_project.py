"""``drugmono check`` in a Sphinx project: its configuration counts, its directives are read."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from sphinx_drugmono.commands.embedded import embedded_monographs
from sphinx_drugmono.commands.project import Project, find_project
from sphinx_drugmono.monograph.model import Kind

from .conftest import PAGE

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from .conftest import Result

    Run = Callable[..., Result]

CONF = """
extensions = ["sphinx_drugmono"]
drugmono_pages = ["drugs/**"]
drugmono_section_synonyms = {"usage": ["What it treats"]}
drugmono_side_effects = ["mine.toml"]
"""
VOCABULARY = """
[effects.wobbly-knees]
name = "wobbly knees"
system = "general"
"""
MYST = """\
# A page

```{toctree}
other
```

:::{drug-monograph} Naproxen
:reviewed: 2025-01-01

### Usage

Take 5.0 mg, not {drug}`warfarin`, not {drug}`nowhere`.

### Side Effects

* Nausea
:::

Words with 5.0 mg outside.
"""
REST = """\
A page
======

.. drug-monograph:: Warfarin

   **Usage:** Thins the blood.

   **Side Effects:** Bleeding.

   Take .5 mg.

Words with .5 mg outside.
"""


@pytest.fixture
def project(tmp_path: Path) -> Path:
    for name, text in {
        "conf.py": CONF,
        "mine.toml": VOCABULARY,
        "index.md": MYST,
        "blood.rst": REST,
        "drugs/ibuprofen.md": PAGE.replace("### Usage", "### What it treats").replace(
            "Heartburn", "Wobbly knees"
        ),
        "README.md": "# Read me\n",
    }.items():
        path = tmp_path / name
        path.parent.mkdir(exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return tmp_path


def test_monographs_of_pages_and_directives_are_checked(drugmono: Run, project: Path) -> None:
    """Whole pages and directives are checked, at the lines of their files, and nothing else."""
    result = drugmono("check", project)
    lines = [line.removeprefix(f"{project}/") for line in result.out.splitlines()]
    assert [line.partition(" ")[0] + line.rpartition(" ")[2] for line in lines] == [
        "blood.rst:10:[naked-decimal]",
        "index.md:12:[trailing-zero]",
        "index.md:12:[unknown-drug]",
    ]
    assert "nowhere" in lines[2]
    assert result.err.startswith("3 pages: ")


def test_configuration_counts(drugmono: Run, project: Path) -> None:
    """Own names of sections and own side effects are known; no page needs a disclaimer."""
    page = project / "drugs" / "ibuprofen.md"
    page.write_text(page.read_text("utf-8").partition("**Disclaimer")[0], encoding="utf-8")
    assert drugmono("check", page).out == ""
    (project / "conf.py").unlink()
    out = drugmono("check", page).out
    for code in ("missing-disclaimer", "unknown-heading", "unknown-side-effect"):
        assert f"[{code}]" in out


def test_disclaimer_can_be_asked_for(drugmono: Run, project: Path) -> None:
    """A project that wants a disclaimer on each page says so."""
    (project / "drugmono.toml").write_text("levels = {missing-disclaimer = 'error'}\n")
    assert "[missing-disclaimer]" in drugmono("check", project).out


def test_file_of_a_directive_is_checked(drugmono: Run, project: Path) -> None:
    """A directive with :file: leads to the file; one that leads nowhere is told at its line."""
    (project / "text").mkdir()
    (project / "text" / "b.md").write_text("### Usage\n\nTake 5.0 mg.\n", encoding="utf-8")
    (project / "blood.rst").write_text(
        "A\n=\n\n.. drug-monograph:: B\n   :file: /text/b.md\n", encoding="utf-8"
    )
    assert "text/b.md:3: warning: " in drugmono("check", project / "blood.rst").out
    (project / "text" / "b.md").unlink()
    result = drugmono("check", project)
    assert f"{project / 'blood.rst'}:4: error: /text/b.md: no such file" in result.out


def test_project_is_found_above_and_only_if_it_is_one(project: Path, tmp_path: Path) -> None:
    """The nearest conf.py counts; one of another project is none."""
    found = find_project(project / "drugs")
    assert found is not None
    assert found.folder == project.resolve()
    assert found.section_synonyms == ((Kind.USAGE, ("What it treats",)),)
    (project / "drugs" / "conf.py").write_text("extensions = []\n", encoding="utf-8")
    assert find_project(project / "drugs") is None


@pytest.mark.parametrize(
    ("pattern", "name", "matches"),
    [
        ("drugs/**", "drugs/a/b.md", True),
        ("drugs/*", "drugs/b.md", True),
        ("drugs/*", "drugs/a/b.md", False),
        ("drugs/?", "drugs/b.md", True),
        ("drugs.x/*", "drugs-x/b.md", False),
        ("**", "b.md", True),
    ],
)
def test_patterns_are_those_of_sphinx(
    tmp_path: Path, pattern: str, name: str, matches: bool
) -> None:
    """Two stars match slashes, one does not."""
    project = Project(tmp_path, pages=(pattern,))
    assert project.is_monograph(tmp_path / name) is matches
    trusted = Project(tmp_path, pages=(pattern,), trusted_pages=(pattern,))
    assert not trusted.is_monograph(tmp_path / name)


def test_embedded_bodies_keep_their_lines() -> None:
    """Longer fences, nested fences, indented and unclosed directives are read to their ends."""
    text = (
        "````{drug-monograph} A\n```{note}\nx\n```\n````\n\n"
        "- item\n\n  ```{drug-monograph} B\n  y\n  ```\n\n```{drug-monograph} C\nz\n"
    )
    found = list(embedded_monographs(text, rest=False))
    assert [(e.drug, e.line) for e in found] == [("A", 1), ("B", 9), ("C", 13)]
    assert found[0].text == "\n```{note}\nx\n```"
    assert found[1].text == "\n" * 9 + "y"
    assert found[2].text.strip() == "z"


def test_embedded_in_rest_ends_with_the_indentation() -> None:
    """The body of a reST directive ends where the text is indented no more."""
    text = (
        ".. note::\n\n   .. drug-monograph:: A B\n      :id: x\n\n"
        "      body\n\n        more\n\n   out\n"
    )
    (found,) = embedded_monographs(text, rest=True)
    assert (found.drug, found.line) == ("A B", 3)
    assert found.text.split("\n") == ["", "", "", "", "", "body", "", "  more", ""]
