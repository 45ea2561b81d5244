"""Readers find drugs and side effects by what they type."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.browser.conftest import Reader

pytestmark = pytest.mark.browser

OPTIONS = "[role=option]:visible"
NAMES = f"{OPTIONS} .drugmono-finder-name"


def test_a_side_effect_gives_every_drug_that_lists_it(reader: Callable[..., Reader]) -> None:
    """From the start page: every drug that can cause hair loss, by a few keys."""
    page = reader()
    page.open("index.html")
    page.finder().press_sequentially("hair")
    page.page.wait_for_selector(OPTIONS)
    assert page.texts(NAMES)[0].lower() == "hair loss"
    page.page.keyboard.press("Enter")
    page.page.wait_for_selector(".drugmono-finder-results li")
    found = page.texts(".drugmono-finder-results li a")
    page.open("drug-effects/hair-loss.html")
    assert sorted(found) == sorted(page.texts(".drugmono-claims > li > a"))


def test_clinical_and_other_names_lead_to_the_same_side_effect(
    reader: Callable[..., Reader],
) -> None:
    page = reader()
    page.open("drug-effects.html")
    for typed in ("alopecia", "hair loss", "balding"):
        page.finder().fill(typed)
        page.page.wait_for_selector(OPTIONS)
        assert page.texts(NAMES)[0].lower() == "hair loss"


def test_typing_mistakes_are_forgiven(reader: Callable[..., Reader]) -> None:
    page = reader()
    page.open("drug-monographs.html")
    for typed, meant in (
        ("warferin", "Warfarin"),
        ("ibuprophen", "Ibuprofen"),
        ("metphormin", "Metformin"),
        ("sertarline", "Sertraline"),
        ("acetomenophen", "Paracetamol"),
        ("diahrrea", "Diarrhea"),
        ("hairloss", "Hair loss"),
    ):
        page.finder().fill(typed)
        page.page.wait_for_selector(OPTIONS)
        assert page.texts(NAMES)[0].lower() == meant.lower(), typed
        page.finder().fill("")
        page.page.wait_for_selector(OPTIONS, state="detached")


def test_drugs_that_list_two_side_effects(reader: Callable[..., Reader]) -> None:
    """Two side effects give the drugs that stand on both of their pages, and no other."""
    page = reader()
    both = []
    for effect in ("nausea", "headache"):
        page.open(f"drug-effects/{effect}.html")
        both.append(set(page.texts(".drugmono-claims > li > a")))
    page.open("drug-effects.html")
    for typed in ("nausea", "headache"):
        page.finder().press_sequentially(typed)
        page.page.wait_for_selector(OPTIONS)
        page.page.keyboard.press("Enter")
    page.page.wait_for_selector(".drugmono-finder-chips li:nth-child(2)")
    assert both[0] & both[1]
    assert set(page.texts(".drugmono-finder-results li a")) == both[0] & both[1]
    page.page.get_by_role("button", name="Remove headache").click()
    page.page.wait_for_selector(".drugmono-finder-chips li:nth-child(2)", state="detached")
    assert set(page.texts(".drugmono-finder-results li a")) == both[0]


def test_a_side_effects_page_offers_to_add_another(reader: Callable[..., Reader]) -> None:
    page = reader()
    page.open("drug-effects/nausea.html")
    drugs = set(page.texts(".drugmono-claims > li > a"))
    page.finder().press_sequentially("vomit")
    page.page.wait_for_selector(OPTIONS)
    page.page.keyboard.press("Enter")
    page.page.wait_for_selector(".drugmono-finder-results li")
    assert len(page.texts(".drugmono-finder-chips li")) == 2
    assert set(page.texts(".drugmono-finder-results li a")) < drugs


def test_the_sidebar_leads_to_drugs_and_side_effects_by_keyboard(
    reader: Callable[..., Reader],
) -> None:
    page = reader()
    field = page.page.locator(".drugmono-finder-sidebar input")
    for typed, place in (
        ("amlod", "drugs/amlodipine.html"),
        ("hair", "drug-effects/hair-loss.html"),
    ):
        page.open("anticoagulants.html")
        field.press_sequentially(typed)
        page.page.wait_for_selector(OPTIONS)
        page.page.keyboard.press("Enter")
        page.page.wait_for_url(f"**/{place}*")
        assert page.place == place


def test_the_keys_of_a_combobox(reader: Callable[..., Reader]) -> None:
    """Arrows walk through the options and back into the field; Escape closes, then clears."""
    page = reader()
    page.open("drug-monographs.html")
    field = page.finder()
    field.press_sequentially("am")
    page.page.wait_for_selector(OPTIONS)
    options = page.page.locator(OPTIONS)
    count = options.count()
    assert count > 1
    assert field.get_attribute("aria-expanded") == "true"
    assert field.get_attribute("aria-activedescendant") is None
    field.press("ArrowDown")
    first = options.first
    assert field.get_attribute("aria-activedescendant") == first.get_attribute("id")
    assert first.get_attribute("aria-selected") == "true"
    field.press("ArrowUp")
    assert field.get_attribute("aria-activedescendant") is None
    field.press("ArrowUp")
    assert field.get_attribute("aria-activedescendant") == options.last.get_attribute("id")
    field.press("Escape")
    assert field.get_attribute("aria-expanded") == "false"
    assert field.input_value() == "am"
    field.press("Escape")
    assert field.input_value() == ""


def test_what_was_found_is_announced(reader: Callable[..., Reader]) -> None:
    page = reader()
    page.open("drug-monographs.html")
    status = page.page.locator(".drugmono-finder:not(.drugmono-finder-sidebar) [role=status]")
    page.finder().fill("warfarin")
    page.page.wait_for_selector(OPTIONS)
    assert status.inner_text() == "1 suggestion"
    page.finder().fill("zzzzzzzz")
    page.page.wait_for_selector(OPTIONS, state="detached")
    assert status.inner_text() == "Nothing found for “zzzzzzzz”"
    assert status.bounding_box()["height"] > 10


def test_the_finder_speaks_the_language_of_the_site(
    reader: Callable[..., Reader], build_example: Callable[..., Path]
) -> None:
    page = reader(root=build_example("-D", "language=de"))
    page.open("drug-effects.html")
    assert page.page.get_by_label("Arzneimittel oder Nebenwirkung suchen").count() == 2
    assert page.page.get_by_label("Find a drug").count() == 0


def test_data_are_loaded_when_they_are_first_used(reader: Callable[..., Reader]) -> None:
    page = reader()
    page.open("drug-effects.html")
    assert not [url for url in page.requests if "drugmono-data" in url]
    page.finder().press_sequentially("nausea")
    page.page.wait_for_selector(OPTIONS)
    loaded = [url.rpartition("/")[2] for url in page.requests if "drugmono-data" in url]
    assert loaded == ["finder.js"]
    page.page.keyboard.press("Enter")
    page.page.wait_for_selector(".drugmono-finder-results li")
    assert all(url.startswith("file:") for url in page.requests)


@pytest.mark.parametrize("builder", ["html", "dirhtml"])
def test_every_address_of_the_finder_exists(
    reader: Callable[..., Reader], build_example: Callable[..., Path], builder: str
) -> None:
    page = reader(root=build_example("-b", builder))
    page.open("drug-effects.html" if builder == "html" else "drug-effects/index.html")
    page.finder().press_sequentially("a")
    page.page.wait_for_selector(OPTIONS)
    addresses = page.page.evaluate(
        """async () => {
          const data = await drugmono.load("finder");
          return new drugmono.search.Index(data).items.map((item) => item.address);
        }"""
    )
    assert len(addresses) > 50
    for address in addresses:
        name, _, fragment = address.partition("#")
        path = page.site / name
        text = (path / "index.html" if path.is_dir() else path).read_text("utf-8")
        assert not fragment or f'id="{fragment}"' in text
