"""What has passed its last day. Nothing ends silently: a keyworker is told, in words that judge nobody.

By the date alone ends only what no employer has in hand: somebody who was not introduced in time, and, after a patient wait, a card that
was never answered. What an employer wants to go on with, an interview, and one that is guaranteed are left to people.
"""

import logging
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import groupby

from sqlalchemy import Select, select
from sqlalchemy.orm import Session, joinedload

from brokerage import messages
from brokerage.referral_models import Referral
from brokerage.referrals import CLOCK, is_promised, take
from brokerage.sending.work_models import Message
from employers.clock import local, on_day
from employers.columns import Refused
from employers.models import Vacancy

log = logging.getLogger(__name__)
TOO_LATE = ("asked", "checked", "agreed")  # nobody was introduced in time
UNANSWERED = ("introduced", "held")
ANSWERS_OPEN = "answers-open"  # the first word of such a message's key


@dataclass(frozen=True, slots=True)
class Closing:
    """`days` after the last day in which an employer's answer is still waited for; `address` of the application."""

    days: int
    address: str


def close_past(session: Session, now: datetime, rules: Closing) -> None:
    """Ends what the date alone may end, and tells the keyworkers; asks coordinators to see to the rest."""
    today = local(now).date()
    for referral in session.scalars(_past(today, TOO_LATE)).all():
        _close(session, referral, now, rules)
    for referral in session.scalars(_past(today - timedelta(days=rules.days), UNANSWERED)).all():
        if not is_promised(referral):
            _close(session, referral, now, rules)
    _ask_coordinators(session, now, rules)


def answers_open(session: Session, message: Message, _now: datetime) -> str | None:
    """Looks again before a coordinator is told: is anything still open there?"""
    reference = message.key.removeprefix(f"{ANSWERS_OPEN} ").rpartition(" ")[0]
    open_there = select(Referral.id).where(Referral.vacancy_reference == reference, Referral.state.in_(UNANSWERED))
    return None if session.scalar(open_there.limit(1)) is not None else "The employer has answered meanwhile."


def _close(session: Session, referral: Referral, now: datetime, rules: Closing) -> None:
    vacancy, before = referral.vacancy, referral.state
    try:
        with session.begin_nested():
            take(session, referral, "close", CLOCK, now, why=f"Its last day was {_day(vacancy)}.")
    except Refused as refused:
        log.warning("%s stays open: %s", referral.reference, refused)
        return
    subject, body = messages.worded(
        "vacancy_closed" if before in TOO_LATE else "vacancy_closed_unanswered",
        vacancy=vacancy.title,
        employer=vacancy.employer.name,
        day=_day(vacancy),
        reference=referral.participant.reference,
        waited=rules.days,
        coordinator=vacancy.employer.coordinator or "A coordinator",
        address=rules.address,
    )
    messages.put(
        session,
        f"closed {referral.reference}",
        _keyworker(referral),
        subject,
        body,
        due_at=now,
        referral=referral,
        only_while="ended",
    )


def _keyworker(referral: Referral) -> str:
    """Who is told: the keyworker, or whoever asked where there is none any more."""
    keyworker = referral.participant.keyworker
    return keyworker.email if keyworker is not None and keyworker.active else referral.asked_by


def _ask_coordinators(session: Session, now: datetime, rules: Closing) -> None:
    waiting = session.scalars(_past(local(now).date(), UNANSWERED)).all()
    by_vacancy = sorted(waiting, key=lambda referral: referral.vacancy_reference)
    for _, found in groupby(by_vacancy, key=lambda referral: referral.vacancy_reference):
        _ask_coordinator(session, list(found), now, rules)


def _ask_coordinator(session: Session, waiting: Sequence[Referral], now: datetime, rules: Closing) -> None:
    vacancy = waiting[0].vacancy
    closes_on, coordinator = vacancy.closes_on, vacancy.employer.coordinator
    if closes_on is None or coordinator is None:
        return
    until = closes_on + timedelta(days=rules.days)
    subject, body = messages.worded(
        "answers_open",
        vacancy=vacancy.title,
        employer=vacancy.employer.name,
        day=_day(vacancy),
        people="one has" if len(waiting) == 1 else f"{len(waiting)} have",
        until=f"{on_day(until)} {until.year}",
        address=rules.address,
    )
    key = f"{ANSWERS_OPEN} {vacancy.reference} {closes_on}"
    messages.put(session, key, coordinator, subject, body, due_at=now)


def _past(day: date, states: tuple[str, ...]) -> Select[Referral]:
    """Referrals in these states whose vacancy had its last day before `day`, held so that they stay so until this is saved."""
    return (
        select(Referral)
        .join(Referral.vacancy)
        .where(Vacancy.closes_on < day, Referral.state.in_(states))
        .options(joinedload(Referral.participant), joinedload(Referral.vacancy).joinedload(Vacancy.employer))
        .order_by(Referral.id)
        .with_for_update(of=Referral)
    )


def _day(vacancy: Vacancy) -> str:
    day = vacancy.closes_on
    return f"{on_day(day)} {day.year}" if day is not None else "not known"
