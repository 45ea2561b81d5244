"""Coverage-guided fuzzing of the reader.

Needs atheris (CPython 3.11 to 3.13)::

    python -m venv /tmp/fuzz && /tmp/fuzz/bin/pip install atheris -e .
    /tmp/fuzz/bin/python tests/safety/fuzz_reader.py CORPUS_FOLDER -runs=1000000

``CORPUS_FOLDER`` is any folder; it is filled with the inputs that reached new code. Other
options are libFuzzer's (``-timeout=5``, ``-max_len=400``). The run goes on after a finding: pages
that fail are written into the folder ``DRUGMONO_FINDINGS`` names (else ``findings`` here), one for
each way to fail. What a finding shows is kept there as a small file, which ``test_findings.py``
replays.
"""

from __future__ import annotations

import os
import re
import sys
import traceback
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))

from pages import from_bytes

FINDINGS = Path(os.environ.get("DRUGMONO_FINDINGS", Path(__file__).with_name("findings")))


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
    except Exception as error:
        where = traceback.extract_tb(error.__traceback__)[-1]
        way = re.sub(
            r"'.*", "", f"{type(error).__name__}-{where.name}-{where.lineno}-{error}", flags=re.S
        )
        name = re.sub(r"\W+", "-", way).strip("-").lower()[:80]
        path = FINDINGS / f"{name}.md"
        if not path.exists() or path.stat().st_size > len(text.encode("utf-8", "surrogatepass")):
            FINDINGS.mkdir(parents=True, exist_ok=True)
            path.write_bytes(text.encode("utf-8", "surrogatepass"))


if __name__ == "__main__":
    import atheris

    with atheris.instrument_imports(include=["sphinx_drugmono"]):
        import sphinx_drugmono.monograph.reader  # noqa: F401

    atheris.Setup(sys.argv, _one_input)
    atheris.Fuzz()
