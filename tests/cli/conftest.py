"""Running the command line inside the tests."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import pytest

from sphinx_drugmono.cli import main

if TYPE_CHECKING:
    from collections.abc import Callable

PAGE = """\
---
title: Ibuprofen
---

# Ibuprofen

### Usage

It relieves pain.

### Side Effects

**Common side effects:**

* Nausea
* Heartburn

### FAQs

* **Q: Is it an antibiotic?** A: No.

**Disclaimer:** This is no medical advice. Ask your doctor.
"""


@dataclass(frozen=True)
class Result:
    """What a run of the command gave."""

    code: int
    out: str
    err: str


@pytest.fixture
def drugmono(capsys: pytest.CaptureFixture[str]) -> Callable[..., Result]:
    """Run ``drugmono`` with the arguments given."""

    def run(*arguments: object) -> Result:
        try:
            code = main([str(argument) for argument in arguments])
        except SystemExit as exit_:  # argparse
            code = int(exit_.code or 0)
        captured = capsys.readouterr()
        return Result(code, captured.out, captured.err)

    return run
