"""Templates under watch: what they do with marks beside showing them, and what else they ask.

A mark finds out by itself what is done with it in Python, but not what is done with text made of
it: by a filter, by joining texts, in a block or a macro. So the templates are compiled once more,
in an environment in which such text is a mark, too, and in which nothing is called that may give
another answer for another page.
"""

from __future__ import annotations

import functools
from itertools import accumulate
from types import BuiltinMethodType
from typing import TYPE_CHECKING, Any, NoReturn, cast

from jinja2.compiler import CodeGenerator
from jinja2.runtime import Macro

from sphinx_drugmono.formulary.frames.marks import LookedAtError, Mark, has_sign

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from jinja2 import nodes
    from jinja2.compiler import Frame
    from jinja2.runtime import Context
    from jinja2.sandbox import SandboxedEnvironment

# All others may give something else for another text.
_SHOWING = frozenset(
    {"d", "default", "e", "escape", "forceescape", "join", "safe", "string", "striptags"}
)
_INDIFFERENT = frozenset({"defined", "none", "string", "undefined"})
_COMPARING = frozenset({"==", "eq", "equalto", "!=", "ne"})
_JOINING = frozenset({"+", "%"})
_KNOWN = ("sphinx.", "sphinx_drugmono.", "jinja2.", "markupsafe", "gettext", "builtins")
"""Where functions are from whose answers depend on nothing but what they are asked."""

_JOIN, _CONTAINS = "drugmono join", "drugmono contains"


class _WatchedGenerator(CodeGenerator):
    """Lets the environment do what Jinja compiles to operators."""

    def visit_Concat(self, node: nodes.Concat, frame: Frame) -> None:  # noqa: N802
        self.write(f"environment.filters[{_JOIN!r}]((")
        for arg in node.nodes:
            self.visit(arg, frame)
            self.write(", ")
        self.write("))")

    def visit_Compare(self, node: nodes.Compare, frame: Frame) -> None:  # noqa: N802
        names = [operand.op for operand in node.ops]
        if not {"in", "notin"}.intersection(names):
            super().visit_Compare(node, frame)
        elif len(names) > 1:
            self.fail("a chain of comparisons cannot be watched", node.lineno)
        else:
            self.write("(not " if names == ["notin"] else "(")
            self.write(f"environment.tests[{_CONTAINS!r}](")
            self.visit(node.expr, frame)
            self.write(", ")
            self.visit(node.ops[0].expr, frame)
            self.write("))")


def watched(environment: SandboxedEnvironment) -> SandboxedEnvironment:
    """An environment that renders as another does, or raises an exception.

    It raises :class:`LookedAtError` where a template might do something else with other values in
    the places of the marks, or on another page.
    """
    watch = environment.overlay(bytecode_cache=None)
    watch.code_generator_class = _WatchedGenerator
    watch.filters = {
        name: _watched_filter(function, shows=name in _SHOWING)
        for name, function in environment.filters.items()
    } | {_JOIN: lambda parts: _joined("".join(map(str, parts)))}
    watch.tests = {
        name: _watched_test(name, cast("Callable[..., Any]", function))
        for name, function in environment.tests.items()
    } | {_CONTAINS: _contains, "in": _contains}
    watch.concat = lambda parts: _joined("".join(parts))  # type: ignore[method-assign]
    # Class attributes of the environment, which is made for being changed by them.
    watch.intercepted_binops = frozenset(environment.binop_table)
    watch.call_binop = functools.partial(_calculate, environment)  # type: ignore[method-assign]
    watch.call = functools.partial(_call, environment)  # type: ignore[method-assign]
    return watch


def watched_functions(
    context: Mapping[str, Any], name: str, address: str, constants: set[str]
) -> dict[str, Any]:
    """What Sphinx tells a template of other pages, for a page whose ``name`` has a mark.

    ``context`` is that of a page in its place, ``address`` what links from it are relative to.
    ``constants`` collects the pages that are linked to, and their folders: a page with one of
    these names is another case.
    """
    pathto, hasdoc = context["pathto"], context["hasdoc"]

    def path_to(otheruri: str, resource: bool = False, baseuri: str = address) -> str:
        if isinstance(otheruri, Mark):
            otheruri = str(otheruri)
        else:
            # The way is another one from that page itself, and from one named as its folder.
            constants.update(accumulate(otheruri.split("/"), "{}/{}".format))
        return str(pathto(otheruri, resource, baseuri))

    def has_doc(other: str) -> bool:
        if isinstance(other, Mark):
            if str(other) != name:
                raise LookedAtError
            other = str(context["pagename"])
        return bool(hasdoc(other))

    def warning(message: str) -> NoReturn:
        raise LookedAtError  # each page is to have its own

    return {"pathto": path_to, "hasdoc": has_doc, "warning": warning}


def _joined(text: str) -> str:
    return Mark(text) if has_sign(text) else text


def _shown(found: object) -> Mark:
    if not isinstance(found, str) or not has_sign(found):
        raise LookedAtError
    return Mark(found)


def _is_marked(value: object) -> bool:
    if isinstance(value, dict):
        return any(map(_is_marked, (*value, *value.values())))
    if isinstance(value, list | tuple | set | frozenset):
        return any(map(_is_marked, value))
    return isinstance(value, Mark)


def _any_marked(arguments: Iterable[object], options: Mapping[str, object]) -> bool:
    return any(map(_is_marked, arguments)) or any(map(_is_marked, options.values()))


def _is_known(function: Any) -> bool:
    if isinstance(function, BuiltinMethodType):
        return isinstance(function.__self__, str | list | tuple | dict | set)
    return f"{getattr(function, '__module__', '')}".startswith(_KNOWN)


def _watched_filter(function: Callable[..., Any], *, shows: bool) -> Callable[..., Any]:
    known = _is_known(function) or isinstance(function, BuiltinMethodType)

    @functools.wraps(function)
    def watched_filter(*arguments: Any, **options: Any) -> Any:
        marked = _any_marked(arguments, options)
        if not known or (marked and not shows):
            raise LookedAtError
        found = function(*arguments, **options)
        if not marked or isinstance(found, Mark):
            return found
        return _shown(found)

    return watched_filter


def _watched_test(name: str, function: Callable[..., Any]) -> Callable[..., Any]:
    known = _is_known(function) or isinstance(function, BuiltinMethodType)

    @functools.wraps(function)
    def watched_test(*arguments: Any, **options: Any) -> Any:
        if not known or (
            name not in _INDIFFERENT | _COMPARING and _any_marked(arguments, options)
        ):
            raise LookedAtError
        return function(*arguments, **options)

    return watched_test


def _contains(value: Any, container: Any) -> bool:
    if isinstance(value, Mark) and isinstance(container, str):
        raise LookedAtError
    return bool(value in container)


def _calculate(
    environment: SandboxedEnvironment, context: Context, operator: str, left: Any, right: Any
) -> Any:
    found = environment.call_binop(context, operator, left, right)
    if not (_is_marked(left) or _is_marked(right)) or isinstance(found, Mark):
        return found
    if operator not in _JOINING:
        raise LookedAtError
    return _shown(found)


def _call(
    environment: SandboxedEnvironment,
    context: Context,
    function: Any,
    /,
    *arguments: Any,
    **options: Any,
) -> Any:
    takes_marks = isinstance(function, Macro) or f"{function.__module__}".startswith(
        "sphinx_drugmono."
    )
    if not takes_marks and (not _is_known(function) or _any_marked(arguments, options)):
        raise LookedAtError
    return environment.call(context, function, *arguments, **options)
