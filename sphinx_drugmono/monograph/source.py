"""Reading a page's file, with one clear message for whatever is not a page of text."""

from __future__ import annotations

import codecs
import re
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from sphinx_drugmono.monograph.model import Diagnostic, Severity

if TYPE_CHECKING:
    import os

NOT_TEXT = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff]"
)
"""Characters that no builder can write: XML and LaTeX stop at them."""
_CONTROLS = bytes({*range(32), 127} - {*b"\t\n\r"})
_ODD_BYTES = re.compile(
    rb"\xc2[\x80-\x9f]|\xe2(?:\x80[\xaa-\xae]|\x81[\xa6-\xa9])|\xed[\xa0-\xbf]"
    rb"|\xef(?:\xb7[\x90-\xaf]|\xbf[\xbe\xbf])"
)
MAX_BYTES = 10_000_000
"""Larger files are refused: a monograph has a few kilobytes."""

_OTHER_ENCODINGS = (
    (codecs.BOM_UTF32_LE, "UTF-32"),
    (codecs.BOM_UTF32_BE, "UTF-32"),
    (codecs.BOM_UTF16_LE, "UTF-16"),
    (codecs.BOM_UTF16_BE, "UTF-16"),
)


@dataclass(frozen=True, slots=True)
class Source:
    """The text of a page: line ends are ``\\n``, a byte order mark is gone.

    ``diagnostics`` say what was changed to get there. Line numbers are those of the file.
    """

    text: str
    diagnostics: tuple[Diagnostic, ...] = ()


class SourceError(Exception):
    """A file that is not a readable page.

    ``code`` is stable, ``message`` one line without the path, ``line`` the 1-based line of the
    first fault, or 1.
    """

    def __init__(self, code: str, message: str, line: int = 1) -> None:
        super().__init__(message)
        self.code = code
        self.message = message
        self.line = line

    def diagnostic(self) -> Diagnostic:
        """The same as a record."""
        return Diagnostic(self.code, Severity.ERROR, self.message, self.line)


def read_source(path: str | os.PathLike[str]) -> Source:
    """Read the file of a page.

    Raises :class:`SourceError` with one of the codes ``file-missing``, ``file-unreadable``,
    ``file-too-large``, ``file-empty``, ``file-binary`` and ``file-not-utf8``.
    """
    try:
        with Path(path).open("rb") as file:
            data = file.read(MAX_BYTES + 1)
    except FileNotFoundError:
        raise SourceError("file-missing", "no such file") from None
    except IsADirectoryError:
        raise SourceError("file-unreadable", "is a folder, not a file") from None
    except (OSError, ValueError) as error:
        reason = error.strerror if isinstance(error, OSError) else None
        raise SourceError("file-unreadable", f"cannot be read: {reason or error}") from None
    return decode_source(data)


def decode_source(data: bytes) -> Source:
    """The same for bytes already read (standard input)."""
    if len(data) > MAX_BYTES:
        raise SourceError("file-too-large", f"is larger than {MAX_BYTES // 1_000_000} MB")
    for mark, encoding in _OTHER_ENCODINGS:
        if data.startswith(mark):
            raise SourceError("file-not-utf8", f"is {encoding}; save it as UTF-8")
    diagnostics = []
    if data.startswith(codecs.BOM_UTF8):
        data = data.removeprefix(codecs.BOM_UTF8)
        diagnostics.append(
            Diagnostic(
                "byte-order-mark",
                Severity.INFO,
                "the file begins with a byte order mark, which was skipped",
                1,
            )
        )
    if (position := data.find(b"\0")) >= 0:
        line = _line_of(data, position)
        raise SourceError("file-binary", f"is not a text file (NUL at byte {position})", line)
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError as error:
        raise SourceError(
            "file-not-utf8",
            f"is not UTF-8: byte 0x{data[error.start]:02x} at offset {error.start}",
            _line_of(data, error.start),
        ) from None
    if not text.strip():
        raise SourceError("file-empty", "is empty")
    return Source(text.replace("\r\n", "\n").replace("\r", "\n"), tuple(diagnostics))


def is_plain(data: bytes) -> bool:
    """Whether a text in UTF-8 has neither characters of ``NOT_TEXT`` nor such as reorder it.

    Far quicker than looking for them in the text, and nearly always true.
    """
    if len(data.translate(None, _CONTROLS)) != len(data):
        return False
    return data.isascii() or not _ODD_BYTES.search(data)


def _line_of(data: bytes, position: int) -> int:
    before = data[:position].replace(b"\r\n", b"\n").replace(b"\r", b"\n")
    return before.count(b"\n") + 1
