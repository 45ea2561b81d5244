"""The full text of monographs on the page of the search, by Pagefind."""

from __future__ import annotations

import importlib.util
import threading
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from typing import TYPE_CHECKING, Any

import pytest

from .conftest import build

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(
        importlib.util.find_spec("pagefind") is None, reason="Pagefind is not installed"
    ),
]

CONF = """\
project = "Ward"
extensions = ["sphinx_drugmono"]
html_theme = "furo"
drugmono_pages = ["drugs/**"]
drugmono_full_text_search = "pagefind"
"""


class _Quiet(SimpleHTTPRequestHandler):
    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002
        """Say nothing of requests."""


@pytest.fixture
def address(browser: Any, tmp_path: Path) -> Iterator[str]:
    """A formulary on a web server: browsers load no index from a file."""
    source = tmp_path / "source"
    (source / "drugs").mkdir(parents=True)
    (source / "conf.py").write_text(CONF)
    (source / "index.md").write_text("# Start\n")
    text = "# Alpha\n\n### Usage\nIt is used for zebras.\n\n### Side Effects\n* Hives\n"
    (source / "drugs" / "alpha.md").write_text(text)
    build(source, tmp_path / "html")
    handler = partial(_Quiet, directory=str(tmp_path / "html"))
    server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()


def test_words_of_a_monograph_are_found(browser: Any, address: str) -> None:
    """A search shows, besides Sphinx's results, the pages whose text has the word."""
    page = browser.new_page()
    page.goto(f"{address}/search.html?q=zebras")
    result = page.locator("#drugmono-full-text .pagefind-ui__result").first
    result.wait_for()
    assert "used for zebras" in result.inner_text()
    assert result.locator("a").first.get_attribute("href").startswith("/drugs/alpha.html")
    page.close()
