"""Bookings: a seat of a slot for a referral; booked, moved, cancelled. A referral has one at most, and is its address."""

from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, StringConstraints
from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from brokerage import interviews
from brokerage.access import has_role, who
from brokerage.api import cells, referrals, slots
from brokerage.api.calls import changes, reads
from brokerage.api.paging import listing, page
from brokerage.models import Participant
from brokerage.pages.acting import acting, as_shown, moment, seen_referral
from brokerage.pages.referrals import CANCELLED_BY
from brokerage.referral_models import Booking, Referral
from brokerage.shortlists import NotThere
from employers.columns import as_cell
from employers.models import Slot


class BookingAnswer(BaseModel):
    """An interview that is booked. `starts_at` is local clock time, as 2027-01-14 10:30."""

    referral: str
    participant: str
    vacancy: str
    slot: str
    starts_at: str


Shown = Annotated[str, StringConstraints(pattern=cells.PATTERNS["moment"])] | None
READ = (
    "The time as it was read, as 2027-01-14 10:30. Where it has changed since, the answer is 409 and nothing is booked."
)


class NewBooking(BaseModel):
    """Who is to be seen, and when."""

    model_config = ConfigDict(strict=True, extra="forbid")

    referral: cells.Reference
    slot: cells.Reference
    starts_at: Shown = Field(None, description=READ)


class BookingChange(BaseModel):
    """Another time."""

    model_config = ConfigDict(strict=True, extra="forbid")

    slot: cells.Reference
    starts_at: Shown = Field(None, description=READ)


class Cancellation(BaseModel):
    """Who cancelled, and why in a few words."""

    model_config = ConfigDict(strict=True, extra="forbid")

    by: Literal["employer", "person", "us"] = Field(
        "person", description="Who cancelled. For a keyworker it is always the person."
    )
    why: str = Field(max_length=3000, pattern=r"\S")


@reads("/bookings", listing("Bookings", "bookings", BookingAnswer), slots.Since)
def bookings(session: Session, query: slots.Since) -> dict[str, Any]:
    """The bookings

    In the order of time; for a keyworker those of the own people.
    """
    found = select(Booking).join(Booking.referral).join(Referral.participant)
    found = found.join(Slot, Slot.reference == Booking.slot_reference).order_by(Slot.starts_at, Booking.id)
    found = slots.since(found, query)
    found = found.options(joinedload(Booking.referral).joinedload(Referral.participant))
    if not has_role("coordinator"):
        found = found.where(Participant.keyworker_id == who().id)
    some, rest = page(session, found, query)
    return {"bookings": [told(session, each) for each in some], **rest}


@reads("/bookings/<referral>", BookingAnswer)
def booking(session: Session, referral: str) -> dict[str, Any]:
    """The booking of a referral"""
    return told(session, _get(session, referral))


@changes("POST", "/bookings", NewBooking, BookingAnswer, 201)
def book(session: Session, body: NewBooking) -> dict[str, Any]:
    """Book an interview

    `/referrals/{reference}/slots` has the times. 409 where somebody was quicker, or the person is elsewhere then.
    """
    one = seen_referral(session, body.referral)
    slot = slots.get(session, body.slot)
    made = interviews.book(session, one, slot, acting(one.participant, "book"), moment())
    as_shown(slot, body.starts_at)
    return told(session, made)


@changes("PATCH", "/bookings/<referral>", BookingChange, BookingAnswer)
def move(session: Session, body: BookingChange, referral: str) -> dict[str, Any]:
    """Move an interview

    The time that was booked is free again only once the other is got.
    """
    one = seen_referral(session, referral)
    slot = slots.get(session, body.slot)
    made = interviews.move(session, one, slot, acting(one.participant, "move"), moment())
    as_shown(slot, body.starts_at)
    return told(session, made)


@changes("POST", "/bookings/<referral>/cancel", Cancellation, referrals.ReferralAnswer)
def cancel(session: Session, body: Cancellation, referral: str) -> dict[str, Any]:
    """Cancel an interview

    Gives the seat back; the referral goes on, and another time can be booked.
    """
    one = seen_referral(session, referral)
    by = acting(one.participant, "cancel")
    whom = CANCELLED_BY["person" if by.role == "keyworker" else body.by]
    why = " ".join(body.why.split())
    interviews.cancel(session, one, by, moment(), why=f"{whom} cancelled. {why}" if why else "")
    return referrals.told(one)


def told(session: Session, one: Booking) -> dict[str, Any]:
    slot = slots.get(session, one.slot_reference)
    return {
        "referral": one.referral.reference,
        "participant": one.referral.participant.reference,
        "vacancy": one.referral.vacancy_reference,
        "slot": slot.reference,
        "starts_at": as_cell(slot.starts_at),
    }


def _get(session: Session, referral: str) -> Booking:
    found = seen_referral(session, referral).booking
    if found is None:
        raise NotThere("booking of referral", referral)
    return found
