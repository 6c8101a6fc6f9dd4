"""Whether a plan that somebody made by hand holds: each thing that stands in its way, once."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import combinations
from typing import Literal

from brokerage.seating.programme import needs, overlapping
from brokerage.seating.terms import Plan, Problem

What = Literal["cannot", "full", "twice", "us", "cap"]


@dataclass(frozen=True, slots=True)
class Fault:
    """`cannot`: the person cannot be at that time; `full`: more people than places; `twice`: in two places; `us`: one of us would be;
    `cap`: more promises than there are. `asks` and `times`: whom and what it is about."""

    what: What
    asks: tuple[str, ...]
    times: tuple[str, ...]


def faults(problem: Problem, plan: Plan) -> list[Fault]:
    """What stands in the way of a plan; nothing where it holds."""
    return [
        *_cannot(problem, plan),
        *_full(problem, plan),
        *_twice(problem, plan),
        *_us(problem, plan),
        *_caps(problem, plan),
    ]


def _cannot(problem: Problem, plan: Plan) -> Iterator[Fault]:
    could = {(each.ask, each.time) for each in problem.options}
    for ask, time in plan.items():
        if (ask, time) not in could:
            yield Fault("cannot", (ask,), (time,))


def _full(problem: Problem, plan: Plan) -> Iterator[Fault]:
    places = {each.reference: each.places for each in problem.times}
    for time, count in Counter(plan.values()).items():
        if count > places.get(time, 0):
            yield Fault("full", tuple(ask for ask, where in plan.items() if where == time), (time,))


def _twice(problem: Problem, plan: Plan) -> Iterator[Fault]:
    person = {each.reference: each.person for each in problem.asks}
    chosen = [each for each in problem.options if plan.get(each.ask) == each.time]
    for one, other in combinations(chosen, 2):
        if person[one.ask] == person[other.ask] and set(one.taken) & set(other.taken):
            yield Fault("twice", (one.ask, other.ask), (one.time, other.time))


def _us(problem: Problem, plan: Plan) -> Iterator[Fault]:
    hosts, seen = {each.reference: each.host for each in problem.times}, set()
    chosen = [each for each in problem.options if plan.get(each.ask) == each.time]
    for some in overlapping(problem):
        used = [use for use in some if use.kept or any(needs(each, use, hosts[use.time]) for each in chosen)]
        names = tuple(use.time for use in used)
        if len(used) > 1 and not all(use.kept for use in used) and names not in seen:
            seen.add(names)
            yield Fault("us", (), names)


def _caps(problem: Problem, plan: Plan) -> Iterator[Fault]:
    for cap in problem.caps:
        those = tuple(sorted(cap.asks & plan.keys()))
        if len(those) > cap.most:
            yield Fault("cap", those, ())
