"""Monographs as chapters of a book, for builders that make one of all documents.

No toctree names them, and none may: in HTML it would cost more than everything else together. So
the builders that put documents together, and they alone, find one at the end of the root document.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from docutils import nodes
from sphinx import addnodes

from sphinx_drugmono.extension.collation import collation_key
from sphinx_drugmono.extension.domain import EffectPlace, drug_domain

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.builders import Builder
    from sphinx.environment import BuildEnvironment


def chapters(env: BuildEnvironment) -> list[str]:
    """The documents with monographs that no toctree names, in order of their first drug."""
    named = {docname for names in env.toctree_includes.values() for docname in names}
    monographs = drug_domain(env).monographs
    return sorted(
        (
            docname
            for docname in monographs
            if docname not in named and docname != env.config.root_doc
        ),
        key=lambda docname: (collation_key(monographs[docname][0].name), docname),
    )


def add_chapters(app: Sphinx, builder: Builder) -> None:
    """Let this build find a toctree over all monographs in the root document."""
    env = app.env
    if drug_domain(env).effect_place is EffectPlace.PAGE:
        return
    docnames = chapters(env)
    if not docnames:
        return
    get_doctree = env.get_doctree

    def get_doctree_with_chapters(docname: str) -> nodes.document:
        doctree = get_doctree(docname)
        if docname == env.config.root_doc:
            _append(doctree, docname, docnames)
        return doctree

    # On this object and for the rest of this build: the stored document, which HTML builders
    # share, stays as it is. The environment is not stored again after this event.
    env.get_doctree = get_doctree_with_chapters  # type: ignore[method-assign]


def _append(doctree: nodes.document, docname: str, docnames: list[str]) -> None:
    toctree = addnodes.toctree(
        "",
        parent=docname,
        entries=[(None, name) for name in docnames],
        includefiles=docnames,
        maxdepth=-1,
        caption=None,
        glob=False,
        hidden=True,
        includehidden=False,
        numbered=0,
        titlesonly=True,
    )
    last = doctree.next_node(nodes.section) or doctree
    last.append(toctree)


def setup_book(app: Sphinx) -> None:
    """Connect to the builders."""
    app.connect("write-started", add_chapters)
