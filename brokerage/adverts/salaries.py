"""What a JobPosting says of pay: pounds for an hour or a full-time year. Any other period is asked about, never converted."""

from dataclasses import dataclass
from typing import Any

from brokerage.adverts import pay_words, values
from brokerage.adverts.advert import Findings
from employers.vacancies import HIGHEST_HOUR, LOWEST_YEAR

PERIODS = {"hour": "hour", "hourly": "hour", "year": "year", "yearly": "year", "annual": "year", "annum": "year"}
OTHERS = {"day": "day", "daily": "day", "week": "week", "weekly": "week", "month": "month", "monthly": "month"}


@dataclass(frozen=True, slots=True)
class Pay:
    low: float | None
    high: float | None
    unit: str
    currency: str
    words: str

    @property
    def said(self) -> str:
        unit = self.unit.lower()
        period = f"{'an' if unit == 'hour' else 'a'} {unit}" if unit else ""
        return self.words or " ".join(filter(None, (_figures(self), period)))


def read(salary: Any, found: Findings) -> None:
    """Says `pay_from`, `pay_to` and `pay_period` where they are stated, or asks."""
    listed = [made for each in values.each(salary) if (made := _pay(each)) is not None]
    distinct = list(dict.fromkeys((each.low, each.high, each.unit) for each in listed))
    if len(distinct) > 1:
        found.ask(
            "pay_from", f"More than one pay is stated: {'; '.join(each.said for each in listed[:5])}. Which is it?"
        )
    elif listed:
        _say(listed[0], found)


def _say(pay: Pay, found: Findings) -> None:
    if doubt := _without_figure(pay) or _not_for_ours(pay) or _contradiction(pay):
        found.ask("pay_from", doubt)
        return
    found.say("pay_from", f"{pay.low:.10g}", pay.said, "stated")
    if pay.high is not None and pay.high != pay.low:
        found.say("pay_to", f"{pay.high:.10g}", pay.said, "stated")
    found.say("pay_period", PERIODS[pay.unit.casefold()], pay.said, "stated")


def _without_figure(pay: Pay) -> str:
    if pay.low is None and pay.high is None:
        return f"Of pay the advert says “{pay.words}”. What is it in pounds?"
    return f"The pay is stated as up to {pay.said}. Where does it begin?" if pay.low is None else ""


def _not_for_ours(pay: Pay) -> str:
    """Money or a period that a vacancy has no column for."""
    unit = pay.unit.casefold()
    if pay.currency and pay.currency.upper() != "GBP":
        return f"The pay is stated in {pay.currency}: {pay.words or _figures(pay)}. What is it in pounds?"
    if unit in OTHERS:
        return f"The pay is stated for a {OTHERS[unit]}: {pay.said}. What is it for an hour, or a full-time year?"
    if unit not in PERIODS:
        return f"The pay is {pay.said}, and for how long is not said. Is it for an hour or a full-time year?"
    return ""


def _contradiction(pay: Pay) -> str:
    low, high, period = pay.low or 0.0, pay.high, PERIODS[pay.unit.casefold()]
    if high is not None and high < low:
        return f"The pay is stated from £{low:,g} to £{high:,g}, which is less. Which is right?"
    in_words = pay_words.figures(pay.words)
    if in_words and low not in in_words:
        return f"The pay is stated as {_figures(pay)} for a {period}, and in words as “{pay.words}”. Which is right?"
    if low < LOWEST_YEAR if period == "year" else low > HIGHEST_HOUR:
        return f"The pay is stated as {pay.said}. Is it for an hour or for a year?"
    return ""


def _pay(salary: Any) -> Pay | None:
    """The amount in a MonetaryAmount, in its QuantitativeValue, or alone."""
    outer = salary if isinstance(salary, dict) else {"value": salary}
    inner = next((one for one in values.each(outer.get("value")) if isinstance(one, dict)), outer)
    low, high = (_first_number(name, inner, outer) for name in ("minValue", "maxValue"))
    alone = (
        inner.get("value")
        if inner is not outer or not isinstance(outer.get("value"), list)
        else next(values.each(outer["value"]), None)
    )
    if low is None and high is None:
        low = _positive(values.number(alone))
    said = values.text(alone) if isinstance(alone, str) and values.number(alone) is None else ""
    unit = values.text(inner.get("unitText")) or values.text(outer.get("unitText"))
    currency = values.text(outer.get("currency")) or values.text(inner.get("currency"))
    if low is None and high is None and not said:
        return None
    return Pay(low, high, unit, currency, said)


def _figures(pay: Pay) -> str:
    amounts = [each for each in dict.fromkeys((pay.low, pay.high)) if each is not None]
    return " to ".join(f"£{each:,.0f}" if each == int(each) else f"£{each:,.2f}" for each in amounts)


def _first_number(name: str, *records: dict[str, Any]) -> float | None:
    return next((found for each in records if (found := _positive(values.number(each.get(name)))) is not None), None)


def _positive(value: float | None) -> float | None:
    return value if value is not None and value > 0 else None
