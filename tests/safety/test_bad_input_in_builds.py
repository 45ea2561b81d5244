"""Broken, huge and colliding pages in a project: reported with their place, never fatal."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from building import Build, build, write_project

if TYPE_CHECKING:
    from pathlib import Path

LARGE = 1_000_000
PAGES: dict[str, bytes] = {
    "not-utf-8": "# Drug é\n\n## Usage\n\nText\n".encode("latin-1"),
    "utf-16": "# Sixteen\n\n## Usage\n\nText\n".encode("utf-16"),
    "byte-order-mark": "\ufeff# Marked\n\n## Usage\n\nText\n".encode(),
    "windows-lines": b"# Windows\r\n\r\n## Usage\r\n\r\nText\r\n",
    "old-mac-lines": b"# Macintosh\r\r## Usage\r\rText\r",
    "nul": b"# Nul\n\n## Usage\n\nTake \0 5 mg\n",
    "control": b"# Control\n\n## Usage\n\nTake \x07\x0c\x1b 5 mg\n",
    "empty": b"",
    "spaces": b"  \n\n \t\n",
    "front-matter-only": b"---\ntitle: Front\n---\n",
    "front-matter-broken": b"---\ntitle: a: b\n---\n## Usage\n\nText\n",
    "front-matter-list": b"---\n- a\n---\n\n## Usage\n\nText\n",
    "unclosed": b"# Unclosed\n\n## Usage\n\n**bold *and `code [link](\n",
    "bullets": b"# Bullets\n\n## Usage\n\n" + b"* a bullet\n" * 5_000,
    "nested": b"# Nested\n\n## Usage\n\n" + b"- " * 5_000 + b"innermost\n",
    "nested-quotes": b"# Quotes\n\n## Usage\n\n" + b"> " * 5_000 + b"innermost\n",
    "nested-emphasis": b"# Emphasis\n\n## Usage\n\n" + b"*a **b " * 2_000 + b"\n",
    "nested-tags": b"# Tags\n\n## Usage\n\n" + b"<b>" * 3_000 + b"x" + b"</b>" * 3_000 + b"\n",
    "headings": b"# Headings\n\n" + b"## A heading\n\ntext\n\n" * 500,
    "deep-headings": b"# Deep\n\n## Usage\n\n" + b"###### six\n\n### three\n\n" * 50,
    "long-title": b"# " + b"x" * 258 + b"\n\n## Usage\n\nText\n",
    "longer-title": b"# " + b"Zinc + " * 500 + b"Iron\n\n## Usage\n\nText\n",
    "long-line": b"# Long\n\n## Usage\n\n" + b"word " * (LARGE // 5) + b"\n",
    "sections-twice": b"# Twice\n\n## Usage\n\nOne\n\n## Usage\n\nTwo\n",
    "same-name": b"# Same\n\n## Usage\n\nOne\n",
    "same-name-again": b"# Same\n\n## Usage\n\nTwo\n",
    "same-id": b"# Drug-X!\n\n## Usage\n\nOne\n",
    "same-id-again": b"# Drug X\n\n## Usage\n\nTwo\n",
    "japanese": "# ワルファリン\n\n## Usage\n\nText\n".encode(),
    "arabic": "# وارفارين\n\n## Usage\n\nText\n".encode(),
    "signs": b"# ???\n\n## Usage\n\nText\n",
}
CONF = {"drugmono_pages": ["drugs/**"]}
EXPECTED = {
    "nul": "odd-character",
    "control": "odd-character",
    "front-matter-broken": "front-matter",
    "front-matter-list": "front-matter",
    "nested": "deep-nesting",
    "nested-quotes": "deep-nesting",
    "sections-twice": "repeated-section",
    "empty": "no-sections",
    "front-matter-only": "no-sections",
    "headings": "unknown-heading",
}
"""The warning a page draws, where it draws one."""


@pytest.fixture(scope="module")
def srcdir(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("bad") / "source"
    files = {f"drugs/{name}.md": data for name, data in PAGES.items()}
    write_project(path, {"index.md": "# Index\n\n```{effect-index}\n```\n", **files}, CONF)
    return path


@pytest.fixture(scope="module")
def in_html(srcdir: Path) -> Build:
    return build(srcdir, srcdir.parent / "html")


@pytest.mark.parametrize("builder", ["html", "text", "latex", "epub"])
def test_every_builder_comes_to_its_end(srcdir: Path, builder: str) -> None:
    """No page stops a build, however it is broken."""
    built = build(srcdir, srcdir.parent / f"to-{builder}", builder)
    assert [line for line in built.warnings if "lost-text" in line] == []


@pytest.mark.parametrize("name", EXPECTED)
def test_what_is_broken_is_reported_with_its_place(name: str, in_html: Build) -> None:
    """The warning names the file, a line of it, and its own subtype."""
    of_page = [line for line in in_html.warnings if line.startswith(f"drugs/{name}.md:")]
    assert any(f"[drugmono.{EXPECTED[name]}]" in line for line in of_page), of_page


@pytest.mark.parametrize("name", ["not-utf-8", "utf-16"])
def test_pages_that_are_not_utf_8_are_reported(name: str, in_html: Build) -> None:
    """A page in another encoding is named; its bytes are not guessed at."""
    assert [line for line in in_html.warnings if f"drugs/{name}" in line]


def test_names_and_ids_that_meet_are_reported(in_html: Build) -> None:
    """Two monographs of one name, and two names with one id, are told with both places."""
    text = "\n".join(in_html.warnings)
    assert "[drugmono.duplicate]" in text
    assert "[drugmono.id-collision]" in text


@pytest.mark.parametrize("name", [n for n in PAGES if n not in ("not-utf-8", "utf-16")])
def test_every_other_page_is_there_with_its_disclaimer(name: str, in_html: Build) -> None:
    """Whatever can be shown of a page is shown, and never without a disclaimer."""
    text = in_html.text(f"drugs/{name}.html")
    assert text.count('class="drugmono-disclaimer admonition"') == 1
    assert "not medical advice" in " ".join(text.split())
