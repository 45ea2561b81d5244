"""Builds give the same files however they come about.

Two fresh builds, a build in parallel, a build that was killed and run again, and a build brought
up to date after many edits: each is compared, file by file, with a fresh one.

``DRUGMONO_EDITS=200`` makes the series of edits longer than the test suite has time for,
``DRUGMONO_KILLS=20`` the number of killed builds; ``DRUGMONO_SEED`` picks other edits and
moments.
"""

from __future__ import annotations

import json
import os
import random
import re
import shutil
import signal
import subprocess
import time
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from building import ENVIRONMENT, build, command, write_project

if TYPE_CHECKING:
    from collections.abc import Iterable

EDITS = int(os.environ.get("DRUGMONO_EDITS", "12"))
KILLS = int(os.environ.get("DRUGMONO_KILLS", "3"))
SEED = int(os.environ.get("DRUGMONO_SEED", "1"))
CHECK_EVERY = 6

EFFECTS = (
    "Nausea", "Headache", "Rash", "Dizziness", "Dry mouth", "Hair loss", "Insomnia", "Fever",
    "Blue toes", "Odd dreams", "Liver failure",
)  # fmt: skip
NAMES = (
    "Warfarin", "Naproxen", "Esomeprazole", "Naproxen + Esomeprazole", "Amoxicillin", "Lithium",
    "Metformin", "Aspirin", "Codeine", "Aspirin + Codeine", "Zinc", "Ibuprofen", "Xylitol",
    "Insulin", "Quinine", "Ouabain", "Yohimbine", "Urea", "Heparin", "Digoxin",
)  # fmt: skip
VOCABULARY = (
    '["blue-toes"]\nname = "{name}"\nclinical = "cyanosis of toes"\nsynonyms = ["blue toes"]\n'
)


def page(name: str, chance: random.Random) -> str:
    """A page of a drug that names some side effects and other drugs."""
    effects = chance.sample(EFFECTS, chance.randint(1, 6))
    common, serious = effects[: len(effects) // 2 + 1], effects[len(effects) // 2 + 1 :]
    lines = [f"* **Common:** {', '.join(common)} ({chance.randint(1, 9)}%)"]
    lines += [f"* **Serious:** {', '.join(serious)}"] if serious else []
    other = chance.choice(NAMES)
    return (
        f"---\ntitle: {name}\n---\n# {name}\n\n## Usage\n\nUsed for {chance.random():.3f}.\n\n"
        f"## Side Effects\n\n" + "\n".join(lines) + f"\n\n## Precautions\n\nNot with {other}.\n"
    )


def file_name(name: str) -> str:
    return f"drugs/{re.sub(r'[^a-z]+', '-', name.lower())}.md"


def index() -> str:
    return (
        "# Formulary\n\n```{toctree}\nclass\n```\n\n```{drug-index}\n```\n\n"
        "```{effect-index}\n```\n\nSee {drug}`Warfarin`, {drug}`Zinc` and {side-effect}`nausea`.\n"
    )


def directive(*effects: str) -> str:
    """A page with a monograph in it."""
    items = "".join(f"   * {effect}\n" for effect in effects)
    return f"A class\n=======\n\n.. drug-monograph:: Inner drug\n\n   ## Side Effects\n\n{items}"


class Workshop:
    """A project that is edited at random."""

    def __init__(self, srcdir: Path, seed: int) -> None:
        self.srcdir = srcdir
        self.chance = random.Random(seed)
        self.names = {file_name(name): name for name in NAMES[:12]}
        self.conf: dict[str, object] = {
            "drugmono_pages": ["drugs/**"],
            "drugmono_side_effects": ["effects.toml"],
            "suppress_warnings": ["drugmono"],
        }
        self.removed: set[str] = set()
        files = {path: page(name, self.chance) for path, name in self.names.items()}
        files["index.md"] = index()
        files["class.rst"] = directive("Rash")
        files["effects.toml"] = VOCABULARY.format(name="blue toes")
        write_project(srcdir, dict(files), self.conf)

    def edit(self) -> str:
        """Change one thing; return what it was."""
        kinds = ["change"] * 5 + ["add", "delete", "rename"] * 2 + ["vocabulary", "conf", "class"]
        kind = self.chance.choice(kinds)
        getattr(self, f"_{kind}")()
        return kind

    def _write(self, path: str, text: str) -> None:
        (self.srcdir / path).write_text(text, "utf-8")

    def _change(self) -> None:
        path = self.chance.choice(sorted(self.names))
        self._write(path, page(self.names[path], self.chance))

    def _add(self) -> None:
        absent = sorted(set(NAMES) - set(self.names.values()))
        if absent:
            name = self.chance.choice(absent)
            self.names[file_name(name)] = name
            self.removed.discard(file_name(name))
            self._write(file_name(name), page(name, self.chance))

    def _delete(self) -> None:
        if len(self.names) > 4:
            path = self.chance.choice(sorted(self.names))
            del self.names[path]
            self.removed.add(path)
            (self.srcdir / path).unlink()

    def _rename(self) -> None:
        path = self.chance.choice(sorted(self.names))
        target = f"drugs/{self.chance.randint(0, 999)}-{Path(path).name}"
        self.names[target] = self.names.pop(path)
        self.removed.add(path)
        (self.srcdir / path).rename(self.srcdir / target)

    def _vocabulary(self) -> None:
        name = self.chance.choice(["blue toes", "toes that turn blue", "discoloured toes"])
        self._write("effects.toml", VOCABULARY.format(name=name))

    def _conf(self) -> None:
        self.conf[self.chance.choice(["drugmono_disclaimer", "drugmono_disclaimer_short"])] = (
            f"No medical advice; ask a doctor before you stop. {self.chance.random():.3f}"
        )
        self.conf["drugmono_section_titles"] = {"usage": self.chance.choice(["Usage", "Uses"])}
        values = {"project": "Test", "extensions": ["sphinx_drugmono"], "html_theme": "basic"}
        lines = [f"{key} = {value!r}\n" for key, value in {**values, **self.conf}.items()]
        self._write("conf.py", "".join(lines))

    def _class(self) -> None:
        effects = self.chance.sample(EFFECTS, 2)
        self._write("class.rst", directive(*effects))


def files(outdir: Path) -> dict[str, bytes]:
    """The files of a build, but for what Sphinx keeps for itself."""
    return {
        str(path.relative_to(outdir)): path.read_bytes()
        for path in sorted(outdir.rglob("*"))
        if path.is_file() and path.name != ".buildinfo"
    }


def search_index(data: bytes) -> object:
    """What a search index says.

    Sphinx numbers documents in the order it wrote them, and keeps terms that are gone, without
    any document.
    """
    index = json.loads(data.removeprefix(b"Search.setIndex(").removesuffix(b")"))
    names = index["docnames"]

    def named(value: object) -> list[str]:
        return sorted(names[number] for number in (value if isinstance(value, list) else [value]))

    return {
        "documents": sorted(zip(names, index["filenames"], index["titles"], strict=True)),
        **{
            kind: {term: named(found) for term, found in index[kind].items() if found != []}
            for kind in ("terms", "titleterms")
        },
        "alltitles": {
            title: sorted((names[number], str(anchor)) for number, anchor in places)
            for title, places in index["alltitles"].items()
        },
        "objects": {
            prefix: sorted((names[entry[0]], *map(str, entry[3:])) for entry in entries)
            for prefix, entries in index["objects"].items()
        },
    }


def same(name: str, ours: bytes, theirs: bytes) -> bool:
    return ours == theirs or (
        name == "searchindex.js" and search_index(ours) == search_index(theirs)
    )


def differences(outdir: Path, fresh: Path, removed: Iterable[str] = ()) -> list[str]:
    """Where a build differs from a fresh one.

    Sphinx leaves the pages of documents that are gone; nothing links to them.
    """
    ours, theirs = files(outdir), files(fresh)
    stale = {name.removesuffix(".md") for name in removed}
    extra = [
        name
        for name in ours.keys() - theirs.keys()
        if re.sub(r"\.html$|\.md\.txt$|^_sources/", "", name) not in stale
    ]
    return (
        [f"missing {name}" for name in theirs.keys() - ours.keys()]
        + [f"left over {name}" for name in extra]
        + [
            f"other {name}"
            for name in sorted(theirs.keys() & ours.keys())
            if not same(name, ours[name], theirs[name])
        ]
    )


@pytest.fixture(scope="module")
def workshop(tmp_path_factory: pytest.TempPathFactory) -> Workshop:
    return Workshop(tmp_path_factory.mktemp("builds") / "source", SEED)


@pytest.fixture(scope="module")
def fresh(workshop: Workshop) -> Path:
    return build(workshop.srcdir, workshop.srcdir.parent / "fresh").outdir


def test_two_fresh_builds_are_the_same(workshop: Workshop, fresh: Path) -> None:
    """Nothing depends on the order of sets, on time or on the machine."""
    again = build(workshop.srcdir, workshop.srcdir.parent / "again").outdir
    assert differences(again, fresh) == []


def test_parallel_builds_are_the_same(workshop: Workshop, fresh: Path) -> None:
    """``-j 2`` writes what ``-j 1`` writes."""
    parallel = build(
        workshop.srcdir, workshop.srcdir.parent / "parallel", "html", "-j", "2"
    ).outdir
    assert differences(parallel, fresh) == []


@pytest.mark.skipif(os.name != "posix", reason="processes are killed with a signal of POSIX")
def test_a_killed_build_run_again_is_the_same(workshop: Workshop, fresh: Path) -> None:
    """Whenever a build is killed, the next run repairs what it left."""
    chance = random.Random(SEED)
    start = time.monotonic()
    build(workshop.srcdir, workshop.srcdir.parent / "measured")
    length = time.monotonic() - start
    for attempt in range(KILLS):
        outdir = workshop.srcdir.parent / f"killed{attempt}"
        process = subprocess.Popen(
            command(workshop.srcdir, outdir), env=ENVIRONMENT, start_new_session=True,
            stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
        )  # fmt: skip
        moment = length * chance.uniform(0.2, 1.1)
        try:
            process.wait(moment)
        except subprocess.TimeoutExpired:
            os.killpg(process.pid, signal.SIGKILL)
            process.wait()
        build(workshop.srcdir, outdir)
        assert differences(outdir, fresh) == [], f"killed after {moment:.2f} of {length:.2f} s"
        shutil.rmtree(outdir)


def test_incremental_builds_are_the_same_as_fresh_ones(tmp_path: Path) -> None:
    """After any series of edits, what is brought up to date is what would be made anew."""
    workshop = Workshop(tmp_path / "source", SEED)
    outdir = build(workshop.srcdir, tmp_path / "incremental").outdir
    done = []
    for number in range(1, EDITS + 1):
        done.append(workshop.edit())
        build(workshop.srcdir, outdir)
        if number % CHECK_EVERY and number != EDITS:
            continue
        anew = build(workshop.srcdir, tmp_path / f"fresh{number}").outdir
        found = differences(outdir, anew, workshop.removed)
        assert found == [], f"after {number} edits: {done[-CHECK_EVERY:]}"
        shutil.rmtree(anew)
        shutil.rmtree(tmp_path / f"fresh{number}-doctrees")
