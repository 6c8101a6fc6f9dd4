"""Whose diary has what in it: interviews, visits and whatever else has its day. Pages and calendars elsewhere read the same entries.

What goes to a calendar elsewhere names as little as the letters do: a participant's says "Appointment", an employer's the job, and
staff's the person's reference. A name is for pages alone, behind a sign-in.
"""

from collections.abc import Iterator, Sequence
from datetime import date, datetime, timedelta

from sqlalchemy import func, or_, select
from sqlalchemy.orm import Session, contains_eager, joinedload, selectinload

from brokerage import settings
from brokerage.accounts import User
from brokerage.correspondence import telling
from brokerage.diary import calendars, given_up
from brokerage.diary.attendance_models import Attendance
from brokerage.diary.diary_readers import Owner, Source, Span, whose
from brokerage.ledger.models import PlannedVisit
from brokerage.models import AuditEntry, Participant
from brokerage.placements.diary import placement_days
from brokerage.referral_models import Referral
from employers import waiting
from employers.models import Agreement, Contact, Introduction, Slot, Vacancy
from employers.times.diary import Again, Entry

BEGAN = datetime(2000, 1, 1)  # noqa: DTZ001 (UTC; from which the minutes of a visit's number are counted)


def span(today: date, now: datetime) -> Span:
    """All that a calendar elsewhere shows on that day."""
    rules = settings.load().calendars
    return between(today - timedelta(days=rules.back_days), today + timedelta(days=rules.ahead_days), now)


def between(first: date, last: date, now: datetime) -> Span:
    """Some days, for a page."""
    return Span(first, last, now - timedelta(days=settings.load().calendars.cancelled_days))


def entries(session: Session, owner: Owner, over: Span) -> list[Entry]:
    """What stands in somebody's diary, given up or not, the soonest first; each once, whichever of the sources has it."""
    found = {each.uid: each for source in SOURCES for each in source(session, owner, over)}
    return sorted(found.values(), key=lambda each: (each.day, each.timed, str(each.starts), each.uid))


def interviews(session: Session, owner: Owner, over: Span) -> Iterator[Entry]:
    """Those booked, with those that were."""
    own, awaited = whose(owner), _awaited(session, owner)
    booked = (
        select(Referral, Slot)
        .join(Referral.introduction)
        .join(Slot, Slot.reference == Introduction.slot_reference)
        .join(Referral.vacancy)
        .join(Vacancy.employer)
        .join(Referral.participant)
        .where(Slot.starts_at.between(over.begin, over.end), Introduction.taken_back_at.is_(None), own)
        .options(
            contains_eager(Referral.introduction),
            contains_eager(Referral.vacancy).contains_eager(Vacancy.employer),
            contains_eager(Referral.participant),
            selectinload(Referral.steps),
        )
    )
    for referral, slot in session.execute(booked):
        yield _interview(owner, referral, slot, busy=awaited is None or slot.reference in awaited)
    for off in session.scalars(given_up.since(over.off_since).join(Vacancy.employer).where(own)):
        if over.begin <= off.starts_at <= over.end:
            yield _interview(owner, off.referral, given_up.slot(off), busy=awaited is None, off_at=off.off_at)


def awaited_at(session: Session, owner: Owner, over: Span) -> Iterator[Entry]:
    """Times at which one of us is to be there though nobody of the own is seen then: each once, with nobody's reference."""
    if not isinstance(owner, User):
        return
    own = (
        select(Introduction.slot_reference)
        .join(Referral, Referral.introduction_id == Introduction.id)
        .join(Referral.vacancy)
        .join(Vacancy.employer)
        .join(Referral.participant)
        .where(Introduction.slot_reference.is_not(None), Introduction.taken_back_at.is_(None), whose(owner))
    )
    there = (
        select(Slot)
        .join(Attendance, Attendance.slot_reference == Slot.reference)
        .where(Attendance.user_id == owner.id, Slot.starts_at.between(over.begin, over.end), Slot.reference.not_in(own))
        .options(joinedload(Slot.vacancy).joinedload(Vacancy.employer))
        .options(joinedload(Slot.agreement).joinedload(Agreement.employer))
    )
    found = session.scalars(there).all()
    names = [each.reference for each in found]
    changed = changes(session, "slot", names), changes(session, "attendance", names)
    for slot in found:
        yield _there(slot, max(each.get(slot.reference, BEGAN) for each in changed))


def visits(session: Session, owner: Owner, over: Span) -> Iterator[Entry]:
    """A coordinator's visits to employers, to come and made; those called off for a while."""
    if not isinstance(owner, User) or not owner.may("coordinator"):
        return
    query = select(PlannedVisit).where(
        PlannedVisit.by == owner.email,
        PlannedVisit.day <= over.last,
        or_(PlannedVisit.day >= over.first, PlannedVisit.weeks.is_not(None)),
        or_(PlannedVisit.called_off_at.is_(None), PlannedVisit.called_off_at >= over.off_since),
    )
    found = session.scalars(query.options(joinedload(PlannedVisit.employer))).unique().all()
    changed = changes(session, "planned_visit", [each.reference for each in found])
    for each in found:
        entry = visit(each, changed.get(each.reference, BEGAN))
        if entry.again is not None or each.day >= over.first:
            yield entry


def visit(planned: PlannedVisit, changed_at: datetime) -> Entry:
    """One visit; one without a time takes the day. A regular one comes again for as long as it is open."""
    rules, employer = settings.load(), planned.employer
    length = timedelta(minutes=rules.ledger.visit_minutes)
    starts: date = datetime.combine(planned.day, planned.at) if planned.at else planned.day
    return Entry(
        uid=f"visit-{planned.reference}@{rules.mail.sender.rpartition('@')[2]}",
        number=(changed_at - BEGAN) // timedelta(minutes=1),
        changed_at=changed_at,
        starts=starts,
        ends=starts + (length if planned.at else timedelta(days=1)),
        summary=f"Visit to {employer.name}",
        where=", ".join(filter(None, (employer.name, employer.postcode))),
        off=planned.called_off_at is not None,
        again=Again(planned.weeks) if planned.weeks and planned.open else None,
        page=f"employers.show {employer.reference}",
    )


SOURCES: Sequence[Source] = (
    interviews,
    awaited_at,
    visits,
    placement_days,
)  # each says itself in whose diary its entries stand


def changes(session: Session, kind: str, references: Sequence[str]) -> dict[str, datetime]:
    """{reference: when that record was changed last (UTC)}, by the trail."""
    query = select(AuditEntry.reference, func.max(AuditEntry.at)).group_by(AuditEntry.reference)
    query = query.where(AuditEntry.kind == kind, AuditEntry.reference.in_(references))
    return dict(session.execute(query).all())


def _awaited(session: Session, owner: Owner) -> frozenset[str] | None:
    """The times at which one of us is to be there; None: whoever is not of us has to be wherever the own interview is."""
    if not isinstance(owner, User):
        return None
    return frozenset(session.scalars(select(Attendance.slot_reference).where(Attendance.user_id == owner.id)))


def _there(slot: Slot, changed_at: datetime) -> Entry:
    of = slot.vacancy or slot.agreement
    name = of.employer.name if of else ""
    title = f", {slot.vacancy.title}" if slot.vacancy else ""
    return Entry(
        uid=f"there-{slot.reference}@{settings.load().mail.sender.rpartition('@')[2]}",
        number=(changed_at - BEGAN) // timedelta(minutes=1),
        changed_at=changed_at,
        starts=slot.starts_at,
        ends=calendars.ends_at(slot),
        summary=f"Be there: {name}{title}",
        where=telling.place(slot, of.employer if of else None),
        page=f"there.show {slot.reference}",
    )


def _interview(owner: Owner, referral: Referral, slot: Slot, *, busy: bool, off_at: datetime | None = None) -> Entry:
    uid, number, where = telling.event(referral, slot)
    card, title = referral.introduction, referral.vacancy.title
    who, page = "", ""
    if isinstance(owner, Participant):
        summary = "Appointment"
    elif isinstance(owner, Contact):
        summary = f"Interview: {title}"
        if card is not None and off_at is None:
            who, page = waiting.called(card), f"portal.person {card.reference}"
    else:
        summary = f"Interview: {referral.participant.reference}, {title}"
        who, page = referral.participant.called, f"referrals.show {referral.reference}"
    return Entry(
        uid=uid,
        number=number,
        changed_at=off_at or telling.changed_at(referral),
        starts=slot.starts_at,
        ends=calendars.ends_at(slot),
        summary=summary,
        where=where,
        off=off_at is not None,
        busy=busy,
        who=who,
        page=page,
    )
