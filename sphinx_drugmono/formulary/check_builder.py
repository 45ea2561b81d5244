"""The builder ``drugmono-check``: the linter over all monographs of a project, and no pages.

It asks Sphinx for the configuration and the names of the documents and reads the monographs by
itself, so it needs no doctrees and leaves those of other builders alone.
"""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import TYPE_CHECKING

from sphinx.builders import Builder
from sphinx.util import logging
from sphinx.util.display import status_iterator

from sphinx_drugmono.extension.config import config_folder, project_config
from sphinx_drugmono.extension.warnings import Subtype, warn
from sphinx_drugmono.monograph.source import SourceError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sphinx.application import Sphinx

    from sphinx_drugmono.monograph.lint import Settings
    from sphinx_drugmono.monograph.model import Diagnostic

_logger = logging.getLogger(__name__)

REPORT = "drugmono-check.json"
"""What the report is called in the output folder."""


class CheckBuilder(Builder):
    """Reports what the linter finds as warnings with their places, and all of it as JSON.

    ``drugmono_report`` says which findings are warnings; the settings of the linter are those of
    ``drugmono check``.
    """

    name = "drugmono-check"
    # Sphinx marks the methods below as final. What they do for other builders, to read and store
    # every document, takes many times as long as the check, which needs none of it.
    epilog = f"The report is in %(outdir)s/{REPORT}."

    def build_all(self) -> None:  # type: ignore[misc]
        """Check all monographs."""
        self._check(None)

    def build_update(self) -> None:  # type: ignore[misc]
        """Check all monographs: what they say of each other is a part of it."""
        self._check(None)

    def build_specific(  # type: ignore[misc]
        self, filenames: Sequence[str | os.PathLike[str]]
    ) -> None:
        """Check the monographs in some files."""
        self._check({Path(name).resolve() for name in filenames})

    def _check(self, only: set[Path] | None) -> None:
        # Every project registers this builder, and few builds are done with it.
        from sphinx_drugmono.commands.pages import PageReader
        from sphinx_drugmono.commands.project import Project
        from sphinx_drugmono.extension.reading import reading_tools
        from sphinx_drugmono.monograph.lint import Linter

        config = project_config(self.config)
        self.env.find_files(self.config, self)
        paths = [Path(self.env.doc2path(docname)) for docname in sorted(self.env.found_docs)]
        wanted = [path for path in paths if only is None or path.resolve() in only]
        tools = reading_tools(self.config)
        linter = Linter(self._settings(), tools.vocabulary)
        reader = PageReader(tools.vocabulary, tools.headings)
        project = Project(Path(self.srcdir), config.pages, config.trusted_pages)
        findings: list[tuple[str, Diagnostic]] = []
        for path in status_iterator(map(str, wanted), "checking... ", "blue", len(wanted)):
            try:
                pages = reader.read_in_project(path, project)
            except SourceError as error:
                findings.append((path, error.diagnostic()))
                continue
            for page in pages:
                found = linter.check(page.text, page.monograph)
                findings += [(page.monograph.source, one) for one in found]
        complete = only is None and not config.shards
        findings += linter.check_together(complete=complete)
        self._report(sorted(findings, key=lambda found: (found[0], found[1].line)), linter.pages)

    def _settings(self) -> Settings:
        """The settings of ``drugmono check``; every page gets a disclaimer by the project."""
        from sphinx_drugmono.monograph.lint import CODES, Settings, SettingsError, find_settings

        inserted = "missing-disclaimer"
        try:
            settings = find_settings(config_folder(self.config), CODES)
        except SettingsError as error:
            warn(Subtype.CHECK, f"{error}; the defaults are used", location=None)
            settings = Settings()
        if inserted not in settings.select and inserted not in settings.levels:
            settings = settings.narrowed([], [inserted])
        return settings

    def _report(self, findings: list[tuple[str, Diagnostic]], pages: int) -> None:
        from sphinx_drugmono.commands.reports import as_data

        config = project_config(self.config)
        for path, found in findings:
            if config.reports(found.severity):
                message = f"{found.severity}: {found.message} ({found.code})"
                warn(Subtype.CHECK, message, location=f"{path}:{found.line}")
        _logger.info("%d monographs, %d findings", pages, len(findings))
        named = [
            (Path(os.path.relpath(path, self.srcdir)).as_posix(), found)
            for path, found in findings
        ]
        text = json.dumps(as_data(named), ensure_ascii=False, indent=2) + "\n"
        Path(self.outdir, REPORT).write_text(text, "utf-8")


def setup_check_builder(app: Sphinx) -> None:
    """Register the builder."""
    app.add_builder(CheckBuilder)
