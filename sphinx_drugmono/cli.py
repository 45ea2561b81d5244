"""The ``drugmono`` command. It needs no Sphinx project and does not import Sphinx."""

from __future__ import annotations

import argparse
import os
import sys
from importlib import import_module
from typing import TYPE_CHECKING

from sphinx_drugmono import __version__
from sphinx_drugmono.commands import console

if TYPE_CHECKING:
    from collections.abc import Sequence

COMMANDS = {
    "parse": ("parse", "print monographs as JSON"),
    "check": ("check", "look for mistakes in monographs"),
    "vocabulary": ("vocabulary", "look things up in the vocabulary of side effects"),
    "preview": ("preview", "show one page in the browser while you write it"),
    "new": ("new", "write a new monograph from a template"),
    "init": ("init", "start a formulary"),
    "import": ("importing", "make a formulary of an existing folder or site of drug pages"),
    "merge": ("merge", "make one formulary of the exports of several"),
    "schema": ("schema", "print the JSON Schema of what parse prints"),
}
"""Name of each subcommand: its module in :mod:`sphinx_drugmono.commands`, and what it does."""


def build_parser() -> argparse.ArgumentParser:
    """The parser of the command line with all its subcommands (also used to document it)."""
    parser = argparse.ArgumentParser(
        prog="drugmono",
        description="Read, check and publish drug monographs written in Markdown.",
        epilog="Exit code: 0 all well, 1 errors in pages, 2 could not run.",
    )
    parser.add_argument("--version", action="version", version=f"drugmono {__version__}")
    subparsers = parser.add_subparsers(title="commands", metavar="COMMAND", required=True)
    for name, (module_name, summary) in COMMANDS.items():
        module = import_module(f"sphinx_drugmono.commands.{module_name}")
        subparser = subparsers.add_parser(
            name,
            help=summary,
            description=module.__doc__,
            formatter_class=argparse.RawDescriptionHelpFormatter,
        )
        module.add_arguments(subparser)
        subparser.set_defaults(run=module.run)
    return parser


def main(argv: Sequence[str] | None = None) -> int:
    """Run the command line; ``argv`` without the program's name. Returns the exit code."""
    arguments = build_parser().parse_args(argv)
    try:
        code: int = arguments.run(arguments)
        console.flush()
    except console.UsageError as error:
        console.complain(f"drugmono: {error}")
        return console.FAILED
    except BrokenPipeError:
        # The reader (head, less) has gone; Python must not fail again when it closes the stream.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return console.OK
    except KeyboardInterrupt:
        console.complain("drugmono: interrupted")
        return 130
    return code
