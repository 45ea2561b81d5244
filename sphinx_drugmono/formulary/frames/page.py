"""A page as the theme is told of it: what is its own, and what it shares with others."""

from __future__ import annotations

from pathlib import PurePath
from types import BuiltinFunctionType, FunctionType, MethodType
from typing import TYPE_CHECKING, Any, NamedTuple

from sphinx.builders.html import StandaloneHTMLBuilder

from sphinx_drugmono.formulary.frames.marks import (
    BODY,
    NAME,
    TITLE,
    TOC,
    LookedAtError,
    Mark,
    is_plain,
)
from sphinx_drugmono.formulary.frames.watching import watched_functions

if TYPE_CHECKING:
    from collections.abc import Mapping, Set

_TEXTS = {"title": TITLE, "body": BODY, "toc": TOC}
_ADDRESSES = ("pagename", "current_page_name", "sourcename", "pageurl")
# They depend on the folder of a page, on its name where a template links to it, and on its place
# in a toctree; but no two pages that are in one have the same neighbours.
_FUNCTIONS = ("pathto", "hasdoc", "toctree", "css_tag", "js_tag")
_PLAIN = (
    *(str, bytes, int, float, PurePath),
    *(BuiltinFunctionType, FunctionType, MethodType, type),
)
_PLAIN_OF_SPHINX = frozenset({"sphinx.builders.html._assets", "sphinx.locale"})
"""Where Sphinx's own values are from: style sheets, scripts, words that are translated late."""


class Page(NamedTuple):
    """A page as the theme is told of it.

    ``values`` are its own, by the mark that stands for each. What it shares are ``marks``, the
    variables with marks in the place of values, and ``others``.
    """

    context: Mapping[str, Any]
    values: Mapping[str, str]
    marks: Mapping[str, str]
    others: Mapping[str, object]

    def shares_all_with(self, page: Page) -> bool:
        """Whether the theme is told the same of another page beside what is its own."""
        return self.marks == page.marks and self.others == page.others

    def is_one_of(self, constants: Set[str]) -> bool:
        """Whether a template may treat it as different from others."""
        return not constants.isdisjoint(self.context[variable] for variable in self.marks)

    def settled(self) -> Page:
        """Keep it while others are rendered.

        Raises :class:`LookedAtError` where it may change.
        """
        return self._replace(others=_settled(self.others))

    def marked(self, builder: StandaloneHTMLBuilder, constants: set[str]) -> dict[str, Any]:
        """What the theme is told of it, with marks; ``constants`` collects what they are not."""
        name = self.marks["pagename"]
        return {
            **self.context,
            **{variable: Mark(text, constants) for variable, text in self.marks.items()},
            **watched_functions(self.context, name, builder.get_target_uri(name), constants),
        }

    def sibling(self, name: str, context: Mapping[str, Any]) -> Page | None:
        """Another page of the folder, if the theme is told of it as of this one, but for texts.

        ``context`` has the texts, and what this page has, too.
        """
        own = {variable: text.replace(NAME, name) for variable, text in self.marks.items()}
        own |= {variable: context.get(variable, "") for variable in _TEXTS if variable in own}
        if (
            not all(own.values())
            or not is_plain(own["title"], name)
            or any(self.others.get(key) != context[key] for key in context.keys() - own.keys())
        ):
            return None
        values = {mark: own[variable] for variable, mark in _TEXTS.items() if variable in own}
        return Page(own, values | {NAME: name}, self.marks, self.others)


def page_of(pagename: str, context: Mapping[str, Any]) -> Page | None:
    """Tell what is the page's own; ``None`` if it would not be the same in every place."""
    last = pagename.rpartition("/")[2]
    try:
        plain = is_plain(context["title"], last)
        functions = [context[name] for name in _FUNCTIONS]
        # As Sphinx does when all extensions have seen the page.
        ordered = {
            name: sorted(context[name], key=lambda asset: asset.priority)
            for name in ("script_files", "css_files")
        }
        around = {
            variable: context[variable].rpartition(last)
            for variable in _ADDRESSES
            if context.get(variable)
        }
    except (AttributeError, KeyError, TypeError):
        return None  # an extension has others
    if (
        any(
            # Not its own name for its module, which a function around it may have, too.
            getattr(one, "__globals__", {}).get("__name__") != StandaloneHTMLBuilder.__module__
            for one in functions
        )
        or not all(found for _, found, _ in around.values())
        or not (plain and context.get("body"))
    ):
        return None
    marks = {variable: mark for variable, mark in _TEXTS.items() if context.get(variable)}
    values = {mark: context[variable] for variable, mark in _TEXTS.items() if variable in marks}
    marks |= {
        variable: f"{before}{NAME}{after}" for variable, (before, _, after) in around.items()
    }
    whole = {**context, **ordered}
    own = marks.keys() | _FUNCTIONS
    others = {name: value for name, value in whole.items() if name not in own}
    return Page(whole, values | {NAME: last}, marks, others)


def _settled(value: Any) -> Any:
    """A copy of a value that stays what it is while other pages are rendered.

    Functions may be asked for something else on each page; the templates are watched for it.
    Raises :class:`LookedAtError` for what may change.
    """
    if isinstance(value, dict):
        return {key: _settled(one) for key, one in value.items()}
    if isinstance(value, list | set | frozenset):
        return type(value)(map(_settled, value))
    if isinstance(value, tuple):
        return tuple(map(_settled, value))
    if value is None or isinstance(value, _PLAIN) or type(value).__module__ in _PLAIN_OF_SPHINX:
        return value
    raise LookedAtError
