"""Formularies of other projects, whose drugs this one lists too.

Their monographs are known to the domain for the time of a build and never stored with it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from sphinx_drugmono.extension.config import config_folder, project_config
from sphinx_drugmono.extension.domain import drug_domain
from sphinx_drugmono.extension.exports import ExportError, export_entries, read_export
from sphinx_drugmono.extension.warnings import Subtype, warn

if TYPE_CHECKING:
    from sphinx.application import Sphinx

    from sphinx_drugmono.extension.records import MonographEntry


def load_shards(app: Sphinx) -> None:
    """Let the domain know the monographs of all exports; one that is broken is left out whole."""
    entries: list[MonographEntry] = []
    for address, name in project_config(app.config).shards.items():
        path = config_folder(app.config) / name
        try:
            entries += list(export_entries(read_export(path.read_text("utf-8")), address))
        except (OSError, UnicodeDecodeError) as error:
            warn(Subtype.SHARD, f"cannot be read: {error}", location=f"{path}:1")
        except ExportError as error:
            warn(Subtype.SHARD, f"left out: {error}", location=f"{path}:1")
    drug_domain(app.env).know_foreign(entries)


def setup_shards(app: Sphinx) -> None:
    """Load the exports before anything asks for the monographs."""
    app.connect("builder-inited", load_shards)
