"""Markdown documents that are monographs as a whole.

They are read by the reader of monographs and never by MyST, so nothing in them is executed and
their front matter sets nothing of Sphinx or MyST. All other Markdown goes to MyST.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from myst_parser.parsers.sphinx_ import MystParser
from sphinx.util.matching import patmatch

from sphinx_drugmono.extension.config import project_config
from sphinx_drugmono.extension.warnings import Subtype, warn

if TYPE_CHECKING:
    from docutils import nodes
    from docutils.transforms import Transform, Transformer
    from sphinx.application import Sphinx
    from sphinx.config import Config
    from sphinx.environment import BuildEnvironment

_IDLE_TRANSFORMS = frozenset(
    {
        "sphinx.builders.latex.transforms.FootnoteDocnameUpdater",
        "sphinx.domains.citation.CitationDefinitionTransform",
        "sphinx.domains.citation.CitationReferenceTransform",
        "sphinx.transforms.ApplySourceWorkaround",
        "sphinx.transforms.AutoIndexUpgrader",
        "sphinx.transforms.AutoNumbering",
        "sphinx.transforms.DefaultSubstitutions",
        "sphinx.transforms.DoctestTransform",
        "sphinx.transforms.FilterSystemMessages",
        "sphinx.transforms.GlossarySorter",
        "sphinx.transforms.HandleCodeBlocks",
        "sphinx.transforms.MoveModuleTargets",
        "sphinx.transforms.ReorderConsecutiveTargetAndIndexNodes",
        "sphinx.transforms.SortIds",
        "sphinx.transforms.SphinxSmartQuotes",
        "sphinx.transforms.compact_bullet_list.RefOnlyBulletListTransform",
        "sphinx.transforms.i18n.Locale",
        "sphinx.transforms.i18n.PreserveTranslatableMessages",
        "sphinx.transforms.i18n.RemoveTranslatableInline",
        "sphinx.transforms.i18n.TranslationProgressTotaliser",
        "sphinx.transforms.references.SphinxDanglingReferences",
    }
)
"""Transforms of Sphinx for substitutions, footnotes, citations, doctests, typographic quotes,
messages and the like, none of which a monograph has; and ``Locale``, which would find nothing, as
monographs are translated apart. Those of docutils and MyST are all such."""


def is_monograph_page(docname: str, config: Config) -> bool:
    """Whether a document is a monograph as a whole."""
    checked = project_config(config)
    return any(patmatch(docname, pattern) for pattern in checked.pages) and not any(
        patmatch(docname, pattern) for pattern in checked.trusted_pages
    )


class MonographParser(MystParser):
    """Reads the documents ``drugmono_pages`` names as monographs, and all others as MyST."""

    def get_transforms(self) -> list[type[Transform]]:
        """The transforms of MyST, on pages that MyST reads."""
        # Sphinx 9 made ``env`` a deprecated name of ``_env``.
        env: BuildEnvironment = self._env if hasattr(self, "_env") else self.env
        if is_monograph_page(env.docname, env.config):
            return []
        transforms: list[type[Transform]] = super().get_transforms()  # type: ignore[no-untyped-call]
        return transforms

    def parse(self, inputstring: str, document: nodes.document) -> None:
        """Parse the text of a document into ``document``."""
        env: BuildEnvironment = document.settings.env
        if not is_monograph_page(env.docname, env.config):
            super().parse(inputstring, document)
        else:
            _parse_page(inputstring, document, env)


# The reader is loaded when a page is read: a build in which nothing changed is done before that.


def _parse_page(text: str, document: nodes.document, env: BuildEnvironment) -> None:
    from sphinx_drugmono.extension.page import monograph_section, place_monograph

    source = document["source"]
    placed = place_monograph(text, env, source=source, whole_page=True)
    section = monograph_section(placed, source)
    document.append(section)
    _drop_idle_transforms(document.transformer)
    # A monograph needs no toctree.
    env.metadata[env.docname]["orphan"] = ""


def _drop_idle_transforms(transformer: Transformer) -> None:
    """Take out transforms that look for what a monograph never has; each walks the whole tree.

    Transforms of other extensions stay. Sphinx 8 fills the list after the parser has run, and
    then all of them run to no effect.
    """
    transformer.transforms[:] = [
        entry
        for entry in transformer.transforms
        if not entry[1].__module__.startswith(("docutils.", "myst_parser."))
        and f"{entry[1].__module__}.{entry[1].__name__}" not in _IDLE_TRANSFORMS
    ]


def _leave_out_unreadable(app: Sphinx, env: BuildEnvironment, docnames: list[str]) -> None:
    """Report pages that are no UTF-8 text; Sphinx would end the whole build at the first."""
    for docname in list(docnames):
        if is_monograph_page(docname, env.config):
            path = Path(env.doc2path(docname))
            try:
                path.read_text("utf-8")
            except UnicodeDecodeError as error:
                line = error.object.count(b"\n", 0, error.start) + 1
                byte = error.object[error.start]
                message = f"the page is left out: it is not UTF-8 (byte 0x{byte:02x})"
                warn(Subtype.FILE, message, location=f"{path}:{line}")
                docnames.remove(docname)
                env.found_docs.discard(docname)
                app.emit("env-purge-doc", env, docname)
                env.clear_doc(docname)
            except OSError:
                continue  # Sphinx says so itself


def setup_parser(app: Sphinx) -> None:
    """Put the parser in the place of MyST's own, which stays in charge of all other pages."""
    app.setup_extension("myst_parser")
    app.add_source_parser(MonographParser, override=True)
    app.connect("env-before-read-docs", _leave_out_unreadable)
