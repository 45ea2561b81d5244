"""What a monograph says about itself: disclaimer, notice, notes.

Every monograph carries one disclaimer: the wording of the project, and the page's own where it
says something else. Nothing on a page can take it away; only ``conf.py`` sets the wording.
"""

from __future__ import annotations

import re
from dataclasses import replace
from functools import lru_cache
from typing import TYPE_CHECKING

from docutils import nodes
from sphinx.locale import get_translation

from sphinx_drugmono.extension.config import config_place, project_config
from sphinx_drugmono.extension.warnings import Subtype, warn
from sphinx_drugmono.monograph.languages import MARKS
from sphinx_drugmono.monograph.markdown import parse_blocks, plain, split_inline

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from sphinx.application import Sphinx
    from sphinx.config import Config

    from sphinx_drugmono.extension.blocks import BlockRenderer
    from sphinx_drugmono.extension.config import DrugmonoConfig
    from sphinx_drugmono.monograph.markdown import Block
    from sphinx_drugmono.monograph.model import Monograph, Remark

_ = get_translation("sphinx_drugmono")

_WORDS = re.compile(rf"(?:\w|[{MARKS}])+")
_COLON = re.compile(r"\s*[:：]\s*")
_NO_ADVICE = (
    r"\b(?:not?|never|nor|cannot|can't|isn't|doesn't)\b[^.]{0,120}"
    r"\b(?:advice|diagnosis|substitutes?|replaces?|replacement)\b"
)
_PROFESSIONAL = (
    r"\b(?:doctors?|physicians?|pharmacists?|prescribers?|clinicians?|nurses?|professionals?"
    r"|health\s?care providers?)\b"
)
_ACTION = r"\b(?:start|stop|begin|chang|tak|us(?:e|ing)\b|rely|act)"
_FALLIBLE = (
    r"\b(?:incomplete|exhaustive|complete|comprehensive|accura|inaccura|outdated|out of date"
    r"|up[- ]to[- ]date|current|errors?|wrong|guarantee|warrant)"
)
_MUST_SAY = {
    "that it is no medical advice and replaces no professional": _NO_ADVICE,
    "to ask a doctor, pharmacist or other professional": _PROFESSIONAL,
    "not to start, stop or change a medicine because of it": _ACTION,
    "that it may be incomplete, outdated or wrong": _FALLIBLE,
}
_SHORT_MUST_SAY = dict(list(_MUST_SAY.items())[:2])


def disclaimer_text(config: DrugmonoConfig) -> str:
    """The disclaimer of the project, as Markdown."""
    return config.disclaimer or _(
        "This information is general and for education only. It is not medical advice and does "
        "not replace the advice of a doctor, pharmacist or other healthcare professional. Do not "
        "start, stop or change a medicine because of what you read here. The information may be "
        "incomplete, out of date or wrong, and medicines affect people differently. In an "
        "emergency, call your local emergency number."
    )


def short_disclaimer_text(config: DrugmonoConfig) -> str:
    """The disclaimer in one sentence, for indices and side-effect pages."""
    return config.disclaimer_short or _(
        "General information, not medical advice. Ask a doctor or pharmacist before you start, "
        "stop or change a medicine."
    )


def check_disclaimers(config: DrugmonoConfig, sphinx_config: Config) -> None:
    """Warn about wording in ``conf.py`` that lacks what a disclaimer must say.

    Only English wording can be checked.
    """
    if not str(sphinx_config.language or "en").startswith("en"):
        return
    for name, text, elements in (
        ("drugmono_disclaimer", config.disclaimer, _MUST_SAY),
        ("drugmono_disclaimer_short", config.disclaimer_short, _SHORT_MUST_SAY),
    ):
        missing = [
            what
            for what, pattern in elements.items()
            if text and not re.search(pattern, text, re.IGNORECASE)
        ]
        if missing:
            message = f"{name} does not say {'; '.join(missing)}"
            warn(Subtype.DISCLAIMER, message, location=config_place(sphinx_config, name))


def disclaimer_nodes(
    monograph: Monograph, config: DrugmonoConfig, blocks: BlockRenderer
) -> list[nodes.Element]:
    """Make the disclaimer and, where there is one, the notice of how the text was made."""
    found = [
        _box(
            ("Disclaimer", _("Disclaimer")),
            "drugmono-disclaimer",
            monograph.disclaimers,
            disclaimer_text(config),
            blocks,
        )
    ]
    notices = [note for note in monograph.notes if note.notice]
    provenance = str(monograph.metadata.get("provenance") or "default")
    text = config.notice.get(provenance, "")
    if notices or text:
        titles = "Notice", _("Notice")
        found.append(_box(titles, "drugmono-notice", notices, text, blocks))
    return found


def note_nodes(monograph: Monograph, blocks: BlockRenderer) -> list[nodes.Element]:
    """Make the page's other remarks, as they are written."""
    found: list[nodes.Element] = []
    for note in monograph.notes:
        if not note.notice:
            container = nodes.container("", *blocks.body(note.body), classes=["drugmono-note"])
            found.append(blocks.place(container, note.line))
    return found


def _box(
    titles: tuple[str, str],
    kind: str,
    own: Sequence[Remark],
    text: str,
    blocks: BlockRenderer,
) -> nodes.Element:
    """An admonition with the page's wording and the project's, each once.

    The title, given in English and in the language of the project, stands for a label that is one
    of both. So what is left to translate of the page is the same in all languages.
    """
    box = nodes.admonition(classes=[kind])
    blocks.place(box, own[0].line if own else 1)
    english, title = titles
    name = nodes.title("", title, translatable=False)
    if english != title:
        name["stands_for"] = english
    box.append(blocks.place(name, own[0].line if own else 1))
    seen: list[str] = []
    project_blocks, project_words = _project_wording(text)
    for remark in own:
        words = _folded(remark.body, titles)
        if words and (words in project_words or any(words in earlier for earlier in seen)):
            continue
        seen.append(words)
        for node in blocks.body(_without_label(remark.body, titles)):
            box.append(node)
    if project_words and not any(project_words in words for words in seen):
        for node in blocks.body(project_blocks):
            assert isinstance(node, nodes.Element)
            # It stands on every page: a search for its words would find them all.
            node["classes"].append("no-search")
            box.append(node)
    return box


@lru_cache(maxsize=16)
def _project_wording(text: str) -> tuple[Sequence[Block], str]:
    """The blocks and the folded words of a text of the project."""
    blocks = parse_blocks(text)
    return blocks, _folded(blocks, ())


def _words(text: str) -> str:
    return " ".join(_WORDS.findall(text.casefold()))


def _folded(blocks: Iterable[Block], titles: Sequence[str]) -> str:
    """The words of blocks, without the label in front, for comparing wordings."""
    text = " ".join(
        plain(block.inline) for top in _without_label(blocks, titles) for block in top.walk()
    )
    return f" {_words(text)} " if text.strip() else ""


def _without_label(blocks: Iterable[Block], titles: Sequence[str]) -> list[Block]:
    """The blocks without a heading or label that only repeats the title of the box."""
    rest = list(blocks)
    if rest and rest[0].kind == "heading":
        words = _words(plain(rest[0].inline))
        if any(words == _words(title) for title in titles):
            return rest[1:]
    if rest and rest[0].kind == "paragraph":
        text = plain(rest[0].inline)
        colon = _COLON.search(text)
        label = text[: colon.start()].strip().casefold() if colon else ""
        if colon and any(label == title.casefold() for title in titles):
            _, inline = split_inline(rest[0].inline, colon.end())
            if not inline:
                return rest[1:]
            rest[0] = replace(rest[0], inline=inline)
    return rest


def setup_disclaimers(app: Sphinx) -> None:
    """Check the wording of the project when the configuration is complete."""
    app.connect(
        "config-inited", lambda _app, config: check_disclaimers(project_config(config), config)
    )
