"""Below a drug's page a reader finds the drugs before and after it."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING

import pytest

from tests.browser.conftest import build

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.browser.conftest import Reader

pytestmark = pytest.mark.browser

INDEX = ".drugmono-beside > a:not([rel])"
PREVIOUS = ".drugmono-beside > a[rel=prev]"
NEXT = ".drugmono-beside > a[rel=next]"


def go_to_the_end(page: Reader) -> None:
    page.page.locator(INDEX).scroll_into_view_if_needed()
    page.page.locator(".drugmono-beside[aria-label]").wait_for()


def beside(page: Reader) -> tuple[list[str], list[str]]:
    return page.texts(PREVIOUS), page.texts(NEXT)


def requests(page: Reader) -> list[str]:
    return [url for url in page.requests if "beside-" in url]


def small_site(folder: Path, pages: dict[str, str], conf: str = "") -> Path:
    source = folder / "source"
    for name, text in {"index.md": "# Drugs\n", **pages}.items():
        path = source / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, "utf-8")
    settings = 'extensions = ["sphinx_drugmono"]\ndrugmono_pages = ["drugs/**"]\n'
    (source / "conf.py").write_text(f"{settings}{conf}", "utf-8")
    return build(source, folder / "site")


def page_of(name: str) -> str:
    return f"# {name}\n\n### Side Effects\n\nCommon side effects:\n\n- Nausea\n"


def test_a_reader_goes_through_the_drugs_from_a_to_z(
    reader: Callable[..., Reader], tmp_path: Path
) -> None:
    """From letter to letter, and back; the first has none before it, the last none after it."""
    names = ["Abacavir", "Atenolol", "Baclofen", "Codeine", "Cortisol"]
    page = reader(root=small_site(tmp_path, {f"drugs/{n}.md": page_of(n) for n in names}))
    page.open("drug-monographs.html")
    page.follow(page.page.locator(".drugmono-names a").first)
    for at, name in enumerate(names):
        assert page.place == f"drugs/{name}.html"
        go_to_the_end(page)
        assert beside(page) == (
            [f"Previous drug\n{one}" for one in names[:at][-1:]],
            [f"Next drug\n{one}" for one in names[at + 1 :][:1]],
        )
        if at + 1 < len(names):
            page.follow(page.page.locator(NEXT))
    page.follow(page.page.locator(PREVIOUS))
    assert page.place == "drugs/Codeine.html"


def test_nothing_is_loaded_before_it_is_near(reader: Callable[..., Reader]) -> None:
    """Opening a page asks for no more files; its end asks for one, once."""
    page = reader()
    page.open("drugs/metformin.html")
    page.page.wait_for_timeout(300)
    assert requests(page) == []
    assert page.page.locator(".drugmono-beside > a").count() == 1
    go_to_the_end(page)
    page.page.evaluate("window.scrollTo(0, 0)")
    page.page.evaluate("window.scrollTo(0, document.body.scrollHeight)")
    assert len(requests(page)) == 1
    assert page.page.locator(".drugmono-beside > a").count() == 3


def test_a_keyboard_gets_there(reader: Callable[..., Reader]) -> None:
    """The link that has the focus keeps it when the others come, and these are next."""
    page = reader()
    page.open("drugs/metformin.html")
    page.page.locator(INDEX).focus()
    go_to_the_end(page)
    focused = "document.activeElement.rel || document.activeElement.textContent"
    assert page.page.evaluate(focused) == "Drugs beside it in the index"
    page.page.keyboard.press("Tab")
    assert page.page.evaluate(focused) == "prev"
    page.page.keyboard.press("Tab")
    assert page.page.evaluate(focused) == "next"
    label = page.page.locator(".drugmono-beside").get_attribute("aria-label")
    assert label == "Drugs beside it in the index"
    with page.page.expect_navigation():
        page.page.keyboard.press("Enter")
    assert page.place == "drugs/omeprazole.html"


@pytest.mark.parametrize("width", [320, 1280])
def test_the_page_stays_where_it_is_when_the_links_come(
    reader: Callable[..., Reader], width: int
) -> None:
    """What is below the link to the index does not move."""
    page = reader(width=width)
    page.open("drugs/lisinopril.html")
    top = "css => document.querySelector(css).getBoundingClientRect().top"
    distance = f"(({top})('footer') - ({top})('{INDEX}'))"
    before = page.page.evaluate(distance)
    go_to_the_end(page)
    assert page.page.locator(NEXT).count() == 1
    assert page.page.evaluate(distance) == pytest.approx(before, abs=0.1)
    assert page.page.evaluate("document.documentElement.scrollWidth") <= width


def test_without_scripts_the_index_has_them(reader: Callable[..., Reader]) -> None:
    page = reader(java_script_enabled=False)
    page.open("drugs/metformin.html")
    assert page.page.locator(".drugmono-beside > a").count() == 1
    page.follow(page.page.locator(INDEX))
    assert page.place == "drug-monographs/letter-m.html"
    assert page.texts(":target > a") == ["Metformin"]


def test_without_data_the_link_stays(
    reader: Callable[..., Reader], site: Path, tmp_path: Path
) -> None:
    copy = shutil.copytree(site, tmp_path / "site")
    (copy / "_static/drugmono-data/beside-m.js").unlink()
    page = reader(root=copy)
    page.open("drugs/metformin.html")
    with page.page.expect_event("requestfailed"):
        page.page.locator(INDEX).scroll_into_view_if_needed()
    page.page.wait_for_timeout(100)
    assert page.page.locator(".drugmono-beside > a").count() == 1
    assert all("beside-m.js" in error for error in page.errors)
    page.errors.clear()
    page.follow(page.page.locator(INDEX))
    assert page.place == "drug-monographs/letter-m.html"


def test_on_paper_there_is_nothing_of_it(reader: Callable[..., Reader]) -> None:
    page = reader()
    page.open("drugs/metformin.html")
    go_to_the_end(page)
    page.page.emulate_media(media="print")
    assert not page.page.locator(".drugmono-beside").is_visible()


def test_pages_that_are_folders(
    reader: Callable[..., Reader], build_example: Callable[..., Path]
) -> None:
    """Even where the address of the page is not written as in links to it."""
    page = reader(root=build_example("-b", "dirhtml"))
    page.open("drugs/metformin/index.html")
    go_to_the_end(page)
    href = page.page.locator(NEXT).evaluate("link => link.href")
    assert href.removeprefix(page.site.as_uri()) == "/drugs/omeprazole/#drug-omeprazole"


def test_from_right_to_left(
    reader: Callable[..., Reader], build_example: Callable[..., Path]
) -> None:
    """The drug before it is where a line begins."""
    page = reader(root=build_example("-D", "language=ar"))
    page.open("drugs/metformin.html")
    go_to_the_end(page)
    left = "all => all.map(link => link.getBoundingClientRect().left)"
    links = page.page.locator(".drugmono-beside > a[rel]")
    previous, following = links.evaluate_all(left)
    assert previous < following
    page.page.evaluate("document.documentElement.dir = 'rtl'")
    previous, following = links.evaluate_all(left)
    assert previous > following


def test_in_another_language(
    reader: Callable[..., Reader], build_example: Callable[..., Path]
) -> None:
    page = reader(root=build_example("-D", "language=de", "-D", "suppress_warnings=drugmono"))
    page.open("drugs/metformin.html")
    go_to_the_end(page)
    assert [text.split("\n")[0] for text in beside(page)[1]] == ["Nächstes Arzneimittel"]


def test_a_drug_that_is_alone_has_none(reader: Callable[..., Reader], tmp_path: Path) -> None:
    page = reader(root=small_site(tmp_path, {"drugs/one.md": page_of("One")}))
    page.open("drugs/one.html")
    go_to_the_end(page)
    assert beside(page) == ([], [])
    page.follow(page.page.locator(INDEX))
    assert page.texts(":target > a") == ["One"]


def test_drugs_of_one_name_and_names_that_are_like_markup(
    reader: Callable[..., Reader], tmp_path: Path
) -> None:
    """Each page knows which it is; names are text."""
    pages = {f"drugs/{folder}/one.md": page_of("One") for folder in ("a", "b c", "ü")}
    pages["drugs/z.md"] = page_of("Zed &lt;b&gt;&amp;amp;&lt;/b&gt;")
    conf = 'suppress_warnings = ["drugmono"]\nhtml_theme = "alabaster"\n'
    page = reader(root=small_site(tmp_path, pages, conf))
    page.open("drugs/b c/one.html")
    go_to_the_end(page)
    page.follow(page.page.locator(NEXT))
    assert page.place == "drugs/%C3%BC/one.html"
    go_to_the_end(page)
    previous = page.page.locator(PREVIOUS).evaluate("link => link.href")
    assert previous.endswith("/drugs/b%20c/one.html#drug-one")
    assert page.texts(NEXT) == ["Next drug\nZed <b>&amp;</b>"]
