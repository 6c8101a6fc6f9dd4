"""The days and hours of a placement: a weekly pattern fills the dates, then each can be changed; and what they come to. Pure values.

A day is written as `09:30-14:30` or `09:30-14:30 less 30`, with the minutes of a break that are not counted.
"""

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, time, timedelta

from employers.clock import on_day
from employers.columns import Refused
from matching.week import DAY, Unreadable, Week

EXAMPLE = "09:30-14:30, or 09:30-14:30 less 30 with a break of 30 minutes"
MOST_DAYS = 260  # dates of one placement: a working year, far beyond any rule
_HOURS = re.compile(r"(\d{1,2})[:.](\d\d)\s*-\s*(\d{1,2})[:.](\d\d)(?:\s+less\s+(\d{1,3}))?")


class BadHours(Refused):
    """What was typed is no hours of a day, or no pattern; the sentence says how to write it."""


@dataclass(frozen=True, slots=True, order=True)
class Hours:
    """One day of it, on the clock on the wall there. `role` counts from 1, where there are several by turns."""

    day: date
    starts: time
    ends: time
    break_minutes: int = 0
    role: int | None = None

    @property
    def minutes(self) -> int:
        """Minutes there, without the break."""
        return max(0, _minute(self.ends) - _minute(self.starts) - self.break_minutes)

    @property
    def typed(self) -> str:
        """As it is written in a field."""
        less = f" less {self.break_minutes}" if self.break_minutes else ""
        return f"{self.starts:%H:%M}-{self.ends:%H:%M}{less}"

    @property
    def said(self) -> str:
        """As it is read: `09:30–14:30, less 30 minutes`."""
        less = f", less {self.break_minutes} minutes" if self.break_minutes else ""
        return f"{self.starts:%H:%M}–{self.ends:%H:%M}{less}"


@dataclass(frozen=True, slots=True)
class Totals:
    """What days come to. `weeks` are the minutes of each week by its Monday; `first` and `last` are None where there is no day."""

    days: int
    minutes: int
    weeks: dict[date, int]
    first: date | None
    last: date | None

    @property
    def hours_most(self) -> float:
        """Hours of the fullest week."""
        return max(self.weeks.values(), default=0) / 60

    @property
    def calendar_days(self) -> int:
        """From the first day to the last, both counted."""
        return (self.last - self.first).days + 1 if self.first and self.last else 0


def fill(
    first: date, last: date, pattern: str, break_minutes: int = 0, off: Callable[[date], bool] = lambda _: False
) -> list[Hours]:
    """The dates of a weekly pattern from one day to another, both included, but for those that are `off`. Raises BadHours."""
    if last < first:
        raise BadHours("The last day is before the first. Write a later one.")
    if (last - first).days > MOST_DAYS * 2:
        raise BadHours("That is longer than a year and a half. Write an earlier last day.")
    spans = _spans(pattern)
    made = []
    for ahead in range((last - first).days + 1):
        day = first + timedelta(days=ahead)
        if (span := spans.get(day.weekday())) is not None and not off(day):
            made.append(_checked(Hours(day, _time(span[0]), _time(span[1]), break_minutes)))
    return made


def read(day: date, typed: str) -> Hours | None:
    """The hours that were typed for that day; None where it was emptied. Raises BadHours."""
    text = re.sub(r"[\u2010-\u2015]", "-", typed).strip()
    if not text:
        return None
    found = _HOURS.fullmatch(text)
    try:
        if found is None:
            raise ValueError(text)
        begin, end = time(int(found[1]), int(found[2])), time(int(found[3]), int(found[4]))
    except ValueError:
        raise BadHours(f"{on_day(day)}: “{typed}” is no hours. Write {EXAMPLE}, or leave it empty.") from None
    return _checked(Hours(day, begin, end, int(found[5] or 0)))


def totals(hours: Iterable[Hours]) -> Totals:
    days = sorted(hours)
    weeks: dict[date, int] = {}
    for each in days:
        monday = each.day - timedelta(days=each.day.weekday())
        weeks[monday] = weeks.get(monday, 0) + each.minutes
    whole = sum(weeks.values())
    return Totals(len(days), whole, weeks, days[0].day if days else None, days[-1].day if days else None)


def in_rotation(hours: Sequence[Hours], lengths: Sequence[int]) -> list[Hours]:
    """The days with the role of each: the first so many in the first role, and so on. Beyond the last role there is none."""
    roles = [number for number, days in enumerate(lengths, 1) for _ in range(days)]
    return [replace(each, role=role) for each, role in zip(sorted(hours), [*roles, *[None] * len(hours)], strict=False)]


def overlapping(one: Iterable[Hours], other: Iterable[Hours]) -> list[date]:
    """The days on which both are at once."""
    known = {each.day: each for each in one}
    return [
        each.day
        for each in sorted(other)
        if (mine := known.get(each.day)) is not None and mine.starts < each.ends and each.starts < mine.ends
    ]


def _spans(pattern: str) -> dict[int, tuple[int, int]]:
    """{weekday: (from, to) in minutes}. Raises BadHours."""
    try:
        week = Week.parse(pattern)
    except Unreadable as wrong:
        raise BadHours(f"The pattern cannot be read: {wrong.how}.") from None
    if week.moved_onto_grid(pattern):
        raise BadHours("Write the pattern in quarters of an hour, and change single dates afterwards.")
    if len(week.rotas) > 1 or week.seasonal:
        raise BadHours("Write one week without (term) or (holidays), and change single dates afterwards.")
    spans: dict[int, tuple[int, int]] = {}
    for span in week.rotas[0]:
        if span.day in spans or span.end > DAY - 1:
            raise BadHours("Write one stretch a day that ends before midnight, such as Mon-Fri 09:30-14:30.")
        spans[span.day] = span.start, span.end
    if not spans:
        raise BadHours("The pattern has no day. Write one such as Mon-Fri 09:30-14:30.")
    return spans


def _checked(hours: Hours) -> Hours:
    if hours.ends <= hours.starts:
        raise BadHours(f"{on_day(hours.day)}: {hours.said} ends before it starts. Write {EXAMPLE}.")
    if not hours.minutes:
        raise BadHours(f"{on_day(hours.day)}: the break leaves no time. Write {EXAMPLE}.")
    return hours


def _minute(at: time) -> int:
    return at.hour * 60 + at.minute


def _time(minute: int) -> time:
    return time(minute // 60, minute % 60)
