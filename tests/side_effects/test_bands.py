"""Bands come from numbers, after CIOMS III; a number wider than one band has none."""

from __future__ import annotations

import pytest

from sphinx_drugmono.monograph.side_effects.bands import band_from


@pytest.mark.parametrize(
    ("text", "band"),
    [
        (">10%", "very-common"),
        ("≥10%", "very-common"),
        ("10% or more", "very-common"),
        ("more than 10% of patients", "very-common"),
        ("at least 10 percent", "very-common"),
        ("more than 1 in 10 people", "very-common"),
        ("≥1/10", "very-common"),
        ("10-20%", "very-common"),
        ("1-10%", "common"),
        ("1% to 10%", "common"),
        ("between 1 and 10%", "common"),
        ("1 – 10 %", "common"),
        ("5%", "common"),
        ("1%", "common"),
        ("up to 1 in 10 people", "common"),
        ("≥1/100 to <1/10", "common"),
        ("0.1-1%", "uncommon"),
        ("up to 1 in 100 people", "uncommon"),
        ("≥1/1,000 to <1/100", "uncommon"),
        ("0.5%", "uncommon"),
        ("0.01% to 0.1%", "rare"),
        ("up to 1 in 1,000 people", "rare"),
        ("1 in 5,000", "rare"),
        ("<0.01%", "very-rare"),
        ("fewer than 1 in 10,000", "very-rare"),
    ],
)
def test_a_number_inside_one_band_gives_it(text: str, band: str) -> None:
    """Exactly 10% is very common, exactly 1% common; the upper end of a range is not counted."""
    found = band_from(text)
    assert found is not None
    assert found.value == band


@pytest.mark.parametrize(
    "text",
    [
        "<1%",
        ">1%",
        "<10%",
        "less than 10% of patients",
        "up to 10%",
        "≤1%",
        "1-10% or less",
        "0.5-5%",
        "more than 5%",
        "<1/1,000",
        "10-1%",
        "common",
        "vitamin B12",
        "in 3 days",
        "",
    ],
)
def test_anything_else_gives_none(text: str) -> None:
    """No number, a number wider than a band, or a range that runs backwards."""
    assert band_from(text) is None
