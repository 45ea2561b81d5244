"""``drugmono check --fix`` and ``--diff``: mending files, or showing what would be mended."""

from __future__ import annotations

import difflib
import os
import re
import shutil
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

from sphinx_drugmono.commands import console
from sphinx_drugmono.monograph.frontmatter import read_front_matter
from sphinx_drugmono.monograph.lint import CODES
from sphinx_drugmono.monograph.lint.fixes import fix_page
from sphinx_drugmono.monograph.lint.ignores import read_ignores
from sphinx_drugmono.monograph.source import SourceError, decode_source

if TYPE_CHECKING:
    from collections.abc import Iterable

    from sphinx_drugmono.commands.pages import PageReader
    from sphinx_drugmono.commands.project import Project
    from sphinx_drugmono.monograph.lint import Settings
    from sphinx_drugmono.monograph.lint.fixes import Change
    from sphinx_drugmono.monograph.model import Monograph

_WORDS = {
    "byte-order-mark": "a byte order mark",
    "line-ends": "the ends of {lines}",
    "heading-space": "a space behind the # of {lines}",
    "trailing-space": "spaces at the end of {lines}",
    "final-newline": "the line break at the end",
}


def fix_files(
    paths: Iterable[str],
    reader: PageReader,
    project: Project | None,
    settings: Settings,
    *,
    write: bool,
) -> bool:
    """Mend the pages among files and tell what was done; else print what would be, as a diff.

    Pages that hold more than a monograph, and files that are no pages, are left alone. Returns
    whether there was something to mend. Raises :class:`UsageError` for what cannot be written.
    """
    found = False
    for path in paths:
        try:
            data = Path(path).read_bytes()
            if not reader.is_page(path, project):
                continue
            fixed, changes = _fixed(data, path, reader, settings)
        except (OSError, SourceError):
            continue  # the check says so
        if not changes:
            continue
        found = True
        if write:
            _write(Path(path), fixed)
            for change in changes:
                console.complain(f"{path}:{change.line}: fixed: {_told(change)} [{change.code}]")
        else:
            _show(path, data, fixed)
    return found


def _fixed(
    data: bytes, path: str, reader: PageReader, settings: Settings
) -> tuple[bytes, list[Change]]:
    def read(text: str) -> Monograph:
        return reader.read_text(text, path).monograph

    text = decode_source(data).text
    ignored = read_ignores(read_front_matter(text)[0], text, CODES)[0].codes
    return fix_page(data, read, lambda code: settings.wants(code, path) and code not in ignored)


def _told(change: Change) -> str:
    lines = "a line" if change.lines == 1 else f"{change.lines} lines"
    return _WORDS[change.code].format(lines=lines)


def _write(path: Path, data: bytes) -> None:
    """Replace a file at once, so that it is never half written."""
    target = path.resolve()
    try:
        handle, name = tempfile.mkstemp(dir=target.parent, prefix=f".{target.name}.")
        try:
            with os.fdopen(handle, "wb") as file:
                file.write(data)
            shutil.copymode(target, name)
            Path(name).replace(target)
        except BaseException:
            Path(name).unlink(missing_ok=True)
            raise
    except OSError as error:
        raise console.UsageError(f"cannot write {path}: {error.strerror}") from error


def _show(path: str, before: bytes, after: bytes) -> None:
    """Print a unified diff that ``patch`` can take."""
    old, new = (re.findall(r"[^\n]*\n|[^\n]+\Z", data.decode("utf-8")) for data in (before, after))
    for line in difflib.unified_diff(old, new, path, path):
        ended = line.endswith("\n")
        console.write_raw(line if ended else f"{line}\n\\ No newline at end of file\n")
