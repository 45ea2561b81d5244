"""Markers of the tests of the documentation."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import pytest


def pytest_configure(config: pytest.Config) -> None:
    """Register the marker of the test that installs packages."""
    config.addinivalue_line("markers", "network: installs packages, as a reader would")
