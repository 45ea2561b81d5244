"""What holds for every text."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from sphinx_drugmono.monograph.markdown import parse_blocks, plain

if TYPE_CHECKING:
    from collections.abc import Callable

_SETTINGS = settings(
    max_examples=120,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
_WORDS = st.sampled_from(
    """nausea headache rash seizures liver damage pain redness swelling of the face lips and or
    at injection site such as including like e.g. common rare serious less but side effects
    reactions allergic may cause can include occur have been reported not no without unlike : , ;
    ( ) / - – . * ** _ | # ### > 1-10% <1% overdose withdrawal patients with history fast
    irregular heartbeat dry mouth increased risk low blood counts kidney problems hair loss
    Zelaprin Alprix Betrol anemia zymbolia""".split()
)
_LINES = st.builds(
    "".join,
    st.tuples(
        st.sampled_from(["", "* ", "- ", "    * ", "1. ", "**", "### ", "> ", "| "]),
        st.lists(_WORDS, max_size=14).map(" ".join),
        st.sampled_from(["", ":", ".", ":**", "**", " |"]),
    ),
)
_PAGES = st.lists(_LINES, max_size=12).map("\n".join)


def _collapsed(text: str) -> str:
    return " ".join(text.split())


def _plain_text(markdown: str) -> str:
    texts = []
    for block in parse_blocks(markdown):
        texts += [plain(inner.inline) for inner in block.walk() if inner.inline]
    return _collapsed("\n".join(texts))


@_SETTINGS
@given(_PAGES)
def test_what_is_claimed_is_in_the_writers_words(extract: Callable, markdown: str) -> None:
    """Text and sentence of every claim stand in the section as they are."""
    source = _plain_text(markdown)
    for reaction in extract(markdown, "Alprix", "Betrol"):
        assert reaction.sentence in source
        assert _collapsed(reaction.text) in source
        assert reaction.known or reaction.name == reaction.text


@_SETTINGS
@given(st.text(max_size=400))
def test_any_text_at_all_can_be_read(extract: Callable, markdown: str) -> None:
    """Nothing raises; what is claimed has an id and stands on a line of the text."""
    lines = markdown.count("\n") + markdown.count("\r") + 1
    for reaction in extract(markdown):
        assert re.fullmatch(r"[a-z0-9]+(?:-[a-z0-9]+)*", reaction.id)
        assert 1 <= reaction.line <= lines


@_SETTINGS
@given(_PAGES)
def test_an_effect_is_claimed_once(extract: Callable, markdown: str) -> None:
    """One entry per effect, however often it is named."""
    ids = [reaction.id for reaction in extract(markdown)]
    assert len(ids) == len(set(ids))


@_SETTINGS
@given(_PAGES)
def test_reading_twice_gives_the_same(extract: Callable, markdown: str) -> None:
    """What was read before does not change what is read."""
    assert extract(markdown) == extract(markdown)


_EFFECTS = ("drowsiness", "hair loss", "liver damage", "seizures", "low blood pressure", "stroke")


@pytest.mark.parametrize("effect", _EFFECTS)
@pytest.mark.parametrize(
    "template",
    [
        "Zelaprin does not cause {}.",
        "Zelaprin is not associated with {}.",
        "There is no evidence that Zelaprin causes {}.",
        "It cannot cause {}.",
        "No cases of {} have been reported.",
        "Unlike other drugs, which may cause {}, it is safe.",
        "It is used to treat {}.",
        "It relieves {} within hours.",
        "If you have {}, call your doctor.",
        "Seek help at once for {}.",
        "Tell your doctor if you notice {}.",
        "People with a history of {} should not take it.",
        "Overdose can cause {}.",
        "Stopping it suddenly may cause {}.",
        "It interacts with alcohol and may cause {}.",
        "It is less likely to cause {} than similar drugs.",
        "Drink plenty of water to prevent {}.",
        "**Overdose:** {}",
        "**Drug interactions:** {}",
        "**Note:** {} is a reason to stop.",
    ],
)
def test_a_sentence_that_does_not_claim_claims_nothing(
    extract: Callable, template: str, effect: str
) -> None:
    """Denied, treated, advised, at risk, overdose, withdrawal, interaction: any effect."""
    assert extract(template.format(effect) + "\n") == ()


@pytest.mark.parametrize("effect", _EFFECTS)
@pytest.mark.parametrize(
    "template",
    [
        "* {}",
        "Side effects include {}.",
        "It may cause {}.",
        "* **{}:** This can happen.",
        "* Common: {}",
        "Some people experience {}.",
    ],
)
def test_a_sentence_that_claims_claims_it(
    extract: Callable, vocabulary: object, template: str, effect: str
) -> None:
    """The same effects, claimed: the tests above do not pass for want of knowing them."""
    found = extract(template.format(effect) + "\n")
    assert [reaction.text.casefold() for reaction in found] == [effect]
