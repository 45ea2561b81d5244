"""``drugmono import``: from an existing site to a formulary, byte for byte."""

from __future__ import annotations

import json
import subprocess
import sys
from typing import TYPE_CHECKING, Any

import pytest

from .conftest import PAGE

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from .conftest import Result

    Run = Callable[..., Result]

README = "# My site\n\nThis site has pages about drugs. Run it with a command.\n"
ABOUT = "# About\n\nWho we are, and what our pages are for.\n"


def page(name: str) -> str:
    return PAGE.replace("Ibuprofen", name)


def fill(root: Path, files: dict[str, str | bytes]) -> Path:
    for name, content in files.items():
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return root


def report(drugmono: Run, source: Path, folder: Path, *options: str) -> dict[str, Any]:
    """Import and give the report."""
    result = drugmono("import", source, folder, "--report", "json", *options)
    assert result.code in (0, 1), result.err
    found: dict[str, Any] = json.loads(result.out)
    return found


SITES = {
    "folder": ({"README.md": README}, ""),
    "jekyll": (
        {"_config.yml": "title: x", "README.md": README, "_layouts/x.md": PAGE, "about.md": ABOUT},
        "",
    ),
    "mkdocs": (
        {"mkdocs.yml": "site_name: x", "README.md": README, "docs/index.md": ABOUT},
        "docs/",
    ),
    "hugo": (
        {"hugo.toml": "title = 'x'", "content/_index.md": ABOUT, "themes/t/x.md": PAGE},
        "content/",
    ),
    "astro": (
        {"astro.config.mjs": "export default {}", "node_modules/m/README.md": PAGE},
        "src/content/",
    ),
}


@pytest.mark.parametrize("kind", SITES)
def test_pages_of_a_site_are_found_and_kept(drugmono: Run, tmp_path: Path, kind: str) -> None:
    """Each kind of site is told; its drug pages, and only they, are copied byte for byte."""
    files, root = SITES[kind]
    odd = ("\ufeff" + page("Naproxen").replace("\n", "\r\n") + "  \r\n\r\n").encode()
    source = fill(
        tmp_path / "site",
        {**files, f"{root}meds/i/ibuprofen.md": PAGE, f"{root}meds/n/naproxen.md": odd},
    )
    found = report(drugmono, source, tmp_path / "out")
    assert found["site"] == kind
    assert found["pages"] == 2
    drugs = tmp_path / "out" / "drugs"
    assert sorted(p.relative_to(drugs).as_posix() for p in drugs.rglob("*.md")) == [
        "i/ibuprofen.md",
        "n/naproxen.md",
    ]
    assert (drugs / "i" / "ibuprofen.md").read_bytes() == PAGE.encode()
    assert (drugs / "n" / "naproxen.md").read_bytes() == odd


def test_imported_pages_build(drugmono: Run, tmp_path: Path) -> None:
    """The project that is written builds without a warning."""
    source = fill(tmp_path / "s", {"ibuprofen.md": PAGE, "naproxen.md": page("Naproxen")})
    folder = tmp_path / "my-drugs"
    assert drugmono("import", source, folder).code == 0
    build = subprocess.run(
        [sys.executable, "-m", "sphinx", "-W", "-n", "-q", folder, folder / "_build"],
        capture_output=True,
        text=True,
        check=False,
    )
    assert build.returncode == 0, build.stderr
    assert "Heartburn" in (folder / "_build" / "drugs" / "naproxen.html").read_text("utf-8")


def test_report_says_what_was_understood(drugmono: Run, tmp_path: Path) -> None:
    """Sections, unknown headings, phrases, duplicates, collisions and the rest are counted."""
    source = fill(
        tmp_path / "s",
        {
            "a.md": PAGE,
            "b.md": PAGE + "\n### History\n\nFound in 1961.\n",
            "c.md": "# A + B\n\n### Usage\n\nx\n\n### Side Effects\n\n* Wobbly knees at noon\n"
            "\n### History\n\n{% include x.html %}\n",
            "d.md": "# B + A\n\n### Usage\n\nx\n\n### Dosage\n\nx\n",
            "e.md": "# I cannot provide this.\n",
            "f.md": b"# Caf\xe9\n",
        },
    )
    found = report(drugmono, source, tmp_path / "out")
    assert found["pages"] == 5
    assert found["sections"]["usage"] == 4
    assert found["sections"]["side-effects"] == 3
    (history,) = found["unknown_headings"]
    assert (history["heading"], history["count"]) == ("History", 2)
    assert history["first"].startswith("b.md:")
    assert list(found["side_effects"]["unknown"].values()) == [1]
    assert found["side_effects"]["known"] == 2
    assert found["questions"] == 2
    assert len(found["duplicates"]) == 1
    assert found["duplicates"][0].startswith("b.md: ")
    assert len(found["same_ingredients"]) == 1
    assert found["without_disclaimer"] == ["c.md", "d.md", "e.md"]
    assert found["template_tags"] == ["c.md"]
    assert [entry["code"] for entry in found["unreadable"]] == ["file-not-utf8"]
    assert not (tmp_path / "out" / "drugs" / "f.md").exists()
    assert found["findings"]["unknown-heading"] == 2


def test_report_as_text(drugmono: Run, tmp_path: Path) -> None:
    """The text names the counts and tells how to go on."""
    source = fill(tmp_path / "s", {"a.md": PAGE, "bad.md": b"\xff"})
    result = drugmono("import", source, tmp_path / "out")
    assert result.code == 1
    assert result.out.startswith("1 drug pages in a folder")
    assert "1 could not be read and were not copied:" in result.out
    assert "usage" in result.out
    assert "sphinx-build" in result.out


def test_dry_run_writes_nothing(drugmono: Run, tmp_path: Path) -> None:
    """With --dry-run there is a report and no file."""
    source = fill(tmp_path / "s", {"a.md": PAGE})
    assert report(drugmono, source, tmp_path / "out", "--dry-run")["pages"] == 1
    assert not (tmp_path / "out").exists()


def test_existing_files_are_kept(drugmono: Run, tmp_path: Path) -> None:
    """conf.py stays; a page with other content stops it before anything is written."""
    source = fill(tmp_path / "s", {"a.md": PAGE, "b.md": page("Naproxen")})
    out = fill(tmp_path / "out", {"conf.py": "mine = 1\n", "drugs/b.md": "mine"})
    result = drugmono("import", source, out)
    assert result.code == 2
    assert "b.md is there with other content" in result.err
    assert not (out / "drugs" / "a.md").exists()
    result = drugmono("import", source, out, "--overwrite")
    assert result.code == 0
    assert (out / "drugs" / "b.md").read_text("utf-8") == page("Naproxen")
    assert (out / "conf.py").read_text("utf-8") == "mine = 1\n"
    assert not (out / "index.md").exists()
    assert 'drugmono_pages = ["drugs/**"]' in result.out
    again = drugmono("import", source, out)
    assert (again.code, "copied 0 pages" in again.out) == (0, True)


def test_target_inside_the_source_is_not_read(drugmono: Run, tmp_path: Path) -> None:
    """Importing a folder into a folder of itself finds the same pages the second time."""
    source = fill(tmp_path, {"a.md": PAGE, "b.md": page("Naproxen")})
    assert report(drugmono, source, tmp_path / "formulary")["pages"] == 2
    assert report(drugmono, source, tmp_path / "formulary")["pages"] == 2


def test_names_that_would_be_one_file_are_kept_apart(drugmono: Run, tmp_path: Path) -> None:
    """Other suffixes become .md; no page takes the place of another."""
    source = fill(
        tmp_path / "s",
        {"a.md": PAGE, "a.markdown": page("Naproxen"), "c.mdx": page("Aspirin")},
    )
    report(drugmono, source, tmp_path / "out")
    drugs = tmp_path / "out" / "drugs"
    texts = {path.name: path.read_text("utf-8") for path in drugs.iterdir()}
    assert sorted(texts.values()) == sorted([PAGE, page("Naproxen"), page("Aspirin")])
    assert set(texts) == {"a.md", "a.2.md", "c.md"}


def test_nothing_to_import(drugmono: Run, tmp_path: Path) -> None:
    """A folder that is missing, or has no drug page, is told in one line with exit code 2."""
    for source in (tmp_path / "none", fill(tmp_path / "s", {"README.md": README})):
        result = drugmono("import", source, tmp_path / "out")
        assert (result.code, result.out) == (2, "")
        assert result.err.count("\n") == 1
    assert not (tmp_path / "out").exists()
