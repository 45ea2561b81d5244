"""Marks are found where templates show them, and tell when they do more."""

from __future__ import annotations

import pytest
from jinja2.sandbox import SandboxedEnvironment

from sphinx_drugmono.formulary.frames.marks import (
    BODY,
    NAME,
    TITLE,
    TOC,
    Frame,
    LookedAtError,
    Mark,
    is_plain,
)


@pytest.mark.parametrize("mark", [TITLE, BODY, TOC, NAME])
@pytest.mark.parametrize(
    "shown", ["{{ v }}", "a{{ v }}b{{ v }}", "{{ 'a' + v }}", "{{ v + 'b' }}", "{{ 'a' ~ v }}"]
)
def test_values_go_where_marks_were_shown(mark: str, shown: str) -> None:
    """Once or more often, alone or in longer text."""
    template = SandboxedEnvironment().from_string(shown)
    frame = Frame(template.render(v=Mark(mark, set())))
    assert frame.is_whole
    assert frame.fill({mark: "value"}) == template.render(v="value")


@pytest.mark.parametrize(
    "used",
    [
        *("v|upper", "v|length", "v[0]", "v[:3]", "'a' in v", "v in {}", "v.title()", "v > 'a'"),
        *("v|truncate(9)", "v|list", "v * 2", "v % 3", "v == w", "v|urlencode"),
    ],
)
def test_templates_that_look_at_marks_are_found(used: str) -> None:
    """They might do something else with another value."""
    template = SandboxedEnvironment().from_string("{{ " + used + " }}")
    with pytest.raises(LookedAtError):
        template.render(v=Mark(TITLE, set()), w=Mark(TITLE, set()))


@pytest.mark.parametrize(
    "used",
    [
        *("v|e", "v|striptags", "(v ~ '')|trim", "(v ~ '')|indent", "(v ~ '')|lower"),
        *("(v ~ '')|truncate(20)", "(v ~ '')|truncate(20, end='')", "(v ~ '')|urlencode"),
        "(v ~ '')|wordwrap(20)",
    ],
)
def test_marks_that_a_filter_changed_are_found(used: str) -> None:
    """The changed place would get a value that is not."""
    template = SandboxedEnvironment().from_string("{{ " + used + " }}")
    assert not Frame(template.render(v=Mark(BODY, set()))).is_whole


def test_constants_that_a_mark_is_compared_with_are_known() -> None:
    """A page with one of them for its value is another case."""
    constants: set[str] = set()
    template = SandboxedEnvironment().from_string(
        "{% if v == 'a' or v != 'b' and v in ['c', 3] or v == none %}x{% endif %}"
    )
    assert template.render(v=Mark(NAME, constants)) == ""
    assert constants == {"a", "b", "c"}


@pytest.mark.parametrize(
    ("title", "name", "plain"),
    [
        ("Aspirin + Paracetamol (Tablet), 1.5/2", "a-b_c.1", True),
        ("A &amp; B", "a", False),
        ("A's", "a", False),
        ("Two  spaces", "a", False),
        ("End ", "a", False),
        ("<em>A</em>", "a", False),
        ("Ä", "a", True),
        ("A", "ä", False),
        ("A", "with space", False),
        ("A" * 5000, "a", False),
        ("", "a", False),
    ],
)
def test_plain_titles_and_names(title: str, name: str, *, plain: bool) -> None:
    """They are the same text in HTML, in an attribute, in a script and in an address."""
    assert is_plain(title, name) is plain
