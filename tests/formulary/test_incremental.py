"""What is written again when something changes: all that shows it, and nothing else."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from claims_directive import drug_page

if TYPE_CHECKING:
    import os
    from collections.abc import Callable, Mapping

CONF = {"extensions": ["sphinx_drugmono", "claims_directive"], "html_copy_source": True}
PAGES = {
    "index.rst": "Start\n=====\n\nNo names here.\n",
    "drugs.rst": ":orphan:\n\nDrugs\n=====\n\n.. drug-index::\n",
    "effects.rst": ":orphan:\n\nEffects\n=======\n\n.. effect-index::\n",
    "cites.rst": (":orphan:\n\nCites\n=====\n\n:drug:`Beta`, :drug:`zeta`, :side-effect:`rash`\n"),
    "alpha.rst": drug_page("Alpha", "nausea; Nausea; ; common", "!rash"),
    "beta.rst": drug_page("Beta", "nausea; Nausea; ; rare"),
    "both.rst": drug_page("Beta + Gamma", "headache", components="Beta, Gamma"),
}
ALWAYS = {"genindex.html", "search.html", "searchindex.js", "objects.inv"}
"""What Sphinx itself writes in every build that writes something."""


class Output:
    """A project and its output, to see what a build writes."""

    def __init__(self, project: Any) -> None:
        self.project = project
        self.built = project.build()
        self.look()

    def files(self) -> dict[str, os.stat_result]:
        """The pages that are there."""
        outdir = self.built.outdir
        return {
            str(path.relative_to(outdir)): path.stat()
            for path in outdir.rglob("*.html")
            if str(path.relative_to(outdir)) not in ALWAYS
        }

    def look(self) -> None:
        """Note how everything is before a change."""
        self.before = {name: stat.st_mtime_ns for name, stat in self.files().items()}

    def change(self, files: Mapping[str, str] | None = None, *removed: str) -> Any:
        """Change the sources and build again."""
        self.look()
        self.project.write(files or {})
        self.project.remove(*removed)
        self.built = self.project.build()
        after = {name: stat.st_mtime_ns for name, stat in self.files().items()}
        self.written = {name for name in after if self.before.get(name) != after[name]}
        self.deleted = self.before.keys() - after.keys()
        return self.built


@pytest.fixture
def output(make_project: Callable[..., Any]) -> Output:
    return Output(make_project(PAGES, CONF))


def test_nothing_changed(output: Output) -> None:
    """Nothing is out of date, and nothing is written."""
    built = output.change()
    assert "no targets are out of date." in built.status
    assert output.written == set()
    assert output.deleted == set()


def test_changed_sentence(output: Output) -> None:
    """The page and the pages of its side effects that show the sentence are written."""
    output.change({"beta.rst": drug_page("Beta", "nausea; Nausea; ; rare; Beta makes you sick.")})
    assert output.written == {"beta.html", "drug-effects/nausea.html"}
    assert "Beta makes you sick." in output.built.output("drug-effects/nausea.html")


def test_changed_text_that_is_no_claim(output: Output) -> None:
    """Only the page itself is written."""
    output.change({"beta.rst": PAGES["beta.rst"] + "\nOther text.\n"})
    assert output.written == {"beta.html"}


def test_added_drug(output: Output) -> None:
    """Its page, and the pages it appears on: its side effects' and the indices."""
    output.change({"delta.rst": drug_page("Delta", "rash")})
    assert output.written == {
        "delta.html",
        "drugs.html",
        "effects.html",
        "drug-monographs.html",
        "drug-monographs/letter-d.html",
        "drug-effects.html",
        "drug-effects/letter-r.html",
        "drug-effects/rash.html",
    } | {name for name in output.written if name.startswith("drug-monographs/letter-")}
    assert "Delta" in output.built.output("drugs.html")


def test_added_drug_under_a_letter_that_has_one(output: Output) -> None:
    """Other letters' pages stay, and those of the drugs beside it."""
    output.change({"bravo.rst": drug_page("Bravo")})
    assert output.written == {
        "bravo.html",
        "drugs.html",
        "drug-monographs.html",
        "drug-monographs/letter-b.html",
    }


def test_component_appears_and_goes(output: Output) -> None:
    """The combination links to its component as soon as, and as long as, that has a page."""
    assert "gamma.html" not in output.built.output("both.html")
    output.change({"gamma.rst": drug_page("Gamma")})
    assert "both.html" in output.written
    assert 'href="gamma.html#drug-gamma"' in output.built.output("both.html")
    output.change(None, "gamma.rst")
    assert "both.html" in output.written
    assert "gamma.html" not in output.built.output("both.html")


def test_cited_name_appears_and_moves(output: Output) -> None:
    """A role that found nothing gets its link, and follows the drug to another page."""
    assert "zeta.html" not in output.built.output("cites.html")
    assert "[drugmono.missing-reference]" in output.built.warnings
    output.change({"zeta.rst": drug_page("Zeta")})
    assert "cites.html" in output.written
    assert 'href="zeta.html#drug-zeta"' in output.built.output("cites.html")
    output.change({"moved/zeta.rst": drug_page("Zeta")}, "zeta.rst")
    assert "cites.html" in output.written
    assert 'href="moved/zeta.html#drug-zeta"' in output.built.output("cites.html")
    assert "zeta.html" in output.deleted


def test_removed_drug(output: Output) -> None:
    """No page mentions it, its own page and those of its side effects are deleted."""
    output.change(None, "alpha.rst")
    assert output.deleted == {
        "alpha.html",
        "drug-effects/rash.html",
        "drug-effects/letter-r.html",
        "drug-monographs/letter-a.html",
    }
    for name in output.files():
        assert "Alpha" not in output.built.output(name), name
        assert "rash.html" not in output.built.output(name), name
    assert not (output.built.outdir / "_sources/alpha.rst.txt").exists()
    assert {"drugs.html", "effects.html", "cites.html"} <= output.written
    again = output.change()
    assert output.written == set()
    assert output.deleted == set()
    assert "[drugmono" not in again.warnings


def test_renamed_drug(output: Output) -> None:
    """The old name is nowhere, the new one everywhere."""
    output.change({"alpha.rst": drug_page("Omega", "nausea; Nausea; ; common", "!rash")})
    for name in output.files():
        assert "Alpha" not in output.built.output(name), name
    for name in ("drugs.html", "drug-monographs.html", "drug-effects/nausea.html"):
        assert "Omega" in output.built.output(name)
    assert 'href="../alpha.html#drug-omega"' in output.built.output(
        "drug-monographs/letter-o.html"
    )
    assert "drug-monographs/letter-a.html" in output.deleted


NAMES = (
    "Acarbose", "Amlodipine", "Atenolol", "Baclofen", "Benazepril", "Bisoprolol", "Captopril",
    "Carvedilol", "Codeine", "Dapsone", "Doxepin", "Enalapril",
)  # fmt: skip
DATA = "_static/drugmono-data/"
ONLY_DATA = {".drugmono.json", "searchindex.js", "objects.inv", "search.html", "genindex.html"}


class Formulary:
    """A dozen drugs whose pages stand in no toctree, and what a build changes of all its files."""

    def __init__(self, make_project: Callable[..., Any]) -> None:
        effects = {"A": "Nausea", "B": "Headache", "C": "Dizziness", "D": "Rash", "E": "Dry cough"}
        files = {f"drugs/{name.lower()}.md": self.page(name, effects[name[0]]) for name in NAMES}
        index = "# Drugs\n\n```{toctree}\nguide\n```\n"
        files |= {"index.md": index, "guide.md": "# Guide\n\nWords.\n"}
        self.project = make_project(files, {"drugmono_pages": ["drugs/**"]})
        self.outdir = self.project.build().outdir

    @staticmethod
    def page(name: str, *effects: str) -> str:
        listed = "\n".join(f"- {effect}" for effect in effects)
        return f"# {name}\n\n### Side Effects\n\nCommon side effects:\n\n{listed}\n"

    def files(self) -> dict[str, tuple[int, bytes]]:
        """Times and contents; what Sphinx copies in every build has no time."""
        found = {}
        for path in filter(Path.is_file, self.outdir.rglob("*")):
            name = str(path.relative_to(self.outdir))
            copied = name.startswith("_static/") and not name.startswith(DATA)
            time = 0 if copied or name == ".buildinfo" else path.stat().st_mtime_ns
            found[name] = (time, path.read_bytes())
        return found

    def change(self, files: Mapping[str, str], *removed: str) -> tuple[set[str], set[str]]:
        """Pages, and files of data, that a build wrote or deleted; data of search apart."""
        before = self.files()
        self.project.write(files)
        self.project.remove(*removed)
        self.project.build()
        after = self.files()
        touched = {
            name for name in before.keys() | after.keys() if before.get(name) != after.get(name)
        } - ONLY_DATA
        touched = {name for name in touched if not name.startswith("_sources/")}
        data = {name.removeprefix(DATA) for name in touched if name.startswith(DATA)}
        return touched - {DATA + name for name in data}, data


INDEX = "drug-monographs"


def test_one_drug_more_or_less_touches_its_own_pages_only(
    make_project: Callable[..., Any],
) -> None:
    """Its page, those of its side effects, its place in the indices, and data of scripts."""
    formulary = Formulary(make_project)
    page = {"drugs/bethanechol.md": formulary.page("Bethanechol", "Headache")}
    own = {
        "drugs/bethanechol.html",
        "drug-effects/headache.html",
        "drug-effects.html",
        "drug-effects/letter-h.html",
        f"{INDEX}.html",
        f"{INDEX}/letter-b.html",
    }
    for change in ((page,), ({}, *page)):
        pages, data = formulary.change(*change)
        assert pages == own
        assert "beside-b.js" in data
        assert {name for name in data if name.startswith("beside-")} == {"beside-b.js"}


def test_a_drug_at_the_end_of_its_letter_changes_the_data_of_the_next(
    make_project: Callable[..., Any],
) -> None:
    """The neighbours of the first and the last drug are in their letter's file."""
    formulary = Formulary(make_project)
    page = formulary.page("Azathioprine", "Nausea")
    pages, data = formulary.change({"drugs/azathioprine.md": page})
    assert {name for name in pages if name.startswith("drugs/")} == {"drugs/azathioprine.html"}
    assert {name for name in data if name.startswith("beside-")} == {"beside-a.js", "beside-b.js"}


def test_a_renamed_drug_touches_its_own_pages_only(make_project: Callable[..., Any]) -> None:
    formulary = Formulary(make_project)
    page = formulary.page("Cyproheptadine", "Headache")
    pages, data = formulary.change({"drugs/bisoprolol.md": page})
    assert pages == {
        "drugs/bisoprolol.html",
        "drug-effects/headache.html",
        f"{INDEX}.html",
        f"{INDEX}/letter-b.html",
        f"{INDEX}/letter-c.html",
    }
    assert {"beside-b.js", "beside-c.js"} <= data


def test_a_combination_is_on_the_pages_of_its_components(
    make_project: Callable[..., Any],
) -> None:
    """These show it; those of the drugs beside it do not."""
    formulary = Formulary(make_project)
    page = {"drugs/both.md": formulary.page("Captopril + Dapsone", "Rash")}
    for change in ((page,), ({}, *page)):
        pages, _data = formulary.change(*change)
        assert {name for name in pages if name.startswith("drugs/")} == {
            "drugs/both.html",
            "drugs/captopril.html",
            "drugs/dapsone.html",
        }


def test_page_that_is_no_monograph_any_more(output: Output) -> None:
    """The page stays, its entries go."""
    output.change({"alpha.rst": ":orphan:\n\nProse\n=====\n"})
    assert "alpha.html" not in output.deleted
    assert "Alpha" not in output.built.output("drugs.html")
    assert "drug-effects/rash.html" in output.deleted


def test_other_builder_in_between(output: Output) -> None:
    """A change that another builder saw first still reaches the pages of this one."""
    output.look()
    output.project.write({"delta.rst": drug_page("Delta", "rash")})
    text = output.project.build("text")
    assert "Delta" in text.output("drugs.txt")
    output.change()
    assert "Delta" in output.built.output("drugs.html")
    assert "Delta" in output.built.output("drug-effects/rash.html")
    text = output.project.build("text")
    assert "Delta" in text.output("drugs.txt")


def test_listing_in_text_follows(output: Output) -> None:
    """Builders with one file a page are kept up to date in the same way."""
    output.project.build("text")
    output.project.write({"beta.rst": drug_page("Beta", "vertigo")})
    text = output.project.build("text")
    assert "Vertigo" in text.output("effects.txt")
    output.project.remove("beta.rst")
    text = output.project.build("text")
    assert "Vertigo" not in text.output("effects.txt")


def test_page_that_went_missing_is_written_again(output: Output) -> None:
    """A derived page that somebody deleted comes back."""
    (output.built.outdir / "drug-effects/nausea.html").unlink()
    output.change()
    assert output.written == {"drug-effects/nausea.html"}


def test_lost_record(output: Output) -> None:
    """Without its record a build compares; pages that are the same stay as they are."""
    (output.built.outdir / ".drugmono.json").unlink()
    output.change({"beta.rst": PAGES["beta.rst"] + "\nOther text.\n"})
    assert {name for name in output.written if name.startswith("drug-")} == set()


@pytest.mark.parametrize(
    "content",
    [
        pytest.param(b"{", id="cut short"),
        pytest.param(b"\xff\x00\x9c", id="no text"),
        pytest.param(b"null", id="another value"),
        pytest.param(b'{"version": 1, "pages": {"a": 1}, "monographs": 2}', id="other types"),
    ],
)
def test_broken_record(output: Output, content: bytes) -> None:
    """A record that cannot be read counts as none."""
    record = output.built.outdir / ".drugmono.json"
    whole = record.read_bytes()
    record.write_bytes(content)
    output.change({"beta.rst": PAGES["beta.rst"] + "\nOther text.\n"})
    assert json.loads(record.read_bytes())["pages"] == json.loads(whole)["pages"]


def test_changed_configuration_reaches_derived_pages(output: Output) -> None:
    """A new title of the project is on the pages Sphinx does not know of, too."""
    output.project.configure({**CONF, "project": "Renamed"})
    output.change()
    assert "Renamed" in output.built.output("drug-effects/nausea.html")
    assert "Renamed" in output.built.output("drug-monographs.html")


def test_changed_template_of_the_project(make_project: Callable[..., Any]) -> None:
    """A project replaces a template; what its pages say is escaped all the same."""
    files = {
        **PAGES,
        "_templates/x.html": "",
        "evil.rst": drug_page("Evil", "nausea; ; ; ; a<b>c"),
    }
    project = make_project(files, {**CONF, "templates_path": ["_templates"]})
    output = Output(project)
    assert "a&lt;b&gt;c" in output.built.output("drug-effects/nausea.html")
    template = (
        "<h1>Mine</h1>{% for section in sections %}{% for claim in section.claims %}"
        "{{ claim.sentence }}{% endfor %}{% endfor %}"
    )
    output.change({"_templates/drugmono/effect.html": template})
    assert "<h1>Mine</h1>" in output.built.output("drug-effects/nausea.html")
    assert "a&lt;b&gt;c" in output.built.output("drug-effects/nausea.html")


def test_effect_without_drugs_leaves_dirhtml_clean(make_project: Callable[..., Any]) -> None:
    """Folders of deleted pages go, too."""
    project = make_project(PAGES, CONF)
    built = project.build("dirhtml")
    assert (built.outdir / "drug-effects/rash/index.html").exists()
    assert 'href="../../alpha/#drug-alpha' in built.output("drug-effects/rash/index.html")
    project.remove("alpha.rst")
    built = project.build("dirhtml")
    assert not (built.outdir / "drug-effects/rash").exists()
    assert not (built.outdir / "alpha").exists()


def test_changed_summary(make_project: Callable[..., Any]) -> None:
    """Only the page is written, and the previews, which alone show it."""
    page = "# Alpha\n\n### Usage\n\nFor {what}.\n\n### Side Effects\n\n* Nausea\n"
    files = {
        "index.rst": "Start\n=====\n\n.. drug-index::\n\n:drug:`alpha`\n",
        "alpha.md": page.format(what="headaches"),
        "beta.md": page.format(what="gout").replace("Alpha", "Beta"),
    }
    project = make_project(files, {"drugmono_pages": ["alpha", "beta"]})
    output = Output(project)
    output.change({"alpha.md": page.format(what="toothaches")})
    assert output.written == {"alpha.html"}
    data = output.built.outdir / "_static" / "drugmono-data"
    previews = "".join(path.read_text("utf-8") for path in data.glob("previews-*.js"))
    assert "For toothaches." in previews
    assert "For headaches." not in previews


@pytest.mark.parametrize(
    "change",
    [
        {"guide.rst": "Another guide\n=============\n\nText.\n"},
        {"index.rst": "Start\n=====\n\n.. toctree::\n\n   guide\n   cites\n"},
        {"index.rst": "Start\n=====\n\n.. toctree::\n   :caption: All\n\n   guide\n"},
    ],
)
def test_sidebars_of_derived_pages_follow_the_toctree(
    make_project: Callable[..., Any], change: dict[str, str]
) -> None:
    """They show what those of new pages do."""
    conf = CONF | {"html_theme": "furo"}
    files = PAGES | {
        "index.rst": "Start\n=====\n\n.. toctree::\n\n   guide\n",
        "guide.rst": "Guide\n=====\n\nText.\n",
    }
    project = make_project(files, conf)
    project.build()
    project.write(change)
    page = project.build().output("drug-effects/rash.html")
    assert page == make_project(files | change, conf).build().output("drug-effects/rash.html")
