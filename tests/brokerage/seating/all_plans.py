"""What a plan may be and what it is worth, written down once more by hand, and every plan of a small case tried one after another."""

from collections import Counter
from collections.abc import Iterator
from itertools import combinations

from brokerage.seating.terms import Option, Plan, Problem


def broken(problem: Problem, plan: Plan) -> list[str]:
    """What a plan breaks, a sentence each."""
    asks, times = {each.reference: each for each in problem.asks}, {each.reference: each for each in problem.times}
    options = {(each.ask, each.time): each for each in problem.options}
    said = [f"{ask} cannot be at {time}" for ask, time in plan.items() if (ask, time) not in options]
    chosen = [options[pair] for pair in plan.items() if pair in options]
    said += [
        f"{count} people for {times[name].places} places of {name}"
        for name, count in Counter(plan.values()).items()
        if count > times[name].places
    ]
    for one, other in combinations(chosen, 2):
        if asks[one.ask].person == asks[other.ask].person and set(one.taken) & set(other.taken):
            said.append(f"{asks[one.ask].person} is at {one.time} and {other.time}")
    said += [f"more than {cap.most} of a cap" for cap in problem.caps if len(cap.asks & plan.keys()) > cap.most]
    return said + list(_us(problem, plan))


def _us(problem: Problem, plan: Plan) -> Iterator[str]:
    """One of us is in one interview at a time; two that are booked already are as they are."""
    uses = [(each.host, each, each.kept) for each in problem.times if each.host and each.kept]
    for option in problem.options:
        if plan.get(option.ask) == option.time:
            time = next(each for each in problem.times if each.reference == option.time)
            uses += [(who, time, time.kept and who == time.host) for who in {time.host, option.along} if who]
    for (one, first, before), (other, then, too) in combinations(uses, 2):
        at_once = first.starts_at < then.ends_at and then.starts_at < first.ends_at
        if one == other and first != then and at_once and not (before and too):
            yield f"{one} is at {first.reference} and {then.reference}"


def worth(problem: Problem, plan: Plan) -> tuple[int, ...]:
    """What a plan is worth; the greater the better, the first figure first."""
    asks, times = {each.reference: each for each in problem.asks}, {each.reference: each for each in problem.times}
    of = {(each.ask, each.time): each for each in problem.options}
    seated = [(asks[a], times[t], of[a, t]) for a, t in plan.items()]
    in_time = [
        ask for ask, time, _ in seated if ask.promised and (ask.late or not ask.due or time.starts_at.date() <= ask.due)
    ]
    dues = sorted({ask.due for ask in problem.asks if ask.promised and ask.due})
    order = sorted(asks, reverse=True)
    return (
        len({ask.person for ask, _, _ in seated}),
        len(in_time),
        sum(ask.promised for ask, _, _ in seated),
        *(sum(ask.due == due for ask in in_time) for due in dues),
        len(seated),
        -sum(option.wishes for _, _, option in seated),
        sum(ask.waits for ask, _, _ in seated),
        -sum((time.starts_at.date() - _first(problem, ask.reference)).days for ask, time, _ in seated),
        -sum(option.journey - min(e.journey for e in _of(problem, ask.reference)) for ask, _, option in seated),
        sum(order.index(ask.reference) + 1 for ask, _, _ in seated),
    )


def every_plan(problem: Problem) -> Iterator[Plan]:
    """All plans that break nothing."""

    def more(left: list[str], plan: Plan) -> Iterator[Plan]:
        if broken(problem, plan):
            return
        if not left:
            yield dict(plan)
            return
        yield from more(left[1:], plan)
        for option in _of(problem, left[0]):
            yield from more(left[1:], plan | {left[0]: option.time})

    yield from more([each.reference for each in problem.asks], {})


def best_of_all(problem: Problem) -> tuple[int, ...]:
    return max(worth(problem, plan) for plan in every_plan(problem))


def _of(problem: Problem, ask: str) -> list[Option]:
    return [each for each in problem.options if each.ask == ask]


def _first(problem: Problem, ask: str):
    times = {each.reference: each for each in problem.times}
    return min(times[each.time].starts_at.date() for each in _of(problem, ask))
