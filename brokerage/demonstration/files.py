"""Hallbrook, an invented town, and its programme: people, employers, promises and jobs, with dates relative to a day.

All of it is made up: names, addresses, the postcode area HB. It is written as the rows of the files that anybody may import.
Dates stand as `{+90}`, 90 days on, or `{Mon+3}`, the Monday three weeks after this week's; `{-30}` lies in the past.
"""

import re
from datetime import date, timedelta

from brokerage.demonstration import employers, people, vacancies

KINDS = ("employers", "agreements", "vacancies", "participants", "slots")  # in the order in which one names another
Row = dict[str, str]
WEEKDAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")


def rows(kind: str, today: date) -> list[Row]:
    """The rows of one kind of file, as somebody would have typed them on that day."""
    written: dict[str, list[Row]] = {
        "employers": employers.EMPLOYERS,
        "agreements": employers.AGREEMENTS,
        "vacancies": vacancies.VACANCIES,
        "participants": people.PARTICIPANTS,
        "slots": employers.SLOTS,
    }
    return [{column: _dated(cell, today) for column, cell in row.items()} for row in written[kind]]


def _dated(cell: str, today: date) -> str:
    return re.sub(r"\{(\w{3})?([+-]\d+)\}", lambda mark: _day(mark[1], int(mark[2]), today).isoformat(), cell)


def _day(weekday: str | None, ahead: int, today: date) -> date:
    if weekday is None:
        return today + timedelta(days=ahead)
    monday = today - timedelta(days=today.weekday())
    return monday + timedelta(weeks=ahead, days=WEEKDAYS.index(weekday))
