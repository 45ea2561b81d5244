"""What ``--fix`` mends: signs nobody reads, never a word."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sphinx_drugmono.monograph.export import to_dict
from sphinx_drugmono.monograph.lint import FIXES
from sphinx_drugmono.monograph.lint.fixes import fix_page
from sphinx_drugmono.monograph.reader import read_monograph
from sphinx_drugmono.monograph.source import SourceError, decode_source

CASES = [path.read_bytes() for path in sorted((Path(__file__).parents[1] / "cases").glob("*.md"))]


def fix(data: bytes, *codes: str) -> tuple[bytes, list[str]]:
    """The mended page, and the codes of what was mended."""
    fixed, changes = fix_page(data, read_monograph, lambda code: not codes or code in codes)
    return fixed, [change.code for change in changes]


def said(data: bytes) -> dict[str, object]:
    """What a page says, without spaces at the ends of the lines it says it in."""

    def bare(value: object) -> object:
        if isinstance(value, str):
            return re.sub(r"[ \t]+(?=\n|\Z)", "", value).rstrip()
        if isinstance(value, dict):
            return {key: bare(inner) for key, inner in value.items() if key != "sha256"}
        return [bare(inner) for inner in value] if isinstance(value, list) else value

    return bare(to_dict(read_monograph(decode_source(data).text)))  # type: ignore[return-value]


@pytest.mark.parametrize(
    ("before", "after", "codes"),
    [
        (b"\xef\xbb\xbf# A\n", b"# A\n", ["byte-order-mark"]),
        (b"# A\r\n\r\n## Usage\n\r\nPain.\r\n", b"# A\r\n\r\n## Usage\r\n\r\nPain.\r\n",
         ["line-ends"]),
        (b"# A\n\r\nPain.\r# B\n", b"# A\n\nPain.\n# B\n", ["line-ends"]),
        (b"# A \n\t\nPain.\t\n", b"# A\n\nPain.\n", ["trailing-space"]),
        (b"# A\n\nPain.  \nFever.  \n", b"# A\n\nPain.  \nFever.\n", ["trailing-space"]),
        (b"# A\n\nPain.", b"# A\n\nPain.\n", ["final-newline"]),
        (b"# A\r\n\r\nPain.\r\n\r\n\r\n", b"# A\r\n\r\nPain.\r\n", ["final-newline"]),
        (b"# A\n\n###Side Effects:\n\nRash.\n", b"# A\n\n### Side Effects:\n\nRash.\n",
         ["heading-space"]),
    ],
)  # fmt: skip
def test_what_is_mended(before: bytes, after: bytes, codes: list[str]) -> None:
    """Each fix does what it says, and then there is nothing left for it to do."""
    assert fix(before) == (after, codes)
    assert fix(after) == (after, [])


@pytest.mark.parametrize(
    "page",
    [
        b"# A\r\n\r\nAll lines end like this.\r\n",
        b"---\ntitle: A  \nnote: |\n  kept  \n---\n\nPain.\n",
        b"# A\n\n```\ncode  \n###Usage\n```\n",
        b"# A\n\n#1 of all\n\n##5 mg\n\n#usage\n\n###Lore\n",
        b"# A\n\nNo-break space\xc2\xa0\n\nZero width\xe2\x80\x8b\n",
        b"# A\n\n```\nnever closed\n\n\n",
    ],
)
def test_what_is_left_alone(page: bytes) -> None:
    """Line ends of one kind, front matter, code, signs that may be words, and odd characters."""
    assert fix(page) == (page, [])


def test_only_what_is_wanted() -> None:
    """A fix that is switched off is not made."""
    page = b"\xef\xbb\xbf# A \n\n###Usage\n\nPain."
    assert fix(page, "heading-space") == (page.replace(b"###", b"### "), ["heading-space"])


PIECES = st.sampled_from(
    [
        "  ",
        " ",
        "\t",
        "\n",
        "\r\n",
        "\r",
        "\n\n",
        "```\n",
        "###",
        "|",
        "\\",
        "* ",
        "> ",
        "\xa0",
        "-",
    ]
)


@given(st.sampled_from(CASES), st.lists(st.tuples(st.integers(0, 2000), PIECES), max_size=6))
@settings(max_examples=150, deadline=None)
def test_no_word_changes_and_pages_say_the_same(
    page: bytes, insertions: list[tuple[int, str]]
) -> None:
    """Whatever the page, its signs stay in order, it is read as before, and once is enough."""
    text = page.decode()
    for place, piece in insertions:
        text = text[:place] + piece + text[place:]
    data = text.encode()
    try:
        fixed, _ = fix(data, *(code for code in FIXES if code != "heading-space"))
    except SourceError:
        return
    assert fixed.decode().split() == text.split()
    assert said(fixed) == said(data)
    assert fix(fixed, *(code for code in FIXES if code != "heading-space")) == (fixed, [])
    everything, _ = fix(data)
    assert "".join(everything.decode().split()) == "".join(text.split())
    assert fix(everything) == (everything, [])
