"""Ids and links where Sphinx puts all documents on one page of HTML.

On a page that is one monograph, sections have short ids (``usage``). Where the monographs of all
pages become one, each id gets that of its monograph in front (``drug-aspirin-usage``).

Sphinx makes links between these documents with the anchor of the document before that of the
place (``#document-drugs/aspirin#usage``), which leads nowhere; they get the one id of the place.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from docutils import nodes
from sphinx import addnodes
from sphinx.builders.singlehtml import SingleFileHTMLBuilder

from sphinx_drugmono.extension.blocks import Ids
from sphinx_drugmono.extension.domain import drug_domain
from sphinx_drugmono.extension.parser import is_monograph_page

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from sphinx.application import Sphinx
    from sphinx.builders import Builder
    from sphinx.environment import BuildEnvironment

_LAST = 900
_DOCUMENT = "#document-"


class SinglePage:
    """Mends the page of one build."""

    def __init__(self) -> None:
        self._ids: dict[tuple[str, str], str] = {}
        """The ids on the page, by document and id in the document."""

    def start(self, app: Sphinx, builder: Builder) -> None:
        """Mend the tables of contents that are made for the page, which are trees of their own."""
        self._ids.clear()
        if isinstance(builder, SingleFileHTMLBuilder):
            render = builder.render_partial

            def render_mended(node: nodes.Node | None) -> dict[str, str]:
                if node is not None:
                    for reference in node.findall(nodes.reference):
                        self._mend(reference, "")
                return render(node)

            builder.render_partial = render_mended  # type: ignore[method-assign]

    def mend(self, app: Sphinx, doctree: nodes.document, docname: str) -> None:
        """Give the page its ids, behind everything that makes links on it."""
        if not isinstance(app.builder, SingleFileHTMLBuilder):
            return
        elements = list(_elements(doctree, docname))
        self._choose_ids(elements, _whole_pages(app.env))
        for document, element in elements:
            element["ids"] = [self._id(document, one) for one in element["ids"]]
            if isinstance(element, nodes.reference):
                self._mend(element, document)
        first = doctree.next_node(nodes.section)
        if first is not None:
            # The one document that Sphinx links to but gives no anchor.
            first["ids"].append(f"{_DOCUMENT[1:]}{docname}")
        # Sphinx puts the numbers of sections together after this, by the ids they have then.
        numbers = app.env.toc_secnumbers
        for document in {document for document, _ in self._ids} & numbers.keys():
            numbers[document] = {
                self._anchor(document, anchor): number
                for anchor, number in numbers[document].items()
            }

    def _choose_ids(
        self, elements: Sequence[tuple[str, nodes.Element]], whole_pages: Mapping[str, str]
    ) -> None:
        found = [(document, one) for document, element in elements for one in element["ids"]]
        ids = Ids(one for document, one in found if document not in whole_pages)
        own = [key for key in found if whole_pages.get(key[0]) == key[1]]
        for document, one in own:
            self._ids[document, one] = ids.take(one)
        for document, one in found:
            if document in whole_pages and (document, one) not in self._ids:
                prefix = self._id(document, whole_pages[document])
                self._ids[document, one] = ids.take(f"{prefix}-{one}")

    def _id(self, document: str, node_id: str) -> str:
        return self._ids.get((document, node_id), node_id)

    def _anchor(self, document: str, anchor: str) -> str:
        return f"#{self._id(document, anchor[1:])}" if anchor else ""

    def _mend(self, reference: nodes.reference, document: str) -> None:
        """Let a link that stands in a document lead to the place on the page."""
        if "refid" in reference:
            reference["refid"] = self._id(document, reference["refid"])
        address = reference.get("refuri", "")
        if address.startswith(_DOCUMENT):
            other, _, node_id = address.removeprefix(_DOCUMENT).rpartition("#")
            if other:
                reference["refuri"] = f"#{self._id(other, node_id)}"
        elif address.startswith("#"):
            reference["refuri"] = self._anchor(document, address)


def _elements(element: nodes.Element, document: str) -> Iterator[tuple[str, nodes.Element]]:
    """All elements of the page, with the document each is from."""
    if isinstance(element, addnodes.start_of_file):
        document = element["docname"]
    yield document, element
    for child in element.children:
        if isinstance(child, nodes.Element):
            yield from _elements(child, document)


def _whole_pages(env: BuildEnvironment) -> dict[str, str]:
    """The documents that are one monograph and nothing else, with its id."""
    return {
        document: entries[0].node_id
        for document, entries in drug_domain(env).monographs.items()
        if is_monograph_page(document, env.config)
    }


def setup_single_page(app: Sphinx) -> None:
    """Connect to the builder."""
    page = SinglePage()
    app.connect("write-started", page.start)
    app.connect("doctree-resolved", page.mend, priority=_LAST)
