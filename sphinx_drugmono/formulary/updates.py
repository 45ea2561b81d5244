"""Which pages are written anew: those that show something of another page, when that changes."""

from __future__ import annotations

from typing import TYPE_CHECKING

import sphinx
from sphinx.builders.html import StandaloneHTMLBuilder

from sphinx_drugmono.extension.config import project_config
from sphinx_drugmono.extension.digests import digest
from sphinx_drugmono.extension.disclaimers import short_disclaimer_text
from sphinx_drugmono.extension.domain import EffectPlace, drug_domain
from sphinx_drugmono.formulary.drug_index import drug_index_pages
from sphinx_drugmono.formulary.effect_index import effect_index_pages
from sphinx_drugmono.formulary.listings import listing_content
from sphinx_drugmono.formulary.navigation import stands_alone, ways_from
from sphinx_drugmono.formulary.output import OutputRecord, PageWriter, record_path
from sphinx_drugmono.formulary.view import formulary_view, shown_digest

if TYPE_CHECKING:
    from collections.abc import Iterator, Set
    from pathlib import Path
    from typing import Any

    from docutils import nodes
    from sphinx.application import Sphinx
    from sphinx.environment import BuildEnvironment

    from sphinx_drugmono.extension.domain import DrugDomain
    from sphinx_drugmono.formulary.frames.rendering import Frames
    from sphinx_drugmono.formulary.navigation import Ways
    from sphinx_drugmono.formulary.output import DerivedPage


class Updates:
    """Keeps the output of one build in step with the formulary.

    What a page shows is compared with what the output has, not with the last build: another
    builder, which shares the environment, may have run in between.
    """

    def __init__(self, frames: Frames) -> None:
        self._frames = frames
        self._record = OutputRecord()
        self._path: Path | None = None
        self.state = ""
        """A digest of all that decides what pages show of others."""
        self._shown: dict[str, str] = {}
        self._written: set[str] = set()
        self.pages_before: Set[str] = frozenset()
        """The derived pages that the output has when the build begins."""
        self.pages_changed: Set[str] = frozenset()
        """Those that this build found to be new or other than before."""

    def find_outdated(self, app: Sphinx, env: BuildEnvironment) -> list[str]:
        """Name the documents that list or cite something that is not as they show it."""
        domain = drug_domain(env)
        self._path = record_path(app.builder)
        self._record = OutputRecord.load(self._path)
        self._written.clear()
        self.state = _state(app, domain)
        self.pages_before = self._record.pages.keys()
        self.pages_changed = frozenset()
        if self._record.state == self.state:
            self._shown = self._record.shown
            return []
        ways = _ways_shown(env, domain)
        self._shown = {
            docname: digest(
                (
                    _cited(domain, docname),
                    [listing_content(env, one) for one in domain.listings.get(docname, ())],
                    ways.get(docname),
                )
            )
            for docname in sorted(domain.references.keys() | domain.listings.keys() | ways.keys())
        }
        outdated = [
            docname
            for docname, shows in self._shown.items()
            if self._record.shown.get(docname) != shows
        ]
        if not outdated and self._record.state and sphinx.version_info < (8, 2):
            # Old versions of Sphinx end here when a page has only been removed.
            outdated.append(env.config.root_doc)
        return outdated

    def note_written(self, app: Sphinx, doctree: nodes.document, docname: str) -> None:
        """Remember that a document is being written."""
        self._written.add(docname)

    def write_pages(self, app: Sphinx) -> Iterator[tuple[str, dict[str, Any], str]]:
        """Write the derived pages of HTML that changed; Sphinx itself gets none to write."""
        builder = app.builder
        domain = drug_domain(app.env)
        if isinstance(builder, StandaloneHTMLBuilder) and domain.effect_place is EffectPlace.PAGE:
            writer = PageWriter(builder, self._record, self._frames)
            if self._record.state != self.state or not writer.is_current():
                before = self._record.pages
                writer.write(_pages(app, domain))
                self.pages_changed = frozenset(
                    name for name, shows in self._record.pages.items() if before.get(name) != shows
                )
            writer.forget_documents(
                docname for docname in self._record.monographs if docname not in app.env.all_docs
            )
            self._record.monographs = sorted(domain.monographs)
        return iter(())

    def save(self, app: Sphinx, exception: Exception | None) -> None:
        """Remember what the output shows now."""
        if exception is not None or self._path is None or not self._path.parent.is_dir():
            return
        missed = {
            docname
            for docname, shows in self._shown.items()
            if self._record.shown.get(docname) != shows and docname not in self._written
        }
        shown = {docname: shows for docname, shows in self._shown.items() if docname not in missed}
        shown |= {
            docname: self._record.shown[docname]
            for docname in missed
            if docname in self._record.shown
        }
        self._record.shown = shown
        self._record.state = "" if missed else self.state
        self._record.save(self._path)


def _state(app: Sphinx, domain: DrugDomain) -> str:
    """A digest of all that decides what pages show of others."""
    config = project_config(app.config)
    return digest(
        (
            shown_digest(domain),
            sorted((docname, sorted(names)) for docname, names in domain.references.items()),
            sorted(domain.listings.items()),
            domain.effect_place.name,
            app.config.language,
            config.index_entries,
            config.effect_entries,
            short_disclaimer_text(config),
        )
    )


def _cited(domain: DrugDomain, docname: str) -> list[object]:
    return [
        (role, name, domain.targets(role, name, docname))
        for role, name in sorted(domain.references.get(docname, ()))
    ]


def _ways_shown(env: BuildEnvironment, domain: DrugDomain) -> dict[str, Ways]:
    """The links of monographs that have a page of HTML to themselves."""
    if domain.effect_place is not EffectPlace.PAGE:
        return {}
    return {
        docname: ways
        for docname, ways in ways_from(domain).items()
        if stands_alone(env, domain, docname)
    }


def _pages(app: Sphinx, domain: DrugDomain) -> Iterator[DerivedPage]:
    config = project_config(app.config)
    view = formulary_view(domain)
    disclaimer = short_disclaimer_text(config)
    yield from drug_index_pages(view, limit=config.index_entries, disclaimer=disclaimer)
    yield from effect_index_pages(
        view,
        domain,
        limit=config.index_entries,
        effect_limit=config.effect_entries,
        disclaimer=disclaimer,
    )


def setup_updates(app: Sphinx, frames: Frames) -> Updates:
    """Connect the bookkeeping of this build, and return it."""
    updates = Updates(frames)
    app.connect("env-updated", updates.find_outdated)
    app.connect("doctree-resolved", updates.note_written)
    app.connect("html-collect-pages", updates.write_pages)
    app.connect("build-finished", updates.save)
    return updates
