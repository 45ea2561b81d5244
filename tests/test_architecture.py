"""The rooms of the package: each imports only from the rooms below it, and the core is pure."""

from __future__ import annotations

import ast
import subprocess
import sys
from graphlib import TopologicalSorter
from pathlib import Path

import pytest

import sphinx_drugmono

PACKAGE = Path(sphinx_drugmono.__file__).parent
ROOMS = ("vocabulary", "monograph", "extension", "commands", "formulary")
BELOW = {
    "vocabulary": set(),
    "monograph": {"vocabulary"},
    "extension": {"vocabulary", "monograph"},
    # Commands that make or join Sphinx projects load what they need of it when they run.
    "commands": {"vocabulary", "monograph", "extension"},
    "formulary": {"vocabulary", "monograph", "commands", "extension"},
}
MODULES = {
    ".".join(path.relative_to(PACKAGE.parent).with_suffix("").parts).removesuffix(
        ".__init__"
    ): path
    for path in sorted(PACKAGE.rglob("*.py"))
}


def imports(path: Path, *, for_types: bool) -> set[str]:
    """The modules a file imports; those for type checkers only where asked for."""
    found: set[str] = set()

    def visit(node: ast.AST) -> None:
        if (
            isinstance(node, ast.If)
            and "TYPE_CHECKING" in ast.unparse(node.test)
            and not for_types
        ):
            return
        if isinstance(node, ast.Import):
            found.update(alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            found.add(node.module)
            found.update(f"{node.module}.{alias.name}" for alias in node.names)
        for child in ast.iter_child_nodes(node):
            visit(child)

    visit(ast.parse(path.read_text("utf-8")))
    return found


def room(module: str) -> str | None:
    parts = module.split(".")
    return parts[1] if len(parts) > 1 and parts[1] in ROOMS else None


@pytest.mark.parametrize("module", [name for name in MODULES if room(name)])
def test_rooms_import_only_from_rooms_below(module: str) -> None:
    """A room knows the rooms below it and none above, not even for types."""
    own = room(module)
    assert own is not None
    others = {room(name) for name in imports(MODULES[module], for_types=True)} - {own, None}
    assert others <= BELOW[own]


def test_no_two_modules_import_each_other() -> None:
    """Imports form no circle."""
    graph = {
        module: {
            name
            for name in imports(path, for_types=False)
            if name in MODULES and name != module and not module.startswith(f"{name}.")
        }
        for module, path in MODULES.items()
    }
    assert len(list(TopologicalSorter(graph).static_order())) == len(MODULES)


@pytest.mark.parametrize("part", ["monograph.reader", "vocabulary", "monograph.export", "cli"])
def test_the_core_runs_without_sphinx_and_docutils(part: str) -> None:
    """Reading a page, the model, the vocabulary, JSON and commands need neither of them."""
    code = (
        "import sys\n"
        "class Wall:\n"
        "    def find_spec(self, name, path=None, target=None):\n"
        "        if name.split('.')[0] in ('sphinx', 'docutils', 'myst_parser'):\n"
        "            raise ImportError(name)\n"
        "sys.meta_path.insert(0, Wall())\n"
        f"import sphinx_drugmono.{part}\n"
        "from sphinx_drugmono.monograph.export import to_json\n"
        "from sphinx_drugmono import read_monograph\n"
        "print(to_json(read_monograph('# Aspirin\\n\\n### Side Effects\\n\\n* Nausea\\n')))\n"
    )
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert run.returncode == 0, run.stderr
    assert '"nausea"' in run.stdout
