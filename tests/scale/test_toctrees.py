"""The warning about toctrees over very many monographs."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable

PAGE = "# {0}\n\n### Usage\n{0} is used for pain.\n\n### Side Effects\n* Nausea\n"
FILES = {f"drugs/{name.lower()}.md": PAGE.format(name) for name in ("Alpha", "Beta", "Gamma")}
INDEX = "Start\n=====\n\n.. toctree::\n\n   guide\n\n.. toctree::\n   :glob:\n\n   drugs/*\n"
CONF = {"drugmono_pages": ["drugs/**"], "drugmono_toctree_entries": 2}


def test_toctree_over_too_many(make_project: Callable[..., Any]) -> None:
    """One warning says where the toctree is, how many monographs it names, what to do."""
    project = make_project({**FILES, "index.rst": INDEX, "guide.rst": "Guide\n=====\n"}, CONF)
    (line,) = project.build().warning_lines()
    assert line.startswith("index.rst:8: WARNING: toctrees name 3 monographs;")
    assert "drug-index" in line
    assert "orphan" in line
    assert line.endswith("[drugmono.toctree]")


def test_nested_toctrees_count_together(make_project: Callable[..., Any]) -> None:
    """Toctrees of letters cost as much as one; the largest of them is the place."""
    letters = {
        "a.rst": "A\n=\n\n.. toctree::\n\n   drugs/alpha\n",
        "b.rst": "B\n=\n\n.. toctree::\n\n   drugs/beta\n   drugs/gamma\n",
        "index.rst": "Start\n=====\n\n.. toctree::\n\n   a\n   b\n",
    }
    (line,) = make_project({**FILES, **letters}, CONF).build().warning_lines()
    assert line.startswith("b.rst:4: WARNING: toctrees name 3 monographs;")


def test_no_warning_where_it_costs_nothing(make_project: Callable[..., Any]) -> None:
    """A book needs its toctree, few monographs are no problem, nor are those outside of it."""
    files = {**FILES, "index.rst": INDEX, "guide.rst": "Guide\n=====\n"}
    assert not make_project(files, CONF).build("latex").warning_lines()
    assert not make_project(files, {**CONF, "drugmono_toctree_entries": 3}).build().warning_lines()
    bare = {**files, "index.rst": "Start\n=====\n\n.. toctree::\n\n   guide\n"}
    assert not make_project(bare, CONF).build().warning_lines()
