"""Who acts on a referral, in which role and when; what of it somebody may see; and how a refusal is answered."""

from collections.abc import Iterator
from datetime import UTC, datetime

from flask import abort
from flask_security import current_user
from sqlalchemy.orm import Session

from brokerage import accounts, referrals
from brokerage.access import actor, has_role
from brokerage.consent import OnTheDesk
from brokerage.diary.attendance import AtAnother
from brokerage.flow import TRANSITIONS, RoleInFlow
from brokerage.interviews import Elsewhere, NothingCancelled, NotKept, SlotFull
from brokerage.models import Participant
from brokerage.pages.people import own
from brokerage.promises.holds import PostHeld
from brokerage.promises.kept_posts import KeptForOthers
from brokerage.referral_models import Referral
from brokerage.referrals import Actor, AskedAlready, PausedByThePerson, VacancyGone
from brokerage.shortlists import NotThere
from employers.clock import LOCAL, local, on_day
from employers.columns import Refused, as_cell
from employers.flows import NotNow, NotThisRole
from employers.introductions import TakenBack
from employers.models import Slot
from employers.trust.caps import EnoughWaiting, Resting
from employers.trust.safety import RunOut


class TimeChanged(Refused):
    """A time is another than the one that was read and chosen."""

    def __init__(self, slot: Slot) -> None:
        now = f"{slot.starts_at:%H:%M} on {slot.starts_at:%A} {on_day(slot.starts_at)}"
        super().__init__(f"That time has changed: it is {now} now. Nothing was booked. Choose again.")


# What was true when the page was opened and is not any more: somebody was quicker.
OVERTAKEN = (
    AtAnother,
    AskedAlready,
    Elsewhere,
    EnoughWaiting,
    KeptForOthers,
    NotKept,
    NotNow,
    NothingCancelled,
    OnTheDesk,
    PausedByThePerson,
    PostHeld,
    Resting,
    RunOut,
    SlotFull,
    TakenBack,
    TimeChanged,
    VacancyGone,
)


def moment() -> datetime:
    """Now, in UTC as it is stored."""
    return datetime.now(UTC).replace(tzinfo=None)


def on_the_wall(at: datetime) -> datetime:
    """A stored moment as people there read it off a clock."""
    return local(at)


def as_day(at: datetime) -> datetime:
    """The day on which a stored moment was, for the words of dates."""
    return at.replace(tzinfo=UTC).astimezone(LOCAL)


def status(refused: Refused) -> int:
    """409 where somebody was quicker, 403 where the role is another, else 422: what was typed cannot be kept."""
    if isinstance(refused, OVERTAKEN):
        return 409
    return 403 if isinstance(refused, NotThisRole) else 422


def roles(participant: Participant) -> Iterator[RoleInFlow]:
    """The roles in which whoever asks may act for this person."""
    if own(participant):
        yield "keyworker"
    if has_role("coordinator"):
        yield "coordinator"


def acting(participant: Participant, transition: str | None = None) -> Actor:
    """Whoever asks, in a role that may take the transition; if none may, in the first, so that the flow says so."""
    mine = list(roles(participant)) or abort(404)
    able = [role for role in mine if transition is None or role in TRANSITIONS[transition].roles]
    return Actor(actor(), (able or mine)[0])


def possible(referral: Referral) -> set[str]:
    """The names of what whoever asks could do now."""
    return {
        step.name for role in roles(referral.participant) for step in referrals.possible(referral, Actor(actor(), role))
    }


def as_shown(slot: Slot, shown: str | None) -> None:
    """Raises TimeChanged where a time is not what was `shown`, as `2027-01-14 10:30`; blank: nobody says what was.

    To be asked once it is booked or kept: by then its row is held and read anew, and the refusal undoes what was done."""
    if shown and shown != as_cell(slot.starts_at):
        raise TimeChanged(slot)


def seen_referral(session: Session, reference: str) -> Referral:
    """A referral of which whoever asks may see something; a keyworker's are those of the own people. Else it looks absent."""
    try:
        referral = referrals.get(session, reference)
    except NotThere:
        abort(404)
    return referral if list(roles(referral.participant)) else abort(404)


def names(session: Session, emails: set[str]) -> dict[str, str]:
    """What people call those who did something, by their address; an address that has no account stays as it is."""
    found = {email: accounts.find(session, email) for email in emails}
    return {
        email: "You" if email == current_user.email else (user.called if user else email)
        for email, user in found.items()
    }
