"""The data of the finder: names, addresses, and which drug lists which side effect.

Two files, each a call of one function so that a page opened from a folder can load them too:

``finder``
    The names of all drugs and side effects; loaded when a reader first types.
``claims``
    Which drugs list which side effect; loaded when a reader first picks a side effect.

Rows are lines of fields between tabs. Names contain neither, since all white space in them is made
one space. What an address shares with its neighbours, or with the name, is left out.
"""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any

from sphinx_drugmono.extension.digests import digest
from sphinx_drugmono.extension.domain import EFFECT_INDEX
from sphinx_drugmono.monograph.names import fold_name

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from sphinx_drugmono.extension.records import MonographEntry
    from sphinx_drugmono.formulary.view import Effect, FormularyView

    Address = Callable[[str], str]

_DIGITS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+-"
_NOT_PLAIN = re.compile(r"[^a-z0-9]+")


def finder_files(view: FormularyView, address: Address) -> dict[str, str]:
    """The contents of the data files by name.

    ``address`` gives the address of a document relative to the root of the site.
    """
    suffix = address("x")[1:]
    numbers = {(drug.docname, drug.node_id): number for number, drug in enumerate(view.drugs)}
    claims = [_claims(effect, numbers) for effect in view.effects]
    drugs = [_drug_row(drug, address, suffix) for drug in view.drugs]
    effects = [_effect_row(effect) for effect in view.effects]
    version = digest((suffix, drugs, effects, claims))
    names = {
        "version": version,
        "suffix": suffix,
        "effectPages": f"{EFFECT_INDEX}/",
        "drugs": "\n".join(drugs),
        "effects": "\n".join(effects),
    }
    return {
        "finder": data_file("finder", names),
        "claims": data_file("claims", {"version": version, "claims": " ".join(claims)}),
    }


def data_file(name: str, content: Any) -> str:
    """A script that hands data over; no text in it can end the script or be markup."""
    text = json.dumps(content, ensure_ascii=True, separators=(",", ":"), sort_keys=True)
    for sign in "<>&":
        text = text.replace(sign, f"\\u{ord(sign):04x}")
    return f"drugmono.receive({json.dumps(name)},{text});\n"


def _drug_row(drug: MonographEntry, address: Address, suffix: str) -> str:
    """Name, address, other names."""
    others = (drug.generic_name or "", *drug.alternate_names, *drug.components)
    return row(
        drug.name,
        short_address(drug, address, suffix),
        _other_names(drug.name, others),
    )


def short_address(drug: MonographEntry, address: Address, suffix: str) -> str:
    """An address without what scripts can make of the drug's name; static/drugmono.js does."""
    uri = address(drug.docname)
    if not uri.endswith(suffix):
        return f"={uri}#{drug.node_id}"
    uri = uri.removesuffix(suffix)
    folder, slash, page = uri.rpartition("/")
    if drug.node_id != f"drug-{page}":
        return f"{uri}#{drug.node_id}"
    return folder + slash if page == _plain(drug.name) else uri


def _effect_row(effect: Effect) -> str:
    """Name, id, clinical name, other names, number of drugs."""
    names = effect.names
    clinical_name = names.clinical_name or ""
    if fold_name(clinical_name) == fold_name(names.name):
        clinical_name = ""
    aliases = [name for name in names.aliases if fold_name(name) != fold_name(clinical_name)]
    return row(
        names.name,
        "" if names.id == _plain(names.name) else names.id,
        clinical_name,
        _other_names(names.name, aliases),
        str(effect.count),
    )


def _other_names(name: str, others: Iterable[str]) -> str:
    """Names that say something the name itself does not, between vertical bars."""
    known = f" {fold_name(name)} "
    found = {fold_name(other): other.replace("|", " ") for other in others if other.strip()}
    return "|".join(other for key, other in found.items() if f" {key} " not in known)


def _plain(name: str) -> str:
    """The part of an address that the finder makes from a name by itself."""
    return _NOT_PLAIN.sub("-", name.lower()).strip("-")


def row(*values: str) -> str:
    """A line of fields; empty ones at its end are left out."""
    return "\t".join(" ".join(value.split()) for value in values).rstrip("\t")


def _claims(effect: Effect, numbers: dict[tuple[str, str], int]) -> str:
    """The numbers of the drugs that list a side effect, each as its distance from the one before.

    A distance is doubled, and one more where the side effect is serious; its digits have five
    bits, the lowest first, and a sixth that is set on all but the last.
    """
    found: dict[int, bool] = {}
    for group in effect.groups:
        for claim in group.claims:
            number = numbers[claim.drug.docname, claim.drug.node_id]
            found[number] = found.get(number, False) or claim.reaction.serious
    signs = []
    before = 0
    for number in sorted(found):
        value = (number - before) * 2 + found[number]
        before = number
        while value >= 32:
            signs.append(_DIGITS[value % 32 + 32])
            value //= 32
        signs.append(_DIGITS[value])
    return "".join(signs)
