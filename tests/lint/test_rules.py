"""Every rule finds what it says it finds, and leaves alone what it says it leaves alone."""

from __future__ import annotations

from dataclasses import replace

import pytest

from sphinx_drugmono.monograph.lint import RULES, Linter, Settings
from sphinx_drugmono.monograph.lint.files import RULES as FILE_RULES
from sphinx_drugmono.monograph.lint.formulary import RULES as TOGETHER_RULES
from sphinx_drugmono.monograph.model import Diagnostic, Frequency, Severity
from sphinx_drugmono.monograph.reader import read_monograph
from sphinx_drugmono.vocabulary import Vocabulary

OTHER_PAGES = ("# Ibuprofen\n", "# Ibuprofen + Paracetamol\n", "# Omega 3\n")
"""Pages beside the one of the example, for the rules that look at several."""


def check(text: str, settings: Settings | None = None) -> list[Diagnostic]:
    """Findings on one page read from text."""
    vocabulary = Vocabulary.load()
    linter = Linter(settings or Settings(), vocabulary)
    return linter.check(text, read_monograph(text, source="page.md", vocabulary=vocabulary))


def codes(text: str, settings: Settings | None = None) -> list[str]:
    return [found.code for found in check(text, settings)]


def check_together(*texts: str, complete: bool = True) -> list[tuple[str, Diagnostic]]:
    vocabulary = Vocabulary.load()
    linter = Linter(Settings(), vocabulary)
    for number, text in enumerate(texts):
        source = f"page-{number}.md"
        linter.check(text, read_monograph(text, source=source, vocabulary=vocabulary))
    return list(linter.check_together(complete=complete))


PAGE_RULES = [
    code for code, rule in RULES.items() if rule not in FILE_RULES and rule not in TOGETHER_RULES
]


@pytest.mark.parametrize("code", PAGE_RULES)
def test_rule_reports_its_bad_example(code: str) -> None:
    """The bad example of a rule is reported under its code and its level."""
    found = [diagnostic for diagnostic in check(RULES[code].bad) if diagnostic.code == code]
    assert found
    assert {diagnostic.severity for diagnostic in found} == {RULES[code].level}


@pytest.mark.parametrize("code", PAGE_RULES)
def test_rule_does_not_report_its_good_example(code: str) -> None:
    """The good example of a rule is not reported under its code."""
    assert code not in codes(RULES[code].good)


@pytest.mark.parametrize("rule", TOGETHER_RULES, ids=lambda rule: rule.code)
def test_rule_over_several_pages_follows_its_examples(rule) -> None:
    """With other pages beside it the bad example is reported, and the good one is not."""
    bad = check_together(*OTHER_PAGES, rule.bad)
    assert [(source, d.code) for source, d in bad] == [("page-3.md", rule.code)]
    assert rule.code not in [d.code for _, d in check_together(*OTHER_PAGES, rule.good)]


ABBREVIATIONS = {
    "daily-abbreviation": "QD QOD q.d. Q.D. q.o.d. q.|o.|d. OD od qd qod BIW biw TIW tiw",
    "frequency-abbreviation": "BID TID QID QHS qhs b.i.d. T.I.D. q.i.d. q.h.s. bid tid HS hs",
    "route-abbreviation": "SQ SubQ subQ Sub-Q sub-Q Sub|q sub|q SC sc S.C. s.c.",
    "drug-abbreviation": "AZT CPZ HCTZ MSO4 MgSO4 MTX PTU ZnSO4",
    "unit-abbreviation": "U IU u cc i.u. I.U.",
    "microgram-symbol": "µg μg ug",
    "trailing-zero": ".0|mg .00-mg",
    "unit-with-period": "mg.|x mcg.|x mL.|x ml.,",
    "fraction-of-tablet": "1/2|tablet 3/4|of|a|pill",
}
"""All that a rule looks for, as words; ``|`` is a space."""
WORDINGS = {
    "placeholder": (
        "{details}", "{{ dose }}", "[insert dose]", "[Your text]", "TODO", "TBD", "XXX",
        "Lorem ipsum",
    ),
    "generator-wording": (
        "The provided information", "details provided above", "As an AI model", "I'm sorry",
        "a large language model", "I’m unable to", "I am not able to", "I cannot provide",
        "I can’t give", "I could not find", "Please provide more", "My training", "my knowledge",
        "knowledge cutoff", "knowledge cut-off",
    ),
}  # fmt: skip


@pytest.mark.parametrize(
    ("code", "words"),
    [
        *((code, f"2{word}" if word[0] == "." else f"2 {word}" if word[0].isalpha() else word)
          for code, words in ABBREVIATIONS.items() for word in words.split()),
        *((code, words) for code, all_words in WORDINGS.items() for words in all_words),
    ],
)  # fmt: skip
def test_each_wording_of_a_rule_is_found(code: str, words: str) -> None:
    """Alone on a page, whatever a rule looks for is reported."""
    tablets = " tablets" if code in ("daily-abbreviation", "frequency-abbreviation",
                                     "route-abbreviation") else ""  # fmt: skip
    written = words.replace("2 ", f"2{tablets} ", 1).replace("|", " ")
    text = f"## Usage\n\nNow: {written} this.\n"
    assert code in codes(text, Settings(select=frozenset([code])))


def test_every_rule_is_documented() -> None:
    """Codes are unique and stable words; summary and explanation say something."""
    for code, rule in RULES.items():
        assert code == rule.code
        assert code.replace("-", "").isalnum()
        assert code.islower()
        assert rule.summary
        assert not rule.summary.endswith(".")
        assert rule.explanation.endswith(".")


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("Doses of 1.0 to 2.0 mg.", "trailing-zero"),
        ("Take .5 to 1 mg.", "naked-decimal"),
        ("A 0.9% solution with .25% of it.", "naked-decimal"),
        ("Give 4U now.", "unit-abbreviation"),
        ("Give 5,000 IU/kg.", "unit-abbreviation"),
        ("Give 5 cc by mouth.", "unit-abbreviation"),
        ("Give 50 μg (with the Greek letter).", "microgram-symbol"),
        ("Take 5 mg q.d. with food.", "daily-abbreviation"),
        ("Take 5 mg OD.", "daily-abbreviation"),
        ("Take one tablet bid.", "frequency-abbreviation"),
        ("Give 3500 units SC.", "route-abbreviation"),
        ("Give 5000000 units.", "large-number"),
        ("Tegretol300 mg is one tablet.", "name-and-dose-together"),
        ("Tablets of 5 mg/10 mg.", "doses-with-slash"),
    ],
)
def test_dose_notation_is_found(text: str, code: str) -> None:
    """Variants of error-prone notations are found."""
    assert code in codes(f"# Drug\n\n### Dosage\n\n{text}\n")


@pytest.mark.parametrize(
    "text",
    [
        "10.05 mg, 0.5 mg, 1,000 mg, 2.50 mg, 4000 mg",
        "version 2.0 of the guideline, in 10.0 hours",
        "potassium below 5.0 mmol/L and ALT above 40 U/L or 40 IU/L",
        "in the U.S. since 1995; 12 U.S. states",
        "hidradenitis suppurativa (HS) and HS lesions",
        "an OD (overdose), a bid to help, the SC joint",
        "twice a day (BID), once daily (OD), subcutaneously (SC)",
        "250 mg/5 mL, 5 mg/kg/day, 100 units/mL, 10 mg per day",
        "ends at 10 mg. Then stop at 20 mL.",
        "vitamin B12, HLA-B*5701, UGT1A1*28, 5-HT3, COVID-19, SARS-CoV-2, T4",
        "in 1/2 of patients",
        "ratio 3:1, page 12345, PMID 12345678",
    ],
)
def test_other_text_is_no_dose_notation(text: str) -> None:
    """What only looks like an error-prone notation is left alone."""
    found = check(f"# Drug\n\n### Dosage\n\n{text}\n")
    assert not [d for d in found if "Dosage" in RULES[d.code].bad], found


@pytest.mark.parametrize(
    "text",
    [
        "Use {drug}`ibuprofen` and {drug:effect}`nausea`.",
        "Es para todo el mundo; para todos.",
        "An array [IV] and {braces: with colon}.",
        "See [your doctor](https://example.org) for it.",
        "The leaflet provided with it has more information.",
    ],
)
def test_ordinary_words_are_no_leftover(text: str) -> None:
    """Roles, links and words of other languages are neither placeholders nor remarks."""
    found = codes(f"# Drug\n\n### Usage\n\n{text}\n")
    assert "placeholder" not in found
    assert "generator-wording" not in found


def test_finding_stands_at_the_line_of_the_file() -> None:
    """Lines count from the top of the file, front matter included."""
    text = "---\ntitle: Drug\n---\n\n# Drug\n\n### Dosage\n\nFirst.\nThen 5.0 mg.\n"
    assert [(d.code, d.line) for d in check(text) if d.code == "trailing-zero"] == [
        ("trailing-zero", 10)
    ]


def test_front_matter_is_no_text_of_the_page() -> None:
    """Notations in the front matter are not looked at."""
    assert "trailing-zero" not in codes("---\nstrength: 5.0 mg\n---\n\n# Drug\n\n### Usage\n\nx\n")


def test_same_notation_twice_in_a_line_is_one_finding() -> None:
    """A line is not reported twice with the same words."""
    assert codes("# D\n\n### Dosage\n\n5 U, then 5 U.\n").count("unit-abbreviation") == 1


def reaction_page(**changes: object) -> list[Diagnostic]:
    """Findings on a page whose one side effect was changed by hand."""
    text = "# Drug\n\n### Side Effects\n\n**Common (>10%):**\n\n* Nausea\n* Rash\n"
    vocabulary = Vocabulary.load()
    monograph = read_monograph(text, source="page.md", vocabulary=vocabulary)
    reaction = replace(monograph.side_effects[0], **changes)
    linter = Linter(Settings(), vocabulary)
    return linter.check(text, replace(monograph, side_effects=(reaction,)))


def test_frequency_conflict_stands_at_the_label() -> None:
    """Word against number is reported once, at the line of the words."""
    found = reaction_page(
        frequency=Frequency.COMMON,
        band=Frequency.VERY_COMMON,
        frequency_text="Common (>10%)",
        line=7,
    )
    (conflict,) = [d for d in found if d.code == "frequency-conflict"]
    assert conflict.line == 5
    assert "Common (>10%)" in conflict.message
    assert "very common (10% or more)" in conflict.message


@pytest.mark.parametrize("band", [None, Frequency.COMMON, Frequency.UNKNOWN])
def test_no_conflict_without_two_answers(band: Frequency | None) -> None:
    """No number, the same band, or a band that is unknown is no conflict."""
    found = reaction_page(frequency=Frequency.COMMON, band=band, frequency_text="Common")
    assert "frequency-conflict" not in [d.code for d in found]


def test_unknown_side_effect_names_near_ones() -> None:
    """The hint names known side effects that look like the phrase."""
    found = reaction_page(known=False, text="nausia")
    (unknown,) = [d for d in found if d.code == "unknown-side-effect"]
    assert '"nausia"' in unknown.message
    assert "nausea" in unknown.message


def test_required_sections_are_configurable() -> None:
    """The settings say which sections each page must have."""
    from sphinx_drugmono.monograph.model import Kind

    text = "# Drug\n\n### Usage\n\nPain.\n"
    assert "missing-section" in codes(text)
    assert "missing-section" not in codes(text, Settings(required_sections=(Kind.USAGE,)))


def test_references_are_not_judged_without_all_pages() -> None:
    """On single files a reference to a page that was not checked is no finding."""
    page = "# Naproxen\n\n### Interactions\n\nDo not take {drug}`warfarin`.\n"
    assert check_together(page, complete=False) == []
    assert [d.code for _, d in check_together(page)] == ["unknown-drug"]


def test_reference_finds_other_names() -> None:
    """Generic names, alternate names and explicit targets lead to their page."""
    paracetamol = "---\nalternate_names: [Acetaminophen]\n---\n\n# Paracetamol\n"
    page = (
        "# Naproxen\n\n### Interactions\n\n"
        "{drug}`ACETAMINOPHEN`, {drug:monograph}`that one <paracetamol>`\n"
    )
    assert check_together(paracetamol, page) == []


def test_levels_and_selection() -> None:
    """Settings select, ignore and weigh codes."""
    text = "# D\n\n### Dosage\n\n5.0 mg, 5 U\n"
    assert set(codes(text, Settings(select=frozenset({"trailing-zero"})))) == {"trailing-zero"}
    assert "trailing-zero" not in codes(text, Settings(ignore=frozenset({"trailing-zero"})))
    (found,) = check(
        text,
        Settings(select=frozenset({"trailing-zero"}), levels={"trailing-zero": Severity.ERROR}),
    )
    assert found.severity is Severity.ERROR


def test_reader_codes_are_rules() -> None:
    """What the reader reports has a rule, so that it can be explained and switched off."""
    text = (
        "---\ntitle: [x\n---\n\n# Drug\n\n### Usage\n\nx\n\n### Usage\n\ny\n\n### Oddities\n\nz\n"
    )
    found = {d.code for d in read_monograph(text).diagnostics}
    assert found
    assert found <= set(RULES)


def test_hints_come_to_an_end(monkeypatch: pytest.MonkeyPatch) -> None:
    """Unknown side effects are hinted at as often as they come, but not endlessly many."""
    monkeypatch.setattr(Linter, "MOST_HINTS", 1)
    page = "## Side Effects\n\n* Nausia\n* Vomitting of late\n\n## Side Effects\n\n* Nausia\n"
    told = [found.message for found in check(page) if found.code == "unknown-side-effect"]
    assert ["near to it" in message for message in told] == [True, False]
    vocabulary = Vocabulary.load()
    linter = Linter(Settings(), vocabulary)
    for _ in range(2):
        found = linter.check(page, read_monograph(page, vocabulary=vocabulary))
        told = [f.message for f in found if f.code == "unknown-side-effect"]
        assert "near to it: nausea" in told[0]
