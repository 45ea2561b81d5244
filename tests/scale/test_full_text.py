"""What the search of HTML pages finds in monographs."""

from __future__ import annotations

import importlib.util
import json
from typing import TYPE_CHECKING, Any

import pytest

from sphinx_drugmono.formulary import full_text

if TYPE_CHECKING:
    from collections.abc import Callable

PAGE = "# {name}\n\n### Usage\n{name} is used for zebras.\n\n### Side Effects\n* Hives\n"
FILES = {
    "index.rst": (
        "Start\n=====\n\nFlamingos are birds.\n\nInside\n------\n\n"
        ".. drug-monograph:: Gamma\n\n   **Usage:** It is used for giraffes.\n\n"
        "Outside\n-------\n\nPenguins swim.\n"
    ),
    "drugs/alpha.md": PAGE.format(name="Alphacillin"),
    "drugs/beta.md": PAGE.format(name="Betacillin"),
}
CONF = {"drugmono_pages": ["drugs/**"]}


def search_index(built: Any) -> dict[str, Any]:
    text = built.output("searchindex.js")
    found: dict[str, Any] = json.loads(text[text.index("(") + 1 : text.rindex(")")])
    # Sphinx keeps words that no page has any more.
    found["terms"] = {word: pages for word, pages in found["terms"].items() if pages != []}
    return found


def test_everything_by_default(make_project: Callable[..., Any]) -> None:
    """Each word is found."""
    terms = search_index(make_project(FILES, CONF).build())["terms"]
    assert {"zebra", "giraff", "flamingo", "penguin"} <= terms.keys()


@pytest.mark.parametrize("parallel", [1, 2])
def test_names_alone(make_project: Callable[..., Any], parallel: int) -> None:
    """Texts of monographs are not found, names of drugs and side effects and other pages are."""
    conf = {**CONF, "drugmono_full_text_search": False}
    built = make_project(FILES, conf).build(parallel=parallel)
    found = search_index(built)
    assert {"flamingo", "penguin"} <= found["terms"].keys()
    assert not {"zebra", "giraff"} & found["terms"].keys()
    assert {"alphacillin", "betacillin", "gamma", "outsid"} <= found["titleterms"].keys()
    assert "Usage" not in found["alltitles"]
    names = {entry[-1] for entries in found["objects"].values() for entry in entries}
    assert {"Alphacillin", "Gamma", "hives"} <= names
    assert "zebras" in built.output("drugs/alpha.html")
    assert "giraffes" in built.output("index.html")


@pytest.mark.parametrize("choice", [True, False])
def test_side_effects_by_all_names(make_project: Callable[..., Any], choice: bool) -> None:
    """The pages of side effects are found by their names, also after a second build."""
    project = make_project(FILES, {**CONF, "drugmono_full_text_search": choice})
    project.build()
    project.write({"drugs/alpha.md": PAGE.format(name="Alphacillin") + "* Itching\n"})
    for _build in range(2):
        found = search_index(project.build())
        number = found["docnames"].index("drug-effects/hives")
        assert found["titles"][number] == "hives (urticaria)"
        assert found["terms"]["wheal"] == number
        assert "drug-effects/itching" in found["docnames"]
    project.write({"drugs/alpha.md": PAGE.format(name="Alphacillin")})
    assert "drug-effects/itching" not in search_index(project.build())["docnames"]


def test_choice_takes_effect(make_project: Callable[..., Any]) -> None:
    """A changed choice is in the next build, both ways."""
    project = make_project(FILES, CONF)
    project.build()
    project.configure({**CONF, "drugmono_full_text_search": False})
    assert "zebra" not in search_index(project.build())["terms"]
    project.configure(CONF)
    assert "zebra" in search_index(project.build())["terms"]


needs_pagefind = pytest.mark.skipif(
    importlib.util.find_spec("pagefind") is None, reason="Pagefind is not installed"
)


@needs_pagefind
def test_pagefind(make_project: Callable[..., Any]) -> None:
    """Pagefind gets the pages, once for each change, and the page of the search shows it."""
    conf = {**CONF, "drugmono_full_text_search": "pagefind"}
    project = make_project(FILES, conf)
    built = project.build()
    assert not built.warnings
    assert "zebra" not in search_index(built)["terms"]
    entry = built.outdir / "pagefind" / "pagefind-entry.json"
    assert json.loads(entry.read_text())["languages"]["en"]["page_count"] >= 4
    assert "drugmono-pagefind.js" in built.output("search.html")
    assert "drugmono-pagefind.js" not in built.output("index.html")
    stamp = entry.stat().st_mtime_ns
    project.build()
    assert entry.stat().st_mtime_ns == stamp
    project.write({"drugs/alpha.md": PAGE.format(name="Alphacillin") + "* Itching\n"})
    project.build()
    assert entry.stat().st_mtime_ns > stamp
    project.configure(CONF)
    assert not (project.build().outdir / "pagefind").exists()


def test_without_pagefind(make_project: Callable[..., Any], monkeypatch: Any) -> None:
    """Where it is not installed, Sphinx's search has everything, and the build says so."""
    monkeypatch.setattr(full_text, "find_spec", lambda _name: None)
    conf = {**CONF, "drugmono_full_text_search": "pagefind"}
    built = make_project(FILES, conf).build()
    (line,) = built.warning_lines()
    assert line.startswith("conf.py:")
    assert line.endswith("[drugmono.search]")
    assert "zebra" in search_index(built)["terms"]
    assert "drugmono-pagefind.js" not in built.output("search.html")
