"""Which side effects belong together, as the vocabulary files them."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from sphinx_drugmono.formulary.view import Effect, FormularyView
    from sphinx_drugmono.vocabulary import Vocabulary

_MOST = 12
"""Side effects of one kind that are still worth a list at each of them."""


class Related(NamedTuple):
    """Other side effects with pages, as ids and titles: wider ones, kinds, and ones beside it."""

    broader: tuple[tuple[str, str], ...] = ()
    narrower: tuple[tuple[str, str], ...] = ()
    beside: tuple[tuple[str, str], ...] = ()


class Relations:
    """The side effects of a formulary and their places in the vocabulary.

    A wider side effect without a page of its own gives its place to the next wider one.
    """

    def __init__(self, view: FormularyView, vocabulary: Vocabulary) -> None:
        self._titles = {effect.names.id: effect.title for effect in view.effects}
        self._above: dict[str, str] = {}
        below: dict[str, list[str]] = defaultdict(list)
        for effect in view.effects:
            entry = vocabulary.get(effect.names.id)
            broader = entry.broader if entry else None
            while broader is not None and broader not in self._titles:
                wider = vocabulary.get(broader)
                broader = wider.broader if wider else None
            if broader is not None:
                self._above[effect.names.id] = broader
                below[broader].append(effect.names.id)
        self._below = dict(below)

    def of(self, effect: Effect) -> Related:
        """What is related to a side effect."""
        broader = self._above.get(effect.names.id)
        chain: list[str] = []
        while broader is not None:
            chain.append(broader)
            broader = self._above.get(broader)
        beside = self._below.get(chain[0], []) if chain else []
        if len(beside) > _MOST:
            beside = []
        return Related(
            self._named(chain),
            self._named(self._below.get(effect.names.id, [])),
            self._named([one for one in beside if one != effect.names.id]),
        )

    def _named(self, effects: list[str]) -> tuple[tuple[str, str], ...]:
        return tuple((effect, self._titles[effect]) for effect in effects)
