"""The ``drug`` domain: what monographs there are, and what each of them claims.

It stores the facts of each page by the page's name and nothing made from them, so that a page
which is read again, removed, or read in another process leaves no trace of what it said before.
"""

from __future__ import annotations

import hashlib
import re
from enum import Enum
from typing import TYPE_CHECKING, Any, ClassVar, NamedTuple, cast

from docutils import nodes
from sphinx.domains import Domain, ObjType
from sphinx.errors import NoUri
from sphinx.locale import get_translation
from sphinx.util.nodes import make_refnode

from sphinx_drugmono.extension.collation import letter_of
from sphinx_drugmono.extension.consistency import report_clashes
from sphinx_drugmono.extension.digests import digest, page_digest
from sphinx_drugmono.extension.exports import is_foreign, page_order
from sphinx_drugmono.extension.lookup import DrugTable, EffectTable
from sphinx_drugmono.extension.records import ListingKind, PageDigest
from sphinx_drugmono.extension.warnings import Subtype, warn
from sphinx_drugmono.monograph.names import fold_name, make_id

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Set

    from docutils.nodes import Element
    from sphinx.addnodes import pending_xref
    from sphinx.application import Sphinx
    from sphinx.builders import Builder
    from sphinx.environment import BuildEnvironment

    from sphinx_drugmono.extension.lookup import EffectNames
    from sphinx_drugmono.extension.records import Listing, MonographEntry

_ = get_translation("sphinx_drugmono")

DRUG_INDEX = "drug-monographs"
"""The name of the page that lists all drugs."""

EFFECT_INDEX = "drug-effects"
"""The name of the page that lists all side effects; their own pages stand below it."""

DATA_VERSION = 2
"""Version of what the domain stores, with its records.

Raise it with every change of a field of a record or of the tables of the domain, so that Sphinx
reads the pages again instead of handing old records to new code.
"""

_SAFE_ID = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
_INVENTORY_TRAP = re.compile(r"\s-?\d+\s")


class EffectPlace(Enum):
    """Where a builder describes a side effect."""

    PAGE = "on a page of its own"
    INDEX = "in the index of all side effects, which is one page"
    LISTING = "in an effect-index on a page, if there is one"


class Target(NamedTuple):
    """What a reference leads to; ``node_id`` is empty for a page as a whole."""

    docname: str
    node_id: str
    title: str


def effect_node_id(effect: str) -> str:
    """The id of a side effect's entry in an ``effect-index``."""
    return f"drug-effect-{effect}"


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
        "digests": {},  # docname -> PageDigest of these
        "references": {},  # docname -> set of (role, name) that the page refers to
        "listings": {},  # docname -> tuple of Listing, as they stand on the page
    }
    data_version = DATA_VERSION

    effect_place = EffectPlace.LISTING
    """Where the builder at work describes side effects."""

    foreign: tuple[MonographEntry, ...] = ()
    """The monographs of other formularies, with addresses as the names of their pages."""

    foreign_digest = ""
    """A digest of these."""

    restriction: frozenset[str] | None = None
    """The pages whose monographs alone are known for the time being; ``None`` for all."""

    _drugs: DrugTable | None = None
    _effects: EffectTable | None = None
    _objects: list[tuple[str, str, str, str, str, int]] | None = None

    def get_type_name(self, type: ObjType, primary: bool = False) -> str:  # noqa: A002
        """What the search calls an object."""
        return _("side effect") if type.lname == "side effect" else _("drug monograph")

    # What the pages say

    @property
    def monographs(self) -> dict[str, tuple[MonographEntry, ...]]:
        """The monographs of each page, in the order of the page."""
        return cast("dict[str, tuple[MonographEntry, ...]]", self.data["monographs"])

    @property
    def digests(self) -> dict[str, PageDigest]:
        """For each page with monographs, digests of all that is remembered of them."""
        return cast("dict[str, PageDigest]", self.data["digests"])

    @property
    def references(self) -> dict[str, set[tuple[str, str]]]:
        """For each page, the names it refers to, with the role that does."""
        return cast("dict[str, set[tuple[str, str]]]", self.data["references"])

    @property
    def listings(self) -> dict[str, tuple[Listing, ...]]:
        """The indices on each page."""
        return cast("dict[str, tuple[Listing, ...]]", self.data["listings"])

    @property
    def is_empty(self) -> bool:
        """Whether there is no monograph at all."""
        return not self.monographs and not self.foreign

    def entries(self) -> Iterator[MonographEntry]:
        """All monographs, those of other formularies last."""
        yield from self.own_entries()
        if self.restriction is None:
            yield from self.foreign

    def own_entries(self) -> Iterator[MonographEntry]:
        """The monographs of this project, by page and in the order of the page."""
        for docname in sorted(self.monographs):
            if self.restriction is None or docname in self.restriction:
                yield from self.monographs[docname]

    def know_foreign(self, entries: Iterable[MonographEntry]) -> None:
        """Know the monographs of other formularies, for this build."""
        self.foreign = tuple(
            sorted(entries, key=lambda entry: (page_order(entry.docname), entry.line))
        )
        self.foreign_digest = digest(self.foreign) if self.foreign else ""
        self._forget_tables()

    def restrict(self, docnames: frozenset[str] | None) -> None:
        """Know no monographs but those of some pages from now on, or all of them again."""
        self.restriction = docnames
        self._forget_tables()

    def note_monograph(self, entry: MonographEntry) -> None:
        """Remember a monograph; the only writer.

        Its place, for warnings, is ``entry.docname`` and ``entry.line``. Raises ``ValueError``
        for an id that is not made of ``a-z``, ``0-9`` and single hyphens.
        """
        for identifier in (entry.node_id, *(reaction.effect for reaction in entry.reactions)):
            if not _SAFE_ID.fullmatch(identifier):
                raise ValueError(f"not a valid id: {identifier!r}")
        noted = (*self.monographs.get(entry.docname, ()), entry)
        self.monographs[entry.docname] = noted
        self.digests[entry.docname] = page_digest(noted)
        self._forget_tables()

    def note_reference(self, docname: str, role: str, name: str) -> None:
        """Remember that a page refers to a name, so that it is written anew when that moves."""
        self.references.setdefault(docname, set()).add((role, name))

    def note_listing(self, docname: str, listing: Listing) -> None:
        """Remember that a page shows an index."""
        self.listings[docname] = (*self.listings.get(docname, ()), listing)

    def claim_node_id(self, name: str, docname: str) -> str:
        """The id for a monograph called ``name`` on the page that is being read.

        It depends on the names on this page alone. A name that would share the id of another
        one above it gets a digest of itself appended, a repeated name its number.
        """
        base = node_id = f"drug-{make_id(name)}"
        taken = {entry.node_id: entry.name for entry in self.monographs.get(docname, ())}
        if node_id in taken and fold_name(taken[node_id]) != fold_name(name):
            name_digest = hashlib.sha256(fold_name(name).encode()).hexdigest()
            base = node_id = f"{base}-{name_digest[:6]}"
        number = 1
        while node_id in taken:
            number += 1
            node_id = f"{base}-{number}"
        return node_id

    def clear_doc(self, docname: str) -> None:
        """Forget what the page said."""
        for table in self.initial_data:
            self.data[table].pop(docname, None)
        self._forget_tables()

    def clear(self) -> None:
        """Forget what all pages said."""
        for table in self.initial_data:
            self.data[table].clear()
        self._forget_tables()

    def merge_domaindata(self, docnames: Set[str], otherdata: dict[str, Any]) -> None:
        """Take over what another process read on its pages."""
        for table in self.initial_data:
            theirs = otherdata[table]
            self.data[table].update(
                (docname, theirs[docname]) for docname in docnames if docname in theirs
            )
        self._forget_tables()

    # What names mean

    @property
    def drugs(self) -> DrugTable:
        """The monographs by their names."""
        if self._drugs is None:
            self._drugs = DrugTable(self.entries())
        return self._drugs

    @property
    def effects(self) -> EffectTable:
        """The side effects by their names."""
        if self._effects is None:
            self._effects = EffectTable(self.entries())
        return self._effects

    def _forget_tables(self) -> None:
        self._drugs = self._effects = self._objects = None

    def effect_target(self, effect: EffectNames) -> Target | None:
        """Where the builder at work describes a side effect."""
        title = effect.name
        if effect.clinical_name and fold_name(effect.clinical_name) != fold_name(title):
            title += f" ({effect.clinical_name})"
        if self.effect_place is EffectPlace.PAGE:
            return Target(f"{EFFECT_INDEX}/{effect.id}", "", title)
        if self.effect_place is EffectPlace.INDEX:
            return Target(EFFECT_INDEX, effect_node_id(effect.id), title)
        letter = letter_of(effect.name)
        for docname in sorted(self.listings):
            for listing in self.listings[docname]:
                if listing.kind is ListingKind.EFFECTS and listing.includes(letter):
                    return Target(docname, effect_node_id(effect.id), title)
        return None

    def targets(self, role: str, name: str, docname: str) -> list[Target | None]:
        """What a name on a page may mean; several are ambiguous, ``None`` has no place."""
        if role == "effect":
            effects = self.effects.find(name) or self._by_vocabulary(name)
            return [self.effect_target(effect) for effect in effects]
        return [
            Target(entry.docname, entry.node_id, entry.name)
            for entry in self.drugs.find(name, docname)
        ]

    def _by_vocabulary(self, name: str) -> list[EffectNames]:
        """The side effect the vocabulary takes a phrase for, if some monograph names it."""
        # A monograph is read with the help of this module.
        from sphinx_drugmono.extension.reading import reading_tools

        concept = reading_tools(self.env.config).vocabulary.find(name)
        effect = self.effects.effects.get(concept.id) if concept else None
        return [effect] if effect else []

    def resolve_xref(
        self,
        env: BuildEnvironment,
        fromdocname: str,
        builder: Builder,
        typ: str,
        target: str,
        node: pending_xref,
        contnode: Element,
    ) -> nodes.reference | None:
        """Resolve a reference; one that is ambiguous, or has no page to lead to, stays text."""
        found = self.targets(typ, target, fromdocname)
        if not found:
            return None
        # Sphinx takes any node here; text is how a reference that must not be guessed ends.
        text = cast("nodes.reference", contnode)
        if len(found) > 1:
            if not node.get("drugmono_quiet"):
                self._warn_ambiguous(typ, target, found, node)
            return text
        if found[0] is None:
            return text
        return _link(builder, typ, fromdocname, found[0], contnode)

    def _warn_ambiguous(
        self, typ: str, target: str, found: Iterable[Target | None], node: pending_xref
    ) -> None:
        names = sorted(f"“{one.title}”" for one in found if one)
        noun = self.object_types[typ].lname
        warn(
            Subtype.AMBIGUOUS_REFERENCE,
            f"more than one {noun} is called “{target}”: {', '.join(names)}",
            location=node,
        )

    def resolve_any_xref(
        self,
        env: BuildEnvironment,
        fromdocname: str,
        builder: Builder,
        target: str,
        node: pending_xref,
        contnode: Element,
    ) -> list[tuple[str, nodes.reference]]:
        """Every monograph and side effect the name may mean; an empty list for other targets."""
        found = []
        for role in ("monograph", "effect"):
            for one in self.targets(role, target, fromdocname):
                if one is not None:
                    try:
                        link = _link(builder, role, fromdocname, one, contnode)
                        found.append((f"drug:{role}", link))
                    except NoUri:
                        continue
        return found

    def get_full_qualified_name(self, node: Element) -> str | None:
        """The form of a name under which the inventories of other projects list it."""
        target = node.get("reftarget")
        return make_id(target) if target else None

    def get_objects(self) -> list[tuple[str, str, str, str, str, int]]:
        """Monographs and side effects, for the search and for the inventory.

        Each stands under its names as written and, hidden from the search, under the id of every
        name that means it alone: other projects find it in any case and spelling.
        """
        # Asked for twice in a build, by the search and by the inventory.
        if self._objects is None:
            self._objects = list(self._make_objects())
        return self._objects

    def _make_objects(self) -> Iterator[tuple[str, str, str, str, str, int]]:
        listed: set[tuple[str, str]] = set()

        def first(objtype: str, name: str) -> bool:
            # Sphinx reads "name type priority ..." back at the first number between spaces.
            if (objtype, name) in listed or _INVENTORY_TRAP.search(f" {name} "):
                return False
            listed.add((objtype, name))
            return True

        # Those of other formularies are in their own inventories.
        for entry in sorted(self.own_entries(), key=lambda entry: (entry.docname, entry.line)):
            if first("monograph", entry.name):
                yield entry.name, entry.name, "monograph", entry.docname, entry.node_id, 0
        keys = self.drugs.keys()
        for entry in self.own_entries():
            for other in (entry.generic_name or "", *entry.alternate_names):
                if keys.get(fold_name(other)) is entry and first("monograph", other):
                    yield other, other, "monograph", entry.docname, entry.node_id, 1
        for key, entry in keys.items():
            if not is_foreign(entry.docname) and first("monograph", identifier := make_id(key)):
                yield identifier, entry.name, "monograph", entry.docname, entry.node_id, -1
        places = {id_: self.effect_target(effect) for id_, effect in self.effects.effects.items()}
        for effect in self.effects.effects.values():
            if (place := places[effect.id]) and first("effect", effect.name):
                yield effect.name, effect.name, "effect", place.docname, place.node_id, 1
        for key, effect in self.effects.keys().items():
            if (place := places[effect.id]) and first("effect", identifier := make_id(key)):
                yield identifier, effect.name, "effect", place.docname, place.node_id, -1

    def check_consistency(self) -> None:
        """Report monographs that share a name, and names that share an id."""
        report_clashes(self.entries(), self.env)


def site_address(builder: Builder, docname: str) -> str:
    """The address of a page from the start of the site.

    A page of another formulary has its own, which counts from there if it is relative.
    """
    return docname if is_foreign(docname) else builder.get_target_uri(docname)


def link_node(
    builder: Builder, fromdocname: str, target: Target, content: nodes.Node
) -> nodes.reference:
    """A link from a page to a target. Raises ``NoUri`` if the builder's output lacks it."""
    if is_foreign(target.docname):
        address = target.docname
        if "://" not in address:
            if drug_domain(builder.env).effect_place is not EffectPlace.PAGE:
                raise NoUri(address)
            address = "../" * builder.get_target_uri(fromdocname).count("/") + address
        address += f"#{target.node_id}"
        return nodes.reference(
            "", "", content, refuri=address, reftitle=target.title, internal=False
        )
    return make_refnode(
        builder, fromdocname, target.docname, target.node_id, content, target.title
    )


def _link(
    builder: Builder, role: str, fromdocname: str, target: Target, contnode: Element
) -> nodes.reference:
    link = link_node(builder, fromdocname, target, contnode)
    link["classes"].append(f"drugmono-{role}")  # previews know their links by it
    return link


def drug_domain(env: BuildEnvironment) -> DrugDomain:
    """The project's drug domain."""
    return cast("DrugDomain", env.get_domain("drug"))


def setup_domain(app: Sphinx) -> None:
    """Register the domain with Sphinx."""
    app.add_domain(DrugDomain)
