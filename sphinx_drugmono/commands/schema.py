"""Print the JSON Schema (draft 2020-12) of one monograph as ``drugmono parse`` prints it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sphinx_drugmono.commands import console

if TYPE_CHECKING:
    import argparse


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The command takes no arguments."""


def run(arguments: argparse.Namespace) -> int:
    """Print the schema."""
    from sphinx_drugmono.monograph.export import schema_text

    console.write(schema_text().rstrip())
    return console.OK
