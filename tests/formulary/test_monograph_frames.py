"""The theme's frame around monographs is rendered once; no page may look different for it."""

from __future__ import annotations

from importlib.util import find_spec
from typing import TYPE_CHECKING

import pytest
from jinja2.sandbox import SandboxedEnvironment

from sphinx_drugmono.formulary import monograph_frames
from sphinx_drugmono.formulary.marks import (
    BODY,
    NAME,
    TITLE,
    TOC,
    Frame,
    LookedAtError,
    Mark,
    is_plain,
)

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.conftest import Built, Project

_NAMES = (
    *("Aspirin", "Amlodipine", "Atorvastatin + Amlodipine (Tablet)", "Aqua's & <i>Co</i>"),
    *("Äther", "DrugmonoMark", "drugmono_html", "{{ body }}", "Search", "A" * 500),
)
_FILES = {"index.md": "# Drugs\n\n```{drug-index}\n```\n"} | {
    f"{folder}/d{number}.md": f"# {name}\n\n## Usage\n\nFor *pain*.\n\n"
    f"## Side Effects\n\nCommon side effects include:\n\n* Nausea\n* Effect {number}\n"
    for folder in ("drugs", "drugs/more")
    for number, name in enumerate(_NAMES)
}
_FILES |= {
    "drugs/bare.md": "# Bare\n\nNothing more.\n",
    "drugs/html.md": "# Html\n\n## Usage\n\nFor pain.\n",
    "drugs/näme.md": "# Name\n\n## Usage\n\nFor pain.\n",
    "drugs/with space.md": "# Space\n\n## Usage\n\nFor pain.\n",
}
_CONF = {"drugmono_pages": ["drugs/**"], "suppress_warnings": ["drugmono"]}


@pytest.fixture
def fills(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The titles of the pages that were put in a frame."""
    filled: list[str] = []
    fill = Frame.fill

    def note(frame: Frame, values: dict[str, str]) -> str:
        filled.append(values[TITLE])
        return fill(frame, values)

    monkeypatch.setattr(Frame, "fill", note)
    return filled


def pages(built: Built) -> dict[str, str]:
    found = (built.outdir / "drugs").rglob("*.html")
    return {str(path.relative_to(built.outdir)): path.read_text("utf-8") for path in found}


def built_both_ways(project: Project, builder: str = "html") -> tuple[Built, Built]:
    """A build with frames, and one in which the theme renders every page."""
    shared = project.build(builder, fresh=True)
    kept = shared.outdir.rename(project.root / "shared")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(monograph_frames, "_page", lambda *_arguments: None)
        alone = project.build(builder, fresh=True)
    shared.app.outdir = type(shared.app.outdir)(kept)
    return shared, alone


@pytest.mark.parametrize(
    ("theme", "builder"),
    [
        ("basic", "html"),
        ("basic", "dirhtml"),
        ("furo", "html"),
        ("alabaster", "html"),
        ("sphinx_rtd_theme", "html"),
        ("pydata_sphinx_theme", "html"),
        ("sphinx_book_theme", "dirhtml"),
    ],
)
def test_pages_are_those_the_theme_renders(
    make_project: Callable[..., Project], fills: list[str], theme: str, builder: str
) -> None:
    """Byte for byte, whatever their titles and names are, and with every address they show."""
    if theme.endswith("_theme") and find_spec(theme) is None:
        pytest.skip(f"{theme} is not installed")
    conf = _CONF | {"html_theme": theme, "html_baseurl": "https://example.org/formulary/"}
    shared, alone = built_both_ways(make_project(_FILES, conf), builder)
    assert len(pages(alone)) == 2 * len(_NAMES) + 4
    assert pages(shared) == pages(alone)
    if theme in ("basic", "furo", "alabaster", "sphinx_rtd_theme"):
        assert {"Search", "Amlodipine"} <= set(fills)


@pytest.mark.parametrize(
    "addition",
    [
        "{% if pagename == 'drugs/d1' %}the one{% endif %}{{ title }}",
        "{% if pagename in ['drugs/d0', 'drugs/d2'] %}one of two{% endif %}{{ title }}",
        "{% if 'more' in pagename %}more{% endif %}",
        "{% if title|length > 10 %}long{% endif %}",
        "{% if title|striptags|length > 10 %}long{% endif %}",
        "{{ title|striptags|truncate(8) }}",
        "{{ title|striptags|upper }}",
        "{{ body|striptags }}",
        "{{ toc|e }}",
        "{{ title|replace('a', 'o') }}",
        "<a href=\"{{ pathto('drugs/d1') }}\">first</a>",
        "<a href=\"{{ pathto('drugs/more/d1') }}\">more</a>",
        '<a href="{{ pathto(pagename) }}">here</a>',
        "{% if hasdoc(pagename) and not hasdoc(title) %}a document{% endif %}",
        "{{ {'drugs/d1': 'the one', 'drugs/d2': 'the other'}.get(pagename, 'none') }}",
        "{{ pagename.split('/')|last }} {{ title[0] }}",
        "{{ (meta or {})|tojson }} {{ sourcename }} {{ title }}",
        "{{ toctree() }}",
        "{% for word in title %}{{ word }}.{% endfor %}",
        "{% if title|striptags|length < 7 %}short{% endif %}",
        "{% if pagename in 'drugs/d2 drugs/d8' %}one of two{% endif %}",
        "{% if pagename ~ '.md' == 'drugs/d8.md' %}the one{% endif %}",
        "{% if title|striptags in ['Search', 'Atlas'] %}the one{% endif %}",
        "{% if title is in 'Search, Atlas' %}the one{% endif %}",
        "{% set same %}{{ title }}{% endset %}{% if same == 'Search' %}the one{% endif %}",
        "{% macro same(x) %}{{ x }}{% endmacro %}{% if same(title) == 'Search' %}it{% endif %}",
        "{% if '%s.md' % pagename == 'drugs/d8.md' %}the one{% endif %}",
        "{% if 'Effect 8' in body|striptags %}the one{% endif %}",
        "{{ title|replace(' (Tablet)', '') }} {{ sourcename|replace('8', '*') }}",
        "{{ [title|striptags|e, docstitle]|join(', ') }} {{ '(' + title + ')' }}",
    ],
)
def test_templates_of_a_project_see_each_page(
    make_project: Callable[..., Project], addition: str
) -> None:
    """Whatever they do with a page's title, name, text or table of contents."""
    layout = '{% extends "!layout.html" %}{% block footer %}' + addition + "{% endblock %}"
    files = _FILES | {"_templates/layout.html": layout}
    shared, alone = built_both_ways(
        make_project(files, _CONF | {"templates_path": ["_templates"]})
    )
    assert pages(shared) == pages(alone)


def test_templates_that_warn_do_so_for_every_page(make_project: Callable[..., Project]) -> None:
    """And the marks are not in the warnings."""
    layout = '{% extends "!layout.html" %}{% block footer %}{{ warning("oh") }}{% endblock %}'
    files = _FILES | {"_templates/layout.html": layout}
    project = make_project(files, _CONF | {"templates_path": ["_templates"]})
    warnings = project.build().warning_lines()
    assert len([line for line in warnings if "drugs" in line]) >= 2 * len(_NAMES) + 4
    assert not [line for line in warnings if "DrugmonoMark" in line]


@pytest.mark.parametrize(
    "handler",
    [
        'context[\'metatags\'] += f\'<meta name="x" content="{context["title"]}">\'',
        "context['title'] = context.get('title', '') + '!'",
        "context['body'] += f'<p>{pagename}</p>'",
        "context['docstitle'] = pagename",
        "if pagename.endswith('d8'): context['docstitle'] = pagename",
        "if pagename.endswith('d7'): context['sidebars'] = []",
        "if pagename.endswith('d8'): app.builder.add_css_file('one.css')",
        "if pagename.endswith('d8'): context['pathto'] = lambda *arguments, **more: pagename",
        "if pagename.endswith('d8'): del context['toc']",
        "return 'page.html' if pagename == 'drugs/d2' else None",
        "app.builder.add_js_file(f'{pagename}.js')",
        "context['pathto'] = around(context['pathto'], pagename)",
    ],
)
def test_other_extensions_see_and_change_each_page(
    make_project: Callable[..., Project], handler: str
) -> None:
    """What they add to one page stands on that page alone."""
    extension = (
        "\n\nfrom functools import wraps\n\n"
        "def around(pathto, pagename):\n"
        "    @wraps(pathto)\n"
        "    def path_to(other, *arguments, **more):\n"
        "        tail = '?' if pagename.endswith('d8') else ''\n"
        "        return pathto(other, *arguments, **more) + tail\n"
        "    return path_to\n\n"
        "def change(app, pagename, templatename, context, doctree):\n"
        "    if doctree is None:\n        return None\n"
        f"    {handler}\n\n"
        "def setup(app):\n"
        "    app.connect('html-page-context', change)\n"
    )
    files = {name: text for name, text in _FILES.items() if "bare" not in name}
    project = make_project(files, _CONF)
    conf = (project.srcdir / "conf.py").read_text("utf-8")
    project.write({"conf.py": conf + extension})
    shared, alone = built_both_ways(project)
    assert pages(shared) == pages(alone)


@pytest.mark.parametrize("priority", [1000, 2000])
def test_extensions_that_come_last_change_pages(
    make_project: Callable[..., Project], fills: list[str], priority: int
) -> None:
    """No page is rendered before they have."""
    extension = (
        "\n\ndef change(app, pagename, templatename, context, doctree):\n"
        "    context['body'] = context.get('body', '') + '<p>the last word</p>'\n\n"
        "def setup(app):\n"
        f"    app.connect('html-page-context', change, priority={priority})\n"
    )
    project = make_project(_FILES, _CONF)
    conf = (project.srcdir / "conf.py").read_text("utf-8")
    project.write({"conf.py": conf + extension})
    assert all("the last word" in page for page in pages(project.build()).values())
    assert not fills


@pytest.mark.parametrize(
    ("shown", "change"),
    [
        ("{{ now.word }}", "now['word'] = word; context['now'] = now"),
        ("{{ now.words[0] }}", "now['words'] = [word]; context['now'] = now"),
        ("{{ now.word }}", "thing.word = word; context['now'] = thing"),
        ("{{ now() }}", "now['word'] = word; context['now'] = now_word"),
        (
            "{{ project|now }}",
            "now['word'] = word; filters(app)['now'] = lambda text: now['word']",
        ),
    ],
)
def test_what_changes_from_page_to_page_is_not_kept(
    make_project: Callable[..., Project], shown: str, change: str
) -> None:
    """Neither in a value that all pages share, nor in what a function returns."""
    extension = (
        "\n\nfrom types import SimpleNamespace\n"
        "now, thing = {}, SimpleNamespace()\n\n"
        "def filters(app):\n    return app.builder.templates.environment.filters\n\n"
        "def now_word():\n    return now['word']\n\n"
        "def change(app, pagename, templatename, context, doctree):\n"
        "    word = 'the one' if pagename.endswith('d8') else ''\n"
        f"    {change}\n\n"
        "def setup(app):\n"
        "    app.connect('html-page-context', change)\n"
    )
    layout = '{% extends "!layout.html" %}{% block footer %}' + shown + "{% endblock %}"
    files = _FILES | {"_templates/layout.html": layout}
    project = make_project(files, _CONF | {"templates_path": ["_templates"]})
    conf = (project.srcdir / "conf.py").read_text("utf-8")
    project.write({"conf.py": conf + extension})
    built = pages(project.build())
    assert [name for name, page in built.items() if "the one" in page] == [
        name for name in built if name.endswith("d8.html")
    ]


def test_the_way_into_a_folder_of_the_same_name(
    make_project: Callable[..., Project], fills: list[str]
) -> None:
    """It is shorter from the page than from all pages beside it."""
    index = "# Drugs\n\n```{toctree}\ndrugs/d6/sub\ndrugs/d8/sub\n```\n"
    layout = '{% extends "!layout.html" %}{% block footer %}{{ toctree() }}{% endblock %}'
    files = _FILES | {"index.md": index, "_templates/layout.html": layout}
    files |= {f"drugs/{name}/sub.md": f"# Sub {name}\n\nText.\n" for name in ("d6", "d8")}
    shared, alone = built_both_ways(
        make_project(files, _CONF | {"templates_path": ["_templates"]}), "dirhtml"
    )
    assert fills
    assert pages(shared) == pages(alone)


def test_a_second_build_of_one_application_has_frames_of_its_own(
    make_project: Callable[..., Project], fills: list[str]
) -> None:
    """What the theme shows of all documents may have changed."""
    layout = '{% extends "!layout.html" %}{% block footer %}FIRST{% endblock %}'
    files = {name: text for name, text in _FILES.items() if "more" not in name}
    files |= {"_templates/layout.html": layout}
    project = make_project(files, _CONF | {"templates_path": ["_templates"]})
    built = project.build()
    assert fills
    project.write({"_templates/layout.html": layout.replace("FIRST", "SECOND")})
    built.app.build(force_all=True)
    assert all("SECOND" in page for page in pages(built).values())


def test_monographs_in_a_toctree_are_rendered_by_the_theme(
    make_project: Callable[..., Project], fills: list[str]
) -> None:
    """Their pages show where they stand in the tree."""
    index = "# Drugs\n\n```{toctree}\n:glob:\ndrugs/d*\n```\n"
    shared, alone = built_both_ways(make_project(_FILES | {"index.md": index}, _CONF))
    assert pages(shared) == pages(alone)
    assert len({page for page in pages(shared).values() if 'rel="next"' in page}) > 5


def test_workers_write_the_same_pages(make_project: Callable[..., Project]) -> None:
    """Each process has frames of its own."""
    project = make_project(_FILES, _CONF)
    serial = pages(project.build(fresh=True))
    assert pages(project.build(fresh=True, parallel=2)) == serial


def test_errors_in_templates_are_reported_as_ever(make_project: Callable[..., Project]) -> None:
    """With the page they were met on."""
    layout = '{% extends "!layout.html" %}{% block footer %}{{ nothing.at.all }}{% endblock %}'
    files = {"drugs/one.md": "# One\n\n## Usage\n\nFor pain.\n", "_templates/layout.html": layout}
    project = make_project(
        {"index.rst": ":orphan:\n", **files}, _CONF | {"templates_path": ["_templates"]}
    )
    with pytest.raises(Exception, match="An error happened in rendering the page"):
        project.build()


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
