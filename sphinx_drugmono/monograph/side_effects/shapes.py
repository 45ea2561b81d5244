"""Shapes: cutting text at commas, parentheses and example markers, and telling umbrellas apart."""

from __future__ import annotations

import re
from enum import Enum, auto
from functools import lru_cache
from typing import TYPE_CHECKING

from sphinx_drugmono.monograph.side_effects.words import (
    NAMED_REACTIONS,
    ORGANS,
    SYSTEMS,
    UMBRELLA_NOUNS,
)

if TYPE_CHECKING:
    from collections.abc import Sequence

_PARENS = re.compile(r"[(\[]((?:[^()\[\]]|\([^()]*\))*)[)\]]")
JOINT = re.compile(
    r"\s*(?:\s(?:and/or|and|or|&|plus)\s|(?<=\w)\s?/\s?(?=\w)|"
    r"\sto\s(?=(?:more )?(?:severe|serious|significant|life-threatening|extreme)\s))\s*",
    re.I,
)
"""What joins two effects in one chunk."""
_AND_LAST = re.compile(r",\s*(?:and/or|and|or)\s+")
_LEADING_JOINT = re.compile(
    r"^(?:(?:and/or|and|or|&|plus|as well as|along with|in addition to|also|even|possibly|"
    r"potentially|sometimes|occasionally|then|causing|experiencing|potential for|"
    r"possibility of|but|however|yet)\b\s*)+",
    re.I,
)
_OPEN_PARENS = re.compile(r"[(\[].*", re.S)
_PLURAL = re.compile(r"\(e?s\)")  # "eye(s)": belongs to the word
_UNCLOSED = re.compile(r"[(\[](?!e?s\))")
_SPACES = re.compile(r"\s{2,}|\s+(?=,)")
_UNCUT = re.compile(r"[()\[\]]|\d,\d")
_DEPTH = {"(": 1, "[": 1, ")": -1, "]": -1}
_EXAMPLES = re.compile(
    r",?\s+(?:such as|including(?: but not limited to)?|includes?|like|for example|e\.g\.?|namely)"
    r"(?:[,:]|\b)\s*|:\s+"
)
_EXPLICIT = re.compile(
    r"^(?:e\.?g\.?|such as|including|includes?|like|for example|for instance|i\.e\.?|"
    r"may include|can include|possibly including|potentially including)\b[.,:]*\s*",
    re.I,
)
_EXAMPLES_WITHIN = re.compile(r"[,:]?\s*\b(?:e\.g\.|such as|including)[,:]?\s+")
_SAME = re.compile(r"^(?:i\.?e\.?|also (?:known as|called)|known as|aka|or)\b[.,:]*\s*", re.I)
_QUALIFIER = re.compile(
    r"^(?:especially|particularly|in|with|without|due|if|when|while|from|at|after|during|"
    r"following|usually|most|"
    r"mostly|more|less|ranging|which|that|can|could|may|might|should|though|although|but|by|for|"
    r"upon|on|only|"
    r"primarily|mainly|often|sometimes|possibly|potentially|within|over|until|because|causing|"
    r"leading|resulting|associated|related|as|affecting|seen|reported|observed|requiring|"
    r"requires?|typically|generally|depending|both|some|very|than|not|no|is|are|was|has|have|"
    r"occurring|occurs?|including those|secondary|caused|characterized|marked|also in|even|"
    r"temporary|transient|reversible|seek|consult|contact|see|report|stop|worse|dose|higher|"
    r"high doses|long|rare|rarely|uncommon|common|early|late|initial|initially|this|these|it|"
    r"they)\b",
    re.I,
)
_CUT = re.compile(
    r",?\s+(?:due to|because|caused by|resulting (?:from|in)|leading to|which|that|who|when|while|"
    r"if|unless|especially|particularly|mainly|mostly|primarily|usually|typically|generally|"
    r"often|requiring|possibly|potentially|"
    r"sometimes|associated with|related to|secondary to|following|after|during|affecting|"
    r"involving|though|although|but|"
    r"however|so|rather|as (?:a|the|with|well)|such|upon|within|until|over time|over the|"
    r"with(?: (?:long|prolonged|high|higher|repeated|chronic|extended|excessive|overuse|extensive|"
    r"use|oral|topical|systemic|some|certain|other|large|frequent|the|rapid|injection|alcohol|"
    r"intravenous))|"
    r"from (?:the|long|prolonged|topical|oral|systemic|use|overuse)|by|"
    r"in (?:some|rare|certain|susceptible|sensitive|patients|people|individuals|children|women|"
    r"men|males|females|infants|older|elderly|those|severe|very|many|most|a small|up to|about|"
    r"predisposed|diabetic|diabetics|pregnant|young|adults|high|newborns|neonates|users|"
    r"combination|overdose|long)|"
    r"at (?:high|higher|first|the start|the beginning|large|doses|excessive)|for (?:some|a|the|"
    r"several)|"
    r"has|have|had|is|are|was|were|can|may|might|could|should|will|would|occurs?|occurred|"
    r"occurring|"
    r"develops?|happens?|appears?|including|like|(?:around|near|inside) the|to (?:the drug|"
    r"the medication|any|this|either|both|one|sunlight exposure)|"
    r"rarely|commonly|in the (?:elderly|first|form|beginning)|with$)(?:\b.*)?$"
)
_DASH = re.compile(r"\s+[-–—]{1,2}\s+|\s?[—]\s?")
_FINITE = re.compile(
    r"\b(?:is|are|was|were|can|may|might|could|should|will|would|has|have|had|does|do|did|occurs?|"
    r"occurred|causes?|caused|includes?|included|develops?|happens?|carries|affects?|requires?|"
    r"increases the|reduces the|makes|leads|results|tends?|appears?|seems?|varies|vary|depends?|"
    r"resolves?|goes|go|subsides?|disappears?|persists?|experienced?|lowers?|helps|contains|"
    r"consult|seek|contact (?:your|a|the)|report|stop (?:taking|using)|avoid)\b"
)


def lower(text: str) -> str:
    """The text in lower case, at the same length.

    Patterns that look for any of many words are several times as fast on it as they are when
    they ignore case.
    """
    lowered = text.lower()
    if len(lowered) == len(text):
        return lowered
    return "".join(low if len(low := char.lower()) == 1 else char for char in text)


def split(text: str, separator: str) -> list[str]:
    """Cut at a separator outside parentheses; a comma inside a number does not cut."""
    if separator not in text:
        return [text] if text.strip() else []
    if not _UNCUT.search(text):
        return [part for part in text.split(separator) if part.strip()]
    parts: list[str] = []
    depth = start = 0
    for index, character in enumerate(text):
        if character in _DEPTH:
            depth = max(0, depth + _DEPTH[character])
        elif character == separator and depth == 0:
            if (
                character == ","
                and text[index - 1 : index].isdigit()
                and text[index + 1 : index + 4].isdigit()
            ):
                continue
            parts.append(text[start:index])
            start = index + 1
    parts.append(text[start:])
    return [part for part in parts if part.strip()]


def parentheses(text: str) -> tuple[str, Sequence[str]]:
    """The text without its parentheses, and what stood in them."""
    if "(" not in text and "[" not in text:
        return text, ()
    return _parentheses(text)


@lru_cache(maxsize=4096)
def _parentheses(text: str) -> tuple[str, Sequence[str]]:
    notes: list[str] = []
    kept: list[str] = []
    start = 0
    for match in _PARENS.finditer(text):
        if not _PLURAL.fullmatch(match[0]):
            notes.append(match[1].strip())
            kept.append(text[start : match.start()])
            start = match.end()
    kept.append(text[start:])
    head = _UNCLOSED.split("".join(kept), maxsplit=1)[0]
    return _SPACES.sub(" ", head).strip(), tuple(notes)


def without_parentheses(text: str) -> str:
    """The text without its parentheses."""
    return parentheses(text)[0]


def without_joint(text: str) -> str:
    """The text without "and", "or" and the like in front."""
    return _LEADING_JOINT.sub("", text)


def outside(text: str) -> str:
    """The text with everything in parentheses blanked, at the same length."""
    if "(" not in text and "[" not in text:
        return text
    return _outside(text)


@lru_cache(maxsize=1024)
def _outside(text: str) -> str:
    text = _PARENS.sub(lambda match: "_" * len(match[0]), text)
    # a parenthesis that is never closed takes the rest with it
    return _OPEN_PARENS.sub(lambda match: "_" * len(match[0]), text)


def examples(text: str) -> tuple[str, str | None]:
    """Cut "X such as A, B" into X and "A, B"; without such a marker the second is None."""
    match = _EXAMPLES.search(" " + lower(outside(text)))
    if match is None:
        return text, None
    start, end = max(0, match.start() - 1), match.end() - 1
    if match[0].strip() == "like" and re.search(
        r"\b(?:flu|cold|acne|feel|feels|feeling|look|looks|gout|lupus|disulfiram)-?$",
        text[:start],
        re.I,
    ):
        return text, None
    return text[:start], text[end:]


def gloss(note: str) -> tuple[list[str], bool]:
    """What a parenthesis adds to its phrase: its items, and whether it says "such as".

    A qualifier ("especially with alcohol", "at high doses") adds nothing.
    """
    note = note.strip()
    if match := _EXPLICIT.match(note):
        explicit = not _SAME.match(note)
        listed = _DASH.split(note[match.end() :])[0]
        return [p.strip() for p in split(_last_joint(listed), ",")], explicit
    if match := _SAME.match(note):
        return [note[match.end() :].strip()], False
    if _QUALIFIER.match(note):
        return [], False
    if (inner := _EXAMPLES_WITHIN.search(note)) and inner.start():
        return [note[: inner.start()]], False
    if _FINITE.search(lower(note)):
        return [], False
    note = _DASH.split(note)[0]
    items = [p.strip() for p in split(note, ",")]
    if len(items) > 1:
        items = [p.strip() for p in split(_last_joint(note), ",")]
    return [
        item for item in items if item.lower() not in ("etc.", "etc", "and others", "others")
    ], False


def _last_joint(text: str) -> str:
    """Write ", and X" as ", X"."""
    return _AND_LAST.sub(", ", text)


def _dash_in(text: str) -> re.Match[str] | None:
    """The first dash between two parts of a text."""
    return _DASH.search(text) if "-" in text or "–" in text or "—" in text else None


@lru_cache(maxsize=8192)
def _shorter(phrase: str) -> tuple[str, ...]:
    result = [phrase]
    for search in (_dash_in, _CUT.search):
        match = search(lower(result[-1]))
        while match and match.start() > 2:
            result.append(result[-1][: match.start()].strip(" ,;:–—-"))
            match = search(lower(result[-1]))
    return tuple(result)


def shorter(phrase: str) -> tuple[str, ...]:
    """The phrase, and then without what a dash or a qualifier adds behind it."""
    return _shorter(phrase)


def shortest(phrase: str) -> str:
    """The phrase without anything added behind it."""
    return _shorter(phrase)[-1]


@lru_cache(maxsize=1024)
def has_verb(text: str) -> bool:
    """Whether the text outside its parentheses is a sentence rather than a phrase."""
    return _FINITE.search(lower(outside(text))) is not None


_DESCRIPTION = re.compile(
    r",?\s+(?:(?:that is |often |usually |sometimes )?(?:characteri[sz]ed by|manifest(?:ing|"
    r"ed)? (?:as|by|with)|"
    r"marked by|indicated by|presenting (?:as|with)|with symptoms|symptoms of which)|"
    r"signs of which|symptoms (?:include|may|can))\b"
)


@lru_cache(maxsize=1024)
def before_dash(text: str) -> str:
    """The text up to a dash or a word that opens an explanation."""
    masked = outside(text)
    for search in (_dash_in, _DESCRIPTION.search):
        match = search(masked)
        if match and match.start() > 2:
            text, masked = text[: match.start()], masked[: match.start()]
    return text


_VERB = re.compile(
    r"\s+(?:(?:also|sometimes|often|rarely)\s+)?(?:can|may|might|could|have|has|had|are|is|was|"
    r"were|"
    r"should|will|would|occurs?|occurred|requires?|warrants?|needs?)\b"
)
_JOINT_AFTER = re.compile(r"(?<=_)\s+(?:and/or|and|or)\s+(?=\w)")


def before_verb(text: str) -> str:
    """The text up to its verb; what stands in parentheses does not count."""
    match = _VERB.search(outside(text))
    return text[: match.start()] if match and match.start() > 2 else text


def after_parentheses(text: str) -> list[str]:
    """Cut "syncope (fainting) and seizures" behind the parenthesis."""
    if ")" not in text:
        return [text]
    masked = outside(text)
    parts: list[str] = []
    start = 0
    for match in _JOINT_AFTER.finditer(masked):
        parts.append(text[start : match.start()])
        start = match.end()
    parts.append(text[start:])
    return parts


class Head(Enum):
    """What a phrase is to the list behind it."""

    PLAIN = auto()
    NAMED = auto()
    """A reaction of its own; what follows are its symptoms."""
    ORGAN = auto()
    """Trouble of an organ; its symptoms or its kinds may follow."""
    UMBRELLA = auto()
    """Names a family of effects; its kinds follow."""
    PURE = auto()
    """Only sums up; never an effect itself when its kinds follow."""


_SUMMING = re.compile(
    r"^(?:(?:the|some|other|any|these|certain|various|several|more|less|few|additional|possible|"
    r"potential|"
    r"potentially|mild|minor|common|uncommon|rare|serious|severe|life-threatening|very|adverse|"
    r"side|undesirable|unwanted|unpleasant|temporary|long-term|local|systemic|but|and|"
    r"complications|generally|usually|significant|unexpected|symptoms|allergic) ?)*"
    r"(?:effects?|side[- ]effects|reactions|events|symptoms|complications|problems|issues|risks|"
    r"ones|conditions|concerns)$"
)
_ALLERGIC = re.compile(r"\ballergic reactions?$")


def sums_up(head: str) -> bool:
    """Whether the phrase names no effect, only "side effects" or the like."""
    head = lower(without_parentheses(head).strip())
    return _SUMMING.match(head) is not None and not _ALLERGIC.search(head)


@lru_cache(maxsize=4096)
def kind_of(head: str) -> Head:
    """What a phrase is to the list behind it, by its first and last words."""
    text = re.sub(
        r"^(?:(?:severe|serious|mild|moderate|other|some|certain|various|potential|possible|minor|"
        r"significant|increased risk of|risk of|temporary|transient|general|common|rare)\s+)+",
        "",
        head.strip().lower(),
    )
    words = re.findall(r"[a-z]+(?:[-'][a-z]+)*", text)
    if not words:
        return Head.PLAIN
    if words[0] in NAMED_REACTIONS:
        return Head.UMBRELLA if words[:2] == ["allergic", "symptoms"] else Head.NAMED
    if text.startswith(("changes in", "change in", "alterations in", "disturbances in")):
        return Head.UMBRELLA
    if text.startswith(("signs of", "symptoms of")):
        return Head.NAMED
    if "site" in words and re.search(r"\breactions?\b", text):
        return Head.UMBRELLA
    if text in ("bone marrow suppression", "myelosuppression", "bone marrow depression"):
        return Head.UMBRELLA
    if words[-1] not in UMBRELLA_NOUNS:
        return Head.PLAIN
    if any(word in ORGANS for word in words[:-1]) and words[-1] not in ("cancers", "infections"):
        return Head.ORGAN
    before = " ".join(words[:-1])
    if (not before or before in SYSTEMS) and words[-1] in _PURE_NOUNS:
        return (
            Head.UMBRELLA
            if words[0] in ("mood", "skin", "sleep", "sexual", "weight", "blood")
            else Head.PURE
        )
    return Head.UMBRELLA


_PURE_NOUNS = frozenset(
    "issues issue effects effect symptoms symptom problems problem disturbances disturbance upset "
    "distress discomfort complaints disorders reactions complications events changes".split()
)
