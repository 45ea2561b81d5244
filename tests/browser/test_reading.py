"""Readers answer their questions on the pages, with and without scripts, on screen and paper."""

from __future__ import annotations

import re
import shutil
import subprocess
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.browser.conftest import Reader

pytestmark = pytest.mark.browser


def test_when_to_get_help_stands_apart(reader: Callable[..., Reader]) -> None:
    """Serious side effects stand in a box of their own, each linked to its page."""
    page = reader()
    page.open("drugs/lisinopril.html")
    serious = page.page.locator(".drugmono-glance-serious")
    assert "Get medical help" in serious.inner_text()
    links = serious.locator("a")
    assert "Angioedema" in links.all_inner_texts()
    others = page.texts(".drugmono-glance-others a")
    assert "Dizziness" in others
    assert not set(others) & set(links.all_inner_texts())
    page.follow(links.first)
    assert page.place.startswith("drug-effects/")
    assert "Lisinopril" in page.texts(".drugmono-group-serious .drugmono-claims > li > a")


def test_a_side_effect_leads_to_the_sentence_that_says_so(reader: Callable[..., Reader]) -> None:
    page = reader()
    page.open("drug-effects/hair-loss.html")
    link = page.page.locator(".drugmono-claims > li > a").first
    evidence = page.page.locator(".drugmono-evidence").first.inner_text()
    page.follow(link)
    target = page.page.locator(":target")
    assert target.count() == 1
    words = evidence.strip("“”\n ")
    assert words in page.page.locator("section.drugmono-side-effects").first.inner_text()


def test_filter_of_a_long_list(reader: Callable[..., Reader]) -> None:
    """What does not fit disappears with its letter, and Escape brings it back."""
    page = reader()
    page.open("drug-effects.html")
    total = page.page.locator(".drugmono-names > li:visible").count()
    field = page.page.get_by_label("Filter this list")
    field.fill("blood")
    shown = page.texts(".drugmono-names > li:visible")
    assert 0 < len(shown) < total
    assert all("blood" in text.lower() for text in shown)
    letters = page.page.locator(".drugmono-index h2:visible").count()
    assert letters == page.page.locator(".drugmono-names:visible").count()
    assert page.texts(".drugmono-filter-status") == [f"{len(shown)} of {total} shown"]
    field.press("Escape")
    assert page.page.locator(".drugmono-names > li:visible").count() == total


def test_short_lists_have_no_filter(reader: Callable[..., Reader]) -> None:
    page = reader()
    page.open("drug-effects/hair-loss.html")
    assert page.page.locator(".drugmono-filter").count() == 0


def test_everything_can_be_read_without_scripts(reader: Callable[..., Reader]) -> None:
    page = reader(java_script_enabled=False)
    page.open("index.html")
    page.follow(page.page.locator(".drugmono-finder-sidebar a").last)
    assert page.place == "drug-effects.html"
    page.follow(page.page.locator(".drugmono-letters a", has_text="H").first)
    page.follow(page.page.locator(".drugmono-names a", has_text="Hair loss").first)
    assert page.place == "drug-effects/hair-loss.html"
    page.follow(page.page.locator(".drugmono-claims > li > a").first)
    assert page.place.startswith("drugs/")
    for selector in (".drugmono-side-effects", ".drugmono-disclaimer", ".drugmono-glance"):
        assert page.page.locator(selector).first.is_visible()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_previews(reader: Callable[..., Reader], scheme: str) -> None:
    """A link shows what is behind it, for pointer and keyboard; Escape closes it."""
    page = reader(color_scheme=scheme)
    page.open("index.html")
    preview = page.page.locator(".drugmono-preview")
    drug = page.page.locator("p > a.drugmono-monograph").first
    drug.hover()
    preview.wait_for(state="visible")
    assert "Metformin" in preview.inner_text()
    assert "side effects listed" in preview.inner_text()
    assert drug.get_attribute("aria-describedby") == preview.get_attribute("id")
    page.page.keyboard.press("Escape")
    assert preview.is_hidden()
    assert drug.get_attribute("aria-describedby") is None
    page.page.mouse.move(0, 0)
    page.page.locator("p > a.drugmono-effect").first.focus()
    page.page.keyboard.press("Shift+Tab")
    page.page.keyboard.press("Tab")
    preview.wait_for(state="visible")
    assert "alopecia" in preview.inner_text()


def test_a_preview_can_be_pointed_at(reader: Callable[..., Reader]) -> None:
    page = reader()
    page.open("index.html")
    preview = page.page.locator(".drugmono-preview")
    page.page.locator("p > a.drugmono-monograph").first.hover()
    preview.wait_for(state="visible")
    preview.hover()
    page.page.wait_for_timeout(600)
    assert preview.is_visible()
    page.page.mouse.move(0, 0)
    preview.wait_for(state="hidden")


def test_reduced_motion_is_respected(reader: Callable[..., Reader]) -> None:
    for motion, expected in (("reduce", "none"), ("no-preference", "drugmono-appear")):
        page = reader(reduced_motion=motion)
        page.open("index.html")
        page.page.locator("p > a.drugmono-monograph").first.hover()
        preview = page.page.locator(".drugmono-preview")
        preview.wait_for(state="visible")
        assert preview.evaluate("element => getComputedStyle(element).animationName") == expected


@pytest.mark.parametrize(
    "name", ["index", "drugs/metformin", "drug-effects/nausea", "drug-effects", "drug-monographs"]
)
def test_nothing_is_cut_off_on_a_narrow_screen(reader: Callable[..., Reader], name: str) -> None:
    """At 320 px, which is also 1280 px at 400 %, no page scrolls sideways."""
    page = reader(width=320)
    page.open(f"{name}.html")
    assert page.page.evaluate("document.documentElement.scrollWidth") <= 320


@pytest.mark.parametrize("size", ["A4", "Letter"])
@pytest.mark.parametrize("drug", ["lisinopril", "paracetamol"])
def test_a_drug_page_prints_as_a_leaflet(
    reader: Callable[..., Reader], tmp_path: Path, size: str, drug: str
) -> None:
    """Everything is on paper but the ways around; it says where it comes from."""
    if shutil.which("pdftotext") is None:
        pytest.skip("pdftotext (poppler-utils) is not installed")
    page = reader(color_scheme="dark")
    page.open(f"drugs/{drug}.html")
    headings = page.texts("article h2")
    path = tmp_path / "leaflet.pdf"
    margin = dict.fromkeys(("top", "right", "bottom", "left"), "15mm")
    page.page.pdf(path=str(path), format=size, margin=margin)
    command = ["pdftotext", "-layout", str(path), "-"]
    printed = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    flat = " ".join(printed.split())
    assert "not medical advice" in flat.lower()
    assert f"drugs/{drug}.html" in flat
    for word in ("Find a drug", "Search", "Antidepressants", "Filter this list"):
        assert word not in flat
    sheets = [sheet.strip().splitlines() for sheet in printed.split("\f") if sheet.strip()]
    for heading in headings:
        title = heading.rstrip("¶").strip()
        assert title in flat
        assert all(sheet[-1].strip() != title for sheet in sheets)


def test_dark_text_is_never_printed_on_paper(reader: Callable[..., Reader]) -> None:
    """A reader with a dark screen prints black on white."""
    page = reader(color_scheme="dark")
    page.open("drugs/lisinopril.html")
    page.page.emulate_media(media="print")
    assert is_dark(page.page.locator("article p").first)


@pytest.mark.parametrize(
    "theme", ["alabaster", "sphinx_book_theme", "pydata_sphinx_theme", "sphinx_rtd_theme"]
)
def test_other_themes(
    reader: Callable[..., Reader], build_example: Callable[..., Path], theme: str
) -> None:
    """The finder has its place in the sidebar, and the boxes keep their form."""
    pytest.importorskip(theme, reason=f"{theme} is not installed")
    page = reader(root=build_example("-D", f"html_theme={theme}"), color_scheme="dark")
    page.open("drugs/lisinopril.html")
    assert page.page.locator(".drugmono-finder-sidebar input").is_visible()
    item = page.page.locator(".drugmono-glance-serious li").first
    assert item.evaluate("e => getComputedStyle(e).listStyleType") == "none"
    page.page.emulate_media(media="print")
    assert not page.page.locator(".drugmono-finder-sidebar").is_visible()
    assert is_dark(page.page.locator(".drugmono-usage p").last)
    page.page.emulate_media(media="screen")
    page.page.locator(".drugmono-finder-sidebar input").press_sequentially("warf")
    page.follow(page.page.locator("[role=option]").first)
    assert page.place == "anticoagulants.html"


def is_dark(text: Any) -> bool:
    """Whether text is black or nearly so."""
    color = text.evaluate("element => getComputedStyle(element).color")
    return max(map(int, re.findall(r"\d+", color)[:3])) < 80


def test_preview_of_a_place_in_a_monograph(reader: Callable[..., Reader]) -> None:
    """A link to where a monograph names a side effect shows the monograph."""
    page = reader()
    page.open("drug-effects/nausea.html")
    claim = page.page.locator(".drugmono-claims > li > a[href*='#effect-']").first
    claim.hover()
    preview = page.page.locator(".drugmono-preview")
    preview.wait_for(state="visible")
    assert claim.inner_text() in preview.inner_text()
