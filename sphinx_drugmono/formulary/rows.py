"""What the lists of the formulary show: plain rows, for templates, for nodes, and to compare."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from sphinx_drugmono.extension.collation import collation_key, letter_of
from sphinx_drugmono.formulary.view import other_names
from sphinx_drugmono.monograph.names import fold_name

if TYPE_CHECKING:
    from sphinx_drugmono.extension.domain import DrugDomain
    from sphinx_drugmono.formulary.view import Claim, Effect, FormularyView


class DrugRow(NamedTuple):
    """A drug in a list; ``see`` is the monograph's name where this is another name of it."""

    name: str
    docname: str
    node_id: str
    see: str = ""
    also: tuple[str, ...] = ()


class ClaimRow(NamedTuple):
    """A drug under a side effect, with the place that says so, and the words."""

    name: str
    docname: str
    node_id: str
    component: str
    stood_in: str
    sentence: str


class GroupRow(NamedTuple):
    """Claims that are equally grave or frequent."""

    key: str
    title: str
    claims: tuple[ClaimRow, ...]


class EffectRow(NamedTuple):
    """A side effect in a list; ``see`` is its name where this is the clinical one."""

    name: str
    effect: str
    docname: str
    node_id: str
    clinical_name: str = ""
    total: int = 0
    see: str = ""
    groups: tuple[GroupRow, ...] = ()


def drug_rows(view: FormularyView, *, details: bool = False) -> list[DrugRow]:
    """The drugs from A to Z, with the other names they are known by.

    ``details`` adds the other names to the drug itself.
    """
    return [
        DrugRow(
            one.name,
            one.entry.docname,
            one.entry.node_id,
            one.entry.name if one.see else "",
            tuple(other_names(one.entry)) if details and not one.see else (),
        )
        for one in view.names
    ]


def effect_rows(
    view: FormularyView, domain: DrugDomain, *, details: bool = False
) -> list[EffectRow]:
    """The side effects from A to Z, with their clinical names; ``details`` adds the drugs."""
    rows = []
    names = {fold_name(effect.title) for effect in view.effects}
    for effect in view.effects:
        name, clinical_name = effect.title, effect.names.clinical_name or ""
        target = domain.effect_target(effect.names)
        place = (
            effect.names.id,
            target.docname if target else "",
            target.node_id if target else "",
        )
        if fold_name(clinical_name) == fold_name(name):
            clinical_name = ""
        rows.append(
            EffectRow(
                name,
                *place,
                clinical_name,
                effect.count,
                groups=group_rows(effect) if details else (),
            )
        )
        if clinical_name and fold_name(clinical_name) not in names:
            rows.append(EffectRow(clinical_name, *place, see=name))
    return sorted(rows, key=lambda row: (collation_key(row.name), row.see, row.effect))


def group_rows(effect: Effect) -> tuple[GroupRow, ...]:
    """The drugs under a side effect, grave ones first, then by frequency."""
    return tuple(
        GroupRow(group.key.value, group.key.heading, tuple(map(claim_row, group.claims)))
        for group in effect.groups
    )


def claim_row(claim: Claim) -> ClaimRow:
    """One drug under a side effect."""
    drug, reaction = claim.drug, claim.reaction
    return ClaimRow(
        drug.name,
        drug.docname,
        reaction.node_id,
        reaction.component or "",
        reaction.frequency_text or "",
        reaction.sentence,
    )


def by_letter(rows: list[DrugRow] | list[EffectRow]) -> dict[str, list[DrugRow | EffectRow]]:
    """The rows under their letters."""
    letters: dict[str, list[DrugRow | EffectRow]] = {}
    for row in rows:
        letters.setdefault(letter_of(row.name), []).append(row)
    return letters
