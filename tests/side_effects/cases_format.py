"""Reading the case files: what a page says, and what may be claimed from it.

A case is ``=== name``, perhaps a line ``components: A, B``, then the Markdown of a side-effects
section, a line ``---``, and one line for every claim: ``effect | frequency | serious | band |
component``. What is empty at the end of a line may be left out. The claims are all there may be.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

CASES = Path(__file__).with_name("cases")


@dataclass(frozen=True)
class Expected:
    """One line of what a case claims."""

    effect: str
    frequency: str
    serious: bool
    band: str
    component: str


@dataclass(frozen=True)
class Case:
    """One section and the claims it makes."""

    name: str
    components: tuple[str, ...]
    markdown: str
    claims: tuple[Expected, ...]


def _expected(line: str) -> Expected:
    effect, frequency, serious, band, component = (
        [part.strip() for part in line.split("|")] + [""] * 4
    )[:5]
    if serious not in ("", "serious"):
        raise ValueError(f"not a claim: {line!r}")
    return Expected(effect, frequency, bool(serious), band, component)


def read_cases() -> list[Case]:
    """All cases of all files, in order."""
    cases = []
    for path in sorted(CASES.glob("*.txt")):
        for part in path.read_text(encoding="utf-8").split("\n=== ")[1:]:
            name, _, rest = part.partition("\n")
            markdown, _, claims = rest.partition("\n---\n")
            components: tuple[str, ...] = ()
            if markdown.startswith("components: "):
                first, _, markdown = markdown.partition("\n")
                components = tuple(first.removeprefix("components: ").split(", "))
            lines = [line for line in claims.splitlines() if line.strip()]
            cases.append(
                Case(
                    f"{path.stem}: {name}",
                    components,
                    markdown + "\n",
                    tuple(_expected(line) for line in lines),
                )
            )
    return cases
