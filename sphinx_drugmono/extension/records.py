"""What the domain remembers of a monograph: small records of strings, never nodes.

They are named tuples, not dataclasses: a formulary has some hundred thousand of them, and Sphinx
pickles the environment in every build (and for each chunk of pages in a parallel one); named
tuples are written twice and read three times as fast.
"""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from sphinx_drugmono.monograph.model import Frequency


class ReactionEntry(NamedTuple):
    """One claim of a monograph: the side effect, how grave, how often, and the evidence.

    The fields are those of :class:`~sphinx_drugmono.monograph.model.AdverseReaction`; ``effect``
    is its id, and ``node_id`` the place on the page where the sentence stands.
    """

    effect: str
    name: str
    clinical_name: str | None
    aliases: tuple[str, ...]
    text: str
    frequency: Frequency
    frequency_text: str | None
    band: Frequency | None
    serious: bool
    component: str | None
    sentence: str
    node_id: str
    known: bool = True


class MonographEntry(NamedTuple):
    """One monograph: its names, its place, and its claims.

    ``line`` is the line of ``docname``'s file where the monograph begins; ``summary`` the first
    sentence about its usage as plain text, empty where there is none.
    """

    name: str
    docname: str
    node_id: str
    line: int
    generic_name: str | None = None
    alternate_names: tuple[str, ...] = ()
    components: tuple[str, ...] = ()
    summary: str = ""
    reactions: tuple[ReactionEntry, ...] = ()


class PageDigest(NamedTuple):
    """Digests of the monographs of one page: of what other pages show of them, and of the rest.

    The rest are the summaries and the writers' words for side effects, which previews and exports
    alone have.
    """

    shown: str
    rest: str


class ListingKind(StrEnum):
    """What an index on a page lists."""

    DRUGS = "drug-index"
    EFFECTS = "effect-index"


class Listing(NamedTuple):
    """One ``drug-index`` or ``effect-index`` on a page.

    ``letters`` are the letters it is limited to, empty for all of them; ``depth`` is 1 for names
    alone, 2 for what belongs to each of them, 0 for what suits the builder.
    """

    kind: ListingKind
    letters: tuple[str, ...] = ()
    depth: int = 0

    def includes(self, letter: str) -> bool:
        """Whether names under this letter are listed."""
        return not self.letters or letter in self.letters
