"""The disclaimer, the notice and the notes of a monograph."""

from __future__ import annotations

import re

import pytest
from docutils import nodes

PAGES = {"drugmono_pages": ["drugs/**"]}
OWN = "Ask the anticoagulation clinic, since this page is no medical advice"
WORDING = (
    "This is general information and not medical advice. Ask your doctor or pharmacist before you "
    "start, stop or change a medicine. It may be incomplete or out of date."
)


def build(make_project, text, conf=None, builder="html"):
    files = {"index.rst": "Top\n===\n\n.. toctree::\n\n   drugs/w\n", "drugs/w.md": text}
    return make_project(files, {**PAGES, **(conf or {})}).build(builder)


def boxes(built, kind="drugmono-disclaimer"):
    """The texts of the boxes of a kind, title first."""
    return [
        [child.astext() for child in node]
        for node in built.doctree("drugs/w").findall(nodes.admonition)
        if kind in node["classes"]
    ]


def text_of(html: str) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", html))


@pytest.mark.parametrize(
    ("builder", "name"),
    [
        ("html", "drugs/w.html"),
        ("dirhtml", "drugs/w/index.html"),
        ("singlehtml", "index.html"),
        ("epub", "drugs/w.xhtml"),
        ("text", "drugs/w.txt"),
        ("man", "test.1"),
        ("texinfo", "test.texi"),
        ("latex", "test.tex"),
        ("json", "drugs/w.fjson"),
        ("xml", "drugs/w.xml"),
    ],
)
def test_is_in_every_builder(make_project, builder, name):
    """Every builder writes the project's disclaimer and the page's own, each once."""
    built = build(
        make_project,
        f"# W\n\n**Usage:** Clots.\n\n**Disclaimer:** {OWN}.\n",
        {
            "drugmono_disclaimer": WORDING,
            "man_pages": [("index", "test", "Test", "", 1)],
            "texinfo_documents": [("index", "test", "Test", "", "test", "", "")],
            "latex_documents": [("index", "test.tex", "Test", "", "manual")],
        },
        builder,
    )

    shown = text_of(built.output(name).replace("\\n", " "))
    assert shown.count("no medical advice") == 1
    assert shown.count("start, stop or change a medicine") == 1


def test_standard_wording_stands_without_configuration(make_project):
    """A page without a disclaimer of its own carries the standard one, at its end."""
    built = build(make_project, "# W\n\n**Usage:** Clots.\n")

    [[title, text]] = boxes(built)
    assert title == "Disclaimer"
    assert "not medical advice" in text
    assert "drugmono-disclaimer" in built.doctree("drugs/w")[0][-1]["classes"]
    assert built.warnings == ""


def test_stands_on_top_where_the_project_wants_it(make_project):
    """``drugmono_disclaimer_position = "top"`` puts it under the title."""
    built = build(
        make_project,
        "# W\n\nBefore.\n\n**Usage:** Clots.\n",
        {"drugmono_disclaimer_position": "top"},
    )

    assert "drugmono-disclaimer" in built.doctree("drugs/w")[0][1]["classes"]


@pytest.mark.parametrize(
    "own",
    [
        WORDING,
        WORDING.upper().replace(".", "!"),
        f"Important. {WORDING} And more.",
        "Ask your doctor or pharmacist before you start, stop or change a medicine.",
    ],
)
def test_same_wording_is_not_doubled(make_project, own):
    """Wording that equals, contains or is contained in the project's is shown once."""
    built = build(
        make_project,
        f"# W\n\n**Usage:** Clots.\n\n**Disclaimer:** {own}\n",
        {"drugmono_disclaimer": WORDING},
    )

    [[title, text]] = boxes(built)
    assert title == "Disclaimer"
    assert text in (own, WORDING)
    assert "lost-text" not in built.warnings


def test_label_that_says_more_is_kept(make_project):
    """Only a label that repeats the title of the box is left out."""
    built = build(make_project, f"# W\n\n**Usage:** Clots.\n\n**Important Disclaimer:** {OWN}.\n")

    assert boxes(built)[0][1] == f"Important Disclaimer: {OWN}."


def test_notice_is_a_box_of_its_own(make_project):
    """How the text was made is said in a notice: the page's words and the project's."""
    built = build(
        make_project,
        "---\nprovenance: ai\n---\n# W\n\n**Usage:** Clots.\n\n**Disclaimer:** Ask.\n\n"
        "**Note:** This text is AI-generated.\n\n**Note:** Keep this leaflet.\n",
        {"drugmono_notice": {"ai": "Not reviewed by a pharmacist."}},
    )

    assert boxes(built, "drugmono-notice") == [
        ["Notice", "Note: This text is AI-generated.", "Not reviewed by a pharmacist."]
    ]
    document = built.doctree("drugs/w")
    assert [c.astext() for c in document.findall(nodes.container)] == ["Note: Keep this leaflet."]


def test_notice_without_provenance(make_project):
    """The entry ``default`` of the notices is for pages that do not say how they were made."""
    built = build(
        make_project, "# W\n\n**Usage:** Clots.\n", {"drugmono_notice": {"default": "By hand."}}
    )

    assert boxes(built, "drugmono-notice") == [["Notice", "By hand."]]


@pytest.mark.parametrize(
    "front_matter",
    ["disclaimer: false", "drugmono_disclaimer: ''", "layout: none", "no_disclaimer: true"],
)
def test_no_page_can_remove_it(make_project, front_matter):
    """Front matter takes no disclaimer away."""
    built = build(make_project, f"---\n{front_matter}\n---\n# W\n\n**Usage:** Clots.\n")

    assert len(boxes(built)) == 1


def test_empty_page_has_one(make_project):
    """Even a page without any text has its title and its disclaimer."""
    built = build(make_project, "")

    assert len(boxes(built)) == 1
    assert built.app.env.titles["drugs/w"].astext() == "W"


def test_wording_that_says_too_little_is_warned_about(make_project):
    """Wording of conf.py that lacks what a disclaimer must say draws a warning, and is used."""
    built = build(
        make_project,
        "# W\n\n**Usage:** Clots.\n",
        {"drugmono_disclaimer": "Have fun.", "drugmono_disclaimer_short": "Not advice."},
    )

    assert built.warnings.count("[drugmono.disclaimer]") == 2
    assert "drugmono_disclaimer does not say that it is no medical advice" in built.warnings
    assert "drugmono_disclaimer_short does not say to ask a doctor" in built.warnings
    assert boxes(built) == [["Disclaimer", "Have fun."]]


def test_standard_wording_says_what_it_must(make_project):
    """The standard texts, given in conf.py, would draw no warning."""
    from sphinx_drugmono.extension.config import project_config
    from sphinx_drugmono.extension.disclaimers import disclaimer_text, short_disclaimer_text

    built = build(make_project, "# W\n\n**Usage:** Clots.\n")
    config = project_config(built.app.config)
    again = build(
        make_project,
        "# W\n\n**Usage:** Clots.\n",
        {
            "drugmono_disclaimer": str(disclaimer_text(config)),
            "drugmono_disclaimer_short": str(short_disclaimer_text(config)),
        },
    )

    assert again.warnings == ""
