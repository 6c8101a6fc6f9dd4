"""The one diary of a participant: what takes the person, and when. Whatever books, moves, keeps or plans looks here first.

Three things take somebody: an interview that is booked, with the way there and back (its quarters of an hour stand in a table, each
once); the mock interview of a referral that goes on, with its way; and the hours of a placement's days from when its paper is sent to be
signed, so that whoever signs last finds the days still free. A seat kept while somebody is asked takes nobody, nor does a draft; what
stands in the diaries of staff takes staff.

Whoever writes something into it holds the person first (`hold`): of two at once the second sees what the first wrote.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal

from sqlalchemy import func, select
from sqlalchemy.orm import Session, joinedload

from brokerage import places, settings, shortlists
from brokerage.diary import hours
from brokerage.diary.calendars import ends_at
from brokerage.diary.mock_models import MockInterview
from brokerage.models import Participant
from brokerage.participants import as_person
from brokerage.placing_models import Placed
from brokerage.referral_models import Booking, BusyQuarter, Referral
from employers.clock import on_day
from employers.models import Employer, Slot, Vacancy
from employers.placements.models import Placement, PlacementDay
from employers.points import spot
from matching.journeys import by_mode, usable
from matching.terms import Spot

TAKES = ("to_sign", "signed", "running")  # the states in which a placement's days take the person


@dataclass(frozen=True, slots=True)
class Taken:
    """One thing that takes a person: its own hours on the clock on the wall, and the quarters of an hour that it takes, the way included.

    `of` is the row behind it, `employer` the name of whose it is. Both are for staff alone."""

    what: Literal["interview", "mock", "placement"]
    starts: datetime
    ends: datetime
    quarters: range
    of: Booking | MockInterview | Placement
    employer: str

    @property
    def said(self) -> str:
        """What takes the time, in a sentence that goes on with `takes`."""
        at = f"{self.starts:%H:%M} on {on_day(self.starts)}"
        if self.what == "placement":
            return f"the placement with {self.employer}, from {self.starts:%H:%M} to {self.ends:%H:%M} that day,"
        return f"{'an interview' if self.what == 'interview' else 'a mock interview'} at {at}, with the way there and back,"

    def meets(self, quarters: range) -> bool:
        return self.quarters.start < quarters.stop and quarters.start < self.quarters.stop


def hold(session: Session, person: int) -> None:
    """Holds somebody's diary until the transaction ends; before a slot and before a placement, so that nobody waits in a circle."""
    session.execute(select(Participant.id).where(Participant.id == person).with_for_update(key_share=True))


def taken(session: Session, people: Collection[int], over: range | None = None) -> Mapping[int, Sequence[Taken]]:
    """{person: what takes the person, the soonest first}; only what lies in the quarters `over`, where they are said."""
    found: dict[int, list[Taken]] = defaultdict(list)
    for person, each in (
        *_interviews(session, people, over),
        *_mock_interviews(session, people),
        *_placements(session, people, over),
    ):
        if over is None or each.meets(over):
            found[person].append(each)
    for some in found.values():
        some.sort(key=lambda each: each.starts)
    return found


def clash(
    session: Session, participant: Participant, quarters: range, but: Booking | MockInterview | None = None
) -> Taken | None:
    """What takes the person in one of those quarters; `but` is one that would go."""
    return first(taken(session, [participant.id], quarters).get(participant.id, ()), quarters, but)


def first(some: Iterable[Taken], quarters: range, but: Booking | MockInterview | None = None) -> Taken | None:
    """The first of them that meets those quarters."""
    return next((each for each in some if each.of is not but and each.meets(quarters)), None)


def quarters(session: Session, participant: Participant, slot: Slot) -> range:
    """The quarters in which the person is on the way to that slot, in it, or on the way back."""
    way = timedelta(minutes=journey(session, participant, slot))
    return hours.quarters(slot.starts_at - way, ends_at(slot) + way)


def of_mock(starts_at: datetime, minutes: int, minutes_away: int | None) -> range:
    """The quarters that a mock interview takes, the way there and back included."""
    way = timedelta(minutes=settings.load().interviews.journey if minutes_away is None else minutes_away)
    return hours.quarters(starts_at - way, starts_at + timedelta(minutes=minutes) + way)


def journey(session: Session, participant: Participant, slot: Slot) -> int:
    """Minutes from home to where the slot is, by the quickest of the person's own ways of going; none to a call."""
    if slot.by_video:
        return 0
    policy, unknown = shortlists.policy(), settings.load().interviews.journey
    person, where = as_person(participant, policy.taxonomy), site(session, slot)
    if person.home is None or where is None or not person.modes:
        return unknown
    times = by_mode(person.home, where, usable(person), policy.travel)
    return min((time.estimate for time in times.values()), default=unknown)


def site(session: Session, slot: Slot) -> Spot | None:
    """Where a slot is: at the vacancy's place of work, else where the employer is."""
    at_work = spot(slot.vacancy) if slot.vacancy else None
    offered_by = slot.vacancy or slot.agreement
    return at_work or (_office(session, offered_by.employer) if offered_by else None)


def _interviews(session: Session, people: Collection[int], over: range | None) -> Iterator[tuple[int, Taken]]:
    lasts = select(
        BusyQuarter.booking_id,
        BusyQuarter.participant_id,
        func.min(BusyQuarter.quarter).label("first"),
        func.max(BusyQuarter.quarter).label("last"),
    ).where(BusyQuarter.participant_id.in_(people))
    if over is not None:
        lasts = lasts.where(BusyQuarter.quarter.between(over[0], over[-1]))
    some = lasts.group_by(BusyQuarter.booking_id, BusyQuarter.participant_id).subquery()
    query = (
        select(some.c.participant_id, some.c.first, some.c.last, Booking, Slot)
        .join(Booking, Booking.id == some.c.booking_id)
        .join(Slot, Slot.reference == Booking.slot_reference)
        .options(joinedload(Booking.referral).joinedload(Referral.vacancy).joinedload(Vacancy.employer))
    )
    for person, begin, end, booking, slot in session.execute(query):
        name = booking.referral.vacancy.employer.name
        yield person, Taken("interview", slot.starts_at, ends_at(slot), range(begin, end + 1), booking, name)


def _mock_interviews(session: Session, people: Collection[int]) -> Iterator[tuple[int, Taken]]:
    query = (
        select(MockInterview)
        .join(MockInterview.referral)
        .where(Referral.participant_id.in_(people), Referral.outcome.is_(None))
        .options(joinedload(MockInterview.referral).joinedload(Referral.vacancy).joinedload(Vacancy.employer))
    )
    for mock in session.scalars(query):
        ends = mock.starts_at + timedelta(minutes=mock.minutes)
        those = of_mock(mock.starts_at, mock.minutes, mock.minutes_away)
        of = mock.referral
        yield of.participant_id, Taken("mock", mock.starts_at, ends, those, mock, of.vacancy.employer.name)


def _placements(session: Session, people: Collection[int], over: range | None) -> Iterator[tuple[int, Taken]]:
    query = (
        select(Placed.participant_id, Placement, PlacementDay.day, PlacementDay.starts, PlacementDay.ends)
        .join(Placement, Placement.id == Placed.placement_id)
        .join(PlacementDay, PlacementDay.placement_id == Placement.id)
        .where(Placed.participant_id.in_(people), Placement.state.in_(TAKES))
        .options(joinedload(Placement.vacancy).joinedload(Vacancy.employer))
    )
    if over is not None:
        query = query.where(PlacementDay.day.between(hours.begins(over[0]).date(), hours.begins(over[-1]).date()))
    for person, placement, day, starts, ends in session.execute(query):
        begin, end = datetime.combine(day, starts), datetime.combine(day, ends)
        name = placement.vacancy.employer.name
        yield person, Taken("placement", begin, end, hours.quarters(begin, end), placement, name)


def _office(session: Session, employer: Employer) -> Spot | None:
    if employer.latitude is not None and employer.longitude is not None:
        return Spot(employer.latitude, employer.longitude)
    return places.locate(session, employer.postcode) if employer.postcode else None
