"""Broken, huge and hostile pages: read as well as can be, reported, and in linear time."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import pytest
from invariants import broken

from sphinx_drugmono.monograph.dialect import MAX_DEPTH
from sphinx_drugmono.monograph.model import Kind, Severity
from sphinx_drugmono.monograph.names import make_id
from sphinx_drugmono.monograph.reader import read_monograph

if TYPE_CHECKING:
    from collections.abc import Callable

    from sphinx_drugmono.monograph.model import Monograph


def read(text: str, source: str = "drugs/a-drug.md") -> Monograph:
    """Read a page, sure that nothing of it is lost."""
    monograph = read_monograph(text, source=source)
    assert broken(text, monograph) == []
    return monograph


def reported(monograph: Monograph, code: str) -> list[int]:
    """The lines of the diagnostics of one code."""
    return [d.line for d in monograph.diagnostics if d.code == code]


# what is no text


@pytest.mark.parametrize(
    "char", ["\0", "\x07", "\x0b", "\x0c", "\x1b", "\x7f", "\ud800", "\uffff"]
)
def test_characters_that_are_no_text_are_shown_and_reported(char: str) -> None:
    """A stray control character or half a surrogate pair leaves a visible mark at its place."""
    monograph = read(f"# Drug\n\n## Usage\n\nTake{char}5 mg.\n")
    assert monograph.sections[0].markdown == "Take\ufffd5 mg."
    assert reported(monograph, "odd-character") == [5]


def test_an_escaped_control_character_in_front_matter_is_shown() -> None:
    """YAML escapes cannot bring in characters that no builder can write."""
    assert read('---\ntitle: "War\\0farin"\n---\n## Usage\nText\n').name == "War\ufffdfarin"


@pytest.mark.parametrize("char", ["\u202e", "\u2066", "\u202a"])
def test_characters_that_reorder_text_are_reported(char: str) -> None:
    """Text that is displayed in another order than it is written is not passed in silence."""
    monograph = read(f"# Drug\n\n## Dosage\n\nTake {char}05 mg.\n")
    assert reported(monograph, "odd-character") == [5]


@pytest.mark.parametrize(
    "text", ["", "\n\n\n", " \t ", "\ufeff", "---\ntitle: X\n---\n", "---\n---\n"]
)
def test_pages_without_text_give_a_record_that_says_so(text: str) -> None:
    """An empty page, or one with front matter only, is a monograph without sections."""
    monograph = read(text)
    assert monograph.sections == ()
    assert reported(monograph, "no-sections")


def test_tabs_are_spaces() -> None:
    """A tab behind a bullet is no text."""
    page = "## Side Effects\n\n* \tRash\n\t* Hives\n\nUse\tcare.\n"
    items = [b for s in read(page).sections for b in s.body if b.kind == "bullet_list"]
    assert len(items) == 1


# front matter


@pytest.mark.parametrize(
    "block",
    [
        "title: a: b",
        'title: "open',
        "title: Warfarin\n\tdose: 5",
        "title: Warfarin\nlist: *x",
        "title: Warfarin\na: &x [1, 2]\nb: [*x, *x]",
        "title: Warfarin\na: &x [*x]",
        "title: Warfarin\na: &x {b: 1}\nc: {<<: *x}",
        "title: Warfarin\nrun: !!python/object/apply:os.system [echo]",
        "title: Warfarin\nrun: !!python/name:os.system",
        "title: Warfarin\nwhen: !!timestamp never",
        "title: Warfarin\nbig: " + "9" * 5000,
        "title: Warfarin\nday: 2024-99-99",
        "title: Warfarin\n{}: x",
        "title: Warfarin\nraw: !!binary é",
        "title: Warfarin\ndeep: " + "[" * 5000,
        "title: Warfarin\ndeep: " + "[" * 300 + "]" * 300,
        "title: Warfarin\n" + "\n".join(" " * depth + "a:" for depth in range(1, 60)),
        "title: Warfarin\nlong: " + "x" * 70_000,
    ],
    ids=lambda block: block[:40],
)
def test_front_matter_that_cannot_be_read_is_an_error_with_its_line(block: str) -> None:
    """The page is read on, with the title where that can be told."""
    monograph = read(f"---\n{block}\n---\n## Usage\n\nTake it.\n")
    assert [d.severity for d in monograph.diagnostics if d.code == "front-matter"] == [
        Severity.ERROR
    ]
    assert set(monograph.metadata) <= {"title"}
    assert [section.kind for section in monograph.sections] == [Kind.USAGE]


def test_nested_aliases_do_not_grow() -> None:
    """A "billion laughs" is refused before anything is made of it."""
    lines = ["a0: &a0 [ha, ha, ha, ha, ha, ha, ha, ha, ha, ha]"]
    lines += [f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 10)}]" for n in range(1, 12)]
    monograph = read("---\ntitle: Joke\n" + "\n".join(lines) + "\n---\nText\n")
    assert monograph.metadata == {"title": "Joke"}
    assert reported(monograph, "front-matter")


@pytest.mark.parametrize("block", ["- a list", "just text", "42"])
def test_a_block_at_the_top_that_is_no_mapping_stays_text(block: str) -> None:
    """What is between two rules is the writer's, and is shown."""
    monograph = read(f"---\n{block}\n---\n\n## Usage\n\nTake it.\n")
    assert reported(monograph, "front-matter") == [1]
    assert monograph.metadata == {}


@pytest.mark.parametrize("title", ["No", "0x1F", "1e3", "2024-01-01", "012", "~", "1_000"])
def test_a_title_is_what_is_written_and_not_what_yaml_makes_of_it(title: str) -> None:
    """YAML reads ``No`` as false and ``012`` as ten; a drug's name stays as it is."""
    assert read(f"---\ntitle: {title}\n---\n## Usage\nText\n").name == title


# markup


@pytest.mark.parametrize("mark", ["- ", "* ", "+ ", "1. ", "> ", "- > ", "1) - "])
@pytest.mark.parametrize("depth", [MAX_DEPTH, MAX_DEPTH + 1, 30, 5_000])
def test_nested_containers_lose_nothing(mark: str, depth: int) -> None:
    """Lists and quotations that are nested too deeply stay text with their marks."""
    page = f"## Usage\n\n{mark * depth}innermost words\n\nBehind.\n"
    monograph = read(page)
    levels = depth * len(mark.split())
    assert bool(reported(monograph, "deep-nesting")) == (levels > MAX_DEPTH)
    shown = "".join(t.content for s in monograph.sections for b in s.body for w in b.walk()
                    for t in w.inline)  # fmt: skip
    left = mark * depth
    assert shown.endswith("innermost wordsBehind.")
    assert shown.count(mark.split()[0]) >= max(0, levels - MAX_DEPTH) // len(left.split()) * depth


def test_lists_nested_by_indentation_lose_nothing() -> None:
    """The same where each list stands on a line of its own, and the lists outside go on."""
    inner = "".join(f"{'  ' * depth}- level{depth}\n" for depth in range(60))
    monograph = read(f"## Usage\n\n{inner}- last\n\nBehind.\n")
    outer = monograph.sections[0].body[0]
    assert len(outer.children) == 2
    assert reported(monograph, "deep-nesting")


@pytest.mark.parametrize("rows", ["| 1 | 2 | 3 | 4 |", "|1|2|3|4", "1|2|3|4 |", "| 1 | 2 | 3 | 4"])
def test_cells_beyond_the_last_column_stay(rows: str) -> None:
    """A row with more cells than the table has columns keeps them in the last column."""
    monograph = read(f"## Dosage\n\n| a | b |\n|---|---|\n{rows}\n")
    row = monograph.sections[0].body[0].children[1]
    assert ["".join(t.content for t in cell.inline) for cell in row.children] == ["1", "2 | 3 | 4"]


@pytest.mark.parametrize(
    ("numbers", "starts"),
    [((1, 2, 3), [1]), ((3, 4), [3]), ((1, 1, 1), [1]), ((1, 3, 4), [1, 3]), ((2, 1), [2, 1])],
)
def test_the_numbers_of_a_list_are_the_writers(
    numbers: tuple[int, ...], starts: list[int]
) -> None:
    """Steps that do not count up are not renumbered."""
    monograph = read("## Usage\n\n" + "".join(f"{n}. step\n" for n in numbers))
    assert [block.level for block in monograph.sections[0].body] == starts


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("* >5 cm", ">5 cm"),
        ("* > 5 cm", "> 5 cm"),
        ("* >=5 cm", ">=5 cm"),
        ("* >ULN", ">ULN"),
        ("ALT\n>ULN", "ALT>ULN"),
        ("HLA-B*5701 or HLA-B*1502", "HLA-B*5701 or HLA-B*1502"),
        ("5*3*2", "5*3*2"),
        ("x < y and y > z", "x < y and y > z"),
        ("<18 years <b", "<18 years <b"),
        ("a </sub> b <sub> c", "a </sub> b <sub> c"),
        ("**a <sub> b** c</sub>", "a <sub> b c</sub>"),
        ("<i/>", "<i/>"),
        ("[x]: http://a", "[x]: http://a"),
        ("[IV] and [x][y]", "[IV] and [x][y]"),
        ("<http://a.example/%41b>", "http://a.example/%41b"),
        ("`a ``b", "`a ``b"),
        ("**open", "**open"),
        ("~~5~~ ^2^ $x$ {a}`b c`", "~~5~~ ^2^ $x$ {a}b c"),
    ],
)
def test_signs_are_kept(text: str, shown: str) -> None:
    """What looks like markup and is none stays."""
    monograph = read(f"## Usage\n\n{text}\n")
    assert shown == "".join(
        t.content
        for b in monograph.sections[0].body
        for w in b.walk()
        for t in w.inline
        if t.type != "tag"
    )


@pytest.mark.parametrize(
    "text",
    [
        "## [Usage](http://a.example/lost)\n\nText\n",
        "# [Drug](http://a.example/lost)\n\n## Usage\n\nText\n",
        "## ![Usage](http://a.example/lost)\n\nText\n",
        "**[Usage](http://a.example/lost):** text\n",
        "**Usage:** [](http://a.example/lost) text\n",
        "## Text\n\n# [Other](http://a.example/lost)\n",
        "## FAQs\n\n* **Q: [Why?](http://a.example/lost)** A: so\n",
    ],
)
def test_addresses_in_headings_and_labels_stay(text: str) -> None:
    """A heading becomes a plain title; an address in it is kept beside it."""
    monograph = read(text)
    tokens = [t for s in monograph.sections for b in s.body for w in b.walk() for t in w.inline]
    assert any("lost" in str(value) for t in tokens for value in t.attrs.values())


# names


@pytest.mark.parametrize(
    "name",
    [
        "ワルファリン",
        "Варфарин",
        "وارفارين",
        "華法林",
        "वारफेरिन",
        "💊",
        "¿?",
        "α",
        "\ufffd",
        "---",
    ],
)
def test_names_in_any_script_have_an_id(name: str) -> None:
    """A name without Latin letters is kept, and gets an id of its own."""
    monograph = read(f"---\ntitle: '{name}'\n---\n# {name}\n\n## Usage\n\nText\n")
    assert monograph.name == name
    identifier = make_id(name)
    assert identifier.isascii()
    assert identifier != make_id(name + "x")


def test_a_file_name_that_is_no_text_gives_a_name() -> None:
    """Odd bytes in a file name (read as lone surrogates) do no harm."""
    monograph = read_monograph("Text\n", source="drugs/caf\udce9.md")
    assert "\ufffd" in monograph.name
    assert make_id("caf\udce9")


@pytest.mark.parametrize("size", [258, 5_000])
def test_long_titles_are_kept_whole(size: int) -> None:
    """No title is cut, of one drug or of many."""
    for name in ("x" * size, " + ".join(["Folic Acid"] * (size // 13))):
        assert read(f"# {name}\n\n## Usage\n\nText\n").name == name


# size


MANY: dict[str, Callable[[int], str]] = {
    "stars": lambda n: "*" * n,
    "open emphasis": lambda n: "*a " * n,
    "closing emphasis": lambda n: "a* " * n,
    "mixed emphasis": lambda n: "*a_b " * n,
    "brackets": lambda n: "[" * n + "]" * n,
    "open links": lambda n: "[a](" * n,
    "open images": lambda n: "![a](" * n,
    "angles": lambda n: "<" * n,
    "open tags": lambda n: "<b>" * n,
    "pipes": lambda n: "|" * n,
    "table": lambda n: "|a|b|\n|-|-|\n" + "|c|d|\n" * n,
    "backticks": lambda n: " ".join("`" * (i % 40) for i in range(n)),
    "quotation marks": lambda n: "> " * n + "a",
    "nested lists": lambda n: "- " * n + "a",
    "bullets": lambda n: "* a\n" * n,
    "side effects": lambda n: "## Side Effects\n\n" + "* nausea\n" * n,
    "labelled bullets": lambda n: "* **Usage:** a\n" * n,
    "headings": lambda n: "# a\n" * n,
    "sections": lambda n: "# Drug\n" + "## Usage\ntext\n" * n,
    "unknown headings": lambda n: "# Drug\n" + "".join(f"## Foo{i}\ntext\n" for i in range(n)),
    "questions": lambda n: "## FAQs\n" + "* **Q: why?** A: so\n" * n,
    "questions in a paragraph": lambda n: "## FAQs\n" + "**Q: why?**\nA: so\n" * n,
    "questions in a line": lambda n: "## FAQs\n" + "*why?* so " * n,
    "answers": lambda n: "## FAQs\n* **Q: why?** A: so\n" + "\n\nA: so" * n,
    "labels in a paragraph": lambda n: "**Usage:** a\n" * n,
    "plain labels": lambda n: "Usage: a\n\n" * n,
    "disclaimers": lambda n: "**Disclaimer:** a\n\n" * n,
    "closing notes": lambda n: "## Usage\na\n\n" + "This information is AI-generated.\n\n" * n,
    "components": lambda n: "# A + B\n" + "**A**\n\n**Usage:** x\n\n**Dosage:** y\n\n" * n,
    "long title": lambda n: "# " + "a + " * n + "b\n## Usage\na\n",
    "parentheses": lambda n: "# " + "(" * n + "\n## Generic Name\n" + "(note: " * n,
    "spaces": lambda n: "## FAQs\nQ" + " " * n + "a\n\n**A**" + " " * n + ":\n",
    "front matter": lambda n: "---\n" + "a: b\n" * n,
    "entities": lambda n: "&amp;" * n,
    "lines": lambda n: "word\n" * n,
}  # fmt: skip
"""Pages that repeat one thing ``n`` times."""


def calls(text: str) -> int:
    """How many functions are called to read a page."""
    count = 0

    def profile(frame: object, event: str, arg: object) -> None:
        nonlocal count
        count += event in ("call", "c_call")

    sys.setprofile(profile)
    try:
        read_monograph(text)
    finally:
        sys.setprofile(None)
    return count


@pytest.mark.parametrize("family", MANY)
def test_work_grows_with_the_size_of_a_page(family: str) -> None:
    """Eight times as much text takes about eight times the work, not sixty-four times."""
    read_monograph("warm up")
    small, large = calls(MANY[family](50)), calls(MANY[family](400))
    assert large < 14 * small


@pytest.mark.parametrize("family", MANY)
def test_many_of_one_thing_lose_nothing(family: str) -> None:
    """However often a thing stands on a page, all of it is kept."""
    read(MANY[family](700))
