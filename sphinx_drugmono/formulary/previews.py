"""What a reader sees of a drug or a side effect before following a link to it.

Previews are spread over a fixed number of files by the address of their page, so that a page needs
no list to know which file to load, and a changed drug changes few files.
"""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING
from urllib.parse import quote

from sphinx_drugmono.extension.domain import EFFECT_INDEX
from sphinx_drugmono.extension.exports import is_foreign
from sphinx_drugmono.formulary.finder import data_file
from sphinx_drugmono.formulary.view import GroupKey
from sphinx_drugmono.monograph.names import fold_name

if TYPE_CHECKING:
    from sphinx_drugmono.extension.records import MonographEntry
    from sphinx_drugmono.formulary.finder import Address
    from sphinx_drugmono.formulary.view import Effect, FormularyView

    Preview = tuple[str | int | list[str], ...]

_FILES = 64  # static/drugmono.js has the same number
_MOST_SERIOUS = 6
_LONGEST_SUMMARY = 240
_PLAIN_IN_BROWSERS = "/%!$&'()*+,;=:@[]|~"
"""Browsers write all but these signs, letters and digits of a path in their own way."""


def preview_files(view: FormularyView, address: Address) -> dict[str, str]:
    """The contents of the files of previews by name; see ``finder_files``."""
    files: dict[str, dict[str, list[Preview]]] = defaultdict(lambda: defaultdict(list))
    for drug in view.drugs:
        if is_foreign(drug.docname):
            continue  # previews come from the site a page is in
        uri = _as_in_browsers(address(drug.docname))
        files[preview_file(uri)][uri].append(_drug_preview(drug))
    for effect in view.effects:
        uri = _as_in_browsers(address(f"{EFFECT_INDEX}/{effect.names.id}"))
        files[preview_file(uri)][uri].append(_effect_preview(effect))
    return {name: data_file(name, pages) for name, pages in files.items()}


def _as_in_browsers(uri: str) -> str:
    """An address as it is in a link that a script looks at; not all builders write it so."""
    return quote(uri, safe=_PLAIN_IN_BROWSERS)


def preview_file(uri: str) -> str:
    """The name of the file with the previews of a page; static/drugmono.js has the same rule."""
    total = 0
    for sign in uri.encode("ascii"):
        total = (total * 31 + sign) % 65521
    return f"previews-{total % _FILES}"


def _drug_preview(drug: MonographEntry) -> Preview:
    """Id, kind, name, usage, number of side effects, some serious ones, number of the others."""
    serious = [reaction.name for reaction in drug.reactions if reaction.serious]
    return (
        drug.node_id,
        "drug",
        drug.name,
        _shortened(drug.summary),
        len(drug.reactions),
        serious[:_MOST_SERIOUS],
        len(serious[_MOST_SERIOUS:]),
    )


def _effect_preview(effect: Effect) -> Preview:
    """No id, kind, name, clinical name, number of drugs, number where it is serious."""
    clinical_name = effect.names.clinical_name or ""
    if fold_name(clinical_name) == fold_name(effect.names.name):
        clinical_name = ""
    serious = sum(len(group.claims) for group in effect.groups if group.key is GroupKey.SERIOUS)
    return ("", "effect", effect.names.name, clinical_name, effect.count, serious)


def _shortened(text: str) -> str:
    """The beginning of a text that is too long, cut between words and marked."""
    if len(text) <= _LONGEST_SUMMARY:
        return text
    return text[:_LONGEST_SUMMARY].rpartition(" ")[0] + " …"
