"""The vocabulary that a build keeps for the next one."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

import sphinx_drugmono
from sphinx_drugmono.extension.domain import drug_domain
from sphinx_drugmono.extension.reading import reading_version

USAGE = "# W\n\n## Usage\n\nClots.\n"
WOBBLES = "# W\n\n### Side Effects\n\n* Wobbles\n"
FILES = {"index.rst": "Top\n===\n", "drugs/w.md": USAGE}
PAGES = {"drugmono_pages": ["drugs/**"]}


def kept_vocabulary(built):
    [kept] = built.app.doctreedir.glob("drugmono-vocabulary*")
    return kept


def named(name: str) -> str:
    return f'[effects.wobbles]\nname = "{name}"\nsynonyms = ["wobbles"]\nsystem = "nerves"\n'


def test_vocabulary_is_kept_for_the_next_build(make_project):
    """A later build leaves what is kept as it is, and finds with it what the first would find."""
    text = "# W\n\n### Side Effects\n\n* Nausea or severe stomach pains\n* Swollen ankles (rare)\n"
    first = make_project({**FILES, "drugs/w.md": text}, PAGES)
    entries = drug_domain(first.build().app.env).monographs["drugs/w"]
    project = make_project(FILES, PAGES)
    kept = kept_vocabulary(project.build())
    before = kept.stat()
    project.write({"drugs/w.md": text})

    built = project.build()

    assert drug_domain(built.app.env).monographs["drugs/w"] == entries
    assert (kept.stat().st_ino, kept.stat().st_mtime_ns) == (before.st_ino, before.st_mtime_ns)


def test_vocabulary_is_made_anew_when_a_file_of_it_changes(make_project):
    """What is kept of the vocabulary never hides what its files say now."""
    project = make_project(
        {**FILES, "drugs/w.md": WOBBLES, "mine.toml": named("sway")},
        {**PAGES, "drugmono_side_effects": ["mine.toml"]},
    )
    first = project.build().output("drug-effects/wobbles.html")

    project.write({"mine.toml": named("tilt")})
    second = project.build().output("drug-effects/wobbles.html")

    assert "Sway" in first
    assert "Tilt" in second
    assert "Sway" not in second


def test_vocabulary_is_made_anew_when_the_files_of_it_are_others(make_project):
    """A file that is named no more says no more."""
    project = make_project(
        {**FILES, "drugs/w.md": WOBBLES, "mine.toml": named("sway")},
        {**PAGES, "drugmono_side_effects": ["mine.toml"]},
    )
    project.build()

    project.configure(PAGES)
    project.build()

    [entry] = drug_domain(project.build().app.env).monographs["drugs/w"]
    assert "sway" not in {reaction.name for reaction in entry.reactions}


@pytest.mark.parametrize(
    "damage",
    [
        pytest.param(lambda kept: b"", id="empty"),
        pytest.param(lambda kept: kept[: len(kept) // 2], id="half"),
        pytest.param(lambda kept: kept[:32] + b"\x80\x05\x8c\x01a\x94.", id="another object"),
        pytest.param(lambda kept: bytes(32) + kept[32:], id="of other files"),
    ],
)
def test_vocabulary_that_cannot_be_read_back_is_made_anew(make_project, damage):
    """Whatever is wrong with what was kept, the build goes well and puts it right."""
    project = make_project(FILES, PAGES)
    kept = kept_vocabulary(project.build())
    whole = kept.read_bytes()
    kept.write_bytes(damage(whole))
    project.write({"drugs/w.md": "# W\n\n### Side Effects\n\n* Nausea\n"})

    built = project.build()

    assert built.warnings == ""
    assert "Nausea" in built.output("drug-effects/nausea.html")
    assert kept.read_bytes() == whole


def test_faults_of_a_vocabulary_file_are_reported_by_every_build_that_reads_it(make_project):
    """A vocabulary without a file that is left out is not kept, which would hide the fault."""
    project = make_project(
        {**FILES, "wrong.toml": "= ="}, {**PAGES, "drugmono_side_effects": ["wrong.toml"]}
    )
    project.build()
    project.write({"drugs/w.md": WOBBLES})

    assert project.build().warnings.count("[drugmono.vocabulary]") == 1


def test_pages_are_read_anew_by_another_release(make_project, monkeypatch):
    """What a release corrects reaches pages that did not change."""
    project = make_project({**FILES, "drugs/w.md": WOBBLES}, PAGES)
    project.build()
    assert "0 added, 0 changed" in project.build().status
    monkeypatch.setattr(sphinx_drugmono, "__version__", "999")

    assert "2 added" in project.build().status


def test_pages_are_read_anew_with_another_vocabulary(make_project, monkeypatch, tmp_path):
    """The vocabulary that comes with the package is no file of the project, but counts as one."""
    package = tmp_path / "package"
    shutil.copytree(
        Path(sphinx_drugmono.__file__).parent, package, ignore=shutil.ignore_patterns("*.mo")
    )
    before = reading_version()
    monkeypatch.setattr(sphinx_drugmono, "__file__", str(package / "__init__.py"))
    assert reading_version() == before
    vocabulary = package / "vocabulary" / "side_effects.toml"
    vocabulary.write_text(vocabulary.read_text("utf-8") + "\n# Corrected.\n", "utf-8")

    assert reading_version() != before
