"""Weeks of 300 people and 120 places: nothing is broken, more people are seated than first come first served, and it is quick."""

from dataclasses import replace
from functools import cache
from time import process_time

import pytest
from a_week_of_interviews import PLACES, AWeek, a_week, first_come, violated
from test_seating_exact import a_case

from brokerage.seating.exact import best, in_time
from brokerage.seating.terms import Plan


@cache
def planned(seed: int) -> tuple[AWeek, Plan, float]:
    """A week, its plan, and how long the plan took beside looking who can come when."""
    best(a_case(1))  # the solver is loaded
    begun = process_time()
    week = a_week(seed)
    looked = process_time()
    plan = best(week.problem)
    return week, plan, (process_time() - looked) / (looked - begun)


def run(seed: int) -> tuple[int, int, int, int, float]:
    """People seated and promises kept in time, by the plan and first come first served; how long the plan took."""
    week, plan, took = planned(seed)
    queue = first_come(week, seed)
    assert not violated(week, plan)
    assert not violated(week, queue)
    asks, times = {each.reference: each for each in week.problem.asks}, {e.reference: e for e in week.problem.times}
    figures = [
        (len({asks[ask].person for ask in each}), sum(in_time(asks[ask], times[time]) for ask, time in each.items()))
        for each in (plan, queue)
    ]
    return *figures[0], *figures[1], took


def told(figures: list[tuple[int, int, int, int, float]]) -> str:
    people, kept, queue, by_luck, took = (sum(each) / len(figures) for each in zip(*figures, strict=True))
    return (
        f"{len(figures)} weeks of {PLACES} places: {people:.1f} people seated, {queue:.1f} first come first served; "
        f"promises kept in time {kept:.1f} and {by_luck:.1f}; a plan takes {took:.2f} of the time of looking who can come when"
    )


@pytest.mark.parametrize("seeds", [range(1), pytest.param(range(20), marks=pytest.mark.full)], ids=["one", "twenty"])
def test_no_constraint_is_broken_and_more_people_are_seated(seeds, record_property):
    figures = [run(seed) for seed in seeds]
    print(told(figures))
    record_property("seating", told(figures))
    for people, kept, queue, by_luck, took in figures:
        assert people >= queue
        assert took < 6
        assert kept > by_luck
    assert sum(each[0] for each in figures) > sum(each[2] for each in figures)


@pytest.mark.parametrize("fault", ["another job", "cannot be at", "people", "is at"])
def test_the_checker_sees_a_fault_that_is_planted(fault):
    week, found, _ = planned(0)
    plan, asks = dict(found), {each.reference: each for each in week.problem.asks}
    if fault == "people":
        name = plan[min(plan)]
        full = {e.reference: e for e in week.problem.times}[name].places
        plan |= dict.fromkeys([ask for ask in sorted(asks) if ask not in plan][: full + 1], name)
    elif fault == "another job":
        ask, time = next((a, t) for a in plan for t in week.of if week.of[t] not in (None, week.job[a]))
        plan[ask] = time
    elif fault == "cannot be at":
        could = {(each.ask, each.time) for each in week.problem.options}
        ask, time = next((a, t) for a in plan for t in week.of if week.of[t] is None and (a, t) not in could)
        plan[ask] = time
    else:
        ask, other = next((a, b) for a in plan for b in asks if a < b and asks[a].person == asks[b].person)
        plan[other] = plan[ask]
    assert any(fault in each for each in violated(week, plan))


def test_a_planner_that_forgets_the_way_home_is_caught():
    """A control: the same week planned as if nobody had to travel."""
    week, _, _ = planned(0)
    home = {name: replace(each, way=replace(each.way, home=0, gate=0)) for name, each in week.people.items()}
    careless = a_week(0, people=home)
    assert violated(week, best(careless.problem))
