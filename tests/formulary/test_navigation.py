"""The ways from a drug's page to others, and from a side effect's page to related ones."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bs4 import BeautifulSoup

from sphinx_drugmono.formulary import html
from sphinx_drugmono.formulary.navigation import ways_from

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    import pytest

    from sphinx_drugmono.extension.domain import DrugDomain
    from sphinx_drugmono.formulary.navigation import Ways
    from tests.conftest import Built, Project

CONF = {"drugmono_pages": ["drugs/**"]}
EFFECTS = "\n\n### Side Effects\n\nCommon side effects include:\n\n* "
FILES = {
    "index.md": "# Drugs\n\n```{drug-index}\n```\n",
    "drugs/amlodipine.md": f"# Amlodipine{EFFECTS}Ankle swelling\n",
    "drugs/atorvastatin.md": f"# Atorvastatin{EFFECTS}Muscle pain\n",
    "drugs/both.md": f"# Amlodipine + Atorvastatin{EFFECTS}Headache\n",
    "drugs/zolpidem.md": f"# Zolpidem{EFFECTS}Gastrointestinal bleeding\n* Bleeding\n",
}


def links(built: Built, page: str, css: str) -> list[tuple[str, str]]:
    soup = BeautifulSoup(built.output(page), "lxml")
    return [(a.get_text().strip(), str(a["href"])) for a in soup.select(f"{css} a")]


def test_a_drug_leads_to_its_letter_its_combinations_and_its_place_in_the_index(
    make_project: Callable[..., Project],
) -> None:
    """Breadcrumbs above the text; below it combinations, and its place in the index."""
    built = make_project(FILES, CONF).build()
    page = "drugs/amlodipine.html"
    assert links(built, page, ".drugmono-breadcrumbs") == [
        ("Drugs from A to Z", "../drug-monographs.html"),
        ("A", "../drug-monographs/letter-a.html"),
    ]
    assert links(built, page, ".drugmono-combinations") == [
        ("Amlodipine + Atorvastatin", "both.html#drug-amlodipine-atorvastatin")
    ]
    assert links(built, page, ".drugmono-beside") == [
        ("Drugs beside it in the index", "../drug-monographs/letter-a.html#at-am")
    ]
    rows = BeautifulSoup(built.output("drug-monographs/letter-a.html"), "lxml")
    assert [(li.get("id"), li.get_text()) for li in rows.select(".drugmono-names li")] == [
        ("at-am", "Amlodipine"),
        (None, "Amlodipine + Atorvastatin"),
        ("at-at", "Atorvastatin"),
    ]


def test_a_long_letter_leads_on_from_the_place_in_it(
    make_project: Callable[..., Project],
) -> None:
    """Whether its page is split depends on other drugs; the link to it does not."""
    built = make_project(FILES, CONF | {"drugmono_index_entries": 2}).build()
    assert links(built, "drugs/atorvastatin.html", ".drugmono-beside") == [
        ("Drugs beside it in the index", "../drug-monographs/letter-a.html#at-at")
    ]
    page = BeautifulSoup(built.output("drug-monographs/letter-a.html"), "lxml")
    place = page.find(id="at-at")
    assert place is not None
    assert [str(a["href"]) for a in place.select("a")] == ["letter-at.html"]


def test_no_page_names_the_drugs_beside_its_own(make_project: Callable[..., Project]) -> None:
    """They would change with each other; scripts show these links."""
    built = make_project(FILES, CONF).build()
    assert "zolpidem" not in built.output("drugs/atorvastatin.html").casefold()
    assert "atorvastatin" not in built.output("drugs/zolpidem.html").casefold()


def test_a_new_combination_appears_on_the_pages_of_its_components(
    make_project: Callable[..., Project],
) -> None:
    """And is gone again from them when it is removed; the page of another drug is left alone."""
    project = make_project({k: v for k, v in FILES.items() if "both" not in k}, CONF)
    built = project.build()
    assert links(built, "drugs/amlodipine.html", ".drugmono-combinations") == []
    other = (built.outdir / "drugs/zolpidem.html").stat().st_mtime_ns
    project.write({"drugs/both.md": FILES["drugs/both.md"]})
    built = project.build()
    assert len(links(built, "drugs/amlodipine.html", ".drugmono-combinations")) == 1
    assert len(links(built, "drugs/atorvastatin.html", ".drugmono-combinations")) == 1
    assert (built.outdir / "drugs/zolpidem.html").stat().st_mtime_ns == other
    project.remove("drugs/both.md")
    built = project.build()
    assert links(built, "drugs/amlodipine.html", ".drugmono-combinations") == []


def test_a_side_effect_leads_to_wider_and_narrower_ones(
    make_project: Callable[..., Project],
) -> None:
    """Only those that some monograph names have a page to lead to."""
    built = make_project(FILES, CONF).build()
    narrow = links(built, "drug-effects/gastrointestinal-bleeding.html", ".drugmono-effect-names")
    wide = links(built, "drug-effects/bleeding.html", ".drugmono-effect-names")
    assert [href for _, href in narrow] == ["bleeding.html"]
    assert [href for _, href in wide] == ["gastrointestinal-bleeding.html"]


def test_the_ways_are_found_once_for_all_pages(
    make_project: Callable[..., Project], monkeypatch: pytest.MonkeyPatch
) -> None:
    """To ask the formulary for every page takes the square of the number of pages."""
    asked: list[object] = []

    def ways(domain: DrugDomain) -> Mapping[str, Ways]:
        asked.append(domain)
        return ways_from(domain)

    monkeypatch.setattr(html, "ways_from", ways)
    make_project(FILES, CONF).build()
    assert len(asked) == 1
