"""A small formulary: the configuration of the example."""

project = "Example Formulary"
author = "The authors of the example"
copyright = "The authors of the example"
version = release = "1"
language = "en"

# The one line that is needed. It sets up myst-parser too, so that Markdown pages just work.
extensions = ["sphinx_drugmono"]

# Every Markdown file in the folder drugs/ is a monograph as a whole. These pages need no toctree.
drugmono_pages = ["drugs/**"]

# Entries of the front matter that are shown among the facts on top of a monograph.
drugmono_facts = {"atc": "ATC code"}

# How a text was made, by the word that a page's front matter gives as `provenance`.
drugmono_notice = {
    "ai": "This text was drafted by a language model and was not reviewed by a health professional.",
}

# sources/ holds text that a directive includes; it is no page of its own.
exclude_patterns = ["_build", "sources"]

html_theme = "furo"
html_title = "Example Formulary"

# For the PDF: drug text is full of signs such as ≥, µ and α, which xelatex can print.
latex_engine = "xelatex"
latex_documents = [("index", "formulary.tex", "Example Formulary", author, "manual")]

epub_show_urls = "no"

man_pages = [("index", "formulary", "Example Formulary", [author], 7)]
