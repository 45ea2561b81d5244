"""The reader over pages of any quality: it never fails, loses nothing, and is deterministic."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from invariants import broken
from pages import FRAGMENTS

from sphinx_drugmono.monograph.export import to_dict
from sphinx_drugmono.monograph.reader import read_monograph

SETTINGS = settings(
    max_examples=250,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow],
    print_blob=True,
)

pieces = st.lists(st.sampled_from(FRAGMENTS), max_size=40).map("".join)
noise = st.text(max_size=300)
"""Any characters, also such as are no text."""

NAMES = ("Warfarin", "Naproxen + Esomeprazole", "L-Glutamine", "St. John's Wort", "Vitamin B₁₂")
SENTENCES = (
    "Take 5 mg once a day.", "Avoid in carriers of HLA-B*5701 or HLA-B*1502.", "<1% of people",
    "Use ≥ 5 mg and > 10 mg -- or ½.", "A 5-HT<sub>1B/1D</sub> agonist", "See [IV] {details}.",
    "is not known", "Nausea, vomiting and headache (1-10%)", "x < y and y > z",
)  # fmt: skip
BULLETS = ("* ", "- ", "+ ", "1. ", "* **Common:** ", "* >", "    * ", "* *", "* \t")
HEADINGS = (
    "Generic Name", "Usage", "Dosage", "Side Effects", "How it Works", "Precautions", "FAQs",
    "Usage and Indications", "Adverse Effects:", "Common Side Effects", "{name} Usage",
    "Usage ({name})", "{name}", "Frequently Asked Questions (Combined Use)", "Pearls",
)  # fmt: skip
QUESTIONS = (
    "* **Q: Is {x}?** A: {y}", "**Q: Is {x}?**\nA: {y}", "**Q: Is {x}?**\n\nA: {y}",
    "* **Is {x}?** {y}", "* **Q: Is {x}?**\n    * **A:** {y}", "* **Q: Is {x}?**\n    *A: {y}",
    "* **Q: Is {x}?**\n* **A:** {y}", "1. Q: Is {x}? A: {y}", "*Is {x}?* {y} *Is {y}?* {x}",
)  # fmt: skip
CLOSINGS = (
    "**Disclaimer:** This is for education only and no medical advice.",
    "*Disclaimer: ask a doctor*", "**Note:** This information is AI-generated or crowd-sourced.",
    "### Disclaimer\n\nNot medical advice.", "Remember, ask your doctor.", "",
)  # fmt: skip


@st.composite
def drug_pages(draw: st.DrawFn) -> str:
    """Pages as people write them: the dialects of real pages, mixed."""
    name = draw(st.sampled_from(NAMES))
    parts = [
        draw(st.sampled_from(["", f"---\ntitle: {name}\n---\n", f'---\ntitle: "{name}"\n---']))
    ]
    parts.append(draw(st.sampled_from(["", f"# {name}", name])))
    for _ in range(draw(st.integers(0, 6))):
        heading = draw(st.sampled_from(HEADINGS)).format(
            name=draw(st.sampled_from(name.split(" + ")))
        )
        form = draw(st.sampled_from(["## {}", "### {}", "### {}:", "**{}:**", "* **{}:**", "{}:"]))
        joint = draw(st.sampled_from(["\n\n", "\n", " "]))
        lines = [
            draw(st.sampled_from([*BULLETS, "", "", "> "])) + draw(st.sampled_from(SENTENCES))
            for _ in range(draw(st.integers(0, 4)))
        ]
        if "FAQ" in heading or draw(st.booleans()):
            lines += [
                draw(st.sampled_from(QUESTIONS)).format(
                    x=draw(st.sampled_from(SENTENCES)), y=draw(st.sampled_from(SENTENCES))
                )
                for _ in range(draw(st.integers(0, 3)))
            ]
        between = draw(st.sampled_from(["\n", "\n\n"]))
        parts.append(form.format(heading) + joint + between.join(lines))
    parts += [draw(st.sampled_from(CLOSINGS)), draw(st.sampled_from(CLOSINGS))]
    return draw(st.sampled_from(["\n\n", "\n"])).join(parts)


pages = st.one_of(drug_pages(), pieces, noise)


@given(pages)
@SETTINGS
def test_reading_never_fails_and_loses_nothing(text: str) -> None:
    """Every page gives a record that holds all of its text, at places that exist."""
    assert broken(text, read_monograph(text, source="drugs/a-drug.md")) == []


@given(pages)
@SETTINGS
def test_reading_is_deterministic(text: str) -> None:
    """Equal text gives an equal record."""
    first = read_monograph(text, source="a.md")
    assert to_dict(first) == to_dict(read_monograph(text, source="a.md"))


@given(pages, st.sampled_from(["\r\n", "\r"]))
@SETTINGS
def test_line_ends_do_not_matter(text: str, line_end: str) -> None:
    """A page saved with other line ends or a byte order mark reads the same."""
    text = text.replace("\r\n", "\n").replace("\r", "\n").lstrip("\ufeff")
    plain = replace(read_monograph(text, source="a.md"), sha256="")
    saved = read_monograph("\ufeff" + text.replace("\n", line_end), source="a.md")
    assert to_dict(replace(saved, sha256="")) == to_dict(plain)


@pytest.mark.parametrize(
    ("page", "lost"),
    [
        ("### Usage\nTake 5 mg.\n", "Take 5 mg."),
        ("### Usage\n* >5 cm\n* <1%\n", "<1%"),
        ("### FAQs\n**Q: Why?** A: So.\n", "So."),
        ("**Disclaimer:** no advice\n", "advice"),
        ("| a | b |\n|---|---|\n| 1 | β |\n", "β"),
    ],
)
def test_the_count_of_characters_notices_what_is_lost(page: str, lost: str) -> None:
    """The check behind these tests fails for a record that lacks a part of the page."""
    assert broken(page, read_monograph(page.replace(lost, "")))
