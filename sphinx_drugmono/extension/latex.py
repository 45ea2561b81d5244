"""What LaTeX needs beyond the standard nodes."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from docutils import nodes
from sphinx.transforms.post_transforms import SphinxPostTransform

from sphinx_drugmono.monograph.model import Kind

if TYPE_CHECKING:
    from sphinx.application import Sphinx

_CLASS = f"drugmono-{Kind.SIDE_EFFECTS}"


class ItemTargets(SphinxPostTransform):
    """Give the places of adverse reactions a target: LaTeX knows no ids of list items."""

    default_priority = 400
    formats = ("latex",)

    def run(self, **kwargs: Any) -> None:
        """Put a target in front of the text of every block of side effects that has an id."""
        for section in self.document.findall(nodes.Element):
            if _CLASS in section["classes"]:
                for node in list(section.findall(nodes.Element, include_self=False)):
                    self._add_target(node)

    def _add_target(self, node: nodes.Element) -> None:
        if node["ids"] and not isinstance(node, (nodes.section, nodes.target)):
            text = node.next_node(nodes.TextElement, include_self=True)
            if text is not None:
                text.insert(0, nodes.target("", "", ids=node["ids"]))


def setup_latex(app: Sphinx) -> None:
    """Register the transform."""
    app.add_post_transform(ItemTargets)
