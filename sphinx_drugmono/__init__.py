"""Drug monographs as documentation, for Sphinx.

``extensions = ["sphinx_drugmono"]`` in ``conf.py`` is all a project needs. Importing the package
imports neither Sphinx nor docutils, so scripts can read monographs without them::

    from sphinx_drugmono import Monograph, read_monograph
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.util.typing import ExtensionMetadata

    from sphinx_drugmono.monograph.model import Monograph
    from sphinx_drugmono.monograph.reader import read_monograph

__all__ = ["Monograph", "__version__", "read_monograph", "setup"]

__version__ = "0.1.0"


def setup(app: Sphinx) -> ExtensionMetadata:
    """Register the extension with Sphinx."""
    from sphinx_drugmono.extension import setup_extension
    from sphinx_drugmono.extension.reading import reading_version
    from sphinx_drugmono.formulary import setup_formulary

    setup_extension(app)
    setup_formulary(app)
    return {
        "version": __version__,
        "env_version": reading_version(),
        "parallel_read_safe": True,
        "parallel_write_safe": True,
    }


def __getattr__(name: str) -> object:
    """Import the reader when it is asked for, so that the command line's help need not wait."""
    if name == "read_monograph":
        from sphinx_drugmono.monograph.reader import read_monograph

        return read_monograph
    if name == "Monograph":
        from sphinx_drugmono.monograph.model import Monograph

        return Monograph
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
