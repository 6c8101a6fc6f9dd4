"""School calendars: weeks of term and holidays counted by hand, and what two children's holidays are together."""

from dataclasses import replace
from datetime import date

import pytest
from builders import TODAY, a_job, a_person, factor

from matching.school_year import SchoolYear, next_holidays, weeks

START = date(2026, 11, 23)  # a Monday
CHRISTMAS, HALF_TERM = (date(2026, 12, 19), date(2027, 1, 3)), (date(2027, 2, 13), date(2027, 2, 21))
NORTH = SchoolYear(
    "North", date(2026, 8, 1), date(2028, 7, 31), (CHRISTMAS, HALF_TERM, (date(2027, 5, 3), date(2027, 5, 3)))
)
# Half-term a week later, and no day off in May.
SOUTH = replace(NORTH, name="South", closed=(CHRISTMAS, (date(2027, 2, 20), date(2027, 2, 28))))


def test_weeks_are_counted_by_working_days():
    """Two weeks at Christmas, one in February, one day in May: 16 of 260 working days."""
    assert weeks((NORTH,), START) == (pytest.approx(48.8), pytest.approx(3.2))


def test_a_day_off_for_one_child_is_a_holiday():
    """South adds a week in February."""
    assert weeks((NORTH, SOUTH), START) == (pytest.approx(47.8), pytest.approx(4.2))


@pytest.mark.parametrize(
    "years", [(), (replace(NORTH, last=date(2027, 11, 20)),), (NORTH, replace(SOUTH, first=date(2027, 1, 1)))]
)
def test_a_calendar_that_ends_too_soon_says_nothing(years):
    assert weeks(years, START) is None


def test_the_next_holidays_are_a_week_or_more_and_may_have_begun():
    assert next_holidays([NORTH, SOUTH], date(2026, 12, 25)) == CHRISTMAS
    assert next_holidays([NORTH, SOUTH], date(2027, 2, 22)) == SOUTH.closed[1]
    assert next_holidays([NORTH], date(2027, 3, 1)) is None  # one day in May is none


def test_a_week_lost_in_the_holidays_weighs_as_many_weeks_as_there_are():
    person = a_person(caring="Mon-Fri 08:00-18:00 (holidays)")
    plain, loaded = (
        factor("schedule", each, a_job(starts_on=START)) for each in (person, replace(person, school_years=(NORTH,)))
    )

    assert plain.estimate == pytest.approx(1 - 1500 * 13 / 52 / 2400)
    assert loaded.estimate == pytest.approx(1 - 1500 * 3.2 / 52 / 2400)
    assert (plain.status, loaded.status) == ("fail", "fail")


def test_a_clash_in_the_holidays_says_when_the_next_ones_are():
    person = a_person(caring="Mon-Fri 08:00-18:00 (holidays)")

    assert "begin" not in factor("schedule", person, a_job()).reasons[0].text
    dated = factor("schedule", replace(person, school_years=(NORTH,)), a_job(), TODAY).reasons[0].text
    assert "cannot be worked in the school holidays. The next ones begin on 19 December 2026." in dated
