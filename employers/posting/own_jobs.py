"""A vacancy as its own employer writes it: the columns that are his to say, his own agreements, and pay that the law allows."""

from collections.abc import Callable, Collection, Iterator
from dataclasses import replace
from datetime import date

from employers.agreement_life import over
from employers.clock import on_day
from employers.columns import Values
from employers.models import Agreement
from employers.records import Broken, Kind
from employers.vacancies import HOURS_OF_A_YEAR, VACANCIES
from employers.words import AGREEMENT_KINDS
from matching.policy import MinimumWage
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
MinimumRates = Callable[[date], MinimumWage]  # the minimum wages of that day, in pounds an hour


def own_form(agreements: Collection[Agreement], kept: str | None, today: date, rates: MinimumRates) -> Kind:
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

    trials = {each.reference for each in agreements if each.kind == "job_trial"}

    def rules(values: Values) -> Iterator[Broken]:
        yield from VACANCIES.rules(values)
        yield from lawful_pay(values, today, rates)
        yield from real_job(values, values["agreement"] in trials)

    return replace(VACANCIES, columns=named, rules=rules)


def lawful_pay(values: Values, today: date, rates: MinimumRates) -> Iterator[Broken]:
    """Pay below the minimum wage in force on the day it would begin: the adult one, for an apprenticeship an apprentice's.

    Of a contract that is not known yet only the lowest rate of all is sure."""
    pay, begins = values["pay_from"], max(values["starts_on"] or today, today)
    if pay is None:
        return
    hour, wage, contract = (
        pay / (HOURS_OF_A_YEAR if values["pay_period"] == "year" else 1),
        rates(begins),
        values["contract"],
    )
    least = wage.lowest if contract in (None, "apprenticeship") else wage.adult
    if round(hour, 4) >= least:
        return
    since = f"{on_day(wage.since)} {wage.since.year}"
    under = f"£{hour:.2f} an hour is under the lowest lawful rate of £{least:.2f} {_owed_to(contract)} from {since}"
    yield "pay_from", f"{under}; write at least that, or leave it empty until it is settled"


def real_job(values: Values, trial: bool) -> Iterator[Broken]:
    """A job trial is for a job that there is."""
    if trial and values["contract"] is None and values["pay_from"] is None:
        yield "pay_from", "a job trial is for a real job; say what it pays or which contract it is"


def _owed_to(contract: str | None) -> str:
    match contract:
        case None:
            return "for apprentices and under 18"
        case "apprenticeship":
            return "for apprentices"
        case _:
            return "for everybody from 21"


def _one_of(references: Collection[str]) -> Callable[[str], str]:
    """Reads one of the employer's own: another's looks like one that is not there."""

    def read(text: str) -> str:
        if text not in references:
            raise Unreadable("choose one of those listed")
        return text

    return read


def _promise(agreement: Agreement) -> str:
    until = agreement.ring_fenced_until
    fenced = f", kept for people of the programme until {on_day(until)} {until.year}" if until else ""
    return f"Yes, {AGREEMENT_KINDS[agreement.kind].lower()}{fenced} ({agreement.reference})"
