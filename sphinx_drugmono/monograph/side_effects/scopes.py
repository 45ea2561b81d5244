"""Scopes: what holds at a place of a section, and how labels and lead-ins change it."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from sphinx_drugmono.monograph.side_effects import claims
from sphinx_drugmono.monograph.side_effects.groups import (
    NO_GROUP,
    Group,
    is_serious,
    points_back,
    read_lead,
)
from sphinx_drugmono.monograph.side_effects.labels import Label, Means
from sphinx_drugmono.monograph.side_effects.lookup import Trust

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sphinx_drugmono.monograph.side_effects.labels import LabelReader


@dataclass(frozen=True, slots=True)
class Scope:
    """What holds at a place of the section."""

    group: Group = NO_GROUP
    component: str | None = None
    trust: Trust = Trust.ITEM
    muted: bool = False
    announced: bool = False
    """Side effects have been spoken of just before ("These include ..." can point back)."""
    spoken: Group | None = None
    """The group a sentence has just spoken of without naming its effects."""
    closed: bool = False
    """The list that the group was announced for is over; prose after it is not in the group."""


_OTHER_SUBJECT = re.compile(
    r"\b(?:risk factors?|factors? that|before (?:taking|using)|to (?:reduce|minimi[sz]e|manage|"
    r"prevent|lessen|avoid)|tips|managing|management of|do not (?:take|use)|how to|what to do|"
    r"help (?:reduce|manage|prevent)|history of|if you have)\b",
    re.I,
)
"""Lead-ins to lists that are no side effects, though they may speak of them."""
_NO_SUBJECT = re.compile(
    r"\b(?:should not|precautions?|contraindicat\w+|dosage|used (?:to|for|in)|treat(?:s|ment|ed|"
    r"ing)?|"
    r"benefits?|relie\w+|pregnan\w+|monitor\w*)\b",
    re.I,
)
"""The same, unless the lead-in speaks of side effects."""
_ANNOUNCES = re.compile(
    r"\b(?:includ\w+|experience\w*|occur\w*|notice|cause\w*|report\w*|observ\w*|seen|such as|"
    r"following|effects?|reactions?|symptoms|are|develop|associated|signs|lead|leads|result\w*|"
    r"produce\w*)\b",
    re.I,
)
SIDE_EFFECTS = re.compile(r"\b(?:side[- ]effects?|adverse|undesirable)\b", re.I)
"""Words by which a sentence says that it speaks of side effects."""
_WHOLE = re.compile(r"\b(?:both|all|any|either|combin\w+)\b", re.I)


def under_label(label: Label, scope: Scope, heading: Scope) -> Scope:
    """What a label makes of the scope it stands in; ``heading`` is that of the last heading."""
    if label.means is Means.ASIDE:
        return replace(heading, muted=True)
    if label.means is Means.GROUP:
        component = label.component or scope.component
        if _WHOLE.search(label.text):
            component = None
        return Scope(
            label.group.over(heading.group)
            if label.group.serious is False and label.group == NO_GROUP
            else label.group,
            component,
            Trust.ITEM,
            announced=True,
        )
    if label.means is Means.COMPONENT:
        return Scope(
            label.group if label.group != NO_GROUP else heading.group,
            label.component,
            Trust.ITEM,
            announced=True,
        )
    group = label.group.over(scope.group)
    return replace(scope, group=group, trust=Trust.ITEM, muted=False, announced=True)


def led_in(
    last: str, others: Sequence[str], scope: Scope, heading: Scope, labels: LabelReader
) -> Scope:
    """The scope of a list, from the paragraph before it: its ``last`` sentence decides.

    ``others`` are the sentences before the last one; "These include:" points back to them.
    """
    opening = replace(
        scope, trust=Trust.ITEM, muted=False, announced=True, closed=False, spoken=None
    )
    seeks = is_serious(last)
    if (
        claims.is_elsewhere(last)
        or _OTHER_SUBJECT.search(last)
        or (_NO_SUBJECT.search(last) and not SIDE_EFFECTS.search(last))
    ):
        # without a colon it is a remark that happens to stand before the list
        return replace(scope, muted=True) if last.rstrip().endswith(":") else opening
    if points_back(last):
        for earlier in reversed(others):
            lead = read_lead(earlier)
            if lead is not None and not claims.opens_with_advice(earlier):
                return replace(opening, group=lead.over(scope.group))
        return replace(opening, group=scope.spoken or scope.group)
    lead = read_lead(last)
    before = scope.spoken or (heading.group if scope.closed else scope.group)
    if claims.opens_with_advice(last):
        if not last.rstrip().endswith(":") and not _ANNOUNCES.search(last):
            return replace(scope, announced=False)
        if last.rstrip().endswith(":") and seeks:
            return replace(opening, group=Group(serious=True).over(before))
        if last.rstrip().endswith("."):
            return replace(opening, group=scope.spoken or scope.group)
        return replace(opening, trust=Trust.PROSE)
    if lead is not None:
        if lead == NO_GROUP:
            component = heading.component
            return replace(opening, group=heading.group, component=component)
        return replace(opening, group=lead)
    label = labels.read(last)
    if label.means in (Means.GROUP, Means.COMPONENT, Means.SYSTEM):
        return under_label(label, opening, heading)
    if seeks:
        return replace(opening, group=Group(serious=True).over(before))
    if _ANNOUNCES.search(last):
        return replace(
            opening, group=heading.group if last.rstrip().endswith(":") else scope.group
        )
    return replace(scope, trust=Trust.PROSE, muted=False)
