"""The export of a formulary, for projects that list it together with others."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from sphinx.builders.html import StandaloneHTMLBuilder

from sphinx_drugmono.extension.config import project_config
from sphinx_drugmono.extension.domain import EffectPlace, drug_domain
from sphinx_drugmono.extension.exports import EXPORT_NAME, export_text
from sphinx_drugmono.formulary.files import write_if_changed

if TYPE_CHECKING:
    from sphinx.application import Sphinx


def write_export(app: Sphinx, exception: Exception | None) -> None:
    """Write the export beside the pages, or take away one that is no longer wanted."""
    builder = app.builder
    domain = drug_domain(app.env)
    if (
        exception is not None
        or not isinstance(builder, StandaloneHTMLBuilder)
        or domain.effect_place is not EffectPlace.PAGE
    ):
        return
    path = Path(app.outdir, EXPORT_NAME)
    if not project_config(app.config).export:
        path.unlink(missing_ok=True)
        return
    text = export_text(
        domain.own_entries(), builder.get_target_uri, app.config.project, app.config.html_baseurl
    )
    write_if_changed(path, text)


def setup_sharing(app: Sphinx) -> None:
    """Connect to the end of the build."""
    app.connect("build-finished", write_export)
