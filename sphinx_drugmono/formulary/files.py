"""Small files of the output: compared with what they should say, and written when they differ."""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path


def has_text(path: Path, text: str) -> bool:
    """Whether a file says just this; one that is missing or damaged does not."""
    with suppress(OSError, UnicodeDecodeError):
        return path.read_text("utf-8") == text
    return False


def write_if_changed(path: Path, text: str) -> None:
    """Write a file, all at once, unless it says the same already."""
    if has_text(path, text):
        return
    partial = path.with_name(f"{path.name}.new")
    partial.write_text(text, "utf-8")
    partial.replace(path)
