"""What ``init``, ``import`` and ``new`` share: the files of a project, what conf.py says."""

from __future__ import annotations

import ast
import shlex
from importlib.util import find_spec
from pathlib import Path
from string import Template

from sphinx_drugmono.commands.console import UsageError

TEMPLATES = Path(__file__).with_name("templates")
PAGES_FOLDER = "drugs"


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


def find_project(start: Path) -> Path | None:
    """The folder of the nearest ``conf.py``, in ``start`` or above it."""
    start = start.resolve()
    return next((f for f in (start, *start.parents) if (f / "conf.py").is_file()), None)


def pages_folder(project: Path) -> Path:
    """The folder of the monographs of a project, told by ``drugmono_pages`` in its ``conf.py``.

    The file is read, not run; a value that is not written out there counts as ``drugs/**``.
    """
    for pattern in _literal(project / "conf.py", "drugmono_pages"):
        fixed = pattern.split("*", 1)[0].rpartition("/")[0]
        if fixed and ".." not in fixed.split("/"):
            return project / fixed
    return project / PAGES_FOLDER


def _literal(path: Path, name: str) -> list[str]:
    try:
        tree = ast.parse(path.read_bytes())
    except (OSError, SyntaxError, ValueError):
        return []
    for node in tree.body:
        if isinstance(node, ast.Assign) and any(
            isinstance(target, ast.Name) and target.id == name for target in node.targets
        ):
            try:
                value = ast.literal_eval(node.value)
            except ValueError:
                return []
            return [
                v for v in ([value] if isinstance(value, str) else value) if isinstance(v, str)
            ]
    return []
