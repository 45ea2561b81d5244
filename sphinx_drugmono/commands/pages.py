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

    from sphinx_drugmono.commands.project import Project
    from sphinx_drugmono.monograph.model import Monograph
    from sphinx_drugmono.monograph.sections import SectionHeadings

STANDARD_INPUT = "-"

_SKIPPED_FOLDERS = frozenset({"node_modules", "__pycache__", "_build", "_site", "venv"})


@dataclass(frozen=True, slots=True)
class Page:
    """A monograph with the text it was read from, whose line ends are ``\\n``."""

    text: str
    monograph: Monograph


class PageReader:
    """Reads files into monographs, with a vocabulary and further names of sections."""

    def __init__(self, vocabulary: Vocabulary, headings: SectionHeadings | None = None) -> None:
        self.vocabulary = vocabulary
        self._headings = headings

    def read(self, path: str, *, shown_as: str | None = None, drug: str | None = None) -> Page:
        """Read one file as a monograph.

        ``shown_as`` is what to call it if that is not its path, ``drug`` the drug's name where it
        is known. Raises :class:`SourceError` for whatever cannot be read as a page.
        """
        if path == STANDARD_INPUT:
            source = decode_source(sys.stdin.buffer.read())
            shown_as = "<stdin>"
        else:
            source = read_source(path)
        page = self.read_text(source.text, shown_as or path, drug)
        if not source.diagnostics:
            return page
        diagnostics = source.diagnostics + page.monograph.diagnostics
        return replace(page, monograph=replace(page.monograph, diagnostics=diagnostics))

    def read_in_project(self, path: str, project: Project) -> list[Page]:
        """The monographs of a file of a Sphinx project.

        The file itself, if the project says that it is one; else those of its directives. Raises
        :class:`SourceError` as :meth:`read` does, also for a file a directive names.
        """
        from sphinx_drugmono.commands.embedded import embedded_monographs, has_directives

        rest = path.endswith(".rst")
        if not rest and project.is_monograph(Path(path)):
            return [self.read(path)]
        text = read_source(path).text
        pages = []
        for found in embedded_monographs(text, rest=rest):
            if found.text or found.file is None:
                pages.append(self.read_text(found.text, path, found.drug))
                continue
            root = project.folder if found.file.startswith("/") else Path(path).parent
            target = os.path.normpath(root / found.file.lstrip("/"))
            try:
                pages.append(self.read(target, drug=found.drug))
            except SourceError as error:
                message = f"{found.file}: {error.message}"
                raise SourceError(error.code, message, found.line) from error
        if not pages and not rest and not project.pages and not has_directives(text):
            return [self.read(path)]
        return pages

    def is_page(self, path: str, project: Project | None) -> bool:
        """Whether a file is one monograph as a whole. Raises :class:`SourceError`."""
        from sphinx_drugmono.commands.embedded import has_directives

        if path == STANDARD_INPUT or path.endswith(".rst"):
            return False
        if project is None or project.is_monograph(Path(path)):
            return True
        return not project.pages and not has_directives(read_source(path).text)

    def read_text(self, text: str, source: str, drug: str | None = None) -> Page:
        """Read a text as a monograph. Raises :class:`SourceError` if that cannot be done."""
        try:
            monograph = read_monograph(
                text,
                source=source,
                name=drug or None,
                vocabulary=self.vocabulary,
                headings=self._headings,
            )
        except Exception as error:  # one page must not stop the others
            raise SourceError(
                "internal-error",
                f"cannot be understood, which is a mistake of this program: "
                f"{type(error).__name__}: {error}",
            ) from error
        return Page(text, monograph)


def load_vocabulary(paths: Sequence[str]) -> Vocabulary:
    """The shipped vocabulary with the user's files on top; :class:`UsageError` if one is bad."""
    try:
        return Vocabulary.load(*map(Path, paths))
    except (OSError, VocabularyError) as error:
        raise UsageError(f"vocabulary: {error}") from error


def find_pages(paths: Iterable[str], suffixes: tuple[str, ...] = (".md",)) -> Iterator[str]:
    """The files among ``paths`` and, for folders, the files below them with these suffixes.

    Files of a folder are sorted. Hidden folders and folders of builds are left out. Raises
    :class:`UsageError` for a path that does not exist.
    """
    seen: set[str] = set()
    for given in paths:
        path = Path(given)
        if path.is_dir():
            found: Iterable[str] = (str(page) for page in sorted(_below(path, suffixes)))
        elif path.exists() or given == STANDARD_INPUT:
            found = (given,)
        else:
            raise UsageError(f"{given}: no such file or folder")
        for page in found:
            if page not in seen:
                seen.add(page)
                yield page


def _below(folder: Path, suffixes: tuple[str, ...]) -> Iterator[Path]:
    for root, folders, files in os.walk(folder):
        folders[:] = [f for f in folders if not f.startswith(".") and f not in _SKIPPED_FOLDERS]
        yield from (Path(root, name) for name in files if name.endswith(suffixes))
