"""The JSON a formulary exports, and how another one reads it.

It holds what the domain knows of each monograph, with addresses in place of names of documents, so
that a project can list the drugs of several formularies. Fields that are empty are left out, and
what a side effect is called stands once for all monographs.
"""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any

from sphinx_drugmono.extension.records import MonographEntry, ReactionEntry
from sphinx_drugmono.monograph.model import Frequency

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping

SCHEMA = 1
"""Version of the format; raise it with every change an older reader would misunderstand."""

EXPORT_NAME = "drugmono.json"
"""What the export is called beside the pages it is about."""

BASE_URL = re.compile(r"https?://[^\s/?#]+(?:/[^\s?#]*)?|\.\./[^\s:?#]*")
"""Addresses a formulary can be published at: of the web, or relative to the one that lists it."""

_NAMES = ("name", "clinical_name", "aliases", "known")
_SAFE_ID = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
# Nothing that leads out of the site, or is another address than it seems.
_PAGE = re.compile(r"(?!/)(?:(?!\.\.?(?:/|$))[\w%.~!$&'()*+,;=@-]+(?:/|$))*")


class ExportError(ValueError):
    """An export cannot be used; the message says why."""


def is_foreign(docname: str) -> bool:
    """Whether a name of a document is the address of a page of another formulary."""
    return "://" in docname or docname.startswith("../")


def page_order(docname: str) -> str:
    """What of a name of a document counts for its place among others.

    For the address of a page it is what the page is called in the project it comes from, so that
    monographs of one name stand in one order wherever they are listed.
    """
    return docname.removesuffix("/").removesuffix(".html") if is_foreign(docname) else docname


def export_text(
    entries: Iterable[MonographEntry], address: Callable[[str], str], project: str, base_url: str
) -> str:
    """The monographs as JSON, each on a line of its own.

    ``address`` gives the address of a document relative to ``base_url``, where the pages are
    published (empty if that is not known).
    """
    effects: dict[str, dict[str, Any]] = {}
    monographs = [_monograph(entry, address, effects) for entry in entries]
    head = {"schema": SCHEMA, "project": project, "base_url": base_url}
    return (
        f"{_json(head)[:-1]},\n"
        f'"effects":{{\n{_lines(f"{_json(key)}:{_json(effects[key])}" for key in sorted(effects))}'
        f'}},\n"monographs":[\n{_lines(map(_json, monographs))}]}}\n'
    )


def _json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def _lines(lines: Iterable[str]) -> str:
    return "".join(f"{line},\n" for line in lines)[:-2] + "\n"


def _monograph(
    entry: MonographEntry, address: Callable[[str], str], effects: dict[str, dict[str, Any]]
) -> dict[str, Any]:
    fields = {
        "name": entry.name,
        "page": address(entry.docname),
        "id": entry.node_id,
        "line": entry.line,
        "generic_name": entry.generic_name,
        "alternate_names": entry.alternate_names,
        "components": entry.components,
        "summary": entry.summary,
        "side_effects": [_reaction(reaction, effects) for reaction in entry.reactions],
    }
    return {name: value for name, value in fields.items() if value}


def _reaction(reaction: ReactionEntry, effects: dict[str, dict[str, Any]]) -> dict[str, Any]:
    names = {name: value for name, value in zip(_NAMES, _names_of(reaction), strict=True) if value}
    known = effects.setdefault(reaction.effect, names)
    fields = {
        "effect": reaction.effect,
        "names": None if names == known else names,
        "text": reaction.text,
        "frequency": "" if reaction.frequency is Frequency.UNKNOWN else reaction.frequency.value,
        "frequency_text": reaction.frequency_text,
        "band": reaction.band.value if reaction.band else None,
        "serious": reaction.serious,
        "component": reaction.component,
        "sentence": reaction.sentence,
        "id": reaction.node_id,
    }
    return {name: value for name, value in fields.items() if value}


def _names_of(reaction: ReactionEntry) -> tuple[Any, ...]:
    return reaction.name, reaction.clinical_name, reaction.aliases, reaction.known


def read_export(text: str) -> dict[str, Any]:
    """Read the JSON of an export as far as the head; raises :class:`ExportError`."""
    try:
        data = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise ExportError(f"not JSON: {error}") from error
    if not isinstance(data, dict) or "monographs" not in data or "schema" not in data:
        raise ExportError("not an export of a formulary")
    if data["schema"] != SCHEMA:
        raise ExportError(f"has version {data['schema']!r} of the format; {SCHEMA} is read here")
    return data


def export_entries(data: Mapping[str, Any], base_url: str) -> Iterator[MonographEntry]:
    """The monographs of an export, with the addresses of their pages as names of documents.

    Raises :class:`ExportError` for anything that is not as :func:`export_text` writes it.
    """
    effects = _table(data, "effects")
    for number, item in enumerate(_list(data, "monographs", dict), 1):
        try:
            yield _read_monograph(item, effects, base_url)
        except (ExportError, ValueError) as error:
            raise ExportError(f"monograph {number}: {error}") from error


def _read_monograph(
    item: Mapping[str, Any], effects: Mapping[str, Any], base_url: str
) -> MonographEntry:
    page = _text(item, "page", default="")
    if not _PAGE.fullmatch(page):
        raise ExportError(f"{page!r} is not the address of a page in the site")
    line = item.get("line", 1)
    if isinstance(line, bool) or not isinstance(line, int) or line < 1:
        raise ExportError(f"{line!r} is not a line")
    return MonographEntry(
        name=_text(item, "name"),
        docname=base_url + page,
        node_id=_identifier(item, "id"),
        line=line,
        generic_name=_text(item, "generic_name", default="") or None,
        alternate_names=tuple(_list(item, "alternate_names", str)),
        components=tuple(_list(item, "components", str)),
        summary=_text(item, "summary", default=""),
        reactions=tuple(
            _read_reaction(reaction, effects) for reaction in _list(item, "side_effects", dict)
        ),
    )


def _read_reaction(item: Mapping[str, Any], effects: Mapping[str, Any]) -> ReactionEntry:
    effect = _identifier(item, "effect")
    names = _table(item if "names" in item else effects, "names" if "names" in item else effect)
    return ReactionEntry(
        effect=effect,
        name=_text(names, "name"),
        clinical_name=_text(names, "clinical_name", default="") or None,
        aliases=tuple(_list(names, "aliases", str)),
        text=_text(item, "text", default=""),
        frequency=Frequency(item.get("frequency", Frequency.UNKNOWN)),
        frequency_text=_text(item, "frequency_text", default="") or None,
        band=Frequency(item["band"]) if "band" in item else None,
        serious=item.get("serious") is True,
        component=_text(item, "component", default="") or None,
        sentence=_text(item, "sentence", default=""),
        node_id=_identifier(item, "id"),
        known=names.get("known") is True,
    )


def _text(item: Mapping[str, Any], name: str, default: str | None = None) -> str:
    value = item.get(name, default)
    if not isinstance(value, str) or not (value or default == ""):
        raise ExportError(f"{name!r} is not text")
    return value


def _identifier(item: Mapping[str, Any], name: str) -> str:
    value = _text(item, name)
    if not _SAFE_ID.fullmatch(value):
        raise ExportError(f"{name!r} is not an id: {value!r}")
    return value


def _table(item: Mapping[str, Any], name: str) -> Mapping[str, Any]:
    value = item.get(name)
    if not isinstance(value, dict):
        raise ExportError(f"{name!r} is not a table")
    return value


def _list(item: Mapping[str, Any], name: str, kind: type) -> list[Any]:
    value = item.get(name, [])
    if not isinstance(value, list) or not all(isinstance(entry, kind) for entry in value):
        raise ExportError(f"{name!r} is not a list of the right things")
    return value
