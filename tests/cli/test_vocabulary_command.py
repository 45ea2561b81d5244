"""``drugmono vocabulary``: looking things up."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sphinx_drugmono.vocabulary import Vocabulary

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    import pytest

    from .conftest import Result

    Run = Callable[..., Result]


def test_list_has_every_entry(drugmono: Run) -> None:
    """One line for each entry, and only those of a body system if asked."""
    vocabulary = Vocabulary.load()
    assert len(drugmono("vocabulary", "list").out.splitlines()) == len(vocabulary)
    system = vocabulary["nausea"].system
    some = drugmono("vocabulary", "list", "--system", system).out.splitlines()
    assert len(some) == sum(effect.system == system for effect in vocabulary)
    assert drugmono("vocabulary", "list", "--system", "none").code == 2


def test_search_finds_parts_of_any_name(drugmono: Run) -> None:
    """A clinical name finds its entry; the entry that is meant comes first."""
    result = drugmono("vocabulary", "search", "alopecia")
    assert result.out.startswith("hair-loss: hair loss (alopecia)")
    assert result.code == 0


def test_search_without_result_names_near_ones(drugmono: Run) -> None:
    """Nothing found is exit code 1 and a hint."""
    result = drugmono("vocabulary", "search", "nausia")
    assert (result.code, result.out) == (1, "")
    assert "nausea" in result.err


def test_explain_says_why(drugmono: Run) -> None:
    """The result and the words that were looked up are told; unknown phrases are exit code 1."""
    known = drugmono("vocabulary", "explain", "severe", "nausea")
    assert "result      nausea: nausea" in known.out
    assert known.code == 0
    unknown = drugmono("vocabulary", "explain", "wobbly knees")
    assert "not in the vocabulary" in unknown.out
    assert unknown.code == 1


def test_show_an_entry(drugmono: Run) -> None:
    """An entry is shown with all its names, found by id or by name."""
    by_id = drugmono("vocabulary", "show", "hair-loss")
    assert by_id.out == drugmono("vocabulary", "show", "alopecia").out
    for name in Vocabulary.load()["hair-loss"].names:
        assert name in by_id.out
    assert drugmono("vocabulary", "show", "nausia").code == 1


def test_the_vocabulary_of_the_project_counts(
    drugmono: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What conf.py or the settings name is known in the project, from any of its folders."""
    entry = '[effects.{}]\nname = "{}"\nsystem = "general"\n'
    for name, text in {
        "conf.py": 'extensions = ["sphinx_drugmono"]\ndrugmono_side_effects = ["a.toml"]\n',
        "drugmono.toml": 'side-effects = ["b.toml"]\n',
        "a.toml": entry.format("wobbly-knees", "wobbly knees"),
        "b.toml": entry.format("glowing-nose", "glowing nose"),
    }.items():
        (tmp_path / name).write_text(text, encoding="utf-8")
    (tmp_path / "drugs").mkdir()
    assert drugmono("vocabulary", "explain", "wobbly knees").code == 1
    for phrase in ("wobbly knees", "glowing nose"):
        assert drugmono("vocabulary", "--project", tmp_path, "explain", phrase).code == 0
        with monkeypatch.context() as patched:
            patched.chdir(tmp_path / "drugs")
            assert drugmono("vocabulary", "explain", phrase).code == 0
    assert drugmono("vocabulary", "--project", tmp_path / "none", "list").code == 2
    (tmp_path / "a.toml").write_text("broken", encoding="utf-8")
    result = drugmono("vocabulary", "--project", tmp_path, "list")
    assert (result.code, "a.toml" in result.err) == (2, True)


def test_own_vocabulary_is_on_top(drugmono: Run, tmp_path: Path) -> None:
    """A file of the project's own can be looked into in the same way."""
    own = tmp_path / "mine.toml"
    system = next(iter(Vocabulary.load().systems))
    own.write_text(
        f'[effects.wobbly-knees]\nname = "wobbly knees"\nsystem = "{system}"\n', encoding="utf-8"
    )
    result = drugmono("vocabulary", "--side-effects", own, "explain", "wobbly knees")
    assert (result.code, "wobbly-knees" in result.out) == (0, True), result.err
