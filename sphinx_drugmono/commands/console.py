"""What the commands write: results on standard output, remarks on standard error."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from typing import TextIO

Item = TypeVar("Item")

OK, FAULTS, FAILED = 0, 1, 2
"""Exit codes: nothing to complain of; errors in pages; could not run."""


class UsageError(Exception):
    """The command cannot run as asked; the message is one line for the user."""


def write(text: str) -> None:
    """Write a line to standard output as UTF-8, whatever the terminal's encoding."""
    _write(sys.stdout, text + "\n")


def write_raw(text: str) -> None:
    """The same without a line break at the end."""
    _write(sys.stdout, text)


def complain(text: str) -> None:
    """Write a line to standard error."""
    _write(sys.stderr, text + "\n")
    sys.stderr.flush()


def flush() -> None:
    """Let the reader of a pipe have what was written so far."""
    sys.stdout.flush()


def _write(stream: TextIO, text: str) -> None:
    buffer = getattr(stream, "buffer", None)
    if buffer is None:
        stream.write(text)
    else:
        stream.flush()
        buffer.write(text.encode("utf-8", "backslashreplace"))


def progress(items: Iterable[Item], total: int, label: str) -> Iterator[Item]:
    """Yield the items; on a terminal, show on standard error how far it is."""
    if not sys.stderr.isatty() or total < 50:
        yield from items
        return
    step = max(1, total // 100)
    for number, item in enumerate(items, 1):
        yield item
        if number % step == 0 or number == total:
            bar = "#" * (20 * number // total)
            sys.stderr.write(f"\r{label} [{bar:<20}] {number}/{total}")
            sys.stderr.flush()
    sys.stderr.write("\n")
