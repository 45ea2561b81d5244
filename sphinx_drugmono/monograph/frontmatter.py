"""The YAML front matter of a page, read without trusting it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import yaml

from sphinx_drugmono.monograph.model import Diagnostic, Severity

if TYPE_CHECKING:
    from collections.abc import Mapping

_FENCE = re.compile(r"---[ \t]*\n(?:(.*?)\n)?(?:---|\.\.\.)[ \t]*(?:\n|\Z)", re.DOTALL)
_LOOKS_LIKE_KEY = re.compile(r"\s*[A-Za-z_][\w-]*\s*:(?:\s|$)")
_TITLE = re.compile(r"^title\s*:\s*(.*)$", re.MULTILINE)
MAX_FRONT_MATTER = 64 * 1024
"""Characters; what is longer is not front matter but an attack or an accident."""

_BaseLoader: type[yaml.SafeLoader] = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


class _Loader(_BaseLoader):  # type: ignore[misc, valid-type]
    """Safe YAML without aliases: nested aliases grow without bound."""

    def compose_node(self, parent: Any, index: Any) -> Any:
        if self.check_event(yaml.events.AliasEvent):
            event = self.peek_event()
            raise yaml.composer.ComposerError(
                None, None, "aliases are not allowed", event.start_mark
            )
        return super().compose_node(parent, index)


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
            data = yaml.load(block, _Loader)
        except (yaml.YAMLError, ValueError, RecursionError) as error:
            mark = getattr(error, "problem_mark", None) or getattr(error, "context_mark", None)
            line = (mark.line if mark else 0) + 2
            reason = str(getattr(error, "problem", None) or error).splitlines()[0]
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
    return {str(key): value for key, value in data.items()}, match.end(), []
