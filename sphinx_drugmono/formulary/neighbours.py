"""The data of the links to the drugs before and after one: a file for each letter of the index.

Scripts show these links, so that a new drug changes its letter's file and no page of the drugs
beside it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from sphinx_drugmono.extension.collation import letter_of
from sphinx_drugmono.extension.exports import is_foreign
from sphinx_drugmono.formulary.finder import data_file, row, short_address
from sphinx_drugmono.formulary.shelves import slug_of

if TYPE_CHECKING:
    from collections.abc import Set

    from sphinx_drugmono.formulary.finder import Address
    from sphinx_drugmono.formulary.view import FormularyView


def neighbour_files(view: FormularyView, docnames: Set[str], address: Address) -> dict[str, str]:
    """The contents of the files by name: the drugs of a letter, and one before and after them.

    Letters have a file if one of ``docnames`` is under them; those are the pages with the links.
    Monographs of other sites are no neighbours. See ``finder_files`` for ``address`` and rows.
    """
    suffix = address("x")[1:]
    drugs = [drug for drug in view.drugs if not is_foreign(drug.docname)]
    rows = [row(drug.name, short_address(drug, address, suffix)) for drug in drugs]
    places: dict[str, list[int]] = {}
    wanted = set()
    for at, drug in enumerate(drugs):
        letter = letter_of(drug.name)
        places.setdefault(letter, []).append(at)
        if drug.docname in docnames:
            wanted.add(letter)
    files = {}
    for letter in sorted(wanted):
        first, last = places[letter][0], places[letter][-1]
        name = f"beside-{slug_of(letter)}"  # static/drugmono.js makes the same from the index's
        content = {"suffix": suffix, "drugs": "\n".join(rows[max(first - 1, 0) : last + 2])}
        files[name] = data_file(name, content)
    return files
