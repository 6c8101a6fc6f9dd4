"""Slots: their columns, and what must hold between them."""

from collections.abc import Callable, Iterator
from datetime import timedelta

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from employers import readers
from employers.clock import on_day, steady
from employers.columns import Column, Values
from employers.models import LINE, Agreement, Introduction, Slot, Vacancy
from employers.records import Broken, Kind
from employers.times.time_models import Absence
from employers.words import YES_NO
from matching import grammar

WHAT, WHEN, WHERE = "What it is for", "When", "Where, and with whom"

COLUMNS = (
    Column(
        "reference",
        "Reference",
        readers.reference,
        WHAT,
        "A short name for files, such as T014. It stays.",
        required=True,
    ),
    Column("agreement", "Agreement", readers.line, WHAT, attribute="agreement_reference", links_to=Agreement),
    Column("vacancy", "Vacancy", readers.line, WHAT, attribute="vacancy_reference", links_to=Vacancy),
    Column("starts_at", "Day and time", readers.moment, WHEN, "As 2027-01-14 10:30", "moment", required=True),
    Column("minutes", "Minutes for each person", readers.whole(1, 1440, "minutes"), WHEN, control="number"),
    Column("places", "People at that time", readers.whole(0, 100_000), WHEN, control="number"),
    Column("where", "Where", readers.line, WHERE, longest=LINE),
    Column("with_coordinator", "Is a coordinator there?", grammar.yes_no, WHERE, control="yes_no", choices=YES_NO),
)


def rules(values: Values) -> Iterator[Broken]:
    if values["agreement"] is None and values["vacancy"] is None:
        yield "vacancy", "say what the time is for; write an agreement, a vacancy or both"
    start = values["starts_at"]
    if not (steady(start) and steady(start + timedelta(minutes=values["minutes"] or 0))):
        yield "starts_at", "the clocks change then, so that the hour is skipped or comes twice; write another time"


def links(
    session: Session, values: Values, kept: Callable[[Session, str], int] = lambda _session, _reference: 0
) -> Iterator[Broken]:
    """A slot for both is for a vacancy of the employer with whom the agreement is; one with interviews in it stays as it is.

    `kept`: for how many a place in it is kept while they are asked; they read that time, too."""
    promised = session.scalar(select(Agreement.employer_reference).where(Agreement.reference == values["agreement"]))
    posted = session.scalar(select(Vacancy.employer_reference).where(Vacancy.reference == values["vacancy"]))
    if promised and posted and promised != posted:
        yield (
            "agreement",
            f"{values['agreement']} is with {promised}, but {values['vacancy']} is a vacancy of {posted}; correct one",
        )
    yield from _as_told(session, values, kept, posted or promised or "")


def _away(session: Session, values: Values, employer: str) -> Iterator[Broken]:
    day = values["starts_at"].date()
    away = select(Absence.id).where(
        Absence.employer_reference == employer, Absence.first_on <= day, day <= Absence.last_on
    )
    if session.scalar(away.limit(1)) is not None:
        yield (
            "starts_at",
            f"the employer is away on {on_day(day)} {day.year}; write another day, or take the days away back",
        )


def _as_told(session: Session, values: Values, kept: Callable[[Session, str], int], employer: str) -> Iterator[Broken]:
    """Who is booked was told when and for what. The row is held, so that nobody is booked while it changes."""
    columns = (Slot.starts_at, Slot.minutes, Slot.vacancy_reference, Slot.agreement_reference)
    query = select(*columns).where(Slot.reference == values["reference"]).with_for_update()
    before = session.execute(query).first()
    if before is None or before.starts_at != values["starts_at"]:
        yield from _away(session, values, employer)
    if before is None:
        return
    booked = session.scalar(select(func.count()).where(Introduction.slot_reference == values["reference"])) or 0
    asked = kept(session, values["reference"])
    if not (told := booked + asked):
        return
    people = "1 person is" if told == 1 else f"{told} people are"
    people += " booked" if not asked else " booked, or asked whether to come," if booked else " asked whether to come"
    for name, old in zip(("starts_at", "minutes", "vacancy", "agreement"), before, strict=True):
        if values[name] != old:
            yield name, f"{people} at that time; move or cancel the interview first, or offer another slot"
    if (1 if values["places"] is None else values["places"]) < told:
        yield "places", f"{people} at that time; write at least {told}, or cancel an interview first"


SLOTS = Kind("slot", "slots", Slot, COLUMNS, rules, links)
