"""Formularies that are built apart and listed together."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from bs4 import BeautifulSoup

from sphinx_drugmono.cli import main
from sphinx_drugmono.extension.exports import ExportError, export_entries, read_export

sys.path.insert(0, str(Path(__file__).parents[1]))
from benchmark.pages import write_pages

sys.path.insert(0, str(Path(__file__).parent))
import shards

if TYPE_CHECKING:
    from collections.abc import Callable

PAGE = """\
# {name}

### Generic Name
{generic}

### Usage
{name} is used for pain.

### Side Effects
Common side effects:
* Nausea (5%)

Serious side effects:
* {effect}
"""
START = "Start\n=====\n\n.. drug-index::\n\n.. effect-index::\n\n:drug:`Beta`\n"
A, B = "https://one.example/a/", "../b/"


def page(name: str, effect: str, generic: str = "") -> str:
    return PAGE.format(name=name, effect=effect, generic=generic or name)


def shard(make_project: Callable[..., Any], address: str = "", **pages: str) -> Any:
    files = {f"drugs/{name}.md": text for name, text in pages.items()}
    conf = {
        "drugmono_pages": ["drugs/**"],
        "drugmono_export": True,
        "html_baseurl": address,
        "drugmono_report": "none",
    }
    return make_project({"index.rst": "Shard\n=====\n", **files}, conf)


@pytest.fixture
def exports(make_project: Callable[..., Any]) -> dict[str, str]:
    """Two exports by the addresses of their formularies."""
    first = shard(make_project, A, alpha=page("Alpha", "Hives"), beta=page("Beta", "Rash"))
    second = shard(make_project, delta=page("Delta", "Hives", "Deltanol"))
    return {
        A: first.build().output("drugmono.json"),
        B: second.build().output("drugmono.json"),
    }


def joint(make_project: Callable[..., Any], exports: dict[str, str], **pages: str) -> Any:
    files = {f"{number}.json": text for number, text in enumerate(exports.values())}
    files |= {f"drugs/{name}.md": text for name, text in pages.items()}
    conf = {
        "drugmono_pages": ["drugs/**"],
        "drugmono_shards": {url: f"{number}.json" for number, url in enumerate(exports)},
    }
    return make_project({"index.rst": START, **files}, conf)


def links(built: Any, name: str) -> dict[str, str]:
    body = BeautifulSoup(built.output(name), "lxml").find(class_="body")
    return {link.get_text(): link["href"] for link in body.find_all("a")}


def test_export_has_what_the_domain_knows(
    make_project: Callable[..., Any],
) -> None:
    """Reading the export back gives the records of the domain, with addresses for documents."""
    built = shard(make_project, A, alpha=page("Alpha", "Purple elbows", "Alphanol")).build()
    text = built.output("drugmono.json")
    (entry,) = export_entries(read_export(text), A)
    (own,) = built.app.env.domains["drug"].own_entries()
    assert entry == own._replace(docname="https://one.example/a/drugs/alpha.html")
    assert [reaction.known for reaction in entry.reactions] == [True, False]
    assert json.loads(text)["base_url"] == A


def test_export_is_the_same_each_time(make_project: Callable[..., Any]) -> None:
    """Equal pages give equal bytes; a file that is as it should be is not touched."""
    project = shard(make_project, alpha=page("Alpha", "Hives"), beta=page("Beta", "Rash"))
    built = project.build()
    path = built.outdir / "drugmono.json"
    text, stamp = path.read_text("utf-8"), path.stat().st_mtime_ns
    assert project.build().output("drugmono.json") == text
    assert path.stat().st_mtime_ns == stamp
    assert project.build(fresh=True, parallel=2).output("drugmono.json") == text


def test_no_export_unless_asked_for(make_project: Callable[..., Any]) -> None:
    """None is written by default, and one from before goes."""
    project = shard(make_project, alpha=page("Alpha", "Hives"))
    assert (project.build().outdir / "drugmono.json").exists()
    project.configure({"drugmono_pages": ["drugs/**"]})
    assert not (project.build().outdir / "drugmono.json").exists()


def test_indices_of_several_formularies(
    make_project: Callable[..., Any], exports: dict[str, str]
) -> None:
    """Indices, pages of side effects and references lead into the formularies."""
    built = joint(make_project, exports, gamma=page("Gamma", "Hives")).build()
    assert not built.warnings
    alpha = "https://one.example/a/drugs/alpha.html"
    found = links(built, "drug-monographs.html")
    assert found["Alpha"] == f"{alpha}#drug-alpha"
    assert found["Delta"] == "../b/drugs/delta.html#drug-delta"
    assert found["Gamma"] == "drugs/gamma.html#drug-gamma"
    found = links(built, "drug-effects/hives.html")
    assert found["Alpha"].startswith(f"{alpha}#effect-")
    assert found["Delta"].startswith("../../b/drugs/delta.html#effect-")
    assert found["Gamma"].startswith("../drugs/gamma.html#effect-")
    start = links(built, "index.html")
    assert start["Beta"] == "https://one.example/a/drugs/beta.html#drug-beta"
    assert start["Delta"] == "../b/drugs/delta.html#drug-delta"
    # The finder makes the last part of an address from the name.
    data = built.output("_static/drugmono-data/finder.js")
    assert r"Alpha\thttps://one.example/a/drugs/\n" in data
    assert r"Delta\t../b/drugs/\t" in data


def test_inventory_has_no_foreign_pages(
    make_project: Callable[..., Any], exports: dict[str, str]
) -> None:
    """A formulary lists its own monographs to other projects, and all side effects."""
    built = joint(make_project, exports, gamma=page("Gamma", "Hives")).build()
    objects = list(built.app.env.domains["drug"].get_objects())
    assert {name for name, _, kind, *_ in objects if kind == "monograph"} == {"Gamma", "gamma"}
    assert "hives" in {name for name, _, kind, *_ in objects if kind == "effect"}


def test_changed_export(make_project: Callable[..., Any], exports: dict[str, str]) -> None:
    """Pages that show something of it are written anew, the others are left alone."""
    project = joint(make_project, exports, gamma=page("Gamma", "Fever"))
    built = project.build()
    kept = built.outdir / "drugs" / "gamma.html"
    fever = built.outdir / "drug-effects" / "fever.html"
    stamps = kept.stat().st_mtime_ns, fever.stat().st_mtime_ns
    project.write({"0.json": exports[A].replace("Alpha", "Alfa")})
    built = project.build()
    assert "Alfa" in links(built, "index.html")
    assert "Alfa" in links(built, "drug-effects/hives.html")
    assert (kept.stat().st_mtime_ns, fever.stat().st_mtime_ns) == stamps


def test_one_drug_in_two_formularies(
    make_project: Callable[..., Any], exports: dict[str, str]
) -> None:
    """Both stay listed; the build names both places."""
    built = joint(make_project, exports, alpha=page("Alpha", "Fever")).build()
    (line,) = built.warning_lines()
    assert line.startswith("https://one.example/a/drugs/alpha.html:1: WARNING: ")
    assert "drugs/alpha.md:1" in line
    assert built.output("drug-monographs.html").count(">Alpha</a>") == 2


@pytest.mark.parametrize(
    "spoil",
    [
        lambda data: data.update(schema=99),
        lambda data: data.pop("effects"),
        lambda data: data["monographs"][0].pop("name"),
        lambda data: data["monographs"][0].update(page="javascript:alert(1)"),
        lambda data: data["monographs"][0].update(page="../../elsewhere.html"),
        lambda data: data["monographs"][0].update(page='x.html"onclick="'),
        lambda data: data["monographs"][0].update(id="x y"),
        lambda data: data["monographs"][0].update(line="1"),
        lambda data: data["monographs"][0]["side_effects"][0].update(frequency="often"),
        lambda data: data["monographs"][0]["side_effects"][0].update(effect="../x"),
        lambda data: data["monographs"][0]["side_effects"][0].update(effect="not-there"),
        lambda data: data["monographs"][0]["side_effects"].append("x"),
    ],
)
def test_broken_export(
    make_project: Callable[..., Any], exports: dict[str, str], spoil: Callable[[Any], None]
) -> None:
    """An export that is not as it should be is left out whole, with its place."""
    data = json.loads(exports[A])
    spoil(data)
    with pytest.raises(ExportError):
        list(export_entries(read_export(json.dumps(data)), A))


def test_build_goes_on_without_a_broken_export(
    make_project: Callable[..., Any], exports: dict[str, str]
) -> None:
    """The other formularies are listed; a missing file is reported, too."""
    project = joint(make_project, {**exports, A: "{"})
    project.write({"index.rst": "Start\n=====\n"})
    built = project.build()
    (line,) = built.warning_lines()
    assert line.startswith("0.json:1: WARNING: left out: not JSON")
    assert line.endswith("[drugmono.shard]")
    assert set(links(built, "drug-monographs.html")) >= {"Delta"}
    project.remove("1.json")
    assert "1.json:1: WARNING: cannot be read" in project.build().warnings


@pytest.mark.parametrize("address", ["javascript:alert(1)//", "ftp://x/", "b/", "https://x/?q="])
def test_addresses_that_are_none(make_project: Callable[..., Any], address: str) -> None:
    """Formularies are on the web or beside this one."""
    conf = {"drugmono_shards": {address: "x.json"}}
    built = make_project({"index.rst": "Start\n=====\n"}, conf).build()
    assert "is no address" in built.warnings


def test_book_of_several_formularies(
    make_project: Callable[..., Any], exports: dict[str, str]
) -> None:
    """A book links to what is on the web; what is beside a site has no place in it."""
    built = joint(make_project, exports).build("latex")
    (tex,) = built.outdir.glob("*.tex")
    assert (
        r"\sphinxhref{https://one.example/a/drugs/alpha.html\#drug-alpha}{Alpha}"
        in tex.read_text()
    )
    assert "../b/" not in tex.read_text()


def test_merge(
    tmp_path: Path, exports: dict[str, str], capsys: pytest.CaptureFixture[str]
) -> None:
    """The command makes a project once, and then brings its exports up to date."""
    first, second = tmp_path / "a.json", tmp_path / "b.json"
    first.write_text(exports[A], "utf-8")
    second.write_text(exports[B], "utf-8")
    target = tmp_path / "joint"
    command = ["merge", str(first), f"../b/={second}", "--into", str(target), "--title", "All"]
    assert main(command) == 0
    assert "3 monographs of 2 formularies" in capsys.readouterr().out
    shards_file = json.loads((target / "shards.json").read_text())
    assert shards_file == {A: "exports/a.json", "../b/": "exports/b.json"}
    (target / "index.md").write_text("# Mine\n")
    assert main(command[:2] + command[3:]) == 0
    assert (target / "index.md").read_text() == "# Mine\n"
    assert [path.name for path in (target / "exports").iterdir()] == ["a.json"]


def test_merge_refuses(tmp_path: Path, exports: dict[str, str]) -> None:
    """An export without an address, one address twice, a project of somebody else."""
    export = tmp_path / "b.json"
    export.write_text(exports[B], "utf-8")
    target = tmp_path / "joint"
    assert main(["merge", str(export), "--into", str(target)]) == 2
    assert not target.exists()
    twice = [f"../b/={export}", f"../b={export}"]
    assert main(["merge", *twice, "--into", str(target)]) == 2
    assert main(["merge", f"../b/={tmp_path / 'none.json'}", "--into", str(target)]) == 2
    target.mkdir()
    (target / "conf.py").write_text("")
    assert main(["merge", f"../b/={export}", "--into", str(target)]) == 2
    assert not (target / "exports").exists()


def test_shards_give_the_same_indices_as_one_build(tmp_path: Path) -> None:
    """Every page of the indices and of side effects says the same, and leads to the same pages."""
    pages = tmp_path / "pages"
    write_pages(pages, 24)
    # Two monographs of one name have one order, too.
    first = min(pages.rglob("*.md"))
    (first.parent / f"{first.stem}-.md").write_bytes(first.read_bytes())
    assert shards.run(pages, tmp_path / "work", 3) == []
