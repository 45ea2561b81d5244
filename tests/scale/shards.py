"""Compare a formulary built in shards, and brought together, with the same built as one.

    python tests/scale/shards.py PAGES WORK [--shards 8]

PAGES is a folder of drug pages, WORK an empty one. The shards are built one after the other; the
times of each build are printed, and every page of the indices and side effects is compared.
"""

from __future__ import annotations

import argparse
import re
import shutil
import subprocess
import sys
import time
from pathlib import Path

ADDRESS = "https://formulary.example/{}/"

CONF = """\
project = "Formulary"
extensions = ["sphinx_drugmono"]
html_theme = "basic"
html_baseurl = {address!r}
drugmono_pages = ["drugs/**"]
drugmono_report = "none"
drugmono_export = True
suppress_warnings = ["drugmono.duplicate", "drugmono.id-collision"]
"""
START = "# Formulary\n\n```{drug-index}\n```\n\n```{effect-index}\n```\n"

_LINK = re.compile(r'href="(?:\.\./)*(?:https://formulary\.example/[\w-]+/)?')
_SECTION = re.compile(r'<section class="drugmono-(?:index|effect)".*</section>', re.DOTALL)


def write_project(folder: Path, pages: list[Path], root: Path, address: str) -> None:
    """Make a project of some of the pages."""
    for page in pages:
        target = folder / "drugs" / page.relative_to(root)
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(page, target)
    (folder / "conf.py").write_text(CONF.format(address=address), encoding="utf-8")
    (folder / "index.md").write_text(START, encoding="utf-8")


def split(pages: list[Path], count: int) -> list[list[Path]]:
    """The pages in parts of about one size, in order."""
    size = -(-len(pages) // count)
    return [pages[start : start + size] for start in range(0, len(pages), size)]


def build(source: Path, output: Path) -> float:
    """Build a project; return how long it took."""
    start = time.perf_counter()
    subprocess.run(
        [sys.executable, "-m", "sphinx", "-q", "-b", "html", str(source), str(output)], check=True
    )
    return time.perf_counter() - start


def lists(output: Path) -> dict[str, str]:
    """The pages of indices and side effects by name, with links that say which page they mean."""
    found = {}
    for name in ("drug-monographs", "drug-effects"):
        for path in (output / f"{name}.html", *sorted((output / name).rglob("*.html"))):
            section = _SECTION.search(path.read_text("utf-8"))
            assert section, path
            found[str(path.relative_to(output))] = _LINK.sub('href="', section[0])
    return found


def differences(one: Path, joint: Path) -> list[str]:
    """The names of pages that are not the same in two builds."""
    left, right = lists(one), lists(joint)
    return sorted(name for name in left.keys() | right if left.get(name) != right.get(name))


def run(pages_folder: Path, work: Path, count: int) -> list[str]:
    """Build both ways and compare; return the differences."""
    pages = sorted(pages_folder.rglob("*.md"))
    write_project(work / "one", pages, pages_folder, "")
    print(f"one build of {len(pages)} pages: {build(work / 'one', work / 'one-html'):.1f} s")
    exports = []
    for number, part in enumerate(split(pages, count), 1):
        name = f"shard-{number}"
        write_project(work / name, part, pages_folder, ADDRESS.format(name))
        seconds = build(work / name, work / f"{name}-html")
        export = work / f"{name}-html" / "drugmono.json"
        exports.append(str(export))
        print(f"{name}: {len(part)} pages, {seconds:.1f} s, {export.stat().st_size:,} bytes")
    start = time.perf_counter()
    merge = [sys.executable, "-m", "sphinx_drugmono", "merge", *exports]
    subprocess.run([*merge, "--into", str(work / "joint")], check=True)
    print(f"merge: {time.perf_counter() - start:.1f} s")
    seconds = build(work / "joint", work / "joint-html")
    print(f"build of the joint formulary: {seconds:.1f} s")
    found = differences(work / "one-html", work / "joint-html")
    print(f"{len(lists(work / 'one-html'))} pages of indices and side effects compared")
    return found


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("pages", type=Path)
    parser.add_argument("work", type=Path)
    parser.add_argument("--shards", type=int, default=8)
    given = parser.parse_args()
    different = run(given.pages, given.work, given.shards)
    print("\n".join(different) or "no difference")
    sys.exit(bool(different))
