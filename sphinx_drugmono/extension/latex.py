"""What LaTeX needs beyond the standard nodes."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from docutils import nodes
from sphinx.transforms.post_transforms import SphinxPostTransform

from sphinx_drugmono.monograph.model import Kind

if TYPE_CHECKING:
    from sphinx.application import Sphinx

_ITEM = f"-{Kind.SIDE_EFFECTS}-item-"


class ItemTargets(SphinxPostTransform):
    """Give the places of adverse reactions a target: LaTeX knows no ids of list items."""

    default_priority = 400
    formats = ("latex",)

    def run(self, **kwargs: Any) -> None:
        """Put a target in front of the text of every block that has such an id."""
        for node in list(self.document.findall(nodes.Element)):
            ids = [str(one) for one in node["ids"] if _ITEM in one]
            if ids and not isinstance(node, nodes.target):
                text = node.next_node(nodes.TextElement, include_self=True)
                if text is not None:
                    text.insert(0, nodes.target("", "", ids=ids))


def setup_latex(app: Sphinx) -> None:
    """Register the transform."""
    app.add_post_transform(ItemTargets)
