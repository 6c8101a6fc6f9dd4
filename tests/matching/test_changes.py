import pytest
from builders import TODAY, TOWN, a_job, a_person, check, north, policy

from matching.applied import NoShiftLeft, applied
from matching.pair import Pair
from matching.terms import Change

RUN = {"school": TOWN, "drop_off": "08:50"}


def said(person: dict, job: dict) -> list[tuple[str, str, str]]:
    return [(each.who, each.what, each.to) for each in check(a_person(**person), a_job(**job)).changes]


@pytest.mark.parametrize(
    ("person", "job", "expected"),
    [
        (RUN, {"shift": "Mon-Fri 08:30-13:30", "negotiable": "start 60"}, [("employer", "start", "09:00")]),
        ({"available": "any"}, {}, []),
        ({"available": "Mon-Fri 08:00-14:15"}, {}, [("employer", "finish", "14:00")]),
        ({"available": "Mon-Thu 08:00-18:00"}, {}, [("employer", "days", "Mon-Thu")]),
        ({"hours_max": 20}, {"negotiable": "hours 8"}, [("employer", "hours", "22")]),
        ({"hours_min": 30}, {"negotiable": "hours 8"}, [("employer", "hours", "28")]),
        ({"skills": "none"}, {}, [("employer", "criterion", "till work")]),  # asks come before steps
        ({}, {"certificates": "cscs card"}, [("programme", "certificate", "cscs card")]),
        ({"limits": "standing 30"}, {"demands": "standing 240"}, [("employer", "demand", "standing 30")]),
        ({"limits": "nights no"}, {"demands": "nights; noise"}, [("employer", "demand", "no nights")]),
        ({"contracts": "temporary; permanent"}, {"contract": "casual"}, [("employer", "contract", "permanent")]),
        ({"pay_min": 14}, {}, [("employer", "pay", "14.00")]),
        ({}, {"pay_from": 7}, [("employer", "pay", "12.71")]),  # nobody asks for an exception from the adult rate
        ({"caring": "Mon-Fri 08:00-18:00 (holidays)"}, {}, [("employer", "term_time", "yes")]),
        ({"travel_modes": "walk", "travel_max": "45"}, {"site": north(4.04)}, [("programme", "travel", "bus")]),
        (RUN, {"shift": "Mon-Fri 08:30-13:30", "negotiable": "none"}, [("programme", "childcare", "school run")]),
        ({"avoids": "retail"}, {}, []),  # never asked to give up a limit of one's own
        ({"legal": "money"}, {"involves": "money"}, []),
    ],
)  # fmt: skip
def test_the_smallest_change(person, job, expected):
    assert said(person, job) == expected


@pytest.mark.parametrize(
    ("person", "job", "expected"),
    [
        (
            {"available": "Mon-Fri 09:30-14:30"},
            {},
            [("employer", "start", "09:45"), ("employer", "finish", "14:15")],
        ),
        (
            {"skills": "none"},
            {"certificates": "cscs card"},
            [("employer", "criterion", "till work"), ("programme", "certificate", "cscs card")],
        ),
        (
            {"travel_modes": "walk", "travel_max": "90", "available": "Mon-Fri 09:15-16:00"},
            {"site": north(4.04), "negotiable": "start 30"},
            [("employer", "start", "10:00"), ("programme", "travel", "bus")],
        ),
        ({"pay_min": 14, "limits": "noise no"}, {"demands": "noise"}, [("employer", "demand", "no noise"), ("employer", "pay", "14.00")]),
    ],
)  # fmt: skip
def test_two_changes_where_one_is_not_enough(person, job, expected):
    assert sorted(said(person, job)) == sorted(expected)


def test_more_than_two_are_a_different_job_and_are_not_returned():
    found = check(a_person(skills="none", pay_min=14, limits="noise no"), a_job(demands="noise"))

    assert (found.fit, found.changes, found.alternatives) == ("ask_employer", (), ())
    assert found.notes == ("One or two changes would not be enough.",)


def test_what_the_employer_said_will_not_move_is_not_asked_for():
    found = check(a_person(available="Mon-Fri 10:00-18:00"), a_job(negotiable="finish 60; days 1"))

    assert (found.fit, found.changes) == ("not_this_one", ())


def test_alternatives_are_as_small_and_come_after():
    found = check(a_person(skills="none"), a_job())

    assert [(each.who, each.what) for each in found.changes] == [("employer", "criterion")]
    assert [[(each.who, each.what) for each in one] for one in found.alternatives] == [[("programme", "training")]]


def test_a_shift_with_several_starts_moves_by_minutes():
    job = a_job(shift="Mon,Wed 08:30-13:30; Fri 08:45-13:30", hours_guaranteed=14.75)
    found = check(a_person(**RUN, hours_min=8), job)

    assert (found.changes[0].to, found.changes[0].text) == ("+30", "Would fit if shifts began 30 minutes later.")


def test_childcare_is_not_brought_up_again_with_who_said_no():
    early = {"shift": "Mon-Fri 08:30-13:30", "negotiable": "none"}

    assert check(a_person(**RUN, childcare_welcome="no"), a_job(**early)).changes == ()
    assert check(a_person(**RUN, childcare_welcome="yes"), a_job(**early)).changes[0].text == (
        "Would fit with childcare around the school run."
    )
    assert check(a_person(**RUN), a_job(**early)).changes[0].text.endswith("Would that be welcome?")


def test_hours_follow_a_move():
    pair = Pair(a_person(), a_job(hours_typical=30), TODAY, policy())

    later = applied(pair, Change("employer", "start", "10:00", ""))
    fewer = applied(pair, Change("employer", "days", "Mon-Thu", ""))
    less = applied(pair, Change("employer", "hours", "20", ""))

    assert (str(later.job.shift), later.job.hours_guaranteed, later.job.hours_typical) == (
        "Mon-Fri 10:00-14:30",
        22.5,
        27.5,
    )
    assert (str(fewer.job.shift), fewer.job.hours_guaranteed, fewer.job.hours_typical) == (
        "Mon-Thu 09:30-14:30",
        20,
        25,
    )
    assert (less.job.hours_guaranteed, less.job.hours_typical) == (20, 25)


def test_usual_hours_that_nobody_doubted_are_not_in_doubt_after_a_move():
    pair = Pair(a_person(), a_job(shift="Mon 09:00-11:00", hours_guaranteed=1), TODAY, policy())

    later = applied(pair, Change("employer", "start", "10:00", ""))

    assert (later.job.hours_guaranteed, later.job.hours_typical) == (0, 0)


@pytest.mark.parametrize(
    ("change", "error"),
    [
        (Change("employer", "start", "14:00", ""), NoShiftLeft),
        (Change("employer", "finish", "10:00", ""), NoShiftLeft),
        (Change("employer", "mood", "better", ""), ValueError),
    ],
)
def test_a_change_that_cannot_be_made(change, error):
    with pytest.raises(error):
        applied(Pair(a_person(), a_job(), TODAY, policy()), change)


def test_two_moves_that_leave_too_little_are_no_error():
    found = check(
        a_person(available="Mon 09:40-10:50"), a_job(shift="Mon 09:00-11:30", negotiable="start 75; finish 75")
    )

    assert (found.fit, found.changes) == ("not_this_one", ())
