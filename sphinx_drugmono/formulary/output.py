"""What earlier builds left in the output: so that only what changed is written, and nothing stays.

Sphinx writes pages that extensions add in every build, never deletes one, and does not know which
pages show something of another. A small file beside the output remembers what each page showed.
"""

from __future__ import annotations

import json
from collections import defaultdict
from contextlib import suppress
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from jinja2 import BaseLoader, ChoiceLoader, Environment, FileSystemLoader, StrictUndefined
from markupsafe import escape
from sphinx.util.osutil import relative_uri

import sphinx_drugmono
from sphinx_drugmono.extension.digests import digest
from sphinx_drugmono.extension.domain import EffectPlace, drug_domain, site_address
from sphinx_drugmono.formulary.files import write_if_changed

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping

    from sphinx.builders.html import StandaloneHTMLBuilder
    from sphinx.environment import BuildEnvironment

    from sphinx_drugmono.formulary.frames.rendering import Frames

_VERSION = 1
_TEMPLATES = Path(__file__).parent.parent / "templates"


@dataclass(slots=True)
class OutputRecord:
    """What is in the output: ``state`` of the facts it shows, and digests of what pages show.

    ``frame`` is a digest of what all pages share,
    ``shown`` is about documents that list or cite something; ``pages`` about pages that are made
    here; ``monographs`` are the documents with monographs.
    """

    state: str = ""
    frame: str = ""
    shown: dict[str, str] = field(default_factory=dict)
    pages: dict[str, str] = field(default_factory=dict)
    monographs: list[str] = field(default_factory=list)

    @classmethod
    def load(cls, path: Path) -> OutputRecord:
        """Read the record; an empty one if there is none that can be read."""
        with suppress(OSError, ValueError, TypeError):
            data = json.loads(path.read_text("utf-8"))
            if isinstance(data, dict) and data.pop("version", None) == _VERSION:
                record = cls(**data)
                if record._is_sound():
                    return record
        return cls()

    def _is_sound(self) -> bool:
        """Whether all is of its type: a file beside the output may have been damaged."""
        digests = (self.shown, self.pages)
        return (
            all(isinstance(one, dict) for one in digests)
            and isinstance(self.monographs, list)
            and all(
                isinstance(text, str)
                for text in (
                    *(self.state, self.frame, *self.monographs),
                    *(text for one in digests for text in one.values()),
                )
            )
        )

    def save(self, path: Path) -> None:
        """Write the record if it changed."""
        text = json.dumps({"version": _VERSION, **asdict(self)}, sort_keys=True, indent=0)
        write_if_changed(path, text)


@dataclass(frozen=True, slots=True)
class DerivedPage:
    """A page of HTML made from the formulary.

    ``template`` is rendered with what ``context`` returns; ``shows`` is a digest of all of it.
    ``parents`` are the names and titles of the pages above it.
    """

    name: str
    title: str
    template: str
    shows: str
    context: Callable[[], Mapping[str, Any]]
    parents: tuple[tuple[str, str], ...] = ()


class Renderer:
    """Renders the templates of the formulary, which a project's own templates may replace."""

    def __init__(self, builder: StandaloneHTMLBuilder) -> None:
        self._builder = builder
        self._uris: dict[str, dict[str, str]] = defaultdict(dict)
        """Addresses of pages, by the folder of the page they are linked from."""
        self._templates = Environment(
            loader=ChoiceLoader(
                [
                    # A project may have templates of another kind for its pages.
                    *([builder.templates] if isinstance(builder.templates, BaseLoader) else []),
                    FileSystemLoader(_TEMPLATES),
                ]
            ),
            # Templates of a project are escaped too: what pages say is text, never markup.
            autoescape=True,
            trim_blocks=True,
            lstrip_blocks=True,
            undefined=StrictUndefined,
            auto_reload=False,
        )

    def body(self, pagename: str, template: str, context: Mapping[str, Any]) -> str:
        """Render the body of a page; ``link`` in it makes addresses relative to the page."""
        folder = "".join(self._builder.get_target_uri(pagename).rpartition("/")[:2])
        uris = self._uris[folder]

        def link(docname: str, node_id: str = "") -> str:
            uri = uris.get(docname)
            if uri is None:
                uri = uris[docname] = self._relative(folder, docname)
            return f"{uri}#{node_id}" if node_id else uri

        return self._templates.get_template(template).render(context, link=link)

    def _relative(self, folder: str, docname: str) -> str:
        address = site_address(self._builder, docname)
        return address if "://" in address else relative_uri(folder, address) or "./"

    def frame(self) -> str:
        """A digest of what all pages share: theme, configuration, templates, version, toctrees."""
        builder = self._builder
        return digest(
            (
                sphinx_drugmono.__version__,
                builder.build_info.config_hash,
                builder.build_info.tags_hash,
                builder.templates.newest_template_mtime(),
                max(path.stat().st_mtime for path in _TEMPLATES.rglob("*.html")),
                _toctrees(builder.env),
            )
        )


def _toctrees(env: BuildEnvironment) -> list[tuple[str, str]]:
    """What themes show beside each page: the toctrees, and titles of what is in them."""
    named = {name for names in env.toctree_includes.values() for name in names}
    shown = (named | env.toctree_includes.keys()) & env.tocs.keys()
    return [(name, env.tocs[name].pformat()) for name in sorted(shown)]


class PageWriter:
    """Writes derived pages whose content changed, and deletes those that are no more."""

    def __init__(
        self, builder: StandaloneHTMLBuilder, record: OutputRecord, frames: Frames
    ) -> None:
        self._builder = builder
        self._record = record
        self._renderer = Renderer(builder)
        self._frames = frames

    def write(self, pages: Iterable[DerivedPage]) -> None:
        """Bring the output in line with the pages."""
        frame = self._renderer.frame()
        written: dict[str, str] = {}
        for page in pages:
            shows = digest((frame, page.shows, page.title, page.parents))
            written[page.name] = shows
            path = Path(self._builder.get_outfilename(page.name))
            if self._record.pages.get(page.name) != shows or not path.exists():
                self._write(page, path)
        for name in self._record.pages.keys() - written.keys():
            if name not in self._builder.env.all_docs:
                _remove(Path(self._builder.get_outfilename(name)), Path(self._builder.outdir))
        self._record.pages = written
        self._record.frame = frame

    def is_current(self) -> bool:
        """Whether the pages of the record are there, and in the dress of today."""
        return self._record.frame == self._renderer.frame() and all(
            Path(self._builder.get_outfilename(name)).exists() for name in self._record.pages
        )

    def _write(self, page: DerivedPage, path: Path) -> None:
        context: dict[str, Any] = {
            "parents": [
                {"link": self._builder.get_relative_uri(page.name, name), "title": title}
                for name, title in page.parents
            ],
            "drugmono_page": page.template,
        }
        context |= {
            "title": str(escape(page.title)),  # themes take titles as HTML
            "body": self._renderer.body(page.name, page.template, page.context()),
        }
        partial = path.with_name(f"{path.name}.new")
        if not self._frames.write(page.name, context, partial):
            # Sphinx writes what it renders, and would write a page even if it is the same.
            self._builder.handle_page(page.name, context, "page.html", outfilename=partial)
        with suppress(OSError):
            if path.read_bytes() == partial.read_bytes():
                partial.unlink()
                return
        partial.replace(path)

    def forget_documents(self, docnames: Iterable[str]) -> None:
        """Delete the pages of monographs whose document is gone: nobody should find them."""
        outdir = Path(self._builder.outdir)
        for docname in docnames:
            _remove(Path(self._builder.get_outfilename(docname)), outdir)
            for source in _sources(outdir, docname):
                _remove(source, outdir)


def _sources(outdir: Path, docname: str) -> Iterator[Path]:
    copy = outdir / "_sources" / docname
    if copy.parent.is_dir():
        for path in copy.parent.iterdir():
            if path.name.startswith(f"{copy.name}.") and path.name.endswith(".txt"):
                yield path


def _remove(path: Path, outdir: Path) -> None:
    """Delete a file and the folders that become empty by it."""
    path.unlink(missing_ok=True)
    for folder in path.parents:
        if folder == outdir:
            break
        try:
            folder.rmdir()
        except OSError:
            break


def record_path(builder: Any) -> Path:
    """Where the record of a builder's output is kept."""
    if drug_domain(builder.env).effect_place is EffectPlace.PAGE:
        return Path(builder.outdir, ".drugmono.json")
    # Other builders take every file in the output for a part of it.
    return Path(builder.doctreedir, f"drugmono-{builder.name}.json")
