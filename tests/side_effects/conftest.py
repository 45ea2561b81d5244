"""Reading side effects out of a piece of Markdown."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from sphinx_drugmono.monograph.markdown import parse_blocks
from sphinx_drugmono.monograph.model import Kind, Section
from sphinx_drugmono.monograph.side_effects import extract_side_effects
from sphinx_drugmono.vocabulary import Vocabulary

if TYPE_CHECKING:
    from collections.abc import Callable

    from sphinx_drugmono.monograph.model import AdverseReaction


@pytest.fixture(scope="session")
def vocabulary() -> Vocabulary:
    """The shipped vocabulary."""
    return Vocabulary.load()


@pytest.fixture(scope="session")
def extract(vocabulary: Vocabulary) -> Callable[..., tuple[AdverseReaction, ...]]:
    """Extract from the Markdown of one side-effects section of the drug Zelaprin."""

    def run(
        markdown: str, *components: str, component: str | None = None
    ) -> tuple[AdverseReaction, ...]:
        section = Section(
            kind=Kind.SIDE_EFFECTS,
            heading="Side Effects",
            component=component,
            line=1,
            markdown=markdown,
            body=parse_blocks(markdown),
        )
        return extract_side_effects(
            [section], vocabulary=vocabulary, name="Zelaprin", components=components
        )

    return run
