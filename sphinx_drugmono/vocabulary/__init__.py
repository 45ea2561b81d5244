"""The vocabulary of side effects: what they are called, and finding them by any of their names.

Pure: imports nothing of Sphinx or docutils.
"""

from __future__ import annotations

from sphinx_drugmono.vocabulary.catalog import SHIPPED, Vocabulary
from sphinx_drugmono.vocabulary.model import (
    BodySystem,
    Explanation,
    Mention,
    SideEffect,
    Step,
    VocabularyError,
)
from sphinx_drugmono.vocabulary.phrases import normalize
from sphinx_drugmono.vocabulary.slugs import slug

__all__ = [
    "SHIPPED",
    "BodySystem",
    "Explanation",
    "Mention",
    "SideEffect",
    "Step",
    "Vocabulary",
    "VocabularyError",
    "normalize",
    "slug",
]
