"""Pages that once failed, found by fuzzing or by accident, stay read well."""

from __future__ import annotations

from pathlib import Path

import pytest
from fuzz_reader import check
from pages import FRAGMENTS, from_bytes

FINDINGS = sorted(Path(__file__).with_name("findings").glob("*.md"))


@pytest.mark.parametrize("path", FINDINGS, ids=lambda path: path.stem)
def test_a_finding_stays_fixed(path: Path) -> None:
    """The page is read without an exception and without loss."""
    check(path.read_bytes().decode("utf-8", "surrogatepass"))


def test_there_are_findings() -> None:
    """The replay has something to replay."""
    assert FINDINGS


def test_the_fuzzer_makes_pages_of_both_kinds() -> None:
    """Its inputs are joined fragments and raw text."""
    assert from_bytes(bytes([0, 3, 4])) == FRAGMENTS[3] + FRAGMENTS[4]
    assert from_bytes(b"\x01# Drug\xff") == "# Drug\ufffd"
