"""Interviews and visits as calendar entries: when and where, and not whom. iCalendar, RFC 5545; methods, RFC 5546."""

from datetime import UTC, date, datetime, time, timedelta
from typing import Literal

from brokerage import settings
from employers.clock import LOCAL
from employers.models import Slot

Method = Literal["PUBLISH", "CANCEL"]  # neither asks for an answer: what suits is said to a person


def ends_at(slot: Slot) -> datetime:
    """When an interview at that time is over, on the clock on the wall."""
    minutes = settings.load().interviews.minutes if slot.minutes is None else slot.minutes
    return slot.starts_at + timedelta(minutes=minutes)


def entry(
    slot: Slot, method: Method, now: datetime, *, uid: str, number: int, summary: str, where: str, sender: str
) -> str:
    """The entry as text. `uid` stays the same for all that is said of one interview; the highest `number` counts."""
    return _written(
        _utc(slot.starts_at),
        _utc(ends_at(slot)),
        method,
        now,
        uid=uid,
        number=number,
        summary=summary,
        where=where,
        sender=sender,
    )


def visit(
    day: date, at: time | None, minutes: int, now: datetime, *, uid: str, summary: str, where: str, sender: str
) -> str:
    """A visit as text; one without a time takes the day."""
    starts = _utc(datetime.combine(day, at)) if at else day
    ends = starts + (timedelta(minutes=minutes) if at else timedelta(days=1))
    number = (now - datetime(2000, 1, 1)) // timedelta(minutes=1)  # noqa: DTZ001 (what was fetched later counts)
    return _written(starts, ends, "PUBLISH", now, uid=uid, number=number, summary=summary, where=where, sender=sender)


def _written(
    starts: date,
    ends: date,
    method: Method,
    now: datetime,
    *,
    uid: str,
    number: int,
    summary: str,
    where: str,
    sender: str,
) -> str:
    from icalendar import Calendar, Event  # most commands never write one

    event = Event()
    event.add("uid", uid)
    event.add("sequence", number)
    event.add("dtstamp", now.replace(tzinfo=UTC))
    event.add("dtstart", starts)
    event.add("dtend", ends)
    event.add("summary", summary)
    event.add("location", where)
    event.add("organizer", f"mailto:{sender}")
    event.add("status", "CANCELLED" if method == "CANCEL" else "CONFIRMED")
    calendar = Calendar()
    calendar.add("prodid", "-//Stepping Stone//EN")
    calendar.add("version", "2.0")
    calendar.add("method", method)
    calendar.add_component(event)
    return str(calendar.to_ical(), "utf-8")


def _utc(on_the_wall: datetime) -> datetime:
    return on_the_wall.replace(tzinfo=LOCAL).astimezone(UTC)
