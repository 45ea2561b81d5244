"""Words the extraction goes by, as data: umbrella terms, body systems, local signs, cut points.

These lists say how writers of drug pages build their lists. What a side effect *is* stands in the
vocabulary; a list here only says how a phrase hangs together with its neighbours.
"""

from __future__ import annotations

import re


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


def _phrases(text: str) -> frozenset[str]:
    return frozenset(" ".join(entry.split()) for entry in text.split(",") if entry.strip())


SYSTEMS = _phrases(
    """gastrointestinal, gi, digestive, stomach, bowel, abdominal, cardiovascular, cardiac, heart,
    circulatory, vascular, central nervous system, nervous system, neurological, neurologic, cns,
    peripheral nervous system, psychiatric, psychological, mental, mental health, mood, behavioral,
    behavioural, cognitive, neuropsychiatric, emotional, respiratory, pulmonary, lung, breathing,
    dermatologic, dermatological, skin, cutaneous, musculoskeletal, neuromuscular and skeletal,
    skeletal, hematologic and oncologic, oncologic, muscle, joint, bone, metabolic,
    endocrine, hormonal, metabolism, nutritional, hepatic, liver, hepatobiliary, renal, kidney,
    urinary, genitourinary, urogenital, urologic, reproductive, sexual, sexual health, menstrual,
    hematologic, hematological, haematological, blood, ocular, ophthalmic, eye, vision, visual,
    ear, hearing, otic, auditory, oral, mouth, dental, throat, nasal, ent, immune, immunologic,
    immunological, immune system, infectious, general, body as a whole,
    whole body, systemic, local, localized, topical, other, others, miscellaneous, constitutional,
    laboratory, lab, electrolyte, vital signs, autonomic, anticholinergic, cholinergic,
    extrapyramidal, biliary, lymphatic, blood and lymphatic, skin and hair, hair, nail, nails,
    injection site, infusion site, application site, site of application, administration site,
    sleep, growth, thyroid,
    long-term, long term, short-term, musculoskeletal and connective tissue, neuromuscular,
    digestive system, cardiovascular system, respiratory system, urinary system, heart and blood
    vessels, brain and nerves, stomach and bowel, allergic, blood system, gut,
    physical, metabolism and nutrition, fluid and electrolyte, fluid/electrolyte, dermal, tummy,
    skin/hair, mental/mood, renal/urinary, eyes, ears, muscles, joints, bones, nerves, lungs,
    kidneys, upper respiratory, steroid-related,
    opioid-related, fetal, pediatric, serious, minor, mild, common, rare"""
)
"""Body systems and the like as writers name them at the head of a run."""

SYSTEM_NOUNS = _phrases(
    """issues, issue, effects, effect, side effects, side effect, adverse effects, adverse
    reactions, adverse events, symptoms, symptom, problems, problem, disturbances, disturbance,
    disorders, disorder, reactions, reaction, system, system effects, system disorders, tract,
    system side effects, system issues, system reactions, system problems, system symptoms,
    complaints, changes, conditions, abnormalities, complications, events, toxicity,
    manifestations, upset, discomfort, distress,
    -related, related, tract disorders, tract effects, tract issues, adverse effects, distress,
    related effects, health"""
)
"""What may follow the body system in such a label."""

UMBRELLA_NOUNS = _words(
    """issue issues effect effects symptom symptoms problem problems disturbance disturbances
    disorder disorders change changes event events abnormality abnormalities imbalance imbalances
    complication complications complaint complaints condition conditions manifestation
    manifestations upset distress discomfort reactions fluctuations dyscrasias dyscrasia
    alterations difficulties dysfunction irregularities cancers malignancies malignancy infections
    counts count clots cytopenias tumors clotting arrhythmias upsets"""
)
"""Last words of phrases that only sum up the effects named after them."""

NAMED_REACTIONS = _phrases(
    """
    allergic, allergy, allergies, hypersensitivity, anaphylaxis, anaphylactic, anaphylactoid,
    infusion, infusion-related, flu-like, influenza-like, serotonin, withdrawal, extrapyramidal,
    cholinergic
    crisis, toxicity, disulfiram-like, serum sickness, neuroleptic, angioedema, lupus-like, dress,
    cushing, cushing's, cold-like, carcinoid, tyramine, paradoxical, radiation, steven-johnson,
    stevens-johnson, herxheimer,
    jarisch-herxheimer, respiratory distress syndrome, cytokine, photosensitivity, phototoxic"""
)
"""First words of reactions that are one effect, whatever symptoms are listed with them."""

ORGANS = _words(
    """liver hepatic kidney renal lung pulmonary heart cardiac thyroid pancreas pancreatic adrenal
    gallbladder nerve brain bone tendon"""
)
"""Organs: "liver problems (jaundice)" is liver problems, "(hepatitis)" is a kind of them."""

ORGAN_SIGNS = _words(
    """jaundice yellowing dark urine stools pale light fatigue tiredness nausea vomiting pain
    swelling breath breathing cough wheezing urination output weakness appetite itching fever
    dizziness fainting bruising shortness palpitations chest ankles feet legs numbness tingling
    confusion thirst creatinine enzymes elevated decreased reduced increased clay"""
)
"""Signs and symptoms by which writers describe the trouble of an organ."""

LOCAL_SIGNS = _words(
    """pain redness erythema swelling edema oedema tenderness itching pruritus burning stinging
    irritation bruising bruise warmth heat induration hardness hardening lump lumps soreness
    discomfort dryness discoloration bleeding inflammation peeling scaling flaking numbness
    tingling stinging hematoma ecchymosis tightness nodule nodules blistering blisters hives
    phlebitis thrombophlebitis rash crusting cracking reaction reactions sensation ulceration
    dermatitis welts itchiness"""
)
"""Signs that a place named later may belong to: "pain, redness at the injection site"."""

SITE = (
    r"(?:at|on|in|around|near|over|of|to|along)\s+(?:or\s+\w+\s+)?(?:the\s+|"
    r"your\s+)?(?:injection|application|infusion|"
    r"insertion|administration|treatment|treated|vaccination|iv|implant|catheter|patch|needle|"
    r"affected)(?:[- ](?:site|area|skin|region|eye|ear)s?)?"
    r"|(?:at|around|near)\s+(?:the\s+)?sites?(?:\s+of\s+(?:the\s+)?\w+)?"
    r"|of\s+(?:the\s+)?(?:skin|eyes?|eyelids?|mouth|throat|nose|scalp|lips|vagina|vulva|gums|"
    r"(?:finger|toe)?nails?|hair|teeth)"
    r"|where\s+(?:the\s+)?(?:injection|shot|vaccine|medicine|drug)\s+(?:was|is|were)\s+(?:given|"
    r"applied)"
)
"""Places shared by a list of local signs, as a regular expression."""

BODY_PARTS = _words(
    """face lips lip tongue throat mouth eyes eye eyelids eyelid hands hand feet foot legs leg arms
    arm ankles ankle fingers toes limbs extremities skin gums nose ears ear chest neck back stomach
    abdomen head joints joint muscles muscle hips hip knees wrists airway airways airways
    genitals larynx
    body scalp palms soles calves calf thighs shoulder shoulders jaw glottis intestines rectum
    vagina breasts mucosa whites"""
)

SHARED_HEADS = (
    "increased",
    "decreased",
    "reduced",
    "elevated",
    "low",
    "high",
    "excessive",
    "difficulty",
    "trouble",
    "problems",
    "changes in",
    "change in",
    "loss of",
    "inflammation of the",
    "inflammation of",
    "swelling of the",
    "swelling of",
    "abnormal",
    "impaired",
    "dry",
    "irregular",
    "unusual",
    "damage to the",
    "decrease in",
    "increase in",
    "lack of",
    "numbness of the",
    "increased risk of",
    "severe",
    "itchy",
    "watery",
    "swollen",
    "painful",
    "frequent",
    "burning",
    "yellowing of the",
    "injection site",
    "application site",
    "infusion site",
    "skin",
    "eye",
    "nasal",
    "vaginal",
    "upset",
    "stomach",
    "abdominal",
    "gastrointestinal",
)
"""Words that may govern several things after them ("difficulty breathing or swallowing")."""

EFFECT_ENDINGS = (
    "itis|osis|oses|emia|aemia|uria|pathy|pathies|algia|penia|cytosis|rrhea|rrhoea|plegia|paresis|oma|spasm|"
    "spasms|megaly|trophy|ectasia|lysis|phagia|phasia|opia|opsia|phobia|pnea|pnoea|sclerosis|"
    "syndrome|fibrosis|necrosis|edema|oedema|rhythmia|cardia|tension|thermia|esthesia|kinesia|"
    "tonia|mania|somnia|philia|plasia|orexia|ism|tremor|seizures|ness|ache|aches|urea|genesis|"
    "toxicity|rash|ulcer|ulcers|failure|disorder|disorders|pain|loss|damage|sores|pruritus"
)
"""Endings by which a word the vocabulary lacks is still taken for a side effect in a run."""

NOT_AN_EFFECT = _words(
    """
    you your yours yourself we us our i me my he she they their them it its this these those that
    there here who whom whose which what when where why how if unless because since so
    doctor doctors physician pharmacist healthcare provider professional consult contact seek
    absorption
    report reported inform notify discuss monitor monitored monitoring avoid stop discontinue
    discontinuation advise advised recommended ask tell immediately promptly attention advice
    emergency hospital medical doctor's
    is are was were be been being am can could may might must shall should will would has have had
    having do does did doing cause causes caused causing occur occurs occurred include includes
    included including experience experienced experiencing require requires requiring need needs
    needed develop lead leads leading result results vary varies depend depends depending
    not never none nothing
    dose doses dosage dosing mg mcg ml tablet tablets capsule capsules medication medications
    medicine medicines drug drugs treatment therapy treatments patient patients people person
    individual individuals users user adults children women men infants elderly
    common uncommon frequently frequent infrequent rarely commonly however although though while
    but than then also especially particularly usually typically often generally always more most
    less fewer many few several various different certain others list exhaustive complete
    information leaflet guide label note important please remember following above below listed
    see e.g i.e etc such like via about any all every each both either neither
    component components ingredient ingredients combination product formula effects effect
    reactions reaction occurrence taking taken given take treated used using use uses mild
    potentially possibly sometimes well-tolerated tolerated safe safety study studies trial trials
    consequences overdose interaction interactions contraindicated contraindications concern
    concerns severity range ranging signs sign symptom symptoms unknown specific data limited
    available research evidence established associated related known due potential despite
    indicating loss thinking sudden venous dangerously
    level levels"""
)
"""Words that a phrase the vocabulary does not know must not contain, to be taken for an effect."""


SMALL_WORDS = _words("the a an and or of in on to for with at by from as into your")

TOO_GENERAL = _words(
    "rash swelling pain bleeding infection inflammation redness irritation itching reaction "
    "weakness discomfort cancer vomiting nausea numbness"
)
"""Glosses that only say roughly what a phrase is: "miliaria (rash)"."""

ASIDES = re.compile(
    r"(?:important )?(?:note|notes|important|important (?:note|information|considerations?|"
    r"safety information)|caution|cautions|warnings?|"
    r"disclaimer|please note|remember|crucial(?:ly)?(?: note)?|nota bene|(?:drug |possible |"
    r"food )?interactions?|overdos\w+|"
    r"(?:signs |symptoms )?(?:and symptoms )?of overdos\w+|contraindications?|precautions?|"
    r"manag(?:ing|ement)\b.*|tips\b.*|prevent(?:ion|ing)\b.*|risk factors?\b.*|pregnancy\b.*|"
    r"breast-?feeding\b.*|monitoring\b.*|dosage\b.*|what (?:to|you) (?:do|should)\b.*|how to\b.*|"
    r"special populations?\b.*|"
    r"reporting\b.*|references?|sources?|usage|uses|benefits?|summary|general (?:information|"
    r"advice|note)|advice|recommendations?|"
    r"additional information|key points?|considerations?|disclaimers?|when to (?:take|use|"
    r"stop)\b.*|long-term use|who should\b.*|"
    r"(?:individual )?(?:variation|variability)\b.*|factors\b.*|safety\b.*|tolerability\b.*|"
    r"driving\b.*|alcohol\b.*|storage\b.*|"
    r"(?:patient )?counsel\w*\b.*|clinical (?:note|relevance)\b.*|mechanism\b.*)$",
    re.IGNORECASE,
)
"""Labels of notes, advice and other subjects."""

ONE_SENSATION = (
    _words("burning stinging"),
    _words("numbness tingling prickling"),
    _words("tingling prickling"),
    _words("pins needles"),
    _words("peeling flaking scaling"),
    _words("aches pains"),
    _words("thoughts behaviors behaviours behavior behaviour actions ideation attempts"),
    _words("shaking trembling"),
)
"""Words that name one sensation between them ("burning or stinging")."""

ADJECTIVES = _words(
    """
    dry itchy watery swollen red painful sore fast slow rapid irregular pounding bloody black dark
    pale loose cold high low hot severe persistent sticky scaly cracked yellow blue sharp
    increased decreased abnormal excessive fatal chronic acute cardiac hepatic renal tarry
    frothy"""
)
"""Words that are no effect alone: "dry, persistent cough"."""

NEUTRAL = _words(
    """
    function functions level levels pressure count counts rate rates output habits movements flow
    temperature tests test results sugar weight appetite cells cell enzymes mood behavior behaviour
    thoughts body system systems organs organ tissue area areas site sites stomach vision hearing
    sleep cycle cycles period potassium sodium calcium magnesium phosphate phosphorus cholesterol
    triglycerides creatinine serum plasma glucose hdl ldl bilirubin albumin amylase lipase protein
    thickness texture blood urine stool stools skin hair nails teeth"""
)
"""Words that name no effect among themselves: "kidney function", "appetite", "blood pressure"."""

GENERAL_SIGNS = _words(
    "pain discomfort weakness swelling tenderness irritation stiffness redness dryness spasm "
    "spasms"
)
"""Signs that belong to a part of the body named before them: "chest discomfort or pain"."""
