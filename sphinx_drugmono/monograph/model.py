"""The monograph: what one page says about one drug, as frozen records.

The records hold facts with the place they stand (1-based lines of the page) and the writer's own
words; nothing in them is reworded. Lines count from the first line of the text that was read,
front matter included.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping

    from sphinx_drugmono.monograph.markdown import Block

SCHEMA_VERSION = 1
"""Version of the JSON form; raised when a key changes its meaning or goes away."""


class Kind(StrEnum):
    """The standard sections of a monograph, in their default order of rendering."""

    BOXED_WARNING = "boxed-warning"
    GENERIC_NAME = "generic-name"
    ALTERNATE_NAMES = "alternate-names"
    USAGE = "usage"
    DOSAGE = "dosage"
    CONTRAINDICATIONS = "contraindications"
    PRECAUTIONS = "precautions"
    INTERACTIONS = "interactions"
    PREGNANCY = "pregnancy"
    SIDE_EFFECTS = "side-effects"
    OVERDOSE = "overdose"
    MECHANISM = "mechanism"
    PHARMACOLOGY = "pharmacology"
    MONITORING = "monitoring"
    STORAGE = "storage"
    COMBINATIONS = "combinations"
    SUMMARY = "summary"
    FAQS = "faqs"
    REFERENCES = "references"
    PREAMBLE = "preamble"
    """Text before the first section; rendered first, without a heading of its own."""
    OTHER = "other"
    """A section whose heading is not recognised; stays behind the section it followed."""


class Frequency(StrEnum):
    """How often an adverse reaction occurs: the CIOMS bands, and unknown."""

    VERY_COMMON = "very-common"
    COMMON = "common"
    UNCOMMON = "uncommon"
    RARE = "rare"
    VERY_RARE = "very-rare"
    UNKNOWN = "unknown"


class Severity(StrEnum):
    """Weight of a diagnostic."""

    ERROR = "error"
    WARNING = "warning"
    INFO = "info"


@dataclass(frozen=True, slots=True)
class Section:
    """One part of a monograph.

    ``heading`` is the heading as written (without its markup), empty for a preamble;
    ``component`` the ingredient the section speaks of, where the page says so;
    ``markdown`` the section's text as written, without its heading;
    ``body`` the same text as blocks, for rendering.
    """

    kind: Kind
    heading: str
    component: str | None
    line: int
    markdown: str
    body: tuple[Block, ...] = field(default=(), repr=False, compare=False)


@dataclass(frozen=True, slots=True)
class AdverseReaction:
    """A claim: this drug, this side effect, how often, how serious, and where the page says so.

    ``id`` and ``name`` are the vocabulary's, or made from the writer's words where the vocabulary
    has none (then ``known`` is false); ``text`` is the writer's words. ``frequency`` is the
    writer's word as a band name, ``frequency_text`` the words themselves; ``band`` comes from
    numbers only. ``serious`` says that the writer put it in a serious, severe or seek-help group.
    ``sentence`` is the sentence or list item that makes the claim, as plain text.
    """

    id: str
    name: str
    clinical_name: str | None
    aliases: tuple[str, ...]
    text: str
    frequency: Frequency
    frequency_text: str | None
    band: Frequency | None
    serious: bool
    component: str | None
    line: int
    sentence: str
    known: bool = True


@dataclass(frozen=True, slots=True)
class Question:
    """One question and its answer, as Markdown and, for rendering, as blocks."""

    question: str
    answer: str
    component: str | None
    line: int
    question_body: tuple[Block, ...] = field(default=(), repr=False, compare=False)
    answer_body: tuple[Block, ...] = field(default=(), repr=False, compare=False)


@dataclass(frozen=True, slots=True)
class Remark:
    """A disclaimer, a note, or a notice of how the text was made, as the page words it."""

    markdown: str
    line: int
    body: tuple[Block, ...] = field(default=(), repr=False, compare=False)
    notice: bool = False
    """The remark says how the text was made (AI-generated, crowd-sourced, reviewed)."""


@dataclass(frozen=True, slots=True)
class Diagnostic:
    """Something a writer should look at: a stable code, a message, a 1-based line."""

    code: str
    severity: Severity
    message: str
    line: int


@dataclass(frozen=True, slots=True)
class Monograph:
    """Everything one page says about one drug or one combination of drugs.

    ``sections`` stand in the order of the page; a page of several components has several sections
    of one kind. ``faqs`` are read out of the sections of kind ``faqs``, which keep their text.
    """

    source: str
    sha256: str
    name: str
    generic_name: str | None
    alternate_names: tuple[str, ...]
    components: tuple[str, ...]
    sections: tuple[Section, ...]
    side_effects: tuple[AdverseReaction, ...]
    faqs: tuple[Question, ...]
    disclaimers: tuple[Remark, ...]
    notes: tuple[Remark, ...]
    metadata: Mapping[str, Any]
    diagnostics: tuple[Diagnostic, ...]
    title_line: int | None = None
    """Line of the page's own title heading, if it has one."""
    title: str | None = None
    """The words of that heading, which need not be the name."""
