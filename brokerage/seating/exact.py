"""The best plan, proven: one goal after another, each only among the plans that are best by all goals before it.

1 the most people; 2 the most promises kept in time, 3 the most promised interviews, 4 those whose days run out first;
5 the most interviews (somebody may wait for two); 6 the fewest wishes not kept; 7 the longest wait; 8 the soonest day and the
shortest journey, each beside what that person could have at best, so that nobody is passed over for living far away or being free
seldom; 9 a draw: the order of the references, which are random.

What has nothing to do with each other is solved by itself.
"""

from collections import defaultdict
from collections.abc import Iterable
from datetime import date
from typing import Any

from brokerage.seating.programme import Goal, Part, overlapping
from brokerage.seating.terms import Ask, Plan, Problem, Time


def best(problem: Problem) -> Plan:
    """The best plan. It does not depend on the order in which anything is given."""
    plan: Plan = {}
    for part in parts(_in_order(problem)):
        plan |= Part(part).solve(goals(part))
    return dict(sorted(plan.items()))


def goals(problem: Problem) -> list[Goal]:
    """The goals after the first, most people, which is no sum over options: somebody counts once."""
    asks, times = {each.reference: each for each in problem.asks}, {each.reference: each for each in problem.times}
    pairs = [(each, asks[each.ask], times[each.time]) for each in problem.options]
    promised = [ask.promised for _, ask, _ in pairs]
    kept = [in_time(ask, time) for _, ask, time in pairs]
    dues = sorted({ask.due for ask in problem.asks if ask.promised and ask.due})
    soonest = _least((each.ask, _day(time)) for each, _, time in pairs)
    nearest = _least((each.ask, each.journey) for each in problem.options)
    last = {name: len(asks) - rank for rank, name in enumerate(sorted(asks))}
    return [
        [int(each) for each in kept],
        [int(each) for each in promised],
        *([int(ok and ask.due == due) for ok, (_, ask, _) in zip(kept, pairs, strict=True)] for due in dues),
        [1 for _ in pairs],
        [-each.wishes for each, _, _ in pairs],
        [ask.waits for _, ask, _ in pairs],
        [soonest[each.ask] - _day(time) for each, _, time in pairs],
        [nearest[each.ask] - each.journey for each, _, _ in pairs],
        [last[each.ask] for each, _, _ in pairs],
    ]


def in_time(ask: Ask, time: Time) -> bool:
    """Whether a promise would be kept by it; one that is late already, as well as it still can be."""
    return ask.promised and (ask.late or ask.due is None or time.starts_at.date() <= ask.due)


def parts(problem: Problem) -> list[Problem]:
    """The problem in pieces that share no person, time, one of us or cap."""
    root: dict[str, str] = {}

    def find(name: str) -> str:
        while root.setdefault(name, name) != name:
            root[name] = root[root[name]]
            name = root[name]
        return name

    def tie(*names: str) -> None:
        for name in names[1:]:
            root[find(name)] = find(names[0])

    for ask in problem.asks:
        tie(f"ask {ask.reference}", f"person {ask.person}")
    for option in problem.options:
        tie(f"ask {option.ask}", f"time {option.time}")
    for some in overlapping(problem):
        tie(*(f"time {each.time}" for each in some))
    for cap in problem.caps:
        tie(*(f"ask {name}" for name in sorted(cap.asks)))
    of: dict[str, list[str]] = defaultdict(list)
    for option in problem.options:
        of[find(f"ask {option.ask}")].append(option.ask)
    return [_piece(problem, find, each) for each in of]


def _piece(problem: Problem, find: Any, here: str) -> Problem:
    asks = tuple(each for each in problem.asks if find(f"ask {each.reference}") == here)
    names = {each.reference for each in asks}
    return Problem(
        asks,
        tuple(each for each in problem.times if find(f"time {each.reference}") == here),
        tuple(each for each in problem.options if each.ask in names),
        tuple(each for each in problem.caps if each.asks & names),
    )


def _in_order(problem: Problem) -> Problem:
    return Problem(
        tuple(sorted(problem.asks, key=lambda each: each.reference)),
        tuple(sorted(problem.times, key=lambda each: (each.starts_at, each.reference))),
        tuple(sorted(problem.options, key=lambda each: (each.ask, each.time))),
        tuple(sorted(problem.caps, key=lambda each: sorted(each.asks))),
    )


def _least(pairs: Iterable[tuple[str, int]]) -> dict[str, int]:
    found: dict[str, int] = {}
    for name, value in pairs:
        found[name] = min(value, found.get(name, value))
    return found


def _day(time: Time) -> int:
    return (time.starts_at.date() - date(2000, 1, 1)).days
