"""A monograph on its page: read, made into nodes, noted in the domain, its faults reported."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from docutils import nodes

from sphinx_drugmono.extension.config import project_config
from sphinx_drugmono.extension.domain import drug_domain
from sphinx_drugmono.extension.fidelity import lost_text
from sphinx_drugmono.extension.inline import Page
from sphinx_drugmono.extension.reading import reading_tools
from sphinx_drugmono.extension.records import MonographEntry, ReactionEntry
from sphinx_drugmono.extension.renderer import Rendered, render
from sphinx_drugmono.extension.translations import mark_monograph
from sphinx_drugmono.extension.warnings import Subtype, warn
from sphinx_drugmono.monograph.markdown import plain
from sphinx_drugmono.monograph.model import Kind
from sphinx_drugmono.monograph.names import fold_name
from sphinx_drugmono.monograph.reader import read_monograph

if TYPE_CHECKING:
    from collections.abc import Mapping

    from sphinx.environment import BuildEnvironment

    from sphinx_drugmono.monograph.model import Monograph

_LONGEST_SUMMARY = 500  # characters
_SENTENCE_END = re.compile(r"(?<=[.!?])(?<!\b[^\W\d_]\.)\s+(?=[A-Z])|(?<=[。！？।])")
"""Not behind a single letter, as in "z. B."."""


@dataclass(frozen=True, slots=True)
class Placed:
    """A monograph made into nodes, and its own id."""

    monograph: Monograph
    node_id: str
    rendered: Rendered


def place_monograph(
    text: str,
    env: BuildEnvironment,
    *,
    source: str,
    offset: int = 0,
    name: str | None = None,
    identifier: str | None = None,
    metadata: Mapping[str, str] | None = None,
    with_sections: bool = True,
    whole_page: bool = False,
) -> Placed:
    """Read the text of a monograph of the document being read, and note it in the domain.

    Line ``n`` of the text is line ``n + offset`` of the file ``source``. ``name`` is the drug's
    name where it is known from elsewhere, ``identifier`` replaces it in ids, ``metadata`` adds to
    the front matter. ``whole_page`` says that the document has nothing else.
    """
    config = project_config(env.config)
    tools = reading_tools(env.config)
    for path in tools.files:
        env.note_dependency(str(path))
    monograph = read_monograph(
        text, source=source, name=name, vocabulary=tools.vocabulary, headings=tools.headings
    )
    if metadata:
        monograph = replace(monograph, metadata={**monograph.metadata, **metadata})
    docname = env.docname
    domain = drug_domain(env)
    node_id = domain.claim_node_id(identifier or monograph.name, docname)
    page = Page(source, docname, Path(env.srcdir), env.found_docs, offset)
    rendered = render(
        monograph,
        node_id,
        config,
        page,
        with_sections=with_sections,
        whole_page=whole_page,
        other_title=_other_title(monograph),
    )
    domain.note_monograph(_entry(monograph, node_id, docname, rendered, offset))
    for diagnostic in monograph.diagnostics:
        if config.reports(diagnostic.severity):
            warn(
                Subtype.of_diagnostic(diagnostic.code),
                diagnostic.message,
                location=f"{source}:{diagnostic.line + offset}",
            )
    for subtype, message, line in page.problems:
        warn(subtype, message, location=f"{source}:{line + offset}")
    for lost in lost_text(text, [monograph.name, *rendered.nodes], offset):
        where = "not where it was written" if lost.moved else "not on the page"
        warn(
            Subtype.LOST_TEXT,
            f"{where}: {lost.words}",
            location=f"{source}:{lost.line + offset}",
        )
    return Placed(monograph, node_id, rendered)


def _other_title(monograph: Monograph) -> str | None:
    """The title the text gives itself, where it is not the name of the monograph."""
    title = monograph.title
    return title if title and fold_name(title) != fold_name(monograph.name) else None


def _entry(
    monograph: Monograph, node_id: str, docname: str, rendered: Rendered, offset: int
) -> MonographEntry:
    reactions = tuple(
        ReactionEntry(
            effect=reaction.id,
            name=reaction.name,
            clinical_name=reaction.clinical_name,
            aliases=reaction.aliases,
            text=reaction.text,
            frequency=reaction.frequency,
            frequency_text=reaction.frequency_text,
            band=reaction.band,
            serious=reaction.serious,
            component=reaction.component,
            sentence=reaction.sentence,
            node_id=rendered.places.get(reaction.line, node_id),
            known=reaction.known,
        )
        for reaction in monograph.side_effects
    )
    return MonographEntry(
        name=monograph.name,
        docname=docname,
        node_id=node_id,
        line=(monograph.title_line or 1) + offset,
        generic_name=monograph.generic_name,
        alternate_names=monograph.alternate_names,
        components=monograph.components,
        summary=_summary(monograph),
        reactions=reactions,
    )


def _summary(monograph: Monograph) -> str:
    """The first sentence about the usage, as plain text."""
    for section in monograph.sections:
        if section.kind is Kind.USAGE:
            for block in section.body:
                if block.kind == "paragraph":
                    text = " ".join(plain(block.inline).split())
                    sentence = _SENTENCE_END.split(text, maxsplit=1)[0]
                    if len(sentence) > _LONGEST_SUMMARY:
                        return sentence[:_LONGEST_SUMMARY].rsplit(" ", 1)[0] + " …"
                    return sentence
    return ""


def monograph_section(placed: Placed, source: str, offset: int = 0) -> nodes.section:
    """A section of its own for a monograph, titled with its name."""
    line = (placed.monograph.title_line or 1) + offset
    title = nodes.title(placed.monograph.name, placed.monograph.name)
    title["support_smartquotes"] = False
    section = nodes.section(
        "", title, *placed.rendered.nodes, ids=[placed.node_id], classes=["drugmono-monograph"]
    )
    for node in (section, title):
        node.source, node.line = source, line
    mark_monograph(section)
    return section
