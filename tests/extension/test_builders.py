"""A monograph in every builder."""

from __future__ import annotations

import pytest

TEXT = """\
---
reviewed: 2024-05-01
---

# Warfarin + Heparin

Both ~ thin # the $blood$ & more_ 100% {of} \\\\it ^ "quotes".

### Usage

| Age | Dose |
|-----|------|
| >75 | <5 mg |

> A quotation.

    no code

```
some code
```

---

1. one
   * nested<br>line

[link](https://example.org) ![Tablet](tablet.png) `code` H<sub>2</sub>O

### Side Effects

Common side effects:

* Nausea
* Vomiting

Serious side effects:

* Bleeding

### FAQs

**Q: Why?**
A: So.
"""
FILES = {
    "index.rst": "Top\n===\n\n.. toctree::\n\n   drugs/w\n   rst\n   myst\n",
    "drugs/w.md": TEXT,
    "drugs/tablet.png": bytes.fromhex(
        "89504e470d0a1a0a0000000d4948445200000001000000010804000000b51c0c020000000b4944415478da6364"
        "f80f00010501012718e3660000000049454e44ae426082"
    ),
    "rst.rst": "Rest\n====\n\n.. drug-monograph:: Warfarin\n\n   **Usage:** Clots.\n\n"
    "   **Side Effects:** Common: bleeding\n",
    "myst.md": "# Heparin\n\n```{drug-monograph} Heparin\n**Usage:** Clots.\n```\n",
}


@pytest.mark.parametrize(
    "builder",
    [
        "html",
        "dirhtml",
        "singlehtml",
        "epub",
        "text",
        "man",
        "texinfo",
        "latex",
        "gettext",
        "json",
        "pickle",
        "xml",
        "pseudoxml",
        "dummy",
        "changes",
    ],
)
def test_builds_without_a_warning(make_project, builder):
    """Every builder writes monographs without a warning."""
    conf = {"drugmono_pages": ["drugs/**"], "version": "1", "copyright": "Us"}
    built = make_project(FILES, conf).build(builder)

    assert built.warnings == ""


def test_same_doctree_serves_all_builders(make_project):
    """LaTeX and text are written from the doctrees an HTML build has left."""
    project = make_project(FILES, {"drugmono_pages": ["drugs/**"]})
    project.build("html")

    text = project.build("text")
    latex = project.build("latex")

    assert "0 added, 0 changed, 0 removed" in text.status
    assert "0 added, 0 changed, 0 removed" in latex.status
    assert text.warnings + latex.warnings == ""


@pytest.mark.parametrize("builder", ["epub", "xml", "json"])
def test_other_builders_before_change_nothing(make_project, builder):
    """The root document is the same from stored doctrees as from those that were just read."""
    files = {name: text for name, text in FILES.items() if not name.startswith("index")}
    files["index.rst"] = "Start\n=====\n"
    project = make_project(files, {"drugmono_pages": ["drugs/**"]})
    name = {"epub": "index.xhtml", "xml": "index.xml", "json": "index.fjson"}[builder]
    alone = project.build(builder).output(name)
    project.build("html", fresh=True)

    assert project.build(builder).output(name) == alone


def test_places_of_reactions_have_targets_in_latex(make_project):
    """Each place an index entry can link to has a label in the LaTeX file."""
    built = make_project(FILES, {"drugmono_pages": ["drugs/**"]}).build("latex")

    entries = built.app.env.get_domain("drug").monographs["drugs/w"]
    places = {reaction.node_id for reaction in entries[0].reactions}
    assert places
    for place in places:
        assert rf"\label{{\detokenize{{drugs/w:{place}}}}}" in built.output("test.tex")


def test_places_of_reactions_have_ids_in_html(make_project):
    """Each place an index entry can link to has an id in the page."""
    built = make_project(FILES, {"drugmono_pages": ["drugs/**"]}).build()

    [entry] = built.app.env.get_domain("drug").monographs["drugs/w"]
    assert {reaction.text for reaction in entry.reactions} == {"Nausea", "Vomiting", "Bleeding"}
    for reaction in entry.reactions:
        assert f'id="{reaction.node_id}"' in built.output("drugs/w.html")


def test_parallel_build_gives_the_same(make_project):
    """Reading and writing in two processes gives the files one process gives."""
    files = {f"drugs/d{n}.md": TEXT.replace("Warfarin", f"Drug {n}") for n in range(12)}
    files |= {"index.rst": "Top\n===\n", "drugs/tablet.png": FILES["drugs/tablet.png"]}
    project = make_project(files, {"drugmono_pages": ["drugs/**"]})
    pages = [f"drugs/d{n}.html" for n in range(12)]

    serial = project.build()
    one = [serial.output(page) for page in pages]
    parallel = project.build(fresh=True, parallel=2)
    two = [parallel.output(page) for page in pages]

    assert one == two
    assert parallel.warnings == serial.warnings == ""
