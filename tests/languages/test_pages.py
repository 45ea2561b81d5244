"""A page in each language is read as the file beside it says.

``pages/NAME.md`` is a page as a pharmacist would write it, ``NAME.toml`` what a reader of it
expects: kinds and headings of the sections, questions and answers, the side effects that may be
claimed and no other, disclaimers and notices.
"""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

import pytest

from sphinx_drugmono.monograph.languages import fold_words, languages
from sphinx_drugmono.monograph.model import Frequency, Kind, Monograph
from sphinx_drugmono.monograph.reader import read_monograph
from sphinx_drugmono.monograph.sections import SectionHeadings
from sphinx_drugmono.vocabulary import Vocabulary

PAGES = Path(__file__).parent / "pages"
NAMES = sorted(path.stem for path in PAGES.glob("*.md"))


def case(name: str) -> tuple[Monograph, dict[str, Any]]:
    text = (PAGES / f"{name}.md").read_text("utf-8")
    expected = tomllib.loads((PAGES / f"{name}.toml").read_text("utf-8"))
    return read_monograph(text, source=f"{name}.md"), expected


def test_every_language_has_a_page() -> None:
    assert sorted(languages()) == NAMES


@pytest.mark.parametrize("name", NAMES)
def test_sections(name: str) -> None:
    monograph, expected = case(name)
    found = [[section.kind.value, section.heading] for section in monograph.sections]
    assert found == expected["sections"]


@pytest.mark.parametrize("name", NAMES)
def test_questions_and_answers(name: str) -> None:
    monograph, expected = case(name)
    assert [faq.question for faq in monograph.faqs] == expected["questions"]
    assert [faq.answer for faq in monograph.faqs] == expected["answers"]


@pytest.mark.parametrize("name", NAMES)
def test_side_effects(name: str) -> None:
    """What is listed under a frequency is claimed; what is denied or told in prose is not."""
    monograph, expected = case(name)
    found = [[reaction.text, reaction.frequency.value] for reaction in monograph.side_effects]
    assert found == expected["side_effects"]
    assert not any(reaction.serious for reaction in monograph.side_effects)


@pytest.mark.parametrize("name", NAMES)
def test_disclaimers_and_notices(name: str) -> None:
    monograph, expected = case(name)
    assert len(monograph.disclaimers) == expected["disclaimers"]
    assert sum(note.notice for note in monograph.notes) == expected["notices"]


@pytest.mark.parametrize("name", NAMES)
def test_nothing_is_reported(name: str) -> None:
    monograph, _expected = case(name)
    assert monograph.diagnostics == ()


def test_no_word_is_the_name_of_two_sections() -> None:
    """A heading means one kind of section, whatever the language."""
    english = SectionHeadings()
    meaning: dict[str, Kind] = {}
    for language in languages().values():
        for name, kind in language.sections.items():
            assert meaning.setdefault(name, kind) is kind, name
            found = english.recognise(name)
            assert found is not None, name
            assert found.kind is kind, name


@pytest.mark.parametrize("code", sorted(languages()))
def test_every_section_and_frequency_has_words(code: str) -> None:
    language = languages()[code]
    assert set(language.sections.values()) == set(Kind) - {Kind.PREAMBLE, Kind.OTHER}
    assert set(language.frequencies.values()) == set(Frequency)
    assert language.disclaimer
    assert language.note
    assert language.notice


@pytest.mark.parametrize(
    ("heading", "kind", "component"),
    [
        ("Nebenwirkungen von Ibuprofen", Kind.SIDE_EFFECTS, "Ibuprofen"),
        ("Ibuprofen: Nebenwirkungen", Kind.SIDE_EFFECTS, "Ibuprofen"),
        ("Häufige Nebenwirkungen", Kind.SIDE_EFFECTS, None),
        ("Efectos secundarios graves", Kind.SIDE_EFFECTS, None),
        ("Efectos secundarios del Ibuprofen", Kind.SIDE_EFFECTS, "Ibuprofen"),
        ("Embarazo & lactancia", Kind.PREGNANCY, None),
        ("Mécanisme d’action", Kind.MECHANISM, None),
        ("Mecanismo de acción", Kind.MECHANISM, None),
        ("严重副作用", Kind.SIDE_EFFECTS, None),
        ("副作用（成人）", Kind.SIDE_EFFECTS, None),
        ("1、用法用量", Kind.DOSAGE, None),
        ("गंभीर दुष्प्रभाव", Kind.SIDE_EFFECTS, None),
    ],
)
def test_headings_with_more_than_a_name(heading: str, kind: Kind, component: str | None) -> None:
    found = SectionHeadings().recognise(heading, frozenset({"ibuprofen"}))
    assert found is not None
    assert (found.kind, found.component) == (kind, component)


@pytest.mark.parametrize(
    "heading",
    ["Contre", "Contre les douleurs", "दवा", "दुष्परभव", "作用", "Keine Nebenwirkungen beobachtet"],
)
def test_other_headings_are_not_understood(heading: str) -> None:
    assert SectionHeadings().recognise(heading, frozenset({"ibuprofen"})) is None


def test_words_keep_their_vowel_signs() -> None:
    """Hindi vowel signs and accents are parts of words, however they are encoded."""
    assert fold_words("दुष्प्रभाव:") == "दुष्प्रभाव"
    assert fold_words("Pre\u0301cautions") == fold_words("Pr\u00e9cautions")


SPOKEN = """\
# Ibuprofen

## Nebenwirkungen
{text}
"""


@pytest.mark.parametrize(
    "text",
    [
        "Depression wurde nicht beobachtet.",
        "Folgendes wurde nicht beobachtet:\n\n- Depression\n- Asthma",
        "- Keine Depression",
        "- Depression: nicht beobachtet",
        "- Depression (nicht beobachtet)\n- ohne Asthma",
        "- Häufig: keine Depression",
        "- Unter anderen Umständen: Depression",
        "Ibuprofen hilft gegen:\n\n- Asthma",
        "**Bei Überdosierung:** Asthma, Depression",
    ],
)
def test_no_side_effect_is_made_of_what_is_not_understood(text: str) -> None:
    assert read_monograph(SPOKEN.format(text=text)).side_effects == ()


@pytest.mark.parametrize(
    ("heading", "text"),
    [
        ("Nebenwirkungen", "- Selten: Fragen Sie Ihren Arzt"),
        ("Efectos secundarios", "- Raros: consulte a su médico"),
        ("Efectos secundarios", "No causa:\n\n- asma\n- anemia"),
        ("Efectos secundarios", "- Raros: no se conocen"),
        ("Effets secondaires", "- Fréquents : voir votre médecin"),
        ("Effets secondaires", "Jamais observés :\n\n- constipation"),
        ("Efeitos colaterais", "- Raros: procure um médico"),
        ("दुष्प्रभाव", "आम: कोई नहीं"),
        ("दुष्प्रभाव", "- depression नहीं"),
        ("副作用", "- 未见depression"),
        ("副作用", "常见：请咨询医生"),
        ("副作用", "- 常见：血压升高、降低"),
    ],
)
def test_denials_and_advice_are_no_side_effects(heading: str, text: str) -> None:
    assert read_monograph(f"# X\n\n## {heading}\n{text}\n").side_effects == ()


def test_half_words_and_parts_of_phrases_are_no_side_effects() -> None:
    text = "- Häufig: Bauch- und Rückenschmerzen, verminderter Appetit, Blutdruck"
    found = read_monograph(SPOKEN.format(text=text)).side_effects
    assert [reaction.text for reaction in found] == ["Rückenschmerzen"]


def test_a_list_under_the_heading_alone_names_known_side_effects() -> None:
    """Without a frequency, only names of the vocabulary are sure not to be advice."""
    found = read_monograph(SPOKEN.format(text="- Asthma\n- Arzt aufsuchen")).side_effects
    assert [(one.id, one.frequency, one.known) for one in found] == [
        ("asthma", Frequency.UNKNOWN, True)
    ]


def test_grave_side_effects_are_not_called_anything_less() -> None:
    """A list under "grave ones" is not read rather than read as one without a group."""
    text = "# Ibuprofen\n\n## Schwere Nebenwirkungen\n- Asthma\n"
    assert read_monograph(text).side_effects == ()


def test_names_in_a_vocabulary_of_the_project(tmp_path: Path) -> None:
    """German names in the vocabulary lead to the same entry as the English ones."""
    own = tmp_path / "own.toml"
    own.write_text('[effects.nausea]\nextend = ["Übelkeit"]\n', "utf-8")
    text = SPOKEN.format(text="- Häufig: Schwindel, Übelkeit")
    found = read_monograph(text, vocabulary=Vocabulary.load(own)).side_effects
    assert [(one.id, one.known) for one in found] == [("schwindel", False), ("nausea", True)]


def test_english_pages_are_read_as_english() -> None:
    """A foreign word for a section does not turn an English page into a foreign one."""
    text = (
        "# Ibuprofen\n\n## Usage\nPain.\n\n## Dosage\nLittle.\n\n## Side Effects\n"
        "Common side effects include nausea and vomiting.\n\n## Posologie\nPeu.\n"
    )
    found = read_monograph(text)
    assert {reaction.id for reaction in found.side_effects} == {"nausea", "vomiting"}
