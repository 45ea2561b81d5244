"""Garbage collection during a build."""

from __future__ import annotations

import gc
import weakref
from typing import TYPE_CHECKING

import pytest
from sphinx.errors import ExtensionError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from tests.conftest import Project

_FILES = {"index.md": "# Aspirin\n\n### Usage\nPain.\n"}
_SPY = """
import gc

def note(app, docname, text):
    app.seen = gc.get_threshold()[0]
    app.frozen = gc.get_freeze_count()
    if "fail" in app.tags:
        raise ValueError("as told")

def setup(app):
    app.connect("source-read", note)
"""
_OWN = (700, 10, 10)


class _Thing:
    """Something to see go."""


@pytest.fixture(autouse=True)
def _thresholds() -> Iterator[None]:
    before = gc.get_threshold()
    gc.set_threshold(*_OWN)
    yield
    gc.set_threshold(*before)


@pytest.fixture
def project(make_project: Callable[..., Project], monkeypatch: pytest.MonkeyPatch) -> Project:
    """A project of one monograph that notes the threshold while it is read."""
    made = make_project(
        {**_FILES, "gcspy.py": _SPY},
        {"drugmono_pages": ["index"], "extensions": ["sphinx_drugmono", "gcspy"]},
    )
    monkeypatch.syspath_prepend(made.srcdir)
    return made


def test_rarer_while_pages_are_made(project: Project) -> None:
    """The threshold is raised while pages are read, and as before when the build has ended."""
    assert project.build().app.seen > _OWN[0]
    assert gc.get_threshold() == _OWN


def test_what_was_there_before_is_not_searched(project: Project) -> None:
    """It is frozen while pages are read, and freed in the next build."""
    there: list[object] = [_Thing()]
    there.append(there)
    dropped = weakref.ref(there[0])
    assert project.build().app.frozen > 1000
    del there
    gc.collect()
    assert dropped() is not None
    project.build()
    assert dropped() is None


def test_as_before_when_the_build_fails(project: Project) -> None:
    """A build that ends with an error leaves Python as it was."""
    with pytest.raises(ExtensionError, match="as told"):
        project.build(tags=("fail",))
    assert gc.get_threshold() == _OWN


def test_stays_off(project: Project) -> None:
    """Who switched automatic collection off keeps it off."""
    gc.set_threshold(0, *_OWN[1:])
    assert project.build().app.seen == 0
