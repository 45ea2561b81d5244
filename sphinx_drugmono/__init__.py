"""Drug monographs as documentation, for Sphinx.

``extensions = ["sphinx_drugmono"]`` in ``conf.py`` is all a project needs. Importing the package
imports neither Sphinx nor docutils, so scripts can read monographs without them.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.util.typing import ExtensionMetadata

__version__ = "0.1.0"


def setup(app: Sphinx) -> ExtensionMetadata:
    """Register the extension with Sphinx."""
    from sphinx_drugmono.extension import setup_extension
    from sphinx_drugmono.formulary import setup_formulary

    setup_extension(app)
    setup_formulary(app)
    return {
        "version": __version__,
        "env_version": 1,
        "parallel_read_safe": True,
        "parallel_write_safe": True,
    }
