"""The plan is the best one there is: held against every plan that could be made of small cases, in whatever order they are given."""

import random
from datetime import datetime, timedelta

from all_plans import best_of_all, broken, worth

from brokerage.diary.hours import quarters
from brokerage.seating.exact import best
from brokerage.seating.terms import Ask, Cap, Option, Problem, Time

MONDAY = datetime(2027, 1, 18, 9)
CASES = 500


def a_case(seed: int) -> Problem:
    """Some people, some of them waiting for two interviews, and times that overlap, of one or two places, some attended."""
    some = random.Random(seed)
    asks = [
        Ask(
            f"R{number}",
            f"P{some.randrange(max(2, count - 1))}",
            promised=some.random() < 0.5,
            due=MONDAY.date() + timedelta(days=some.randrange(3)) if some.random() < 0.7 else None,
            waits=some.randrange(4),
            late=some.random() < 0.1,
        )
        for count in [some.randint(2, 5)]
        for number in range(count)
    ]
    times = [
        Time(
            f"T{number}",
            MONDAY + timedelta(days=some.randrange(2), minutes=15 * some.randrange(6)),
            some.choice((15, 30)),
            some.choice((0, 1, 1, 2)),
            host=some.choice((None, "grace", "grace", "sam")),
            kept=some.random() < 0.2,
        )
        for number in range(some.randint(1, 4))
    ]
    options = [
        Option(
            ask.reference,
            time.reference,
            taken(time, way := some.choice((15, 30))),
            some.randrange(2),
            way,
            along=some.choice((None, None, "sam")),
        )
        for ask in asks
        for time in times
        if some.random() < 0.6
    ]
    names = [ask.reference for ask in asks]
    caps = [Cap(frozenset(some.sample(names, 2)), some.randint(0, 1))] if some.random() < 0.4 else []
    return Problem(tuple(asks), tuple(times), tuple(options), tuple(caps))


def taken(time: Time, way: int) -> range:
    return quarters(time.starts_at - timedelta(minutes=way), time.ends_at + timedelta(minutes=way))


def test_no_plan_is_better_in_500_small_cases():
    people = interviews = 0
    for seed in range(CASES):
        problem = a_case(seed)
        plan = best(problem)
        assert not broken(problem, plan), seed
        assert worth(problem, plan) == best_of_all(problem), seed
        people, interviews = people + worth(problem, plan)[0], interviews + len(plan)
    assert CASES < people < interviews  # that the cases are such that something has to be decided


def test_the_order_in_which_things_are_given_changes_nothing():
    for seed in range(50):
        problem, some = a_case(seed), random.Random(seed)
        shuffled = Problem(
            *(
                tuple(some.sample(each, len(each)))
                for each in (problem.asks, problem.times, problem.options, problem.caps)
            )
        )
        assert best(shuffled) == best(problem)


def test_nothing_to_seat_is_no_plan():
    assert best(Problem((), (), ())) == {}
    assert best(Problem((Ask("R1", "P1"),), (Time("T1", MONDAY, 30, 1),), ())) == {}
