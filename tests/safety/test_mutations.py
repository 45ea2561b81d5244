"""Whatever is taken off a page, changed or moved on it, the check for lost text notices.

The pages are the cases of the reader. Each is rendered, one thing is done to its nodes or to one
rule of the reader or renderer, and the check must fire; without that it must stay silent.
"""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from docutils import nodes

from sphinx_drugmono.extension import blocks, disclaimers, inline, renderer
from sphinx_drugmono.extension.fidelity import Lost, lost_text
from sphinx_drugmono.extension.inline import Page
from sphinx_drugmono.extension.renderer import render
from sphinx_drugmono.monograph import dialect, labels, reader
from sphinx_drugmono.monograph.markdown import parse_blocks
from sphinx_drugmono.monograph.model import Kind
from sphinx_drugmono.monograph.questions import read_questions
from sphinx_drugmono.monograph.reader import read_monograph

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from sphinx_drugmono.extension.config import DrugmonoConfig

read_well = read_monograph
CASES = sorted(Path(__file__).parents[1].joinpath("cases").glob("*.md"))
BLOCKS = (nodes.paragraph, nodes.list_item, nodes.term, nodes.definition, nodes.entry, nodes.line,
          nodes.bullet_list, nodes.enumerated_list, nodes.literal_block, nodes.block_quote,
          nodes.section, nodes.table)  # fmt: skip
SIGN = re.compile(r"[<>%≥≤+/=±–—,.;()?!\"'’½°µ-]|(?<=[^\W_])\*(?=\d)|(?<=\w):(?=\w)")
NUMBERS = str.maketrans("0123456789", "1234567890")


@pytest.fixture(scope="module")
def config() -> DrugmonoConfig:
    from dataclasses import fields

    from sphinx_drugmono.extension.config import DrugmonoConfig

    values = {
        entry.name: entry.metadata["check"](entry.metadata["default"], lambda message: None)
        for entry in fields(DrugmonoConfig)
    }
    return DrugmonoConfig(**values)


@pytest.fixture(autouse=True)
def english(monkeypatch: pytest.MonkeyPatch) -> None:
    """The texts of the extension as they are, without a build that translates them."""
    for module in (disclaimers, renderer):
        monkeypatch.setattr(module, "_", str)


def shown(text: str, config: DrugmonoConfig, source: str = "drugs/a-drug.md") -> list[Any]:
    """The name and the nodes of a page."""
    monograph = read_monograph(text, source=source)
    page = Page(source, "drugs/a-drug", Path("nowhere"))
    title = monograph.title if monograph.title != monograph.name else None
    rendered = render(monograph, "drug-a", config, page, other_title=title)
    return [monograph.name, *rendered.nodes]


def of_the_page(elements: list[Any]) -> list[nodes.Element]:
    """The nodes that hold the page's own text: no facts, no box of remarks."""
    return [
        node
        for node in elements
        if isinstance(node, nodes.Element)
        and not isinstance(node, (nodes.field_list, nodes.admonition))
    ]


def texts(elements: list[Any]) -> Iterator[nodes.Text]:
    """The texts of a page, but for titles, which need not be the page's words."""
    for element in of_the_page(elements):
        for text in element.findall(nodes.Text):
            heading = "drugmono-heading" in text.parent.get("classes", ())
            if not heading and not isinstance(text.parent, (nodes.title, nodes.rubric)):
                yield text


def changed(text: str) -> Iterator[tuple[str, str]]:
    """A text with one thing less, or with something else in its place."""
    words = list(re.finditer(r"\w+", text))
    for word in words[:: max(1, len(words) // 3)]:
        yield f"without {word[0]!r}", text[: word.start()] + text[word.end() :]
        yield f"without a letter of {word[0]!r}", text[: word.start()] + text[word.start() + 1 :]
    for sign in SIGN.finditer(text):
        yield f"without {sign[0]!r}", text[: sign.start()] + text[sign.end() :]
    if re.search(r"\d", text):
        yield "other numbers", text.translate(NUMBERS)
    if "--" in text or "'" in text or '"' in text:
        yield "typography", text.replace("--", "–").replace("'", "’").replace('"', "”")
    if len(words) > 1 and words[0][0] != words[1][0]:
        one, two = words[:2]
        yield (
            "words swapped",
            text[: one.start()]
            + two[0]
            + text[one.end() : two.start()]
            + one[0]
            + text[two.end() :],
        )


@pytest.mark.parametrize("path", CASES, ids=lambda path: path.stem)
def test_nothing_is_lost_on_a_page_as_it_is(path: Path, config: DrugmonoConfig) -> None:
    """The check is silent where nothing was done to a page."""
    text = path.read_text("utf-8")
    assert lost_text(text, shown(text, config)) == []


@pytest.mark.parametrize("path", CASES[::2], ids=lambda path: path.stem)
def test_changes_within_texts_are_noticed(path: Path, config: DrugmonoConfig) -> None:
    """A word, letter, sign or number that goes or changes is found out."""
    source = path.read_text("utf-8")
    elements = shown(source, config)
    name = elements[0]
    unnoticed = []
    for text in list(texts(elements)):
        if text.strip(" :*") in name:
            continue  # what repeats the name may be said by the title
        parent, index = text.parent, text.parent.index(text)
        for what, mutant in changed(str(text)):
            parent[index] = nodes.Text(mutant)
            if not lost_text(source, elements):
                unnoticed.append((str(text), what))
        parent[index] = text
    assert unnoticed == []


@pytest.mark.parametrize("path", CASES[1::2], ids=lambda path: path.stem)
def test_blocks_that_go_or_move_are_noticed(path: Path, config: DrugmonoConfig) -> None:
    """A block that is dropped, or stands behind the one that follows it, is found out."""
    source = path.read_text("utf-8")
    elements = shown(source, config)
    unnoticed = []
    for element in of_the_page(elements):
        for block in list(element.findall(lambda node: isinstance(node, BLOCKS))):
            words = block.astext().strip(" :")
            heading = "drugmono-heading" in block["classes"]
            titles = " ".join(title.astext() for title in element.findall(nodes.title))
            if (
                block is element
                or not words
                or words.casefold() in (elements[0] + titles).casefold()
                or heading
            ):
                continue
            parent, index = block.parent, block.parent.index(block)
            del parent[index]
            if not lost_text(source, elements):
                unnoticed.append(("dropped", words))
            parent.insert(index, block)
            after = parent[index + 1] if index + 1 < len(parent) else None
            if (
                after is None
                or isinstance(after, (nodes.section, nodes.transition))
                or isinstance(block, nodes.section)
                or after.astext().strip(" :") in ("", words)
            ):
                continue
            parent[index], parent[index + 1] = after, block
            if not lost_text(source, elements):
                unnoticed.append(("moved", words))
            parent[index], parent[index + 1] = block, after
    assert unnoticed == []


# rules of the reader and the renderer, broken on purpose


PAGE = """\
---
title: Naproxen + Esomeprazole
---

Words in front of everything.

# Naproxen + Esomeprazole

## Usage

Take `5 mg` with *food* -- not <b>more</b> than 10 mg.\\
Line two, see [the web](https://example.org "a title").

1. first step
3. third step

> A quoted remark.

```text
some code
```

## Something else

An unknown part.

## Side Effects

* Nausea
    * worst on the first day
* >5 cm of swelling

| effect | how often |
|---|---|
| rash | 1% | and more |

## FAQs

* **Q: Is it safe?** A: Mostly.

What stands behind the questions.

## Usage

A second usage.

**Disclaimer:** These are words of the page alone.

**Note:** Closing words of the page.

**Note:** This page is AI-generated by a machine of ours.
"""


def last_dropped(function: Callable[..., Any]) -> Callable[..., Any]:
    """A function that returns a sequence without its last entry."""

    def broken(*args: Any, **kwargs: Any) -> Any:
        result = function(*args, **kwargs)
        return result[:-1] if len(result) > 1 else result

    return broken


def without(kind: str) -> Callable[..., Any]:
    """Blocks without those of a kind, wherever they stand."""

    def strip(found: tuple[Any, ...]) -> tuple[Any, ...]:
        return tuple(
            replace(block, children=strip(block.children)) for block in found if block.kind != kind
        )

    return lambda *args, **kwargs: strip(parse_blocks(*args, **kwargs))


def kinds(*dropped: Kind) -> Callable[..., Any]:
    """A reader that drops sections of a kind."""

    def read(*args: Any, **kwargs: Any) -> Any:
        monograph = read_well(*args, **kwargs)
        sections = tuple(s for s in monograph.sections if s.kind not in dropped)
        return replace(monograph, sections=sections)

    return read


def fields_lost(**empty: Any) -> Callable[..., Any]:
    """A reader whose records lack a field."""
    return lambda *args, **kwargs: replace(read_well(*args, **kwargs), **empty)


def second_section_lost(*args: Any, **kwargs: Any) -> Any:
    monograph = read_well(*args, **kwargs)
    seen: set[Kind] = set()
    sections = []
    for section in monograph.sections:
        if section.kind not in seen:
            sections.append(section)
        seen.add(section.kind)
    return replace(monograph, sections=tuple(sections))


def answers_lost(*args: Any, **kwargs: Any) -> Any:
    found, questions = read_questions(*args, **kwargs)
    return tuple(replace(block, children=()) for block in found), questions


def questions_only(*args: Any, **kwargs: Any) -> Any:
    found, questions = read_questions(*args, **kwargs)
    return tuple(block for block in found if block.kind == "question"), questions


RULES: dict[str, tuple[Any, str, Any]] = {
    "last block of the page": (reader, "parse_blocks", last_dropped(parse_blocks)),
    "quotations": (reader, "parse_blocks", without("blockquote")),
    "code": (reader, "parse_blocks", without("code")),
    "tables": (reader, "parse_blocks", without("table")),
    "numbered lists": (reader, "parse_blocks", without("ordered_list")),
    "bullet lists": (reader, "parse_blocks", without("bullet_list")),
    "cells": (reader, "parse_blocks", without("cell")),
    "answers": (reader, "read_questions", answers_lost),
    "what is no question": (reader, "read_questions", questions_only),
    "text in front": (None, "", kinds(Kind.PREAMBLE)),
    "unknown sections": (None, "", kinds(Kind.OTHER)),
    "a standard section": (None, "", kinds(Kind.SIDE_EFFECTS)),
    "repeated sections": (None, "", second_section_lost),
    "own disclaimers": (None, "", fields_lost(disclaimers=())),
    "notes": (None, "", fields_lost(notes=())),
    "text behind a label": (labels, "split_inline", lambda inline, length: ((), ())),
    "inline code": (inline.nodes, "literal", lambda *texts: nodes.inline()),
    "emphasis": (inline, "_ELEMENTS", {
        tag: (lambda *texts: nodes.emphasis()) for tag in inline._ELEMENTS}),
    "links": (inline._Builder, "link", lambda self, token, inside: None),
    "line breaks": (blocks, "_hard_lines", last_dropped(blocks._hard_lines)),
    "inner blocks": (blocks.BlockRenderer, "body", lambda self, found: []),
    "written headings": (
        renderer._Renderer, "written_heading", lambda self, text, line: nodes.comment()),
    "cells beyond the columns": (dialect, "_table", dialect.table),
}  # fmt: skip
PAGES = {
    "text behind a label": "**Usage:** Take it.\n\n**Dosage:** 5 mg.\n",
    "written headings": "## Adverse Drug Reactions (ADR)\n\nText.\n",
}


@pytest.mark.parametrize("rule", RULES)
def test_a_broken_rule_is_noticed(
    rule: str, config: DrugmonoConfig, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Breaking any one rule of the reader or the renderer makes the check fire."""
    source = PAGES.get(rule, PAGE)
    assert lost_text(source, shown(source, config)) == []
    module, attribute, broken = RULES[rule]
    if module is None:
        monkeypatch.setattr(f"{__name__}.read_monograph", broken)
    else:
        monkeypatch.setattr(module, attribute, broken)
    dialect.drug_markdown.cache_clear()
    try:
        assert lost_text(source, shown(source, config)) != []
    finally:
        dialect.drug_markdown.cache_clear()


def test_the_line_and_the_words_are_told(config: DrugmonoConfig) -> None:
    """The report names what is missing and where it was written."""
    elements = shown(PAGE, config)
    for text in texts(elements):
        if text == "Nausea":
            text.parent[0] = nodes.Text("Vomiting")
    line = PAGE.split("\n").index("* Nausea") + 1
    assert lost_text(PAGE, elements)[0] == Lost(line, "Nausea")
