"""Hostile translations: what a catalogue says of a monograph is text, as the monograph is.

Each attack is the translation of a heading, of an item and of a cell, on a page of its own kind
and in the directive, in reST and in MyST.
"""

from __future__ import annotations

import re
from io import BytesIO
from textwrap import indent
from typing import TYPE_CHECKING

import pytest
import test_attacks as attacks
from babel.messages.catalog import Catalog
from babel.messages.pofile import write_po
from building import Build, build, write_project
from kept import lost

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from lxml.html import HtmlElement

NAMES = attacks.IN_DIRECTIVES
PLACES = ("Heading", "Item", "Cell")
PAGES = ("attacks/page", "rst/page", "myst/page")
BODY = "## Usage\n\n" + "\n".join(
    f"### Heading {number}.\n\n- Item {number}.\n\n| Drug |\n|---|\n| Cell {number}. |\n"
    for number in range(len(NAMES))
)
CONF = attacks.CONF | {"language": "de", "locale_dirs": ["locales"], "gettext_compact": "all"}


def catalogue() -> bytes:
    found = Catalog("de", charset="utf-8")
    for number, name in enumerate(NAMES):
        for place in PLACES:
            found.add(f"{place} {number}.", attacks.read(name))
    written = BytesIO()
    write_po(written, found)
    return written.getvalue()


@pytest.fixture(scope="module")
def in_html(tmp_path_factory: pytest.TempPathFactory) -> Build:
    srcdir: Path = tmp_path_factory.mktemp("translations") / "source"
    write_project(
        srcdir,
        {
            "index.md": "# Index\n\n```{toctree}\nrst/page\nmyst/page\n```\n",
            "secret.txt": attacks.SECRET,
            "secret.png": attacks.SECRET,
            "attack.svg": attacks.SVG,
            "attacks/page.md": f"# Page\n\n{BODY}",
            "rst/page.rst": "Top\n===\n\n.. drug-monograph:: Rst\n\n" + indent(BODY, "   "),
            "myst/page.md": f"# Top\n\n````{{drug-monograph}} Myst\n\n{BODY}\n````\n",
            "locales/de/LC_MESSAGES/all.po": catalogue(),
        },
        CONF,
    )
    return build(srcdir, srcdir.parent / "html")


def places(page: HtmlElement) -> Iterator[tuple[str, list[HtmlElement]]]:
    """The elements that hold the translations, in the order of the attacks."""
    body = page.find_class("drugmono-usage")[0]
    yield "Heading", body.xpath("./section/*[self::h3 or self::h4]")
    yield "Item", body.xpath("./section/ul/li")
    yield "Cell", body.xpath("./section//td")


def test_nothing_of_a_translation_is_live(in_html: Build) -> None:
    """No element, handler, style or address that runs something comes from a translation."""
    attacks.test_no_element_comes_from_a_page(in_html)
    attacks.test_controls_are_never_on_the_page_of_an_attack(in_html)
    attacks.test_links_lead_to_the_web_or_within(in_html)
    attacks.test_data_in_scripts_cannot_leave_it(in_html)


def test_every_translation_is_shown(in_html: Build) -> None:
    """What was tried stands on the page as text, wherever a translation goes."""
    found = []
    for name in PAGES:
        for place, elements in places(attacks.tree(in_html, f"{name}.html")):
            assert len(elements) == len(NAMES), (name, place)
            for attack, element in zip(NAMES, elements, strict=True):
                shown = attacks.shown_text(element)
                if missing := lost(attacks.read(attack), shown, ""):
                    found.append((name, place, attack, missing))
    assert found == []


def test_all_kinds_of_pages_show_the_same(in_html: Build) -> None:
    """A translation is read in one way, wherever the monograph stands."""
    first, *others = (
        {place: [one.text_content() for one in elements] for place, elements in places(tree)}
        for tree in (attacks.tree(in_html, f"{name}.html") for name in PAGES)
    )
    for other in others:
        assert other == first


def test_nothing_is_read_or_run_for_a_translation(in_html: Build) -> None:
    """No template, no other file; and what is said of a translation names its place."""
    for path in in_html.outdir.rglob("*"):
        if path.is_file():
            data = path.read_bytes()
            assert attacks.SECRET.encode() not in data, path
            assert b"root:x:0" not in data, path
            if path.suffix == ".html":
                assert b"1337" not in data, path
    assert not (in_html.outdir / "_downloads").exists()
    assert [line for line in in_html.warnings if re.search(r"\[(docutils|myst)", line)] == []
    odd = [line for line in in_html.warnings if not line.startswith(("attacks/", "rst/", "myst/"))]
    assert odd == []
