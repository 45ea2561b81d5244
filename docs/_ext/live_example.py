"""The ``example`` directive: Markdown as it is written, followed by what becomes of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from docutils import nodes
from sphinx.util.docutils import SphinxDirective

if TYPE_CHECKING:
    from sphinx.application import Sphinx


class Example(SphinxDirective):
    """Shows its content, and has it read as part of the section it stands in."""

    has_content = True

    def run(self) -> list[nodes.Node]:
        """Put source and result into the section itself, where monographs can have sections."""
        source = "\n".join(self.content)
        section = self.state.inliner.parent
        section += nodes.literal_block(source, source, language="md")
        self.state.nested_parse(self.content, self.content_offset, section)
        return []


def setup(app: Sphinx) -> dict[str, bool]:
    """Register the directive."""
    app.add_directive("example", Example)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
