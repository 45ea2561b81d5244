"""A book in several volumes, by the first letter of the drugs.

Each volume is a document of the LaTeX builder that starts at the same root document as the book it
is a part of. While one is put together, the toctrees name the monographs of its letters alone and
the domain knows no others, so that its lists and indices are about what is in it; a reference to
another monograph becomes text that says which volume has it.
"""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from docutils import nodes
from sphinx import addnodes
from sphinx.builders.latex import LaTeXBuilder
from sphinx.locale import get_translation
from sphinx.transforms.post_transforms import SphinxPostTransform
from sphinx.util import docname_join
from sphinx.util.nodes import clean_astext

from sphinx_drugmono.extension.collation import DIGITS, letter_of, letters_label
from sphinx_drugmono.extension.config import config_place, project_config
from sphinx_drugmono.extension.config_checks import Volume
from sphinx_drugmono.extension.domain import drug_domain
from sphinx_drugmono.extension.warnings import Subtype, warn
from sphinx_drugmono.formulary.shelves import slug_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from sphinx.application import Sphinx
    from sphinx.builders import Builder

    from sphinx_drugmono.extension.config_checks import Volumes
    from sphinx_drugmono.extension.domain import DrugDomain

_ = get_translation("sphinx_drugmono")


class VolumeRoot(str):
    """The root document as the start of one volume.

    Sphinx hands the name of the start document of a book to all it does with the book; this one
    says which volume is meant.
    """

    __slots__ = ("documents", "volume")

    documents: frozenset[str]
    volume: str

    @classmethod
    def of(cls, docname: str, title: str, documents: Iterable[str]) -> VolumeRoot:
        """The root of a volume that has these documents of monographs."""
        root = cls(docname)
        root.volume = title
        root.documents = frozenset((*documents, docname))
        return root


def documents_by_letter(domain: DrugDomain) -> dict[str, list[str]]:
    """The documents with monographs under the letter of their first drug, in order of letters."""
    found: dict[str, list[str]] = {}
    for docname, entries in domain.monographs.items():
        found.setdefault(letter_of(entries[0].name), []).append(docname)
    return {letter: found[letter] for letter in sorted(found, key=_letter_order)}


def _letter_order(letter: str) -> tuple[bool, str]:
    return letter != DIGITS, letter


def choose_volumes(volumes: Volumes, letters: Sequence[str]) -> tuple[list[Volume], Volume | None]:
    """The volumes for the letters there are, and the one for letters no volume was given for."""
    if volumes.by_letter:
        return [Volume((letter,)) for letter in letters], None
    chosen = [volume for volume in volumes.given if set(volume.letters) & set(letters)]
    given = {letter for volume in volumes.given for letter in volume.letters}
    rest = tuple(letter for letter in letters if letter not in given)
    return chosen, Volume(rest) if rest else None


class _Binder:
    """Has the LaTeX builder make volumes in place of the book."""

    def __init__(self, builder: LaTeXBuilder, domain: DrugDomain) -> None:
        self.domain = domain
        self.root: VolumeRoot | None = None
        self.roots: list[VolumeRoot] = []
        self._env = builder.env
        self._get_doctree = builder.env.get_doctree
        self._assemble = builder.assemble_doctree
        # Made before the domain forgets anything; it makes new ones for each volume.
        self.drugs = domain.drugs
        self.effects = {
            (docname, name): domain.targets(role, name, docname)
            for docname, references in domain.references.items()
            for role, name in references
            if role == "effect"
        }

    def assemble(self, indexfile: str, *args: Any, **options: Any) -> nodes.document:
        """Put a book together, or one volume."""
        if not isinstance(indexfile, VolumeRoot):
            return self._assemble(indexfile, *args, **options)
        with self._volume(indexfile):
            return self._assemble(indexfile, *args, **options)

    @contextmanager
    def _volume(self, root: VolumeRoot) -> Iterator[None]:
        self.root = root
        self.domain.restrict(root.documents)
        try:
            yield
        finally:
            self.root = None
            self.domain.restrict(None)

    def get_doctree(self, docname: str) -> nodes.document:
        """A document, whose toctrees name what the volume has."""
        doctree = self._get_doctree(docname)
        if self.root is not None:
            for toctree in doctree.findall(addnodes.toctree):
                toctree["entries"] = [
                    entry for entry in toctree["entries"] if self._belongs(entry[1])
                ]
                toctree["includefiles"] = list(filter(self._belongs, toctree["includefiles"]))
        return doctree

    def _belongs(self, docname: str) -> bool:
        """Whether the volume has a document: a drug of it, or what is not only about others."""
        assert self.root is not None
        drugs = set(self._drugs_below(docname, set()))
        return not drugs or not drugs.isdisjoint(self.root.documents)

    def _drugs_below(self, docname: str, seen: set[str]) -> Iterator[str]:
        if docname in seen:
            return
        seen.add(docname)
        if docname in self.domain.monographs:
            yield docname
        for name in self._env.toctree_includes.get(docname, ()):
            yield from self._drugs_below(name, seen)

    def volume_of(self, docname: str) -> str | None:
        """The title of the other volume that has a document of monographs."""
        assert self.root is not None
        if docname in self.root.documents:
            return None
        return next((root.volume for root in self.roots if docname in root.documents), None)


def split_book(app: Sphinx, builder: Builder) -> None:
    """Put volumes in the place of each book that starts at the root document."""
    volumes = project_config(app.config).volumes
    domain = drug_domain(app.env)
    if not isinstance(builder, LaTeXBuilder) or not (volumes.by_letter or volumes.given):
        return
    by_letter = documents_by_letter(domain)
    chosen, rest = choose_volumes(volumes, list(by_letter))
    if rest is not None:
        warn(
            Subtype.CONFIG,
            f"drugmono_volumes: no volume has {letters_label(rest.letters)}; it gets one more",
            location=config_place(app.config, "drugmono_volumes"),
        )
        chosen.append(rest)
    if not chosen:
        return
    binder = _Binder(builder, domain)
    documents: list[tuple[Any, ...]] = []
    for docname, target, title, *others in app.config.latex_documents:
        if docname != app.config.root_doc:
            documents.append((docname, target, title, *others))
            continue
        stem = target.removesuffix(".tex")
        for volume in chosen:
            root = VolumeRoot.of(
                docname,
                volume.title or f"{title} {volume.label}",
                [name for letter in volume.letters for name in by_letter.get(letter, ())],
            )
            binder.roots.append(root)
            slug = "-".join(map(slug_of, dict.fromkeys((volume.letters[0], volume.letters[-1]))))
            documents.append((root, f"{stem}-{slug}.tex", root.volume, *others))
    # The environment, which has this configuration, is not stored again after this event.
    app.config.latex_documents = documents
    builder.assemble_doctree = binder.assemble  # type: ignore[method-assign]
    app.env.get_doctree = binder.get_doctree  # type: ignore[method-assign]
    builder.drugmono_binder = binder  # type: ignore[attr-defined]


class OtherVolumes(SphinxPostTransform):
    """Makes references to what another volume has text that names the volume."""

    default_priority = 5
    """Before Sphinx looks for the targets, which the domain does not know here."""
    formats = ("latex",)

    def run(self, **kwargs: Any) -> None:
        """Replace the references."""
        # Sphinx 9 made ``app`` a deprecated name of ``_app``.
        app = self.env._app if hasattr(self.env, "_app") else self.env.app
        binder = getattr(app.builder, "drugmono_binder", None)
        if binder is None or binder.root is None:
            return
        for node in list(self.document.findall(addnodes.pending_xref)):
            title = self._refers_elsewhere(node, binder)
            if title is not None:
                found = [self._shown(node)]
                if title:
                    found += [nodes.Text(" "), nodes.emphasis("", _("(in %s)") % title)]
                node.replace_self(found)

    def _shown(self, node: addnodes.pending_xref) -> nodes.Node:
        """What readers see of a reference."""
        if node.get("refdomain") == "std" and not node["refexplicit"]:
            docname = docname_join(node["refdoc"], node["reftarget"])
            return nodes.inline("", clean_astext(self.env.titles[docname]))
        return node[0].deepcopy()

    def _refers_elsewhere(self, node: addnodes.pending_xref, binder: _Binder) -> str | None:
        """The title of the volume that has the target; empty if no single one can be named."""
        reftype, target, refdoc = node["reftype"], node["reftarget"], node["refdoc"]
        match node.get("refdomain"), reftype:
            case ("std", "doc"):
                return binder.volume_of(docname_join(refdoc, target))
            case ("drug", "effect"):
                # What a page with the index of side effects says is limited to this volume, too.
                known = binder.effects.get((refdoc, target), [])
                here = drug_domain(self.env).targets("effect", target, refdoc)
                return None if len(known) == len(here) else ""
            case ("drug", "monograph") | ("", "any"):
                found = binder.drugs.find(target, refdoc)
                titles = [binder.volume_of(entry.docname) for entry in found]
                if any(titles):
                    return titles[0] if len(titles) == 1 else ""
        return None


def setup_volumes(app: Sphinx) -> None:
    """Connect to the builder, behind what makes chapters of the monographs."""
    app.connect("write-started", split_book, priority=600)
    app.add_post_transform(OtherVolumes)
