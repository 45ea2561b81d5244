"""The configuration: checks, defaults, rebuilds."""

from __future__ import annotations

import pytest

from sphinx_drugmono.extension.config import options, project_config
from sphinx_drugmono.monograph.model import Kind

FILES = {"index.rst": "Top\n===\n", "drugs/w.md": "# W\n\n## Usage\n\nClots.\n"}
PAGES = {"drugmono_pages": ["drugs/**"]}


@pytest.mark.parametrize(
    ("name", "bad"),
    [
        ("pages", 3),
        ("trusted_pages", {"a": 1}),
        ("disclaimer", ""),
        ("disclaimer", 5),
        ("disclaimer_short", "  "),
        ("disclaimer_position", "middle"),
        ("notice", ["ai"]),
        ("section_titles", "Usage"),
        ("section_synonyms", 1),
        ("section_order", 1),
        ("side_effects", 1),
        ("facts", None),
        ("report", "all"),
    ],
)
def test_bad_value_falls_back(make_project, name, bad):
    """A bad value is reported with its name, and the default is used."""
    project = make_project(FILES, {f"drugmono_{name}": bad})
    built = project.build()
    checked = getattr(project_config(built.app.config), name)

    good = make_project(FILES).build()
    assert f"WARNING: drugmono_{name}: " in built.warnings
    assert "[drugmono.config]" in built.warnings
    assert checked == getattr(project_config(good.app.config), name)


@pytest.mark.parametrize(
    ("name", "value", "kept"),
    [
        ("pages", ["drugs/**", 3], ("drugs/**",)),
        ("notice", {"ai": "By AI.", "crowd": 4, 5: "x"}, {"ai": "By AI."}),
        ("section_titles", {"usage": "Use", "nonsense": "x", "faqs": ""}, {Kind.USAGE: "Use"}),
        ("section_synonyms", {"usage": ["Why", 3], "faqs": 7}, {Kind.USAGE: ("Why",)}),
        ("facts", {"atc": "ATC code", "x": None}, {"atc": "ATC code"}),
    ],
)
def test_bad_entry_is_dropped_alone(make_project, name, value, kept):
    """A bad entry of a list or table is reported; the others stay."""
    built = make_project(FILES, {f"drugmono_{name}": value}).build()

    assert getattr(project_config(built.app.config), name) == kept
    assert f"conf.py:4: WARNING: drugmono_{name}: " in built.warnings


def test_order_is_completed(make_project):
    """Kinds not named in the order follow in their standard order."""
    built = make_project(FILES, {"drugmono_section_order": ["faqs", "usage", "faqs", "x"]}).build()
    order = project_config(built.app.config).section_order

    assert order[:4] == (Kind.FAQS, Kind.USAGE, Kind.BOXED_WARNING, Kind.GENERIC_NAME)
    assert len(order) == len(set(order))
    assert built.warnings.count("drugmono_section_order: ") == 2


@pytest.mark.parametrize(("name", "default", "rebuild", "text"), list(options()))
def test_every_value_is_documented(name, default, rebuild, text):
    """Every value has a help text and a class of rebuild Sphinx knows."""
    assert len(text) > 40
    assert rebuild in ("env", "html", "epub", "gettext", "")


@pytest.mark.parametrize(
    ("conf", "shown"),
    [
        ({"drugmono_section_titles": {"usage": "Purpose"}}, "Purpose"),
        ({"drugmono_disclaimer": "Another wording."}, "Another wording."),
        ({"drugmono_notice": {"default": "By hand."}}, "By hand."),
    ],
)
def test_change_of_a_value_builds_the_pages_again(make_project, conf, shown):
    """A changed value is seen on pages that did not change."""
    project = make_project(FILES, PAGES)
    assert shown not in project.build().output("drugs/w.html")

    project.configure({**PAGES, **conf})

    assert shown in project.build().output("drugs/w.html")


def test_titles_synonyms_order_and_facts_are_used(make_project):
    """Titles, further headings, order and further facts of the project show on the page."""
    text = "---\natc: B01AA03\n---\n# W\n\n## What it is good for\n\nClots.\n\n## FAQs\n\nNone.\n"
    built = make_project(
        {**FILES, "drugs/w.md": text},
        {
            **PAGES,
            "drugmono_section_synonyms": {"usage": ["What it is good for"]},
            "drugmono_section_titles": {"usage": "Purpose"},
            "drugmono_section_order": ["faqs"],
            "drugmono_facts": {"atc": "ATC code"},
        },
    ).build()

    shown = built.doctree("drugs/w").astext().split("\n\n")
    assert shown[:8] == [
        "W", "ATC code", "B01AA03", "FAQs", "None.", "Purpose", "What it is good for", "Clots.",
    ]  # fmt: skip
    assert built.warnings == ""


def test_change_of_a_vocabulary_file_reads_the_pages_again(make_project):
    """Pages with monographs depend on the project's own files of side effects."""
    files = {**FILES, "mine.toml": ""}
    project = make_project(files, {**PAGES, "drugmono_side_effects": ["mine.toml"]})
    project.build()

    project.write({"mine.toml": "# a change\n"})

    assert "1 changed" in project.build().status


def test_vocabulary_file_that_cannot_be_used(make_project):
    """A vocabulary file that is missing or wrong is reported and left out."""
    project = make_project(
        {**FILES, "wrong.toml": "= ="},
        {**PAGES, "drugmono_side_effects": ["wrong.toml", "missing.toml"]},
    )
    built = project.build()

    assert built.warnings.count("[drugmono.vocabulary]") == 2
    assert "Clots." in built.output("drugs/w.html")
