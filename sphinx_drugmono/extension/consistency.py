"""What is wrong between pages: monographs that share a name, and names that share an id."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from sphinx_drugmono.extension.exports import is_foreign
from sphinx_drugmono.extension.warnings import Subtype, warn
from sphinx_drugmono.monograph.names import fold_name, make_id

if TYPE_CHECKING:
    from collections.abc import Iterable

    from sphinx.environment import BuildEnvironment

    from sphinx_drugmono.extension.records import MonographEntry


def report_clashes(entries: Iterable[MonographEntry], env: BuildEnvironment) -> None:
    """Warn of each monograph that has a name of one before it, or a name that makes its id."""
    by_name: dict[str, list[MonographEntry]] = defaultdict(list)
    for entry in entries:
        by_name[fold_name(entry.name)].append(entry)
    by_id: dict[str, list[MonographEntry]] = defaultdict(list)
    for _key, (first, *others) in sorted(by_name.items()):
        made = make_id(first.name)
        chosen = not first.node_id.startswith(f"drug-{made}")
        by_id[first.node_id.removeprefix("drug-") if chosen else made].append(first)
        for other in others:
            warn(
                Subtype.DUPLICATE,
                f"there is another monograph of “{other.name}”, {_place(first, env)}",
                location=_location(other),
            )
    for identifier, (first, *others) in sorted(by_id.items()):
        for other in others:
            warn(
                Subtype.ID_COLLISION,
                f"“{other.name}” makes the id “{identifier}”, as “{first.name}” does, "
                f"{_place(first, env)}",
                location=_location(other),
            )


def _place(entry: MonographEntry, env: BuildEnvironment) -> str:
    if is_foreign(entry.docname):
        return entry.docname
    return f"{env.doc2path(entry.docname, False)}:{entry.line}"


def _location(entry: MonographEntry) -> str | tuple[str, int]:
    if is_foreign(entry.docname):
        return f"{entry.docname}:{entry.line}"
    return entry.docname, entry.line
