"""``drugmono parse``: monographs as JSON."""

from __future__ import annotations

import io
import json
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import jsonschema
import pytest

from sphinx_drugmono.monograph.export import schema_text, to_dict
from sphinx_drugmono.monograph.reader import read_monograph

from .conftest import PAGE

if TYPE_CHECKING:
    from collections.abc import Callable

    from .conftest import Result

    Run = Callable[..., Result]

CASES = sorted((Path(__file__).parents[1] / "cases").glob("*.md"))
CORPUS = Path(__file__).parents[3] / "shared" / "corpus"

KEYS = {
    None: "schema source sha256 name generic_name alternate_names components sections "
    "side_effects faqs disclaimers notes metadata diagnostics",
    "sections": "kind heading component line markdown",
    "side_effects": "id name clinical_name aliases text frequency frequency_text band serious "
    "component line sentence",
    "faqs": "question answer component line",
    "disclaimers": "markdown line",
    "notes": "markdown line",
    "diagnostics": "code severity message line",
}
"""The keys of the contract, in its order."""


@pytest.fixture(scope="session")
def schema() -> jsonschema.Draft202012Validator:
    document = json.loads(schema_text())
    jsonschema.Draft202012Validator.check_schema(document)
    return jsonschema.Draft202012Validator(document)


@pytest.fixture
def page(tmp_path: Path) -> Path:
    path = tmp_path / "ibuprofen.md"
    path.write_text(PAGE, encoding="utf-8")
    return path


def keys_of(found: dict[str, Any], name: str | None) -> set[str]:
    records = [found] if name is None else found[name]
    return {" ".join(record) for record in records}


def test_keys_and_their_order(drugmono: Run, tmp_path: Path) -> None:
    """Every key of the contract is there, in its order, also where it is empty."""
    path = tmp_path / "a.md"
    path.write_text(PAGE + "\n**Note:** Reviewed.\n\n### Oddities\n\nx\n", encoding="utf-8")
    (found,) = json.loads(drugmono("parse", path).out)
    for name, keys in KEYS.items():
        assert keys_of(found, name) == {keys}, name
    path.write_text("x", encoding="utf-8")
    (found,) = json.loads(drugmono("parse", path).out)
    assert keys_of(found, None) == {KEYS[None]}
    assert found["generic_name"] is None
    assert found["side_effects"] == []


def test_facts_of_a_page(drugmono: Run, page: Path) -> None:
    """What the page says is in the output, with source and hash."""
    (found,) = json.loads(drugmono("parse", page).out)
    assert found["schema"] == 1
    assert found["source"] == str(page)
    assert found["name"] == "Ibuprofen"
    assert [s["kind"] for s in found["sections"]] == ["usage", "side-effects", "faqs"]
    assert [e["name"] for e in found["side_effects"]] == ["nausea", "heartburn"]
    assert found["faqs"][0]["line"] == 20
    assert found["metadata"] == {"title": "Ibuprofen"}


@pytest.mark.parametrize("path", CASES, ids=lambda path: path.stem)
def test_output_is_valid_by_the_schema(
    path: Path, schema: jsonschema.Draft202012Validator
) -> None:
    """Whatever the page, the output is what the schema says."""
    monograph = read_monograph(path.read_text("utf-8"), source=path.name)
    schema.validate(to_dict(monograph))


@pytest.mark.skipif(not CORPUS.is_dir(), reason="the corpus of drug pages is not here")
def test_output_for_the_corpus_is_valid(schema: jsonschema.Draft202012Validator) -> None:
    """A sample of real pages gives what the schema says."""
    pages = sorted(CORPUS.glob("*/*/*.md"))[::60]
    assert len(pages) > 100
    for path in pages:
        schema.validate(to_dict(read_monograph(path.read_text("utf-8"), source=path.name)))


def test_schema_refuses_what_is_not_in_it(schema: jsonschema.Draft202012Validator) -> None:
    """A missing key, a key too many and a wrong word are all refused."""
    good = to_dict(read_monograph(PAGE))
    for change in ({"more": 1}, {"schema": 2}, {"faqs": None}):
        assert not schema.is_valid({**good, **change})
    assert not schema.is_valid({k: v for k, v in good.items() if k != "notes"})


def test_schema_command_prints_it(drugmono: Run) -> None:
    """The schema can be had without the source."""
    assert json.loads(drugmono("schema").out) == json.loads(schema_text())


def test_jsonl_is_one_object_a_line_in_the_order_given(drugmono: Run, tmp_path: Path) -> None:
    """Files come out in the order given, each on one line; the same twice is given twice."""
    names = ["b.md", "a.md", "b.md"]
    for name in names:
        (tmp_path / name).write_text(f"# {name}\u2028\u0085\n\ntext\n", encoding="utf-8")
    result = drugmono("parse", "--format", "jsonl", *(tmp_path / n for n in names))
    lines = result.out.removesuffix("\n").split("\n")
    assert [json.loads(line)["source"] for line in lines] == [str(tmp_path / n) for n in names]
    assert result.code == 0


def test_json_is_an_indented_array(drugmono: Run, page: Path) -> None:
    """The array is what Python's own indented form is, also when it is empty."""
    out = drugmono("parse", page, page).out
    assert out == json.dumps(json.loads(out), indent=2, ensure_ascii=False) + "\n"
    assert json.loads(drugmono("parse", "none.md").out) == []


def test_equal_input_gives_equal_output(drugmono: Run, page: Path) -> None:
    """Nothing about time or machine is in the output."""
    assert drugmono("parse", page).out == drugmono("parse", page).out


def test_bad_files_are_told_and_the_rest_goes_on(drugmono: Run, page: Path) -> None:
    """Each bad file has one line with code on standard error; the exit code is 1."""
    bad = page.with_name("latin.md")
    bad.write_bytes(b"# Caf\xe9\n")
    result = drugmono("parse", "--format", "jsonl", "none.md", bad, page, page.parent)
    assert [json.loads(line)["name"] for line in result.out.splitlines()] == ["Ibuprofen"]
    lines = result.err.splitlines()
    assert len(lines) == 3
    assert lines[0] == "none.md:1: error: no such file [file-missing]"
    assert lines[1].startswith(f"{bad}:1: error: is not UTF-8")
    assert lines[2].endswith("[file-unreadable]")
    assert result.code == 1


def test_fault_of_the_program_stops_one_page_only(
    drugmono: Run, page: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """An exception on one page is told in a line, and the next page is read."""

    def fail_once(text: str, **arguments: Any) -> Any:
        monkeypatch.undo()
        raise IndexError("broken")

    monkeypatch.setattr("sphinx_drugmono.commands.pages.read_monograph", fail_once)
    result = drugmono("parse", "--format", "jsonl", page, page)
    assert len(result.out.splitlines()) == 1
    assert "[internal-error]" in result.err
    assert "IndexError: broken" in result.err
    assert "Traceback" not in result.err
    assert result.code == 1


def test_byte_order_mark_is_among_the_diagnostics(drugmono: Run, page: Path) -> None:
    """What was changed in reading is told, with the lines of the file."""
    page.write_bytes(b"\xef\xbb\xbf" + PAGE.replace("\n", "\r\n").encode())
    (found,) = json.loads(drugmono("parse", page).out)
    assert found["diagnostics"][0]["code"] == "byte-order-mark"
    assert found["name"] == "Ibuprofen"
    assert found["sections"][0]["line"] == 7
    assert "\r" not in found["sections"][0]["markdown"]


def test_metadata_is_json(drugmono: Run, tmp_path: Path) -> None:
    """Dates become ISO strings, what JSON has no form for becomes a string."""
    path = tmp_path / "a.md"
    path.write_text(
        "---\nreviewed: 2025-03-01\nat: 2025-03-01 10:00:00\nn: .nan\ni: .inf\n"
        "list: [1, 2.5, null, true, 2025-03-01]\nmap: {1: a, 2025-03-01: b}\n"
        "set: !!set {b, a}\nbytes: !!binary aGk=\nhuge: 0x" + "f" * 5000 + "\n---\n\n# A\n",
        encoding="utf-8",
    )
    (found,) = json.loads(drugmono("parse", path).out)
    metadata = found["metadata"]
    assert metadata.pop("huge") == "0x" + "f" * 5000
    assert metadata == {
        "reviewed": "2025-03-01",
        "at": "2025-03-01T10:00:00",
        "n": "nan",
        "i": "inf",
        "list": [1, 2.5, None, True, "2025-03-01"],
        "map": {"1": "a", "2025-03-01": "b"},
        "set": ["a", "b"],
        "bytes": "hi",
    }


def test_own_vocabulary(drugmono: Run, page: Path, tmp_path: Path) -> None:
    """A vocabulary that cannot be used is told in one line, with exit code 2."""
    bad = tmp_path / "mine.toml"
    bad.write_text("x = [", encoding="utf-8")
    result = drugmono("parse", "--side-effects", bad, page)
    assert result.code == 2
    assert result.out == ""
    assert len(result.err.splitlines()) == 1
    assert "mine.toml" in result.err
    assert drugmono("parse", "--side-effects", tmp_path / "none.toml", page).code == 2


def test_standard_input(drugmono: Run, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """A minus reads standard input."""
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(PAGE.encode())))
    (found,) = json.loads(drugmono("parse", "-").out)
    assert (found["name"], found["source"]) == ("Ibuprofen", "<stdin>")


def subprocess_run(*arguments: object, **options: Any) -> subprocess.CompletedProcess[bytes]:
    command = [sys.executable, "-m", "sphinx_drugmono", *map(str, arguments)]
    return subprocess.run(command, capture_output=True, check=False, **options)


def test_output_is_utf8_whatever_the_terminal(tmp_path: Path) -> None:
    """Greek letters and names of files that are no UTF-8 come out of a C locale too."""
    path = tmp_path / "µ.md"
    path.write_text("# α-Tocopherol ≥ 5\n", encoding="utf-8")
    odd = bytes(tmp_path) + b"/caf\xe9.md"
    Path(odd.decode("utf-8", "surrogateescape")).write_text("# Café\n", encoding="utf-8")
    result = subprocess.run(
        [sys.executable.encode(), b"-m", b"sphinx_drugmono", b"parse", bytes(path), odd],
        capture_output=True,
        check=True,
        env={"LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONIOENCODING": "ascii"},
    )
    assert result.stderr == b""
    assert [m["name"] for m in json.loads(result.stdout)] == ["α-Tocopherol ≥ 5", "Café"]


def test_reader_of_the_pipe_may_go(page: Path) -> None:
    """A reader that closes the pipe early (head) draws no traceback."""
    command = [sys.executable, "-m", "sphinx_drugmono", "parse", "--format", "jsonl"]
    with subprocess.Popen(
        [*command, *[str(page)] * 200], stdout=subprocess.PIPE, stderr=subprocess.PIPE
    ) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        process.stdout.readline()
        process.stdout.close()
        assert process.stderr.read() == b""
        process.wait()


def test_parse_imports_neither_sphinx_nor_docutils(page: Path) -> None:
    """The command line starts without Sphinx."""
    code = (
        "import sys; from sphinx_drugmono.cli import main; main(sys.argv[1:]); "
        "print(sorted({m.partition('.')[0] for m in sys.modules} & {'sphinx', 'docutils'}))"
    )
    result = subprocess.run(
        [sys.executable, "-c", code, "parse", "--format", "jsonl", str(page)],
        capture_output=True,
        check=True,
        text=True,
    )
    assert result.stdout.splitlines()[-1] == "[]"


def test_usage_errors(drugmono: Run) -> None:
    """Wrong arguments give the usage and exit code 2; help and version give 0."""
    assert drugmono("parse").code == 2
    assert drugmono("frobnicate").code == 2
    assert drugmono().code == 2
    assert "--format" in drugmono("parse", "--help").out
    assert drugmono("--version").out.startswith("drugmono ")
