"""The shipped vocabulary as data."""

from __future__ import annotations

import re
from collections import Counter

from sphinx_drugmono.vocabulary import SHIPPED, Vocabulary, normalize

VOCABULARY = Vocabulary.load()


def test_size() -> None:
    """There are at least 600 side effects in a dozen or so body systems, none of them empty."""
    assert len(VOCABULARY) >= 600
    assert 10 <= len(VOCABULARY.systems) <= 16
    assert {effect.system for effect in VOCABULARY} == set(VOCABULARY.systems)


def test_licence_and_origin_are_stated() -> None:
    """The file says that it is CC0 and how it was made."""
    head = SHIPPED.read_text(encoding="utf-8")[:1500]
    assert "SPDX-License-Identifier: CC0-1.0" in head
    assert "MedDRA" in head


def test_ids_are_slugs() -> None:
    """Ids are unique, ASCII, lower case, and words joined by hyphens."""
    assert len({effect.id for effect in VOCABULARY}) == len(VOCABULARY)
    for effect in VOCABULARY:
        assert re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", effect.id)


def test_names_find_their_side_effect() -> None:
    """Each name finds its own side effect, as a phrase, in capitals and in a sentence."""
    astray = []
    for effect in VOCABULARY:
        for name in effect.names:
            mentions = VOCABULARY.scan(f"It has led to {name}, they say.")
            found = [VOCABULARY.find(name), VOCABULARY.find(name.upper())]
            found += [mention.effect for mention in mentions]
            if found != [effect] * 3:
                astray.append((name, found))
    assert astray == []


def test_id_as_a_phrase_is_no_other_side_effect() -> None:
    """The id made from an unknown phrase cannot be the id of a known side effect."""
    assert [e.id for e in VOCABULARY if VOCABULARY.find(e.id) is not e] == []


def test_synonyms_have_other_words() -> None:
    """A synonym that the rules derive from another name is not listed."""
    for effect in VOCABULARY:
        seen = Counter(tuple(sorted(normalize(name))) for name in (effect.name, *effect.synonyms))
        assert not [words for words, times in seen.items() if times > 1], effect.id


def test_names_are_plain() -> None:
    """Names have no brackets, no trailing marks, and no capitals but in proper names."""
    for effect in VOCABULARY:
        for name in effect.names:
            assert name == name.strip(" .,;:")
            assert not re.search(r"[()\[\]\"]", name), name
        assert not effect.name.istitle() or len(effect.name.split()) == 1, effect.name


def test_broader_leads_up() -> None:
    """Broader side effects exist and never lead back."""
    for effect in VOCABULARY:
        steps = 0
        wider = effect.broader
        while wider is not None:
            wider = VOCABULARY[wider].broader
            steps += 1
            assert steps < 6
