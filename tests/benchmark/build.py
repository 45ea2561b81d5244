"""What a formulary costs to build, beside plain Sphinx on the same pages.

    python tests/benchmark/build.py                    # 500, 2,000 and 5,228 pages
    python tests/benchmark/build.py --sizes 200 --short
    python tests/benchmark/build.py --sizes --toctree 50 200 500

For each size the same pages are built side by side in one run: by plain Sphinx with myst-parser,
as orphans, and as a formulary with every index, effect page, finder and check. Both use Furo and
``-j 1``. The fresh build of plain Sphinx is timed twice: with the stemmer in Python that comes
with Sphinx, and with PyStemmer, which comes with the formulary and is used for all other figures.
Figures are CPU seconds (user and system) and peak memory of the finished process, as the operating
system counted them; a ratio below 1 means that the formulary is cheaper.
The table judges nothing.
"""

from __future__ import annotations

import argparse
import compileall
import os
import platform
import shutil
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path

from pages import write_pages

SIZES = (500, 2000, 5228)
TOCTREES = (50, 200)
_PLAIN = """
extensions = ["myst_parser"]
html_theme = "furo"
suppress_warnings = ["toc.not_included", "myst.header", "myst.xref_missing"]
"""
_AS_INSTALLED = f"""
import sys
sys.modules["Stemmer"] = None  # as if PyStemmer were not installed
{_PLAIN}"""
_FORMULARY = """
extensions = ["sphinx_drugmono"]
html_theme = "furo"
drugmono_pages = ["drugs/**"]
suppress_warnings = ["drugmono"]
"""
_CONFIGS = {"as-installed": _AS_INSTALLED, "plain": _PLAIN, "formulary": _FORMULARY}
_INDEX = {
    "plain": "# Drugs\n\nA folder of drug pages.\n",
    "formulary": "# Drugs\n\n```{drug-index}\n```\n\n```{effect-index}\n```\n",
}
_TOCTREE = "\n```{toctree}\n:glob:\n:hidden:\n\ndrugs/*/*\n```\n"


@dataclass(frozen=True, slots=True)
class Run:
    """One finished build."""

    cpu: float
    wall: float
    peak: float
    """Megabytes."""


def run(*command: str) -> Run:
    """Run a command to its end; raise if it fails."""
    start = time.perf_counter()
    with tempfile.TemporaryFile() as output:
        process = subprocess.Popen(command, stdout=output, stderr=output)
        _, status, usage = os.wait4(process.pid, 0)
        wall = time.perf_counter() - start
        if status:
            output.seek(0)
            sys.exit(f"{' '.join(command)}\n{output.read().decode()[-3000:]}")
    return Run(usage.ru_utime + usage.ru_stime, wall, usage.ru_maxrss / 1024)


class Project:
    """A folder with one Sphinx project of the given kind."""

    def __init__(self, folder: Path, kind: str, pages: int, *, toctree: bool = False) -> None:
        self.source, self.output = folder / "source", folder / "html"
        self.source.mkdir(parents=True)
        (self.source / "conf.py").write_text(_CONFIGS[kind], encoding="utf-8")
        index = _INDEX.get(kind, _INDEX["plain"]) + (_TOCTREE if toctree else "")
        (self.source / "index.md").write_text(index, encoding="utf-8")
        self.pages = write_pages(self.source / "drugs", pages)

    def build(self, jobs: int = 1) -> Run:
        return run(
            sys.executable, "-m", "sphinx", "-q", "-j", str(jobs), "-b", "html",
            str(self.source), str(self.output),
        )  # fmt: skip

    def change_one(self) -> None:
        page = min((self.source / "drugs").glob("*/*.md"))
        page.write_text(
            page.read_text(encoding="utf-8").replace(
                "\n### Usage\n", "\n### Usage\nOnce more. ", 1
            ),
            encoding="utf-8",
        )

    def megabytes(self, *skip: str) -> float:
        """Megabytes of what is published, without the folders ``skip``."""
        skip = (".doctrees", *skip)
        files = (f for f in self.output.rglob("*") if f.is_file())
        total = sum(
            f.stat().st_size
            for f in files
            if not any(part in f.relative_to(self.output).parts for part in skip)
        )
        return total / 1e6

    def largest_page(self) -> float:
        """Kilobytes of the largest HTML page."""
        return max(f.stat().st_size for f in self.output.rglob("*.html")) / 1e3


def row(label: str, plain: float, formulary: float, unit: str) -> str:
    ratio = formulary / plain if plain else float("nan")
    return f"| {label} | {plain:,.1f} {unit} | {formulary:,.1f} {unit} | {ratio:.2f} |"


def measure(folder: Path, pages: int, *, short: bool) -> None:
    """Build ``pages`` pages both ways and print the table."""
    installed = Project(folder / f"as-installed-{pages}", "as-installed", pages)
    plain = Project(folder / f"plain-{pages}", "plain", pages)
    formulary = Project(folder / f"formulary-{pages}", "formulary", pages)
    fresh = plain.build(), formulary.build()
    slow = installed.build().cpu
    print(f"\n{pages:,} {formulary.pages}\n")
    print("| | plain Sphinx | formulary | ratio |\n|---|---|---|---|")
    print(row("fresh build, CPU, plain as installed", slow, fresh[1].cpu, "s"))
    print(row("fresh build, CPU, both with PyStemmer", fresh[0].cpu, fresh[1].cpu, "s"))
    each = [1000 * build.cpu / pages for build in fresh]
    print(row("per page", each[0], each[1], "ms"))
    print(row("peak memory", fresh[0].peak, fresh[1].peak, "MB"))
    print(
        row(
            "output without effect pages",
            plain.megabytes(),
            formulary.megabytes("drug-effects"),
            "MB",
        )
    )
    print(row("largest page", plain.largest_page(), formulary.largest_page(), "kB"))
    print(row("nothing changed, CPU", plain.build().cpu, formulary.build().cpu, "s"))
    for project in (plain, formulary):
        project.change_one()
    print(row("one page changed, CPU", plain.build().cpu, formulary.build().cpu, "s"))
    if not short:
        for project in (plain, formulary):
            shutil.rmtree(project.output)
        print(row("fresh build, -j 2, wall", plain.build(2).wall, formulary.build(2).wall, "s"))
    files = sorted(str(f) for f in (formulary.source / "drugs").glob("*/*.md"))
    parse = run(sys.executable, "-m", "sphinx_drugmono", "parse", "--format", "jsonl", *files)
    print(f"\n`drugmono parse`: {pages / parse.cpu:,.0f} pages a second", flush=True)


def measure_toctree(folder: Path, pages: int) -> None:
    """Build a project both ways whose pages stand in a toctree, and print a row."""
    plain = Project(folder / f"plain-{pages}", "plain", pages, toctree=True)
    formulary = Project(folder / f"formulary-{pages}", "formulary", pages, toctree=True)
    label = f"{pages} pages in a toctree, fresh build, CPU"
    print(row(label, plain.build().cpu, formulary.build().cpu, "s"), flush=True)


def compile_package() -> None:
    """Compile the formulary as pip compiles what it installs: all that plain Sphinx consists of.

    From a checkout, Python would otherwise compile it in each build where it may not keep that.
    """
    for folder in find_spec("sphinx_drugmono").submodule_search_locations:
        compileall.compile_dir(folder, quiet=1)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--sizes", type=int, nargs="*", default=SIZES, help="numbers of pages")
    parser.add_argument(
        "--toctree", type=int, nargs="*", default=TOCTREES, help="pages of projects with a toctree"
    )
    parser.add_argument(
        "--short", action="store_true", help="leave the parallel builds and the toctrees out"
    )
    parser.add_argument("--keep", type=Path, help="a new folder for the projects, kept afterwards")
    options = parser.parse_args()
    compile_package()
    print(f"{platform.machine()}, {os.cpu_count()} cores, Python {platform.python_version()}")
    for size in options.sizes:
        with tempfile.TemporaryDirectory() as folder:
            measure(options.keep or Path(folder), size, short=options.short)
    if options.toctree and not options.short:
        print("\n| | plain Sphinx | formulary | ratio |\n|---|---|---|---|")
        for size in options.toctree:
            with tempfile.TemporaryDirectory() as folder:
                measure_toctree(Path(folder), size)


if __name__ == "__main__":
    main()
