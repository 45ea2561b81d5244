"""How much of what drug pages say the vocabulary knows.

    python docs/figures/vocabulary_coverage.py FOLDER...

reads every Markdown page below the folders as the extension reads it, and prints a Markdown table
with a column for each folder and one for all of them.
"""

from __future__ import annotations

import sys
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from sphinx_drugmono.monograph.reader import read_monograph

if TYPE_CHECKING:
    from collections.abc import Iterable

    from sphinx_drugmono.monograph.model import AdverseReaction


@dataclass(slots=True)
class Figures:
    """Counts over a set of pages; an entry is one side effect on one page."""

    pages: int = 0
    pages_with_entries: int = 0
    entries: int = 0
    known: Counter[str] = field(default_factory=Counter)
    unknown: Counter[str] = field(default_factory=Counter)

    def count(self, reactions: Iterable[AdverseReaction]) -> None:
        """Count one page; a side effect of several components counts once."""
        seen: set[str] = set()
        for reaction in reactions:
            if reaction.id not in seen:
                seen.add(reaction.id)
                (self.known if reaction.known else self.unknown)[reaction.id] += 1
        self.pages += 1
        self.pages_with_entries += bool(seen)
        self.entries += len(seen)

    def rows(self) -> dict[str, str]:
        """The figures as they stand in the table."""
        covered = self.known.total() / max(1, self.entries)
        top = [count for _, count in self.known.most_common(100)]
        return {
            "Pages read": f"{self.pages:,}",
            "Pages with side effects": f"{self.pages_with_entries:,}",
            "Entries (a side effect on a page)": f"{self.entries:,}",
            "of them known to the vocabulary": f"{self.known.total():,} ({covered:.1%})",
            "Distinct side effects of the vocabulary": f"{len(self.known):,}",
            "the 100 commonest cover": f"{sum(top) / max(1, self.entries):.1%}",
            "on one page only": f"{sum(n == 1 for n in self.known.values()):,}",
            "Distinct phrases it does not know": f"{len(self.unknown):,}",
            "on one page only ": f"{sum(n == 1 for n in self.unknown.values()):,}",
        }


def main(folders: list[str]) -> int:
    """Print the table for the folders; return the exit status."""
    if not folders:
        sys.stderr.write(str(__doc__))
        return 2
    columns = {Path(folder).name: Figures() for folder in folders}
    everything = Figures()
    for folder, figures in zip(folders, columns.values(), strict=True):
        for path in sorted(Path(folder).rglob("*.md")):
            reactions = read_monograph(path.read_text(encoding="utf-8")).side_effects
            figures.count(reactions)
            everything.count(reactions)
    columns["all"] = everything
    table = {name: figures.rows() for name, figures in columns.items()}
    lines = ["| | " + " | ".join(table) + " |", "|-" * (len(table) + 1) + "|"]
    for row in next(iter(table.values())):
        cells = " | ".join(column[row] for column in table.values())
        lines.append(f"| {row.strip()} | {cells} |")
    sys.stdout.write("\n".join(lines) + "\n")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
