"""What a folder of drug pages holds: finding the pages, and counting what was understood."""

from __future__ import annotations

import os
import re
from collections import Counter, defaultdict
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sphinx_drugmono.commands import console
from sphinx_drugmono.commands.pages import PageReader
from sphinx_drugmono.monograph.lint import Linter, Settings
from sphinx_drugmono.monograph.model import Kind
from sphinx_drugmono.monograph.source import SourceError

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from sphinx_drugmono.monograph.model import Diagnostic, Monograph
    from sphinx_drugmono.vocabulary import Vocabulary

_SUFFIXES = (".md", ".markdown", ".mdx")
_SITES = (
    # kind, files that tell it, where its pages are
    ("jekyll", ("_config.yml", "_config.yaml", "_config.toml"), (".",)),
    ("mkdocs", ("mkdocs.yml", "mkdocs.yaml"), ("docs",)),
    ("hugo", ("hugo.toml", "hugo.yaml", "hugo.json", "config.toml"), ("content",)),
    ("astro", tuple(f"astro.config.{e}" for e in ("mjs", "js", "ts", "mts")), ("src",)),
)
_SKIPPED_FOLDERS = frozenset(
    """node_modules vendor themes public dist build venv _build _site _layouts _includes _sass
    _data assets static layouts archetypes __pycache__""".split()
)
_NO_PAGES = re.compile(
    r"(?:_?index|readme|license|contributing|changelog|code[_-]of[_-]conduct|security|about"
    r"|404|search|contact|privacy.*|terms.*|disclaimer)\Z",
    re.IGNORECASE,
)
_TEMPLATE_TAG = re.compile(r"\{%.*?%\}|\{\{.*?\}\}|^import\s.+\sfrom\s", re.MULTILINE)
_DRUG_KINDS = frozenset(Kind) - {Kind.OTHER, Kind.PREAMBLE, Kind.SUMMARY, Kind.REFERENCES}
_OWN_KINDS = 2
"""Standard sections a page must have to be a drug page by itself."""
_SHOWN = 15
"""Entries of each list in the report as text."""


@dataclass(frozen=True, slots=True)
class FoundPage:
    """A drug page: its file, and where it goes below the folder of pages."""

    path: Path
    target: str


@dataclass(slots=True)
class Survey:
    """What was found, and what was understood of it."""

    site: str
    pages: list[FoundPage] = field(default_factory=list)
    others: list[str] = field(default_factory=list)
    unreadable: list[tuple[str, Diagnostic]] = field(default_factory=list)
    sections: Counter[Kind] = field(default_factory=Counter)
    headings: Counter[str] = field(default_factory=Counter)
    heading_pages: dict[str, str] = field(default_factory=dict)
    effects: Counter[str] = field(default_factory=Counter)
    unknown_effects: Counter[str] = field(default_factory=Counter)
    questions: int = 0
    without_disclaimer: list[str] = field(default_factory=list)
    template_tags: list[str] = field(default_factory=list)
    findings: Counter[str] = field(default_factory=Counter)
    together: dict[str, list[str]] = field(default_factory=lambda: defaultdict(list))

    def add(self, text: str, monograph: Monograph) -> None:
        """Count what one page says."""
        self.sections.update({section.kind for section in monograph.sections})
        self.questions += len(monograph.faqs)
        for reaction in monograph.side_effects:
            (self.effects if reaction.known else self.unknown_effects)[reaction.name] += 1
        if not monograph.disclaimers:
            self.without_disclaimer.append(monograph.source)
        if _TEMPLATE_TAG.search(text):
            self.template_tags.append(monograph.source)

    def report(self, target: Path) -> dict[str, Any]:
        """The report as JSON-safe data."""
        return {
            "site": self.site,
            "target": str(target),
            "pages": len(self.pages),
            "not_drug_pages": self.others,
            "unreadable": [
                {"file": path, "line": d.line, "code": d.code, "message": d.message}
                for path, d in self.unreadable
            ],
            "sections": {kind.value: self.sections[kind] for kind in Kind if self.sections[kind]},
            "unknown_headings": [
                {"heading": heading, "count": count, "first": self.heading_pages[heading]}
                for heading, count in self._ranked(self.headings)
            ],
            "questions": self.questions,
            "side_effects": {
                "mentions": self.effects.total() + self.unknown_effects.total(),
                "known": len(self.effects),
                "unknown": dict(self._ranked(self.unknown_effects)),
            },
            "duplicates": self.together["duplicate-monograph"],
            "same_ingredients": self.together["same-ingredients"],
            "id_collisions": self.together["id-collision"],
            "without_disclaimer": self.without_disclaimer,
            "template_tags": self.template_tags,
            "findings": dict(self._ranked(self.findings)),
        }

    @staticmethod
    def _ranked(counts: Counter[str]) -> list[tuple[str, int]]:
        return sorted(counts.items(), key=lambda entry: (-entry[1], entry[0]))

    def lines(self, report: Mapping[str, Any]) -> Iterator[str]:
        """The report as lines of text."""
        kind = f"{self.site} site" if self.site != "folder" else "folder"
        yield f"{report['pages']} drug pages in a {kind}, {len(self.others)} other pages left out"
        yield from self._list(
            "could not be read and were not copied",
            [f"{path}:{d.line}: {d.message}" for path, d in self.unreadable],
        )
        yield ""
        yield "pages with each section:"
        for name, count in report["sections"].items():
            yield f"  {count:>6}  {name}"
        yield ""
        effects = report["side_effects"]
        yield (
            f"{report['questions']} questions, {effects['mentions']} side effects "
            f"({effects['known']} of the vocabulary, {len(effects['unknown'])} in other words)"
        )
        yield from self._list(
            "headings that are no standard section",
            [
                f"{entry['count']:>5}  {entry['heading']}  ({entry['first']})"
                for entry in report["unknown_headings"]
            ],
        )
        yield from self._list(
            "phrases that are not in the vocabulary",
            [f"{count:>5}  {phrase}" for phrase, count in effects["unknown"].items()],
        )
        yield from self._list("pages about the same drug as another", report["duplicates"])
        yield from self._list(
            "combinations of the same ingredients in another order", report["same_ingredients"]
        )
        yield from self._list("names with the same address in links", report["id_collisions"])
        yield from self._list(
            "pages without a disclaimer of their own (the project's is inserted)",
            report["without_disclaimer"],
        )
        yield from self._list(
            "pages with template tags, which show as text", report["template_tags"]
        )
        yield ""
        yield "findings of the checks:"
        for code, count in report["findings"].items():
            yield f"  {count:>6}  {code}"

    @staticmethod
    def _list(title: str, entries: list[str]) -> Iterator[str]:
        if not entries:
            return
        yield ""
        yield f"{len(entries)} {title}:"
        for entry in entries[:_SHOWN]:
            yield f"  {entry}"
        if len(entries) > _SHOWN:
            yield f"  ... and {len(entries) - _SHOWN} more (--report json has all)"


def survey(source: Path, vocabulary: Vocabulary, *, skip: Path) -> Survey:
    """Read everything below ``source`` that can be a page, ``skip`` left out.

    Paths in the result are relative to ``source``.
    """
    site, roots = _site(source)
    result = Survey(site)
    paths = [path for root in roots for path in _files(root, skip.resolve())]
    linter = Linter(Settings(), vocabulary, hints=False)
    reader = PageReader(vocabulary)
    read: dict[Path, tuple[str, Monograph]] = {}
    for path in console.progress(paths, len(paths), "reading"):
        try:
            page = reader.read(str(path), shown_as=str(path.relative_to(source)))
        except SourceError as error:
            result.unreadable.append((str(path.relative_to(source)), error.diagnostic()))
            continue
        read[path] = page.text, _without_blocks(page.monograph)

    drugs = _drug_pages({path: monograph for path, (_, monograph) in read.items()})
    result.others = [str(path.relative_to(source)) for path in read if path not in drugs]
    base = Path(os.path.commonpath([path.parent for path in drugs])) if drugs else source
    taken: dict[str, Path] = {}
    for path in console.progress(sorted(drugs), len(drugs), "checking"):
        text, monograph = read[path]
        result.add(text, monograph)
        for diagnostic in linter.check(text, monograph):
            result.findings[diagnostic.code] += 1
            if diagnostic.code == "unknown-heading":
                heading = _heading_at(text, diagnostic.line)
                result.headings[heading] += 1
                place = f"{monograph.source}:{diagnostic.line}"
                result.heading_pages.setdefault(heading, place)
        target = path.relative_to(base).with_suffix(".md").as_posix()
        # Files that differ only in case, or in a suffix that becomes .md, are one file elsewhere.
        number = 2
        while target.casefold() in taken:
            target = path.relative_to(base).with_suffix(f".{number}.md").as_posix()
            number += 1
        taken[target.casefold()] = path
        result.pages.append(FoundPage(path, target))
    for place, diagnostic in linter.check_together(complete=False):
        result.findings[diagnostic.code] += 1
        result.together[diagnostic.code].append(f"{place}: {diagnostic.message}")
    return result


def _site(source: Path) -> tuple[str, list[Path]]:
    for kind, tells, folders in _SITES:
        if any((source / name).is_file() for name in tells):
            roots = [source / folder for folder in folders if (source / folder).is_dir()]
            if roots:
                return kind, roots
    return "folder", [source]


def _files(root: Path, skip: Path) -> Iterator[Path]:
    found = []
    for folder, folders, files in os.walk(root):
        folders[:] = [
            name
            for name in folders
            if not name.startswith(".")
            and name.casefold() not in _SKIPPED_FOLDERS
            and Path(folder, name).resolve() != skip
        ]
        found += [Path(folder, name) for name in files if name.lower().endswith(_SUFFIXES)]
    yield from sorted(found)


def _drug_pages(monographs: Mapping[Path, Monograph]) -> set[Path]:
    """Which of the pages are drug pages.

    A page is one if it has standard sections of its own. In a folder of such pages the others are
    too, short or odd as they may be, unless their names say what they are (README, about).
    """
    candidates = {path for path in monographs if not _NO_PAGES.match(path.stem)}
    own = {path for path in candidates if _own_kinds(monographs[path]) >= _OWN_KINDS}
    in_folder = Counter(path.parent for path in candidates)
    own_in_folder = Counter(path.parent for path in own)
    return own | {
        path for path in candidates if own_in_folder[path.parent] * 2 >= in_folder[path.parent]
    }


def _without_blocks(monograph: Monograph) -> Monograph:
    """The monograph without its block trees, so that thousands fit into memory."""
    return replace(
        monograph,
        sections=tuple(replace(section, body=()) for section in monograph.sections),
        faqs=tuple(replace(q, question_body=(), answer_body=()) for q in monograph.faqs),
        disclaimers=tuple(replace(remark, body=()) for remark in monograph.disclaimers),
        notes=tuple(replace(remark, body=()) for remark in monograph.notes),
    )


def _own_kinds(monograph: Monograph) -> int:
    return len({section.kind for section in monograph.sections} & _DRUG_KINDS)


def _heading_at(text: str, line: int) -> str:
    written = text.split("\n", line)[line - 1] if line else ""
    return re.sub(r"^[\s#*>-]+|[\s#*:]+$", "", written)[:100] or "(no words)"
