"""The data of the scripts: complete, safe, small, and written only when needed."""

from __future__ import annotations

import gzip
import json
import re
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

import sphinx_drugmono
from sphinx_drugmono.extension.domain import DrugDomain
from sphinx_drugmono.extension.records import MonographEntry, ReactionEntry
from sphinx_drugmono.formulary.assets import SCRIPT_TEXTS
from sphinx_drugmono.formulary.finder import finder_files
from sphinx_drugmono.formulary.neighbours import neighbour_files
from sphinx_drugmono.formulary.previews import preview_file, preview_files
from sphinx_drugmono.formulary.view import make_view
from sphinx_drugmono.monograph.model import Frequency
from sphinx_drugmono.monograph.names import make_id
from sphinx_drugmono.vocabulary import Vocabulary

if TYPE_CHECKING:
    from collections.abc import Callable

STATIC = Path(sphinx_drugmono.__file__).parent / "static"
DATA = "_static/drugmono-data"


def drug(name: str, *effects: str, serious: str = "rash") -> str:
    lines = "\n".join(f"- {effect}" for effect in effects)
    return (
        f"# {name}\n\n### Usage\n\n{name} is used for a test.\n\n### Side Effects\n\n"
        f"Common side effects:\n\n{lines}\n\nSerious side effects:\n\n- {serious}\n"
    )


DRUGS = {
    "index.rst": "Start\n=====\n\nWords about :drug:`Aspirin`.\n",
    "plain.rst": ":orphan:\n\nPlain\n=====\n\nNothing about drugs.\n",
    "drugs/aspirin.md": drug("Aspirin", "nausea", "dizziness"),
    "drugs/beta.md": drug("Beta + Aspirin", "nausea", "headache", serious="seizures"),
}
CONF = {"drugmono_pages": ["drugs/**"], "html_theme": "alabaster"}


def read(text: str) -> Any:
    """What a data file hands over."""
    found = re.fullmatch(r'drugmono\.receive\("[\w-]+",(.*)\);\n', text)
    assert found
    return json.loads(found[1])


def names(rows: str) -> list[str]:
    return [row.split("\t")[0].lower() for row in rows.split("\n")]


def mtimes(folder: Path) -> dict[str, int]:
    return {path.name: path.stat().st_mtime_ns for path in folder.iterdir()}


def test_the_data_name_every_drug_and_side_effect(make_project: Callable[..., Any]) -> None:
    built = make_project(DRUGS, CONF).build()
    data = read(built.output(f"{DATA}/finder.js"))
    assert names(data["drugs"]) == ["aspirin", "beta + aspirin"]
    assert sorted(names(data["effects"])) == [
        "dizziness",
        "headache",
        "nausea",
        "rash",
        "seizures",
    ]


def test_previews_say_what_the_page_says(make_project: Callable[..., Any]) -> None:
    """Usage's first sentence, the number of side effects, and the serious ones."""
    built = make_project(DRUGS, CONF).build()
    pages = read(built.output(f"{DATA}/{preview_file('drugs/beta.html')}.js"))
    assert pages["drugs/beta.html"] == [
        [
            "drug-beta-aspirin",
            "drug",
            "Beta + Aspirin",
            "Beta + Aspirin is used for a test.",
            3,
            ["seizures"],
            0,
        ]
    ]
    pages = read(built.output(f"{DATA}/{preview_file('drug-effects/nausea.html')}.js"))
    kind, name, _clinical, count, serious = pages["drug-effects/nausea.html"][0][1:]
    assert (kind, name.lower(), count, serious) == ("effect", "nausea", 2, 0)


@pytest.mark.parametrize("builder", ["html", "dirhtml"])
def test_previews_are_found_by_the_addresses_that_browsers_send(
    make_project: Callable[..., Any], builder: str
) -> None:
    """Letters beyond ASCII and spaces are written as percent signs and digits there."""
    built = make_project(DRUGS | {"drugs/ä b.md": DRUGS["drugs/beta.md"]}, CONF).build(builder)
    address = "drugs/%C3%A4%20b" + (".html" if builder == "html" else "/")
    assert address in read(built.output(f"{DATA}/{preview_file(address)}.js"))


def beside(built: Any, letter: str) -> list[str]:
    """The rows of a letter's file: a drug, and its address if that is not made of its name."""
    return str(read(built.output(f"{DATA}/beside-{letter}.js"))["drugs"]).split("\n")


MORE = {f"drugs/{name}.md": drug(name.capitalize(), "nausea") for name in ("amoxil", "captopril")}


@pytest.mark.parametrize(
    ("builder", "conf", "suffix"),
    [
        ("html", {}, ".html"),
        ("html", {"html_file_suffix": ".htm"}, ".htm"),
        ("html", {"html_file_suffix": ".htm", "html_link_suffix": ".x"}, ".x"),
        ("dirhtml", {}, "/"),
    ],
)
def test_the_drugs_of_a_letter_have_those_before_and_after_them(
    make_project: Callable[..., Any], builder: str, conf: dict[str, str], suffix: str
) -> None:
    built = make_project(DRUGS | MORE, CONF | conf).build(builder)
    assert read(built.output(f"{DATA}/beside-b.js"))["suffix"] == suffix
    assert beside(built, "a") == ["Amoxil\tdrugs/", "Aspirin\tdrugs/", BETA]
    assert beside(built, "b") == ["Aspirin\tdrugs/", BETA, "Captopril\tdrugs/"]
    assert beside(built, "c") == [BETA, "Captopril\tdrugs/"]


BETA = "Beta + Aspirin\tdrugs/beta#drug-beta-aspirin"


def test_a_letter_without_drugs_has_no_file(make_project: Callable[..., Any]) -> None:
    """It goes with its last drug, and the drug before it has another neighbour."""
    project = make_project(DRUGS | MORE, CONF)
    built = project.build()
    project.remove("drugs/beta.md")
    built = project.build()
    assert not (built.outdir / DATA / "beside-b.js").exists()
    assert beside(built, "a")[-1] == "Captopril\tdrugs/"
    assert beside(built, "c")[0] == "Aspirin\tdrugs/"


def test_monographs_of_other_sites_are_no_neighbours(make_project: Callable[..., Any]) -> None:
    """Every letter has a name that the script can make of the index's address."""
    domain = DrugDomain(make_project({"index.rst": "Start\n=====\n"}, CONF).build().app.env)
    names = {"own/a": "Alpha", "https://drugs.example/b.html": "Beta", "own/g": "Gamma"}
    names |= {"../other/z.html": "Zeta", "own/5": "5-FU", "own/i": "Ибупрофен"}
    for docname, name in names.items():
        entry = MonographEntry(name, docname, f"drug-{make_id(name)}", 1)
        domain.monographs[docname] = (entry,)
    view = make_view(domain)
    files = neighbour_files(view, names.keys(), lambda docname: f"{docname}.html")
    assert sorted(files) == ["beside-0-9", "beside-a", "beside-g", "beside-u0438"]
    assert [row.split("\t")[0] for row in read(files["beside-g"])["drugs"].split("\n")] == [
        "Alpha",
        "Gamma",
        "Ибупрофен",
    ]
    assert list(neighbour_files(view, {"own/a"}, lambda docname: f"{docname}.html")) == [
        "beside-a"
    ]


def test_drugs_in_a_toctree_need_no_data_of_neighbours(make_project: Callable[..., Any]) -> None:
    """The theme shows what is before and after them."""
    toctree = "Start\n=====\n\n.. toctree::\n\n   alpha\n"
    page = "Alpha\n=====\n\n.. drug-monograph:: Alpha\n\n   # Alpha\n\n   For pain.\n"
    project = make_project({"index.rst": toctree, "alpha.rst": page}, {"html_theme": "alabaster"})
    folder = project.build().outdir / DATA
    assert not list(folder.glob("beside-*.js"))
    assert (folder / "finder.js").exists()
    project.write({"alpha.rst": f":orphan:\n\n{page}", "index.rst": "Start\n=====\n"})
    project.build()
    assert [path.name for path in folder.glob("beside-*.js")] == ["beside-a.js"]


def test_nothing_is_written_anew_when_nothing_changed(make_project: Callable[..., Any]) -> None:
    project = make_project(DRUGS, CONF)
    folder = project.build().outdir / DATA
    before = mtimes(folder)
    project.build()
    assert mtimes(folder) == before


def test_a_changed_drug_changes_its_own_previews_only(make_project: Callable[..., Any]) -> None:
    project = make_project(DRUGS, CONF)
    folder = project.build().outdir / DATA
    before = mtimes(folder)
    project.write({"drugs/aspirin.md": DRUGS["drugs/aspirin.md"].replace("a test", "two tests")})
    project.build()
    changed = {name for name, time in mtimes(folder).items() if before.get(name) != time}
    assert changed == {f"{preview_file('drugs/aspirin.html')}.js", "state.txt"}


def test_what_is_gone_leaves_no_data(make_project: Callable[..., Any]) -> None:
    project = make_project(DRUGS, CONF)
    folder = project.build().outdir / DATA
    project.remove("drugs/beta.md")
    project.build()
    assert not any("Beta" in path.read_text("utf-8") for path in folder.iterdir())
    project.remove("drugs/aspirin.md")
    project.write({"index.rst": "Start\n=====\n"})
    project.build()
    assert list(folder.iterdir()) == []
    project.write({"drugs/aspirin.md": DRUGS["drugs/aspirin.md"]})
    project.build()
    assert "Aspirin" in (folder / "finder.js").read_text("utf-8")


@pytest.mark.parametrize("damage", [None, b"drugmono.rec", b"\xff\xfe\x00"])
@pytest.mark.parametrize("name", ["finder.js", "beside-a.js", "state.txt"])
def test_lost_and_damaged_data_is_made_anew(
    make_project: Callable[..., Any], name: str, damage: bytes | None
) -> None:
    project = make_project(DRUGS, CONF)
    folder = project.build().outdir / DATA
    before = {path.name: path.read_bytes() for path in folder.iterdir()}
    if damage is None:
        (folder / name).unlink()
    else:
        (folder / name).write_bytes(damage)
    project.build()
    assert {path.name: path.read_bytes() for path in folder.iterdir()} == before


def test_equal_sources_give_equal_data(make_project: Callable[..., Any]) -> None:
    contents = []
    for parallel in (1, 2):
        folder = make_project(DRUGS, CONF).build(parallel=parallel).outdir / DATA
        contents.append({path.name: path.read_bytes() for path in folder.iterdir()})
    assert contents[0] == contents[1]


@pytest.mark.parametrize(
    ("conf", "finder", "previews"),
    [
        ({}, True, True),
        ({"drugmono_finder": False}, False, True),
        ({"drugmono_previews": False}, True, False),
        ({"drugmono_finder": False, "drugmono_previews": False}, False, False),
    ],
)
def test_finder_and_previews_can_be_switched_off(
    make_project: Callable[..., Any], conf: dict[str, bool], finder: bool, previews: bool
) -> None:
    built = make_project(DRUGS, CONF | conf).build()
    folder = built.outdir / DATA
    assert (folder / "finder.js").exists() is finder
    assert bool(list(folder.glob("previews-*.js"))) is previews
    page = built.output("drug-effects.html")
    assert ("drugmono-finder.js" in page) is finder
    assert ("data-no-previews" in page) is not previews


def test_text_of_pages_cannot_break_out_of_the_data(make_project: Callable[..., Any]) -> None:
    evil = "Evil</script><script>alert(1)</script> & \u2028 co"
    files = DRUGS | {"drugs/evil.md": drug(evil, "nausea", "<img src=x onerror=alert(1)>")}
    built = make_project(files, CONF).build()
    for path in (built.outdir / DATA).iterdir():
        assert not re.search(r"[<>&\u2028]", path.read_text("utf-8"))
    drugs = read(built.output(f"{DATA}/finder.js"))["drugs"]
    assert any("alert(1)</script>" in row for row in drugs.split("\n"))


def test_pages_of_another_language_stay_as_they_are(make_project: Callable[..., Any]) -> None:
    """The second build of a translated project changes no page."""
    project = make_project(DRUGS, CONF | {"language": "de"})
    first = project.build().output("drugs/aspirin.html")
    assert "texts.js?v=" in first
    project.write({"drugs/aspirin.md": DRUGS["drugs/aspirin.md"] + "\n"})
    assert project.build().output("drugs/aspirin.html") == first
    english = project.build(confoverrides={"language": "en"}, fresh=True)
    assert "texts.js" not in english.output("drugs/aspirin.html")


def test_pages_get_what_they_need(make_project: Callable[..., Any]) -> None:
    """Style and previews where there are drugs or links to them, the finder where lists are."""
    built = make_project(DRUGS, CONF | {"drugmono_finder_sidebar": False}).build()
    for page, style, finder in (
        ("index", True, False),
        ("plain", False, False),
        ("drugs/aspirin", True, False),
        ("drug-monographs", True, True),
        ("drug-effects/nausea", True, True),
    ):
        text = built.output(f"{page}.html")
        assert ("drugmono.css" in text) is style, page
        assert ("drugmono.js" in text) is style, page
        assert ("drugmono-finder.js" in text) is finder, page
    built = make_project(DRUGS, CONF).build()
    assert "drugmono-finder-sidebar" in built.output("plain.html")


def test_a_project_without_drugs_gets_nothing(make_project: Callable[..., Any]) -> None:
    built = make_project({"index.rst": "Start\n=====\n"}, CONF).build()
    assert "drugmono" not in built.output("index.html")
    assert not (built.outdir / DATA).exists()


def test_a_project_can_replace_style_and_scripts(make_project: Callable[..., Any]) -> None:
    own = {"own/drugmono.css": "/* ours */", "own/drugmono.js": "// ours"}
    built = make_project(DRUGS | own, CONF | {"html_static_path": ["own"]}).build()
    assert built.output("_static/drugmono.css") == "/* ours */"
    assert built.output("_static/drugmono.js") == "// ours"


@pytest.mark.parametrize("builder", ["epub", "singlehtml", "latex", "text"])
def test_other_builders_get_no_scripts(make_project: Callable[..., Any], builder: str) -> None:
    built = make_project(DRUGS, CONF).build(builder)
    assert not [path.name for path in built.outdir.rglob("drugmono*.js")]
    assert not (built.outdir / DATA).exists()


def test_a_second_build_has_nothing_to_do(make_project: Callable[..., Any]) -> None:
    project = make_project(DRUGS, CONF)
    project.build()
    assert "no targets are out of date" in project.build().status


def test_style_and_scripts_are_small() -> None:
    files = [path.read_bytes() for path in sorted(STATIC.rglob("*.*"))]
    assert len(files) == 5
    assert sum(len(gzip.compress(content)) for content in files) < 30_000


def test_all_texts_of_the_scripts_can_be_translated() -> None:
    """The list in Python and the calls in the scripts name the same texts."""
    called: set[str] = set()
    for path in (STATIC / "scripts").glob("*.js"):
        code = path.read_text("utf-8")
        for call in re.findall(
            r"(?<![\w.])(?:_|many)\(((?:[^\"()]|\"[^\"]*\")*?)\s*[,)]\s*", code
        ):
            called.update(re.findall(r'"([^"]*)"', call))
        for call in re.findall(r"many\([^\"]*(\"[^\"]*\"), (\"[^\"]*\")", code):
            called.update(text.strip('"') for text in call)
    assert called == set(SCRIPT_TEXTS)


def test_the_data_of_six_thousand_drugs_are_small(make_project: Callable[..., Any]) -> None:
    """Six thousand drugs with seventy thousand claims take less than 400 kB, previews apart."""
    env = make_project({"index.rst": "Start\n=====\n"}, CONF).build().app.env
    domain = DrugDomain(env)
    effects = sorted(Vocabulary.load(), key=lambda effect: effect.id)
    for number in range(6000):
        # Names and pairs without any order, as a formulary has them.
        seed = (number * 2654435761) % 2**32
        name = f"{syllables(seed)} + {syllables(seed // 7)}" if number % 2 else syllables(seed)
        reactions = tuple(
            ReactionEntry(
                effect.id, effect.name, effect.clinical_name, effect.synonyms, effect.name,
                Frequency.COMMON, None, None, step % 3 == 0, None, effect.name, "drug-x",
            )
            for step, effect in (
                (step, effects[(seed * (step + 1) // 97) % len(effects)]) for step in range(12)
            )
        )  # fmt: skip
        docname = f"drugs/{name[0]}/{make_id(name)}-{number}"
        entry = MonographEntry(name, docname, f"drug-{make_id(name)}", 1, reactions=reactions)
        domain.monographs[docname] = (entry,)
    view = make_view(domain)
    files = finder_files(view, lambda docname: f"{docname}.html")
    assert sum(len(gzip.compress(text.encode())) for text in files.values()) < 400_000
    for text in preview_files(view, lambda docname: f"{docname}.html").values():
        assert len(gzip.compress(text.encode())) < 40_000


def syllables(seed: int) -> str:
    parts = ["ba", "ce", "di", "fo", "gu", "lam", "met", "nir", "pol", "quin", "rax", "tin", "vir"]
    return "".join(parts[(seed >> (4 * place)) % len(parts)] for place in range(5)).capitalize()
