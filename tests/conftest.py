"""Building small Sphinx projects in tests."""

from __future__ import annotations

import os
import re
import shutil
from dataclasses import dataclass
from io import StringIO
from typing import TYPE_CHECKING, Any, ClassVar

import pytest
from sphinx.testing.util import SphinxTestApp

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping
    from pathlib import Path

    from docutils import nodes

_ESCAPES = re.compile(r"\x1b\[[0-9;]*m")


@dataclass(frozen=True)
class Built:
    """What one build gave."""

    app: SphinxTestApp
    status: str
    warnings: str
    """The warnings, one a line, with paths relative to the source directory."""

    @property
    def outdir(self) -> Path:
        return self.app.outdir

    def output(self, name: str) -> str:
        """The text of a written file."""
        return (self.outdir / name).read_text("utf-8")

    def doctree(self, docname: str = "index") -> nodes.document:
        """The document as it was read."""
        return self.app.env.get_doctree(docname)

    def warning_lines(self) -> list[str]:
        return [line for line in self.warnings.splitlines() if line.strip()]


class Project:
    """A Sphinx project in a temporary folder, which can be changed and built again."""

    _live: ClassVar[list[SphinxTestApp]] = []
    """The application that is not cleaned up yet: a process can hold one at a time."""

    def __init__(self, root: Path, files: Mapping[str, str | bytes], conf: Mapping[str, Any]):
        self.root = root
        self.srcdir = root / "source"
        self.srcdir.mkdir(parents=True)
        self.configure(conf)
        self.write(files)

    def configure(self, conf: Mapping[str, Any]) -> None:
        """Write ``conf.py`` anew."""
        values = {
            "project": "Test",
            "extensions": ["sphinx_drugmono"],
            "html_theme": "basic",
            **conf,
        }
        lines = [f"{name} = {value!r}\n" for name, value in values.items()]
        (self.srcdir / "conf.py").write_text("".join(lines), "utf-8")

    def write(self, files: Mapping[str, str | bytes]) -> None:
        """Write source files; their names are relative to the source directory."""
        for name, content in files.items():
            path = self.srcdir / name
            path.parent.mkdir(parents=True, exist_ok=True)
            data = content.encode() if isinstance(content, str) else content
            path.write_bytes(data)

    def remove(self, *names: str) -> None:
        for name in names:
            (self.srcdir / name).unlink()

    def build(
        self,
        builder: str = "html",
        *,
        fresh: bool = False,
        parallel: int = 1,
        confoverrides: Mapping[str, Any] | None = None,
        tags: tuple[str, ...] = (),
    ) -> Built:
        """Build as ``sphinx-build -M BUILDER`` does; doctrees are shared by all builders.

        ``fresh`` forgets everything from earlier builds.
        """
        self.close()
        builddir = self.root / "build"
        if fresh and builddir.exists():
            shutil.rmtree(builddir)
        status, warning = StringIO(), StringIO()
        app = SphinxTestApp(
            builder,
            srcdir=self.srcdir,
            builddir=builddir,
            status=status,
            warning=warning,
            parallel=parallel,
            confoverrides=dict(confoverrides or {}),
            tags=tags,
        )
        self._live.append(app)
        app.build()
        text = _ESCAPES.sub("", warning.getvalue()).replace(f"{self.srcdir}/", "")
        return Built(app, _ESCAPES.sub("", status.getvalue()), text)

    @classmethod
    def close(cls) -> None:
        """Give back what the last build holds in this process."""
        while cls._live:
            cls._live.pop().cleanup()


@pytest.fixture
def make_project(tmp_path: Path) -> Iterator[Callable[..., Project]]:
    """Make projects: ``make_project({"index.rst": "..."}, {"drugmono_pages": ["drugs/**"]})``."""
    made: list[Project] = []

    def make(files: Mapping[str, str | bytes], conf: Mapping[str, Any] | None = None) -> Project:
        project = Project(tmp_path / f"project{len(made)}", files, conf or {})
        made.append(project)
        return project

    yield make
    Project.close()


_CHROMIUM_ARGUMENTS = (
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)


@pytest.fixture(scope="session")
def browser() -> Iterator[Any]:
    """A real browser: the Chromium that DRUGMONO_CHROMIUM names, else one on the path."""
    sync_api = pytest.importorskip("playwright.sync_api", reason="playwright is not installed")
    named = os.environ.get("DRUGMONO_CHROMIUM")
    path = named or shutil.which("chromium") or shutil.which("chromium-browser")
    if path is None:
        pytest.skip("no Chromium: install one (apt-get install chromium) or set DRUGMONO_CHROMIUM")
    with sync_api.sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=path, args=list(_CHROMIUM_ARGUMENTS))
        yield chromium
        chromium.close()
