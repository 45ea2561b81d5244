"""References and links in the text of monographs."""

from __future__ import annotations

from textwrap import indent

import pytest
from bs4 import BeautifulSoup
from docutils import nodes

from sphinx_drugmono.extension.fidelity import lost_text

CONF = {"drugmono_pages": ["drugs/**"], "html_theme": "basic"}
NAPROXEN = "# Naproxen (oral)\n\n**Usage:** Pain.\n\n**Side Effects:** Nausea.\n"
BODY = """\
**Usage:** Pain, as with {drug}`naproxen` or
{drug:monograph}`the other one <Naproxen (oral)>`, {drug}`~Naproxen (oral)`, {drug}`!plain`.

**Side Effects:** {side-effect}`nausea`, {drug:effect}`Vomiting`

**Storage:** Not {doc}`/index`, {raw-html}`x`, \\{drug}`naproxen`, `` {drug}`naproxen` ``.
"""
FORMS = {
    "page": f"# Aspirin\n\n{BODY}",
    "myst": f"# Page\n\n``````{{drug-monograph}} Aspirin\n{BODY}``````\n",
    "rst": f"Page\n====\n\n.. drug-monograph:: Aspirin\n\n{indent(BODY, '   ')}",
}


def write(make_project, form, text=None):
    """A project with a monograph in one of its forms, and with one it refers to."""
    text = text or FORMS[form]
    name = {"page": "drugs/aspirin.md", "myst": "page.md", "rst": "page.rst"}[form]
    index = "Top\n===\n" if form == "page" else "Top\n===\n\n.. toctree::\n\n   page\n"
    return make_project({"index.rst": index, "drugs/naproxen.md": NAPROXEN, name: text}, CONF)


def body(built, form):
    """The monograph's part of its page."""
    name = "drugs/aspirin.html" if form == "page" else "page.html"
    return BeautifulSoup(built.output(name), "lxml").find(id="drug-aspirin")


@pytest.mark.parametrize("form", FORMS)
def test_roles_are_references_in_every_form_of_a_monograph(make_project, form):
    """The domain's roles link to monographs and side effects, with the writer's words."""
    built = write(make_project, form).build()

    links = [
        (link.get_text(), link["href"].rpartition("/")[2])
        for link in body(built, form).select("a.drugmono-monograph, a.drugmono-effect")
        if link.select(".xref")
    ]
    assert links == [
        ("naproxen", "naproxen.html#drug-naproxen-oral"),
        ("the other one", "naproxen.html#drug-naproxen-oral"),
        ("Naproxen", "naproxen.html#drug-naproxen-oral"),
        ("nausea", "nausea.html"),
        ("Vomiting", "vomiting.html"),
    ]
    assert built.warnings == ""


@pytest.mark.parametrize("form", FORMS)
def test_all_other_roles_are_text(make_project, form):
    """Roles of others, escaped roles and roles within code stand as they are written."""
    built = write(make_project, form).build("text")

    text = " ".join(built.output("drugs/aspirin.txt" if form == "page" else "page.txt").split())
    for written in ('{doc}"/index"', '{raw-html}"x"', '{drug}"naproxen"', '"{drug}`naproxen`"'):
        assert written in text
    assert "plain." in text
    assert "!plain" not in text


def test_entries_of_the_index_have_the_words_of_the_role(make_project):
    """Braces and names of roles are not in what is claimed."""
    built = write(make_project, "page").build()

    [entry] = built.app.env.get_domain("drug").monographs["drugs/aspirin"]
    assert [(r.effect, r.text) for r in entry.reactions] == [
        ("nausea", "nausea"),
        ("vomiting", "Vomiting"),
    ]
    assert "{" not in "".join(r.sentence for r in entry.reactions)


@pytest.mark.parametrize("form", ["page", "rst"])
def test_unknown_names_are_reported_and_stay_text(make_project, form):
    """A reference to nothing is reported at its own line, with what it may mean."""
    text = FORMS[form].replace("the other one <Naproxen (oral)>", "Aspirn")
    built = write(make_project, form, text).build()

    name = "drugs/aspirin.md" if form == "page" else "page.rst"
    line = next(n for n, words in enumerate(text.split("\n"), 1) if "Aspirn" in words)
    [warning] = built.warning_lines()
    assert warning == (
        f"{name}:{line}: WARNING: there is no monograph “Aspirn”; did you mean “Aspirin”? "
        "[drugmono.missing-reference]"
    )
    assert "Aspirn" in body(built, form).get_text()


def test_a_page_is_written_anew_when_its_reference_gets_a_target(make_project):
    """The link appears when the drug does, though the page that refers to it is the same."""
    project = write(make_project, "page", "# Aspirin\n\n**Usage:** Like {drug}`ibuprofen`.\n")
    project.build()
    project.write({"drugs/ibuprofen.md": "# Ibuprofen\n\n**Usage:** Pain.\n"})
    built = project.build()

    assert body(built, "page").find("a", string="ibuprofen")["href"].startswith("ibuprofen.html")


@pytest.mark.parametrize(
    ("text", "words", "links"),
    [
        ("[as {drug}`naproxen`](https://example.org)", "as naproxen", 0),
        ("**{drug}`naproxen`** *{drug}`naproxen`*", "naproxen naproxen", 2),
        ("{drug}``naproxen``", "naproxen", 1),
        ("{drug}`naproxen\n(oral)`", "naproxen (oral)", 1),
        ("{drug}` `", "{drug}", 0),
        ("{drug} `naproxen`", "{drug} naproxen", 0),
        ("{Drug}`naproxen`", "{Drug}naproxen", 0),
        ("&#123;drug}`naproxen`", "{drug}naproxen", 0),
    ],
)
def test_where_a_role_stands(make_project, text, words, links):
    """A role may stand in other markup, not in a link; what is not quite one is text."""
    page = f"# Aspirin\n\n**Usage:** Pain.\n\n**Side Effects:** Rash.\n\n**Storage:** {text}\n"
    built = write(make_project, "page", page).build()

    section = body(built, "page").find(id="storage")
    assert " ".join(section.p.get_text().split()) == words
    assert len(section.select("a.drugmono-monograph")) == links
    assert built.warnings == ""


@pytest.mark.parametrize("builder", ["text", "latex", "epub", "man"])
def test_roles_build_without_a_warning_elsewhere(make_project, builder):
    """Every builder can write the references."""
    conf = {"man_pages": [("page", "page", "Page", "", 1)], "epub_show_urls": "no"}
    project = write(make_project, "myst")
    project.configure({**CONF, "version": "1", "copyright": "nobody", **conf})
    assert project.build(builder).warnings == ""


def test_a_heading_keeps_its_reference(make_project):
    """Where a standard title replaces a heading, its link stands in the line as written."""
    page = "# Aspirin\n\n" + "".join(
        f"## {heading} {{drug}}`naproxen`\n\nText.\n\n" for heading in ("Usage with", "More on")
    )
    built = write(make_project, "page", page).build()

    links = body(built, "page").select("a.drugmono-monograph")
    assert [link.get_text() for link in links] == ["naproxen", "naproxen"]
    assert "lost-text" not in built.warnings
    titles = [title.astext() for title in built.doctree("drugs/aspirin").findall(nodes.title)]
    assert not any("{" in title for title in titles)


def test_a_link_to_a_file_that_is_no_page_is_reported(make_project):
    """It stays a link, and its place is told."""
    page = "# Aspirin\n\n**Usage:** As with\n[this](naproxen.md), [that](ibuprofen.md#x).\n"
    built = write(make_project, "page", page).build()

    [warning] = built.warning_lines()
    assert warning == (
        "drugs/aspirin.md:4: WARNING: the link to 'ibuprofen.md#x' leads to no page "
        "[drugmono.missing-reference]"
    )
    assert body(built, "page").find("a", string="that")["href"] == "ibuprofen.md#x"


@pytest.mark.parametrize(
    ("source", "shown", "is_lost"),
    [
        ("As {drug}`aspirin <Aspirin>` does.", "As aspirin does.", False),
        ("As {drug}`acetylsalicylic\nacid` does.", "As acetylsalicylic\nacid does.", False),
        ("As `` {drug}`aspirin` `` does.", "As {drug}`aspirin` does.", False),
        ("As {drug}`aspirin <Aspirin>` does.", "As Aspirin does.", True),
        ("As {drug}`aspirin` does.", "As does.", True),
        ("As {doc}`aspirin` does.", "As aspirin does.", True),
        ("As `` {drug}`aspirin` `` does.", "As aspirin does.", True),
        ("As \\{drug}`aspirin` does.", "As aspirin does.", True),
    ],
)
def test_only_the_marks_of_roles_may_go(source, shown, is_lost):
    """Of a role its words must be shown; of anything else, all of it."""
    assert bool(lost_text(source, [nodes.paragraph("", shown)])) == is_lost
