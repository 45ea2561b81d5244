"""Pages of which the theme need not be told, as it was told the same of another one."""

from __future__ import annotations

from typing import Any

import pytest

from sphinx_drugmono.formulary.frames.marks import BODY, NAME, TITLE
from sphinx_drugmono.formulary.frames.page import Page

_TOLD = {"title": "Nausea", "body": "<p>One</p>", "parents": [{"title": "Side effects"}]}
_KNOWN = Page(
    _TOLD | {"pagename": "drug-effects/nausea"},
    {TITLE: "Nausea", BODY: "<p>One</p>", NAME: "nausea"},
    {"title": TITLE, "body": BODY, "pagename": f"drug-effects/{NAME}"},
    {"parents": [{"title": "Side effects"}], "docstitle": "Drugs"},
)


def test_a_page_beside_another_has_its_own_texts_and_name() -> None:
    """And shares all else."""
    page = _KNOWN.sibling("rash", _TOLD | {"title": "Rash", "body": "<p>Two</p>"})
    assert page is not None
    assert page.values == {TITLE: "Rash", BODY: "<p>Two</p>", NAME: "rash"}
    assert page.shares_all_with(_KNOWN)
    assert page.is_one_of({"drug-effects/rash"})
    assert not page.is_one_of({"drug-effects/nausea", "Nausea"})


@pytest.mark.parametrize(
    ("name", "other"),
    [
        ("rash", {"title": "Two  spaces"}),
        ("rash", {"title": "A &amp; B"}),
        ("r%C3%A4sh", {}),
        ("rash", {"body": ""}),
        ("rash", {"parents": []}),
        ("rash", {"meta": "more"}),
    ],
)
def test_the_theme_is_told_of_pages_that_may_differ(name: str, other: dict[str, Any]) -> None:
    """In more than plain texts and name."""
    assert _KNOWN.sibling(name, _TOLD | other) is None
