"""Switching rules off and weighing them: per project, per page, per line."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from sphinx_drugmono.monograph.lint import CODES, Linter, Settings, SettingsError, find_settings
from sphinx_drugmono.monograph.model import Kind, Severity
from sphinx_drugmono.monograph.reader import read_monograph
from sphinx_drugmono.vocabulary import Vocabulary

if TYPE_CHECKING:
    from pathlib import Path

BODY = "\n# Drug\n\n### Dosage\n\nTake 5.0 mg.\nThen 100 IU.\nThen 200 IU.\n"


def codes(front_matter: str) -> list[tuple[str, int]]:
    """Code and line of what is found about doses and settings on a page."""
    text = f"---\n{front_matter}\n---\n{BODY}"
    vocabulary = Vocabulary.load()
    linter = Linter(
        Settings(select=frozenset({"trailing-zero", "unit-abbreviation", "bad-ignore"})),
        vocabulary,
    )
    found = linter.check(text, read_monograph(text, vocabulary=vocabulary))
    return [(d.code, d.line - text.count("\n") + BODY.count("\n")) for d in found]


EVERYTHING = [("trailing-zero", 6), ("unit-abbreviation", 7), ("unit-abbreviation", 8)]


def test_page_without_entries_has_all_findings() -> None:
    """The page used here has three findings."""
    assert codes("title: Drug") == EVERYTHING


@pytest.mark.parametrize(
    "entry",
    [
        "drugmono-ignore: unit-abbreviation",
        "drugmono-ignore: [unit-abbreviation]",
        "drugmono-ignore:\n  - unit-abbreviation",
        "drugmono-ignore: {unit-abbreviation: null}",
    ],
)
def test_page_switches_a_code_off(entry: str) -> None:
    """A code in the front matter is off for the whole page."""
    assert codes(entry) == EVERYTHING[:1]


@pytest.mark.parametrize(
    "entry",
    [
        'drugmono-ignore: ["unit-abbreviation: 100 IU"]',
        "drugmono-ignore:\n  - unit-abbreviation: 100 IU",
        "drugmono-ignore:\n  unit-abbreviation: 100 IU",
        "drugmono-ignore:\n  unit-abbreviation: [100 IU, 300 IU]",
    ],
)
def test_line_switches_a_code_off(entry: str) -> None:
    """A code with words is off on the lines that contain the words, and nowhere else."""
    assert codes(entry) == [EVERYTHING[0], EVERYTHING[2]]


def test_misspelled_code_is_reported_at_its_line() -> None:
    """An entry that does nothing is pointed at."""
    text = f"---\ntitle: Drug\ndrugmono-ignore: [unit-abreviation]\n---\n{BODY}"
    vocabulary = Vocabulary.load()
    linter = Linter(Settings(select=frozenset({"bad-ignore"})), vocabulary)
    (found,) = linter.check(text, read_monograph(text, vocabulary=vocabulary))
    assert found.line == 3
    assert "unit-abreviation" in found.message


@pytest.mark.parametrize("entry", ["5", "true", "[[nested]]", "{a: {b: c}}", "2020-01-01"])
def test_odd_entry_is_reported_not_raised(entry: str) -> None:
    """Whatever YAML stands there, the check goes on."""
    assert [c for c, _ in codes(f"drugmono-ignore: {entry}")].count("bad-ignore") == 1


def test_nothing_is_ignored_by_null() -> None:
    """An empty entry is no entry."""
    assert codes("drugmono-ignore:") == EVERYTHING


def write(folder: Path, name: str, text: str) -> None:
    (folder / name).write_text(text, encoding="utf-8")


def test_settings_of_a_project(tmp_path: Path) -> None:
    """All settings are read from drugmono.toml, from a folder below it too."""
    write(
        tmp_path,
        "drugmono.toml",
        """
        select = ["trailing-zero", "missing-section"]
        ignore = "unit-abbreviation"
        levels = {trailing-zero = "error"}
        required-sections = ["dosage"]
        side-effects = ["mine.toml"]
        [per-file-ignores]
        "old/*.md" = ["trailing-zero"]
        """,
    )
    (tmp_path / "old").mkdir()
    settings = find_settings(tmp_path / "old", CODES)
    assert settings.select == {"trailing-zero", "missing-section"}
    assert settings.levels == {"trailing-zero": Severity.ERROR}
    assert settings.required_sections == (Kind.DOSAGE,)
    assert settings.side_effects == (str(tmp_path / "mine.toml"),)
    assert settings.wants("trailing-zero", str(tmp_path / "new.md"))
    assert not settings.wants("trailing-zero", str(tmp_path / "old" / "a.md"))
    assert not settings.wants("unit-abbreviation", str(tmp_path / "new.md"))
    assert not settings.wants("large-number", str(tmp_path / "new.md"))


def test_pyproject_is_used_and_other_projects_are_not(tmp_path: Path) -> None:
    """[tool.drugmono] of pyproject.toml counts; a pyproject.toml without it is passed over."""
    write(tmp_path, "pyproject.toml", '[tool.drugmono]\nignore = ["trailing-zero"]\n')
    (tmp_path / "sub").mkdir()
    write(tmp_path / "sub", "pyproject.toml", '[project]\nname = "x"\n')
    assert find_settings(tmp_path / "sub", CODES).ignore == {"trailing-zero"}


def test_defaults_without_any_file(tmp_path: Path) -> None:
    """A folder without settings has the defaults."""
    assert find_settings(tmp_path, CODES).required_sections == (Kind.USAGE, Kind.SIDE_EFFECTS)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("ignore = [", "drugmono.toml"),
        ("ignored = []", "unknown setting 'ignored'"),
        ('ignore = ["nope"]', "no rule 'nope'"),
        ("ignore = [1]", "list of strings"),
        ('levels = {trailing-zero = "fatal"}', "error, warning, info"),
        ('levels = ["x"]', "table"),
        ('required-sections = ["doses"]', "'doses'"),
        ("per-file-ignores = []", "table"),
    ],
)
def test_bad_settings_name_file_and_reason(tmp_path: Path, text: str, words: str) -> None:
    """Settings that cannot be used are refused with the reason in one line."""
    write(tmp_path, "drugmono.toml", text)
    with pytest.raises(SettingsError) as error:
        find_settings(tmp_path, CODES)
    assert "drugmono.toml" in str(error.value)
    assert words in str(error.value)
    assert "\n" not in str(error.value)
