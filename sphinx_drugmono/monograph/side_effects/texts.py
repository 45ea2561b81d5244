"""Texts: reading what stands in one paragraph or list item, and claiming what it says."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from sphinx_drugmono.monograph.side_effects import claims, shapes
from sphinx_drugmono.monograph.side_effects.groups import (
    NO_GROUP,
    Group,
    leading_adverb,
    points_back,
    read_lead,
    read_remark,
)
from sphinx_drugmono.monograph.side_effects.lookup import Trust
from sphinx_drugmono.monograph.side_effects.scopes import SIDE_EFFECTS, Scope, under_label
from sphinx_drugmono.monograph.side_effects.sentences import Context, claimed, sentences
from sphinx_drugmono.monograph.side_effects.shapes import Head
from sphinx_drugmono.monograph.side_effects.sharing import Finding

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from sphinx_drugmono.monograph.side_effects.labels import Label, LabelReader, Text
    from sphinx_drugmono.monograph.side_effects.phrases import PhraseReader


@dataclass(frozen=True, slots=True)
class Claim:
    """One side effect claimed at one place."""

    finding: Finding
    component: str | None
    line: int
    sentence: str


_FEW_WORDS = 8
_WHICH = re.compile(r",?\s+which\b")
_KINDS_LEAD = re.compile(r"^\s*(?:such as|including|e\.g\.,?|like)\s+", re.I)
_LISTS = re.compile(r"\b(?:includ\w+|such as|like|e\.g\.|are|cause|experience)\b", re.I)


class TextReader:
    """Reads texts line by line of a page and collects the claims."""

    def __init__(self, phrases: PhraseReader, labels: LabelReader) -> None:
        self.phrases = phrases
        self._labels = labels
        self.claims: list[Claim] = []

    def listed(self, phrase: str, scope: Scope, line: int, sentence: str, trust: Trust) -> bool:
        """Claim the effects of a list; say whether there are any."""
        findings = self.phrases.run(phrase, trust)
        self._claim(findings, scope, line, sentence)
        return bool(findings)

    def bare(self, item: str, scope: Scope, line: int) -> bool:
        """Claim an item of a few words if the vocabulary knows all of it; say whether it does."""
        findings = self.phrases.run(item, scope.trust)
        if not findings or not all(finding.effect for finding in findings):
            return False
        self._claim(findings, scope, line, item)
        return True

    def unknown(self, line: int, text: Text, label: Label, scope: Scope, *, nested: bool) -> Scope:
        """A label that is no known word: the head of a run, or an effect nobody listed yet."""
        parts = sentences(text.rest)
        if nested and not parts:
            return replace(scope, trust=Trust.PROSE)
        if parts and not shapes.has_verb(parts[0]):
            findings = self.phrases.run(parts[0], Trust.RUN)
            chunks = shapes.split(parts[0], ",")
            if len(chunks) > 1 and sum(1 for f in findings if f.effect) >= 2:
                self.running(line, text.rest, scope, run=True, labelled=text.text)
                return scope
        if self.phrases.lookup.is_likely(label.text):
            self.term(line, text, label, scope)
            return replace(scope, muted=nested)
        inner = replace(scope, trust=Trust.PROSE)
        self.running(line, text.rest, inner, run=True, labelled=text.text)
        return inner

    def term(self, line: int, text: Text, label: Label, scope: Scope) -> None:
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
                items = [_KINDS_LEAD.sub("", item) for item in items]
                findings = self.phrases.kinds(head, items, first)
                self._claim(findings, here, line, text.text)
                return
            if kind is not Head.ORGAN:
                findings = claimed(first, self.phrases, Context(here.group, announced=True))
                if findings and _LISTS.search(first):
                    self._claim(findings, here, line, text.text)
                    return
        self._claim(self.phrases.run(label.text, scope.trust), here, line, text.text)

    def system(self, line: int, text: Text, label: Label, scope: Scope) -> None:
        """``Body system: run``: the run holds the effects, or else the label does."""
        before = len(self.claims)
        self.running(line, text.rest, scope, run=True, labelled=text.text)
        if len(self.claims) == before:
            remark = _remark(text.rest)
            here = replace(scope, group=remark.over(scope.group)) if remark else scope
            findings = self.phrases.run(label.text, Trust.PROSE)
            self._claim(findings, here, line, text.text)

    def running(
        self,
        line: int,
        text: str,
        scope: Scope,
        *,
        run: bool,
        item: bool = False,
        labelled: str = "",
    ) -> Scope:
        """Read running text; ``run``: its first sentence may be a bare list of effects.

        ``labelled`` is the text with its label before it, which then is part of the evidence.

        A sentence that only speaks of a group ("Serious side effects are rare.") lends it to what
        points back to it ("These include ...").
        """
        group, announced = scope.group, scope.announced or run
        spoken = scope.spoken
        for index, sentence in enumerate(sentences(text)):
            if (inline := self._labels.inline(sentence)) is not None:
                label, rest = inline
                inner = under_label(label, replace(scope, group=group), scope)
                group = inner.group
                findings = self.phrases.run(rest, Trust.RUN)
                self._claim(findings, inner, line, sentence)
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
            place = labelled.find(sentence) if index == 0 else -1
            evidence = labelled[: place + len(sentence)] if place > 0 else sentence
            self._keep(findings, scope, line, evidence)
            lead = read_lead(sentence)
            if lead is not None:
                announced = True
                if lead != NO_GROUP and not findings and SIDE_EFFECTS.search(sentence):
                    spoken = lead
        if group is scope.group and announced == scope.announced and spoken is scope.spoken:
            return scope
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
        if bare:
            before = shapes.before_dash(sentence)
            if "which" in before:
                before = _WHICH.split(before, maxsplit=1)[0]
            sentence = sentence if shapes.has_verb(before) else before
        group = context.group
        trusted = trust is not Trust.PROSE
        trust = trust if item else min(trust, Trust.RUN)
        advice = not (bare or item) and claims.is_advice(shapes.outside(sentence))
        if not shapes.has_verb(sentence) and not advice:
            found = self.phrases.run(sentence, trust if bare else Trust.RUN)
            if bare and found:
                return [_under(f, group) for f in found]
            # "Dizziness, headache, nausea." - a run in place of a sentence
            known = sum(1 for f in found if f.effect)
            enough = known >= (1 if run else 2) and 2 * known >= len(found)
            if enough and trusted:
                return [_under(f, group) for f in found]
        elif item and len(sentence.split()) <= 6 and self.phrases.lookup.find(sentence):
            return [_under(f, group) for f in self.phrases.run(sentence, trust)]
        findings = claimed(sentence, self.phrases, context)
        if findings or not bare or claims.is_advice(sentence):
            return findings
        end = claims.not_claimed(shapes.outside(sentence))
        if end is not None:
            # "muscle pain that doesn't go away" claims the pain, "headache is not common" nothing
            sentence = sentence[:end]
            if not sentence.strip() or shapes.has_verb(sentence):
                return []
        # "Nausea, vomiting and headache, which usually pass": a list that ends as a sentence
        found = self.phrases.run(sentence, Trust.PROSE)
        first = next(iter(shapes.split(sentence, ",")), "")
        opening = self.phrases.run(first, Trust.PROSE)
        return [_under(f, group) for f in found] if opening else []

    def _claim(self, findings: Sequence[Finding], scope: Scope, line: int, sentence: str) -> None:
        """Claim findings under the group of the scope."""
        self._keep([_under(f, scope.group) for f in findings], scope, line, sentence)

    def _keep(self, findings: Sequence[Finding], scope: Scope, line: int, sentence: str) -> None:
        """Claim findings with the groups they have."""
        if scope.muted or not findings:
            return
        evidence = " ".join(sentence.split())
        for finding in findings:
            self.claims.append(Claim(finding, scope.component, line, evidence))


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
