"""The warnings of the extension: one type, ``drugmono``, and its subtypes.

``suppress_warnings = ["drugmono.unknown-section"]`` in ``conf.py`` silences one of them.
"""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING

from sphinx.util import logging

if TYPE_CHECKING:
    from docutils import nodes

_logger = logging.getLogger(__name__)


class Subtype(StrEnum):
    """Every subtype of warning; the text below a member is what readers of the docs see."""

    def __new__(cls, value: str, meaning: str) -> Subtype:
        member = str.__new__(cls, value)
        member._value_ = value
        member.meaning = meaning
        return member

    meaning: str

    CONFIG = "config", "A value in conf.py is not valid; the default is used instead."
    DISCLAIMER = (
        "disclaimer",
        "The disclaimer set in conf.py lacks something a disclaimer must say.",
    )
    DIRECTIVE = "directive", "A drug-monograph directive is not used as it should be."
    FILE = (
        "file",
        "A file named in a directive or in conf.py cannot be read or is outside the project.",
    )
    PLACE = (
        "place",
        "A monograph stands where a page cannot have sections; its headings are no sections.",
    )
    LINK = "link", "The address of a link is not allowed; the link is shown as text."
    IMAGE = (
        "image",
        "An image is missing, remote or outside the source directory; it is shown as text.",
    )
    VOCABULARY = "vocabulary", "A file of side effects cannot be used; it is left out."
    UNKNOWN_HEADING = (
        "unknown-heading",
        "A heading of a monograph is no standard section; it is kept as it is.",
    )
    REPEATED_SECTION = "repeated-section", "A section stands twice in one monograph."
    NO_SECTIONS = "no-sections", "A monograph has none of the standard sections."
    FRONT_MATTER = "front-matter", "The front matter of a page cannot be read."
    BYTE_ORDER_MARK = "byte-order-mark", "A file begins with a byte order mark; it is skipped."
    DEEP_NESTING = "deep-nesting", "Lists or quotations are nested too deep; they are text."
    ODD_CHARACTER = "odd-character", "A monograph has a character that cannot be shown or printed."
    TEXT = "text", "Another remark on the text of a monograph."
    LOST_TEXT = "lost-text", "Words of a monograph's source are not on its page."
    DUPLICATE = "duplicate", "Two monographs have one name; both are kept."
    ID_COLLISION = "id-collision", "Two different names make one id."
    AMBIGUOUS_REFERENCE = (
        "ambiguous-reference",
        "A name means more than one monograph or side effect; it stays text without a link.",
    )
    MISSING_REFERENCE = (
        "missing-reference",
        "No monograph or side effect has this name, so it is text; or a link leads to no page.",
    )

    TRANSLATION = (
        "translation",
        "A translation refers to other drugs or side effects than its text, or cannot be read.",
    )

    TOCTREE = (
        "toctree",
        "The toctrees name so many monographs that every page of HTML pays for it.",
    )
    SHARD = "shard", "The export of another formulary cannot be used; it is left out."
    SEARCH = "search", "The full text cannot be searched as conf.py asks for."
    CHECK = "check", "What the builder drugmono-check found."

    @classmethod
    def of_diagnostic(cls, code: str) -> Subtype:
        """The subtype for a remark of the reader."""
        return next((member for member in cls if member.value == code), cls.TEXT)


def warn(
    subtype: Subtype, message: str, *, location: str | tuple[str, int] | nodes.Node | None
) -> None:
    """Report something with its place: ``(docname, line)``, a node, or ``path:line``."""
    _logger.warning("%s", message, type="drugmono", subtype=subtype.value, location=location)
