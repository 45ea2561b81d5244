"""A page's blocks cut into sections, disclaimers and notes.

Headings cut first. Bold labels cut only where no recognised heading governs the text: in front
of the first section, under the name of a component, and within pages that have labels only, so
that ``**Dosage Adjustments:**`` under ``### Dosage`` stays a part of it.
"""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from sphinx_drugmono.monograph.disclaimers import (
    RemarkKind,
    closing_remark,
    is_label_only,
    remark_in,
    remark_kind,
)
from sphinx_drugmono.monograph.drafts import (
    Draft,
    Structure,
    begin_components_at_generic_names,
    share_single_sections,
)
from sphinx_drugmono.monograph.labels import (
    bold_line,
    component_named,
    section_label,
    split_at_labels,
)
from sphinx_drugmono.monograph.languages.marks import QUESTION_MARKS
from sphinx_drugmono.monograph.markdown import Block, has_address, plain, split_inline
from sphinx_drugmono.monograph.model import Kind
from sphinx_drugmono.monograph.names import fold_name

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from sphinx_drugmono.monograph.sections import Recognition, SectionHeadings

_MAIN = frozenset(
    {Kind.GENERIC_NAME, Kind.USAGE, Kind.DOSAGE, Kind.SIDE_EFFECTS, Kind.MECHANISM, Kind.FAQS}
)
"""Sections whose labels, two or more in one list, make the list a list of sections."""


class Cutter:
    """Cuts the blocks of one page.

    ``names`` are the folded names of the drug and its components, ``components`` those of the
    components alone.
    """

    def __init__(
        self,
        headings: SectionHeadings,
        names: frozenset[str],
        name: str,
        components: frozenset[str],
    ) -> None:
        self.headings = headings
        self.names = names
        self.components = components
        self.title = "".join(name.split())
        self.name = fold_name(name)
        self.current = Draft(Kind.PREAMBLE, "", None, 0)
        self.parts = Structure([self.current], [], [], [])
        self.component: str | None = None
        self.component_level = 0
        self.component_has_labels = False
        """The component's sections are labels, so the next heading beside it is not its own."""
        self.after_disclaimer = False
        self.disclaimer_level = 0
        self.open_disclaimer = False

    def cut(self, blocks: Sequence[Block]) -> Structure:
        """Cut the blocks of a page (its title taken out)."""
        pending = list(blocks)
        for index, block in enumerate(pending):
            following = pending[index + 1] if index + 1 < len(pending) else None
            if block.kind == "heading":
                self._heading(block, (pending[i] for i in range(index + 1, len(pending))))
            else:
                self._block(block, following)
        self._closing_remarks()
        if not any(d.kind not in (Kind.PREAMBLE, Kind.OTHER) for d in self.parts.drafts):
            self._plain_labels()
        begin_components_at_generic_names(self.parts.drafts, self.components)
        share_single_sections(self.parts.drafts, self.headings, self.names)
        return self.parts

    # headings

    def _heading(self, block: Block, following: Iterable[Block]) -> None:
        text = plain(block.inline).strip()
        self.open_disclaimer = False
        current = self.current
        if not text:
            current.blocks.append(block)
            return
        if remark_in(text) is RemarkKind.DISCLAIMER:
            self._disclaimer_heading(block, text)
            return
        within = current.by_heading and block.level > current.level
        if (
            current.kind is Kind.FAQS
            and current.by_heading
            and (
                within
                or (block.level == current.level and text.rstrip(" :").endswith(QUESTION_MARKS))
            )
        ):
            current.blocks.append(block)
            return
        several = self._several_sections(text)
        found = None if several else self.headings.recognise(text, self.names)
        if found is None and fold_name(text) == self.name and not within:
            if "".join(text.split()) == self.title and not has_address(block.inline):
                return  # the title once more
            current.blocks.append(block)
            return
        if found is not None:
            if within and found.kind is current.kind:
                current.blocks.append(block)
                return
            self._recognised(block, text, found)
            return
        component = several or self._component_heading(text, following)
        if component:
            self.component, self.component_level = component, block.level
            self.component_has_labels = False
            self._open(Draft(Kind.OTHER, text, component, block.line, block.level, True), block)
        elif text.rstrip(" :").endswith(QUESTION_MARKS):
            self._question_heading(block)
        elif within and current.kind is not Kind.PREAMBLE:
            current.blocks.append(block)
        else:
            if block.level <= self.component_level:
                self.component, self.component_level = None, 0
            self.parts.unknown_headings.append((text, block.line))
            draft = Draft(Kind.OTHER, text, self.component, block.line, block.level, True)
            self._open(draft, block)

    def _recognised(self, block: Block, text: str, found: Recognition) -> None:
        if block.level < self.component_level or (
            block.level == self.component_level and self.component_has_labels
        ):
            self.component, self.component_level = None, 0
        value = text[found.label :].strip(" :：")
        if found.kind is not Kind.GENERIC_NAME and value and fold_name(value) in self.components:
            found = replace(found, label=len(text), component=value)
        label = text[: found.label].strip()
        component = self._own_component(found) or self.component
        draft = Draft(found.kind, label, component, block.line, block.level, True)
        draft.languages = found.languages
        self._open(draft, block)
        if found.label < len(text) and not draft.blocks:
            leading = len(plain(block.inline)) - len(plain(block.inline).lstrip())
            _, rest = split_inline(block.inline, leading + found.label)
            if rest:
                draft.cut.add(0)
                draft.blocks.append(Block("paragraph", block.line, block.end, rest))

    def _own_component(self, found: Recognition) -> str | None:
        """The component a heading names; the drug of the page is none of its components."""
        if found.component is None:
            return None
        folded = fold_name(found.component)
        several = not self.components.isdisjoint(re.split(r" \+ | and | plus | with ", folded))
        if folded == self.name or (several and folded not in self.components):
            return None
        if not self.components and folded in self.names:
            return None
        return found.component

    def _disclaimer_heading(self, block: Block, text: str) -> None:
        self.parts.disclaimers.append([block])
        self.open_disclaimer = True
        self.after_disclaimer = True

    def _question_heading(self, block: Block) -> None:
        """Questions as headings, without a heading over them, make a section of FAQs."""
        if not (self.current.kind is Kind.FAQS and not self.current.heading):
            self._open(Draft(Kind.FAQS, "", self.component, block.line, block.level, False))
        self.current.blocks.append(block)

    def _component_heading(self, text: str, following: Iterable[Block]) -> str | None:
        component = component_named(text, self.names)
        if component:
            return component
        labels = 0
        for block in following:
            if block.kind == "heading":
                break
            labels += self._opens_sections(block)
            if labels > 1:
                return text.rstrip(" :：")
        return None

    def _several_sections(self, text: str) -> str | None:
        """``Voglibose: Usage, Dosage, Side Effects``: the drug whose sections follow as labels."""
        head, colon, tail = text.partition(":")
        parts = [part.strip() for part in tail.rstrip(" :").split(",")]
        if colon and len(parts) > 1 and all(self.headings.recognise(part) for part in parts):
            return head.strip()
        return None

    # blocks

    def _opens_sections(self, block: Block) -> int:
        """How many main sections a block's labels open."""
        if block.kind == "paragraph":
            label = section_label(block, self.headings, self.names)
            return int(label is not None)
        if block.kind == "bullet_list":
            return len(self._labelled_kinds(block))
        return 0

    def _labelled_kinds(self, block: Block) -> set[Kind]:
        kinds = set()
        for item in block.children:
            if item.children:
                label = section_label(item.children[0], self.headings, self.names)
                if label and label.recognition.kind in _MAIN:
                    kinds.add(label.recognition.kind)
        return kinds

    def _block(self, block: Block, following: Block | None) -> None:
        if self.open_disclaimer:
            if remark_kind(block) in (RemarkKind.NOTE, RemarkKind.NOTICE):
                self._remark(block, remark_kind(block))
                self.open_disclaimer = False
                return
            if block.kind == "rule":
                self.open_disclaimer = False
            elif not section_label(block, self.headings, self.names):
                self.parts.disclaimers[-1].append(block)
                if self.disclaimer_level:
                    self.open_disclaimer = False
                    self.disclaimer_level = 0
                return
        if block.kind in ("paragraph", "blockquote", "bullet_list"):
            kind = remark_kind(block)
            if kind is not None and self._remark(block, kind):
                return
            block = self._without_last_disclaimer(block)
        if block.kind == "paragraph" and self._paragraph(block, following):
            return
        if block.kind == "bullet_list" and not self.current.governs and self._list(block):
            return
        self.current.blocks.append(block)

    def _without_last_disclaimer(self, block: Block) -> Block:
        """Take a disclaimer that is the last item of a list out of it."""
        if block.kind != "bullet_list" or len(block.children) < 2:
            return block
        last = block.children[-1]
        if not last.children or remark_kind(last.children[0]) is not RemarkKind.DISCLAIMER:
            return block
        alone = replace(block, children=(last,), line=last.line, end=last.end)
        self._remark(alone, RemarkKind.DISCLAIMER)
        return replace(block, children=block.children[:-1], end=last.line)

    def _remark(self, block: Block, kind: RemarkKind | None) -> bool:
        if kind is RemarkKind.DISCLAIMER:
            self.parts.disclaimers.append([block])
            self.after_disclaimer = True
            if is_label_only(block):
                self.open_disclaimer = True
                self.disclaimer_level = 1
            return True
        if kind is RemarkKind.NOTICE or (kind is RemarkKind.NOTE and self.after_disclaimer):
            self.parts.notes.append(([block], kind is RemarkKind.NOTICE))
            return True
        return False

    def _paragraph(self, block: Block, following: Block | None) -> bool:
        pieces = list(split_at_labels(block, self.headings, self.names))
        opened = False
        for position, piece in enumerate(pieces):
            label = section_label(piece, self.headings, self.names)
            if label and self._may_open(label.recognition.kind):
                self._open_label(label.text, label.recognition, piece.line, label.rest)
                opened = True
            elif position == 0 and len(pieces) == 1:
                return self._component_line(piece, following)
            else:
                self.current.blocks.append(piece)
        if not opened and len(pieces) > 1:
            del self.current.blocks[-len(pieces) :]
            return False
        return opened

    def _may_open(self, kind: Kind) -> bool:
        """Whether a bold label opens a section here; FAQs may begin in any other section."""
        if not self.current.governs:
            return True
        return kind is Kind.FAQS and self.current.kind is not Kind.FAQS

    def _component_line(self, block: Block, following: Block | None) -> bool:
        """A bold line before sections says which component they are about."""
        text = bold_line(block) if following is not None else None
        if text is None or following is None:
            return False
        opens = following.kind == "heading" or self._opens_sections(following) > 0
        component = component_named(text, self.names) if opens else None
        if not opens or (component is None and following.kind == "heading"):
            return False
        if component is None and (self.current.governs or len(text.split()) > 6):
            return False
        if component is None and not self._opens_sections(following):
            return False
        self.component, self.component_level = component or text, 0
        self._open(Draft(Kind.OTHER, text, self.component, block.line, 7, True))
        return True

    def _list(self, block: Block) -> bool:
        """A list whose items are sections, or components with their sections nested in them."""
        if len(self._labelled_kinds(block)) < 2:
            nested = [
                item
                for item in block.children
                if any(
                    child.kind == "bullet_list" and len(self._labelled_kinds(child)) > 1
                    for child in item.children
                )
            ]
            if not nested:
                return False
            for item in block.children:
                self._component_item(item, block)
            return True
        for item in block.children:
            first = item.children[0] if item.children else None
            label = section_label(first, self.headings, self.names) if first else None
            if label and first:
                self._open_label(label.text, label.recognition, item.line, label.rest)
                self.current.blocks.extend(item.children[1:])
            else:
                self.current.blocks.append(
                    replace(block, children=(item,), line=item.line, end=item.end)
                )
        return True

    def _component_item(self, item: Block, block: Block) -> None:
        first = item.children[0] if item.children else None
        text = bold_line(first) if first else None
        if text and any(
            child.kind == "bullet_list" and len(self._labelled_kinds(child)) > 1
            for child in item.children
        ):
            self.component, self.component_level = component_named(text, self.names) or text, 0
            self._open(Draft(Kind.OTHER, text, self.component, item.line, 7, True))
            for child in item.children[1:]:
                self._block(child, None)
        else:
            self.current.blocks.append(
                replace(block, children=(item,), line=item.line, end=item.end)
            )

    def _open_label(
        self, text: str, recognition: Recognition, line: int, rest: Block | None
    ) -> None:
        component = self._own_component(recognition) or self.component
        self.component_has_labels = True
        level = self.current.level if self.current.by_heading else 0
        draft = Draft(recognition.kind, text, component, line, level)
        draft.languages = recognition.languages
        self._open(draft)
        if rest is not None:
            draft.cut.add(0)
            draft.blocks.append(rest)

    def _open(self, draft: Draft, heading: Block | None = None) -> None:
        """Begin a section; a heading with a link stays whole, as its first paragraph."""
        self.parts.drafts.append(draft)
        self.current = draft
        if heading is not None and has_address(heading.inline):
            draft.cut.add(0)
            draft.blocks.append(replace(heading, kind="paragraph"))

    # when all blocks are in

    def _closing_remarks(self) -> None:
        """Notes and disclaimers that close the page without a heading or label of their own."""
        blocks = self.current.blocks
        notes: list[tuple[list[Block], bool]] = []
        disclaimers: list[list[Block]] = []
        while len(blocks) > (1 if self.current.kind is Kind.PREAMBLE else 0):
            kind = remark_kind(blocks[-1]) or closing_remark(blocks[-1])
            if kind is None or len(blocks) - 1 in self.current.cut:
                break
            if kind is RemarkKind.DISCLAIMER:
                if self.parts.disclaimers or self.current.kind is Kind.PREAMBLE:
                    break
                disclaimers.insert(0, [blocks.pop()])
            elif disclaimers or self.parts.disclaimers or kind is RemarkKind.NOTICE:
                notes.insert(0, ([blocks.pop()], kind is RemarkKind.NOTICE))
            else:
                break
        self.parts.disclaimers.extend(disclaimers)
        self.parts.notes[:0] = notes

    def _plain_labels(self) -> None:
        """Sections whose labels are plain text, on a page that shows no other structure."""
        found = 0
        drafts = self.parts.drafts
        blocks = [(draft, block) for draft in drafts for block in draft.blocks]
        for _, block in blocks:
            found += section_label(block, self.headings, self.names, bold=False) is not None
        if found < 2:
            return
        self.parts.drafts = []
        for draft in drafts:
            old, draft.blocks = draft.blocks, []
            self._open(draft)
            for block in old:
                label = section_label(block, self.headings, self.names, bold=False)
                if label:
                    self._open_label(label.text, label.recognition, block.line, label.rest)
                else:
                    self.current.blocks.append(block)
