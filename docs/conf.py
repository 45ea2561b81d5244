"""The documentation of sphinx_drugmono, built with sphinx_drugmono."""

import sys
from pathlib import Path

import sphinx_drugmono

sys.path.insert(0, str(Path(__file__).parent / "_ext"))

project = "sphinx_drugmono"
author = "The sphinx_drugmono contributors"
project_copyright = "the sphinx_drugmono contributors"
version = release = sphinx_drugmono.__version__
language = "en"

extensions = [
    "sphinx_drugmono",
    "sphinx.ext.autodoc",
    "generated_reference",
    "live_example",
]

myst_enable_extensions = ["colon_fence", "deflist"]

exclude_patterns = ["_ext", "_build"]

html_theme = "furo"
html_title = "sphinx-drugmono"

# The drugs here are examples; a reader of the documentation looks for other things.
drugmono_finder_sidebar = False

autodoc_member_order = "bysource"
autodoc_typehints_format = "short"
# Types of the standard library, of Sphinx, and those inside the package that no page describes.
nitpick_ignore_regex = [("py:.*", r"(?!sphinx_drugmono\.monograph\.reader).*")]

latex_engine = "xelatex"
