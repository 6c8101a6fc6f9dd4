"""All employers at their stage, with what is open between them and us."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from sqlalchemy import case, func, or_, select
from sqlalchemy.orm import Session, selectinload

from brokerage.ledger import visits
from brokerage.ledger.models import LedgerEntry, LedgerPromise, PlannedVisit
from brokerage.ledger.stages import OFFERED, Contacts, Standing, standing
from brokerage.settings import Ledger
from employers.models import Employer, Introduction, Vacancy


@dataclass(frozen=True, slots=True)
class Line:
    """One employer: how it stands, the next visit of anybody, and how many promises are open."""

    employer: Employer
    standing: Standing
    next_visit: PlannedVisit | None
    open_promises: int


def lines(session: Session, today: date, days: Ledger, *, lead: str | None = None) -> list[Line]:
    """The longest without a contact first; those that nobody has met, last. `lead`: that coordinator's employers only."""
    query = select(Employer).options(selectinload(Employer.agreements))
    if lead is not None:
        query = query.where(Employer.coordinator == lead)
    written, promised = contacted(session), _promised(session)
    shown = introduced(session, today, days.hiring_days)
    planned: dict[str, list[PlannedVisit]] = defaultdict(list)
    for visit in visits.open_ones(session, begin=today):
        planned[visit.employer_reference].append(visit)
    found = [
        Line(
            employer,
            standing(
                employer.agreements,
                written.get(employer.reference),
                planned[employer.reference],
                introduced=shown.get(employer.reference, 0),
                today=today,
                rest_days=days.rest_days,
            ),
            next(iter(planned[employer.reference]), None),
            promised.get(employer.reference, 0),
        )
        for employer in session.scalars(query)
    ]
    return sorted(
        found, key=lambda line: (-(line.standing.since if line.standing.since is not None else -1), line.employer.name)
    )


def introduced(session: Session, today: date, days: int) -> dict[str, int]:
    """{employer: how many people it was shown in the last so many days, and has not said no to}"""
    query = (
        select(Vacancy.employer_reference, func.count())
        .join(Introduction, Introduction.vacancy_reference == Vacancy.reference)
        .where(
            Introduction.laid_at >= datetime.combine(today - timedelta(days=days), time.min),
            Introduction.taken_back_at.is_(None),
            or_(Introduction.answer.is_(None), Introduction.answer != "not_this_time"),
        )
        .group_by(Vacancy.employer_reference)
    )
    return {row[0]: row[1] for row in session.execute(query)}


def contacted(session: Session) -> dict[str, Contacts]:
    """{employer: what was written of it}, counted by the database: there may be tens of thousands."""
    offered = func.max(case((LedgerEntry.purpose.in_(OFFERED), 1), else_=0))
    day = LedgerEntry.day
    query = (
        select(
            LedgerEntry.employer_reference,
            func.count(),
            func.min(day),
            func.max(day),
            func.min(LedgerEntry.with_whom),
            offered,
        )
        .where(LedgerEntry.taken_back_at.is_(None))
        .group_by(LedgerEntry.employer_reference)
    )
    return {
        employer: Contacts(number, first, last, whom, bool(said))
        for employer, number, first, last, whom, said in session.execute(query)
    }


def _promised(session: Session) -> dict[str, int]:
    query = (
        select(LedgerEntry.employer_reference, func.count())
        .join(LedgerPromise.entry)
        .where(LedgerPromise.closed_as.is_(None), LedgerEntry.taken_back_at.is_(None))
        .group_by(LedgerEntry.employer_reference)
    )
    return {row[0]: row[1] for row in session.execute(query)}
