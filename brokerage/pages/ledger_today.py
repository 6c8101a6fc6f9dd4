"""What the ledger puts on a coordinator's Today: visits, what a colleague wrote, promises that fall due, employers at rest."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from flask import url_for
from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload, selectinload

from brokerage.ledger import double_calls, entries, pipeline, promises, visits
from brokerage.ledger.models import LedgerEntry, LedgerPromise, PlannedVisit
from brokerage.ledger.pipeline import Line
from brokerage.look import day_short
from brokerage.pages.acting import names
from brokerage.pages.keyworker_tasks import Task
from brokerage.settings import load

RESTING, MOST = 3, 8  # named at once; of the rest there is the pipeline


@dataclass(frozen=True)
class Diary:
    """Tasks most pressing first, how many more there are, and a few employers who have not heard from us for long."""

    tasks: Sequence[Task]
    more: int
    resting: Sequence[Line]


def diary(session: Session, me: str, today: date, *, everybody: bool) -> Diary:
    """Of one coordinator's visits, promises and employers; of everybody's visits and promises where that is asked for."""
    settings = load().ledger
    due = promises.open_ones(session, until=today + timedelta(days=settings.due_days))
    mine = [each for each in due if everybody or me in (each.entry.by, each.entry.employer.coordinator)]
    planned = visits.open_ones(session, by=None if everybody else me, end=today)
    tasks = [
        *(_visit(session, each, me, today) for each in planned if each.day == today),
        *_told(session, me, today),
        *(_past(each) for each in planned if each.day < today and each.by == me),
        *(promise(each, today) for each in mine),
    ]
    lines = pipeline.lines(session, today, settings, lead=me)
    resting = [line for line in lines if line.standing.stage == "resting"]
    return Diary(tasks[:MOST], max(0, len(tasks) - MOST), resting[:RESTING])


def _visit(session: Session, visit: PlannedVisit, me: str, today: date) -> Task:
    at = f" at {visit.at:%H:%M}" if visit.at else ""
    head = f"Visit {visit.employer.name}{at}"
    if visit.by != me:
        address = url_for("employers.show", reference=visit.employer_reference, _anchor="contact")
        called = names(session, {visit.by})[visit.by]
        return Task("stone", "cal", head, f"Planned by {called}.", "See the employer", address)
    before = entries.standing(entries.of_employer(session, visit.employer))
    last = double_calls.said(before[0], names(session, {before[0].by}), today) if before else "The first one: to learn."
    return Task("pine", "cal", head, last, "Write down how it went", _new(visit))


def _past(visit: PlannedVisit) -> Task:
    why = f"It was planned for {day_short(visit.day)}."
    return Task("amber", "file", f"Write down the visit to {visit.employer.name}", why, "Write it down", _new(visit))


def _new(visit: PlannedVisit) -> str:
    return url_for("ledger.new", reference=visit.employer_reference)


def _told(session: Session, me: str, today: date) -> Iterator[Task]:
    """What colleagues wrote of employers whose lead this one was then, until it is read."""
    query = (
        select(LedgerEntry)
        .where(LedgerEntry.for_lead == me, LedgerEntry.read_at.is_(None), LedgerEntry.taken_back_at.is_(None))
        .options(joinedload(LedgerEntry.employer), selectinload(LedgerEntry.promises))
        .order_by(LedgerEntry.day.desc(), LedgerEntry.id.desc())
    )
    found = session.scalars(query).unique().all()
    called = names(session, {each.by for each in found})
    for each in found:
        said, _, _ = double_calls.said(each, called, today).partition(". ")
        why = f"{each.employer.name}: you are the lead there."
        yield Task("amber", "people", said.rstrip("."), why, "Read it", url_for("ledger.show", entry=each.reference))


def promise(promise: LedgerPromise, today: date) -> Task:
    """What one promise of a conversation asks for: to be kept, or to be asked after."""
    employer, late = promise.entry.employer, promise.due_on < today
    by = f"{'Was due' if late else 'Due'} {'today' if promise.due_on == today else 'on ' + day_short(promise.due_on)}."
    address = url_for("ledger.show", entry=promise.entry.reference, _anchor="promises")
    if promise.side == "us":
        return Task(
            "amber", "clock", f"Keep our promise to {employer.name}", f"{promise.what}. {by}", "Tick it off", address
        )
    return Task(
        "blue", "phone", f"Ask {employer.name} what they promised", f"{promise.what}. {by}", "Note the answer", address
    )
