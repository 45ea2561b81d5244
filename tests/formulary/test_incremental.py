"""What is written again when something changes: all that shows it, and nothing else."""

from __future__ import annotations

import json
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
    """Its page, and the pages it appears on: its side effects', indices, the drug before it."""
    output.change({"delta.rst": drug_page("Delta", "rash")})
    assert output.written == {
        "both.html",  # the drug before it has a link to it
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
    """Other letters' pages stay; the drug before it has a link to it."""
    output.change({"bravo.rst": drug_page("Bravo")})
    assert output.written == {
        "both.html",
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


def test_broken_record(output: Output) -> None:
    """A record that cannot be read counts as none."""
    (output.built.outdir / ".drugmono.json").write_text("{", "utf-8")
    assert not output.change().warnings.count("Traceback")
    assert json.loads(output.built.output(".drugmono.json"))["pages"]


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
