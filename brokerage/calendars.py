"""An interview as a calendar entry that goes with a letter: when and where, and not whom. iCalendar, RFC 5545; methods, RFC 5546."""

from datetime import UTC, datetime, timedelta
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
    from icalendar import Calendar, Event  # most commands never write one

    event = Event()
    event.add("uid", uid)
    event.add("sequence", number)
    event.add("dtstamp", now.replace(tzinfo=UTC))
    event.add("dtstart", _utc(slot.starts_at))
    event.add("dtend", _utc(ends_at(slot)))
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
