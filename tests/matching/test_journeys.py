import pytest
from builders import TOWN, a_person, north, policy
from geopy.distance import great_circle

from matching.journeys import (
    NEVER,
    Minutes,
    assumed,
    by_mode,
    great_circle_km,
    journey,
    minutes_apart,
    passes_to_offer,
    usable,
)
from matching.terms import MODES, Spot


def rules():
    return policy().travel


@pytest.mark.parametrize(
    ("a", "b"),
    [
        (TOWN, TOWN),
        (TOWN, north(4)),
        (Spot(51.5, -0.12), Spot(55.95, -3.19)),
        (Spot(0, 179.9), Spot(0, -179.9)),
        (Spot(50, 0), Spot(-50, 180)),
        (Spot(90, 0), Spot(-90, 0)),
    ],
)
def test_distances_are_those_of_geopy(a, b):
    assert great_circle_km(a, b) == pytest.approx(great_circle((a.lat, a.lon), (b.lat, b.lon)).km, rel=1e-6, abs=1e-9)


def test_minutes_by_every_mode():
    assert by_mode(TOWN, north(6), MODES, rules()) == {
        "walk": Minutes(90, 94, 100),  # 7.5 km by road at 5, 4.8, 4.5 km an hour
        "cycle": Minutes(29, 33, 39),
        "bus": Minutes(28, 45, 70),
        "rail": Minutes(26, 36, 47),
        "car": Minutes(13, 18, 25),  # 8.1 km by road at 45, 35, 25; 2, 4, 6 to park
    }


def test_rail_begins_at_five_km():
    assert "rail" not in by_mode(TOWN, north(4.99), MODES, rules())
    assert "rail" in by_mode(TOWN, north(5.01), MODES, rules())


def test_a_district_reaches_both_ways_and_never_under_nothing():
    assert by_mode(TOWN, north(4, radius=1.4), ["bus"], rules())["bus"] == Minutes(18, 35, 65)
    assert by_mode(TOWN, north(1, radius=2), ["walk"], rules())["walk"].low == 0


@pytest.mark.parametrize(
    ("modes", "limit", "used", "reckoned", "passes"),
    [
        ("walk; bus", "45", ("walk", "bus"), ("walk", "bus"), ("rail",)),
        ("walk; bus", "walk 25", ("walk",), ("walk",), ("bus", "rail")),
        ("walk", "walk 25; bus 45", ("walk",), ("walk",), ("bus", "rail")),
        (None, "45", MODES, ("bus",), ()),
        (None, None, MODES, ("bus",), ()),
        (None, "walk 25; car 30", ("walk", "car"), ("walk", "car"), ("bus", "rail")),
        ("none", "45", (), (), ("bus", "rail")),
    ],
)
def test_the_ways_of_going_that_a_person_uses(modes, limit, used, reckoned, passes):
    person = a_person(travel_modes=modes, travel_max=limit)

    assert (usable(person), assumed(person), passes_to_offer(person)) == (used, reckoned, passes)


@pytest.mark.parametrize(
    ("modes", "limit", "expected", "known"),
    [
        ("walk; bus", "60", (22, 35, 54), True),
        ("walk; bus", "walk 90; bus 30", (22, 63, 67), True),  # each end by itself, within its limit
        ("walk; bus", "20", (22, 35, 54), True),  # none within: the quickest
        ("bus", "walk 70; bus 20", (70, 70, 70), True),  # or the largest limit, where that is longer
        ("walk; bus", None, (0, 35, NEVER), False),
        (None, "60", (0, 35, NEVER), False),
        ("none", "60", (NEVER, NEVER, NEVER), True),
    ],
)
def test_the_journey_that_is_made(modes, limit, expected, known):
    made = journey(a_person(travel_modes=modes, travel_max=limit), TOWN, north(4.04), rules())

    assert (made.low, made.estimate, made.high) == expected
    assert made.known is known


def test_a_place_that_is_not_known():
    made = journey(a_person(), None, TOWN, rules())

    assert (made.low, made.estimate, made.high, made.known) == (0, None, NEVER, False)


def test_minutes_apart_for_lists():
    assert minutes_apart(a_person(travel_modes="bus"), north(4), rules()) == 22
    assert minutes_apart(a_person(travel_modes=None), north(10), rules()) == 20  # by car
    assert minutes_apart(a_person(home=None), north(4), rules()) is None
    assert minutes_apart(a_person(), None, rules()) is None
