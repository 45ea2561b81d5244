"""Digests, by which a build tells what is as it was in the build before."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

from sphinx_drugmono.extension.records import PageDigest

if TYPE_CHECKING:
    from sphinx_drugmono.extension.records import MonographEntry


def digest(content: object) -> str:
    """A short digest of plain data: strings, numbers, and tuples and lists of them."""
    return hashlib.sha256(repr(content).encode()).hexdigest()[:24]


def page_digest(entries: tuple[MonographEntry, ...]) -> PageDigest:
    """The digests of the monographs of one page."""
    shown = [
        (
            entry._replace(summary="", reactions=()),
            [reaction._replace(text="") for reaction in entry.reactions],
        )
        for entry in entries
    ]
    rest = [(entry.summary, [reaction.text for reaction in entry.reactions]) for entry in entries]
    return PageDigest(digest(shown), digest(rest))
