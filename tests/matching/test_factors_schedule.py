"""The shift beside the time a person has. Home, school and work are at one spot unless said: a journey of 0, and 10 minutes' margin.

Lost minutes are counted by hand; the number is 1 - lost / 2400, term weeks counting 39 and holiday weeks 13 of 52."""

import pytest
from builders import TOWN, a_job, a_person, check, factor, north, numbers, who


def schedule(person: dict, job: dict):
    return factor("schedule", a_person(**person), a_job(**job))


def lost(term: float, holidays: float | None = None) -> float:
    holidays = term if holidays is None else holidays
    return max(0, 1 - (term * 39 + holidays * 13) / 52 / 2400)


@pytest.mark.parametrize(
    ("available", "caring", "shift"),
    [
        ("any", "none", "daily 00:00-24:00"),
        ("Mon-Fri 09:00-15:00", "none", "Mon-Fri 09:15-14:45"),
        ("Mon-Fri 09:00-15:00", "Sat 08:00-12:00", "Mon-Fri 09:15-14:45"),
        ("any", "Mon 14:45-18:00", "Mon 09:30-14:30"),
        ("Sun 20:00-07:00", "none", "Sun 22:00-06:00"),  # over Sunday midnight
        ("Sun 20:00-24:00; Mon 00:00-07:00", "none", "Sun 22:00-06:00"),
        ("daily 00:00-24:00", "none", "Fri 22:00-06:00"),
        ("Mon-Fri 08:00-17:00 / Mon-Fri 08:00-18:00", "none", "Mon 09:00-13:00 / Fri 12:00-16:00"),
    ],
)
def test_all_of_a_shift_in_free_time_with_the_margin(available, caring, shift):
    found = schedule({"available": available, "caring": caring}, {"shift": shift})

    assert found.status == "pass"
    assert numbers(found) == (1, 1, 1)


@pytest.mark.parametrize(
    ("available", "caring", "shift", "minutes"),
    [
        ("Mon-Fri 09:30-14:30", "none", "Mon-Fri 09:30-14:30", 100),  # the margin at both ends of five days
        ("any", "Mon 12:00-13:00", "Mon-Fri 09:30-14:30", 80),
        ("Mon-Thu 08:00-18:00", "none", "Mon-Fri 09:30-14:30", 300),
        ("none", "none", "Mon-Fri 09:30-14:30", 1500),
        ("none", "none", "daily 08:00-16:00", 2400),
        ("Sun 20:00-24:00", "none", "Sun 22:00-06:00", 370),
        ("any", "Mon 05:00-07:00", "Sun 22:00-06:00", 70),
        ("daily 08:00-13:30", "none", "Mon-Fri 09:00-13:00 / Mon-Fri 13:00-17:00", 550),  # 1100 every other week
        ("Mon-Fri 08:00-18:00 / none", "none", "Mon-Fri 09:30-14:30", 750),  # a rota of the person's
    ],
)
def test_what_is_lost_is_what_the_number_lacks(available, caring, shift, minutes):
    found = schedule({"available": available, "caring": caring}, {"shift": shift, "negotiable": "none"})

    assert (found.status, who(found)) == ("fail", {"participant"})
    assert numbers(found) == pytest.approx((lost(minutes),) * 3, abs=1e-6)


@pytest.mark.parametrize(
    ("available", "shift", "negotiable", "whose"),
    [
        ("Mon-Fri 09:30-14:30", "Mon-Fri 09:30-14:30", None, "employer"),  # not asked: 90 minutes at both ends
        ("Mon-Fri 09:30-14:30", "Mon-Fri 09:30-14:30", "start 15; finish 15", "employer"),
        ("Mon-Fri 09:30-14:30", "Mon-Fri 09:30-14:30", "start 60", "participant"),  # the finish stays
        ("Mon-Fri 09:30-14:30", "Mon-Fri 09:30-14:30", "start 10; finish 10", "participant"),  # quarter-hours
        ("Mon-Thu 08:00-18:00", "Mon-Fri 09:30-14:30", None, "employer"),  # a day fewer
        ("Mon-Thu 08:00-18:00", "Mon-Fri 09:30-14:30", "days 1", "employer"),
        ("Mon-Wed 08:00-18:00", "Mon-Fri 09:30-14:30", "days 1", "participant"),
        ("Mon-Wed 08:00-18:00", "Mon-Fri 09:30-14:30", "days 2", "employer"),
        ("Mon 09:30-12:00", "Mon 09:00-11:00", None, "employer"),  # a short shift moves as far as it can
        ("Mon 09:00-10:30; Tue 08:00-18:00", "Mon 09:00-11:00; Tue 09:00-11:00", "start 60; finish 60", "employer"),
    ],
)
def test_who_could_change_a_clash(available, shift, negotiable, whose):
    assert who(schedule({"available": available}, {"shift": shift, "negotiable": negotiable})) == {whose}


def test_the_journey_is_taken_off_at_both_ends():
    """By bus 22, 35, 54 minutes, and 10: on a slow day 19 minutes are lost at the start and 4 at the finish."""
    found = schedule({"available": "Mon-Fri 08:45-15:30", "travel_modes": "bus"}, {"site": north(4)})

    assert (found.status, who(found)) == ("unknown", {"programme"})
    assert numbers(found) == pytest.approx((lost(23 * 5), 1, 1), abs=1e-6)


def test_with_no_mode_within_its_limit_the_largest_limit_is_reckoned_with():
    """By bus 22, then 35 and 54, over the limit of 30; on foot 61, 63, 67 where up to 90 is all right."""
    only_bus = {"available": "Mon-Fri 08:30-16:00", "travel_modes": "bus", "travel_max": "30"}
    both = {**only_bus, "travel_modes": "walk; bus", "travel_max": "walk 90; bus 30"}

    bus, walk = (schedule(each, {"site": north(4.04)}) for each in (only_bus, both))

    assert numbers(bus) == pytest.approx((lost(4 * 5), 1, 1), abs=1e-6)
    assert numbers(walk) == pytest.approx((lost(17 * 5), lost(13 * 5), 1), abs=1e-6)
    longest = {**only_bus, "travel_max": "bus 21; rail 90"}  # 90 and 10 minutes, though the bus takes 22 to 54
    assert numbers(schedule(longest, {"site": north(4.04)})) == pytest.approx(
        (lost(250), lost(250), lost(250)), abs=1e-6
    )


def test_work_at_home_has_no_margin():
    found = schedule({"available": "Mon-Fri 09:30-14:30", "home": None}, {"home_working": "all", "site": None})

    assert (found.status, numbers(found)) == ("pass", (1, 1, 1))


RUN = {"school": TOWN, "drop_off": "08:50", "pick_up": "15:15"}


@pytest.mark.parametrize(
    ("shift", "minutes"),
    [
        ("Mon-Fri 09:00-15:00", 0),
        ("Sat 08:00-16:00; Sun 08:00-16:00", 0),  # no school
        ("Mon-Fri 15:30-20:00", 0),  # after the pick-up
        ("Mon-Fri 08:45-15:00", 75),  # from the gate at 08:50 and 10 minutes
        ("Mon-Fri 09:00-15:30", 100),  # around 15:15
        ("Mon-Fri 08:00-13:00", 100),  # across the drop-off
        ("Mon-Fri 08:00-16:00", 200),
        ("Sun 22:00-09:00", 20),  # into Monday
    ],
)
def test_the_school_run_in_term(shift, minutes):
    found = schedule(RUN, {"shift": shift, "negotiable": "none"})

    assert (found.status, who(found)) == (("fail", {"programme"}) if minutes else ("pass", {None}))
    assert numbers(found) == pytest.approx((lost(minutes, 0),) * 3, abs=1e-6)


@pytest.mark.parametrize(
    ("negotiable", "childcare", "whose", "fit"),
    [
        (None, None, "employer", "ask_employer"),
        ("start 30", "yes", "employer", "ask_employer"),  # an ask comes before a step
        ("start 15", "yes", "programme", "with_a_step"),  # 08:45 is not late enough
        ("none", None, "programme", "with_a_step"),  # not asked yet: as yes, with the question
        ("none", "yes", "programme", "with_a_step"),
        ("none", "no", "participant", "not_this_one"),
        ("start 30", "no", "employer", "ask_employer"),
    ],
)
def test_who_could_change_a_clash_with_the_school_run(negotiable, childcare, whose, fit):
    person = a_person(**RUN, childcare_welcome=childcare)
    job = a_job(shift="Mon-Fri 08:30-12:30", negotiable=negotiable, hours_guaranteed=20)

    found = factor("schedule", person, job)

    assert who(found) == {whose}
    assert check(person, job).fit == fit
    assert ("welcome?" in found.reasons[0].text) == (whose == "programme" and childcare is None)


def test_where_the_gate_itself_bounds_free_time_the_journey_begins_there():
    """School and work are at one spot, home is 4 km away: 45 minutes from home would be too late for 09:00."""
    free = {"available": "Mon-Fri 08:45-15:15", "home": north(4), "travel_modes": "walk; bus"}
    job = {"shift": "Mon-Fri 09:00-15:00", "term_time_only": "yes"}

    assert schedule({**free, "school": TOWN, "drop_off": "08:45", "pick_up": "15:15"}, job).status == "pass"
    assert schedule(free, job).status == "fail"


def test_a_way_from_the_school_counts_like_a_way_from_home():
    """The school lies 4 km from home and work: by bus 22, 35, 54, and 10 minutes after 08:50."""
    person = {**RUN, "school": north(4), "travel_modes": "bus"}

    assert numbers(schedule(person, {"shift": "Mon-Fri 09:30-12:00"})) == pytest.approx(
        (lost(24 * 5, 0), lost(5 * 5, 0), 1), abs=1e-6
    )


@pytest.mark.parametrize(
    ("run", "shift", "status", "whose", "expected"),
    [
        ({"drop_off": "08:50"}, "Mon-Fri 09:30-14:30", "unknown", "participant", (0, 0.5, 1)),
        ({"school": TOWN}, "Mon-Fri 09:30-14:30", "unknown", "participant", (0, 0.5, 1)),
        ({"school": TOWN, "drop_off": "08:50"}, "Mon-Fri 09:30-14:30", "unknown", "participant", (0, 0.5, 1)),
        ({"drop_off": "08:50"}, "Sat 08:00-12:00", "pass", None, (1, 1, 1)),  # says nothing of Saturdays
        ({"drop_off": "10:30"}, "Mon-Fri 09:30-14:30", "fail", "employer", (0, 0.5, lost(100, 0))),  # wherever it is
    ],
)
def test_a_school_run_of_which_some_is_not_known(run, shift, status, whose, expected):
    found = schedule(run, {"shift": shift})

    assert (found.status, who(found)) == (status, {whose})
    assert numbers(found) == pytest.approx(expected, abs=1e-6)


def test_a_school_that_is_not_reached_says_nothing_of_weekends():
    """Nothing known but a time at the gate, or a school too far for any mode, beside a Saturday with bounds of its own."""
    free = {"available": "Sat 08:00-18:00", "drop_off": "08:50"}
    job = {"shift": "Sat 09:00-13:00"}

    assert numbers(schedule(free, job)) == (1, 1, 1)
    assert numbers(schedule({**free, "school": north(3000), "travel_modes": "walk"}, job)) == (1, 1, 1)


@pytest.mark.parametrize(
    ("person", "job", "whose", "expected"),
    [
        ({"available": None}, {}, "participant", (0, 0.5, 1)),
        ({"caring": None}, {}, "participant", (0, 0.5, 1)),
        ({}, {"shift": None}, "employer", (0, 0.5, 1)),
        ({"home": None, "available": "Mon-Fri 09:00-15:00"}, {}, "participant", (0, 0.5, 1)),
        ({"available": "Mon-Fri 09:00-15:00"}, {"site": None}, "employer", (0, 0.5, 1)),
    ],
)
def test_what_is_not_known_is_a_question(person, job, whose, expected):
    found = schedule(person, job)

    assert (found.status, who(found)) == ("unknown", {whose})
    assert numbers(found) == pytest.approx(expected, abs=1e-6)


def test_a_journey_that_is_not_known_is_no_question_where_all_the_week_is_free():
    assert schedule({"home": None}, {}).status == "pass"
    assert schedule({"travel_modes": None}, {}).status == "pass"


def test_what_clashes_whatever_the_answer_is_a_clash():
    found = schedule({"available": None, "caring": "Mon-Fri 08:00-18:00"}, {"negotiable": "none"})

    assert (found.status, who(found)) == ("fail", {"participant"})
    assert numbers(found) == pytest.approx((0, 0.375, 0.375))


@pytest.mark.parametrize(
    "person",
    [
        {"caring": "Mon-Fri 08:00-18:00 (holidays)"},
        {"available": "Mon-Fri 08:00-18:00 (term)"},
    ],
)
def test_a_clash_in_the_holidays_only_is_never_a_bar(person):
    found = schedule(person, {"negotiable": "none"})

    assert (found.status, who(found)) == ("fail", {"employer"})
    assert numbers(found) == pytest.approx((lost(0, 1500),) * 3, abs=1e-6)
    assert check(a_person(**person), a_job(negotiable="none")).fit == "ask_employer"
    assert schedule(person, {"term_time_only": "yes"}).status == "pass"


def test_a_clash_in_term_only():
    found = schedule({"caring": "Mon 09:00-12:00 (term)"}, {"negotiable": "none"})

    assert who(found) == {"participant"}
    assert numbers(found) == pytest.approx((lost(160, 0),) * 3, abs=1e-6)


def test_shifts_of_the_holidays_alone_meet_the_holidays_alone():
    job = {"shift": "Mon-Fri 09:30-14:30 (holidays)", "negotiable": "none"}

    assert schedule({**RUN, "drop_off": "10:30"}, job).status == "pass"
    assert schedule({"caring": "Mon-Fri 09:00-15:00 (term)"}, job).status == "pass"
    assert schedule({"caring": "Mon-Fri 09:00-15:00 (holidays)"}, job).status == "fail"


CHOSEN = {"shift": "daily 06:00-22:00", "shifts_chosen_by_worker": "yes"}


@pytest.mark.parametrize(
    ("guaranteed", "least", "negotiable", "status", "whose", "minutes"),
    [
        (20, 16, None, "pass", None, 0),  # (360 - 20) x 5 = 1700 minutes are 28 hours 20
        (28, 16, None, "pass", None, 0),
        (30, 16, None, "fail", "employer", 100),
        (30, 16, "none", "fail", "participant", 100),
        (30, 16, "hours 1", "fail", "participant", 100),
        (30, 16, "hours 2", "fail", "employer", 100),
        (20, 30, None, "fail", "participant", 100),  # as many as the person wants at least
        (None, 16, None, "unknown", "employer", None),
        (20, None, None, "unknown", "participant", None),
    ],
)
def test_shifts_that_the_worker_chooses(guaranteed, least, negotiable, status, whose, minutes):
    found = schedule(
        {"available": "Mon-Fri 09:00-15:00", "hours_min": least},
        {**CHOSEN, "hours_guaranteed": guaranteed, "negotiable": negotiable},
    )

    assert (found.status, who(found)) == (status, {whose})
    expected = (0, 0.5, 1) if minutes is None else (lost(minutes),) * 3
    assert numbers(found) == pytest.approx(expected, abs=1e-6)


def test_a_clash_that_a_pass_would_cure_is_the_programmes():
    """On foot 61 minutes at best, by bus 22, each and 10 before 09:30."""
    walker = {"available": "Mon-Fri 08:45-16:00", "travel_modes": "walk", "travel_max": "90"}
    job = {"site": north(4.04), "negotiable": "none"}

    assert who(schedule(walker, job)) == {"programme"}
    assert who(schedule({**walker, "travel_modes": "walk; bus", "available": "Mon-Fri 09:15-16:00"}, job)) == {
        "participant"
    }
    assert who(schedule({**walker, "available": "Mon-Fri 09:15-16:00"}, {**job, "negotiable": "start 30"})) == {
        "programme"
    }  # the pass and a start at 10:00


def test_the_sentences_say_when_and_why():
    caring = schedule({"caring": "Wed 13:00-18:00"}, {"negotiable": "none"}).reasons[0].text
    outside = schedule({"available": "Mon-Thu 08:00-18:00"}, {"negotiable": "none"}).reasons[0].text
    gate = schedule(RUN, {"shift": "Mon-Fri 08:45-12:00"}).reasons[0].text

    assert caring.startswith("Wed 12:50-14:30 is caring time")
    assert outside.startswith("Fri 09:30-14:30 is outside the times when work is possible")
    assert gate.startswith("Mon-Fri 08:45-09:00 falls in the school run: at the gate at 08:50 and 15:15")
