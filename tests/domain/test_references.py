"""Names of drugs and side effects as references."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import pytest
from bs4 import BeautifulSoup
from claims_directive import drug, drug_page

if TYPE_CHECKING:
    from collections.abc import Callable

CONF = {
    "extensions": ["sphinx_drugmono", "claims_directive"],
    "version": "1",
    "copyright": "nobody",
}
WARFARIN = drug_page(
    "Warfarin",
    "!bleeding; Bleeding; hemorrhage; common; Warfarin can cause bleeding.",
    "hair-loss; Hair loss; alopecia; rare; Hair may fall out.",
    generic="warfarin sodium",
    names="Coumadin, Jantoven",
)
CREAM = drug_page("Clotrimazole (Topical)", "redness")
TROCHE = drug_page("Clotrimazole (Oral)", "nausea")


def links(html: str) -> dict[str, str]:
    """The text and the address of each internal link in the body of a page."""
    body = BeautifulSoup(html, "lxml").find(class_="body")
    return {link.get_text(): link["href"] for link in body.find_all("a", class_="internal")}


@pytest.fixture
def refer(make_project: Callable[..., Any]) -> Callable[..., Any]:
    """Build a page that refers to the drugs above, from reST."""

    def build(text: str, builder: str = "html", conf: dict[str, Any] | None = None) -> Any:
        files = {
            "index.rst": f"Start\n=====\n\n{text}\n",
            "drugs/warfarin.rst": WARFARIN,
            "drugs/cream.rst": CREAM,
            "drugs/troche.rst": TROCHE,
        }
        return make_project(files, {**CONF, **(conf or {})}).build(builder)

    return build


@pytest.mark.parametrize(
    "name",
    ["Warfarin", "WARFARIN", "warfarin sodium", "coumadin", "Jantoven", "Warfarin  Sodium"],
)
@pytest.mark.parametrize("role", ["drug", "drug:monograph"])
def test_every_name_of_a_drug_leads_to_its_monograph(
    refer: Callable[..., Any], role: str, name: str
) -> None:
    """Name, generic name and alternate names resolve in any case; the words stay as written."""
    built = refer(f":{role}:`{name}`")
    assert links(built.output("index.html")) == {name: "drugs/warfarin.html#drug-warfarin"}
    assert not built.warnings


@pytest.mark.parametrize("name", ["hair-loss", "Hair Loss", "ALOPECIA", "hair loss alias"])
@pytest.mark.parametrize("role", ["side-effect", "drug:effect"])
def test_every_name_of_a_side_effect_leads_to_its_page(
    refer: Callable[..., Any], role: str, name: str
) -> None:
    """Id, name, clinical name and synonyms resolve."""
    built = refer(f":{role}:`{name}`")
    assert links(built.output("index.html")) == {name: "drug-effects/hair-loss.html"}
    assert "Hair may fall out." in built.output("drug-effects/hair-loss.html")
    assert not built.warnings


def test_wordings_of_the_vocabulary(make_project: Callable[..., Any]) -> None:
    """What the reader takes for a side effect in a monograph, a role does, too."""
    files = {
        "index.rst": "T\n=\n\n:side-effect:`feeling nauseous`, :side-effect:`wet socks`\n",
        "a.rst": drug_page("Alpha", "nausea"),
    }
    built = make_project(files, CONF).build()
    assert links(built.output("index.html")) == {"feeling nauseous": "drug-effects/nausea.html"}
    (line,) = built.warning_lines()
    assert "there is no side effect “wet socks”" in line


def test_roles_in_markdown(make_project: Callable[..., Any]) -> None:
    """The same roles work in MyST."""
    files = {
        "index.md": "# Start\n\n{drug}`Coumadin`, {side-effect}`hair loss`, {any}`Jantoven`\n",
        "warfarin.rst": WARFARIN,
    }
    built = make_project(files, CONF).build()
    assert links(built.output("index.html")) == {
        "Coumadin": "warfarin.html#drug-warfarin",
        "hair loss": "drug-effects/hair-loss.html",
        "Jantoven": "warfarin.html#drug-warfarin",
    }
    assert not built.warnings


def test_titles_and_signs(refer: Callable[..., Any]) -> None:
    """A title replaces the name, ``~`` hides what is in parentheses, ``!`` makes no link."""
    built = refer(
        ":drug:`the cream <Clotrimazole (Topical)>` :drug:`~Clotrimazole (Oral)` "
        ":drug:`!Warfarin` :drug:`!Nothing`"
    )
    html = built.output("index.html")
    assert links(html) == {
        "the cream": "drugs/cream.html#drug-clotrimazole-topical",
        "Clotrimazole": "drugs/troche.html#drug-clotrimazole-oral",
    }
    assert ">Warfarin<" in html
    assert ">Nothing<" in html
    assert not built.warnings


def test_ambiguous_name_stays_text(refer: Callable[..., Any]) -> None:
    """A name with two routes and no page of its own is not guessed; both are named."""
    built = refer(":drug:`clotrimazole`")
    assert links(built.output("index.html")) == {}
    assert ">clotrimazole<" in built.output("index.html")
    (line,) = built.warning_lines()
    assert line.startswith("index.rst:4: WARNING: ")
    assert "“Clotrimazole (Oral)”, “Clotrimazole (Topical)”" in line
    assert "[drugmono.ambiguous-reference]" in line


def test_bare_name_with_one_route_is_not_ambiguous(make_project: Callable[..., Any]) -> None:
    """A bare name leads to the only route there is."""
    built = make_project(
        {"index.rst": "T\n=\n\n:drug:`clotrimazole`\n", "a.rst": CREAM}, CONF
    ).build()
    assert links(built.output("index.html")) == {
        "clotrimazole": "a.html#drug-clotrimazole-topical"
    }


def test_missing_names_warn_with_a_hint(refer: Callable[..., Any]) -> None:
    """A misspelt name stays text and is reported with its place and what may be meant."""
    built = refer(":drug:`Warfarine`\n\n:side-effect:`hair los`\n\n:drug:`Xyzzy`")
    first, second, third = built.warning_lines()
    assert first == (
        "index.rst:4: WARNING: there is no monograph “Warfarine”; did you mean “Warfarin”? "
        "[drugmono.missing-reference]"
    )
    assert second.startswith("index.rst:6: WARNING: there is no side effect “hair los”; did you")
    assert third.startswith("index.rst:8: WARNING: there is no monograph “Xyzzy” [drugmono.")


def test_missing_names_can_be_ignored(refer: Callable[..., Any]) -> None:
    """Sphinx's own list of references to ignore counts for these, too."""
    conf = {"nitpicky": True, "nitpick_ignore": [("drug:monograph", "Xyzzy")]}
    assert not refer(":drug:`Xyzzy`", conf=conf).warnings


def test_quiet_references_never_warn(make_project: Callable[..., Any]) -> None:
    """The component of a combination without a monograph is text, also in a nitpicky project."""
    files = {
        "index.rst": "T\n=\n",
        "both.rst": drug_page("Foo + Clotrimazole", components="Foo, Clotrimazole"),
        "a.rst": CREAM,
        "b.rst": TROCHE,
    }
    built = make_project(files, {**CONF, "nitpicky": True}).build()
    assert not built.warnings
    assert links(built.output("both.html")) == {}


def test_any_finds_drugs_and_leaves_foreign_targets_alone(refer: Callable[..., Any]) -> None:
    """``any`` finds monographs, effects and labels; what is nobody's is Sphinx's to report."""
    built = refer(
        ":any:`coumadin` :any:`alopecia` :any:`here` :any:`nobody`\n\n.. _here:\n\nHere\n----\n"
    )
    assert links(built.output("index.html")) == {
        "coumadin": "drugs/warfarin.html#drug-warfarin",
        "alopecia": "drug-effects/hair-loss.html",
        "Here": "#here",
    }
    (line,) = built.warning_lines()
    assert "'any' reference target not found: nobody" in line


def test_ambiguous_any_names_both(refer: Callable[..., Any]) -> None:
    """``any`` lists all it may mean, as it does for other domains."""
    (line,) = refer(":any:`clotrimazole`").warning_lines()
    assert "more than one target found for 'any' cross-reference 'clotrimazole'" in line
    assert "Clotrimazole (Topical)" in line


@pytest.mark.parametrize("builder", ["latex", "text", "man", "singlehtml", "epub", "json"])
def test_references_in_other_builders(refer: Callable[..., Any], builder: str) -> None:
    """A side effect without any place in the output is text, without a warning."""
    assert not refer(":drug:`Warfarin` and :side-effect:`alopecia`.", builder).warnings


def test_effect_leads_to_its_entry_in_an_index(make_project: Callable[..., Any]) -> None:
    """Where effects have no pages, the entry in an effect index is the target."""
    files = {
        "index.rst": "T\n=\n\n.. toctree::\n\n   effects\n\n:side-effect:`alopecia`\n",
        "effects.rst": "E\n=\n\n.. effect-index::\n",
        "w.rst": WARFARIN,
    }
    project = make_project(files, CONF)
    html = project.build("singlehtml").output("index.html")
    assert links(html)["alopecia"] == "#drug-effect-hair-loss"
    assert html.count('id="drug-effect-hair-loss"') == 1
    (tex,) = project.build("latex").outdir.glob("*.tex")
    text = tex.read_text("utf-8")
    assert r"\hyperref[\detokenize{effects:drug-effect-hair-loss}]" in text
    assert r"\label{\detokenize{effects:drug-effect-hair-loss}}" in text


def test_intersphinx_both_ways(make_project: Callable[..., Any]) -> None:
    """Another project finds drugs and effects under every name, and is found by this one."""
    here = make_project({"index.rst": "T\n=\n", "w.rst": WARFARIN}, CONF)
    here.build()
    here.close()
    inventory = str(here.root / "build/html/objects.inv")
    intersphinx = {
        "extensions": ["sphinx_drugmono", "claims_directive", "sphinx.ext.intersphinx"],
        "intersphinx_mapping": {"other": ("https://drugs.example/", inventory)},
    }
    text = (
        "T\n=\n\n:drug:`Warfarin` :drug:`COUMADIN` :drug:`warfarin sodium` "
        ":side-effect:`Alopecia` :side-effect:`hair-loss` :any:`Jantoven` "
        ":external:drug:monograph:`jantoven`\n"
    )
    there = make_project({"index.rst": text}, intersphinx).build()
    assert not there.warnings
    addresses = re.findall(r'href="(https://drugs\.example/[^"]+)"', there.output("index.html"))
    page = "https://drugs.example/w.html#drug-warfarin"
    effect = "https://drugs.example/drug-effects/hair-loss.html"
    assert addresses == [page, page, page, effect, effect, page, page]
    # The writer's words stay as they are.
    assert ">COUMADIN<" in there.output("index.html")
    assert ">Alopecia<" in there.output("index.html")


def test_names_with_a_number_do_not_break_the_inventory(make_project: Callable[..., Any]) -> None:
    """A name that the inventory's format cannot carry is found under its id instead."""
    files = {"index.rst": "T\n=\n", "w.rst": drug_page("Vitamin B 12 drops", "nausea")}
    here = make_project(files, CONF)
    here.build()
    here.close()
    conf = {
        "extensions": ["sphinx_drugmono", "sphinx.ext.intersphinx"],
        "intersphinx_mapping": {
            "other": ("https://drugs.example/", str(here.root / "build/html/objects.inv"))
        },
    }
    there = make_project({"index.rst": "T\n=\n\n:drug:`vitamin B 12 drops`\n"}, conf).build()
    assert "https://drugs.example/w.html#drug-vitamin-b-12-drops" in there.output("index.html")


def test_other_names_are_found_by_the_search(make_project: Callable[..., Any]) -> None:
    """Sphinx's own search knows a drug by all its names."""
    built = make_project({"index.rst": "T\n=\n", "w.rst": WARFARIN}, CONF).build()
    objects = built.output("searchindex.js").partition('"objects":')[2].partition('"objnames"')[0]
    for name in ("Warfarin", "warfarin sodium", "Coumadin", "Jantoven"):
        assert f'"{name}"' in objects


def test_two_monographs_on_one_page(make_project: Callable[..., Any]) -> None:
    """Names that make one id get ids of their own, which do not depend on other pages."""
    page = (
        "T\n=\n\n" + drug("Tocopherol (A)") + drug("Tocopherol [A]") + ":drug:`tocopherol [a]`\n"
    )
    project = make_project({"index.rst": page}, CONF)
    built = project.build()
    (target,) = links(built.output("index.html")).values()
    assert re.fullmatch(r"#drug-tocopherol-a-[0-9a-f]{6}", target)
    assert f'id="{target[1:]}"' in built.output("index.html")
    (line,) = built.warning_lines()
    assert line.startswith("index.rst:7: WARNING: “Tocopherol [A]” makes the id “tocopherol-a”")
    assert "index.rst:4" in line
    assert line.endswith("[drugmono.id-collision]")


def test_one_id_on_two_pages(make_project: Callable[..., Any]) -> None:
    """The ids stay what the names make them; the clash is reported with both places."""
    files = {
        "index.rst": "T\n=\n",
        "a.rst": drug_page("Tocopherol (A)"),
        "b.rst": drug_page("Tocopherol [A]"),
    }
    built = make_project(files, CONF).build()
    (line,) = built.warning_lines()
    assert line.startswith("b.rst:3: WARNING: “Tocopherol [A]” makes the id “tocopherol-a”")
    assert "“Tocopherol (A)” does, a.rst:3 [drugmono.id-collision]" in line
    assert 'id="drug-tocopherol-a"' in built.output("a.html")
    assert 'id="drug-tocopherol-a"' in built.output("b.html")
