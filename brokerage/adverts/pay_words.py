"""Pay as adverts write it: `£12.60 per hour`, `£24,000 - £26,500 pa pro rata`. One pay is read; of several, a person says which."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from brokerage.adverts.advert import Findings, How
from brokerage.adverts.sentences import around, sentences
from employers.vacancies import HIGHEST_HOUR, HOURS_OF_A_YEAR, LOWEST_YEAR

Period = Literal["hour", "year", "month", "week", "day", ""]

_FIGURE = r"(\d{1,3}(?:,\d{3})+|\d{1,7})(\.\d{1,4})?\s?(k\b)?"
_QUALIFIED = r"\s*(?:\(?(?:gross|basic|base|fte|pro[ -]?rata|plus [a-z ]{1,20}|depending on [a-z ]{1,20})\)?,?\s*)?"
_PERIOD = (
    r"(?:(?:per|an?|each|every|/|p/|p\.?)\s?(?P<unit>hour|hr|h|annum|year|yr|a|month|mth|m|week|wk|w|day|shift|session)\b\.?"
    r"|\b(?P<word>hourly|annually|yearly|monthly|weekly|daily))"
)
PAY = re.compile(
    rf"£\s?{_FIGURE}(?:\s*(?:per (?:hour|annum)\s*)?(?:-|–|—|to|rising to|up to|and)\s*£?\s?{_FIGURE})?{_QUALIFIED}(?:{_PERIOD})?",
    re.IGNORECASE,
)
UNITS: dict[str, Period] = {
    "hour": "hour", "hr": "hour", "h": "hour", "hourly": "hour",
    "annum": "year", "annual": "year", "year": "year", "yr": "year", "a": "year", "annually": "year", "yearly": "year",
    "month": "month", "mth": "month", "m": "month", "monthly": "month",
    "week": "week", "wk": "week", "w": "week", "weekly": "week",
    "day": "day", "daily": "day", "shift": "day", "session": "day",
}  # fmt: skip
LABEL = re.compile(r"\b(?:salary|pay|paid|wages?|rate|remuneration|earn)\b", re.IGNORECASE)
BEFORE = re.compile(r"\b(hourly|annual|yearly|monthly|weekly|daily)\b", re.IGNORECASE)
NOT_PAY = re.compile(
    r"\b(?:bonus|vouchers?|refer(?:ral)?|discount|allowance|grant|funding|turnover|budget|relocation|gift|worth|sav(?:e|ings?)|"
    r"cashback|reward|overtime|expenses|mileage|fund|raised|commission|ote|contribution|towards|fee|cost|insurance|invest)\w*\b",
    re.IGNORECASE,
)
ANOTHER_RATE = re.compile(
    r"\b(?:actual|weekends?|sundays?|saturdays?|nights?|bank holidays?|enhanced|under \d\d|aged?|apprentice|training|probation)\b",
    re.IGNORECASE,
)
NO_FIGURE = re.compile(
    r"[^.;\n]{0,40}\b(?:competitive (?:salary|pay|rates?)|salary negotiable|negotiable salary|(?:national )?minimum wage|(?:real |national )?living wage|depending on experience|attractive (?:salary|package))\b[^.;\n]{0,40}",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Pay:
    low: float
    high: float | None
    period: Period
    words: str
    other: bool  # another rate beside the usual one: nights, under 21s, the part of a year that is worked


def read(text: str) -> Findings:
    """Says `pay_from`, `pay_to` and `pay_period`, or asks."""
    found = Findings()
    listed = list(dict.fromkeys(_listed(text)))
    usual = [each for each in listed if not each.other] or listed
    kept = {(each.low, each.high, each.period): each for each in reversed(usual)}
    hours, years = ([each for each in kept.values() if each.period == period] for period in ("hour", "year"))
    if len(hours) == 1 and (not years or _agree(hours[0], years)):
        _say(hours[0], found)
    elif len(years) == 1 and not hours:
        _say(years[0], found)
    elif hours or years:
        said = "; ".join(f"“{each.words}”" for each in [*hours, *years][:4])
        found.ask("pay_from", f"The advert names more than one pay: {said}. Which is it?")
    elif kept:
        _without_period(next(reversed(kept.values())), found)
    elif vague := NO_FIGURE.search(text):
        found.ask("pay_from", f"Of pay the advert says only “{' '.join(vague[0].split())}”. What is it in pounds?")
    return found


def figures(text: str) -> set[float]:
    """The amounts in pounds in some words, whatever they are for."""
    return {
        _amount(match[at], match[at + 1], match[3] or match[6])
        for match in PAY.finditer(text[:300])
        for at in (1, 4)
        if match[at]
    }


def _without_period(pay: Pay, found: Findings) -> None:
    if pay.period:
        found.ask(
            "pay_from", f"The pay is for a {pay.period}: “{pay.words}”. What is it for an hour, or a full-time year?"
        )
    elif pay.low >= 10 * LOWEST_YEAR:
        _say(Pay(pay.low, pay.high, "year", pay.words, pay.other), found, sure=False)
    elif 5 <= pay.low <= 60:
        _say(Pay(pay.low, pay.high, "hour", pay.words, pay.other), found, sure=False)
    else:
        found.ask("pay_from", f"The advert says “{pay.words}”, and not for how long. Is it for an hour or a year?")


def _say(pay: Pay, found: Findings, *, sure: bool = True) -> None:
    up_to = re.search(r"\bup to\s*$", pay.words.partition("£")[0], re.IGNORECASE)
    unlikely = pay.low < LOWEST_YEAR if pay.period == "year" else pay.low > HIGHEST_HOUR
    if (up_to and pay.high is None) or unlikely or (pay.high is not None and pay.high < pay.low):
        found.ask(
            "pay_from", f"The advert says “{pay.words}”. Where does the pay begin, and is it for an hour or a year?"
        )
        return
    how: How = "plain" if sure and not pay.other else "guess"
    found.say("pay_from", f"{pay.low:.10g}", pay.words, how)
    if pay.high is not None and pay.high > pay.low:
        found.say("pay_to", f"{pay.high:.10g}", pay.words, how)
    found.say("pay_period", pay.period, pay.words, how)


def _listed(text: str) -> Iterator[Pay]:
    """Every amount that is for a time, or stands in a sentence about pay."""
    for sentence in sentences(text):
        about_pay = LABEL.search(sentence)
        for match in PAY.finditer(sentence) if "£" in sentence else ():
            pay = _pay(sentence, match)
            if pay is not None and (pay.period or about_pay):
                yield pay


def _pay(sentence: str, match: re.Match[str]) -> Pay | None:
    """None where the words next to it, up to the amounts around it, say that it is a bonus, a voucher or the like."""
    before = sentence[max(0, match.start() - 45) : match.start()].rpartition("£")[2]
    after = sentence[match.end() : match.end() + 30].partition("£")[0]
    low = _amount(match[1], match[2], match[3] or match[6])
    if NOT_PAY.search(before) or NOT_PAY.search(after) or not low:
        return None
    high = _amount(match[4], match[5], match[6]) if match[4] else None
    unit = (match["unit"] or match["word"] or "").lower()
    if not unit and (said_first := BEFORE.search(before)):
        unit = said_first[1].lower()
    other = bool(ANOTHER_RATE.search(before) or ANOTHER_RATE.search(after))
    return Pay(low, high or None, UNITS.get(unit, ""), around(sentence, match.start(), match.end(), 24), other)


def _agree(hour: Pay, years: list[Pay]) -> bool:
    return all(abs(each.low / HOURS_OF_A_YEAR / hour.low - 1) < 0.03 for each in years)


def _amount(whole: str, part: str | None, thousands: str | None) -> float:
    figure = float(whole.replace(",", "") + (part or ""))
    return figure * 1000 if thousands and figure < 1000 else figure
