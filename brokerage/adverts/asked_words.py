"""What adverts ask for: certificates and licences, a DBS check, demands of the work, skills.

Only words that the tables know are proposed. What is said to be good to have, given in training or not needed is never
proposed as needed.
"""

import re
from collections.abc import Iterator
from functools import lru_cache

from brokerage.adverts.advert import Findings
from brokerage.adverts.plain import cut
from brokerage.adverts.sentences import LATER, NICE, around, sentences, taken_back
from matching.normalise import certificate_words, form, skill_words
from matching.taxonomy import Taxonomy

LONGEST_PHRASE = 6  # words
# Words of adverts that are no certificate where they stand alone: duties, policies, classes of school.
NOT_ALONE = frozenset(
    {"safeguarding", "health and safety", "infection control", "first aid", "asbestos", "provisional", "class 2", "fire safety",
     "fire awareness", "manual handling", "working at height", "working at heights", "street work", "confined space", "administering medication",
     "medication administration", "moving and handling", "fire marshal", "fire warden", "cosh", "ct"}
)  # fmt: skip
HOLDS = re.compile(
    r"\b(?:hold(?:s|er|ing)?|have|has|required?|requires|requirement|must|essential|need(?:ed|s)?|possess(?:es|ion)?|with an?|valid|full|current|clean|qualification|certificate|licen[cs]e|card|qualified)\b",
    re.IGNORECASE,
)
CERTIFIED = re.compile(r"certificate|card|licen[cs]e|qualif", re.IGNORECASE)
DBS = re.compile(r"\b(?:dbs|crb|disclosure and barring(?: service)?)\b", re.IGNORECASE)
LEVEL = re.compile(
    r"\b(enhanced|standard|basic)\b(?:\W+\w+){0,3}\W+(?:dbs|crb|disclosure)\b|\b(?:dbs|crb|disclosure)\b[^.;,]{0,40}\b(enhanced|standard|basic)\b",
    re.IGNORECASE,
)
BARRED = re.compile(r"\bbarred[ -]lists?\b", re.IGNORECASE)
LIFT = re.compile(r"\b(?:lift(?:ing)?|carry(?:ing)?|handl(?:e|ing))\b[^.;]{0,40}?\b(\d{1,2})\s?kg\b", re.IGNORECASE)
DEMANDS = {
    "noise": r"\bnois[ey]\w*\b",
    "pace": r"\b(?:fast|high)[ -]?pace[d]?\b|\bbusy (?:and|,) (?:\w+ )?(?:demanding|fast)",
    "conflict": r"\bchallenging behaviou?rs?\b|\b(?:aggressive|abusive|violent) (?:behaviou?r|customers?|patients?|people)\b|\bconflict (?:resolution|management)\b",
    "targets": r"\b(?:sales|performance|individual|daily|weekly|meet(?:ing)?|hit(?:ting)?|achiev\w+) targets\b|\btarget[ -]driven\b|\bKPIs\b",
    "nights": r"\bnight shifts?\b|\b(?:work(?:ing)?|some|waking) nights\b|\bnights shift\b",
    "lone working": r"\blone[ -]work\w*\b|\bwork(?:ing)? alone\b",
    "heights": r"\bwork(?:ing)? at heights?\b",
    "outdoors": r"\b(?:work(?:ing)? (?:outdoors|outside)|outdoor work|in all weathers?)\b",
}
UNMEASURED = re.compile(
    r"\b(?:on your feet|stand(?:ing)? for (?:long|most|extended)[^.;,]{0,25}|physically (?:demanding|fit)|(?:heavy|manual) lifting|long periods of (?:standing|walking))\b",
    re.IGNORECASE,
)
# Headings and beginnings that say whether what follows is needed, or good to have.
NEEDED = re.compile(
    r"\b(?:essential|requirements?|required|must[ -]haves?|you (?:must|will need|(?:will |['’]ll )?have|should have|need)|what (?:you(?:['’]ll)? need|we need|we(?:['’]re| are) looking for)|we(?:['’]re| are) looking for|about you|person specification|skills|experience (?:in|of|with))\b",
    re.IGNORECASE,
)
NOT_ASKED = re.compile(
    r"\b(?:benefits|we offer|what we offer|in return|duties|responsibilities|about us|the role|you will be|your role|why (?:work|join))\b",
    re.IGNORECASE,
)
MOST_SKILLS = 12


def read(text: str, taxonomy: Taxonomy) -> Findings:
    """Says `certificates`, `dbs`, `demands`, `essential_skills` and `desirable_skills` as guesses to confirm, or asks."""
    found = Findings()
    _certificates(text, taxonomy, found)
    _check(text, found)
    _demands(text, found)
    _skills(text, taxonomy, found)
    return found


def wanted(text: str, taxonomy: Taxonomy) -> Findings:
    """The same from a list of what is wanted, in which each line is a requirement; what no table knows is asked about."""
    found = Findings()
    _certificates(text, taxonomy, found, listed=True)
    _check(text, found)
    _skills(text, taxonomy, found, listed=True)
    unknown = [each for each in re.split(r"[\n;,]", text) if each.strip() and not _known(each, taxonomy)]
    if unknown:
        found.ask(
            "essential_skills",
            f"The advert also asks for “{cut('; '.join(each.strip() for each in unknown), 300)}”. Is it needed from the first day?",
        )
    return found


def _known(text: str, taxonomy: Taxonomy) -> bool:
    return bool(
        list(_phrases(text, _skill_table(taxonomy)))
        or list(_phrases(text, _certificate_table(taxonomy)))
        or DBS.search(text)
    )


def _certificates(text: str, taxonomy: Taxonomy, found: Findings, *, listed: bool = False) -> None:
    held: dict[str, str] = {}
    for sentence in sentences(text):
        for key, start, end in _named(sentence, taxonomy):
            if taken_back(sentence, start):
                continue
            label, words = taxonomy.certificate_label(key), around(sentence, start, end, 40)
            if LATER.search(sentence):
                found.ask("certificates", f"Is {label} given in the job, or needed before? The advert says “{words}”.")
            elif NICE.search(sentence):
                found.ask(
                    "certificates", f"{label.capitalize()} seems to be good to have, not needed: “{words}”. Is that so?"
                )
            elif listed or HOLDS.search(sentence):
                held.setdefault(label, words)
    needed = [label for label in held if not any(_covered(label, other, taxonomy) for other in held)]
    if needed:
        found.say("certificates", "; ".join(needed), "; ".join(dict.fromkeys(held[each] for each in needed)), "guess")


def _named(sentence: str, taxonomy: Taxonomy) -> Iterator[tuple[str, int, int]]:
    """(key, start, end) of the certificates in a sentence, without words that are duties or skills where they stand alone."""
    for key, said, start, end in _phrases(sentence, _certificate_table(taxonomy)):
        if form(said) not in NOT_ALONE or CERTIFIED.search(sentence[end : end + 25]):
            yield key, start, end


def _covered(label: str, other: str, taxonomy: Taxonomy) -> bool:
    keys = {taxonomy.certificate_label(key): key for key in taxonomy.certificates}
    return label != other and taxonomy.satisfies(keys[label], keys[other])


def _check(text: str, found: Findings) -> None:
    levels: dict[str, str] = {}
    unsaid = ""
    for sentence in sentences(text):
        for level in LEVEL.finditer(sentence):
            kind = (level[1] or level[2]).lower()
            barred = kind == "enhanced" and BARRED.search(sentence)
            levels.setdefault("barred_list" if barred else kind, around(sentence, level.start(), level.end(), 45))
        if (mark := DBS.search(sentence)) and not LEVEL.search(sentence):
            words = around(sentence, mark.start(), mark.end(), 45)
            if taken_back(sentence, mark.start()):
                levels.setdefault("none", words)
            else:
                unsaid = unsaid or words
    if "barred_list" in levels:
        levels.pop("enhanced", None)
    if len(levels) == 1:
        ((level_said, words),) = levels.items()
        found.say("dbs", level_said, words, "guess" if level_said == "none" else "plain")
    elif levels:
        found.ask(
            "dbs",
            f"The advert names more than one DBS check: {'; '.join(f'“{words}”' for words in levels.values())}. Which is it?",
        )
    elif unsaid:
        found.ask("dbs", f"Which DBS check is it? The advert says “{unsaid}”.")


def _demands(text: str, found: Findings) -> None:
    named: dict[str, str] = {}
    for sentence in sentences(text):
        if (lift := LIFT.search(sentence)) and not taken_back(sentence, lift.start()):
            named.setdefault(f"lifting {int(lift[1])}", around(sentence, lift.start(), lift.end(), 30))
        for demand, pattern in DEMANDS.items():
            mark = re.search(pattern, sentence, re.IGNORECASE)
            if mark and not taken_back(sentence, mark.start()):
                named.setdefault(demand, around(sentence, mark.start(), mark.end(), 30))
        if mark := UNMEASURED.search(sentence):
            found.ask(
                "demands",
                f"The advert says “{around(sentence, mark.start(), mark.end(), 20)}”. How many minutes a day, or how many kg?",
            )
    if named:
        found.say("demands", "; ".join(named), "; ".join(dict.fromkeys(named.values())), "guess")
        found.ask(
            "demands", "The list of what the work is like counts as complete once it is saved. Is there anything else?"
        )


def _skills(text: str, taxonomy: Taxonomy, found: Findings, *, listed: bool = False) -> None:
    needed: dict[str, str] = {}
    helpful: dict[str, str] = {}
    for sentence, kind in _asking(text) if not listed else ((each, "needed") for each in sentences(text)):
        into = helpful if kind == "helpful" or NICE.search(sentence) else needed
        held = [(start, end) for _, start, end in _named(sentence, taxonomy)]
        for key, _, start, end in _phrases(sentence, _skill_table(taxonomy)):
            if LIFT.search(sentence) or any(start < last and first < end for first, last in held):
                continue
            if not taken_back(sentence, start) and len(needed) + len(helpful) < MOST_SKILLS:
                into.setdefault(taxonomy.label(key), around(sentence, start, end, 25))
    for label in needed:
        helpful.pop(label, None)
    for column, listed_there in (("essential_skills", needed), ("desirable_skills", helpful)):
        if listed_there:
            found.say(column, "; ".join(listed_there), "; ".join(dict.fromkeys(listed_there.values())), "guess")


def _asking(text: str) -> Iterator[tuple[str, str]]:
    """The sentences in which an advert says what it asks for; a heading counts for the lines under it."""
    under = ""
    for sentence in sentences(text):
        heading = len(sentence) < 60 and not re.search(r"[.!?]$", sentence)
        if heading and NICE.search(sentence) and len(sentence.split()) <= 4:
            under = "helpful"
        elif heading and NOT_ASKED.search(sentence):
            under = ""
        elif heading and NEEDED.search(sentence) and len(sentence.split()) <= 6:
            under = "needed"
        if NEEDED.search(sentence) and not NOT_ASKED.search(sentence):
            yield sentence, "needed" if under != "helpful" else under
        elif under and not NOT_ASKED.search(sentence):
            yield sentence, under
        elif len(sentence) > 200:
            under = ""


def _phrases(sentence: str, table: dict[str, str]) -> Iterator[tuple[str, str, int, int]]:
    """(key, words, start, end) of what a table knows, the longest phrases first in each place, none within another."""
    tokens = list(re.finditer(r"[^\W_]+(?:[’'][^\W_]+)?[+#]*", sentence))
    at = 0
    while at < len(tokens):
        for length in range(min(LONGEST_PHRASE, len(tokens) - at), 0, -1):
            start, end = tokens[at].start(), tokens[at + length - 1].end()
            said = sentence[start:end]
            if not re.search(r"[.,;:()/]", said) and (key := table.get(form(said))):
                yield key, said, start, end
                at += length - 1
                break
        at += 1


@lru_cache(maxsize=4)
def _certificate_table(taxonomy: Taxonomy) -> dict[str, str]:
    """All but DBS certificates, which the column for that check names."""
    return {
        words: key
        for words, key in certificate_words(taxonomy).exact.items()
        if not DBS.search(taxonomy.certificate_label(key))
    }


@lru_cache(maxsize=4)
def _skill_table(taxonomy: Taxonomy) -> dict[str, str]:
    """The built-in phrases; ESCO's labels, among them single everyday words, would be found in every sentence."""
    return {words: key for words, key in skill_words(taxonomy).exact.items() if key in taxonomy.concepts}
