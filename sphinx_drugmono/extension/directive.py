"""The ``drug-monograph`` directive: a monograph within a page of reST or MyST."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any, ClassVar

from docutils import nodes
from docutils.parsers.rst import directives
from docutils.parsers.rst.states import RSTState
from sphinx.util.docutils import SphinxDirective

from sphinx_drugmono.extension.translations import mark_monograph
from sphinx_drugmono.extension.warnings import Subtype, warn
from sphinx_drugmono.monograph.names import fold_name
from sphinx_drugmono.monograph.source import SourceError, read_source

if TYPE_CHECKING:
    from sphinx.application import Sphinx

    from sphinx_drugmono.extension.page import Placed

_CLASS = "drugmono-monograph"


class DrugMonograph(SphinxDirective):
    """A monograph whose body is drug Markdown, in reST and in MyST.

    Directly in a section that has the drug's name as its title, the monograph is that section;
    elsewhere it makes a section of its own.
    """

    required_arguments = 1
    final_argument_whitespace = True
    has_content = True
    option_spec: ClassVar[dict[str, Any]] = {
        "file": directives.unchanged_required,
        "id": directives.unchanged_required,
        "reviewed": directives.unchanged_required,
        "reviewer": directives.unchanged_required,
        "provenance": directives.unchanged_required,
    }

    def run(self) -> list[nodes.Node]:
        """Make the nodes of the monograph."""
        # Loaded when a page is read: a build in which nothing changed is done before that.
        from sphinx_drugmono.extension.page import monograph_section, place_monograph

        found = self._text()
        if found is None:
            return []
        text, source, offset = found
        name = " ".join(self.arguments[0].split())
        parent = self._parent()
        with_sections = isinstance(parent, (nodes.section, nodes.document))
        if not with_sections:
            self._warn(
                Subtype.PLACE,
                f"the monograph {name!r} stands where a page cannot have sections; its headings "
                "are not in the table of contents",
            )
        placed = place_monograph(
            text,
            self.env,
            source=source,
            offset=offset,
            name=name,
            identifier=self.options.get("id"),
            metadata={
                key: self.options[key]
                for key in ("reviewed", "reviewer", "provenance")
                if key in self.options
            },
            with_sections=with_sections,
        )
        document = self.state.document
        if not with_sections:
            result: nodes.Element = self._container(placed, source)
        elif self._is_titled(parent, name):
            self._join(parent, placed)
            return list(placed.rendered.nodes)
        else:
            result = monograph_section(placed, source, offset)
        document.ids.setdefault(placed.node_id, result)
        return [result]

    def _text(self) -> tuple[str, str, int] | None:
        """The text of the monograph, its file, and how many lines stand before it there."""
        name = self.options.get("file")
        if name is None or self.content:
            if name is not None:
                self._warn(Subtype.DIRECTIVE, "a body and :file: are both given; the body is used")
            if not self.content:
                self._warn(Subtype.DIRECTIVE, "a monograph needs a body or :file:")
                return None
            return "\n".join(self.content), *self._body_place()
        relative, absolute = self.env.relfn2path(name)
        path = Path(absolute).resolve()
        if not path.is_relative_to(Path(self.env.srcdir).resolve()):
            self._warn(Subtype.FILE, f"{name!r} is outside the source directory")
            return None
        self.env.note_dependency(relative)
        try:
            return read_source(path).text, str(path), 0
        except SourceError as error:
            self._warn(Subtype.FILE, f"{name!r}: {error.message}")
            return None

    def _body_place(self) -> tuple[str, int]:
        """The file of the body, and how many lines stand before it there."""
        if isinstance(self.state, RSTState):
            source, line = self.content.items[0]
            return source or str(self.env.doc2path(self.env.docname)), line or 0
        # MyST numbers the lines of a body from its own beginning.
        return self.get_source_info()[0], self.lineno + self.content_offset

    def _parent(self) -> nodes.Element:
        """The node the result will stand in."""
        if isinstance(self.state, RSTState):
            parent: nodes.Element = self.state.parent
        else:
            parent = self.state.inliner.parent
        return parent

    def _is_titled(self, parent: nodes.Element, name: str) -> bool:
        """The parent is a section with the drug's name as its title, and no monograph yet."""
        return (
            isinstance(parent, nodes.section)
            and isinstance(parent[0], nodes.title)
            and fold_name(parent[0].astext()) == fold_name(name)
            and _CLASS not in parent["classes"]
        )

    def _join(self, section: nodes.Element, placed: Placed) -> None:
        """Make the section the directive stands in the monograph."""
        section["ids"].insert(0, placed.node_id)
        section["classes"].append(_CLASS)
        title = section[0]
        if isinstance(title, nodes.title):
            title["support_smartquotes"] = False
        for node in placed.rendered.nodes:
            mark_monograph(node)
        self.state.document.ids.setdefault(placed.node_id, section)

    def _container(self, placed: Placed, source: str) -> nodes.Element:
        """A monograph without sections, for places that cannot have any."""
        name = placed.monograph.name
        title = nodes.rubric(name, name, classes=["drugmono-heading"])
        container = nodes.container(
            "", title, *placed.rendered.nodes, ids=[placed.node_id], classes=[_CLASS]
        )
        for node in (title, container):
            node.source, node.line = source, self.lineno
        mark_monograph(container)
        return container

    def _warn(self, subtype: Subtype, message: str) -> None:
        source, line = self.get_source_info()
        warn(subtype, message, location=f"{source}:{line}")


def setup_directive(app: Sphinx) -> None:
    """Register the directive."""
    app.add_directive("drug-monograph", DrugMonograph)
