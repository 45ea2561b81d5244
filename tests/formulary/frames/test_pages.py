"""The theme's frame around pages is rendered once; no page may look different for it."""

from __future__ import annotations

from importlib.util import find_spec
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.conftest import Project
    from tests.formulary.frames.conftest import BothWays

    PagesIn = Callable[[Path], dict[str, str]]

_NAMES = (
    *("Aspirin", "Amlodipine", "Atorvastatin + Amlodipine (Tablet)", "Aqua's & <i>Co</i>"),
    *("Äther", "DrugmonoMark", "drugmono_html", "{{ body }}", "Search", "A" * 500),
)
_EFFECTS = (
    *("Headache", "Dizziness", "Vomiting", "Rash", "Fever"),
    *("Insomnia", "Cough", "Itching", "Anxiety", "Tremor"),
)
_FILES = {"index.md": "# Drugs\n\n```{drug-index}\n```\n"} | {
    f"{folder}/d{number}.md": f"# {name}\n\n## Usage\n\nFor *pain*.\n\n"
    f"## Side Effects\n\nCommon side effects include:\n\n* Nausea\n* {effect}\n"
    "* Cushing's syndrome\n* Raynaud's & <b>DrugmonoMark</b> sign\n* {{ title }}\n"
    for folder in ("drugs", "drugs/more")
    for number, (name, effect) in enumerate(zip(_NAMES, _EFFECTS, strict=True))
}
_FILES |= {
    "drugs/bare.md": "# Bare\n\nNothing more.\n",
    "drugs/html.md": "# Html\n\n## Usage\n\nFor pain.\n",
    "drugs/näme.md": "# Name\n\n## Usage\n\nFor pain.\n",
    "drugs/with space.md": "# Space\n\n## Usage\n\nFor pain.\n",
}
_CONF = {"drugmono_pages": ["drugs/**"], "suppress_warnings": ["drugmono"]}


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
    make_project: Callable[..., Project],
    both_ways: BothWays,
    fills: list[str],
    theme: str,
    builder: str,
) -> None:
    """Byte for byte, whatever their titles and names are, and with every address they show."""
    if theme.endswith("_theme") and find_spec(theme) is None:
        pytest.skip(f"{theme} is not installed")
    conf = _CONF | {"html_theme": theme, "html_baseurl": "https://example.org/formulary/"}
    shared, alone = both_ways(make_project(_FILES, conf), builder)
    assert len(alone) > 3 * len(_NAMES)
    assert shared == alone
    if theme in ("basic", "furo", "alabaster", "sphinx_rtd_theme"):
        assert {"Search", "Amlodipine", "Insomnia"} <= set(fills)


@pytest.mark.parametrize(
    "addition",
    [
        "{% if pagename == 'drugs/d1' %}the one{% endif %}{{ title }}",
        "{% if pagename == 'drug-effects/insomnia' %}the one{% endif %}",
        "{% if pagename in 'drug-effects/insomnia, drug-monographs' %}the one{% endif %}",
        "{% if 'Insomnia' in title|striptags %}the one{% endif %}",
        "{% if body|striptags|wordcount > 40 %}long{% endif %} {{ title|length }}",
        "<a href=\"{{ pathto('drug-effects/insomnia') }}\">effect</a>",
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
        "{% if 'Anxiety' in body|striptags %}the one{% endif %}",
        "{{ title|replace(' (Tablet)', '') }} {{ sourcename|replace('8', '*') }}",
        "{{ [title|striptags|e, docstitle]|join(', ') }} {{ '(' + title + ')' }}",
    ],
)
def test_templates_of_a_project_see_each_page(
    make_project: Callable[..., Project], both_ways: BothWays, addition: str
) -> None:
    """Whatever they do with a page's title, name, text or table of contents."""
    layout = '{% extends "!layout.html" %}{% block footer %}' + addition + "{% endblock %}"
    files = _FILES | {"_templates/layout.html": layout}
    shared, alone = both_ways(make_project(files, _CONF | {"templates_path": ["_templates"]}))
    assert shared == alone


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
    make_project: Callable[..., Project], both_ways: BothWays, handler: str
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
    shared, alone = both_ways(project)
    assert shared == alone


@pytest.mark.parametrize("priority", [1000, 2000])
def test_extensions_that_come_last_change_pages(
    make_project: Callable[..., Project], pages_in: PagesIn, fills: list[str], priority: int
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
    assert all("the last word" in page for page in pages_in(project.build().outdir).values())
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
    make_project: Callable[..., Project], pages_in: PagesIn, shown: str, change: str
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
    built = pages_in(project.build().outdir)
    assert [name for name, page in built.items() if "the one" in page] == [
        name for name in built if name.endswith("d8.html")
    ]


def test_the_way_into_a_folder_of_the_same_name(
    make_project: Callable[..., Project], both_ways: BothWays, fills: list[str]
) -> None:
    """It is shorter from the page than from all pages beside it."""
    index = "# Drugs\n\n```{toctree}\ndrugs/d6/sub\ndrugs/d8/sub\n```\n"
    layout = '{% extends "!layout.html" %}{% block footer %}{{ toctree() }}{% endblock %}'
    files = _FILES | {"index.md": index, "_templates/layout.html": layout}
    files |= {f"drugs/{name}/sub.md": f"# Sub {name}\n\nText.\n" for name in ("d6", "d8")}
    shared, alone = both_ways(
        make_project(files, _CONF | {"templates_path": ["_templates"]}), "dirhtml"
    )
    assert fills
    assert shared == alone


@pytest.mark.parametrize("page", ["drugs/d8", "drug-effects/insomnia"])
def test_links_of_a_template_into_a_folder_of_the_same_name(
    make_project: Callable[..., Project], both_ways: BothWays, fills: list[str], page: str
) -> None:
    """They are shorter from the page than from all pages beside it."""
    link = f"<a href=\"{{{{ pathto('{page}/more') }}}}\">more</a>"
    layout = '{% extends "!layout.html" %}{% block footer %}' + link + "{% endblock %}"
    files = _FILES | {"_templates/layout.html": layout}
    shared, alone = both_ways(
        make_project(files, _CONF | {"templates_path": ["_templates"]}), "dirhtml"
    )
    assert fills
    assert shared == alone


def test_pages_have_their_own_sidebars(
    make_project: Callable[..., Project], both_ways: BothWays, fills: list[str]
) -> None:
    """A project may give some to a single page."""
    conf = {"html_sidebars": {"drugs/d8": [], "drug-effects/insomnia": []}}
    shared, alone = both_ways(make_project(_FILES, _CONF | conf | {"html_theme": "alabaster"}))
    assert fills
    assert shared == alone


def test_frames_are_made_for_many_pages(
    make_project: Callable[..., Project],
    monkeypatch: pytest.MonkeyPatch,
    few: int,
    fills: list[str],
) -> None:
    """A few are sooner rendered by the theme."""
    monkeypatch.setattr("sphinx_drugmono.formulary.frames.rendering._FEW", few)
    files = {f"drugs/d{number}.md": f"# D {number}\n\nText.\n" for number in range(few)}
    project = make_project({"index.md": "# Drugs\n"} | files, _CONF)
    project.build()
    assert not fills
    project.write({f"drugs/e{number}.md": f"# E {number}\n\nText.\n" for number in range(few)})
    project.build(fresh=True)
    assert f"E {few - 1}" in fills


def test_a_second_build_of_one_application_has_frames_of_its_own(
    make_project: Callable[..., Project], pages_in: PagesIn, fills: list[str]
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
    assert all("SECOND" in page for page in pages_in(built.outdir).values())


def test_monographs_in_a_toctree_are_rendered_by_the_theme(
    make_project: Callable[..., Project], both_ways: BothWays, fills: list[str]
) -> None:
    """Their pages show where they stand in the tree."""
    index = "# Drugs\n\n```{toctree}\n:glob:\ndrugs/d*\n```\n"
    shared, alone = both_ways(make_project(_FILES | {"index.md": index}, _CONF))
    assert shared == alone
    assert len({page for page in shared.values() if 'rel="next"' in page}) > 5


def test_workers_write_the_same_pages(
    make_project: Callable[..., Project], pages_in: PagesIn
) -> None:
    """Each process has frames of its own."""
    project = make_project(_FILES, _CONF)
    serial = pages_in(project.build(fresh=True).outdir)
    assert pages_in(project.build(fresh=True, parallel=2).outdir) == serial


def test_errors_in_templates_are_reported_as_ever(make_project: Callable[..., Project]) -> None:
    """With the page they were met on."""
    layout = '{% extends "!layout.html" %}{% block footer %}{{ nothing.at.all }}{% endblock %}'
    files = {"drugs/one.md": "# One\n\n## Usage\n\nFor pain.\n", "_templates/layout.html": layout}
    project = make_project(
        {"index.rst": ":orphan:\n", **files}, _CONF | {"templates_path": ["_templates"]}
    )
    with pytest.raises(Exception, match="An error happened in rendering the page"):
        project.build()
