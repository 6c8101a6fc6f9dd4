"""A vacancy as its own employer writes it: the columns that are his to say, his own agreements, and pay that the law allows."""

from collections.abc import Callable, Collection, Iterable, Iterator
from dataclasses import replace
from datetime import date

from employers.agreement_life import over
from employers.clock import on_day
from employers.columns import Values
from employers.models import Agreement
from employers.records import Broken, Kind
from employers.vacancies import HOURS_OF_A_YEAR, VACANCIES
from employers.words import AGREEMENT_KINDS
from matching.week import Unreadable

OURS = frozenset({"reference", "employer", "occupation", "sector", "latitude", "longitude"})  # the brokerage's to write
OWN = tuple(column.name for column in VACANCIES.columns if column.name not in OURS)
LABELS = {
    "agreement": ("Is it part of what you promised?", ""),
    "title": ("Name of the job", "As you call it"),
    "places": ("How many people are you looking for?", ""),
    "negotiable": (
        "What could you move?",
        "As start 60; finish 30; days 1; hours 8: minutes, minutes, days, hours a week. none if nothing could.",
    ),
    "adjustable": ("What of that would you adjust?", ""),
    "closes_on": ("Last day to put people forward", ""),
}
LowestRate = Callable[[date], float]  # the lowest lawful pay of that day, in pounds an hour


def own_form(agreements: Iterable[Agreement], kept: str | None, today: date, lowest: LowestRate) -> Kind:
    """The vacancies' columns as an employer fills them in. `kept` is the agreement under which the vacancy stands by now."""
    choices = {each.reference: _promise(each) for each in agreements if not over(each, today) or each.reference == kept}
    columns = tuple(
        replace(column, control="one", choices=choices, read=_one_of(choices), links_to=None)
        if column.name == "agreement"
        else column
        for column in VACANCIES.columns
    )
    named = tuple(
        replace(column, label=LABELS[column.name][0], hint=LABELS[column.name][1]) if column.name in LABELS else column
        for column in columns
    )

    def rules(values: Values) -> Iterator[Broken]:
        yield from VACANCIES.rules(values)
        yield from lawful_pay(values, today, lowest)

    return replace(VACANCIES, columns=named, rules=rules)


def lawful_pay(values: Values, today: date, lowest: LowestRate) -> Iterator[Broken]:
    """Pay below the lowest rate in force on the day it would begin."""
    pay, begins = values["pay_from"], max(values["starts_on"] or today, today)
    if pay is None:
        return
    hour, least = pay / (HOURS_OF_A_YEAR if values["pay_period"] == "year" else 1), lowest(begins)
    if round(hour, 4) < least:
        under = f"£{hour:.2f} an hour is under the lowest lawful rate of £{least:.2f}"
        yield "pay_from", f"{under}; write at least that, or leave it empty and talk to us"


def _one_of(references: Collection[str]) -> Callable[[str], str]:
    """Reads one of the employer's own: another's looks like one that is not there."""

    def read(text: str) -> str:
        if text not in references:
            raise Unreadable("choose one of those listed")
        return text

    return read


def _promise(agreement: Agreement) -> str:
    fenced = f" until {on_day(agreement.ring_fenced_until)}" if agreement.ring_fenced_until else ""
    return f"Yes, under {agreement.reference}: {AGREEMENT_KINDS[agreement.kind].lower()}{fenced}"
