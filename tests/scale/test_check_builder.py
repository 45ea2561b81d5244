"""The builder that runs the linter over a project."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from sphinx.cmd.build import main as sphinx_build

from sphinx_drugmono.cli import main as drugmono

if TYPE_CHECKING:
    from collections.abc import Callable

    import pytest

GOOD = "# Alpha\n\n### Usage\nFor pain.\n\n### Dosage\n5 mg.\n\n### Side Effects\n* Nausea\n"
BAD = "# Beta\n\n### Usage\nFor pain.\n\n### Dosage\nTake .5 mg.\n\n### Side Effects\n* Nausea\n"
FILES = {
    "index.rst": (
        "Start\n=====\n\n.. drug-monograph:: Gamma\n\n   **Usage:** For pain.\n\n"
        "   **Dosage:** Take 5.0 mg.\n"
    ),
    "guide.md": "# Guide\n\nTake .5 mg of nothing: this is no monograph.\n",
    "drugs/alpha.md": GOOD,
    "drugs/beta.md": BAD,
}
CONF = {"drugmono_pages": ["drugs/**"]}


def codes(built: Any) -> list[tuple[str, str]]:
    report = json.loads(built.output("drugmono-check.json"))
    return [(entry["file"], entry["code"]) for entry in report]


def test_findings_are_warnings_with_places(make_project: Callable[..., Any]) -> None:
    """Pages and directives are checked, other pages are not; nothing else is written."""
    built = make_project(FILES, CONF).build("drugmono-check")
    lines = [line for line in built.warning_lines() if "decimal" in line or "zero" in line]
    assert [line.split(": ")[0] for line in lines] == ["drugs/beta.md:7", "index.rst:8"]
    assert all(line.endswith("[drugmono.check]") for line in built.warning_lines())
    found = codes(built)
    assert ("drugs/beta.md", "naked-decimal") in found
    assert ("index.rst", "trailing-zero") in found
    assert not [entry for entry in found if entry[0] in ("guide.md", "drugs/alpha.md")]
    assert [path.name for path in built.outdir.iterdir()] == ["drugmono-check.json"]


def test_report_is_that_of_the_command(
    make_project: Callable[..., Any], capsys: pytest.CaptureFixture[str]
) -> None:
    """The builder and ``drugmono check`` find the same."""
    project = make_project(FILES, CONF)
    built = project.build("drugmono-check")
    capsys.readouterr()
    drugmono(["check", "--format", "json", str(project.srcdir)])
    entries = json.loads(capsys.readouterr().out)
    prefix = f"{project.srcdir}/"
    theirs = [(entry["file"].removeprefix(prefix), entry["code"]) for entry in entries]
    assert sorted(codes(built)) == sorted(theirs)


def test_exit_status(make_project: Callable[..., Any]) -> None:
    """With ``-W`` a finding fails the build, and none does not."""
    project = make_project({**FILES, "index.rst": "Start\n=====\n"}, CONF)
    command = ["-q", "-W", "-b", "drugmono-check", str(project.srcdir), str(project.root / "out")]
    assert sphinx_build(command) == 1
    project.remove("drugs/beta.md")
    assert sphinx_build(command) == 0


def test_settings_of_the_project(make_project: Callable[..., Any]) -> None:
    """Settings of the linter count, and what is not to be a warning is in the report."""
    files = {**FILES, "drugmono.toml": 'ignore = ["naked-decimal"]\n'}
    project = make_project(files, {**CONF, "drugmono_report": "error"})
    built = project.build("drugmono-check")
    assert "naked-decimal" not in dict(map(reversed, codes(built)))
    assert codes(built)
    project.write({"drugmono.toml": 'ignore = ["no-such-rule"]\n'})
    assert "the defaults are used" in project.build("drugmono-check").warnings


def test_other_builders_are_left_alone(make_project: Callable[..., Any]) -> None:
    """A check between two builds makes the second neither longer nor shorter."""
    project = make_project(FILES, CONF)
    project.build()
    project.build("drugmono-check")
    assert "no targets are out of date" in project.build().status
    project.write({"drugs/beta.md": GOOD.replace("Alpha", "Beta")})
    project.build("drugmono-check")
    assert "1 changed" in project.build().status
