"""What is text of a line, before it is compared with what is shown."""

from __future__ import annotations

import pytest

from sphinx_drugmono.extension.without_markup import (
    body_of,
    compared_line,
    content,
    is_markup,
    readings,
    with_words_of_roles,
)


@pytest.mark.parametrize(
    ("source", "body", "first"),
    [
        ("one\r\ntwo\rthree", "one\ntwo\nthree", 1),
        ("\ufeff---\ntitle: X\n---\ntext", "text", 4),
        ("---\ntitle: X", "---\ntitle: X", 1),
    ],
)
def test_lines_below_the_front_matter_keep_their_numbers(
    source: str, body: str, first: int
) -> None:
    """Front matter that does not end is text."""
    assert body_of(source) == (body, first)


@pytest.mark.parametrize(
    ("line", "text"),
    [
        ("## Usage ##", "Usage"),
        ("* > - item", "item"),
        ("* >5 mg", ">5 mg"),
        ("-5 mg", "-5 mg"),
        ("#hashtag", "#hashtag"),
    ],
)
def test_marks_in_front_are_taken_off(line: str, text: str) -> None:
    """Signs that mean something stay."""
    assert content(line) == text


@pytest.mark.parametrize(
    ("text", "as_compared"),
    [
        ("**Take** _one_ `now`", "Takeonenow"),
        ("5-HT<sub>1B</sub> <2", "5-HT1B<2"),
        ("Usage: pain", "Usagepain"),
    ],
)
def test_spaces_and_signs_of_markup_are_not_compared(text: str, as_compared: str) -> None:
    """What is left must be shown."""
    assert compared_line(text) == as_compared


@pytest.mark.parametrize(("one", "other"), [("HLA-B*57", "HLA-B57"), ("1:2", "12")])
def test_signs_within_words_are_compared(one: str, other: str) -> None:
    """They tell an allele from a number, and a ratio from another one."""
    assert compared_line(one) != compared_line(other)


def test_lines_are_read_in_every_way() -> None:
    """What looks like a mark or an entity may be text."""
    assert list(readings("1. a &lt; b")) == ["1.a<b", "1.a&lt;b", "a<b", "a&lt;b"]


@pytest.mark.parametrize(
    ("line", "markup"), [("---", True), ("| --- | :-: |", True), ("> * * *", True), ("- a", False)]
)
def test_lines_that_may_be_markup_as_a_whole(line: str, *, markup: bool) -> None:
    """Rules of tables and between paragraphs."""
    assert is_markup(line) is markup


def test_roles_become_their_words_on_as_many_lines() -> None:
    """So that the lines below keep their numbers."""
    assert with_words_of_roles("see {drug}`this\none <aspirin>` now") == "see this\none now"
