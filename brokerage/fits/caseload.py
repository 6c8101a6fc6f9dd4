"""The matches of many people at once, for lists and for Today. A person's are worked out again only when something has changed."""

from collections import OrderedDict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from threading import Lock
from typing import TypeVar

from sqlalchemy import func, select
from sqlalchemy.orm import Session, contains_eager, joinedload

from brokerage import shortlists
from brokerage.accounts import User
from brokerage.models import AuditEntry, Participant
from brokerage.shortlists import Listed
from employers.models import Vacancy
from matching.terms import Fit, FitClass

KEPT_AT_ONCE = 150  # people; with some hundred vacancies each, tens of megabytes
NOT_FOR_A_FIT = ("user_account", "user_role", "slot", "participant")  # changes of these change nobody else's matches
Thing = TypeVar("Thing")
Version = tuple[str, date, str, int, int]  # database, day, policy, last change of anything, last change of this person


@dataclass(frozen=True, slots=True)
class Case:
    """A person and the vacancies in reach, in the order of the list; `others` counts those that are not this one."""

    person: Participant
    lines: tuple[Listed, ...]
    others: int
    version: Version

    def count(self, *classes: FitClass) -> int:
        return sum(line.fit.fit in classes for line in self.lines)

    @property
    def good(self) -> int:
        """Vacancies that fit now, or might: nobody has to change anything for them."""
        return self.count("fits_now", "check")

    @property
    def nothing_yet(self) -> bool:
        """Somebody who is looking, and whom nothing fits as it stands."""
        return not self.person.paused and not self.count("fits_now")


@dataclass(frozen=True, slots=True)
class _Kept:
    version: Version
    fits: tuple[Fit, ...]
    others: int


_kept: OrderedDict[str, _Kept] = OrderedDict()
_changes: OrderedDict[str, tuple[Version, tuple[Fit, ...]]] = OrderedDict()
_one_at_a_time = Lock()


def people_of(session: Session, keyworker: User) -> list[Participant]:
    """The people of one keyworker, by name."""
    query = (
        select(Participant)
        .where(Participant.keyworker_id == keyworker.id)
        .options(joinedload(Participant.keyworker))
        .order_by(func.lower(Participant.name), Participant.reference)
    )
    return list(session.scalars(query))


def everybody(session: Session) -> list[Participant]:
    """Everybody on the programme, by name."""
    query = (
        select(Participant)
        .outerjoin(Participant.keyworker)
        .options(contains_eager(Participant.keyworker))
        .order_by(func.lower(Participant.name), Participant.reference)
    )
    return list(session.scalars(query))


def cases(session: Session, people: Sequence[Participant], on: date) -> list[Case]:
    """Each person's vacancies, as `shortlists.matches` finds them. Those of somebody who is paused are none."""
    versions = _versions(session, people, on)
    jobs = {
        job.reference: job for job in session.scalars(select(Vacancy).options(joinedload(Vacancy.employer))).unique()
    }
    made = []
    for person in people:
        kept = _fresh(session, person, on, versions[person.reference])
        lines = tuple(Listed(fit, person, jobs[fit.vacancy]) for fit in kept.fits)
        made.append(Case(person, lines, kept.others, kept.version))
    return made


def with_changes(case: Case) -> tuple[Fit, ...]:
    """The fits that would need a change, with what would have to change: worked out once, for it costs more than the fit."""
    there = _look_up(_changes, case.person.reference)
    if there is None or there[0] != case.version:
        lines = [line for line in case.lines if line.fit.fit in ("ask_employer", "with_a_step")]
        there = case.version, tuple(shortlists.complete(lines))
        _keep(_changes, case.person.reference, there)
    return there[1]


def _fresh(session: Session, person: Participant, on: date, version: Version) -> _Kept:
    kept = _look_up(_kept, person.reference)
    if kept is None or kept.version != version:
        found = shortlists.matches(session, person, on)
        shown = found.shown()
        kept = _Kept(version, tuple(line.fit for line in shown), len(found.lines) - len(shown))
        _keep(_kept, person.reference, kept)
    return kept


def _look_up(kept: OrderedDict[str, Thing], reference: str) -> Thing | None:
    with _one_at_a_time:
        return kept.get(reference)


def _keep(kept: OrderedDict[str, Thing], reference: str, thing: Thing) -> None:
    """Those that were worked out longest ago go first."""
    with _one_at_a_time:
        kept[reference] = thing
        kept.move_to_end(reference)
        while len(kept) > KEPT_AT_ONCE:
            kept.popitem(last=False)


def _versions(session: Session, people: Iterable[Participant], on: date) -> dict[str, Version]:
    """What each person's matches stand on. Every change leaves a line in the trail, so the trail's length says it."""
    last = func.max(AuditEntry.id)
    world = session.scalar(select(last).where(AuditEntry.kind.not_in(NOT_FOR_A_FIT))) or 0
    changed = (
        select(AuditEntry.reference, last)
        .where(AuditEntry.kind == Participant.__tablename__)
        .group_by(AuditEntry.reference)
    )
    own: dict[str, int] = dict(session.execute(changed).all())
    where, rules = str(session.get_bind().engine.url), shortlists.policy().id
    return {person.reference: (where, on, rules, world, own.get(person.reference, 0)) for person in people}
