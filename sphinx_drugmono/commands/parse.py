"""Print monographs as JSON, in the order given.

A file that cannot be read gets one line on standard error, the rest goes on, and the exit code
is 1. The form of the output is described by `drugmono schema`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from sphinx_drugmono.commands import console

if TYPE_CHECKING:
    import argparse


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the arguments of the command."""
    parser.add_argument("files", nargs="+", metavar="FILE", help="a page; - is standard input")
    parser.add_argument(
        "--format",
        choices=("json", "jsonl"),
        default="json",
        help="an indented array (json, the default) or one object a line (jsonl)",
    )
    parser.add_argument(
        "--side-effects",
        action="append",
        default=[],
        metavar="TOML",
        help="a vocabulary of your own on top of the shipped one; may be repeated",
    )


def run(arguments: argparse.Namespace) -> int:
    """Read and print the pages one by one."""
    from textwrap import indent

    from sphinx_drugmono.commands.pages import PageReader, load_vocabulary
    from sphinx_drugmono.monograph.export import to_json
    from sphinx_drugmono.monograph.source import SourceError

    reader = PageReader(load_vocabulary(arguments.side_effects))
    as_lines = arguments.format == "jsonl"
    code = console.OK
    printed = 0
    if not as_lines:
        console.write_raw("[")
    for path in arguments.files:
        try:
            monograph = reader.read(path).monograph
        except SourceError as error:
            console.complain(f"{path}:{error.line}: error: {error.message} [{error.code}]")
            code = console.FAULTS
            continue
        if as_lines:
            console.write(to_json(monograph))
        else:
            separator = "," if printed else ""
            console.write_raw(f"{separator}\n{indent(to_json(monograph, indent=2), '  ')}")
        printed += 1
        console.flush()
    if not as_lines:
        console.write("\n]" if printed else "]")
    return code
