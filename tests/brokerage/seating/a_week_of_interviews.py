"""A week of three hundred people and a hundred and twenty places, and a checker that follows each person through the day by the minute.

The checker reads what the week was made of, and nothing that the planner worked out."""

import random
from collections import Counter
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cache, cached_property
from itertools import combinations

from brokerage.diary.hours import quarters
from brokerage.seating.terms import Ask, Option, Plan, Problem, Time
from brokerage.seating.week import Way, fits
from matching.school_year import SchoolYear
from matching.terms import Person, SchoolRun, Spot
from matching.week import Week

MONDAY = datetime(2027, 1, 18)
DAYS = ("Mon", "Tue", "Wed", "Thu", "Fri")
TERM = SchoolYear("Hallbrook", MONDAY.date() - timedelta(days=10), MONDAY.date() + timedelta(days=30), ())
MARGIN, PEOPLE, PLACES = 10, 300, 120
Span = tuple[int, int, int]  # day, minutes after midnight from and to


@dataclass(frozen=True)
class Someone:
    """What a person said: spans of the week in which work is possible, and of caring; minutes at the gate; None: not said."""

    name: str
    available: tuple[Span, ...] | None
    caring: tuple[Span, ...]
    gates: tuple[int, ...]
    way: Way

    def as_person(self) -> Person:
        run = SchoolRun(Spot(53.4, -1.5), *self.gates) if self.gates else None
        available = None if self.available is None else _week(self.available)
        return Person(self.name, available=available, caring=_week(self.caring), school_run=run, school_years=(TERM,))


@dataclass(frozen=True)
class AWeek:
    people: dict[str, Someone]
    job: dict[str, int]  # {ask: for which job}
    of: dict[str, int | None]  # {time: for which job; None: any}
    problem: Problem

    @cached_property
    def whose(self) -> dict[str, set[str]]:
        """{person: the asks}"""
        names: dict[str, set[str]] = {}
        for ask in self.problem.asks:
            names.setdefault(ask.person, set()).add(ask.reference)
        return names

    @cached_property
    def with_us(self) -> set[str]:
        """The asks and the times at which one of us is there."""
        return {e.ask for e in self.problem.options if e.along} | {e.reference for e in self.problem.times if e.host}


def a_week(seed: int, people: dict[str, Someone] | None = None) -> AWeek:
    """The week of that seed; `people`: others in the place of its own."""
    some = random.Random(seed)
    drawn = {name: _someone(some, name) for name in (f"P{number:03}" for number in range(PEOPLE))}
    people = people or drawn
    times = _times(some)
    of = {each.reference: some.choice((*range(8), None)) for each in times}
    asks, job = [], {}
    for person in people.values():
        for which in some.sample(range(8), 2 if some.random() < 0.2 else 1):
            due = MONDAY.date() + timedelta(days=some.randrange(7))
            ask = Ask(f"R{some.getrandbits(32):08x}", person.name, some.random() < 0.3, due, some.randrange(30))
            asks.append(ask)
            job[ask.reference] = which
    options = []
    for ask in asks:
        someone, along = people[ask.person], "sam" if some.random() < 0.05 else None
        person = someone.as_person()
        for time in times:
            if of[time.reference] not in (None, job[ask.reference]):
                continue
            found = fits(person, time.starts_at, time.minutes, someone.way, MARGIN)
            if found.can:
                away = timedelta(minutes=someone.way.home or 0)
                taken = quarters(time.starts_at - away, time.ends_at + away)
                options.append(
                    Option(ask.reference, time.reference, taken, 0, someone.way.home or 0, found.unknown, along)
                )
    return AWeek(people, job, of, Problem(tuple(asks), tuple(times), tuple(options)))


def violated(week: AWeek, plan: Plan) -> list[str]:
    """Every constraint that a plan breaks."""
    asks, times = {each.reference: each for each in week.problem.asks}, {e.reference: e for e in week.problem.times}
    said = [f"{t}: {n} people" for t, n in Counter(plan.values()).items() if n > times[t].places]
    for ask, time in plan.items():
        someone = week.people[asks[ask].person]
        if week.of[time] not in (None, week.job[ask]):
            said.append(f"{ask} at {time}: another job")
        if not _can_come(someone, times[time]):
            said.append(f"{someone.name} cannot be at {time}")
    for (one, first), (other, then) in combinations(plan.items(), 2):
        if asks[one].person == asks[other].person:
            way = timedelta(minutes=2 * (week.people[asks[one].person].way.home or 0))
            early, late = sorted((times[first], times[then]), key=lambda each: each.starts_at)
            if late.starts_at < early.ends_at + way:
                said.append(f"{asks[one].person} is at {first} and {then}")
    along = {option.ask for option in week.problem.options if option.along}
    with_us = [
        (who, times[t]) for a, t in plan.items() for who in {times[t].host, "sam" if a in along else None} if who
    ]
    for (who, one_time), (whom, other_time) in combinations(with_us, 2):
        at_once = one_time.starts_at < other_time.ends_at and other_time.starts_at < one_time.ends_at
        if who == whom and one_time != other_time and at_once:
            said.append(f"{who} is at {one_time.reference} and {other_time.reference}")
    return said


def first_come(week: AWeek, seed: int) -> Plan:
    """Each in the order in which they happen to come, to the first time that is still free and suits."""
    plan: Plan = {}
    asks = list(week.problem.asks)
    random.Random(seed).shuffle(asks)
    of: dict[str, list[Option]] = {}
    for option in sorted(week.problem.options, key=lambda each: each.time):
        of.setdefault(option.ask, []).append(option)
    for ask in asks:
        for option in of.get(ask.reference, ()):
            near = {name: time for name, time in plan.items() if _touches(week, name, time, ask, option)}
            if not violated(week, near | {ask.reference: option.time}):
                plan[ask.reference] = option.time
                break
    return plan


def _touches(week: AWeek, name: str, time: str, ask: Ask, option: Option) -> bool:
    """Whether one of the seated could stand in the way of the next: the others need not be looked at again."""
    return time == option.time or name in week.whose[ask.person] or name in week.with_us or time in week.with_us


@cache
def _can_come(someone: Someone, time: Time) -> bool:
    """Follows the day: from whatever bound the free time before it (home, or the gate) to the interview, and on to what comes after."""
    if someone.available is None:
        return True
    day, start = time.starts_at.weekday(), time.starts_at.hour * 60 + time.starts_at.minute
    end = start + time.minutes
    if any(start <= gate <= end for gate in someone.gates):
        return False

    def free(minute: int) -> bool:
        inside = any(on == day and begin <= minute < stop for on, begin, stop in someone.available or ())
        return inside and not any(on == day and begin <= minute < stop for on, begin, stop in someone.caring)

    if not all(free(minute) for minute in range(start, end)):
        return False
    before = start
    while before > 0 and before not in someone.gates and free(before - 1):
        before -= 1
    after = end
    while after < 1440 and after not in someone.gates and free(after):
        after += 1
    home, gate = (someone.way.home or 0) + MARGIN, (someone.way.gate or 0) + MARGIN
    return start - before >= (gate if before in someone.gates else home) and after - end >= (
        gate if after in someone.gates else home
    )


def _someone(some: random.Random, name: str) -> Someone:
    days = sorted(some.sample(range(5), some.randint(1, 4)))
    begin = 15 * some.randint(30, 48)
    available = tuple((day, begin, begin + 15 * some.randint(8, 28)) for day in days)
    caring = tuple((day, 12 * 60, 13 * 60) for day in days if some.random() < 0.2)
    gates = (8 * 60 + 45, 15 * 60 + 15) if some.random() < 0.3 else ()
    way = Way(some.randint(5, 50), some.randint(5, 50) if gates else None)
    return Someone(name, None if some.random() < 0.05 else available, caring, gates, way)


def _times(some: random.Random) -> list[Time]:
    times, left = [], PLACES
    while left:
        places = min(left, some.choice((1, 1, 2, 2, 4)))
        at = MONDAY + timedelta(days=some.randrange(5), minutes=15 * some.randint(36, 64))
        host = some.choice((None, None, None, "grace", "sam"))
        times.append(Time(f"T{len(times):03}", at, some.choice((30, 45)), places, host))
        left -= places
    return times


def _week(spans: tuple[Span, ...]) -> Week:
    text = "; ".join(f"{DAYS[day]} {a // 60:02}:{a % 60:02}-{b // 60:02}:{b % 60:02}" for day, a, b in spans)
    return Week.parse(text or "none")
