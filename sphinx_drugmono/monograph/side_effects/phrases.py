"""Phrases: the side effects named by one list item or one run of a list.

"Nausea, dry mouth and eyes, low blood counts (neutropenia, anemia)" is a run. It is cut into
chunks, and every chunk is read as one of

* a side effect, perhaps with a gloss: "alopecia (hair loss)";
* several that share a head or a tail: "fast or irregular heartbeat", "pain, redness or swelling at
  the injection site";
* an umbrella term with its kinds: "mood changes (irritability, depression)" - the kinds;
* a reaction with its symptoms: "allergic reactions (rash, hives)" - the reaction.

How things hang together is tried against the vocabulary: a reading counts only if the vocabulary
knows what comes out.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import IntEnum
from typing import TYPE_CHECKING

from sphinx_drugmono.monograph.side_effects import claims, shapes
from sphinx_drugmono.monograph.side_effects.groups import (
    NO_GROUP,
    Group,
    is_serious,
    leading_adverb,
    read_remark,
)
from sphinx_drugmono.monograph.side_effects.shapes import Head
from sphinx_drugmono.monograph.side_effects.words import (
    ADJECTIVES,
    BODY_PARTS,
    EFFECT_ENDINGS,
    LOCAL_SIGNS,
    NEUTRAL,
    NOT_AN_EFFECT,
    ONE_SENSATION,
    ORGAN_SIGNS,
    ORGANS,
    SHARED_HEADS,
    SITE,
    SYSTEMS,
    TOO_GENERAL,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from sphinx_drugmono.vocabulary import SideEffect, Vocabulary


class Trust(IntEnum):
    """How surely a text is a list of side effects; decides what may be taken unknown."""

    PROSE = 0
    """Words of a sentence: only what the vocabulary knows."""
    RUN = 1
    """An enumeration: also phrases that have the shape of an effect."""
    ITEM = 2
    """A list item of its own."""


@dataclass(frozen=True, slots=True)
class Finding:
    """A side effect in the writer's words; ``effect`` is None if the vocabulary lacks it."""

    text: str
    effect: SideEffect | None
    group: Group = NO_GROUP


_SITE_TAIL = re.compile(rf"\s+(?P<site>{SITE})\b.*$", re.I)
_ENDING = re.compile(rf"(?:{EFFECT_ENDINGS})$", re.I)
_JOINT = re.compile(r"\s*(?:\s(?:and/or|and|or|&|plus)\s|(?<=\w)\s?/\s?(?=\w))\s*", re.I)
_LEADING_JOINT = re.compile(
    r"^(?:(?:and/or|and|or|&|plus|as well as|along with|in addition to|also|even|possibly|"
    r"potentially|sometimes|occasionally|then|causing|experiencing)\b\s*)+",
    re.I,
)
_NOT_A_PHRASE = re.compile(
    r"(?:especially|particularly|mainly|mostly|primarily|usually|typically|generally|often|in|with|"
    r"within|due|if|when|while|which|that|who|as|during|after|before|at|by|for|from|depending|though|"
    r"although|because|both|so|but|than|to|until|unless|over|under|upon|on|only|more|most|"
    r"leading|resulting|requiring|making|increasing|reducing|affecting|including those)\b(?!-)",
    re.I,
)
"""Openings of chunks that say more about the effect before them."""
_CLEANED = re.compile(
    r"^(?:(?:a|an|the|some|any|other|mild|moderate|severe|serious|transient|temporary|occasional|"
    r"possible|potential|slight|minor|more|other|new)\s+)+",
    re.I,
)
_INDUCED = re.compile(r"^[\w-]+[- ](?:associated|induced|related)\s+(?=\w+\s\w)", re.I)
_EDGE = ' \t.;,:*!?–—-"“”'
_SIGNIFICANT = re.compile(
    r"\b(?:anaphyla|angio|stevens|necrolysis|syndrome|shock|vasculitis)", re.I
)


class PhraseReader:
    """Reads side effects out of lists with one vocabulary.

    ``names`` are drug names of the page (folded to lower case): no phrase that only names the drug
    is an effect.
    """

    def __init__(self, vocabulary: Vocabulary, names: Iterable[str] = ()) -> None:
        self._vocabulary = vocabulary
        self._names = frozenset(name.casefold() for name in names)
        self._known: dict[str, SideEffect | None] = {}

    def find(self, phrase: str) -> SideEffect | None:
        """The side effect that the phrase names as a whole."""
        phrase = phrase.strip(_EDGE)
        try:
            return self._known[phrase]
        except KeyError:
            effect = self._vocabulary.find(phrase) if phrase else None
            self._known[phrase] = effect
            return effect

    # -- runs ---------------------------------------------------------------------------------

    def run(self, text: str, trust: Trust) -> list[Finding]:
        """The findings of a run of effects in its order."""
        found: list[Finding] = []
        group = NO_GROUP
        for part in shapes.split(text, ";"):
            segment = shapes.before_dash(part)
            before, items = shapes.examples(segment)
            chunks = self._joined(shapes.split(before, ","))
            umbrella = chunks.pop() if items is not None and chunks else None
            bare = [shapes.without_parentheses(c).strip(_EDGE) for c in chunks]
            for index, chunk in enumerate(chunks):
                said, findings = self._chunk(chunk, trust, bare, index)
                if said is not None:
                    group = said
                found.extend(_with(group, findings))
            if items is not None:
                parts = self._joined(shapes.split(items, ","))
                if umbrella is None:
                    found.extend(_with(group, self.run(", ".join(parts), trust)))
                else:
                    said, umbrella = self._opening(umbrella)
                    group = said if said is not None else group
                    findings = self._umbrella(umbrella, parts, trust, explicit=True)
                    sums_up = shapes.sums_up(umbrella) or shapes.kind_of(umbrella) is Head.PURE
                    if sums_up and is_serious(umbrella):
                        group = Group(serious=True).over(group)
                    found.extend(_with(group, findings))
        return found

    def _opening(self, chunk: str) -> tuple[Group | None, str]:
        """Take joints and an adverb of frequency off the front of a chunk."""
        group = None
        chunk = _LEADING_JOINT.sub("", chunk.strip(_EDGE))
        if said := leading_adverb(chunk):
            group, chunk = said
            chunk = _LEADING_JOINT.sub("", chunk.strip(_EDGE))
        return group, chunk

    def _joined(self, chunks: Sequence[str]) -> list[str]:
        """Put chunks together that a comma cut in the middle of one place.

        "swelling of the face | lips | or throat" is one chunk.
        """
        result: list[str] = []
        for chunk in chunks:
            bare = shapes.without_parentheses(chunk)
            words = [w for w in re.findall(r"[a-z]+", bare.lower()) if w not in _SMALL]
            if (
                result
                and words
                and all(word in BODY_PARTS for word in words)
                and re.search(
                    r"\b(?:of|in|on|around|to)\s+(?:the\s+|your\s+)?[\w\s,/]+$", result[-1]
                )
                and self.find(chunk) is None
            ):
                result[-1] = f"{result[-1]},{chunk}"
            else:
                result.append(chunk)
        return result

    def _chunk(
        self, chunk: str, trust: Trust, bare: Sequence[str], index: int
    ) -> tuple[Group | None, list[Finding]]:
        """One chunk: the group it opens for the rest of its run, and its findings."""
        said, phrase = self._opening(chunk)
        if (
            not phrase
            or _NOT_A_PHRASE.match(phrase)
            or claims.denies(shapes.without_parentheses(phrase))
        ):
            return said, []
        head, notes = shapes.parentheses(phrase)
        head = head.strip(_EDGE)
        own = NO_GROUP
        gloss: str | None = None
        for note in notes:
            if (remark := read_remark(note)) is not None:
                own = remark
                continue
            remark, note = self._remark_in(note)
            own = remark if remark is not None else own
            if gloss is None and note:
                gloss = note
        if not head or shapes.sums_up(head):
            return said, []
        if head.lower() in ADJECTIVES:
            shared = self._shared_with_neighbours(head, bare, index)
            return said, _with(own, [shared] if shared else [])
        findings: list[Finding] | None = None
        if gloss is not None:
            items, explicit = shapes.gloss(gloss)
            if items:
                findings = self._umbrella(head, items, trust, explicit=explicit)
        if findings is None:
            findings = self._plain(head, trust, bare, index)
        if not findings and phrase != head and (effect := self.find(phrase)):
            findings = [Finding(phrase, effect)]
        return said, _with(own, findings)

    @staticmethod
    def _remark_in(note: str) -> tuple[Group | None, str]:
        """Split "rare, with long-term use" and "angioedema - rare" into group and the rest."""
        parts = re.split(r"\s*(?:[,;]|\s[–—-]\s)\s*", note)
        if len(parts) > 1:
            for part in (parts[0], parts[-1]):
                if (remark := read_remark(part)) is not None:
                    rest = parts[1:] if part is parts[0] else parts[:-1]
                    return remark, "" if part is parts[0] else ", ".join(rest)
        return None, note

    # -- one phrase ---------------------------------------------------------------------------

    def _plain(
        self, head: str, trust: Trust, bare: Sequence[str] = (), index: int = 0
    ) -> list[Finding]:
        """A phrase without a gloss, among its neighbours ``bare``."""
        if (found := self._with_site(head, bare, index)) is not None:
            return found
        candidates = shapes.shorter(head)
        for candidate in candidates:
            effect = self.find(candidate)
            several = self._several(candidate, trust)
            if several and (effect is None or _are_distinct(several, candidate, effect)):
                return several
            if effect:
                return [Finding(self._trimmed(head), effect)]
            if (shorter := _INDUCED.sub("", candidate)) != candidate:
                if effect := self.find(shorter):
                    return [Finding(candidate, effect)]
        if (shared := self._shared_with_neighbours(head, bare, index)) is not None:
            return [shared]
        unknown = shapes.shortest(head)
        if self.looks_like_effect(unknown, trust):
            return [Finding(_CLEANED.sub("", unknown), None)]
        return []

    def _with_site(self, head: str, bare: Sequence[str], index: int) -> list[Finding] | None:
        """A local sign whose place is named by a chunk after it."""
        if not _is_local_sign(head):
            return None
        for later in bare[index + 1 :]:
            if match := _SITE_TAIL.search(later):
                start = _LEADING_JOINT.sub("", later[: match.start()])
                if not all(_is_local_sign(p) for p in _JOINT.split(start)):
                    return None
                place = later[match.start("site") :]
                effects = [self.find(f"{part} {place}") for part in _JOINT.split(head)]
                if all(effects):
                    return [
                        Finding(part, effect)
                        for part, effect in zip(_JOINT.split(head), effects, strict=True)
                    ]
                # "discoloration or brittleness of the nails" is no discoloration of the skin
                return [] if re.search(r"\b(?:nail|hair|eye|tooth|teeth)", place, re.I) else None
            if not _is_local_sign(_LEADING_JOINT.sub("", later)):
                return None
        return None

    def _shared_with_neighbours(
        self, head: str, bare: Sequence[str], index: int
    ) -> Finding | None:
        """ "back, joint or muscle pain"; "changes in mood, appetite or sleep"."""
        words = head.split()
        if len(words) > 2 or not bare:
            return None
        for later in bare[index + 1 : index + 4]:
            tail = later.split()[-1:]
            if tail and len(later.split()) > 1 and (effect := self.find(f"{head} {tail[0]}")):
                if self.find(_LEADING_JOINT.sub("", later)) or len(_JOINT.split(later)) > 1:
                    return Finding(head, effect)
        for earlier in reversed(bare[max(0, index - 3) : index]):
            lower = _LEADING_JOINT.sub("", earlier).lower()
            for shared in SHARED_HEADS:
                if lower.startswith(f"{shared} ") and (effect := self.find(f"{shared} {head}")):
                    return Finding(head, effect)
        return None

    def _several(self, phrase: str, trust: Trust) -> list[Finding]:
        """Two or more effects joined by "and", "or" or a slash, or nothing."""
        parts = [part.strip(_EDGE) for part in _JOINT.split(phrase)]
        if len(parts) < 2 or not all(parts):
            return []
        if all(_only_body_parts(part) for part in parts[1:]):
            effect = self.find(parts[0])
            return [Finding(phrase, effect)] if effect else []
        last = parts[-1].split()
        first = parts[0].split()
        found: list[Finding | None] = []
        for position, part in enumerate(parts):
            effect, text = None, part
            if position < len(parts) - 1:
                for size in range(len(last) - 1, 0, -1):
                    if effect := self.find(f"{part} {' '.join(last[-size:])}"):
                        text = part if self.find(part) else phrase
                        break
            effect = effect or self.find(part)
            if effect is None and position > 0:
                for size in range(len(first) - 1, 0, -1):
                    if effect := self.find(f"{' '.join(first[:size])} {part}"):
                        text = phrase
                        break
            found.append(Finding(text, effect) if effect else None)
        if not any(found):
            return []
        return [
            finding or Finding(_CLEANED.sub("", part), None)
            for finding, part in zip(found, parts, strict=True)
            if finding or (len(part.split()) > 1 and self.looks_like_effect(part, trust))
        ]

    def known(self, phrase: str) -> bool:
        """Whether a phrase names one or more effects of the vocabulary, and nothing else."""
        head = shapes.without_parentheses(phrase).strip(_EDGE)
        findings = self._plain(head, Trust.PROSE)
        if findings:
            return True
        _, notes = shapes.parentheses(phrase)
        return any(self.find(note) is not None for note in notes)

    def is_likely(self, phrase: str) -> bool:
        """Whether an unknown phrase speaks of an effect at all, and is not a drug or a remark."""
        head = shapes.without_parentheses(phrase)
        words = head.split()
        if not words or not self.looks_like_effect(head.strip(_EDGE), Trust.ITEM):
            return False
        return _ENDING.search(words[-1]) is not None or bool(self._vocabulary.scan(head))

    # -- umbrellas ----------------------------------------------------------------------------

    def kinds(self, head: str, items: Sequence[str], text: str) -> list[Finding]:
        """What ``head: a, b, c`` claims: the kinds of an umbrella term, or the reaction itself."""
        explicit = re.match(r"\W*(?:such as|including|includes?)\b", text, re.I) is not None
        return self._umbrella(head, items, Trust.RUN, explicit=explicit)

    def _umbrella(
        self, head: str, items: Sequence[str], trust: Trust, *, explicit: bool
    ) -> list[Finding]:
        """A phrase with a gloss, its kinds or its symptoms; ``explicit``: "such as", "including"."""
        if explicit and shapes.sums_up(head):
            # "side effects such as": the head names no effect, what follows is a list of them
            return self.run(", ".join(items), max(trust, Trust.RUN))
        head = self._trimmed(head)
        effect = self.find(head)
        joined = list(_JOINT.finditer(head))
        if effect is None and joined and self.find(head[joined[-1].end() :]):
            # "skin irritation or allergic reactions (rash)": the list belongs to the last one
            first = self._plain(head[: joined[-1].start()], trust)
            if first:
                last = head[joined[-1].end() :]
                return [*first, *self._umbrella(last, items, trust, explicit=explicit)]
        kind = shapes.kind_of(head)
        kinds = self._kinds(head, items, trust)
        if kind is Head.ORGAN:
            signs = any(_is_sign(item) for item in items)
            kind = Head.NAMED if signs or not all(f.effect for f in kinds) else Head.UMBRELLA
        if kind is Head.NAMED:
            mine = self._plain(head, trust) if effect is None else [Finding(head, effect)]
            narrower = [f for f in kinds if f.effect and _SIGNIFICANT.search(f.text)]
            if len(items) == 1 and not explicit and narrower:
                return [Finding(head, narrower[0].effect)]
            return [*mine, *narrower] if explicit else mine
        if kind is Head.PLAIN:
            narrower = [
                f for f in kinds if effect and f.effect and self._is_within(f.effect, effect)
            ]
            if explicit:
                mine = [Finding(head, effect)] if effect else self._plain(head, trust)
                return [*mine, *narrower]
            if len(narrower) == len(kinds) > 0:
                return narrower
            return self._glossed(head, effect, items, trust)
        if not any(f.effect for f in kinds):
            return [Finding(head, effect)] if effect else self._plain(head, trust)
        if explicit and effect and kind is not Head.PURE:
            return [Finding(head, effect), *kinds]
        if len(kinds) == 1 and effect and kinds[0].effect is effect:
            return [Finding(head, effect)]
        return kinds

    def _trimmed(self, head: str) -> str:
        """The shortest form of a phrase that names the same effect."""
        candidates = shapes.shorter(head)
        effect = next((e for c in candidates if (e := self.find(c))), None)
        if effect is None:
            return head
        return next(c for c in reversed(candidates) if self.find(c) is effect)

    def _glossed(
        self, head: str, effect: SideEffect | None, items: Sequence[str], trust: Trust
    ) -> list[Finding]:
        """A phrase with the same thing in other words behind it."""
        if effect:
            return [Finding(head, effect)]
        if len(items) == 1 and (said := self.find(items[0])) is not None:
            general = items[0].strip(_EDGE).lower() in TOO_GENERAL
            if not general and not re.match(r"(?:an?|the|type of)\b", items[0].strip(), re.I):
                several = self._several(head, Trust.PROSE)
                return several if len(several) > 1 else [Finding(head, said)]
        return self._plain(head, trust)

    def _kinds(self, head: str, items: Sequence[str], trust: Trust) -> list[Finding]:
        """The items behind an umbrella term as effects."""
        found: list[Finding] = []
        words = head.split()
        bare = [shapes.without_parentheses(item).strip(_EDGE) for item in items]
        for index, item in enumerate(items):
            said, phrase = self._opening(item)
            phrase = shapes.without_parentheses(phrase).strip(_EDGE)
            if not phrase:
                continue
            findings: list[Finding] = []
            if "site" in head.lower() and len(words) > 1:
                if effect := self.find(f"{' '.join(words[:-1])} {phrase}"):
                    findings = [Finding(phrase, effect)]
            if not findings and (effect := self.find(phrase)):
                findings = [Finding(phrase, effect)]
            if not findings and words and (effect := self.find(f"{phrase} {words[-1]}")):
                findings = [Finding(phrase, effect)]
            if not findings:
                findings = self._plain(phrase, min(trust, Trust.RUN), bare, index)
            found.extend(_with(said or NO_GROUP, findings))
        return found

    def _is_within(self, effect: SideEffect, wider: SideEffect) -> bool:
        """Whether the vocabulary files ``effect`` somewhere under ``wider``."""
        above: SideEffect | None = effect
        for _ in range(8):
            if above is None or above.broader is None:
                return False
            if above.broader == wider.id:
                return True
            above = self._vocabulary.get(above.broader)
        return False

    # -- unknown phrases ----------------------------------------------------------------------

    def looks_like_effect(self, phrase: str, trust: Trust) -> bool:
        """Whether a phrase that the vocabulary lacks may be indexed in the writer's words."""
        if trust is Trust.PROSE:
            return False
        words = re.findall(r"[^\W_]+(?:['’.-][^\W_]+)*", phrase.lower())
        if not 1 <= len(words) <= 7 or len(phrase) < 4 or not phrase[0].isalnum():
            return False
        if not words[0][0].isalpha() or re.search(r"[%<>≥≤=:]|\d\s*mg\b", phrase):
            return False
        if phrase.casefold() in self._names or shapes.sums_up(phrase):
            return False
        if any(word in NOT_AN_EFFECT for word in words):
            return False
        if words[-1] in _SMALL or words[0] in _SMALL - {"in", "on"}:
            return False
        if all(
            word in BODY_PARTS | NEUTRAL | ORGANS | _SMALL or word in SYSTEMS for word in words
        ):
            return False
        if len(words) == 1:
            word = words[0]
            if word.endswith(("ly", "ing", "ed")) and trust is Trust.RUN:
                return False
            return trust is Trust.ITEM or _ENDING.search(word) is not None
        return True


_SMALL = frozenset("the a an and or of in on to for with at by from as into your".split())


def _with(group: Group, findings: Iterable[Finding]) -> list[Finding]:
    if group == NO_GROUP:
        return list(findings)
    return [Finding(f.text, f.effect, f.group.over(group)) for f in findings]


def _are_distinct(findings: Sequence[Finding], phrase: str, whole: SideEffect) -> bool:
    """Whether the parts of a known phrase are effects apart, not one sensation in two words."""
    parts = {f.effect.id for f in findings if f.effect}
    if len(parts) < 2 or whole.id in parts or len(parts) < len(_JOINT.split(phrase)):
        return False
    words = set(re.findall(r"[a-z]+", phrase.lower()))
    return not any(len(words & one) > 1 for one in ONE_SENSATION)


def _is_local_sign(text: str) -> bool:
    words = re.findall(r"[a-z]+", text.lower())
    return (
        0 < len(words) <= 4
        and any(w in LOCAL_SIGNS for w in (words[0], words[-1]))
        and not (_SITE_TAIL.search(text))
    )


def _only_body_parts(text: str) -> bool:
    words = re.findall(r"[a-z]+", text.lower())
    return bool(words) and all(word in BODY_PARTS or word in _SMALL for word in words)


def _is_sign(text: str) -> bool:
    words = re.findall(r"[a-z]+", text.lower())
    return any(word in ORGAN_SIGNS for word in words)
