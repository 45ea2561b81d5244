"""Start a formulary in a folder.

Writes a conf.py with comments, two monographs and an index page, and prints the command that
builds them. Nothing that is there already is overwritten.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from sphinx_drugmono.commands import console

if TYPE_CHECKING:
    import argparse


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the arguments of the command."""
    parser.add_argument("folder", metavar="DIR", help="the folder of the project; made if missing")
    parser.add_argument("--title", help="the title of the formulary (default: from the folder)")
    parser.add_argument("--author", help="who publishes it (default: the title)")


def run(arguments: argparse.Namespace) -> int:
    """Write the project."""
    from pathlib import Path

    from sphinx_drugmono.commands.project import PAGES_FOLDER
    from sphinx_drugmono.commands.scaffold import (
        TEMPLATES,
        build_command,
        project_files,
        write_new,
    )

    folder = Path(arguments.folder)
    files = {
        name: text.encode()
        for name, text in project_files(folder, arguments.title, arguments.author).items()
    }
    for page in sorted((TEMPLATES / PAGES_FOLDER).glob("*.md")):
        files[f"{PAGES_FOLDER}/{page.name}"] = page.read_bytes()
    write_new(folder, files)
    for name in files:
        console.write(f"wrote {folder / name}")
    console.write(f"\nBuild it:        {build_command(folder)}")
    console.write(f"Then open:       {folder / '_build' / 'html' / 'index.html'}")
    console.write(f"Check the pages: drugmono check {folder / PAGES_FOLDER}")
    return console.OK
