"""From the side-effects sections of a page to its adverse reactions."""

from __future__ import annotations

from typing import TYPE_CHECKING
from weakref import WeakKeyDictionary

from sphinx_drugmono.monograph.model import AdverseReaction, Frequency
from sphinx_drugmono.monograph.side_effects.labels import LabelReader
from sphinx_drugmono.monograph.side_effects.layout import Walker
from sphinx_drugmono.monograph.side_effects.lookup import Lookup
from sphinx_drugmono.monograph.side_effects.phrases import PhraseReader
from sphinx_drugmono.vocabulary import slug

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sphinx_drugmono.monograph.model import Section
    from sphinx_drugmono.monograph.side_effects.texts import Claim
    from sphinx_drugmono.vocabulary import Vocabulary

_ORDER = (
    Frequency.VERY_COMMON,
    Frequency.COMMON,
    Frequency.UNCOMMON,
    Frequency.RARE,
    Frequency.VERY_RARE,
    Frequency.UNKNOWN,
)


_readers: WeakKeyDictionary[Vocabulary, PhraseReader] = WeakKeyDictionary()


def extract_side_effects(
    sections: Sequence[Section],
    *,
    vocabulary: Vocabulary,
    name: str,
    components: Sequence[str],
) -> tuple[AdverseReaction, ...]:
    """The adverse reactions that the side-effects sections of one page claim.

    ``sections`` are the page's sections of kind ``side-effects`` in page order, ``name`` the drug
    and ``components`` the parts of a combination. Returns one entry per effect, in the order of
    first mention; where a page names an effect in several groups, the gravest group counts, and
    text, line and sentence are those that say so. Never raises for any text.
    """
    phrases = _readers.get(vocabulary)
    if phrases is None:
        phrases = _readers[vocabulary] = PhraseReader(Lookup(vocabulary))
    names = {name.casefold(), *(component.casefold() for component in components)}
    walker = Walker(phrases, LabelReader(phrases, components))
    for section in sections:
        walker.section(section.body, section.component)
    gravest: dict[str, Claim] = {}
    for claim in walker.claims:
        effect = claim.finding.effect
        if effect is None and claim.finding.text.casefold() in names:
            continue
        identifier = effect.id if effect else slug(claim.finding.text)
        other = gravest.get(identifier)
        if other is None or _gravity(claim) < _gravity(other):
            gravest[identifier] = claim
    return tuple(_reaction(identifier, claim) for identifier, claim in gravest.items())


def _gravity(claim: Claim) -> tuple[bool, int]:
    group = claim.finding.group
    return not group.serious, _ORDER.index(group.frequency)


def _reaction(identifier: str, claim: Claim) -> AdverseReaction:
    finding = claim.finding
    effect, group = finding.effect, finding.group
    return AdverseReaction(
        id=identifier,
        name=effect.name if effect else finding.text,
        clinical_name=effect.clinical_name if effect else None,
        aliases=effect.aliases if effect else (),
        text=finding.text,
        frequency=group.frequency,
        frequency_text=group.text,
        band=group.band,
        serious=group.serious,
        component=claim.component,
        line=claim.line,
        sentence=claim.sentence,
        known=effect is not None,
    )
