"""When Sphinx's search index and the inventory are written, and what they have of side effects."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest
from claims_directive import drug_page

if TYPE_CHECKING:
    from collections.abc import Callable

CONF = {"extensions": ["sphinx_drugmono", "claims_directive"]}
PAGES = {
    "index.rst": "Start\n=====\n",
    "alpha.rst": drug_page("Alpha", "nausea; Nausea; Emesis", "rash"),
    "beta.rst": drug_page("Beta", "nausea; Nausea; Emesis"),
}
INDEX, INVENTORY = "searchindex.js", "objects.inv"


def stamps(built: Any) -> tuple[int, int]:
    index, inventory = ((built.outdir / name).stat().st_mtime_ns for name in (INDEX, INVENTORY))
    return index, inventory


def index_of(built: Any) -> dict[str, Any]:
    """What the index says, without the words Sphinx keeps for no page."""
    text = built.output(INDEX)
    found: dict[str, Any] = json.loads(text[text.index("(") + 1 : text.rindex(")")])
    for table in ("terms", "titleterms"):
        found[table] = {word: pages for word, pages in found[table].items() if pages != []}
    return found


@pytest.mark.parametrize("builder", ["html", "dirhtml"])
def test_both_stay_when_nothing_changed(make_project: Callable[..., Any], builder: str) -> None:
    """A build without any change writes neither of them."""
    project = make_project(PAGES, CONF)
    before = stamps(project.build(builder))
    assert stamps(project.build(builder)) == before


@pytest.mark.parametrize("name", [INDEX, INVENTORY])
def test_a_missing_file_comes_back(make_project: Callable[..., Any], name: str) -> None:
    """One that somebody deleted is written again, with all that was in it."""
    project = make_project(PAGES, CONF)
    built = project.build()
    inventory, index = (built.outdir / INVENTORY).read_bytes(), index_of(built)
    (built.outdir / name).unlink()
    built = project.build()
    assert built.warnings == ""
    assert (built.outdir / INVENTORY).read_bytes() == inventory
    assert index_of(built) == index


def test_a_builder_without_an_index_misses_none(make_project: Callable[..., Any]) -> None:
    """Where no index is written, a build without any change writes no document anew."""
    project = make_project(PAGES, CONF)
    project.build("devhelp")
    assert "no targets are out of date" in project.build("devhelp").status


@pytest.mark.parametrize(
    "change",
    [
        {"beta.rst": drug_page("Beta", "headache; Headache; Cephalalgia")},
        {"alpha.rst": drug_page("Alpha", "nausea; Queasiness; Emesis", "rash")},
        {"alpha.rst": drug_page("Alpha", "nausea; Nausea; Emesis")},
        {"alpha.rst": None},
        {"alpha.rst": None, "beta.rst": None},
        {"gamma.rst": drug_page("Gamma", "headache", "rash")},
        {"prose.rst": ":orphan:\n\nProse\n=====\n\nZebras.\n"},
    ],
    ids=["other effect", "other name", "effect gone", "page gone", "all gone", "new", "prose"],
)
@pytest.mark.parametrize("in_between", ["", "text"])
def test_the_index_follows_every_change(
    make_project: Callable[..., Any], change: dict[str, str | None], in_between: str
) -> None:
    """It says what that of a fresh build says, also if another builder saw the change first."""
    files = {**PAGES, **change}
    fresh = make_project({name: text for name, text in files.items() if text}, CONF).build()
    project = make_project(PAGES, CONF)
    project.build()
    project.write({name: text for name, text in change.items() if text})
    project.remove(*(name for name, text in change.items() if not text))
    if in_between:
        project.build(in_between)
    built = project.build()
    assert index_of(built) == index_of(fresh)
    assert (built.outdir / INVENTORY).read_bytes() == (fresh.outdir / INVENTORY).read_bytes()


def test_a_change_after_a_build_without_any(make_project: Callable[..., Any]) -> None:
    """In one process, a build in which nothing changed does not keep the next from writing."""
    project = make_project(PAGES, CONF)
    built = project.build()
    before = stamps(built)
    built.app.build()
    assert stamps(built) == before
    project.write({"alpha.rst": drug_page("Alpha", "vertigo")})
    built.app.build()
    assert "drug-effects/vertigo" in index_of(built)["docnames"]
    assert "drug-effects/rash" not in index_of(built)["docnames"]


def test_another_extension_that_feeds_the_index(make_project: Callable[..., Any]) -> None:
    """Where another one has pages of its own, the index is written in every build."""
    project = make_project(PAGES, CONF)
    built = project.build()
    before = stamps(built)
    built.app.connect("html-collect-pages", lambda app: iter(()))
    built.app.build()
    assert stamps(built)[0] > before[0]


def test_a_disclaimer_that_is_everywhere_is_not_searched(make_project: Callable[..., Any]) -> None:
    """The project's wording would find every page; what a page itself says is found."""
    page = "# Aspirin\n\n### Disclaimer\n\nAsk your haematologist.\n\n### Usage\n\nPain.\n"
    conf = {
        "drugmono_pages": ["drugs/**"],
        "drugmono_disclaimer": "Not medical advice. Consult your pharmacist.",
    }
    files = {"index.md": "# Start\n", "drugs/aspirin.md": page}
    built = make_project(files, conf).build()
    assert "Consult your pharmacist." in built.output("drugs/aspirin.html")
    terms = index_of(built)["terms"]
    # How words are cut down to their stems depends on the version.
    assert any(term.startswith("haematolog") for term in terms)
    assert not any(term.startswith("pharmac") for term in terms)
