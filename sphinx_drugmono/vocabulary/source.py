"""Reading vocabulary files: TOML to records, one file over another.

A file has two tables. ``[systems]`` maps ids of body systems to their titles; ``[effects.<id>]``
holds one side effect each, with the keys

``name``, ``clinical``, ``synonyms``, ``system``, ``broader``
    what it is; a file that comes later replaces what it names and leaves the rest;
``extend``
    further synonyms, added to those that are there;
``remove``
    ``true`` takes the side effect out; those narrower than it move up to what was broader.
"""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from sphinx_drugmono.vocabulary.model import BodySystem, SideEffect, VocabularyError

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

_ID = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
_HEADER = re.compile(
    r"""^\s*\[\s*(?P<table>effects|systems)\s*(?:\.\s*["']?(?P<id>[^\]"']*?)["']?\s*)?\]"""
)
_TEXT_KEYS = ("name", "clinical", "system", "broader")
_LIST_KEYS = ("synonyms", "extend")
_KEYS = frozenset((*_TEXT_KEYS, *_LIST_KEYS, "remove"))


@dataclass(frozen=True, slots=True)
class Place:
    """A file and, where it is known, a 1-based line in it."""

    path: Path
    line: int | None

    def error(self, reason: str) -> VocabularyError:
        """An error about what stands at this place."""
        return VocabularyError(self.path, self.line, reason)


class Source:
    """One vocabulary file: its text, its data, and the way back from data to lines."""

    def __init__(self, path: Path) -> None:
        """Read and parse ``path``; raise :class:`VocabularyError` if that cannot be done."""
        self.path = path
        try:
            self.text = path.read_text(encoding="utf-8")
        except FileNotFoundError:
            raise VocabularyError(path, None, "the file does not exist") from None
        except (OSError, UnicodeDecodeError) as error:
            raise VocabularyError(path, None, f"the file cannot be read: {error}") from None
        try:
            self.data: dict[str, Any] = tomllib.loads(self.text)
        except tomllib.TOMLDecodeError as error:
            at = re.search(r"at line (\d+)", str(error))
            raise VocabularyError(
                path, int(at[1]) if at else None, f"not valid TOML: {error}"
            ) from None

    def place(self, table: str, entry: str | None = None, value: str | None = None) -> Place:
        """Where a table, an entry in it, or a value of that entry stands.

        ``value`` is a key or a string as written; the first line that has it counts.
        """
        found: int | None = None
        inside = False
        for number, line in enumerate(self.text.splitlines(), 1):
            header = _HEADER.match(line)
            if header:
                if inside and found is not None and entry is not None:
                    break
                inside = header["table"] == table and (
                    entry is None or header["id"] in (entry, None)
                )
                if inside and found is None and (entry is None or header["id"] == entry):
                    found = number
            elif inside and entry is not None and found is None and _sets(line, entry):
                # The entry is a key of its table: systems, or a side effect as an inline table.
                found = number
            if inside and value is not None and found is not None and _holds(line, value):
                return Place(self.path, number)
        return Place(self.path, found)

    def top_level(self, key: str) -> Place:
        """Where a key or table outside the known tables stands."""
        pattern = re.compile(rf"""\s*\[*\s*["']?{re.escape(key)}["']?\s*[\].=]""")
        for number, line in enumerate(self.text.splitlines(), 1):
            if pattern.match(line):
                return Place(self.path, number)
        return Place(self.path, None)


def _sets(line: str, key: str) -> bool:
    return re.match(rf"""\s*["']?{re.escape(key)}["']?\s*[.=]""", line) is not None


def _holds(line: str, value: str) -> bool:
    return (
        f'"{value}"' in line
        or f"'{value}'" in line
        or _sets(line, value)
        or re.search(rf"[{{,]\s*{re.escape(value)}\s*=", line) is not None
    )


class Entries:
    """Side effects and body systems as the files add up, with where each thing was said."""

    def __init__(self) -> None:
        """Start with nothing."""
        self.systems: dict[str, BodySystem] = {}
        self.effects: dict[str, SideEffect] = {}
        self._sources: dict[str, list[Source]] = {}
        self._removed: dict[str, str | None] = {}

    @classmethod
    def read(cls, paths: Iterable[Path]) -> Entries:
        """Read files, later ones over earlier ones.

        Raises :class:`VocabularyError` for a file that cannot be read and for anything in it that
        is unknown, of the wrong type, empty, or refers to nothing.
        """
        entries = cls()
        for path in paths:
            entries.add(Source(path))
        return entries

    def place(self, effect: str, value: str | None = None) -> Place:
        """Where a side effect, or a value of it, was last said."""
        sources = self._sources[effect]
        for source in reversed(sources):
            if value is not None:
                header = source.place("effects", effect)
                exact = source.place("effects", effect, value)
                if exact != header or len(sources) == 1:
                    return exact
        return sources[-1].place("effects", effect)

    def add(self, source: Source) -> None:
        """Put one file over what is there."""
        for key in source.data:
            if key not in ("systems", "effects"):
                raise source.top_level(key).error(
                    f"unknown key {key!r}; the tables are [systems] and [effects.<id>]"
                )
        systems = source.data.get("systems", {})
        effects = source.data.get("effects", {})
        for table, content in (("systems", systems), ("effects", effects)):
            if not isinstance(content, dict):
                raise source.top_level(table).error(f"{table!r} must be a table")
        for identifier, title in systems.items():
            self._add_system(source, identifier, title)
        for identifier, fields in effects.items():
            self._add_effect(source, identifier, fields)
        self._settle(source)

    def _add_system(self, source: Source, identifier: str, title: object) -> None:
        if not _ID.fullmatch(identifier):
            reason = f"bad id {identifier!r}: lower-case letters, digits and hyphens only"
        elif not isinstance(title, str) or not title.strip():
            reason = f"the title of body system {identifier!r} must be a text that is not empty"
        else:
            self.systems[identifier] = BodySystem(identifier, title)
            return
        raise source.place("systems", identifier).error(reason)

    def _add_effect(self, source: Source, identifier: str, fields: object) -> None:
        _check_fields(source, identifier, fields)
        assert isinstance(fields, dict)
        old = self.effects.get(identifier)
        if "remove" in fields:
            if old is None:
                raise source.place("effects", identifier).error(
                    f"{identifier!r} cannot be removed: there is no such side effect"
                )
            del self.effects[identifier]
            self._removed[identifier] = old.broader
            return
        if old is None:
            for key in ("name", "system"):
                if key not in fields:
                    known = "; 'extend' and replacing need an id that is there" if fields else ""
                    raise source.place("effects", identifier).error(
                        f"new side effect {identifier!r} needs {key!r}{known}"
                    )
            old = SideEffect(identifier, "", None, (), "")
        self._removed.pop(identifier, None)
        self._sources.setdefault(identifier, []).append(source)
        synonyms = fields.get("synonyms", old.synonyms)
        self.effects[identifier] = SideEffect(
            identifier,
            fields.get("name", old.name),
            fields.get("clinical", old.clinical_name),
            tuple(dict.fromkeys((*synonyms, *fields.get("extend", ())))),
            fields.get("system", old.system),
            fields.get("broader", old.broader),
        )

    def _settle(self, source: Source) -> None:
        """Check what side effects refer to, once a whole file is in."""
        for effect in list(self.effects.values()):
            if effect.system not in self.systems:
                raise self.place(effect.id, effect.system).error(
                    f"unknown body system {effect.system!r} of {effect.id!r}"
                )
            broader = effect.broader
            while broader in self._removed:
                broader = self._removed[broader]
            if broader is not None and broader not in self.effects:
                raise self.place(effect.id, effect.broader).error(
                    f"unknown broader side effect {effect.broader!r} of {effect.id!r}"
                )
            if broader != effect.broader:
                self.effects[effect.id] = SideEffect(
                    effect.id,
                    effect.name,
                    effect.clinical_name,
                    effect.synonyms,
                    effect.system,
                    broader,
                )
        self._removed.clear()
        for effect in self.effects.values():
            chain = [effect.id]
            while (wider := self.effects[chain[-1]].broader) is not None:
                if wider in chain:
                    circle = " < ".join([*chain[chain.index(wider) :], wider])
                    at = self.place(wider, self.effects[wider].broader)
                    raise at.error(f"side effects are broader than each other: {circle}")
                chain.append(wider)


def _check_fields(source: Source, identifier: str, fields: object) -> None:
    fault: tuple[str | None, str] | None = None
    if not _ID.fullmatch(identifier):
        fault = None, f"bad id {identifier!r}: lower-case letters, digits and hyphens only"
    elif not isinstance(fields, dict):
        fault = None, f"side effect {identifier!r} must be a table"
    else:
        for key, value in fields.items():
            if reason := _field_fault(key, value, len(fields)):
                fault = key, f"{reason} (side effect {identifier!r})"
                break
    if fault:
        raise source.place("effects", identifier, fault[0]).error(fault[1])


def _field_fault(key: str, value: object, fields: int) -> str | None:
    if key not in _KEYS:
        return f"unknown key {key!r}; known are {', '.join(sorted(_KEYS))}"
    if key == "remove":
        return None if value is True and fields == 1 else "'remove = true' must stand alone"
    if key in _TEXT_KEYS:
        if isinstance(value, str) and value.strip():
            return None
        return f"{key!r} must be a text that is not empty"
    if isinstance(value, list) and all(isinstance(v, str) and v.strip() for v in value):
        return None
    return f"{key!r} must be a list of texts that are not empty"
