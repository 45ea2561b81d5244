"""Phrases: from running words to the key under which the vocabulary files them.

A phrase is first cut into tokens (words, the joint :data:`AND`, the barrier :data:`STOP`), each
word made plain (:mod:`.words`). The *key* of a phrase is its content words in alphabetical order,
so that "pain in the chest", "chest pain" and "chest pains" share one. Only articles, possessives
and a few prepositions are dropped; words that turn a meaning round or move it elsewhere (``no``,
``not``, ``without``, ``during``, ``around`` ...) are content words.

Words in front that say how bad, how often or how long, and words behind that say for whom or under
what use, do not make another side effect. :func:`readings` takes them off one by one.
"""

from __future__ import annotations

import hashlib
import re
import unicodedata
from typing import TYPE_CHECKING, NamedTuple

from sphinx_drugmono.vocabulary.words import HIGH, LOW, american, plain, singular

if TYPE_CHECKING:
    from collections.abc import Iterator

AND = "&"
"""Stands for "and", "or", a comma or a slash between words."""
STOP = "|"
"""Stands for a full stop, bracket, colon or dash: no phrase reaches across it."""

Key = tuple[str, ...]

_FILLERS = frozenset(
    "a an the of in on at to for with upon when while your his her their its my one s etc "
    "within into from being colored coloured".split()
)
# After these words "a" is a letter: vitamin A, hepatitis A.
_LETTERED = frozenset({"vitamin", "hypervitaminosis", "hepatitis", "group", "type", "influenza"})
_JOINTS = frozenset({"and", "or"})
_NEED_TOKENS = _JOINTS | {"a"}
_GREEK = dict(
    zip(
        "αβγδεζηθικλμνξοπρσςτυφχψω",
        "alpha beta gamma delta epsilon zeta eta theta iota kappa lambda mu nu xi omicron pi rho "
        "sigma sigma tau upsilon phi chi psi omega".split(),
        strict=True,
    )
)
_GREEK["µ"] = "mu"
_GREEK_LETTER = re.compile(f"[{''.join(_GREEK)}]")
_APOSTROPHE = re.compile("['’‘ʼ`´]")
_TOKEN = re.compile(
    r"(?P<word>[^\W\d_]-\d+\b|[^\W_]+(?:['’‘ʼ`´][^\W_]+)*)(?:['’‘ʼ](?!\w))?(?:\((?:e?s)\))?"
    r"|(?P<joint>[,/&+])"
    r"|(?P<stop>[.;:!?()\[\]{}<>|–—•*\"“”=]|\s-\s|\n\s*\n)"
)


class Token(NamedTuple):
    """A plain word, :data:`AND` or :data:`STOP`, and where it stands in the text."""

    word: str
    start: int
    end: int


def ascii_word(word: str) -> str:
    """The word in lower-case ASCII, Greek letters spelled out, without a possessive ``'s``."""
    if word.isascii():
        word = word.lower()
    else:
        word = _GREEK_LETTER.sub(
            lambda m: _GREEK[m[0]], unicodedata.normalize("NFC", word).lower()
        )
        word = word.replace("œ", "oe").replace("æ", "ae").replace("ß", "ss")
        word = _APOSTROPHE.sub("'", word)
        word = unicodedata.normalize("NFKD", word).encode("ascii", "ignore").decode().lower()
    if not word.isalnum():
        word = word.removesuffix("'s")
        word = "".join(c for c in word if c.isalnum())
    return word


def words(text: str) -> Iterator[tuple[str, int, int]]:
    """Yield every word of ``text`` in lower-case ASCII, and the joints and barriers between."""
    initial = -1
    for match in _TOKEN.finditer(text):
        if match["word"]:
            word = ascii_word(match["word"])
            if word:
                yield (AND if word in _JOINTS else word), match.start(), match.end()
                initial = match.end() if len(word) == 1 else -1
        elif match["stop"] == "." and match.start() == initial:
            continue  # the full stop of an initial, as in C. difficile
        elif match["joint"]:
            yield AND, match.start(), match.end()
        else:
            yield STOP, match.start(), match.end()


def tokens(text: str) -> Iterator[Token]:
    """Yield the tokens of ``text`` with plain words; fillers are left out."""
    last = ""
    for word, start, end in words(text):
        if word not in _FILLERS or (word == "a" and last in _LETTERED):
            yield Token(word if word in (AND, STOP) else plain(word), start, end)
        last = word


def normalize(phrase: str) -> tuple[str, ...]:
    """The plain words of a phrase, in its own order, without fillers.

    Joints and barriers at its ends are gone, and several joints in a row are one.
    """
    if phrase.isascii() and phrase.replace(" ", "").isalpha():
        simple = phrase.lower().split()
        if _NEED_TOKENS.isdisjoint(simple):
            return tuple([plain(word) for word in simple if word not in _FILLERS])
    result: list[str] = []
    for word, _, _ in tokens(phrase):
        if word in (AND, STOP) and (not result or result[-1] in (AND, STOP)):
            if result and word == STOP:
                result[-1] = STOP
            continue
        result.append(word)
    while result and result[-1] in (AND, STOP):
        result.pop()
    return tuple(result)


def key(plain_words: tuple[str, ...]) -> Key:
    """The key of a phrase: its words sorted, with one joint however many it has."""
    if AND in plain_words:
        return tuple(sorted([w for w in plain_words if w != AND] + [AND]))
    return tuple(sorted(plain_words))


def _entries(lines: str) -> frozenset[tuple[str, ...]]:
    return frozenset(map(normalize, re.split(r"[,\n]", lines))) - {()}


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
    relatively, especially, particularly, usually, typically, often, mostly, instance of
    report of, degree of, varying degree of, increased frequency of, increased severity of
    application site
    """
)
_LONGEST_LEAD = max(map(len, _LEADS))
_CAUSES = frozenset({"associated", "induced", "related"})
_TAIL_NOUNS = _entries(
    """
    case, instance, patient, people, person, individual, user, child, woman, man, infant, adult
    recipient, female, male, use, dose, dosage, overuse, treatment, therapy, administration
    application, infusion, injection, exposure, discontinuation
    """
)
_TAIL_MODIFIERS = _entries(
    """
    some, rare, very, many, certain, few, most, older, elderly, young, susceptible, predisposed
    sensitive, prolonged, long, term, high, higher, large, excessive, extended, extensive
    chronic, repeated, first, initial, early, rapid, after, during, following, topical, oral
    small, other, sudden, abrupt, particularly, especially, usually
    """
)
_TAIL_WORDS = _entries(
    """
    risk, episode, sensation, feeling, occasionally, rarely, sometimes, possible, usually mild
    usually temporary, usually transient, temporary, transient, mild, rare, severe, initially
    as well, too, may occur, can occur, can also occur, may also occur, if severe
    application site, site of application, area of application, treated area, affected area
    treated skin
    """
)
_LONGEST_TAIL = max(map(len, _TAIL_WORDS))
_MEASURES = frozenset("level count concentration value number serum plasma measurement".split())
_RELATIVE = frozenset((HIGH, LOW, "abnormal", "change"))


def _without_lead(phrase: tuple[str, ...]) -> tuple[str, ...]:
    for length in range(min(_LONGEST_LEAD, len(phrase) - 1), 0, -1):
        if phrase[:length] in _LEADS:
            rest = phrase[length:]
            while rest and rest[0] == AND:
                rest = rest[1:]
            return rest
    if len(phrase) > 2 and phrase[1] in _CAUSES:
        return phrase[2:]
    return ()


def _without_tail(phrase: tuple[str, ...]) -> tuple[str, ...]:
    for length in range(min(_LONGEST_TAIL, len(phrase) - 1), 0, -1):
        if phrase[-length:] in _TAIL_WORDS:
            return phrase[:-length]
    if phrase[-1:] in _TAIL_NOUNS:
        end = len(phrase) - 1
        while end and phrase[end - 1 : end] in _TAIL_MODIFIERS:
            end -= 1
        return phrase[:end]
    return ()


def without_measures(phrase: tuple[str, ...]) -> tuple[str, ...]:
    """``low potassium level`` as ``low potassium``: how it was measured does not matter."""
    if _RELATIVE.isdisjoint(phrase) or _MEASURES.isdisjoint(phrase):
        return phrase
    return tuple(word for word in phrase if word not in _MEASURES)


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
            ("qualifier in front off", _without_lead(left)),
            ("qualifier behind off", _without_tail(left)),
            ("blood off", _without_blood(left)),
            ("more of it is still it", left[1:] if left[0] == HIGH else ()),
        ):
            if shorter not in seen:
                seen.add(shorter)
                queue.append((*reading, (rule, shorter)))


def slug(phrase: str) -> str:
    """An ASCII id for a phrase the vocabulary does not know.

    Singular and plural, British and American spelling, hyphens, case and articles do not change
    it; neither do words in front that only say how bad or how often. A phrase with letters that
    have no ASCII form, or with none at all, gets a hash of itself at its end, so that two such
    phrases never share an id.
    """
    readable = [
        (singular(american(word)), plain(word))
        for word, _, _ in words(phrase)
        if word not in _FILLERS and word not in (AND, STOP)
    ]
    while shorter := _without_lead(tuple(word for _, word in readable)):
        readable = readable[-len(shorter) :]
    result = "-".join(word for word, _ in readable)
    if not result or any(c.isalpha() and not ascii_word(c) for c in phrase):
        text = " ".join(unicodedata.normalize("NFKC", phrase).lower().split())
        digest = hashlib.sha256(text.encode()).hexdigest()[:8]
        result = f"{result or 'effect'}-{digest}"
    return result
