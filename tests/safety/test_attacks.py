"""Hostile pages: everything in them is text, in every form a page can take.

``attacks`` holds one page for each thing that was tried. Each is built as a page of its own and as
the body of the directive in reST and in MyST. A script that runs calls ``attack()``; foreign
addresses are at ``evil.example``; files that must not be read hold ``SECRET``; a command that is
carried out makes a file whose name begins with ``attacked``.
"""

from __future__ import annotations

import json
import re
import shutil
import subprocess
from pathlib import Path
from textwrap import indent
from urllib.parse import unquote, urlsplit

import pytest
from building import Build, build, write_project
from kept import lost
from lxml import html as lxml_html

ATTACKS = {path.stem: path for path in sorted(Path(__file__).with_name("attacks").glob("*.md"))}
SECRET = "SECRET-7361"
SVG = '<svg xmlns="http://www.w3.org/2000/svg"><script>parent.attack()</script></svg>'
CONF = {
    "drugmono_pages": ["attacks/**"],
    "drugmono_facts": {"provenance": "Provenance", "x": "X"},
    "drugmono_report": "none",
    "exclude_patterns": [],
    "latex_engine": "xelatex",
    "suppress_warnings": ["drugmono.duplicate", "drugmono.id-collision", "drugmono.link",
                          "drugmono.image", "drugmono.front-matter"],
}  # fmt: skip
IN_DIRECTIVES = [name for name in ATTACKS if not name.startswith("front-matter")]
ELEMENTS = frozenset(
    """a abbr article aside blockquote br caption code col colgroup dd details div dl dt em
    figcaption figure footer h1 h2 h3 h4 h5 h6 hr img li main nav ol p pre q section small span
    strong sub summary sup table tbody td th thead time tr ul""".split()
)
CONTROLS = frozenset("button datalist form input label option output search select script".split())
"""Elements of the finder and filters, which are the extension's own and never a page's."""


def read(name: str) -> str:
    return ATTACKS[name].read_bytes().decode("utf-8")


def project(srcdir: Path) -> None:
    """A project of all attacks, with files that must not get into any output."""
    files: dict[str, str | bytes] = {
        "index.md": "# Index\n\n```{toctree}\n:glob:\nrst/*\nmyst/*\n```\n\n"
        "```{drug-index}\n```\n\n```{effect-index}\n```\n",
        "secret.txt": f"{SECRET} \\newcommand{{\\x}}{{{SECRET}}}\n",
        "secret.png": SECRET,
        "attack.svg": SVG,
        "myst/options.md": "# Options\n\n```{drug-monograph} Myst options\n"
        ':id: "><script>attack()</script>\n:reviewer: <img src=x onerror=attack()>\n'
        ":provenance: ../../secret.txt\n\n## Usage\n\nText.\n```\n",
        "rst/files.rst": "Files\n=====\n\n"
        + "".join(
            f".. drug-monograph:: File {number}\n   :file: {name}\n\n"
            for number, name in enumerate(
                [
                    "../../../../../../../etc/passwd",
                    "/../../etc/passwd",
                    "../../outside.md",
                    "/etc/passwd",
                    "file:///etc/passwd",
                    "..\\..\\x.md",
                    "missing.md",
                    "/",
                    ".",
                ]
            )
        ),
    }
    for name in ATTACKS:
        files[f"attacks/{name}.md"] = ATTACKS[name].read_bytes()
    for name in IN_DIRECTIVES:
        body = read(name)
        rst = indent(body, "   ", lambda line: True)
        files[f"rst/{name}.rst"] = (
            f"Page of {name}\n{'=' * 80}\n\n.. drug-monograph:: Rst {name}\n\n{rst}\n"
        )
        fence = "`" * 12
        files[f"myst/{name}.md"] = (
            f"# Page of {name}\n\n{fence}{{drug-monograph}} Myst {name}\n\n{body}\n{fence}\n"
        )
    write_project(srcdir, files, CONF)
    (srcdir.parent / "outside.md").write_text(SECRET, "utf-8")


@pytest.fixture(scope="session")
def srcdir(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("attacks") / "source"
    project(path)
    return path


@pytest.fixture(scope="session")
def in_html(srcdir: Path) -> Build:
    return build(srcdir, srcdir.parent / "html")


@pytest.fixture(scope="session")
def in_latex(srcdir: Path) -> Build:
    return build(srcdir, srcdir.parent / "latex", "latex")


@pytest.fixture(scope="session")
def in_text(srcdir: Path) -> Build:
    return build(srcdir, srcdir.parent / "text", "text")


def tree(built: Build, name: str) -> lxml_html.HtmlElement:
    return lxml_html.document_fromstring(built.text(name))


def pages(built: Build) -> list[str]:
    return sorted(str(path.relative_to(built.outdir)) for path in built.outdir.rglob("*.html"))


def scheme(address: str) -> str:
    """The scheme as a browser sees it: without the characters it ignores."""
    return urlsplit(re.sub(r"[\x00-\x20\x7f-\xa0\u200b\xad]", "", address)).scheme.lower()


def shown_text(body: lxml_html.HtmlElement) -> str:
    """What an element shows, with its addresses and the numbers of its lists."""
    shown = body.text_content() + "".join(
        f" {value}"
        for element in body.iter()
        if isinstance(element.tag, str)
        for key, value in element.attrib.items()
        if key in ("href", "src", "alt")
    )
    return (
        shown
        + unquote(shown)
        + "".join(
            str(int(item.getparent().get("start", 1)) + index)
            for numbered in body.iter("ol")
            for index, item in enumerate(numbered.iterchildren("li"))
        )
    )


def test_there_is_a_case_for_everything_that_can_be_tried() -> None:
    """The corpus covers each way in with several attacks."""
    kinds = {name.partition("-")[0] for name in ATTACKS}
    assert {"html", "link", "image", "myst", "rst", "jinja", "latex", "front", "title",
            "effect", "names"} <= kinds  # fmt: skip
    assert len(ATTACKS) >= 150


def test_no_element_comes_from_a_page(in_html: Build) -> None:
    """Pages are made of plain elements, without a handler, style or script of theirs."""
    found = []
    for name in pages(in_html):
        if name == "search.html":
            continue  # Sphinx's own, without a word of any page
        for body in tree(in_html, name).find_class("body"):
            for element in body.iter():
                if not isinstance(element.tag, str):
                    found.append((name, "comment"))
                    continue
                if element.tag not in ELEMENTS | CONTROLS:
                    found.append((name, element.tag))
                found += [
                    (name, attribute)
                    for attribute in element.attrib
                    if attribute.startswith("on") or attribute in ("srcdoc", "formaction")
                ]
                if element.tag == "script" and element.get("type") not in (
                    "application/json", "application/ld+json"
                ):  # fmt: skip
                    found.append((name, "script"))
                if "attack" in (element.get("style") or ""):
                    found.append((name, "style"))
    assert found == []


def test_controls_are_never_on_the_page_of_an_attack(in_html: Build) -> None:
    """Forms and fields belong to indices, so one on the page of a drug would be the page's."""
    found = [
        (name, element.tag)
        for name in pages(in_html)
        if name.startswith("attacks/")
        for body in tree(in_html, name).find_class("body")
        for element in body.iter("form", "input", "button", "select", "iframe", "object", "svg")
    ]
    assert found == []


def test_links_lead_to_the_web_or_within(in_html: Build) -> None:
    """No address has a scheme that runs something, however it is written."""
    found = set()
    for name in pages(in_html):
        for element in tree(in_html, name).iter():
            for attribute in ("href", "src", "action", "data", "poster", "cite", "xlink:href"):
                address = element.get(attribute)
                if address is None:
                    continue
                loads = attribute != "href" or element.tag == "link"
                allowed = ("",) if loads else ("", "http", "https", "mailto", "tel")
                if scheme(address) not in allowed or (
                    loads and address.replace("\\", "/").startswith("//")
                ):
                    found.add((name, element.tag, address))
    assert found == set()


def test_every_attack_is_shown(in_html: Build) -> None:
    """What was tried stands on the page as text, in each of its three forms."""
    found = []
    for name in ATTACKS:
        for folder in ("attacks", *(("rst", "myst") if name in IN_DIRECTIVES else ())):
            document = tree(in_html, f"{folder}/{name}.html")
            body = document.find_class("body")[0]
            shown = shown_text(body)
            title = document.findtext(".//h1") or ""
            if missing := lost(read(name), shown, title.removesuffix("¶")):
                found.append((folder, name, missing))
    assert found == []


def test_no_attack_loses_text(in_html: Build) -> None:
    """The check for lost text has nothing to say, and nothing else goes wrong in silence."""
    assert [line for line in in_html.warnings if "lost-text" in line] == []
    assert [line for line in in_html.warnings if "Traceback" in line or "ERROR" in line] == []


def test_files_outside_a_monograph_are_not_read(in_html: Build, in_text: Build) -> None:
    """Nothing of another file is in any output, and each refusal is reported with its place."""
    for built in (in_html, in_text):
        for path in built.outdir.rglob("*"):
            if path.is_file() and path.suffix not in (".pickle", ".doctree"):
                data = path.read_bytes()
                assert SECRET.encode() not in data, path
                assert b"root:x:0" not in data, path
    assert not (in_html.outdir / "_downloads").exists()
    refused = [line for line in in_html.warnings if line.startswith("rst/files.rst:")]
    assert len([line for line in refused if "drugmono.file" in line or "[drugmono" in line]) == 9


def test_templates_are_not_run(in_html: Build, in_text: Build, in_latex: Build) -> None:
    """Jinja, substitutions and formats stay as they are written."""
    for built in (in_html, in_text, in_latex):
        for path in built.outdir.rglob("*"):
            if path.suffix in (".html", ".txt", ".tex", ".json"):
                assert "1337" not in path.read_text("utf-8"), path
    shown = in_text.text("attacks/jinja.txt")
    assert "{{ 7*191 }} {% for x in [1] %}{{ config }}{% endfor %}" in shown
    assert "|today| |version| |release|" in in_text.text("attacks/rst-substitution.txt")


def test_nothing_was_carried_out(srcdir: Path, in_html: Build, in_latex: Build) -> None:
    """No command and no YAML tag made a file."""
    for folder in (srcdir.parent, Path.cwd()):
        assert [path for path in folder.rglob("attacked*") if ".git" not in path.parts] == []


def test_front_matter_sets_nothing(in_html: Build) -> None:
    """Metadata, redirects, classes and settings in front matter have no effect."""
    for name in ATTACKS:
        if name.startswith("front-matter"):
            document = tree(in_html, f"attacks/{name}.html")
            assert not document.xpath("//meta[@http-equiv='refresh']")
            assert not document.xpath("//*[contains(@class, 'hidden')]")
            assert document.find_class("drugmono-disclaimer")
            assert not document.xpath("//div[@class='body']//*[contains(@class, 'math')]")
    assert not (in_html.outdir.parent.parent / "etc").exists()


def test_every_page_keeps_its_disclaimer(in_html: Build, in_text: Build) -> None:
    """No page loses, hides or empties the disclaimer."""
    for name in ATTACKS:
        boxes = tree(in_html, f"attacks/{name}.html").find_class("drugmono-disclaimer")
        assert len(boxes) == 1, name
        assert "not medical advice" in boxes[0].text_content(), name
        assert not boxes[0].xpath("ancestor-or-self::*[@hidden or @style or self::details]"), name
        assert "not medical advice" in " ".join(in_text.text(f"attacks/{name}.txt").split()), name


def test_data_in_scripts_cannot_leave_it(in_html: Build) -> None:
    """JSON in pages and files is well-formed, and no text of a page can end its script."""
    for name in pages(in_html):
        text = in_html.text(name)
        for script in re.findall(r"<script\b[^>]*>(.*?)</script>", text, re.DOTALL):
            assert "<script" not in script.lower(), name
            assert "<!--" not in script, name
        for data in re.findall(
            r'<script type="application/(?:ld\+)?json"[^>]*>(.*?)</script>', text, re.DOTALL
        ):
            json.loads(data)
    for path in in_html.outdir.rglob("*.json"):
        json.loads(path.read_text("utf-8"))


# LaTeX


COMMAND = re.compile(
    r"\\(?:input|include|verbatiminput|write18|immediate|openout|closeout|newwrite|catcode|csname"
    r"|directlua|latelua|luaexec|special|pdfliteral|endinput|stop|bye|makeatletter)\b"
)


def test_no_command_of_a_page_is_left_in_latex(in_latex: Build) -> None:
    """Backslashes, percent signs, carets and braces of a page are escaped."""
    text = in_latex.text("test.tex")
    begin = text.index(r"\begin{document}")
    body = text[begin : text.rindex(r"\end{document}")]
    assert r"\end{document}" not in body
    assert COMMAND.findall(body) == []
    assert "^^" not in body
    assert re.findall(r"\\(?:href|url)\{(?!https?:|mailto:|tel:|\\#)[^}]*\}", body) == []
    assert re.findall(r"(?<!\\)%\s*hidden", body) == []
    for word in ("write18", "catcode", "directlua", "hidden words"):
        assert word in body


@pytest.mark.skipif(not shutil.which("xelatex"), reason="xelatex is not installed")
def test_latex_is_set_without_reading_or_running_anything(tmp_path: Path) -> None:
    """A book of the attacks on LaTeX compiles, shows them, and reads no other file."""
    names = [n for n in ATTACKS if n.startswith("latex-") or n in ("effect-name-latex", "jinja")]
    source = tmp_path / "source"
    write_project(
        source,
        {
            "index.md": "# Index\n",
            "secret.txt": SECRET,
            **{f"attacks/{name}.md": ATTACKS[name].read_bytes() for name in names},
        },
        CONF,
    )
    built = build(source, tmp_path / "latex", "latex")
    (built.outdir / "secret.txt").write_text(SECRET, "utf-8")
    (built.outdir / "secret.tex").write_text(SECRET, "utf-8")
    done = subprocess.run(
        ["xelatex", "-interaction=nonstopmode", "-shell-escape", "test.tex"],
        cwd=built.outdir, capture_output=True, text=True, errors="replace",
        check=False, timeout=300,
    )  # fmt: skip
    log = (built.outdir / "test.log").read_text("utf-8", "replace")
    assert re.findall(r"^! .*", log, re.MULTILINE) == [], done.stdout[-2000:]
    assert not list(tmp_path.rglob("attacked*"))
    assert "secret.t" not in re.sub(r"\s", "", "".join(re.findall(r"\([^()]*", log)))
    if shutil.which("pdftotext"):
        text = subprocess.run(
            ["pdftotext", "test.pdf", "-"], cwd=built.outdir, capture_output=True, text=True,
            check=True,
        ).stdout  # fmt: skip
        assert SECRET not in text
        assert "hidden words" in text
        assert "write18" in text
