"""Parts of the reference that are made from the code they describe, so they cannot go stale.

A page has a line ``% generated: NAME``; the Markdown that the function of that name returns takes
its place when Sphinx reads the page.
"""

from __future__ import annotations

import argparse
import inspect
import json
import re
import tomllib
from dataclasses import fields
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Any

import sphinx_drugmono
from sphinx_drugmono.cli import build_parser
from sphinx_drugmono.extension.config import DrugmonoConfig, options
from sphinx_drugmono.extension.warnings import Subtype
from sphinx_drugmono.monograph.export import schema_text
from sphinx_drugmono.monograph.lint import FIXES, RULES
from sphinx_drugmono.monograph.model import Kind

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from sphinx.application import Sphinx

_MARK = re.compile(r"^% generated: ([a-z-]+)$", re.MULTILINE)
_PACKAGE = Path(sphinx_drugmono.__file__).parent

_TYPES = {
    "tuple[str, ...]": "a list of texts",
    "tuple[Kind, ...]": "a list of kinds of sections",
    "dict[str, str]": "a table of texts by name",
    "dict[Kind, str]": "a table of texts by kind of section",
    "dict[Kind, tuple[str, ...]]": "a table of lists of texts by kind of section",
    "str | None": "text or `None`",
    "str": "text",
    "int": "a whole number from 1 on",
    "bool": "`True` or `False`",
    "bool | str": "`True`, `False` or `'pagefind'`",
    "Volumes": "`None`, `'letter'`, a list of ranges of letters, or a table of them by title",
}
_REBUILDS = {
    "env": "A change of it makes Sphinx read all pages again.",
    "html": "A change of it makes Sphinx write all pages of HTML again.",
    "": "A change of it takes effect with the next build.",
}


def configuration() -> Iterator[str]:
    """Every configuration value."""
    types = {f"drugmono_{entry.name}": str(entry.type) for entry in fields(DrugmonoConfig)}
    for name, default, rebuild, text in options():
        yield f"````{{confval}} {name}\n:type: {_TYPES[types[name]]}\n:default: `{default!r}`\n"
        yield f"{text}\n\n{_REBUILDS[rebuild]}\n````\n"


def warnings() -> Iterator[str]:
    """Every subtype of warning."""
    for subtype in Subtype:
        yield f"(warning-{subtype})=\n## `drugmono.{subtype}`\n"
        yield f"{subtype.meaning}\n"


def fixes() -> Iterator[str]:
    """Everything that can be mended."""
    yield "| fix | what it does |\n|---|---|"
    for fix in FIXES.values():
        yield f"| `{fix.code}` | {fix.summary} |"
    yield ""


def rules() -> Iterator[str]:
    """Every rule of the linter."""
    for rule in RULES.values():
        yield f"(rule-{rule.code})=\n## `{rule.code}`\n"
        yield f"{rule.summary} ({rule.level}).\n\n{rule.explanation}\n"
        for title, example in (("Reported", rule.bad), ("Not reported", rule.good)):
            if example:
                yield f"{title}:\n\n~~~~md\n{example.rstrip()}\n~~~~\n"


def commands() -> Iterator[str]:
    """Every subcommand with its arguments."""
    for name, parser in _subparsers(build_parser()).items():
        yield f"(command-{name})=\n## `drugmono {name}`\n"
        yield from _command(parser)
        for action, subparser in _subparsers(parser).items():
            yield f"### `drugmono {name} {action}`\n"
            yield from _command(subparser)


def _subparsers(parser: argparse.ArgumentParser) -> dict[str, argparse.ArgumentParser]:
    return {
        name: subparser
        for action in parser._actions
        if isinstance(action, argparse._SubParsersAction)
        for name, subparser in action.choices.items()
    }


def _command(parser: argparse.ArgumentParser) -> Iterator[str]:
    # At a fixed width, whatever the terminal of the build is.
    parser.formatter_class = lambda prog: argparse.RawDescriptionHelpFormatter(prog, width=90)
    yield f"```text\n{parser.format_usage().strip()}\n```\n"
    if parser.description:
        yield f"{inspect.cleandoc(parser.description)}\n"
    for action in parser._actions:
        if isinstance(action, (argparse._HelpAction, argparse._SubParsersAction)):
            continue
        names = ", ".join(f"`{name}`" for name in action.option_strings)
        metavar = action.metavar or ("|".join(action.choices) if action.choices else "")
        shown = f"{names} `{metavar}`" if names and metavar else names or f"`{metavar}`"
        yield f"- {shown}: {action.help}"
    yield ""


def json_keys() -> Iterator[str]:
    """The keys of an exported monograph and of the objects in it."""
    schema = json.loads(schema_text())
    yield "## A monograph\n"
    yield from _keys(schema)
    for name, title in (
        ("section", "An entry of `sections`"),
        ("sideEffect", "An entry of `side_effects`"),
        ("question", "An entry of `faqs`"),
        ("remark", "An entry of `disclaimers` and of `notes`"),
        ("diagnostic", "An entry of `diagnostics`"),
    ):
        yield f"## {title}\n"
        yield from _keys(schema["$defs"][name], schema["$defs"])


def _keys(table: dict[str, Any], definitions: dict[str, Any] | None = None) -> Iterator[str]:
    yield "| key | type | what it says |\n|---|---|---|"
    for key, entry in table["properties"].items():
        reference = entry.get("$ref", "").removeprefix("#/$defs/")
        full = {**(definitions or {}).get(reference, {}), **entry}
        yield f"| `{key}` | {_json_type(full)} | {full.get('description', '')} |"
    yield ""


def _json_type(entry: dict[str, Any]) -> str:
    if "const" in entry:
        return f"always `{entry['const']}`"
    if "enum" in entry:
        return ", ".join(f"`{json.dumps(value)}`" for value in entry["enum"])
    kind = entry["type"]
    if kind == "array":
        inside = entry["items"].get("type", "object")
        return f"list of {inside}s"
    return " or ".join(kind) if isinstance(kind, list) else kind


def sections() -> Iterator[str]:
    """The kinds of sections and the headings that open them."""
    text = (_PACKAGE / "monograph" / "section_headings.toml").read_text("utf-8")
    tables = tomllib.loads(text)
    for kind in Kind:
        table = tables.get(kind.value, {})
        if not table.get("title"):
            continue
        yield f"(kind-{kind.value})=\n## `{kind.value}`\n"
        yield f"Title: **{table['title']}**\n"
        yield "Headings: " + ", ".join(sorted(table["names"])) + ".\n"
        if questions := table.get("questions"):
            asked = ", ".join(f"{question}?" for question in sorted(questions))
            yield f"Questions: {asked.replace('{drug}', '…')}\n"


_GENERATORS: dict[str, tuple[Callable[[], Iterator[str]], tuple[str, ...]]] = {
    "configuration": (configuration, ("extension.config",)),
    "warnings": (warnings, ("extension.warnings",)),
    "rules": (
        rules,
        tuple(
            f"monograph.lint.{name}"
            for name in ("doses", "files", "fixes", "formulary", "ignores", "structure", "wording")
        ),
    ),
    "fixes": (fixes, ("monograph.lint.fixes",)),
    "commands": (commands, ("cli",)),
    "json-keys": (json_keys, ("monograph.export",)),
    "sections": (sections, ("monograph.sections",)),
}
"""What can be generated, and the modules of the package it is made from."""


def _fill(app: Sphinx, docname: str, content: list[str]) -> None:
    """Put what is generated in the place of its mark."""

    def generated(match: re.Match[str]) -> str:
        generate, modules = _GENERATORS[match[1]]
        for module in modules:
            path = import_module(f"sphinx_drugmono.{module}").__file__
            app.env.note_dependency(str(path), docname=docname)
        return "\n".join(generate())

    content[0] = _MARK.sub(generated, content[0])


def setup(app: Sphinx) -> dict[str, bool]:
    """Fill the pages in as they are read."""
    app.connect("source-read", _fill)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
