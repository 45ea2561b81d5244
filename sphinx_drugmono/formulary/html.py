"""What pages of HTML get beside their text: the way back, and EPUB's indices."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sphinx.builders.epub3 import Epub3Builder
from sphinx.builders.html import StandaloneHTMLBuilder
from sphinx.builders.singlehtml import SingleFileHTMLBuilder
from sphinxcontrib.serializinghtml import SerializingHTMLBuilder

from sphinx_drugmono.extension.config import project_config
from sphinx_drugmono.extension.disclaimers import short_disclaimer_text
from sphinx_drugmono.extension.domain import (
    DRUG_INDEX,
    EFFECT_INDEX,
    EffectPlace,
    drug_domain,
)
from sphinx_drugmono.formulary.drug_index import drug_index_title
from sphinx_drugmono.formulary.effect_index import effect_index_title
from sphinx_drugmono.formulary.index_pages import index_pages
from sphinx_drugmono.formulary.navigation import Place, labels, stands_alone, ways_from
from sphinx_drugmono.formulary.output import Renderer
from sphinx_drugmono.formulary.rows import drug_rows, effect_rows
from sphinx_drugmono.formulary.view import formulary_view

if TYPE_CHECKING:
    from collections.abc import Mapping

    from docutils import nodes
    from sphinx.application import Sphinx
    from sphinx.builders import Builder

    from sphinx_drugmono.formulary.navigation import Ways


def place_of_effects(builder: Builder) -> EffectPlace:
    """Where a builder describes side effects.

    Builders that make pages of HTML from templates have one for each; a book in EPUB must have
    all its pages in reading order, and has one for all.
    """
    if isinstance(builder, Epub3Builder):
        return EffectPlace.INDEX
    if isinstance(builder, StandaloneHTMLBuilder) and not isinstance(
        builder, (SingleFileHTMLBuilder, SerializingHTMLBuilder)
    ):
        return EffectPlace.PAGE
    return EffectPlace.LISTING


def _set_place(app: Sphinx) -> None:
    drug_domain(app.env).effect_place = place_of_effects(app.builder)


class PageDress:
    """Adds to the pages of one build what they have beside their text."""

    def __init__(self) -> None:
        self._renderer: Renderer | None = None
        self._ways: Mapping[str, Ways] | None = None

    def start(self, app: Sphinx, builder: Builder) -> None:
        """Look at the formulary anew: while pages are written, it stays as it is."""
        self._ways = None

    def dress_page(
        self,
        app: Sphinx,
        pagename: str,
        templatename: str,
        context: dict[str, Any],
        doctree: nodes.document | None,
    ) -> str | None:
        """Add the ways on to the pages of monographs, and make the indices of a book."""
        builder = app.builder
        if not isinstance(builder, StandaloneHTMLBuilder):
            return None
        if self._renderer is None:
            self._renderer = Renderer(builder)
        domain = drug_domain(app.env)
        whole_index = (
            domain.effect_place is EffectPlace.INDEX and templatename == "domainindex.html"
        ) and pagename in (DRUG_INDEX, EFFECT_INDEX)
        if whole_index:
            context["title"], context["body"] = _whole_index(app, self._renderer, pagename)
            return "page.html"
        if domain.effect_place is EffectPlace.PAGE and stands_alone(app.env, domain, pagename):
            if self._ways is None:
                self._ways = ways_from(domain)
            context["body"] = _between_ways(
                self._renderer, pagename, context["body"], self._ways[pagename]
            )
        return None


def _between_ways(renderer: Renderer, pagename: str, body: str, ways: Ways) -> str:
    """The text of a monograph, with the ways from it above and below."""
    index = Place(DRUG_INDEX, "", drug_index_title())
    texts = labels()
    before = renderer.body(
        pagename,
        "drugmono/breadcrumbs.html",
        {"places": (index, ways.letter), "labels": texts},
    )
    after = renderer.body(pagename, "drugmono/ways.html", {"ways": ways, "labels": texts})
    return f"{before}{body}{after}"


def _whole_index(app: Sphinx, renderer: Renderer, pagename: str) -> tuple[str, str]:
    """The title and the body of an index as one page."""
    domain = drug_domain(app.env)
    view = formulary_view(domain)
    disclaimer = short_disclaimer_text(project_config(app.config))
    if pagename == DRUG_INDEX:
        title, template = drug_index_title(), "drugmono/drug-index.html"
        rows = drug_rows(view)
        page = next(
            index_pages(
                pagename, title, rows, limit=len(rows), disclaimer=disclaimer, template=template
            )
        )
    else:
        title, template = effect_index_title(), "drugmono/effect-index.html"
        effects = effect_rows(view, domain, details=True)
        page = next(
            index_pages(
                pagename,
                title,
                effects,
                limit=len(effects),
                disclaimer=disclaimer,
                template=template,
            )
        )
    return title, renderer.body(pagename, page.template, page.context())


def setup_html(app: Sphinx) -> None:
    """Connect to the HTML builders."""
    app.connect("builder-inited", _set_place)
    dress = PageDress()
    app.connect("write-started", dress.start)
    app.connect("html-page-context", dress.dress_page)
