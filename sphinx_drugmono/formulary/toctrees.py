"""The warning about toctrees over very many monographs.

Every page of HTML resolves and renders the tree it stands in, so a tree over all pages costs the
square of their number, whatever its depth.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from sphinx import addnodes

from sphinx_drugmono.extension.config import project_config
from sphinx_drugmono.extension.domain import EffectPlace, drug_domain
from sphinx_drugmono.extension.warnings import Subtype, warn

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.environment import BuildEnvironment


def _warn_of_toctrees(app: Sphinx, env: BuildEnvironment) -> None:
    """Warn once, at the toctree that names the most monographs, when all are too many."""
    domain = drug_domain(env)
    if domain.effect_place is not EffectPlace.PAGE:
        return
    monographs = domain.monographs.keys()
    named = {
        docname: len(monographs & set(names)) for docname, names in env.toctree_includes.items()
    }
    total = len(monographs & {name for names in env.toctree_includes.values() for name in names})
    if total <= project_config(env.config).toctree_entries:
        return
    docname = min(named, key=lambda name: (-named[name], name))
    warn(
        Subtype.TOCTREE,
        f"toctrees name {total} monographs; every page of HTML has to carry this tree, which "
        "costs the square of their number in time and size: 500 pages take seven times as long "
        "as without, 6000 over a hundred times. Put a drug-index here instead, and let the "
        "monographs be orphans, as all documents are that drugmono_pages names",
        location=(docname, _toctree_line(env, docname)),
    )


def _toctree_line(env: BuildEnvironment, docname: str) -> int:
    """The line of the toctree on a page that names the most documents."""
    toctrees = env.get_doctree(docname).findall(addnodes.toctree)
    largest = max(toctrees, key=lambda node: len(node["includefiles"]), default=None)
    return (largest.line or 1) if largest is not None else 1


def setup_toctrees(app: Sphinx) -> None:
    """Connect to the check of the finished environment."""
    app.connect("env-check-consistency", _warn_of_toctrees)
