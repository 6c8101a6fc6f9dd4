"""Where somebody stands on the way to a job: whose move it is, what it is, and where it is made."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from flask import url_for
from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from brokerage.access import has_role
from brokerage.diary import calendars
from brokerage.fits.questions import first_name
from brokerage.flow import OUTCOMES, STATES
from brokerage.models import Participant
from brokerage.pages.people import own
from brokerage.referral_models import Booking, Referral
from brokerage.referrals import is_promised
from employers.clock import local
from employers.models import Employer, Introduction, Slot, Vacancy

Whose = Literal["keyworker", "person", "us", "employer", "nobody", "ended"]
# Whose move, how the filter calls it, and the tone and icon of its mark.
MOVES: dict[Whose, tuple[str, str, str]] = {
    "us": ("Coordinator", "violet", "step"),
    "keyworker": ("Keyworker", "amber", "unk"),
    "person": ("The person", "stone", "people"),
    "employer": ("Employer", "blue", "ask"),
    "nobody": ("Nobody’s, it is booked", "pine", "cal"),
    "ended": ("Ended", "stone", "own"),
}
TOOK_IT = ("pine", "yes")  # the tone and icon of the ending that all of it was for
TAGS = {"violet": "with_a_step", "amber": "check", "stone": "not_this_one", "blue": "ask_employer", "pine": "soft"}
BY_STATE: dict[str, Whose] = {
    "asked": "keyworker",
    "checked": "person",
    "agreed": "us",
    "introduced": "employer",
    "held": "employer",
    "wanted": "us",
    "met": "employer",
    "offered": "person",
    "ended": "ended",
}


@dataclass(frozen=True)
class Way:
    """One referral as a list has it."""

    referral: Referral
    whose: Whose
    says: str
    action: str
    address: str

    @property
    def tag(self) -> str:
        return TAGS[self.tone]

    @property
    def tone(self) -> str:
        return TOOK_IT[0] if self.referral.outcome == "started" else MOVES[self.whose][1]

    @property
    def icon(self) -> str:
        return TOOK_IT[1] if self.referral.outcome == "started" else MOVES[self.whose][2]

    @property
    def state(self) -> str:
        return stands(self.referral)

    @property
    def since(self) -> datetime:
        """When the last thing happened, in UTC."""
        return self.referral.steps[-1].at if self.referral.steps else self.referral.asked_at


def stands(referral: Referral) -> str:
    """Its state in words; for one that ended its outcome."""
    return OUTCOMES[referral.outcome] if referral.outcome else STATES[referral.state]


def whose(referral: Referral, now: datetime) -> Whose:
    """A promised interview is ours to book, whatever the employer answers; one that is over is ours to ask about."""
    if referral.state in ("introduced", "held") and is_promised(referral):
        return "us"
    if referral.state == "booked":
        slot = referral.introduction.slot if referral.introduction else None
        return "us" if slot is not None and calendars.ends_at(slot) <= local(now) else "nobody"
    return BY_STATE[referral.state]


def way(referral: Referral, now: datetime) -> Way:
    move = whose(referral, now)
    return Way(referral, move, *_next(referral, move))


def found(session: Session, people: Sequence[Participant] | None = None) -> list[Referral]:
    """Every referral, the one in which something happened last first; with `people`, theirs only."""
    query = (
        select(Referral)
        .options(
            joinedload(Referral.participant).joinedload(Participant.keyworker),
            joinedload(Referral.vacancy).joinedload(Vacancy.employer).selectinload(Employer.contacts),
            joinedload(Referral.introduction).joinedload(Introduction.slot),
        )
        .order_by(Referral.id.desc())
    )
    if people is not None:
        query = query.where(Referral.participant_id.in_([person.id for person in people]))
    return list(session.scalars(query).unique())


def bookings(session: Session, slots: Iterable[Slot]) -> dict[str, list[Booking]]:
    """{slot: who is booked in it}"""
    booked: dict[str, list[Booking]] = {}
    query = (
        select(Booking)
        .where(Booking.slot_reference.in_([slot.reference for slot in slots]))
        .options(joinedload(Booking.referral).joinedload(Referral.participant).joinedload(Participant.keyworker))
        .options(joinedload(Booking.referral).joinedload(Referral.vacancy).joinedload(Vacancy.employer))
        .order_by(Booking.seat)
    )
    for each in session.scalars(query):
        booked.setdefault(each.slot_reference, []).append(each)
    return booked


def check_address(referral: Referral, anchor: str | None = None) -> str:
    return url_for(
        "people.check",
        reference=referral.participant.reference,
        vacancy=referral.vacancy_reference,
        _anchor=anchor,
    )


def address(referral: Referral, anchor: str | None = None) -> str:
    return url_for("referrals.show", reference=referral.reference, _anchor=anchor)


def _next(referral: Referral, move: Whose) -> tuple[str, str, str]:
    """What it waits for, and for whoever can make the move the link that makes it."""
    says, action, where, role = _move(referral, move)
    mine = {"coordinator": has_role("coordinator"), "keyworker": own(referral.participant), "both": True}[role]
    return (says, action, where) if mine else (says, "See how it stands", address(referral))


def _move(referral: Referral, move: Whose) -> tuple[str, str, str, Literal["coordinator", "keyworker", "both"]]:
    """What it waits for, the word and the address of the move, and who makes it."""
    name, employer, note = first_name(referral.participant), referral.vacancy.employer.name, address(referral, "next")
    slot = referral.introduction.slot if referral.introduction else None
    when = f"{slot.starts_at:%a} {slot.starts_at.day} {slot.starts_at:%B, %H:%M}" if slot else "A time"
    book = url_for("referrals.book", reference=referral.reference)
    promised = "The interview is guaranteed." if is_promised(referral) else f"{employer} would like to meet {name}."
    if referral.state in ("introduced", "held") and move == "us":
        return promised, "Choose a time", book, "coordinator"
    if referral.state == "booked" and move == "us":
        return f"{when}. Did they meet?", "Note it", note, "coordinator"
    moves: dict[str, tuple[str, str, str, Literal["coordinator", "keyworker", "both"]]] = {
        "asked": (f"Does it suit {name}?", "Check it", check_address(referral), "keyworker"),
        "checked": (f"What would {name} like?", "Note the answer", check_address(referral, "answer"), "keyworker"),
        "agreed": (f"{name} said yes.", "Introduce", note, "coordinator"),
        "introduced": (f"{employer} has not answered yet.", "Note the answer", note, "coordinator"),
        "held": (f"{employer} is holding it.", "Note the answer", note, "coordinator"),
        "wanted": (promised, "Choose a time", book, "coordinator"),
        "booked": (f"{when}, {employer}.", "Move or cancel", note, "coordinator"),
        "met": (f"What came of it? {employer} has not said.", "Note the outcome", note, "coordinator"),
        "offered": (f"{employer} offered the job. Does {name} take it?", "Note it", note, "both"),
        "ended": ("", "Read the story", address(referral), "both"),
    }
    return moves[referral.state]
