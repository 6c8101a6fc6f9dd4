"""Whether somebody can come at a time: the own week, caring, the school run, and the way there and back with the margin.

The same look at a week as for a shift (`matching.free_time`). What is not known is taken the kindest way and named, so that it is
asked; it leaves nobody out."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import lru_cache

from brokerage.seating.terms import Unknown
from matching.factors.schedule import known_free
from matching.free_time import SCHOOL_DAYS, Free, Ways, windows
from matching.terms import Person
from matching.week import DAY, SEASONS, WEEK, Season, arcs, bits


@dataclass(frozen=True, slots=True)
class Way:
    """Whole minutes one way from home and from the school gate; None: not known."""

    home: int | None
    gate: int | None = None


@dataclass(frozen=True, slots=True)
class Fits:
    """Whether somebody can come, in some week of a rota at least, and what is not known of it."""

    can: bool
    unknown: tuple[Unknown, ...] = ()


def fits(person: Person, starts_at: datetime, minutes: int, way: Way, margin: int) -> Fits:
    """Whether the whole of it lies in a stretch that the person could be away. `margin`: minutes to spare at each end."""
    first = _minute(starts_at)
    inside = bits([(first, first + minutes)])
    seasons = _seasons(person, starts_at.date())
    found = {
        (season, rota): not inside & ~window
        for season in seasons
        for rota, window in enumerate(_windows(person, _ways(person, way, margin), season))
    }
    return Fits(any(found.values()), tuple(_not_known(person, starts_at, way, found)))


def free_on(person: Person, day: date) -> list[tuple[int, int]]:
    """When the person is free on a day, in minutes after midnight, without any journey; where weeks differ, in any of them."""
    begin, time = day.weekday() * DAY, 0
    for season in _seasons(person, day):
        for window in _windows(person, Ways(0, 0, 0), season):
            time |= window
    return sorted(
        (max(start, begin) - begin, min(end, begin + DAY) - begin)
        for arc in arcs(time)
        for start, end in (arc, (arc[0] - WEEK, arc[1] - WEEK))
        if start < begin + DAY and end > begin
    )


def earliest(person: Person, starts: Iterable[datetime], minutes: int, way: Way, margin: int) -> datetime | None:
    """The first of those starts at which the person could come."""
    return next((at for at in starts if fits(person, at, minutes, way, margin).can), None)


def _not_known(person: Person, starts_at: datetime, way: Way, found: dict[tuple[Season, int], bool]) -> list[Unknown]:
    run, asked = person.school_run, list[Unknown]()
    if person.available is None:
        asked.append("available")
    if person.caring is None:
        asked.append("caring")
    at_school = run is not None and starts_at.weekday() in SCHOOL_DAYS
    if at_school and run and None in (run.spot, run.drop_off, run.pick_up):
        asked.append("school")
    if way.home is None:
        asked.append("journey")
    by_season = [{ok for (each, _), ok in found.items() if each == season} for season in {each for each, _ in found}]
    if any(len(answers) > 1 for answers in by_season):
        asked.append("rota")
    elif any(answers != by_season[0] for answers in by_season):
        asked.append("season")
    return asked


def _ways(person: Person, way: Way, margin: int) -> Ways:
    home, run = (way.home or 0) + margin, person.school_run
    if run is None:
        return Ways(home, 0, home)
    gate = (way.gate or 0) + margin
    return Ways(home, gate, min(home, gate) if None in (run.drop_off, run.pick_up) else home)


def _windows(person: Person, ways: Ways, season: Season) -> list[int]:
    return _weeks(known_free(person), ways, season)


@lru_cache(maxsize=20_000)
def _weeks(free: Free, ways: Ways, season: Season) -> list[int]:
    """The minutes of each rota week in which an interview can lie."""
    return [
        windows(free, ways, season, a, c)
        for a in range(len(free.available.rotas))
        for c in range(len(free.caring.rotas))
    ]


def _seasons(person: Person, day: date) -> tuple[Season, ...]:
    """Whether it is school term on a day; both where no calendar says so. A weekend is as the Friday before."""
    school_day = day - timedelta(days=max(0, day.weekday() - 4))
    years = person.school_years
    if not years or any(not year.first <= school_day <= year.last for year in years):
        return SEASONS
    return ("term",) if all(year.open_on(school_day) for year in years) else ("holidays",)


def _minute(at: datetime) -> int:
    return at.weekday() * DAY + at.hour * 60 + at.minute
