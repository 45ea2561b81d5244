"""Bands: the CIOMS III frequency band of a number.

very common >= 10 %, common >= 1 %, uncommon >= 0.1 %, rare >= 0.01 %, very rare below that. What
is not inside a single band ("<1%", ">1%", "1-10% or less") has no band.
"""

from __future__ import annotations

import re

from sphinx_drugmono.monograph.model import Frequency

_BANDS: tuple[tuple[float, float, Frequency], ...] = (
    (10.0, 100.0, Frequency.VERY_COMMON),
    (1.0, 10.0, Frequency.COMMON),
    (0.1, 1.0, Frequency.UNCOMMON),
    (0.01, 0.1, Frequency.RARE),
    (0.0, 0.01, Frequency.VERY_RARE),
)
"""Lower bound (included), upper bound (excluded, but for 100) and band, in per cent."""

_DIGIT = re.compile(r"\d")
_NUMBER = r"(\d[\d,]*(?:\.\d+)?)"
_VALUE = rf"(?:{_NUMBER}\s*(?:%|per ?cent\b)|{_NUMBER}\s*(?:in|/|out of)\s*(?:every\s+)?{_NUMBER})"
_RANGE_OF_PERCENT = re.compile(
    rf"(?:between\s+)?{_NUMBER}\s*%?\s*(?:-|–|—|to|and)\s*{_NUMBER}\s*(?:%|per ?cent\b)", re.I
)
_RANGE_OF_PARTS = re.compile(
    rf"(?:≥|>=|>)?\s*1\s*(?:in|/)\s*{_NUMBER}\s*(?:-|–|—|to|and)\s*(?:<|≤)?\s*1\s*(?:in|/)\s*"
    rf"{_NUMBER}",
    re.I,
)
_AT_LEAST = re.compile(rf"(?:≥|>=|=>|at least|minimum of)\s*{_VALUE}|{_VALUE}\s*or more", re.I)
_MORE = re.compile(rf"(?:>|more than|greater than|over|above|exceeding)\s*{_VALUE}", re.I)
_LESS = re.compile(rf"(?:<|less than|fewer than|under|below)\s*{_VALUE}", re.I)
_UP_TO = re.compile(rf"(?:≤|<=|up to|at most)\s*{_VALUE}|{_VALUE}\s*or (?:less|fewer)", re.I)
_EXACT = re.compile(rf"(?:about|around|approximately|~)?\s*{_VALUE}", re.I)
_OPEN = re.compile(r"\bor (?:less|fewer|more|higher|lower|greater|above|below)\b", re.I)


def _number(text: str) -> float:
    return float(text.replace(",", ""))


def _per_cent(match: re.Match[str]) -> float:
    parts = [g for g in match.groups() if g is not None]
    if len(parts) == 1:
        return _number(parts[0])
    whole = _number(parts[1])
    return 100.0 * _number(parts[0]) / whole if whole else -1.0


def _band(low: float, high: float, *, reaches_high: bool = False) -> Frequency | None:
    """The band that holds everything from ``low`` to ``high``; the upper bound excluded."""
    slack = 1e-9
    for bottom, top, band in _BANDS:
        if low >= bottom - slack and (high < top + slack if not reaches_high else high < top):
            return band if low < top - slack and low >= 0 else None
    return None


def band_from(text: str) -> Frequency | None:
    """The band of the number in ``text``, or None: no number, or not inside one band.

    A range counts without its upper end, so "1-10%" is common. "Up to 1 in 100" is the wording of
    patient leaflets for a band of its own, and read as that.
    """
    if not _DIGIT.search(text):
        return None
    if match := _RANGE_OF_PERCENT.search(text):
        if _OPEN.match(text[match.end() :].lstrip()):
            return None
        low, high = _number(match[1]), _number(match[2])
        return _band(low, high) if low < high else None
    if match := _RANGE_OF_PARTS.search(text):
        first, second = 100.0 / max(1e-9, _number(match[1])), 100.0 / max(1e-9, _number(match[2]))
        low, high = min(first, second), max(first, second)
        return _band(low, high) if low < high else None
    if match := _AT_LEAST.search(text):
        return _band(_per_cent(match), 100.0)
    if match := _MORE.search(text):
        return _band(_per_cent(match), 100.0)
    if match := _UP_TO.search(text):
        parts = [g for g in match.groups() if g is not None]
        value = _per_cent(match)
        if len(parts) == 2 and value in (10.0, 1.0, 0.1, 0.01):
            return _band(value / 10.0, value)
        return _band(0.0, value, reaches_high=True)
    if match := _LESS.search(text):
        return _band(0.0, _per_cent(match))
    if match := _EXACT.search(text):
        value = _per_cent(match)
        return _band(value, value, reaches_high=True) if value < 100.0 else None
    return None
