"""What Sphinx's own search has of side effects, and builds that leave its index as it is.

Sphinx loads its index in every build, takes out all that is no document, and writes it again with
the inventory of all objects. For a large formulary that is most of a build in which nothing
changed. So the pages of side effects that are as they were stay in the index, and where nothing
changed at all, both files stay as they are.
"""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any

import sphinx
from docutils import nodes
from docutils.utils import new_document
from sphinx.builders.html import INVENTORY_FILENAME, StandaloneHTMLBuilder

import sphinx_drugmono
from sphinx_drugmono.extension.digests import digest
from sphinx_drugmono.extension.domain import EffectPlace, drug_domain
from sphinx_drugmono.formulary.files import has_text

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Set

    from sphinx.application import Sphinx
    from sphinx.search import IndexBuilder

    from sphinx_drugmono.extension.domain import DrugDomain
    from sphinx_drugmono.formulary.updates import Updates

_OWN_WAY = ("load_indexer", "dump_search_index", "dump_inventory")


class SearchFeed:
    """Keeps the search index of one build in step with the formulary."""

    def __init__(self, updates: Updates) -> None:
        self._updates = updates
        self._kept: Set[str] = frozenset()
        """Pages that are no documents and stay in the index."""
        self._left = False
        """Whether the index of the build before is left as it is."""

    def take_over(self, app: Sphinx) -> None:
        """Decide for the builder when its index is loaded and written, and its inventory."""
        builder = app.builder
        if not isinstance(builder, StandaloneHTMLBuilder):
            return
        load_indexer = builder.load_indexer

        def load(docnames: Set[str]) -> None:
            self._left = not docnames and self._is_current(app, builder)
            if not self._left:
                self._choose_kept(app, builder, docnames)
                load_indexer(docnames)

        def unless_left(write: Callable[[], None]) -> Callable[[], None]:
            return lambda: None if self._left else write()

        builder.load_indexer = load  # type: ignore[method-assign]
        builder.dump_search_index = unless_left(builder.dump_search_index)  # type: ignore[method-assign]
        builder.dump_inventory = unless_left(builder.dump_inventory)  # type: ignore[method-assign]

    def _is_current(self, app: Sphinx, builder: StandaloneHTMLBuilder) -> bool:
        """Whether the files are what this build would write; other extensions may feed them."""
        if (
            not _has_pages(app)
            or any(
                getattr(type(builder), name) is not getattr(StandaloneHTMLBuilder, name)
                for name in _OWN_WAY
            )
            or not all(
                str(listener.handler.__module__).startswith(("sphinx.", "sphinx_drugmono."))
                for listener in builder.events.listeners["html-collect-pages"]
            )
        ):
            return False
        with suppress(OSError):
            return has_text(_stamp_path(builder), self._stamp(builder))
        return False

    def _stamp(self, builder: StandaloneHTMLBuilder) -> str:
        """A digest of the two files, and of when and by what all that is in them was read."""
        stats = [
            (path.stat().st_mtime_ns, path.stat().st_size)
            for path in (_index(builder), Path(builder.outdir, INVENTORY_FILENAME))
        ]
        versions = sphinx.__version__, sphinx_drugmono.__version__
        read = sorted(builder.env.all_docs.items())
        return digest((versions, stats, self._updates.state, read))

    def _choose_kept(
        self, app: Sphinx, builder: StandaloneHTMLBuilder, docnames: Set[str]
    ) -> None:
        """Let Sphinx take out all that is no document, when it loads and writes, but these."""
        indexer = builder.indexer
        assert indexer is not None
        # Sphinx 8 passes a dictionary for books in one file.
        partly = not set(docnames) >= app.env.all_docs.keys() and _index(builder).exists()
        self._kept = self._updates.pages_before if partly and _has_pages(app) else frozenset()
        prune = indexer.prune

        def prune_others(docnames: Iterable[str]) -> None:
            # In a set, which takes out in one step what is in none of many small ones.
            prune({*docnames, *self._kept})

        indexer.prune = prune_others  # type: ignore[method-assign]

    def feed(self, app: Sphinx) -> Iterator[tuple[str, dict[str, Any], str]]:
        """Let Sphinx's search find the pages of side effects by all their names."""
        builder = app.builder
        if _has_pages(app) and not self._left:
            assert isinstance(builder, StandaloneHTMLBuilder)
            if builder.indexer is not None:
                self._feed_changed(builder.indexer, drug_domain(app.env))
        return iter(())

    def _feed_changed(self, indexer: IndexBuilder, domain: DrugDomain) -> None:
        """Take out what changed and is gone, and put in what changed and is new."""
        places = [
            (effect, domain.effect_target(effect)) for effect in domain.effects.effects.values()
        ]
        pages = {place.docname for _effect, place in places if place}
        kept = (self._kept & pages) - self._updates.pages_changed
        if kept != self._kept:
            self._kept = kept
            indexer.prune(domain.env.all_docs)
        empty = new_document("")  # which takes longer to make than all that is done with it
        for effect, place in places:
            if place and place.docname not in self._kept:
                document = nodes.document(empty.settings, empty.reporter)
                document.append(nodes.paragraph("", " ".join(effect.aliases)))
                indexer.feed(place.docname, f"{place.docname}.html", place.title, document)
        self._kept = pages

    def save(self, app: Sphinx, exception: Exception | None) -> None:
        """Remember the files that this build wrote."""
        builder = app.builder
        if exception is None and _has_pages(app) and not self._left:
            assert isinstance(builder, StandaloneHTMLBuilder)
            with suppress(OSError):
                _stamp_path(builder).write_text(self._stamp(builder), "utf-8")


def _has_pages(app: Sphinx) -> bool:
    """Whether the build at work makes a page for each side effect."""
    domain = drug_domain(app.env)
    return domain.effect_place is EffectPlace.PAGE and not domain.is_empty


def _index(builder: StandaloneHTMLBuilder) -> Path:
    return Path(builder.outdir, builder.searchindex_filename)


def _stamp_path(builder: StandaloneHTMLBuilder) -> Path:
    """Not in the output, which does not depend on when it is made."""
    return Path(builder.doctreedir, f"drugmono-{builder.name}-search.txt")


def setup_search_feed(app: Sphinx, updates: Updates) -> None:
    """Connect to the HTML builders, behind what writes the pages."""
    feed = SearchFeed(updates)
    app.connect("builder-inited", feed.take_over)
    app.connect("html-collect-pages", feed.feed, priority=600)
    app.connect("build-finished", feed.save)
