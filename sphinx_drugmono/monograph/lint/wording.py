"""Rules about words: frequencies, side effects, leftovers of how the text was made."""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING

from sphinx_drugmono.monograph.lint.rule import Finding, Rule
from sphinx_drugmono.monograph.model import Frequency, Severity

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sphinx_drugmono.monograph.lint.rule import Page
    from sphinx_drugmono.monograph.model import AdverseReaction

_BANDS = {
    Frequency.VERY_COMMON: "10% or more",
    Frequency.COMMON: "1% to 10%",
    Frequency.UNCOMMON: "0.1% to 1%",
    Frequency.RARE: "0.01% to 0.1%",
    Frequency.VERY_RARE: "less than 0.01%",
}
_PLACEHOLDER = re.compile(
    r"\{\{[^{}\n]*\}\}"
    # `{drug}` before a backtick is a role of the formulary's own.
    r"|\{[A-Za-z_][\w ]*\}(?!`)"
    r"|\[(?i:insert|your|drug name|medication name|name of)\b[^\]\n]*\](?!\()"
    # In capitals only: "todo" is a word of Spanish and Portuguese.
    r"|\b(?:TODO|TBD|FIXME|XXX+)\b|\b(?i:lorem ipsum)\b"
)
_GENERATOR = re.compile(
    r"\bprovided (?:information|details?|text|context|data|document)\b"
    r"|\b(?:information|details|text|context) provided (?:above|to me|in the prompt)\b"
    r"|\bas an AI(?: language)? (?:model|assistant)\b|\blarge language model\b"
    r"|\bI(?:'m|’m| am) (?:sorry|unable to|not able to)\b"
    r"|\bI (?:cannot|can't|can’t|could not|couldn't) "
    r"(?:provide|give|offer|find|fulfil|answer|create|generate)\b"
    r"|\bplease provide (?:me|the|more)\b"
    r"|\bmy (?:knowledge|training)(?: data)?(?: cut-?off)?\b|\bknowledge cut-?off\b",
    re.IGNORECASE,
)
_PLACEHOLDER_SIGNS = ("{", "[", "TODO", "TBD", "FIXME", "XXX")
_GENERATOR_SIGNS = (
    *(f"provided {word}" for word in ("information", "detail", "text", "context", "data")),
    *("provided document", "provided above", "provided to me", "provided in the prompt"),
    *("please provide", "as an ai", "language model", "i'm ", "i’m ", "i am sorry"),
    *("i am unable", "i am not able", "i cannot ", "i can't ", "i can’t ", "i could"),
    *("my knowledge", "my training", "knowledge cut"),
)
"""In small letters: one of them is in whatever ``_GENERATOR`` finds."""
_VISIBLE_CONTROLS = "\t\n"
# These two shape letters of Persian, Hindi and others, and join emoji.
_JOINERS = "\u200c\u200d"
_INVISIBLE = re.compile(
    "["
    + "".join(
        re.escape(character)
        for character in map(chr, (*range(0xA0), *range(0x200B, 0x2070), 0xAD, 0xFEFF))
        if unicodedata.category(character) in ("Cc", "Cf")
        and character not in _VISIBLE_CONTROLS + _JOINERS
    )
    + "]"
)


def _frequency_conflict(page: Page) -> Iterator[Finding]:
    seen: set[tuple[int, Frequency]] = set()
    for reaction in page.monograph.side_effects:
        word, band = reaction.frequency, reaction.band
        if band is None or band is Frequency.UNKNOWN or word in (Frequency.UNKNOWN, band):
            continue
        line = _line_of_label(page, reaction)
        if (line, word) in seen:
            continue
        seen.add((line, word))
        written = " ".join((reaction.frequency_text or word.replace("-", " ")).split())
        yield Finding(
            line,
            f'"{written}": by its number this is {band.replace("-", " ")} ({_BANDS[band]}), '
            f"not {word.replace('-', ' ')} ({_BANDS[word]})",
        )


def _line_of_label(page: Page, reaction: AdverseReaction) -> int:
    """The line at or above the side effect that holds the words for how often."""
    words = reaction.frequency_text
    if words:
        start = max(
            (s.line for s in page.monograph.sections if s.line <= reaction.line), default=1
        )
        for number in range(reaction.line, start - 1, -1):
            if words in page.line(number):
                return number
    return reaction.line


def _unknown_side_effect(page: Page) -> Iterator[Finding]:
    for reaction in page.monograph.side_effects:
        if reaction.known:
            continue
        near = page.nearest(reaction.text)
        hint = f"; near to it: {', '.join(near)}" if near else ""
        yield Finding(
            reaction.line,
            f'the side effect "{reaction.text}" is not in the vocabulary and is indexed in these '
            f"words{hint}",
        )


def _placeholder(page: Page) -> Iterator[Finding]:
    signs = any(sign in page.text for sign in _PLACEHOLDER_SIGNS)
    for line, match in page.matches(_PLACEHOLDER) if signs or "lorem" in page.lower else ():
        yield Finding(line, f'"{match[0]}" is a placeholder that was not filled in')


def _generator_wording(page: Page) -> Iterator[Finding]:
    if not any(sign in page.lower for sign in _GENERATOR_SIGNS):
        return
    for line, match in page.matches(_GENERATOR):
        words = " ".join(match[0].split())
        yield Finding(line, f'"{words}" speaks of how the text was made, not of the drug')


def _invisible_character(page: Page) -> Iterator[Finding]:
    for line, match in page.matches(_INVISIBLE):
        name = unicodedata.name(match[0], "control character").lower()
        yield Finding(line, f"an invisible character (U+{ord(match[0]):04X}, {name})")


RULES = (
    Rule(
        "frequency-conflict",
        Severity.WARNING,
        "The word for how often contradicts the number beside it",
        "Readers of leaflets know the CIOMS bands: very common is 10% or more, common 1% to 10%, "
        "uncommon 0.1% to 1%, rare 0.01% to 0.1%, very rare less. The index shows the writer's "
        "word, and the band of the number.",
        bad="# Ibuprofen\n\n### Side Effects\n\n**Common (>10%):**\n\n* Heartburn\n",
        good="# Ibuprofen\n\n### Side Effects\n\n**Very common (>10%):**\n\n* Heartburn\n",
        check=_frequency_conflict,
    ),
    Rule(
        "unknown-side-effect",
        Severity.INFO,
        "A side effect is not in the vocabulary",
        "It is indexed in the writer's words, on a page of its own. If it is a known effect in "
        "other words, add the words to a vocabulary of the project (`drugmono_side_effects`); "
        "`drugmono vocabulary explain` shows what the vocabulary makes of a phrase.",
        bad="# Ibuprofen\n\n### Side Effects\n\n* Wobbliness of the left knee\n",
        good="# Ibuprofen\n\n### Side Effects\n\n* Nausea\n",
        check=_unknown_side_effect,
    ),
    Rule(
        "placeholder",
        Severity.ERROR,
        "A placeholder was not filled in",
        "{details}, [insert dose], TODO and their like mean that the text is not finished.",
        bad="# Ibuprofen\n\n### Dosage\n\nThe usual dose is {details}.\n",
        good="# Ibuprofen\n\n### Dosage\n\nThe usual dose is 200 mg. "
        "See also {drug}`paracetamol`.\n",
        check=_placeholder,
    ),
    Rule(
        "generator-wording",
        Severity.WARNING,
        "Text speaks of how it was generated",
        '"The provided information does not say" or "I cannot provide" are remarks of a text '
        "generator. They say nothing about the drug; often the section is missing what it should "
        "say.",
        bad="# Ibuprofen\n\n### Dosage\n\nThe provided information does not give a dose.\n",
        good="# Ibuprofen\n\n### Dosage\n\nThe dose depends on the weight.\n",
        check=_generator_wording,
    ),
    Rule(
        "invisible-character",
        Severity.WARNING,
        "The text holds an invisible character",
        "Zero-width spaces and soft hyphens keep words from being found; characters that turn the "
        "direction of writing can make a number read backwards. Joiners that shape letters are "
        "left alone.",
        bad="# Ibuprofen\n\n### Dosage\n\nTake 200\u200b mg.\n",
        good="# Ibuprofen\n\n### Dosage\n\nTake 200 mg.\n",
        check=_invisible_character,
    ),
)
"""The rules about words."""
