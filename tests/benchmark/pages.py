"""Drug pages to measure on: real ones where they are at hand, else made here."""

from __future__ import annotations

import random
import shutil
from pathlib import Path

CORPUS = Path(__file__).resolve().parents[3] / "shared" / "corpus" / "headings"
"""A folder of real pages beside the project; the benchmark makes pages of its own without it."""

_EFFECTS = """
nausea vomiting headache dizziness fatigue diarrhea constipation insomnia drowsiness rash itching
cough fever anxiety depression palpitations hives jaundice seizures fainting flushing sweating
""".split()
_SYLLABLES = "ba ce dil fen gra lo mab mi nex ol pra qui ro sta ti vex xan zol".split()
_SENTENCES = (
    "It is taken by mouth with a glass of water.",
    "The dose depends on the condition that is treated and on how the kidneys work.",
    "Tell your doctor about all other medicines that you take.",
    "It is used in adults; in children it is used only where a specialist advises it.",
    "Keep it in its package at room temperature and away from light.",
    "It blocks an enzyme and so lowers the amount of a messenger substance.",
    "Blood tests show whether the treatment works.",
)


def write_pages(folder: Path, count: int) -> str:
    """Put ``count`` pages below ``folder``; return what they are, for the table's caption."""
    if CORPUS.is_dir():
        pages = sorted(CORPUS.glob("*/*.md"))
        step = max(1, len(pages) // count)
        for page in pages[::step][:count]:
            target = folder / page.parent.name / page.name
            target.parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(page, target)
        return "real pages"
    chance = random.Random(7)
    for number in range(count):
        name = "".join(chance.choices(_SYLLABLES, k=3)).capitalize() + f" {number}"
        target = folder / name[0].lower() / f"{name.lower().replace(' ', '-')}.md"
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(_page(name, chance), encoding="utf-8")
    return "made pages"


def _page(name: str, chance: random.Random) -> str:
    def prose(sentences: int) -> str:
        return " ".join(chance.choices(_SENTENCES, k=sentences))

    def effects(number: int) -> str:
        return "\n".join(f"* {effect.capitalize()}" for effect in chance.sample(_EFFECTS, number))

    questions = "\n\n".join(
        f"* **Q: May I take {name} {when}?** A: {prose(2)}"
        for when in ("with food", "at night", "with alcohol", "every day", "while driving")
    )
    return f"""---
layout: default
title: {name}
---

# {name}

### Generic Name
{name}

### Usage
{prose(9)}

### Dosage
{prose(12)}

### Side Effects
Common side effects may include:

{effects(9)}

Less common but serious side effects may include:

{effects(6)}

### How it Works
{prose(7)}

### Precautions
* **Pregnancy:** {prose(3)}
* **Kidneys:** {prose(3)}
* **Other medicines:** {prose(4)}

### FAQs
{questions}

**Disclaimer:** This information is for general knowledge and is not medical advice.
"""
