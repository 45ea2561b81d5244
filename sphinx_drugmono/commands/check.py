"""Look for mistakes in monographs.

PATH is a file or a folder (all *.md below it). One line is printed for each finding:
`file:line: severity: message [code]`. The exit code is 1 if there is an error (with --strict also
for a warning), 2 if the check could not run.

Settings come from [tool.drugmono] in pyproject.toml or from drugmono.toml, in the folder of the
first PATH or above it. In a Sphinx project (a conf.py that names sphinx_drugmono) its
drugmono_pages says which pages are monographs, those of directives are checked too, and its
vocabulary and names of sections are used as far as they are written out.

`drugmono check --rules` lists the rules, `--explain CODE` explains one.

With --fix, pages are mended before they are checked: byte order marks, mixed line ends, spaces at
the ends of lines, a missing line break at the end, headings without a space behind their # marks.
No word of a page is changed. --diff prints what --fix would do, and exits with 1 if there is any.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from sphinx_drugmono.commands import console

if TYPE_CHECKING:
    import argparse

    from sphinx_drugmono.commands.pages import PageReader
    from sphinx_drugmono.commands.project import Project
    from sphinx_drugmono.monograph.lint import Linter, Settings
    from sphinx_drugmono.monograph.model import Diagnostic


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the arguments of the command."""
    parser.add_argument("paths", nargs="*", metavar="PATH", help="a page, or a folder of pages")
    parser.add_argument(
        "--format",
        choices=("text", "json", "sarif", "github"),
        default="text",
        help="lines (default), JSON, SARIF 2.1.0, or annotations for GitHub Actions",
    )
    parser.add_argument(
        "--select", action="append", default=[], metavar="CODE", help="look only for this; repeat"
    )
    parser.add_argument(
        "--ignore", action="append", default=[], metavar="CODE", help="leave this out; repeat"
    )
    parser.add_argument(
        "--level",
        choices=("error", "warning", "info"),
        default="info",
        help="report only findings at least this grave (default: info)",
    )
    parser.add_argument("--strict", action="store_true", help="warnings make the exit code 1 too")
    parser.add_argument(
        "--side-effects",
        action="append",
        default=[],
        metavar="TOML",
        help="a vocabulary of your own on top of the shipped one; may be repeated",
    )
    parser.add_argument("--fix", action="store_true", help="mend what is no word of the page")
    parser.add_argument(
        "--diff", action="store_true", help="print what --fix would change, and write nothing"
    )
    parser.add_argument("--rules", action="store_true", help="list the rules and exit")
    parser.add_argument("--explain", metavar="CODE", help="explain a rule and exit")


def run(arguments: argparse.Namespace) -> int:
    """Check the pages and report."""
    from pathlib import Path

    from sphinx_drugmono.commands.fixing import fix_files
    from sphinx_drugmono.commands.pages import PageReader, find_pages, load_vocabulary
    from sphinx_drugmono.commands.project import find_project
    from sphinx_drugmono.commands.reports import WRITERS
    from sphinx_drugmono.monograph.lint import Linter
    from sphinx_drugmono.monograph.model import Severity
    from sphinx_drugmono.monograph.sections import SectionHeadings

    if arguments.rules or arguments.explain:
        return _describe(arguments.explain)
    if not arguments.paths:
        raise console.UsageError("check: give a file or a folder")
    project = find_project(Path(arguments.paths[0]))
    settings = _settings(arguments, project)
    vocabulary = load_vocabulary(
        [
            *(project.side_effects if project else ()),
            *settings.side_effects,
            *arguments.side_effects,
        ]
    )
    headings = SectionHeadings(dict(project.section_synonyms)) if project else None
    paths = list(find_pages(arguments.paths, (".md", ".rst") if project else (".md",)))
    reader = PageReader(vocabulary, headings)
    if arguments.fix or arguments.diff:
        mended = fix_files(paths, reader, project, settings, write=not arguments.diff)
        if arguments.diff:
            return console.FAULTS if mended else console.OK
    linter = Linter(settings, vocabulary)
    complete = any(Path(path).is_dir() for path in arguments.paths)

    order = list(Severity)
    gravest = order.index(Severity(arguments.level))
    findings = [
        (path, diagnostic)
        for path, diagnostic in _findings(paths, linter, reader, project, complete=complete)
        if order.index(diagnostic.severity) <= gravest
    ]
    WRITERS[arguments.format](findings)
    counts = {level: sum(d.severity is level for _, d in findings) for level in Severity}
    if arguments.format == "text":
        errors, warnings, remarks = (
            _counted(counts[level], noun)
            for level, noun in zip(Severity, ("error", "warning", "remark"), strict=True)
        )
        pages = _counted(linter.pages, "page")
        console.complain(f"{pages}: {errors}, {warnings}, {remarks}")
    failed = counts[Severity.ERROR] or (arguments.strict and counts[Severity.WARNING])
    return console.FAULTS if failed else console.OK


def _counted(number: int, noun: str) -> str:
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"


def _settings(arguments: argparse.Namespace, project: Project | None) -> Settings:
    from pathlib import Path

    from sphinx_drugmono.monograph.lint import CODES, SettingsError, find_settings

    codes = {
        option: [c.strip() for value in getattr(arguments, option) for c in value.split(",")]
        for option in ("select", "ignore")
    }
    for option, given in codes.items():
        for code in given:
            if code not in CODES:
                raise console.UsageError(
                    f"--{option}: there is no rule {code!r}; see `drugmono check --rules`"
                )
    first = Path(arguments.paths[0])
    try:
        settings = find_settings(first if first.is_dir() else first.parent, CODES)
    except SettingsError as error:
        raise console.UsageError(str(error)) from error
    settings = settings.narrowed(codes["select"], codes["ignore"])
    inserted = "missing-disclaimer"  # by the project, so that no page needs one
    if project and inserted not in settings.select and inserted not in settings.levels:
        settings = settings.narrowed([], [inserted])
    return settings


def _findings(
    paths: list[str],
    linter: Linter,
    reader: PageReader,
    project: Project | None,
    *,
    complete: bool,
) -> list[tuple[str, Diagnostic]]:
    """All findings in the order of the files and their lines."""
    from sphinx_drugmono.monograph.source import SourceError

    findings: list[tuple[str, Diagnostic]] = []
    order: dict[str, int] = {}
    for path in console.progress(paths, len(paths), "checking"):
        try:
            pages = reader.read_in_project(path, project) if project else [reader.read(path)]
        except SourceError as error:
            if linter.settings.wants(error.code, path):
                findings.append((path, error.diagnostic()))
                order.setdefault(path, len(order))
            continue
        for page in pages:
            source = page.monograph.source
            order.setdefault(source, len(order))
            findings += [(source, found) for found in linter.check(page.text, page.monograph)]
    findings += linter.check_together(complete=complete)
    return sorted(findings, key=lambda found: (order[found[0]], found[1].line))


def _describe(code: str | None) -> int:
    from sphinx_drugmono.monograph.lint import FIXES, RULES

    if code is None:
        width = max(map(len, RULES))
        for rule in RULES.values():
            console.write(f"{rule.code:<{width}}  {rule.level:<7}  {rule.summary}")
        for fix in FIXES.values():
            if fix.code not in RULES:
                console.write(f"{fix.code:<{width}}  {'--fix':<7}  {fix.summary}")
        return console.OK
    if code in FIXES and code not in RULES:
        console.write(f"{code} (--fix): {FIXES[code].summary}")
        return console.OK
    if code not in RULES:
        raise console.UsageError(f"there is no rule {code!r}; see `drugmono check --rules`")
    rule = RULES[code]
    console.write(f"{rule.code} ({rule.level}): {rule.summary}\n\n{rule.explanation}")
    for title, example in (("Reported", rule.bad), ("Not reported", rule.good)):
        if example:
            indented = "\n".join("    " + line if line else "" for line in example.splitlines())
            console.write(f"\n{title}:\n\n{indented}")
    return console.OK
