"""What processes that read in parallel forget, and that no other does."""

from __future__ import annotations

from io import StringIO
from typing import TYPE_CHECKING

from sphinx.testing.util import SphinxTestApp

from sphinx_drugmono.extension.domain import drug_domain

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.conftest import Project


def test_documents_read_outside_of_a_build_leave_others_as_they_are(
    make_project: Callable[..., Project],
) -> None:
    """A tool may have an application read one document, and look at all."""
    page = "# {}\n\n## Usage\n\nFor pain.\n"
    project = make_project(
        {"index.md": "# Drugs\n", "drugs/a.md": page.format("A"), "drugs/b.md": page.format("B")},
        {"drugmono_pages": ["drugs/**"]},
    )
    project.build()
    app = SphinxTestApp(
        "html",
        srcdir=project.srcdir,
        builddir=project.root / "build",
        status=StringIO(),
        warning=StringIO(),
    )
    try:
        app.builder.read_doc("drugs/a")
        assert set(drug_domain(app.env).monographs) >= {"drugs/b"}
        assert set(app.env.tocs) >= {"index", "drugs/b"}
    finally:
        app.cleanup()
