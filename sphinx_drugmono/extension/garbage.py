"""Rarer garbage collection while the environment is loaded and pages are read and written."""

from __future__ import annotations

import gc
from typing import TYPE_CHECKING, ClassVar

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.config import Config
    from sphinx.environment import BuildEnvironment

_THRESHOLD = 20_000
"""New objects before Python looks for garbage: about those of half a dozen pages. With its own 700
it looks four times while it makes one page, and finds little before the page is done."""


class _Collector:
    """The thresholds as they were before the build, to be put back after it."""

    frozen: ClassVar[bool] = False
    """Whether a build of this process has taken objects out of the search."""

    def __init__(self) -> None:
        self._before: tuple[int, int, int] | None = None

    def slow_down(self, _app: Sphinx, _config: Config) -> None:
        before = gc.get_threshold()
        # Zero means that somebody switched it off.
        if self._before is None and 0 < before[0] < _THRESHOLD:
            self._before = before
            gc.set_threshold(_THRESHOLD, *before[1:])

    def freeze(self, _app: Sphinx, _env: BuildEnvironment, _docnames: list[str]) -> None:
        """Search no more in what earlier builds read, which lives to the end of this one.

        That is mostly the end of the process, where Python would search in it once more; where it
        is not, it is freed when the next build comes this far.
        """
        if _Collector.frozen:
            gc.unfreeze()
            gc.collect()
            _Collector.frozen = False
        if self._before is not None and not gc.get_freeze_count():
            _Collector.frozen = True
            gc.freeze()

    def restore(self, _app: Sphinx, _error: Exception | None) -> None:
        if self._before is not None:
            gc.set_threshold(*self._before)
            self._before = None


def setup_garbage(app: Sphinx) -> None:
    """Collect garbage more rarely from the loading of the environment to the end of the build."""
    collector = _Collector()
    app.connect("config-inited", collector.slow_down)
    app.connect("env-before-read-docs", collector.freeze)
    app.connect("build-finished", collector.restore, priority=1000)
