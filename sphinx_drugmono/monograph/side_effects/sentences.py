"""Sentences: where one ends, and what a sentence of running text claims.

Prose is read through cues only. A clause claims side effects when it lists them ("side effects
include ...", "such as ..."), says what the drug causes ("may cause ..."), or says that something
occurs ("... have been reported"). The scope of denials, treated conditions and risk factors is in
:mod:`.claims`.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from sphinx_drugmono.monograph.side_effects import claims, shapes
from sphinx_drugmono.monograph.side_effects.groups import (
    NO_GROUP,
    Group,
    leading_adverb,
    points_back,
    read_lead,
    read_occurrence,
)
from sphinx_drugmono.monograph.side_effects.lookup import Trust
from sphinx_drugmono.monograph.side_effects.sharing import Finding

if TYPE_CHECKING:
    from sphinx_drugmono.monograph.side_effects.phrases import PhraseReader

_END = re.compile(r"[.!?][\"”’)*]*\s+(?=[\"“(*]?[A-Z0-9])")
_ABBREVIATION = re.compile(
    r"(?:\b(?:e\.g|i\.e|vs|dr|st|etc|approx|incl|cf|no|[A-Z])|\(e\.g|\(i\.e)\.$", re.I
)


def sentences(text: str) -> list[str]:
    """Cut text into sentences; parentheses and abbreviations are not cut."""
    masked = shapes.outside(text)
    result: list[str] = []
    start = 0
    for match in _END.finditer(masked):
        end = match.start() + 1
        if _ABBREVIATION.search(text, max(start, end - 10), end) and not (
            text.endswith("etc.", start, end)
        ):
            continue
        result.append(text[start : match.end()].strip())
        start = match.end()
    result.append(text[start:].strip())
    return [sentence for sentence in result if sentence]


_ASIDE = (
    r"(?:although|though|while|but|even if|and)[ ,](?:[\w-]+[ ,]){0,5}?(?:rare(?:ly)?|uncommon|"
    r"infrequent(?:ly)?|common(?:ly)?|frequent(?:ly)?|"
    r"serious|severe|unlikely|possible|mild|life-threatening|fatal|not)\b[^,.;]{0,40}"
)
_CLAUSE = re.compile(
    rf";\s+|,?\s+[–—-]\s+|,\s+(?=(?:but|while|whereas|although|though|however)\b)(?!{_ASIDE},)"
    r"(?!but\s+(?:[\w-]+,?\s+){0,3}?(?:side|adverse|effects|ones)\b)"
    rf"|\s+(?=but\s+(?:may|can|might|could|it|they|some)\b)"
)
_SAME_SUBJECT = re.compile(
    r"\s*(?:but|though|although)\s+(?:can|may|might|could|do|does|will|include)\b"
)
_LISTING = re.compile(
    r"\b(?:includ(?:e|es|ed|ing)(?: but (?:are|is) not limited to| but not limited to)?|such as|"
    r"like|e\.g\.,?|namely|consists? of|involves?|are|were|is|was|ranges? from)(?!\w)[,:]?\s*"
)
_SUM = re.compile(
    r"\b(?:side[- ]?effects?|adverse(?: drug)? (?:effects?|reactions?|events?)|"
    r"undesirable effects?|"
    r"(?<!allergic )(?:serious|severe|common|rare|other|possible|potential|mild|reported|these|"
    r"those|local|"
    r"systemic|unwanted|long-term|adverse|minor|major|additional|life-threatening|significant|"
    r"unpleasant|frequent|notable|frequently reported|undesired|the following|post-marketing|"
    r"case),?\s+(?:reactions|effects|events|symptoms|complications|"
    r"problems|issues|risks|concerns|conditions|ones|reports)|ones|risks|complications|"
    r"well[- ]tolerated|others?|it|they|these|some)\b"
)
_STRONG_SUM = re.compile(
    r"\b(?:side[- ]?effects?|adverse|undesirable|unwanted|ones|others?|complications|reactions|"
    r"effects|reports|"
    r"well[- ]tolerated|"
    r"events|symptoms|problems|issues|risks|concerns|conditions)\b"
)
_SUBJECTLESS = re.compile(
    r"\W*(?:(?:but|and|also|rare|uncommon|infrequent|mild|usually|generally|however|rarely),?\s+)*"
    r"(?:can|may|might|could)\s+(?:also\s+)?$|\W*similar to [^,]{1,60},\s*$",
    re.I,
)
"""What may stand before "include" where the section's heading is the subject."""
_COPULAS = frozenset({"are", "were", "is", "was"})
_CAUSE = re.compile(
    r"\b(?:(?:can|may|might|could|will|would|to|often|sometimes|also|rarely|occasionally|commonly|"
    r"frequently|potentially|possibly|usually|typically|temporarily)\s+)*"
    r"(?:caus(?:e|es|ed|ing)|lead(?:s|ing)? to|led to|result(?:s|ing|ed)? in|produc(?:e|es|ing)|"
    r"induc(?:e|es|ing)|trigger(?:s|ing)?|experienc(?:e|es|ed|ing)|develop(?:ing)?|notice|"
    r"suffer(?: from)?|"
    r"increas(?:e|es|ing)(?= (?:the |your )?[\w ]{3,30} risk\b)|increas(?:e|es|ing) the (?:risk|"
    r"likelihood|chances?) of|increased risks? of|"
    r"(?:been |is |are )(?:strongly |commonly |also |frequently |rarely |"
    r"sometimes )*(?:associated|linked) (?:with|to)|carr(?:y|ies) (?:an? |"
    r"the )?(?:[\w-]+ ){0,3}risks? of|"
    r"(?:reports?|cases|instances|risks?) of|manifest(?:s|ing)? as|there (?:may|can|might|"
    r"could) be)\s+"
)
_OCCURS = re.compile(
    r"\s+(?P<predicate>(?:(?:can|may|might|could|have|has|had|are|is|were|was|do|does|also|"
    r"sometimes|rarely|occasionally|commonly|frequently|often|generally|usually|very|quite|"
    r"relatively|more|less|most|be|both|among the most|all|typically|infrequently|only|"
    r"uncommonly|reported as|extremely)\s+)*"
    r"(?:occur(?:s|red)?|happens?|develops?|appears?|arises?|"
    r"been (?:(?:rarely|also|commonly|frequently|occasionally|infrequently) )*"
    r"(?:reported|observed|noted|associated|described|linked|seen|documented|experienced)|"
    r"(?:(?<=are )|(?<=is )|(?<=were )|(?<=was )|(?<=be )|(?<=also )|(?<=very )|(?<=quite )|"
    r"(?<=relatively )|(?<=less )|(?<=more )|(?<=extremely )|(?<=commonly )|(?<=rarely )|"
    r"(?<=frequently )|(?<=most )|(?<=all )|(?<=often )|(?<=sometimes )|(?<=occasionally ))"
    r"(?:experienced|possible|reported|observed|common(?:ly)?|uncommon|rare|infrequent|frequent|"
    r"noted|seen|noticed))\b(?:\s+(?:very |extremely |only )?(?:rarely|in rare cases|"
    r"infrequently|occasionally|commonly|frequently)\b)?)"
)


_FULL_VERB = re.compile(
    r"occur|happen|develop|appear|arise|been|^(?:\w+ )*?(?:is|are|was|were|be)\b"
)


_AFTERTHOUGHT = re.compile(
    r"\W*(?:although|though|but|while)\s+(?:(?:they are|this is|it is|these are|very|quite|also|"
    r"relatively|extremely)\s+)*(?:rare|uncommon|infrequent|less common|less frequent)(?:ly)?\W*",
    re.I,
)


_COMPARISON = re.compile(
    r"^\W*(?:unlike|compared (?:to|with)|in contrast to)\b[^,]*,\s*(?:(?:which|that|"
    r"who)\b[^,]*,\s*)?",
    re.I,
)


def _unlike_off(clause: str) -> str:
    """A clause without an opening that only compares: "Unlike older drugs, ..."."""
    return _COMPARISON.sub("", clause)


@dataclass(frozen=True, slots=True)
class Context:
    """What stands before a sentence: the group that holds, and whether effects were announced."""

    group: Group = NO_GROUP
    announced: bool = False
    listed: bool = False
    """The sentence is an item of a list whose group holds for all of it."""


def claimed(sentence: str, reader: PhraseReader, context: Context) -> list[Finding]:
    """The side effects a sentence of running text claims, with the group it gives them."""
    if claims.opens_with_advice(sentence):
        return []
    found: list[Finding] = []
    group: Group | None = None
    for clause in _clauses(sentence):
        if aside := _AFTERTHOUGHT.fullmatch(clause):
            found = [_in(read_occurrence(aside[0]), f) for f in found]
            continue
        said, findings = _clause(_unlike_off(clause), sentence, reader, context, group)
        group = said or group
        found.extend(findings)
    return found


def _clauses(sentence: str) -> list[str]:
    masked = shapes.lower(shapes.outside(sentence))
    clauses: list[str] = []
    start = 0
    for match in _CLAUSE.finditer(masked):
        if _SAME_SUBJECT.match(masked, match.end()) and (
            claims.denial(masked[start : match.start()]) is None
        ):
            continue
        if match[0].startswith(";") and not shapes.has_verb(masked[match.end() :]):
            continue
        clauses.append(sentence[start : match.start()])
        start = match.end()
    clauses.append(sentence[start:])
    return [clause for clause in clauses if clause.strip()]


def _clause(
    clause: str, sentence: str, reader: PhraseReader, context: Context, outer: Group | None
) -> tuple[Group | None, list[Finding]]:
    if (listing := _listing(clause, reader, context)) is not None:
        return listing
    if claims.is_advice(clause):
        return None, []
    clause = claims.without_elsewhere(clause)
    if claims.is_elsewhere(clause):
        return None, []
    masked = shapes.lower(shapes.outside(clause))
    if (judged := _judged(clause, masked, reader, context, outer)) is not None:
        return None, judged
    cause = _CAUSE.search(masked)
    occurs = _OCCURS.search(masked)
    if occurs is not None and not _FULL_VERB.search(occurs["predicate"]):
        occurs = None
    findings: list[Finding] = []
    if cause is not None and (occurs is None or cause.start() <= occurs.end()):
        before = clause[: cause.end()]
        if claims.denial(before) is not None:
            return None, []
        run = _claimed_part(clause[cause.end() :])
        group = _adverbs(before).over(outer or context.group)
        findings = [_in(group, f) for f in reader.run(run, Trust.PROSE)]
    if findings:
        return None, findings
    if occurs is not None:
        return None, _occurring(clause, occurs, reader, outer or context.group)
    said = leading_adverb(clause)
    if said and not shapes.has_verb(said[1]) and claims.not_claimed(said[1]) is None:
        group = said[0].over(context.group)
        return None, [_in(group, f) for f in reader.run(said[1], Trust.RUN)]
    return None, []


def _occurring(
    clause: str, occurs: re.Match[str], reader: PhraseReader, group: Group
) -> list[Finding]:
    """ "Seizures have been reported": the subject is claimed."""
    predicate = shapes.outside(clause)[slice(*occurs.span("predicate"))]
    if claims.not_claimed(predicate) is not None:
        return []
    subject = clause[: occurs.start()]
    said = NO_GROUP
    while (adverb := leading_adverb(subject)) is not None:
        said, subject = adverb[0].over(said), adverb[1]
    if claims.not_claimed(shapes.outside(subject)) is not None or shapes.sums_up(subject):
        return []
    group = read_occurrence(predicate).over(said).over(group)
    return [_in(group, f) for f in reader.run(subject, Trust.PROSE)]


_JUDGED = re.compile(
    r"\s+(?:is|are|was|were|remains?)\s+(?:(?:also|usually|considered|probably|perhaps)\s+)*"
    r"(?P<words>(?:an?|the|one of the|among the|another)?\s*(?:[\w-]+,?\s+){0,5}?)"
    r"(?:side[- ]effects?|adverse (?:effects?|reactions?|events?)|complications?)\b"
)


def _judged(
    clause: str, masked: str, reader: PhraseReader, context: Context, outer: Group | None
) -> list[Finding] | None:
    """ "Constipation is the most common side effect": a subject that is called a side effect."""
    match = _JUDGED.search(masked)
    if match is None or claims.not_claimed(masked[: match.end()]) is not None:
        return None
    words = shapes.outside(clause)[slice(*match.span("words"))]
    subject = clause[: match.start()]
    said = NO_GROUP
    while (adverb := leading_adverb(subject)) is not None:
        said, subject = adverb[0].over(said), adverb[1]
    judged = read_lead(f"{words} side effects") or NO_GROUP
    group = judged.over(said).over(outer or context.group)
    return [_in(group, f) for f in reader.run(subject, Trust.PROSE)]


def _listing(
    clause: str, reader: PhraseReader, context: Context
) -> tuple[Group | None, list[Finding]] | None:
    """A clause that lists side effects; None if it lists none."""
    masked = shapes.lower(shapes.outside(clause))
    for match in _LISTING.finditer(masked):
        before = clause[: match.start()]
        sums = list(_SUM.finditer(shapes.lower(before)))
        back = context.announced and points_back(clause)
        if not sums and not back and not _SUBJECTLESS.match(before):
            continue
        between = before[sums[-1].end() :] if sums else ""
        strong = [s for s in sums if _STRONG_SUM.search(s[0])]
        word = match[0].strip()
        if word in ("such as", "like", "e.g.", "e.g.,", "namely") and between.strip(" ,("):
            # "they may get allergic reactions such as ...": the list belongs to the reactions
            continue
        if not strong and not back and not _SUBJECTLESS.match(before):
            continue
        run = clause[match.end() :]
        if word in _COPULAS and not reader.run(_first_chunk(run), Trust.PROSE):
            continue
        last_said = re.split(r"\bbut\b", before)[-1]
        if claims.denial(last_said) is not None or claims.is_elsewhere(before):
            return None, []
        lead = read_lead(before) if strong else None
        if lead and lead != NO_GROUP:
            group = lead
        else:
            group = _adverbs(before).over(
                NO_GROUP if strong and not context.listed and _resets(before) else context.group
            )
        trust = Trust.PROSE if word in _COPULAS else Trust.RUN
        return group, [_in(group, f) for f in reader.run(_claimed_part(run), trust)]
    return None


_ANEW = re.compile(
    r"\b(?:other|additional|potential|possible|some|reported|further)\s+"
    r"(?:reported |potential |possible )?(?:side[- ]effects|adverse)"
)


def _resets(before: str) -> bool:
    """Whether a lead-in speaks of side effects anew, outside the group that held so far."""
    return not points_back(before) and _ANEW.search(shapes.lower(before)) is not None


def _first_chunk(run: str) -> str:
    chunks = shapes.split(run, ",")
    return re.split(r"\s+(?:and|or)\s+", chunks[0])[0] if chunks else ""


def _claimed_part(run: str) -> str:
    """A run up to where it turns into a denial, a treated condition or a risk factor."""
    end = claims.not_claimed(shapes.outside(run))
    return run if end is None else run[:end]


def _adverbs(before: str) -> Group:
    if adverb := leading_adverb(before):
        return adverb[0]
    return read_occurrence(before)


def _in(group: Group, finding: Finding) -> Finding:
    return Finding(finding.text, finding.effect, finding.group.over(group))
