"""Inline tokens of drug Markdown to docutils nodes."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from docutils import nodes
from sphinx import addnodes

from sphinx_drugmono.extension.addresses import is_allowed_link, linked_document, local_image
from sphinx_drugmono.extension.references import role_reference
from sphinx_drugmono.extension.warnings import Subtype

if TYPE_CHECKING:
    from collections.abc import Container, Sequence
    from pathlib import Path

    from markdown_it.token import Token

_ELEMENTS: dict[str, type[nodes.TextElement]] = {
    "strong": nodes.strong,
    "b": nodes.strong,
    "em": nodes.emphasis,
    "i": nodes.emphasis,
    "sub": nodes.subscript,
    "sup": nodes.superscript,
}


_DEEPEST = 20
"""Levels of markup inside markup; what is deeper stays as written."""


@dataclass(slots=True)
class Page:
    """Where a monograph stands, and what was found wrong while it was rendered.

    Line ``n`` of the monograph's text is line ``n + offset`` of the file ``source``.
    """

    source: str
    docname: str
    srcdir: Path
    documents: Container[str] = ()
    offset: int = 0
    problems: list[tuple[Subtype, str, int]] = field(default_factory=list)


@dataclass(slots=True)
class _Open:
    """Markup that is open: its first token, and what stands before and inside it."""

    token: Token
    before: list[nodes.Node]


class _Builder:
    """Builds the nodes of one run of tokens."""

    def __init__(self, page: Page, line: int) -> None:
        self.page = page
        self.line = line
        self.nodes: list[nodes.Node] = []
        self.text: list[str] = []
        self.open: list[_Open] = []
        self.too_deep = 0

    def flush(self) -> None:
        if self.text:
            self.nodes.append(nodes.Text("".join(self.text)))
            self.text.clear()

    def push(self, token: Token) -> None:
        if len(self.open) >= _DEEPEST and token.type != "link_open":
            self.text.append(token.content or token.markup)
            self.too_deep += token.type != "tag"
            return
        self.flush()
        self.open.append(_Open(token, self.nodes))
        self.nodes = []

    def unfold(self) -> None:
        """Make the innermost open tag text: it is not closed where it should be."""
        self.flush()
        opened = self.open.pop()
        inside = self.nodes
        self.nodes = opened.before
        self.nodes.append(nodes.Text(opened.token.content))
        self.nodes.extend(inside)

    def close_markup(self, token: Token) -> None:
        if self.too_deep and token.type != "link_close":
            self.text.append(token.markup)
            self.too_deep -= 1
            return
        while self.open and self.open[-1].token.type == "tag":
            self.unfold()
        self.flush()
        opened = self.open.pop()
        inside = self.nodes
        self.nodes = opened.before
        if token.type == "link_close":
            self.link(opened.token, inside)
        else:
            self.nodes.append(_ELEMENTS[token.tag]("", "", *inside))

    def tag(self, token: Token) -> None:
        """An inline tag becomes markup if it is closed inside the same markup."""
        if token.tag == "br":
            self.text.append("\n")
        elif token.nesting == 1:
            self.push(token)
        elif (
            token.nesting == -1
            and self.open
            and self.open[-1].token.type == "tag"
            and self.open[-1].token.tag == token.tag
        ):
            self.flush()
            opened = self.open.pop()
            element = _ELEMENTS[token.tag]("", "", *self.nodes)
            self.nodes = opened.before
            self.nodes.append(element)
        else:
            self.text.append(token.content)

    def link(self, token: Token, inside: list[nodes.Node]) -> None:
        address = str(token.attrs.get("href", ""))
        title = token.attrs.get("title")
        if not is_allowed_link(address):
            self.page.problems.append(
                (Subtype.LINK, f"the link to {address!r} is shown as text", self.line)
            )
            before, behind = ("<", ">") if token.markup == "autolink" else ("[", f"]({address})")
            self.nodes.extend([nodes.Text(before), *inside, nodes.Text(behind)])
        elif (document := linked_document(address, self.page.docname)) in self.page.documents:
            reference = addnodes.pending_xref(
                "",
                nodes.inline("", "", *inside),
                refdomain="std",
                reftype="doc",
                reftarget=f"/{document}",
                refexplicit=True,
                refwarn=True,
                refdoc=self.page.docname,
            )
            self.nodes.append(reference)
        else:
            if document is not None:
                message = f"the link to {address!r} leads to no page"
                self.page.problems.append((Subtype.MISSING_REFERENCE, message, self.line))
            self.nodes.append(nodes.reference("", "", *inside, refuri=address))
        if title:
            self.nodes.append(nodes.Text(f" ({title})"))

    def image(self, token: Token) -> None:
        address = str(token.attrs.get("src", ""))
        path = local_image(address, self.page.docname, self.page.srcdir)
        title = token.attrs.get("title")
        if path is None:
            self.page.problems.append(
                (Subtype.IMAGE, f"the image {address!r} is shown as text", self.line)
            )
            self.text.append(f"{token.content} ({address})" if token.content else address)
        else:
            self.flush()
            image = nodes.image(uri=path, alt=token.content)
            image.source, image.line = self.page.source, self.line + self.page.offset
            self.nodes.append(image)
        if title:
            self.text.append(f" ({title})")

    def role(self, token: Token) -> None:
        """A role of the domain's own; inside a link it is its words alone."""
        within_link = any(opened.token.type == "link_open" for opened in self.open)
        if within_link or "target" not in token.attrs:
            self.text.append(token.content)
            return
        self.flush()
        role, target = str(token.attrs["role"]), str(token.attrs["target"])
        reference = role_reference(role, target, token.content, self.page.docname)
        reference.source, reference.line = self.page.source, self.line + self.page.offset
        self.nodes.append(reference)

    def build(self, tokens: Sequence[Token]) -> list[nodes.Node]:
        for token in tokens:
            kind = token.type
            if kind == "text":
                self.text.append(token.content)
            elif kind in ("softbreak", "hardbreak"):
                self.text.append("\n")
                self.line += 1
            elif kind == "tag":
                self.tag(token)
            elif kind == "code_inline":
                self.flush()
                self.nodes.append(nodes.literal(token.content, token.content))
            elif kind == "image":
                self.image(token)
            elif kind == "role":
                self.role(token)
            elif token.nesting == 1:
                self.push(token)
            elif token.nesting == -1:
                self.close_markup(token)
            else:
                self.text.append(token.content)
        while self.open:
            self.unfold()
        self.flush()
        return self.nodes


def inline_nodes(tokens: Sequence[Token], page: Page, line: int) -> list[nodes.Node]:
    """Make the nodes of inline tokens; ``line`` is where they begin, for warnings.

    Line breaks become newlines, tags that are not closed are text, and what a link or an image may
    not do is shown as text and noted in ``page.problems``.
    """
    if len(tokens) == 1 and tokens[0].type == "text":
        return [nodes.Text(tokens[0].content)]
    return _Builder(page, line).build(tokens)
