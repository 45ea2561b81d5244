"""Every page of ``tests/cases`` is read as the file beside it says.

A case is ``NAME.md``, a small drug page, and ``NAME.toml``, what a reader of that page expects.
Every key but ``about`` is optional; what is left out is not checked:

``source``            the name the page is read under (else its file name)
``name``              the drug's name; ``name_any_case`` the same, whatever its case
``title_line``        line of the page's own title, 0 for none
``generic_name``      "" for none
``alternate_names``, ``components``, ``metadata`` (the keys given)
``sections``          ``[kind, heading]`` or ``[kind, heading, component]`` in order; heading ``*``
                      is any; a colon at the end of a heading does not count
``lines``             ``[kind, line]`` of the first section of a kind
``contains``          ``[kind, text]``: a section of that kind has the text
``lacks``             ``[kind, text]``: no section of that kind has it
``faqs``              number of questions
``questions``, ``answers``, ``question_lines``, ``question_components``
``answer_contains``   ``[question, text]``
``disclaimers``, ``notes``, ``notices``   how many; ``disclaimer_lines``
``reported``          lines that a diagnostic points at; ``not_reported`` lines that none does
``diagnosed``         true where something must be reported, wherever
"""

from __future__ import annotations

import re
import tomllib
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from sphinx_drugmono.monograph.model import Kind, Monograph
from sphinx_drugmono.monograph.reader import read_monograph

CASES = Path(__file__).parent / "cases"
NAMES = sorted(path.stem for path in CASES.glob("*.md"))
KEYS = frozenset(re.findall(r"``(\w+)``", __doc__)) - {"NAME"}


def load(name: str) -> tuple[str, dict[str, Any]]:
    """Return the page and the expectation of a case."""
    text = (CASES / f"{name}.md").read_text(encoding="utf-8")
    return text, tomllib.loads((CASES / f"{name}.toml").read_text(encoding="utf-8"))


def read(name: str, text: str, expected: dict[str, Any]) -> Monograph:
    return read_monograph(text, source=expected.get("source", f"{name}.md"))


def outline(monograph: Monograph) -> list[tuple[str, str, str | None]]:
    """Return kind, heading and component of the sections that have words of their own.

    A heading that only names a component may be kept as an empty section of that component.
    """
    return [
        (section.kind.value, section.heading.rstrip(" :"), section.component)
        for section in monograph.sections
        if not (section.kind is Kind.OTHER and section.component and not section.markdown.strip())
    ]


def spaced(text: str) -> str:
    """Return the text with every run of white space as one space."""
    return " ".join(text.split())


def words(text: str) -> Counter[str]:
    return Counter(re.findall(r"[^\W_]+", text))


def body_of(text: str) -> str:
    """Return the page without its front matter."""
    return re.sub(r"\A---\n.*?\n---\n", "", text, flags=re.DOTALL)


def test_every_page_has_an_expectation_and_no_unknown_key() -> None:
    """Pages and expectations come in pairs, and a misspelt key cannot pass unseen."""
    assert sorted(path.stem for path in CASES.glob("*.toml")) == NAMES
    unknown = {name: sorted(set(load(name)[1]) - KEYS) for name in NAMES}
    assert {name: keys for name, keys in unknown.items() if keys} == {}


@pytest.mark.parametrize("name", NAMES)
def test_page_is_read_as_its_expectation_says(name: str) -> None:
    """Names, sections, questions, disclaimers and reports are what the case's file says."""
    text, expected = load(name)
    monograph = read(name, text, expected)
    found: dict[str, Any] = {}
    wanted = {key: expected[key] for key in expected if key not in {"about", "source"}}

    def of_kind(kind: str) -> list[str]:
        return [s.markdown for s in monograph.sections if s.kind.value == kind]

    for key, want in wanted.items():
        match key:
            case "name_any_case":
                found[key] = want if monograph.name.casefold() == want.casefold() else None
            case "title_line":
                found[key] = monograph.title_line or 0
            case "generic_name":
                found[key] = monograph.generic_name or ""
            case "metadata":
                found[key] = {k: monograph.metadata.get(k) for k in want}
            case "sections":
                rows = outline(monograph)
                wanted[key] = [(*row, None)[:3] for row in map(tuple, want)]
                found[key] = [
                    (kind, "*" if wild else heading, component)
                    for (kind, heading, component), wild in zip(
                        rows,
                        [row[1] == "*" for row in want] + [False] * len(rows),
                        strict=False,
                    )
                ]
            case "lines":
                first = {s.kind.value: s.line for s in reversed(monograph.sections)}
                found[key] = [[kind, first.get(kind)] for kind, _ in want]
            case "contains":
                found[key] = [
                    [kind, t]
                    for kind, t in want
                    if any(t in markdown for markdown in of_kind(kind))
                ]
            case "lacks":
                found[key] = [
                    [kind, t] for kind, t in want if not any(t in m for m in of_kind(kind))
                ]
            case "faqs":
                found[key] = len(monograph.faqs)
            case "questions":
                found[key] = [spaced(faq.question) for faq in monograph.faqs]
            case "answers":
                found[key] = [spaced(faq.answer) for faq in monograph.faqs]
            case "answer_contains":
                answers = {spaced(faq.question): faq.answer for faq in monograph.faqs}
                found[key] = [[q, t] for q, t in want if t in answers.get(q, "")]
            case "question_lines":
                found[key] = [faq.line for faq in monograph.faqs]
            case "question_components":
                found[key] = [faq.component for faq in monograph.faqs]
            case "disclaimers" | "notes":
                found[key] = len(getattr(monograph, key))
            case "notices":
                found[key] = sum(note.notice for note in monograph.notes)
            case "disclaimer_lines":
                found[key] = [disclaimer.line for disclaimer in monograph.disclaimers]
            case "reported":
                found[key] = sorted({d.line for d in monograph.diagnostics} & set(want))
            case "not_reported":
                found[key] = sorted(set(want) - {d.line for d in monograph.diagnostics})
            case "diagnosed":
                found[key] = bool(monograph.diagnostics)
            case _:
                value = getattr(monograph, key)
                found[key] = list(value) if isinstance(value, tuple) else value
    assert found == wanted


@pytest.mark.parametrize("name", NAMES)
def test_no_word_of_the_page_is_lost(name: str) -> None:
    """Every word of the page is in the title, a heading, a component, a text or a remark."""
    text, expected = load(name)
    monograph = read(name, text, expected)
    kept = words(monograph.name)
    for title_again in re.findall(rf"^#+ {re.escape(monograph.name)}$", body_of(text), re.M)[1:]:
        kept += words(title_again)
    for section in monograph.sections:
        kept += words(f"{section.heading} {section.component or ''} {section.markdown}")
    for remark in (*monograph.disclaimers, *monograph.notes):
        kept += words(remark.markdown)
    assert words(body_of(text)) - kept == Counter()


@pytest.mark.parametrize("name", NAMES)
def test_sections_stand_in_the_order_of_the_page(name: str) -> None:
    """Sections, questions and remarks point at lines of the page, in its order."""
    text, expected = load(name)
    monograph = read(name, text, expected)
    last = len(text.splitlines())
    for records in (monograph.sections, monograph.faqs, monograph.disclaimers, monograph.notes):
        lines = [record.line for record in records]
        assert lines == sorted(lines)
        assert all(1 <= line <= last for line in lines)


@pytest.mark.parametrize("name", NAMES)
def test_line_endings_and_a_byte_order_mark_change_nothing(name: str) -> None:
    """A page saved on Windows reads the same."""
    text, expected = load(name)
    plain = read(name, text, expected)
    saved = read(name, "\ufeff" + text.replace("\n", "\r\n"), expected)
    assert saved.name == plain.name
    assert saved.metadata == plain.metadata
    assert outline(saved) == outline(plain)
    assert [s.line for s in saved.sections] == [s.line for s in plain.sections]
    assert [spaced(faq.answer) for faq in saved.faqs] == [spaced(faq.answer) for faq in plain.faqs]
    assert len(saved.disclaimers) == len(plain.disclaimers)
