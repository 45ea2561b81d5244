"""What is made from all monographs: indices, the pages of side effects, the order of a book."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sphinx.application import Sphinx


def setup_formulary(app: Sphinx) -> None:
    """Register the indices and the pages of the formulary."""
    from sphinx_drugmono.formulary.assets import setup_assets
    from sphinx_drugmono.formulary.book import setup_book
    from sphinx_drugmono.formulary.check_builder import setup_check_builder
    from sphinx_drugmono.formulary.drug_index import DrugIndex
    from sphinx_drugmono.formulary.effect_index import EffectIndex
    from sphinx_drugmono.formulary.frames.rendering import setup_frames
    from sphinx_drugmono.formulary.full_text import setup_full_text
    from sphinx_drugmono.formulary.html import setup_html
    from sphinx_drugmono.formulary.interruption import setup_interruption
    from sphinx_drugmono.formulary.listings import setup_listings
    from sphinx_drugmono.formulary.plain_text import setup_plain_text
    from sphinx_drugmono.formulary.search_feed import setup_search_feed
    from sphinx_drugmono.formulary.sharing import setup_sharing
    from sphinx_drugmono.formulary.toctrees import setup_toctrees
    from sphinx_drugmono.formulary.updates import setup_updates
    from sphinx_drugmono.formulary.volumes import setup_volumes

    for index in (DrugIndex, EffectIndex):
        # One process may build in several languages, and Sphinx asks the class.
        index.name_in_language()
        app.add_index_to_domain("drug", index)
    setup_html(app)
    setup_assets(app)
    setup_listings(app)
    setup_search_feed(app, setup_updates(app, setup_frames(app)))
    setup_interruption(app)
    setup_book(app)
    setup_volumes(app)
    setup_toctrees(app)
    setup_sharing(app)
    setup_plain_text(app)
    setup_full_text(app)
    setup_check_builder(app)
