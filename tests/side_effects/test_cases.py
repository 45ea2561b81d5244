"""What is claimed, case by case; the cases are in ``cases/``, one file for each shape."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from cases_format import Case, read_cases

if TYPE_CHECKING:
    from collections.abc import Callable

    from sphinx_drugmono.vocabulary import Vocabulary

_CASES = read_cases()


def _effect(phrase: str, vocabulary: Vocabulary) -> str:
    known = vocabulary.find(phrase)
    return known.name if known else phrase


@pytest.mark.parametrize("case", _CASES, ids=[case.name for case in _CASES])
def test_a_section_claims_exactly_what_its_case_says(
    case: Case, extract: Callable, vocabulary: Vocabulary
) -> None:
    """No claim is missing, none is added, and each has its group and component."""
    found = [
        (
            reaction.name.casefold(),
            reaction.frequency.value,
            reaction.serious,
            reaction.band.value if reaction.band else None,
            reaction.component,
        )
        for reaction in extract(case.markdown, *case.components)
    ]
    expected = [
        (
            _effect(claim.effect, vocabulary).casefold(),
            claim.frequency,
            claim.serious,
            claim.band or None,
            claim.component or None,
        )
        for claim in case.claims
    ]
    assert sorted(found, key=str) == sorted(expected, key=str)


def test_there_are_cases_of_every_shape() -> None:
    """A case file that cannot be read would silently test nothing."""
    assert len(_CASES) >= 120
    assert len({case.name for case in _CASES}) == len(_CASES)
