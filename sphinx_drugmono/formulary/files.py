"""Files of the output that are written only when they change."""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path


def write_if_changed(path: Path, text: str) -> None:
    """Write a file, all at once, unless it says the same already.

    A file that cannot be read as text, because it was damaged, is written anew.
    """
    with suppress(OSError, UnicodeDecodeError):
        if path.read_text("utf-8") == text:
            return
    partial = path.with_name(f"{path.name}.new")
    partial.write_text(text, "utf-8")
    partial.replace(path)
