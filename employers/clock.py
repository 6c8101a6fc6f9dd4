"""The clock on the wall. Moments are stored in UTC; a slot stands in the time that people there read off a clock."""

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

LOCAL = ZoneInfo("Europe/London")


def local(moment: datetime) -> datetime:
    """A moment in UTC as the clock on the wall shows it; neither says its zone."""
    return moment.replace(tzinfo=UTC).astimezone(LOCAL).replace(tzinfo=None)


def steady(at: datetime) -> bool:
    """Whether the clock on the wall shows that moment once: it lies in no hour that a clock change skips or repeats."""
    there = at.replace(tzinfo=LOCAL)
    return there.utcoffset() == there.replace(fold=1).utcoffset()


def on_day(day: date) -> str:
    """`14 January`, as it is said in a sentence."""
    return f"{day.day} {day:%B}"
