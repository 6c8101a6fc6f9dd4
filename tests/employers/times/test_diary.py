"""What comes again: our own days against those that a calendar program works out of the same entry, on every kind of day."""

from collections.abc import Iterable
from datetime import date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import icalendar
import pytest
import recurring_ical_events
from hypothesis import example, given
from hypothesis import settings as how_many
from hypothesis import strategies as st

from brokerage.diary import calendars
from employers.times.diary import Again, Entry, spread, times

LONDON = ZoneInfo("Europe/London")
CHANGED = datetime(2026, 1, 1)
SPRING, AUTUMN = date(2027, 3, 28), date(2026, 10, 25)  # the clocks go forward, and back


def an_entry(starts: date, hours: float = 1, again: Again | None = None, **facts: Any) -> Entry:
    length = timedelta(hours=hours) if isinstance(starts, datetime) else timedelta(days=1)
    said = {"uid": "one", "number": 1, "changed_at": CHANGED, "summary": "Visit", "where": "Tanner Row"} | facts
    return Entry(starts=starts, ends=starts + length, again=again, **said)


def as_program(entries: Iterable[Entry], first: date, last: date) -> list[tuple[date, date]]:
    """(start, end) of each time on the clock in London, as a calendar program reads the feed."""
    text = calendars.feed(entries, name="Mine", sender="us@hallbrook.example", refresh_minutes=30)
    calendar = icalendar.Calendar.from_ical(text)
    found = recurring_ical_events.of(calendar).between(first, last + timedelta(days=1))
    return sorted(((_wall(each.decoded("dtstart")), _wall(each.decoded("dtend"))) for each in found), key=str)


def _wall(at: date) -> date:
    return at.astimezone(LONDON).replace(tzinfo=None) if isinstance(at, datetime) else at


def as_page(entries: Iterable[Entry], first: date, last: date) -> list[tuple[date, date]]:
    days = spread(entries, first, last)
    return sorted(((each.starts, each.ends) for those in days.values() for each in those), key=str)


@st.composite
def comes_again(draw: st.DrawFn) -> Entry:
    first = draw(st.dates(date(2024, 1, 1), date(2030, 1, 1)))
    at = draw(st.none() | st.times().filter(lambda each: each.hour not in (0, 1, 23)))
    others = draw(st.sets(st.integers(0, 6), max_size=3))
    weekdays = tuple(sorted(others | {first.weekday()})) if others else ()
    last = draw(st.none() | st.dates(first, first + timedelta(days=700)))
    weeks = draw(st.integers(1, 6))
    free = Again(weeks, weekdays, last)
    whole = an_entry(first, again=free)
    fall = [each.day for each in times(whole, first, first + timedelta(days=120))]
    but = frozenset(draw(st.sets(st.sampled_from(fall or [first]), max_size=3)))
    starts = datetime.combine(first, at.replace(second=0, microsecond=0)) if at else first
    return an_entry(starts, again=Again(weeks, weekdays, last, but))


@how_many(max_examples=60)
@given(comes_again(), st.integers(-20, 400))
@example(an_entry(datetime(2027, 3, 1, 9), again=Again()), 0)
def test_a_program_finds_the_times_that_our_pages_show(entry: Entry, ahead: int) -> None:
    first = entry.day + timedelta(days=ahead)
    last = first + timedelta(days=60)

    assert as_program([entry], first, last) == as_page([entry], first, last)


@pytest.mark.parametrize("change", [SPRING, AUTUMN])
def test_what_is_at_nine_stays_at_nine_when_the_clocks_change(change: date) -> None:
    entry = an_entry(datetime.combine(change - timedelta(days=6), time(9)), again=Again())
    first, last = change - timedelta(days=7), change + timedelta(days=8)

    assert as_page([entry], first, last) == as_program([entry], first, last)
    assert [at.hour for at, _ in as_page([entry], first, last)] == [9, 9, 9]
    (event,) = icalendar.Calendar.from_ical(feed_of(entry)).walk("VEVENT")
    assert event["dtstart"].params["TZID"] == "Europe/London"


def test_once_is_said_in_utc_so_that_no_zone_is_needed() -> None:
    text = feed_of(an_entry(datetime(2027, 7, 1, 10, 30)))
    assert b"DTSTART:20270701T093000Z" in text
    assert b"VTIMEZONE" not in text


def test_the_leap_day_and_a_year_of_53_weeks_are_weeks_like_others() -> None:
    leap = an_entry(datetime(2028, 2, 1, 14), again=Again())
    assert date(2028, 2, 29) in {at.date() for at, _ in as_page([leap], date(2028, 2, 1), date(2028, 3, 31))}
    assert as_page([leap], date(2028, 2, 1), date(2028, 3, 31)) == as_program(
        [leap], date(2028, 2, 1), date(2028, 3, 31)
    )

    fortnight = an_entry(date(2026, 12, 17), again=Again(2))  # 2026 has 53 weeks: counting by their numbers would slip
    days = [at for at, _ in as_page([fortnight], date(2026, 12, 1), date(2027, 2, 1))]
    assert days == [date(2026, 12, 17), date(2026, 12, 31), date(2027, 1, 14), date(2027, 1, 28)]
    assert as_program([fortnight], date(2026, 12, 1), date(2027, 2, 1)) == [
        (day, day + timedelta(days=1)) for day in days
    ]


def test_a_bank_holiday_is_left_out_and_the_last_day_counts() -> None:
    again = Again(1, (0, 3), date(2027, 4, 1), frozenset({date(2027, 3, 29)}))
    entry = an_entry(datetime(2027, 3, 22, 9, 30), again=again)
    found = as_page([entry], date(2027, 3, 1), date(2027, 5, 1))

    assert [at.date() for at, _ in found] == [date(2027, 3, 22), date(2027, 3, 25), date(2027, 4, 1)]
    assert as_program([entry], date(2027, 3, 1), date(2027, 5, 1)) == found


def test_an_entry_that_begins_on_none_of_its_days_is_refused() -> None:
    with pytest.raises(ValueError, match="begins on one of its own weekdays"):
        an_entry(date(2027, 1, 14), again=Again(1, (0,)))


def test_what_takes_the_day_stands_first() -> None:
    day = date(2027, 1, 14)
    late, whole = an_entry(datetime(2027, 1, 14, 15), uid="late"), an_entry(day, uid="whole")
    early = an_entry(datetime(2027, 1, 14, 9), uid="early")

    assert [each.uid for each in spread([late, whole, early], day, day)[day]] == ["whole", "early", "late"]


def test_hostile_words_stay_words() -> None:
    hostile = "Row 1\r\nATTENDEE:mailto:x@y.example\r\nEND:VEVENT;,\\"
    (event,) = icalendar.Calendar.from_ical(feed_of(an_entry(date(2027, 1, 14), where=hostile))).walk("VEVENT")
    assert "ATTENDEE" not in event
    assert "ATTENDEE:mailto" in event["location"]


def feed_of(entry: Entry) -> bytes:
    return calendars.feed([entry], name="Mine", sender="us@hallbrook.example", refresh_minutes=30)
