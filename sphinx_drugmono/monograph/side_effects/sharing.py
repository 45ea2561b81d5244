"""Sharing: effects that share a word with their neighbours.

"Fast or irregular heartbeat" shares its tail, "difficulty breathing or swallowing" its head,
    "pain,
redness or swelling at the injection site" a place. Every reading is tried against the vocabulary;
what it does not know is not put together.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from sphinx_drugmono.monograph.side_effects import shapes
from sphinx_drugmono.monograph.side_effects.groups import NO_GROUP, Group
from sphinx_drugmono.monograph.side_effects.lookup import EDGE, Lookup, Trust, cleaned
from sphinx_drugmono.monograph.side_effects.words import (
    BODY_PARTS,
    GENERAL_SIGNS,
    LOCAL_SIGNS,
    ONE_SENSATION,
    SHARED_HEADS,
    SITE,
    SMALL_WORDS,
)

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sphinx_drugmono.vocabulary import SideEffect


@dataclass(frozen=True, slots=True)
class Finding:
    """A side effect in the writer's words; ``effect`` is None if the vocabulary lacks it."""

    text: str
    effect: SideEffect | None
    group: Group = NO_GROUP


@dataclass(frozen=True, slots=True)
class Neighbours:
    """The chunks of a run, without parentheses, and which of them is looked at."""

    run: str = ""
    chunks: Sequence[str] = ()
    index: int = 0

    @property
    def later(self) -> Sequence[str]:
        return self.chunks[self.index + 1 :]

    @property
    def earlier(self) -> Sequence[str]:
        return self.chunks[: self.index]

    def text_to(self, chunk: str) -> str:
        """The writer's words from the chunk looked at to the end of a later one."""
        own = self.chunks[self.index]
        start = self.run.find(own)
        end = self.run.find(chunk, start + len(own))
        return self.run[start : end + len(chunk)] if 0 <= start < end else own


ALONE = Neighbours()

_WORD = re.compile("[a-z]+")
_SITE_TAIL = re.compile(rf"\s+(?P<site>{SITE})\b.*$", re.I)
_OTHER_PLACE = re.compile(r"\b(?:nail|hair|eye|tooth|teeth)", re.I)


def named(phrase: str, lookup: Lookup, trust: Trust = Trust.PROSE) -> list[Finding]:
    """The effect or effects that a phrase names as it stands.

    With more trust than prose, a part that the vocabulary lacks is taken in the writer's words
    beside one that it knows; otherwise all parts must be known.
    """
    effect = lookup.find(phrase)
    several = _several(phrase, lookup, trust)
    if several and (effect is None or _are_distinct(several, phrase, effect)):
        return several
    return [Finding(lookup.shortest(phrase), effect)] if effect else []


def _several(phrase: str, lookup: Lookup, trust: Trust) -> list[Finding]:
    """Two or more effects joined by "and", "or" or a slash, or nothing."""
    parts = [part.strip(EDGE) for part in shapes.JOINT.split(phrase)]
    if len(parts) < 2 or not all(parts):
        return []
    if all(only_body_parts(part) for part in parts[1:]):
        effect = lookup.find(parts[0])
        return [Finding(phrase, effect)] if effect else []
    first, last = parts[0].split(), parts[-1].split()
    found: list[Finding | None] = []
    for position, part in enumerate(parts):
        finding = None
        if position < len(parts) - 1:
            finding = _with_tail(part, last, phrase, lookup)
        if position > 0 and (part.lower() in GENERAL_SIGNS or "site" in first):
            # "chest discomfort or pain", "injection site pain or inflammation"
            finding = finding or _with_head(first, part, phrase, lookup)
        if finding is None and (effect := lookup.find(part)):
            finding = Finding(part, effect)
        if finding is None and position > 0:
            finding = _with_head(first, part, phrase, lookup)
        found.append(finding)
    known = sum(1 for finding in found if finding)
    if known == 0 or (trust is Trust.PROSE and known < len(parts)):
        return []
    return [
        finding or Finding(cleaned(part), None)
        for finding, part in zip(found, parts, strict=True)
        if finding
        or (
            not part.lower().startswith("other ")
            and len(part.split()) > 1
            and lookup.passes_unknown(part, trust)
        )
    ]


def _with_tail(part: str, last: Sequence[str], phrase: str, lookup: Lookup) -> Finding | None:
    """ "fast" in "fast or irregular heartbeat"."""
    for size in range(len(last) - 1, 0, -1):
        if effect := lookup.find(f"{part} {' '.join(last[-size:])}"):
            return Finding(part if lookup.find(part) else phrase, effect)
    return None


def _with_head(first: Sequence[str], part: str, phrase: str, lookup: Lookup) -> Finding | None:
    """ "swallowing" in "difficulty breathing or swallowing"."""
    for size in range(len(first) - 1, 0, -1):
        if effect := lookup.find(f"{' '.join(first[:size])} {part}"):
            return Finding(phrase, effect)
    return None


def _are_distinct(findings: Sequence[Finding], phrase: str, whole: SideEffect) -> bool:
    """Whether the parts of a known phrase are effects apart, not one sensation in two words."""
    parts = {f.effect.id for f in findings if f.effect}
    if len(parts) < 2 or whole.id in parts or len(parts) < len(shapes.JOINT.split(phrase)):
        return False
    words = set(re.findall(r"[a-z]+", phrase.lower()))
    return not any(len(words & one) > 1 for one in ONE_SENSATION)


def at_shared_site(phrase: str, neighbours: Neighbours, lookup: Lookup) -> list[Finding] | None:
    """A local sign whose place is named by a chunk after it; None if there is no such place."""
    if not is_local_sign(phrase):
        return None
    for later in neighbours.later:
        later = shapes.without_joint(later)
        match = _SITE_TAIL.search(later)
        if match is None:
            if not is_local_sign(later):
                return None
            continue
        if not all(is_local_sign(part) for part in shapes.JOINT.split(later[: match.start()])):
            return None
        place = later[match.start("site") :]
        parts = shapes.JOINT.split(phrase)
        effects = [lookup.find(f"{part} {place}") for part in parts]
        if all(effects):
            return [Finding(p, effect) for p, effect in zip(parts, effects, strict=True)]
        # "discoloration or brittleness of the nails" is no discoloration of the skin
        return [] if _OTHER_PLACE.search(place) else None
    return None


def with_neighbours(phrase: str, neighbours: Neighbours, lookup: Lookup) -> Finding | None:
    """A short phrase that needs a word of a neighbour.

    "back" in "back, joint or muscle pain"; "appetite" in "changes in mood, appetite or sleep".
    """
    if len(phrase.split()) > 2:
        return None
    for later in neighbours.later[:3]:
        words = later.split()
        if len(words) < 2 or not (effect := lookup.find(f"{phrase} {words[-1]}")):
            continue
        if lookup.find(shapes.without_joint(later)) or shapes.JOINT.search(later):
            return Finding(neighbours.text_to(later), effect)
    for earlier in reversed(neighbours.earlier[-3:]):
        lower = shapes.without_joint(earlier).lower()
        for shared in SHARED_HEADS:
            if lower.startswith(f"{shared} ") and (effect := lookup.find(f"{shared} {phrase}")):
                return Finding(phrase, effect)
    return None


def is_local_sign(text: str) -> bool:
    """Whether a phrase is a sign such as redness, with no place of its own."""
    words = _WORD.findall(text.lower())
    if not 0 < len(words) <= 4 or LOCAL_SIGNS.isdisjoint((words[0], words[-1])):
        return False
    return not _SITE_TAIL.search(text)


def only_body_parts(text: str) -> bool:
    """Whether a phrase only names parts of the body."""
    words = _WORD.findall(text.lower())
    return bool(words) and all(word in BODY_PARTS or word in SMALL_WORDS for word in words)
