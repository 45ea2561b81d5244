"""The configuration: every ``drugmono_*`` value of ``conf.py``, defined once.

Each field of :class:`DrugmonoConfig` carries its default, its check, the class of rebuild a change
of it needs, and the text the documentation shows. A bad value draws ``drugmono.config`` and falls
back to the default; a bad entry of a list or table is dropped alone.
"""

from __future__ import annotations

from dataclasses import dataclass, field, fields
from inspect import cleandoc
from pathlib import Path
from typing import TYPE_CHECKING, Any
from weakref import WeakKeyDictionary

from sphinx_drugmono.extension import config_checks as checks
from sphinx_drugmono.extension.warnings import Subtype, warn

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from sphinx.application import Sphinx
    from sphinx.config import Config

    from sphinx_drugmono.extension.config_checks import Check, Volumes
    from sphinx_drugmono.monograph.model import Kind, Severity


def _option(default: Any, check: Check, rebuild: str, text: str) -> Mapping[str, Any]:
    return {"default": default, "check": check, "rebuild": rebuild, "help": cleandoc(text)}


@dataclass(frozen=True, slots=True)
class DrugmonoConfig:
    """The checked configuration of a project; field ``x`` is ``drugmono_x`` in ``conf.py``."""

    pages: tuple[str, ...] = field(
        metadata=_option(
            [],
            checks.strings,
            "env",
            """
            Patterns of document names whose Markdown files are monographs as a whole, as they
            come from a site of drug pages: ``["drugs/**"]``. ``*`` stands for anything but
            ``/``, ``**`` for anything. Such pages need no toctree. Nothing in them is executed:
            directives, roles, raw HTML and substitutions show as text.
            """,
        )
    )
    trusted_pages: tuple[str, ...] = field(
        metadata=_option(
            [],
            checks.strings,
            "env",
            """
            Patterns of document names that are read as ordinary MyST Markdown although
            ``drugmono_pages`` matches them, with every directive and role. Name only pages you
            write yourself.
            """,
        )
    )
    disclaimer: str | None = field(
        metadata=_option(
            None,
            checks.text_or_none,
            "env",
            """
            The disclaimer on every monograph, as Markdown; ``None`` is the standard text. A
            page's own disclaimer is kept beside it, and not doubled where it says the same.
            """,
        )
    )
    disclaimer_short: str | None = field(
        metadata=_option(
            None,
            checks.text_or_none,
            "env",
            """
            The one-sentence disclaimer on indices and side-effect pages; ``None`` is the
            standard text.
            """,
        )
    )
    disclaimer_position: str = field(
        metadata=_option(
            "bottom",
            checks.one_of("bottom", "top"),
            "env",
            """
            Where the disclaimer and the notice stand: ``bottom`` (behind the sections) or
            ``top`` (under the title).
            """,
        )
    )
    notice: dict[str, str] = field(
        metadata=_option(
            {},
            checks.texts,
            "env",
            """
            Notices of how a text was made, by the value of ``provenance`` in the front matter of
            a page or in the directive: ``{"ai": "Written by a language model and not
            reviewed."}``. The entry ``default`` is for monographs that state no provenance.
            """,
        )
    )
    section_titles: dict[Kind, str] = field(
        metadata=_option(
            {},
            checks.titles_by_kind,
            "env",
            """
            Other titles for standard sections, by kind: ``{"mechanism": "Mechanism of
            Action"}``.
            """,
        )
    )
    section_synonyms: dict[Kind, tuple[str, ...]] = field(
        metadata=_option(
            {},
            checks.names_by_kind,
            "env",
            """
            Further headings that open a standard section, by kind: ``{"usage": ["What it
            treats"]}``.
            """,
        )
    )
    section_order: tuple[Kind, ...] = field(
        metadata=_option(
            [],
            checks.order_of_kinds,
            "env",
            """
            The kinds of sections in the order they are shown; kinds not named follow in their
            standard order.
            """,
        )
    )
    side_effects: tuple[str, ...] = field(
        metadata=_option(
            [],
            checks.strings,
            "env",
            """
            Files with side effects of your own (TOML, relative to ``conf.py``), which add to the
            vocabulary that comes with the extension or replace entries of it.
            """,
        )
    )
    facts: dict[str, str] = field(
        metadata=_option(
            {},
            checks.texts,
            "env",
            """
            Further entries of the front matter to show among the facts on top of a monograph,
            with their labels: ``{"atc": "ATC code"}``.
            """,
        )
    )
    index_entries: int = field(
        metadata=_option(
            500,
            checks.count,
            "html",
            """
            How many entries one page of an index holds in HTML. A longer index leads to a page
            for each letter, and for each two letters where one letter has too many.
            """,
        )
    )
    effect_entries: int = field(
        metadata=_option(
            200,
            checks.count,
            "html",
            """
            How many drugs the page of one side effect holds in HTML. Of a side effect with more,
            the gravest and most frequent groups that fit stand on its page, the others on pages
            by letter.
            """,
        )
    )
    glance: bool = field(
        metadata=_option(
            True,
            checks.yes_or_no,
            "env",
            """
            Whether the side effects of a monograph also stand as a short list, grave ones apart,
            above what its page says of them.
            """,
        )
    )
    finder: bool = field(
        metadata=_option(
            True,
            checks.yes_or_no,
            "html",
            """
            Whether indices and side-effect pages in HTML have a field that finds drugs and side
            effects while one types.
            """,
        )
    )
    finder_sidebar: bool = field(
        metadata=_option(
            True,
            checks.yes_or_no,
            "html",
            """
            Whether that field also stands in the sidebar of every page, above the search.
            """,
        )
    )
    previews: bool = field(
        metadata=_option(
            True,
            checks.yes_or_no,
            "html",
            """
            Whether a link to a monograph or side effect shows what is there when a pointer rests
            on it or the keyboard reaches it.
            """,
        )
    )
    toctree_entries: int = field(
        metadata=_option(
            1000,
            checks.count,
            "",
            """
            How many monographs the toctrees of a project may name before the build warns of
            what that costs in HTML.
            """,
        )
    )
    volumes: Volumes = field(
        metadata=_option(
            None,
            checks.volumes,
            "",
            """
            Splits the book that the ``latex`` builders make into volumes by the first letter of
            the drugs: ``"letter"`` for one volume a letter, or ``["0-9, A-C", "D-K", "L-Z"]``,
            or, with titles of your own, ``{"Volume One": "A-K", "Volume Two": "L-Z"}``. What no
            volume has gets one more. ``None`` makes one book.
            """,
        )
    )
    full_text_search: bool | str = field(
        metadata=_option(
            True,
            checks.full_text,
            "html",
            """
            Whether the search of HTML pages finds every word of the monographs. ``False`` leaves
            their text out of it and keeps names of drugs and side effects; ``"pagefind"`` does
            that too and has Pagefind index the text after the build, in small pieces of which a
            reader's browser loads only those it needs.
            """,
        )
    )
    export: bool = field(
        metadata=_option(
            False,
            checks.yes_or_no,
            "",
            """
            Whether HTML builders also write ``drugmono.json``: the monographs, their addresses and
            their side effects, for a project that lists several formularies together.
            """,
        )
    )
    shards: dict[str, str] = field(
        metadata=_option(
            {},
            checks.shards,
            "",
            """
            Other formularies whose drugs the indices, the side-effect pages and the finder of
            this project list too: the ``drugmono.json`` each of them exports (relative to
            ``conf.py``), by the address it is published at, which may be relative to the address
            of this project (``../a/``).
            """,
        )
    )
    report: str = field(
        metadata=_option(
            "warning",
            checks.one_of("error", "warning", "info", "none"),
            "env",
            """
            The least severe remarks on the text of monographs (headings not recognised, side
            effects not in the vocabulary) that become warnings of the build; ``drugmono check``
            always shows all of them.
            """,
        )
    )

    def reports(self, severity: Severity) -> bool:
        """Whether remarks of this severity become warnings of the build."""
        scale = ("error", "warning", "info")
        return self.report != "none" and scale.index(severity) <= scale.index(self.report)


def options() -> Iterator[tuple[str, Any, str, str]]:
    """Yield name, default, rebuild class and help of every configuration value."""
    for entry in fields(DrugmonoConfig):
        data: Mapping[str, Any] = entry.metadata
        yield f"drugmono_{entry.name}", data["default"], data["rebuild"], data["help"]


_checked: WeakKeyDictionary[Config, DrugmonoConfig] = WeakKeyDictionary()
_folders: WeakKeyDictionary[Config, Path] = WeakKeyDictionary()
_doctree_folders: WeakKeyDictionary[Config, Path] = WeakKeyDictionary()


def config_folder(config: Config) -> Path:
    """The folder of ``conf.py``, from which the paths in it count."""
    return _folders[config]


def doctree_folder(config: Config) -> Path:
    """The folder where Sphinx keeps what it needs for the next build."""
    return _doctree_folders[config]


def config_place(config: Config, name: str) -> str:
    """Where ``conf.py`` sets a value, for warnings."""
    path = config_folder(config) / "conf.py"
    try:
        lines = path.read_text("utf-8", "replace").splitlines()
    except OSError:
        lines = []
    numbers = [number for number, line in enumerate(lines, 1) if line.startswith(name)]
    return f"{path}:{numbers[-1] if numbers else 1}"


def project_config(config: Config) -> DrugmonoConfig:
    """The checked configuration of a project; bad values are reported once."""
    checked = _checked.get(config)
    if checked is None:
        values = {}
        for entry in fields(DrugmonoConfig):
            name = f"drugmono_{entry.name}"

            def complain(message: str, name: str = name) -> None:
                place = config_place(config, name)
                warn(Subtype.CONFIG, f"{name}: {message}", location=place)

            check: Check = entry.metadata["check"]
            default = entry.metadata["default"]
            try:
                value = check(getattr(config, name), complain)
            except (TypeError, ValueError) as error:
                complain(f"{error}; {default!r} is used")
                value = check(default, complain)
            values[entry.name] = value
        _checked[config] = checked = DrugmonoConfig(**values)
    return checked


def setup_config(app: Sphinx) -> None:
    """Register the values; they are checked when the configuration is complete."""
    for name, default, rebuild, _help in options():
        # Our own check tells more than Sphinx's check of types does.
        app.add_config_value(name, default, rebuild, types=Any)  # type: ignore[arg-type]
    app.connect("config-inited", _check_config)


def _check_config(app: Sphinx, config: Config) -> None:
    _folders[config] = Path(app.confdir)
    _doctree_folders[config] = Path(app.doctreedir)
    project_config(config)
