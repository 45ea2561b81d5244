"""Ids for phrases the vocabulary does not know."""

from __future__ import annotations

import hashlib
import unicodedata

from sphinx_drugmono.vocabulary.phrases import (
    AND,
    ARTICLES,
    PREPOSITIONS,
    STOP,
    ascii_word,
    words,
)
from sphinx_drugmono.vocabulary.qualifiers import without_lead
from sphinx_drugmono.vocabulary.words import american, plain, singular

_LONGEST = 80  # characters


def slug(phrase: str) -> str:
    """An ASCII id for a phrase the vocabulary does not know.

    Singular and plural, British and American spelling, hyphens, case and articles do not change
    it; neither do words in front that only say how bad or how often. A phrase with letters that
    have no ASCII form, or with none at all, gets a hash of itself at its end, so that two such
    phrases never share an id; so does a phrase that is too long for the name of a file.
    """
    readable = [
        (singular(american(word)), plain(word))
        for word, _, _ in words(phrase)
        if word not in ARTICLES and word not in (AND, STOP)
    ]
    while shorter := without_lead(tuple(word for _, word in readable)):
        readable = readable[-len(shorter) :]
    result = "-".join(word for word, _ in readable if word not in PREPOSITIONS)
    too_long = len(result) > _LONGEST
    if not result or too_long or any(c.isalpha() and not ascii_word(c) for c in phrase):
        text = " ".join(unicodedata.normalize("NFKC", phrase).lower().split())
        digest = hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:8]
        result = f"{result[:_LONGEST].rstrip('-') or 'effect'}-{digest}"
    return result
