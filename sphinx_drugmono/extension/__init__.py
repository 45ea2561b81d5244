"""The Sphinx side of one monograph: configuration, page parser, directive, nodes, domain."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sphinx.application import Sphinx


def setup_extension(app: Sphinx) -> None:
    """Register everything a monograph needs to be read and shown."""
    from sphinx_drugmono.extension.config import setup_config

    setup_config(app)
