"""A directive that notes a monograph with exactly the claims written in it.

It stands in for the reader where a test is about what the domain and the indices do with claims.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from docutils import nodes
from docutils.parsers.rst import directives
from sphinx.util.docutils import SphinxDirective

from sphinx_drugmono.extension.domain import drug_domain
from sphinx_drugmono.extension.records import MonographEntry, ReactionEntry
from sphinx_drugmono.extension.references import component_reference
from sphinx_drugmono.monograph.model import Frequency

if TYPE_CHECKING:
    from sphinx.application import Sphinx


def drug_page(name: str, *claims: str, **options: str) -> str:
    """The text of a page with one monograph that needs no toctree."""
    return ":orphan:\n\n" + drug(name, *claims, **options)


def drug(name: str, *claims: str, **options: str) -> str:
    """The text of a monograph; a claim is ``id; Name; clinical; frequency; sentence``.

    A claim that begins with ``!`` is serious; what is left out at its end is made up from the id.
    """
    lines = [f".. claims:: {name}", *(f"   :{key}: {value}" for key, value in options.items()), ""]
    lines += [f"   {claim}" for claim in claims]
    return "\n".join(lines) + "\n\n"


def _names(value: str) -> tuple[str, ...]:
    return tuple(part.strip() for part in value.split(","))


class Claims(SphinxDirective):
    required_arguments = 1
    final_argument_whitespace = True
    has_content = True
    option_spec = {"generic": directives.unchanged, "names": _names, "components": _names}  # noqa: RUF012

    def run(self) -> list[nodes.Node]:
        name, docname = self.arguments[0], self.env.docname
        domain = drug_domain(self.env)
        node_id = domain.claim_node_id(name, docname)
        section = nodes.section("", nodes.title("", name), ids=[node_id])
        components = self.options.get("components", ())
        for component in components:
            domain.note_reference(docname, "monograph", component)
            link = component_reference(component, docname)
            section.append(nodes.paragraph("", "", link))
        reactions = [
            self._reaction(line, f"{node_id}-side-effects-item-{number}")
            for number, line in enumerate(filter(None, self.content), 1)
        ]
        for reaction in reactions:
            target = nodes.target("", "", ids=[reaction.node_id])
            text = nodes.Text(reaction.sentence)
            section.append(nodes.paragraph("", "", target, text))
        domain.note_monograph(
            MonographEntry(
                name,
                docname,
                node_id,
                self.lineno,
                self.options.get("generic"),
                self.options.get("names", ()),
                components,
                f"{name} is a drug.",
                tuple(reactions),
            )
        )
        return [section]

    def _reaction(self, line: str, node_id: str) -> ReactionEntry:
        effect, *rest = (part.strip() for part in line.split(";"))
        serious, effect = effect.startswith("!"), effect.removeprefix("!")
        name, clinical, frequency, sentence = (*rest, *("",) * (4 - len(rest)))
        name = name or effect.replace("-", " ").capitalize()
        return ReactionEntry(
            effect=effect,
            name=name,
            clinical_name=clinical or None,
            aliases=(f"{name} alias",),
            text=name.lower(),
            frequency=Frequency(frequency or "unknown"),
            frequency_text=frequency or None,
            band=None,
            serious=serious,
            component=None,
            sentence=sentence or f"It may cause {name.lower()}.",
            node_id=node_id,
        )


def setup(app: Sphinx) -> dict[str, bool]:
    app.add_directive("claims", Claims)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
