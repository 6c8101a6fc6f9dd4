"""When somebody is taken: the quarters of an hour of an interview, with the way there and back."""

from datetime import timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from brokerage import hours, places, settings, shortlists
from brokerage.calendars import ends_at
from brokerage.models import Participant
from brokerage.participants import as_person
from brokerage.referral_models import Booking, BusyQuarter
from employers.models import Employer, Slot
from employers.points import spot
from matching.journeys import by_mode, usable
from matching.terms import Spot


def quarters(session: Session, participant: Participant, slot: Slot) -> range:
    """The quarters in which the person is on the way to that slot, in it, or on the way back."""
    way = timedelta(minutes=journey(session, participant, slot))
    return hours.quarters(slot.starts_at - way, ends_at(slot) + way)


def journey(session: Session, participant: Participant, slot: Slot) -> int:
    """Minutes from home to where the slot is, by the quickest of the person's own ways of going."""
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


def clash(session: Session, participant: Participant, taken: range, but: Booking | None = None) -> Booking | None:
    """A booking that takes the person in one of those quarters; `but` is one that would go."""
    query = (
        select(Booking)
        .join(BusyQuarter)
        .where(BusyQuarter.participant_id == participant.id, BusyQuarter.quarter.between(taken[0], taken[-1]))
    )
    return session.scalars(query if but is None else query.where(Booking.id != but.id)).first()


def _office(session: Session, employer: Employer) -> Spot | None:
    if employer.latitude is not None and employer.longitude is not None:
        return Spot(employer.latitude, employer.longitude)
    return places.locate(session, employer.postcode) if employer.postcode else None
