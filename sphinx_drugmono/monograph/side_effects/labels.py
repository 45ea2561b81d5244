"""Labels: what the words before a colon are - a group, a component, a body system or an effect."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import Enum, auto
from typing import TYPE_CHECKING

from sphinx_drugmono.monograph.markdown import plain
from sphinx_drugmono.monograph.names import fold_name
from sphinx_drugmono.monograph.side_effects import claims, shapes
from sphinx_drugmono.monograph.side_effects.groups import (
    NO_GROUP,
    Group,
    component_hint,
    read_label,
    read_remark,
)
from sphinx_drugmono.monograph.side_effects.lookup import Trust
from sphinx_drugmono.monograph.side_effects.shapes import Head
from sphinx_drugmono.monograph.side_effects.words import ASIDES, SYSTEM_NOUNS, SYSTEMS

if TYPE_CHECKING:
    from collections.abc import Sequence

    from markdown_it.token import Token

    from sphinx_drugmono.monograph.markdown import Block
    from sphinx_drugmono.monograph.side_effects.phrases import PhraseReader


@dataclass(frozen=True, slots=True)
class Text:
    """The plain text of a block, cut at its leading bold or italic label.

    ``colon`` says that a colon ends the label.
    """

    text: str
    label: str | None
    rest: str
    colon: bool


_OPEN = frozenset({"strong_open", "em_open"})
_CLOSE = frozenset({"strong_close", "em_close"})
_AFTER_LABEL = re.compile(r"^\s*(\([^()]*\))?\s*(?::|\s[–—-]{1,2}\s)\s*")
_PLAIN_LABEL = re.compile(
    r"^([A-Z0-9][^:.!?()]{1,60}(?:\([^()]*\))?[^:.!?()]{0,40}?)\s*:(?:\s+|$)"
)


def read_text(block: Block) -> Text:
    """The text of a paragraph, heading or cell, with its label if it opens with one."""
    return _read(block.inline)


def read_lines(block: Block) -> list[Text]:
    """The text of a paragraph, cut where a line of its own opens with a bold label."""
    tokens = [token for token in block.inline if token.type != "text" or token.content]
    cuts = [
        index
        for index, token in enumerate(tokens[:-1])
        if token.type in ("softbreak", "hardbreak") and tokens[index + 1].type in _OPEN
    ]
    if not cuts:
        return [_read(tokens)]
    starts = [0, *(index + 1 for index in cuts)]
    parts = [_read(tokens[a:b]) for a, b in zip(starts, [*cuts, len(tokens)], strict=True)]
    return parts if all(part.colon for part in parts[1:]) else [_read(tokens)]


def _read(tokens: Sequence[Token]) -> Text:
    text = plain(tokens)
    depth = 0
    end = -1
    for index, token in enumerate(tokens):
        if token.type in _OPEN:
            depth += 1
        elif token.type in _CLOSE:
            depth -= 1
            if depth == 0:
                end = index
                break
        elif depth == 0 and (token.content.strip() or token.type == "code_inline"):
            break
    if end < 0:
        return Text(text, None, text, colon=False)
    head, rest = plain(tokens[:end]), plain(tokens[end:])
    label = head.strip()
    if label.endswith(":"):
        return Text(text, label[:-1].rstrip(), rest.strip(), colon=True)
    if match := _AFTER_LABEL.match(rest):
        label = f"{label} {match[1]}" if match[1] else label
        return Text(text, label, rest[match.end() :].strip(), colon=True)
    inner = re.match(r"^([^:]{2,60}):\s+(\S.*)$", label, re.S)
    if inner and not rest.strip():
        return Text(text, inner[1], inner[2], colon=True)
    if rest.strip(" .") and not rest.lstrip().startswith("("):
        return Text(text, None, text, colon=False)
    if rest.strip(" ."):
        return Text(text, None, text, colon=False)
    return Text(text, label, "", colon=False)


class Means(Enum):
    """What a label is."""

    GROUP = auto()
    COMPONENT = auto()
    SYSTEM = auto()
    TERM = auto()
    ASIDE = auto()
    """A note, advice, or another subject: nothing below it is a side effect."""
    UNKNOWN = auto()


@dataclass(frozen=True, slots=True)
class Label:
    """A label and what it is."""

    text: str
    means: Means
    group: Group = NO_GROUP
    component: str | None = None


_SYSTEM = re.compile(
    r"^(?:(?:other|possible|potential|common|mild|some|general|severe|serious|various|"
    r"and) )*(?P<rest>.+)$"
)
_JOINTS = re.compile(r"\s*(?:/|,|&|\band\b|\bor\b)\s*")


class LabelReader:
    """Reads labels for one page: its drug's name and components are known."""

    def __init__(self, phrases: PhraseReader, components: Sequence[str]) -> None:
        self._phrases = phrases
        self._find = phrases.lookup.find
        self._components = [(_spelling(c), c) for c in components]
        self._read: dict[str, Label] = {}

    def read(self, text: str) -> Label:
        """What a label is. Never fails: what is not recognised is ``UNKNOWN``."""
        label = self._read.get(text)
        if label is None:
            label = self._read[text] = self._decide(text.strip(" \t*_:–—-"))
        return label

    def _decide(self, text: str) -> Label:
        if (group := read_label(text)) is not None:
            hint = component_hint(text) if self._components else None
            return Label(text, Means.GROUP, group, self.component(hint) if hint else None)
        if ASIDES.match(text):
            return Label(text, Means.ASIDE)
        bare = shapes.without_parentheses(text)
        if (component := self.component(bare)) is not None:
            inner = re.search(r"\(([^()]*)\)", text)
            return Label(
                text,
                Means.COMPONENT,
                (read_label(inner[1]) if inner else None) or NO_GROUP,
                component,
            )
        if is_system(bare):
            return Label(text, Means.SYSTEM, _remark(text))
        for part in re.split(r"\s*[–—:(-]\s+|\s*\(", text)[:1]:
            if part != text and (component := self.component(part)) is not None:
                rest = text[len(part) :].strip(" –—-:()")
                return Label(text, Means.COMPONENT, read_label(rest) or NO_GROUP, component)
        if self._find(bare) or self._find(text):
            return Label(text, Means.TERM)
        if claims.is_elsewhere(text):
            return Label(text, Means.ASIDE)
        if "," in bare and len(self._phrases.run(bare, Trust.PROSE)) > 1:
            return Label(text, Means.TERM)
        if not shapes.has_verb(bare) and self._phrases.names_effects(text):
            return Label(text, Means.TERM)
        if shapes.kind_of(bare) is Head.PURE:
            return Label(text, Means.SYSTEM)
        return Label(text, Means.UNKNOWN)

    def component(self, text: str) -> str | None:
        """The component of the page's drug that ``text`` names, as the page's title writes it."""
        folded = _spelling(_NOT_NAME.sub("", text)) if self._components else ""
        if not folded:
            return None
        if sum(1 for key, _ in self._components if f" {key} " in f" {folded} ") > 1:
            return None  # the combination as a whole
        for key, component in self._components:
            if folded.replace(" ", "") == key.replace(" ", "") or (
                len(folded) > 3 and (_starts(key, folded) or _starts(folded, key))
            ):
                return component
        return None

    def plain(self, text: str) -> tuple[Text, Label] | None:
        """A label that is not marked as one: "Nervous system: drowsiness, insomnia"."""
        match = _PLAIN_LABEL.match(text) if ":" in text else None
        if match is None:
            return None
        label = self.read(match[1])
        if label.means is Means.UNKNOWN:
            return None
        return Text(text, match[1], text[match.end() :].strip(), colon=True), label

    def inline(self, sentence: str) -> tuple[Label, str] | None:
        """A group label inside running text: "Serious: liver damage, seizures."."""
        match = _PLAIN_LABEL.match(sentence) if ":" in sentence else None
        if match is None or not sentence[match.end() :].strip():
            return None
        label = self.read(match[1])
        if label.means is not Means.GROUP:
            return None
        return label, sentence[match.end() :]


def _remark(label: str) -> Group:
    """What a label says of its effects in parentheses: "Systemic effects (rare)"."""
    for note in shapes.parentheses(label)[1]:
        for part in (note, re.split(r"[,;]", note)[0]):
            if (group := read_remark(part)) is not None:
                return group
    return NO_GROUP


_NOT_WORDS = re.compile(r"\W+")
_NOT_NAME = re.compile(r"\b(?:side effects?|effects|component|alone)\b", re.I)


def _spelling(name: str) -> str:
    """A name to compare by: folded, and in American spelling."""
    folded = fold_name(name).replace("sulph", "sulf").replace("oestr", "estr")
    return _NOT_WORDS.sub(" ", folded.replace("ceph", "cef")).strip()


def _starts(long: str, short: str) -> bool:
    return long.startswith(short) and not long[len(short) : len(short) + 1].isalnum()


def is_system(text: str) -> bool:
    """Whether a label names a body system ("Gastrointestinal issues"), not an effect."""
    lower = re.sub(r"\s+", " ", text.lower()).strip()
    match = _SYSTEM.match(lower)
    if match is None:
        return False
    rest = match["rest"]
    if rest in SYSTEMS:
        return True
    parts = [part for part in _JOINTS.split(rest) if part]
    if not parts:
        return False
    last = parts[-1]
    for size in range(len(last.split())):
        words = last.split()
        head, noun = " ".join(words[: size + 1]), " ".join(words[size + 1 :])
        if head not in SYSTEMS or (noun and noun not in SYSTEM_NOUNS):
            continue
        if all(part in SYSTEMS for part in parts[:-1]):
            kind = shapes.kind_of(text)
            return (
                not noun
                or kind in (Head.PURE, Head.PLAIN)
                or (len(parts) > 1 and kind is not Head.ORGAN)
            )
    return False
