"""The catalogues say all that readers see, and are in step with the code.

``CONTRIBUTING.md`` has the commands that bring them in step.
"""

from __future__ import annotations

import re
import tomllib
from pathlib import Path
from string import Formatter
from typing import TYPE_CHECKING

import pytest
from babel.messages.frontend import CommandLineInterface
from babel.messages.mofile import read_mo
from babel.messages.pofile import read_po

import sphinx_drugmono
from sphinx_drugmono.monograph.languages import fold_words, languages
from sphinx_drugmono.monograph.sections import SectionHeadings, titles

if TYPE_CHECKING:
    from babel.messages.catalog import Catalog

PACKAGE = Path(sphinx_drugmono.__file__).parent
LOCALE = PACKAGE / "locale"
CONFIG = PACKAGE.parent / "pyproject.toml"
NAME = "sphinx_drugmono"
CODES = sorted(path.name for path in LOCALE.iterdir() if (path / "LC_MESSAGES").is_dir())


def read(path: Path) -> Catalog:
    with path.open("rb") as file:
        return read_mo(file) if path.suffix == ".mo" else read_po(file)


def catalogue(code: str, suffix: str = ".po") -> Catalog:
    return read((LOCALE / code / "LC_MESSAGES" / NAME).with_suffix(suffix))


def texts(catalog: Catalog) -> dict[str, str]:
    return {str(message.id): str(message.string) for message in catalog if message.id}


def placeholders(text: str) -> list[str]:
    named = [name for _, name, _, _ in Formatter().parse(text) if name is not None]
    return sorted([*named, *re.findall(r"%.", text)])


def test_the_same_languages_are_read_and_said() -> None:
    assert sorted(languages()) == CODES


def test_the_template_is_in_step_with_the_code(tmp_path: Path) -> None:
    """A text that is new in the code, or gone from it, must be so in the template."""
    found = tmp_path / "found.pot"
    CommandLineInterface().run(
        ["pybabel", "-q", "extract", "-F", str(CONFIG), "-o", str(found), str(PACKAGE)]
    )
    assert set(texts(read(found))) == set(texts(read(LOCALE / f"{NAME}.pot")))


@pytest.mark.parametrize("code", CODES)
def test_every_text_is_translated(code: str) -> None:
    found = catalogue(code)
    assert set(texts(found)) == set(texts(read(LOCALE / f"{NAME}.pot")))
    assert [text for text, said in texts(found).items() if not said.strip()] == []
    assert [message.id for message in found if message.id and message.fuzzy] == []
    assert not found.obsolete


@pytest.mark.parametrize("code", CODES)
def test_placeholders_are_whole(code: str) -> None:
    for text, said in texts(catalogue(code)).items():
        assert placeholders(said) == placeholders(text), text


@pytest.mark.parametrize("code", CODES)
def test_the_compiled_catalogue_is_in_step(code: str) -> None:
    assert texts(catalogue(code, ".mo")) == texts(catalogue(code))


@pytest.mark.parametrize("code", CODES)
def test_disclaimers_say_all_of_it(code: str) -> None:
    """The long text has as many sentences as the English one."""
    for text, said in texts(catalogue(code)).items():
        if text.startswith(("This information is general", "General information")):
            end = r"[.。।](?:\s|$|(?<=。))"
            assert len(re.findall(end, said)) == len(re.findall(r"\.(?:\s|$)", text))


@pytest.mark.parametrize("code", CODES)
def test_translated_titles_are_headings_of_the_same_section(code: str) -> None:
    """Who writes a page with the titles readers see is understood."""
    said = texts(catalogue(code))
    headings = SectionHeadings()
    for kind, title in titles().items():
        if title:
            found = headings.recognise(said[title])
            assert found is not None, said[title]
            assert (found.kind, found.exact) == (kind, True)
            assert code in found.languages


@pytest.mark.parametrize("code", CODES)
def test_translated_titles_differ(code: str) -> None:
    """Two sections of a page must not look the same."""
    said = texts(catalogue(code))
    shown = [said[title] for title in titles().values() if title]
    assert len(shown) == len(set(shown))


@pytest.mark.parametrize("code", CODES)
def test_translated_labels_are_those_of_remarks(code: str) -> None:
    """Who labels a disclaimer with the title readers see is understood."""
    language = languages()[code]
    assert texts(catalogue(code))["Disclaimer"].casefold() in language.disclaimer


def test_data_of_languages_have_no_unknown_keys() -> None:
    """A misspelt key would pass unseen."""
    files = sorted((PACKAGE / "monograph" / "languages").glob("*.toml"))
    known: dict[str, set[str]] = {"words": {"anywhere"}}
    for path in files:
        data = tomllib.loads(path.read_text("utf-8"))
        assert set(data) == {"sections", "questions", "words", "side-effects"}
        for table in ("words", "side-effects"):
            keys = set(data[table]) - known.get(table, set())
            first = tomllib.loads(files[0].read_text("utf-8"))[table]
            assert keys == set(first) - known.get(table, set()), (path.name, table)


BANDS = {
    # As in the templates of the EMA for product information, in the form for several.
    "de": "Sehr häufig, Häufig, Gelegentlich, Selten, Sehr selten",
    "es": "Muy frecuentes, Frecuentes, Poco frecuentes, Raros, Muy raros",
    "fr": "Très fréquents, Fréquents, Peu fréquents, Rares, Très rares",
    # As Brazil's Anvisa and China's NMPA word them.
    "pt_BR": "Muito comuns, Comuns, Incomuns, Raros, Muito raros",
    "zh_CN": "十分常见, 常见, 偶见, 罕见, 十分罕见",
    "hi": "बहुत आम, आम, कम आम, दुर्लभ, बहुत दुर्लभ",
}


@pytest.mark.parametrize("code", CODES)
def test_frequencies_are_named_as_pharmacists_know_them(code: str) -> None:
    """The words for how often are the official ones, and are understood on pages, too."""
    said = texts(catalogue(code))
    english = ("Very common", "Common", "Uncommon", "Rare", "Very rare")
    words = [said[band] for band in english]
    assert words == BANDS[code].split(", ")
    known = languages()[code].frequencies
    assert [str(known[fold_words(word)]) for word in words] == [
        band.lower().replace(" ", "-") for band in english
    ]
