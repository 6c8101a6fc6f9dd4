"""Slots: their columns, and what must hold between them."""

from collections.abc import Iterator

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from employers import readers
from employers.columns import Column, Values
from employers.models import LINE, Agreement, Introduction, Slot, Vacancy
from employers.records import Broken, Kind
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


def links(session: Session, values: Values) -> Iterator[Broken]:
    """A slot for both is for a vacancy of the employer with whom the agreement is; one with interviews in it stays as it is."""
    yield from _same_employer(session, values)
    yield from _kept(session, values)


def _same_employer(session: Session, values: Values) -> Iterator[Broken]:
    if values["agreement"] is None or values["vacancy"] is None:
        return
    promised = session.scalar(select(Agreement.employer_reference).where(Agreement.reference == values["agreement"]))
    posted = session.scalar(select(Vacancy.employer_reference).where(Vacancy.reference == values["vacancy"]))
    if promised != posted:
        yield (
            "agreement",
            f"{values['agreement']} is with {promised}, but {values['vacancy']} is a vacancy of {posted}; correct one",
        )


def _kept(session: Session, values: Values) -> Iterator[Broken]:
    """Who is booked was told when and for what. The row is held, so that nobody is booked while it changes."""
    columns = (Slot.starts_at, Slot.minutes, Slot.vacancy_reference, Slot.agreement_reference)
    query = select(*columns).where(Slot.reference == values["reference"]).with_for_update()
    if (before := session.execute(query).first()) is None:
        return
    booked = session.scalar(select(func.count()).where(Introduction.slot_reference == values["reference"])) or 0
    if not booked:
        return
    people = "1 person is" if booked == 1 else f"{booked} people are"
    for name, old in zip(("starts_at", "minutes", "vacancy", "agreement"), before, strict=True):
        if values[name] != old:
            yield name, f"{people} booked at that time; move or cancel the interview first, or offer another slot"
    if (1 if values["places"] is None else values["places"]) < booked:
        yield "places", f"{people} booked at that time; write at least {booked}, or cancel an interview first"


SLOTS = Kind("slot", "slots", Slot, COLUMNS, rules, links)
