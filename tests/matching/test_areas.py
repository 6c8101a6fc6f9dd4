"""Places where somebody must not be sent, and those that alone are open: one sentence is said of them, and nothing cures it."""

import pytest
from builders import TODAY, TOWN, a_job, a_person, check, factor, north, numbers, policy

from matching import fit
from matching.areas import UNSUITED
from matching.kept import pack, unpack
from matching.pair import Pair
from matching.terms import Area

HERE, FAR = Area(TOWN, 2), Area(north(30), 2)


@pytest.mark.parametrize(
    ("areas", "job", "out"),
    [
        ({}, {}, False),
        ({"barred": (HERE,)}, {}, True),
        ({"barred": (HERE,)}, {"site": north(1.9)}, True),
        ({"barred": (HERE,)}, {"site": north(2.1)}, False),
        ({"barred": (HERE,)}, {"site": north(3, radius=1.5)}, True),  # it may lie inside
        ({"barred": (Area(north(4, radius=3), 2),)}, {}, True),  # so may the area
        ({"barred": (FAR, HERE)}, {}, True),
        ({"barred": (HERE,)}, {"home_working": "some"}, True),
        ({"barred": (HERE,)}, {"home_working": "all"}, False),
        ({"barred": (HERE,)}, {"site": None}, False),
        ({"allowed": (HERE,)}, {}, False),
        ({"allowed": (FAR, HERE)}, {}, False),
        ({"allowed": (FAR,)}, {}, True),
        ({"allowed": (HERE,)}, {"site": north(3, radius=1.5)}, False),  # not surely outside
        ({"allowed": (HERE,)}, {"site": north(4, radius=1.5)}, True),
        ({"allowed": (FAR,)}, {"home_working": "all"}, False),
        ({"allowed": (FAR,)}, {"site": None}, False),
        ({"allowed": (HERE,), "barred": (HERE,)}, {}, True),
    ],
)
def test_which_places_are_out_of_the_question(areas, job, out):
    person, place = a_person(**areas), a_job(**job)
    found = factor("travel", person, place)

    assert (found.reasons == (UNSUITED,)) is out
    assert fit.in_reach(person, place, policy()) is not out
    if out:
        assert numbers(found) == (0, 0, 0)
        assert check(person, place).fit == "not_this_one"


def test_a_place_that_is_not_known_is_asked_about_as_ever():
    bound, free = (factor("travel", a_person(**areas), a_job(site=None)) for areas in ({"barred": (HERE,)}, {}))
    assert bound == free


@pytest.mark.parametrize(
    "limits", [{"travel_modes": "walk"}, {"travel_max": None}, {"home": None}, {"travel_modes": None}]
)
def test_no_change_cures_it_and_every_cause_reads_the_same(limits):
    told = {
        tuple(reason.text for each in found.factors if each.factor == "travel" for reason in each.reasons)
        for areas in ({"barred": (HERE,)}, {"allowed": (FAR,)}, {"barred": (HERE,), "allowed": (FAR,)})
        for found in [check(a_person(**limits, **areas), a_job(negotiable=None))]
        if not (found.changes or found.alternatives)
    }
    assert told == {("The place does not suit.",)}


@pytest.mark.parametrize("travel_max", ["60", "150", "walk 20; bus 40"])
def test_the_shift_does_not_tell_how_near_it_is(travel_max):
    """As of a job beyond the reach of lists: with the same way of going, the shift is short of the same time."""
    school = {"school": TOWN, "drop_off": "08:50", "pick_up": "15:15", "travel_modes": "bus", "travel_max": travel_max}
    near, off = (
        factor("schedule", a_person(**school, barred=(HERE,)), a_job(site=north(km), shift="Mon-Fri 09:30-14:30"))
        for km in (0.2, 1.5)
    )
    assert near == off
    assert near.status == "fail"
    assert "minutes" not in " ".join(reason.text for reason in near.reasons)


def test_they_are_kept_with_a_result():
    pair = Pair(a_person(barred=(HERE, FAR), allowed=(HERE,)), a_job(), TODAY, policy())
    assert unpack(pack(pair), policy()) == pair
