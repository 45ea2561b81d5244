"""Make a formulary of a folder of drug pages, or of a Jekyll, MkDocs, Hugo or Astro site.

The drug pages below SOURCE are copied byte for byte to DIR/drugs, in the folders they are in; a
conf.py and an index page are written if DIR has none. Then it is reported what was understood of
the pages, and what needs a look. SOURCE is never changed.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from sphinx_drugmono.commands import console

if TYPE_CHECKING:
    import argparse
    from pathlib import Path

    from sphinx_drugmono.commands.survey import Survey


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the arguments of the command."""
    parser.add_argument("source", metavar="SOURCE", help="a folder of pages, or a site's folder")
    parser.add_argument("folder", metavar="DIR", help="the folder of the formulary")
    parser.add_argument(
        "--report", choices=("text", "json"), default="text", help="the form of the report"
    )
    parser.add_argument("--dry-run", action="store_true", help="report, and write nothing")
    parser.add_argument(
        "--overwrite", action="store_true", help="replace pages that are there with other content"
    )
    parser.add_argument("--title", help="the title of the formulary (default: from the folder)")
    parser.add_argument("--author", help="who publishes it (default: the title)")
    parser.add_argument(
        "--side-effects",
        action="append",
        default=[],
        metavar="TOML",
        help="a vocabulary of your own on top of the shipped one; may be repeated",
    )


def run(arguments: argparse.Namespace) -> int:
    """Find the pages, copy them, report."""
    import json
    from pathlib import Path

    from sphinx_drugmono.commands.pages import load_vocabulary
    from sphinx_drugmono.commands.project import PAGES_FOLDER
    from sphinx_drugmono.commands.survey import survey

    source, folder = Path(arguments.source), Path(arguments.folder)
    if not source.is_dir():
        raise console.UsageError(f"{source}: no such folder")
    found = survey(source, load_vocabulary(arguments.side_effects), skip=folder)
    if not found.pages:
        raise console.UsageError(f"{source}: no drug pages were found")
    target = folder / PAGES_FOLDER
    if not arguments.dry_run:
        notes = _write(found, target, arguments)
    else:
        notes = ["nothing was written (--dry-run)"]
    report = found.report(target)
    if arguments.report == "json":
        console.write(json.dumps(report, ensure_ascii=False, indent=2))
        for note in notes:
            console.complain(note)
    else:
        for line in found.lines(report):
            console.write(line)
        console.write("")
        for note in notes:
            console.write(note)
    return console.FAULTS if found.unreadable else console.OK


def _write(found: Survey, target: Path, arguments: argparse.Namespace) -> list[str]:
    """Write pages and project; returns what to tell the user."""
    from pathlib import Path

    from sphinx_drugmono.commands.scaffold import build_command, project_files, write_new

    folder = Path(arguments.folder)
    new: dict[str, bytes] = {}
    for page in found.pages:
        path = target / page.target
        content = page.path.read_bytes()
        if not path.exists():
            new[page.target] = content
        elif path.read_bytes() != content:
            if not arguments.overwrite:
                raise console.UsageError(
                    f"{path} is there with other content; nothing was written "
                    "(--overwrite replaces such pages)"
                )
            path.unlink()
            new[page.target] = content
    write_new(target, new)
    same = len(found.pages) - len(new)
    notes = [f"copied {len(new)} pages to {target}; {same} were there already"]
    files = project_files(folder, arguments.title, arguments.author)
    if (folder / "conf.py").exists():
        notes.append(
            f"{folder / 'conf.py'} is left as it is; it needs these lines:\n"
            f'    extensions = [..., "sphinx_drugmono"]\n    drugmono_pages = ["{target.name}/**"]'
        )
    else:
        write_new(folder, {"conf.py": files["conf.py"].encode()})
        notes.append(f"wrote {folder / 'conf.py'}")
        if not (folder / "index.md").exists() and not (folder / "index.rst").exists():
            write_new(folder, {"index.md": files["index.md"].encode()})
            notes.append(f"wrote {folder / 'index.md'}")
    notes += [f"Build it: {build_command(folder)}", f"All findings: drugmono check {target}"]
    return notes
