"""What stands in somebody's diary: one entry, and the days on which one that comes again falls. Values only; nothing is stored here.

Times are those of the clock on the wall, so that an entry at 09:00 stays at 09:00 when the clocks change.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

WEEK = timedelta(weeks=1)


@dataclass(frozen=True, slots=True)
class Again:
    """Comes again every so many weeks, until a last day if there is one, but not on some days.

    `weekdays` (0 is Monday): none named is that of the first time. The weeks are counted from that of the first time, from Monday."""

    weeks: int = 1
    weekdays: tuple[int, ...] = ()
    last: date | None = None
    but: frozenset[date] = frozenset()


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One entry. `uid` stays the same whatever happens to it, and the highest `number` counts; `changed_at` is UTC.

    `starts` and `ends` are dates where it takes the day. `off`: it was given up; `open`: it was agreed, and is being changed. `busy`: whoever's diary it is has to be there.
    `who` and `page` (an address here) are for pages alone: they go into no calendar elsewhere."""

    uid: str
    number: int
    changed_at: datetime
    starts: date
    ends: date
    summary: str
    where: str
    off: bool = False
    open: bool = False
    busy: bool = True
    again: Again | None = None
    who: str = ""
    page: str = ""

    def __post_init__(self) -> None:
        weekdays = self.again.weekdays if self.again else ()
        if weekdays and self.starts.weekday() not in weekdays:
            raise ValueError("An entry that comes again begins on one of its own weekdays.")

    @property
    def day(self) -> date:
        return self.starts.date() if isinstance(self.starts, datetime) else self.starts

    @property
    def timed(self) -> bool:
        return isinstance(self.starts, datetime)


def times(entry: Entry, first: date, last: date) -> Iterator[Entry]:
    """Each time of an entry that begins within these days, both included, as an entry of its own."""
    for day in _days(entry, last):
        if day >= first:
            by = day - entry.day
            yield replace(entry, starts=entry.starts + by, ends=entry.ends + by, again=None)


def spread(entries: Iterable[Entry], first: date, last: date) -> dict[date, list[Entry]]:
    """{day: what stands on it}, for every day from the first to the last; what takes the day first, then by time."""
    days: dict[date, list[Entry]] = {first + timedelta(days=each): [] for each in range((last - first).days + 1)}
    for entry in entries:
        for each in times(entry, first, last):
            days[each.day].append(each)
    for those in days.values():
        those.sort(key=lambda each: (each.timed, each.starts if each.timed else "", each.summary, each.uid))
    return days


def _days(entry: Entry, last: date) -> Iterator[date]:
    again = entry.again
    if again is None:
        if entry.day <= last:
            yield entry.day
        return
    until = min(last, again.last) if again.last else last
    monday = entry.day - timedelta(days=entry.day.weekday())
    weekdays = sorted(again.weekdays or (entry.day.weekday(),))
    while monday <= until:
        for weekday in weekdays:
            day = monday + timedelta(days=weekday)
            if entry.day <= day <= until and day not in again.but:
                yield day
        monday += again.weeks * WEEK
