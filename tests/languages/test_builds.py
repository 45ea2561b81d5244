"""Builds in each language say everything of theirs in it, and keep what the writers wrote."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from babel.messages.pofile import read_po
from bs4 import BeautifulSoup

import sphinx_drugmono
from sphinx_drugmono.monograph.languages import languages
from sphinx_drugmono.monograph.sections import titles

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.conftest import Built

CODES = sorted(languages())
PAGES = Path(__file__).parent / "pages"
LOCALE = Path(sphinx_drugmono.__file__).parent / "locale"
CONF: dict[str, Any] = {"drugmono_pages": ["drugs/**"]}
INDEX = "Start\n=====\n\n.. effect-index::\n"
ENGLISH = """\
# Ibuprofen

## Usage
Pain and fever.

## Side Effects
- **Common:** nausea, vomiting
- **Serious:** anaphylaxis

## FAQs
**Q: Does it help?**
A: Often.

**Disclaimer:** Ask your doctor about this page.
"""


def catalogue(code: str) -> dict[str, str]:
    with (LOCALE / code / "LC_MESSAGES" / "sphinx_drugmono.po").open("rb") as file:
        return {str(message.id): str(message.string) for message in read_po(file) if message.id}


def warnings(built: Built) -> list[str]:
    """The warnings but those of docutils that it does not know a language."""
    return [line for line in built.warning_lines() if not line.endswith("[docutils]")]


def text_of(html: str) -> str:
    found = BeautifulSoup(html, "lxml").get_text(" ")
    return " ".join(found.split())


@pytest.mark.parametrize("code", CODES)
def test_a_page_in_its_own_language(make_project: Callable[..., Any], code: str) -> None:
    """A page and its site are in one language, and nothing of the page is lost or said twice."""
    page = (PAGES / f"{code}.md").read_text("utf-8")
    files = {"index.rst": INDEX, "drugs/one.md": page}
    built = make_project(files, CONF | {"language": code}).build()
    assert warnings(built) == []
    html = built.output("drugs/one.html")
    said = catalogue(code)
    soup = BeautifulSoup(html, "lxml")
    assert soup.html is not None
    assert str(soup.html["lang"]).replace("-", "_") == code
    headings = [title.get_text()[:-1] for title in soup.select(".drugmono-section > h2")]
    assert said["Side Effects"] in {re.split(r"\s?[:：]", heading)[0] for heading in headings}
    assert not set(headings) & (set(titles().values()) - set(said.values()))
    box = soup.select_one(".drugmono-disclaimer")
    assert box is not None
    disclaimer = " ".join(box.get_text().split())
    assert disclaimer.startswith(said["Disclaimer"])
    assert next(said[key] for key in said if key.startswith("This information")) in disclaimer
    index = text_of(built.output("drug-effects.html"))
    assert said["Side effects from A to Z"] in index
    assert next(said[key] for key in said if key.startswith("General information")) in index


@pytest.mark.parametrize("code", CODES)
def test_an_english_page_in_a_site_in_another_language(
    make_project: Callable[..., Any], code: str
) -> None:
    """What the extension says is translated; what the writer wrote is not."""
    files = {"index.rst": INDEX, "drugs/one.md": ENGLISH}
    built = make_project(files, CONF | {"language": code}).build()
    assert warnings(built) == []
    said = catalogue(code)
    soup = BeautifulSoup(built.output("drugs/one.html"), "lxml")
    headings = [title.get_text()[:-1] for title in soup.select(".drugmono-section > h2")]
    assert headings == [said["Usage"], said["Side Effects"], said["FAQs"]]
    assert not soup.select("p.drugmono-heading")
    text = " ".join(soup.get_text().split())
    for words in ("Pain and fever.", "nausea, vomiting", "Ask your doctor about this page."):
        assert words in text
    glance = soup.select_one(".drugmono-glance")
    assert glance is not None
    assert said["Get medical help for these"] in glance.get_text()
    effect = text_of(built.output("drug-effects/nausea.html"))
    assert said["Common"] in effect
    assert (
        said["Drugs whose monographs name this side effect, with the words that say so."] in effect
    )
    scripts = built.output("_static/drugmono-data/texts.js")
    texts = json.loads(scripts.partition("=")[2].strip().rstrip(";"))
    assert texts["Filter this list"] == said["Filter this list"]


def test_a_text_may_begin_with_the_words_of_its_label(make_project: Callable[..., Any]) -> None:
    """The translated title stands for the label, and the text for itself."""
    page = (
        "# Ibuprofen\n\n**Usage:** Usage can vary.\n\n**Side Effects:** Side effects can vary.\n"
    )
    files = {"index.rst": INDEX, "drugs/one.md": page}
    built = make_project(files, CONF | {"language": "de"}).build()
    assert warnings(built) == []
    assert "Side effects can vary." in built.output("drugs/one.html")


def test_another_language_makes_all_pages_anew(make_project: Callable[..., Any]) -> None:
    """One process can build in one language after the other, from the same doctrees."""
    project = make_project({"index.rst": INDEX, "drugs/one.md": ENGLISH}, CONF)
    for code, title in (("de", "Nebenwirkungen"), ("es", "Efectos adversos"), (None, None)):
        project.configure(CONF | ({"language": code} if code else {}))
        built = project.build()
        title = title or "Side effects"
        for page in ("drugs/one.html", "drug-effects.html", "drug-effects/nausea.html"):
            assert title in built.output(page), (code, page)
        index = built.app.env.get_domain("drug").indices[1]
        assert str(index.localname).startswith(title)


def test_pages_read_and_written_in_parallel(make_project: Callable[..., Any]) -> None:
    pages = {f"drugs/page{n}.md": ENGLISH.replace("Ibuprofen", f"Drug{n}") for n in range(12)}
    built = make_project({"index.rst": INDEX, **pages}, CONF | {"language": "de"}).build(
        parallel=2
    )
    assert warnings(built) == []
    for number in range(12):
        html = built.output(f"drugs/page{number}.html")
        assert "Nebenwirkungen" in html
        assert "Rufen Sie im Notfall die örtliche Notrufnummer an." in html


def test_the_search_calls_objects_by_their_translated_names(
    make_project: Callable[..., Any],
) -> None:
    built = make_project(
        {"index.rst": INDEX, "drugs/one.md": ENGLISH}, CONF | {"language": "de"}
    ).build()
    assert "Arzneimittel-Monografie" in built.output("searchindex.js")


@pytest.mark.parametrize("builder", ["latex", "text", "singlehtml", "epub", "man"])
def test_other_builders(make_project: Callable[..., Any], builder: str) -> None:
    built = make_project(
        {"index.rst": INDEX, "drugs/one.md": ENGLISH},
        CONF | {"language": "de", "version": "1", "epub_copyright": "x"},
    ).build(builder)
    written = "".join(
        path.read_text("utf-8", "replace")
        for path in built.outdir.rglob("*")
        if path.suffix in {".tex", ".txt", ".html", ".xhtml", ".1"}
    )
    assert "Haftungsausschluss" in written
    assert "Nebenwirkungen" in written
    assert "Notrufnummer" in written


@pytest.mark.parametrize("language", ["ar", "he", "nl"])
def test_a_language_without_a_catalogue(make_project: Callable[..., Any], language: str) -> None:
    """English stands in for what has no translation, and the project can set it."""
    conf = CONF | {
        "language": language,
        "drugmono_section_titles": {"side-effects": "Bijwerkingen"},
        "drugmono_disclaimer": "Geen medisch advies.",
    }
    built = make_project({"index.rst": INDEX, "drugs/one.md": ENGLISH}, conf).build()
    assert warnings(built) == []
    html = built.output("drugs/one.html")
    assert "Bijwerkingen" in html
    assert "Usage" in html
    assert "Geen medisch advies." in html


PO = """\
msgid ""
msgstr ""
"Content-Type: text/plain; charset=UTF-8\\n"

msgid "Pain and fever."
msgstr "Schmerzen und Fieber."

msgid "**Common:** nausea, vomiting"
msgstr "**Häufig:** Übelkeit, Erbrechen"

msgid "Ask your doctor about this page."
msgstr "Fragen Sie dazu in Ihrer Arztpraxis."
"""


def messages(folder: Path) -> dict[str, str]:
    found: dict[str, str] = {}
    for path in sorted(folder.rglob("*.pot")):
        with path.open("rb") as file:
            found |= {str(one.id): path.stem for one in read_po(file) if one.id}
    return found


def test_the_words_of_monographs_can_be_translated(make_project: Callable[..., Any]) -> None:
    """What ``-b gettext`` takes out can be put back translated, and the disclaimers stay.

    Titles and texts of the extension are in its own catalogues, not in those of the project.
    """
    conf = CONF | {"locale_dirs": ["locales"]}
    project = make_project({"index.rst": INDEX, "drugs/one.md": ENGLISH}, conf)
    built = project.build("gettext")
    assert warnings(built) == []
    found = messages(built.outdir)
    wanted = {"Ibuprofen", "Pain and fever.", "Ask your doctor about this page."}
    assert wanted <= set(found), sorted(found)
    assert not {"Usage", "Side Effects", "Disclaimer"} & set(found)
    project.write({"locales/de/LC_MESSAGES/drugs.po": PO})
    project.configure(conf | {"language": "de"})
    built = project.build(fresh=True)
    assert warnings(built) == []
    text = text_of(built.output("drugs/one.html"))
    for words in (
        "Schmerzen und Fieber.",
        "Häufig: Übelkeit, Erbrechen",
        "Fragen Sie dazu in Ihrer Arztpraxis.",
        "Rufen Sie im Notfall die örtliche Notrufnummer an.",
        "Serious: anaphylaxis",  # has no translation
    ):
        assert words in text
    assert "Pain and fever." not in text


@pytest.mark.parametrize("blank", ["", " ", "\\n"])
def test_an_unfinished_translation_takes_nothing_away(
    make_project: Callable[..., Any], blank: str
) -> None:
    """Empty translations leave the writer's words."""
    po = re.sub(r'msgstr ".+"', lambda _: f'msgstr "{blank}"', PO.split("\n\n", 1)[1])
    po += f'\nmsgid "Ibuprofen"\nmsgstr "{blank}"\n'
    project = make_project(
        {
            "index.rst": INDEX,
            "drugs/one.md": ENGLISH,
            "locales/de/LC_MESSAGES/drugs.po": PO.split("\n\n", 1)[0] + "\n\n" + po,
        },
        CONF | {"locale_dirs": ["locales"], "language": "de"},
    )
    built = project.build()
    html = built.output("drugs/one.html")
    text = text_of(html)
    assert "Pain and fever." in text
    assert "Ask your doctor about this page." in text
    assert [title.get_text() for title in BeautifulSoup(html, "lxml").find_all("h1")] == [
        "Ibuprofen¶"
    ]


MARKED = """\
# Ibuprofen

## 1. Usage

### 1. For pain

> 5 mg is much:

1\\. January, ![a tablet](tablet.png)

| Week | Dose |
|---|---|
| 1. | + 5 mg |

```text
C13H18O2
  206 g/mol
```

Before meals::

Not
for all.
"""
TRANSLATIONS = {
    "1. Usage": "1. Anwendung",
    "1. For pain": "1. Gegen Schmerz",
    "> 5 mg is much:": "> 5 mg ist viel:",
    "1. January, ![a tablet](tablet.png)": "1. Januar, ![eine Tablette](tablet.png)",
    "Week": "- Woche",
    "1.": "# eins",
    "+ 5 mg": "+ 5 mg, nicht *mehr*",
    "text\nC13H18O2\n  206 g/mol": "text\nC13H18O2\n\n  206 g/mol (gerundet)",
    "Before meals::": "Vor dem Essen::",
    "Not for all.": "Nicht\n\nfür alle.  \nNie.",
}


def catalogue_of(translations: dict[str, str]) -> str:
    texts = {"": "Content-Type: text/plain; charset=UTF-8\n"} | translations
    return "\n".join(
        f"msgid {json.dumps(one, ensure_ascii=False)}\n"
        f"msgstr {json.dumps(other, ensure_ascii=False)}\n"
        for one, other in texts.items()
    )


def test_a_translation_is_one_text_whatever_it_begins_with(
    make_project: Callable[..., Any],
) -> None:
    """Numbers, dashes and blank lines in a translation are text; none of its words is lost."""
    conf = CONF | {"locale_dirs": ["locales"], "gettext_additional_targets": ["literal-block"]}
    files = {"index.rst": INDEX, "drugs/one.md": MARKED, "drugs/tablet.png": b"\x89PNG"}
    project = make_project(files, conf)
    assert TRANSLATIONS.keys() <= messages(project.build("gettext").outdir).keys()
    project.write({"locales/de/LC_MESSAGES/drugs.po": catalogue_of(TRANSLATIONS)})
    project.configure(conf | {"language": "de"})
    html = project.build(fresh=True).output("drugs/one.html")
    page = BeautifulSoup(html, "lxml")
    text = text_of(html)
    for words in (
        "1. Gegen Schmerz",
        "> 5 mg ist viel:",
        "1. Januar,",
        "- Woche",
        "# eins",
        "+ 5 mg, nicht mehr",
        "C13H18O2 206 g/mol (gerundet)",
        "Vor dem Essen::",
        "Nicht für alle. Nie.",
    ):
        assert words in text
    assert "1. Gegen Schmerz" in [title.get_text().rstrip("¶") for title in page.find_all("h3")]
    assert "dummy literal" not in text
    assert page.find("em", string="mehr")
    assert page.find("img", alt="eine Tablette")


@pytest.mark.parametrize(
    ("translated", "shown"),
    [("/drugs/other.png", "other.png"), ("/drugs/gone.png", "tablet.png")],
)
def test_an_image_in_another_language(
    make_project: Callable[..., Any], translated: str, shown: str
) -> None:
    """An image may have another in its place, if that is there."""
    files = {
        "index.rst": INDEX,
        "drugs/one.md": MARKED,
        "drugs/tablet.png": b"\x89PNG",
        "drugs/other.png": b"\x89PNG",
        "locales/de/LC_MESSAGES/drugs.po": catalogue_of(
            {".. image:: /drugs/tablet.png": f".. image:: {translated}"}
        ),
    }
    conf = {"locale_dirs": ["locales"], "language": "de", "gettext_additional_targets": ["image"]}
    html = make_project(files, CONF | conf).build().output("drugs/one.html")
    images = BeautifulSoup(html, "lxml").find_all("img")
    assert [image["src"].rpartition("/")[2] for image in images] == [shown]
