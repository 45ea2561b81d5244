"""The check for lost text."""

from __future__ import annotations

import pytest
from docutils import nodes

from sphinx_drugmono.extension.fidelity import Lost, lost_text


def shown(*texts: str) -> list[nodes.Node]:
    return [nodes.paragraph("", text) for text in texts]


@pytest.mark.parametrize(
    ("source", "texts"),
    [
        ("# Warfarin\n\n**Usage:** Prevents *clots*.", ["Warfarin", "Usage", "Prevents clots."]),
        ("### FAQs:\n\n* **Q: Why?** A: So.", ["FAQs", "Q: Why?", "A: So."]),
        ("| a | b |\n|---|---|\n| 1 | <2 |", ["a", "b", "1", "<2"]),
        ("one\ntwo &lt; three\\*", ["one\ntwo < three*"]),
        ("see [the web](http://x.org \"Title\") and <http://y.org>",
         ["see the web (Title) and http://y.org"]),
        ("5-HT<sub>1B</sub>", ["5-HT1B"]),
        ("> quoted\n\n---\n\n1. one\n2) two", ["quoted", "one", "two"]),
        ("---\ntitle: X\n---\ntext", ["text"]),
        ("```{include} x\ny\n```", ["{include} x\ny"]),
    ],
)  # fmt: skip
def test_finds_what_is_there(source, texts):
    """Markup is no text."""
    assert lost_text(source, shown(*texts)) == []


def section(title: str, line: int, *texts: str) -> nodes.section:
    """A section as the renderer makes it: every text block knows its line."""
    blocks = [nodes.title("", title), *(nodes.paragraph("", text) for text in texts)]
    for index, block in enumerate(blocks):
        block.line = line + 2 * index
    return nodes.section("", *blocks)


def test_sections_may_stand_in_another_order_but_not_their_texts():
    """The standard order of sections is no loss; another order within a section is."""
    source = "## B\n\nfirst words\n\nsecond words\n\n## A\n\nthird words"
    b, a = section("B", 1, "first words", "second words"), section("A", 7, "third words")
    assert lost_text(source, [a, b]) == []
    b[1], b[2] = b[2], b[1]
    assert lost_text(source, [a, b]) == [Lost(5, "second words", moved=True)]


@pytest.mark.parametrize(
    ("source", "texts", "line", "words"),
    [
        ("* Nausea\n* Vomiting", ["Nausea"], 2, "Vomiting"),
        ("* Nausea\n\n## B\n\n* Nausea", ["Nausea", "B"], 5, "Nausea"),
        ("take <1 mg", ["take 1 mg"], 1, "take <1 mg"),
        ("---\na: b\n---\n\nkept\n\nlost words", ["kept"], 7, "lost words"),
        ("not more than 5 mg", ["more than 5 mg"], 1, "not more than 5 mg"),
        ("| a | b | c |\n|---|---|---|\n| 1 | 2 | 3 |", ["a", "b", "c", "1", "2"], 3, "3"),
        ("## Use in children", ["Use"], 1, "Use in children"),
        ('[shown](http://x.org "lost")', ["shown"], 1, "lost"),
    ],
)
def test_tells_what_is_missing(source, texts, line, words):
    """Words, signs and repeated lines that are not shown are reported with their line."""
    assert lost_text(source, shown(*texts)) == [Lost(line, words)]


def test_warns_in_a_build(make_project, monkeypatch):
    """A renderer that drops a block is found out, at the line of the block."""
    from sphinx_drugmono.extension.blocks import BlockRenderer

    kept = BlockRenderer._list
    monkeypatch.setattr(
        BlockRenderer,
        "_list",
        lambda self, block: kept(self, block) if block.line != 7 else nodes.paragraph(),
    )
    built = make_project(
        {"index.rst": "Top\n===\n", "w.md": "# W\n\n## Usage\n\n* Clots\n\n1. Lost list\n"},
        {"drugmono_pages": ["w"]},
    ).build()

    assert built.warning_lines() == [
        "w.md:7: WARNING: not on the page: Lost list [drugmono.lost-text]"
    ]
