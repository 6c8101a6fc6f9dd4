"""Travel. Minutes worked out by hand from the speeds in config.toml: 4 km by bus are 10 + 4 x 3 = 22, 15 + 4 x 5 = 35, 22 + 4 x 8 = 54."""

import pytest
from builders import a_job, a_person, check, factor, north, numbers, who


def journey(km: float, modes: str | None = "bus", limit: str | None = "60", **site: float):
    return factor("travel", a_person(travel_modes=modes, travel_max=limit), a_job(site=north(km, **site)))


@pytest.mark.parametrize(
    ("km", "modes", "limit", "expected"),
    [
        (4, "bus", "60", (0.6, 0.916667, 1)),  # 22, 35, 54 minutes; half the limit is 30
        (4, "bus", "54", (0.5, 0.851852, 1)),  # the longest just within
        (2, "walk", "45", (0.766667, 0.811111, 0.833333)),  # 30, 31, 33
        (6, "cycle", "60", (0.85, 0.95, 1)),  # 29, 33, 39
        (6, "rail", "60", (0.716667, 0.9, 1)),  # 26, 36, 47
        (10, "car", "40", (0.55, 0.825, 1)),  # 20, 27, 38
        (2, "walk; bus", "walk 25; bus 45", (0.655556, 0.944444, 1)),  # on foot 30-33, by bus 16, 25, 38
        (0, "walk", "0", (1, 1, 1)),
    ],
)
def test_within_the_limit_even_on_a_slow_day(km, modes, limit, expected):
    found = journey(km, modes, limit)

    assert found.status == "pass"
    assert numbers(found) == pytest.approx(expected, abs=1e-6)


@pytest.mark.parametrize(
    ("km", "modes", "limit", "expected"),
    [
        (4, "bus", "53", (0.490566, 0.839623, 1)),
        (4, "bus", "22", (0, 0.204545, 0.5)),  # the low minutes are the limit: not over it
        (2.03, "walk", "30", (0.433333, 0.466667, 0.5)),  # 30.45 minutes are 30
    ],
)
def test_a_limit_inside_the_interval_is_not_known(km, modes, limit, expected):
    found = journey(km, modes, limit)

    assert (found.status, who(found)) == ("unknown", {"programme"})
    assert numbers(found) == pytest.approx(expected, abs=1e-6)


@pytest.mark.parametrize(
    ("km", "modes", "limit", "whose", "expected"),
    [
        (4, "bus", "21", "participant", (0, 0.166667, 0.47619)),
        (2.04, "walk; bus", "walk 30; bus 10", "participant", (0.433333, 0.466667, 0.483333)),  # 30.6 minutes are 31
        (4.04, "walk", "30", "participant", (0, 0, 0)),  # on foot 61, 63, 67; the bus would take 35
        (4.04, "walk", "45", "programme", (0.255556, 0.3, 0.322222)),  # the number is of the walk
        (4.04, "walk", "walk 45; bus 35", "programme", (0.255556, 0.3, 0.322222)),
        (4.04, "walk", "walk 45; bus 34", "participant", (0.255556, 0.3, 0.322222)),
        (4.04, "walk", "walk 45", "programme", (0.255556, 0.3, 0.322222)),  # a pass whose limit is not known counts
        (12, "walk", "60", "programme", (0, 0, 0)),  # by rail 44; by bus 75
        (12, "walk; bus", "walk 60; bus 40; rail 40", "participant", (0, 0.0625, 0.425)),  # by bus 46, 75, 118
        (4.9, "rail", "60", "programme", (0, 0, 0)),  # rail begins at 5 km; a bus takes 40
        (4, "none", "30", "participant", (0, 0, 0)),
    ],
)
def test_too_far_is_a_pass_the_programme_can_offer_or_the_persons_own_limit(km, modes, limit, whose, expected):
    found = journey(km, modes, limit)

    assert (found.status, who(found)) == ("fail", {whose})
    assert numbers(found) == pytest.approx(expected, abs=1e-6)


def test_a_mode_without_a_limit_of_its_own_is_not_used():
    assert journey(2, "walk; bus", "bus 45").status == "pass"
    assert journey(2, "walk; bus", "walk 25").status == "fail"


def test_one_more_mode_never_turns_a_pass_that_the_programme_could_offer_into_the_persons_limit():
    assert who(journey(4, "walk", "walk 45")) == who(journey(4, "walk; bus", "walk 45")) == {"programme"}
    assert who(journey(4, None, "walk 45")) == {"programme"}


@pytest.mark.parametrize(
    ("km", "modes", "limit", "status", "whose", "expected"),
    [
        (4, None, "60", "unknown", "participant", (0, 0.916667, 1)),  # the estimate by bus
        (4, "bus", None, "unknown", "participant", (0, 0.916667, 1)),  # the estimate with 60 minutes
        (4, None, None, "unknown", "participant", (0, 0.916667, 1)),
        (4.04, None, "walk 90", "unknown", "participant", (0, 0.8, 0.822222)),  # whatever else they have is not used
        (60, None, "60", "fail", "participant", (0, 0, 0.333333)),  # no way of going would do: rail at best 80
        (60, None, None, "unknown", "participant", (0, 0, 1)),
    ],
)
def test_modes_or_limit_not_known(km, modes, limit, status, whose, expected):
    found = journey(km, modes, limit)

    assert (found.status, who(found)) == (status, {whose})
    assert numbers(found) == pytest.approx(expected, abs=1e-6)


def test_places_not_known():
    here, there = factor("travel", a_person(home=None), a_job()), factor("travel", a_person(), a_job(site=None))

    assert (here.status, who(here), numbers(here)) == ("unknown", {"participant"}, (0, 0.5, 1))
    assert (there.status, who(there), numbers(there)) == ("unknown", {"employer"}, (0, 0.5, 1))


def test_a_place_known_by_its_district_widens_the_journey():
    found = journey(4, radius=1.5)  # 10 + 2.5 x 3 = 17.5, 35, 22 + 5.5 x 8 = 66

    assert found.status == "unknown"
    assert numbers(found) == pytest.approx((0.45, 0.916667, 1), abs=1e-6)


def test_work_at_home_has_no_journey():
    nowhere = factor("travel", a_person(home=None, travel_modes=None), a_job(site=None, home_working="all"))
    partly = factor("travel", a_person(travel_modes="walk", travel_max="10"), a_job(site=north(9), home_working="some"))

    assert (nowhere.status, numbers(nowhere)) == ("pass", (1, 1, 1))
    assert partly.status == "fail"


def test_the_sentence_says_how_long_and_how():
    assert journey(4).reasons[0].text == "About 35 minutes by bus; the limit is 60."
    assert check(a_person(travel_modes="walk", travel_max="45"), a_job(site=north(4))).fit == "with_a_step"
