"""Tables: a column of effects with a column of frequencies, or columns that are groups."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from sphinx_drugmono.monograph.side_effects.groups import NO_GROUP, read_label, read_remark
from sphinx_drugmono.monograph.side_effects.labels import Means, read_text
from sphinx_drugmono.monograph.side_effects.lookup import Trust

if TYPE_CHECKING:
    from sphinx_drugmono.monograph.markdown import Block
    from sphinx_drugmono.monograph.side_effects.labels import LabelReader
    from sphinx_drugmono.monograph.side_effects.scopes import Scope
    from sphinx_drugmono.monograph.side_effects.texts import TextReader

_OFTEN = re.compile(
    r"\b(?:frequency|incidence|how (?:common|often)|likelihood|rate|category)\b", re.I
)
_EFFECTS = re.compile(r"\b(?:effects?|reactions?|events?|symptoms?|adrs?)\b", re.I)


def read_table(table: Block, scope: Scope, texts: TextReader, labels: LabelReader) -> None:
    """Claim the effects of a table whose head says where they are."""
    rows = [[(cell, read_text(cell).text) for cell in row.children] for row in table.children]
    if len(rows) < 2:
        return
    titles = [text for _, text in rows[0]]
    columns = [labels.read(title) for title in titles]
    how_often = [i for i, t in enumerate(titles) if _OFTEN.search(t)]
    effects = [i for i, t in enumerate(titles) if _EFFECTS.search(t) and i not in how_often]
    groups = {
        i: label.group
        for i, label in enumerate(columns)
        if label.means is Means.GROUP and label.group != NO_GROUP
    }
    for row in rows[1:]:
        inner = scope
        for index, (_, text) in enumerate(row):
            if index in how_often or (index == 0 and index not in effects and groups == {}):
                said = read_label(text) or read_remark(text)
                inner = replace(inner, group=said) if said else inner
        for index, (cell, text) in enumerate(row):
            if index in groups:
                here = replace(inner, group=groups[index])
            elif index in effects:
                here = inner
            else:
                continue
            trust = Trust.RUN if "," in text else Trust.ITEM
            texts.listed(text, here, cell.line, text, trust)
