"""Renders the pages of one build, each in the frame of its folder where it has one."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Any, NamedTuple

from sphinx.builders.html import StandaloneHTMLBuilder
from sphinx.jinja2glue import BuiltinTemplateLoader

from sphinx_drugmono.extension.domain import EffectPlace, drug_domain
from sphinx_drugmono.formulary.frames.marks import Frame, LookedAtError
from sphinx_drugmono.formulary.frames.page import page_of
from sphinx_drugmono.formulary.frames.watching import watched
from sphinx_drugmono.formulary.navigation import stands_alone

if TYPE_CHECKING:
    from collections.abc import Mapping, Set
    from pathlib import Path

    from docutils import nodes
    from jinja2.sandbox import SandboxedEnvironment
    from sphinx.application import Sphinx
    from sphinx.builders import Builder

    from sphinx_drugmono.formulary.frames.page import Page

_TEMPLATE = "drugmono/whole-page.html"
_LAST = 1000
_FEW = 8
"""So many pages the theme has rendered before the first frame is made, for which its templates
must be compiled anew."""
_FOLDERS = 8
"""So many folders are remembered at once."""
_INDIFFERENT = ("sphinx.", "sphinx_drugmono.", "furo.", "alabaster.")
"""Packages whose builders and handlers tell the theme the same of all derived pages."""


class _Made(NamedTuple):
    """A frame, a page it is for, and the values it is not for."""

    frame: Frame
    page: Page
    constants: Set[str]

    def fill(self, page: Page) -> str | None:
        if page.is_one_of(self.constants):
            return None
        return self.frame.fill(page.values)


@dataclass(slots=True)
class _Folder:
    """What is remembered of the pages in a folder."""

    name: str
    first: tuple[Page, str] | None = None
    """A page as the theme rendered it that no frame was made for yet."""
    made: _Made | None = None


class Frames:
    """Renders pages that differ for the theme in what is their own alone.

    Where something else shows, it gives up for the rest of the build.
    """

    def __init__(self) -> None:
        self._begin()

    def _begin(self) -> None:
        self._folder = lru_cache(_FOLDERS)(_Folder)
        self._pages = 0
        """How many pages there are to render, as far as is known."""
        self._given_up = False
        self._told_alike = False
        """Whether the theme is told the same of derived pages that are made alike."""
        self._names: Set[str] = frozenset()
        """The names of folders, whose way to what is in them is a shorter one."""
        self._environment: SandboxedEnvironment | None = None
        """Renders pages with marks."""

    def start(self, app: Sphinx, builder: Builder) -> None:
        """Begin anew, with the templates and the documents of this build."""
        self._begin()
        if not isinstance(builder, StandaloneHTMLBuilder):
            return
        listeners = sorted(
            app.events.listeners["html-page-context"], key=lambda listener: listener.priority
        )
        # Whoever comes later might still change the page.
        self._given_up = listeners[-1].handler != self.dress_page or not isinstance(
            builder.templates, BuiltinTemplateLoader
        )
        self._told_alike = not builder.get_builder_config("sidebars", "html") and all(
            f"{one.__module__}.".startswith(_INDIFFERENT)
            for one in (type(builder), *(listener.handler for listener in listeners))
        )
        names = {"_static"}
        for docname in app.env.all_docs:
            name = docname.rpartition("/")[0]
            while name and name not in names:
                names.add(name)
                name = name.rpartition("/")[0]
        self._names = names

    def count(self, app: Sphinx, doctree: nodes.document, docname: str) -> None:
        """Count a document, which may be one of many that another process is to write."""
        self._pages += 1

    def write(self, pagename: str, context: Mapping[str, Any], path: Path) -> bool:
        """Write a derived page without telling the theme of it, if its frame is known."""
        self._pages += 1
        folder, _, name = pagename.rpartition("/")
        made = self._folder(folder).made
        if not self._told_alike or self._given_up or pagename in self._names or made is None:
            return False
        page = made.page.sibling(name, context)
        html = page and made.fill(page)
        if not html:
            return False
        path.parent.mkdir(parents=True, exist_ok=True)
        # As Sphinx does.
        path.write_text(html, str(made.page.others["encoding"]), "xmlcharrefreplace")
        return True

    def dress_page(
        self,
        app: Sphinx,
        pagename: str,
        templatename: str,
        context: dict[str, Any],
        doctree: nodes.document | None,
    ) -> str | None:
        """Render a page, if it can be done without the theme."""
        builder = app.builder
        if (
            not isinstance(builder, StandaloneHTMLBuilder)
            or self._given_up
            or templatename != "page.html"
            or pagename in self._names
            or not _is_one_of_many(app, pagename, context)
        ):
            return None
        try:
            html = self._render(pagename, context, builder)
        except Exception:
            # Values may change, templates do more than show marks, or have an error, which Sphinx
            # will report.
            self._given_up = True
            return None
        if html is None:
            return None
        context["drugmono_html"] = html
        return _TEMPLATE

    def _render(
        self, pagename: str, context: Mapping[str, Any], builder: StandaloneHTMLBuilder
    ) -> str | None:
        """The page in a frame, or as the theme renders it; a second one like it gives the frame.

        Raises :class:`LookedAtError`, or anything that templates raise.
        """
        page = page_of(pagename, context)
        if page is None:
            return None
        folder = self._folder(pagename.rpartition("/")[0])
        if folder.made and folder.made.page.shares_all_with(page):
            return folder.made.fill(page)
        if (
            folder.first is None
            or not folder.first[0].shares_all_with(page)
            or self._pages <= _FEW
        ):
            kept = page.settled()
            html = str(builder.templates.render("page.html", dict(page.context)))
            folder.first = (kept, html)
            return html
        (first, html), folder.first = folder.first, None
        made = self._make(page, builder)
        filled = made.fill(first)
        if filled is None:
            return None  # it cannot tell whether the frame is right
        if not made.frame.is_whole or filled != html:
            raise LookedAtError
        folder.made = made._replace(page=first)
        return made.fill(page)

    def _make(self, page: Page, builder: StandaloneHTMLBuilder) -> _Made:
        if self._environment is None:
            assert isinstance(builder.templates, BuiltinTemplateLoader)
            self._environment = watched(builder.templates.environment)
        constants: set[str] = set()
        template = self._environment.get_template("page.html")
        frame = Frame(template.render(page.marked(builder, constants)))
        return _Made(frame, page, constants)


def _is_one_of_many(app: Sphinx, pagename: str, context: Mapping[str, Any]) -> bool:
    """Whether it is a page that no toctree leads to: a monograph's, or one that is derived."""
    domain = drug_domain(app.env)
    return domain.effect_place is EffectPlace.PAGE and (
        "drugmono_page" in context or stands_alone(app.env, domain, pagename)
    )


def setup_frames(app: Sphinx) -> Frames:
    """Connect behind all that may change what the theme is told of a page."""
    frames = Frames()
    app.connect("write-started", frames.start)
    app.connect("doctree-resolved", frames.count)
    app.connect("html-page-context", frames.dress_page, priority=_LAST)
    return frames
