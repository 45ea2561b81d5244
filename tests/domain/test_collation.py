"""The alphabetical order of names."""

from __future__ import annotations

import random

import pytest

from sphinx_drugmono.extension.collation import DIGITS, collation_key, letter_of


def test_order() -> None:
    """Accents, case and signs do not count, numbers count by value, Greek letters by name."""
    ordered = [
        "5-Fluorouracil",
        "Abacavir",
        "α-Tocopherol",
        "Alprostadil",
        "Alteplase",
        "Éthanol",
        "Etoposide",
        "gamma-Tocopherol",
        "L-Thyroxine",
        "Ωmega",
        "Vitamin B2",
        "vitamin B12",
    ]
    shuffled = ordered[:]
    random.Random(1).shuffle(shuffled)
    assert sorted(shuffled, key=collation_key) == ordered


@pytest.mark.parametrize(
    ("name", "letter"),
    [
        ("warfarin", "W"),
        ("(S)-Warfarin", "S"),
        ("Éthanol", "E"),
        ("α-Tocopherol", "A"),
        ("5-Fluorouracil", DIGITS),
        ("‘Ecstasy’", "E"),
        ("аспирин", "А"),
        ("阿司匹林", "阿"),
        ("+++", DIGITS),
    ],
)
def test_letter(name: str, letter: str) -> None:
    """The letter a reader would look under."""
    assert letter_of(name) == letter
