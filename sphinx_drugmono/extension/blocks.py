"""Blocks of drug Markdown to docutils nodes."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

from docutils import nodes

from sphinx_drugmono.extension.inline import Page, inline_nodes
from sphinx_drugmono.monograph.markdown import as_markdown, plain
from sphinx_drugmono.monograph.names import make_id

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from markdown_it.token import Token

    from sphinx_drugmono.monograph.markdown import Block

_Element = TypeVar("_Element", bound=nodes.Element)
_LONGEST_SLUG = 60


def slug_of_heading(text: str) -> str:
    """The words of a heading as a part of an id; never empty."""
    return make_id(text)[:_LONGEST_SLUG].rstrip("-")


class Ids:
    """Hands out ids that are unique within a document."""

    def __init__(self, used: Iterable[str] = ()) -> None:
        self._used = dict.fromkeys(used, 1)

    def take(self, wanted: str) -> str:
        """Return ``wanted``, or ``wanted-2``, ``wanted-3`` ... if it is taken."""
        identifier = wanted
        while identifier in self._used:
            self._used[wanted] += 1
            identifier = f"{wanted}-{self._used[wanted]}"
        self._used[identifier] = 1
        return identifier


class Anchors:
    """Ids for the blocks that hold adverse reactions, so that an index can link to the place."""

    def __init__(self, ids: Ids, stem: str, lines: Iterable[int]) -> None:
        self._document_ids = ids
        self._stem = stem
        self._open = set(lines)
        self._count = 0
        self.ids: dict[int, str] = {}
        """The id of the block that holds a line."""

    def claim(self, block: Block) -> str | None:
        """Return a new id if the block is the first to hold one of the lines."""
        found = self._open.intersection(range(block.line, max(block.end, block.line + 1)))
        if not found:
            return None
        self._open -= found
        self._count += 1
        identifier = self._document_ids.take(f"{self._stem}-{self._count}")
        self.ids.update(dict.fromkeys(found, identifier))
        return identifier


class BlockRenderer:
    """Makes the nodes of a monograph's blocks.

    ``with_sections`` says whether headings inside a section may become sections; where a page
    cannot have sections they become rubrics.
    """

    def __init__(self, page: Page, ids: Ids, *, with_sections: bool) -> None:
        self.page = page
        self.ids = ids
        self.with_sections = with_sections
        self.anchors: Anchors | None = None

    def place(self, node: _Element, line: int) -> _Element:
        """Say where a node comes from."""
        node.source = self.page.source
        node.line = line + self.page.offset
        return node

    def fill(self, node: nodes.TextElement, tokens: Sequence[Token], line: int) -> None:
        """Put inline tokens into a node, with their Markdown as what translators see."""
        self.place(node, line)
        node.rawsource = (
            tokens[0].content
            if len(tokens) == 1 and tokens[0].type == "text"
            else as_markdown(tokens)
        )
        children = inline_nodes(tokens, self.page, line)
        if children and isinstance(children[0], nodes.Text) and children[0][:1].isspace():
            # What is left of a line behind a label begins with the space behind the label.
            children[0] = nodes.Text(children[0].lstrip())
        node.extend(children)

    def section_content(
        self, blocks: Sequence[Block], parent: nodes.Element, identifier: str
    ) -> None:
        """Append a section's blocks; headings among them open sections inside it."""
        open_sections: list[tuple[int, nodes.Element]] = [(0, parent)]
        for index, block in enumerate(blocks):
            if block.kind == "heading" and self.with_sections:
                while open_sections[-1][0] >= block.level:
                    open_sections.pop()
                section = self.place(nodes.section(), block.line)
                words = slug_of_heading(plain(block.inline)) if block.inline else "part"
                section["ids"] = [self.ids.take(f"{identifier}-{words}")]
                title = nodes.title()
                self.fill(title, block.inline, block.line)
                section.append(title)
                open_sections[-1][1].append(section)
                open_sections.append((block.level, section))
            elif block.kind == "rule":
                self._rule(block, blocks[index + 1 :], open_sections[-1][1])
            else:
                self._append(open_sections[-1][1], block)

    def _rule(self, block: Block, following: Sequence[Block], parent: nodes.Element) -> None:
        """Separate two blocks; a rule at an end of a section separates nothing."""
        if (
            self.with_sections
            and following
            and following[0].kind not in ("heading", "rule")
            and len(parent)
            and not isinstance(parent[-1], (nodes.title, nodes.transition, nodes.section))
        ):
            parent.append(self.place(nodes.transition(), block.line))

    def body(self, blocks: Iterable[Block]) -> list[nodes.Node]:
        """Make the nodes of blocks that stand inside another body element."""
        holder = nodes.Element()
        for block in blocks:
            if block.kind != "rule":
                self._append(holder, block)
        return holder.children

    def _append(self, parent: nodes.Element, block: Block) -> None:
        """Append a block's node; questions in a row share one list."""
        if block.kind == "question":
            last = parent[-1] if len(parent) else None
            if not (isinstance(last, nodes.definition_list) and "drugmono-faq" in last["classes"]):
                last = self.place(nodes.definition_list(classes=["drugmono-faq"]), block.line)
                parent.append(last)
            last.append(self._question(block))
        else:
            parent.append(self._block(block))

    def _block(self, block: Block) -> nodes.Element:
        kind = block.kind
        if kind == "paragraph":
            return self.paragraph(block)
        if kind in ("bullet_list", "ordered_list"):
            return self._list(block)
        if kind == "table":
            return self._table(block)
        if kind == "blockquote":
            return self.place(nodes.block_quote("", *self.body(block.children)), block.line)
        if kind == "code":
            text = block.text.rstrip("\n")
            literal = nodes.literal_block(text, text, language="text")
            return self.place(literal, block.line)
        rubric = nodes.rubric(classes=["drugmono-heading"])
        self.fill(rubric, block.inline, block.line)
        return rubric

    def paragraph(self, block: Block, *, anchored: bool = True) -> nodes.Element:
        """A paragraph; one with line breaks outside its markup is a block of lines."""
        node: nodes.Element
        lines = _hard_lines(block.inline)
        if lines:
            node = self.place(nodes.line_block(), block.line)
            for number, tokens in lines:
                line = nodes.line()
                self.fill(line, tokens, block.line + number)
                node.append(line)
        else:
            node = nodes.paragraph()
            self.fill(node, block.inline, block.line)
        if anchored and self.anchors:
            identifier = self.anchors.claim(block)
            if identifier:
                node["ids"] = [identifier]
        return node

    def _list(self, block: Block) -> nodes.Element:
        node: nodes.Element
        if block.kind == "bullet_list":
            node = nodes.bullet_list(bullet="*")
        else:
            node = nodes.enumerated_list(enumtype="arabic", prefix="", suffix=".")
            if block.level != 1:
                node["start"] = block.level
        self.place(node, block.line)
        for entry in block.children:
            item = self.place(nodes.list_item(), entry.line)
            blocks = entry.children
            if blocks and blocks[0].kind == "paragraph":
                identifier = self.anchors.claim(blocks[0]) if self.anchors else None
                if identifier:
                    item["ids"] = [identifier]
                item.append(self.paragraph(blocks[0], anchored=False))
                blocks = blocks[1:]
            for child in self.body(blocks):
                item.append(child)
            node.append(item)
        return node

    def _question(self, block: Block) -> nodes.Element:
        item = self.place(nodes.definition_list_item(), block.line)
        term = nodes.term()
        self.fill(term, block.inline, block.line)
        item.append(term)
        answer = nodes.definition("", *self.body(block.children))
        item.append(self.place(answer, block.line))
        return item

    def _table(self, block: Block) -> nodes.Element:
        columns = max((len(row.children) for row in block.children), default=1)
        table = self.place(nodes.table(classes=["drugmono-table"]), block.line)
        group = nodes.tgroup(cols=columns)
        table.append(group)
        for _ in range(columns):
            group.append(nodes.colspec(colwidth=max(1, 100 // columns)))
        rows = [self._row(row, columns) for row in block.children]
        group.append(nodes.thead("", *rows[:1]))
        if rows[1:]:
            group.append(nodes.tbody("", *rows[1:]))
        return table

    def _row(self, block: Block, columns: int) -> nodes.Element:
        row = self.place(nodes.row(), block.line)
        for cell in block.children:
            entry = self.place(nodes.entry(), cell.line)
            if cell.inline:
                entry.append(self.paragraph(cell))
            row.append(entry)
        for _ in range(columns - len(block.children)):
            row.append(self.place(nodes.entry(), block.line))
        return row


def _breaks_line(token: Token) -> bool:
    """A hard break or ``<br>``; markdown-it gives soft breaks that tag too."""
    return token.tag == "br" and token.type != "softbreak"


def _hard_lines(inline: Sequence[Token]) -> list[tuple[int, list[Token]]]:
    """The lines of a text that has hard line breaks, each with how many lines stand before it.

    Empty for a text without such breaks; a break inside markup does not split.
    """
    if not any(_breaks_line(token) for token in inline):
        return []
    lines: list[tuple[int, list[Token]]] = [(0, [])]
    depth = breaks = 0
    for token in inline:
        breaks += token.type in ("softbreak", "hardbreak")
        if depth == 0 and _breaks_line(token):
            lines.append((breaks, []))
            continue
        depth += token.nesting
        if lines[-1][1] or token.type != "softbreak":
            lines[-1][1].append(token)
    lines = [(number, tokens) for number, tokens in lines if tokens]
    return lines if len(lines) > 1 else []
