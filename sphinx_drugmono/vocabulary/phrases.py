"""Phrases: from running words to the key under which the vocabulary files them.

A phrase is first cut into tokens (words, the joint :data:`AND`, the barrier :data:`STOP`), each
word made plain (:mod:`.words`). The *key* of a phrase is its content words in alphabetical order,
so that "pain in the chest", "chest pain" and "chest pains" share one. Only articles, possessives
and a few prepositions are left out of it; words that turn a meaning round or move it elsewhere
(``no``, ``not``, ``without``, ``during``, ``around`` ...) are content words, and so is a
preposition that begins a phrase ("with persistent diarrhea" names a circumstance).
"""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING, NamedTuple

from sphinx_drugmono.vocabulary.words import plain

if TYPE_CHECKING:
    from collections.abc import Iterator

AND = "&"
"""Stands for "and", "or", a comma or a slash between words."""
STOP = "|"
"""Stands for a full stop, bracket, colon or dash: no phrase reaches across it."""

Key = tuple[str, ...]

ARTICLES = frozenset("a an the your his her their its my one s etc being colored coloured".split())
"""Words that never matter."""
PREPOSITIONS = frozenset("of in on at to for with upon when while within into from".split())
"""Words that matter only at the beginning of a phrase."""
# After these words "a" is a letter: vitamin A, hepatitis A.
_LETTERED = frozenset({"vitamin", "hypervitaminosis", "hepatitis", "group", "type", "influenza"})
_JOINTS = frozenset({"and", "or"})
_NEED_TOKENS = _JOINTS | {"a"}
_GREEK = dict(
    zip(
        "αβγδεζηθικλμνξοπρσςτυφχψω",
        "alpha beta gamma delta epsilon zeta eta theta iota kappa lambda mu nu xi omicron pi rho "
        "sigma sigma tau upsilon phi chi psi omega".split(),
        strict=True,
    )
)
_GREEK["µ"] = "mu"
_GREEK_LETTER = re.compile(f"[{''.join(_GREEK)}]")
_APOSTROPHE = re.compile("['’‘ʼ`´]")
_TOKEN = re.compile(
    r"(?P<word>[^\W\d_]-\d+\b|[^\W_]+(?:['’‘ʼ`´][^\W_]+)*)(?:['’‘ʼ](?!\w))?(?:\((?:e?s)\))?"
    r"|(?P<joint>[,/&+])"
    r"|(?P<stop>[.;:!?()\[\]{}<>|–—•*\"“”=]|\s-\s|\n\s*\n)"
)


class Token(NamedTuple):
    """A plain word, :data:`AND` or :data:`STOP`, and where it stands in the text."""

    word: str
    start: int
    end: int


def ascii_word(word: str) -> str:
    """The word in lower-case ASCII, Greek letters spelled out, without a possessive ``'s``."""
    if word.isascii():
        word = word.lower()
    else:
        word = _GREEK_LETTER.sub(
            lambda m: _GREEK[m[0]], unicodedata.normalize("NFC", word).lower()
        )
        word = word.replace("œ", "oe").replace("æ", "ae").replace("ß", "ss")
        word = _APOSTROPHE.sub("'", word)
        word = unicodedata.normalize("NFKD", word).encode("ascii", "ignore").decode().lower()
    if not word.isalnum():
        word = word.removesuffix("'s")
        word = "".join(c for c in word if c.isalnum())
    return word


def words(text: str) -> Iterator[tuple[str, int, int]]:
    """Yield every word of ``text`` in lower-case ASCII, and the joints and barriers between."""
    initial = -1
    for match in _TOKEN.finditer(text):
        if match["word"]:
            word = ascii_word(match["word"])
            if word:
                yield (AND if word in _JOINTS else word), match.start(), match.end()
                initial = match.end() if len(word) == 1 else -1
        elif match["stop"] == "." and match.start() == initial:
            continue  # the full stop of an initial, as in C. difficile
        elif match["joint"]:
            yield AND, match.start(), match.end()
        else:
            yield STOP, match.start(), match.end()


def tokens(text: str) -> Iterator[Token]:
    """Yield the tokens of ``text`` with plain words; articles are left out."""
    last = ""
    for word, start, end in words(text):
        if word not in ARTICLES or (word == "a" and last in _LETTERED):
            yield Token(word if word in (AND, STOP) else plain(word), start, end)
        last = word


def normalize(phrase: str) -> tuple[str, ...]:
    """The plain words of a phrase, in its own order, without articles.

    Joints and barriers at its ends are gone, and several joints in a row are one.
    """
    if phrase.isascii() and phrase.replace(" ", "").isalpha():
        simple = phrase.lower().split()
        if _NEED_TOKENS.isdisjoint(simple):
            return tuple([plain(word) for word in simple if word not in ARTICLES])
    result: list[str] = []
    for word, _, _ in tokens(phrase):
        if word in (AND, STOP) and (not result or result[-1] in (AND, STOP)):
            if result and word == STOP:
                result[-1] = STOP
            continue
        result.append(word)
    while result and result[-1] in (AND, STOP):
        result.pop()
    return tuple(result)


def key(plain_words: tuple[str, ...]) -> Key:
    """The key of a phrase: its words sorted, with one joint however many it has."""
    content = [word for word in plain_words[1:] if word not in PREPOSITIONS and word != AND]
    content.extend(plain_words[:1])
    if AND in plain_words:
        content.append(AND)
    content.sort()
    return tuple(content)
