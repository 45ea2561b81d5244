"""Translations of the words of monographs, from the catalogues of the project.

Sphinx has a translation parsed as the document it is for: MyST and reStructuredText would execute
what stands in it. So monographs are set aside while Sphinx translates, and their translations are
read by the reader of monographs.
"""

from __future__ import annotations

import re
from gettext import NullTranslations, translation
from pathlib import Path
from typing import TYPE_CHECKING, Any

from docutils import nodes
from sphinx import addnodes
from sphinx.transforms import SphinxTransform
from sphinx.transforms.i18n import Locale, parse_noqa
from sphinx.util.i18n import docname_to_domain
from sphinx.util.nodes import extract_messages, is_translatable

from sphinx_drugmono.extension.addresses import local_image
from sphinx_drugmono.extension.domain import drug_domain
from sphinx_drugmono.extension.warnings import Subtype, warn
from sphinx_drugmono.monograph.source import NOT_TEXT

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sphinx.application import Sphinx
    from sphinx.environment import BuildEnvironment

_MARK = "drugmono_own_translation"
_IMAGE = re.compile(r"\.\. image:: (\S.*)")
"""How Sphinx has translators name another image."""


def mark_monograph(node: nodes.Element) -> None:
    """Say that the words in a node are those of a monograph, until they are translated."""
    node[_MARK] = True


class SetAside(SphinxTransform):
    """Takes monographs out of a document before Sphinx translates it."""

    default_priority = Locale.default_priority - 1

    def apply(self, **_kwargs: Any) -> None:
        """Put an empty element in the place of each monograph."""
        if self.env.docname not in drug_domain(self.env).monographs:
            return
        aside = list(_marked(self.document))
        places = [nodes.Element() for _ in aside]
        for node, place in zip(aside, places, strict=True):
            del node[_MARK]
            node.parent.replace(node, place)
        self.document.transformer.add_transform(Translate, aside=aside, places=places)


class Translate(SphinxTransform):
    """Puts the monographs back, with their words translated."""

    default_priority = Locale.default_priority + 1

    def apply(self, *, aside: list[nodes.Element], places: list[nodes.Element]) -> None:
        """Translate the monographs that were set aside, each into its place."""
        for node, place in zip(aside, places, strict=True):
            place.parent.replace(place, node)
        # The builder gettext asks for the words as they are written.
        if self.env.versioning_condition is not is_translatable:
            catalogue = _catalogue(self.env)
            if catalogue is not None:
                for node in aside:
                    _translate(node, catalogue, self.env)


def _marked(node: nodes.Element) -> Iterator[nodes.Element]:
    for child in node.children:
        if isinstance(child, nodes.Element):
            if _MARK in child:
                yield child
            else:
                yield from _marked(child)


class _Untranslated(NullTranslations):
    """What stands behind all catalogues, to tell what has no translation."""

    def gettext(self, message: str) -> str:
        return ""


def _catalogue(env: BuildEnvironment) -> NullTranslations | None:
    """The catalogues Sphinx would use for the document, the first before the others."""
    config = env.config
    domain = docname_to_domain(env.docname, config.gettext_compact)
    found: NullTranslations | None = None
    for folder in config.locale_dirs:
        try:
            catalogue = translation(domain, Path(env.srcdir, folder), [config.language])
        except FileNotFoundError:
            continue
        except Exception as error:  # a damaged file may raise anything
            message = f"a catalogue for it in {folder} cannot be read: {error}"
            warn(Subtype.TRANSLATION, message, location=env.docname)
            continue
        if found is None:
            found = catalogue
        else:
            found.add_fallback(catalogue)
    if found is not None:
        found.add_fallback(_Untranslated())
    return found


def _translate(
    monograph: nodes.Element, catalogue: NullTranslations, env: BuildEnvironment
) -> None:
    for node, message in list(extract_messages(monograph)):
        text, quiet = _as_source(catalogue.gettext(message)), False
        if not isinstance(node, nodes.literal_block):
            text, quiet = parse_noqa(text)
        done = text.strip() and (text == message or _put(text, message, node, env, quiet=quiet))
        # An image has two messages.
        node["translated"] = bool(done) or node.get("translated", False)


def _as_source(text: str) -> str:
    """A translation with the line ends of a page, and without what is no text."""
    return NOT_TEXT.sub("\ufffd", text.replace("\r\n", "\n").replace("\r", "\n"))


def _put(
    text: str, message: str, node: nodes.Element, env: BuildEnvironment, *, quiet: bool
) -> bool:
    """Put a translation into a node; ``False`` if it does not say anything."""
    if isinstance(node, nodes.literal_block):
        node.rawsource = text
        node[:] = [nodes.Text(text)]
        return True
    if isinstance(node, nodes.image):
        if node.get("alt") == message:
            node["alt"] = text
            return True
        return _put_image(text, node, env)
    return _put_words(text, node, env, quiet=quiet)


def _put_image(text: str, node: nodes.image, env: BuildEnvironment) -> bool:
    named = _IMAGE.match(text)
    path = local_image(named[1], env.docname, Path(env.srcdir)) if named else None
    if path is None:
        message = f"{text!r} in a translation is no image that can be shown; the original stays"
        warn(Subtype.IMAGE, message, location=node)
        return False
    node["uri"] = path
    return True


def _put_words(text: str, node: nodes.Element, env: BuildEnvironment, *, quiet: bool) -> bool:
    """The translation is one text: what begins a list or the like elsewhere is text in it."""
    # The reader is loaded when there is something to read.
    from sphinx_drugmono.extension.inline import Page, inline_nodes
    from sphinx_drugmono.monograph.markdown import parse_inline

    page = Page(node.source or "", env.docname, Path(env.srcdir), env.found_docs)
    lines = [line.strip() for line in text.split("\n") if line.strip()]
    words = nodes.Element("", *inline_nodes(parse_inline("\n".join(lines)), page, node.line or 1))
    if not words.children:
        return False
    for subtype, problem, _line in page.problems:
        warn(subtype, f"in the translation: {problem}", location=node)
    before, after = _targets(node), _targets(words)
    if before != after and not quiet:
        message = f"the translation refers to {after}, and the text it stands for to {before}"
        warn(Subtype.TRANSLATION, message, location=node)
    node[:] = words.children
    return True


def _targets(node: nodes.Element) -> list[str]:
    return sorted(reference["reftarget"] for reference in node.findall(addnodes.pending_xref))


def setup_translations(app: Sphinx) -> None:
    """Translate monographs beside all other text."""
    app.add_transform(SetAside)
