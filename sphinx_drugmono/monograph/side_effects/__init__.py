"""Adverse reactions: what the side-effects sections of a page claim."""

from __future__ import annotations

from sphinx_drugmono.monograph.side_effects.extract import extract_side_effects

__all__ = ["extract_side_effects"]
