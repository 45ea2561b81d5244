"""A monograph as JSON (schema version 1).

The keys, their order and their meaning are what other tools are built against; they are also
written down in ``monograph.schema.json`` beside this module. Nothing about time or machine goes
in, so equal input gives equal output.
"""

from __future__ import annotations

import json
import math
from collections.abc import Mapping
from datetime import date, time
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sphinx_drugmono.monograph.model import SCHEMA_VERSION

if TYPE_CHECKING:
    from sphinx_drugmono.monograph.model import (
        AdverseReaction,
        Diagnostic,
        Monograph,
        Question,
        Remark,
        Section,
    )


def to_dict(monograph: Monograph) -> dict[str, Any]:
    """The monograph as a JSON-safe dictionary with the keys of the schema, in its order."""
    return {
        "schema": SCHEMA_VERSION,
        "source": monograph.source,
        "sha256": monograph.sha256,
        "name": monograph.name,
        "generic_name": monograph.generic_name,
        "alternate_names": list(monograph.alternate_names),
        "components": list(monograph.components),
        "sections": [_section(section) for section in monograph.sections],
        "side_effects": [_side_effect(effect) for effect in monograph.side_effects],
        "faqs": [_question(question) for question in monograph.faqs],
        "disclaimers": [_remark(remark) for remark in monograph.disclaimers],
        "notes": [_remark(remark) for remark in monograph.notes],
        "metadata": _json_safe(monograph.metadata),
        "diagnostics": [_diagnostic(diagnostic) for diagnostic in monograph.diagnostics],
    }


def to_json(monograph: Monograph, *, indent: int | None = None) -> str:
    """The monograph as JSON text, without a line break at the end.

    Without ``indent`` it is one line. Characters stand as themselves, except lone surrogates
    (from odd file names), which are escaped so that the text can be written as UTF-8.
    """
    text = json.dumps(to_dict(monograph), ensure_ascii=False, allow_nan=False, indent=indent)
    return text.encode("utf-8", "backslashreplace").decode("utf-8")


@cache
def schema_text() -> str:
    """The JSON Schema (draft 2020-12) of one exported monograph, as JSON text."""
    return Path(__file__).with_name("monograph.schema.json").read_text(encoding="utf-8")


def _section(section: Section) -> dict[str, Any]:
    return {
        "kind": section.kind.value,
        "heading": section.heading,
        "component": section.component,
        "line": section.line,
        "markdown": section.markdown,
    }


def _side_effect(effect: AdverseReaction) -> dict[str, Any]:
    return {
        "id": effect.id,
        "name": effect.name,
        "clinical_name": effect.clinical_name,
        "aliases": list(effect.aliases),
        "text": effect.text,
        "frequency": effect.frequency.value,
        "frequency_text": effect.frequency_text,
        "band": None if effect.band is None else effect.band.value,
        "serious": effect.serious,
        "component": effect.component,
        "line": effect.line,
        "sentence": effect.sentence,
    }


def _question(question: Question) -> dict[str, Any]:
    return {
        "question": question.question,
        "answer": question.answer,
        "component": question.component,
        "line": question.line,
    }


def _remark(remark: Remark) -> dict[str, Any]:
    return {"markdown": remark.markdown, "line": remark.line}


def _diagnostic(diagnostic: Diagnostic) -> dict[str, Any]:
    return {
        "code": diagnostic.code,
        "severity": diagnostic.severity.value,
        "message": diagnostic.message,
        "line": diagnostic.line,
    }


def _json_safe(value: Any) -> Any:
    """Front matter as JSON: dates in ISO form, whatever JSON has no form for as a string."""
    if value is None or isinstance(value, bool | str):
        return value
    if isinstance(value, int):  # Python refuses to print very long ones in decimal
        return value if value.bit_length() <= 1_000 else hex(value)
    if isinstance(value, float):
        return value if math.isfinite(value) else str(value)
    if isinstance(value, date | time):  # a datetime is a date
        return value.isoformat()
    if isinstance(value, bytes):
        return value.decode("utf-8", "replace")
    if isinstance(value, Mapping):
        return {str(key): _json_safe(item) for key, item in value.items()}
    if isinstance(value, set | frozenset):
        return sorted((_json_safe(item) for item in value), key=str)
    if isinstance(value, list | tuple):
        return [_json_safe(item) for item in value]
    return str(value)
