"""Names of drugs: components of a combination, lookup keys, ids, and names read from text."""

from __future__ import annotations

import hashlib
import re
import unicodedata

_GREEK = {
    "α": "alpha", "β": "beta", "γ": "gamma", "δ": "delta", "ε": "epsilon", "ζ": "zeta",
    "η": "eta", "θ": "theta", "ι": "iota", "κ": "kappa", "λ": "lambda", "μ": "mu", "µ": "mu",
    "ν": "nu", "ξ": "xi", "ο": "omicron", "π": "pi", "ρ": "rho", "σ": "sigma", "ς": "sigma",
    "τ": "tau", "υ": "upsilon", "φ": "phi", "χ": "chi", "ψ": "psi", "ω": "omega", "ß": "ss",
    "ø": "o", "æ": "ae", "œ": "oe", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "ı": "i",
}  # fmt: skip
_TO_ASCII = str.maketrans(_GREEK)
_BETWEEN_COMPONENTS = re.compile(r"[()\[\]]|\s\+\s")
_PLUS = re.compile(r"\s+\+\s+")
_DASHES = re.compile(r"[‐‑‒–—―−-]+")
_QUOTES = re.compile(r"[\"'`´‘’‚‛“”„′″]")
_SPACE = re.compile(r"\s+")
_NOT_ID = re.compile(r"[^a-z0-9]+")
_PARENTHESIS = re.compile(r"\(([^()]*)\)|\[([^\[\]]*)\]")

_ALSO_KNOWN = re.compile(
    r"^(?:also\s+(?:known\s+as|called|spelled)|aka|a\.k\.a\.|formerly(?:\s+known\s+as)?"
    r"|known\s+as|or|previously(?:\s+known\s+as)?|brand\s+names?:?|trade\s+names?:?)\s+",
    re.IGNORECASE,
)
_NOT_A_NAME = frozenset(
    """
    oral topical systemic ophthalmic otic nasal injection injectable intravenous inhalation
    inhaled transdermal rectal vaginal buccal sublingual combination component components
    approximation illustrative applicable hypothetical outdated general drug medication medicine
    class generic brand common various note see when in for as the and not if e.g i.e eg ie
    recommended discontinued withdrawn human recombinant salt form forms tablet tablets capsule
    cream ointment gel solution suspension vaccine extended release live sterile attenuated
    inactivated adsorbed conjugate purified synthetic liposomal various
    """.split()
)
_WORD = re.compile(r"[A-Za-zÀ-ɏͰ-Ͽ]")
_REMARK = re.compile(
    r"\s*[*_]*\((?=[^()]*(?:note:|\b(?:is|are|this|there|there's|these)\b))[^()]*(?:\([^()]*\)[^()]*)*\)",
    re.IGNORECASE,
)
_PROSE = re.compile(
    r"\b(?:is|are|this|there|not applicable|n/a|unknown|none|has|have|does)\b", re.IGNORECASE
)
_CLAUSE_END = re.compile(r"[.;!?:]\s")
_LONGEST_ID = 300  # characters
_LONGEST_NAME = 12  # words; anything longer is a sentence about the name


def split_components(name: str) -> tuple[str, ...]:
    """The active ingredients a title names, split at `` + `` only; empty for a single drug.

    ``/`` and ``,`` stand inside single ingredients (``Lidocaine/Lignocaine``) and do not split.
    """
    parts = []
    depth = start = 0
    for match in _BETWEEN_COMPONENTS.finditer(name):
        token = match[0]
        if token in "([":
            depth += 1
        elif token in ")]":
            depth = max(0, depth - 1)
        elif depth == 0:
            parts.append(name[start : match.start()])
            start = match.end()
    parts.append(name[start:])
    found = tuple(part.strip() for part in parts if part.strip())
    return found if len(found) > 1 else ()


def fold_name(name: str) -> str:
    """The key under which a name is looked up.

    Case, spaces, kinds of dashes and quotes, and stray punctuation at the end do not distinguish
    names; letters with accents and Greek letters do.
    """
    key = name if name.isascii() else unicodedata.normalize("NFKC", name)
    key = _QUOTES.sub("", _DASHES.sub("-", key.casefold()))
    return " ".join(key.split()).strip(" .,;:-")


def make_id(name: str) -> str:
    """An ASCII identifier (``a-z0-9-``) for a name, the same in every project and version.

    Greek letters are spelled out, so alpha- and gamma-tocopherol differ; a name without any
    letter that has an ASCII form gets a digest of itself, and so does an endless one.
    """
    text = name.casefold()
    lost = 0
    if not text.isascii():
        text = unicodedata.normalize("NFKD", text.translate(_TO_ASCII)).translate(_TO_ASCII)
        lost = sum(1 for char in text if char.isalpha() and not char.isascii())
        text = text.encode("ascii", "ignore").decode()
    identifier = _NOT_ID.sub("-", _QUOTES.sub("", text)).strip("-")
    if lost > len(identifier):
        identifier = ""
    if identifier and len(identifier) <= _LONGEST_ID:
        return identifier
    digest = hashlib.sha256(name.encode("utf-8", "surrogatepass")).hexdigest()[:10]
    return f"{identifier[:_LONGEST_ID].rstrip('-')}-{digest}" if identifier else f"x{digest}"


def name_in_line(line: str) -> str | None:
    """The drug's name in the first line of a generic-name section, or ``None`` for prose.

    Short parentheses stay part of the name: what they say is the page's. Remarks in parentheses
    do not.
    """
    name = _SPACE.sub(" ", _REMARK.sub("", line)).strip().rstrip(".").strip()
    if not name or not _WORD.search(name):
        return None
    outside = _PARENTHESIS.sub(" ", name)
    if any(len(part.split()) > _LONGEST_NAME for part in _PLUS.split(outside)):
        return None
    if _CLAUSE_END.search(outside) or _PROSE.search(outside):
        return None
    return name


def other_names_in(name: str) -> tuple[str, ...]:
    """Names given in parentheses beside a name: ``Adrenaline (also known as Epinephrine)``.

    Only what reads as a name is taken: an "also known as" list, or one to four words that are
    not a route, a form or a remark.
    """
    found: list[str] = []
    for match in _PARENTHESIS.finditer(name):
        inside = (match[1] if match[1] is not None else match[2]).strip()
        known_as = _ALSO_KNOWN.match(inside)
        if known_as:
            rest = inside[known_as.end() :]
            candidates = re.split(r"\s*(?:,|;|\bor\b|\band\b)\s*", rest)
        elif re.match(r"^[A-Z]", inside) and len(inside.split()) <= 4:
            candidates = [] if re.search(r"[,;:+&/]|\d\s*%", inside) else [inside]
        else:
            continue
        for candidate in candidates:
            words = re.findall(r"[^\W\d_.]+(?:\.[^\W\d_]+)?", candidate.casefold())
            if words and not _NOT_A_NAME.intersection(words) and len(candidate) > 1:
                found.append(candidate.strip(" \"'."))
    return tuple(dict.fromkeys(found))


def without_parentheses(name: str) -> str:
    """The name without what stands in parentheses."""
    return _SPACE.sub(" ", _PARENTHESIS.sub(" ", name)).strip()
