"""People and jobs for tests, from the text that would stand in a file's cells; `None` is a blank cell.

Left alone, `a_person()` and `a_job()` fit each other in everything, at the same spot: a test says only what differs.
"""

from collections.abc import Callable, Mapping
from datetime import date
from functools import cache
from math import degrees
from typing import Any

from brokerage import settings
from matching import fit, grammar
from matching.journeys import EARTH_KM
from matching.normalise import certificate, skill
from matching.policy import Policy
from matching.taxonomy import built_in
from matching.terms import Dated, Factor, FactorName, Fit, Job, Person, SchoolRun, Skill, Skills, Spot
from matching.week import Week

TODAY = date(2026, 11, 21)
TOWN = Spot(53.38, -1.47)

PERSON: Mapping[str, Any] = {
    "available": "any",
    "caring": "none",
    "hours_min": 16,
    "hours_max": 40,
    "travel_modes": "walk; bus; car",
    "travel_max": "60",
    "skills": "till work",
    "certificates": "none",
    "limits": "none",
    "legal": "none",
    "wants": "retail",
}
JOB: Mapping[str, Any] = {
    "title": "Shop assistant",
    "occupation": "shop assistant",
    "sector": "retail",
    "shift": "Mon-Fri 09:30-14:30",
    "hours_guaranteed": 25,
    "essential_skills": "till work",
    "certificates": "none",
    "demands": "none",
    "involves": "none",
    "pay_from": 13.45,
    "contract": "permanent",
}

FIELDS = {"travel_modes": "modes", "essential_skills": "essential", "desirable_skills": "desirable"}


# Minutes by bus and rail that can be worked out by hand. The shipped ones are fitted, and held in test_calibration.py.
ROUND = {
    "bus": {"fixed": [10, 15, 22], "km_minutes": [3, 5, 8]},
    "rail": {"fixed": [20, 28, 35], "km_minutes": [1.0, 1.3, 2.0]},
}


@cache
def policy() -> Policy:
    table = settings.load().matching
    return Policy.of({**table, "travel": {**table["travel"], **ROUND}}, built_in())


def north(km: float, start: Spot = TOWN, *, radius: float = 0.0, london: bool = False) -> Spot:
    """The spot that lies so many km due north."""
    return Spot(start.lat + degrees(km / EARTH_KM), start.lon, radius, london)


def a_person(
    reference: str = "P001", *, home: Spot | None = TOWN, school: Spot | None = None, **cells: str | float | None
) -> Person:
    cell = {**PERSON, **cells}
    return Person(
        reference=reference,
        home=home,
        school_run=_school_run(school, cell.pop("drop_off", None), cell.pop("pick_up", None)),
        **_read(cell, _PERSON),
    )


def a_job(reference: str = "V001", *, site: Spot | None = TOWN, **cells: str | float | bool | date | None) -> Job:
    cell = {**JOB, **cells}
    return Job(reference=reference, site=site, **_read(cell, _JOB))


def check(person: Person, job: Job, on: date = TODAY) -> Fit:
    return fit.check(person, job, on, policy())


def factor(name: FactorName, person: Person, job: Job, on: date = TODAY) -> Factor:
    """One factor of a fit."""
    return next(each for each in check(person, job, on).factors if each.factor == name)


def who(found: Factor) -> set[str | None]:
    """Who could change the fails, or answer the questions where there is no fail."""
    return {reason.who for reason in found.reasons if reason.status == found.status}


def numbers(found: Factor) -> tuple[float, float, float]:
    return found.low, found.estimate, found.high


def a_skill(words: str) -> Skill:
    return skill(words, built_in())


def skills(text: str) -> Skills:
    held, not_yet = grammar.skills(text)
    return Skills(tuple(map(a_skill, held)), tuple(map(a_skill, not_yet)), only_these=not held and not not_yet)


def certificates(text: str) -> tuple[Dated, ...]:
    return tuple(Dated(certificate(name, built_in()), name, until) for name, until in grammar.dated(text))


def _school_run(school: Spot | None, drop_off: str | None, pick_up: str | None) -> SchoolRun | None:
    if not (school or drop_off or pick_up):
        return None
    return SchoolRun(school, drop_off and grammar.clock(drop_off), pick_up and grammar.clock(pick_up))  # type: ignore[arg-type] # None stays None


def _read(cells: Mapping[str, Any], how: Mapping[str, Callable[[Any], Any]]) -> dict[str, Any]:
    """The fields that the cells give: read as the grammar reads them, a number or a plain word as it is."""
    return {
        FIELDS.get(name, name): how[name](value) if name in how else value
        for name, value in cells.items()
        if value is not None
    }


def _set(text: str) -> frozenset[str]:
    return frozenset(grammar.items(text))


_PERSON: Mapping[str, Callable[[Any], Any]] = {
    "available": lambda text: Week.parse(text, "narrow"),
    "caring": Week.parse,
    "childcare_welcome": grammar.yes_no,
    "travel_modes": grammar.modes,
    "travel_max": lambda text: grammar.travel_max(str(text)),
    "skills": skills,
    "certificates": certificates,
    "limits": grammar.limits,
    "not_adjustable": _set,
    "legal": lambda text: tuple(Dated(name, name, until) for name, until in grammar.legal(text)),
    "wants": grammar.items,
    "avoids": grammar.items,
    "contracts": _set,
}
_JOB: Mapping[str, Callable[[Any], Any]] = {
    "shift": Week.parse,
    "starts_on": lambda day: grammar.day(day) if isinstance(day, str) else day,
    "shifts_chosen_by_worker": grammar.yes_no,
    "term_time_only": grammar.yes_no,
    "negotiable": grammar.negotiable,
    "essential_skills": lambda text: tuple(map(a_skill, grammar.items(text))),
    "desirable_skills": lambda text: tuple(map(a_skill, grammar.items(text))),
    "certificates": certificates,
    "demands": grammar.demands,
    "adjustable": _set,
    "involves": _set,
}
