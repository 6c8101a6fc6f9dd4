"""Who of us goes along to an interview, and what helps there: written down on the page of a referral."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from sqlalchemy.orm import Session

from brokerage import accounts
from brokerage.accounts import User
from brokerage.diary import attendance
from brokerage.diary.attendance_models import InterviewNeed
from brokerage.fits.questions import first_name
from brokerage.models import Participant
from brokerage.pages.acting import roles
from brokerage.referral_models import Referral
from employers.columns import Refused


def of(session: Session, referral: Referral) -> InterviewNeed | None:
    return attendance.need_of(session, referral)


def companions(session: Session, referral: Referral) -> Sequence[User]:
    """Who could go along: the keyworker, or any coordinator."""
    keyworker = referral.participant.keyworker
    others = [each for each in coordinators(session) if each != keyworker]
    return [keyworker, *others] if keyworker is not None else others


def coordinators(session: Session) -> Sequence[User]:
    return [each for each in accounts.everyone(session) if each.active and each.may("coordinator")]


def noted(session: Session, referral: Referral, form: Mapping[str, str], _now: datetime) -> str:
    if not list(roles(referral.participant)):
        raise Refused("This is for the keyworker and for coordinators.")
    attendance.say_need(
        session,
        referral,
        companion=_companion(session, referral.participant, form.get("companion", "")),
        interpreter=form.get("interpreter", ""),
        adjustment=form.get("adjustment", ""),
        said=form.get("said", "") if form.get("agreed") == "yes" else "",
    )
    name = first_name(referral.participant)
    told = (
        "The employer reads only the words agreed" if form.get("agreed") == "yes" else "The employer reads none of it"
    )
    return f"What helps {name} at the interview is noted. {told}."


def _companion(session: Session, person: Participant, email: str) -> User | None:
    if not email:
        return None
    user = accounts.find(session, email)
    if user is None or not user.active or not (user.may("coordinator") or user == person.keyworker):
        raise Refused("Choose the keyworker or a coordinator of ours, or nobody.")
    return user
