"""What the indices and the pages of side effects show, in each builder."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import zipfile
from typing import TYPE_CHECKING, Any
from xml.etree import ElementTree

import pytest
from bs4 import BeautifulSoup
from claims_directive import drug, drug_page

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

CONF = {
    "extensions": ["sphinx_drugmono", "claims_directive"],
    "version": "1",
    "copyright": "nobody",
    "author": "nobody",
    "drugmono_disclaimer_short": "Not medical advice: ask a pharmacist.",
}
DISCLAIMER = "Not medical advice: ask a pharmacist."
FILES = {
    "index.rst": "Start\n=====\n\n.. toctree::\n\n   intro\n   lists\n",
    "intro.rst": "Introduction\n============\n\nWords.\n\n" + drug("Yarrow", "rash"),
    "lists.rst": "Lists\n=====\n\n.. drug-index::\n\n.. effect-index::\n",
    "d/beta.rst": drug_page(
        "Beta",
        "!liver-failure; Liver failure; hepatic failure; rare; Beta can destroy the liver.",
        "nausea; nausea; ; common; You may feel sick.",
        names="Betanol",
    ),
    "d/alpha.rst": drug_page(
        "Alpha",
        "nausea; nausea; ; very-common; Nausea & <vomiting>.",
        "liver-failure; Liver failure; hepatic failure; ; Liver failure was seen.",
    ),
    "d/both.rst": drug_page("Alpha + Beta", "nausea; nausea; ; rare", components="Alpha, Beta"),
}


def soup(built: Any, name: str) -> BeautifulSoup:
    return BeautifulSoup(built.output(name), "lxml")


def text(node: Any) -> str:
    return " ".join(node.get_text(" ").split())


def dead_links(outdir: Path) -> set[str]:
    """The internal links of all pages that lead to no page, or to no place on it."""
    pages = {path: path.read_text("utf-8") for path in outdir.rglob("*.*html")}
    ids = {path: set(re.findall(r'\bid="([^"]+)"', page)) for path, page in pages.items()}
    dead = set()
    for path, page in pages.items():
        body = re.sub(r"<head>.*?</head>", "", page, flags=re.DOTALL)
        for href in re.findall(r'href="([^"]+)"', body):
            if "://" in href or "_static" in href or "_sources" in href:
                continue
            file, _, anchor = href.partition("#")
            target = (path.parent / file).resolve() if file else path
            target = target / "index.html" if target.is_dir() else target
            if target not in pages or (anchor and anchor not in ids[target]):
                dead.add(f"{path.relative_to(outdir)}: {href}")
    return dead


@pytest.fixture
def build(make_project: Callable[..., Any]) -> Callable[..., Any]:
    def build(builder: str = "html", **conf: Any) -> Any:
        built = make_project(FILES, {**CONF, **conf}).build(builder)
        assert not built.warnings
        return built

    return build


def test_effect_page(build: Callable[..., Any]) -> None:
    """Grave claims first, then by frequency, each with its sentence, its group and its place."""
    page = soup(build(), "drug-effects/liver-failure.html")
    body = page.find(class_="drugmono-effect")
    assert text(body.h1) == "Liver failure"
    assert "hepatic failure" in text(body.find(class_="drugmono-effect-names"))
    assert "Liver failure alias" in text(body.find(class_="drugmono-effect-names"))
    assert DISCLAIMER in text(body)
    assert [text(heading) for heading in body.find_all("h2")] == [
        "Serious 1",
        "How often is not stated 1",
    ]
    first, second = body.find_all("li")
    assert text(first) == "Beta rare Beta can destroy the liver."
    assert first.a["href"] == "../d/beta.html#drug-beta-side-effects-item-1"
    assert text(second) == "Alpha Liver failure was seen."


def test_what_pages_say_is_escaped(build: Callable[..., Any]) -> None:
    """A sentence is text, whatever is in it."""
    assert "Nausea &amp; &lt;vomiting&gt;." in build().output("drug-effects/nausea.html")


def test_groups_follow_the_frequency(build: Callable[..., Any]) -> None:
    """The most frequent group comes first."""
    body = soup(build(), "drug-effects/nausea.html").find(class_="drugmono-effect")
    assert text(body.h1) == "Nausea"
    assert [text(heading) for heading in body.find_all("h2")] == [
        "Very common 1",
        "Common 1",
        "Rare 1",
    ]


def test_index_pages(build: Callable[..., Any]) -> None:
    """Both indices have a page, with other names and the disclaimer."""
    built = build()
    drugs = soup(built, "drug-monographs.html").find(class_="drugmono-index")
    names = [text(item) for item in drugs.select(".drugmono-names li")]
    assert names == ["Alpha", "Alpha + Beta", "Beta", "Betanol : see Beta", "Yarrow"]
    assert DISCLAIMER in text(drugs)
    effects = soup(built, "drug-effects.html").find(class_="drugmono-index")
    assert [text(item) for item in effects.select(".drugmono-names li")] == [
        "hepatic failure : see Liver failure",
        "Liver failure (hepatic failure) 2",
        "Nausea 3",
        "Rash 1",
    ]
    assert DISCLAIMER in text(effects)


def test_long_lists_are_split(make_project: Callable[..., Any]) -> None:
    """Above the limits there are pages by letter; all is reachable, and no link is dead."""
    names = [
        f"{first}{second}x{number}" for first in "AB" for second in "ab" for number in range(4)
    ]
    files = {
        "index.rst": "Start\n=====\n\n.. drug-index::\n\n.. effect-index::\n",
        **{
            f"{name}.rst": drug_page(
                name, "nausea" if number % 3 else "!nausea", f"effect-{number}"
            )
            for number, name in enumerate(names)
        },
    }
    conf = {**CONF, "drugmono_index_entries": 6, "drugmono_effect_entries": 6}
    project = make_project(files, conf)
    built = project.build()
    assert not built.warnings
    assert not dead_links(built.outdir)
    landing = soup(built, "index.html")
    assert landing.find("a", href="drug-monographs/letter-a.html")
    assert "Aax1" not in text(landing.find(class_="body"))
    overview = soup(built, "drug-monographs.html")
    assert [text(item) for item in overview.select(".drugmono-letters li")] == ["A 8", "B 8"]
    inner = soup(built, "drug-monographs/letter-a.html")
    assert [text(item) for item in inner.select(".drugmono-letters li")] == [
        "A", "B", "Aa 4", "Ab 4",
    ]  # fmt: skip
    assert "Aax1" in built.output("drug-monographs/letter-aa.html")
    effect = soup(built, "drug-effects/nausea.html")
    # The grave group fits, the other one has its pages.
    assert len(effect.select("#serious .drugmono-claims li")) == 6
    assert [text(item) for item in effect.select("#unknown .drugmono-letters li")] == [
        "A 5",
        "B 5",
    ]
    part = soup(built, "drug-effects/nausea/unknown-a.html")
    assert len(part.select(".drugmono-claims li")) == 5
    assert DISCLAIMER in text(part)
    assert part.find("a", href="../nausea.html")

    # A drug more is no reason to write the portions it is not in.
    before = (built.outdir / "drug-effects/nausea/unknown-b.html").stat().st_mtime_ns
    record = json.loads(built.output(".drugmono.json"))["pages"]
    project.write({"Aaz.rst": drug_page("Aaz", "nausea")})
    built = project.build()
    assert (built.outdir / "drug-effects/nausea/unknown-b.html").stat().st_mtime_ns == before
    after = json.loads(built.output(".drugmono.json"))["pages"]
    assert {name for name in after if after[name] != record.get(name)} == {
        "drug-monographs",
        "drug-monographs/letter-a",
        "drug-monographs/letter-aa",
        "drug-effects/letter-n",
        "drug-effects/nausea",
        "drug-effects/nausea/unknown-a",
    }


@pytest.mark.parametrize("builder", ["html", "dirhtml", "epub", "singlehtml"])
def test_no_link_is_dead(build: Callable[..., Any], builder: str) -> None:
    """Every link in every page leads to a page and a place on it."""
    built = build(builder)
    assert dead_links(built.outdir) == set()


def test_labels_of_the_indices(make_project: Callable[..., Any]) -> None:
    """``ref`` finds the indices by their names."""
    files = {
        **FILES,
        "index.rst": FILES["index.rst"] + "\n:ref:`drug-monographs` :ref:`drug-effects`\n",
    }
    built = make_project(files, CONF).build()
    assert not built.warnings
    for name in ("drug-monographs", "drug-effects"):
        assert soup(built, "index.html").find("a", href=f"{name}.html")


def test_labels_where_the_indices_have_no_page(make_project: Callable[..., Any]) -> None:
    """There ``ref`` leads to the index on a page, and no builder spoils it for another."""
    start = FILES["index.rst"] + "\n:ref:`drug-monographs` :ref:`drug-effects`\n"
    project = make_project({**FILES, "index.rst": start}, CONF)
    html = soup(project.build("singlehtml"), "index.html")
    assert len(html.find_all("a", href="#document-lists")) >= 2
    latex = project.build("latex")
    assert not latex.warnings
    (path,) = latex.outdir.glob("*.tex")
    assert path.read_text("utf-8").count(r"\hyperref[\detokenize{lists::doc}]") == 2
    built = project.build()
    assert not built.warnings
    assert soup(built, "index.html").find("a", href="drug-effects.html")


def test_directive_in_html(build: Callable[..., Any]) -> None:
    """A small index stands on the page itself; side effects lead to their pages."""
    body = soup(build(), "lists.html").find(class_="body")
    assert body.find("a", href="d/beta.html#drug-beta")
    assert body.find("a", href="drug-effects/nausea.html")
    assert text(body).count(DISCLAIMER) == 2


def test_directive_options(make_project: Callable[..., Any]) -> None:
    """Letters limit an index; depth shows what belongs to each entry; bad options are reported."""
    files = {
        **FILES,
        "lists.rst": (
            "Lists\n=====\n\n.. drug-index::\n   :letters: B-C, y\n   :depth: 2\n\n"
            ".. effect-index::\n   :letters: L\n   :depth: 2\n"
        ),
    }
    project = make_project(files, CONF)
    body = soup(project.build(), "lists.html").find(class_="body")
    assert body.find("a", string="Beta")
    assert body.find("a", string="Yarrow")
    assert not body.find("a", string="Alpha + Beta")
    assert "Beta (Betanol)" in text(body)
    assert "Serious: Beta" in text(body)
    assert "Nausea" not in text(body)
    project.write({"lists.rst": "Lists\n=====\n\n.. drug-index::\n   :letters: B-A\n"})
    warnings = project.build().warnings
    assert warnings.startswith("lists.rst:4: ERROR:")
    assert "'B-A' is not a range of letters" in warnings


def test_directives_in_markdown(make_project: Callable[..., Any]) -> None:
    """MyST has them, too."""
    files = {"index.md": "# Start\n\n```{drug-index}\n```\n", "a.rst": FILES["d/beta.rst"]}
    built = make_project(files, CONF).build()
    assert not built.warnings
    assert soup(built, "index.html").find("a", href="a.html#drug-beta")


def test_text_and_man(build: Callable[..., Any]) -> None:
    """Builders without pages for side effects list the drugs under each of them."""
    lists = build("text").output("lists.txt")
    assert "Beta (Betanol)" in lists
    assert "Betanol: see Beta" in lists
    assert re.search(r"Liver failure \(hepatic failure\)\n +Serious: Beta\n", lists)
    assert re.search(
        r"Nausea\n +Very common: Alpha\n\n +Common: Beta\n\n +Rare: Alpha \+ Beta", lists
    )
    assert lists.count(DISCLAIMER) == 2
    (page,) = build("man").outdir.glob("*.1")
    # Docutils set links in another font once.
    manual = re.sub(r"\\f[A-Z]|\\%", "", page.read_text("utf-8"))
    assert "You may feel sick." in manual
    assert "Very common: Alpha" in manual


def test_book_in_latex(build: Callable[..., Any]) -> None:
    """Monographs that no toctree names are chapters, once, in alphabetical order."""
    (path,) = build("latex").outdir.glob("*.tex")
    tex = path.read_text("utf-8")
    assert re.findall(r"\\chapter\{(.*?)\}", tex) == [
        "Introduction", "Lists", "Alpha", "Alpha + Beta", "Beta",
    ]  # fmt: skip
    assert tex.count("You may feel sick.") == 1
    entries = re.findall(
        r"\\sphinxstyleindexentry\{(.*?)\}(?:\\sphinxstyleindexextra\{(.*?)\})?"
        r"\\sphinxstyleindexpageref\{(.*?)\}",
        tex,
    )
    assert ("Betanol", "see Beta", r"d/beta:\detokenize{drug-beta") in entries
    assert (
        "Nausea",
        "Beta, Common",
        r"d/beta:\detokenize{drug-beta-side-effects-item-2",
    ) in entries
    labels = set(re.findall(r"\\label\{\\detokenize\{(.*?)\}\}", tex))
    targets = set(re.findall(r"\\hyperref\[\\detokenize\{(.*?)\}\]", tex))
    targets |= {entry[2].replace(r"\detokenize{", "") for entry in entries}
    assert targets <= labels


def test_html_after_a_book(make_project: Callable[..., Any]) -> None:
    """What a book needs stays out of the HTML pages that share its documents."""
    project = make_project(FILES, CONF)
    project.build("latex")
    html = project.build("html")
    assert "d/beta.html" not in html.output("index.html")
    assert "d/beta.html" not in html.output("intro.html")
    assert not html.app.env.toctree_includes.get("lists")


@pytest.mark.skipif(not shutil.which("xelatex"), reason="xelatex is not installed")
def test_pdf(build: Callable[..., Any]) -> None:
    """The book compiles, and both indices have page numbers."""
    built = build("latex", latex_engine="xelatex")
    (tex,) = built.outdir.glob("*.tex")
    for _run in range(2):
        subprocess.run(
            ["xelatex", "-interaction=nonstopmode", "-halt-on-error", tex.name],
            cwd=built.outdir, check=True, capture_output=True,
        )  # fmt: skip
    log = tex.with_suffix(".log").read_text("utf-8", "replace")
    assert "undefined" not in log
    if not shutil.which("pdftotext"):
        pytest.skip("pdftotext is not installed")
    printed = subprocess.run(
        ["pdftotext", "-layout", tex.with_suffix(".pdf").name, "-"],
        cwd=built.outdir, check=True, capture_output=True, text=True,
    ).stdout  # fmt: skip
    assert re.search(r"Betanol \(see Beta\), \d+", printed)
    assert re.search(r"Nausea \(Alpha, Very common\), \d+", printed)


def test_epub(build: Callable[..., Any]) -> None:
    """Every monograph is in the reading order; the index of side effects is one page."""
    built = build("epub")
    (book,) = built.outdir.glob("*.epub")
    with zipfile.ZipFile(book) as archive:
        content = ElementTree.fromstring(archive.read("content.opf"))
        files = set(archive.namelist())
        for name in files:
            if name.endswith(".xhtml"):
                ElementTree.fromstring(archive.read(name))
    space = {"opf": "http://www.idpf.org/2007/opf"}
    items = {item.get("id"): item.get("href") for item in content.findall(".//opf:item", space)}
    spine = [items[ref.get("idref")] for ref in content.findall(".//opf:itemref", space)]
    assert [name for name in spine if name.startswith("d/")] == [
        "d/alpha.xhtml", "d/both.xhtml", "d/beta.xhtml",
    ]  # fmt: skip
    assert {"drug-monographs.xhtml", "drug-effects.xhtml"} <= set(spine)
    assert not any(name.startswith("drug-effects/") for name in files)
    effects = soup(built, "drug-effects.xhtml")
    assert text(effects.find(id="drug-effect-liver-failure")).startswith("Liver failure")
    assert DISCLAIMER in text(effects)


def test_singlehtml_has_every_monograph(build: Callable[..., Any]) -> None:
    """One page holds all, and a side effect leads to its entry in the index."""
    html = build("singlehtml").output("index.html")
    assert html.count("You may feel sick.") == 1
    assert 'id="drug-effect-nausea"' in html


def test_monographs_stay_out_of_the_navigation(build: Callable[..., Any]) -> None:
    """No page of HTML has a toctree over monographs, and they have no neighbours."""
    built = build()
    assert "d/beta.html" not in built.output("index.html")
    page = soup(built, "d/beta.html")
    assert not page.find("link", rel="next")
    assert not page.find("link", rel="prev")


def test_breadcrumbs(build: Callable[..., Any]) -> None:
    """A monograph leads up to its letter, a side effect to the index."""
    built = build()
    breadcrumbs = soup(built, "d/beta.html").find(class_="drugmono-breadcrumbs")
    assert [link["href"] for link in breadcrumbs.select("a")] == [
        "../drug-monographs.html",
        "../drug-monographs/letter-b.html",
    ]
    related = soup(built, "drug-effects/nausea.html").find(class_="related")
    assert related.find("a", href="../drug-effects.html")


def test_style_sheet_only_where_it_is_needed(make_project: Callable[..., Any]) -> None:
    """Pages with monographs, indices and side effects have it; others, and LaTeX, do not."""
    files = {**FILES, "intro.rst": "Introduction\n============\n"}
    project = make_project(files, {**CONF, "drugmono_finder_sidebar": False})
    html = project.build()
    assert (html.outdir / "_static/drugmono.css").exists()
    for name in ("d/beta", "lists", "drug-monographs", "drug-effects", "drug-effects/nausea"):
        assert "drugmono.css" in html.output(f"{name}.html"), name
    for name in ("index", "intro", "search"):
        assert "drugmono.css" not in html.output(f"{name}.html"), name
    latex = project.build("latex")
    assert not list(latex.outdir.rglob("drugmono.css"))


def test_project_replaces_the_style_sheet(make_project: Callable[..., Any]) -> None:
    """A file of the same name in the project's static folder wins."""
    files = {**FILES, "_static/drugmono.css": "/* mine */"}
    built = make_project(files, {**CONF, "html_static_path": ["_static"]}).build()
    assert built.output("_static/drugmono.css") == "/* mine */"


@pytest.mark.parametrize("theme", ["furo", "alabaster"])
def test_themes(make_project: Callable[..., Any], theme: str) -> None:
    """Derived pages look like all pages of the theme."""
    built = make_project(FILES, {**CONF, "html_theme": theme}).build()
    assert not built.warnings
    assert not dead_links(built.outdir)
    page = soup(built, "drug-effects/nausea.html")
    assert page.title.string.startswith("Nausea")
    assert page.find("link", href=re.compile("drugmono.css"))


@pytest.mark.parametrize("builder", ["json", "gettext", "xml", "pseudoxml", "texinfo", "dummy"])
def test_other_builders(build: Callable[..., Any], builder: str) -> None:
    """They work, too."""
    assert build(builder)
