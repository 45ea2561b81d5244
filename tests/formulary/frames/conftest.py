"""Builds with and without shared frames."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Protocol

import pytest

from sphinx_drugmono.formulary.frames import rendering
from sphinx_drugmono.formulary.frames.marks import TITLE, Frame

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.conftest import Project


class BothWays(Protocol):
    """Build a project with frames, and with every page rendered by the theme."""

    def __call__(
        self, project: Project, builder: str = "html"
    ) -> tuple[dict[str, str], dict[str, str]]: ...


def _pages_in(outdir: Path) -> dict[str, str]:
    return {
        str(path.relative_to(outdir)): path.read_text("utf-8")
        for folder in ("drugs", "drug-effects", "drug-monographs")
        for path in Path(outdir, folder).rglob("*.html")
    }


@pytest.fixture
def pages_in() -> Callable[[Path], dict[str, str]]:
    """The pages of monographs and those derived from them, by their paths in the output."""
    return _pages_in


@pytest.fixture
def few() -> int:
    """For so many pages no frame is made."""
    return rendering._FEW


@pytest.fixture(autouse=True)
def _soon(few: int, monkeypatch: pytest.MonkeyPatch) -> None:
    """Make the first frame from the first two pages that are alike."""
    monkeypatch.setattr(rendering, "_FEW", 0)


@pytest.fixture
def fills(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The titles of the pages that were put in a frame."""
    filled: list[str] = []
    fill = Frame.fill

    def note(frame: Frame, values: dict[str, str]) -> str:
        filled.append(values[TITLE])
        return fill(frame, values)

    monkeypatch.setattr(Frame, "fill", note)
    return filled


@pytest.fixture
def both_ways() -> BothWays:
    """The pages of a project with frames, and those that the theme rendered all."""

    def build(project: Project, builder: str = "html") -> tuple[dict[str, str], dict[str, str]]:
        shared = _pages_in(project.build(builder, fresh=True).outdir)
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(rendering, "page_of", lambda *_arguments: None)
            alone = _pages_in(project.build(builder, fresh=True).outdir)
        return shared, alone

    return build
