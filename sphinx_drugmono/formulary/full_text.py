"""What the search of HTML pages finds in monographs: every word, names alone, or by Pagefind.

Sphinx's search loads one file with every word of every page. That of a large formulary is too much
for a reader's line; names are a small part of it, and Pagefind has the words in small pieces.
"""

from __future__ import annotations

import hashlib
import shutil
import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Any

from docutils import nodes
from sphinx.builders.html import StandaloneHTMLBuilder
from sphinx.locale import get_translation

from sphinx_drugmono.extension.config import config_place, project_config
from sphinx_drugmono.extension.domain import EffectPlace, drug_domain
from sphinx_drugmono.extension.warnings import Subtype, warn
from sphinx_drugmono.formulary.files import has_text

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sphinx.application import Sphinx
    from sphinx.builders import Builder

_ = get_translation("sphinx_drugmono")

_BUNDLE = "pagefind"
_STATE = "drugmono-state.txt"
_TEXT_OF_PAGES = "[role=main]"  # in every theme that Sphinx's own scripts work with
_WRITTEN_ALWAYS = ("search", "genindex")
# Lists have no words of their own; Sphinx's search has the names in them.
_NO_TEXT = ".drugmono-index, .drugmono-effect, .drugmono-glance, .headerlink"


def without_monographs(node: nodes.Element) -> nodes.Element:
    """A copy of a document with nothing of its monographs but their titles.

    Text is shared with the document, not copied.
    """
    copy: nodes.Element = node.copy()
    is_monograph = "drugmono-monograph" in node["classes"]
    for child in node.children:
        if isinstance(child, nodes.section | nodes.container) and not is_monograph:
            child = without_monographs(child)
        elif is_monograph and not isinstance(child, nodes.title | nodes.rubric):
            continue
        copy.children.append(child)  # whose parent stays the node it really is in
    return copy


class FullText:
    """Keeps the search of one build as the configuration wants it."""

    def __init__(self) -> None:
        self._pagefind = False

    def choose(self, app: Sphinx, builder: Builder) -> None:
        """Feed Sphinx's search with names alone, unless it is to have everything."""
        self._pagefind = False
        choice = project_config(app.config).full_text_search
        if (
            choice is True
            or not isinstance(builder, StandaloneHTMLBuilder)
            or drug_domain(app.env).effect_place is not EffectPlace.PAGE
        ):
            return
        if choice == "pagefind":
            if find_spec("pagefind") is None:
                warn(
                    Subtype.SEARCH,
                    "Pagefind is not installed (pip install 'sphinx-drugmono[search]'); "
                    "Sphinx's own search has the full text",
                    location=config_place(app.config, "drugmono_full_text_search"),
                )
                return
            self._pagefind = True
        monographs = drug_domain(app.env).monographs
        index_page = builder.index_page

        def index_names(pagename: str, doctree: nodes.document, title: str) -> None:
            if pagename in monographs:
                doctree = without_monographs(doctree)  # type: ignore[assignment]
            index_page(pagename, doctree, title)

        builder.index_page = index_names  # type: ignore[method-assign]

    def dress_page(
        self,
        app: Sphinx,
        pagename: str,
        templatename: str,
        context: dict[str, Any],
        doctree: nodes.document | None,
    ) -> None:
        """Put Pagefind on the page of the search."""
        if self._pagefind and pagename == "search":
            builder = app.builder
            assert isinstance(builder, StandaloneHTMLBuilder)
            attributes = {"data-heading": _("In the text of all pages")}
            builder.add_js_file("drugmono-pagefind.js", defer="defer", **attributes)

    def index(self, app: Sphinx, exception: Exception | None) -> None:
        """Have Pagefind index the pages, if any changed; take away what it made before."""
        if exception is not None or not isinstance(app.builder, StandaloneHTMLBuilder):
            return
        outdir = Path(app.outdir)
        mark = outdir / _BUNDLE / _STATE
        if not self._pagefind:
            if mark.exists():
                shutil.rmtree(mark.parent)
            return
        state = _state(outdir)
        if has_text(mark, state):
            return
        if mark.exists():
            shutil.rmtree(mark.parent)
        result = subprocess.run(
            [
                *(sys.executable, "-m", "pagefind", "--silent"),
                *("--site", str(outdir), "--output-subdir", _BUNDLE),
                *("--root-selector", _TEXT_OF_PAGES, "--exclude-selectors", _NO_TEXT),
            ],
            capture_output=True,
            text=True,
            check=False,
        )
        if result.returncode:
            said = " ".join((result.stderr or result.stdout).split())
            warn(
                Subtype.SEARCH,
                f"Pagefind failed: {said}",
                location=config_place(app.config, "drugmono_full_text_search"),
            )
            return
        mark.write_text(state, "utf-8")


def _state(outdir: Path) -> str:
    """A digest that is another one when a page has been written, or is gone."""
    found = hashlib.sha256()
    for path in sorted(_pages(outdir)):
        stat = path.stat()
        found.update(f"{path}\t{stat.st_mtime_ns}\t{stat.st_size}\n".encode())
    return found.hexdigest()


def _pages(outdir: Path) -> Iterator[Path]:
    for path in outdir.iterdir():
        if path.stem in _WRITTEN_ALWAYS or path.name in ("_static", "_sources", _BUNDLE):
            continue
        if path.is_dir():
            yield from path.rglob("*.html")
        elif path.suffix == ".html":
            yield path


def setup_full_text(app: Sphinx) -> None:
    """Connect to the HTML builders."""
    full_text = FullText()
    app.connect("write-started", full_text.choose)
    app.connect("html-page-context", full_text.dress_page)
    # Behind everything else that writes pages.
    app.connect("build-finished", full_text.index, priority=900)
