"""Dose notations that have led to errors.

The list follows the *List of Error-Prone Abbreviations, Symbols, and Dose Designations* of the
Institute for Safe Medication Practices (ISMP) and, where marked, the *Do Not Use* list of the
Joint Commission. The linter points at them and never rewrites them.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from sphinx_drugmono.monograph.lint.rule import Finding, Rule
from sphinx_drugmono.monograph.model import Severity

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from sphinx_drugmono.monograph.lint.rule import Check, Page

_NUMBER = r"\d[\d,]*(?:\.\d+)?"
_UNIT = r"(?:mg|mcg|µg|μg|g|kg|mL|ml|L|mmol|mEq|IU|units?|international\s+units?)"
# Laboratory values (1.0 mg/dL, 40 U/L) follow the precision and the units of the laboratory.
_NOT_LABORATORY = r"(?!\s*/\s*d?L\b)"
_DOSE_BEFORE = re.compile(
    r"(?:\d\s*(?:mg|mcg|µg|μg|g|mL|ml|units?|IU)|\b(?:tablets?|capsules?|drops?|puffs?|doses?))"
    r"(?:/kg|/m²|/dose)?\s+(?:PO\s+|IV\s+|orally\s+)?\Z"
)
_LONGEST_DOSE = 40  # characters before an abbreviation that are looked at

_MEANINGS = {
    "qd": "daily",
    "od": "once daily",
    "qod": "every other day",
    "biw": "twice a week",
    "tiw": "three times a week",
    "bid": "twice a day",
    "tid": "three times a day",
    "qid": "four times a day",
    "hs": "at bedtime",
    "qhs": "at bedtime",
    "sc": "subcutaneously",
    "sq": "subcutaneously",
    "subq": "subcutaneously",
    "u": "units",
    "iu": "international units",
    "cc": "mL",
    "µg": "mcg",
    "ug": "mcg",
    "azt": "zidovudine",
    "cpz": "chlorpromazine",
    "hctz": "hydrochlorothiazide",
    "mgso4": "magnesium sulfate",
    "mso4": "morphine sulfate",
    "mtx": "methotrexate",
    "ptu": "propylthiouracil",
    "znso4": "zinc sulfate",
}


def _notation(pattern: str, advice: str, signs: Sequence[str] = ("",)) -> Check:
    """A check for a pattern; ``advice`` names the match (``{0}``) and its groups (``{1}`` ...).

    Each match contains one of ``signs``.
    """
    compiled = re.compile(pattern)

    def check(page: Page) -> Iterator[Finding]:
        if not any(sign in page.text for sign in signs):
            return
        for line, match in page.matches(compiled):
            found = " ".join(match[0].split())
            yield Finding(line, advice.format(found, *match.groups()))

    return check


def _abbreviation(
    letters: str, anywhere: str, behind_dose: str = "(?!)", signs: Sequence[str] = ()
) -> Check:
    """A check for abbreviations, unless they stand in parentheses behind their meaning.

    Letters that are words or other things elsewhere (OD, bid, HS) count behind a dose only. Each
    abbreviation has one of the runs of ``letters``, or one of ``signs`` in any case.
    """
    compiled = re.compile(rf"(?<![\w(\[-])(?:(?:{anywhere})|({behind_dose}))(?!\w)")
    needed = frozenset(letters.split())

    def check(page: Page) -> Iterator[Finding]:
        if needed.isdisjoint(page.letters) and not any(sign in page.lower for sign in signs):
            return
        for line, match in page.matches(compiled):
            before = page.text[max(0, match.start() - _LONGEST_DOSE) : match.start()]
            if match[1] and not _DOSE_BEFORE.search(before):
                continue
            yield Finding(line, _advice(match[0]))

    return check


def _unit(letters: str, pattern: str) -> Check:
    """A check for units behind a number; group 1 of the pattern is the unit.

    Each unit has one of the runs of ``letters``.
    """
    compiled = re.compile(rf"\d\s*-?({pattern}){_NOT_LABORATORY}")
    needed = frozenset(letters.split())

    def check(page: Page) -> Iterator[Finding]:
        if needed.isdisjoint(page.letters):
            return
        for line, match in page.matches(compiled):
            yield Finding(line, _advice(match[1]))

    return check


def _advice(short: str) -> str:
    key = re.sub(r"[.\s-]", "", short).lower().replace("μ", "µ")
    return f'"{short}" can be misread; write "{_MEANINGS[key]}"'


RULES = (
    Rule(
        "trailing-zero",
        Severity.WARNING,
        "A dose ends in a decimal point and zero",
        "When the decimal point is not seen, 1.0 mg is read as 10 mg. On the ISMP list and the "
        "Joint Commission's Do Not Use list. Laboratory values (1.0 mg/dL) are left alone.",
        bad="### Dosage\n\nStart with 1.0 mg once daily.\n",
        good="### Dosage\n\nStart with 1 mg once daily. Keep creatinine below 1.0 mg/dL.\n",
        check=_notation(
            rf"(\d(?<![\d.,]\d)[\d,]*)\.0+(?=(?:\s*(?:-|–|to)\s*{_NUMBER})?\s*-?{_UNIT}\b"
            rf"{_NOT_LABORATORY})",
            '"{0}" can be read as ten times the dose; write "{1}"',
            (".0",),
        ),
    ),
    Rule(
        "naked-decimal",
        Severity.WARNING,
        "A dose below one has no zero before the decimal point",
        "When the decimal point is not seen, .5 mg is read as 5 mg. On the ISMP list and the "
        "Joint Commission's Do Not Use list.",
        bad="### Dosage\n\nTake .5 mg at bedtime.\n",
        good="### Dosage\n\nTake 0.5 mg at bedtime.\n",
        check=_notation(
            rf"\.(?<![\w.)\]]\.)\d+(?=(?:\s*(?:-|–|to)\s*\.?{_NUMBER})?\s*-?(?:{_UNIT}\b|%))",
            '"{0}" can be read as a whole number; write "0{0}"',
        ),
    ),
    Rule(
        "unit-abbreviation",
        Severity.WARNING,
        '"U", "IU" or "cc" stands for a unit',
        "U is read as 0, 4 or cc (4U as 40), IU as IV or 10, cc as units. ISMP asks for units, "
        "international units and mL; U and IU are on the Joint Commission's Do Not Use list. "
        "Laboratory values (40 U/L) are left alone.",
        bad="### Dosage\n\nInject 10 U before meals.\n",
        good="### Dosage\n\nInject 10 units before meals. Stop if ALT is above 120 U/L.\n",
        check=_unit("IU U u cc", r"(?:IU|U|u|cc)(?!\w|\.\w)|[iI]\.[uU]\."),
    ),
    Rule(
        "microgram-symbol",
        Severity.WARNING,
        '"µg" or "ug" stands for micrograms',
        "µg is read as mg, a thousand times the dose. ISMP asks for mcg.",
        bad="### Dosage\n\n50 µg once daily.\n",
        good="### Dosage\n\n50 mcg once daily.\n",
        check=_unit("µg μg ug", r"(?:µg|μg|ug)\b"),
    ),
    Rule(
        "daily-abbreviation",
        Severity.WARNING,
        '"QD", "QOD", "OD", "BIW" or "TIW" says how often',
        "QD is read as QID (four times the dose), QOD as QD or QID, OD as right eye, BIW and TIW "
        "as twice or three times a day. On the ISMP list; QD and QOD are on the Joint "
        "Commission's Do Not Use list. An abbreviation that stands in parentheses behind its "
        "meaning is left alone.",
        bad="### Dosage\n\n300 mg QD with food.\n",
        good="### Dosage\n\n300 mg once daily (OD) with food.\n",
        check=_abbreviation(
            "QD QOD OD od qd qod BIW biw TIW tiw",
            r"QD|QOD|[qQ]\.\s?[dD]\.|[qQ]\.\s?[oO]\.\s?[dD]\.",
            "OD|od|qd|qod|BIW|biw|TIW|tiw",
            ("q.",),
        ),
    ),
    Rule(
        "frequency-abbreviation",
        Severity.INFO,
        '"BID", "TID", "QID" or "HS" says how often',
        "Patients do not know these abbreviations, TID and QID are mistaken for each other, and "
        "HS is read as half strength. An abbreviation that stands in parentheses behind its "
        "meaning is left alone.",
        bad="### Dosage\n\n75 mg BID for five days.\n",
        good="### Dosage\n\n75 mg twice a day (BID) for five days.\n",
        check=_abbreviation(
            "BID TID QID QHS qhs bid tid qid HS hs",
            r"BID|TID|QID|QHS|qhs|[bBtTqQ]\.[iI]\.[dD]\.|[qQ]\.[hH]\.[sS]\.",
            "bid|tid|qid|HS|hs",
            (".i.d", "q.h"),
        ),
    ),
    Rule(
        "route-abbreviation",
        Severity.INFO,
        '"SC", "SQ" or "SubQ" stands for subcutaneously',
        "SC is read as SL (sublingual), SQ as 5 every, the q of sub q as every. On the ISMP list. "
        "An abbreviation in parentheses behind its meaning is left alone.",
        bad="### Dosage\n\n40 mg SC once daily.\n",
        good="### Dosage\n\n40 mg subcutaneously (SC) once daily.\n",
        check=_abbreviation(
            "SQ SubQ subQ Sub sub SC sc",
            "SQ|SubQ|subQ|Sub-Q|sub-Q|[sS]ub q",
            r"SC|sc|S\.C\.|s\.c\.",
            ("s.c.",),
        ),
    ),
    Rule(
        "drug-abbreviation",
        Severity.INFO,
        "A drug's name is abbreviated",
        "AZT is read as azathioprine, HCTZ as hydrocortisone, MSO4 and MgSO4 as each other. On "
        "the ISMP list; MSO4 and MgSO4 are on the Joint Commission's Do Not Use list. An "
        "abbreviation in parentheses behind the name is left alone.",
        bad="### Interactions\n\nAvoid together with AZT.\n",
        good="### Interactions\n\nAvoid together with zidovudine (AZT).\n",
        check=_abbreviation(
            "AZT CPZ HCTZ MSO MgSO MTX PTU ZnSO", "AZT|CPZ|HCTZ|MSO4|MgSO4|MTX|PTU|ZnSO4"
        ),
    ),
    Rule(
        "large-number",
        Severity.WARNING,
        "A dose of five or more digits has no commas",
        "100000 units is read as 10,000 or 1,000,000. ISMP asks for commas or words "
        '("100 thousand"). The rule begins at 10,000.',
        bad="### Dosage\n\nA single dose of 300000 units.\n",
        good="### Dosage\n\nA single dose of 300,000 units.\n",
        check=_notation(
            rf"\d(?<![\d.,]\d)\d{{4,}}(?=\s*-?(?:{_UNIT}|U)\b)",
            '"{0}" is easily misread; separate the thousands with commas',
        ),
    ),
    Rule(
        "name-and-dose-together",
        Severity.WARNING,
        "A drug's name and its dose run together",
        "Propranolol20 mg is read as Propranolol 120 mg: the l as a 1. On the ISMP list.",
        bad="### Dosage\n\nPropranolol20 mg twice daily.\n",
        good="### Dosage\n\nPropranolol 20 mg twice daily.\n",
        check=_notation(
            rf"\d(?<=[A-Za-z]{{4}}\d)[\d,.]*(?=\s*{_UNIT}\b)",
            'put a space between the name and "{0}"',
        ),
    ),
    Rule(
        "dose-and-unit-together",
        Severity.INFO,
        "A number and its unit run together",
        "The m of 10mg is read as one or two zeros. On the ISMP list.",
        bad="### Dosage\n\n10mg once daily.\n",
        good="### Dosage\n\n10 mg once daily.\n",
        check=_notation(
            r"(\d(?<![\w.,]\d)[\d,]*(?:\.\d+)?)(mg|mcg|g|mL|ml|units)\b",
            '"{0}": write "{1} {2}"',
        ),
    ),
    Rule(
        "doses-with-slash",
        Severity.INFO,
        "A slash separates two doses",
        "The slash is read as the number 1: 25 units/10 units as 110 units. ISMP asks for the "
        "words (and, or). Concentrations (250 mg/5 mL) are left alone.",
        bad="### Dosage\n\nTablets of 160 mg/25 mg.\n",
        good="### Dosage\n\nTablets of 160 mg and 25 mg. A suspension of 250 mg/5 mL.\n",
        check=_notation(
            rf"\d(?<![\w.,]\d)[\d,.]*\s*(?:mg|mcg|units?|g)\s*/\s*{_NUMBER}\s*(?:mg|mcg|units?|g)\b",
            '"{0}": the slash can be read as a 1; write "and" or "or"',
        ),
    ),
    Rule(
        "unit-with-period",
        Severity.INFO,
        "A unit ends in a period",
        "The period is read as the number 1 if written poorly, and serves nothing. On the ISMP "
        "list. The end of a sentence is left alone.",
        bad="### Dosage\n\nTake 10 mg. by mouth.\n",
        good="### Dosage\n\nTake 10 mg by mouth. The maximum is 40 mg.\n",
        check=_notation(
            r"\d\s*(mg|mcg|mL|ml)\.(?=\s+[a-z]|,|;)",
            '"{1}." should have no period',
            ("mg.", "mcg.", "mL.", "ml."),
        ),
    ),
    Rule(
        "fraction-of-tablet",
        Severity.INFO,
        "Part of a tablet is written as a fraction with a slash",
        "1/2 tablet is read as 1 or 2 tablets. ISMP asks for the words (half a tablet).",
        bad="### Dosage\n\nTake 1/2 tablet.\n",
        good="### Dosage\n\nTake half a tablet.\n",
        check=_notation(
            r"[1-3](?<![\d/.]\d)/[2-4](?=\s+(?:of\s+)?(?:an?\s+)?(?:tablet|tab|capsule|pill)s?\b)",
            '"{0}" can be read as two numbers; write it as a word (half, a quarter)',
            ("/2", "/3", "/4"),
        ),
    ),
)
"""The rules about dose notations."""
