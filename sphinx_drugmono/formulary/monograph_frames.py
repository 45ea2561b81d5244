"""The theme's frame around the pages of monographs, rendered once for all pages of a folder.

A theme takes more than a millisecond for a page. Between monographs of one folder, its work
differs in title, text, table of contents and address alone, if all else that the theme is told is
the same and its templates do nothing but show these. Where this is so, it renders one page with
marks, which is filled with what is each monograph's own.

Everything is checked in the build itself, for any theme and any project: what the theme is told of
each page, what its templates do with the marks, and that the filled frame is the page that the
theme rendered of another monograph. What is not found to be the same the theme renders as ever.
"""

from __future__ import annotations

from pathlib import PurePath
from types import BuiltinFunctionType, FunctionType, MethodType
from typing import TYPE_CHECKING, Any, NamedTuple

from sphinx.builders.html import StandaloneHTMLBuilder
from sphinx.jinja2glue import BuiltinTemplateLoader

from sphinx_drugmono.extension.domain import EffectPlace, drug_domain
from sphinx_drugmono.formulary.marks import (
    BODY,
    NAME,
    TITLE,
    TOC,
    Frame,
    LookedAtError,
    Mark,
    is_plain,
)
from sphinx_drugmono.formulary.navigation import stands_alone
from sphinx_drugmono.formulary.watching import watched, watched_functions

if TYPE_CHECKING:
    from collections.abc import Mapping, Set

    from docutils import nodes
    from jinja2.sandbox import SandboxedEnvironment
    from sphinx.application import Sphinx
    from sphinx.builders import Builder

_TEMPLATE = "drugmono/whole-page.html"
_LAST = 1000
_OF_THE_PAGE = frozenset({"title", "body", "toc"})
_ADDRESSES = ("pagename", "current_page_name", "sourcename", "pageurl")
# They depend on the folder of a page, on its name where a template links to it, and on its place
# in a toctree; but no two pages that are in one have the same neighbours.
_FUNCTIONS = ("pathto", "hasdoc", "toctree", "css_tag", "js_tag")
_OWN = _OF_THE_PAGE.union(_ADDRESSES, _FUNCTIONS)
_PLAIN = (
    *(str, bytes, int, float, PurePath),
    *(BuiltinFunctionType, FunctionType, MethodType, type),
)
_PLAIN_OF_SPHINX = frozenset({"sphinx.builders.html._assets", "sphinx.locale"})
"""Where Sphinx's own values are from: style sheets, scripts, words that are translated late."""


class _Page(NamedTuple):
    """A page as the theme is told of it.

    ``values`` are its own, by their marks; ``shared`` is all else, and equal for pages with one
    frame. ``addresses`` are what stands around its name in addresses.
    """

    context: Mapping[str, Any]
    values: Mapping[str, str]
    addresses: Mapping[str, tuple[str, str]]
    shared: Mapping[str, object]

    def is_like(self, constants: Set[str]) -> bool:
        """Whether it is none of the pages that a template treats as different from others."""
        return constants.isdisjoint(self.context[name] for name in (*_OF_THE_PAGE, *_ADDRESSES))


def _page(pagename: str, context: Mapping[str, Any]) -> _Page | None:
    """Tell what is the page's own; ``None`` if it would not be the same in every place."""
    last = pagename.rpartition("/")[2]
    try:
        title, body, toc = context["title"], context["body"], context["toc"]
        functions = [context[name] for name in _FUNCTIONS]
        # As Sphinx does when all extensions have seen the page.
        ordered = {
            name: sorted(context[name], key=lambda asset: asset.priority)
            for name in ("script_files", "css_files")
        }
        addresses = {name: (context[name] or "").rpartition(last) for name in _ADDRESSES}
    except (AttributeError, KeyError):
        return None  # an extension has others
    if (
        any(
            # Not its own name for its module, which a function around it may have, too.
            getattr(one, "__globals__", {}).get("__name__") != StandaloneHTMLBuilder.__module__
            for one in functions
        )
        or any(context[name] and not found for name, (_, found, _) in addresses.items())
        or not (body and is_plain(title, last))
    ):
        return None
    whole = {**context, **ordered}
    around = {name: (before, after) for name, (before, _, after) in addresses.items()}
    shared = {name: value for name, value in whole.items() if name not in _OWN}
    shared |= {"toc": bool(toc), "addresses": around}
    return _Page(whole, {TITLE: title, BODY: body, TOC: toc, NAME: last}, around, shared)


def _settled(value: Any) -> Any:
    """A copy of a value that stays what it is while other pages are rendered.

    Functions may be asked for something else on each page; the templates are watched for it.
    Raises :class:`LookedAtError` for what may change.
    """
    if isinstance(value, dict):
        return {key: _settled(one) for key, one in value.items()}
    if isinstance(value, list | set | frozenset):
        return type(value)(map(_settled, value))
    if isinstance(value, tuple):
        return tuple(map(_settled, value))
    if value is None or isinstance(value, _PLAIN) or type(value).__module__ in _PLAIN_OF_SPHINX:
        return value
    raise LookedAtError


class MonographFrames:
    """Renders the pages of monographs in one build."""

    def __init__(self) -> None:
        self._begin()

    def _begin(self) -> None:
        self._first: tuple[_Page, str] | None = None
        """A page rendered by the theme that no frame was made for yet."""
        self._frame: tuple[Mapping[str, object], Frame, frozenset[str]] | None = None
        """The frame, for which pages it is, and the values it is not for."""
        self._given_up = False
        self._folders: Set[str] = frozenset()
        """The names of folders, whose way to what is in them is a shorter one."""
        self._environment: SandboxedEnvironment | None = None
        """Renders pages with marks."""

    def start(self, app: Sphinx, builder: Builder) -> None:
        """Begin anew, with the templates and the documents of this build."""
        self._begin()
        listeners = sorted(
            app.events.listeners["html-page-context"], key=lambda listener: listener.priority
        )
        # Whoever comes later might still change the page.
        self._given_up = listeners[-1].handler != self.dress_page
        folders = {"_static"}
        for docname in app.env.all_docs:
            folder = docname.rpartition("/")[0]
            while folder and folder not in folders:
                folders.add(folder)
                folder = folder.rpartition("/")[0]
        self._folders = folders

    def dress_page(
        self,
        app: Sphinx,
        pagename: str,
        templatename: str,
        context: dict[str, Any],
        doctree: nodes.document | None,
    ) -> str | None:
        """Render the page of a monograph, if it can be done without the theme."""
        builder = app.builder
        if (
            not isinstance(builder, StandaloneHTMLBuilder)
            or not isinstance(builder.templates, BuiltinTemplateLoader)
            or self._given_up
            or templatename != "page.html"
            or pagename in self._folders
        ):
            return None
        domain = drug_domain(app.env)
        if domain.effect_place is not EffectPlace.PAGE or not stands_alone(
            app.env, domain, pagename
        ):
            return None
        page = _page(pagename, context)
        html = page and (self._filled(page) or self._rendered(page, builder))
        if not html:
            return None
        context["drugmono_html"] = html
        return _TEMPLATE

    def _filled(self, page: _Page) -> str | None:
        """The page in the frame, if it is one for it."""
        if self._frame is None or self._frame[0] != page.shared:
            return None
        _, frame, constants = self._frame
        return frame.fill(page.values) if page.is_like(constants) else None

    def _rendered(self, page: _Page, builder: StandaloneHTMLBuilder) -> str | None:
        """The page as the theme renders it; a second one like it becomes the frame."""
        try:
            if self._first is None or self._first[0].shared != page.shared:
                kept = page._replace(shared=_settled(page.shared))
                html = str(builder.templates.render("page.html", dict(page.context)))
                self._first = (kept, html)
                return html
            (first, html), self._first = self._first, None
            constants: set[str] = set()
            template = self._watched(builder).get_template("page.html")
            frame = Frame(template.render(_marked(page, builder, constants)))
        except Exception:
            # Values may change, templates do more than show marks, or have an error, which Sphinx
            # will report.
            self._given_up = True
            return None
        if not first.is_like(constants):
            return None  # it cannot tell whether the frame is right
        if not frame.is_whole or frame.fill(first.values) != html:
            self._given_up = True
            return None
        self._frame = (first.shared, frame, frozenset(constants))
        return self._filled(page)

    def _watched(self, builder: StandaloneHTMLBuilder) -> SandboxedEnvironment:
        if self._environment is None:
            assert isinstance(builder.templates, BuiltinTemplateLoader)
            self._environment = watched(builder.templates.environment)
        return self._environment


def _marked(page: _Page, builder: StandaloneHTMLBuilder, constants: set[str]) -> dict[str, Any]:
    """What the theme is told of the page with marks."""
    context = dict(page.context)
    for variable, value in (("title", TITLE), ("body", BODY), ("toc", TOC)):
        if context[variable]:
            context[variable] = Mark(value, constants)
    for variable, (before, after) in page.addresses.items():
        if context[variable]:
            context[variable] = Mark(f"{before}{NAME}{after}", constants)
    own = builder.get_target_uri(str(context["pagename"]))
    return context | watched_functions(page.context, str(context["pagename"]), own, constants)


def setup_monograph_frames(app: Sphinx) -> None:
    """Connect behind all that may change what the theme is told of a page."""
    frames = MonographFrames()
    app.connect("write-started", frames.start)
    app.connect("html-page-context", frames.dress_page, priority=_LAST)
