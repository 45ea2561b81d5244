"""Texts and blocks that are read without all rules of the parser come out as they do with them."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sphinx_drugmono.monograph import markdown
from sphinx_drugmono.monograph.dialect import drug_markdown
from sphinx_drugmono.monograph.markdown import parse_blocks
from sphinx_drugmono.monograph.plain_text import simple_tokens
from sphinx_drugmono.monograph.sections import SectionHeadings

LINES = (
    "Nausea", "take 5 mg | daily", "| a", "|-", "---", "===", ":-|-", "***", "* * *", "- - -",
    "# Usage", "#hash", "## A | b", "**Usage:** pain", "**Usage:**  ", "** Usage**", "*often*",
    "* Nausea", "*  rash  ", "* **Common:** rash", "* **5** mg", "* 5 mg", "* # a", "* > 5", "*",
    "* ", "* [a](b)", "* `a`", "*     five", "*\ttab", "- rash", "+ rash", "+ - rash", "1. one",
    "  * two", "   - three", "  more", " one", "> said", "> * said", "```", "<b>b</b>", "É", "½",
)  # fmt: skip
PIECES = ("**", "*", "a", "b 1", " ", ":", ".", "(", ")", "²", "é", "“", "!", "[", "]", "<", ">",
          "&amp;", "\\", "`", "_", "\n", "5%", "HLA-B*57")  # fmt: skip


@pytest.fixture(scope="module")
def with_all_rules():
    """The blocks of a text as markdown-it makes them."""
    parser = drug_markdown.__wrapped__()
    parser.disable(["plain_paragraph", "plain_heading", "plain_list"])

    def read(text: str):
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(markdown, "drug_markdown", lambda: parser)
            patch.setattr(markdown, "simple_tokens", lambda content: None)
            markdown._repeated.cache_clear()
            blocks = parse_blocks(text)
        markdown._repeated.cache_clear()
        return blocks

    return read


@settings(max_examples=400, deadline=None)
@given(
    st.lists(st.tuples(st.sampled_from(LINES), st.sampled_from(("\n", "\n", "\n\n", "\n \n\n"))))
)
def test_blocks_are_those_of_the_parser(with_all_rules, lines) -> None:
    """Lines of every kind in any order make the blocks that all rules together make."""
    text = "".join(line + end for line, end in lines)
    assert parse_blocks(text) == with_all_rules(text)


@settings(max_examples=400, deadline=None)
@given(st.lists(st.sampled_from(PIECES), min_size=1, max_size=8).map("".join))
def test_texts_are_those_of_the_parser(with_all_rules, text) -> None:
    """Marks in any order make the tokens that all rules together make."""
    assert parse_blocks(text) == with_all_rules(text)


@pytest.mark.parametrize("text", ["Nausea", "**Common:** rash, hives", "**Common**: rash!", "5 >"])
def test_most_texts_need_no_parser(text: str) -> None:
    """Plain text and a bold label in front are read without it."""
    assert simple_tokens(text) is not None


@pytest.mark.parametrize(
    "text",
    ["*often*", "a **b**", "**a:**b", "<b>a</b>", "a\nb", "&amp;", "\\*", "[a](b)", "** a**"],
)
def test_markup_needs_the_parser(text: str) -> None:
    """What may be other markup is left to it."""
    assert simple_tokens(text) is None


def test_names_may_make_a_difference_to_a_heading() -> None:
    """A heading that is the same for all drugs is remembered; one with a name is not confused."""
    headings = SectionHeadings()
    names = frozenset({"warfarin"})
    assert headings.recognise("Usage (Warfarin)", names).component == "Warfarin"
    assert headings.recognise("Usage (Warfarin)", frozenset({"heparin"})).component is None
    assert headings.recognise("warfarin usage", names).component == "warfarin"
    assert headings.recognise("warfarin usage", frozenset({"heparin"})) is None
    assert headings.recognise("Usage") == headings.recognise("Usage", names)
    assert headings.recognise("Common reasons to call", names) is None
