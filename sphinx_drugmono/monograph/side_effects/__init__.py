"""Adverse reactions out of the side-effects sections of a page."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sphinx_drugmono.monograph.model import AdverseReaction, Section
    from sphinx_drugmono.vocabulary import Vocabulary


def extract_side_effects(
    sections: Sequence[Section], *, vocabulary: Vocabulary, name: str, components: Sequence[str]
) -> tuple[AdverseReaction, ...]:
    """Placeholder until the extraction lands."""
    return ()
