"""How the parts of a monograph are shown."""

from __future__ import annotations

import pytest
from docutils import nodes

INDEX = {"index.rst": "Top\n===\n"}
PAGES = {"drugmono_pages": ["drugs/**"]}


def show(make_project, text, conf=None, **files):
    """Build a page and return what was built and its document."""
    project = make_project({**INDEX, "drugs/w.md": text, **files}, {**PAGES, **(conf or {})})
    built = project.build()
    return built, built.doctree("drugs/w")


def titles(document):
    return [title.astext() for title in document.findall(nodes.title)]


def facts(document):
    [found] = document.findall(nodes.field_list)
    return {field[0].astext(): field[1].astext() for field in found}


@pytest.mark.parametrize(
    ("heading", "title", "written"),
    [
        ("Side Effects", "Side Effects", None),
        ("SIDE EFFECTS:", "Side Effects", None),
        ("Adverse Drug Reactions (ADR)", "Side Effects", "Adverse Drug Reactions (ADR)"),
        ("4.8 Side effects", "Side Effects", "4.8 Side effects"),
        ("Side Effects (not applicable)", "Side Effects", "Side Effects (not applicable)"),
    ],
)
def test_standard_title_and_written_heading(make_project, heading, title, written):
    """The standard title stands; a heading that says more is shown below it, as written."""
    built, document = show(make_project, f"# W\n\n## {heading}\n\n* Nausea\n")

    assert titles(document)[1] == title
    shown = [
        node.astext()
        for node in document.findall(nodes.paragraph)
        if "drugmono-heading" in node["classes"]
    ]
    assert shown == ([written] if written else [])
    assert built.warnings == ""


def test_component_stands_in_the_title(make_project):
    """Sections of several components tell in their titles which one they are about."""
    text = (
        "# Aspirin + Caffeine\n\n## Aspirin\n\n**Usage:** Pain.\n\n**Dosage:** One.\n\n"
        "## Caffeine\n\n**Usage:** Fatigue.\n\n**Dosage:** Two.\n"
    )
    built, document = show(make_project, text)

    assert titles(document)[1:5] == [
        "Usage: Aspirin",
        "Usage: Caffeine",
        "Dosage: Aspirin",
        "Dosage: Caffeine",
    ]
    ids = [section["ids"][0] for section in document.findall(nodes.section)]
    assert ids[1:3] == ["usage", "usage-2"]
    assert "lost-text" not in built.warnings


def test_other_sections_stay_behind_the_section_they_followed(make_project):
    """A section that is not recognised moves with the one before it."""
    text = (
        "# W\n\n## History\n\n1954.\n\n## FAQs\n\nNone.\n\n## Lore\n\nOld.\n\n## Usage\n\nClots.\n"
        "\n## Price\n\nLow.\n"
    )
    _, document = show(make_project, text)

    assert titles(document)[1:6] == ["History", "Usage", "Price", "FAQs", "Lore"]


def test_facts_on_top(make_project):
    """Names, components and review stand on top; a generic name that says nothing new does not."""
    text = (
        "---\nreviewed_by: [A. Pharmacist, B. Doctor]\nlast_reviewed: 2024-05-01\n"
        "provenance: crowd\nalternate_names: [Coumadin, Marevan]\n---\n"
        "# Warfarin + Heparin\n\n**Generic Name:** Warfarin + Heparin\n\n**Usage:** Clots.\n"
    )
    _, document = show(make_project, text)

    assert facts(document) == {
        "Other names": "Coumadin, Marevan",
        "Components": "Warfarin, Heparin",
        "Reviewed": "2024-05-01",
        "Reviewer": "A. Pharmacist, B. Doctor",
        "Provenance": "crowd",
    }


def test_generic_name_that_says_something_is_a_fact(make_project):
    """The generic name of a brand is among the facts."""
    _, document = show(make_project, "# Coumadin\n\n**Generic Name:** Warfarin\n")

    assert facts(document) == {"Generic name": "Warfarin"}


def test_components_link_to_their_monographs(make_project):
    """A component links to its own monograph where there is one, and is text elsewhere."""
    built, _ = show(
        make_project,
        "# Warfarin + Unobtainium\n\n**Usage:** Clots.\n",
        **{"drugs/warfarin.md": "# Warfarin\n\n**Usage:** Clots.\n"},
    )

    assert 'href="warfarin.html#drug-warfarin"' in built.output("drugs/w.html")
    assert built.warnings == ""


def test_questions_are_items(make_project):
    """Questions and answers are terms and definitions; other text stays where it stands."""
    text = (
        "# W\n\n## FAQs\n\nAsked often:\n\n**Q: Why?**\nA: So.\n\n**Q: When?**\nA: Now.\n\n"
        "* At once\n\n---\n\nAsk more.\n"
    )
    built, document = show(make_project, text)

    [faq] = document.findall(nodes.definition_list)
    assert [[part.astext() for part in item] for item in faq] == [
        ["Q: Why?", "A: So."],
        ["Q: When?", "A: Now.\n\nAt once"],
    ]
    before, after = faq.parent[1], faq.parent[faq.parent.index(faq) + 1 :]
    assert before.astext() == "Asked often:"
    assert after[-1].astext() == "Ask more."
    assert built.warnings == ""


def test_headings_in_a_section_are_sections(make_project):
    """Deeper headings make nested sections with ids of their own."""
    text = (
        "# W\n\n## Dosage\n\n### Adults\n\nOne.\n\n#### Renal\n\nHalf.\n\n### Children\n\nNone.\n"
    )
    _, document = show(make_project, text)

    found = {section[0].astext(): section for section in document.findall(nodes.section)}
    assert found["Renal"].parent is found["Adults"]
    assert found["Children"].parent is found["Adults"].parent
    assert found["Renal"]["ids"] == ["dosage-renal"]


def test_every_node_with_text_knows_its_line(make_project):
    """Every paragraph, title, term and cell carries the file and the line it comes from."""
    text = (
        "# W\n\n## Usage\n\nClots.\n\n* One\n* Two\n\n  more\n\n| a |\n|---|\n| b |\n\n## FAQs\n\n"
        "**Q: Why?** A: So.\n"
    )
    built, document = show(make_project, text)
    lines = {}
    for node in document.findall(nodes.TextElement):
        if not isinstance(node, nodes.Inline | nodes.field_name):
            assert node.source.endswith("drugs/w.md"), node
            lines.setdefault(node.astext(), node.line)

    assert built.warnings == ""
    assert {text: lines[text] for text in ("W", "Usage", "Clots.", "One", "Two", "more")} == {
        "W": 1, "Usage": 3, "Clots.": 5, "One": 7, "Two": 8, "more": 10,
    }  # fmt: skip
    assert (lines["a"], lines["b"], lines["Q: Why?"], lines["A: So."]) == (12, 14, 18, 18)


def test_messages_for_translators_are_the_markdown(make_project):
    """The gettext catalogue holds the paragraphs as they are written, and no fixed titles."""
    project = make_project(
        {**INDEX, "drugs/w.md": "# W\n\n## Usage\n\nPrevents *clots* -- 5-HT<sub>1B</sub>.\n"},
        PAGES,
    )
    catalogue = project.build("gettext").output("drugs.pot")

    assert 'msgid "Prevents *clots* -- 5-HT<sub>1B</sub>."' in catalogue
    assert 'msgid "Usage"' not in catalogue
    assert "drugs/w.md:5" in catalogue
