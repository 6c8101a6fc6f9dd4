"""What waits around times: interviews to be moved because somebody is away, times to be covered, and people whom no time suited."""

from collections.abc import Callable, Iterator, Sequence
from datetime import datetime

from flask import url_for
from flask_security import current_user
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from brokerage.diary import attendance
from brokerage.look import day_short
from brokerage.models import Participant
from brokerage.pages import ways
from brokerage.pages.keyworker_tasks import Task
from brokerage.referral_models import Booking, KeptSeat, Referral, Step
from employers.clock import local
from employers.models import Employer, Slot
from employers.times import days_away


def for_keyworker(session: Session, people: Sequence[Participant]) -> list[Task]:
    ids = {person.id for person in people}
    return list(_kept_and_gone(session, lambda referral: referral.participant_id in ids))


def for_coordinator(session: Session, ours: Callable[[Employer], bool], now: datetime) -> list[Task]:
    """Most pressing first."""
    gone = _kept_and_gone(session, lambda referral: ours(referral.vacancy.employer))
    return [
        *_to_move(session, ours, now),
        *_to_cover(session, now),
        *_without_link(session, ours, now),
        *_none_suited(session, ours),
        *gone,
    ]


def _to_move(session: Session, ours: Callable[[Employer], bool], now: datetime) -> Iterator[Task]:
    cards = {card.id: card for card in days_away.to_move(session, local(now)) if ours(card.vacancy.employer)}
    for referral in session.scalars(select(Referral).where(Referral.introduction_id.in_(cards))):
        slot = cards[referral.introduction_id or 0].slot
        if slot is not None:
            employer = referral.vacancy.employer.name
            yield Task(
                "amber",
                "cal",
                f"Move {referral.participant.called} to another time",
                f"{employer} is away on {_when(slot)}. The interview stands until it is moved.",
                "Choose a time",
                url_for("referrals.book", reference=referral.reference),
            )


def _to_cover(session: Session, now: datetime) -> Iterator[Task]:
    for each in attendance.to_cover(session, local(now).date(), current_user):
        yield Task(
            "amber",
            "cal",
            f"Find somebody to be there on {_when(each.slot)}",
            "You are to be there, and away that day.",
            "See the time",
            url_for("there.show", reference=each.slot_reference),
        )


def _without_link(session: Session, ours: Callable[[Employer], bool], now: datetime) -> Iterator[Task]:
    """Calls to which somebody is to come, and nobody knows how."""
    booked = select(Booking.slot_reference)
    query = select(Slot).where(Slot.reference.in_(booked), Slot.starts_at > local(now), Slot.link.is_(None))
    for slot in session.scalars(query.order_by(Slot.starts_at, Slot.id)):
        of = slot.vacancy or slot.agreement
        if slot.by_video and of is not None and ours(of.employer):
            yield Task(
                "amber",
                "cal",
                f"Get the link of the call on {_when(slot)}",
                f"{of.employer.name} sees people by video then, and no link is known yet.",
                "Write it down",
                url_for("there.show", reference=slot.reference),
            )


def _none_suited(session: Session, ours: Callable[[Employer], bool]) -> Iterator[Task]:
    newest = select(func.max(Step.id)).group_by(Step.referral_id)
    said = select(Step).where(Step.id.in_(newest), Step.transition == "none_suits").order_by(Step.id)
    for last in session.scalars(said):
        referral = last.referral
        if ours(referral.vacancy.employer):
            yield Task(
                "violet",
                "cal",
                f"Find another time for {referral.participant.called}",
                f"None of {referral.vacancy.employer.name}’s times suits." + (f" “{last.why}”" if last.why else ""),
                "See how it stands",
                ways.address(referral, "next"),
            )


def _kept_and_gone(session: Session, mine: Callable[[Referral], bool]) -> Iterator[Task]:
    """People for whom a time was kept that was taken away before they said yes or no."""
    newest = select(func.max(Step.id)).group_by(Step.referral_id)
    still = select(KeptSeat.id).where(KeptSeat.referral_id == Step.referral_id).exists()
    kept = select(Step).where(Step.id.in_(newest), Step.transition == "keep", ~still).order_by(Step.id)
    for last in session.scalars(kept):
        referral = last.referral
        if mine(referral):
            yield Task(
                "amber",
                "cal",
                f"Find another time for {referral.participant.called}",
                f"{last.why} was kept, and is not offered by {referral.vacancy.employer.name} any more.",
                "Choose a time",
                url_for("referrals.book", reference=referral.reference),
            )


def _when(slot: Slot) -> str:
    return f"{day_short(slot.starts_at)}, {slot.starts_at:%H:%M}"
