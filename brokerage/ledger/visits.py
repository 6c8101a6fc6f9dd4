"""Visits to come: one open at a time for a coordinator with an employer, moved by naming another day."""

import secrets
from collections.abc import Sequence
from datetime import date, datetime, time, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from brokerage.ledger.models import LedgerEntry, PlannedVisit
from employers.columns import Refused
from employers.models import Employer


class DayGone(Refused):
    def __init__(self) -> None:
        super().__init__("This day has gone by. Write one to come.")


class VisitOver(Refused):
    def __init__(self) -> None:
        super().__init__("This visit is over or was called off meanwhile. Plan a new one.")


class SomebodyElsesVisit(Refused):
    def __init__(self) -> None:
        super().__init__("This is somebody else's visit. Whoever planned it moves it or calls it off.")


def plan(
    session: Session,
    employer: Employer,
    day: date,
    at: time | None,
    *,
    by: str,
    today: date,
    weeks: int | None = None,
) -> PlannedVisit:
    """Plans a visit; one that was planned already is moved there. `weeks`: it comes again after so many; None: as it was. Raises DayGone."""
    if day < today:
        raise DayGone
    session.refresh(employer, with_for_update={"key_share": True})
    visit = _open(session, employer.reference, by)
    if visit is None:
        visit = PlannedVisit(reference=secrets.token_hex(8), employer_reference=employer.reference, by=by)
        session.add(visit)
    visit.day, visit.at, visit.weeks = day, at, weeks or visit.weeks
    session.flush()
    return visit


def call_off(session: Session, visit: PlannedVisit, *, by: str, now: datetime) -> None:
    """Raises SomebodyElsesVisit, VisitOver."""
    session.refresh(visit, with_for_update={"of": PlannedVisit})
    if visit.by != by:
        raise SomebodyElsesVisit
    if visit.open is None:
        raise VisitOver
    visit.open, visit.called_off_at = None, now
    session.flush()


def over(session: Session, entry: LedgerEntry) -> None:
    """What was planned up to the day of an entry is over with it: the entry says what came of it. A regular one is planned again."""
    visit = _open(session, entry.employer_reference, entry.by)
    if visit is None or visit.day > entry.day:
        return
    visit.open, visit.entry_id = None, entry.id
    session.flush()
    if visit.weeks is not None:
        day = visit.day
        while day <= entry.day:
            day += timedelta(weeks=visit.weeks)
        plan(session, entry.employer, day, visit.at, by=entry.by, today=day, weeks=visit.weeks)


def get(session: Session, reference: str) -> PlannedVisit | None:
    query = select(PlannedVisit).options(joinedload(PlannedVisit.employer))
    return session.scalar(query.where(PlannedVisit.reference == reference))


def open_ones(
    session: Session,
    *,
    by: str | None = None,
    employer: str | None = None,
    begin: date | None = None,
    end: date | None = None,
) -> Sequence[PlannedVisit]:
    """The visits that are neither over nor called off, the soonest first; `begin` and `end` are the first and the last day."""
    query = select(PlannedVisit).where(PlannedVisit.open == "yes").options(joinedload(PlannedVisit.employer))
    if by is not None:
        query = query.where(PlannedVisit.by == by)
    if employer is not None:
        query = query.where(PlannedVisit.employer_reference == employer)
    if begin is not None:
        query = query.where(PlannedVisit.day >= begin)
    if end is not None:
        query = query.where(PlannedVisit.day <= end)
    found = session.scalars(query).unique().all()
    return sorted(found, key=lambda each: (each.day, each.at is None, each.at or time.min, each.id))


def _open(session: Session, employer: str, by: str) -> PlannedVisit | None:
    return session.scalar(
        select(PlannedVisit).where(
            PlannedVisit.employer_reference == employer, PlannedVisit.by == by, PlannedVisit.open == "yes"
        )
    )
