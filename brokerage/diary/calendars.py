"""Diaries as calendars: when and where, and not whom. iCalendar, RFC 5545; methods, RFC 5546; names and looks, RFC 7986.

What is said of an interview in a letter and in a calendar that somebody subscribed to has one UID: a program shows it once.
"""

from collections.abc import Iterable
from datetime import UTC, date, datetime, time, timedelta
from typing import TYPE_CHECKING, Literal

from brokerage import settings
from employers.clock import LOCAL
from employers.models import Slot
from employers.times.diary import Again, Entry

if TYPE_CHECKING:
    from icalendar import Calendar, Event

DAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
Method = Literal["PUBLISH", "CANCEL"]  # neither asks for an answer: what suits is said to a person


def ends_at(slot: Slot) -> datetime:
    """When an interview at that time is over, on the clock on the wall."""
    minutes = settings.load().interviews.minutes if slot.minutes is None else slot.minutes
    return slot.starts_at + timedelta(minutes=minutes)


def entry(
    slot: Slot, method: Method, now: datetime, *, uid: str, number: int, summary: str, where: str, sender: str
) -> str:
    """The entry as text. `uid` stays the same for all that is said of one interview; the highest `number` counts."""
    said = Entry(
        uid=uid,
        number=number,
        changed_at=now,
        starts=slot.starts_at,
        ends=ends_at(slot),
        summary=summary,
        where=where,
        off=method == "CANCEL",
    )
    calendar = _empty(method)
    calendar.add_component(_event(said, now, sender))
    return str(calendar.to_ical(), "utf-8")


def feed(entries: Iterable[Entry], *, name: str, sender: str, refresh_minutes: int) -> bytes:
    """A calendar to subscribe to. The same entries give the same bytes, whenever it is asked for."""
    calendar = _empty("PUBLISH")
    calendar.add("name", name)
    calendar.add("x-wr-calname", name)
    calendar.add("refresh-interval", timedelta(minutes=refresh_minutes), parameters={"VALUE": "DURATION"})
    calendar.add("x-published-ttl", f"PT{refresh_minutes}M")
    for each in entries:
        calendar.add_component(_event(each, each.changed_at, sender))
    calendar.add_missing_timezones()
    return bytes(calendar.to_ical())


def single(said: Entry, now: datetime, *, sender: str) -> bytes:
    """One entry to be put into a calendar by hand."""
    calendar = _empty("PUBLISH")
    calendar.add_component(_event(said, now, sender))
    calendar.add_missing_timezones()
    return bytes(calendar.to_ical())


def _empty(method: Method) -> "Calendar":
    from icalendar import Calendar  # most commands never write one

    calendar = Calendar()
    calendar.add("prodid", "-//Stepping Stone//EN")
    calendar.add("version", "2.0")
    calendar.add("method", method)
    return calendar


def _event(said: Entry, stamp: datetime, sender: str) -> "Event":
    from icalendar import Event

    event = Event()
    event.add("uid", said.uid)
    event.add("sequence", said.number)
    event.add("dtstamp", stamp.replace(tzinfo=UTC))
    event.add("dtstart", _moment(said, said.starts))
    event.add("dtend", _moment(said, said.ends))
    if said.again is not None:
        _come_again(event, said, said.again)
    event.add("summary", said.summary)
    event.add("location", said.where)
    event.add("organizer", f"mailto:{sender}")
    event.add("status", "CANCELLED" if said.off else "TENTATIVE" if said.open else "CONFIRMED")
    event.add("transp", "OPAQUE" if said.busy and not said.off else "TRANSPARENT")
    return event


def _come_again(event: "Event", said: Entry, again: Again) -> None:
    rule: dict[str, object] = {"FREQ": "WEEKLY", "INTERVAL": again.weeks}
    if again.weekdays:
        rule["BYDAY"] = [DAYS[weekday] for weekday in sorted(again.weekdays)]
    if again.last is not None:  # with a zone at the start, the end is said in UTC
        rule["UNTIL"] = _utc(datetime.combine(again.last, time(23, 59))) if said.timed else again.last
    event.add("rrule", rule)
    left_out = sorted(again.but)
    if left_out:
        first = said.starts
        on = [datetime.combine(day, first.time(), LOCAL) if isinstance(first, datetime) else day for day in left_out]
        event.add("exdate", on, parameters={} if said.timed else {"VALUE": "DATE"})


def _moment(said: Entry, at: date) -> date:
    """In UTC; of what comes again with its zone, so that it keeps its hour when the clocks change."""
    if not isinstance(at, datetime):
        return at
    return at.replace(tzinfo=LOCAL) if said.again is not None else _utc(at)


def _utc(on_the_wall: datetime) -> datetime:
    return on_the_wall.replace(tzinfo=LOCAL).astimezone(UTC)
