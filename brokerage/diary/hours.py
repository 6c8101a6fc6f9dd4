"""Quarters of an hour, as the tables keep them: counted from the first of January 2000, on the clock on the wall."""

from datetime import datetime, timedelta

FIRST = datetime(2000, 1, 1)  # noqa: DTZ001 (local clock time, as slots are)
QUARTER = timedelta(minutes=15)


def begins(quarter: int) -> datetime:
    """When a quarter begins."""
    return FIRST + quarter * QUARTER


def quarters(start: datetime, end: datetime) -> range:
    """Those of which some lies between the two."""
    return range((start - FIRST) // QUARTER, -((FIRST - end) // QUARTER))
