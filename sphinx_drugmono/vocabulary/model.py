"""The records of the vocabulary."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path


@dataclass(frozen=True, slots=True)
class BodySystem:
    """A part of the body under which side effects are listed."""

    id: str
    name: str


@dataclass(frozen=True, slots=True)
class SideEffect:
    """One concept: what a patient calls it, what a clinician calls it, and its other names.

    ``system`` is the id of a :class:`BodySystem`, ``broader`` the id of a wider concept.
    """

    id: str
    name: str
    clinical_name: str | None
    synonyms: tuple[str, ...]
    system: str
    broader: str | None = None

    @property
    def aliases(self) -> tuple[str, ...]:
        """All names other than ``name``, the clinical name first."""
        return (self.clinical_name, *self.synonyms) if self.clinical_name else self.synonyms

    @property
    def names(self) -> tuple[str, ...]:
        """All names, ``name`` first."""
        return (self.name, *self.aliases)


@dataclass(frozen=True, slots=True)
class Mention:
    """A side effect named in running text: ``text[start:end]``."""

    start: int
    end: int
    effect: SideEffect


@dataclass(frozen=True, slots=True)
class Step:
    """One rule that changed a phrase, and the words it left."""

    rule: str
    words: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Explanation:
    """Why a phrase is, or is not, a side effect of the vocabulary.

    ``words`` are the plain words it was looked up by, ``steps`` the rules that changed the phrase,
    in order; ``nearest`` names known side effects that look alike, as a hint for a human.
    """

    phrase: str
    words: tuple[str, ...]
    steps: tuple[Step, ...]
    effect: SideEffect | None
    nearest: tuple[str, ...]


class VocabularyError(Exception):
    """A vocabulary file that cannot be used: where, and why.

    ``line`` is the 1-based line of the entry at fault, or ``None`` if the fault has no line.
    """

    def __init__(self, path: Path, line: int | None, reason: str) -> None:
        place = str(path) if line is None else f"{path}:{line}"
        super().__init__(f"{place}: {reason}")
        self.path = path
        self.line = line
        self.reason = reason

    def __reduce__(self) -> tuple[type[VocabularyError], tuple[Path, int | None, str]]:
        return type(self), (self.path, self.line, self.reason)
