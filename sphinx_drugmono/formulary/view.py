"""The formulary as a whole: all monographs, all side effects, in their order; read-only.

Made once a build from the facts in the domain, when something needs it.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING
from weakref import WeakKeyDictionary

from sphinx.locale import get_translation

from sphinx_drugmono.extension.collation import collation_key, collation_text, letter_of
from sphinx_drugmono.extension.digests import digest
from sphinx_drugmono.extension.exports import page_order
from sphinx_drugmono.monograph.model import Frequency
from sphinx_drugmono.monograph.names import fold_name

if TYPE_CHECKING:
    from sphinx_drugmono.extension.domain import DrugDomain
    from sphinx_drugmono.extension.lookup import EffectNames
    from sphinx_drugmono.extension.records import MonographEntry, PageDigest, ReactionEntry

_ = get_translation("sphinx_drugmono")


class GroupKey(StrEnum):
    """The groups of claims about a side effect, in the order they are shown."""

    SERIOUS = "serious"
    VERY_COMMON = "very-common"
    COMMON = "common"
    UNCOMMON = "uncommon"
    RARE = "rare"
    VERY_RARE = "very-rare"
    UNKNOWN = "unknown"

    @property
    def heading(self) -> str:
        """What readers see above the group."""
        match self:
            case GroupKey.SERIOUS:
                return _("Serious")
            case GroupKey.VERY_COMMON:
                return _("Very common")
            case GroupKey.COMMON:
                return _("Common")
            case GroupKey.UNCOMMON:
                return _("Uncommon")
            case GroupKey.RARE:
                return _("Rare")
            case GroupKey.VERY_RARE:
                return _("Very rare")
            case GroupKey.UNKNOWN:
                return _("How often is not stated")


_GROUPS = {frequency: GroupKey(frequency.value) for frequency in Frequency}


@dataclass(frozen=True, slots=True)
class Claim:
    """A monograph says that its drug has a side effect."""

    drug: MonographEntry
    reaction: ReactionEntry

    @property
    def group(self) -> GroupKey:
        """The group it belongs to: grave ones apart, others by the writer's word or number."""
        reaction = self.reaction
        if reaction.serious:
            return GroupKey.SERIOUS
        if reaction.frequency is Frequency.UNKNOWN and reaction.band is not None:
            return _GROUPS[reaction.band]
        return _GROUPS[reaction.frequency]


@dataclass(frozen=True, slots=True)
class Group:
    """Claims about one side effect that are equally grave or frequent, in order of the drugs."""

    key: GroupKey
    claims: tuple[Claim, ...]


@dataclass(frozen=True, slots=True)
class Effect:
    """A side effect with all claims about it."""

    names: EffectNames
    letter: str
    groups: tuple[Group, ...]

    @property
    def title(self) -> str:
        """The name as it stands in a heading or a list: with a capital, if it is a plain word."""
        name = self.names.name
        return name[:1].upper() + name[1:] if name.split(" ", 1)[0].islower() else name

    @property
    def count(self) -> int:
        """The number of claims."""
        return sum(len(group.claims) for group in self.groups)


@dataclass(frozen=True, slots=True)
class DrugName:
    """A name in the list of drugs; ``see`` says that the monograph has another name."""

    name: str
    letter: str
    entry: MonographEntry
    see: bool = False


@dataclass(frozen=True, slots=True)
class FormularyView:
    """All there is, in alphabetical order.

    ``names`` are the drugs' names and the other names they are known by; ``combinations`` the
    monographs of combinations by the folded name of each component.
    """

    drugs: tuple[MonographEntry, ...]
    names: tuple[DrugName, ...]
    effects: tuple[Effect, ...]
    combinations: dict[str, tuple[MonographEntry, ...]]

    def combinations_of(self, entry: MonographEntry) -> tuple[MonographEntry, ...]:
        """The combinations that list a drug as a component, under its name or generic name."""
        found = {}
        for name in (entry.name, entry.generic_name):
            for combination in self.combinations.get(fold_name(name or ""), ()):
                if combination is not entry:
                    found[combination.docname, combination.node_id] = combination
        return tuple(found.values())


def make_view(domain: DrugDomain) -> FormularyView:
    """Put the facts of a domain in order."""
    drugs = sorted(
        domain.entries(),
        key=lambda entry: (collation_key(entry.name), page_order(entry.docname), entry.line),
    )
    claims: dict[str, dict[GroupKey, list[Claim]]] = defaultdict(lambda: defaultdict(list))
    combinations: dict[str, list[MonographEntry]] = defaultdict(list)
    for entry in drugs:
        for reaction in entry.reactions:
            claim = Claim(entry, reaction)
            claims[reaction.effect][claim.group].append(claim)
        for component in dict.fromkeys(map(fold_name, entry.components)):
            combinations[component].append(entry)
    effects = [
        Effect(
            names,
            letter_of(names.name),
            tuple(
                Group(key, tuple(claims[names.id][key]))
                for key in GroupKey
                if key in claims[names.id]
            ),
        )
        for names in domain.effects.effects.values()
    ]
    effects.sort(key=lambda effect: (collation_key(effect.names.name), effect.names.id))
    return FormularyView(
        tuple(drugs),
        tuple(_names(drugs)),
        tuple(effects),
        {name: tuple(entries) for name, entries in combinations.items()},
    )


def _names(drugs: list[MonographEntry]) -> list[DrugName]:
    titles = {fold_name(entry.name) for entry in drugs}
    names = []
    for entry in drugs:
        names.append(DrugName(entry.name, letter_of(entry.name), entry))
        names.extend(
            DrugName(other, letter_of(other), entry, see=True)
            for other in other_names(entry)
            if fold_name(other) not in titles
        )
    return sorted(
        names,
        key=lambda one: (
            collation_key(one.name),
            one.see,
            collation_key(one.entry.name),
            page_order(one.entry.docname),
            one.entry.line,
        ),
    )


def other_names(entry: MonographEntry) -> list[str]:
    """The other names of a drug, without those that only shorten its name, or add to its end."""
    title = f" {collation_text(entry.name)} "
    stated = (entry.generic_name or "", *entry.alternate_names)
    names = {fold_name(name): name for name in stated if name}
    words = {name: f" {collation_text(name)} " for name in names.values()}
    return [
        name for name, text in words.items() if not text.startswith(title) and text not in title
    ]


_views: WeakKeyDictionary[DrugDomain, tuple[str, FormularyView]] = WeakKeyDictionary()


def formulary_view(domain: DrugDomain) -> FormularyView:
    """The view of a domain, made anew only when its facts have changed."""
    state = facts_digest(domain)
    known = _views.get(domain)
    if known is None or known[0] != state:
        _views[domain] = known = (state, make_view(domain))
    return known[1]


def facts_digest(domain: DrugDomain) -> str:
    """A digest of all monographs; equal as long as none changes, appears or goes."""
    return digest((sorted(_digests(domain).items()), domain.foreign_digest))


def shown_digest(domain: DrugDomain) -> str:
    """A digest of what pages show of all monographs of others."""
    shown = [(docname, one.shown) for docname, one in _digests(domain).items()]
    return digest((sorted(shown), domain.foreign_digest))


def _digests(domain: DrugDomain) -> dict[str, PageDigest]:
    if domain.restriction is None:
        return domain.digests
    return {name: one for name, one in domain.digests.items() if name in domain.restriction}
