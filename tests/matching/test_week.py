import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from strategies import WEEKS

from matching.week import ALL_MINUTES, DAY, WEEK, Span, Unreadable, Week, arcs, bits, clock, covered, day_names


@pytest.mark.parametrize(
    ("text", "printed"),
    [
        ("Mon-Fri 09:00-17:00; Sat 10:00-14:00", "Mon-Fri 09:00-17:00; Sat 10:00-14:00"),
        ("mon,wed 9:00-12:30", "Mon,Wed 09:00-12:30"),
        ("Fri-Mon 10:00-11:00", "Mon,Fri-Sun 10:00-11:00"),
        ("daily 00:00-24:00", "any"),
        ("any", "any"),
        ("none", "none"),
        ("daily 22:00-06:00", "daily 22:00-06:00"),
        ("Sun 22:00-06:00", "Sun 22:00-06:00"),
        ("Monday–Friday 09:00–12:00", "Mon-Fri 09:00-12:00"),
        ("Mon-Fri 09:00-12:00 (term); Mon 10:00-11:00 (Holidays)", "Mon-Fri 09:00-12:00 (term); Mon 10:00-11:00 (holidays)"),
        ("Mon-Fri 06:00-14:00 / Mon-Fri 14:00-22:00", "Mon-Fri 06:00-14:00 / Mon-Fri 14:00-22:00"),
        ("Mon 09:00-12:00 / none", "Mon 09:00-12:00 / none"),
        ("Mon 09:00-12:00;", "Mon 09:00-12:00"),
        ("Mon 00:00-24:00", "Mon 00:00-24:00"),
    ],
)  # fmt: skip
def test_a_pattern_is_read_and_written(text, printed):
    week = Week.parse(text)

    assert str(week) == printed
    assert Week.parse(printed) == week
    assert hash(Week.parse(printed)) == hash(week)


@pytest.mark.parametrize(
    ("text", "how"),
    [
        ("", "write a weekly pattern"),
        ("weekdays", "'weekdays' is not a day and a time"),
        ("Mon 9-5", "'Mon 9-5' is not a day and a time"),
        ("Mnday 09:00-17:00", "'Mnday' is not a day"),
        ("Mon 09:00-25:00", "25:00 is not a time of day"),
        ("Mon 09:75-10:00", "09:75 is not a time of day"),
        ("Mon 24:00-06:00", "24:00 can only end a day"),
        ("Mon 09:00-09:00", "ends when it starts"),
        ("Mon 09:00-12:00 (summer)", "(summer) is not known; write (term) or (holidays)"),
        ("Mon 09:00-12:00 / ", "one week of the rota is empty"),
        ("Mon 09:00-12:00 / ; / none", "one week of the rota is empty"),
    ],
)
def test_what_cannot_be_read_says_how_to_write_it(text, how):
    with pytest.raises(Unreadable) as refused:
        Week.parse(text)

    assert how in refused.value.how


@pytest.mark.parametrize(
    ("text", "off_grid", "printed"),
    [
        ("Mon 09:05-16:50", "widen", "Mon 09:00-17:00"),
        ("Mon 09:05-16:50", "narrow", "Mon 09:15-16:45"),
        ("Mon 09:05-09:20", "narrow", "none"),
        ("Mon 23:50-00:10", "widen", "Mon 23:45-00:15"),
        ("Mon 08:00-23:55", "widen", "Mon 08:00-24:00"),
        ("Mon 23:50-00:20", "narrow", "Tue 00:00-00:15"),
    ],
)
def test_times_off_the_grid_widen_a_shift_and_narrow_availability(text, off_grid, printed):
    week = Week.parse(text, off_grid)

    assert week.moved_onto_grid(text)
    assert not week.moved_onto_grid("Mon 09:00-17:15")
    assert covered(week, 0, "term") == covered(Week.parse(printed), 0, "term")
    assert str(week) == printed


@pytest.mark.parametrize("text", WEEKS)
def test_any_pattern_comes_back_from_its_own_text(text):
    week = Week.parse(text)

    assert Week.parse(str(week)) == week
    assert str(Week.parse(str(week))) == str(week)


def test_a_night_belongs_to_the_day_it_starts_and_runs_into_the_next():
    week = Week.parse("Sun 22:00-06:00")

    assert week.rotas == ((Span(6, 1320, 1800),),)
    assert arcs(covered(week, 0, "term")) == ((6 * DAY + 1320, WEEK + 360),)
    assert covered(week, 0, "term").bit_count() == 480


def test_seasons_and_rota_weeks_stand_apart():
    week = Week.parse("Mon 09:00-10:00 (term); Tue 09:00-11:00 (holidays) / Wed 09:00-12:00")

    minutes = [[covered(week, rota, season).bit_count() for rota in (0, 1, 2)] for season in ("term", "holidays")]

    assert minutes == [[60, 180, 60], [120, 180, 120]]  # the third week is the first again
    assert week.seasonal
    assert not Week.parse("any").seasonal


def test_emptiness():
    assert Week.parse("none").empty
    assert Week.parse("none / none").empty
    assert not Week.parse("none / Mon 09:00-10:00").empty
    assert Week.parse("any") != Week.parse("none")
    assert Week.parse("any") != "any"


@settings(max_examples=50, derandomize=True, deadline=None, database=None)
@given(st.lists(st.tuples(st.integers(0, WEEK - 1), st.integers(0, WEEK + 60)), max_size=5))
def test_arcs_are_the_runs_of_their_minutes(stretches):
    found = bits((start, start + length) for start, length in stretches)
    slow = {minute % WEEK for start, length in stretches for minute in range(start, start + length)}

    assert {minute for minute, bit in enumerate(reversed(f"{found:b}")) if bit == "1"} == slow
    assert bits(arcs(found)) == found
    assert sum(end - start for start, end in arcs(found)) == len(slow)
    assert list(arcs(found)) == sorted(arcs(found))


def test_the_whole_week_is_one_arc():
    assert arcs(ALL_MINUTES) == ((0, WEEK),)
    assert arcs(0) == ()
    assert bits([(WEEK - 60, WEEK + 60)]) == bits([(0, 60), (WEEK - 60, WEEK)])


def test_days_and_times_as_a_person_writes_them():
    assert day_names(range(7)) == "daily"
    assert day_names([4, 0, 1]) == "Mon,Tue,Fri"
    assert day_names([0, 1, 2, 4]) == "Mon-Wed,Fri"
    assert (clock(0), clock(545), clock(DAY), clock(DAY + 30)) == ("00:00", "09:05", "24:00", "00:30")


@pytest.mark.parametrize(
    ("text", "quarters"),
    [("Mon 02:55-02:41", 96), ("Sun 00:05-00:01", 97), ("Mon 08:40-08:39", 97), ("daily 13:10-13:05", 672)],
)
def test_a_span_widened_to_a_day_or_more_can_be_written_and_read_back(text, quarters):
    week = Week.parse(text)
    assert Week.parse(str(week)) == week
    assert covered(week, 0, "term").bit_count() == 15 * quarters
