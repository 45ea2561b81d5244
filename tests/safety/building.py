"""Building projects as a person does, in a process of its own."""

from __future__ import annotations

import os
import subprocess
import sys
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path


@dataclass(frozen=True)
class Build:
    """What one run of Sphinx left."""

    outdir: Path
    warnings: tuple[str, ...]

    def text(self, name: str) -> str:
        return (self.outdir / name).read_text("utf-8")


def write_project(
    srcdir: Path, files: Mapping[str, str | bytes], conf: Mapping[str, Any] | None = None
) -> None:
    """Write a project that uses the extension."""
    values = {"project": "Test", "extensions": ["sphinx_drugmono"], "html_theme": "basic"}
    lines = [f"{name} = {value!r}\n" for name, value in {**values, **(conf or {})}.items()]
    for name, content in {"conf.py": "".join(lines), **files}.items():
        path = srcdir / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content.encode() if isinstance(content, str) else content)


def command(srcdir: Path, outdir: Path, builder: str = "html", *options: str) -> list[str]:
    """The command line of a build, with its doctrees beside the output."""
    doctrees = outdir.parent / f"{outdir.name}-doctrees"
    return [sys.executable, "-m", "sphinx", "-b", builder, "-d", str(doctrees), "-q", *options,
            str(srcdir), str(outdir)]  # fmt: skip


ENVIRONMENT = {**os.environ, "PYTHONHASHSEED": "random", "NO_COLOR": "1", "SOURCE_DATE_EPOCH": "0"}


def build(srcdir: Path, outdir: Path, builder: str = "html", *options: str) -> Build:
    """Build a project; the run must end well."""
    done = subprocess.run(
        command(srcdir, outdir, builder, *options),
        env=ENVIRONMENT,
        capture_output=True,
        text=True,
        errors="replace",
        check=False,
    )
    assert done.returncode == 0, done.stderr[-4000:]
    warnings = done.stderr.replace(f"{srcdir}/", "")
    return Build(outdir, tuple(line for line in warnings.splitlines() if line.strip()))
