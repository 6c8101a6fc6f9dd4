"""How it ended, and what is still waited for after an interview. Nothing ends without an outcome, and a person decides each."""

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from brokerage import desk
from brokerage.diary import calendars
from brokerage.flow import OUTCOMES, TRANSITIONS
from brokerage.referral_models import Referral
from brokerage.referrals import Actor, take
from employers import introductions
from employers.clock import local
from employers.columns import Refused
from employers.models import Introduction

What = Literal["meeting", "outcome", "feedback"]
ASKS: dict[What, str] = {
    "meeting": "Did the interview take place?",
    "outcome": "What came of the interview?",
    "feedback": "What would the employer like the person to hear?",
}
STEPS = {each.outcome: each.name for each in TRANSITIONS.values() if each.outcome is not None}


class UnknownOutcome(Refused):
    def __init__(self, outcome: str) -> None:
        super().__init__(f"“{outcome}” is no outcome here. There are: {', '.join(OUTCOMES)}.")


class NotMet(Refused):
    def __init__(self, referral: Referral) -> None:
        super().__init__(
            f"{referral.participant.called} and the employer have not met yet. Note first that the interview took place."
        )


@dataclass(frozen=True, slots=True)
class Awaited:
    """What somebody still has to say after an interview; `since` is when it ended, on the clock on the wall."""

    referral: Referral
    what: What
    since: datetime

    @property
    def ask(self) -> str:
        return ASKS[self.what]


def end(
    session: Session,
    referral: Referral,
    outcome: str,
    actor: Actor,
    now: datetime,
    *,
    why: str | None = None,
    reason: str | None = None,
    word: str | None = None,
) -> None:
    """Ends a referral with one of `OUTCOMES`; a seat and a promise that were not used are free again.

    `reason` and `word` are the employer's, for `not_this_time`. Raises UnknownOutcome, and what the flow and the desk refuse."""
    if outcome not in STEPS:
        raise UnknownOutcome(outcome)
    with session.begin_nested():
        if outcome == "not_this_time":
            desk.record_answer(session, referral, outcome, actor=actor, now=now, reason=reason, word=word)
        else:
            take(session, referral, STEPS[outcome], actor, now, why=why)


def note_feedback(session: Session, referral: Referral, text: str, now: datetime) -> None:
    """Writes down what the employer told a coordinator after the interview. Raises NotMet, and what the desk refuses."""
    if referral.introduction is None or not referral.introduction.met:
        raise NotMet(referral)
    introductions.record_feedback(session, referral.introduction, text, now)


def awaited(session: Session, now: datetime) -> list[Awaited]:
    """What is open after interviews that are over, the longest waited for first.

    Feedback is asked for while the outcome is open, and after a “not this time”: then most of all."""
    query = (
        select(Referral)
        .join(Introduction, Introduction.id == Referral.introduction_id)
        .where(Introduction.slot_reference.is_not(None))
        .where(Referral.state.in_(("booked", "met", "offered")) | (Referral.outcome == "not_this_time"))
        .options(joinedload(Referral.participant), joinedload(Referral.introduction).joinedload(Introduction.slot))
    )
    found = [
        Awaited(referral, what, calendars.ends_at(referral.introduction.slot))
        for referral in session.scalars(query)
        if referral.introduction is not None and referral.introduction.slot is not None
        for what in _open(referral, referral.introduction)
    ]
    return sorted((each for each in found if each.since <= local(now)), key=lambda each: (each.since, each.referral.id))


def _open(referral: Referral, card: Introduction) -> list[What]:
    if referral.state == "booked":
        return ["meeting"]
    asked: list[What] = ["feedback"] if card.met and card.feedback is None else []
    return asked if referral.state == "ended" else ["outcome", *asked]
