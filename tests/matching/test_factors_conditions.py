import pytest
from builders import a_job, a_person, check, factor, numbers, who


@pytest.mark.parametrize(
    ("demands", "limits", "status", "whose", "expected"),
    [
        ("none", "none", "pass", None, (1, 1, 1)),
        (None, None, "pass", None, (0, 0.8, 1)),  # nobody said anything
        ("standing 240", None, "unknown", "participant", (0, 0.6, 1)),
        (None, "standing 30", "unknown", "employer", (0, 0.6, 1)),
        ("none", None, "pass", None, (1, 1, 1)),  # whatever the limits, nothing is asked
        (None, "none", "pass", None, (1, 1, 1)),  # whatever is asked, there is no limit
        ("standing 240", "none", "pass", None, (1, 1, 1)),
        ("standing 30", "standing 30", "pass", None, (1, 1, 1)),
        ("standing 31", "standing 30", "fail", "employer", (0, 0, 0)),
        ("standing 240; lifting 5", "standing 30; lifting 5", "fail", "employer", (0.5, 0.5, 0.5)),
        ("standing 240; noise; lifting 15", "lifting 10", "fail", "employer", (0.666667,) * 3),
        ("nights", "nights no", "fail", "employer", (0, 0, 0)),
        ("nights", "targets no", "pass", None, (1, 1, 1)),  # what is not on the list is no limit
        ("standing 10", "standing no", "fail", "employer", (0, 0, 0)),
    ],
)
def test_demands_and_limits(demands, limits, status, whose, expected):
    found = factor("conditions", a_person(limits=limits), a_job(demands=demands))

    assert (found.status, who(found)) == (status, {whose})
    assert numbers(found) == pytest.approx(expected, abs=1e-6)


@pytest.mark.parametrize(
    ("adjustable", "not_adjustable", "whose", "fit"),
    [
        ("standing", None, "employer", "ask_employer"),
        (None, None, "employer", "ask_employer"),  # not asked yet
        ("lifting", None, "employer", "ask_employer"),  # asked about something else
        ("none", None, "participant", "not_this_one"),
        (None, "standing", "participant", "not_this_one"),
        ("standing", "standing", "participant", "not_this_one"),  # no adjustment would change it
        (None, "lifting", "employer", "ask_employer"),
    ],
)
def test_who_could_change_a_demand(adjustable, not_adjustable, whose, fit):
    person = a_person(limits="standing 30", not_adjustable=not_adjustable)
    job = a_job(demands="standing 240", adjustable=adjustable)

    assert who(factor("conditions", person, job)) == {whose}
    assert check(person, job).fit == fit


def test_the_sentence_gives_both_measures():
    found = factor("conditions", a_person(limits="lifting 5"), a_job(demands="lifting 15", adjustable="lifting"))

    assert found.reasons[0].text == (
        "The work involves lifting 15 kg; up to 5 kg would suit. The employer has said that this could be adjusted."
    )
