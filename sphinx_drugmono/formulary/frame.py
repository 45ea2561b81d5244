"""What the theme puts around a page, rendered once for pages that differ in their text only.

A theme takes several milliseconds for a page, and a large formulary has thousands of pages of side
effects that share all but their title, body and address. The theme renders one such page with
marks in these places, if its templates only show them; for every further page only the marks are
replaced.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from markupsafe import escape
from sphinx.jinja2glue import BuiltinTemplateLoader

from sphinx_drugmono.formulary.marks import BODY, NAME, TITLE, Frame, Mark, is_plain
from sphinx_drugmono.formulary.watching import watched, watched_functions

if TYPE_CHECKING:
    from collections.abc import Mapping

    from jinja2.sandbox import SandboxedEnvironment
    from sphinx.builders.html import StandaloneHTMLBuilder

_INDIFFERENT = ("sphinx.", "sphinx_drugmono.", "furo.", "alabaster.")
"""Packages whose ``html-page-context`` handlers treat all derived pages alike."""
_ADDRESSES = ("pagename", "current_page_name", "pageurl")


class _Marked(NamedTuple):
    """A frame, and the pages it is not for: those with one of the constants for a value."""

    frame: Frame
    constants: frozenset[str]
    addresses: frozenset[str]

    def fill(self, values: Mapping[str, str]) -> str | None:
        addresses = {address.replace(NAME, values[NAME]) for address in self.addresses}
        if not self.constants.isdisjoint((*values.values(), *addresses)):
            return None
        return self.frame.fill(values)


class Frames:
    """Renders derived pages in the dress of the theme."""

    def __init__(self, builder: StandaloneHTMLBuilder) -> None:
        self._builder = builder
        self._frames: dict[object, _Marked] = {}
        self._environment: SandboxedEnvironment | None = None
        self._shared = isinstance(builder.templates, BuiltinTemplateLoader) and all(
            f"{listener.handler.__module__}.".startswith(_INDIFFERENT)
            for listener in builder.events.listeners["html-page-context"]
        )

    @property
    def encoding(self) -> str:
        """That of the pages which Sphinx writes; Help for Windows has its own."""
        return str(
            getattr(self._builder, "encoding", "") or self._builder.config.html_output_encoding
        )

    def page(self, name: str, title: str, body: str, context: Mapping[str, Any]) -> str:
        """The whole page ``name``; ``context`` is what else the theme is told of it.

        ``title`` is text; themes take titles as HTML.
        """
        folder, slash, last = name.rpartition("/")
        marked_up = str(escape(title))
        whole = {**context, "title": marked_up, "body": body}
        if not (self._shared and slash and body and is_plain(marked_up, last)):
            return self._render(name, whole)
        key = folder, repr(sorted(context.items()))
        values = {TITLE: marked_up, BODY: body, NAME: last}
        if key in self._frames:
            return self._frames[key].fill(values) or self._render(name, whole)
        html = self._render(name, whole)
        try:
            marked = self._render_marked(f"{folder}/{NAME}", context)
        except Exception:
            # The templates do more than show marks.
            self._shared = False
            return html
        filled = marked.fill(values)
        if filled == html and marked.frame.is_whole:
            self._frames[key] = marked
        elif filled is not None:
            self._shared = False
        return html

    def _render_marked(self, name: str, context: Mapping[str, Any]) -> _Marked:
        templates = self._builder.templates
        assert isinstance(templates, BuiltinTemplateLoader)
        if self._environment is None:
            self._environment = watched(templates.environment)
        environment = self._environment
        constants: set[str] = set()
        addresses: set[str] = set()

        def render(template: str, context: dict[str, Any]) -> str:
            marked = {
                variable: context[variable] for variable in _ADDRESSES if context[variable]
            } | {"title": TITLE, "body": BODY}
            addresses.update(text for text in marked.values() if NAME in text)
            own = self._builder.get_target_uri(name)
            return environment.get_template(template).render(
                context
                | {variable: Mark(text, constants) for variable, text in marked.items()}
                | watched_functions(context, name, own, constants)
            )

        templates.render = render  # type: ignore[method-assign]
        try:
            html = self._render(name, {**context, "title": TITLE, "body": BODY})
        finally:
            del templates.render
        return _Marked(Frame(html), frozenset(constants), frozenset(addresses))

    def _render(self, name: str, context: Mapping[str, Any]) -> str:
        # Sphinx writes what it renders, and would write a page even if it is the same.
        partial = Path(self._builder.outdir, ".drugmono-page")
        self._builder.handle_page(name, dict(context), "page.html", outfilename=partial)
        content = partial.read_text(self.encoding)
        partial.unlink()
        return content
