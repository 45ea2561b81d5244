"""Derived pages in the frame of the theme: what they have beside those of documents."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.conftest import Project

DRUGS = {
    f"drugs/{name}.md": f"# {name}\n\n### Side Effects\n\nCommon effects include:\n\n{effects}"
    for name, effects in {
        "alpha": "* Nausea\n* Cushing's syndrome\n* Headache\n",
        "beta": "* Nausea\n* Fever\n",
    }.items()
}
_ANOTHER_EXTENSION = """
def note(app, pagename, templatename, context, doctree):
    if pagename.endswith("nausea"):
        context["title"] = context["title"] + "!"

def setup(app):
    app.connect("html-page-context", note)
"""


@pytest.mark.parametrize(
    ("builder", "conf"), [("html", {"html_output_encoding": "latin-1"}), ("htmlhelp", {})]
)
def test_pages_have_the_encoding_of_all_others(
    make_project: Callable[..., Project], builder: str, conf: dict[str, str]
) -> None:
    """Help for Windows and old sites are not in UTF-8; what an encoding lacks is escaped."""
    page = "# Ünal\n\n### Side Effects\n\nCommon side effects include:\n\n* Zäher ☃ Effekt\n"
    project = make_project(
        {"index.md": "# Drugs\n", "drugs/one.md": page}, {"drugmono_pages": ["drugs/**"], **conf}
    )
    for _time in range(2):
        outdir = project.build(builder).outdir
        made = b"".join(path.read_bytes() for path in (outdir / "drug-effects").glob("*.html"))
        assert "Zäher &#9731; Effekt".encode("latin-1") in made


def test_another_extension_sees_each_page(
    make_project: Callable[..., Project], fills: list[str]
) -> None:
    """Also when pages before it showed what the theme makes of it."""
    files = {"index.md": "# Drugs\n", **DRUGS}
    project = make_project(files, {"drugmono_pages": ["drugs/**"], "html_theme": "basic"})
    conf = (project.srcdir / "conf.py").read_text("utf-8")
    project.write({"conf.py": conf + _ANOTHER_EXTENSION})
    built = project.build("html")
    assert "Headache" in fills
    assert "nausea!" in built.output("drug-effects/nausea.html").casefold()
