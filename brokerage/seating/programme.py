"""A piece of a plan as a mixed-integer programme: what must hold as rows, and one goal after another made the most of."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby

from brokerage.diary.hours import quarters
from brokerage.seating import solver
from brokerage.seating.terms import Option, Plan, Problem

EXACT_TO = 30_000  # the largest figure of one goal: far within what HiGHS tells apart

Goal = list[int]  # what each option counts for, to be made the most of


@dataclass(frozen=True, slots=True)
class Use:
    """One of us at a time: for whoever comes, or along with somebody. `kept`: somebody is booked in it already."""

    who: str
    time: str
    kept: bool


def overlapping(problem: Problem) -> Iterator[list[Use]]:
    """Where one of us would be at several interviews, for each quarter of an hour: no two of them can both take place."""
    times = {each.reference: each for each in problem.times}
    uses = {(each.host, each.reference): each.kept for each in problem.times if each.host is not None}
    for option in problem.options:
        if option.along is not None:
            uses.setdefault((option.along, option.time), False)
    at: dict[tuple[str, int], list[Use]] = defaultdict(list)
    for (who, name), kept in uses.items():
        for quarter in quarters(times[name].starts_at, times[name].ends_at):
            at[who, quarter].append(Use(who, name, kept))
    seen = set()
    for some in at.values():
        if len(some) > 1 and (those := frozenset(some)) not in seen:
            seen.add(those)
            yield some


def needs(option: Option, use: Use, host: str | None) -> bool:
    """Whether somebody seated so needs that one of us there; `host` is whoever attends that time."""
    return option.time == use.time and use.who in (host, option.along)


@dataclass(slots=True)
class Row:
    """So much at most of a weighted sum of columns; `tight`: exactly so much."""

    weights: Mapping[int, int]
    most: int
    tight: bool = False


class Part:
    """One piece as a mixed-integer programme. Columns: options; then whoever waits for more than one; then where one of us could be at several."""

    def __init__(self, problem: Problem) -> None:
        self.problem, self.options = problem, problem.options
        self.size = len(self.options)
        self.rows: list[Row] = []
        self.bounds: dict[int, int] = {}  # columns that are known already
        self.found: list[int] = []
        self.reached: list[tuple[Mapping[int, int], int]] = []
        self.of_ask = _by(self.options, "ask")
        self.of_time = _by(self.options, "time")
        self.asks_of: dict[str, list[str]] = defaultdict(list)
        for ask in problem.asks:
            if ask.reference in self.of_ask:
                self.asks_of[ask.person].append(ask.reference)

    def solve(self, goals: Sequence[Goal]) -> Plan:
        """The plan that is best by one goal after another, after most people."""
        people = self._limits()
        for goal in _packed([people, *({n: w for n, w in enumerate(each) if w} for each in goals)], self):
            self._most(goal)
        return {option.ask: option.time for option, chosen in zip(self.options, self.found, strict=False) if chosen}

    def _limits(self) -> dict[int, int]:
        """Lays down what must hold. What counts people is given back."""
        for those in self.of_ask.values():
            self._row(dict.fromkeys(those, 1), most=1)
        places = {each.reference: each.places for each in self.problem.times}
        for name, those in self.of_time.items():
            self._row(dict.fromkeys(those, 1), most=places[name])
        for cap in self.problem.caps:
            self._row({column: 1 for name in cap.asks for column in self.of_ask.get(name, ())}, most=cap.most)
        self._us()
        return self._people()

    def _people(self) -> dict[int, int]:
        counted: dict[int, int] = {}
        for names in self.asks_of.values():
            those = [column for name in names for column in self.of_ask[name]]
            if len(names) == 1:
                counted |= dict.fromkeys(those, 1)
                continue
            column = self._column()
            self._row({column: 1} | dict.fromkeys(those, -1), most=0)
            counted[column] = 1
            self._nowhere_twice(those)
        return counted

    def _nowhere_twice(self, those: Sequence[int]) -> None:
        at: dict[int, list[int]] = defaultdict(list)
        for column in those:
            for quarter in self.options[column].taken:
                at[quarter].append(column)
        for some in {tuple(each) for each in at.values() if len(each) > 1}:
            self._row(dict.fromkeys(some, 1), most=1)

    def _us(self) -> None:
        used: dict[Use, int] = {}
        times = {each.reference: each for each in self.problem.times}
        for some in overlapping(self.problem):
            for use in some:
                if use not in used:
                    used[use] = column = self._column()
                    if use.kept:
                        self.bounds[column] = 1
                    those = [
                        option
                        for option in self.of_time.get(use.time, ())
                        if needs(self.options[option], use, times[use.time].host)
                    ]
                    for option in those:
                        self._row({option: 1, column: -1}, most=0)
                    if those:  # follows for whole people; said again, it leaves fewer plans with people in parts
                        self._row(dict.fromkeys(those, 1) | {column: -times[use.time].places}, most=0)
            # Where two are booked that overlap already, that is as it is; nobody is added to a third.
            there = sum(use.kept for use in some)
            self._row({used[use]: 1 for use in some}, most=max(1, there))

    def _column(self) -> int:
        self.size += 1
        return self.size - 1

    def _row(self, weights: Mapping[int, int], *, most: int) -> None:
        if weights:
            self.rows.append(Row(weights, most))

    def _most(self, goal: Mapping[int, int]) -> None:
        """Makes the most of a goal, and lays down that it stays so."""
        if not goal:
            return
        if self.found and _sum(goal, self.found) == _bound(goal, self):
            self.reached.append((goal, _bound(goal, self)))
            self._row({column: -weight for column, weight in goal.items()}, most=-_bound(goal, self))
            return
        relaxed = solver.relaxed(self, goal)
        self.found = relaxed.whole or solver.whole(self, goal)
        if not all(_sum(each, self.found) >= least for each, least in self.reached):
            # A price too small to be told from nothing was one: what was reached is laid down in figures, and it is looked at again.
            for each, least in self.reached:
                self._row({column: -weight for column, weight in each.items()}, most=-least)
            self.found = solver.whole(self, goal)
        value = _sum(goal, self.found)
        self.reached.append((goal, value))
        if abs(relaxed.value - value) < solver.ALIKE:
            solver.keep(self, relaxed)
        else:
            self._row({column: -weight for column, weight in goal.items()}, most=-value)


def _sum(goal: Mapping[int, int], found: Sequence[int]) -> int:
    return sum(weight * found[column] for column, weight in goal.items())


def _packed(each: Sequence[Mapping[int, int]], part: Part) -> Iterator[dict[int, int]]:
    """Goals put together as digits of one figure, as long as it stays exact: each costs a solution of its own."""
    now: dict[int, int] = {}
    size = 0
    for goal in each:
        spread = _spread(goal, part)
        if now and (size + 1) * (spread + 1) > EXACT_TO:
            yield now
            now, size = {}, 0
        now = {column: weight * (spread + 1) for column, weight in now.items()}
        for column, weight in goal.items():
            now[column] = now.get(column, 0) + weight
        size = size * (spread + 1) + spread
    yield now


def _spread(goal: Mapping[int, int], part: Part) -> int:
    """How far two plans can be apart in it."""
    return _bound(goal, part) + _bound({column: -weight for column, weight in goal.items()}, part)


def _bound(goal: Mapping[int, int], part: Part) -> int:
    """No plan reaches more of it: each ask counts once, each other column by itself."""
    of_asks = sum(max([0, *(goal.get(column, 0) for column in those)]) for those in part.of_ask.values())
    return of_asks + sum(max(0, weight) for column, weight in goal.items() if column >= len(part.options))


def _by(options: Sequence[Option], what: str) -> dict[str, list[int]]:
    """{ask or time: the columns of its options}"""
    columns = sorted(range(len(options)), key=lambda number: (getattr(options[number], what), number))
    return {name: list(some) for name, some in groupby(columns, key=lambda number: getattr(options[number], what))}
