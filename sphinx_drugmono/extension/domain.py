"""The ``drug`` domain: what monographs there are, and what each of them claims.

It stores the facts of each page by the page's name and nothing made from them, so that a page
which is read again, removed, or read in another process leaves no trace of what it said before.
"""

from __future__ import annotations

import hashlib
import re
from typing import TYPE_CHECKING, Any, ClassVar, cast

from sphinx.domains import Domain, ObjType

from sphinx_drugmono.monograph.names import fold_name, make_id

if TYPE_CHECKING:
    from collections.abc import Iterator, Set

    from sphinx.application import Sphinx
    from sphinx.environment import BuildEnvironment

    from sphinx_drugmono.extension.records import MonographEntry

_SAFE_ID = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")


class DrugDomain(Domain):
    """Monographs and the side effects they name."""

    name = "drug"
    label = "Drug"
    object_types: ClassVar[dict[str, ObjType]] = {
        "monograph": ObjType("monograph", "monograph"),
        "effect": ObjType("side effect", "effect"),
    }
    initial_data: ClassVar[dict[str, Any]] = {
        "monographs": {},  # docname -> tuple of MonographEntry, as they stand on the page
    }
    data_version = 1

    @property
    def monographs(self) -> dict[str, tuple[MonographEntry, ...]]:
        """The monographs of each page, in the order of the page."""
        return cast("dict[str, tuple[MonographEntry, ...]]", self.data["monographs"])

    def note_monograph(self, entry: MonographEntry) -> None:
        """Remember a monograph; the only writer.

        Its place, for warnings, is ``entry.docname`` and ``entry.line``. Raises ``ValueError``
        for an id that is not made of ``a-z``, ``0-9`` and single hyphens.
        """
        for identifier in (entry.node_id, *(reaction.effect for reaction in entry.reactions)):
            if not _SAFE_ID.fullmatch(identifier):
                raise ValueError(f"not a valid id: {identifier!r}")
        self.monographs[entry.docname] = (*self.monographs.get(entry.docname, ()), entry)

    def claim_node_id(self, name: str, docname: str) -> str:
        """The id for a monograph called ``name`` on the page that is being read.

        It depends on the names on this page alone. A name that would share the id of another
        one above it gets a digest of itself appended, a repeated name its number.
        """
        base = node_id = f"drug-{make_id(name)}"
        taken = {entry.node_id: entry.name for entry in self.monographs.get(docname, ())}
        if node_id in taken and fold_name(taken[node_id]) != fold_name(name):
            digest = hashlib.sha256(fold_name(name).encode()).hexdigest()
            base = node_id = f"{base}-{digest[:6]}"
        number = 1
        while node_id in taken:
            number += 1
            node_id = f"{base}-{number}"
        return node_id

    def entries(self) -> Iterator[MonographEntry]:
        """All monographs, by page and in the order of the page."""
        for docname in sorted(self.monographs):
            yield from self.monographs[docname]

    def clear_doc(self, docname: str) -> None:
        """Forget what the page said."""
        self.monographs.pop(docname, None)

    def merge_domaindata(self, docnames: Set[str], otherdata: dict[str, Any]) -> None:
        """Take over what another process read on its pages."""
        for docname in docnames:
            if docname in otherdata["monographs"]:
                self.monographs[docname] = otherdata["monographs"][docname]


def drug_domain(env: BuildEnvironment) -> DrugDomain:
    """The project's drug domain."""
    return cast("DrugDomain", env.get_domain("drug"))


def setup_domain(app: Sphinx) -> None:
    """Register the domain with Sphinx."""
    app.add_domain(DrugDomain)
