"""Seeing one page while writing it."""

from __future__ import annotations

import subprocess
import sys
import time
import urllib.error
import urllib.request
from typing import TYPE_CHECKING

import pytest

from sphinx_drugmono.cli import main
from sphinx_drugmono.commands.console import UsageError
from sphinx_drugmono.commands.live_page import LivePage, serve

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

PAGE = "# Alpha\n\n### Usage\nFor pain.\n\n### Side Effects\n* Nausea\n"
CONF = """\
project = "Ward"
extensions = ["sphinx_drugmono"]
html_theme = "basic"
drugmono_pages = ["drugs/**"]
drugmono_section_titles = {"usage": "What it treats"}
"""


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """A project of three pages."""
    folder = tmp_path / "project"
    (folder / "drugs").mkdir(parents=True)
    (folder / "conf.py").write_text(CONF)
    (folder / "index.rst").write_text("Start\n=====\n\n:drug:`Beta` :ref:`nowhere`\n")
    (folder / "drugs" / "alpha.md").write_text(PAGE)
    (folder / "drugs" / "beta.md").write_text(PAGE.replace("Alpha", "Beta"))
    return folder


@pytest.fixture
def page(project: Path, tmp_path: Path) -> LivePage:
    return LivePage(project / "drugs" / "alpha.md", tmp_path / "work")


@pytest.fixture
def address(page: LivePage) -> Iterator[str]:
    """The page, built and served."""
    page.build()
    server = serve(page, 0)
    yield f"http://127.0.0.1:{server.server_port}/"
    server.shutdown()
    server.server_close()


def get(address: str, **headers: str) -> str:
    request = urllib.request.Request(address, headers=headers)
    with urllib.request.urlopen(request) as answer:
        text: str = answer.read().decode()
        return text


def test_page_with_the_configuration_of_its_project(page: LivePage) -> None:
    """It looks as in the project; no other document is built."""
    _seconds, remarks = page.build()
    assert remarks == []
    html = (page.output / "drugs" / "alpha.html").read_text("utf-8")
    assert "What it treats" in html
    assert "drugmono-disclaimer" in html
    assert (page.output / "drug-effects" / "nausea.html").exists()
    assert not (page.output / "index.html").exists()
    assert not (page.output / "drugs" / "beta.html").exists()


def test_links_to_pages_that_are_not_built_are_no_mistakes(page: LivePage, project: Path) -> None:
    """Other drugs are named by roles and by their files, and nothing is said of either."""
    (project / "drugs" / "alpha.md").write_text(f"{PAGE}\n{{drug}}`Beta` and [it](beta.md)\n")
    _seconds, remarks = page.build()
    assert remarks == []
    assert "Beta" in (page.output / "drugs" / "alpha.html").read_text("utf-8")


def test_each_save_is_shown(page: LivePage, project: Path, address: str) -> None:
    """A change of the page or of conf.py is noticed once, built, and told to the browser."""
    assert not page.changed()
    version = get(f"{address}drugmono-version")
    (project / "drugs" / "alpha.md").write_text(PAGE + "* Dizziness\n")
    assert page.changed()
    page.build()
    assert not page.changed()
    assert "Dizziness" in get(f"{address}drugs/alpha.html")
    assert get(f"{address}drugmono-version") != version
    (project / "conf.py").write_text(CONF.replace("What it treats", "Uses"))
    assert page.changed()
    page.build()
    assert "Uses" in get(f"{address}drugs/alpha.html")


def test_pages_load_themselves_again(address: str) -> None:
    """Each page has the script that asks for the version; the start leads to the page."""
    for name in ("", "drugs/alpha.html", "drug-effects/nausea.html"):
        assert "/drugmono-version" in get(address + name)
    assert "drugmono" in get(f"{address}_static/drugmono.css")


@pytest.mark.parametrize("path", ["drugs/", "nothing.html", "../conf.py", "%2e%2e/conf.py"])
def test_nothing_else_is_served(address: str, path: str) -> None:
    """No folders, nothing outside of the output."""
    with pytest.raises(urllib.error.HTTPError, match="404"):
        get(address + path)


def test_other_names_are_not_answered(address: str) -> None:
    """A site that has its name lead here learns nothing."""
    with pytest.raises(urllib.error.HTTPError, match="403"):
        get(f"{address}drugs/alpha.html", Host="evil.example")


def test_mistakes_while_writing(page: LivePage, project: Path) -> None:
    """What is wrong with the page is said; a conf.py that fails leaves the last page in place."""
    (project / "drugs" / "alpha.md").write_text(PAGE + "\n![x](none.png)\n")
    (remark,) = page.build()[1]
    assert "drugs/alpha.md:9: WARNING" in remark
    before = page.version
    (project / "conf.py").write_text("1 / 0")
    assert "ZeroDivisionError" in "".join(page.build()[1])
    assert page.version == before
    (project / "conf.py").write_text(CONF)
    page.build()
    assert page.version > before


def test_page_without_a_project(tmp_path: Path) -> None:
    """A page that is in no project is shown with the defaults."""
    path = tmp_path / "new [1] *drug.md"
    path.write_text(PAGE)
    page = LivePage(path, tmp_path / "work")
    assert page.build()[1] == []
    assert "Nausea" in (page.output / "new [1] *drug.html").read_text("utf-8")


def test_page_of_directives(project: Path, tmp_path: Path) -> None:
    """Pages that are no monographs as a whole are shown as Sphinx reads them."""
    (project / "two.rst").write_text("Two\n===\n\n.. drug-monograph:: X\n\n   **Usage:** Y.\n")
    page = LivePage(project / "two.rst", tmp_path / "work")
    assert page.build()[1] == []
    assert "What it treats" in (page.output / "two.html").read_text("utf-8")


def test_first_build_fails(project: Path, tmp_path: Path) -> None:
    """Where there is nothing to show, the command ends and says why."""
    (project / "conf.py").write_text("# sphinx_drugmono\n1 / 0")
    with pytest.raises(UsageError, match="ZeroDivisionError"):
        LivePage(project / "drugs" / "alpha.md", tmp_path / "work").build()
    assert main(["preview", str(project / "drugs" / "alpha.md")]) == 2
    assert main(["preview", str(project / "drugs" / "none.md")]) == 2


@pytest.mark.skipif(sys.platform == "win32", reason="interrupts a process")
def test_command(project: Path) -> None:
    """The command prints where to look, shows changes, and ends when interrupted."""
    path = project / "drugs" / "alpha.md"
    process = subprocess.Popen(
        [sys.executable, "-m", "sphinx_drugmono", "preview", str(path), "--port", "0"],
        stdout=subprocess.PIPE,
        text=True,
    )
    try:
        assert process.stdout is not None
        address = process.stdout.readline().removeprefix("see ").strip()
        assert "Nausea" in get(address)
        path.write_text(PAGE + "* Dizziness\n")
        for _try in range(100):
            if "Dizziness" in get(address):
                break
            time.sleep(0.1)
        assert "Dizziness" in get(address)
    finally:
        process.send_signal(2)
    assert process.wait(20) == 0
