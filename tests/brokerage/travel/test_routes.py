"""Journeys by a route planner: asked once, kept, used in the fit; and the estimate, saying so, where it does not answer.

Home and work are 3 km apart (`trade`): by car 7, 11, 16 minutes by distance, by bus 29, 43, 66."""

import subprocess
import sys
import tomllib
from datetime import datetime, timedelta

import pytest
from planner_server import osrm, planner_server
from sqlalchemy import select
from trade import HOME, TODAY, a_participant, a_vacancy, an_employer

from brokerage import shortlists
from brokerage.settings import BESIDE, BadSetting, load, settings_of
from brokerage.travel import routes
from brokerage.travel.planners import Way, When
from brokerage.travel.route_models import KnownWay
from employers.db import reading, transaction
from matching.fit import check
from matching.journeys import NEVER, Routes, by_mode
from matching.policy import Policy
from matching.taxonomy import built_in
from matching.terms import MODES, Job, Person, SchoolRun, Spot
from matching.week import Week

NOW = datetime(2027, 1, 14, 12)
A, B = Spot(*HOME), Spot(53.427, -1.5)


def policy() -> Policy:
    return Policy.of(load().matching, built_in())


@pytest.fixture
def planners(database, tmp_path, monkeypatch):
    """Names the planners in the settings: `planners(car="osrm http://127.0.0.1:5001")`."""

    def name(**lines: str | int) -> None:
        rules = {key: f'"{value}"' if isinstance(value, str) else value for key, value in lines.items()}
        file = tmp_path / "own.toml"
        file.write_text("[routes]\n" + "".join(f"{key} = {value}\n" for key, value in rules.items()), encoding="utf-8")
        monkeypatch.setenv("BROKERAGE_CONFIG", str(file))
        load.cache_clear()

    routes._resting.clear()
    yield name
    load.cache_clear()


@pytest.fixture
def pair(database):
    with transaction(by="test") as session:
        an_employer(session)
        job = a_vacancy(session, shift="Mon-Fri 09:00-13:00")
        return a_participant(session, travel_modes="car", travel_max="30"), job


def journey(pair) -> str:
    """The sentence about the journey, and the notes beside the fit."""
    with reading() as session:
        person, job = shortlists.participant(session, pair[0].reference), shortlists.vacancy(session, pair[1].reference)
        fit = shortlists.check_pair(person, job, TODAY)
    return " ".join([next(f for f in fit.factors if f.factor == "travel").reasons[0].text, *fit.notes])


def kept() -> int:
    with reading() as session:
        return len(session.scalars(select(KnownWay)).all())


def test_a_planner_is_asked_both_ways_once_and_the_longer_counts(planners, pair):
    def there_and_back(path, _body):
        return 200, {
            "code": "Ok",
            "routes": [{"duration": 1200 if path.startswith("/route/v1/driving/-1.500,53.400;") else 1380}],
        }

    with planner_server(there_and_back) as server:
        planners(car=f"osrm {server.address}")
        shortlists.look_up([pair], NOW)
        shortlists.look_up([pair], NOW)

        assert len(server.asked) == kept() == 2
    assert journey(pair) == "About 23 minutes by car; the limit is 30."


def test_lists_use_what_is_kept_and_never_ask(planners, pair):
    with planner_server(osrm(29)) as server:
        planners(car=f"osrm {server.address}")
        with reading() as session:
            before = shortlists.shortlist(session, shortlists.vacancy(session, "V1"), TODAY).lines[0].fit
        assert server.asked == []
        shortlists.look_up([pair], NOW)
        with reading() as session:
            after = shortlists.shortlist(session, shortlists.vacancy(session, "V1"), TODAY).lines[0].fit
            [other] = shortlists.matches(session, shortlists.participant(session, "P1"), TODAY).lines

    assert [next(f for f in fit.factors if f.factor == "travel").status for fit in (before, after)] == [
        "pass",
        "unknown",
    ]
    assert other.fit == after


def test_without_an_answer_the_estimate_stands_and_says_so(planners, pair):
    with planner_server(lambda *_: (500, {})) as server:
        planners(car=f"osrm {server.address}")
        shortlists.look_up([pair], NOW)
        asked = len(server.asked)
        shortlists.look_up([pair], NOW)

        assert asked == len(server.asked) == 1  # it is left alone after the first
    assert kept() == 0
    assert journey(pair) == f"About 11 minutes by car; the limit is 30. {routes.NOT_ANSWERED}"


def test_a_planner_that_comes_back_is_asked_again(planners, pair):
    with planner_server(osrm(10)) as server:
        planners(car=f"osrm {server.address}", rest_seconds=0)
        server.answer = lambda *_: (500, {})
        shortlists.look_up([pair], NOW)
        server.answer = osrm(10)
        shortlists.look_up([pair], NOW)

    assert kept() == 2


def test_what_is_old_is_asked_again_and_stays_in_use_until_it_is_answered(planners, pair):
    later = NOW + timedelta(days=91)
    with planner_server(osrm(10)) as server:
        planners(car=f"osrm {server.address}", rest_seconds=0)
        shortlists.look_up([pair], NOW)
        shortlists.look_up([pair], NOW + timedelta(days=89))
        assert len(server.asked) == 2

        server.answer = lambda *_: (500, {})
        shortlists.look_up([pair], later)
        assert journey(pair) == "About 10 minutes by car; the limit is 30."

        server.answer = osrm(15)
        shortlists.look_up([pair], later)
    assert kept() == 2
    assert journey(pair) == "About 15 minutes by car; the limit is 30."


def test_another_planner_starts_anew(planners, pair):
    with planner_server(osrm(10)) as one, planner_server(osrm(20)) as other:
        for server in (one, other):
            planners(car=f"osrm {server.address}")
            shortlists.look_up([pair], NOW)

        assert journey(pair) == "About 20 minutes by car; the limit is 30."


def test_a_planner_is_told_two_places_to_a_hundred_metres_and_nothing_else(planners, pair):
    with planner_server(osrm(10)) as server:
        planners(car=f"osrm {server.address}")
        shortlists.look_up([pair], NOW)

    assert {path for path, _ in server.asked} == {
        "/route/v1/driving/-1.500,53.400;-1.500,53.427?overview=false",
        "/route/v1/driving/-1.500,53.427;-1.500,53.400?overview=false",
    }


def test_a_check_on_the_command_line_asks_and_the_next_one_remembers(planners, pair):
    with planner_server(osrm(22)) as server:
        planners(car=f"osrm {server.address}")
        for _ in range(2):
            said = run("check", "P1", "V1").stdout
            assert "About 22 minutes by car" in said
        assert len(server.asked) == 2


def run(*words: str) -> subprocess.CompletedProcess[str]:
    code = "from brokerage.cli import main; main()"
    return subprocess.run([sys.executable, "-c", code, *words], capture_output=True, text=True, check=False)


def test_a_whole_shortlist_can_be_looked_up_at_once(planners, pair):
    with transaction(by="test") as session:
        a_participant(session, "P2", travel_modes="car", travel_max="30", found_lat=None, found_lon=None)
        a_participant(session, "P3", travel_modes="car", travel_max="30", found_lat=53.41)
    with planner_server(osrm(22)) as server:
        planners(car=f"osrm {server.address}")
        said = run("travel", "look-up", "V1").stdout

        assert "2 of 3 people's journeys are known" in said
        assert len(server.asked) == 4
    assert journey(pair).startswith("About 22 minutes")


def test_looking_up_without_a_planner_says_so(pair):
    said = run("travel", "look-up", "V1")

    assert (said.returncode, said.stderr.startswith("The settings name no route planner.")) == (2, True)


def test_where_no_planner_is_named_none_is_loaded(pair):
    code = "from brokerage.cli import main; import sys, atexit; atexit.register(lambda: print(*sys.modules)); main()"
    said = subprocess.run([sys.executable, "-c", code, "check", "P1", "V1"], capture_output=True, text=True, check=True)

    assert "About 11 minutes by car" in said.stdout
    assert not {"brokerage.travel.routes", "brokerage.travel.planners", "brokerage.fetching", "http.client"} & set(
        said.stdout.split()
    )


@pytest.fixture
def by_timetable(planners):
    planners(bus="opentripplanner http://127.0.0.1:1", walk="osrm http://127.0.0.1:2")


def asked(person: Person, job: Job) -> dict[str, list[Way]]:
    return {f"{mode} {start.lat}": list(ways) for (mode, start, _), ways in routes.wanted(person, job).items()}


def shifts(text: str, **facts) -> Job:
    return Job("V1", site=B, shift=Week.parse(text), **facts)


BUS = Person("P1", home=A, modes=frozenset({"bus"}), travel_max=60)


def whens(person: Person, job: Job) -> list[tuple[int, str, bool]]:
    """Day, clock and whether to be there by then, of the ways that are asked for."""
    return [
        (way.when.quarter // 96, f"{way.when.quarter % 96 // 4:02}:{way.when.quarter % 4 * 15:02}", way.when.arriving)
        for ways in asked(person, job).values()
        for way in ways
        if way.when
    ]


@pytest.mark.parametrize(
    ("shift", "expected"),
    [
        ("Mon-Fri 09:00-17:15", [(1, "09:00", True), (1, "17:15", False)]),  # one working day stands for five
        ("Sat 07:00-12:00", [(5, "07:00", True), (5, "12:00", False)]),
        ("Fri 22:00-06:00", [(1, "22:00", True), (5, "06:00", False)]),  # home on Saturday morning
        ("Sun 22:00-24:00", [(6, "22:00", True), (1, "00:00", False)]),
        (
            "Mon 06:00-14:00 / Mon 14:00-22:00",
            [(1, "06:00", True), (1, "14:00", False), (1, "14:00", True), (1, "22:00", False)],
        ),
    ],
)
def test_a_timetable_is_asked_at_each_start_and_finish(by_timetable, shift, expected):
    assert whens(BUS, shifts(shift)) == expected


def test_a_shift_that_is_not_known_or_chosen_is_asked_for_as_an_office_day(by_timetable):
    office = [(1, "09:00", True), (1, "17:00", False)]

    assert whens(BUS, Job("V1", site=B)) == office
    assert whens(BUS, shifts("daily 00:00-24:00", shifts_chosen_by_worker=True)) == office


def test_a_rota_without_end_is_asked_for_in_part(by_timetable):
    long = " / ".join(f"Mon {hour:02}:00-{hour + 1:02}:00" for hour in range(20))

    assert len(whens(BUS, shifts(long))) == load().routes.hours_most


def test_roads_do_not_mind_the_hour(by_timetable):
    walker = Person("P1", home=A, modes=frozenset({"walk", "bus"}), travel_max=60)

    assert [way.when for way in asked(walker, shifts("Mon 09:00-12:00 / Tue 13:00-17:00"))["walk 53.4"]] == [None, None]


def test_from_the_school_gate_after_drop_off_and_back_by_pick_up(by_timetable):
    gate = Spot(53.41, -1.5)
    parent = Person("P1", home=A, modes=frozenset({"bus"}), travel_max=60, school_run=SchoolRun(gate, 530, 915))

    ways = asked(parent, shifts("Mon-Fri 09:30-14:30"))["bus 53.41"]

    assert [(way.start.lat, way.when) for way in ways] == [
        (53410, When(96 + 35, arriving=False)),
        (53427, When(96 + 61, arriving=True)),
    ]


@pytest.mark.parametrize(
    ("person", "job"),
    [
        (Person("P1", home=Spot(53.4, -1.5, 4.5), modes=frozenset({"bus"}), travel_max=60), shifts("Mon 09:00-12:00")),
        (BUS, Job("V1", site=Spot(53.4, -1.5, 4.5))),
        (BUS, Job("V1")),
        (BUS, Job("V1", site=B, home_working="all")),
        (Person("P1", modes=frozenset({"bus"}), travel_max=60), shifts("Mon 09:00-12:00")),
    ],
)
def test_nothing_is_asked_of_a_place_that_is_known_roughly_or_not_at_all(by_timetable, person, job):
    assert "bus 53.4" not in asked(person, job)


def test_a_pass_that_could_be_offered_is_asked_for_too(by_timetable):
    """But no rail: it has no planner."""
    walker = Person("P1", home=A, modes=frozenset({"walk"}), travel_max=60)

    assert set(asked(walker, shifts("Mon 09:00-12:00"))) == {"walk 53.4", "bus 53.4"}


def test_a_quick_a_usual_and_a_slow_day():
    rules = policy().travel

    times = by_mode(A, B, MODES, rules, Routes({("bus", A, B): 40, ("rail", A, B): 20}))

    assert (times["bus"].low, times["bus"].estimate, times["bus"].high) == (36, 40, 50)
    assert times["rail"].estimate == 20  # 3 km, where there would be none by distance
    assert times["car"] == by_mode(A, B, ["car"], rules)["car"]


def test_no_way_at_that_hour_is_a_question_and_never_a_bar():
    """A timetable that lacks a bus is not the person's limit."""
    job = shifts("Sun 05:00-12:00")
    fit = check(BUS, job, TODAY, policy(), Routes({("bus", A, B): None}))
    travel = next(factor for factor in fit.factors if factor.factor == "travel")

    assert by_mode(A, B, ["bus"], policy().travel, Routes({("bus", A, B): None}))["bus"].high == NEVER
    assert (travel.status, travel.reasons[0].who) == ("unknown", "programme")
    assert "found no way by bus at the hours of the shift" in travel.reasons[0].text


@pytest.mark.parametrize(
    "line",
    [
        {"bus": "osrm http://127.0.0.1:5000"},
        {"car": "http://127.0.0.1:5000"},
        {"car": "osrm ftp://router"},
        {"car": "osrm"},
    ],
)
def test_a_planner_that_cannot_be_is_refused_when_the_settings_are_read(line, tmp_path):
    tables = tomllib.loads(BESIDE.read_text(encoding="utf-8"))
    with pytest.raises(BadSetting, match=r"routes\.(bus|car)"):
        settings_of(tables | {"routes": tables["routes"] | line}, tmp_path)
