"""A page of drug Markdown to a monograph."""

from __future__ import annotations

import hashlib
import re
import textwrap
from dataclasses import replace
from functools import cache
from pathlib import PurePath
from typing import TYPE_CHECKING, Any

from sphinx_drugmono.monograph.dialect import MAX_DEPTH
from sphinx_drugmono.monograph.frontmatter import read_front_matter
from sphinx_drugmono.monograph.languages import languages
from sphinx_drugmono.monograph.languages.headings import page_language
from sphinx_drugmono.monograph.languages.side_effects import listed_side_effects
from sphinx_drugmono.monograph.markdown import (
    Block,
    as_markdown,
    has_address,
    parse_blocks,
    plain,
)
from sphinx_drugmono.monograph.model import (
    AdverseReaction,
    Diagnostic,
    Kind,
    Monograph,
    Question,
    Remark,
    Section,
    Severity,
)
from sphinx_drugmono.monograph.names import (
    fold_name,
    name_in_line,
    other_names_in,
    split_components,
    without_parentheses,
)
from sphinx_drugmono.monograph.questions import read_questions
from sphinx_drugmono.monograph.sections import SectionHeadings
from sphinx_drugmono.monograph.side_effects import extract_side_effects
from sphinx_drugmono.monograph.source import NOT_TEXT, is_plain
from sphinx_drugmono.monograph.structure import Cutter
from sphinx_drugmono.vocabulary import Vocabulary

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from sphinx_drugmono.monograph.drafts import Draft
    from sphinx_drugmono.monograph.languages import Language

_REORDERING = re.compile("[\u202a-\u202e\u2066-\u2069]")
"""Invisible characters that make text appear in another order than it is written."""


@cache
def _standard_headings() -> SectionHeadings:
    return SectionHeadings()


def read_monograph(
    text: str,
    *,
    source: str = "<text>",
    name: str | None = None,
    vocabulary: Vocabulary | None = None,
    headings: SectionHeadings | None = None,
) -> Monograph:
    """Read one page.

    ``text`` is the page, front matter included; ``source`` the path to give it in messages and in
    the JSON (and to name the drug by, if nothing in the page does); ``name`` the drug's name where
    it is known from elsewhere; ``vocabulary`` and ``headings`` replace the standard ones.
    Never raises for any text: what is odd becomes a diagnostic.
    """
    data = text.encode("utf-8", "surrogatepass")
    digest = hashlib.sha256(data).hexdigest()
    text = text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n")
    odd = [] if is_plain(data) else _odd_characters(text)
    if odd:
        text = NOT_TEXT.sub("\ufffd", text)
    metadata, offset, diagnostics = read_front_matter(text)
    diagnostics += odd
    first_line = 1 + text.count("\n", 0, offset)
    lines = text.split("\n")
    flattened: list[int] = []
    blocks = parse_blocks(text[offset:], first_line, flattened)
    headings = headings or _standard_headings()
    title, body_blocks = _take_title(blocks, metadata, headings)
    name = NOT_TEXT.sub("\ufffd", name or _name(title, metadata, source))
    components = split_components(name)
    cutter = Cutter(headings, _names(name, *components), name, _names(*components))
    structure = cutter.cut(body_blocks)
    language = page_language(draft.languages for draft in structure.drafts)

    sections: list[Section] = []
    faqs: list[Question] = []
    english: list[Section] = []
    foreign: list[tuple[Section, Language]] = []
    # A heading that only names a component is in the titles of the component's sections.
    titled = {draft.component for draft in structure.drafts if draft.component and draft.blocks}
    for draft in structure.drafts:
        if not draft.blocks and (
            draft.kind is Kind.PREAMBLE
            or (
                draft.component in titled
                and draft.heading in (draft.component, f"{draft.component}:")
            )
        ):
            continue
        markdown = _markdown(draft, lines)
        body = tuple(draft.blocks)
        if draft.kind is Kind.FAQS:
            body, questions = read_questions(body, lines, 1, cutter.names, language)
            faqs += [
                q if q.component else Question(q.question, q.answer, draft.component, q.line)
                for q in questions
            ]
        line = draft.line or (body[0].line if body else first_line)
        section = Section(draft.kind, draft.heading, draft.component, line, markdown, body)
        sections.append(section)
        if draft.kind is Kind.SIDE_EFFECTS:
            written_in = _language(draft, language)
            if written_in is None:
                english.append(section)
            else:
                foreign.append((section, written_in))
    generic_name = _generic_name(sections)
    diagnostics += _diagnose(sections, structure.unknown_headings, first_line)
    diagnostics += [
        Diagnostic(
            "deep-nesting",
            Severity.WARNING,
            f"a list or quotation is nested more than {MAX_DEPTH} deep; it is kept as text",
            line,
        )
        for line in flattened
    ]
    return Monograph(
        source=source,
        sha256=digest,
        name=name,
        generic_name=generic_name,
        alternate_names=_alternate_names(sections, metadata, name, generic_name),
        components=components,
        sections=tuple(sections),
        side_effects=_side_effects(english, foreign, vocabulary, name, components),
        faqs=tuple(faqs),
        disclaimers=tuple(_remark(parts, lines) for parts in structure.disclaimers),
        notes=tuple(_remark(parts, lines, notice) for parts, notice in structure.notes),
        metadata=metadata,
        diagnostics=tuple(sorted(diagnostics, key=lambda d: (d.line, d.code))),
        title_line=title.line if title else None,
        title=plain(title.inline).strip() if title else None,
    )


def _language(draft: Draft, of_page: str) -> Language | None:
    """The language a section is in, by its heading and those of its page; none is English."""
    if of_page == "en" and (not draft.languages or "en" in draft.languages):
        return None
    code = of_page if of_page in draft.languages or of_page != "en" else min(draft.languages)
    return languages()[code]


def _side_effects(
    english: Sequence[Section],
    foreign: Sequence[tuple[Section, Language]],
    vocabulary: Vocabulary | None,
    name: str,
    components: Sequence[str],
) -> tuple[AdverseReaction, ...]:
    vocabulary = vocabulary or Vocabulary.load()
    found = extract_side_effects(english, vocabulary=vocabulary, name=name, components=components)
    if not foreign:
        return found
    known = {reaction.id for reaction in found}
    others = listed_side_effects(foreign, vocabulary)
    return (*found, *(reaction for reaction in others if reaction.id not in known))


def _odd_characters(text: str) -> list[Diagnostic]:
    """Report characters that are no text, and those that hide what the text says."""
    found = []
    for pattern, consequence in (
        (NOT_TEXT, "is no text; \ufffd is shown for it"),
        (_REORDERING, "can make text appear in another order than it is written"),
    ):
        line, position = 1, 0
        seen: set[int] = set()
        for match in pattern.finditer(text):
            line += text.count("\n", position, match.start())
            position = match.start()
            if line not in seen:
                seen.add(line)
                message = f"the character U+{ord(match[0]):04X} {consequence}"
                found.append(Diagnostic("odd-character", Severity.WARNING, message, line))
    return found


def _take_title(
    blocks: Sequence[Block], metadata: Mapping[str, Any], headings: SectionHeadings
) -> tuple[Block | None, Sequence[Block]]:
    """Find the heading that titles the page, and the blocks without it."""
    first = next((i for i, block in enumerate(blocks) if block.kind == "heading"), None)
    if first is None:
        return None, blocks
    heading = blocks[first]
    text = plain(heading.inline).strip()
    titled = _title_of(metadata)
    same = bool(titled) and fold_name(text) == fold_name(titled)
    deeper = all(b.level > heading.level for b in blocks[first + 1 :] if b.kind == "heading")
    is_title = bool(text) and (
        same
        or (heading.level == 1 and (headings.recognise(text) is None or (deeper and first == 0)))
        or (heading.level == 2 and first == 0 and not titled and headings.recognise(text) is None)
    )
    if not is_title:
        return None, blocks
    # A link in the title stays, as the first paragraph of the page.
    kept = [replace(heading, kind="paragraph")] if has_address(heading.inline) else []
    return heading, [*blocks[:first], *kept, *blocks[first + 1 :]]


def _title_of(metadata: Mapping[str, Any]) -> str:
    title = metadata.get("title")
    return title if isinstance(title, str) else ""


def _name(title: Block | None, metadata: Mapping[str, Any], source: str) -> str:
    candidates = [plain(title.inline) if title else "", _title_of(metadata)]
    for candidate in candidates:
        name = " ".join(candidate.split())
        if len(name) > 2 and name[0] == name[-1] and name[0] in "\"'":
            name = name[1:-1].strip()
        if name:
            return name
    stem = re.sub(r"[\s_-]+", " ", PurePath(source).stem).strip(" <>")
    return stem[:1].upper() + stem[1:] or "Untitled"


def _names(*written: str) -> frozenset[str]:
    """The keys of names, also without what they have in parentheses."""
    names = set()
    for candidate in written:
        names |= {fold_name(candidate), fold_name(without_parentheses(candidate))}
        names |= {fold_name(other) for other in other_names_in(candidate)}
    return frozenset(names - {""})


def _markdown(draft: Draft, lines: Sequence[str]) -> str:
    """The text of a section as written; blocks that start behind a label start there."""
    parts: list[str] = []
    run: tuple[int, int] | None = None
    for index, block in enumerate(draft.blocks):
        if index in draft.cut:
            parts.append(as_markdown(block.inline))
            continue
        if run and not any(line.strip() for line in lines[run[1] - 1 : block.line - 1]):
            run = run[0], max(run[1], block.end)
            continue
        if run:
            parts.append(_source(lines, *run))
        run = block.line, block.end
    if run:
        parts.append(_source(lines, *run))
    return "\n\n".join(part.strip("\n").rstrip() for part in parts if part.strip())


def _source(lines: Sequence[str], start: int, end: int) -> str:
    text = "\n".join(lines[start - 1 : end - 1])
    if text[:1] not in (" ", "\t") and "\n " not in text and "\n\t" not in text:
        return text
    return textwrap.dedent(text)


def _remark(blocks: Sequence[Block], lines: Sequence[str], notice: bool = False) -> Remark:
    text = "\n".join(lines[blocks[0].line - 1 : blocks[-1].end - 1]).strip()
    return Remark(text, blocks[0].line, tuple(blocks), notice)


def _generic_name(sections: Iterable[Section]) -> str | None:
    for section in sections:
        if section.kind is Kind.GENERIC_NAME and section.component is None and section.body:
            first = section.body[0]
            if first.kind == "paragraph":
                return name_in_line(_first_line(first))
    return None


def _first_line(block: Block) -> str:
    tokens = []
    for token in block.inline:
        if token.type in ("softbreak", "hardbreak"):
            break
        tokens.append(token)
    return plain(tokens)


def _alternate_names(
    sections: Iterable[Section],
    metadata: Mapping[str, Any],
    name: str,
    generic_name: str | None,
) -> tuple[str, ...]:
    found: list[str] = []
    if not split_components(name):
        for candidate in (name, generic_name or ""):
            found += other_names_in(candidate)
    for key in ("alternate_names", "alternate-names", "synonyms", "brand_names", "aliases"):
        value = metadata.get(key)
        if isinstance(value, str):
            value = value.split(",")
        if isinstance(value, list):
            found += [str(entry).strip() for entry in value if isinstance(entry, str | int)]
    for section in sections:
        if section.kind is Kind.ALTERNATE_NAMES and section.component is None:
            found += _listed_names(section.body)
    known = {fold_name(name), fold_name(generic_name or "")}
    return tuple(dict.fromkeys(n for n in found if n and fold_name(n) not in known))


def _listed_names(body: Sequence[Block]) -> list[str]:
    """Names in a section that lists nothing else; a section in sentences gives none."""
    names: list[str] = []
    for block in body:
        texts = [
            plain(item.children[0].inline)
            for item in block.children
            if item.children and item.children[0].kind == "paragraph"
        ] or ([plain(block.inline)] if block.kind == "paragraph" else [])
        for text in texts:
            parts = [part.strip() for part in re.split("[,;]", text.strip().rstrip("."))]
            if all(part and len(part.split()) <= 5 and name_in_line(part) for part in parts):
                names += [without_parentheses(part) or part for part in parts]
    return names


def _diagnose(
    sections: Sequence[Section], unknown: Iterable[tuple[str, int]], first_line: int
) -> list[Diagnostic]:
    found = [
        Diagnostic(
            "unknown-heading",
            Severity.WARNING,
            f"the heading {text!r} is no standard section; its text is kept under it",
            line,
        )
        for text, line in unknown
    ]
    seen: dict[tuple[Kind, str | None], int] = {}
    for section in sections:
        if section.kind in (Kind.OTHER, Kind.PREAMBLE):
            continue
        key = section.kind, section.component
        if key in seen:
            found.append(
                Diagnostic(
                    "repeated-section",
                    Severity.WARNING,
                    f"the section {section.kind} stands already at line {seen[key]}",
                    section.line,
                )
            )
        seen.setdefault(key, section.line)
    if not seen:
        found.append(
            Diagnostic(
                "no-sections",
                Severity.WARNING,
                "no standard section was found; the text is kept as it is",
                sections[0].line if sections else first_line,
            )
        )
    return found
