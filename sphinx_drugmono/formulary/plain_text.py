"""Plain text of monographs, which has nothing that is resolved when a page of HTML is written.

About twenty transforms look through the whole document of each page then, for references, images,
code and what other domains have. Most sections of monographs are paragraphs and lists of words:
these are set aside meanwhile. All else that works with documents sees them whole.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from docutils import nodes
from sphinx.transforms.post_transforms import SphinxPostTransform

from sphinx_drugmono.extension.domain import drug_domain
from sphinx_drugmono.extension.glance import glance

if TYPE_CHECKING:
    from sphinx.application import Sphinx

_PLAIN = frozenset(
    {
        nodes.section,
        nodes.title,
        nodes.rubric,
        nodes.paragraph,
        nodes.bullet_list,
        nodes.enumerated_list,
        nodes.list_item,
        nodes.definition_list,
        nodes.definition_list_item,
        nodes.term,
        nodes.definition,
        nodes.strong,
        nodes.emphasis,
        nodes.Text,
        glance,
    }
)
_INDIFFERENT = ("sphinx.", "sphinx_drugmono.", "myst_parser.", "furo.")
"""Packages whose transforms leave plain text as it is, and which resolve references without it."""


class _Place(nodes.Element):
    """The place of a section that is set aside."""

    section: nodes.Node


class SetAside(SphinxPostTransform):
    """Takes sections of plain text out, before all other transforms."""

    default_priority = 0
    formats = ("html",)

    def run(self, **kwargs: Any) -> None:
        """Leave places for the sections."""
        if self.env.docname not in drug_domain(self.env).monographs:
            return
        for monograph in self.document.children:
            if isinstance(monograph, nodes.section):
                for at, section in enumerate(monograph.children):
                    if type(section) is nodes.section and is_plain(section):
                        place = _Place()
                        place.section, place.parent = section, monograph
                        monograph.children[at] = place


class PutBack(SphinxPostTransform):
    """Puts the sections back, behind all other transforms."""

    default_priority = 999
    formats = ("html",)

    def run(self, **kwargs: Any) -> None:
        """Replace the places by their sections, which still know their parents."""
        for place in list(self.document.findall(_Place)):
            assert place.parent is not None
            siblings = place.parent.children
            siblings[siblings.index(place)] = place.section


def is_plain(node: nodes.Node) -> bool:
    """Whether a part of a document is text in sections, paragraphs and lists alone."""
    return type(node) in _PLAIN and all(map(is_plain, node.children))


def _set_plain_text_aside(app: Sphinx) -> None:
    """Register the transforms, unless an extension might change plain text, or look at it."""
    others = app.registry.get_post_transforms() + [
        listener.handler
        for event in ("missing-reference", "warn-missing-reference")
        for listener in app.events.listeners[event]
    ]
    if all(f"{one.__module__}.".startswith(_INDIFFERENT) for one in others):
        app.add_post_transform(SetAside)
        app.add_post_transform(PutBack)


def setup_plain_text(app: Sphinx) -> None:
    """Connect to the moment when all extensions have registered theirs."""
    app.connect("builder-inited", _set_plain_text_aside, priority=1000)
