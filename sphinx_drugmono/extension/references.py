"""References to monographs and side effects: the roles, and the links to components."""

from __future__ import annotations

from typing import TYPE_CHECKING

from docutils import nodes
from sphinx import addnodes
from sphinx.roles import XRefRole

from sphinx_drugmono.extension.domain import DrugDomain, drug_domain
from sphinx_drugmono.extension.warnings import Subtype, warn
from sphinx_drugmono.monograph.names import without_parentheses

if TYPE_CHECKING:
    from docutils.nodes import Element, Node, system_message
    from sphinx.application import Sphinx
    from sphinx.domains import Domain
    from sphinx.environment import BuildEnvironment


class DrugRole(XRefRole):
    """A role that refers to a monograph or a side effect, under whatever name it is called."""

    innernodeclass = nodes.inline

    def __init__(self, reftype: str) -> None:
        super().__init__(warn_dangling=True)
        self._name = f"drug:{reftype}"

    def run(self) -> tuple[list[Node], list[system_message]]:
        """Make the reference; the role's short name gives the same one."""
        self.name = self._name
        return super().run()

    def process_link(
        self,
        env: BuildEnvironment,
        refnode: Element,
        has_explicit_title: bool,
        title: str,
        target: str,
    ) -> tuple[str, str]:
        """A name behind ``~`` is shown without what it has in parentheses."""
        title, target = super().process_link(env, refnode, has_explicit_title, title, target)
        if target.startswith("~"):
            target = target[1:].lstrip()
            if not has_explicit_title:
                title = without_parentheses(target)
        # The writer's words stay, also where another project lists the target under its own.
        refnode["refexplicit"] = True
        return title, target


def role_reference(role: str, target: str, words: str, docname: str) -> addnodes.pending_xref:
    """What :class:`DrugRole` makes on a page, for a role in the text of a monograph."""
    return addnodes.pending_xref(
        "",
        nodes.inline("", words, classes=["xref", "drug", f"drug-{role}"]),
        refdoc=docname,
        refdomain="drug",
        reftype=role,
        reftarget=target,
        refexplicit=True,
        refwarn=True,
    )


def component_reference(name: str, docname: str) -> addnodes.pending_xref:
    """A link to the monograph of a component, which stays text where there is none."""
    return addnodes.pending_xref(
        "",
        nodes.inline("", name),
        refdoc=docname,
        refdomain="drug",
        reftype="monograph",
        reftarget=name,
        refexplicit=True,
        refwarn=False,
        drugmono_quiet=True,
    )


def _note_references(app: Sphinx, doctree: nodes.document) -> None:
    """Remember the names a page refers to, so that it is written anew when they move.

    What an ``any`` role names may be one of ours.
    """
    docname = app.env.docname
    domain = drug_domain(app.env)
    for node in doctree.findall(addnodes.pending_xref):
        if node.get("refdomain") == "drug":
            domain.note_reference(docname, node["reftype"], node["reftarget"])
        elif node.get("reftype") == "any":
            for role in ("monograph", "effect"):
                domain.note_reference(docname, role, node["reftarget"])


def _warn_missing(app: Sphinx, domain: Domain | None, node: addnodes.pending_xref) -> bool | None:
    if not isinstance(domain, DrugDomain):
        return None
    if not node.get("drugmono_quiet"):
        role, name = node["reftype"], node["reftarget"]
        nearest = (domain.effects if role == "effect" else domain.drugs).nearest(name)
        hint = f"; did you mean “{nearest}”?" if nearest else ""
        noun = domain.object_types[role].lname
        warn(Subtype.MISSING_REFERENCE, f"there is no {noun} “{name}”{hint}", location=node)
    return True


def setup_references(app: Sphinx) -> None:
    """Register the roles, with their short names, and the warning about missing targets."""
    app.add_role_to_domain("drug", "monograph", DrugRole("monograph"))
    app.add_role_to_domain("drug", "effect", DrugRole("effect"))
    app.add_role("drug", DrugRole("monograph"))
    app.add_role("side-effect", DrugRole("effect"))
    app.connect("doctree-read", _note_references)
    app.connect("warn-missing-reference", _warn_missing)
