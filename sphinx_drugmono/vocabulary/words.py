"""Single words: which differences in writing make no difference in meaning.

Each rule turns one lower-case ASCII word into the word that stands for it. The rules run in the
order of :data:`RULES`, and a word that has been through all of them is not changed by any of them
again. They only ever join spellings, numbers and word classes of one word (``anaemias`` and
``anemia``, ``swollen`` and ``swelling``, ``facial`` and ``face``); they never touch a prefix that
carries meaning, so ``hypo-`` and ``hyper-``, ``-penia`` and ``-cytosis`` stay what they are.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

HIGH = "high"
LOW = "low"

_BRITISH = tuple(
    (re.compile(pattern), replacement)
    for pattern, replacement in (
        (r"aem", "em"),
        (r"aesth", "esth"),
        (r"(?<=[dkr])oe(?=des|strog|str)", "e"),
        (r"^oe(?=d|s)", "e"),
        (r"oedem", "edem"),
        (r"rrhoea", "rrhea"),
        (r"pnoea", "pnea"),
        (r"^foet", "fet"),
        (r"^coel", "cel"),
        (r"^amoeb", "ameb"),
        (r"paed", "ped"),
        (r"gynaec", "gynec"),
        (r"^haem", "hem"),
        (r"^faec", "fec"),
        (r"^caec", "cec"),
        (r"^naev", "nev"),
        (r"leuco", "leuko"),
        (r"leucem", "leukem"),
        (r"sulph", "sulf"),
        (r"(tum|col|od|behavi|vap|lab|fav|flav|hum|rig|vig)our", r"\1or"),
        (r"(fib|cent|goit|tit|calib|spect)re$", r"\1er"),
        (r"isation$", "ization"),
        (r"isations$", "izations"),
        (r"(?<=[lrtdnm])is(e|ed|es|ing)$", r"iz\1"),
        (r"(?<=[lr])ys(e|ed|es|ing)$", r"yz\1"),
        (r"^grey", "gray"),
        (r"^mould", "mold"),
        (r"distension$", "distention"),
    )
)
# Most words hold none of these, and need no further look.
_MAY_BE_BRITISH = re.compile(
    r"ae|oe|leuc|sulph|our|re$|is(?:e|ing|ation)|ys[ei]|grey|mould|distension",
)
_NOT_BRITISH = frozenset(
    "exercise exercised exercising raised raise raising rise arise compromise compromised "
    "compromising promise surprise surprised advertise premise precise concise otherwise "
    "likewise".split()
)

_IRREGULAR_PLURAL = {
    "children": "child",
    "feet": "foot",
    "men": "man",
    "teeth": "tooth",
    "women": "woman",
    "gases": "gas",
    "lives": "life",
    "overdoses": "overdose",
    "purposes": "purpose",
    "metastases": "metastasis",
    "bases": "base",
    "diverticula": "diverticulum",
    "bacteria": "bacterium",
    "fungi": "fungus",
    "testes": "testicle",
    "testis": "testicle",
    "biopsies": "biopsy",
    "bowels": "bowel",
}
# "sores" are wounds, "sore" is how something feels.
_SINGULAR_ALREADY = frozenset(
    "ascites caries diabetes feces gas herpes hives lens measles menses mumps pancreas rabies "
    "scabies series shingles species this always pus "
    "biceps triceps quadriceps forceps sores".split()
)

_FAMILIES = {
    "swelling": "swollen swell",
    "itching": "itch itchy",
    "blurred": "blurry blurring blur",
    "sweating": "sweat sweaty",
    "cough": "coughing",
    "vomiting": "vomit",
    "cramp": "cramping",
    "ache": "aching achy",
    "pain": "painful",
    "inflammation": "inflamed",
    "irritation": "irritated",
    "enlargement": "enlarged",
    "discoloration": "discolored",
    "thin": "thinning thinned",
    "shaking": "shaky",
    "twitching": "twitch",
    "drooping": "droopy",
    "yellow": "yellowing yellowed yellowish",
    "dark": "darkening darkened darker",
    "red": "reddening reddened",
    "watery": "watering",
    "urination": "urinating urinate",
    "swallowing": "swallow",
    "sleep": "sleeping",
    "breathing": "breathe",
    "walking": "walk",
    "concentration": "concentrating concentrate",
    "difficulty": "difficult trouble",
    "problem": "issue",
    "abnormal": "abnormality",
    "irregular": "irregularity",
    "change": "changed alteration altered changing",
    "loss": "losing lost",
    "suppression": "suppressed",
    "impairment": "impaired",
    "rupture": "ruptured",
    "perforation": "perforated",
    "fracture": "fractured",
    "bruising": "bruise bruised",
    "blood": "bloody",
    "depression": "depressed",
    "confusion": "confused",
    "agitation": "agitated",
    "thirst": "thirsty",
    "hunger": "hungry",
    "sensitivity": "sensitive",
    "rigidity": "rigid",
    "fatigue": "fatigued",
    "cloudy": "clouding clouded",
    "dilation": "dilated dilatation",
    "infection": "infected",
    "ulcer": "ulceration",
    "scar": "scarring scarred",
    "anxiety": "anxious",
    "constipation": "constipated",
    "feeling": "feel",
    "irritability": "irritable",
    "worsening": "worsened worsen worse",
}
_BODY = {
    "abdomen": "abdominal belly tummy",
    "artery": "arterial",
    "bladder": "vesical",
    "brain": "cerebral",
    "breast": "mammary",
    "breathing": "respiratory",
    "cornea": "corneal",
    "ear": "aural otic",
    "esophagus": "esophageal",
    "eye": "ocular ophthalmic",
    "face": "facial",
    "gi": "gastrointestinal",
    "gum": "gingival",
    "heart": "cardiac",
    "intestine": "intestinal bowel",
    "kidney": "renal",
    "larynx": "laryngeal",
    "limb": "extremity",
    "liver": "hepatic",
    "lung": "pulmonary",
    "mouth": "oral",
    "muscle": "muscular",
    "nose": "nasal",
    "ovary": "ovarian",
    "penis": "penile",
    "rectum": "rectal",
    "retina": "retinal",
    "skin": "cutaneous dermal",
    "spine": "spinal",
    "stomach": "gastric",
    "testicle": "testicular",
    "throat": "pharyngeal",
    "tongue": "lingual",
    "tooth": "dental",
    "uterus": "uterine",
    "vagina": "vaginal",
    "vein": "venous",
    "vision": "visual",
}
_DIRECTIONS = {
    HIGH: "increased increase increasing elevated elevation raised rise heightened",
    LOW: "decreased decrease decreasing reduced reduction lowered lowering diminished lessened",
}


def _by_member(groups: dict[str, str]) -> dict[str, str]:
    return {word: head for head, members in groups.items() for word in members.split()}


_FAMILY_OF = _by_member(_FAMILIES)
_BODY_PART_OF = _by_member(_BODY)
_DIRECTION_OF = _by_member(_DIRECTIONS)
# "cold" is an illness or a temperature, "coldness" only the latter; "ill" and "sick" are states.
_NESS_STAYS = frozenset({"coldness", "illness", "sickness", "wellness", "business", "highness"})


def american(word: str) -> str:
    """``anaemia`` to ``anemia``, ``tumour`` to ``tumor``: American spelling."""
    if word in _NOT_BRITISH or not _MAY_BE_BRITISH.search(word):
        return word
    for pattern, replacement in _BRITISH:
        word = pattern.sub(replacement, word)
    return word


def singular(word: str) -> str:
    """``neuropathies``, ``thromboses``: the singular of an English, Greek or Latin plural."""
    if word in _IRREGULAR_PLURAL:
        return _IRREGULAR_PLURAL[word]
    if len(word) < 4 or word in _SINGULAR_ALREADY:
        return word
    if word[-1] != "s":
        return _singular_latin(word)
    if word.endswith(("ss", "us", "is")):
        return word
    if word.endswith("ies"):
        return word[:-3] + "y" if len(word) > 4 else word[:-1]
    if word.endswith("itides"):
        return word[:-6] + "itis"
    if len(word) > 6 and word.endswith(("oses", "yses", "iases")) and not word.endswith("ucoses"):
        return word[:-2] + "is"
    if word.endswith(("sses", "xes", "ches", "shes", "zzes")) and not word.endswith("aches"):
        return word[:-2]
    if word.endswith(("uses",)) and len(word) > 6 and word[-5] not in "aoe":
        return word[:-2]
    return word[:-1]


def _singular_latin(word: str) -> str:
    if word.endswith("ae") and len(word) > 5:
        return word[:-1]
    if word.endswith("omata"):
        return word[:-2]
    if word.endswith(("emboli", "thrombi", "bronchi", "calculi", "nevi", "tophi")):
        return word[:-1] + "us"
    return word


def adjective(word: str) -> str:
    """``dryness`` to ``dry``, ``sleepiness`` to ``sleepy``: a noun in -ness is its adjective."""
    if word.endswith("ness") and len(word) > 6 and word not in _NESS_STAYS:
        stem = word[:-4]
        return stem[:-1] + "y" if stem.endswith("i") else stem
    return word


def family(word: str) -> str:
    """``swollen`` to ``swelling``, ``urinating`` to ``urination``: one word of a word family."""
    return _FAMILY_OF.get(word, word)


def body_part(word: str) -> str:
    """``renal`` to ``kidney``, ``facial`` to ``face``: the part of the body, plainly."""
    return _BODY_PART_OF.get(word, word)


def direction(word: str) -> str:
    """``increased``, ``elevated`` to ``high``; ``decreased``, ``reduced`` to ``low``."""
    return _DIRECTION_OF.get(word, word)


RULES: tuple[tuple[str, Callable[[str], str]], ...] = (
    ("American spelling", american),
    ("singular", singular),
    ("adjective for a noun in -ness", adjective),
    ("word family", family),
    ("body part", body_part),
    ("high or low", direction),
)
"""The rules for single words, with the names under which they are explained."""

_CACHE: dict[str, str] = {}


def plain(word: str) -> str:
    """The word that stands for ``word`` (lower case, ASCII) after all rules."""
    known = _CACHE.get(word)
    if known is None:
        known, before = word, None
        while known != before:
            before = known
            for _, rule in RULES:
                known = rule(known)
        if len(_CACHE) < 50_000:
            _CACHE[word] = known
    return known
