"""Interviews that were given up before their time: a calendar elsewhere still has to hear of them for a while."""

from datetime import datetime, timedelta

from sqlalchemy import Select, delete, select
from sqlalchemy.orm import Session, contains_eager, selectinload

from brokerage.diary.calendar_models import InterviewOff
from brokerage.referral_models import Referral
from employers.models import Introduction, Slot, Vacancy


def note(session: Session, referral: Referral, slot: Slot, now: datetime) -> None:
    """Keeps the time that a referral had, instead of one that it had before."""
    query = select(InterviewOff).where(InterviewOff.referral_id == referral.id)
    off = session.scalar(query) or InterviewOff(referral=referral)
    off.slot_reference, off.starts_at, off.minutes, off.where = slot.reference, slot.starts_at, slot.minutes, slot.where
    off.off_at = now
    session.add(off)
    session.flush()


def since(since: datetime) -> Select[InterviewOff]:
    """What was given up from then on (UTC) and has no other time by now, with all that is told of it; to be narrowed down."""
    booked = select(Introduction.id).where(Introduction.slot_reference.is_not(None))
    return (
        select(InterviewOff)
        .join(InterviewOff.referral)
        .join(Referral.vacancy)
        .join(Referral.participant)
        .outerjoin(Referral.introduction)
        .where(
            InterviewOff.off_at >= since, Referral.introduction_id.is_(None) | Referral.introduction_id.not_in(booked)
        )
        .options(
            contains_eager(InterviewOff.referral).options(
                contains_eager(Referral.participant),
                contains_eager(Referral.vacancy).joinedload(Vacancy.employer),
                contains_eager(Referral.introduction),
                selectinload(Referral.steps),
            )
        )
        .order_by(InterviewOff.starts_at, InterviewOff.id)
    )


def slot(off: InterviewOff) -> Slot:
    """The time as it was, which may be gone since. It belongs to no session."""
    return Slot(reference=off.slot_reference, starts_at=off.starts_at, minutes=off.minutes, where=off.where)


def forget(session: Session, now: datetime, keep_days: int) -> None:
    session.execute(delete(InterviewOff).where(InterviewOff.off_at < now - timedelta(days=keep_days)))
