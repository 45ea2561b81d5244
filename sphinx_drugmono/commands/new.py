"""Write a new monograph from a template with the standard sections.

The page goes to the folder of monographs of the project (`drugmono_pages` in conf.py), and is
written as the other pages there are: with headings, or with bold labels.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from sphinx_drugmono.commands import console

if TYPE_CHECKING:
    import argparse
    from pathlib import Path

_SAMPLE = 40
"""Pages looked at to learn how a project writes its sections."""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the arguments of the command."""
    parser.add_argument("name", metavar="NAME", help='the drug: "Drug A", or "Drug A + Drug B"')
    parser.add_argument("--folder", metavar="DIR", help="where to write (default: see above)")
    parser.add_argument(
        "--dialect",
        choices=("headings", "labels"),
        help="how sections begin (default: as in the other pages)",
    )


def run(arguments: argparse.Namespace) -> int:
    """Write the page and say where it is."""
    from pathlib import Path

    from sphinx_drugmono.commands.project import find_project
    from sphinx_drugmono.commands.scaffold import write_new
    from sphinx_drugmono.monograph.names import make_id

    name = " ".join(arguments.name.split())
    if not any(character.isalnum() for character in name):
        raise console.UsageError("new: the name has no letter")
    if arguments.folder is not None:
        folder = Path(arguments.folder)
    else:
        project = find_project(Path.cwd())
        folder = Path.cwd() if project is None else project.pages_folder
        if folder.is_relative_to(Path.cwd()):
            folder = folder.relative_to(Path.cwd())
    pages = sorted(folder.rglob("*.md"))[:_SAMPLE] if folder.is_dir() else []
    style = arguments.dialect or _dialect(pages)
    file_name = f"{make_id(name)[:100].rstrip('-')}.md"
    if pages and all(_in_letter_folder(page, folder) for page in pages):
        file_name = f"{file_name[0]}/{file_name}"
    write_new(folder, {file_name: page_text(name, style).encode()})
    console.write(f"wrote {folder / file_name}")
    console.write(f"Replace each TODO, then: drugmono check {folder / file_name}")
    return console.OK


def page_text(name: str, dialect: str = "headings") -> str:
    """A page for a drug with the standard sections, to be filled in.

    What is to be written is marked TODO, which ``drugmono check`` reports as an error.
    """
    import re

    import yaml

    from sphinx_drugmono.monograph.model import Kind
    from sphinx_drugmono.monograph.sections import titles

    todo = {
        Kind.USAGE: "TODO: what the drug is used for.",
        Kind.DOSAGE: "TODO: how much, how often, how long, and for whom.",
        Kind.SIDE_EFFECTS: "TODO: the common ones, then the serious ones, as lists.",
        Kind.MECHANISM: "TODO: what the drug does in the body.",
        Kind.PRECAUTIONS: "TODO: who must not take it, and what to watch for.",
        Kind.FAQS: "TODO: questions in bold, each with its answer behind it.",
    }
    title = re.sub(r"([\\`*_<\[\]])", r"\\\1", name)
    bodies = {Kind.GENERIC_NAME: title, **todo}
    front_matter = yaml.safe_dump({"title": name}, allow_unicode=True, width=1_000)
    parts = [f"---\n{front_matter}---", f"# {title}"]
    for kind, body in bodies.items():
        heading = titles()[kind]
        parts.append(
            f"**{heading}:** {body}" if dialect == "labels" else f"### {heading}\n\n{body}"
        )
    return "\n\n".join(parts) + "\n"


def _dialect(pages: list[Path]) -> str:
    """How most of the pages begin their sections; headings if there are none."""
    import re

    heading = re.compile(r"^#{2,6} ", re.MULTILINE)
    label = re.compile(r"^\*\*[A-Z][\w ]*:\*\*", re.MULTILINE)
    labels = 0
    for page in pages:
        text = page.read_text(encoding="utf-8", errors="replace")
        labels += not heading.search(text) and bool(label.search(text))
    return "labels" if labels * 2 > len(pages) else "headings"


def _in_letter_folder(page: Path, folder: Path) -> bool:
    parts = page.relative_to(folder).parts
    return len(parts) == 2 and parts[0].casefold() == parts[1][:1].casefold()
