"""Claims: the cue words that say a sentence claims, denies or does not speak of side effects.

Every cue stands in one of the tables below, in lower case, with what it does. Cues have a scope:
a denial reaches to the end of its clause, so "does not cause drowsiness, but may cause headache"
claims headache.
"""

from __future__ import annotations

import re

from sphinx_drugmono.monograph.side_effects.shapes import lower

HARMLESS = (
    "not limited to",
    "not everyone",
    "not everybody",
    "not all",
    "not always",
    "not only",
    "not an exhaustive",
    "not a complete",
    "not exhaustive",
    "not common",
    "not uncommon",
    "not fully",
    "not yet fully",
    "not well-defined",
    r"not (?:\w+ ){0,2}?(?:defined|established|specified|documented|understood|listed)",
    "no matter",
    "without warning",
)
"""Phrases with a negative word that deny no side effect, as regular expressions."""

DENIAL = (
    r"not",
    r"no",
    r"never",
    r"none",
    r"neither",
    r"nor",
    r"cannot",
    r"\w+n['’]t",
    r"without",
    r"unlike",
    r"unlikely",
    r"rather than",
    r"instead of",
    r"in contrast to",
    r"compared (?:to|with)",
    r"less likely",
    r"fewer",
    r"free (?:of|from)",
    r"lacks?",
    r"negligible",
    r"insufficient evidence",
    r"little evidence",
    r"devoid of",
    r"prevents?",
    r"minimi[sz]e[sd]?",
    r"minimi[sz]ing",
    r"avoids?",
    r"avoiding",
    r"reduces? the (?:risk|chance|incidence|likelihood) of",
    r"reducing the (?:risk|chance|incidence|likelihood) of",
    r"lowers? the (?:risk|chance) of",
)
"""Words that deny what follows in their clause."""

TREATED = (
    r"(?:used|prescribed|given|taken|indicated|intended) (?:to|for|in)",
    r"treats?",
    r"treating",
    r"treatment (?:of|for)",
    r"reliev\w+",
    r"relief (?:of|from)",
    r"alleviat\w+",
    r"manage(?:s|d|ment of)?",
    r"managing",
    r"cures?",
    r"to prevent",
    r"prevention of",
    r"protects? against",
    r"underlying",
    r"being treated",
)
"""What the drug is for, not what it does besides."""

RISK = (
    r"(?:patients|people|individuals|those|persons|anyone|women|men|children|adults) with",
    r"(?:patients|people|individuals|those|persons|anyone|women|men|children|adults) prone",
    r"(?:patients|people|individuals|those|persons|anyone|women|men) who (?:have|are|already)",
    r"(?:a )?(?:personal |family )?history of",
    r"pre-?existing",
    r"if you (?:have|are|already)",
    r"allerg(?:y|ic|ies) to",
    r"(?:known )?(?:hypersensitivity|sensitivity) to",
    r"predispos\w+",
    r"prone to",
    r"at risk (?:of|for)",
    r"susceptible to",
    r"suffering from",
)
"""Who is at risk: what follows is a condition of the patient."""

ELSEWHERE = (
    r"overdos(?:e|es|age|ing)",
    r"taking too much",
    r"toxic (?:dose|amount|level)s?",
    r"accidental ingestion",
    r"withdrawal",
    r"(?:abrupt|sudden)(?:ly)? (?:stop\w*|discontinu\w*|cessation|withdraw\w*)",
    r"(?:stop\w*|discontinu\w*) (?:\w+ ){0,4}?(?:abruptly|suddenly)",
    r"interact(?:s|ion|ions|ing)?",
    r"(?:taken|used|combined|mixed) (?:together |concurrently )?with (?:other|certain|another)",
    r"(?:taken|used|combined|mixed) (?:together |concurrently )?with alcohol",
    r"(?:co-)?administered (?:together |concurrently )?with (?:other|certain|alcohol|another)",
    r"in combination with (?:other|certain|alcohol)",
    r"concurrent(?:ly)? (?:use|used|with)",
    r"contraindicated",
    r"drinking alcohol",
)
"""Overdose, withdrawal, interactions: sentences that speak of something else."""

ADVICE = (
    r"if (?:you|any|this|these|they|it|an?|the|side|symptoms|signs|experienc\w+)",
    r"if (?:serious|severe|persistent|irritation)",
    r"seek",
    r"contact(?! dermatitis| urticaria| allerg\w+| eczema| lens\w*)",
    r"consult",
    r"call",
    r"stop",
    r"discontinue",
    r"report",
    r"tell",
    r"talk",
    r"speak",
    r"discuss",
    r"inform",
    r"ask",
    r"always",
    r"never",
    r"do not",
    r"don['’]t",
    r"avoid",
    r"monitor",
    r"take (?:care|this|it|with|the)",
    r"use (?:caution|sunscreen|with)",
    r"drink",
    r"be (?:sure|aware|careful|alert)",
    r"make sure",
    r"remember",
    r"note",
    r"please",
    r"let your",
    r"get (?:medical|emergency|immediate)",
    r"immediate(?:ly)? (?:medical|contact|report|seek|consult|stop|discontinue)",
    r"it(?:['’]s| is) (?:always |very |also |extremely )?(?:important|crucial|essential|vital)",
    r"it(?:['’]s| is) (?:always |very |also )?(?:advisable|recommended|necessary|best)",
    r"it(?:['’]s| is) (?:always |very |also )?(?:imperative|critical)",
    r"(?:you|patients|parents|caregivers|users|women|individuals|people) (?:should|must|need)",
    r"any (?:\w+ ){0,5}?(?:should|must|warrants?|requires?|needs?)",
    r"regular(?:ly)? (?:monitor\w*|blood|check\w*)",
    r"for a (?:complete|full|comprehensive)",
    r"this (?:list|is not an|is not a complete|information)",
    r"(?:signs|symptoms)(?: and symptoms)?(?: of [^,.;:()]{1,40}?)? (?:can|may|might|could|are)",
    r"(?:signs|symptoms)(?: and symptoms)?(?: of [^,.;:()]{1,40}?)? includ\w+",
)
"""Openings of sentences that tell the reader what to do, or explain what was just said."""

ADVICE_INSIDE = (
    r"needs? (?:\w+ ){0,2}?(?:help|care|attention|doctor|hospital|ambulance)",
    r"(?:go|come) to (?:a |the )?(?:doctor|hospital|emergency|clinic)",
    r"see (?:a|your|the) (?:doctor|physician|specialist)",
    r"(?:seek|get) (?:immediate |urgent |prompt |emergency )*(?:medical|emergency|professional)",
    r"(?:contact|consult|call|tell|inform|notify|see) (?:your|a|the) (?:\w+ )?doctor",
    r"(?:contact|consult|call|tell|inform|notify|see) (?:your|a|the) (?:health|medical)\w*",
    r"(?:contact|consult|call|tell|inform|notify|see) (?:your|a|the) (?:physician|pharmacist)",
    r"(?:should|must) be (?:reported|monitored|used|avoided|discontinued|taken|told|aware)",
    r"(?:should|must) be (?:discussed|considered)",
    r"should (?:not|consult|seek|contact|avoid|discontinue|stop)",
)
"""Words that make a sentence advice wherever they stand in it."""


def _words(cues: tuple[str, ...]) -> re.Pattern[str]:
    return re.compile(rf"(?<![\w-])(?:{'|'.join(cues)})(?![\w-])")


def _opening(cues: tuple[str, ...]) -> re.Pattern[str]:
    return re.compile(rf"^\W*(?:{'|'.join(cues)})(?![\w-])")


_HARMLESS = re.compile("|".join(HARMLESS))
_DENIAL = _words(DENIAL)
_PHRASE_DENIAL = re.compile(
    r"^(?:no|not|none|without|unlike|never|absence of (?:any )?(?:side|adverse))(?![\w-])"
    r"(?! (?:appetite|periods?|energy|menstruation|urine))|"
    r"\bno (?:known|reported|serious|significant|"
    r"adverse|side|specific|major)\b|\bnot (?!(?:be )?able|feeling|sleeping|urinating)\w"
)
_TREATED = _words(TREATED)
_RISK = _words(RISK)
_ELSEWHERE = _words(ELSEWHERE)
_ELSEWHERE_ITEM = re.compile(
    r"(?:,\s*(?:and |or |and/or )?|\s+(?:and|or)\s+)"
    r"(?:possible |potential |drug )*interactions?\b"
)
_ADVICE = _opening(ADVICE)
_ADVICE_INSIDE = _words(ADVICE_INSIDE)


def _without_harmless(text: str) -> str:
    """The text in lower case with its harmless negative phrases blanked, at the same length."""
    return _HARMLESS.sub(lambda m: "_" * len(m[0]), lower(text))


def denies(phrase: str) -> bool:
    """Whether a phrase of a list denies an effect ("no serious side effects"), or is none: who is
    at risk ("people with asthma"), what is treated."""
    text = _without_harmless(phrase)
    if _PHRASE_DENIAL.search(text) is not None:
        return True
    return _RISK.match(text) is not None or _TREATED.match(text) is not None


def opens_with_advice(sentence: str) -> bool:
    """Whether a sentence opens by telling the reader what to do."""
    return _ADVICE.match(lower(sentence)) is not None


def is_advice(sentence: str) -> bool:
    """Whether a sentence tells the reader what to do."""
    sentence = lower(sentence)
    return _ADVICE.match(sentence) is not None or _ADVICE_INSIDE.search(sentence) is not None


def is_elsewhere(sentence: str) -> bool:
    """Whether a sentence speaks of overdose, withdrawal or interactions."""
    return _ELSEWHERE.search(lower(sentence)) is not None


def without_elsewhere(clause: str) -> str:
    """The clause up to a last item that is no side effect: "..., and drug interactions"."""
    match = _ELSEWHERE_ITEM.search(lower(clause))
    return clause[: match.start()] if match else clause


def denial(clause: str) -> int | None:
    """Where the part of a clause begins that is denied, or None."""
    match = _DENIAL.search(_without_harmless(clause))
    return match.start() if match else None


def not_claimed(clause: str) -> int | None:
    """Where the part of a clause begins that is denied, treated or a risk factor, or None."""
    text = _without_harmless(clause)
    starts = [m.start() for p in (_DENIAL, _TREATED, _RISK) if (m := p.search(text))]
    return min(starts) if starts else None
