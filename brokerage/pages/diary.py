"""My calendar: everything in which I have a part, a week or a day of it. A calendar elsewhere has the same entries."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from flask import Blueprint, abort, render_template, request
from sqlalchemy.orm import Session

from brokerage import diaries
from brokerage.access import who
from brokerage.accounts import User
from brokerage.pages.acting import moment
from employers.clock import local
from employers.db import reading
from employers.times.diary import WEEK, Entry, spread
from matching import grammar

pages = Blueprint("diary", __name__, url_prefix="/calendar")
DAY_BEGINS, DAY_ENDS = 8, 18  # o'clock, at the least
QUARTER = 15  # minutes, a row of the time column
LANES = 4


@dataclass(frozen=True)
class Placed:
    """Where an entry stands in the time column: its first row (from 1), how many it takes, and beside how many others."""

    entry: Entry
    row: int
    rows: int
    lane: int


@pages.get("")
def week() -> str:
    """What do I have this week?"""
    today = local(moment()).date()
    monday = _monday(request.args.get("week", ""), today)
    with reading() as session:
        days = _days(session, monday, monday + timedelta(days=6))
        shown = {day: those for day, those in days.items() if day.weekday() < 5 or those}
        return render_template(
            "diary/week.html",
            days=shown,
            count=sum(not each.off for those in days.values() for each in those),
            monday=monday,
            today=today,
            here=monday <= _monday_to_come(today) < monday + WEEK,
            before=monday - WEEK,
            after=monday + WEEK,
        )


@pages.get("/<when>")
def day(when: str) -> str:
    """What do I have that day, one after another?"""
    try:
        on = grammar.day(when)
    except ValueError:
        abort(404)
    with reading() as session:
        those = _days(session, on, on)[on]
        begins, ends = _hours(those)
        placed = _placed([each for each in those if each.timed], begins, ends)
        return render_template(
            "diary/day.html",
            on=on,
            whole=[each for each in those if not each.timed],
            placed=placed,
            lanes=max((each.lane for each in placed), default=1),
            hours=range(begins, ends),
            quarters=60 // QUARTER,
            before=on - timedelta(days=1),
            after=on + timedelta(days=1),
            today=local(moment()).date(),
        )


def _days(session: Session, first: date, last: date) -> dict[date, list[Entry]]:
    me = session.get_one(User, who().id)
    return spread(diaries.entries(session, me, diaries.between(first, last, moment())), first, last)


def _monday(asked: str, today: date) -> date:
    try:
        on = grammar.day(asked)
    except ValueError:
        on = _monday_to_come(today)
    return on - timedelta(days=on.weekday())


def _monday_to_come(today: date) -> date:
    """At the week's end the next one counts."""
    return today + timedelta(days=2 if today.weekday() > 4 else 0)


def _hours(those: Sequence[Entry]) -> tuple[int, int]:
    """From which hour to which the column runs."""
    timed = [each for each in those if each.timed]
    begins = [_minute(each, each.starts) // 60 for each in timed]
    ends = [-(-_minute(each, each.ends) // 60) for each in timed]
    return min([DAY_BEGINS, *begins]), max([DAY_ENDS, *ends])


def _placed(those: Sequence[Entry], begins: int, ends: int) -> list[Placed]:
    """Each entry beside those that it overlaps with; with very many at once, the last lane has several."""
    free, placed = [0] * LANES, []
    for each in those:
        first = (_minute(each, each.starts) - begins * 60) // QUARTER
        rows = max(2, -(-(_minute(each, each.ends) - begins * 60) // QUARTER) - first)  # two rows hold its words
        rows = min(rows, (ends - begins) * 60 // QUARTER - first)
        lane = next((number for number, until in enumerate(free) if until <= first), LANES - 1)
        free[lane] = first + rows
        placed.append(Placed(each, first + 1, rows, lane + 1))
    return placed


def _minute(entry: Entry, at: date) -> int:
    """Minutes from that day's midnight, its end at the most."""
    midnight = datetime.combine(entry.day, datetime.min.time())
    return min(24 * 60, (at - midnight) // timedelta(minutes=1)) if isinstance(at, datetime) else 0
