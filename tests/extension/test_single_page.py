"""Ids and links where all documents are one page of HTML."""

from __future__ import annotations

import re
from collections import Counter

import pytest
from bs4 import BeautifulSoup

PAGE = (
    "# {name}\n\n## Usage\n\nFor {name}. [See](#side-effects), [other](b.md), "
    "{{drug}}`Aspirin`, {{side-effect}}`nausea`.\n\n### Adults\n\nDaily.\n\n"
    "## Side Effects\n\n* Nausea\n* Hives\n\n## Clavulanic acid\n\nA section.\n\n## 日本語\n\nx\n"
)
INDEX = """\
Start
=====

.. toctree::
   :numbered: 2

   text
   drugs/a

.. drug-index::

.. effect-index::
"""
TEXT = """\
Text
====

.. _usage:

Usage
-----

:drug:`Amoxicillin` :side-effect:`hives` :doc:`drugs/b` :doc:`index` :ref:`usage`
:ref:`drug-effects`

.. drug-monograph:: Heparin

   **Usage:** Clots.

   **Side Effects:** Hives may occur.
"""
FILES = {
    "index.rst": INDEX,
    "text.rst": TEXT,
    "drugs/a.md": PAGE.format(name="Aspirin"),
    "drugs/b.md": PAGE.format(name="Amoxicillin"),
    "drugs/both.md": PAGE.format(name="Amoxicillin + Clavulanic acid"),
    "drugs/sub/again.md": PAGE.format(name="Aspirin"),
    "drugs/heparin.md": PAGE.format(name="Heparin"),
}
CONF = {
    "drugmono_pages": ["drugs/**"],
    "suppress_warnings": ["drugmono.unknown-heading", "drugmono.duplicate", "drugmono.dead-link"],
}


@pytest.fixture(params=["basic", "furo", "alabaster"])
def page(request, make_project):
    """The page in a theme."""
    project = make_project(FILES, {**CONF, "html_theme": request.param})
    built = project.build("singlehtml")
    return BeautifulSoup(built.output("index.html"), "lxml")


def part(page, docname):
    """The first section of a document."""
    return page.find(id=f"document-{docname}").find_next("section")


def title(heading):
    """The words of a heading, without its number and permalink."""
    return re.sub(r"^[\d.]+\s*|¶$", "", heading.get_text())


def section(within, words):
    """The section of a document with a title."""
    headings = within.find_all(re.compile("h[1-6]"))
    [found] = [heading for heading in headings if title(heading) == words]
    return found.parent


def test_ids_are_unique(page):
    """No id stands twice: not of sections, nor of two monographs of one drug."""
    ids = Counter(element["id"] for element in page.find_all(id=True))

    assert not [one for one, number in ids.items() if number > 1]
    assert {"drug-aspirin-usage", "drug-aspirin-2-usage", "drug-heparin-usage"} <= ids.keys()


def test_every_link_has_its_target(page):
    """Whatever links within the page leads somewhere."""
    ids = {element["id"] for element in page.find_all(id=True)}
    addresses = {link["href"][1:] for link in page.find_all("a", href=re.compile("^#."))}

    assert len(addresses) > 20
    assert addresses - ids == set()


def test_links_lead_to_the_right_place(page):
    """References, lists, permalinks and links within a monograph lead where they say."""

    def target(link):
        return page.find(id=link["href"][1:])

    for docname, name in (("drugs/a", "Aspirin"), ("drugs/sub/again", "Aspirin")):
        own = part(page, docname)
        assert target(own.find("a", string="See")) is section(own, "Side Effects")
        for heading in own.find_all(re.compile("h[1-6]")):
            assert target(heading.find("a", class_="headerlink")) is heading.parent
        assert f"For {name}." in section(own, "Usage").get_text()
    listed = page.find(id="drug-effect-hives").find_parent("dt").find_next("dd")
    links = {link.get_text(): link for link in listed.find_all("a")}
    for docname, name in (
        ("drugs/b", "Amoxicillin"),
        ("drugs/both", "Amoxicillin + Clavulanic acid"),
    ):
        assert target(links[name]).get_text().strip() == "Hives"
        assert part(page, docname) in target(links[name]).parents
        drug = page.find(class_="drugmono-names").find("a", string=name)
        assert target(drug) is part(page, docname)
    assert target(part(page, "text").find("a", string="Amoxicillin")) is part(page, "drugs/b")
    glance = part(page, "drugs/b").find(class_="drugmono-glance")
    assert target(glance.find("a", string="Nausea"))["id"] == "drug-effect-nausea"


def test_table_of_contents(make_project):
    """The entries in the sidebar lead to sections of their titles, with their numbers."""
    built = make_project(FILES, CONF).build("singlehtml")
    page = BeautifulSoup(built.output("index.html"), "lxml")

    side = page.find(class_="sphinxsidebar")
    titles = {}
    for link in side.find_all("a", href=re.compile("^#drug-aspirin")):
        [heading] = page.find(id=link["href"][1:]).find_all(re.compile("h[1-6]"), recursive=False)
        heading.find("a", class_="headerlink").extract()
        titles[link.get_text()] = heading.get_text()
    assert len(titles) == 5
    for shown, title in titles.items():
        assert shown == title
    assert {"2.1. Usage", "Adults"} <= titles.keys()


def test_other_builders_are_left_alone(make_project):
    """A page of its own keeps its short ids after a build of one page."""
    project = make_project(FILES, CONF)
    project.build("singlehtml")

    page = BeautifulSoup(project.build("html").output("drugs/a.html"), "lxml")
    assert page.find(id="usage")
    assert page.find(id="effect-1")
    assert not page.find(id="drug-aspirin-usage")


def test_monographs_in_the_root_document(make_project):
    """The document that all others are put into may be a monograph itself."""
    files = {"index.md": PAGE.format(name="Aspirin"), "b.md": PAGE.format(name="Betanol")}
    project = make_project(files, {**CONF, "drugmono_pages": ["**"]})
    page = BeautifulSoup(project.build("singlehtml").output("index.html"), "lxml")

    assert page.find(id="drug-aspirin-usage")
    assert page.find(id="drug-betanol-usage")
    for link in page.find_all("a", href=re.compile("^#.")):
        assert page.find(id=link["href"][1:])
