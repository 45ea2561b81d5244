"""Labels and sentences that name a group, and those that do not."""

from __future__ import annotations

import pytest

from sphinx_drugmono.monograph.side_effects.groups import (
    read_label,
    read_lead,
    read_remark,
)

_LABELS = [
    ("Common Side Effects", "common", False),
    ("Less Common but Serious Side Effects", "uncommon", True),
    ("Serious (Less Common)", "uncommon", True),
    ("Serious, but less common side effects", "uncommon", True),
    ("Rare but Potentially Fatal", "rare", True),
    ("Common Side Effects (Topical)", "common", False),
    ("Common side effects of Zelaprin", "common", False),
    ("Very common (≥1/10)", "very-common", False),
    ("Uncommon", "uncommon", False),
    ("Infrequent adverse reactions", "uncommon", False),
    ("Very rare", "very-rare", False),
    ("Post-marketing reports", "rare", False),
    ("Life-threatening side effects", "unknown", True),
    ("When to seek immediate medical attention", "unknown", True),
    ("Long-Term Effects", "unknown", False),
    ("Other side effects", "unknown", False),
    ("Side effects", "unknown", False),
    ("Non-serious side effects", "unknown", False),
    # "may be serious" says that of none of them
    ("Less common, but may be serious", "uncommon", False),
]


@pytest.mark.parametrize(("label", "frequency", "serious"), _LABELS)
def test_a_label_of_group_words_names_a_group(label: str, frequency: str, serious: bool) -> None:
    """Frequency is the writer's word, seriousness stands beside it."""
    group = read_label(label)
    assert group is not None
    assert (group.frequency.value, group.serious) == (frequency, serious)


@pytest.mark.parametrize(
    "label",
    [
        "Severe allergic reactions",
        "Serious infections",
        "Common cold",
        "Rare blood disorders",
        "Headache",
        "Dosage",
        "Note",
        "",
        "Kidney problems",
    ],
)
def test_a_label_with_another_word_names_none(label: str) -> None:
    """ "Severe allergic reactions" is an effect, not a group."""
    assert read_label(label) is None


@pytest.mark.parametrize(
    ("sentence", "frequency", "serious"),
    [
        ("Common side effects may include:", "common", False),
        (
            "Common side effects are generally mild and infrequent, but may include:",
            "common",
            False,
        ),
        ("Less common, but more serious, side effects can include:", "uncommon", True),
        ("Serious side effects are rare but can include", "rare", True),
        ("Serious side effects, though less common, include", "uncommon", True),
        ("Side effects range from mild to severe and may include:", "unknown", False),
        ("Some common and some rare but serious side effects exist:", "unknown", False),
        ("Side effects are usually mild and infrequent, but may include:", "unknown", False),
        ("Side effects that require immediate medical attention include:", "unknown", True),
        ("Side effects are more common with higher doses than with low ones:", "unknown", False),
    ],
)
def test_a_sentence_announces_a_group(sentence: str, frequency: str, serious: bool) -> None:
    """Words before "side effects" go before words after it; spans of severity name no group."""
    group = read_lead(sentence)
    assert group is not None
    assert (group.frequency.value, group.serious) == (frequency, serious)


def test_a_sentence_about_something_else_announces_nothing() -> None:
    """Not every sentence with a frequency word speaks of side effects."""
    assert read_lead("The drug is commonly taken in the morning.") is None


@pytest.mark.parametrize(
    ("remark", "frequency", "serious"),
    [
        ("rare", "rare", False),
        ("rare but serious", "rare", True),
        ("A rare but serious side effect.", "rare", True),
        ("This is a less common side effect.", "uncommon", False),
        ("This is the most common side effect.", "common", False),
        ("Very common.", "very-common", False),
    ],
)
def test_a_remark_at_one_effect_says_how_often(remark: str, frequency: str, serious: bool) -> None:
    """The words at the effect itself."""
    group = read_remark(remark)
    assert group is not None
    assert (group.frequency.value, group.serious) == (frequency, serious)


@pytest.mark.parametrize(
    "remark",
    [
        "Less common than with older drugs.",
        "most common in infants",
        "More common at higher doses.",
        "Not common.",
        "Feeling sick.",
        "commonly known as hives",
    ],
)
def test_comparisons_are_no_remark(remark: str) -> None:
    """Who gets it more often is not how often it is."""
    assert read_remark(remark) is None
