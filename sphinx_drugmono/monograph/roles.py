"""The formulary's own roles in drug Markdown: ``{drug}`aspirin` `` leads to a monograph.

These are the only roles there are; any other is text, with its braces.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from markdown_it.token import Token

from sphinx_drugmono.monograph.names import without_parentheses

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

ROLES = {
    "drug:monograph": "monograph",
    "drug": "monograph",
    "drug:effect": "effect",
    "side-effect": "effect",
}
"""The names of the roles, and what each refers to."""

ROLE_NAMES = "|".join(map(re.escape, ROLES))
"""A pattern for the name of a role."""

MARK = "}`"
"""What every text with a role has in it."""

_NAME = re.compile(rf"\{{({ROLE_NAMES})\}}\Z")
_EXPLICIT = re.compile(r"(.+?)\s*<([^<>]*[^<>\s][^<>]*)>\Z", re.DOTALL)


def words_and_target(written: str) -> tuple[str, str | None]:
    """What a role shows, and the name it refers to; ``None`` if it makes no link.

    ``words <name>`` gives other words, ``~name`` leaves out what the name has in parentheses, and
    ``!name`` makes no link. These are the rules of Sphinx's own roles.
    """
    written = written.strip()
    if written.startswith("!"):
        return written[1:], None
    explicit = _EXPLICIT.match(written)
    words, target = explicit.groups() if explicit else (written, written)
    target = target.strip()
    if target.startswith("~"):
        target = target[1:].strip()
        if not explicit:
            words = without_parentheses(target)
    return words.strip(), target


def with_roles(tokens: Iterable[Token]) -> Iterator[Token]:
    """Inline tokens with each role as one token of type ``role``.

    Its ``content`` is what it shows, its ``markup`` the role as written. ``attrs`` hold what it
    refers to, unless it makes no link: ``role`` (``monograph`` or ``effect``) and ``target``.
    """
    last: Token | None = None
    for token in tokens:
        name = (
            _NAME.search(last.content)
            if token.type == "code_inline" and last is not None and last.type == "text"
            else None
        )
        role = _role(name[1], token) if name else None
        if last is not None:
            if name and role:
                last.content = last.content[: name.start()]
            if last.content or last.type != "text":
                yield last
        last = role or token
    if last is not None:
        yield last


def _role(name: str, code: Token) -> Token | None:
    words, target = words_and_target(code.content)
    if not words.strip() or target == "":
        return None
    attrs = {} if target is None else {"role": ROLES[name], "target": target}
    written = f"{{{name}}}{code.markup}{code.content}{code.markup}"
    return Token("role", "", 0, attrs=dict(attrs), content=words, markup=written)
