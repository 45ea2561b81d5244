"""Every word, number and sign of a page is in every output made from it.

The pages are the cases of the reader and, where the corpus of real pages is at hand, a sample of
it. Each is looked up in what the builders wrote, with nothing but a count of characters.
"""

from __future__ import annotations

import json
import re
from pathlib import Path
from urllib.parse import unquote

import pytest
from building import Build, build, write_project
from kept import lost
from lxml import etree
from lxml import html as lxml_html

from sphinx_drugmono.monograph.export import to_json
from sphinx_drugmono.monograph.reader import read_monograph

CASES = sorted(Path(__file__).parents[1].joinpath("cases").glob("*.md"))
SHARED = Path(__file__).parents[3] / "shared" / "corpus"
CORPUS = sorted(SHARED.glob("*/**/*.md"))
SAMPLE = CORPUS[:: max(1, len(CORPUS) // 80)]
PAGES = {
    **{f"cases/{path.stem}": path for path in CASES},
    **{f"corpus/{number}-{path.stem[:60]}": path for number, path in enumerate(SAMPLE)},
}
CONF = {
    "drugmono_pages": ["cases/**", "corpus/**"],
    "drugmono_report": "none",
    "latex_engine": "xelatex",
    "epub_show_urls": "no",
    "suppress_warnings": [
        "drugmono.duplicate", "drugmono.id-collision", "epub.unknown_project_files"],
}  # fmt: skip
AS_WRITTEN = (
    "carriers of HLA-B*5701 or HLA-B*1502", "<1% of people", ">10% of people", "≥ 5 mg",
    "½ tablet", "so -- or not", "\"quoted\" and 'quoted'", "5-HT1B", "[IV]", "{details}", ">5 cm",
    "5*3*2", "www.example.org and a@example.org", "... (c) (r) 1/2", "x < y and y > z",
    "2019-2020", "``a''", "|today|", "~5~ ^2^", "5 mg/kg", "<<a>>", "!`", "fi fl ffi",
)  # fmt: skip


@pytest.fixture(scope="module")
def srcdir(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("outputs") / "source"
    signs = "".join(f"* {line}\n" for line in AS_WRITTEN)
    signs = signs.replace("5-HT1B", "5-HT<sub>1B</sub>").replace("``", "\\``")
    files = {f"{name}.md": page.read_bytes() for name, page in PAGES.items()}
    write_project(
        path,
        {
            "index.md": "# Index\n",
            "cases/as-written.md": f"# Signs\n\n## Usage\n\n{signs}\n",
            **files,
        },
        CONF,
    )
    return path


@pytest.fixture(scope="module")
def in_html(srcdir: Path) -> Build:
    return build(srcdir, srcdir.parent / "html")


@pytest.fixture(scope="module")
def in_epub(srcdir: Path) -> Build:
    return build(srcdir, srcdir.parent / "epub", "epub")


@pytest.fixture(scope="module")
def in_text(srcdir: Path) -> Build:
    return build(srcdir, srcdir.parent / "text", "text")


@pytest.fixture(scope="module")
def in_latex(srcdir: Path) -> Build:
    return build(srcdir, srcdir.parent / "latex", "latex")


def read(name: str) -> str:
    return PAGES[name].read_text("utf-8")


def words_of(tree: etree._Element) -> str:
    """The text of a page in HTML, with its addresses and the numbers of its lists."""
    body = tree.xpath("//*[contains(concat(' ', @class, ' '), ' body ')]")[0]
    items = [
        str(int(item.getparent().get("start", 1)) + index)
        for numbered in body.iter("{*}ol", "ol")
        for index, item in enumerate(numbered)
    ]
    addresses = [
        unquote(element.get(key))
        for element in body.iter()
        for key in ("href", "src", "alt")
        if isinstance(element.tag, str) and element.get(key)
    ]
    return " ".join(["".join(body.itertext()), *addresses, *items])


def unescaped(tex: str) -> str:
    """LaTeX as text: escapes as the characters they are for, commands gone."""
    for command, char in {
        "textbackslash": "\\", "textasciitilde": "~", "textasciicircum": "^", "sphinxhyphen": "-",
        "textless": "<", "textgreater": ">", "textbar": "|", "textquotesingle": "'",
        "PYGZlt": "<", "PYGZgt": ">", "PYGZpc": "%", "PYGZob": "{", "PYGZcb": "}", "PYGZbs": "\\",
        "PYGZdl": "$", "PYGZca": "^", "PYGZat": "@", "PYGZsh": "#", "PYGZam": "&", "PYGZus": "_",
    }.items():  # fmt: skip
        tex = tex.replace(f"\\{command}{{}}", char)
    tex = re.sub(r"\$[_^]\{\\text\{([^{}]*)\}\}\$", r"\1", tex)  # subscripts
    tex = re.sub(r"\\([%&#_{}$])", r"\1", tex)
    return re.sub(r"\\[a-zA-Z@]+\*?|\\[()]", " ", tex)


def not_found(shown: dict[str, str]) -> dict[str, str]:
    """What is missing of each page in a text of it."""
    found = {}
    for name, text in shown.items():
        page = read(name)
        title = read_monograph(page, source=f"{name}.md").name
        # A standard title may be written in other letters than the heading it stands for.
        missing = lost(page.casefold(), text.casefold(), title.casefold())
        if missing:
            found[name] = missing
    return found


def test_nothing_is_lost_in_html(in_html: Build) -> None:
    """Nor does the check of the extension find anything, which looks at each line."""
    shown = {
        name: words_of(lxml_html.document_fromstring(in_html.text(f"{name}.html")))
        for name in PAGES
    }
    assert not_found(shown) == {}
    assert [line for line in in_html.warnings if "lost-text" in line] == []


def test_nothing_is_lost_in_epub(in_epub: Build) -> None:
    """The pages of the book are well-formed as well."""
    shown = {
        name: words_of(etree.fromstring(in_epub.text(f"{name}.xhtml").encode())) for name in PAGES
    }
    assert not_found(shown) == {}


def test_nothing_is_lost_in_text(in_text: Build) -> None:
    """Plain text has no links, so addresses are not looked for."""
    assert not_found({name: in_text.text(f"{name}.txt") for name in PAGES}) == {}


def test_nothing_is_lost_in_latex(in_latex: Build) -> None:
    """Each page is a chapter of the book."""
    parts = re.split(r"\\detokenize\{([^}]*)::doc\}", in_latex.text("test.tex"))
    chapters = dict(zip(parts[1::2], parts[2::2], strict=True))
    titles = {name: read_monograph(read(name), source=f"{name}.md").name for name in PAGES}
    shown = {
        # LaTeX counts the items of lists itself.
        name: f"{titles[name]} {unescaped(chapters.get(name, ''))} "
        + "".join(re.findall(r"^\s*(\d+)[.)]\s", read(name), re.MULTILINE))
        for name in PAGES
    }
    assert not_found(shown) == {}


def test_nothing_is_lost_in_json() -> None:
    """The record of a page has all of its text."""
    shown = {}
    for name in PAGES:
        record = json.loads(to_json(read_monograph(read(name), source=f"{name}.md")))
        texts = [record["name"]]
        for section in record["sections"]:
            texts += [section["heading"], section["component"] or "", section["markdown"]]
        texts += [part["markdown"] for part in (*record["disclaimers"], *record["notes"])]
        shown[name] = "\n".join(texts)
    assert not_found(shown) == {}


@pytest.mark.parametrize("line", AS_WRITTEN)
def test_signs_come_out_as_written(line: str, in_html: Build, in_epub: Build, in_text: Build,
                                   in_latex: Build) -> None:  # fmt: skip
    """No typography, no autolinks and no other reading of signs, in any builder."""
    html = lxml_html.document_fromstring(in_html.text("cases/as-written.html"))
    epub = etree.fromstring(in_epub.text("cases/as-written.xhtml").encode())
    assert line in ["".join(item.itertext()).strip() for item in html.iter("li")]
    assert line in ["".join(item.itertext()).strip() for item in epub.iter("{*}li")]
    in_plain_text = line.replace("5-HT1B", "5-HT_1B")
    assert f"* {in_plain_text}\n" in in_text.text("cases/as-written.txt")
    chapter = in_latex.text("test.tex").partition("cases/as-written::doc")[2]
    assert re.sub(r"[{}\s]", "", line) in re.sub(r"[{}\s]", "", unescaped(chapter))
