"""The YAML front matter of a page, read without trusting it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import yaml

from sphinx_drugmono.monograph.model import Diagnostic, Severity
from sphinx_drugmono.monograph.source import NOT_TEXT

if TYPE_CHECKING:
    from collections.abc import Mapping

_FENCE = re.compile(r"---[ \t]*\n(?:(.*?)\n)?(?:---|\.\.\.)[ \t]*(?:\n|\Z)", re.DOTALL)
_LOOKS_LIKE_KEY = re.compile(r"\s*[A-Za-z_][\w-]*\s*:(?:\s|$)")
_TITLE = re.compile(r"^title\s*:\s*(.*)$", re.MULTILINE)
MAX_FRONT_MATTER = 64 * 1024
"""Characters; what is longer is not front matter but an attack or an accident."""

MAX_DEPTH = 20
"""Mappings and lists within each other; deeper ones would exhaust whoever reads the data."""

_Loader: type[yaml.SafeLoader] = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


class _RefusedError(ValueError):
    """Front matter that is well-formed YAML but not fit to be read."""

    def __init__(self, reason: str, mark: Any) -> None:
        super().__init__(reason)
        self.problem_mark = mark


def _check(root: yaml.Node) -> None:
    """Refuse aliases (nested ones grow without bound) and deep nesting.

    Escapes in quoted values can make characters that are no text; they are shown as U+FFFD.
    """
    seen: set[int] = set()
    level: list[yaml.Node] = [root]
    for _ in range(MAX_DEPTH):
        deeper: list[yaml.Node] = []
        for node in level:
            if isinstance(node, yaml.ScalarNode):
                node.value = NOT_TEXT.sub("\ufffd", node.value)
                continue
            if id(node) in seen:
                raise _RefusedError("aliases are not allowed", node.start_mark)
            seen.add(id(node))
            for entry in node.value:
                deeper.extend(entry if isinstance(entry, tuple) else (entry,))
        level = deeper
        if not level:
            return
    raise _RefusedError("too many lists and mappings within each other", level[0].start_mark)


def _load(block: str) -> Any:
    """The data of a block; its title, if it has one, as written (``No`` is a name there)."""
    loader = _Loader(block)
    try:
        root = loader.get_single_node()
        if root is None:
            return None
        _check(root)
        data = loader.construct_document(root)
    finally:
        loader.dispose()
    if not isinstance(data, dict):
        return data
    for key, value in root.value:
        if key.value == "title" and isinstance(value, yaml.ScalarNode):
            data["title"] = value.value
    return {str(key): value for key, value in data.items()}


def read_front_matter(text: str) -> tuple[Mapping[str, Any], int, list[Diagnostic]]:
    """Split the front matter off a page.

    Returns the mapping, the offset at which the body starts, and diagnostics. A block that is no
    mapping is text of the page, and the offset is then 0.
    """
    match = _FENCE.match(text)
    if match is None:
        return {}, 0, []
    block = match[1] or ""
    first_content = next((ln for ln in block.splitlines() if ln.strip() and ln[0] != "#"), "")
    if first_content and not _LOOKS_LIKE_KEY.match(first_content):
        problem = Diagnostic(
            "front-matter",
            Severity.WARNING,
            "the block at the top is not a mapping of keys to values; it is kept as text",
            1,
        )
        return {}, 0, [problem]
    reason, line = "", 1
    data: Any = None
    if len(block) > MAX_FRONT_MATTER:
        reason = f"longer than {MAX_FRONT_MATTER} characters"
    else:
        try:
            data = _load(block)
        except Exception as error:  # constructors of odd tags raise whatever they stumble over
            mark = getattr(error, "problem_mark", None) or getattr(error, "context_mark", None)
            line = (mark.line if mark else 0) + 2
            reason = getattr(error, "problem", None) or "a value is not what its tag or form says"
    if reason:
        title = _TITLE.search(block)
        salvaged = {"title": title[1].strip().strip("\"'")} if title and title[1].strip() else {}
        message = f"the front matter cannot be read: {reason}"
        return salvaged, match.end(), [Diagnostic("front-matter", Severity.ERROR, message, line)]
    if data is None:
        return {}, match.end(), []
    if not isinstance(data, dict):
        message = "the front matter is not a mapping of keys to values; it is kept as text"
        return {}, 0, [Diagnostic("front-matter", Severity.WARNING, message, 1)]
    return data, match.end(), []
