"""School terms and holidays as an authority or a school publishes them, and what a person's children have of them together."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache

WORKING_DAYS = 5


@dataclass(frozen=True, slots=True)
class SchoolYear:
    """One published calendar: the days it covers, and the stretches without school, first and last day included."""

    name: str
    first: date
    last: date
    closed: tuple[tuple[date, date], ...]

    def open_on(self, day: date) -> bool:
        """Whether it is a school day. Says nothing of days that are not covered."""
        return day.weekday() < WORKING_DAYS and not any(first <= day <= last for first, last in self.closed)


@lru_cache(maxsize=500)
def weeks(years: tuple[SchoolYear, ...], start: date) -> tuple[float, float] | None:
    """Weeks of term and of holidays in the 52 from `start`, by working days; a day off for one child is a holiday.

    `None` where no calendar is known, or one of them ends sooner."""
    days = [start + timedelta(days=ahead) for ahead in range(52 * 7)]
    if not years or any(year.first > days[0] or year.last < days[-1] for year in years):
        return None
    working = [day for day in days if day.weekday() < WORKING_DAYS]
    term = sum(all(year.open_on(day) for year in years) for day in working)
    return term / WORKING_DAYS, (len(working) - term) / WORKING_DAYS


def next_holidays(years: Iterable[SchoolYear], day: date) -> tuple[date, date] | None:
    """The first stretch of a working week or more without school, for any child, that has not ended on `day`."""
    long = [
        (first, last)
        for year in years
        for first, last in year.closed
        if last >= day and (last - first).days + 1 >= WORKING_DAYS
    ]
    return min(long, default=None)
