"""Layout: walking the blocks of a side-effects section.

The walk keeps what holds at each place - group, component, whether a heading has put the text
aside - and hands every list item, label and paragraph to the reader of texts.
"""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from sphinx_drugmono.monograph.side_effects.groups import NO_GROUP
from sphinx_drugmono.monograph.side_effects.labels import Label, Means, Text, read_lines, read_text
from sphinx_drugmono.monograph.side_effects.lookup import Trust
from sphinx_drugmono.monograph.side_effects.scopes import Scope, led_in, under_label
from sphinx_drugmono.monograph.side_effects.sentences import sentences
from sphinx_drugmono.monograph.side_effects.tables import read_table
from sphinx_drugmono.monograph.side_effects.texts import TextReader

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sphinx_drugmono.monograph.markdown import Block
    from sphinx_drugmono.monograph.side_effects.labels import LabelReader
    from sphinx_drugmono.monograph.side_effects.phrases import PhraseReader

_LISTS = ("bullet_list", "ordered_list")
_BARE = re.compile(r"[A-Za-z][A-Za-z' -]{2,40}")
"""An item of a few plain words: the commonest thing in a list."""


class Walker:
    """Walks the sections of one page and collects claims."""

    def __init__(self, phrases: PhraseReader, labels: LabelReader) -> None:
        self._labels = labels
        self._texts = TextReader(phrases, labels)
        self.claims = self._texts.claims

    def section(self, blocks: Sequence[Block], component: str | None) -> None:
        """Read one section that speaks of ``component`` (or of the whole drug)."""
        start = Scope(component=component)
        heading = start  # what the last heading says; the text below it falls back to that
        scope = start
        muted_level = 0
        for index, block in enumerate(blocks):
            following = blocks[index + 1] if index + 1 < len(blocks) else None
            if block.kind == "heading":
                if muted_level and block.level > muted_level:
                    continue
                heading = scope = self._heading(block, start)
                muted_level = block.level if scope.muted else 0
            elif muted_level:
                continue
            elif block.kind == "paragraph":
                scope = self._paragraph(block, scope, heading, following)
            else:
                self._container(block, scope)
                scope = replace(scope, announced=False, closed=True)
                if scope.muted:
                    scope = heading

    def _heading(self, block: Block, start: Scope) -> Scope:
        label = self._labels.read(read_text(block).text)
        if label.means is Means.TERM:
            self._texts.listed(label.text, start, block.line, label.text, Trust.ITEM)
            return replace(start, muted=True)
        if label.means is Means.UNKNOWN:
            return replace(start, trust=Trust.PROSE)
        return under_label(label, start, start)

    def _container(self, block: Block, scope: Scope) -> None:
        if scope.muted:
            return
        if block.kind in _LISTS:
            for item in block.children:
                self._item(item, scope)
        elif block.kind == "blockquote":
            self.section(block.children, scope.component)
        elif block.kind == "table":
            read_table(block, scope, self._texts, self._labels)

    # -- paragraphs ---------------------------------------------------------------------------

    def _paragraph(
        self, block: Block, scope: Scope, heading: Scope, following: Block | None
    ) -> Scope:
        """Read a paragraph; what it returns holds for what follows."""
        before_list = following is not None and following.kind in _LISTS
        *lines, last = read_lines(block)
        for text in lines:
            scope = self._text(block, text, scope, heading, before_list=False)
        return self._text(block, last, scope, heading, before_list=before_list)

    def _text(
        self, block: Block, text: Text, scope: Scope, heading: Scope, *, before_list: bool
    ) -> Scope:
        if text.label is not None and (text.colon or not text.rest):
            label = self._labels.read(text.label)
            if not text.colon and (
                text.label.rstrip().endswith((".", "!"))
                or label.means not in (Means.GROUP, Means.COMPONENT, Means.SYSTEM)
            ):
                return self._prose(block, text.text, scope, heading, before_list)
            return self._labelled(block, text, label, scope, heading, before_list)
        plain = self._labels.plain(text.text)
        if plain is not None:
            return self._labelled(block, plain[0], plain[1], scope, heading, before_list)
        return self._prose(block, text.text, scope, heading, before_list)

    def _labelled(
        self,
        block: Block,
        text: Text,
        label: Label,
        scope: Scope,
        heading: Scope,
        before_list: bool,
    ) -> Scope:
        rest = text.rest
        if label.means is Means.ASIDE:
            return replace(scope, muted=before_list and not rest) if before_list else scope
        if label.means is Means.TERM:
            if before_list and not rest:
                # a label over a list of its own: a heading, and the items say what they are
                return replace(heading, group=scope.group, trust=Trust.RUN)
            self._texts.term(block.line, text, label, replace(scope, muted=False))
            return scope
        if label.means is Means.UNKNOWN:
            if rest and not before_list:
                prose = replace(scope, trust=Trust.PROSE)
                self._texts.running(block.line, rest, prose, run=True, labelled=text.text)
                return scope
            inner = replace(scope, trust=Trust.PROSE, muted=False, component=heading.component)
        else:
            inner = under_label(label, scope, heading)
        if not rest:
            return inner
        if label.means is Means.SYSTEM and not before_list:
            self._texts.system(block.line, text, label, inner)
            return inner
        if before_list:
            return self._lead(block, rest, inner, inner, run=True)
        self._texts.running(block.line, rest, inner, run=True, labelled=text.text)
        return inner

    def _prose(
        self, block: Block, text: str, scope: Scope, heading: Scope, before_list: bool
    ) -> Scope:
        if before_list:
            return self._lead(block, text, scope, heading, run=False)
        if scope.muted:
            scope = heading
        if scope.closed:
            self._texts.running(block.line, text, replace(scope, group=heading.group), run=False)
            return scope
        return self._texts.running(block.line, text, scope, run=False)

    def _lead(self, block: Block, text: str, scope: Scope, heading: Scope, *, run: bool) -> Scope:
        """Read a paragraph that leads to a list: its last sentence says what the list is."""
        parts = sentences(text)
        if not parts:
            return scope
        *others, last = parts
        inner = scope
        if others:
            inner = self._texts.running(block.line, " ".join(others), scope, run=run)
        return led_in(last, others, inner, heading, self._labels)

    # -- list items ---------------------------------------------------------------------------

    def _item(self, item: Block, scope: Scope) -> None:
        """Read one list item with all it holds."""
        inner = scope
        for index, block in enumerate(item.children):
            nested = any(b.kind in _LISTS for b in item.children[index + 1 :])
            if block.kind == "paragraph":
                inner = self._item_text(block, inner, scope, nested=nested)
            else:
                self._container(block, inner)

    def _item_text(self, block: Block, scope: Scope, outer: Scope, *, nested: bool) -> Scope:
        text = read_text(block)
        label: Label | None = None
        if text.label is not None and (text.colon or not text.rest):
            label = self._labels.read(text.label)
        elif text.label is None:
            plainly = not nested and _BARE.fullmatch(text.text)
            if plainly and self._texts.bare(text.text, scope, block.line):
                return scope
            if plain := self._labels.plain(text.text):
                text, label = plain
            elif nested:
                label = self._labels.read(text.text)
                if label.means in (Means.GROUP, Means.COMPONENT, Means.SYSTEM):
                    text = Text(text.text, text.text, "", colon=False)
                else:
                    label = None
        if label is None or (label.means is Means.UNKNOWN and not text.colon and not nested):
            if nested and text.text.rstrip().endswith(":"):
                return self._lead(block, text.text, scope, outer, run=True)
            self._texts.running(block.line, text.text, scope, run=True, item=True)
            return scope if scope.muted == nested else replace(scope, muted=nested)
        if label.means is Means.ASIDE:
            return replace(scope, muted=True)
        if label.means is Means.UNKNOWN:
            return self._texts.unknown(block.line, text, label, scope, nested=nested)
        if label.means is Means.TERM:
            self._texts.term(block.line, text, label, scope)
            return replace(scope, muted=True)
        inner = under_label(label, scope, outer)
        if label.means in (Means.GROUP, Means.COMPONENT) and label.group == NO_GROUP:
            inner = replace(inner, group=scope.group)
        if not text.rest:
            if label.means is Means.SYSTEM and not nested:
                self._texts.listed(label.text, scope, block.line, text.text, Trust.PROSE)
            return inner
        if nested:
            return self._lead(block, text.rest, inner, inner, run=True)
        if label.means is Means.SYSTEM:
            self._texts.system(block.line, text, label, inner)
        else:
            self._texts.running(block.line, text.rest, inner, run=True, labelled=text.text)
        return inner
