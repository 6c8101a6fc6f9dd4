"""How many people suit each vacancy, for lists and for Today: a pair is looked at again only when one of its two records has changed."""

from collections import Counter, OrderedDict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from threading import Lock

from sqlalchemy import func, select
from sqlalchemy.orm import Session, joinedload

from brokerage import shortlists
from brokerage.fits.unsaid import waiting_for_employer
from brokerage.models import AuditEntry, Participant
from brokerage.participants import as_person
from brokerage.shortlists import Planned, policy, unlisted
from employers.models import Vacancy
from employers.vacancies import as_job
from matching.fit import check, in_reach
from matching.pooled import Pooled
from matching.terms import FactorName, FitClass, Job, Person

MOST_PAIRS = 6_000  # looked at for one page: some five seconds, once; beyond it lists go without these counts
KEPT_PAIRS = 60_000
KEPT_OPENERS = 500  # vacancies
WORLD = ("place", "school calendar", "journeys")  # what is loaded or asked, and changes fits
FEW = 3  # fewer people than this who fit, or might, are few
Seen = tuple[str, date, str, int]  # database, day, policy, the last file of places
Version = tuple[Seen, str, int, str, int]  # with each record's reference and its last change


@dataclass(frozen=True, slots=True)
class Standing:
    """How one person stands with one vacancy, and in which factors something waits for the employer's answer."""

    fit: FitClass
    waits: frozenset[FactorName]


@dataclass(frozen=True, slots=True)
class Suited:
    """The people in reach of one vacancy, by class and by what they wait for; nobody for one that is in no list."""

    by_class: Counter[FitClass]
    waiting: Counter[FactorName]

    def count(self, *classes: FitClass) -> int:
        return sum(self.by_class[each] for each in classes)

    @property
    def good(self) -> int:
        """Who fits, or might: nobody has to change anything."""
        return self.count("fits_now", "check")


@dataclass(frozen=True, slots=True)
class Everybody:
    """How everybody who is not paused stands with every vacancy that is in a list."""

    standings: dict[tuple[str, str], Standing | None]  # (participant, vacancy); None: too far apart to be listed
    by_vacancy: dict[str, Suited]

    def suited(self, vacancy: str) -> Suited:
        return self.by_vacancy.get(vacancy, NOBODY)

    def without(self, people: Iterable[Participant], *classes: FitClass) -> list[Participant]:
        """Those who have no vacancy of these classes."""
        served = {person for (person, _), stands in self.standings.items() if stands and stands.fit in classes}
        return [person for person in people if not person.paused and person.reference not in served]


NOBODY = Suited(Counter(), Counter())
_pairs: OrderedDict[Version, Standing | None] = OrderedDict()
_openers: OrderedDict[tuple[Seen, int, str, int], list[Pooled]] = OrderedDict()
_one_at_a_time = Lock()


def everybody(session: Session, people: Sequence[Participant], jobs: Sequence[Vacancy], on: date) -> Everybody | None:
    """Where all of them stand; None where that is more than a page can look at (`MOST_PAIRS`)."""
    people = [person for person in people if not person.paused]
    jobs = [job for job in jobs if unlisted(job, on) is None]
    if len(people) * len(jobs) > MOST_PAIRS:
        return None
    seen, changed, rules = _seen(session, on), _last_changes(session), policy()
    persons = [(as_person(one, rules.taxonomy), changed.get(("participant", one.reference), 0)) for one in people]
    wanted = [(as_job(one, rules.taxonomy), changed.get(("vacancy", one.reference), 0)) for one in jobs]
    by = shortlists.planned(session, ((person, job) for person, _ in persons for job, _ in wanted))
    standings = {
        (person.reference, job.reference): _standing(
            (seen, person.reference, person_at, job.reference, job_at), person, job, on, by
        )
        for person, person_at in persons
        for job, job_at in wanted
    }
    made = {job.reference: Suited(Counter(), Counter()) for job in jobs}
    for (_, vacancy), stands in standings.items():
        if stands and stands.fit != "not_this_one":
            made[vacancy].by_class[stands.fit] += 1
            made[vacancy].waiting.update(stands.waits)
    return Everybody(standings, made)


def unserved(session: Session, people: Sequence[Participant], on: date) -> list[Participant]:
    """Those for whom no vacancy fits, or might; nobody where there is too much to look at."""
    jobs = session.scalars(select(Vacancy).options(joinedload(Vacancy.employer))).unique().all()
    stand = everybody(session, people, jobs, on)
    return stand.without(people, "fits_now", "check") if stand else []


def good(session: Session, jobs: Sequence[Vacancy], on: date) -> dict[str, int]:
    """{vacancy: how many people it fits now, or might}, for those that are in lists; without those where there is too much to look at."""
    listed = list({job.reference: job for job in jobs if shortlists.unlisted(job, on) is None}.values())
    people = session.scalars(select(Participant).options(joinedload(Participant.keyworker))).all()
    stand = everybody(session, people, listed, on)
    return {job.reference: stand.suited(job.reference).good for job in listed} if stand else {}


def openers(session: Session, job: Vacancy, on: date) -> list[Pooled]:
    """What would open a vacancy to more people, from everybody it is in reach of; kept until it, somebody or an employer changes."""
    last = select(func.max(AuditEntry.id))
    people_at = session.scalar(last.where(AuditEntry.kind.in_(("participant", "employer")))) or 0
    job_at = session.scalar(last.where(AuditEntry.kind == "vacancy", AuditEntry.reference == job.reference)) or 0
    key = _seen(session, on), people_at, job.reference, job_at
    with _one_at_a_time:
        if key in _openers:
            return _openers[key]
    found = shortlists.openers(shortlists.shortlist(session, job, on).shown())
    with _one_at_a_time:
        _openers[key] = found
        while len(_openers) > KEPT_OPENERS:
            _openers.popitem(last=False)
    return found


def _standing(version: Version, person: Person, job: Job, on: date, by: Planned) -> Standing | None:
    with _one_at_a_time:
        if version in _pairs:
            return _pairs[version]
    found = _look(person, job, on, by)
    with _one_at_a_time:
        _pairs[version] = found
        while len(_pairs) > KEPT_PAIRS:
            _pairs.popitem(last=False)
    return found


def _look(person: Person, job: Job, on: date, by: Planned) -> Standing | None:
    if not in_reach(person, job, policy()):
        return None
    fit = check(person, job, on, policy(), by(person, job), changes=False)
    return Standing(fit.fit, frozenset(waiting_for_employer([fit])))


def _seen(session: Session, on: date) -> Seen:
    loaded = session.scalar(select(func.max(AuditEntry.id)).where(AuditEntry.kind.in_(WORLD))) or 0
    return str(session.get_bind().engine.url), on, policy().id, loaded


def _last_changes(session: Session) -> dict[tuple[str, str], int]:
    """{(kind, reference): its last line in the trail}, which every change of a record leaves."""
    query = (
        select(AuditEntry.kind, AuditEntry.reference, func.max(AuditEntry.id))
        .where(AuditEntry.kind.in_(("participant", "vacancy")))
        .group_by(AuditEntry.kind, AuditEntry.reference)
    )
    return {(kind, reference): last for kind, reference, last in session.execute(query)}
