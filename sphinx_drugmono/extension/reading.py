"""What the monographs of a project are read with: its vocabulary and its words for headings."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING
from weakref import WeakKeyDictionary

from sphinx_drugmono.extension.config import config_folder, project_config
from sphinx_drugmono.extension.warnings import Subtype, warn
from sphinx_drugmono.monograph.sections import SectionHeadings
from sphinx_drugmono.vocabulary import Vocabulary, VocabularyError

if TYPE_CHECKING:
    from pathlib import Path

    from sphinx.config import Config


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
        good: list[Path] = []
        for path in files:
            try:
                Vocabulary.load(*good, path)
            except VocabularyError as error:
                place = f"{path}:{error.line or 1}"
                warn(Subtype.VOCABULARY, f"left out: {error.reason}", location=place)
            else:
                good.append(path)
        tools = ReadingTools(
            Vocabulary.load(*good), SectionHeadings(checked.section_synonyms), files
        )
        _tools[config] = tools
    return tools
