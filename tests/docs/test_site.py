"""The documentation builds strictly, and its reference has everything there is."""

from __future__ import annotations

import inspect
import json
import re
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest
from bs4 import BeautifulSoup
from sphinx.util.inventory import InventoryFile

from sphinx_drugmono.cli import COMMANDS
from sphinx_drugmono.extension.config import options
from sphinx_drugmono.extension.warnings import Subtype
from sphinx_drugmono.monograph.export import schema_text
from sphinx_drugmono.monograph.lint import FIXES, RULES, settings
from sphinx_drugmono.monograph.model import Kind
from sphinx_drugmono.monograph.reader import read_monograph
from sphinx_drugmono.monograph.sections import titles

from .walk import ROOT, snippets

if TYPE_CHECKING:
    from pathlib import Path

DOCS = ROOT / "docs"


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The built documentation."""
    folder = tmp_path_factory.mktemp("site")
    command = [sys.executable, "-m", "sphinx", "-W", "--keep-going", "-n", "-q", "-b", "html"]
    done = subprocess.run(
        [*command, "-d", str(folder / "doctrees"), str(DOCS), str(folder / "html")],
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.returncode, done.stderr) == (0, "")
    return folder / "html"


def page(site: Path, name: str) -> BeautifulSoup:
    return BeautifulSoup((site / f"{name}.html").read_text("utf-8"), "lxml")


def entry(html: BeautifulSoup, identifier: str) -> str:
    """The text of the part of a page that has an id."""
    found = html.find(id=identifier)
    assert found is not None, identifier
    part = found.parent if found.name in ("dt", "span") else found
    return " ".join(part.get_text(" ").split())


def squeezed(text: str) -> str:
    """Text without spaces, markup and the kinds of its quotes and dashes, for comparing."""
    for typographic, plain in zip("‘’“”–—…", ("'", "'", '"', '"', "-", "-", "..."), strict=True):
        text = text.replace(typographic, plain)
    return re.sub(r"[\s`*]|-(?=-)", "", text)


def test_configuration_is_complete(site: Path) -> None:
    """Every value is there, with its default and what it does."""
    html = page(site, "reference/configuration")
    for name, default, _, text in options():
        shown = squeezed(entry(html, f"confval-{name}"))
        assert squeezed(text) in shown, name
        assert squeezed(repr(default)) in shown, name


def test_warnings_are_complete(site: Path) -> None:
    """Every subtype is there, with what it means."""
    html = page(site, "reference/warnings")
    for subtype in Subtype:
        assert squeezed(subtype.meaning) in squeezed(entry(html, f"warning-{subtype}"))


def test_rules_are_complete(site: Path) -> None:
    """Every rule is there, with its level and why it is one."""
    html = page(site, "reference/checks")
    for rule in RULES.values():
        shown = squeezed(entry(html, f"rule-{rule.code}"))
        assert squeezed(f"{rule.summary} ({rule.level}).") in shown
        assert squeezed(rule.explanation) in shown, rule.code
        assert squeezed(rule.bad) in shown, rule.code


def test_fixes_are_complete(site: Path) -> None:
    """Everything --fix does is there."""
    shown = squeezed(entry(page(site, "reference/checks"), "fixes"))
    for fix in FIXES.values():
        assert squeezed(f"{fix.code} {fix.summary}") in shown


def test_settings_of_the_linter_are_complete(site: Path) -> None:
    """Every key of its settings is in the table, and no other."""
    table = page(site, "reference/checks").find("table")
    assert table is not None
    keys = {row.find("code").get_text() for row in table.find("tbody").find_all("tr")}
    assert keys == settings._KEYS


def test_commands_are_complete(site: Path) -> None:
    """Every command is there, with what it says of itself and the help of its options."""
    html = page(site, "reference/commands")
    for name in COMMANDS:
        assert f"usage: drugmono {name}" in entry(html, f"command-{name}")
    check = squeezed(entry(html, "command-check"))
    assert squeezed("--strict : warnings make the exit code 1 too") in check


def test_keys_of_the_json_are_complete(site: Path) -> None:
    """Every key of the schema and of the objects in it has a row."""
    html = page(site, "reference/json")
    shown = {row.find("code").get_text() for row in html.select("tbody tr")}
    schema = json.loads(schema_text())
    keys = set(schema["properties"])
    for definition in schema["$defs"].values():
        keys |= set(definition.get("properties", ()))
    assert shown == keys


def test_kinds_of_sections_are_complete(site: Path) -> None:
    """Every kind with a title is there, with it."""
    html = page(site, "reference/sections")
    for kind in Kind:
        if kind not in (Kind.PREAMBLE, Kind.OTHER):
            assert f"Title: {titles()[kind]}" in entry(html, f"kind-{kind}")


def test_python_names_are_described(site: Path) -> None:
    """The names a script needs are there, with what they say of themselves."""
    html = page(site, "reference/python")
    name = "sphinx_drugmono.monograph.reader.read_monograph"
    first = (inspect.getdoc(read_monograph) or "").partition("\n")[0]
    assert first in entry(html, name)


def test_live_examples_are_monographs(site: Path) -> None:
    """What the reference shows is built by the extension itself."""
    with (site / "objects.inv").open("rb") as stream:
        inventory = InventoryFile.load(stream, "", lambda base, uri: uri)
    assert inventory["drug:monograph"]["Loratadine"].uri.startswith("reference/directives.html")
    html = page(site, "reference/roles")
    assert html.select('a[href^="../drug-effects/drowsiness"]')


def test_headings_shown_open_the_section_they_are_said_to() -> None:
    """The page about reading claims nothing of headings that the reader does not do."""
    shown = snippets(DOCS / "explanation" / "reading.md")[0]
    lines = shown.code.splitlines()
    assert len(lines) > 5
    for line in lines:
        monograph = read_monograph(f"# Ibuprofen\n\n{line}\n\nMore.\n")
        assert [section.kind for section in monograph.sections] == [Kind.USAGE], line


def test_languages_named_are_those_there_are() -> None:
    """The page about languages names every catalog, and no other."""
    text = (DOCS / "how-to" / "languages.md").read_text("utf-8")
    named = re.search(r"if there is a translation \(([^)]*)\)", text)
    catalogs = (ROOT / "sphinx_drugmono" / "locale").glob("*/LC_MESSAGES/sphinx_drugmono.po")
    assert named is not None
    assert named[1].split(", ") == sorted(path.parts[-3] for path in catalogs)
