"""Whom a vacancy fits, and which vacancies fit a person: the engine's words for what stands in the database."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from functools import lru_cache
from typing import TypeVar

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload, object_session

from brokerage import settings
from brokerage.models import Participant
from brokerage.participants import as_person
from brokerage.reference import skills
from brokerage.travel import beside
from employers.columns import Refused
from employers.models import Vacancy
from employers.vacancies import as_job
from matching.fit import check, in_reach, order, with_changes
from matching.journeys import NO_ROUTES, Routes
from matching.pair import Pair
from matching.policy import Policy
from matching.pooled import Pooled, pooled
from matching.taxonomy import Taxonomy
from matching.terms import Fit, Job, Person

Planned = Callable[[Person, Job], Routes]
Record = TypeVar("Record", Participant, Vacancy)


class NotThere(Refused):
    def __init__(self, kind: str, reference: str) -> None:
        super().__init__(f"There is no {kind} {reference}. Look at how its reference is written.")


@dataclass(frozen=True)
class Listed:
    """One line of a list: the pair's fit, and the two records behind it."""

    fit: Fit
    participant: Participant
    vacancy: Vacancy


@dataclass(frozen=True)
class Found:
    """A list in its order. `of` is how many were looked at, `away` how many were left out for being too far apart."""

    lines: tuple[Listed, ...]
    of: int
    away: int

    def shown(self, *, everyone: bool = False, limit: int | None = None) -> tuple[Listed, ...]:
        """The first lines; those that are not this one only when everyone is asked for."""
        return tuple(line for line in self.lines if everyone or line.fit.fit != "not_this_one")[:limit]


def policy() -> Policy:
    """The policy of this process's settings, with the skills of the database that is open."""
    return _policy(skills.taxonomy())


@lru_cache(maxsize=4)
def _policy(taxonomy: Taxonomy) -> Policy:
    return Policy.of(settings.load().matching, taxonomy)


def participant(session: Session, reference: str) -> Participant:
    """Raises `NotThere`."""
    return _one(session.scalar(select(Participant).where(Participant.reference == reference)), "participant", reference)


def vacancy(session: Session, reference: str) -> Vacancy:
    """Raises `NotThere`."""
    query = select(Vacancy).options(joinedload(Vacancy.employer)).where(Vacancy.reference == reference)
    return _one(session.scalar(query), "vacancy", reference)


def shortlist(session: Session, job: Vacancy, on: date, people: Iterable[Participant] | None = None) -> Found:
    """Everybody in reach of a vacancy, in the order of the list, without their changes (see `complete`).

    Left out are people who are paused; nobody is listed for a vacancy that is closed, full or withheld."""
    rules = policy()
    everyone = list(
        session.scalars(select(Participant).options(joinedload(Participant.keyworker))) if people is None else people
    )
    live = [] if unlisted(job, on) else [person for person in everyone if not person.paused]
    wanted = as_job(job, rules.taxonomy)
    near = [
        (one, person) for one in live for person in [as_person(one, rules.taxonomy)] if in_reach(person, wanted, rules)
    ]
    by = planned(session, [(person, wanted) for _, person in near])
    lines = [
        Listed(check(person, wanted, on, rules, by(person, wanted), changes=False), one, job) for one, person in near
    ]
    return Found(_ordered(lines, rules), len(everyone), len(live) - len(near))


def matches(session: Session, one: Participant, on: date) -> Found:
    """Every vacancy in reach of a person, in the order of the list, without changes (see `complete`).

    Left out are vacancies that are closed, full or withheld; a person who is paused has none."""
    rules = policy()
    query = select(Vacancy).options(joinedload(Vacancy.employer))
    everything = list(session.scalars(query))
    live = [] if one.paused else [job for job in everything if not unlisted(job, on)]
    person = as_person(one, rules.taxonomy)
    near = [
        (job, wanted) for job in live for wanted in [as_job(job, rules.taxonomy)] if in_reach(person, wanted, rules)
    ]
    by = planned(session, [(person, wanted) for _, wanted in near])
    lines = [
        Listed(check(person, wanted, on, rules, by(person, wanted), changes=False), one, job) for job, wanted in near
    ]
    return Found(_ordered(lines, rules), len(everything), len(live) - len(near))


def check_pair(one: Participant, job: Vacancy, on: date) -> Fit:
    """One pair in full. It answers for pairs that no list shows, and says why none does."""
    pair = pair_of(one, job, on)
    fit = check(pair.person, pair.job, on, pair.policy, pair.routes)
    near = in_reach(pair.person, pair.job, pair.policy)
    notes = (*unshown(one, job, pair), *_estimated(one, pair), *(beside.told(pair) if near else ()))
    return replace(fit, notes=(*fit.notes, *notes))


def complete(lines: Sequence[Listed]) -> list[Fit]:
    """The fits of these lines with their changes: they cost more than the fit, so that only what is shown has them."""
    return [with_changes(line.fit, pair_of(line.participant, line.vacancy, line.fit.as_of)) for line in lines]


def openers(lines: Sequence[Listed]) -> list[Pooled]:
    """What would open one vacancy to more people, from lines of its shortlist."""
    pairs = [pair_of(line.participant, line.vacancy, line.fit.as_of) for line in lines]
    return pooled([(pair, with_changes(line.fit, pair)) for pair, line in zip(pairs, lines, strict=True)])


def pair_of(one: Participant, job: Vacancy, on: date) -> Pair:
    rules = policy()
    person, wanted = as_person(one, rules.taxonomy), as_job(job, rules.taxonomy)
    return Pair(person, wanted, on, rules, planned(object_session(one), [(person, wanted)])(person, wanted))


def look_up(pairs: Iterable[tuple[Participant, Vacancy]], at: datetime) -> None:
    """Asks the route planners, where there are some, what is not known of these pairs' journeys. `at`: now, in UTC.

    Done outside any transaction, before the fits: a list or a check only reads what is kept."""
    if settings.load().routes.planners:
        from brokerage.travel import routes

        taxonomy = policy().taxonomy
        routes.look_up([(as_person(one, taxonomy), as_job(job, taxonomy)) for one, job in pairs], at)


def looked_up(session: Session, pairs: Iterable[tuple[Participant, Vacancy]]) -> int:
    """Of how many of these pairs every way has been answered by a planner."""
    from brokerage.travel import routes

    values = [(as_person(one, policy().taxonomy), as_job(job, policy().taxonomy)) for one, job in pairs]
    there = routes.known(session, values)
    return sum(bool(routes.wanted(*pair)) and there.complete(*pair) for pair in values)


def planned(session: Session | None, pairs: Iterable[tuple[Person, Job]]) -> Planned:
    """What the route planners said of each of these pairs, as far as it is kept."""
    if session is None or not settings.load().routes.planners:
        return lambda _person, _job: NO_ROUTES
    from brokerage.travel import routes

    return routes.known(session, pairs).of


def _estimated(one: Participant, pair: Pair) -> tuple[str, ...]:
    """What is said where a route planner should have told the minutes and has not."""
    session = object_session(one)
    if session is None or pair.from_home or not settings.load().routes.planners:
        return ()
    from brokerage.travel import routes

    there = routes.known(session, [(pair.person, pair.job)]).complete(pair.person, pair.job)
    return () if there else (routes.NOT_ANSWERED,)


def unlisted(job: Vacancy, on: date) -> str | None:
    """Why a vacancy is in no list; `None` when it is in them."""
    if job.employer.withheld:
        return f"The employer is withheld: {job.employer.withheld}"
    if job.closes_on is not None and job.closes_on < on:
        return f"The vacancy closed on {job.closes_on.day} {job.closes_on:%B %Y}."
    return "The vacancy has no places left." if job.places == 0 else None


def unshown(one: Participant, job: Vacancy, pair: Pair) -> tuple[str, ...]:
    """Why a pair is in no list; empty when it is in them."""
    paused = "Paused by the person: in no list until that changes." if one.paused else None
    far = None if in_reach(pair.person, pair.job, pair.policy) else "Too far apart to be listed."
    return tuple(why for why in (paused, unlisted(job, pair.on), far) if why)


def _ordered(lines: list[Listed], rules: Policy) -> tuple[Listed, ...]:
    return tuple(sorted(lines, key=lambda line: order(line.fit, rules)))


def _one(found: Record | None, kind: str, reference: str) -> Record:
    if found is None:
        raise NotThere(kind, reference)
    return found
