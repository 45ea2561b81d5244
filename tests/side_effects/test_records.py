"""What an adverse reaction carries besides its effect and group."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sphinx_drugmono.monograph.markdown import parse_blocks
from sphinx_drugmono.monograph.model import Kind, Section
from sphinx_drugmono.monograph.side_effects import extract_side_effects

if TYPE_CHECKING:
    from collections.abc import Callable

    from sphinx_drugmono.vocabulary import Vocabulary


def test_a_known_effect_carries_the_vocabularys_names_and_the_writers_words(
    extract: Callable, vocabulary: Vocabulary
) -> None:
    """The name is the vocabulary's, the text is the page's."""
    (reaction,) = extract("Common side effects:\n\n* Mild alopecia\n")
    effect = vocabulary.find("alopecia")
    assert effect is not None
    assert (reaction.id, reaction.name) == (effect.id, effect.name)
    assert (reaction.clinical_name, reaction.aliases) == (effect.clinical_name, effect.aliases)
    assert reaction.text == "Mild alopecia"
    assert reaction.frequency_text == "Common side effects"
    assert reaction.known


def test_an_unknown_effect_is_named_in_the_writers_words(extract: Callable) -> None:
    """No other effect is guessed; the id is made from the phrase."""
    (reaction,) = extract("* Purple elbow syndrome\n")
    assert not reaction.known
    assert reaction.name == reaction.text == "Purple elbow syndrome"
    assert reaction.id == "purple-elbow-syndrome"
    assert reaction.aliases == ()


def test_line_and_sentence_point_at_the_claim(extract: Callable) -> None:
    """The line is that of the list item or paragraph, the sentence its words without markup."""
    markdown = (
        "Common side effects include:\n\n* **Headache**\n* Dry   *mouth*\n\nIt may cause fever.\n"
    )
    found = {r.name: (r.line, r.sentence) for r in extract(markdown)}
    assert found["headache"] == (3, "Headache")
    assert found["dry mouth"] == (4, "Dry mouth")
    assert found["fever"] == (6, "It may cause fever.")


def test_the_gravest_group_brings_its_own_evidence(extract: Callable) -> None:
    """Where an effect is named twice, words and line are those of the graver claim."""
    markdown = "* Common: Drowsiness\n* Serious: Severe drowsiness\n"
    (reaction,) = extract(markdown)
    assert reaction.serious
    assert (reaction.text, reaction.line) == ("Severe drowsiness", 2)


def test_the_component_of_the_section_holds_where_the_text_names_none(extract: Callable) -> None:
    """A section that speaks of one component."""
    (reaction,) = extract("* Headache\n", "Alprix", "Betrol", component="Betrol")
    assert reaction.component == "Betrol"


def test_several_sections_are_one_page(vocabulary: Vocabulary) -> None:
    """Effects of all sections, each once, with the component of its gravest claim."""
    texts = {"Alprix": "Common side effects include rash.\n", "Betrol": "* Serious: Rash, fever\n"}
    sections = [
        Section(Kind.SIDE_EFFECTS, "Side Effects", name, 1, text, parse_blocks(text))
        for name, text in texts.items()
    ]
    found = extract_side_effects(
        sections, vocabulary=vocabulary, name="Alprix + Betrol", components=tuple(texts)
    )
    assert [(r.name, r.serious, r.component) for r in found] == [
        ("rash", True, "Betrol"),
        ("fever", True, "Betrol"),
    ]


def test_the_drugs_own_name_is_no_effect(extract: Callable) -> None:
    """ "Zelaprin" in a list of effects is a heading that lost its colon."""
    assert extract("* Zelaprin\n* Alprix\n* Nausea\n", "Alprix")[0].name == "nausea"
