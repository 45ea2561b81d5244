"""Side effects at a glance: the page's own claims, the grave ones apart, in every builder."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from bs4 import BeautifulSoup

if TYPE_CHECKING:
    from collections.abc import Callable

PAGE = """# Amoxil

### Side Effects

Rare but serious:

- Severe allergic reaction
- Jaundice

Common (1-10%):

- Nausea
- Hair loss

Very common side effects (more than 10%):

- Diarrhea
"""
CONF = {"drugmono_pages": ["amoxil"]}
INDEX = "Start\n=====\n\n.. toctree::\n\n   amoxil\n\n.. effect-index::\n"


def glance(html: str) -> Any:
    return BeautifulSoup(html, "lxml").select_one(".drugmono-glance")


def listed(part: Any) -> list[tuple[str, list[str]]]:
    """The labels of a part with the words listed under each."""
    return [
        (label.get_text(), [item.get_text() for item in label.find_next_sibling("ul")("li")])
        for label in part.select(".drugmono-glance-label")
    ]


@pytest.fixture
def project(make_project: Callable[..., Any]) -> Any:
    return make_project({"index.rst": INDEX, "amoxil.md": PAGE}, CONF)


def test_serious_side_effects_stand_apart_in_the_writers_words(project: Any) -> None:
    """Groups bear the words of the page, and the most frequent one comes first."""
    box = glance(project.build().output("amoxil.html"))
    assert listed(box.select_one(".drugmono-glance-serious")) == [
        ("Rare but serious", ["Severe allergic reaction", "Jaundice"])
    ]
    assert listed(box.select_one(".drugmono-glance-others")) == [
        ("Very common side effects (more than 10%)", ["Diarrhea"]),
        ("Common (1-10%)", ["Nausea", "Hair loss"]),
    ]


def test_every_entry_leads_to_its_side_effect(project: Any) -> None:
    built = project.build()
    links = glance(built.output("amoxil.html")).select("a")
    assert len(links) == 5
    for link in links:
        text = BeautifulSoup(built.output(link["href"]), "lxml").get_text()
        assert "Amoxil" in text
        # The title is the name of the side effect, where the page has other words for it.
        assert link.get("title", link.text).lower() in text.lower()
        assert link.get("title", "").lower() != link.text.lower()


def test_it_stands_above_the_full_text(project: Any) -> None:
    section = BeautifulSoup(project.build().output("amoxil.html"), "lxml").select_one(
        "section.drugmono-side-effects"
    )
    children = [child for child in section.find_all(recursive=False) if child.name != "span"]
    assert children[0].name == "h2"
    assert "drugmono-glance" in children[1]["class"]
    rest = " ".join(child.get_text(" ") for child in children[2:])
    assert all(word in rest for word in ("Severe allergic reaction", "Jaundice", "Hair loss"))


@pytest.mark.parametrize(
    ("builder", "name"),
    [("text", "amoxil.txt"), ("latex", "test.tex"), ("singlehtml", "index.html")],
)
def test_other_builders_have_it_too(project: Any, builder: str, name: str) -> None:
    built = project.build(builder)
    text = built.output(name)
    assert "Get medical help for these" in text
    assert text.index("Get medical help for these") < text.rindex("Jaundice")
    assert built.warnings == ""


def test_its_words_are_not_searched_twice(project: Any) -> None:
    """The stored document holds the list as data, not as text."""
    text = project.build().doctree("amoxil").astext()
    assert text.count("Jaundice") == 1
    assert "Get medical help" not in text


def test_a_page_without_side_effects_has_none(make_project: Callable[..., Any]) -> None:
    page = "# Amoxil\n\n### Usage\n\nInfections.\n\n### Side Effects\n\nAsk your pharmacist.\n"
    project = make_project({"index.rst": INDEX, "amoxil.md": page}, CONF)
    assert glance(project.build().output("amoxil.html")) is None


def test_it_can_be_switched_off(make_project: Callable[..., Any]) -> None:
    conf = CONF | {"drugmono_glance": False}
    project = make_project({"index.rst": INDEX, "amoxil.md": PAGE}, conf)
    assert glance(project.build().output("amoxil.html")) is None


def test_names_of_side_effects_are_text(make_project: Callable[..., Any]) -> None:
    """What a writer puts into a name is never markup."""
    page = PAGE.replace("- Jaundice", "- Jaundice <b onclick='x()'>now</b> & \"quotes\"")
    project = make_project({"index.rst": INDEX, "amoxil.md": page}, CONF)
    html = project.build().output("amoxil.html")
    assert glance(html).select("b, [onclick]") == []
    assert "<b onclick" not in html
