"""The words of an advert as a suggested reading: every field with the words it stands on, for a person to confirm.

Patterns, no model: the same words always give the same reading, an order to a machine in them is words like any other,
and what is not plainly there stays blank with a question.
"""

import re
from collections.abc import Collection
from dataclasses import replace
from datetime import date
from hashlib import sha256

from brokerage.adverts import asked_words, day_words, pay_words, week_words
from brokerage.adverts.advert import Advert, Findings
from brokerage.adverts.plain import cut, line, readable
from brokerage.adverts.sentences import around, sentences, taken_back
from employers import readers
from matching.taxonomy import Taxonomy
from matching.week import Unreadable

LONGEST_TITLE = 90  # characters; a longer first line is a sentence
POSTCODE = re.compile(r"\b([A-Z]{1,2}\d[A-Z\d]?)\s?(\d[A-Z]{2})\b")
NOT_THERE = re.compile(
    r"\b(?:head office|registered office|write to|send (?:your|a) cv|by post|invoice|interviews? (?:will|are|at))\b",
    re.IGNORECASE,
)
WORKPLACE = re.compile(
    r"\b(?:location|place of work|based (?:at|in)|site|where|workplace|address|postcode)\b", re.IGNORECASE
)
TITLE = re.compile(
    r"^(?:job title|title|position|post|role|vacancy|job)\s*[:–-]\s*(\S.{1,120})$", re.IGNORECASE | re.MULTILINE
)
EMPLOYER = re.compile(
    r"^(?:employer|company|organisation|organization|business)\s*[:–-]\s*(\S.{1,120})$", re.IGNORECASE | re.MULTILINE
)
NO_TITLE = re.compile(
    r"\b(?:we are|we're|are you|looking for|apply|vacanc(?:y|ies)|job description|closing|salary|hours)\b|[.!?]$|£|https?://|@",
    re.IGNORECASE,
)
PLACES = re.compile(
    r"\b(?:(\d{1,2})|(two|three|four|five|six|eight|ten)) (?:x )?(?:posts?|positions?|vacancies|openings|places) (?:are )?(?:available|to fill)\b",
    re.IGNORECASE,
)
COUNTS = {"two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "eight": 8, "ten": 10}
HOME = (
    (
        "some",
        re.compile(
            r"\bhybrid\b|\b(?:some|partly|part of the week|\d days?(?: a week)?) (?:working )?(?:from|at) home\b",
            re.IGNORECASE,
        ),
    ),
    (
        "all",
        re.compile(
            r"\b(?:fully|100%|entirely) (?:remote|home[ -]based)\b|\b(?:work(?:ing)? from home|home[ -]based (?:role|job|position))\b",
            re.IGNORECASE,
        ),
    ),
)
_JOB = r"(?:contract|position|post|role|job|employment|basis|vacancy|appointment|staff|worker)"
CONTRACTS = {
    "permanent": rf"\bpermanent\b(?=[^.;\n]{{0,40}}\b{_JOB})|\b(?:contract|job|employment|position|vacancy)(?: type| term)?s?\s*[:–-][^\n]{{0,30}}\bpermanent\b|^permanent\b|\bpermanent,? (?:full|part)",
    "fixed_term": r"\bfixed[ -]?term\b|\bmaternity cover\b|\b\d{1,2}[ -]months?['’]? contract\b",
    "temporary": rf"\btemporary\b(?=[^.;\n]{{0,30}}\b{_JOB})|\b(?:contract|job|employment)(?: type)?s?\s*[:–-][^\n]{{0,30}}\btemporary\b",
    "casual": rf"\bzero[ -]hours?\b|\bcasual (?:{_JOB}|work|basis)|\bbank (?:{_JOB}|work)",
    "apprenticeship": r"\b(?:this|an?|our) (?:\w+ ){0,4}apprenticeship\b|^[^\n]{0,60}\bapprentice(?:ship)?\b",
}  # fmt: skip


def read(text: str, taxonomy: Taxonomy, today: date, without: Collection[str] = ()) -> Findings:
    """What the words say, but for the columns that are known already. `today` gives a year to dates that have none."""
    found = Findings()
    if "title" not in without:
        _title(text, found)
    found.add(hours_and_times(text, stated=False))
    for part in (pay_words.read(text), day_words.read(text, today), asked_words.read(text, taxonomy)):
        found.add(part)
    _place(text, found)
    _contract(text, found)
    _places(text, found)
    return found


def pasted(text: str, taxonomy: Taxonomy, today: date, *, url: str = "") -> Advert:
    """An advert that somebody pasted, or a page without data of its own."""
    words = readable(text)
    if len(words) < 20:
        return Advert(text=words, unread="There are hardly any words in it. Paste the whole advert.")
    found = read(words, taxonomy, today)
    named = EMPLOYER.search(words)
    whole = " ".join(words.casefold().split())
    key = f"words {sha256(whole.encode()).hexdigest()}"
    return Advert(key, url, line(named[1]) if named else "", None, found.said, tuple(found.questions), words)


def hours_and_times(text: str, *, stated: bool = True) -> Findings:
    """Hours, days and times. `stated`: the words come from a field of the advert's own for them."""
    found = week_words.read(text)
    if stated:
        found.said = {
            column: replace(said, how="stated") if said.how == "plain" else said for column, said in found.said.items()
        }
    return found


def wanted(text: str, taxonomy: Taxonomy) -> Findings:
    """Certificates and skills in a field of the advert's own for them."""
    return asked_words.wanted(text, taxonomy)


def postcodes(text: str) -> list[str]:
    """The full postcodes in a text, each once."""
    return list(dict.fromkeys(code for code, _, _ in _postcodes(text)))


def _postcodes(text: str) -> list[tuple[str, int, int]]:
    found = []
    for match in POSTCODE.finditer(text):
        try:
            found.append((readers.postcode(match[0]), match.start(), match.end()))
        except Unreadable:
            continue
    return found


def _title(text: str, found: Findings) -> None:
    if labelled := TITLE.search(text):
        found.say("title", cut(line(labelled[1]), 250), labelled[0], "plain")
        return
    first = text.partition("\n")[0]
    if 3 <= len(first) <= LONGEST_TITLE and not NO_TITLE.search(first):
        found.say("title", first, first, "guess")
    else:
        found.ask("title", "What is the job called? The advert does not begin with its title.")


def _place(text: str, found: Findings) -> None:
    listed: dict[str, tuple[str, bool]] = {}
    for sentence in sentences(text):
        here = [] if NOT_THERE.search(sentence) else _postcodes(sentence)
        is_there = bool(here) and bool(WORKPLACE.search(sentence))
        for code, start, end in here:
            listed.setdefault(code, (around(sentence, start, end, 30), is_there))
    labelled = {code: words for code, (words, is_there) in listed.items() if is_there}
    if len(labelled or listed) == 1:
        code = next(iter(labelled or listed))
        found.say("postcode", code, listed[code][0], "plain" if labelled else "guess")
    elif listed:
        found.ask(
            "postcode",
            f"The advert names several postcodes: {', '.join(list(listed)[:6])}. Which is the place of work?",
        )
    for value, pattern in HOME:
        if (mark := pattern.search(text)) and not taken_back(text, mark.start()):
            found.say("home_working", value, around(text, mark.start(), mark.end(), 30), "guess")


def _contract(text: str, found: Findings) -> None:
    named: dict[str, str] = {}
    for contract, pattern in CONTRACTS.items():
        for mark in re.finditer(pattern, text, re.IGNORECASE | (re.MULTILINE if contract == "permanent" else 0)):
            if not taken_back(text, mark.start()):
                named.setdefault(contract, line(around(text, mark.start(), mark.end(), 30)))
                break
    if len(named) == 1:
        ((contract, words),) = named.items()
        found.say("contract", contract, words, "plain")
    elif named:
        found.ask(
            "contract",
            f"The advert speaks of {' and '.join(f'“{words}”' for words in named.values())}. Which contract is it?",
        )


def _places(text: str, found: Findings) -> None:
    if mark := PLACES.search(text):
        count = int(mark[1]) if mark[1] else COUNTS[mark[2].lower()]
        if count:
            found.say("places", str(count), mark[0], "plain")
