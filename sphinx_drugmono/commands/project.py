"""A Sphinx project as its ``conf.py`` describes it, read without Sphinx and without running it."""

from __future__ import annotations

import ast
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from sphinx_drugmono.monograph.model import Kind

if TYPE_CHECKING:
    from pathlib import Path

PAGES_FOLDER = "drugs"
"""Where a new project has its monographs."""


@dataclass(frozen=True, slots=True)
class Project:
    """What a project's ``conf.py`` says of its monographs, as far as it is written out there.

    A value that is computed counts as not set.
    """

    folder: Path
    pages: tuple[str, ...] = ()
    trusted_pages: tuple[str, ...] = ()
    side_effects: tuple[str, ...] = ()
    section_synonyms: tuple[tuple[Kind, tuple[str, ...]], ...] = ()

    @classmethod
    def at(cls, folder: Path) -> Project:
        """Read the ``conf.py`` in a folder."""
        values = _literals(folder / "conf.py")
        synonyms = values.get("drugmono_section_synonyms")
        return cls(
            folder,
            pages=_strings(values.get("drugmono_pages")),
            trusted_pages=_strings(values.get("drugmono_trusted_pages")),
            side_effects=tuple(
                str(folder / name) for name in _strings(values.get("drugmono_side_effects"))
            ),
            section_synonyms=tuple(
                (Kind(kind), _strings(names))
                for kind, names in (synonyms.items() if isinstance(synonyms, dict) else ())
                if kind in tuple(Kind)
            ),
        )

    def is_monograph(self, path: Path) -> bool:
        """Whether a Markdown file is a monograph as a whole (``drugmono_pages``)."""
        try:
            relative = path.resolve().relative_to(self.folder.resolve())
        except ValueError:
            return False
        docname = relative.with_suffix("").as_posix()
        return _matches(docname, self.pages) and not _matches(docname, self.trusted_pages)

    @property
    def pages_folder(self) -> Path:
        """The folder of the monographs, told by the first pattern that names one."""
        for pattern in self.pages:
            fixed = pattern.split("*", 1)[0].rpartition("/")[0]
            if fixed and ".." not in fixed.split("/"):
                return self.folder / fixed
        return self.folder / PAGES_FOLDER


def find_project(start: Path) -> Project | None:
    """The project ``start`` (a file or folder) is in: the nearest ``conf.py`` upwards.

    ``None`` if there is none, or if it does not name this extension.
    """
    start = start.resolve()
    for folder in (start, *start.parents):
        try:
            text = (folder / "conf.py").read_bytes()
        except OSError:
            continue
        return Project.at(folder) if b"sphinx_drugmono" in text else None
    return None


def _literals(path: Path) -> dict[str, Any]:
    """The variables of a Python file that are set to a value written out."""
    try:
        tree = ast.parse(path.read_bytes())
    except (OSError, SyntaxError, ValueError, RecursionError):
        return {}
    values: dict[str, Any] = {}
    for node in tree.body:
        if isinstance(node, ast.Assign):
            for target in node.targets:
                if isinstance(target, ast.Name):
                    try:
                        values[target.id] = ast.literal_eval(node.value)
                    except (ValueError, TypeError, SyntaxError, RecursionError):
                        values.pop(target.id, None)
    return values


def _strings(value: Any) -> tuple[str, ...]:
    values = [value] if isinstance(value, str) else value
    if not isinstance(values, list | tuple):
        return ()
    return tuple(entry for entry in values if isinstance(entry, str))


def _matches(docname: str, patterns: tuple[str, ...]) -> bool:
    return any(_regex(pattern).fullmatch(docname) for pattern in patterns)


def _regex(pattern: str) -> re.Pattern[str]:
    """Sphinx's patterns: ``**`` is anything, ``*`` and ``?`` do not match a slash."""
    parts = re.split(r"(\*\*|\*|\?)", pattern)
    signs = {"**": ".*", "*": "[^/]*", "?": "[^/]"}
    return re.compile("".join(signs.get(part, re.escape(part)) for part in parts))
