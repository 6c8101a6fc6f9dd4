"""Slots: their columns, and what must hold between them."""

from collections.abc import Iterator

from sqlalchemy import select
from sqlalchemy.orm import Session

from employers import readers
from employers.columns import Column, Values
from employers.models import LINE, Agreement, Slot, Vacancy
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
    """A slot for both is for a vacancy of the employer with whom the agreement is."""
    if values["agreement"] is None or values["vacancy"] is None:
        return
    promised = session.scalar(select(Agreement.employer_reference).where(Agreement.reference == values["agreement"]))
    posted = session.scalar(select(Vacancy.employer_reference).where(Vacancy.reference == values["vacancy"]))
    if promised != posted:
        yield (
            "agreement",
            f"{values['agreement']} is with {promised}, but {values['vacancy']} is a vacancy of {posted}; correct one",
        )


SLOTS = Kind("slot", "slots", Slot, COLUMNS, rules, links)
