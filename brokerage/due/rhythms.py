"""How often something is due: on which days, at which time on the clock in London, in UTC where a moment is meant.

Each rhythm knows its newest due time up to now and its next one after it. Nothing is due between 01:00 and 02:00, an hour that comes twice
when the clocks go back and not at all when they go forward.
"""

from dataclasses import dataclass
from datetime import datetime, time, timedelta
from typing import Protocol

from brokerage.diary.workdays import moment, quiet, working
from employers.clock import local

LOOK_AROUND = 14  # days; more than any run of days on which nobody works
NATIONS = {"ENG": "England", "WLS": "Wales", "SCT": "Scotland", "NIR": "Northern Ireland"}
DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
FIRST = datetime(2000, 1, 1)  # noqa: DTZ001 (UTC, as moments are stored)


class Rhythm(Protocol):
    def due(self, now: datetime, last: datetime | None) -> datetime | None:
        """The newest due time up to `now`, unless it or a later one was done `last`. All in UTC."""

    def next(self, now: datetime) -> datetime:
        """The first due time after `now`."""

    def words(self) -> str:
        """As it is said in a list."""


@dataclass(frozen=True, slots=True)
class Daily:
    """Once a day at a time on the clock in London; on working days only where `country` names whose."""

    at: time
    country: str | None = None

    def due(self, now: datetime, last: datetime | None) -> datetime | None:
        today = local(now).date()
        for back in range(LOOK_AROUND):
            day = today - timedelta(days=back)
            if self.country is not None and not working(day, self.country):
                continue
            if (due := moment(day, self.at)) <= now:
                return due if last is None or last < due else None
        return None

    def next(self, now: datetime) -> datetime:
        day = local(now).date()
        while moment(day, self.at) <= now or (self.country is not None and not working(day, self.country)):
            day += timedelta(days=1)
        return moment(day, self.at)

    def words(self) -> str:
        days = f"On working days in {NATIONS[self.country]}" if self.country is not None else "Every day"
        return f"{days} at {self.at:%H:%M}"


@dataclass(frozen=True, slots=True)
class Weekly:
    """Once a week, bank holidays or not. `weekday`: 0 is Monday."""

    weekday: int
    at: time

    def due(self, now: datetime, last: datetime | None) -> datetime | None:
        day = local(now).date()
        while day.weekday() != self.weekday or moment(day, self.at) > now:
            day -= timedelta(days=1)
        due = moment(day, self.at)
        return due if last is None or last < due else None

    def next(self, now: datetime) -> datetime:
        day = local(now).date()
        while day.weekday() != self.weekday or moment(day, self.at) <= now:
            day += timedelta(days=1)
        return moment(day, self.at)

    def words(self) -> str:
        return f"Every {DAYS[self.weekday]} at {self.at:%H:%M}"


@dataclass(frozen=True, slots=True)
class Every:
    """Every so many minutes, counted from midnight UTC on 1 January 2000: no process has to remember when it began."""

    minutes: int

    def due(self, now: datetime, last: datetime | None) -> datetime | None:
        due = self._up_to(now)
        while quiet(due):
            due -= self._step
        return due if last is None or last < due else None

    def next(self, now: datetime) -> datetime:
        due = self._up_to(now) + self._step
        while quiet(due):
            due += self._step
        return due

    def words(self) -> str:
        return "Every hour" if self.minutes == 60 else f"Every {self.minutes} minutes"

    def _up_to(self, now: datetime) -> datetime:
        return FIRST + (now - FIRST) // self._step * self._step

    @property
    def _step(self) -> timedelta:
        return timedelta(minutes=self.minutes)
