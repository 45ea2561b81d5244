"""A real browser on the built example, as a reader has it: from a folder, without a server."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

EXAMPLE = Path(__file__).parents[2] / "examples" / "formulary"


def build(source: Path, output: Path, *options: str) -> Path:
    """Build a project as its writer does; a warning is a failure."""
    command = [sys.executable, "-m", "sphinx", "-q", "-W", "-b", "html", *options]
    subprocess.run([*command, str(source), str(output)], check=True)
    return output


@pytest.fixture(scope="session")
def build_example(browser: Any, tmp_path_factory: pytest.TempPathFactory) -> Callable[..., Path]:
    """Build the example formulary with further options of sphinx-build."""
    return lambda *options: build(EXAMPLE, tmp_path_factory.mktemp("site"), *options)


@pytest.fixture(scope="session")
def site(build_example: Callable[..., Path]) -> Path:
    """The example formulary, built with its own theme."""
    return build_example()


class Reader:
    """A page of a browser, and what went wrong on it."""

    def __init__(self, page: Any, site: Path) -> None:
        self.page = page
        self.site = site
        self.errors: list[str] = []
        self.requests: list[str] = []
        page.on("pageerror", lambda error: self.errors.append(str(error)))
        page.on("requestfailed", self._note_failure)
        page.on("request", lambda request: self.requests.append(request.url))

    def _note_failure(self, request: Any) -> None:
        # What is still on its way when the reader goes on is no fault.
        if "ABORTED" not in request.failure:
            self.errors.append(f"{request.failure}: {request.url}")

    def open(self, name: str) -> None:
        self.page.goto((self.site / name).as_uri())

    def follow(self, link: Any) -> None:
        """Click a link, and wait for where it leads."""
        with self.page.expect_navigation():
            link.click()

    @property
    def place(self) -> str:
        """The page that is shown, relative to the site."""
        return str(self.page.url).removeprefix(f"{self.site.as_uri()}/").split("#")[0]

    def finder(self) -> Any:
        """The finder of the page itself."""
        return self.page.locator(".drugmono-finder:not(.drugmono-finder-sidebar) input")

    def texts(self, selector: str) -> list[str]:
        return list(self.page.locator(selector).all_inner_texts())


@pytest.fixture
def reader(browser: Any, site: Path) -> Iterator[Callable[..., Reader]]:
    """Open the example: ``reader(width=320, color_scheme="dark")``."""
    contexts = []
    readers = []

    def start(*, width: int = 1280, root: Path | None = None, **options: Any) -> Reader:
        context = browser.new_context(viewport={"width": width, "height": 900}, **options)
        contexts.append(context)
        reader = Reader(context.new_page(), root or site)
        readers.append(reader)
        return reader

    yield start
    for context in contexts:
        context.close()
    for reader in readers:
        assert not reader.errors
