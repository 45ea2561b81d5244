"""The Sphinx side of one monograph: configuration, page parser, directive, nodes, domain."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sphinx.application import Sphinx


def setup_extension(app: Sphinx) -> None:
    """Register everything a monograph needs to be read and shown."""
    from sphinx_drugmono.extension.config import setup_config
    from sphinx_drugmono.extension.directive import setup_directive
    from sphinx_drugmono.extension.disclaimers import setup_disclaimers
    from sphinx_drugmono.extension.doctrees import setup_doctrees
    from sphinx_drugmono.extension.domain import setup_domain
    from sphinx_drugmono.extension.garbage import setup_garbage
    from sphinx_drugmono.extension.glance import setup_glance
    from sphinx_drugmono.extension.latex import setup_latex
    from sphinx_drugmono.extension.parallel import setup_parallel
    from sphinx_drugmono.extension.parser import setup_parser
    from sphinx_drugmono.extension.references import setup_references
    from sphinx_drugmono.extension.shards import setup_shards
    from sphinx_drugmono.extension.single_page import setup_single_page
    from sphinx_drugmono.extension.translations import setup_translations

    app.add_message_catalog("sphinx_drugmono", Path(__file__).parents[1] / "locale")
    setup_garbage(app)
    setup_config(app)
    setup_disclaimers(app)
    setup_parser(app)
    setup_domain(app)
    setup_references(app)
    setup_shards(app)
    setup_directive(app)
    setup_translations(app)
    setup_glance(app)
    setup_latex(app)
    setup_single_page(app)
    setup_parallel(app)
    setup_doctrees(app)
