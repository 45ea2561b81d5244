"""Reading in several processes: what each needs is loaded once, and none hands back too much.

Sphinx starts a process for each portion of the documents, and each hands back the environment with
all that was in it when it began. In that of a process nothing of other documents is needed: they
may be read at the same time in another one.
"""

from __future__ import annotations

import os
from importlib import import_module
from typing import TYPE_CHECKING

from sphinx_drugmono.extension.domain import drug_domain
from sphinx_drugmono.extension.parser import is_monograph_page

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.environment import BuildEnvironment


class _Workers:
    """Knows whether the process at work is the one that started the build."""

    def __init__(self) -> None:
        self._process = os.getpid()

    def prepare(self, app: Sphinx, env: BuildEnvironment, docnames: list[str]) -> None:
        """Load what reads monographs before the first process is started."""
        self._process = os.getpid()
        if app.parallel > 1 and any(is_monograph_page(name, app.config) for name in docnames):
            from sphinx_drugmono.extension.reading import reading_tools

            import_module("sphinx_drugmono.extension.page")
            reading_tools(app.config)

    def begin(self, app: Sphinx, docname: str, content: list[str]) -> None:
        """Forget the facts and the tables of contents of other documents in a new process."""
        if self._process != os.getpid():
            self._process = os.getpid()
            app.env.tocs.clear()
            drug_domain(app.env).clear()


def setup_parallel(app: Sphinx) -> None:
    """Connect to the reading of documents."""
    workers = _Workers()
    app.connect("env-before-read-docs", workers.prepare)
    app.connect("source-read", workers.begin)
