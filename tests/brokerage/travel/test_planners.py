"""What each planner is asked, in its own words, and what its answers mean."""

from datetime import date, datetime

import pytest
from planner_server import planner_server

from brokerage.fetching import NoAnswer, Outside, origin
from brokerage.travel.planners import Planner, Point, Way, When, moment
from employers.clock import LOCAL

SATURDAY = date(2026, 11, 21)
HOME, WORK = Point(53380, -1470), Point(53400, -1450)
TUESDAY_NINE = 96 + 36


def ask(answer, kind="osrm", mode="car", when=None, today=SATURDAY):
    """The minutes, and what was asked for them."""
    with planner_server(answer) as server:
        outside = Outside(frozenset({origin(server.address)}), 2, 10_000)
        minutes = Planner(kind, server.address).minutes(Way(mode, HOME, WORK, when), outside, today)
    return minutes, server.asked


@pytest.mark.parametrize(("mode", "profile"), [("car", "driving"), ("cycle", "bike"), ("walk", "foot")])
def test_osrm(mode, profile):
    minutes, asked = ask(lambda *_: (200, {"code": "Ok", "routes": [{"duration": 754.6}]}), mode=mode)

    assert minutes == 13
    assert asked == [(f"/route/v1/{profile}/-1.470,53.380;-1.450,53.400?overview=false", None)]


def test_valhalla():
    minutes, asked = ask(lambda *_: (200, {"trip": {"summary": {"time": 1501.0}}}), "valhalla", "cycle")

    assert minutes == 25
    assert asked[0][0].startswith("/route?json=")
    assert '"costing": "bicycle"' in asked[0][0]


def at(text: str) -> float:
    """The moment at which clocks in London show this, as OpenTripPlanner writes it."""
    return datetime.fromisoformat(text).replace(tzinfo=LOCAL).timestamp() * 1000


def itineraries(*spans):
    return lambda *_: (
        200,
        {"data": {"plan": {"itineraries": [{"startTime": at(a), "endTime": at(b)} for a, b in spans]}}},
    )


def test_a_timetable_is_asked_at_the_shift_and_the_wait_before_it_counts():
    """Of two buses in time for nine, the later one leaves home at 08:11."""
    buses = itineraries(("2026-11-24 07:41", "2026-11-24 08:20"), ("2026-11-24 08:11", "2026-11-24 08:50"))
    minutes, asked = ask(buses, "opentripplanner", "bus", When(TUESDAY_NINE, arriving=True))

    assert minutes == 49
    [(path, body)] = asked
    assert path == "/otp/gtfs/v1"
    assert "plan(from: $from" in body["query"]
    assert body["variables"] == {
        "from": {"lat": 53.38, "lon": -1.47},
        "to": {"lat": 53.4, "lon": -1.45},
        "date": "2026-11-24",
        "time": "09:00",
        "arriveBy": True,
        "modes": [{"mode": "WALK"}, {"mode": "BUS"}, {"mode": "TRAM"}],
    }


def test_the_wait_after_the_shift_counts_too():
    home = itineraries(("2026-11-24 09:25", "2026-11-24 10:02"))

    assert ask(home, "opentripplanner", "rail", When(TUESDAY_NINE, arriving=False))[0] == 62


def test_the_hour_is_the_one_on_the_clock_on_either_side_of_a_clock_change():
    """The clocks go back on 25 October 2026: nine o'clock stays nine o'clock, an hour later by the sun."""
    before, after = moment(TUESDAY_NINE, date(2026, 10, 19)), moment(TUESDAY_NINE, date(2026, 10, 24))

    assert (f"{before:%a %d %H:%M}", f"{after:%a %d %H:%M}") == ("Tue 20 09:00", "Tue 27 09:00")
    assert after.timestamp() - before.timestamp() == (7 * 24 + 1) * 3600


@pytest.mark.parametrize("today", [date(2026, 11, 16 + day) for day in range(7)])
def test_the_day_asked_for_lies_ahead_and_is_the_one_of_the_pattern(today):
    found = moment(TUESDAY_NINE, today).date()

    assert found.weekday() == 1
    assert 1 <= (found - today).days <= 7


@pytest.mark.parametrize(
    ("kind", "answer"),
    [
        ("osrm", (400, {"code": "NoRoute", "message": "Impossible route between points"})),
        ("osrm", (400, {"code": "NoSegment"})),
        ("valhalla", (400, {"error_code": 442, "error": "No path could be found for input"})),
        ("opentripplanner", (200, {"data": {"plan": {"itineraries": []}}})),
    ],
)
def test_no_way_is_an_answer(kind, answer):
    assert ask(lambda *_: answer, kind, when=When(TUESDAY_NINE, arriving=True))[0] is None


@pytest.mark.parametrize("kind", ["osrm", "valhalla", "opentripplanner"])
@pytest.mark.parametrize(
    "answer",
    [
        (200, {}),
        (200, []),
        (200, None),
        (200, {"code": "Ok", "routes": [], "trip": None, "data": None}),
        (200, {"code": "Ok", "routes": [{"duration": "soon"}], "trip": {"summary": {"time": "soon"}}}),
        (400, {"code": "InvalidQuery", "error_code": 100, "errors": [{"message": "Validation error"}]}),
        (503, {}),
    ],
)
def test_anything_else_is_no_answer(kind, answer):
    with pytest.raises(NoAnswer):
        ask(lambda *_: answer, kind, when=When(TUESDAY_NINE, arriving=True))
