"""Look things up in the vocabulary of side effects.

`explain` shows what becomes of a phrase and why; `search` finds entries by a part of any of their
names; `show` prints an entry; `list` prints all of them.

In a Sphinx project, its own vocabulary counts as it does for `drugmono check`: what
drugmono_side_effects in conf.py and side-effects in pyproject.toml or drugmono.toml name.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from sphinx_drugmono.commands import console

if TYPE_CHECKING:
    import argparse

    from sphinx_drugmono.vocabulary import SideEffect, Vocabulary


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the arguments of the command."""
    parser.add_argument(
        "--project",
        default=".",
        metavar="DIR",
        help="the project, or a folder in it (default: the current folder)",
    )
    parser.add_argument(
        "--side-effects",
        action="append",
        default=[],
        metavar="TOML",
        help="a vocabulary of your own on top of the shipped one; may be repeated",
    )
    actions = parser.add_subparsers(metavar="ACTION", required=True, title="actions")
    listing = actions.add_parser("list", help="all entries, one a line")
    listing.add_argument("--system", metavar="ID", help="only those of this body system")
    listing.set_defaults(action=_list)
    search = actions.add_parser("search", help="entries with these words in one of their names")
    search.add_argument("words", nargs="+", metavar="WORD")
    search.set_defaults(action=_search)
    explain = actions.add_parser("explain", help="what becomes of a phrase, and why")
    explain.add_argument("words", nargs="+", metavar="PHRASE")
    explain.set_defaults(action=_explain)
    show = actions.add_parser("show", help="one entry")
    show.add_argument("id", metavar="ID")
    show.set_defaults(action=_show)


def run(arguments: argparse.Namespace) -> int:
    """Load the vocabulary and do what is asked."""
    from pathlib import Path

    from sphinx_drugmono.commands.pages import load_vocabulary
    from sphinx_drugmono.commands.project import find_project
    from sphinx_drugmono.monograph.lint import CODES, SettingsError, find_settings

    folder = Path(arguments.project)
    if not folder.is_dir():
        raise console.UsageError(f"{folder}: no such folder")
    project = find_project(folder)
    try:
        settings = find_settings(folder, CODES)
    except SettingsError as error:
        raise console.UsageError(str(error)) from error
    own = project.side_effects if project else ()
    vocabulary = load_vocabulary([*own, *settings.side_effects, *arguments.side_effects])
    code: int = arguments.action(vocabulary, arguments)
    return code


def _list(vocabulary: Vocabulary, arguments: argparse.Namespace) -> int:
    if arguments.system is not None and arguments.system not in vocabulary.systems:
        known = ", ".join(sorted(vocabulary.systems))
        raise console.UsageError(
            f"there is no body system {arguments.system!r}; there are {known}"
        )
    for effect in sorted(vocabulary, key=lambda effect: effect.id):
        if arguments.system in (None, effect.system):
            console.write(_line(effect))
    return console.OK


def _search(vocabulary: Vocabulary, arguments: argparse.Namespace) -> int:
    wanted = " ".join(arguments.words).casefold()
    exact = vocabulary.find(wanted)
    found = [
        effect
        for effect in sorted(vocabulary, key=lambda effect: effect.id)
        if effect is not exact and any(wanted in name.casefold() for name in effect.names)
    ]
    for effect in [exact, *found] if exact else found:
        console.write(_line(effect))
    if not exact and not found:
        _hint(wanted, vocabulary.nearest(wanted))
        return console.FAULTS
    return console.OK


def _explain(vocabulary: Vocabulary, arguments: argparse.Namespace) -> int:
    explanation = vocabulary.explain(" ".join(arguments.words))
    console.write(f"phrase      {explanation.phrase}")
    for step in explanation.steps:
        console.write(f"{'':<12}{' '.join(step.words)}  ({step.rule})")
    console.write(f"looked up   {' '.join(explanation.words)}")
    if explanation.effect is None:
        console.write("result      not in the vocabulary: indexed in the writer's words")
        if explanation.nearest:
            console.write(f"near to it  {', '.join(explanation.nearest)}")
        return console.FAULTS
    console.write(f"result      {_line(explanation.effect)}")
    return console.OK


def _show(vocabulary: Vocabulary, arguments: argparse.Namespace) -> int:
    effect = vocabulary.get(arguments.id) or vocabulary.find(arguments.id)
    if effect is None:
        _hint(arguments.id, vocabulary.nearest(arguments.id))
        return console.FAULTS
    console.write(f"id        {effect.id}")
    console.write(f"name      {effect.name}")
    if effect.clinical_name:
        console.write(f"clinical  {effect.clinical_name}")
    console.write(f"system    {vocabulary.systems[effect.system].name}")
    if effect.broader:
        console.write(f"broader   {effect.broader}")
    for number, synonym in enumerate(effect.synonyms):
        console.write(f"{'' if number else 'synonyms':<10}{synonym}")
    return console.OK


def _line(effect: SideEffect) -> str:
    clinical = f" ({effect.clinical_name})" if effect.clinical_name else ""
    return f"{effect.id}: {effect.name}{clinical}"


def _hint(wanted: str, nearest: list[str]) -> None:
    near = f"; near to it: {', '.join(nearest)}" if nearest else ""
    console.complain(f'"{wanted}" is not in the vocabulary{near}')
