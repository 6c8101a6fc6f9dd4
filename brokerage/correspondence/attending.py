"""What one of us is told who is named for a time by somebody else, or taken off it again. It is looked at again before it goes."""

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from brokerage import accounts, messages, settings
from brokerage.accounts import User
from brokerage.correspondence import telling
from brokerage.diary import calendars
from brokerage.diary.attendance_models import Attendance
from brokerage.sending.work_models import Message
from employers.clock import local, on_day
from employers.models import Slot

NAMED, TAKEN_OFF = "named", "taken-off"  # the first words of these messages' keys


def tell(session: Session, slot: Slot, user: User, what: str, *, by: str, now: datetime) -> None:
    """Tells a colleague what `by` wrote down: NAMED or TAKEN_OFF. Nobody is told of what they did themselves."""
    of = slot.vacancy or slot.agreement
    if user.email == by or of is None or slot.starts_at <= local(now):
        return
    subject, body = messages.worded(
        f"colleague_{what.replace('-', '_')}",
        employer=of.employer.name,
        when=f"{slot.starts_at:%A} {on_day(slot.starts_at)} at {slot.starts_at:%H:%M}",
        until=f"{calendars.ends_at(slot):%H:%M}",
        where=telling.place(slot, of.employer),
        by=found.called if (found := accounts.find(session, by)) is not None else by,
        calendar=f"{settings.load().address}/calendar/{slot.starts_at:%Y-%m-%d}",
    )
    key = f"{what} {slot.reference} {user.id} {now:%Y-%m-%dT%H:%M}"
    messages.put(session, key, user.email, subject, body, slot=slot, due_at=now)


def still(session: Session, message: Message, now: datetime) -> str | None:
    """Looks again before it goes: is it still so, at that time, and still to come?"""
    what, reference, user, _ = message.key.split()
    named = select(Attendance.id).where(
        Attendance.slot_reference == reference, Attendance.user_id == int(user), Attendance.named
    )
    if (session.scalar(named) is not None) != (what == NAMED):
        return "It was changed since who is there."
    slot = session.scalar(select(Slot).where(Slot.reference == reference))
    if slot is None or slot.starts_at != message.slot_starts_at:
        return "The interview is at another time now."
    return "The interview has begun." if slot.starts_at <= local(now) else None


CHECKS = {NAMED: still, TAKEN_OFF: still}
