"""The linter's settings: what a project, a page or a line switches off or weighs otherwise."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass, field, replace
from fnmatch import fnmatch
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sphinx_drugmono.monograph.model import Kind, Severity

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

FILE_NAMES = ("drugmono.toml", "pyproject.toml")
"""Where a project's settings stand: at the top of the first, or under ``[tool.drugmono]``."""

_KEYS = {
    "select",
    "ignore",
    "levels",
    "per-file-ignores",
    "required-sections",
    "side-effects",
}


class SettingsError(Exception):
    """Settings that cannot be used; the message is one line and names the file."""


@dataclass(frozen=True, slots=True)
class Settings:
    """What the linter looks for.

    ``select`` names the only codes to look for (empty: all), ``ignore`` codes to leave out,
    ``levels`` another weight for a code, ``per_file_ignores`` codes to leave out on files that
    match a pattern (relative to ``folder``), ``required_sections`` the sections each page must
    have, ``side_effects`` the project's own vocabulary files.
    """

    select: frozenset[str] = frozenset()
    ignore: frozenset[str] = frozenset()
    levels: Mapping[str, Severity] = field(default_factory=dict)
    per_file_ignores: tuple[tuple[str, frozenset[str]], ...] = ()
    required_sections: tuple[Kind, ...] = (Kind.USAGE, Kind.SIDE_EFFECTS)
    side_effects: tuple[str, ...] = ()
    folder: Path = Path()

    def wants(self, code: str, path: str) -> bool:
        """Whether findings of this code on this page are wanted."""
        if code in self.ignore or (self.select and code not in self.select):
            return False
        return not any(
            code in codes and self._matches(pattern, path)
            for pattern, codes in self.per_file_ignores
        )

    def _matches(self, pattern: str, path: str) -> bool:
        try:
            relative = Path(path).resolve().relative_to(self.folder.resolve())
        except ValueError:
            return False
        return fnmatch(relative.as_posix(), pattern)

    def narrowed(self, select: Sequence[str], ignore: Sequence[str]) -> Settings:
        """The settings with ``select`` instead of their own, if given, and ``ignore`` added."""
        return replace(
            self,
            select=frozenset(select) or self.select,
            ignore=self.ignore | frozenset(ignore),
        )


def find_settings(start: Path, codes: frozenset[str]) -> Settings:
    """The settings of the project ``start`` (a file or folder) is in, or the defaults.

    The nearest folder upwards that has settings counts. ``codes`` are the codes there are.
    Raises :class:`SettingsError`.
    """
    start = start.resolve()
    for folder in (start, *start.parents):
        for name in FILE_NAMES:
            path = folder / name
            if not path.is_file():
                continue
            table = _table(path)
            if table is not None:
                return read_settings(table, path, codes)
    return Settings()


def read_settings(table: Mapping[str, Any], path: Path, codes: frozenset[str]) -> Settings:
    """Settings from a table of TOML; ``path`` is its file. Raises :class:`SettingsError`."""
    reader = _Reader(path, codes)
    unknown = sorted(set(table) - _KEYS)
    if unknown:
        raise reader.error(f"unknown setting {unknown[0]!r}; there are {', '.join(sorted(_KEYS))}")
    return Settings(
        select=reader.codes(table.get("select", []), "select"),
        ignore=reader.codes(table.get("ignore", []), "ignore"),
        levels=reader.levels(table.get("levels", {})),
        per_file_ignores=reader.per_file(table.get("per-file-ignores", {})),
        required_sections=(
            reader.kinds(table["required-sections"])
            if "required-sections" in table
            else Settings().required_sections
        ),
        side_effects=tuple(
            str(path.parent / name)
            for name in reader.strings(table.get("side-effects", []), "side-effects")
        ),
        folder=path.parent,
    )


def _table(path: Path) -> Mapping[str, Any] | None:
    try:
        data = tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        if path.name == "pyproject.toml":
            return None  # not ours to complain of
        raise SettingsError(f"{path}: {error}") from error
    if path.name != "pyproject.toml":
        return data
    tool = data.get("tool")
    table = tool.get("drugmono") if isinstance(tool, dict) else None
    return table if isinstance(table, dict) else None


class _Reader:
    """Checks the values of a table of settings."""

    def __init__(self, path: Path, codes: frozenset[str]) -> None:
        self._path = path
        self._codes = codes

    def error(self, reason: str) -> SettingsError:
        return SettingsError(f"{self._path}: {reason}")

    def strings(self, value: Any, key: str) -> list[str]:
        if isinstance(value, str):
            value = [value]
        if not isinstance(value, list) or not all(isinstance(item, str) for item in value):
            raise self.error(f"{key} must be a list of strings")
        return value

    def codes(self, value: Any, key: str) -> frozenset[str]:
        found = self.strings(value, key)
        for code in found:
            self._known(code, key)
        return frozenset(found)

    def _known(self, code: str, key: str) -> None:
        if code not in self._codes:
            raise self.error(f"{key}: there is no rule {code!r}; see `drugmono check --rules`")

    def levels(self, value: Any) -> dict[str, Severity]:
        if not isinstance(value, dict):
            raise self.error("levels must be a table of codes and levels")
        levels = {}
        for code, level in value.items():
            self._known(code, "levels")
            try:
                levels[code] = Severity(level)
            except ValueError:
                names = ", ".join(Severity)
                raise self.error(f"levels: {code} must be one of {names}") from None
        return levels

    def per_file(self, value: Any) -> tuple[tuple[str, frozenset[str]], ...]:
        if not isinstance(value, dict):
            raise self.error("per-file-ignores must be a table of patterns and codes")
        return tuple(
            (pattern, self.codes(codes, "per-file-ignores")) for pattern, codes in value.items()
        )

    def kinds(self, value: Any) -> tuple[Kind, ...]:
        kinds = []
        for name in self.strings(value, "required-sections"):
            try:
                kinds.append(Kind(name))
            except ValueError:
                names = ", ".join(k for k in Kind if k not in (Kind.OTHER, Kind.PREAMBLE))
                raise self.error(f"required-sections: {name!r} is not one of {names}") from None
        return tuple(kinds)
