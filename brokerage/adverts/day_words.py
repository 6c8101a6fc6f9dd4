"""Days as adverts write them: `Closing date: Friday 28 November 2026`, `apply by 28/11/2026`, `start 5th January`."""

import re
from datetime import date

from brokerage.adverts.advert import Findings
from brokerage.adverts.sentences import around, sentences

MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_MONTH = r"(jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)\b\.?"
DAY = re.compile(
    rf"\b(\d{{1,2}})(?:st|nd|rd|th)?\s+(?:of\s+)?{_MONTH}(?:,?\s+(\d{{4}}))?"
    rf"|\b{_MONTH}\s+(\d{{1,2}})(?:st|nd|rd|th)?\b(?:,?\s+(\d{{4}}))?"
    r"|\b(\d{1,2})[/.](\d{1,2})[/.](\d{4}|\d{2})\b|\b(\d{4})-(\d\d)-(\d\d)\b",
    re.IGNORECASE,
)
CLOSES = re.compile(
    r"\b(?:clos(?:es|ing)(?: date)?|deadline|appl(?:y|ications?)(?: \w+){0,5} (?:by|before)|(?:last|final) (?:day|date)(?: to apply| for applications)?|expires?|(?:open|advertised) until)\b",
    re.IGNORECASE,
)
STARTS = re.compile(r"\b(?:start(?:s|ing)?(?: date)?|commenc(?:es|ing)|begin(?:s|ning)?)\b", re.IGNORECASE)
NEAR = 45  # characters between the word and its date


def read(text: str, today: date) -> Findings:
    """Says `closes_on` and `starts_on`. `today`: a date without a year is the next such day from then."""
    found = Findings()
    for word, column in ((CLOSES, "closes_on"), (STARTS, "starts_on")):
        days: dict[date, tuple[str, bool]] = {}
        for sentence in sentences(text):
            for said in word.finditer(sentence):
                after = DAY.search(sentence, said.end(), min(len(sentence), said.end() + NEAR + 25))
                if after is None or after.start() > said.end() + NEAR:
                    continue
                day, sure = _day(after, today)
                if day is not None:
                    days.setdefault(day, (around(sentence, said.start(), after.end(), 10), sure))
        if len(days) == 1:
            ((day, (words, sure)),) = days.items()
            found.say(column, day.isoformat(), words, "plain" if sure else "guess")
        elif days:
            said_days = "; ".join(f"“{words}”" for words, _ in days.values())
            found.ask(column, f"The advert names more than one day: {said_days}. Which is it?")
    return found


def _day(found: re.Match[str], today: date) -> tuple[date | None, bool]:
    """The day and whether its year was said."""
    if found[1]:
        day, month, year = int(found[1]), _month(found[2]), found[3]
    elif found[4]:
        day, month, year = int(found[5]), _month(found[4]), found[6]
    elif found[7]:
        day, month, year = int(found[7]), int(found[8]), found[9]
    else:
        day, month, year = int(found[12]), int(found[11]), found[10]
    try:
        if year:
            return date(int(year) + (2000 if len(year) == 2 else 0), month, day), True
        this = date(today.year, month, day)
        return (this if this >= today else date(today.year + 1, month, day)), False
    except ValueError:
        return None, False


def _month(word: str) -> int:
    return MONTHS.index(word[:3].lower()) + 1
