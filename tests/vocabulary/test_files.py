"""Projects' own vocabulary files: what they may say, and how faults are reported."""

from __future__ import annotations

import pickle
from pathlib import Path
from textwrap import dedent

import pytest

from sphinx_drugmono.vocabulary import Vocabulary, VocabularyError


@pytest.fixture
def write(tmp_path: Path):
    def write(text: str, name: str = "mine.toml") -> Path:
        path = tmp_path / name
        path.write_text(dedent(text), encoding="utf-8")
        return path

    return write


def test_new_side_effect_is_found(write) -> None:
    """A file may add a side effect; it is found by each of its names."""
    path = write("""
        [effects.blue-tongue]
        name = "blue tongue"
        clinical = "glossocyanosis"
        synonyms = ["tongue turning blue"]
        system = "digestion"
        broader = "tongue-discoloration"
        """)
    vocabulary = Vocabulary.load(path)
    assert len(vocabulary) == len(Vocabulary.load()) + 1
    for phrase in ("Blue tongue", "glossocyanoses", "tongues turning blue"):
        effect = vocabulary.find(phrase)
        assert effect is vocabulary["blue-tongue"]
    assert effect.aliases == ("glossocyanosis", "tongue turning blue")


def test_extend_adds_synonyms(write) -> None:
    """``extend`` adds names to a side effect that is there and keeps all others."""
    path = write("""
        [effects.headache]
        extend = ["thick head"]
        """)
    vocabulary = Vocabulary.load(path)
    shipped = Vocabulary.load()["headache"]
    assert vocabulary.find("thick head") is vocabulary["headache"]
    assert vocabulary["headache"].synonyms == (*shipped.synonyms, "thick head")
    assert vocabulary["headache"].name == shipped.name


def test_fields_are_replaced(write) -> None:
    """A field that is named replaces the shipped one; what is not named stays."""
    path = write("""
        [systems]
        scalp = "Scalp and hair"

        [effects.hair-loss]
        name = "losing your hair"
        system = "scalp"
        synonyms = ["balding"]
        """)
    effect = Vocabulary.load(path)["hair-loss"]
    assert (effect.name, effect.clinical_name) == ("losing your hair", "alopecia")
    assert (effect.system, effect.synonyms) == ("scalp", ("balding",))


def test_synonym_moves_to_another_side_effect(write) -> None:
    """A name that is taken away from one side effect is free for another."""
    path = write("""
        [effects.drowsiness]
        synonyms = ["sleepiness"]

        [effects.sedation]
        name = "sedation"
        system = "nerves"
        """)
    vocabulary = Vocabulary.load(path)
    assert vocabulary.find("sedation") is vocabulary["sedation"]
    assert vocabulary.find("sleepiness") is vocabulary["drowsiness"]


def test_remove(write) -> None:
    """``remove`` takes a side effect out; narrower ones move up to what was broader."""
    path = write("""
        [effects.skin-infection]
        remove = true
        """)
    vocabulary = Vocabulary.load(path)
    assert vocabulary.find("skin infection") is None
    assert Vocabulary.load()["cellulitis"].broader == "skin-infection"
    assert vocabulary["cellulitis"].broader == "infection"


def test_later_file_wins(write) -> None:
    """Files are read in order, each over those before it."""
    first = write('[effects.x]\nname = "first"\nsystem = "skin"\n', "1.toml")
    second = write('[effects.x]\nname = "second"\nextend = ["third"]\n', "2.toml")
    effect = Vocabulary.load(first, second)["x"]
    assert (effect.name, effect.synonyms) == ("second", ("third",))


def test_shipped_vocabulary_is_not_changed(write) -> None:
    """A project's file does not reach into the vocabulary another project loads."""
    Vocabulary.load(write("[effects.headache]\nremove = true\n"))
    assert Vocabulary.load().find("headache") is not None
    assert Vocabulary.load() is Vocabulary.load()


def test_fingerprint_follows_content(write) -> None:
    """The fingerprint changes with any content, and only with content."""
    empty = Vocabulary.load(write("# nothing\n", "empty.toml"))
    added = Vocabulary.load(write('[effects.headache]\nextend = ["thick head"]\n'))
    assert empty.fingerprint == Vocabulary.load().fingerprint
    assert added.fingerprint != empty.fingerprint


FAULTS = {
    "not TOML": ('[effects.x]\nname = "x\n', 2, "not valid TOML"),
    "twice in one file": (
        '[effects.x]\nname = "x"\nsystem = "skin"\n[effects.x]\nname = "y"\n',
        4,
        "not valid TOML",
    ),
    "unknown table": ('\n[effect.x]\nname = "x"\n', 2, "unknown key 'effect'"),
    "effects not a table": ('effects = "x"\n', 1, "must be a table"),
    "side effect not a table": ('[effects]\n\nx = "y"\n', 3, "must be a table"),
    "unknown key": (
        '[effects.x]\nname = "x"\nsystem = "skin"\nsynonym = ["z"]\n',
        4,
        "unknown key 'synonym'",
    ),
    "bad id": ('[effects."Hair loss"]\nname = "x"\nsystem = "skin"\n', 1, "bad id 'Hair loss'"),
    "empty name": ('[effects.x]\nsystem = "skin"\nname = " "\n', 3, "'name' must be a text"),
    "name of wrong type": ('[effects.x]\nsystem = "skin"\nname = 5\n', 3, "'name' must be a text"),
    "no name": ('\n[effects.x]\nsystem = "skin"\n', 2, "needs 'name'"),
    "no system": ('[effects.x]\nname = "x"\n', 1, "needs 'system'"),
    "extend without a base": ('[effects.x]\nextend = ["y"]\n', 1, "needs 'name'"),
    "synonyms not a list": (
        '[effects.x]\nname = "x"\nsystem = "skin"\nsynonyms = "y"\n',
        4,
        "'synonyms' must be a list",
    ),
    "empty synonym": (
        '[effects.headache]\nextend = [\n  "thick head",\n  "",\n]\n',
        2,
        "'extend' must be a list of texts that are not empty",
    ),
    "remove and more": (
        '[effects.headache]\nname = "x"\nremove = true\n',
        3,
        "'remove = true' must stand alone",
    ),
    "remove of nothing": ("[effects.x]\nremove = true\n", 1, "there is no such side effect"),
    "unknown system": (
        '[effects.x]\nname = "x"\nsystem = "elbow"\n',
        3,
        "unknown body system 'elbow'",
    ),
    "bad system id": ('[systems]\n"My Elbow" = "Elbow"\n', 2, "bad id 'My Elbow'"),
    "empty system title": ('[systems]\nelbow = ""\n', 2, "must be a text"),
    "unknown broader": (
        '[effects.x]\nname = "x"\nsystem = "skin"\nbroader = "nothing"\n',
        4,
        "unknown broader side effect 'nothing'",
    ),
    "circle of broader": (
        (
            '[effects.x]\nname = "x"\nsystem = "skin"\nbroader = "y"\n'
            '[effects.y]\nname = "yy"\nsystem = "skin"\nbroader = "x"\n'
        ),
        4,
        "broader than each other: x < y < x",
    ),
    "name already means another": (
        '[effects.x]\nname = "x"\nsystem = "skin"\nsynonyms = [\n  "xx",\n  "loss of hair",\n]\n',
        6,
        "'loss of hair' of 'x' already means 'hair-loss'",
    ),
    "two names in one file": (
        (
            '[effects.x]\nname = "blue toe"\nsystem = "skin"\n'
            '[effects.y]\nname = "blue toes"\nsystem = "skin"\n'
        ),
        5,
        "'blue toes' of 'y' already means 'x'",
    ),
    "name without a word": (
        '[effects.x]\nname = "of the"\nsystem = "skin"\n',
        2,
        "has no word to find it by",
    ),
}


@pytest.mark.parametrize(("text", "line", "reason"), FAULTS.values(), ids=FAULTS)
def test_faults_have_file_line_and_reason(write, text: str, line: int, reason: str) -> None:
    """Every fault in a file is reported with the file, the line of the entry, and why."""
    path = write(text)
    with pytest.raises(VocabularyError) as caught:
        Vocabulary.load(path)
    assert caught.value.path == path
    assert caught.value.line == line
    assert reason in caught.value.reason
    assert str(caught.value) == f"{path}:{line}: {caught.value.reason}"


def test_missing_file(tmp_path: Path) -> None:
    """A file that is not there is reported by its name, without a line."""
    path = tmp_path / "nowhere.toml"
    with pytest.raises(VocabularyError) as caught:
        Vocabulary.load(path)
    assert (caught.value.path, caught.value.line) == (path, None)
    assert str(caught.value).startswith(f"{path}: ")


def test_fault_in_the_file_that_has_it(write) -> None:
    """With several files, the one at fault is named."""
    good = write('[effects.x]\nname = "x"\nsystem = "skin"\n', "good.toml")
    bad = write('[effects.x]\nextend = ["hair loss"]\n', "bad.toml")
    with pytest.raises(VocabularyError) as caught:
        Vocabulary.load(good, bad)
    assert (caught.value.path, caught.value.line) == (bad, 2)


def test_error_survives_pickling() -> None:
    """An error raised in a worker process arrives whole in the main process."""
    error = VocabularyError(Path("a.toml"), 3, "no good")
    again = pickle.loads(pickle.dumps(error))
    assert (again.path, again.line, again.reason) == (Path("a.toml"), 3, "no good")


def test_pickle_holds_only_what_files_say(write) -> None:
    """A vocabulary that has been used is pickled as if it had not been, and works as before."""
    used = Vocabulary.load(write(""))
    unused = pickle.dumps(used)
    used.scan("severe headache")
    used.nearest("hedache")
    assert used.fingerprint

    again = pickle.loads(pickle.dumps(used))

    assert pickle.dumps(used) == unused
    assert again.find("severe headaches") == used.find("headache")
    assert again.scan("a headache") == used.scan("a headache")
    assert again.fingerprint == used.fingerprint
