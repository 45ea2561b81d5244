"""Phrases that are one side effect, and phrases that are not: cases a pharmacist can read."""

from __future__ import annotations

from pathlib import Path

import pytest

from sphinx_drugmono.vocabulary import Vocabulary, slug

HERE = Path(__file__).parent


def pairs(name: str, joint: str) -> list[tuple[str, str]]:
    lines = (HERE / name).read_text(encoding="utf-8").splitlines()
    split = [line.split(joint) for line in lines if line.strip() and not line.startswith("#")]
    return [(first.strip(), second.strip()) for first, second in split]


SAME = pairs("same.txt", " = ")
APART = pairs("apart.txt", " | ")


@pytest.fixture(scope="module")
def vocabulary() -> Vocabulary:
    return Vocabulary.load()


def identity(vocabulary: Vocabulary, phrase: str) -> str:
    """The id under which a phrase is indexed, whether the vocabulary knows it or not."""
    effect = vocabulary.find(phrase)
    return effect.id if effect else slug(phrase)


@pytest.mark.parametrize(("first", "second"), SAME, ids=map(" = ".join, SAME))
def test_one_side_effect(vocabulary: Vocabulary, first: str, second: str) -> None:
    """Two ways to say one side effect are one entry of the index."""
    assert identity(vocabulary, first) == identity(vocabulary, second)


@pytest.mark.parametrize(("first", "second"), APART, ids=map(" | ".join, APART))
def test_two_side_effects(vocabulary: Vocabulary, first: str, second: str) -> None:
    """Look-alikes, opposites and near-synonyms are two entries of the index."""
    assert identity(vocabulary, first) != identity(vocabulary, second)


def test_lists_are_long_enough() -> None:
    """There are at least 300 pairs of each kind, none of them twice."""
    assert len(set(SAME)) == len(SAME) >= 300
    assert len(set(APART)) == len(APART) >= 300
