"""Coverage-guided fuzzing of the reader.

Needs atheris (CPython 3.11 to 3.13)::

    python -m venv /tmp/fuzz && /tmp/fuzz/bin/pip install atheris -e .
    /tmp/fuzz/bin/python tests/safety/fuzz_reader.py CORPUS_FOLDER -runs=1000000

``CORPUS_FOLDER`` is any folder; it is filled with the inputs that reached new code. Other options
are libFuzzer's (``-timeout=5``, ``-max_len=400``, ``-artifact_prefix=...``). An input that fails
is printed as a page; what it shows goes into ``tests/safety/findings`` as a small file, which
``test_findings.py`` replays.
"""

from __future__ import annotations

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))

from pages import from_bytes


def check(text: str) -> None:
    """Read a page and fail if anything of it is lost, or its records make no sense."""
    from invariants import broken
    from sphinx_drugmono.monograph.reader import read_monograph

    problems = broken(text, read_monograph(text, source="drugs/some-drug.md"))
    if problems:
        raise AssertionError(f"{problems}\n{text!r}")


def _one_input(data: bytes) -> None:
    text = from_bytes(data)
    try:
        check(text)
    except AssertionError:
        raise
    except BaseException:
        print(repr(text))
        raise


if __name__ == "__main__":
    import atheris

    with atheris.instrument_imports(include=["sphinx_drugmono", "markdown_it"]):
        import markdown_it
        import sphinx_drugmono.monograph.reader

    atheris.Setup(sys.argv, _one_input)
    atheris.Fuzz()
