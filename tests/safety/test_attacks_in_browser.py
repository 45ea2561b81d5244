"""Hostile pages in a real browser: no script of theirs runs, and nothing foreign is asked for."""

from __future__ import annotations

import threading
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

import pytest
from building import Build, build
from test_attacks import ATTACKS, IN_DIRECTIVES, project

if TYPE_CHECKING:
    from collections.abc import Iterator

MARKER = "window.attacks = []; window.attack = (...what) => window.attacks.push(what.join());"
POINT_AT_EVERYTHING = """
for (const element of document.querySelectorAll("body *")) {
    for (const kind of ["mouseover", "mouseenter", "pointerenter", "focusin", "focus"])
        element.dispatchEvent(new Event(kind, {bubbles: true}));
}
"""


class _Silent(SimpleHTTPRequestHandler):
    def log_message(self, *args: object) -> None:
        pass


@pytest.fixture(scope="module")
def built(browser: Any, tmp_path_factory: pytest.TempPathFactory) -> Build:
    srcdir = tmp_path_factory.mktemp("attacks") / "source"
    project(srcdir)
    return build(srcdir, srcdir.parent / "html", "html", "-D", "html_theme=alabaster")


@pytest.fixture(scope="module")
def address(built: Build) -> Iterator[str]:
    """The built site on a server of this machine."""
    handler = partial(_Silent, directory=str(built.outdir))
    server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    thread.join()


class Visitor:
    """A page of the browser that writes down what it was made to do."""

    def __init__(self, browser: Any, address: str) -> None:
        self.page = browser.new_page()
        self.page.add_init_script(MARKER)
        self.address = address
        self.found: list[str] = []
        self.place = ""
        self.page.route("**/*", self._request)
        self.page.on("dialog", lambda dialog: (self._note("dialog"), dialog.dismiss()))
        self.page.on("download", lambda download: self._note("download"))
        self.page.on("popup", lambda popup: self._note("popup"))

    def _note(self, what: str) -> None:
        self.found.append(f"{self.place}: {what}")

    def _request(self, route: Any) -> None:
        url = route.request.url
        if url.startswith(self.address) or urlsplit(url).scheme in ("data", "about"):
            route.continue_()
        else:
            self._note(f"request for {url}")
            route.abort()

    def visit(self, place: str) -> None:
        self.place = place
        self.page.goto(f"{self.address}/{place}", wait_until="load")

    def leave(self) -> None:
        """Note what ran on the page, and that the reader is still on it."""
        for what in self.page.evaluate("window.attacks"):
            self._note(f"attack({what})")
        if not self.page.url.startswith(self.address):
            self._note(f"led away to {self.page.url}")


@pytest.fixture
def visitor(browser: Any, address: str) -> Iterator[Visitor]:
    visitor = Visitor(browser, address)
    yield visitor
    visitor.page.close()


def test_the_marker_tells_when_something_runs(visitor: Visitor, built: Build) -> None:
    """An unprotected page is found out by these tests."""
    (built.outdir / "unprotected.html").write_text(
        "<!DOCTYPE html><img src=x onerror=attack('image')><script>attack('script')</script>"
        "<p onmouseover=attack('event')>text</p><img src='https://evil.example/a.png'>",
        "utf-8",
    )
    visitor.visit("unprotected.html")
    visitor.page.evaluate(POINT_AT_EVERYTHING)
    visitor.leave()
    assert any("attack(script)" in line for line in visitor.found)
    assert any("attack(event)" in line for line in visitor.found)
    assert any("evil.example" in line for line in visitor.found)


VISIBLE = """
(() => {
    const boxes = document.querySelectorAll(".drugmono-disclaimer");
    return boxes.length === 1 && [...boxes].every(box => box.checkVisibility(
        {checkOpacity: true, checkVisibilityCSS: true})
        && box.getBoundingClientRect().height > 40
        && parseFloat(getComputedStyle(box.querySelector("p:last-child")).fontSize) >= 12);
})()
"""


@pytest.mark.parametrize("folder", ["attacks", "rst", "myst"])
def test_nothing_runs_on_the_pages_of_attacks(folder: str, visitor: Visitor) -> None:
    """Each page is opened, everything on it is pointed at, and its disclaimer can be read."""
    for name in ATTACKS if folder == "attacks" else IN_DIRECTIVES[::10]:
        visitor.visit(f"{folder}/{name}.html")
        if not visitor.page.evaluate(VISIBLE):
            visitor.found.append(f"{name}: the disclaimer is not to be seen")
        visitor.page.evaluate(POINT_AT_EVERYTHING)
        visitor.leave()
    assert visitor.found == []


def test_nothing_runs_on_pages_made_from_attacks(visitor: Visitor, built: Build) -> None:
    """Indices, letter pages, pages of side effects: whatever shows names of attacks."""
    outdir = Path(built.outdir)
    made = [
        str(path.relative_to(outdir))
        for path in sorted(outdir.rglob("*.html"))
        if path.relative_to(outdir).parts[0] not in ("attacks", "rst", "myst", "unprotected.html")
    ]
    assert len(made) > 10
    for place in made:
        visitor.visit(place)
        visitor.page.evaluate(POINT_AT_EVERYTHING)
        visitor.page.wait_for_timeout(20)
        visitor.leave()
    assert visitor.found == []


@pytest.mark.parametrize("words", ["attack", "script", "onerror", "<img", '"onmouseover', "svg"])
def test_nothing_runs_in_search_and_finder(words: str, visitor: Visitor) -> None:
    """Names and titles with markup are shown as text where they are found."""
    visitor.visit("drug-monographs.html")
    fields = visitor.page.query_selector_all('input[type="search"], input[role="combobox"]')
    assert fields
    for field in fields:
        if field.is_visible():
            field.fill("")
            field.type(words)
            visitor.page.wait_for_timeout(300)
            visitor.page.evaluate(POINT_AT_EVERYTHING)
            visitor.page.keyboard.press("ArrowDown")
    visitor.leave()
    visitor.visit(f"search.html?q={words.replace('<', '%3C')}")
    visitor.page.wait_for_timeout(1500)
    visitor.page.evaluate(POINT_AT_EVERYTHING)
    visitor.leave()
    assert visitor.found == []
