"""A monograph as a page, by directive in reST and by directive in MyST is one document."""

from __future__ import annotations

import re
from pathlib import Path
from textwrap import indent

import pytest

HERE = Path(__file__).parent
SNAPSHOT = HERE / "snapshots" / "warfarin.pseudoxml"

BODY = """\
Warfarin has been used since 1954.

### Uses

Warfarin *prevents* blood clots. It does not dissolve them.

### Dosage (adults)

1. Check the INR.
2. Adjust the dose "slowly" -- by 5-20% a week.

#### Older people

| Age | Dose |
|-----|------|
| >75 | <5 mg |

### Side Effects

Common side effects:

* Bleeding gums
* Bruising

Serious side effects:

* Bleeding in the brain, with a
  sudden headache

### Storage tips from the ward

Keep it dry.

### FAQs

**Q: May I drink alcohol?**
A: Only a little.

**Q: What is the INR?**
A: A blood test. See <sub>below</sub>.

### Overdose

Vitamin K<sub>1</sub> is the antidote.

**Disclaimer:** Ask your anticoagulation clinic.

**Note:** This information is AI-generated.
"""

FRONT_MATTER = "---\ntitle: Warfarin\nreviewed: 2024-05-01\nreviewer: A. Pharmacist\n---\n\n"
OPTIONS = ":reviewed: 2024-05-01\n:reviewer: A. Pharmacist\n\n"

FORMS = {
    "page": ("warfarin.md", f"{FRONT_MATTER}# Warfarin\n\n{BODY}"),
    "rst": (
        "warfarin.rst",
        "Warfarin\n========\n\n.. drug-monograph:: Warfarin\n" + indent(OPTIONS + BODY, "   "),
    ),
    "myst": (
        "warfarin.md",
        f"# Warfarin\n\n````{{drug-monograph}} Warfarin\n{OPTIONS}{BODY}````\n",
    ),
}


def normalised(pseudoxml: str) -> str:
    """Leave out what tells the forms apart: the file and the id reST gives to every section.

    What the list of side effects holds is not the matter here.
    """
    pseudoxml = re.sub(r"<glance .*>", "<glance>", pseudoxml)
    # docutils before 0.22 writes False where later ones write 0.
    pseudoxml = pseudoxml.replace('="False"', '="0"')
    pseudoxml = re.sub(r"\A<document.*\n", "<document>\n", pseudoxml)
    return re.sub(
        r'ids="drug-warfarin warfarin" names="warfarin"', 'ids="drug-warfarin"', pseudoxml
    )


@pytest.mark.parametrize("form", FORMS)
def test_forms_give_the_same_document(make_project, form):
    """Each of the three forms gives the document of the snapshot; ids are shorter on a page."""
    name, text = FORMS[form]
    conf = {"drugmono_pages": ["warfarin"]} if form == "page" else {}
    project = make_project({"index.rst": "Top\n===\n", name: text}, conf)

    built = project.build("html")

    expected = SNAPSHOT.read_text("utf-8")
    if form == "page":
        expected = expected.replace('ids="drug-warfarin-', 'ids="')
    assert normalised(built.doctree("warfarin").pformat()) == expected


@pytest.mark.parametrize("form", FORMS)
def test_sections_are_in_the_table_of_contents(make_project, form):
    """Every section of the monograph is an entry of the page's table of contents."""
    name, text = FORMS[form]
    conf = {"drugmono_pages": ["warfarin"]} if form == "page" else {}
    project = make_project({"index.rst": "Top\n===\n", name: text}, conf)

    built = project.build("html")

    toc = built.app.env.tocs["warfarin"]
    anchors = [
        reference["anchorname"]
        for reference in toc.findall()
        if "anchorname" in getattr(reference, "attributes", {})
    ]
    prefix = "#" if form == "page" else "#drug-warfarin-"
    assert anchors == [
        "",
        f"{prefix}usage",
        f"{prefix}dosage",
        f"{prefix}dosage-older-people",
        f"{prefix}side-effects",
        f"{prefix}storage-tips-from-the-ward",
        f"{prefix}overdose",
        f"{prefix}faqs",
    ]
