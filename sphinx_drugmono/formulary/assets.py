"""Style sheet, scripts, data: on pages that need them, in builders that can use them."""

from __future__ import annotations

import json
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sphinx.builders.html import StandaloneHTMLBuilder
from sphinx.locale import get_translation

import sphinx_drugmono
from sphinx_drugmono.extension.config import project_config
from sphinx_drugmono.extension.digests import digest
from sphinx_drugmono.extension.domain import (
    DRUG_INDEX,
    EFFECT_INDEX,
    EffectPlace,
    drug_domain,
    site_address,
)
from sphinx_drugmono.formulary.drug_index import drug_index_title
from sphinx_drugmono.formulary.effect_index import effect_index_title
from sphinx_drugmono.formulary.files import has_text, write_if_changed
from sphinx_drugmono.formulary.finder import finder_files
from sphinx_drugmono.formulary.navigation import stands_alone
from sphinx_drugmono.formulary.neighbours import neighbour_files
from sphinx_drugmono.formulary.previews import preview_files
from sphinx_drugmono.formulary.view import facts_digest, formulary_view

if TYPE_CHECKING:
    from docutils import nodes
    from sphinx.application import Sphinx
    from sphinx.config import Config

    from sphinx_drugmono.extension.config import DrugmonoConfig
    from sphinx_drugmono.extension.domain import DrugDomain

_ = get_translation("sphinx_drugmono")

_PACKAGE = Path(__file__).parent.parent
_STYLE = _PACKAGE / "static" / "style"
_SCRIPTS = _PACKAGE / "static" / "scripts"
_TEMPLATES = _PACKAGE / "templates"
_DATA = "_static/drugmono-data"
_TEXTS = "texts.js"

SCRIPT_TEXTS = (
    "1 drug lists it as serious.",
    "1 drug lists it.",
    "1 drug lists {names}",
    "1 side effect listed.",
    "1 suggestion",
    "Chosen side effects",
    "Filter this list",
    "Next drug",
    "From {address}",
    "Find a drug or side effect",
    "No drug lists {names}",
    "Nothing found for “{query}”",
    "Only what pages list is found. A drug that is not here may still have this side effect.",
    "Previous drug",
    "Remove {name}",
    "Serious: {names}",
    "Serious: {names} and {more} more",
    "Show all {count}",
    "Suggestions",
    "The list of drugs could not be loaded.",
    "The list of names could not be loaded.",
    "Which of these drugs also list another side effect?",
    "also: {name}",
    "drug",
    "serious",
    "serious: {names}",
    "side effect, 1 drug",
    "side effect, {count} drugs",
    "{count} drugs list it as serious.",
    "{count} drugs list it.",
    "{count} drugs list {names}",
    "{count} side effects listed.",
    "{count} suggestions",
    "{shown} of {total} shown",
)
"""What the scripts say to readers; they have the English themselves."""


def _offer_templates(app: Sphinx, config: Config) -> None:
    """Put the templates behind the project's own, which replace them."""
    config.templates_path = [*config.templates_path, str(_TEMPLATES)]


def _offer_files(app: Sphinx) -> None:
    """Put style sheet and scripts before the project's own static files, which replace them."""
    if isinstance(app.builder, StandaloneHTMLBuilder):
        folders = [_STYLE]
        if drug_domain(app.env).effect_place is EffectPlace.PAGE:
            folders.append(_SCRIPTS)
            _write_texts(Path(app.outdir, _DATA, _TEXTS))
        app.config.html_static_path = [*map(str, folders), *app.config.html_static_path]


def _translations() -> dict[str, str]:
    """What the scripts say in the language of the project, where that is not English."""
    texts = {text: _(text) for text in SCRIPT_TEXTS}
    return {text: translated for text, translated in texts.items() if text != translated}


def _write_texts(path: Path) -> None:
    """Write the translations before the first page, whose link to them has their checksum."""
    translations = _translations()
    if translations:
        path.parent.mkdir(parents=True, exist_ok=True)
        text = json.dumps(translations, sort_keys=True, indent=0)
        write_if_changed(path, f"window.drugmonoTexts = {text};\n")
    else:
        path.unlink(missing_ok=True)


def _dress_page(
    app: Sphinx,
    pagename: str,
    templatename: str,
    context: dict[str, Any],
    doctree: nodes.document | None,
) -> None:
    """Add what a page needs of style sheet, scripts and finder."""
    builder = app.builder
    if not isinstance(builder, StandaloneHTMLBuilder):
        return
    domain = drug_domain(app.env)
    if domain.is_empty:
        return
    if domain.effect_place is not EffectPlace.PAGE:
        # A book is read as a whole, and its reader may not run scripts.
        builder.add_css_file("drugmono.css")
        return
    config = project_config(app.config)
    lists = pagename in domain.listings or "drugmono_page" in context
    sidebar = config.finder and config.finder_sidebar and _add_to_sidebar(context)
    if sidebar or lists or pagename in domain.monographs or pagename in domain.references:
        builder.add_css_file("drugmono.css")
        if Path(app.outdir, _DATA, _TEXTS).exists():
            builder.add_js_file(f"drugmono-data/{_TEXTS}", defer="defer")
        attributes = {} if config.previews else {"data-no-previews": ""}
        builder.add_js_file("drugmono.js", defer="defer", **attributes)
        if config.finder and (sidebar or lists):
            attributes = {"data-sidebar": "yes"} if sidebar else {}
            builder.add_js_file("drugmono-finder.js", defer="defer", **attributes)


def _add_to_sidebar(context: dict[str, Any]) -> bool:
    """Put the finder above the search of a sidebar, if the page has one."""
    sidebars = context.get("sidebars")
    if sidebars is None:
        return False
    place = next((at for at, name in enumerate(sidebars) if "search" in name), 0)
    context["sidebars"] = [*sidebars[:place], "drugmono/finder.html", *sidebars[place:]]
    context["drugmono_indices"] = (
        (DRUG_INDEX, drug_index_title()),
        (EFFECT_INDEX, effect_index_title()),
    )
    return True


def _write_data(app: Sphinx, exception: Exception | None) -> None:
    """Bring the data of the scripts in line with the formulary."""
    if exception is not None or not isinstance(app.builder, StandaloneHTMLBuilder):
        return
    domain = drug_domain(app.env)
    if domain.effect_place is EffectPlace.PAGE:
        _update(Path(app.outdir, _DATA), domain, app.builder, project_config(app.config))


def _update(
    folder: Path, domain: DrugDomain, builder: StandaloneHTMLBuilder, config: DrugmonoConfig
) -> None:
    alone = {
        docname for docname in domain.monographs if stands_alone(builder.env, domain, docname)
    }
    state = digest(
        (
            sphinx_drugmono.__version__,
            facts_digest(domain),
            builder.get_target_uri("x"),
            config.finder,
            config.previews,
            sorted(alone),
        )
    )
    mark = folder / "state.txt"
    if has_text(mark, _inventory(folder, state)):
        return
    files: dict[str, str] = {}
    if not domain.is_empty:
        view = formulary_view(domain)
        files |= neighbour_files(view, alone, builder.get_target_uri)
        if config.finder:
            files |= finder_files(view, partial(site_address, builder))
        if config.previews:
            files |= preview_files(view, builder.get_target_uri)
    paths = {folder / f"{name}.js": content for name, content in files.items()}
    for path in folder.glob("*.js"):
        if path not in paths and path.name != _TEXTS:
            path.unlink()
    if not paths:
        mark.unlink(missing_ok=True)
        return
    folder.mkdir(parents=True, exist_ok=True)
    # The mark comes last, so that a build that is broken off is made good by the next.
    for path, content in paths.items():
        write_if_changed(path, content)
    write_if_changed(mark, _inventory(folder, state))


def _inventory(folder: Path, state: str) -> str:
    """What the data is made of, and the files with their sizes, so that a lost one is missed."""
    files = sorted((path.name, path.stat().st_size) for path in folder.glob("*.js"))
    return "\n".join([state, *(f"{name} {size}" for name, size in files if name != _TEXTS)])


def setup_assets(app: Sphinx) -> None:
    """Connect to the HTML builders."""
    app.connect("config-inited", _offer_templates)
    # The place of side effects in the builder is set before, at the usual priority.
    app.connect("builder-inited", _offer_files, priority=600)
    app.connect("html-page-context", _dress_page)
    app.connect("build-finished", _write_data)
