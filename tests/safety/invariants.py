"""What holds for the record of every page, whatever the page."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from kept import missing

from sphinx_drugmono.monograph.export import to_json

if TYPE_CHECKING:
    from collections.abc import Iterable

    from sphinx_drugmono.monograph.markdown import Block
    from sphinx_drugmono.monograph.model import Monograph


def broken(text: str, monograph: Monograph) -> list[str]:
    """What does not hold for a monograph read from a text."""
    found = []
    if lost := missing(text, monograph):
        found.append(f"lost: {lost!r}")
    last = text.count("\n") + text.count("\r") + 1
    for name in ("sections", "faqs", "disclaimers", "notes", "side_effects", "diagnostics"):
        lines = [record.line for record in getattr(monograph, name)]
        if not all(1 <= line <= last for line in lines):
            found.append(f"{name}: lines {lines} of {last}")
    for section in monograph.sections:
        found += _misplaced(section.body, 1, last + 1, section.kind)
    if not monograph.name.strip():
        found.append("no name")
    json.loads(to_json(monograph).encode("utf-8"))
    return found


def _misplaced(blocks: Iterable[Block], start: int, end: int, where: str) -> list[str]:
    found = []
    for block in blocks:
        if not start <= block.line <= block.end <= end:
            found.append(f"{where}: {block.kind} at {block.line}-{block.end} in {start}-{end}")
        found += _misplaced(block.children, block.line, block.end, f"{where}/{block.kind}")
    return found
