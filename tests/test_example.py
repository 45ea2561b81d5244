"""The example formulary builds cleanly with every builder and holds what it promises."""

from __future__ import annotations

import subprocess
import sys
import zipfile
from collections import defaultdict
from pathlib import Path

import pytest
from sphinx.util.inventory import InventoryFile

EXAMPLE = Path(__file__).parents[1] / "examples" / "formulary"
BUILDERS = ("html", "latex", "epub", "text", "man")
DISCLAIMED = "not medical advice"


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the output of every builder, each made with warnings as errors."""
    root = tmp_path_factory.mktemp("example")
    for builder in BUILDERS:
        run = subprocess.run(
            [
                *(sys.executable, "-m", "sphinx", "-W", "-n", "--keep-going", "-q"),
                *("-b", builder, "-d", str(root / "doctrees" / builder)),
                *(str(EXAMPLE), str(root / builder)),
            ],
            capture_output=True,
            text=True,
            check=False,
        )
        assert (run.returncode, run.stderr) == (0, ""), builder
    return root


def whole_text(folder: Path, builder: str) -> str:
    """Everything a builder wrote that a reader reads."""
    if builder == "epub":
        with zipfile.ZipFile(next(folder.glob("*.epub"))) as book:
            names = [name for name in book.namelist() if name.endswith(".xhtml")]
            return "\n".join(book.read(name).decode() for name in names)
    pattern = {"html": "*.html", "latex": "*.tex", "text": "*.txt", "man": "*.7"}[builder]
    return "\n".join(path.read_text("utf-8") for path in sorted(folder.rglob(pattern)))


def test_inventory_has_fifteen_monographs_of_which_three_are_combinations(built: Path) -> None:
    """Whole pages and directives in both markups are monographs another project can link to."""
    with (built / "html" / "objects.inv").open("rb") as stream:
        inventory = InventoryFile.load(stream, "", lambda base, uri: uri)
    objects = dict(inventory["drug:monograph"])
    names_by_place = defaultdict(set)
    for name, item in objects.items():
        names_by_place[item.uri].add(name)
    assert len(names_by_place) == 15
    assert sum(any(" + " in name for name in names) for names in names_by_place.values()) == 3
    assert {"Warfarin", "Sertraline", "Salbutamol", "Metformin"} <= objects.keys()


@pytest.mark.parametrize("builder", BUILDERS)
def test_every_monograph_and_its_disclaimer_is_in_every_output(built: Path, builder: str) -> None:
    """No builder drops a monograph, or the words that say what it is not."""
    text = " ".join(whole_text(built / builder, builder).split())
    sentences = {
        "metformin": "Warning signs are vomiting, cramps, deep fast breathing",
        "amoxicillin": "Probenecid slows the removal of amoxicillin",
        "ibuprofen": "Ibuprofen is not used around coronary artery bypass surgery.",
        "paracetamol": "Acetylcysteine is the antidote",
        "lisinopril": "A dry cough comes from the way the medicine works.",
        "atorvastatin": "Gemfibrozil adds to the risk",
        "amlodipine": "It takes one to two weeks",
        "levothyroxine": "Most people need it for life.",
        "omeprazole": "The pellets are not chewed.",
        "amoxicillin-clavulanic-acid": "Liver trouble can show weeks after the last dose.",
        "amlodipine-atorvastatin": "One tablet for two conditions.",
        "salbutamol-ipratropium": "blocks muscarinic receptors",
        "warfarin": "Vitamin K is the antidote.",
        "sertraline": "It blocks the reuptake of serotonin into nerve cells.",
        "salbutamol": "no heat, no puncture",
    }
    assert {name for name, sentence in sentences.items() if sentence not in text} == set()
    assert text.count(DISCLAIMED) >= len(sentences)
