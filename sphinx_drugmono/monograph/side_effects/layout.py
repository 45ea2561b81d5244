"""Layout: walking the blocks of a side-effects section.

The walk keeps what holds at each place - group, component, whether a heading has put the text
aside - and hands every list item, label and sentence to the readers of phrases and sentences.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from sphinx_drugmono.monograph.side_effects import claims, shapes
from sphinx_drugmono.monograph.side_effects.groups import (
    NO_GROUP,
    Group,
    is_serious,
    leading_adverb,
    points_back,
    read_label,
    read_lead,
    read_remark,
)
from sphinx_drugmono.monograph.side_effects.labels import Label, Means, Text, read_lines, read_text
from sphinx_drugmono.monograph.side_effects.lookup import Trust
from sphinx_drugmono.monograph.side_effects.sentences import Context, claimed, sentences
from sphinx_drugmono.monograph.side_effects.shapes import Head
from sphinx_drugmono.monograph.side_effects.sharing import Finding

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from sphinx_drugmono.monograph.markdown import Block
    from sphinx_drugmono.monograph.side_effects.labels import LabelReader
    from sphinx_drugmono.monograph.side_effects.phrases import PhraseReader


@dataclass(frozen=True, slots=True)
class Claim:
    """One side effect claimed at one place."""

    finding: Finding
    component: str | None
    line: int
    sentence: str


@dataclass(frozen=True, slots=True)
class Scope:
    """What holds at a place of the section."""

    group: Group = NO_GROUP
    component: str | None = None
    trust: Trust = Trust.ITEM
    muted: bool = False
    announced: bool = False
    """Side effects have been spoken of just before ("These include ..." can point back)."""
    spoken: Group | None = None
    """The group a sentence has just spoken of without naming its effects."""
    closed: bool = False
    """The list that the group was announced for is over; prose after it is not in the group."""


_OTHER_SUBJECT = re.compile(
    r"\b(?:risk factors?|factors? that|before (?:taking|using)|to (?:reduce|minimi[sz]e|manage|"
    r"prevent|lessen|avoid)|tips|managing|management of|do not (?:take|use)|how to|what to do|"
    r"help (?:reduce|manage|prevent)|history of|if you have)\b",
    re.I,
)
"""Lead-ins to lists that are no side effects, though they may speak of them."""
_NO_SUBJECT = re.compile(
    r"\b(?:should not|precautions?|contraindicat\w+|dosage|used (?:to|for|in)|treat(?:s|ment|ed|ing)?|"
    r"benefits?|relie\w+|pregnan\w+|monitor\w*)\b",
    re.I,
)
"""The same, unless the lead-in speaks of side effects."""
_ANNOUNCES = re.compile(
    r"\b(?:includ\w+|experience\w*|occur\w*|notice|cause\w*|report\w*|observ\w*|seen|such as|"
    r"following|effects?|reactions?|symptoms|are|develop|associated|signs|lead|leads|result\w*|"
    r"produce\w*)\b",
    re.I,
)


class Walker:
    """Walks the sections of one page and collects claims."""

    def __init__(self, phrases: PhraseReader, labels: LabelReader) -> None:
        self._phrases = phrases
        self._labels = labels
        self.claims: list[Claim] = []

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
            self._add_all(self._phrases.run(label.text, Trust.ITEM), start, block.line, label.text)
            return replace(start, muted=True)
        if label.means is Means.UNKNOWN:
            return replace(start, trust=Trust.PROSE)
        return self._scope_of(label, start, start)

    def _container(self, block: Block, scope: Scope) -> None:
        if scope.muted:
            return
        if block.kind in ("bullet_list", "ordered_list"):
            for item in block.children:
                self._item(item, scope)
        elif block.kind == "blockquote":
            self.section(block.children, scope.component)
        elif block.kind == "table":
            self._table(block, scope)

    # -- paragraphs ---------------------------------------------------------------------------

    def _paragraph(
        self, block: Block, scope: Scope, heading: Scope, following: Block | None
    ) -> Scope:
        """Read a paragraph; what it returns holds for what follows."""
        before_list = following is not None and following.kind in ("bullet_list", "ordered_list")
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
            self._term(block, text, label, replace(scope, muted=False))
            return scope
        if label.means is Means.UNKNOWN:
            if rest and not before_list:
                self._sentences(block, rest, replace(scope, trust=Trust.PROSE), run=True)
                return scope
            inner = replace(scope, trust=Trust.PROSE, muted=False, component=heading.component)
        else:
            inner = self._scope_of(label, scope, heading)
        if not rest:
            return inner
        if label.means is Means.SYSTEM and not before_list:
            self._system(block, text, label, inner)
            return inner
        if before_list:
            return self._lead(block, rest, inner, inner, run=True)
        self._sentences(block, rest, inner, run=True)
        return inner

    def _scope_of(self, label: Label, scope: Scope, heading: Scope) -> Scope:
        """What a label makes of the scope it stands in."""
        if label.means is Means.ASIDE:
            return replace(heading, muted=True)
        if label.means is Means.GROUP:
            component = label.component or scope.component
            if _WHOLE.search(label.text):
                component = None
            return Scope(
                label.group.over(heading.group)
                if label.group.serious is False and label.group == NO_GROUP
                else label.group,
                component,
                Trust.ITEM,
                announced=True,
            )
        if label.means is Means.COMPONENT:
            return Scope(
                label.group if label.group != NO_GROUP else heading.group,
                label.component,
                Trust.ITEM,
                announced=True,
            )
        group = label.group.over(scope.group)
        return replace(scope, group=group, trust=Trust.ITEM, muted=False, announced=True)

    def _prose(
        self, block: Block, text: str, scope: Scope, heading: Scope, before_list: bool
    ) -> Scope:
        if before_list:
            return self._lead(block, text, scope, heading, run=False)
        if scope.muted:
            scope = heading
        if scope.closed:
            self._sentences(block, text, replace(scope, group=heading.group), run=False)
            return scope
        return self._sentences(block, text, scope, run=False)

    def _lead(self, block: Block, text: str, scope: Scope, heading: Scope, *, run: bool) -> Scope:
        """Read a paragraph that leads to a list: its last sentence says what the list is."""
        parts = sentences(text)
        if not parts:
            return scope
        *others, last = parts
        inner = scope
        if others:
            inner = self._sentences(block, " ".join(others), scope, run=run)
        return self._lead_sentence(last, others, inner, heading)

    def _lead_sentence(
        self, last: str, others: Sequence[str], scope: Scope, heading: Scope
    ) -> Scope:
        opening = replace(
            scope, trust=Trust.ITEM, muted=False, announced=True, closed=False, spoken=None
        )
        seeks = is_serious(last)
        if (
            claims.is_elsewhere(last)
            or _OTHER_SUBJECT.search(last)
            or (_NO_SUBJECT.search(last) and not _SIDE_EFFECTS.search(last))
        ):
            # without a colon it is a remark that happens to stand before the list
            return replace(scope, muted=True) if last.rstrip().endswith(":") else opening
        if points_back(last):
            for earlier in reversed(others):
                lead = read_lead(earlier)
                if lead is not None and not claims.opens_with_advice(earlier):
                    return replace(opening, group=lead.over(scope.group))
            return replace(opening, group=scope.spoken or scope.group)
        lead = read_lead(last)
        if claims.opens_with_advice(last):
            if not last.rstrip().endswith(":") and not _ANNOUNCES.search(last):
                return replace(scope, announced=False)
            if last.rstrip().endswith(":") and seeks:
                return replace(opening, group=Group(text=None, serious=True).over(scope.group))
            return opening if last.rstrip().endswith(".") else replace(opening, trust=Trust.PROSE)
        if lead is not None:
            if lead == NO_GROUP:
                component = heading.component
                return replace(opening, group=heading.group, component=component)
            return replace(opening, group=lead)
        label = self._labels.read(last)
        if label.means in (Means.GROUP, Means.COMPONENT, Means.SYSTEM):
            return self._scope_of(label, opening, heading)
        if seeks:
            return replace(opening, group=Group(serious=True))
        if _ANNOUNCES.search(last):
            return replace(
                opening, group=heading.group if last.rstrip().endswith(":") else scope.group
            )
        return replace(scope, trust=Trust.PROSE, muted=False)

    # -- list items ---------------------------------------------------------------------------

    def _item(self, item: Block, scope: Scope) -> None:
        """Read one list item with all it holds."""
        inner = scope
        for index, block in enumerate(item.children):
            nested = any(
                b.kind in ("bullet_list", "ordered_list") for b in item.children[index + 1 :]
            )
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
            if not nested and _BARE.fullmatch(text.text):
                findings = self._phrases.run(text.text, scope.trust)
                if findings and all(finding.effect for finding in findings):
                    self._add_all(findings, scope, block.line, text.text)
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
            self._sentences(block, text.text, scope, run=True, item=True)
            return replace(scope, muted=nested)
        if label.means is Means.ASIDE:
            return replace(scope, muted=True)
        if label.means is Means.UNKNOWN:
            return self._unknown_label(block, text, label, scope, nested=nested)
        if label.means is Means.TERM:
            self._term(block, text, label, scope)
            return replace(scope, muted=True)
        inner = self._scope_of(label, scope, outer)
        if label.means in (Means.GROUP, Means.COMPONENT) and label.group == NO_GROUP:
            inner = replace(inner, group=scope.group)
        if not text.rest:
            if label.means is Means.SYSTEM and not nested:
                self._add_all(
                    self._phrases.run(label.text, Trust.PROSE), scope, block.line, text.text
                )
            return inner
        if nested:
            return self._lead(block, text.rest, inner, inner, run=True)
        if label.means is Means.SYSTEM:
            self._system(block, text, label, inner)
        else:
            self._sentences(block, text.rest, inner, run=True)
        return inner

    def _unknown_label(
        self, block: Block, text: Text, label: Label, scope: Scope, *, nested: bool
    ) -> Scope:
        """A label that is no known word: the head of a run, or an effect nobody listed yet."""
        parts = sentences(text.rest)
        if nested and not parts:
            return replace(scope, trust=Trust.PROSE)
        if parts and not shapes.has_verb(parts[0]):
            findings = self._phrases.run(parts[0], Trust.RUN)
            chunks = shapes.split(parts[0], ",")
            if len(chunks) > 1 and sum(1 for f in findings if f.effect) >= 2:
                self._sentences(block, text.rest, scope, run=True)
                return scope
        if self._phrases.lookup.is_likely(label.text):
            self._term(block, text, label, scope)
            return replace(scope, muted=nested)
        inner = replace(scope, trust=Trust.PROSE)
        self._sentences(block, text.rest, inner, run=True)
        return inner

    def _term(self, block: Block, text: Text, label: Label, scope: Scope) -> None:
        """``Term: explanation``: the label is the effect, the rest only says more about it."""
        remark = _remark(text.rest)
        here = replace(scope, group=remark.over(scope.group)) if remark else scope
        parts = sentences(text.rest)
        head = shapes.without_parentheses(label.text)
        kind = shapes.kind_of(head)
        if parts and kind in (Head.UMBRELLA, Head.PURE, Head.ORGAN):
            first = parts[0]
            items = shapes.split(
                re.sub(r",?\s+(?:and|or)\s+(?=[^,]*$)", ", ", first.rstrip(". ")), ","
            )
            if (
                not shapes.has_verb(first)
                and not leading_adverb(first)
                and not claims.is_advice(first)
            ):
                items = [_ITEM_LEAD.sub("", item) for item in items]
                findings = self._phrases.kinds(head, items, first)
                self._add_all(findings, here, block.line, text.text)
                return
            if kind is not Head.ORGAN:
                findings = claimed(first, self._phrases, Context(here.group, announced=True))
                if findings and _LISTS.search(first):
                    self._add_all(findings, here, block.line, text.text)
                    return
        self._add_all(self._phrases.run(label.text, scope.trust), here, block.line, text.text)

    def _system(self, block: Block, text: Text, label: Label, scope: Scope) -> None:
        """``Body system: run``: the run holds the effects, the label only where the text does not."""
        before = len(self.claims)
        self._sentences(block, text.rest, scope, run=True)
        if len(self.claims) == before:
            remark = _remark(text.rest)
            here = replace(scope, group=remark.over(scope.group)) if remark else scope
            findings = self._phrases.run(label.text, Trust.PROSE)
            self._add_all(findings, here, block.line, text.text)

    # -- text ---------------------------------------------------------------------------------

    def _sentences(
        self, block: Block, text: str, scope: Scope, *, run: bool, item: bool = False
    ) -> Scope:
        """Read running text; ``run``: its first sentence may be a bare list of effects.

        A sentence that only speaks of a group ("Serious side effects are rare.") lends it to what
        points back to it ("These include ...").
        """
        group, announced = scope.group, scope.announced or run
        spoken = scope.spoken
        for index, sentence in enumerate(sentences(text)):
            if (labelled := self._labels.inline(sentence)) is not None:
                label, rest = labelled
                inner = self._scope_of(label, replace(scope, group=group), scope)
                group = inner.group
                findings = self._phrases.run(rest, Trust.RUN)
                self._add_all(findings, inner, block.line, sentence)
                continue
            if claims.opens_with_advice(sentence):
                continue
            here = spoken if spoken is not None and points_back(sentence) else group
            bare = run and index == 0
            findings = self._sentence(
                sentence,
                Context(here, announced, item),
                scope.trust,
                run=run,
                bare=bare,
                item=item,
            )
            self._add(findings, scope, block.line, sentence)
            lead = read_lead(sentence)
            if lead is not None:
                announced = True
                if lead != NO_GROUP and not findings and _SIDE_EFFECTS.search(sentence):
                    spoken = lead
        return replace(scope, group=group, announced=announced, spoken=spoken)

    def _sentence(
        self,
        sentence: str,
        context: Context,
        trust: Trust,
        *,
        run: bool,
        bare: bool,
        item: bool,
    ) -> list[Finding]:
        if bare and not shapes.has_verb(before := shapes.before_dash(sentence)):
            sentence = before
        group = context.group
        trusted = trust is not Trust.PROSE
        trust = trust if item else min(trust, Trust.RUN)
        if not shapes.has_verb(sentence):
            found = self._phrases.run(sentence, trust if bare else Trust.RUN)
            if bare and found:
                return [_under(f, group) for f in found]
            # "Dizziness, headache, nausea." - a run in place of a sentence
            known = sum(1 for f in found if f.effect)
            enough = known >= (1 if run else 2) and 2 * known >= len(found)
            if enough and trusted:
                return [_under(f, group) for f in found]
        elif item and len(sentence.split()) <= 6 and self._phrases.lookup.find(sentence):
            return [_under(f, group) for f in self._phrases.run(sentence, trust)]
        findings = claimed(sentence, self._phrases, context)
        if findings or not bare or claims.is_advice(sentence):
            return findings
        end = claims.not_claimed(shapes.outside(sentence))
        if end is not None:
            # "muscle pain that doesn't go away" claims the pain, "headache is not common" nothing
            sentence = sentence[:end]
            if not sentence.strip() or shapes.has_verb(sentence):
                return []
        # "Nausea, vomiting and headache, which usually pass": a list that ends as a sentence
        found = self._phrases.run(sentence, Trust.PROSE)
        first = next(iter(shapes.split(sentence, ",")), "")
        opening = self._phrases.run(first, Trust.PROSE)
        return [_under(f, group) for f in found] if opening else []

    # -- tables -------------------------------------------------------------------------------

    def _table(self, table: Block, scope: Scope) -> None:
        """Read a table: by a column of effects, or by columns that are groups."""
        rows = [[(cell, read_text(cell).text) for cell in row.children] for row in table.children]
        if len(rows) < 2:
            return
        titles = [text for _, text in rows[0]]
        labels = [self._labels.read(title) for title in titles]
        how_often = [i for i, t in enumerate(titles) if _OFTEN.search(t)]
        effects = [i for i, t in enumerate(titles) if _EFFECTS.search(t) and i not in how_often]
        groups = {
            i: label.group
            for i, label in enumerate(labels)
            if label.means is Means.GROUP and label.group != NO_GROUP
        }
        for row in rows[1:]:
            inner = scope
            for index, (_, text) in enumerate(row):
                if index in how_often or (index == 0 and index not in effects and groups == {}):
                    said = read_label(text) or read_remark(text)
                    inner = replace(inner, group=said) if said else inner
            for index, (cell, text) in enumerate(row):
                if index in groups:
                    here = replace(inner, group=groups[index])
                elif index in effects:
                    here = inner
                else:
                    continue
                findings = self._phrases.run(text, Trust.RUN if "," in text else Trust.ITEM)
                self._add_all(findings, here, cell.line, text)

    # -- claims -------------------------------------------------------------------------------

    def _add_all(
        self, findings: Sequence[Finding], scope: Scope, line: int, sentence: str
    ) -> None:
        """Claim findings under the group of the scope."""
        self._add([_under(f, scope.group) for f in findings], scope, line, sentence)

    def _add(self, findings: Sequence[Finding], scope: Scope, line: int, sentence: str) -> None:
        """Claim findings with the groups they have."""
        if scope.muted or not findings:
            return
        evidence = " ".join(sentence.split())
        for finding in findings:
            self.claims.append(Claim(finding, scope.component, line, evidence))


_WHOLE = re.compile(r"\b(?:both|all|any|either|combin\w+)\b", re.I)
_SIDE_EFFECTS = re.compile(r"\b(?:side[- ]effects?|adverse|undesirable)\b", re.I)
_FEW_WORDS = 8
_BARE = re.compile(r"[A-Za-z][A-Za-z' -]{2,40}")
"""An item of a few plain words: the commonest thing in a list."""
_OFTEN = re.compile(
    r"\b(?:frequency|incidence|how (?:common|often)|likelihood|rate|category)\b", re.I
)
_EFFECTS = re.compile(r"\b(?:effects?|reactions?|events?|symptoms?|adrs?)\b", re.I)
_ITEM_LEAD = re.compile(r"^\s*(?:such as|including|e\.g\.,?|like)\s+", re.I)
_LISTS = re.compile(r"\b(?:includ\w+|such as|like|e\.g\.|are|cause|experience)\b", re.I)


def _under(finding: Finding, group: Group) -> Finding:
    if group == NO_GROUP:
        return finding
    return Finding(finding.text, finding.effect, finding.group.over(group))


def _remarks(text: str) -> Iterator[Group]:
    for sentence in sentences(text):
        if (remark := read_remark(sentence)) is not None:
            yield remark
        elif adverb := leading_adverb(sentence):
            yield adverb[0]


def _remark(text: str) -> Group | None:
    """What an explanation says of how often or how serious its effect is."""
    return next((group for group in _remarks(text) if group != NO_GROUP), None)
