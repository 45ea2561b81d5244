"""Markdown documents that are monographs as a whole."""

from __future__ import annotations

import pytest
from docutils import nodes

INDEX = {"index.rst": "Top\n===\n"}
PAGES = {"drugmono_pages": ["drugs/**"]}

HOSTILE = """\
# Warfarin

## Usage

{doc}`index` and {{ project }} and `code` and $x$.

```{include} /etc/passwd
```

:::{raw} html
<script>alert(1)</script>
:::

<script>alert(2)</script> <img src=x onerror=alert(3)>

(target)=

[a](javascript:alert(4)) [b](JaVaScRiPt&#58;alert(5)) [c](java&#x09;script:alert(6))
[d](data:text/html;base64,PHNjcmlwdD4=) [e](vbscript:x) <javascript:alert(7)>

![tracker](https://evil.example/pixel.png) ![up](../../secret.png) ![gone](gone.png)
"""


def page(make_project, text, conf=None, **files):
    """Build one page and return what was built."""
    return make_project(
        {**INDEX, "drugs/warfarin.md": text, **files}, {**PAGES, **(conf or {})}
    ).build()


def test_page_needs_no_toctree(make_project):
    """A whole-page monograph is built without any warning although no toctree names it."""
    built = page(make_project, "# Warfarin\n\n**Usage:** Clots.\n")

    assert built.warnings == ""
    assert "Clots." in built.output("drugs/warfarin.html")


@pytest.mark.parametrize(
    "extensions",
    [
        ["sphinx_drugmono"],
        ["sphinx_drugmono", "myst_parser"],
        ["myst_parser", "sphinx_drugmono"],
    ],
)
def test_lives_beside_myst(make_project, extensions):
    """Other Markdown is MyST with the project's options, whichever extension comes first."""
    built = make_project(
        {
            "index.md": "# Top\n\n$x^2$ {abbr}`INR (ratio)`\n",
            "drugs/warfarin.md": "# Warfarin\n\n**Usage:** Clots $x^2$.\n",
        },
        {**PAGES, "extensions": extensions, "myst_enable_extensions": ["dollarmath"]},
    ).build()

    assert built.warnings == ""
    assert built.doctree().next_node(nodes.math) is not None
    assert built.doctree().next_node(nodes.abbreviation) is not None
    assert built.doctree("drugs/warfarin").next_node(nodes.math) is None
    assert "Clots $x^2$." in built.output("drugs/warfarin.html")


def test_trusted_page_is_myst(make_project):
    """A page the project trusts is read by MyST although it is among the monographs."""
    built = make_project(
        {
            **INDEX,
            "drugs/start.md": "---\norphan: true\n---\n# Start\n\n```{note}\nA note.\n```\n",
        },
        {**PAGES, "drugmono_trusted_pages": ["drugs/start"]},
    ).build()

    assert built.warnings == ""
    assert built.doctree("drugs/start").next_node(nodes.note) is not None


def test_nothing_is_executed(make_project):
    """Directives, roles, raw HTML, substitutions and scripts show as text."""
    built = page(make_project, HOSTILE, {"myst_enable_extensions": ["substitution"]})
    document = built.doctree("drugs/warfarin")
    html = built.output("drugs/warfarin.html")

    assert not list(document.findall(nodes.raw))
    assert not list(document.findall(nodes.image))
    assert "<script>alert" not in html
    assert "onerror=alert(3)>" not in html.replace("&gt;", "")
    assert "root:" not in html
    assert "{doc}" in document.astext()
    assert "{{ project }}" in document.astext()
    assert "<script>alert(2)</script>" in document.astext()
    assert "(target)=" in document.astext()
    assert "lost-text" not in built.warnings


def test_unsafe_links_and_images_are_text(make_project):
    """Links to scripts and images from elsewhere are text, with a warning at their line."""
    built = page(make_project, HOSTILE)
    document = built.doctree("drugs/warfarin")

    addresses = [str(node.get("refuri", "")) for node in document.findall(nodes.reference)]
    assert not [a for a in addresses if "script" in a.lower() or a.startswith("data")]
    text = document.astext()
    assert "tracker (https://evil.example/pixel.png)" in text
    assert "up (../../secret.png)" in text
    assert "drugs/warfarin.md:21: WARNING: the image 'https://evil.example/pixel.png'" in (
        built.warnings
    )
    assert "[drugmono.image]" in built.warnings


def test_local_image_and_links_work(make_project):
    """An image of the project is shown; links go to the web and to other pages of the project."""
    built = page(
        make_project,
        "# W\n\n## Usage\n\n![Tablet](tablet.png) [web](https://example.org) [h](heparin.md#x) "
        "[mail](mailto:a@example.org)\n",
        **{
            "drugs/tablet.png": b"\x89PNG\r\n\x1a\n",
            "drugs/heparin.md": "# Heparin\n\n**Usage:** Clots.\n",
        },
    )
    html = built.output("drugs/warfarin.html")

    assert built.warnings == ""
    assert 'alt="Tablet"' in html
    assert 'href="https://example.org"' in html
    assert 'href="heparin.html"' in html
    assert 'href="mailto:a' in html


def test_front_matter_sets_nothing(make_project):
    """Front matter is data of the monograph; it sets nothing of Sphinx or MyST."""
    built = page(
        make_project,
        "---\ntitle: Warfarin\nhtml_meta:\n  refresh: 0\nmyst:\n  enable_extensions: [deflist]"
        "\n  substitutions:\n    x: '<b>'\ntocdepth: 1\nno-search: true\nnosearch: true\n---\n\n"
        "**Usage:** {{ x }} Clots.\n",
    )

    assert built.app.env.metadata["drugs/warfarin"] == {"orphan": ""}
    assert "http-equiv" not in built.output("drugs/warfarin.html")
    assert "{{ x }} Clots." in built.output("drugs/warfarin.html")
    assert built.app.env.titles["drugs/warfarin"].astext() == "Warfarin"


def test_text_comes_out_as_written(make_project):
    """Quotes, dashes, signs and alleles come out as they were written."""
    written = [
        "HLA-B*5701 or HLA-B*1502",
        "\"quoted\" and 'single'",
        "a -- b --- c ... d",
        "<1% >10% ≥ 5 mg ½ [IV] {details}",
        ">5 cm",
    ]
    text = "# Warfarin\n\n## Usage\n\n" + "\n\n".join(written[:-1]) + f"\n\n* {written[-1]}\n"
    built = page(make_project, text, {"smartquotes": True})

    shown = built.doctree("drugs/warfarin").astext()
    for line in written:
        assert line in shown
    assert built.warnings == ""


def test_inline_tags_become_markup(make_project):
    """The short list of inline tags is markup where it is closed, and text where it is not."""
    built = page(
        make_project,
        "# W\n\n## Usage\n\n5-HT<sub>1B</sub> 10<sup>9</sup> <b>bold</b> <i>slanted</i> "
        "<sub>open **x</sub>y** </em> <u>no</u>\n",
    )
    document = built.doctree("drugs/warfarin")

    assert [n.astext() for n in document.findall(nodes.subscript)] == ["1B"]
    assert [n.astext() for n in document.findall(nodes.superscript)] == ["9"]
    assert "<sub>open x</sub>y </em> <u>no</u>" in document.astext()


def test_line_breaks_are_kept(make_project):
    """Hard line breaks, by two spaces or by tag, make lines."""
    built = page(make_project, "# W\n\n## Usage\n\nOne  \ntwo<br>three **a  \nb**\n")

    lines = [line.astext() for line in built.doctree("drugs/warfarin").findall(nodes.line)]
    assert lines == ["One", "two", "three a\nb"]


def test_warnings_name_file_and_line(make_project):
    """Remarks of the reader carry the file and the line of the page, front matter counted."""
    built = page(
        make_project, "---\ntitle: W\n---\n\n# W\n\n## Usage\n\nClots.\n\n## Lore\n\nOld.\n"
    )

    assert built.warnings.startswith("drugs/warfarin.md:11: WARNING: the heading 'Lore' is no")
    assert built.warnings.endswith("[drugmono.unknown-heading]\n")


@pytest.mark.parametrize("report", ["error", "none"])
def test_reports_as_much_as_wanted(make_project, report):
    """``drugmono_report`` keeps lesser remarks out of the build."""
    text = "# W\n\n## Usage\n\nClots.\n\n## Lore\n\nOld.\n"

    assert page(make_project, text, {"drugmono_report": report}).warnings == ""


def test_second_build_has_nothing_to_do(make_project):
    """Without a change the second build says that nothing is out of date."""
    project = make_project(
        {**INDEX, "drugs/warfarin.md": "# W\n\n**Usage:** Clots.\n", "mine.toml": ""},
        {
            **PAGES,
            "drugmono_section_titles": {"usage": "Use"},
            "drugmono_section_synonyms": {"usage": ["Purpose"]},
            "drugmono_notice": {"ai": "Made by AI."},
        },
    )
    project.build()

    assert "no targets are out of date" in project.build().status


def test_translation_of_a_page(make_project):
    """Titles and paragraphs take the translations of the project, read as drug Markdown."""
    catalogue = (
        'msgid ""\nmsgstr "Content-Type: text/plain; charset=UTF-8\\n"\n\n'
        'msgid "Prevents *clots*."\nmsgstr "Verhindert *Gerinnsel* {abbr}`x`."\n\n'
        'msgid "Lore"\nmsgstr "Sagen"\n'
    )
    built = page(
        make_project,
        "# W\n\n## Usage\n\nPrevents *clots*.\n\n## Lore\n\nOld.\n",
        {"language": "de", "locale_dirs": ["locale"], "gettext_compact": False},
        **{"locale/de/LC_MESSAGES/drugs/warfarin.po": catalogue},
    )
    document = built.doctree("drugs/warfarin")

    assert "Verhindert Gerinnsel {abbr}x." in document.astext()
    assert [n.astext() for n in document.findall(nodes.emphasis)] == ["Gerinnsel"]
    assert "Sagen" in [n.astext() for n in document.findall(nodes.title)]


def test_page_that_is_not_utf8_is_left_out(make_project):
    """One page in another encoding is reported with its line, and the others are built."""
    project = make_project(
        {
            **INDEX,
            "drugs/latin.md": b"# W\n\n**Usage:** caf\xe9\n",
            "drugs/good.md": "# Good\n\n**Usage:** Clots.\n",
        },
        PAGES,
    )
    built = project.build()

    assert built.warning_lines() == [
        (
            "drugs/latin.md:3: WARNING: the page is left out: it is not UTF-8 (byte 0xe9) "
            "[drugmono.file]"
        )
    ]
    assert "Clots." in built.output("drugs/good.html")

    project.write({"drugs/latin.md": "# Latin\n\n**Usage:** café\n"})

    assert "café" in project.build().output("drugs/latin.html")


@pytest.mark.parametrize("text", ["<sub>" * 60 + "x" + "</sub>" * 60, "*" * 120 + "x" + "*" * 120])
def test_markup_without_end_is_shown(make_project, text):
    """Markup nested deeper than any writer means is text, and the build goes on."""
    built = page(make_project, f"# W\n\n## Usage\n\n{text}\n")

    assert "x" in built.doctree("drugs/warfarin").astext()
    assert built.warnings == ""
