"""Between a referral and the card that an employer sees: laying it, hearing what he says, taking it back.

The employer's side knows no referral. `listen` gives it the brokerage's ear: the application calls it once, when it is put together.
"""

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from brokerage import consent, referrals
from brokerage.correspondence import telling
from brokerage.promises import entitlement
from brokerage.referral_models import Referral
from brokerage.referrals import Actor
from employers import introductions
from employers.clock import local
from employers.introductions import Said
from employers.models import Introduction
from employers.trust import caps, safety
from employers.words import REASONS


def introduce(session: Session, referral: Referral, actor: Actor, now: datetime) -> Introduction:
    """Shows the employer exactly the words agreed, and counts the interview where one is guaranteed.

    Raises NotAgreed, what `referrals.take` raises, and what stands in the way at the employer: `caps.check`, `safety.check`."""
    on, vacancy = local(now).date(), referral.vacancy
    promised = entitlement.guarantee(session, referral, on).standing in ("open", "taken")
    referrals.take(session, referral, "introduce", actor, now)
    safety.check(session, vacancy, on)
    caps.check(session, vacancy.employer, on, promised=promised)
    laid = introductions.lay(session, referral.vacancy, consent.card_for(referral), None, now)
    referral.introduction = laid
    session.flush()
    entitlement.take_place(session, referral, on)
    telling.laid(session, referral, now)
    return laid


def record_answer(
    session: Session,
    referral: Referral,
    said: str,
    *,
    actor: Actor,
    now: datetime,
    reason: str | None = None,
    word: str | None = None,
) -> None:
    """What an employer answered to a coordinator by telephone. Raises what the flow and the desk refuse."""
    introductions.check_answer(said, reason, word)
    referrals.take(session, referral, said, actor, now, why=_why(reason))
    introductions.record(session, card_of(referral), said, by=actor.email, now=now, reason=reason, word=word)


def record_offer(session: Session, referral: Referral, actor: Actor, now: datetime) -> None:
    """The employer offered the job, and told a coordinator."""
    referrals.take(session, referral, "offer", actor, now)
    introductions.record_offer(session, card_of(referral), now)


def withdraw(session: Session, referral: Referral, actor: Actor, now: datetime, why: str) -> None:
    """Ends it for the person, or for us; the card is off the desk with it, and a seat free."""
    referrals.take(session, referral, "withdraw", actor, now, why=why)


def listen() -> None:
    """From now on what employers say moves the referrals behind their cards."""
    if hear not in introductions.hearers:
        introductions.hearers.append(hear)


def hear(session: Session, introduction: Introduction, said: Said) -> None:
    """Moves the referral behind a card. Raises what the flow refuses; then nothing is written on the card either."""
    referral = session.scalars(select(Referral).where(Referral.introduction_id == introduction.id)).one()
    referrals.take(session, referral, said.what, Actor(said.by, "employer"), said.at, why=_why(said.reason))


def card_of(referral: Referral) -> Introduction:
    """The card that lies before the employer."""
    if referral.introduction is None:  # the flow leads nowhere near without one
        raise LookupError(f"{referral.reference} stands at {referral.state} without a card.")
    return referral.introduction


def _why(reason: str | None) -> str | None:
    return REASONS[reason] if reason else None
