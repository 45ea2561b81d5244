"""Files that are no pages are refused in one clear line; odd text files are read."""

from __future__ import annotations

from pathlib import Path

import pytest

from sphinx_drugmono.monograph.source import MAX_BYTES, SourceError, decode_source, read_source


def refused(path: Path) -> SourceError:
    with pytest.raises(SourceError) as error:
        read_source(path)
    assert "\n" not in error.value.message
    return error.value


def write(path: Path, data: bytes) -> Path:
    path.write_bytes(data)
    return path


def test_missing_file(tmp_path: Path) -> None:
    """A file that is not there has a code of its own."""
    assert refused(tmp_path / "none.md").code == "file-missing"


def test_folder(tmp_path: Path) -> None:
    """A folder is no file."""
    error = refused(tmp_path)
    assert (error.code, error.message) == ("file-unreadable", "is a folder, not a file")


def test_name_that_no_file_can_have() -> None:
    """A NUL in the name, or a name that is too long, is reported and not raised."""
    assert refused(Path("a\0b")).code == "file-unreadable"
    assert refused(Path("a" * 5000)).code == "file-unreadable"


@pytest.mark.parametrize("data", [b"", b"\n\n", b"\xef\xbb\xbf", b"\xef\xbb\xbf  \r\n"])
def test_empty_file(tmp_path: Path, data: bytes) -> None:
    """White space and a byte order mark are nothing."""
    assert refused(write(tmp_path / "a.md", data)).code == "file-empty"


def test_not_utf8_names_byte_offset_and_line(tmp_path: Path) -> None:
    """The first byte that is not UTF-8 is named with its offset and its line."""
    error = refused(write(tmp_path / "a.md", b"# Caf\xc3\xa9\r\nnext\rthird caf\xe9\n"))
    assert error.code == "file-not-utf8"
    assert "0xe9 at offset 23" in error.message
    assert error.line == 3


@pytest.mark.parametrize("encoding", ["utf-16", "utf-32"])
def test_other_encodings_are_named(tmp_path: Path, encoding: str) -> None:
    """UTF-16 and UTF-32 are told apart from binary files."""
    error = refused(write(tmp_path / "a.md", "# Ibuprofen\n".encode(encoding)))
    assert error.code == "file-not-utf8"
    assert f"is {encoding.upper()}; save it as UTF-8" == error.message


def test_binary_file(tmp_path: Path) -> None:
    """A NUL byte makes a file binary, even where it would be UTF-8."""
    error = refused(write(tmp_path / "a.md", b"# A\nB\0C"))
    assert (error.code, error.line) == ("file-binary", 2)


def test_huge_file(tmp_path: Path) -> None:
    """A file beyond the limit is refused, one at the limit is read."""
    path = tmp_path / "a.md"
    write(path, b"x" * (MAX_BYTES + 1))
    assert refused(path).code == "file-too-large"
    write(path, b"x" * MAX_BYTES)
    assert len(read_source(path).text) == MAX_BYTES


def test_byte_order_mark_is_dropped_and_told(tmp_path: Path) -> None:
    """The mark is no part of the text; a remark says that it was there."""
    source = read_source(write(tmp_path / "a.md", b"\xef\xbb\xbf# A\n"))
    assert source.text == "# A\n"
    assert [d.code for d in source.diagnostics] == ["byte-order-mark"]


@pytest.mark.parametrize("end", [b"\n", b"\r\n", b"\r"])
def test_line_ends_are_one(end: bytes) -> None:
    """All line ends give the same text."""
    source = decode_source(b"# A" + end + end + b"B" + end)
    assert source.text == "# A\n\nB\n"
    assert source.diagnostics == ()
