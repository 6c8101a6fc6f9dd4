"""What stands in the tables, as a plan needs it: who waits, which times there are, and who can come when, or why not."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import func, or_, select
from sqlalchemy.orm import Session, joinedload

from brokerage import interviews
from brokerage.accounts import User
from brokerage.diary.busy import Taken
from brokerage.diary.calendars import ends_at
from brokerage.diary.mock_models import MockInterview
from brokerage.promises import entitlement
from brokerage.referral_models import Booking, PromisedPlace, Referral
from brokerage.referrals import is_promised
from brokerage.seating.coming import Clash, Going, Look
from brokerage.seating.terms import Ask, Cap, Problem, Time
from brokerage.shortlists import NotThere
from employers.clock import local
from employers.models import Agreement, Employer, Slot, Vacancy
from matching.terms import Person


@dataclass(frozen=True)
class Scene:
    """One vacancy, or one agreement with all of its vacancies: the problem, and the records behind it."""

    of: Vacancy | Agreement
    now: datetime  # on the clock on the wall
    referrals: Mapping[str, Referral]
    slots: Mapping[str, Slot]
    booked: Mapping[str, Sequence[Booking]]
    problem: Problem
    clashes: Mapping[tuple[str, str], Clash]
    going: Mapping[tuple[str, str], Going]
    people: Mapping[str, Person]
    mocks: Mapping[str, MockInterview]
    nobody: Mapping[str, str]  # who can have no time at all, and why
    taken: Mapping[int, Sequence[Taken]]  # what takes a person already

    @property
    def employer(self) -> Employer:
        return self.of.employer

    @property
    def agreement(self) -> Agreement | None:
        return self.of if isinstance(self.of, Agreement) else self.of.agreement

    @property
    def asks(self) -> dict[str, Ask]:
        return {each.reference: each for each in self.problem.asks}

    @property
    def times(self) -> dict[str, Time]:
        return {each.reference: each for each in self.problem.times}


def subject(session: Session, reference: str) -> Vacancy | Agreement:
    """The vacancy of that reference, else the agreement. Raises NotThere."""
    vacancy = session.scalar(select(Vacancy).where(Vacancy.reference == reference))
    found = vacancy or session.scalar(select(Agreement).where(Agreement.reference == reference))
    if found is None:
        raise NotThere("vacancy or agreement", reference)
    return found


def scene(session: Session, of: Vacancy | Agreement, now: datetime, *, day: date | None = None) -> Scene:
    """What can be planned for it. `now` is UTC; `day`: only the times of that day."""
    at = local(now)
    jobs = of.vacancies if isinstance(of, Agreement) else [of]
    found = _waiting(session, jobs, at.date(), now)
    slots = _slots(session, jobs, found, at, day)
    booked = _booked(session, slots)
    look = Look(session, at.date(), [each for each, _ in found])
    options = [
        option
        for referral, _ in found
        for slot in slots
        if _offered_for(referral, slot) and (option := look.option(referral, slot)) is not None
    ]
    free = interviews.free_at(session, slots, now)
    times = [_time(slot, free[slot.reference], look.us.host(slot), slot.reference in booked) for slot in slots]
    return Scene(
        of,
        at,
        {referral.reference: referral for referral, _ in found},
        {slot.reference: slot for slot in slots},
        booked,
        Problem(
            tuple(ask for _, ask in found),
            tuple(times),
            tuple(options),
            tuple(_caps(session, found)),
        ),
        look.clashes,
        look.going,
        look.people,
        look.mocks,
        look.nobody,
        look.taken,
    )


def _waiting(session: Session, jobs: Iterable[Vacancy], on: date, now: datetime) -> list[tuple[Referral, Ask]]:
    """Who waits for a time: whom the employer would like to meet, and to whom an interview is promised; not who is being asked about one."""
    due = {each.referral.id: each.due_on for each in entitlement.owed(session, on)}
    query = (
        select(Referral)
        .where(
            Referral.vacancy_reference.in_([job.reference for job in jobs]),
            Referral.state.in_(entitlement.WAITING),
        )
        .options(joinedload(Referral.participant), joinedload(Referral.introduction))
        .order_by(Referral.reference)
    )
    found = []
    for referral in session.scalars(query):
        if referral.kept_seat is not None and referral.kept_seat.until > now:
            continue
        promised = is_promised(referral)
        if referral.state == "wanted" or promised or entitlement.guarantee(session, referral, on).standing == "open":
            since = referral.introduction.laid_at if referral.introduction else referral.asked_at
            waits = max(0, (on - local(since).date()).days)
            last = due.get(referral.id)
            late = last is not None and last < on
            ask = Ask(referral.reference, referral.participant.reference, promised, last, waits, late)
            found.append((referral, ask))
    return found


def _slots(
    session: Session, jobs: Iterable[Vacancy], found: Sequence[tuple[Referral, Ask]], at: datetime, day: date | None
) -> list[Slot]:
    """The times still to come that are offered for any of those who wait, or for the jobs."""
    agreements = {job.agreement_reference for job in jobs} | {each.agreement_reference for each, _ in found}
    query = (
        select(Slot)
        .where(
            Slot.starts_at > at,
            or_(Slot.vacancy_reference.in_([job.reference for job in jobs]), Slot.vacancy_reference.is_(None)),
            or_(Slot.agreement_reference.in_(agreements - {None}), Slot.agreement_reference.is_(None)),
        )
        .order_by(Slot.starts_at, Slot.reference)
    )
    return [slot for slot in session.scalars(query) if day is None or slot.starts_at.date() == day]


def _offered_for(referral: Referral, slot: Slot) -> bool:
    if slot.vacancy_reference not in (None, referral.vacancy_reference):
        return False
    return slot.agreement_reference in (None, referral.vacancy.agreement_reference, referral.agreement_reference)


def _booked(session: Session, slots: Sequence[Slot]) -> dict[str, list[Booking]]:
    query = (
        select(Booking)
        .where(Booking.slot_reference.in_([slot.reference for slot in slots]))
        .options(joinedload(Booking.referral).joinedload(Referral.participant))
        .order_by(Booking.slot_reference, Booking.seat)
    )
    found: dict[str, list[Booking]] = defaultdict(list)
    for booking in session.scalars(query):
        found[booking.slot_reference].append(booking)
    return dict(found)


def _time(slot: Slot, free: int, host: User | None, kept: bool) -> Time:
    minutes = (ends_at(slot) - slot.starts_at) // timedelta(minutes=1)
    return Time(slot.reference, slot.starts_at, minutes, free, host.email if host else None, kept)


def _caps(session: Session, found: Sequence[tuple[Referral, Ask]]) -> list[Cap]:
    """Who is booked before the employer has answered, and has no place of the promise yet, takes one: there are only so many."""
    new: dict[str, set[str]] = defaultdict(set)
    for referral, ask in found:
        agreement = referral.vacancy.agreement
        if not ask.promised and referral.state != "wanted" and agreement is not None and agreement.places is not None:
            new[agreement.reference].add(referral.reference)
    given = select(PromisedPlace.agreement_reference, func.count()).group_by(PromisedPlace.agreement_reference)
    taken = {row[0]: row[1] for row in session.execute(given)} if new else {}
    places = {referral.vacancy.agreement_reference: referral.vacancy.agreement for referral, _ in found}
    return [
        Cap(frozenset(asks), max(0, (agreement.places or 0) - taken.get(name, 0)))
        for name, asks in new.items()
        if (agreement := places[name]) is not None
    ]
