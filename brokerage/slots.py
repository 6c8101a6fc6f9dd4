"""A slot as we keep it: beside what its employer wrote, a seat may be kept in it for somebody, and one of us may have to be there."""

from collections.abc import Iterator
from dataclasses import replace

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from brokerage.diary import attendance
from brokerage.diary.attendance import AtAnother
from brokerage.models import utc_now
from brokerage.referral_models import KeptSeat
from employers.columns import BadCells, Values, Wrong
from employers.models import Slot
from employers.records import Broken
from employers.times import slots


def kept(session: Session, reference: str) -> int:
    """How many seats of a slot are kept now for people who are asked whether they come."""
    query = select(func.count()).where(KeptSeat.slot_reference == reference, KeptSeat.until > utc_now())
    return session.scalar(query) or 0


def _links(session: Session, values: Values) -> Iterator[Broken]:
    yield from slots.links(session, values, kept)
    slot = session.scalar(select(Slot).where(Slot.reference == values["reference"]))
    try:
        if slot is not None:
            attendance.could_follow(session, slot, values["starts_at"], values["minutes"])
    except AtAnother as elsewhere:
        yield "starts_at", str(elsewhere)


def _follow(session: Session, slot: Slot, values: Values) -> None:
    if slot.id is not None:
        attendance.follow(session, slot, values["starts_at"], values["minutes"])
        if slot.with_coordinator != values["with_coordinator"]:
            try:
                attendance.say_coordinator(session, slot, values["with_coordinator"])
            except AtAnother as elsewhere:
                raise BadCells([Wrong("with_coordinator", "", str(elsewhere))]) from None


SLOTS = replace(slots.SLOTS, links=_links, put=_follow)
