"""Who has opened a vacancy, so that a post that is kept is not wasted because nobody knew. One line for a person and a day, not for a click."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import delete, func, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from brokerage.accounts import User
from brokerage.promises.kept_post_models import Seen
from brokerage.referral_models import Answer, Referral
from employers.clock import local
from employers.db import broken_rule
from employers.models import Vacancy


@dataclass(frozen=True, slots=True)
class Reach:
    """How far a vacancy has reached: staff who opened it with the last day, and how many people heard of it."""

    staff: tuple[tuple[str, date], ...]
    asked: int
    said_yes: int
    introduced: int


def was_seen(session: Session, vacancy: str, user_id: int, day: date) -> bool:
    mine = Seen.vacancy_reference == vacancy, Seen.user_id == user_id, Seen.day == day
    return session.scalar(select(Seen.id).where(*mine)) is not None


def note(session: Session, vacancy: Vacancy, user_id: int, day: date) -> None:
    """Writes down that it was opened; once a day is enough."""
    try:
        with session.begin_nested():
            session.add(Seen(vacancy_reference=vacancy.reference, user_id=user_id, day=day))
    except IntegrityError as error:
        if broken_rule(error) != "uq_vacancy_seen_vacancy_reference_day_user_id":
            raise


def reach(session: Session, vacancy: Vacancy) -> Reach:
    """Who opened it, the latest first; and of how many people it was asked, who said yes, who was introduced."""
    opened = (
        select(Seen.user_id, func.max(Seen.day).label("last"))
        .where(Seen.vacancy_reference == vacancy.reference)
        .group_by(Seen.user_id)
        .subquery()
    )
    staff = (
        select(User, opened.c.last).join(opened, opened.c.user_id == User.id).order_by(opened.c.last.desc(), User.id)
    )
    asked = select(func.count(Referral.participant_id.distinct())).where(
        Referral.vacancy_reference == vacancy.reference
    )
    return Reach(
        tuple((user.called, last) for user, last in session.execute(staff)),
        session.scalar(asked) or 0,
        session.scalar(asked.join(Answer, Answer.referral_id == Referral.id).where(Answer.said == "yes")) or 0,
        session.scalar(asked.where(Referral.introduction_id.is_not(None))) or 0,
    )


def forget(session: Session, now: datetime, keep_days: int) -> None:
    """Takes away what was seen longer ago than it is of use."""
    session.execute(delete(Seen).where(Seen.day < local(now).date() - timedelta(days=keep_days)))
