"""Doctrees wait for their turn to be written in files, not in memory, where there are many.

Sphinx keeps each doctree from when it is read until it is written, so that it need not load it
from its file. Those of some thousand pages are most of what a build takes of memory, and loading
one takes a small part of the time that writing it does.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from docutils import nodes
    from sphinx.application import Sphinx

_IN_MEMORY = 100
"""How many doctrees stay in memory: those that are written first."""

_CACHES = ("_write_doc_doctree_cache", "_pickled_doctree_cache")
"""Sphinx has no other way to them. Where it does not keep any, nothing is to be let go of."""


def _let_go(app: Sphinx, doctree: nodes.document, docname: str = "") -> None:
    for name in _CACHES:
        cache: dict[str, object] = getattr(app.env, name, {})
        while len(cache) > _IN_MEMORY:
            cache.popitem()


def setup_doctrees(app: Sphinx) -> None:
    """Look at what has gathered whenever one more is made."""
    app.connect("doctree-read", _let_go)
    app.connect("doctree-resolved", _let_go)
