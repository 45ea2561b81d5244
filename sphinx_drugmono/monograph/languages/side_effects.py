"""Side effects that a page in another language lists in so many words.

English sentences are read by their grammar; those of other languages are not read at all. What
counts is a list under the section's name alone or under a frequency of the language, and there
only what stands for itself: a name of the vocabulary, a whole item, or single words one after the
other. "Dolor de cabeza, espalda" makes no side effect of the back. Better none than a wrong one.
"""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING, NamedTuple

from sphinx_drugmono.monograph.labels import bold_line
from sphinx_drugmono.monograph.languages import fold_words
from sphinx_drugmono.monograph.markdown import plain
from sphinx_drugmono.monograph.model import AdverseReaction, Frequency, Kind
from sphinx_drugmono.vocabulary import slug

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from markdown_it.token import Token

    from sphinx_drugmono.monograph.languages import Language
    from sphinx_drugmono.monograph.markdown import Block
    from sphinx_drugmono.monograph.model import Section
    from sphinx_drugmono.vocabulary import Vocabulary

_PARENTHESIS = re.compile(r"\s*[(\[（][^()\[\]（）]*[)\]）]")
_COLON = re.compile(r"\s*[:：]\s*")
_COMMA = re.compile(r"\s*[,;，、；،]\s*")
_SENTENCES = re.compile(r"[.!?。！？।:：/]")
_MOST_WORDS = 5
_MOST_SIGNS = 12
"""For languages that are written without spaces."""
_ORDER = tuple(Frequency)


class _Group(NamedTuple):
    """What a list stands under; ``text`` is the writer's word for how often."""

    frequency: Frequency
    text: str | None


class _Lister:
    def __init__(self, language: Language, vocabulary: Vocabulary, component: str | None) -> None:
        self.language = language
        self.vocabulary = vocabulary
        self.component = component
        self.found: list[AdverseReaction] = []
        self.own_names = sorted(
            (name for name, kind in language.sections.items() if kind is Kind.SIDE_EFFECTS),
            key=len,
            reverse=True,
        )

    def group(self, label: str) -> _Group | None:
        """What a label says of how often; ``None`` if it says anything else."""
        words = fold_words(_PARENTHESIS.sub(" ", label))
        for name in self.own_names:
            if words == name:
                return _Group(Frequency.UNKNOWN, None)
            space = " " if self.language.spaced else ""
            shorter = words.removesuffix(space + name).removeprefix(name + space)
            if shorter != words:
                words = shorter.strip()
                break
        frequency = self.language.frequencies.get(words)
        return None if frequency is None else _Group(frequency, label.strip().rstrip(":： "))

    def read(self, blocks: Sequence[Block], group: _Group | None) -> None:
        """Read blocks that stand under ``group``; under ``None``, what has a label of its own."""
        for block in blocks:
            if block.kind in ("bullet_list", "ordered_list"):
                for item in block.children:
                    self.item(item, group)
                continue
            text = plain(block.inline).strip() if block.kind in ("heading", "paragraph") else ""
            label = text if block.kind == "heading" else bold_line(block)
            lines = _lines(block)
            if label is None and text.endswith((":", "：")) and len(lines) == 1:
                label = text
            group = self.group(label.rstrip(":：")) if label else None
            if not label and block.kind == "paragraph":
                for number, line in enumerate(lines):
                    self.labelled(line, block.line + number)

    def item(self, item: Block, group: _Group | None) -> None:
        first = item.children[0] if item.children else None
        if first is None or first.kind != "paragraph":
            return
        text = " ".join(plain(first.inline).split())
        rest = item.children[1:]
        if _COLON.search(text) or rest:
            self.read(rest, self.labelled(text, item.line))
        elif group is not None:
            self.phrases(text, text, group, item.line, listed=group.text is not None)

    def labelled(self, text: str, line: int) -> _Group | None:
        """``Häufig: Übelkeit``; returns the group, which holds for a list below as well."""
        label, _, rest = text.partition("：" if ":" not in text else ":")
        group = self.group(label)
        if group is not None and rest.strip():
            self.phrases(rest, text, group, line, listed=group.text is not None)
        return group

    def phrases(self, text: str, sentence: str, group: _Group, line: int, *, listed: bool) -> None:
        """Note the side effects in a list of phrases; unknown ones only if it is surely one."""
        if self._names_none(text):
            return
        text = _PARENTHESIS.sub("", text).strip().rstrip(".。।").strip()
        if _SENTENCES.search(text):
            return
        parts = list(self._parts(text))
        single = True
        for part in parts:
            effect = self.vocabulary.find(part) if _is_latin(part) else None
            single = single and " " not in part
            alone = len(parts) == 1 and self._is_short(part)
            known = effect is not None
            if not (known or (listed and (alone or (single and self.language.spaced)))):
                continue
            self.found.append(
                AdverseReaction(
                    id=effect.id if effect else slug(part),
                    name=effect.name if effect else part,
                    clinical_name=effect.clinical_name if effect else None,
                    aliases=effect.aliases if effect else (),
                    text=part,
                    frequency=group.frequency,
                    frequency_text=group.text,
                    band=None,
                    serious=False,
                    component=self.component,
                    line=line,
                    sentence=sentence.strip(),
                    known=known,
                )
            )

    def _names_none(self, text: str) -> bool:
        words = fold_words(text)
        no_effect = self.language.no_effect
        if self.language.spaced:
            return not no_effect.isdisjoint(words.split())
        return any(word in words for word in no_effect)

    def _parts(self, text: str) -> Iterator[str]:
        joints = "|".join(map(re.escape, self.language.joints))
        joint = re.compile(
            rf"\s+(?:{joints})\s+" if self.language.spaced else f"(?:{joints})", re.IGNORECASE
        )
        for part in _COMMA.split(text):
            for one in joint.split(part):
                phrase = one.strip()
                # "Bauch- und Rückenschmerzen": half a word
                if phrase and not phrase.endswith("-") and not phrase.startswith("-"):
                    yield phrase

    def _is_short(self, phrase: str) -> bool:
        if self.language.spaced:
            return len(phrase.split()) <= _MOST_WORDS
        return len(phrase) <= _MOST_SIGNS


def _lines(block: Block) -> list[str]:
    """The lines of a paragraph."""
    lines: list[list[Token]] = [[]]
    for token in block.inline:
        if token.type in ("softbreak", "hardbreak"):
            lines.append([])
        else:
            lines[-1].append(token)
    return [plain(tokens).strip() for tokens in lines]


def _is_latin(text: str) -> bool:
    """The vocabulary would take other letters for none, and find what stands beside them."""
    return all(
        char.isascii() or not char.isalpha() or unicodedata.name(char, "").startswith("LATIN")
        for char in text
    )


def listed_side_effects(
    sections: Sequence[tuple[Section, Language]], vocabulary: Vocabulary
) -> tuple[AdverseReaction, ...]:
    """The side effects that sections in other languages list; one entry for each.

    Where one is listed twice, the more frequent group counts.
    """
    best: dict[str, AdverseReaction] = {}
    for section, language in sections:
        lister = _Lister(language, vocabulary, section.component)
        lister.read(section.body, lister.group(section.heading))
        for reaction in lister.found:
            other = best.get(reaction.id)
            if other is None or _rank(reaction) < _rank(other):
                best[reaction.id] = reaction
    return tuple(best.values())


def _rank(reaction: AdverseReaction) -> int:
    return _ORDER.index(reaction.frequency)
