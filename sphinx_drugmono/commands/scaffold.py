"""Writing a project's files: what ``init``, ``import`` and ``new`` share."""

from __future__ import annotations

import shlex
from importlib.util import find_spec
from pathlib import Path
from string import Template

from sphinx_drugmono.commands.console import UsageError

TEMPLATES = Path(__file__).with_name("templates")


def project_files(folder: Path, title: str | None, author: str | None) -> dict[str, str]:
    """The ``conf.py`` and the index page of a new project, by path inside it."""
    title = title or _title_of(folder)
    values = {
        "title": repr(title),
        "author": repr(author or title),
        "theme": repr("furo" if find_spec("furo") else "alabaster"),
        "heading": " ".join(title.split()),
    }
    return {
        name: Template((TEMPLATES / f"{name}.in").read_text(encoding="utf-8")).substitute(values)
        for name in ("conf.py", "index.md")
    }


def _title_of(folder: Path) -> str:
    words = folder.resolve().name.replace("-", " ").replace("_", " ").split()
    title = " ".join(word[:1].upper() + word[1:] for word in words)
    return title or "Formulary"


def write_new(folder: Path, files: dict[str, bytes]) -> None:
    """Write files into a folder; :class:`UsageError`, and nothing written, if one is there."""
    if folder.exists() and not folder.is_dir():
        raise UsageError(f"{folder} is a file")
    for name in files:
        if (folder / name).exists():
            raise UsageError(f"{folder / name} is there already; nothing was written")
    try:
        for name, content in files.items():
            path = folder / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content)
    except OSError as error:
        raise UsageError(f"cannot write: {error}") from error


def build_command(folder: Path) -> str:
    """The command that builds the project."""
    return shlex.join(["sphinx-build", str(folder), str(folder / "_build" / "html")])
