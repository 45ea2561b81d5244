"""Texts for the catalogues that Babel cannot see: titles of sections, texts of the scripts."""

from __future__ import annotations

import tomllib
from typing import IO, TYPE_CHECKING, Any

from sphinx_drugmono.formulary.assets import SCRIPT_TEXTS

if TYPE_CHECKING:
    from collections.abc import Iterator

    Message = tuple[int, str, str, list[str]]


def section_titles(
    source: IO[bytes], keywords: Any, comment_tags: Any, options: Any
) -> Iterator[Message]:
    """Yield the standard titles from the table of headings, as Babel's extractors do."""
    for kind, table in tomllib.loads(source.read().decode("utf-8")).items():
        if table["title"]:
            yield 1, "_", table["title"], [f"Title of the section {kind}"]


def script_texts(
    source: IO[bytes], keywords: Any, comment_tags: Any, options: Any
) -> Iterator[Message]:
    """Yield what the scripts that stand in ``source`` say to readers."""
    code = source.read().decode("utf-8")
    for text in SCRIPT_TEXTS:
        if f'"{text}"' in code:
            yield 1, "_", text, []
