"""The ``drug-monograph`` directive in reST and MyST."""

from __future__ import annotations

import pytest
from docutils import nodes

TOP = "Top\n===\n\n"


def sections(document: nodes.document) -> list[str]:
    """The titles of the sections, indented by depth."""

    def walk(node: nodes.Element, depth: int) -> list[str]:
        found = []
        for child in node.children:
            if isinstance(child, nodes.section):
                found += ["  " * depth + child[0].astext(), *walk(child, depth + 1)]
        return found

    return walk(document, 0)


def test_stands_in_the_section_of_its_name(make_project):
    """In a section titled with the drug's name, that section is the monograph."""
    text = (
        "Drugs\n=====\n\nWarfarin\n--------\n\n.. drug-monograph:: warfarin\n\n"
        "   **Usage:** Clots.\n\nNext\n----\n"
    )
    built = make_project({"index.rst": text}).build()

    assert sections(built.doctree()) == ["Drugs", "  Warfarin", "    Usage", "  Next"]
    section = built.doctree().next_node(nodes.section).next_node(nodes.section)
    assert section["ids"] == ["drug-warfarin", "warfarin"]
    assert built.warnings == ""


def test_makes_the_section_at_the_top_of_a_document(make_project):
    """Without any section around it, the monograph is the page's first section."""
    text = ".. drug-monograph:: Warfarin\n\n   **Usage:** Clots.\n"
    built = make_project({"index.rst": text}).build()

    assert sections(built.doctree()) == ["Warfarin", "  Usage"]
    assert built.app.env.titles["index"].astext() == "Warfarin"


@pytest.mark.parametrize(
    ("name", "text"),
    [
        (
            "index.rst",
            TOP + ".. drug-monograph:: Warfarin\n\n   **Usage:** Clots.\n\n"
            ".. drug-monograph:: Heparin\n\n   **Usage:** Clots too.\n",
        ),
        (
            "index.md",
            (
                "# Top\n\n```{drug-monograph} Warfarin\n**Usage:** Clots.\n```\n\n"
                "```{drug-monograph} Heparin\n**Usage:** Clots too.\n```\n"
            ),
        ),
    ],
)
def test_makes_a_section_under_another_title(make_project, name, text):
    """Under another title each monograph is a section of its own; several share a page."""
    built = make_project({name: text}).build()

    assert sections(built.doctree()) == [
        "Top",
        "  Warfarin",
        "    Usage",
        "  Heparin",
        "    Usage",
    ]
    assert built.warnings == ""


def test_repeated_name_gets_another_id(make_project):
    """Two monographs of one name on a page have different ids, and both are shown."""
    one = ".. drug-monograph:: Warfarin\n\n   **Usage:** First.\n\n"
    two = ".. drug-monograph:: Warfarin\n\n   **Usage:** Second.\n"
    built = make_project({"index.rst": TOP + one + two}).build()

    ids = [section["ids"][0] for section in built.doctree().findall(nodes.section)]
    assert ids == [
        "top",
        "drug-warfarin",
        "drug-warfarin-usage",
        "drug-warfarin-2",
        "drug-warfarin-2-usage",
    ]


@pytest.mark.parametrize(
    ("name", "text"),
    [
        (
            "index.rst",
            TOP + "* An item\n\n  .. drug-monograph:: Warfarin\n\n     # A title\n\n"
            "     ## Usage\n\n     Clots.\n\n     ### Details\n\n     More.\n",
        ),
        (
            "index.md",
            (
                "# Top\n\n:::{note}\n```{drug-monograph} Warfarin\n# A title\n\n## Usage\n\n"
                "Clots.\n\n### Details\n\nMore.\n```\n:::\n"
            ),
        ),
    ],
)
def test_shows_everything_where_sections_cannot_be(make_project, name, text):
    """In a list or an admonition a warning says so, and headings become rubrics."""
    built = make_project({name: text}, {"myst_enable_extensions": ["colon_fence"]}).build()

    rubrics = [rubric.astext() for rubric in built.doctree().findall(nodes.rubric)]
    assert rubrics == ["Warfarin", "Usage", "Details"]
    place = 6 if name.endswith("rst") else 4
    assert f"{name}:{place}: WARNING: the monograph 'Warfarin' stands where" in built.warnings
    assert "[drugmono.place]" in built.warnings
    assert "A title" in built.doctree().astext()
    assert "lost-text" not in built.warnings


@pytest.mark.parametrize(
    ("name", "text", "line"),
    [
        (
            "index.rst",
            TOP + ".. drug-monograph:: Warfarin\n   :id: w\n\n   **Usage:** Clots.\n\n"
            "   ### Lore\n\n   Old.\n",
            9,
        ),
        (
            "index.rst",
            TOP + ".. container::\n\n   .. drug-monograph:: Warfarin\n\n"
            "      **Usage:** Clots.\n\n      ### Lore\n\n      Old.\n",
            10,
        ),
        (
            "index.md",
            "# Top\n\n```{drug-monograph} Warfarin\n**Usage:** Clots.\n\n### Lore\n\nOld.\n```\n",
            6,
        ),
        (
            "index.md",
            (
                "# Top\n\n```{drug-monograph} Warfarin\n:id: w\n:reviewer: x\n\n"
                "**Usage:** Clots.\n\n### Lore\n\nOld.\n```\n"
            ),
            9,
        ),
        (
            "index.md",
            (
                "# Top\n\n````{container}\ntext\n\n```{drug-monograph} Warfarin\n"
                "**Usage:** Clots.\n\n### Lore\n\nOld.\n```\n````\n"
            ),
            9,
        ),
    ],
)
def test_warnings_name_the_line_of_the_body(make_project, name, text, line):
    """A warning about the body names the line of the file, also in nested directives."""
    built = make_project({name: text}).build()

    assert f"{name}:{line}: WARNING: the heading 'Lore'" in built.warnings


@pytest.mark.parametrize("option", ["data/warfarin.md", "/drugs/data/warfarin.md"])
def test_reads_a_file(make_project, option):
    """``:file:`` reads a page beside the document or from the source directory."""
    project = make_project(
        {
            "index.rst": TOP,
            "drugs/w.rst": f":orphan:\n\n.. drug-monograph:: Warfarin\n   :file: {option}\n",
            "drugs/data/warfarin.md": "---\na: b\n---\n**Usage:** Clots.\n\n### Lore\n\nOld.\n",
        },
        {"exclude_patterns": ["drugs/data"]},
    )
    built = project.build()

    assert sections(built.doctree("drugs/w")) == ["Warfarin", "  Usage", "  Lore"]
    assert "drugs/data/warfarin.md:6: WARNING: the heading 'Lore'" in built.warnings


def test_change_of_the_file_is_seen(make_project):
    """The page is built again when the file its monograph is read from has changed."""
    project = make_project(
        {
            "index.rst": TOP + ".. drug-monograph:: Warfarin\n   :file: w.txt\n",
            "w.txt": "Usage: A.",
        }
    )
    assert "Usage: A." in project.build().output("index.html")

    project.write({"w.txt": "Usage: B."})

    assert "Usage: B." in project.build().output("index.html")


@pytest.mark.parametrize(
    ("option", "message"),
    [
        ("missing.md", "'missing.md': no such file"),
        ("../secret.md", "'../secret.md' is outside the source directory"),
        ("/../secret.md", "'/../secret.md' is outside the source directory"),
        ("link.md", "'link.md' is outside the source directory"),
        ("latin.md", "'latin.md': is not UTF-8"),
    ],
)
def test_refuses_a_bad_file(make_project, option, message):
    """A file that is missing, unreadable or outside the sources is refused with its place."""
    project = make_project(
        {
            "index.rst": TOP + f".. drug-monograph:: Warfarin\n   :file: {option}\n",
            "latin.md": b"caf\xe9",
            "../secret.md": "secret",
        },
        {"exclude_patterns": ["*.md"]},
    )
    (project.srcdir / "link.md").symlink_to(project.root / "secret.md")
    built = project.build()

    assert f"index.rst:4: WARNING: {message}" in built.warnings
    assert "[drugmono.file]" in built.warnings
    assert "secret" not in built.output("index.html")


def test_needs_a_text(make_project):
    """Without a body and a file there is no monograph, and a warning."""
    built = make_project({"index.rst": TOP + ".. drug-monograph:: Warfarin\n"}).build()

    assert "index.rst:4: WARNING: a monograph needs a body or :file:" in built.warnings


def test_body_wins_over_file(make_project):
    """What is written on the page is never dropped in favour of a file."""
    text = TOP + ".. drug-monograph:: Warfarin\n   :file: w.md\n\n   **Usage:** Clots.\n"
    built = make_project({"index.rst": text}).build()

    assert "[drugmono.directive]" in built.warnings
    assert "Clots." in built.output("index.html")


def test_other_title_in_the_body_is_kept(make_project):
    """A title in the body that says more than the directive's name stays on the page."""
    text = TOP + ".. drug-monograph:: Warfarin\n\n   # Coumadin tablets\n\n   **Usage:** Clots.\n"
    built = make_project({"index.rst": text}).build()

    assert "Coumadin tablets" in built.doctree().astext()
    assert built.warnings == ""


def test_id_option_names_the_monograph(make_project):
    """``:id:`` replaces the name in ids."""
    text = TOP + ".. drug-monograph:: Warfarin\n   :id: coumadin\n\n   **Usage:** Clots.\n"
    built = make_project({"index.rst": text}).build()

    assert 'id="drug-coumadin-usage"' in built.output("index.html")


def test_text_around_the_directive_keeps_typographic_quotes(make_project):
    """Only the monograph is left alone; Sphinx makes the quotes of the page around it."""
    text = (
        'Top\n===\n\n"Around" -- it.\n\n.. drug-monograph:: Warfarin\n\n'
        '   **Usage:** "Inside" -- it.\n\nEnd\n---\n\n"Behind" it.\n'
    )
    built = make_project({"index.rst": text}).build()

    shown = built.doctree().astext()
    assert "“Around” – it." in shown
    assert '"Inside" -- it.' in shown
    assert "“Behind” it." in shown


def test_in_an_included_file(make_project):
    """In a file that another includes, warnings name the included file and its line."""
    built = make_project(
        {
            "index.rst": TOP + "Text.\n\n.. include:: part.txt\n",
            "part.txt": "More.\n\n.. drug-monograph:: Warfarin\n\n   **Usage:** Clots.\n\n"
            "   ### Lore\n\n   Old.\n",
        }
    ).build()

    assert "part.txt:7: WARNING: the heading 'Lore'" in built.warnings
    assert sections(built.doctree()) == ["Top", "  Warfarin", "    Usage", "    Lore"]


def test_in_rest_within_myst(make_project):
    """reST within a MyST page can hold a monograph."""
    text = "# Top\n\n```{eval-rst}\n.. drug-monograph:: Warfarin\n\n   **Usage:** Clots.\n```\n"
    built = make_project({"index.md": text}).build()

    assert sections(built.doctree()) == ["Top", "  Warfarin", "    Usage"]
    assert "Clots." in built.output("index.html")
    assert built.warnings == ""


def test_text_behind_a_monograph_is_kept(make_project):
    """What follows the directive in its section is still on the page, in every order."""
    text = (
        "Warfarin\n========\n\nBefore.\n\n.. drug-monograph:: Warfarin\n\n   **Usage:** Clots.\n\n"
        "Behind.\n\nDeeper\n------\n\nEnd.\n"
    )
    built = make_project({"index.rst": text}).build()
    shown = built.doctree().astext()

    places = [shown.index(word) for word in ("Before.", "Clots.", "Behind.", "Deeper", "End.")]
    assert places == sorted(places)
    assert built.warnings == ""
