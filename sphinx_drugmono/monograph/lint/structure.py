"""Rules about the parts of a page: sections, questions, the disclaimer."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sphinx_drugmono.monograph.lint.rule import Finding, Rule
from sphinx_drugmono.monograph.model import Kind, Severity
from sphinx_drugmono.monograph.sections import titles

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sphinx_drugmono.monograph.lint.rule import Page


# Of a name the heading may say it all ("Generic Name: Ibuprofen"), and a heading that is no
# standard section may only introduce the ones that follow.
_MAY_BE_EMPTY = (Kind.GENERIC_NAME, Kind.PREAMBLE, Kind.OTHER)


def _missing_section(page: Page) -> Iterator[Finding]:
    monograph = page.monograph
    present = {section.kind for section in monograph.sections}
    if present <= {Kind.OTHER, Kind.PREAMBLE}:
        return  # that is a finding of its own
    for kind in page.settings.required_sections:
        if kind not in present:
            yield Finding(monograph.title_line or 1, f"there is no section {titles()[kind]}")


def _empty_section(page: Page) -> Iterator[Finding]:
    for section in page.monograph.sections:
        if section.kind not in _MAY_BE_EMPTY and not section.markdown.strip():
            yield Finding(section.line, f'the section "{section.heading}" is empty')


def _missing_disclaimer(page: Page) -> Iterator[Finding]:
    if not page.monograph.disclaimers:
        yield Finding(
            page.monograph.title_line or 1,
            "the page has no disclaimer of its own; a Sphinx project inserts its own",
        )


def _unanswered_question(page: Page) -> Iterator[Finding]:
    for question in page.monograph.faqs:
        if not question.answer.strip():
            words = " ".join(question.question.split())
            yield Finding(question.line, f'the question "{words}" has no answer')


def _no_questions(page: Page) -> Iterator[Finding]:
    sections = [s for s in page.monograph.sections if s.kind is Kind.FAQS]
    if sections and not page.monograph.faqs:
        yield Finding(sections[0].line, f'the section "{sections[0].heading}" has no question')


RULES = (
    Rule(
        "front-matter",
        Severity.ERROR,
        "The front matter cannot be read",
        "Front matter is a YAML mapping between two lines of three dashes at the top of the page. "
        "What is no mapping is kept as text of the page.",
        bad="---\ntitle: [Ibuprofen\n---\n\n# Ibuprofen\n",
        good="---\ntitle: Ibuprofen\n---\n\n# Ibuprofen\n",
    ),
    Rule(
        "no-sections",
        Severity.WARNING,
        "The page has no standard section at all",
        "Its text is shown as it is; nothing of it is in the indices.",
        bad="# Ibuprofen\n\nIt relieves pain.\n",
        good="# Ibuprofen\n\n### Usage\n\nIt relieves pain.\n",
    ),
    Rule(
        "missing-section",
        Severity.WARNING,
        "A section every page should have is missing",
        "Usage and Side Effects are required unless the project says otherwise "
        '(`required-sections = ["usage", "dosage"]` in its settings). A section of one component '
        "of a combination counts.",
        bad="# Ibuprofen\n\n### Usage\n\nIt relieves pain.\n",
        good="# Ibuprofen\n\n### Usage\n\nIt relieves pain.\n\n### Side Effects\n\n* Heartburn\n",
        check=_missing_section,
    ),
    Rule(
        "repeated-section",
        Severity.WARNING,
        "A section occurs twice",
        "Both are shown, each in its place, but readers may see only the first. Sections of "
        "different components of a combination are no repetition.",
        bad="# Ibuprofen\n\n### Usage\n\nIt relieves pain.\n\n### Usage\n\nIt lowers fever.\n",
        good="# Ibuprofen\n\n### Usage\n\nIt relieves pain and lowers fever.\n",
    ),
    Rule(
        "empty-section",
        Severity.WARNING,
        "A section has a heading and no text",
        "An empty section about risks reads as if there were none.",
        bad="# Ibuprofen\n\n### Usage\n\nIt relieves pain.\n\n### Precautions\n\n"
        "### Storage\n\nKeep it dry.\n",
        good="# Ibuprofen\n\n### Precautions\n\nDo not take it with a stomach ulcer.\n",
        check=_empty_section,
    ),
    Rule(
        "unknown-heading",
        Severity.WARNING,
        "A heading is none of the standard sections",
        "The section is kept with its heading, behind the section it follows. If it is a standard "
        "section by another name, add the name in the project's conf.py, or change the heading.",
        bad="# Ibuprofen\n\n### Usage\n\nIt relieves pain.\n\n### History\n\nFound in 1961.\n",
        good="# Ibuprofen\n\n### Usage\n\nIt relieves pain.\n\n### Storage\n\nKeep it dry.\n",
    ),
    Rule(
        "missing-disclaimer",
        Severity.INFO,
        "The page has no disclaimer of its own",
        "A Sphinx project inserts its own disclaimer on such a page; elsewhere the page has none.",
        bad="# Ibuprofen\n\n### Usage\n\nIt relieves pain.\n",
        good="# Ibuprofen\n\n### Usage\n\nIt relieves pain.\n\n"
        "**Disclaimer:** This information is no medical advice. Ask your doctor.\n",
        check=_missing_disclaimer,
    ),
    Rule(
        "unanswered-question",
        Severity.WARNING,
        "A question has no answer",
        "It is shown as it is: a question alone.",
        bad="# Ibuprofen\n\n### FAQs\n\n* **Q: Can I take it with food?**\n"
        "* **Q: Is it an antibiotic?** A: No.\n",
        good="# Ibuprofen\n\n### FAQs\n\n* **Q: Is it an antibiotic?** A: No.\n",
        check=_unanswered_question,
    ),
    Rule(
        "no-questions",
        Severity.INFO,
        "A section of questions has none",
        "The text is shown as it is. Questions are recognised as bold lines that end in a "
        "question mark, with or without Q: and A:, and as headings.",
        bad="# Ibuprofen\n\n### FAQs\n\nNone were asked.\n",
        good="# Ibuprofen\n\n### FAQs\n\n* **Q: Is it an antibiotic?** A: No.\n",
        check=_no_questions,
    ),
)
"""The rules about the parts of a page."""
