"""Groups: how often and how serious the writer says a group of adverse reactions is.

A group is named by a label ("Less common but serious side effects (<1%)"), by a lead-in sentence
("Common side effects are generally mild and may include:"), by a sub-heading, or by a word at one
effect ("rarely", "(rare but serious)"). The frequency is the writer's word; a band comes from
numbers only, after CIOMS III. Seriousness is kept apart from both.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from sphinx_drugmono.monograph.model import Frequency
from sphinx_drugmono.monograph.side_effects.bands import band_from
from sphinx_drugmono.monograph.side_effects.shapes import lower

_NOUN = (
    r"(?:side[- ]?effects?|adverse[- ](?:drug[- ])?(?:effects?|reactions?|events?)|"
    r"undesirable effects?|effects|reactions|events|ones|symptoms|complications|problems|"
    r"issues|risks|concerns|adrs?)"
)
_FREQUENCIES: tuple[tuple[str, Frequency], ...] = (
    (r"very[ -]common(?:ly)?|very frequent(?:ly)?", Frequency.VERY_COMMON),
    (r"very[ -]rare(?:ly)?|extremely rare(?:ly)?", Frequency.VERY_RARE),
    (r"(?:less|not|un)[ -]?common(?:ly)?|(?:less|in)[ -]?frequent(?:ly)?", Frequency.UNCOMMON),
    (r"less often|occasional(?:ly)?", Frequency.UNCOMMON),
    (r"rare(?:ly)?|in rare cases|post[- ]?marketing|case reports?", Frequency.RARE),
    (r"common(?:ly|er)?|frequent(?:ly)?", Frequency.COMMON),
)
_FREQUENCY = re.compile(
    rf"\b(?:{'|'.join(f'(?P<f{i}>{words})' for i, (words, _) in enumerate(_FREQUENCIES))})\b"
)
_SERIOUS = re.compile(
    r"\b(?:serious|severe|life[- ]threatening|(?<!non-)fatal|deadly|dangerous|grave|"
    r"medical (?:attention|help|care|advice|emergency|emergencies)|emergency|red flags?|"
    r"(?:call|contact|see|tell|inform) (?:your|a|the) (?:doctor|physician|healthcare provider)|"
    r"seek (?:immediate|urgent|emergency|prompt)|when to (?:seek|call|see|get)|"
    r"get (?:medical|emergency))\b"
)
_NOT_A_GROUP = re.compile(
    # a span of severities, or several groups announced at once, names no single group
    r"\b(?:(?:rang(?:e|es|ing)|var(?:y|ies|ying)|differ)\b[^,.:;]*|"
    r"from )?\bmild\b[^.,:;]*?\b(?:to|and|or)\b"
    r"(?: \w+)? (?:severe|serious|life-threatening)\b"
    r"|\bsome (?:\w+ ){0,3}?(?:common|mild|minor)[^.:;]*?\b(?:and|while|but|others?|some)\b"
    r"[^.:;]*?(?:serious|severe|rare)\b(?: but (?:\w+ )?(?:serious|severe)\b)?"
    r"|\bboth (?:common|mild|minor)[^.:;]*?\band\b[^.:;]*?(?:serious|severe|rare)\b"
    r"|\b(?:non|less|not|rarely|usually not|aren't|isn't)[- ](?:usually |generally |typically )?"
    r"(?:serious|severe|dangerous|life-threatening)\b"
    r"|\bsome of (?:which|them|these)\b[^.:;]*?\b(?:serious|severe|rare|fatal|life-threatening)\b"
    r"|\b(?:can|may|might|could)(?: \w+)? be [^.:;,]{0,30}?(?:serious|severe|life-threatening|"
    r"fatal)\b"
    r"|\b(?:severity|frequency) and (?:severity|frequency)\b"
)
_ANAPHORA = re.compile(
    r"^\W*(?:these|they|those|this|such (?:effects|reactions)|some of (?:these|them)|examples?|"
    r"it|including|include|among (?:them|these))\b",
    re.I,
)
_EFFECT_NOUN = re.compile(rf"\b{_NOUN}\b")


@dataclass(frozen=True, slots=True)
class Group:
    """What the writer says of a group of effects; the empty group says nothing."""

    frequency: Frequency = Frequency.UNKNOWN
    text: str | None = None
    band: Frequency | None = None
    serious: bool = False

    def over(self, outer: Group) -> Group:
        """This group inside another: what it says itself counts, the rest is the outer one's.

        A serious group stays serious whatever stands inside it.
        """
        if self == NO_GROUP:
            return outer
        serious = self.serious or outer.serious
        inner = outer if self.frequency is Frequency.UNKNOWN and self.band is None else self
        if inner.serious == serious:
            return inner
        return Group(inner.frequency, inner.text, inner.band, serious)


NO_GROUP = Group()

_LABEL_WORDS = frozenset(
    """
    a an and are at be but can do for generally have if in it less more most not of often on or
    other others potential potentially possible possibly some that the these they this though
    although to usually very also while which with without yet still only however even you your
    may might
    reported known noted observed occur occurring occurs occurrence
    additional further miscellaneous various main major minor important significant notable
    adverse side effect effects reaction reactions event events undesirable drug adr adrs risks
    risk complications symptoms concerns
    common commonly commoner uncommon uncommonly rare rarely frequent frequently infrequent
    infrequently occasional occasionally frequency unknown extremely incidence affecting
    serious severe non mild moderate life threatening life-threatening fatal dangerous deadly grave
    seek immediate immediately urgent urgently prompt promptly emergency medical attention help
    care call contact see tell get doctor physician healthcare provider professional when right
    away once any following notice develop require requires requiring experience experiencing red
    flag flags warning signs
    long term long-term longterm short short-term general overview expected
    post marketing post-marketing postmarketing reports report case cases clinical trials studies
    experience data defined specified established determined category
    include includes including
    """.split()
)
_LABEL_CORE = re.compile(
    rf"\b(?:common(?:ly)?|uncommon|rare(?:ly)?|(?:in)?frequent|occasional|serious|severe|mild|"
    rf"life[- ]threatening|fatal|long[- ]term|short[- ]term|post[- ]?marketing|emergency|"
    rf"medical attention|call (?:your|a) doctor|frequency|other|{_NOUN})\b"
)
_TAIL = re.compile(
    rf"\b{_NOUN}\s+(?:(?:most |more |commonly |typically )?(?:associated|reported|seen|observed|"
    rf"linked|experienced)\s+)?(?:of|with|from|for|due to|by|in|after|during)\b.*$"
)
_PARENS = re.compile(r"[(\[]([^()\[\]]*)[)\]]")
_WORD = re.compile(r"[a-z]+(?:[-'’][a-z]+)*")
_NUMBERS = re.compile(
    r"(?:more|less|fewer|greater|higher|lower) than|at least|up to|between|about|around|over|"
    r"under|"
    r"patients|people|users|persons|individuals|subjects|recipients|women|men|adults|children|"
    r"percent|per cent|in \d[\d,]*|\d[\d,.]*\s*%?|[<>≥≤=~%/–—-]"
)


def _frequency_in(text: str) -> Frequency | None:
    """The first frequency word of a text in lower case; "post-marketing" gives way to others."""
    found: Frequency | None = None
    for match in _FREQUENCY.finditer(text):
        frequency = _FREQUENCIES[int((match.lastgroup or "f0")[1:])][1]
        if not match[0].startswith("post"):
            return frequency
        found = found or frequency
    return found


def is_serious(text: str) -> bool:
    """Whether the words put what they speak of in a serious, severe or seek-help group."""
    return _SERIOUS.search(_NOT_A_GROUP.sub(" ", lower(text))) is not None


def _group_words(text: str) -> str:
    """The label without colon and qualifiers that are no group words, as ``frequency_text``."""
    return " ".join(text.split()).strip(" \t*:.,;–—-")


@lru_cache(maxsize=4096)
def read_label(label: str) -> Group | None:
    """The group a label or sub-heading names, or None if it is no label of a group.

    Every word outside parentheses must be a word that group labels are made of: "Common side
    effects" is a label, "Severe allergic reactions" is an effect.
    """
    text = label.strip(" \t*:.,;–—-")
    if not text:
        return None
    bare = _PARENS.sub(" ", lower(text))
    if not bare.strip():
        bare = lower(text.strip("()[] "))
    named = _LABEL_CORE.search(bare)
    if named is None:
        return None
    bare = _TAIL.sub("side effects", bare)
    rest = _NUMBERS.sub(" ", bare)
    words = _WORD.findall(rest)
    if not all(word in _LABEL_WORDS for word in words):
        return None
    group = _group_of(text, bare)
    if (
        group == NO_GROUP
        and not _EFFECT_NOUN.search(bare)
        and words not in (["other"], ["others"])
    ):
        return NO_GROUP if {"long-term", "long", "mild", "frequency"} & set(words) else None
    return group


def _group_of(text: str, bare: str) -> Group:
    cleaned = _NOT_A_GROUP.sub(" ", bare)
    found = _frequency_in(cleaned)
    if found is None:
        inner = " ".join(_PARENS.findall(lower(text)))
        found = _frequency_in(_NOT_A_GROUP.sub(" ", inner))
    band = band_from(text)
    serious = is_serious(text)
    if found is None and band is None:
        return Group(serious=True, text=_group_words(text)) if serious else NO_GROUP
    return Group(found or Frequency.UNKNOWN, _group_words(text), band, serious)


_NOUN_OF = re.compile(
    rf"\b{_NOUN}\s+(?:of|with|from|for)\s+(?:the\s+)?([^():,]+?)\s*(?:\(|:|$)", re.I
)


def component_hint(label: str) -> str | None:
    """What a group label says it speaks of: "Common side effects of X", "Common (X)"."""
    match = _NOUN_OF.search(label)
    if match:
        return match[1]
    for inner in _PARENS.findall(label):
        if not re.search(r"\d|%", inner):
            return str(inner)
    return None


@lru_cache(maxsize=4096)
def read_lead(sentence: str) -> Group | None:
    """The group that a sentence announces ("Common side effects may include:"); None if it
    speaks of no side effects at all."""
    lowered = lower(sentence)
    if not _EFFECT_NOUN.search(lowered):
        return None
    cleaned = _NOT_A_GROUP.sub(" ", lowered)
    match = _EFFECT_NOUN.search(cleaned)
    if match is None:
        return None
    found = _frequency_in(cleaned[: match.start()]) or _frequency_in(
        _predicate(cleaned[match.end() :])
    )
    serious = _SERIOUS.search(cleaned) is not None
    band = band_from(sentence)
    if found is None and band is None and not serious:
        return NO_GROUP
    return Group(found or Frequency.UNKNOWN, _words_to_verb(sentence), band, serious)


_COMPARES = re.compile(
    r"\b(?:more|less) (?:\w+ ){0,2}than\b(?! \d).*$|\bmore (?:common|frequent|likely)\b.*$"
)
# "usually mild and infrequent" reassures; it does not sort the effects that follow
_REASSURES = re.compile(
    r"\b(?:mild|minor|transient|temporary|well[- ]tolerated)\b[^.:;]{0,20}?\b(?:and|or)\b"
    r"[\w\s]{0,20}?\b(?:infrequent|rare|uncommon)\b|"
    r"\b(?:infrequent|rare|uncommon)\b[\w\s]{0,12}?\b(?:and|or)\b[\w\s]{0,20}?\b(?:mild|minor)\b"
)
_LISTS = re.compile(r"\b(?:such as|includ(?:e|es|ing)|like)\b")


def _predicate(text: str) -> str:
    """What a sentence in lower case says of its effects, without comparisons and spans."""
    return _LISTS.split(_REASSURES.sub("", _COMPARES.sub("", text)), maxsplit=1)[0]


def _words_to_verb(sentence: str) -> str:
    """The part of a lead-in that names the group, up to its verb."""
    match = re.search(
        r"[,;]?\s*\b(?:(?:can|may|might|could|will|also|often|commonly|typically|usually) )*"
        r"(?:includ\w+|are|is|such as|can|may|might|could|have|has|occur\w*)\b|:",
        sentence,
    )
    words = sentence[: match.start()] if match and match.start() > 0 else sentence
    return _group_words(words)


def points_back(sentence: str) -> bool:
    """Whether a lead-in speaks of the effects named just before ("These may include:")."""
    return _ANAPHORA.match(sentence) is not None


_ADVERB = re.compile(
    r"^\W*(?:(?:and|but|or|also|while|though|although|even)\s+)*"
    r"(?P<words>(?:more |very |extremely |less |most )?"
    r"(?:rarely|commonly|uncommonly|infrequently|frequently|occasionally|often|rare|common|"
    r"uncommon|infrequent|(?:in|on) (?:very |extremely |some )?(?:rare|uncommon|isolated|severe) "
    r"(?:cases|instances|occasions|circumstances|situations)|rare cases of|rare instances of|"
    r"less often|serious(?:ly)?)"
    r"(?:,? (?:but|and|though|yet) (?:more |potentially |very )?(?:serious(?:ly)?|severe|"
    r"life-threatening|fatal))?)"
    r"(?P<end>\s*[,:]\s*|\s+(?!than\b))"
)


@lru_cache(maxsize=8192)
def leading_adverb(text: str) -> tuple[Group, str] | None:
    """The group a phrase opens with ("rarely, ...", "in rare cases ...") and the rest of it."""
    match = _ADVERB.match(lower(text))
    if match is None:
        return None
    words = match["words"]
    if re.fullmatch(r"(?:\w+ )?serious(?:ly)?", words) and not match["end"].strip():
        return None
    if words == "often":
        return NO_GROUP, text[match.end() :]
    frequency = _frequency_in(words) or Frequency.UNKNOWN
    if re.match(r"more (?:common|frequent)\b", words):
        return None  # a comparison: "more common in children"
    if "severe cases" in words:
        return NO_GROUP, text[match.end() :]
    if "isolated" in words:
        frequency = Frequency.RARE
    serious = is_serious(words)
    if frequency is Frequency.UNKNOWN and not serious:
        return NO_GROUP, text[match.end() :]
    written = text[match.start("words") : match.end("words")]
    return Group(frequency, written, None, serious), text[match.end() :]


_OCCURRENCE = re.compile(
    r"\b(?:very|extremely) rare(?:ly)?\b|\bvery common(?:ly)?\b|"
    r"(?<!more )(?<!less )(?<!most )\b(?:rare(?:ly)?|uncommon(?:ly)?|infrequent(?:ly)?|"
    r"common(?:ly)?|"
    r"frequent(?:ly)?|occasional(?:ly)?)\b|\bless (?:common(?:ly)?|frequent(?:ly)?)\b",
    re.I,
)


@lru_cache(maxsize=4096)
def read_occurrence(predicate: str) -> Group:
    """The group a predicate gives its subject: "are rare", "have rarely been reported"."""
    match = _OCCURRENCE.search(predicate)
    if match is None:
        return NO_GROUP
    found = _frequency_in(lower(match[0]))
    return Group(found, match[0]) if found else NO_GROUP


_REMARK = re.compile(
    r"^\W*(?:(?:this|it|which) (?:is|can be|may be) |(?:is|are) |an? )*(?:an? )?"
    r"(?P<words>(?:(?:relatively|fairly|quite|usually|generally|potentially|typically|very|less|"
    r"more|most|extremely|though|although|but|and|yet|or|also|possibly|even|not|the|a|,) ?)*"
    r"(?:common|uncommon|rare|infrequent|frequent|serious|severe|life-threatening|fatal)\b"
    r"(?:(?:,|\s|and|but|yet|or|though|although|potentially|possibly|very|more|sometimes|often|"
    r"generally|usually|can be|may be|common|uncommon|rare|serious|severe|frequent|mild|"
    r"life-threatening|fatal|temporary|transient)+)?)"
    r"\s*(?:$|[.,;!)–—]|(?:but|due|especially|particularly|at|with|when|during|in)\b|"
    r"(?:side[- ]effect|adverse (?:effect|reaction)|complication|reaction|"
    r"condition|effect|occurrence|problem|event)s?\b)",
    re.I,
)


@lru_cache(maxsize=4096)
def read_remark(text: str) -> Group | None:
    """The group a remark at one effect gives it: "(rare)", "A rare but serious side effect"."""
    match = _REMARK.match(text)
    if match is None:
        percent = re.fullmatch(
            r"\W*[<>≥≤~]?\s*[\d.,]+\s*%?\s*(?:(?:-|–|to)\s*[\d.,]+\s*)?%\W*", text
        )
        if percent is None:
            return None
        return Group(Frequency.UNKNOWN, text.strip(" ()"), band_from(text), serious=False)
    words = _NOT_A_GROUP.sub(" ", lower(match["words"]))
    words = re.sub(r"\b(?:sometimes|often|occasionally|usually) severe\b", " ", words)
    if re.search(r"\bnot\b|^more (?:common|frequent)|^severe$", words):
        return None
    if re.match(r"most (?:common|frequent)", words) and not _EFFECT_NOUN.search(lower(match[0])):
        return None
    found = _frequency_in(words)
    serious = is_serious(words)
    if found is None and (not serious or re.search(r"\b(?:can|may) be\b", match[0])):
        return None  # "this can be severe" sorts nothing
    return Group(
        found or Frequency.UNKNOWN,
        match["words"].strip(" ,"),
        band_from(text),
        serious,
    )
