"""In a language that runs from right to left, nothing of ours runs out of the page."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

pytestmark = pytest.mark.browser

TURN = "document.documentElement.dir = 'rtl'"
OUTSIDE = """() => {
  const width = document.documentElement.clientWidth;
  return [...document.querySelectorAll('[class*=drugmono-]')]
    .filter((element) => element.checkVisibility() && !element.closest('.sidebar-drawer'))
    .filter((element) => {
      const box = element.getBoundingClientRect();
      return box.width > 2 && (box.left < -1 || box.right > width + 1);
    })
    .map((element) => element.className);
}"""


@pytest.fixture(scope="module")
def arabic(build_example: Callable[..., Path]) -> Path:
    return build_example("-D", "language=ar")


@pytest.mark.parametrize("width", [320, 1280])
@pytest.mark.parametrize(
    "name", ["drug-monographs.html", "drug-effects/nausea.html", "drugs/ibuprofen.html"]
)
def test_everything_is_within_the_page(
    reader: Callable[..., Any], arabic: Path, name: str, width: int
) -> None:
    page = reader(root=arabic, width=width)
    page.open(name)
    assert page.page.get_attribute("html", "lang") == "ar"
    page.page.evaluate(TURN)
    assert page.page.locator("[class*=drugmono-]").count() > 3
    assert page.page.evaluate(OUTSIDE) == []
    assert page.errors == []


def test_marks_stand_at_the_side_where_lines_begin(
    reader: Callable[..., Any], arabic: Path
) -> None:
    """The bar beside a disclaimer changes sides with the text."""
    page = reader(root=arabic)
    page.open("drugs/ibuprofen.html")
    side = (
        "side => getComputedStyle(document.querySelector('.drugmono-disclaimer'))"
        "[`border${side}Width`]"
    )
    left, right = (page.page.evaluate(side, one) for one in ("Left", "Right"))
    assert left != right
    page.page.evaluate(TURN)
    assert (page.page.evaluate(side, "Left"), page.page.evaluate(side, "Right")) == (right, left)


def test_previews_open_within_the_page(reader: Callable[..., Any], arabic: Path) -> None:
    page = reader(root=arabic)
    page.open("drugs/ibuprofen.html")
    page.page.evaluate(TURN)
    page.page.locator(".drugmono-glance a").first.hover()
    page.page.locator(".drugmono-preview").wait_for(state="visible")
    box = page.page.locator(".drugmono-preview").bounding_box()
    assert box["x"] >= 0
    assert box["x"] + box["width"] <= 1280
