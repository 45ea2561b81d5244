"""What the monographs of a project are read with: its vocabulary and its words for headings.

To make the vocabulary takes as long as to read a dozen pages. So it is kept beside the
environment, which Sphinx keeps in the same way, and made anew when it would be another one.
"""

from __future__ import annotations

import hashlib
import pickle
import sys
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING
from weakref import WeakKeyDictionary

import sphinx_drugmono
from sphinx_drugmono.extension.config import config_folder, doctree_folder, project_config
from sphinx_drugmono.extension.warnings import Subtype, warn
from sphinx_drugmono.monograph.sections import SectionHeadings
from sphinx_drugmono.vocabulary import SHIPPED, Vocabulary, VocabularyError

if TYPE_CHECKING:
    from collections.abc import Iterable

    from sphinx.config import Config

_KEPT = "drugmono-vocabulary.pickle"
_READING_VERSION = 2
"""Goes up when pages are to be read anew for a change between two releases."""


def reading_version() -> int:
    """A number that is another when pages would be read in another way than before.

    It depends on the version of the package and on the vocabulary and headings that come with it,
    so that what a new release corrects reaches pages that did not change.
    """
    whole = hashlib.sha256(f"{sphinx_drugmono.__version__} {_READING_VERSION}".encode())
    for path in sorted(Path(sphinx_drugmono.__file__).parent.rglob("*.toml")):
        whole.update(path.read_bytes())
    return int.from_bytes(whole.digest()[:6])


@dataclass(frozen=True, slots=True)
class ReadingTools:
    """What monographs of a project are read with."""

    vocabulary: Vocabulary
    headings: SectionHeadings
    files: tuple[Path, ...]
    """The files of the project the vocabulary was made from."""


_tools: WeakKeyDictionary[Config, ReadingTools] = WeakKeyDictionary()


def reading_tools(config: Config) -> ReadingTools:
    """The vocabulary and the headings of a project; files that cannot be used are reported."""
    tools = _tools.get(config)
    if tools is None:
        checked = project_config(config)
        files = tuple(config_folder(config) / name for name in checked.side_effects)
        vocabulary = _vocabulary(files, doctree_folder(config) / _KEPT)
        tools = ReadingTools(vocabulary, SectionHeadings(checked.section_synonyms), files)
        _tools[config] = tools
    return tools


def _vocabulary(files: Iterable[Path], kept: Path) -> Vocabulary:
    """The vocabulary of the files, from ``kept`` if that was made of what they say now."""
    stamp = b""
    with suppress(OSError):
        stamp = _stamp(files)
    # Whatever may be wrong with what was kept, it can be made anew.
    with suppress(Exception):
        content = kept.read_bytes()
        if stamp and content.startswith(stamp):
            known = pickle.loads(memoryview(content)[len(stamp) :])
            if isinstance(known, Vocabulary):
                return known
    vocabulary, faultless = _made(files)
    if stamp and faultless:
        partial = kept.with_name(f"{kept.name}.new")
        with suppress(OSError):
            partial.write_bytes(stamp + pickle.dumps(vocabulary, pickle.HIGHEST_PROTOCOL))
            partial.replace(kept)
    return vocabulary


def _stamp(files: Iterable[Path]) -> bytes:
    """A digest of the files, and of the program that makes a vocabulary of them."""
    whole = hashlib.sha256(f"{reading_version()} {sys.version}".encode())
    for path in (*sorted(SHIPPED.parent.glob("*.py")), *files):
        whole.update(hashlib.sha256(path.read_bytes()).digest())
    return whole.digest()


def _made(files: Iterable[Path]) -> tuple[Vocabulary, bool]:
    """The vocabulary of the files that can be used, and whether all can."""
    vocabulary = None
    good: list[Path] = []
    faultless = True
    for path in files:
        try:
            vocabulary = Vocabulary.load(*good, path)
        except VocabularyError as error:
            place = f"{path}:{error.line or 1}"
            warn(Subtype.VOCABULARY, f"left out: {error.reason}", location=place)
            faultless = False
        else:
            good.append(path)
    return (Vocabulary.load() if vocabulary is None else vocabulary), faultless
