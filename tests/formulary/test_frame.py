"""The frame of the theme is rendered once and shared; no page may look different for it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.conftest import Project

DRUGS = {
    f"drugs/{name}.md": f"# {name}\n\n### Side Effects\n\nCommon effects include:\n\n{effects}"
    for name, effects in {
        "alpha": "* Nausea\n* Cushing's syndrome\n* Headache\n",
        "beta": "* Nausea\n* Raynaud's & <b>drugmono-mark-title</b> sign\n* {{ title }}\n",
    }.items()
}
_ANOTHER_EXTENSION = """
def note(app, pagename, templatename, context, doctree):
    context["title"] = context.get("title", "") + "!"

def setup(app):
    app.connect("html-page-context", note)
"""


def pages(folder: Path) -> dict[str, str]:
    made = [
        path
        for name in ("drug-effects", "drug-monographs")
        for path in (folder / name).rglob("*.html")
    ]
    return {str(path.relative_to(folder)): path.read_text("utf-8") for path in made}


@pytest.mark.parametrize("theme", ["basic", "furo", "alabaster"])
@pytest.mark.parametrize("builder", ["html", "dirhtml"])
def test_shared_frame_gives_the_pages_that_rendering_each_alone_gives(
    make_project: Callable[..., Project],
    monkeypatch: pytest.MonkeyPatch,
    theme: str,
    builder: str,
) -> None:
    """Title, body and addresses of every page are as if the theme had rendered it."""
    conf = {
        "drugmono_pages": ["drugs/**"],
        "html_theme": theme,
        "html_baseurl": "https://example.org/formulary/",
    }
    files = {"index.md": "# Drugs\n\n```{drug-index}\n```\n", **DRUGS}
    shared = pages(make_project(files, conf).build(builder).outdir)
    monkeypatch.setattr("sphinx_drugmono.formulary.frame._INDIFFERENT", ())
    alone = pages(make_project(files, conf).build(builder).outdir)
    assert len(shared) > 4
    assert shared == alone


@pytest.mark.parametrize(
    "addition",
    [
        "{% if 'Headache' in title|striptags %}the one{% endif %}",
        "{% if pagename in 'drug-effects/headache, drug-monographs' %}the one{% endif %}",
        "{% if pagename == 'drug-effects/headache' %}the one{% endif %}",
        "<a href=\"{{ pathto('drug-effects/nausea') }}\">one</a>",
        "{% if body|striptags|wordcount > 40 %}long{% endif %} {{ title|length }}",
    ],
)
def test_templates_of_a_project_see_each_page(
    make_project: Callable[..., Project], monkeypatch: pytest.MonkeyPatch, addition: str
) -> None:
    """Whatever they do with its title, name and text."""
    layout = '{% extends "!layout.html" %}{% block footer %}' + addition + "{% endblock %}"
    files = {"index.md": "# Drugs\n", "_templates/layout.html": layout, **DRUGS}
    project = make_project(
        files, {"drugmono_pages": ["drugs/**"], "templates_path": ["_templates"]}
    )
    shared = pages(project.build(fresh=True).outdir)
    monkeypatch.setattr("sphinx_drugmono.formulary.frame._INDIFFERENT", ())
    assert shared == pages(project.build(fresh=True).outdir)


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


def test_pages_are_rendered_one_by_one_where_another_extension_changes_them(
    make_project: Callable[..., Project],
) -> None:
    """A handler of another extension is called for every page, and sees its title."""
    files = {"index.md": "# Drugs\n", **DRUGS}
    project = make_project(files, {"drugmono_pages": ["drugs/**"], "html_theme": "basic"})
    conf = (project.srcdir / "conf.py").read_text("utf-8")
    project.write({"conf.py": conf + _ANOTHER_EXTENSION})
    built = project.build("html")
    assert "headache!" in built.output("drug-effects/headache.html").casefold()
    assert "nausea!" in built.output("drug-effects/nausea.html").casefold()
