"""Would this job leave somebody better off? Asked and answered on one page, between a keyworker and the own person; nothing of it is kept."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, fields
from datetime import date
from functools import cache
from re import fullmatch
from typing import Any, NamedTuple, TypeVar

from flask import render_template, request, url_for

from brokerage import settings, shortlists
from brokerage.fits.questions import first_name
from brokerage.pages.matches import pair
from brokerage.pages.people import mine, trail
from brokerage.pages.suitability import pages
from employers.columns import Refused
from employers.db import reading
from matching import better_off
from matching.benefit_tables import Amounts
from matching.better_off import Costs, Estimate, Household, LineName, Month, MonthName, Work, pounds
from matching.pair import Pair

__all__ = ["pages"]  # the addresses of people, this one among them

ROWS: tuple[tuple[str, tuple[LineName, ...], bool], ...] = (  # what a row is called, its lines, whether it is a sum
    ("Pay before tax", ("pay",), False),
    ("Income tax", ("tax",), False),
    ("National Insurance", ("insurance",), False),
    ("Take-home pay", ("pay", "tax", "insurance"), True),
    ("Other take-home pay", ("other_pay",), False),
    ("Universal Credit before earnings", ("credit",), False),
    ("Towards childcare", ("childcare_back",), False),
    ("Taken off for earnings", ("taken",), False),
    ("Universal Credit", ("credit", "childcare_back", "taken"), True),
    ("Childcare", ("childcare",), False),
    ("Travel to work", ("travel",), False),
    ("Rent", ("rent",), False),
    ("What remains", (), True),
)
NAMES: dict[MonthName, str] = {"worst": "Worst", "typical": "Typical", "best": "Best"}


class Question(NamedTuple):
    """A number that is asked: its unit, the most it can be, and what it is where nothing is written (None: not known)."""

    label: str
    hint: str
    unit: str = "£ a month"
    most: float = 100_000
    blank: float | None = 0.0


NUMBERS: dict[str, Question] = {
    "children": Question("Children that Universal Credit counts", "", "children", 20),
    "rent": Question("Rent", "What is paid to the landlord."),
    "housing": Question("For housing in the award", "From the statement. Blank: the whole rent.", blank=None),
    "other_amounts": Question("Other amounts in the award", "One figure from the statement. What for is not asked."),
    "other_pay": Question("Other take-home pay", "Of anybody in the household, where it goes on."),
    "pay_from": Question("Pay, at least", "", "£ an hour", 1000, None),
    "pay_to": Question("Pay, at most", "Blank: no more than that.", "£ an hour", 1000, None),
    "hours_guaranteed": Question("Guaranteed", "", "hours a week", 168, None),
    "hours_typical": Question("Usual", "Blank: as guaranteed.", "hours a week", 168, None),
    "weeks": Question("Paid", "", "weeks a year", 52, 52.0),
    "travel_week": Question("Fares or fuel", "", "£ a week", 10_000),
    "childcare": Question("Childcare", "With this job, before any comes back."),
    "children_in_childcare": Question("Children in childcare", "", "children", 20, 1.0),
}
Told = TypeVar("Told", Household, Work, Costs)
WHOLE = ("children", "children_in_childcare")
CHOICES = ("couple", "over_25")
TICKS = ("first_child_before_2017", "work_allowance")


@dataclass(frozen=True, slots=True)
class Row:
    """One row of the table; `texts` are how its amounts come about, each with the months it is of."""

    label: str
    cells: tuple[str, ...]
    total: bool
    texts: tuple[tuple[str, str], ...]


@pages.route("/<reference>/check/<vacancy>/better-off", methods=["GET", "POST"])
def work_out(reference: str, vacancy: str) -> str | tuple[str, int]:
    """The questions; with the estimate under them once they are answered. A POST, so that no address holds an answer."""
    today = date.today()
    with reading() as session:
        person, job = pair(session, reference, vacancy)
        mine(session, reference)
        typed = {**_from_vacancy(shortlists.pair_of(person, job, today)), **request.form.to_dict()}
        errors, made = _worked_out(typed, today) if request.method == "POST" else ({}, None)
        page = render_template(
            "people/better_off.html",
            person=person,
            name=first_name(person),
            job=job,
            typed=typed,
            errors=errors,
            questions=NUMBERS,
            estimate=made,
            rows=list(_rows(made)) if made else [],
            months=[(named, month.text) for named, month in _shown(made)] if made else [],
            answers=[_answer(made, *each) for each in _shown(made)] if made else [],
            mark=better_off.MARK,
            leaves_out=better_off.LEAVES_OUT,
            trail=[*trail(person), (job.title, url_for(".check", reference=reference, vacancy=vacancy))],
        )
    return (page, 422) if errors else page


@cache
def amounts() -> Amounts:
    """The tables of this process's settings."""
    return Amounts.of(settings.load().better_off)


def _from_vacancy(looked: Pair) -> dict[str, str]:
    """What the vacancy says, to begin with. A term-time job pays for its weeks and the leave that goes with them."""
    job = looked.job
    weeks = looked.policy.schedule.term_weeks + amounts().leave_weeks if job.term_time_only else 52
    known = {"pay_from": job.pay_from, "pay_to": job.pay_to}
    hours = {"hours_guaranteed": job.hours_guaranteed, "hours_typical": job.hours_typical, "weeks": weeks}
    return {name: f"{value:.2f}" for name, value in known.items() if value is not None} | {
        name: f"{value:g}" for name, value in hours.items() if value is not None
    }


def _worked_out(typed: Mapping[str, str], today: date) -> tuple[dict[str, str], Estimate | None]:
    """({field: sentence}, None) where something cannot be read."""
    errors: dict[str, str] = {}
    facts: dict[str, Any] = {name: typed.get(name) == "yes" for name in (*CHOICES, *TICKS)}
    if typed.get("couple") not in ("yes", "no"):
        errors["couple"] = "Say whether the claim is with a partner."
    if typed.get("over_25") not in ("yes", "no"):
        errors["over_25"] = "Say whether somebody on the claim is 25 or over."
    for name, question in NUMBERS.items():
        try:
            facts[name] = _number(typed.get(name, ""), question, whole=name in WHOLE)
        except Refused as refused:
            errors[name] = str(refused)
    if not errors and facts["pay_to"] is not None and facts["pay_to"] < (facts["pay_from"] or 0.0):
        errors["pay_to"] = "Pay, at most: this is less than the least. Change one of the two."
    if errors:
        return errors, None
    return {}, better_off.estimate(
        _told(Household, facts), _told(Work, facts), _told(Costs, facts), amounts(), on=today
    )


def _told(kind: type[Told], facts: Mapping[str, Any]) -> Told:
    return kind(**{field.name: facts[field.name] for field in fields(kind)})


def _number(text: str, question: Question, *, whole: bool) -> Any:
    plain = text.strip().removeprefix("£").replace(",", "")
    if not plain:
        return question.blank if question.blank is None or not whole else int(question.blank)
    unit = question.unit.replace("£", "pounds")
    if not fullmatch(r"[0-9]{1,9}" if whole else r"[0-9]{1,9}(\.[0-9]*)?", plain):
        example = "2" if whole else "12.50"
        raise Refused(f"{question.label}: we read “{text}”. Write {unit}, such as {example}.")
    value = int(plain) if whole else float(plain)
    if value > question.most:
        raise Refused(f"{question.label}: we read “{text}”. Write {unit}, from 0 to {question.most:,g}.")
    return value


def _shown(made: Estimate) -> list[tuple[str, Month]]:
    """The months by name; one where all three are the same."""
    if len(made.months) == 3 and len({month.lines for month in made.months}) == 1:
        return [("Any month", made.months[0])]
    return [(f"{NAMES[month.name]} month", month) for month in made.months]


def _rows(made: Estimate) -> Iterator[Row]:
    """What any of the months has; a row of nothing but zeros is left out, sums stay."""
    shown = [("Now", made.now), *_shown(made)]
    for label, names, total in ROWS:
        found = [month.sum(*names) for _, month in shown]
        if total or any(found):
            yield Row(
                label,
                tuple(pounds(each) if each else "£0" for each in found),
                total,
                () if total else tuple(_texts(shown, names[0])),
            )
    more = [made.more(month) for _, month in shown[1:]]
    yield Row("More than now", ("", *(f"{'+' if each > 0 else ''}{pounds(each)}" for each in more)), True, ())


def _texts(shown: Sequence[tuple[str, Month]], name: LineName) -> Iterator[tuple[str, str]]:
    """How a line comes about: once where it is the same in all months, else with the months that it is of."""
    said: dict[str, list[str]] = {}
    for named, month in shown:
        for line in month.lines:
            if line.name == name and (line.pounds or month.name != "now"):
                said.setdefault(line.text, []).append(named)
    for text, of in said.items():
        yield ("" if len(said) == 1 else f"{', '.join(of)}: "), text


def _answer(made: Estimate, named: str, month: Month) -> tuple[str, str]:
    """One month in two sentences: against now, and whether rent and what goes with work are covered."""
    more, left = made.more(month), month.left
    against = "the same as" if not more else f"about £{abs(more):,.0f} {'more' if more > 0 else 'less'} than"
    covered = (
        f"Pay and Universal Credit cover rent, childcare and travel, with £{left:,.0f} over for everything else."
        if left >= 0
        else f"Pay and Universal Credit are £{-left:,.0f} short of rent, childcare and travel."
    )
    return f"{named}: {against} now.", covered
