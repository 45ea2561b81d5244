"""Phrases: the side effects named by one list item or one run of a list.

"Nausea, dry mouth and eyes, low blood counts (neutropenia, anemia)" is a run. It is cut into
chunks, and every chunk is read as one of

* a side effect, perhaps with a gloss: "alopecia (hair loss)";
* several that share a word: "fast or irregular heartbeat" (:mod:`.sharing`);
* an umbrella term with its kinds: "mood changes (irritability, depression)" - the kinds;
* a reaction with its symptoms: "allergic reactions (rash, hives)" - the reaction.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from sphinx_drugmono.monograph.side_effects import claims, shapes
from sphinx_drugmono.monograph.side_effects.groups import (
    NO_GROUP,
    Group,
    is_serious,
    leading_adverb,
    read_remark,
)
from sphinx_drugmono.monograph.side_effects.lookup import EDGE, Lookup, Trust, cleaned
from sphinx_drugmono.monograph.side_effects.shapes import Head
from sphinx_drugmono.monograph.side_effects.sharing import (
    ALONE,
    Finding,
    Neighbours,
    at_shared_site,
    is_local_sign,
    named,
    only_body_parts,
    with_neighbours,
)
from sphinx_drugmono.monograph.side_effects.words import ADJECTIVES, ORGAN_SIGNS, TOO_GENERAL

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from sphinx_drugmono.vocabulary import SideEffect

_MOST_REMEMBERED = 20_000
_INDUCED = re.compile(r"^[\w-]+[- ](?:associated|induced|related)\s+(?=\w+\s\w)", re.I)
_SIGNIFICANT = re.compile(
    r"\b(?:anaphyla|angio|stevens|necrolysis|syndrome|shock|vasculitis)", re.I
)
_ONLY_OVERDOSE = re.compile(
    r"(?:only )?(?:in|with|after|from|on|by)? ?(?:an |case of )?overdos", re.I
)
_SIMPLE = re.compile(r"[A-Za-z][a-z'-]+(?: [a-z'-]+){0,2}")
_OTHER = re.compile(r"(?:various |many |several )?other\s+", re.I)
_PARTS = re.compile(r"\s*(?:[,;]|\s[–—-]\s)\s*")
_PLACE = re.compile(r"\b(?:of|in|on|around|to)\s+(?:the\s+|your\s+)?[\w\s,/]+$")
_MORE_ABOUT = re.compile(
    r"(?:especially|particularly|mainly|mostly|primarily|usually|typically|generally|often|in|"
    r"with|"
    r"within|due|if|when|while|which|that|who|as|during|after|before|at|by|for|from|depending|"
    r"though|although|because|both|so|but|than|to|until|unless|over|under|upon|on|only|more|most|"
    r"leading|resulting|requiring|making|increasing|reducing|affecting|indicating|despite|"
    r"including those)\b(?!-)",
    re.I,
)
"""Openings of chunks that say more about the effect before them."""


class PhraseReader:
    """Reads side effects out of lists, by what ``lookup`` knows.

    Drug pages say the same few thousand phrases over and over, so runs are remembered.
    """

    def __init__(self, lookup: Lookup) -> None:
        self.lookup = lookup
        self._remembered: dict[tuple[str, Trust], tuple[Finding, ...]] = {}

    def run(self, text: str, trust: Trust) -> Sequence[Finding]:
        """The findings of a run of effects in its order."""
        found = self._remembered.get((text, trust))
        if found is None:
            if len(self._remembered) >= _MOST_REMEMBERED:
                self._remembered.clear()
            found = self._remembered[text, trust] = tuple(self._run(text, trust))
        return found

    def _run(self, text: str, trust: Trust) -> list[Finding]:
        found: list[Finding] = []
        group = NO_GROUP
        for part in shapes.split(text, ";"):
            before, items = shapes.examples(shapes.before_dash(part))
            chunks = self._chunks(before)
            umbrella = chunks.pop() if items is not None and chunks else None
            bare = [shapes.without_parentheses(chunk).strip(EDGE) for chunk in chunks]
            for index, chunk in enumerate(chunks):
                said, findings = self._chunk(chunk, trust, Neighbours(before, bare, index))
                group = group if said is None else said
                found.extend(_with(group, findings))
            if items is None:
                continue
            if umbrella is None:
                findings = list(self.run(items, trust))
            else:
                said, umbrella = _opening(shapes.without_parentheses(umbrella))
                group = group if said is None else said
                findings = self._umbrella(umbrella, self._chunks(items), trust, explicit=True)
                if is_serious(umbrella) and (
                    shapes.sums_up(umbrella) or shapes.kind_of(umbrella) is Head.PURE
                ):
                    group = Group(serious=True).over(group)
            found.extend(_with(group, findings))
        return found

    def kinds(self, head: str, items: Sequence[str], text: str) -> list[Finding]:
        """What ``head: text`` claims, cut into ``items``: the kinds of an umbrella term, or the
        reaction itself."""
        explicit = re.match(r"\W*(?:such as|including|includes?)\b", text, re.I) is not None
        return self._umbrella(head, items, Trust.RUN, explicit=explicit)

    def names_effects(self, phrase: str) -> bool:
        """Whether a phrase names one or more effects of the vocabulary, and nothing else."""
        head, notes = shapes.parentheses(phrase)
        if self._plain(head.strip(EDGE), Trust.PROSE):
            return True
        return any(self.lookup.find(note) is not None for note in notes)

    # -- chunks -------------------------------------------------------------------------------

    def _chunks(self, text: str) -> list[str]:
        """Cut a run at its commas, but not within one place.

        "swelling of the face, lips, or throat" is one chunk.
        """
        result: list[str] = []
        for chunk in shapes.split(text, ","):
            for part in shapes.after_parentheses(chunk):
                bare = shapes.without_parentheses(part)
                if (
                    result
                    and only_body_parts(bare)
                    and _PLACE.search(result[-1])
                    and self.lookup.find(bare) is None
                ):
                    result[-1] = f"{result[-1]},{part}"
                else:
                    result.append(part)
        return result

    def _chunk(
        self, chunk: str, trust: Trust, neighbours: Neighbours
    ) -> tuple[Group | None, list[Finding]]:
        """One chunk: the group it opens for the rest of its run, and its findings."""
        said, phrase = _opening(chunk)
        if not phrase or _MORE_ABOUT.match(phrase):
            return said, []
        if _SIMPLE.fullmatch(phrase) and (simple := self._simple(phrase, neighbours)):
            return said, [simple]
        phrase = shapes.before_verb(phrase)
        if claims.denies(shapes.without_parentheses(phrase)):
            return said, []
        head, notes = shapes.parentheses(phrase)
        head = head.strip(EDGE)
        if not head:
            return said, []
        if any(_ONLY_OVERDOSE.match(note) for note in notes):
            return said, []
        if head.lower() in ADJECTIVES:
            shared = with_neighbours(head, neighbours, self.lookup)
            return said, [shared] if shared else []
        own, gloss = _read_notes(notes)
        items, explicit = shapes.gloss(gloss) if gloss else ([], False)
        if shapes.sums_up(head) or _rounds_off(head):
            findings = list(self.run(", ".join(items), max(trust, Trust.RUN))) if items else []
            return said, _with(own, findings)
        if items and (at_site := at_shared_site(head, neighbours, self.lookup)):
            findings = at_site
        elif items:
            findings = self._umbrella(head, items, trust, explicit=explicit)
        else:
            findings = self._plain(head, trust, neighbours)
        if not findings and phrase != head and (effect := self.lookup.find(phrase)):
            findings = [Finding(phrase, effect)]
        return said, _with(own, findings)

    def _simple(self, phrase: str, neighbours: Neighbours) -> Finding | None:
        """A few words that name one effect and share nothing: most of what lists hold."""
        effect = self.lookup.find(phrase)
        if effect is None or len(shapes.shorter(phrase)) > 1 or phrase.lower() in ADJECTIVES:
            return None
        if shapes.JOINT.search(phrase) or _OTHER.match(phrase):
            return None
        if neighbours.later and is_local_sign(phrase):
            return None
        return Finding(phrase, effect)

    def _plain(self, head: str, trust: Trust, neighbours: Neighbours = ALONE) -> list[Finding]:
        """A phrase without a gloss, among its neighbours."""
        lookup = self.lookup
        if (found := at_shared_site(head, neighbours, lookup)) is not None:
            return found
        candidates = shapes.shorter(head)
        for candidate in candidates:
            if found := named(candidate, lookup):
                return found
            shorter = _INDUCED.sub("", candidate)
            if shorter != candidate and (effect := lookup.find(shorter)):
                return [Finding(candidate, effect)]
        if shared := with_neighbours(head, neighbours, lookup):
            return [shared]
        shortest = candidates[-1]
        if found := named(shortest, lookup, trust):
            return found
        if lookup.passes_unknown(shortest, trust):
            return [Finding(cleaned(shortest), None)]
        return []

    # -- umbrellas ----------------------------------------------------------------------------

    def _umbrella(
        self, head: str, items: Sequence[str], trust: Trust, *, explicit: bool
    ) -> list[Finding]:
        """A phrase with a gloss, its kinds or its symptoms; ``explicit``: "such as" said so."""
        if explicit and shapes.sums_up(head):
            # "side effects such as": the head names no effect, what follows is a list of them
            return list(self.run(", ".join(items), max(trust, Trust.RUN)))
        head = self.lookup.shortest(head)
        effect = self.lookup.find(head)
        if effect is None and (joints := list(shapes.JOINT.finditer(head))):
            # "skin irritation or allergic reactions (rash)": the list belongs to the last one
            first, last = head[: joints[-1].start()], head[joints[-1].end() :]
            if self.lookup.find(last) and (found := self._plain(first, trust)):
                return [*found, *self._umbrella(last, items, trust, explicit=explicit)]
        mine = [Finding(head, effect)] if effect else None
        kinds = self._kinds(head, items, trust)
        kind = shapes.kind_of(head)
        if kind is Head.ORGAN:
            signs = any(_is_sign(item) for item in items)
            kind = Head.NAMED if signs or not all(f.effect for f in kinds) else Head.UMBRELLA
        if kind is Head.NAMED:
            narrower = [f for f in kinds if f.effect and _SIGNIFICANT.search(f.text)]
            if len(items) == 1 and not explicit and narrower:
                return [Finding(head, narrower[0].effect)]
            mine = mine or self._plain(head, trust)
            return [*mine, *narrower] if explicit else mine
        if kind is Head.PLAIN:
            narrower = [
                f for f in kinds if effect and f.effect and self.lookup.is_within(f.effect, effect)
            ]
            if explicit:
                return [*(mine or self._plain(head, trust)), *narrower]
            if len(narrower) == len(kinds) > 0:
                return narrower
            return mine or self._glossed(head, items, trust)
        if not any(f.effect for f in kinds):
            return mine or self._plain(head, trust)
        if mine and explicit and kind is not Head.PURE and " site " not in head:
            return [*mine, *kinds]
        if mine and len(kinds) == 1 and kinds[0].effect is effect:
            return mine
        return kinds

    def _glossed(self, head: str, items: Sequence[str], trust: Trust) -> list[Finding]:
        """An unknown phrase with the same thing in other words behind it."""
        if len(items) == 1 and (effect := self._same_as(items[0])) is not None:
            several = named(head, self.lookup)
            return several if len(several) > 1 else [Finding(head, effect)]
        return self._plain(head, trust)

    def _same_as(self, gloss: str) -> SideEffect | None:
        """What a gloss names, if it is as exact as the phrase it explains must be."""
        text = gloss.strip(EDGE)
        if text.lower() in TOO_GENERAL or re.match(r"(?:an?|the|type of)\b", text, re.I):
            return None
        return self.lookup.find(text)

    def _kinds(self, head: str, items: Sequence[str], trust: Trust) -> list[Finding]:
        """The items behind an umbrella term as effects."""
        lookup = self.lookup
        found: list[Finding] = []
        words = head.split()
        bare = [shapes.without_parentheses(item).strip(EDGE) for item in items]
        for index, item in enumerate(items):
            said, phrase = _opening(item)
            phrase = shapes.without_parentheses(phrase).strip(EDGE)
            if not phrase:
                continue
            effect = None
            if "site" in head.lower() and len(words) > 1:
                effect = lookup.find(f"{' '.join(words[:-1])} {phrase}")
            findings = [Finding(phrase, effect)] if effect else named(phrase, lookup)
            if not findings and words and (effect := lookup.find(f"{phrase} {words[-1]}")):
                findings = [Finding(phrase, effect)]
            if not findings:
                neighbours = Neighbours(", ".join(bare), bare, index)
                findings = self._plain(phrase, min(trust, Trust.RUN), neighbours)
            found.extend(_with(said or NO_GROUP, findings))
        return found


def _opening(chunk: str) -> tuple[Group | None, str]:
    """Take joints and an adverb of frequency off the front of a chunk."""
    group = None
    chunk = shapes.without_joint(chunk.strip(EDGE))
    if said := leading_adverb(chunk) or leading_adverb(f"{chunk},"):
        group, chunk = said
        chunk = shapes.without_joint(chunk.strip(EDGE))
    return group, chunk


def _read_notes(notes: Iterable[str]) -> tuple[Group, str | None]:
    """What parentheses say: the group of their effect, and a gloss or list of kinds."""
    group, gloss = NO_GROUP, None
    for note in notes:
        if (remark := read_remark(note)) is not None:
            group = remark
            continue
        remark, rest = _remark_in(note)
        group = remark if remark is not None else group
        gloss = gloss or rest or None
    return group, gloss


def _remark_in(note: str) -> tuple[Group | None, str]:
    """Split "rare, with long-term use" and "angioedema - rare" into group and the rest."""
    parts = _PARTS.split(note)
    if len(parts) > 1:
        if (remark := read_remark(parts[0])) is not None:
            return remark, ""
        if (remark := read_remark(parts[-1])) is not None:
            return remark, ", ".join(parts[:-1])
    return None, note


def _with(group: Group, findings: Iterable[Finding]) -> list[Finding]:
    if group == NO_GROUP:
        return list(findings)
    return [Finding(f.text, f.effect, f.group.over(group)) for f in findings]


def _rounds_off(phrase: str) -> bool:
    """Whether a phrase only ends a list: "and other stomach problems"."""
    return _OTHER.match(phrase) is not None and shapes.kind_of(_OTHER.sub("", phrase)) in (
        Head.PURE,
        Head.UMBRELLA,
        Head.ORGAN,
    )


def _is_sign(text: str) -> bool:
    return any(word in ORGAN_SIGNS for word in re.findall(r"[a-z]+", text.lower()))
