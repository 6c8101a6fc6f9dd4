"""How long a person takes from one place to another, by each way of going they have: as a route planner says, else by distance.

Minutes are whole ones, as low, estimate, high: a slow day and a place known only roughly make the high, a quick day the low.
Source of the speeds: config.toml, `[matching.travel]`.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field, replace
from functools import lru_cache
from math import asin, cos, radians, sin, sqrt

from matching.policy import Line, Road, TravelRules
from matching.terms import MODES, Mode, Person, Spot

EARTH_KM = 6371.009  # mean radius, as the geodesy libraries have it
PASSES: tuple[Mode, ...] = ("bus", "rail")
NEVER = 10_080  # minutes: no way of going fits between two bounds of a week


@dataclass(frozen=True, slots=True)
class Minutes:
    low: int
    estimate: int
    high: int


@dataclass(frozen=True, slots=True)
class Journey:
    """The journey a person would make. Not `known` where a place, the ways of going or the limit is not known."""

    low: int
    estimate: int | None  # None: a place is not known
    high: int
    known: bool


NO_JOURNEY = Journey(0, 0, 0, known=True)


@dataclass(frozen=True)
class Routes:
    """What a route planner said of one pair's journeys, there and back at the hours of the shift.

    Whole minutes by way of going, from one spot to another: the longer of the two ways. `None`: it found no way at that hour.
    What is not in it is worked out from the distance."""

    minutes: Mapping[tuple[Mode, Spot, Spot], int | None] = field(default_factory=dict)


NO_ROUTES = Routes()


@lru_cache(maxsize=100_000)
def great_circle_km(a: Spot, b: Spot) -> float:
    """Great-circle distance in km, by the haversine formula (R. W. Sinnott, Sky and Telescope 68, 1984)."""
    lat_a, lat_b = radians(a.lat), radians(b.lat)
    half = sin((lat_b - lat_a) / 2) ** 2 + cos(lat_a) * cos(lat_b) * sin(radians(b.lon - a.lon) / 2) ** 2
    return 2 * EARTH_KM * asin(min(1.0, sqrt(half)))


def by_mode(
    a: Spot, b: Spot, modes: Collection[Mode], rules: TravelRules, routes: Routes = NO_ROUTES
) -> dict[Mode, Minutes]:
    """Minutes from `a` to `b` for each of `modes` that is a way to go over that distance."""
    km, off = great_circle_km(a, b), a.radius_km + b.radius_km
    times = {
        mode: by_pace(getattr(rules, mode), max(0.0, km - off), km, km + off)
        for mode in modes
        if mode != "rail" or km >= rules.rail_from
    }
    said = {mode: routes.minutes[mode, a, b] for mode in modes if (mode, a, b) in routes.minutes}
    return _as_planned(times, said, rules) if said else times


def _as_planned(times: dict[Mode, Minutes], said: Mapping[Mode, int | None], rules: TravelRules) -> dict[Mode, Minutes]:
    """The times with a route planner's in place of those by distance.

    Where it found no way there may be one that nobody has told it of: the journey is not known, and never too far for that."""
    for mode, minutes in said.items():
        if minutes is not None:
            low, estimate, high = (int(minutes * share + 0.5) for share in rules.routed)
            times[mode] = Minutes(low, estimate, high)
        elif mode in times:
            times[mode] = Minutes(times[mode].low, times[mode].estimate, NEVER)
    return times


def by_pace(pace: Road | Line, near: float, km: float, far: float) -> Minutes:
    """Minutes over a distance that is `near` to `far` straight km, most likely `km`."""
    if isinstance(pace, Road):
        slow, usual, quick = pace.kmh
        each = (60 * pace.detour / quick, 60 * pace.detour / usual, 60 * pace.detour / slow)
    else:
        each = pace.km_minutes
    low, estimate, high = (
        int(fixed + minutes * distance + 0.5)
        for fixed, minutes, distance in zip(pace.fixed, each, (near, km, far), strict=True)
    )
    return Minutes(low, estimate, high)


def limit_of(mode: Mode, travel_max: int | Mapping[Mode, int | None] | None) -> int | None:
    """The most minutes a person would go by one mode; `None` where that is not known."""
    return travel_max.get(mode) if isinstance(travel_max, Mapping) else travel_max


def usable(person: Person) -> tuple[Mode, ...]:
    """The ways of going a person has and uses; all that could be where they are not known."""
    limits = person.travel_max
    return tuple(
        mode
        for mode in MODES
        if (person.modes is None or mode in person.modes) and (not isinstance(limits, Mapping) or mode in limits)
    )


def assumed(person: Person) -> tuple[Mode, ...]:
    """The ways of going that an estimate reckons with: the person's own, the bus where they are not known."""
    modes = usable(person)
    return ("bus",) if person.modes is None and "bus" in modes else modes


def passes_to_offer(person: Person) -> tuple[Mode, ...]:
    """The ways of going that a pass would add: a bus or a rail the person does not list, or lists without a limit for it."""
    return tuple(mode for mode in PASSES if mode not in usable(person))


def with_pass(person: Person, mode: Mode) -> Person:
    """The person with one more way of going; how far is not known where each way has its own limit."""
    limits = person.travel_max
    if limits is not None and not isinstance(limits, int) and mode not in limits:
        limits = {**limits, mode: None}
    modes = None if person.modes is None else person.modes | {mode}
    return replace(person, modes=modes, travel_max=limits)


def journey(person: Person, a: Spot | None, b: Spot | None, rules: TravelRules, routes: Routes = NO_ROUTES) -> Journey:
    """The quickest of the person's ways of going within its limit; with none, the longer of quickest and largest limit."""
    if a is None or b is None:
        return Journey(0, None, NEVER, known=False)
    modes = usable(person)
    limits = {mode: limit_of(mode, person.travel_max) for mode in modes}
    if person.modes is None or None in limits.values() or person.travel_max is None:
        guess = by_mode(a, b, assumed(person), rules, routes)
        within = {mode: limits[mode] if limits[mode] is not None else rules.limit_unknown for mode in guess}
        return Journey(0, _quickest({m: t.estimate for m, t in guess.items()}, within, person), NEVER, known=False)
    times = by_mode(a, b, modes, rules, routes)
    return Journey(
        _quickest({mode: time.low for mode, time in times.items()}, limits, person),
        _quickest({mode: time.estimate for mode, time in times.items()}, limits, person),
        _quickest({mode: time.high for mode, time in times.items()}, limits, person),
        known=True,
    )


def _quickest(times: Mapping[Mode, int], limits: Mapping[Mode, int | None], person: Person) -> int:
    if not times:
        return NEVER
    if within := [time for mode, time in times.items() if time <= (limits[mode] or 0)]:
        return min(within)
    # The largest limit of all that were stated, not only of the modes the person has: one more mode never makes it longer.
    stated = person.travel_max.values() if isinstance(person.travel_max, Mapping) else [person.travel_max]
    return max(min(times.values()), *(limit or 0 for limit in stated), 0)


def out_of_reach(way: Journey, person: Person, rules: TravelRules) -> Journey:
    """The journey, lengthened until no list would show it: so the shift tells nobody how near the place is."""
    said = person.travel_max.values() if isinstance(person.travel_max, Mapping) else [person.travel_max]
    beyond = 1 + (rules.reach_unknown if person.travel_max is None else rules.reach)
    least = max(beyond, *(limit or 0 for limit in said), 0)
    estimate = None if way.estimate is None else max(way.estimate, least)
    return Journey(max(way.low, least) if way.known else way.low, estimate, max(way.high, least), way.known)


def minutes_apart(person: Person, site: Spot | None, rules: TravelRules) -> int | None:
    """Low minutes by the quickest of the person's modes; bus, rail and car where they are not known. `None`: not known."""
    if person.home is None or site is None:
        return None
    times = by_mode(person.home, site, usable(person) if person.modes else ("bus", "rail", "car"), rules)
    return min((time.low for time in times.values()), default=None)
