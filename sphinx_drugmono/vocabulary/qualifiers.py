"""Words around a side effect that do not make another one of it.

Words in front that say how bad, how often or how long ("severe", "increased risk of"), and words
behind that say for whom or under what use ("in some patients", "at high doses") are taken off one
by one, until what is left is known. Only words on these lists are ever taken off.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from sphinx_drugmono.vocabulary.phrases import AND, normalize
from sphinx_drugmono.vocabulary.words import HIGH, LOW

if TYPE_CHECKING:
    from collections.abc import Iterator


def _entries(lines: str) -> frozenset[tuple[str, ...]]:
    return frozenset(map(normalize, re.split(r"[,\n]", lines))) - {()}


def _words(lines: str) -> frozenset[str]:
    return frozenset(entry[0] for entry in _entries(lines))


_LEADS = _entries(
    """
    severe, severely, serious, seriously, mild, mildly, moderate, moderately, slight, minor
    major, significant, significantly, clinically significant, marked, profound, extreme
    intense, critical, dangerous, life-threatening, fatal, lethal, deadly, potentially
    possibly, possible, potential, temporary, transient, transitory, short-term, long-term
    brief, persistent, prolonged, chronic, acute, sudden, gradual, progressive, ongoing
    occasional, occasionally, frequent, frequently, rare, rarely, very, quite, sometimes
    common, uncommon, unusual, unexplained, unexpected, unwanted, excessive, excessively, new
    newly, new onset, worsening, worsening of existing, worsening of pre-existing, existing
    aggravated, aggravation of, exacerbation of, initial, early, delayed, late, recurrent
    recurring, repeated, general, generalized, local, localized, isolated, some, other, certain
    various, additional, drug-induced, medication-induced, treatment-related, dose-related
    dose-dependent, reversible, irreversible, permanent, secondary, troublesome, bothersome
    unpleasant, uncomfortable, symptom of, sign of, feeling, sensation of, episode of, case of
    bout of, risk of, increased risk of, higher risk of, greater risk of, increased chance of
    higher chance of, increased likelihood of, increased susceptibility to
    increased incidence of, increased tendency to, increased rate of
    slightly increased risk of, chance of, susceptibility to, tendency to, development of
    occurrence of, onset of, possibility of, presence of, type of, form of, noticeable
    relatively, typically, often, instance of
    report of, degree of, varying degree of, increased frequency of, increased severity of
    application site, in rare case, in rare instance, in some case, in severe case
    in very rare case
    """
)
_LONGEST_LEAD = max(map(len, _LEADS))
_CAUSES = frozenset({"associated", "induced", "related"})
_TAIL_NOUNS = _words(
    """
    case, instance, patient, people, person, individual, user, child, woman, man, infant, adult
    recipient, female, male, use, dose, dosage, overuse, treatment, therapy, administration
    application, infusion, injection, exposure, discontinuation
    """
)
_TAIL_MODIFIERS = _words(
    """
    some, rare, very, many, certain, few, most, older, elderly, young, susceptible, predisposed
    sensitive, prolonged, long, term, high, higher, large, excessive, extended, extensive
    chronic, repeated, first, initial, early, rapid, topical, oral
    small, other, sudden, abrupt
    """
)
_TAIL_PREPOSITIONS = frozenset("in with at upon during after following on for".split())
_TAIL_WORDS = _entries(
    """
    risk, episode, sensation, feeling, occasionally, rarely, sometimes, possible, usually mild
    usually temporary, usually transient, temporary, transient, mild, rare, severe, initially
    exacerbation, worsening, flare-up, as well, too, may occur, can occur, can also occur
    may also occur, if severe
    application site, at application site, at site of application, at area of application
    in treated area, of treated area, of treated skin, in affected area, of affected area
    """
)
_LONGEST_TAIL = max(map(len, _TAIL_WORDS))
MEASURES = frozenset("level count concentration value number serum plasma measurement".split())
"""How something was measured; beside "high" or "low" it does not matter."""
_RELATIVE = frozenset((HIGH, LOW, "abnormal", "change"))


def without_lead(phrase: tuple[str, ...]) -> tuple[str, ...]:
    """``severe headache`` as ``headache``; nothing if there is no qualifier in front."""
    for length in range(min(_LONGEST_LEAD, len(phrase) - 1), 0, -1):
        if phrase[:length] in _LEADS:
            rest = phrase[length:]
            while rest and rest[0] in (AND, "of", "to"):
                rest = rest[1:]
            return rest
    if len(phrase) > 2 and phrase[1] in _CAUSES:
        return phrase[2:]
    return ()


def _without_tail(phrase: tuple[str, ...]) -> tuple[str, ...]:
    for length in range(min(_LONGEST_TAIL, len(phrase) - 1), 0, -1):
        if phrase[-length:] in _TAIL_WORDS:
            return phrase[:-length]
    if phrase[-1] in _TAIL_NOUNS:
        end = len(phrase) - 1
        while end and phrase[end - 1] in _TAIL_MODIFIERS:
            end -= 1
        # "in glaucoma patients" is about patients; "glaucoma in some patients" is about glaucoma.
        if end and phrase[end - 1] in _TAIL_PREPOSITIONS:
            return phrase[: end - 1]
    return ()


def without_measures(phrase: tuple[str, ...]) -> tuple[str, ...]:
    """``low potassium level`` as ``low potassium``: how it was measured does not matter."""
    if _RELATIVE.isdisjoint(phrase) or MEASURES.isdisjoint(phrase):
        return phrase
    return tuple(word for word in phrase if word not in MEASURES)


def _without_blood(phrase: tuple[str, ...]) -> tuple[str, ...]:
    if "blood" not in phrase or len(phrase) < 3 or not {HIGH, LOW} & set(phrase):
        return phrase
    return tuple(word for word in phrase if word != "blood")


Reading = tuple[tuple[str, tuple[str, ...]], ...]
"""The rules that led to a reading, each with the words it left; the last words are the reading."""


def readings(phrase: tuple[str, ...]) -> Iterator[Reading]:
    """Yield the phrase as it is and then, step by step, without what does not change its meaning.

    Readings with fewer rules come first.
    """
    queue: list[Reading] = [(("as written", phrase),)]
    seen = {phrase, ()}
    for reading in queue:
        yield reading
        left = reading[-1][1]
        for rule, shorter in (
            ("measure words off", without_measures(left)),
            ("qualifier in front off", without_lead(left)),
            ("qualifier behind off", _without_tail(left)),
            ("blood off", _without_blood(left)),
            ("more of it is still it", left[1:] if left[0] == HIGH else ()),
        ):
            if shorter not in seen:
                seen.add(shorter)
                queue.append((*reading, (rule, shorter)))
