"""axe-core finds nothing on any kind of page, in any state."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.browser.conftest import Reader

pytestmark = pytest.mark.browser

axe = pytest.importorskip(
    "axe_playwright_python.sync_playwright", reason="axe-playwright-python is not installed"
)

# What the theme itself gets wrong: two asides without a name, and a label outside its landmarks.
OF_THE_THEME = {"landmark-unique", "region"}
PAGES = (
    "index",
    "anticoagulants",
    "drugs/metformin",
    "drugs/amlodipine-atorvastatin",
    "drug-monographs",
    "drug-effects",
    "drug-effects/letter-a",
    "drug-effects/nausea",
)


def violations(reader: Reader) -> list[str]:
    options = {
        "preload": False,  # it would read style sheets in a way that folders do not allow
        "resultTypes": ["violations"],
        "rules": {rule: {"enabled": False} for rule in OF_THE_THEME},
    }
    found = axe.Axe().run(reader.page, options=options).response["violations"]
    return [f"{rule['id']}: {node['html']}" for rule in found for node in rule["nodes"]]


@pytest.mark.parametrize("width", [320, 1280])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_pages(reader: Callable[..., Reader], scheme: str, width: int) -> None:
    page = reader(width=width, color_scheme=scheme)
    for name in PAGES:
        page.open(f"{name}.html")
        assert violations(page) == [], name


@pytest.mark.parametrize("width", [320, 1280])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_finder_and_preview(reader: Callable[..., Reader], scheme: str, width: int) -> None:
    page = reader(width=width, color_scheme=scheme)
    page.open("drug-effects/nausea.html")
    page.finder().press_sequentially("head")
    page.page.wait_for_selector("[role=option]:visible")
    page.page.keyboard.press("ArrowDown")
    assert violations(page) == []
    page.page.keyboard.press("Enter")
    page.page.wait_for_selector(".drugmono-finder-results li")
    page.page.locator(".drugmono-finder-results li a").first.hover()
    page.page.locator(".drugmono-preview").wait_for(state="visible")
    page.page.wait_for_timeout(200)
    assert violations(page) == []


def test_headings_are_in_order(reader: Callable[..., Reader]) -> None:
    """One first-level heading, no level left out, and the language is stated."""
    page = reader()
    for name in PAGES:
        page.open(f"{name}.html")
        levels = [
            int(tag[1])
            for tag in page.page.locator("article :is(h1, h2, h3, h4, h5, h6)").evaluate_all(
                "all => all.map((element) => element.tagName)"
            )
        ]
        assert levels.count(1) == 1
        assert all(after - before <= 1 for before, after in pairwise(levels))
        assert page.page.locator("html").get_attribute("lang") == "en"
