"""The ids of a monograph's sections, and of the blocks that name side effects."""

from __future__ import annotations

import re
from collections import Counter

import pytest
from bs4 import BeautifulSoup
from docutils import nodes

from sphinx_drugmono.extension.domain import drug_domain

PAGES = {
    "drugmono_pages": ["drugs/**"],
    "suppress_warnings": ["drugmono.unknown-heading", "drugmono.repeated-section"],
}
TEXT = (
    "# Warfarin\n\nBefore all.\n\n## Usage\n\nClots.\n\n### Adults\n\nDaily.\n\n"
    "## Side Effects\n\n* Nausea\n* Vomiting\n\n### In children\n\nHives may occur.\n\n"
    "## Side Effects\n\n* Headache\n\n## Ward notes\n\nKeep *calm*.\n"
)


@pytest.fixture
def build(make_project):
    """Build one page, with other pages beside it."""

    def make(text, **others):
        files = {f"drugs/{name}.md": page for name, page in {"a": text, **others}.items()}
        return make_project({"index.rst": "Top\n===\n", **files}, PAGES).build()

    return make


def section_ids(doctree):
    return {section[0].astext(): section["ids"][0] for section in doctree.findall(nodes.section)}


def all_ids(doctree):
    return [one for element in doctree.findall(nodes.Element) for one in element["ids"]]


def places(built, docname="drugs/a"):
    """The ids of the blocks that name side effects, by the words for these."""
    [entry] = drug_domain(built.app.env).monographs[docname]
    return {reaction.text: reaction.node_id for reaction in entry.reactions}


def test_ids_of_a_page_are_short(build):
    """The monograph has the drug's name in its id; what is in it need not repeat that."""
    built = build(TEXT)

    assert [one for one in all_ids(built.doctree("drugs/a")) if "effect-" not in one] == [
        "drug-warfarin",
        "usage",
        "usage-adults",
        "side-effects",
        "side-effects-in-children",
        "side-effects-2",
        "ward-notes",
    ]
    assert places(built) == {
        "Nausea": "effect-1",
        "Vomiting": "effect-2",
        "Hives": "effect-3",
        "Headache": "effect-4",
    }


def test_ids_in_a_directive_have_the_name_in_front(make_project):
    """A monograph that shares its document with other text leaves short ids to that."""
    body = TEXT.partition("\n\n")[2]
    text = "Top\n===\n\nUsage\n-----\n\nx\n\n.. drug-monograph:: Warfarin\n\n" + re.sub(
        r"^(?=.)", "   ", body, flags=re.MULTILINE
    )
    built = make_project({"index.rst": text}, PAGES).build()

    ids = all_ids(built.doctree())
    own = [one for one in ids if one.startswith("drug-")]
    assert own[:3] == ["drug-warfarin", "drug-warfarin-usage", "drug-warfarin-usage-adults"]
    assert set(ids) - set(own) == {"top", "usage"}
    assert places(built, "index")["Headache"] == "drug-warfarin-effect-4"


@pytest.mark.parametrize(
    ("heading", "expected"),
    [
        ("Drug of the month", "section-drug-of-the-month"),
        ("drug-warfarin", "section-drug-warfarin"),
        ("24-hour line", "section-24-hour-line"),
        ("Effect 1", "effect-1"),
        ("Drugs of the ward", "drugs-of-the-ward"),
        ("Side effects-like things", "side-effects-like-things"),
    ],
)
def test_id_of_a_section_that_is_not_recognised(build, heading, expected):
    """It is made of the heading, and never one that a monograph could have."""
    built = build(f"# Warfarin\n\n## {heading}\n\nWords.\n\n## Usage\n\nClots.\n")

    doctree = built.doctree("drugs/a")
    assert section_ids(doctree)[heading] == expected
    assert len(all_ids(doctree)) == len(set(all_ids(doctree)))


@pytest.mark.parametrize("heading", ["日本語", "🙂", "—", "اردو", "---x"])
def test_headings_without_latin_letters_have_ids(build, heading):
    """No id is empty, and different headings have different ones."""
    built = build(f"# Warfarin\n\n## {heading}\n\nWords.\n\n## другой\n\nMore words.\n")

    ids = all_ids(built.doctree("drugs/a"))
    assert len(set(ids)) == len(ids) >= 2
    assert all(re.fullmatch(r"[a-z][a-z0-9]*(-[a-z0-9]+)*", one) for one in ids)


def test_place_of_an_effect_beside_a_section_of_that_name(build):
    """Where a section has the id a place would get, links lead to the place all the same."""
    text = (
        "# Warfarin\n\n## Effect 1\n\nWords.\n\n## Usage\n\nClots.\n\n## Side Effects\n\n"
        "* Nausea\n* Hives\n\n## Effect 2\n\nWords.\n"
    )
    built = build(text)

    html = BeautifulSoup(built.output("drugs/a.html"), "lxml")
    found = places(built)
    assert found.keys() == {"Nausea", "Hives"}
    for words, node_id in found.items():
        assert html.find(id=node_id).get_text().strip() == words


def test_ids_do_not_depend_on_other_pages(build):
    """Pages beside it, of the same drug even, change no id of a page."""
    alone = all_ids(build(TEXT).doctree("drugs/a"))
    among = build(TEXT, b=TEXT, c=TEXT.replace("Warfarin", "Usage"))

    assert all_ids(among.doctree("drugs/a")) == alone
    assert all_ids(among.doctree("drugs/b")) == alone


@pytest.mark.parametrize("theme", ["furo", "alabaster", "basic"])
def test_ids_are_unique_on_every_page(make_project, theme):
    """No page has an id twice, with all that the theme puts on it."""
    files = {"index.rst": "Top\n===\n\n.. drug-index::\n\n.. effect-index::\n", "drugs/a.md": TEXT}
    built = make_project(files, {**PAGES, "html_theme": theme}).build()

    for path in built.outdir.rglob("*.html"):
        page = BeautifulSoup(path.read_text("utf-8"), "lxml")
        ids = Counter(element["id"] for element in page.find_all(id=True))
        assert not [one for one, number in ids.items() if number > 1], path.name


def test_links_within_a_page(build):
    """A writer's link to a section of the page leads there."""
    built = build("# A\n\n## Usage\n\n[See](#side-effects)\n\n## Side Effects\n\n* Hives\n")

    page = BeautifulSoup(built.output("drugs/a.html"), "lxml")
    address = page.find("a", string="See")["href"]
    assert address == "#side-effects"
    assert page.find(id="side-effects").name == "section"


MANY = {
    "index.rst": (
        "Top\n===\n\n.. toctree::\n\n   drugs/aspirin\n\n:drug:`Betanol` :side-effect:`nausea`\n\n"
        ".. drug-index::\n\n.. effect-index::\n"
    ),
    **{
        f"drugs/{name.lower()}.md": (
            TEXT.replace("Warfarin", name)
            .replace("Clots", "{drug}`Aspirin`, [see](#side-effects)")
        )
        for name in ("Aspirin", "Betanol", "Carbachol")
    },
}  # fmt: skip


@pytest.mark.parametrize("builder", ["html", "dirhtml", "epub"])
def test_links_between_pages_have_their_targets(make_project, builder):
    """Every link of the project leads to a page and a place on it, and many do."""
    conf = {**PAGES, "version": "1", "copyright": "Us"}
    built = make_project(MANY, conf).build(builder)

    assert built.warnings == ""
    pages = {
        path.resolve(): BeautifulSoup(path.read_text("utf-8"), "lxml")
        for path in built.outdir.rglob("*html")
    }
    checked = 0
    for path, page in pages.items():
        for link in page.find_all("a", href=True):
            file, _, fragment = link["href"].partition("#")
            if "://" not in file and "_sources" not in file:
                target = (path.parent / file).resolve() if file else path
                target = target / "index.html" if target.is_dir() else target
                assert target in pages, link
                assert not fragment or pages[target].find(id=fragment), link
                checked += bool(re.fullmatch(r"effect-\d|side-effects", fragment))
    assert checked > 12


@pytest.mark.parametrize("volumes", [(), "letter"])
def test_labels_in_books(make_project, volumes):
    """In LaTeX every link has its label, and no label stands twice, in one volume or in more."""
    conf = {**PAGES, "drugmono_volumes": volumes}
    built = make_project(MANY, conf).build("latex")

    assert built.warnings == ""
    books = [path.read_text("utf-8") for path in built.outdir.glob("*.tex")]
    assert len(books) == (3 if volumes else 1)
    for book in books:
        labels = re.findall(r"\\label\{\\detokenize\{([^}]+)\}\}", book)
        links = re.findall(r"\\hyperref\[\\detokenize\{([^}]+)\}\]", book)
        assert len(labels) == len(set(labels))
        assert set(links) <= set(labels)
        assert [one for one in links if one.endswith(":effect-1")]
