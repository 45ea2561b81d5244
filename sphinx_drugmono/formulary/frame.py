"""What the theme puts around a page, rendered once for pages that differ in their text only.

A theme takes several milliseconds for a page, and a large formulary has thousands of pages of side
effects that share all but their title, body and address. The theme renders one such page with
marks in these places; for every further page only the marks are replaced.
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING, Any

from markupsafe import escape

if TYPE_CHECKING:
    from collections.abc import Mapping

    from sphinx.builders.html import StandaloneHTMLBuilder

_TITLE, _BODY, _NAME = "drugmono-mark-title", "drugmono-mark-body", "drugmono-mark-name"
_MARKS = re.compile(f"({_TITLE}|{_BODY}|{_NAME})")
_INDIFFERENT = ("sphinx.", "sphinxcontrib.", "sphinx_drugmono.", "furo", "alabaster")
"""Packages whose ``html-page-context`` handlers treat all derived pages alike."""


class Frames:
    """Renders derived pages in the dress of the theme."""

    def __init__(self, builder: StandaloneHTMLBuilder) -> None:
        self._builder = builder
        self._frames: dict[object, list[str]] = {}
        self._shared = all(
            str(listener.handler.__module__).startswith(_INDIFFERENT)
            for listener in builder.events.listeners["html-page-context"]
        )

    def page(self, name: str, title: str, body: str, context: Mapping[str, Any]) -> str:
        """The whole page ``name``; ``context`` is what else the theme is told of it.

        ``title`` is text; themes take titles as HTML.
        """
        folder, slash, last = name.rpartition("/")
        marked_up = str(escape(title))
        if not self._shared or not slash:
            return self._render(name, {**context, "title": marked_up, "body": body})
        key = folder, repr(sorted(context.items()))
        frame = self._frames.get(key)
        if frame is None:
            marked = {**context, "title": _TITLE, "body": _BODY}
            frame = _MARKS.split(self._render(f"{folder}/{_NAME}", marked))
            self._frames[key] = frame
        values = {_TITLE: marked_up, _BODY: body, _NAME: last}
        return "".join([values.get(part, part) for part in frame])

    def _render(self, name: str, context: Mapping[str, Any]) -> str:
        # Sphinx writes what it renders, and would write a page even if it is the same.
        partial = Path(self._builder.outdir, ".drugmono-page")
        self._builder.handle_page(name, dict(context), "page.html", outfilename=partial)
        content = partial.read_text("utf-8")
        partial.unlink()
        return content
