"""After a build that did not come to its end, every document is written anew.

Sphinx takes a file that is there for a page that is done. A killed build leaves a page cut
short, and a search index, which is written last, without the pages it had written before.
"""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

from sphinx.builders.html import StandaloneHTMLBuilder

from sphinx_drugmono.formulary.output import record_path

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.builders import Builder
    from sphinx.environment import BuildEnvironment


def _mark(app: Sphinx) -> Path:
    """The file that is there while a build writes."""
    return record_path(app.builder).with_suffix(".unfinished")


def _has_lost_its_index(builder: Builder) -> bool:
    """Whether a build wrote a search index that is no more.

    Sphinx would begin a new one with nothing in it but the documents that change.
    """
    record = record_path(builder)
    return (
        isinstance(builder, StandaloneHTMLBuilder)
        and builder.search
        and not builder.embedded
        and record.is_relative_to(builder.outdir)
        and record.exists()
        and not Path(builder.outdir, builder.searchindex_filename).exists()
    )


def begin_writing(app: Sphinx, env: BuildEnvironment) -> list[str]:
    """Name all documents if the last build did not finish, or its search index is gone."""
    mark = _mark(app)
    unfinished = mark.exists() or _has_lost_its_index(app.builder)
    with suppress(OSError):
        mark.parent.mkdir(parents=True, exist_ok=True)
        mark.touch()
    return sorted(env.found_docs) if unfinished else []


def finish(app: Sphinx, exception: Exception | None) -> None:
    """Take the mark away when everything is written."""
    if exception is None:
        with suppress(OSError):
            _mark(app).unlink(missing_ok=True)


def setup_interruption(app: Sphinx) -> None:
    """Mark the time in which a build writes."""
    app.connect("env-updated", begin_writing)
    app.connect("build-finished", finish, priority=900)
