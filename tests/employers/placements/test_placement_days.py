"""The days of a placement: a pattern fills them, each can be changed, and the figures are those that a calendar gives."""

from datetime import date, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as some

from employers.placements.days import BadHours, Hours, fill, in_rotation, overlapping, read, totals

MONDAY = date(2027, 1, 18)
FIVE_HOURS = "Mon-Fri 09:30-14:30"


def test_a_pattern_fills_the_dates_but_for_those_that_are_off() -> None:
    made = fill(MONDAY, MONDAY + timedelta(days=11), FIVE_HOURS, off=lambda day: day == date(2027, 1, 20))

    assert [each.day.day for each in made] == [18, 19, 21, 22, 25, 26, 27, 28, 29]
    assert totals(made).minutes == 9 * 5 * 60
    assert totals(made).hours_most == 25
    assert totals(made).calendar_days == 12


def test_a_break_is_not_counted_and_what_is_written_is_read_back() -> None:
    hours = read(MONDAY, "9:30 - 14:30 less 30".replace(" - ", "-"))

    assert hours == Hours(MONDAY, time(9, 30), time(14, 30), 30)
    assert hours is not None
    assert hours.minutes == 270
    assert read(MONDAY, hours.typed) == hours
    assert read(MONDAY, "09:30–14:30") == Hours(MONDAY, time(9, 30), time(14, 30))
    assert read(MONDAY, " ") is None


@pytest.mark.parametrize("typed", ["14:30-09:30", "25:00-26:00", "in the morning", "09:30-10:00 less 30", "09:30"])
def test_what_is_no_hours_is_refused_with_the_day(typed: str) -> None:
    with pytest.raises(BadHours, match="18 January"):
        read(MONDAY, typed)


@pytest.mark.parametrize(
    "pattern",
    ["", "Fri 22:00-06:00", "Mon 09:00-10:00; Mon 11:00-12:00", "Mon 09:10-10:00", "Mon 09:00-10:00 (term)", "none"],
)
def test_a_pattern_that_fills_no_dates_is_refused(pattern: str) -> None:
    with pytest.raises(BadHours):
        fill(MONDAY, MONDAY + timedelta(days=6), pattern)


def test_roles_take_turns_in_the_order_of_the_days() -> None:
    made = in_rotation(fill(MONDAY, MONDAY + timedelta(days=6), FIVE_HOURS), [3, 1])

    assert [each.role for each in made] == [1, 1, 1, 2, None]


def test_two_overlap_only_where_their_hours_do() -> None:
    morning = [Hours(MONDAY, time(9), time(12))]

    assert overlapping(morning, [Hours(MONDAY, time(12), time(15))]) == []
    assert overlapping(morning, [Hours(MONDAY, time(11, 59), time(15))]) == [MONDAY]
    assert overlapping(morning, [Hours(MONDAY + timedelta(days=1), time(9), time(12))]) == []


@given(
    some.dates(date(2026, 1, 1), date(2028, 12, 31)), some.integers(0, 60), some.sets(some.integers(0, 6), min_size=1)
)
def test_filled_days_are_those_of_a_calendar(first: date, length: int, weekdays: set[int]) -> None:
    names = ",".join(["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"][day] for day in sorted(weekdays))
    last = first + timedelta(days=length)

    made = fill(first, last, f"{names} 10:00-12:00")

    slow = [day for ahead in range(length + 1) if (day := first + timedelta(days=ahead)).weekday() in weekdays]
    assert [each.day for each in made] == slow
    assert totals(made).minutes == 120 * len(slow) == sum(totals(made).weeks.values())
