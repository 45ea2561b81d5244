"""Sections of plain text are set aside while references are resolved; nobody may notice."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from docutils import nodes

from sphinx_drugmono.formulary import plain_text
from sphinx_drugmono.formulary.plain_text import is_plain

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.conftest import Built, Project

_FILES = {
    "index.md": "# Drugs\n\n```{drug-index}\n```\n",
    "more.rst": ":orphan:\n\nMore\n====\n\n.. drug-monograph:: Mu\n\n   ## Usage\n\n   For it.\n",
    "drugs/alpha.md": "# Alpha\n\n## Usage\n\nFor *pain* and **fever**.\n\n1. One\n2. Two\n\n"
    "## Dosage\n\n| Age | Dose |\n|---|---|\n| 5 | 1 mg |\n\n## Precautions\n\n```\ncode\n```\n\n"
    "## Side Effects\n\nCommon side effects include:\n\n* Nausea\n* Rash\n\n"
    "## FAQs\n\n**May I?** Yes.\n\n**Really?** {drug}`Beta`, see <https://example.org>.\n",
    "drugs/beta.md": "# Beta\n\n## Usage\n\nFor pain.\n\n### More\n\n* a\n  * b\n\n> quoted\n",
}
_CONF = {"drugmono_pages": ["drugs/**"], "suppress_warnings": ["drugmono"]}
_EXTENSION = """
from docutils import nodes
from sphinx.transforms.post_transforms import SphinxPostTransform

class Shout(SphinxPostTransform):
    default_priority = 300
    def run(self):
        for text in list(self.document.findall(nodes.Text)):
            text.parent.replace(text, nodes.Text(text.upper()))

def setup(app):
    app.add_post_transform(Shout)
"""
_COUNT = """
from docutils import nodes

def count(app, doctree, docname):
    seen = len(list(doctree.findall()))
    doctree.append(nodes.paragraph("", f"{seen} nodes"))
    wrong = [str(node) for node in doctree.findall() for child in node.children
             if child.parent is not node]
    doctree.append(nodes.paragraph("", f"{len(wrong)} wrong"))

def setup(app):
    app.connect("doctree-resolved", count)
"""


def pages(built: Built) -> dict[str, str]:
    found = built.outdir.rglob("*.*html")
    return {str(path.relative_to(built.outdir)): path.read_text("utf-8") for path in found}


@pytest.fixture
def set_aside(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The text of the sections that are set aside, as far as they go."""
    found: list[str] = []

    def note(node: nodes.Node) -> bool:
        plain = is_plain(node)
        if plain and isinstance(node, nodes.section):
            found.append(node.astext())
        return plain

    monkeypatch.setattr(plain_text, "is_plain", note)
    return found


@pytest.mark.parametrize("addition", ["", _COUNT, _EXTENSION])
@pytest.mark.parametrize("builder", ["html", "singlehtml", "epub"])
def test_pages_are_the_same(
    make_project: Callable[..., Project],
    monkeypatch: pytest.MonkeyPatch,
    set_aside: list[str],
    builder: str,
    addition: str,
) -> None:
    """Other extensions find all text in its place, in transforms and when these have run."""
    project = make_project(_FILES, _CONF)
    conf = (project.srcdir / "conf.py").read_text("utf-8")
    project.write({"conf.py": conf + addition})
    shared = pages(project.build(builder, fresh=True))
    expected = addition != _EXTENSION and builder != "singlehtml"
    assert any("fever" in text for text in set_aside) == expected
    monkeypatch.setattr(plain_text, "is_plain", lambda _node: False)
    assert pages(project.build(builder, fresh=True)) == shared
    text = "".join(shared.values())
    assert ("FEVER" in text) == (addition == _EXTENSION)
    if addition == _COUNT and builder != "singlehtml":  # where Sphinx leaves some parents wrong
        assert "0 wrong" in text


@pytest.mark.parametrize("package", ["sphinxcontrib.shouting", "furore"])
def test_packages_that_are_called_alike_see_all_text(
    make_project: Callable[..., Project], package: str
) -> None:
    """Everybody may have a package in ``sphinxcontrib``."""
    project = make_project(_FILES, _CONF)
    conf = (project.srcdir / "conf.py").read_text("utf-8")
    named = _EXTENSION.replace("def setup", f"Shout.__module__ = {package!r}\n\ndef setup")
    project.write({"conf.py": conf + named})
    assert "FEVER" in project.build().output("drugs/alpha.html")


def test_who_resolves_references_sees_all_text(make_project: Callable[..., Project]) -> None:
    """An extension may look for a target on the whole page."""
    handler = (
        "\n\ndef find(app, env, node, contnode):\n"
        "    contnode.append(nodes.Text(' FOUND' if 'fever' in node.document.astext() else ''))\n"
        "    return contnode\n\n"
        "def setup(app):\n    app.connect('missing-reference', find)\n"
    )
    text = "\n\n## More\n\nSee {drug}`Nowhere`.\n"
    files = _FILES | {"drugs/alpha.md": _FILES["drugs/alpha.md"] + text}
    project = make_project(files, _CONF)
    conf = (project.srcdir / "conf.py").read_text("utf-8")
    project.write({"conf.py": conf + "\nfrom docutils import nodes\n" + handler})
    assert "FOUND" in project.build().output("drugs/alpha.html")


def test_search_has_every_word(make_project: Callable[..., Project], set_aside: list[str]) -> None:
    """Also of the sections that were set aside."""
    index = make_project(_FILES, _CONF).build().output("searchindex.js")
    assert set_aside
    assert '"fever"' in index


@pytest.mark.parametrize(
    ("inner", "plain"),
    [
        (nodes.paragraph("", "text"), True),
        (nodes.bullet_list("", nodes.list_item("", nodes.paragraph("", "text"))), True),
        (nodes.paragraph("", "", nodes.strong("", "text")), True),
        (nodes.paragraph("", "", nodes.reference("", "text", refuri="x")), False),
        (nodes.literal_block("", "text"), False),
        (nodes.bullet_list("", nodes.list_item("", nodes.image(uri="x"))), False),
        (nodes.section("", nodes.title("", "a"), nodes.section("", nodes.table())), False),
    ],
)
def test_plain_text_is_words_in_paragraphs_and_lists(inner: nodes.Element, *, plain: bool) -> None:
    """All else may be something that is resolved."""
    assert is_plain(nodes.section("", nodes.title("", "Usage"), inner)) is plain
