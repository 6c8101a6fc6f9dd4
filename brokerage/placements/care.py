"""Whether the days of a placement go with a person's week: what is stated of it, the way there, and school terms and holidays.

For staff only: no word of this reaches an employer. What is not known is asked, and stops nothing; what is known to meet is answered before
a paper is sent, by other days or hours or by what was arranged. A person is never asked to give way.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from brokerage import shortlists
from brokerage.models import Participant
from brokerage.participants import as_person
from employers.models import Vacancy
from employers.placements.days import Hours
from employers.points import spot
from matching.free_time import ALWAYS, EMPTY, Free, Ways, windows
from matching.journeys import by_mode, usable
from matching.school_year import SchoolYear
from matching.terms import Person, Spot
from matching.week import DAY, SEASONS, Season, bits


@dataclass(frozen=True, slots=True)
class Care:
    """Days that meet something stated, days that may (a rota week or a school term that is not known), and whether the week is stated at all."""

    meets: list[date]
    may_meet: list[date]
    stated: bool


def look(participant: Participant, vacancy: Vacancy, hours: Sequence[Hours]) -> Care:
    """Day by day."""
    person = as_person(participant, shortlists.policy().taxonomy)
    run = person.school_run
    gates = tuple(sorted(at for at in (run.drop_off, run.pick_up) if at is not None)) if run else ()
    free = Free(person.available or ALWAYS, person.caring or EMPTY, gates)
    ways = _ways(person, spot(vacancy))
    meets, may_meet = [], []
    for each in hours:
        found = {
            bool(_minutes(each) & ~windows(free, ways, season, a, c))
            for season in _seasons(each.day, person.school_years)
            for a in range(len(free.available.rotas))
            for c in range(len(free.caring.rotas))
        }
        if found == {True}:
            meets.append(each.day)
        elif True in found:
            may_meet.append(each.day)
    return Care(meets, may_meet, person.available is not None or person.caring is not None or bool(gates))


def _ways(person: Person, where: Spot | None) -> Ways:
    """Minutes from home and from the gate by the quickest of the person's ways; 0 where a place or the ways are not known."""
    run = person.school_run
    home = _quickest(person, person.home, where)
    gate = _quickest(person, run.spot, where) if run and run.spot else home
    known = run is not None and run.drop_off is not None and run.pick_up is not None
    return Ways(home, gate, home if known or run is None else min(home, gate))


def _quickest(person: Person, start: Spot | None, where: Spot | None) -> int:
    if start is None or where is None or not person.modes:
        return 0
    times = by_mode(start, where, usable(person), shortlists.policy().travel)
    return min((time.estimate for time in times.values()), default=0)


def _seasons(day: date, years: Sequence[SchoolYear]) -> tuple[Season, ...]:
    """Which it is on that day; both where no calendar says."""
    if not years or any(not year.first <= day <= year.last for year in years):
        return SEASONS
    return ("term",) if all(year.open_on(day) for year in years) else ("holidays",)


def _minutes(hours: Hours) -> int:
    begin = hours.day.weekday() * DAY
    start, end = (begin + at.hour * 60 + at.minute for at in (hours.starts, hours.ends))
    return bits([(start, end)])
