"""Texts that need no Markdown parser: plain ones, and those that open with a bold label.

Nearly every text of a drug page is one or the other. The tokens are those markdown-it makes.
"""

from __future__ import annotations

import re

from markdown_it.token import Token

_NO_MARK = r"[^\n\\`*_\[<&]"
"""Characters that no rule for inline markup begins with (``!`` needs a ``[`` behind it)."""
# Where "**" stands between other signs than these, CommonMark's rules for emphasis decide.
_PLAIN_OR_LABELLED = re.compile(
    rf"(?:\*\*(?P<label>(?=\S){_NO_MARK}+)(?:(?<=[^\W_])\*\*|(?<=\S)\*\*(?=\ |\Z)))?"
    rf"(?P<text>{_NO_MARK}*)"
)

# Tokens are never changed, so all texts can share these.
_NOTHING = Token("text", "", 0)
_OPEN = Token("strong_open", "strong", 1, markup="**")
_CLOSE = Token("strong_close", "strong", -1, markup="**")


def simple_tokens(content: str) -> tuple[Token, ...] | None:
    """The inline tokens of a text without markup but a bold label in front; ``None`` if it has."""
    match = _PLAIN_OR_LABELLED.fullmatch(content)
    if match is None:
        return None
    label, text = match.groups()
    if label is None:
        return (Token("text", "", 0, content=text),) if text else ()
    return (
        _NOTHING,
        _OPEN,
        Token("text", "", 0, content=label, level=1),
        _CLOSE,
        Token("text", "", 0, content=text) if text else _NOTHING,
    )
