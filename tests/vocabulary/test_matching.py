"""Finding side effects in phrases and in running text."""

from __future__ import annotations

import re
from difflib import SequenceMatcher

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sphinx_drugmono.vocabulary import Vocabulary, normalize, slug

VOCABULARY = Vocabulary.load()
WORDS = sorted({word for effect in VOCABULARY for name in effect.names for word in name.split()})
PHRASES = st.lists(st.sampled_from(WORDS), min_size=1, max_size=6).map(" ".join)
NAMES = st.sampled_from([name for effect in VOCABULARY for name in effect.names])


def ids(text: str) -> list[str]:
    return [mention.effect.id for mention in VOCABULARY.scan(text)]


@given(st.one_of(st.text(max_size=60), PHRASES))
def test_normalizing_twice_changes_nothing(phrase: str) -> None:
    """Plain words are plain: normalizing them again leaves them as they are."""
    once = normalize(phrase)
    assert normalize(" ".join(once)) == once


@given(PHRASES)
def test_writing_does_not_matter(phrase: str) -> None:
    """Case, hyphens for spaces, and articles change nothing."""
    plain = normalize(phrase)
    assert normalize(phrase.upper()) == plain
    assert normalize(phrase.replace(" ", "-")) == plain
    assert normalize(f"the {phrase}") == plain


@settings(deadline=None)
@given(st.text(max_size=80))
def test_any_text_is_taken(text: str) -> None:
    """No text breaks the matcher; every mention is a word-bounded part of the text."""
    VOCABULARY.find(text)
    VOCABULARY.explain(text[:20])
    end = 0
    for mention in VOCABULARY.scan(text):
        assert end <= mention.start < mention.end <= len(text)
        assert text[mention.start].isalnum()
        assert mention.start == 0 or not text[mention.start - 1].isalnum()
        assert mention.end == len(text) or not text[mention.end].isalnum()
        end = mention.end


@given(st.text(max_size=40))
def test_slug_is_an_id(phrase: str) -> None:
    """Every phrase has an ASCII id, and white space around it does not change it."""
    assert re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", slug(phrase))
    assert slug(phrase) == slug(f" {phrase} ")


@given(NAMES, NAMES)
def test_a_list_of_two_gives_two(first: str, second: str) -> None:
    """Two names with a full stop between them are found as these two."""
    expected = [VOCABULARY.find(first).id, VOCABULARY.find(second).id]
    assert ids(f"{first}. {second}.") == expected


def test_unknown_phrases_are_not_guessed() -> None:
    """A phrase is known or it is not; likeness alone never makes a match."""
    for phrase in ("naussea", "headach", "rush", "hypertenson", "green elbows", "", "of the"):
        assert VOCABULARY.find(phrase) is None


@pytest.mark.parametrize(
    "phrase",
    ["no nausea", "not nausea", "without nausea", "absence of nausea", "nausea prevention",
     "reduced risk of stroke", "low risk of bleeding", "less nausea"],
)  # fmt: skip
def test_words_that_deny_are_not_dropped(phrase: str) -> None:
    """A phrase that denies or lessens a side effect is not that side effect."""
    assert VOCABULARY.find(phrase) is None


@pytest.mark.parametrize(
    "phrase",
    ["in glaucoma patients", "especially in COPD patients", "during prostate cancer treatment",
     "with persistent diarrhea", "glaucoma patients", "stroke treatment", "for nausea"],
)  # fmt: skip
def test_circumstances_are_not_side_effects(phrase: str) -> None:
    """A phrase that says for whom or when names no side effect."""
    assert VOCABULARY.find(phrase) is None


def test_scan_takes_the_longest_from_the_left() -> None:
    """Where names overlap, the longest one that begins first counts."""
    assert ids("low blood pressure") == ["low-blood-pressure"]
    assert ids("a drop in blood pressure upon standing up") == ["low-blood-pressure-on-standing"]
    assert ids("swelling of the face, lips, or tongue and hives") == ["angioedema", "hives"]
    assert ids("breast cancer, breast pain") == ["breast-cancer", "breast-tenderness"]


def test_scan_does_not_reach_across() -> None:
    """No mention reaches across a full stop, a bracket, a colon, a dash or a list's comma."""
    for mark in (".", ";", ":", " (", " – ", ",", " and"):
        assert "low-blood-pressure" not in ids(f"low blood{mark} pressure")


def test_scan_gives_the_place() -> None:
    """A mention is the exact part of the text, with the writer's words."""
    text = "Rarely, Elevated liver-enzymes or a reddening of your skin (erythema) occur."
    mentions = VOCABULARY.scan(text)
    assert [text[m.start : m.end] for m in mentions] == [
        "Elevated liver-enzymes",
        "reddening of your skin",
        "erythema",
    ]


def test_scan_of_words_inside_words() -> None:
    """A name inside another word is no mention."""
    assert ids("a gastronomic, painless, rashly coughed-for stroke-free story") != []
    assert ids("painkiller gaseous feverfew rashers acned") == []


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("elbow crackling", "Elbow cracklings"),
        ("severe elbow crackling", "elbow crackling"),
        ("tumour of the elbow", "tumors of elbow"),
        ("odd-toe", "odd toe"),
        ("elbow anaemias", "elbow anemia"),
    ],
)
def test_slug_joins(first: str, second: str) -> None:
    """Singular and plural, spelling, hyphens and severity give an unknown phrase one id."""
    assert slug(first) == slug(second)


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("hyperfoobar", "hypofoobar"),
        ("increased foobar", "decreased foobar"),
        ("foobar", "no foobar"),
        ("α-foobar", "β-foobar"),
        ("疼痛", "恶心"),
        ("foobarpenia", "foobarcytosis"),
    ],
)
def test_slug_parts(first: str, second: str) -> None:
    """Opposites, Greek letters and scripts without ASCII letters never share an id."""
    assert slug(first) != slug(second)


def test_slug_spells_greek() -> None:
    """Greek letters are spelled out."""
    assert slug("IFN-α antibodies") == "ifn-alpha-antibody"


def test_explain_names_each_rule() -> None:
    """An explanation shows every rule that changed the phrase, and what was found."""
    explanation = VOCABULARY.explain("Severe diarrhoea in some patients")
    assert explanation.effect is VOCABULARY["diarrhea"]
    assert explanation.words == ("diarrhea",)
    assert [step.rule for step in explanation.steps] == [
        "American spelling",
        "singular",
        "qualifier in front off",
        "qualifier behind off",
    ]
    assert explanation.steps[-1].words == explanation.words
    assert explanation.nearest == ()


def test_explain_agrees_with_find() -> None:
    """What an explanation finds is what ``find`` finds."""
    for phrase in ("hyper-tension", "light headedness", "low serum potassium levels", "rush"):
        assert VOCABULARY.explain(phrase).effect is VOCABULARY.find(phrase)


def test_explain_hints_at_what_was_meant() -> None:
    """A phrase that is not known comes with names that look like it."""
    assert "diarrhea" in VOCABULARY.explain("diarhea").nearest


def compared_with_all(phrase: str) -> list[str]:
    """What is nearest to a phrase if every name is compared with it, with no short cut."""
    plain_words = normalize(phrase)
    wanted = {word for word in plain_words if word.isalnum()}  # without signs for "and"
    scored = []
    for effect in VOCABULARY:
        best = 0.0
        for name in map(normalize, effect.names):
            shared = len(wanted.intersection(name))
            matcher = SequenceMatcher(None, " ".join(name), " ".join(plain_words), autojunk=False)
            ratio = matcher.ratio() if shared or matcher.quick_ratio() >= 0.75 else 0.0
            if shared or ratio >= 0.75:
                best = max(best, ratio + shared / max(1, len(wanted.union(name))))
        if best >= 0.75:
            scored.append((-best, effect.name))
    return [name for _, name in sorted(scored)[:3]]


@given(st.one_of(PHRASES, NAMES), st.integers(0, 40), st.sampled_from(["", "e", "q", "mn", " "]))
@settings(max_examples=25, deadline=None)
def test_nearest_are_those_of_comparing_all(phrase: str, place: int, letters: str) -> None:
    """What is left out of the comparison is never among the nearest."""
    mistyped = phrase[:place] + letters + phrase[place + 1 :]
    assert VOCABULARY.nearest(mistyped) == compared_with_all(mistyped)


def test_nearest_is_bounded() -> None:
    """There are never more hints than asked for, and none for what looks like nothing."""
    assert len(VOCABULARY.nearest("pain", limit=2)) == 2
    assert VOCABULARY.nearest("zzzz") == []


def test_search() -> None:
    """Searching goes by any name, whole or begun; the exact name comes first."""
    assert VOCABULARY.search("alopecia")[0] is VOCABULARY["hair-loss"]
    assert VOCABULARY["hair-loss"] in VOCABULARY.search("alop")
    assert VOCABULARY.search("rash")[0] is VOCABULARY["rash"]
    assert VOCABULARY["heat-rash"] in VOCABULARY.search("rash")
    assert VOCABULARY.search("zzzz") == []
    assert VOCABULARY.search("  ") == []


def test_lookup_by_id() -> None:
    """Side effects are found by id; an unknown id is ``None`` or a ``KeyError``."""
    effect = VOCABULARY["hair-loss"]
    assert VOCABULARY.get("hair-loss") is effect
    assert "hair-loss" in VOCABULARY
    assert VOCABULARY.get("nothing") is None
    with pytest.raises(KeyError):
        VOCABULARY["nothing"]
    assert effect.aliases[0] == effect.clinical_name == "alopecia"
    assert VOCABULARY.systems[effect.system].name
