"""A book in several volumes."""

from __future__ import annotations

import re
import shutil
import subprocess
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable

PAGE = """\
# {name}

### Generic Name
{name}

### Usage
{name} is used for pain{link}.

### Side Effects
* {effect}
* Nausea

**Disclaimer:** For information only; no medical advice.
"""


def page(name: str, effect: str, link: str = "") -> str:
    return PAGE.format(name=name, effect=effect, link=link)


FILES = {
    "index.rst": (
        "Formulary\n=========\n\n.. toctree::\n\n   guide\n   drugs/dora\n\n"
        "See :drug:`Alpha`, :drug:`Dora` and :side-effect:`hives`.\n\n"
        ".. drug-index::\n\n.. effect-index::\n"
    ),
    "guide.rst": "Guide\n=====\n\nHow to read this book. :doc:`drugs/dora`\n",
    "drugs/alpha.md": page("Alpha", "Hives", " unlike [Dora](dora.md)"),
    "drugs/alpha-dora.md": page("Alpha + Dora", "Rash"),
    "drugs/beta.md": page("Beta", "Headache"),
    "drugs/dora.md": page("Dora", "Fever"),
    "drugs/17-test.md": page("17 Test", "Cough"),
}
CONF = {
    "drugmono_pages": ["drugs/**"],
    "latex_engine": "xelatex",
    "latex_documents": [("index", "book.tex", "Formulary", "Ward", "manual")],
}


def volumes(built: Any) -> dict[str, str]:
    return {path.stem: path.read_text("utf-8") for path in sorted(built.outdir.glob("*.tex"))}


def title(tex: str) -> str:
    return re.search(r"\\title\{(.*?)\}", tex)[1]


def chapters(tex: str) -> list[str]:
    return re.findall(r"\\chapter\{(.*?)\}", tex)


def words(tex: str) -> str:
    """The text without its markup."""
    tex = re.sub(r"\\hyperref\[.*?\]|\\sphinxAtStartPar", "", tex)
    return " ".join(re.sub(r"\\DUrole\{[\w-]+\}|\\\w+|[{}]", "", tex).split())


def links(tex: str) -> tuple[set[str], set[str]]:
    """The places a document links to, and those it has."""
    targets = set(re.findall(r"\\hyperref\[\\detokenize\{(.*?)\}\]", tex))
    pages = re.findall(r"\\sphinxstyleindexpageref\{(.*?):\\detokenize\{(.*?)\}\}", tex)
    targets |= {f"{docname}:{node_id}" for docname, node_id in pages}
    return targets, set(re.findall(r"\\label\{\\detokenize\{(.*?)\}\}", tex))


def test_a_volume_for_each_letter(make_project: Callable[..., Any]) -> None:
    """Each letter that has drugs gets a document with its drugs and the pages about all."""
    built = make_project(FILES, {**CONF, "drugmono_volumes": "letter"}).build("latex")
    assert not built.warnings
    found = volumes(built)
    assert {name: title(tex) for name, tex in found.items()} == {
        "book-0-9": "Formulary 0–9",
        "book-a": "Formulary A",
        "book-b": "Formulary B",
        "book-d": "Formulary D",
    }
    assert chapters(found["book-a"]) == ["Guide", "Alpha", r"Alpha + Dora"]
    assert chapters(found["book-d"]) == ["Guide", "Dora"]


def test_each_volume_stands_alone(make_project: Callable[..., Any]) -> None:
    """No link of a volume leads out of it, and its indices list what is in it."""
    conf = {**CONF, "drugmono_volumes": ["0-9, A-B", "D-Z"]}
    built = make_project(FILES, conf).build("latex")
    assert not built.warnings
    found = volumes(built)
    assert [title(tex) for tex in found.values()] == ["Formulary 0–9, A–B", "Formulary D–Z"]
    for tex in found.values():
        targets, labels = links(tex)
        assert targets <= labels
    first, last = found["book-0-9-b"], found["book-d-z"]
    entries = re.findall(r"\\sphinxstyleindexentry\{(.*?)\}", first)
    assert "Hives" in entries
    assert "Fever" not in entries
    assert "Dora" not in entries
    entries = re.findall(r"\\sphinxstyleindexentry\{(.*?)\}", last)
    assert {"Dora", "Fever", "Nausea"} == set(entries)


def test_references_to_another_volume(make_project: Callable[..., Any]) -> None:
    """They are text that names the volume; the drug's own name stays."""
    conf = {**CONF, "drugmono_volumes": {"Volume One": "0-9, A-C", "Volume Two": "D-Z"}}
    found = volumes(make_project(FILES, conf).build("latex"))
    first, last = found.values()
    assert "unlike Dora (in Volume Two)." in words(first)
    assert "Alpha, Dora (in Volume Two)" in words(first)  # a component
    assert "How to read this book. Dora (in Volume Two)" in words(first)
    assert "See Alpha, Dora (in Volume Two) and hives." in words(first)
    assert "See Alpha (in Volume One), Dora and hives." in words(last)
    assert "drug-effect-hives" in first
    assert "drug-effect-hives" not in last


def test_no_drug_is_left_out(make_project: Callable[..., Any]) -> None:
    """Letters without a volume get one, with a warning; one given twice stays in its first."""
    conf = {**CONF, "drugmono_volumes": ["A", "A-B"]}
    built = make_project(FILES, conf).build("latex")
    overlap, rest = built.warning_lines()
    assert overlap.endswith("'A-B': A is in an earlier volume [drugmono.config]")
    assert rest.startswith("conf.py:")
    assert "no volume has 0–9, D; it gets one more [drugmono.config]" in rest
    drugs = [name for tex in volumes(built).values() for name in chapters(tex) if name != "Guide"]
    assert sorted(drugs) == ["17 Test", "Alpha", "Alpha + Dora", "Beta", "Dora"]


@pytest.mark.parametrize("value", ["chapter", ["Z-A"], {"One": 7}, 5])
def test_volumes_that_make_no_sense(make_project: Callable[..., Any], value: object) -> None:
    """They are reported, and the book is one."""
    built = make_project(FILES, {**CONF, "drugmono_volumes": value}).build("latex")
    assert "[drugmono.config]" in built.warnings
    assert list(volumes(built)) == ["book"]


def test_other_builders_have_no_volumes(make_project: Callable[..., Any]) -> None:
    """Volumes are for LaTeX; HTML after it is as ever."""
    project = make_project(FILES, {**CONF, "drugmono_volumes": "letter"})
    project.build("latex")
    built = project.build()
    assert not built.warnings
    assert (built.outdir / "drugs" / "dora.html").exists()
    assert "drug-effects/hives.html" in built.output("index.html")


@pytest.mark.skipif(not shutil.which("xelatex"), reason="xelatex is not installed")
def test_volumes_compile(make_project: Callable[..., Any]) -> None:
    """Every volume compiles by itself, with page numbers in its indices."""
    built = make_project(FILES, {**CONF, "drugmono_volumes": ["0-9, A-C", "D-Z"]}).build("latex")
    for tex in built.outdir.glob("*.tex"):
        for _run in range(2):
            subprocess.run(
                ["xelatex", "-interaction=nonstopmode", "-halt-on-error", tex.name],
                cwd=built.outdir, check=True, capture_output=True,
            )  # fmt: skip
        assert "undefined" not in tex.with_suffix(".log").read_text("utf-8", "replace")
