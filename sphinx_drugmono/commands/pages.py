"""Reading pages for the commands: files and folders to monographs."""

from __future__ import annotations

import os
import sys
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from sphinx_drugmono.commands.console import UsageError
from sphinx_drugmono.monograph.reader import read_monograph
from sphinx_drugmono.monograph.source import SourceError, decode_source, read_source
from sphinx_drugmono.vocabulary import Vocabulary, VocabularyError

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from sphinx_drugmono.monograph.model import Monograph

STANDARD_INPUT = "-"

_SKIPPED_FOLDERS = frozenset({"node_modules", "__pycache__", "_build", "_site", "venv"})


@dataclass(frozen=True, slots=True)
class Page:
    """A page as read: what it is called, its text with ``\\n`` line ends, its monograph."""

    path: str
    text: str
    monograph: Monograph


def load_vocabulary(paths: Sequence[str]) -> Vocabulary:
    """The shipped vocabulary with the user's files on top; :class:`UsageError` if one is bad."""
    try:
        return Vocabulary.load(*map(Path, paths))
    except (OSError, VocabularyError) as error:
        raise UsageError(f"vocabulary: {error}") from error


def read_page(path: str, vocabulary: Vocabulary, *, name: str | None = None) -> Page:
    """Read one page, to be called ``name`` if that is not its path.

    Raises :class:`SourceError` for whatever cannot be read as a page.
    """
    if path == STANDARD_INPUT:
        source = decode_source(sys.stdin.buffer.read())
    else:
        source = read_source(path)
    name = name or ("<stdin>" if path == STANDARD_INPUT else path)
    try:
        monograph = read_monograph(source.text, source=name, vocabulary=vocabulary)
    except Exception as error:  # one page must not stop the others
        raise SourceError(
            "internal-error",
            f"cannot be understood, which is a mistake of this program: "
            f"{type(error).__name__}: {error}",
        ) from error
    if source.diagnostics:
        monograph = replace(monograph, diagnostics=source.diagnostics + monograph.diagnostics)
    return Page(name, source.text, monograph)


def find_pages(paths: Iterable[str]) -> Iterator[str]:
    """The files among ``paths`` and, for folders, the ``*.md`` files below them, sorted.

    Hidden folders and folders of builds are left out. Raises :class:`UsageError` for a path that
    does not exist.
    """
    seen: set[str] = set()
    for given in paths:
        path = Path(given)
        if path.is_dir():
            found: Iterable[str] = (str(page) for page in sorted(_below(path)))
        elif path.exists() or given == STANDARD_INPUT:
            found = (given,)
        else:
            raise UsageError(f"{given}: no such file or folder")
        for page in found:
            if page not in seen:
                seen.add(page)
                yield page


def _below(folder: Path) -> Iterator[Path]:
    for root, folders, files in os.walk(folder):
        folders[:] = [f for f in folders if not f.startswith(".") and f not in _SKIPPED_FOLDERS]
        yield from (Path(root, name) for name in files if name.endswith(".md"))
