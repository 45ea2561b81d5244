"""The side effects of a monograph at a glance: the grave ones apart, then the others by frequency.

Every entry is a claim of the page in the writer's words, under the writer's words for how often it
occurs; nothing is added but the division into two. It stands above the full text, not for it.

In the doctree it is one element with plain data. What readers see is made when a page is written:
several thousand pages with a dozen links each would cost much as nodes that are pickled, resolved
and visited.
"""

from __future__ import annotations

from contextlib import suppress
from html import escape
from typing import TYPE_CHECKING, NamedTuple

from docutils import nodes
from sphinx.errors import NoUri
from sphinx.locale import get_translation
from sphinx.util.nodes import make_refnode

from sphinx_drugmono.extension.domain import EFFECT_INDEX, EffectPlace, drug_domain
from sphinx_drugmono.monograph.model import Frequency

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from sphinx.application import Sphinx
    from sphinx.builders import Builder
    from sphinx.writers.html5 import HTML5Translator

    from sphinx_drugmono.monograph.model import AdverseReaction, Monograph

_ = get_translation("sphinx_drugmono")

_ORDER = {frequency: rank for rank, frequency in enumerate(Frequency)}


class GlanceItem(NamedTuple):
    """One side effect: its id and name, and the writer's words.

    The ingredient it was noted for is left out: the others may have it too.
    """

    effect: str
    name: str
    text: str


class GlanceGroup(NamedTuple):
    """Side effects that stood in one group, under the writer's words for it."""

    label: str
    items: tuple[GlanceItem, ...]


class glance(nodes.General, nodes.Element):  # noqa: N801
    """The place of the list: ``serious`` and ``others`` are tuples of groups."""


def glance_nodes(monograph: Monograph) -> list[nodes.Element]:
    """The list of a monograph's side effects; nothing if it has none."""
    reactions = monograph.side_effects
    if not reactions:
        return []
    node = glance(
        "",
        serious=_groups(reaction for reaction in reactions if reaction.serious),
        others=_groups(reaction for reaction in reactions if not reaction.serious),
    )
    return [node]


def _groups(reactions: Iterable[AdverseReaction]) -> tuple[GlanceGroup, ...]:
    """The groups, the most frequent first; equally frequent ones in the order of the page."""
    found: dict[tuple[int, str], list[GlanceItem]] = {}
    for reaction in reactions:
        frequency = reaction.frequency
        if frequency is Frequency.UNKNOWN and reaction.band is not None:
            frequency = reaction.band
        label = (reaction.frequency_text or "").strip().rstrip(":").rstrip()
        item = GlanceItem(reaction.id, reaction.name, reaction.text)
        found.setdefault((_ORDER[frequency], label), []).append(item)
    ordered = sorted(found.items(), key=lambda entry: entry[0][0])
    return tuple(GlanceGroup(label, tuple(items)) for (_rank, label), items in ordered)


def _titled_parts(node: glance) -> list[tuple[str, str, Sequence[GlanceGroup]]]:
    """The parts that are not empty: class, title, groups."""
    serious, others = node["serious"], node["others"]
    parts = [
        ("drugmono-glance-serious", _("Get medical help for these"), serious),
        ("drugmono-glance-others", _("Other side effects") if serious else "", others),
    ]
    return [part for part in parts if part[2]]


def visit_glance_html(self: HTML5Translator, node: glance) -> None:
    """Write the list where each side effect has a page of its own."""
    write = self.body.append
    builder = self.builder
    docname = builder.current_docname
    write(
        '<div class="drugmono-glance">\n'
        f'<p class="drugmono-glance-heading">{escape(_("Side effects at a glance"))}</p>\n'
    )
    for class_, title, groups in _titled_parts(node):
        write(f'<div class="{class_}">\n')
        if title:
            write(f'<p class="drugmono-glance-title">{escape(title)}</p>\n')
        for group in groups:
            if group.label:
                write(f'<p class="drugmono-glance-label">{escape(group.label)}</p>\n')
            write("<ul>\n")
            for item in group.items:
                uri = builder.get_relative_uri(docname, f"{EFFECT_INDEX}/{item.effect}")
                name, text = escape(item.name), escape(item.text)
                # Several thousand pages with a dozen links each: what says nothing is left out.
                title = "" if name.lower() == text.lower() else f' title="{name}"'
                write(f'<li><a href="{escape(uri)}"{title}>{text}</a></li>\n')
            write("</ul>\n")
        write("</div>\n")
    write("</div>\n")
    raise nodes.SkipNode


def _show_as_nodes(app: Sphinx, doctree: nodes.document, docname: str) -> None:
    """Make the list of standard nodes for builders without a page for each side effect."""
    domain = drug_domain(app.env)
    if domain.effect_place is not EffectPlace.PAGE and domain.monographs:
        for node in list(doctree.findall(glance)):
            node.replace_self(_nodes(node, app.builder, _page_of(node) or docname))


def _page_of(node: nodes.Element) -> str | None:
    """The page a node came from, in a document that is made of several pages."""
    while node.parent is not None:
        node = node.parent
        # Sphinx marks the sections; the parents it gives them are not those of the large document.
        if "docname" in node:
            return str(node["docname"])
    return None


def _nodes(node: glance, builder: Builder, docname: str) -> nodes.container:
    box = nodes.container(classes=["drugmono-glance"])
    box.append(_line(_("Side effects at a glance"), "drugmono-glance-heading"))
    for class_, title, groups in _titled_parts(node):
        part = nodes.container(classes=[class_])
        if title:
            part.append(_line(title, "drugmono-glance-title"))
        for group in groups:
            line = nodes.paragraph("")
            if group.label:
                line.append(nodes.Text(f"{group.label}: "))
            for position, item in enumerate(group.items):
                if position:
                    line.append(nodes.Text(", "))
                line.append(_link(item, builder, docname))
            part.append(line)
        box.append(part)
    return box


def _line(text: str, class_: str) -> nodes.paragraph:
    return nodes.paragraph("", "", nodes.strong("", text), classes=[class_])


def _link(item: GlanceItem, builder: Builder, docname: str) -> nodes.Node:
    domain = drug_domain(builder.env)
    target = domain.effect_target(domain.effects.effects[item.effect])
    if target is not None:
        with suppress(NoUri):
            return make_refnode(
                builder, docname, target.docname, target.node_id, nodes.Text(item.text), item.name
            )
    return nodes.Text(item.text)


def setup_glance(app: Sphinx) -> None:
    """Register the element and what becomes of it."""
    app.add_node(glance, html=(visit_glance_html, None))
    app.connect("doctree-resolved", _show_as_nodes)
