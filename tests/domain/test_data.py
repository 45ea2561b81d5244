"""What the domain stores: by page, mergeable, picklable, versioned."""

from __future__ import annotations

import hashlib
import pickle
import re
from typing import TYPE_CHECKING, Any

import pytest
from claims_directive import drug, drug_page

from sphinx_drugmono.extension import doctrees
from sphinx_drugmono.extension.domain import DATA_VERSION, DrugDomain, drug_domain
from sphinx_drugmono.extension.records import Listing, MonographEntry, PageDigest, ReactionEntry

if TYPE_CHECKING:
    from collections.abc import Callable

CONF = {"extensions": ["sphinx_drugmono", "claims_directive"]}

SHAPES = {1: "5f51534b0148", 2: "59c9a8fe5a12"}
"""The shape of the stored data for each version; a new shape needs a new version."""


def test_data_version_is_raised_with_the_shape_of_the_data() -> None:
    """Old environments must not reach new code: raise DATA_VERSION, and note the shape here."""
    shape = (
        sorted(DrugDomain.initial_data),
        *(record._fields for record in (MonographEntry, ReactionEntry, Listing, PageDigest)),
    )
    digest = hashlib.sha256(repr(shape).encode()).hexdigest()[:12]
    assert SHAPES.get(DATA_VERSION) == digest
    assert max(SHAPES) == DATA_VERSION


def test_two_definitions_are_kept_and_reported_with_both_places(
    make_project: Callable[..., Any],
) -> None:
    """The reference goes to the same page, else to the first; deleting one heals all."""
    files = {
        "index.rst": "T\n=\n\n:drug:`aspirin`\n",
        "b.rst": drug_page("Aspirin", "nausea"),
        "c.rst": drug_page("aspirin ", "rash") + "\n:drug:`Aspirin`\n",
    }
    project = make_project(files, CONF)
    built = project.build()
    (line,) = built.warning_lines()
    assert line == (
        "c.rst:3: WARNING: there is another monograph of “aspirin”, b.rst:3 [drugmono.duplicate]"
    )
    assert 'href="b.html#drug-aspirin"' in built.output("index.html")
    assert 'href="#drug-aspirin"' in built.output("c.html")
    assert ">aspirin</a>" in built.output("drug-monographs.html")
    assert 'href="b.html#drug-aspirin"' in built.output("drug-monographs.html")
    assert 'href="c.html#drug-aspirin"' in built.output("drug-monographs.html")

    project.remove("b.rst")
    project.write({"unrelated.rst": ":orphan:\n\nX\n=\n"})
    built = project.build()
    assert not built.warnings
    assert 'href="c.html#drug-aspirin"' in built.output("index.html")
    assert "b.html" not in built.output("drug-monographs.html")


def test_duplicate_is_reported_in_an_incremental_build(make_project: Callable[..., Any]) -> None:
    """The page that was there before is named, too."""
    project = make_project({"index.rst": "T\n=\n", "b.rst": drug_page("Aspirin")}, CONF)
    assert not project.build().warnings
    project.write({"a.rst": drug_page("Aspirin")})
    (line,) = project.build().warning_lines()
    assert line.startswith("b.rst:3: WARNING: there is another monograph of “Aspirin”, a.rst:3")


def many(count: int) -> dict[str, str]:
    """Pages of drugs that share side effects, with one drug on two pages."""
    pages = {
        f"drugs/d{number:02}.rst": drug_page(
            f"Drug{number}",
            "nausea; Nausea; ; common",
            f"effect-{number % 3}",
            names=f"Alt{number}",
        )
        for number in range(count)
    }
    pages["drugs/same.rst"] = drug_page("Drug3", "!nausea", components="Drug1, Drug2")
    return pages


def test_parallel_builds_give_the_same(make_project: Callable[..., Any]) -> None:
    """Read in several processes, the domain, its warnings and every page are the same."""
    files = {
        "index.rst": "T\n=\n\n.. drug-index::\n\n.. effect-index::\n\n:drug:`Alt7`\n",
        **many(30),
    }
    outputs = []
    merged: list[int] = []
    original = DrugDomain.merge_domaindata

    def merge(self: DrugDomain, docnames: Any, otherdata: Any) -> None:
        merged.append(len(docnames))
        original(self, docnames, otherdata)

    for parallel in (1, 2):
        project = make_project(files, CONF)
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(DrugDomain, "merge_domaindata", merge)
            built = project.build(parallel=parallel)
        pages = {
            str(path.relative_to(built.outdir)): path.read_bytes()
            for path in sorted(built.outdir.rglob("*.html"))
        }
        outputs.append((dict(drug_domain(built.app.env).data), built.warning_lines(), pages))
        project.close()
    assert len(merged) > 1
    assert sum(merged) == 32
    assert outputs[0] == outputs[1]
    assert len(outputs[0][1]) == 1


def test_the_environment_holds_no_nodes(make_project: Callable[..., Any]) -> None:
    """The data of the domain is made of plain records, and survives a pickle."""
    domain = drug_domain(make_project({"index.rst": "T\n=\n", **many(3)}, CONF).build().app.env)
    stored = pickle.dumps(domain.data)
    assert pickle.loads(stored) == domain.data
    assert b"docutils" not in stored
    assert b"sphinx.addnodes" not in stored


def test_ids_that_are_not_ids_are_refused(make_project: Callable[..., Any]) -> None:
    """An id becomes a part of addresses, so nothing else may be in it."""
    domain = drug_domain(make_project({"index.rst": "T\n=\n"}, CONF).build().app.env)
    for bad in ("../up", "drug:colon", "Drug", "a--b", ""):
        with pytest.raises(ValueError, match=re.escape(repr(bad))):
            domain.note_monograph(MonographEntry("X", "index", bad, 1))


def test_repeated_monograph_on_one_page(make_project: Callable[..., Any]) -> None:
    """Both are kept under ids of their own."""
    built = make_project({"index.rst": "T\n=\n\n" + drug("Aspirin") * 2}, CONF).build()
    html = built.output("index.html")
    assert 'id="drug-aspirin"' in html
    assert 'id="drug-aspirin-2"' in html
    (line,) = built.warning_lines()
    assert "[drugmono.duplicate]" in line


def test_many_pages_are_written_from_their_files(
    make_project: Callable[..., Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    """With fewer doctrees kept in memory than there are pages, every page is the same."""
    files = {"index.rst": "T\n=\n\n.. drug-index::\n\n:drug:`Alt7`\n", **many(12)}
    outputs = []
    for kept in (100, 3):
        monkeypatch.setattr(doctrees, "_IN_MEMORY", kept)
        built = make_project(files, CONF).build()
        assert len(built.app.env._write_doc_doctree_cache) == 0
        assert len(built.app.env._pickled_doctree_cache) <= kept
        outputs.append(
            {
                str(path.relative_to(built.outdir)): path.read_bytes()
                for path in sorted(built.outdir.rglob("*.html"))
            }
        )
    assert outputs[0] == outputs[1]


def test_a_parallel_build_keeps_what_earlier_builds_read(
    make_project: Callable[..., Any],
) -> None:
    """Processes that read a few pages anew hand back those and leave the others as they are."""
    files = {"index.rst": "T\n=\n\n.. toctree::\n   :glob:\n\n   drugs/*\n", **many(12)}
    changed = {
        name: drug_page(f"New{number}", "vertigo")
        for number, name in enumerate(("drugs/d02.rst", "drugs/d05.rst", "drugs/d11.rst"))
    }
    fresh = make_project({**files, **changed}, CONF).build()
    project = make_project(files, CONF)
    project.build()
    project.write(changed)
    built = project.build(parallel=2)
    assert drug_domain(built.app.env).data == drug_domain(fresh.app.env).data
    # Not beside a changed page, whose title there Sphinx does not bring up to date.
    for name in ("index.html", "drugs/d02.html", "drugs/d08.html", "drug-monographs.html"):
        assert built.output(name) == fresh.output(name)
