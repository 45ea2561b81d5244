"""Disclaimers, notes and notices: a page's remarks about itself, told by label and wording."""

from __future__ import annotations

import re
from enum import StrEnum
from typing import TYPE_CHECKING

from sphinx_drugmono.monograph.languages import languages
from sphinx_drugmono.monograph.markdown import plain

if TYPE_CHECKING:
    from collections.abc import Iterable

    from sphinx_drugmono.monograph.markdown import Block


def _any(labels: Iterable[str]) -> str:
    """A pattern for any of these words in lower case, longer ones first."""
    return "|".join(re.escape(label.lower()) for label in sorted(labels, key=len, reverse=True))


_ALL = tuple(languages().values())
_DISCLAIMER = re.compile(
    r"\W*(?:(?:(?:important|medical|legal|general|brief|standard)\s+)?disclaimers?"
    rf"|{_any(label for language in _ALL for label in language.disclaimer)})\s*(?:[:：.–—-]|$)"
)
_NOTE = re.compile(
    r"\W*(?:(?:(?:important|please|crucial|general|additional|special)\s+)?notes?"
    rf"|{_any(label for language in _ALL for label in language.note)})\s*(?:[:：–—]|$)"
)
_NOTICE = re.compile(
    r"\b(?:ai|a\.i\.|artificial intelligence|machine|computer|automatically)[\s-]+(?:generated|"
    r"written|produced)\b|\bgenerated (?:by|with|using) (?:an? )?(?:ai|artificial intelligence|"
    r"language model|large language model)\b|\bcrowd[\s-]?sourced\b"
    rf"|(?<!\w)(?:{_any(text for one in _ALL if one.spaced for text in one.notice)})(?!\w)"
    rf"|{_any(text for one in _ALL if not one.spaced for text in one.notice)}"
)
_SUBJECT = re.compile(
    r"\W*(?:this|the)\s+(?:information|content|page|article|monograph|document|text|above|material)"
    r"|\W*(?:all\s+)?(?:information|content)\b|\W*(?:always|please)\s+(?:consult|seek)"
)
_WORDING = re.compile(
    r"\bnot\b[^.]{0,80}\b(?:medical|professional|healthcare|clinical)\b[^.]{0,30}"
    r"\b(?:advice|diagnosis|judge?ment|treatment|guidance|consultation)\b"
    r"|\b(?:educational|informational|information|general knowledge)\b[^.]{0,40}\bpurposes?\b"
    r"[^.]{0,40}\bonly\b"
)


class RemarkKind(StrEnum):
    """What a remark is about."""

    DISCLAIMER = "disclaimer"
    NOTE = "note"
    NOTICE = "notice"


def remark_kind(block: Block) -> RemarkKind | None:
    """What a labelled paragraph (or a quotation that begins with one) is; ``None`` for text."""
    return remark_in(_text(block))


def remark_in(text: str) -> RemarkKind | None:
    """The same for the plain text of a paragraph or heading."""
    if not text:
        return None
    text = text.lower()
    if _DISCLAIMER.match(text):
        return RemarkKind.DISCLAIMER
    if _NOTE.match(text):
        return RemarkKind.NOTICE if _NOTICE.search(text) else RemarkKind.NOTE
    return None


def is_label_only(block: Block) -> bool:
    """The block says ``Disclaimer:`` and nothing more; its text follows in the next block."""
    text = _text(block).lower()
    match = _DISCLAIMER.match(text)
    return bool(match) and not text[match.end() :].strip(" :：*_") if match else False


def closing_remark(block: Block) -> RemarkKind | None:
    """What an unlabelled paragraph at the end of a page is, told by its wording.

    A disclaimer speaks of the page itself and says that it is no medical advice.
    """
    if block.kind not in ("paragraph", "blockquote"):
        return None
    text = _text(block).lower()
    if not _SUBJECT.match(text):
        return None
    if _NOTICE.search(text):
        return RemarkKind.NOTICE
    return RemarkKind.DISCLAIMER if _WORDING.search(text) else None


def _text(block: Block) -> str:
    if block.kind == "paragraph":
        return plain(block.inline)
    if block.kind == "blockquote" and block.children:
        return _text(block.children[0])
    if (
        block.kind == "bullet_list"
        and len(block.children) == 1
        and block.children[0].children
        and block.children[0].children[0].kind == "paragraph"
    ):
        return plain(block.children[0].children[0].inline)
    return ""
