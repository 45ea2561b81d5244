"""Following a page of the documentation as a reader would: its code blocks, in a fresh folder.

A page is followed from top to bottom. A block with a caption is the file of that name (``conf.py``
grows with each), a ``console`` or ``sh`` block is run, and what a console block shows must be what
the command prints, where ``...`` stands for anything. Python blocks are run as one script. Blocks
of Markdown and reStructuredText without a caption become pages of the project. At the end the
project must build without a warning.
"""

from __future__ import annotations

import doctest
import os
import re
import shutil
import subprocess
import sys
from dataclasses import dataclass, field
from pathlib import Path

import yaml
from markdown_it import MarkdownIt

ROOT = Path(__file__).parents[2]

NOT_RUN = {
    r"python3 -m venv \.venv && ": "the checks of the project run these lines of the README",
    r"apt-get install ": "changes the machine",
    r"pip install ": "installs packages; the tutorial's are installed by a test of its own",
    r"python3 -m venv \.venv$": "installs packages; see above",
    r"\. \.venv/bin/activate": "installs packages; see above",
    r"sphinx-intl ": "a program of its own, which the tests do not need otherwise",
    r"sphinx-autobuild ": "does not end by itself",
    r"drugmono preview ": "does not end by itself; has tests of its own",
    r"drugmono merge ": "needs formularies that are built apart; tests/scale has them",
    r"sphinx-build (?:all|shards)\b": "see above",
    r"parallel ": "a program of its own, which the tests do not need otherwise",
    r"python tests/benchmark/build\.py": "the checks of the project run it",
    r"python docs/figures/": "needs thousands of pages",
}
"""Commands that are not run, and why."""

_OPTION = re.compile(r":([\w-]+):[ \t]*(.*)\n")
_CODE_BLOCK = re.compile(r"\{code-block\}\s+(\S+)")


@dataclass(frozen=True)
class Snippet:
    """One block of code in a page."""

    language: str
    caption: str | None
    code: str
    line: int


def snippets(path: Path) -> list[Snippet]:
    """The blocks of code of a page that have a language, in order."""
    found = []
    for token in MarkdownIt("commonmark").parse(path.read_text("utf-8")):
        if token.type != "fence" or not token.info.strip():
            continue
        directive = _CODE_BLOCK.match(token.info)
        language = directive[1] if directive else token.info.strip()
        caption, code = None, token.content
        while directive and (option := _OPTION.match(code)):
            caption = option[2].strip() if option[1] == "caption" else caption
            code = code[option.end() :]
        if not directive and code.startswith("# conf.py\n"):  # a page that GitHub shows
            caption = "conf.py"
        if not language.startswith("{"):
            found.append(Snippet(language, caption, code.lstrip("\n"), token.map[0] + 1))
    return found


def commands(snippet: Snippet) -> list[tuple[str, str | None]]:
    """The commands of a block, each with the output it shows, if any."""
    if snippet.language == "sh":
        lines = (line.partition("  #")[0].strip() for line in snippet.code.splitlines())
        return [(line, None) for line in lines if line]
    found: list[tuple[str, str | None]] = []
    for line in snippet.code.splitlines():
        if line.startswith("$ "):
            found.append((line[2:], None))
        else:
            command, shown = found.pop()
            found.append((command, f"{shown or ''}{line}\n"))
    return found


def not_run(command: str) -> str | None:
    """The pattern of a command that is not run."""
    return next((pattern for pattern in NOT_RUN if re.match(pattern, command)), None)


@dataclass
class Walk:
    """A reader on the way: where they are, and what they see."""

    folder: Path
    tools: Path = field(default_factory=lambda: Path(sys.executable).parent)
    run_all: bool = False
    """Also run the commands that install packages."""
    script: str = ""
    fragments: int = 0

    def run(self, command: str) -> subprocess.CompletedProcess[str]:
        """Run a command where the reader is."""
        path = os.pathsep.join((str(self.tools), os.environ["PATH"]))
        return subprocess.run(
            ["bash", "-c", command],
            cwd=self.folder,
            env={**os.environ, "PATH": path, "COLUMNS": "100", "NO_COLOR": "1"},
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            check=False,
        )

    def follow(self, path: Path) -> None:
        """Do what a page says, from top to bottom."""
        for snippet in snippets(path):
            self.do(snippet, f"{path.relative_to(ROOT)}:{snippet.line}")
        if self.script:
            (self.folder / "script.py").write_text(self.script, "utf-8")
            self.expect("python script.py", None, f"{path.name}: its Python")

    def do(self, snippet: Snippet, place: str) -> None:
        """Do what one block says."""
        language = snippet.language
        if snippet.caption is not None:
            self.write(snippet)
            if language == "yaml":
                self.configuration(yaml.safe_load(snippet.code), place)
        elif language in ("console", "sh"):
            for command, shown in commands(snippet):
                self.expect(command, shown, place)
        elif language == "python":
            self.script += snippet.code
        elif language in ("md", "rst"):
            self.fragment(snippet)
        else:
            assert language == "text", f"{place}: nobody checks {language}"

    def write(self, snippet: Snippet) -> None:
        """Write a file, or add to ``conf.py``."""
        path = self.folder / str(snippet.caption)
        path.parent.mkdir(parents=True, exist_ok=True)
        before = path.read_text("utf-8") if path.name == "conf.py" and path.exists() else ""
        path.write_text(before + snippet.code, "utf-8")

    def fragment(self, snippet: Snippet) -> None:
        """Make a page of the project of some markup."""
        self.fragments += 1
        title = f"Fragment {self.fragments}"
        head = {
            "md": f"---\norphan: true\n---\n\n# {title}\n\n",
            "rst": f":orphan:\n\n{title}\n{'=' * len(title)}\n\n",
        }[snippet.language]
        name = f"fragment-{self.fragments}.{snippet.language}"
        (self.folder / name).write_text(head + snippet.code, "utf-8")

    def configuration(self, data: dict[str, object], place: str) -> None:
        """Follow a configuration for a service: its commands, its hooks, its paths."""
        for job in _tables(data.get("jobs")):
            for step in job.get("steps", ()):
                if command := step.get("run"):
                    self.expect(command, None, place)
        hooks = yaml.safe_load((ROOT / ".pre-commit-hooks.yaml").read_text("utf-8"))
        offered = {hook["id"] for hook in hooks}
        for repository in data.get("repos", ()):  # type: ignore[attr-defined]
            named = {hook["id"] for hook in repository["hooks"]}
            assert named <= offered, place
        if isinstance(sphinx := data.get("sphinx"), dict):
            assert (self.folder / sphinx["configuration"]).is_file(), place

    def expect(self, command: str, shown: str | None, place: str) -> None:
        """Run a command, which must succeed, print what is shown, and complain of nothing."""
        if not self.run_all and not_run(command):
            return
        if command.startswith("cd "):
            self.folder = self.folder / command[3:]
            return
        if command == ". .venv/bin/activate":
            self.tools = self.folder / ".venv" / "bin"
            return
        if "latexpdf" in command and not (shutil.which("xelatex") and shutil.which("latexmk")):
            return
        done = self.run(command)
        told = f"{place}: {command}\n{done.stdout}\n{done.stderr}"
        # A check that is shown to find an error fails, as it should.
        assert done.returncode == int(": error: " in (shown or "")), told
        if command.startswith("sphinx-build") and "latexpdf" not in command:
            assert done.stderr == "", told
        if shown is not None:
            printed = done.stdout + done.stderr
            same = doctest.OutputChecker().check_output(shown, printed, doctest.ELLIPSIS)
            assert same, f"{told}\nshown is:\n{shown}"


def _tables(data: object) -> list[dict[str, list[dict[str, str]]]]:
    return list(data.values()) if isinstance(data, dict) else []
