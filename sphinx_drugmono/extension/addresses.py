"""Which addresses a monograph may link to, and which images it may show.

Nothing is executed and nothing foreign is requested: links go to the web, to mail, to telephone
numbers or to places of the project; images are files inside the source directory.
"""

from __future__ import annotations

import re
from pathlib import Path, PurePosixPath
from urllib.parse import unquote

_LINK_SCHEMES = frozenset({"http", "https", "mailto", "tel"})
_SCHEME = re.compile(r"([a-z][a-z0-9+.-]*):", re.IGNORECASE)
_INVISIBLE = re.compile(r"[\x00-\x20\x7f-\xa0\xad\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff]+")
_IMAGE_SUFFIXES = frozenset({".png", ".jpg", ".jpeg", ".gif", ".svg", ".webp"})


def _scheme(address: str) -> str | None:
    """The scheme a browser would see: it ignores control characters and may decode twice."""
    bare = _INVISIBLE.sub("", address)
    for _ in range(3):
        decoded = _INVISIBLE.sub("", unquote(bare))
        if decoded == bare:
            break
        bare = decoded
    match = _SCHEME.match(bare)
    return match[1].lower() if match else None


def is_allowed_link(address: str) -> bool:
    """Whether a monograph may link there: ``javascript:``, ``data:`` and the like may not."""
    scheme = _scheme(address)
    return scheme is None or scheme in _LINK_SCHEMES


def linked_document(address: str, docname: str) -> str | None:
    """The name of the document a relative link to a Markdown file means; ``None`` for others."""
    path = unquote(address.partition("#")[0].partition("?")[0])
    if not path.endswith(".md") or _scheme(address) or path.startswith("//"):
        return None
    parts: list[str] = [] if path.startswith("/") else docname.split("/")[:-1]
    for part in PurePosixPath(path.lstrip("/")).parts:
        if part != "..":
            parts.append(part)
        elif parts:
            parts.pop()
        else:
            return None
    return "/".join(parts).removesuffix(".md")


def local_image(address: str, docname: str, srcdir: Path) -> str | None:
    """The path of an image from the source directory, or ``None`` if it may not be shown."""
    if _scheme(address) or address.startswith("//") or "\\" in address:
        return None
    path = unquote(address.partition("#")[0].partition("?")[0])
    folder = srcdir if path.startswith("/") else (srcdir / docname).parent
    try:
        image = (folder / path.lstrip("/")).resolve()
        inside = image.relative_to(srcdir.resolve())
        if image.suffix.lower() not in _IMAGE_SUFFIXES or not image.is_file():
            return None
    except (OSError, ValueError):
        return None
    return "/" + inside.as_posix()
