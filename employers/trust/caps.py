"""How many people wait for an employer's answer at once, and rests: what an employer can bear, so that nobody is flooded.

Nobody is left out of a list for it: asking and introducing wait, and begin again by themselves.
"""

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from employers import readers
from employers.clock import local, on_day
from employers.columns import Refused
from employers.models import Employer, Introduction, Vacancy
from employers.trust_models import EmployerLimit
from matching import grammar

MOST = 1000  # people, as the column takes it


class Resting(Refused):
    def __init__(self, name: str, opens_on: date) -> None:
        day = f"{on_day(opens_on)} {opens_on.year}"
        super().__init__(
            f"{name} rests until {day}, and nobody new is put forward before. It opens again that day by itself."
        )


class EnoughWaiting(Refused):
    def __init__(self, name: str, waits: "Waiting", most: int) -> None:
        since = f" The first has waited since {on_day(local(waits.since))}." if waits.since else ""
        number = "1 person waits" if waits.count == 1 else f"{waits.count} people wait"
        super().__init__(
            f"{number} for an answer of {name}, who can answer {most} at once.{since} It opens again with the next answer."
        )


class BadLimit(Refused):
    """What was typed is no limit; the sentence says what to write."""


@dataclass(frozen=True, slots=True)
class Waiting:
    """How many people wait for an employer's answer, and since when (UTC) the first of them does."""

    count: int
    since: datetime | None


def of(session: Session, employer: str) -> EmployerLimit | None:
    return session.scalar(select(EmployerLimit).where(EmployerLimit.employer_reference == employer))


def waiting(session: Session, employer: str) -> Waiting:
    """Cards that lie there without an answer, or on hold. Who has a promised interview needs no answer."""
    query = (
        select(func.count(Introduction.id), func.min(Introduction.laid_at))
        .join(Introduction.vacancy)
        .where(
            Vacancy.employer_reference == employer,
            Introduction.taken_back_at.is_(None),
            Introduction.answer.is_(None) | (Introduction.answer == "hold"),
            Introduction.agreement_reference.is_(None),
            Introduction.slot_reference.is_(None),
        )
    )
    count, since = session.execute(query).one()
    return Waiting(count, since)


def closed(session: Session, employer: Employer, on: date, *, promised: bool = False) -> Refused | None:
    """Why nobody new can be put before this employer; None while somebody can. A promised interview asks for no answer."""
    limit = of(session, employer.reference)
    if limit is None:
        return None
    if limit.opens_on is not None and on < limit.opens_on:
        return Resting(employer.name, limit.opens_on)
    if limit.most_waiting is None or promised:
        return None
    waits = waiting(session, employer.reference)
    return EnoughWaiting(employer.name, waits, limit.most_waiting) if waits.count >= limit.most_waiting else None


def check(session: Session, employer: Employer, on: date, *, promised: bool = False) -> None:
    """Raises Resting, EnoughWaiting. The limit is held until the transaction ends: of two who come at once one is counted first."""
    held = select(EmployerLimit.id).where(EmployerLimit.employer_reference == employer.reference)
    session.execute(held.with_for_update())
    if (why := closed(session, employer, on, promised=promised)) is not None:
        raise why


def put(session: Session, employer: str, most: str, opens_on: str, *, by: str, now: datetime) -> EmployerLimit:
    """Sets both limits as they were typed; an empty one is no limit. Raises BadLimit."""
    session.execute(select(Employer.id).where(Employer.reference == employer).with_for_update())
    limit = of(session, employer) or EmployerLimit(employer_reference=employer)
    limit.most_waiting, limit.opens_on = _most(most.strip()), _day(opens_on.strip(), local(now).date())
    limit.set_by, limit.set_at = by, now
    session.add(limit)
    session.flush()
    return limit


def _most(text: str) -> int | None:
    if not text:
        return None
    if not (most := readers.count(text, MOST)):
        raise BadLimit(f"Write how many people, from 1 to {MOST}, or leave it empty.")
    return most


def _day(text: str, today: date) -> date | None:
    if not text:
        return None
    try:
        day = grammar.day(text)
    except ValueError:
        raise BadLimit("Write the day as 2027-01-14, or leave it empty.") from None
    if not today < day <= today.replace(year=today.year + 1, day=min(today.day, 28)):
        raise BadLimit("Choose a day that is still to come, within a year; leave it empty to open again now.")
    return day
