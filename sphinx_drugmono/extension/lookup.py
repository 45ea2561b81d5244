"""Which monograph or side effect a name means: tables made once, answers in constant time."""

from __future__ import annotations

from collections import defaultdict
from difflib import get_close_matches
from typing import TYPE_CHECKING, NamedTuple

from sphinx_drugmono.monograph.names import fold_name, without_parentheses

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from sphinx_drugmono.extension.records import MonographEntry


class EffectNames(NamedTuple):
    """A side effect some monograph names, and what it is called."""

    id: str
    name: str
    clinical_name: str | None
    aliases: tuple[str, ...]
    known: bool


def _nearest(
    name: str, steps: Sequence[Mapping[str, Sequence[MonographEntry | EffectNames]]]
) -> str | None:
    """The name under the key, in the earliest step, that is written almost like ``name``."""
    key = fold_name(name)
    by_key = {
        other: step[other][0] for step in reversed(steps) for other in step if other[:1] == key[:1]
    }
    close = get_close_matches(key, by_key, n=1, cutoff=0.8)
    return by_key[close[0]].name if close else None


class DrugTable:
    """Monographs by name, then generic name, then alternate name, then name without its route.

    A name is looked for in this order, and what an earlier step finds hides the later ones.
    """

    def __init__(self, entries: Iterable[MonographEntry]) -> None:
        steps: list[dict[str, list[MonographEntry]]] = [defaultdict(list) for _ in range(4)]
        for entry in entries:
            names = (
                (entry.name,),
                (entry.generic_name or "",),
                entry.alternate_names,
                (without_parentheses(entry.name),),
            )
            for step, step_names in zip(steps, names, strict=True):
                for key in {fold_name(name) for name in step_names if name}:
                    step[key].append(entry)
        self._steps = [dict(step) for step in steps]

    def find(self, name: str, docname: str) -> list[MonographEntry]:
        """The monographs a name on a page may mean, one for each drug; several are ambiguous.

        Of several monographs of one drug, the one on the same page is taken, else the first by
        page name.
        """
        key = fold_name(name)
        for step in self._steps:
            if key in step:
                drugs: dict[str, MonographEntry] = {}
                for entry in step[key]:
                    known = drugs.setdefault(fold_name(entry.name), entry)
                    if entry.docname == docname != known.docname:
                        drugs[fold_name(entry.name)] = entry
                return list(drugs.values())
        return []

    def keys(self) -> dict[str, MonographEntry]:
        """Every folded name that means one drug, with its monograph."""
        found: dict[str, MonographEntry] = {}
        for step in self._steps:
            for key in step:
                if key not in found:
                    entries = self.find(key, "")
                    if len(entries) == 1:
                        found[key] = entries[0]
        return found

    def nearest(self, name: str) -> str | None:
        """The name of a monograph that is written almost like this one."""
        return _nearest(name, self._steps)


class EffectTable:
    """Side effects by id and patient-friendly name, then clinical name, then other names."""

    def __init__(self, entries: Iterable[MonographEntry]) -> None:
        effects: dict[str, EffectNames] = {}
        for entry in entries:
            for reaction in entry.reactions:
                known = effects.get(reaction.effect)
                if known is None or (reaction.known and not known.known):
                    effects[reaction.effect] = EffectNames(
                        reaction.effect,
                        reaction.name,
                        reaction.clinical_name,
                        reaction.aliases,
                        reaction.known,
                    )
        self.effects = dict(sorted(effects.items()))
        steps: list[dict[str, list[EffectNames]]] = [defaultdict(list) for _ in range(3)]
        for effect in self.effects.values():
            names = ((effect.id, effect.name), (effect.clinical_name or "",), effect.aliases)
            for step, step_names in zip(steps, names, strict=True):
                for key in {fold_name(name) for name in step_names if name}:
                    step[key].append(effect)
        self._steps = [dict(step) for step in steps]

    def find(self, name: str) -> list[EffectNames]:
        """The side effects a name may mean; several are ambiguous."""
        key = fold_name(name)
        for step in self._steps:
            if key in step:
                return step[key]
        return []

    def keys(self) -> dict[str, EffectNames]:
        """Every folded name that means one side effect."""
        found: dict[str, EffectNames] = {}
        for step in self._steps:
            for key in step:
                if key not in found and len(effects := self.find(key)) == 1:
                    found[key] = effects[0]
        return found

    def nearest(self, name: str) -> str | None:
        """The name of a side effect that is written almost like this one."""
        return _nearest(name, self._steps)
