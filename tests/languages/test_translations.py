"""Translations of monographs are read as the monographs are, wherever these stand."""

from __future__ import annotations

from itertools import cycle
from textwrap import indent
from typing import TYPE_CHECKING, Any

import pytest
from bs4 import BeautifulSoup, Tag

from tests.languages.test_builds import catalogue_of, messages, text_of, warnings

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.conftest import Built, Project

BODY = """\
---
reviewed: 2026-01-02
reviewer: A. Person
atc: M01AE51
---
# Ibuprofen + Codeine

Take with [care](https://example.org/).

## Usage

### For pain

A **strong** one, with {drug}`Codeine` in it. See [codeine](/drugs/codeine.md).

## Side Effects

- **Common:** nausea
- **Serious:** anaphylaxis

## How to store it

| Where | How long |
|---|---|
| fridge | a month |

```
C13H18O2
```

First line\\
second line

![a tablet](/tablet.png)

## FAQs

**Q: Does it *help*?**
A: Often.
"""
CODE = "C13H18O2"
TRANSLATIONS = {
    "Ibuprofen + Codeine": "Ibuprofen + Codein",
    "Take with [care](https://example.org/).": "Mit [Vorsicht](https://example.org/de) nehmen.",
    "For pain": "1. Gegen Schmerz",
    "A **strong** one, with {drug}`Codeine` in it. See [codeine](/drugs/codeine.md).": (
        "Ein **starkes**, mit {drug}`Codein <Codeine>` darin. Siehe [Codein](/drugs/codeine.md)."
    ),
    "**Common:** nausea": "**Häufig:** Übelkeit",
    "How to store it": "Aufbewahrung a_",
    "Where": "- Wo",
    "fridge": "# Kühlschrank",
    CODE: "C13H18O2\n\n   (gerundet)",
    "First line": "Erste Zeile::",
    "a tablet": "eine <b>Tablette",
    "**Q: Does it *help*?**": "**F: Hilft *es*?**",
    "A: Often.": "A: Oft.",
}
SHOWN = (
    "Mit Vorsicht nehmen.",
    "1. Gegen Schmerz",
    "Ein starkes , mit Codein darin. Siehe Codein .",
    "Häufig: Übelkeit",
    "Serious: anaphylaxis",  # has no translation
    "Aufbewahrung a_",
    "- Wo",
    "# Kühlschrank",
    "C13H18O2 (gerundet)",
    "Erste Zeile::",
    "second line",
    "F: Hilft es ?",
    "A: Oft.",
)
CONF: dict[str, Any] = {
    "drugmono_pages": ["drugs/**"],
    "drugmono_facts": {"atc": "ATC code"},
    "drugmono_report": "none",
    "gettext_additional_targets": ["literal-block"],
    "gettext_compact": "all",
    "html_theme": "basic",
    "locale_dirs": ["locales"],
}
CODEINE = "# Codeine\n\n## Usage\n\nPain.\n"
PLAIN = BODY.partition("---\n# Ibuprofen + Codeine\n")[2].rstrip()
NAME = "Ibuprofen + Codeine"
OPTIONS = ":reviewed: 2026-01-02\n:reviewer: A. Person\n"
FORMS = {
    "page": ("drugs/one.md", BODY),
    "rst": (
        "one.rst",
        f"Pages\n=====\n\nLead::\n\n   Code\n\n.. drug-monograph:: {NAME}\n"
        + indent(f"{OPTIONS}\n{PLAIN}", "   ", lambda _: True),
    ),
    "myst": ("one.md", f"# Pages\n\n````{{drug-monograph}} {NAME}\n{OPTIONS}\n{PLAIN}\n````\n"),
    "titled-rst": (
        "one.rst",
        f"{NAME}\n{'=' * 30}\n\n.. drug-monograph:: {NAME}\n"
        + indent(f"{OPTIONS}\n{PLAIN}", "   ", lambda _: True),
    ),
    "titled-myst": ("one.md", f"# {NAME}\n\n````{{drug-monograph}} {NAME}\n\n{PLAIN}\n````\n"),
    "boxed-rst": (
        "one.rst",
        f"Pages\n=====\n\n.. note::\n\n   .. drug-monograph:: {NAME}\n"
        + indent(f"{OPTIONS}\n{PLAIN}", "      ", lambda _: True),
    ),
    "boxed-myst": (
        "one.md",
        f"# A\n\n`````{{note}}\n````{{drug-monograph}} {NAME}\n{OPTIONS}\n{PLAIN}\n````\n`````\n",
    ),
}


@pytest.fixture(params=FORMS)
def form(request: pytest.FixtureRequest) -> str:
    return str(request.param)


def project_of(
    make_project: Callable[..., Project], form: str, conf: dict[str, Any] | None = None
) -> Project:
    name, text = FORMS[form]
    files = {
        "index.rst": "Start\n=====\n\n.. effect-index::\n",
        "drugs/codeine.md": CODEINE,
        "tablet.png": b"\x89PNG",
        name: text,
    }
    if form.startswith("boxed"):
        conf = {"suppress_warnings": ["drugmono.place"], **(conf or {})}
    return make_project(files, CONF | (conf or {}))


def translate(project: Project, translations: dict[str, str]) -> None:
    project.write({"locales/de/LC_MESSAGES/all.po": catalogue_of(translations)})


def page_of(built: Built, form: str) -> str:
    return built.output(f"{FORMS[form][0].rpartition('.')[0]}.html")


def own_warnings(built: Built) -> list[str]:
    return [line for line in warnings(built) if "toctree" not in line]


def links(html: str) -> dict[str, str]:
    body = BeautifulSoup(html, "lxml").find(class_="body")
    assert isinstance(body, Tag)
    return {link.get_text(): str(link["href"]) for link in body.find_all("a", class_="reference")}


def test_a_monograph_is_translated_wherever_it_stands(
    make_project: Callable[..., Project], form: str
) -> None:
    """Links, roles, titles, terms, cells, code and images come from the translation."""
    project = project_of(make_project, form)
    offered = messages(project.build("gettext").outdir)
    assert TRANSLATIONS.keys() <= offered.keys()
    translate(project, TRANSLATIONS)
    project.configure(CONF | {"language": "de", "suppress_warnings": ["drugmono.place"]})
    built = project.build(fresh=True)
    assert own_warnings(built) == []
    html = page_of(built, form)
    text = text_of(html)
    for words in SHOWN:
        assert words in text
    page = BeautifulSoup(html, "lxml")
    assert page.find("strong", string="starkes")
    assert page.select_one(".drugmono-faq dt").find("em", string="es")  # type: ignore[union-attr]
    assert page.find("img", alt="eine <b>Tablette")
    assert page.find("pre").get_text() == "C13H18O2\n\n   (gerundet)\n" or form == "rst"  # type: ignore[union-attr]
    found = links(html)
    assert found["Vorsicht"] == "https://example.org/de"
    assert found["Codein"].split("#")[0].endswith("codeine.html")
    assert found["Codeine"].split("#")[0].endswith("codeine.html")  # among the components


def test_what_is_data_is_not_offered(make_project: Callable[..., Project], form: str) -> None:
    """Names, dates and components are no messages; what the project adds is one."""
    offered = messages(project_of(make_project, form).build("gettext").outdir)
    assert not {"A. Person", "2026-01-02", "Ibuprofen, Codeine", "Components"} & offered.keys()
    assert ("M01AE51" in offered) == (form == "page")


def test_messages_are_those_of_the_source_in_any_language(
    make_project: Callable[..., Project], form: str
) -> None:
    """A project that has translations offers the same messages as before."""
    project = project_of(make_project, form)
    before = messages(project.build("gettext").outdir)
    translate(project, TRANSLATIONS)
    project.configure(CONF | {"language": "de", "suppress_warnings": ["drugmono.place"]})
    built = project.build("gettext", fresh=True)
    assert own_warnings(built) == []
    # The wording of the disclaimer is that of the language.
    changed = before.keys() ^ messages(built.outdir).keys()
    assert len(changed) == 2
    assert {words.split()[1] for words in changed} == {"information", "Informationen"}


def test_a_translation_executes_nothing(make_project: Callable[..., Project], form: str) -> None:
    """Every text may have something hostile in its translation: it is text there."""
    project = project_of(make_project, form)
    hostile = (
        " <script>attack()</script> {raw-html}`<i>` :raw:`x` |today| `y`__ [z]_ `w <a_>`_ $1$"
        " {include}`conf.py`"
    )
    own = [one for one in TRANSLATIONS if one != NAME or not form.startswith("titled")]
    translate(project, {one: one + hostile for one in own})
    project.configure(CONF | {"language": "de", "suppress_warnings": ["drugmono.place"]})
    built = project.build(fresh=True)
    assert own_warnings(built) == []
    html = page_of(built, form)
    body = BeautifulSoup(html, "lxml").find(class_="body")
    assert isinstance(body, Tag)
    assert not body.find_all("script")
    assert not body.find_all(class_="math")
    assert not body.find_all(class_="problematic")
    said = "".join(body.get_text().split())
    titles = {"a tablet"} | ({NAME} if form.startswith("titled") else set())
    assert said.count("<script>attack()</script>{raw-html}") >= len(own) - len(titles)
    assert said.count("{include}") == said.count("|today|")


def test_no_directive_in_a_translation_is_run(
    make_project: Callable[..., Project], form: str
) -> None:
    """Directives in a translation, also in that of an image, are its words."""
    text = ".. drug-monograph:: Evil\n\n   ## Usage\n\n   Text."
    fenced = f"```{{eval-rst}}\n{text}\n```"
    project = project_of(make_project, form)
    translate(project, {"A: Often.": text, "fridge": fenced, "a tablet": fenced, "For pain": text})
    project.configure(CONF | {"language": "de", "suppress_warnings": ["drugmono.place"]})
    built = project.build(fresh=True)
    assert own_warnings(built) == []
    names = {entry.name for entry in built.app.env.get_domain("drug").entries()}  # type: ignore[attr-defined]
    assert names == {NAME, "Codeine"}
    body = BeautifulSoup(page_of(built, form), "lxml").find(class_="body")
    assert isinstance(body, Tag)
    assert body.get_text().count("drug-monograph:: Evil") == 3


def line_of(form: str, words: str) -> str:
    name, text = FORMS[form]
    return f"{name}:{text[: text.index(words)].count(chr(10)) + 1}: WARNING: "


def test_what_is_refused_in_a_translation_is_reported(
    make_project: Callable[..., Project], form: str
) -> None:
    """Links, images and references of a translation are judged as those of the page."""
    project = project_of(make_project, form)
    translate(
        project,
        {
            "A: Often.": "[Oft](ftp://x)",
            "For pain": "![Schmerz](https://evil.example/x.png) [x](gone.md)",
            "fridge": "{drug}`Codein`",
            "Where": "[Wo](ftp://y) # noqa",
            ".. image:: /tablet.png": ".. image:: /gone.png",
        },
    )
    targets = {"gettext_additional_targets": ["image"]}
    project.configure(CONF | targets | {"language": "de", "suppress_warnings": ["drugmono.place"]})
    built = project.build(fresh=True)
    found = own_warnings(built)
    expected = [
        ("A: Often.", "in the translation: the link to 'ftp://x' is shown as text"),
        ("### For pain", "in the translation: the image 'https://evil.example/x.png' is shown"),
        ("### For pain", "in the translation: the link to 'gone.md' leads to no page"),
        ("| fridge", "the translation refers to ['Codein'], and the text it stands for to []"),
        ("| fridge", "there is no monograph “Codein”"),
        ("| Where", "in the translation: the link to 'ftp://y' is shown as text"),
        ("![a tablet]", "'.. image:: /gone.png' in a translation is no image"),
    ]
    for words, message in expected:
        start = line_of(form, words) + message
        assert [line for line in found if line.startswith(start)], (start, found)
    assert len(found) == len(expected)
    text = text_of(page_of(built, form))
    assert "[Oft](ftp://x)" in text
    assert "Schmerz (https://evil.example/x.png)" in text
    assert BeautifulSoup(page_of(built, form), "lxml").find("img")["src"].endswith("tablet.png")  # type: ignore[union-attr,index]


def test_a_blank_translation_takes_nothing_away(
    make_project: Callable[..., Project], form: str
) -> None:
    """A translation without words leaves those of the writer."""
    project = project_of(make_project, form, {"language": "de"})
    before = text_of(page_of(project.build(), form))
    texts = TRANSLATIONS.keys() - {CODE}
    translate(project, dict(zip(sorted(texts), cycle(["", " ", "\n", "# noqa"]), strict=False)))
    assert text_of(page_of(project.build(), form)) == before


def test_a_damaged_catalogue_is_reported(make_project: Callable[..., Project]) -> None:
    """A catalogue that cannot be read leaves the writer's words, and says so."""
    project = project_of(make_project, "page", {"language": "de"})
    project.write({"locales/de/LC_MESSAGES/all.mo": b"\xde\x12\x04\x95 cut short"})
    built = project.build()
    assert "Take with care" in text_of(page_of(built, "page"))
    [warning] = [line for line in own_warnings(built) if "drugs/one.md" in line]
    assert "cannot be read" in warning
    assert "[drugmono.translation]" in warning


def test_what_is_translated_is_marked(make_project: Callable[..., Project], form: str) -> None:
    """Sphinx can show which words have a translation."""
    conf = {"language": "de", "translation_progress_classes": True}
    project = project_of(make_project, form, conf)
    translate(project, {"A: Often.": "A: Oft.", "fridge": "fridge"})
    page = BeautifulSoup(page_of(project.build(), form), "lxml")
    done = {node.get_text() for node in page.select("p.translated")}
    assert done == {"A: Oft.", "fridge"}
    open_ = {node.get_text() for node in page.select("p.untranslated")}
    assert {"Common: nausea", "Take with care."} <= open_


def test_a_changed_translation_is_taken_up(make_project: Callable[..., Project]) -> None:
    """A build brought up to date gives what a fresh one does, also in several processes."""
    files = {
        "index.rst": "Start\n=====\n\n.. effect-index::\n",
        "tablet.png": b"\x89PNG",
        "drugs/codeine.md": CODEINE,
    }
    for number in range(4):
        name = f"Ibuprofen{number} + Codeine"
        for form in ("rst", "myst", "page"):
            path, text = FORMS[form]
            suffix = path.rpartition(".")[2]
            folder = "drugs" if form == "page" else form
            text = text.replace(NAME, f"{name} {form}").replace("=====", "=" * 20)
            files[f"{folder}/{number}.{suffix}"] = text
    conf = CONF | {"language": "de", "suppress_warnings": ["drugmono.place"]}
    project = make_project(files, conf)
    translate(project, {"A: Often.": "Zuerst."})
    project.build(parallel=2)
    translate(project, TRANSLATIONS)
    built = project.build(parallel=2)
    names = sorted(
        str(path.relative_to(built.outdir)) for path in built.outdir.glob("*/[0-9].html")
    )
    assert len(names) == 12
    updated = {name: built.output(name) for name in names}
    assert all("Hilft <em>es</em>?</strong>" in html for html in updated.values())
    built = project.build(fresh=True)
    assert {name: built.output(name) for name in names} == updated


def test_words_around_a_monograph_are_translated_by_sphinx(
    make_project: Callable[..., Project],
) -> None:
    """A page with a monograph in it stays a page of its own syntax."""
    text = f"{FORMS['titled-rst'][1]}\n\nMore\n----\n\nSee `this <x_>`_ *now*.\n\n.. _x: https://example.org/x\n"
    project = make_project(
        {"index.rst": text, "tablet.png": b"\x89PNG", "drugs/codeine.md": CODEINE},
        CONF | {"language": "de"},
    )
    translate(
        project,
        {
            "See `this <x_>`_ *now*.": "Siehe *jetzt* `dies <x_>`_. #noqa",
            "More": "Mehr",
            NAME: "Ibuprofen und Codein",
            "A: Often.": "Oft a_.",
        },
    )
    built = project.build()
    assert own_warnings(built) == []
    html = built.output("index.html")
    assert links(html)["dies"] == "https://example.org/x"
    assert "Oft a_." in html
    titles = [
        node.get_text().rstrip("¶") for node in BeautifulSoup(html, "lxml").find_all(["h1", "h2"])
    ]
    assert titles[0] == "Ibuprofen und Codein"
    assert titles[-1] == "Mehr"
