import pytest
from builders import a_job, a_person, check, factor, numbers, who


def hours(guaranteed, typical=None, least=16, most=40, **cells):
    job = a_job(hours_guaranteed=guaranteed, hours_typical=typical, **cells)
    return factor("hours", a_person(hours_min=least, hours_max=most), job)


@pytest.mark.parametrize(
    ("guaranteed", "typical", "least", "most", "status", "whose", "expected"),
    [
        (25, None, 16, 40, "pass", None, (1, 1, 1)),
        (16, 40, 16, 40, "pass", None, (1, 1, 1)),
        (14, None, 16, 30, "pass", None, (0.75, 0.75, 0.75)),  # two hours' tolerance; 0 at 8 hours
        (32, None, 16, 30, "pass", None, (0.866667,) * 3),  # 0 at 45 hours
        (13.9, None, 16, 30, "fail", "employer", (0.7375,) * 3),
        (33, None, 16, 30, "fail", "employer", (0.8,) * 3),
        (6, None, 16, 30, "fail", "employer", (0, 0, 0)),  # 8 hours more reach 14
        (5.9, None, 16, 30, "fail", "participant", (0, 0, 0)),
        (10, None, 30, 40, "fail", "participant", (0, 0, 0)),  # 18 hours short: more than 8 can be asked
        (20, 30, 16, 24, "unknown", "employer", (0.5, 1, 1)),  # what would really be given?
        (12, 20, 16, 24, "unknown", "employer", (0.5, 0.5, 1)),
        (0, None, 16, 40, "unknown", "employer", (0, 0, 1)),
        (0, 30, 30, 40, "unknown", "employer", (0, 0, 1)),  # zero hours never count as the usual ones
        (0, 10, 30, 40, "fail", "participant", (0, 0, 0)),
        (0, 12, 0, 20, "pass", None, (1, 1, 1)),
        (None, None, 16, 40, "unknown", "employer", (0, 0.5, 1)),
        (25, None, None, 20, "fail", "employer", (0.5, 0.5, 0.5)),  # over the most, whatever the fewest
        (10, None, None, 20, "unknown", "participant", (0, 0.5, 1)),
        (12, None, 16, None, "fail", "employer", (0.5, 0.5, 0.5)),  # under the fewest, whatever the most
        (20, None, None, None, "unknown", "participant", (0, 0.5, 1)),
    ],
)
def test_weekly_hours(guaranteed, typical, least, most, status, whose, expected):
    found = hours(guaranteed, typical, least, most)

    assert (found.status, who(found)) == (status, {whose})
    assert numbers(found) == pytest.approx(expected, abs=1e-6)


@pytest.mark.parametrize(
    ("negotiable", "whose"),
    [
        (None, "employer"),  # 8 hours may be asked about
        ("none", "participant"),
        ("hours 1", "employer"),  # 33 less 1 is 32: within two hours of 30
        ("hours 0.5", "participant"),
        ("days 1", "employer"),  # a day fewer is five hours fewer
        ("start 60", "employer"),  # five shifts each an hour shorter
        ("start 10", "participant"),  # shifts move by quarter-hours
    ],
)
def test_who_could_change_hours_that_are_too_many(negotiable, whose):
    assert who(hours(33, most=30, negotiable=negotiable)) == {whose}


def test_shifts_that_are_not_known_could_still_be_moved():
    known = hours(33, most=30, negotiable="days 1")
    unknown = hours(33, most=30, negotiable="days 1", shift=None)

    assert who(known) == who(unknown) == {"employer"}


@pytest.mark.parametrize(
    ("shift", "most", "negotiable", "status", "whose"),
    [
        ("Mon-Fri 09:30-14:30", 5, None, "pass", None),
        ("Mon-Fri 09:30-14:30", 4, None, "fail", "employer"),
        ("Mon-Fri 09:30-14:30", 3, "start 60", "fail", "participant"),
        ("Mon-Fri 09:30-14:30", 3, "start 60; finish 60", "fail", "employer"),
        ("Mon-Fri 09:30-14:30", 3, "none", "fail", "participant"),
        ("Mon 08:00-11:00; Mon 14:00-17:00", 6, None, "pass", None),
        ("Mon 08:00-11:00; Mon 14:00-17:00", 5, "none", "fail", "participant"),  # hours at work, both shifts
        ("Mon 08:00-17:00; Tue 09:00-13:00", 4, "days 1", "fail", "employer"),
        ("Mon-Fri 09:00-13:00 / Mon-Fri 08:00-18:00", 6, "none", "fail", "participant"),  # every week of the rota
        ("Fri 22:00-06:00", 8, None, "pass", None),  # a night belongs to its first day
        (None, 5, None, "unknown", "employer"),
    ],
)
def test_hours_in_a_day(shift, most, negotiable, status, whose):
    job = a_job(shift=shift, negotiable=negotiable, hours_guaranteed=25)
    found = factor("hours", a_person(day_hours_max=most), job)

    assert (found.status, who(found)) == (status, {whose})
    assert numbers(found) == (1, 1, 1)


def test_days_are_the_persons_own_where_the_worker_chooses_the_shifts():
    job = a_job(shift="daily 06:00-22:00", shifts_chosen_by_worker="yes")

    assert factor("hours", a_person(day_hours_max=4), job).status == "pass"


def test_the_usual_hours_of_a_zero_hours_job_are_never_taken_for_a_promise():
    found = check(a_person(hours_min=30), a_job(hours_guaranteed=0, hours_typical=35))

    assert found.fit == "check"
    assert next(each for each in found.factors if each.factor == "hours").low == 0
