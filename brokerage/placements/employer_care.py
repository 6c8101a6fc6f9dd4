"""What a coordinator and a manager see to about an employer: what still runs while it is withheld, and placements without hires.

Counted from what exists: people introduced under agreements of work experience and job trials, and jobs that were taken.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from brokerage.placements import hires as placement_hires
from brokerage.referral_models import Referral
from employers.clock import local
from employers.models import Agreement, Employer, Introduction, Vacancy
from employers.placements.life import CAME
from employers.placements.models import Placement
from employers.trust.safety import PLACEMENTS
from employers.trust_models import PlacementWord

WITH_THEM = ("introduced", "held", "wanted", "booked", "met", "offered")


@dataclass(frozen=True, slots=True)
class Placements:
    """People who were placed with an employer since `since` (UTC) and people it hired; `said`: what was found when somebody last looked."""

    employer: Employer
    since: datetime
    placements: int
    hires: int
    said: PlacementWord | None = None

    def raised(self, least: int, hires_most: int) -> bool:
        """Whether somebody is to look into it: enough placements without hires, and more of them than when it was last looked into."""
        if self.placements < least or self.hires > hires_most:
            return False
        return self.said is None or self.placements > self.said.placements


def months_before(day: date, months: int) -> date:
    """The same day so many months earlier; the 28th where that month is shorter."""
    whole = day.year * 12 + day.month - 1 - months
    return date(whole // 12, whole % 12 + 1, min(day.day, 28))


def running(session: Session, employer: str | None = None) -> Sequence[Referral]:
    """People on the way to employers that are withheld, who are with the employer already: what goes on is for a person to decide."""
    query = (
        select(Referral)
        .join(Referral.vacancy)
        .join(Vacancy.employer)
        .where(Employer.withheld.is_not(None), Referral.state.in_(WITH_THEM))
        .options(joinedload(Referral.participant), joinedload(Referral.vacancy).joinedload(Vacancy.employer))
    )
    if employer is not None:
        query = query.where(Employer.reference == employer)
    return session.scalars(query.order_by(Employer.name, Referral.id)).all()


def placements(session: Session, since: datetime, employer: str | None = None) -> list[Placements]:
    """For each employer that had somebody on work experience or a job trial since then: how many came, and how many it hired.

    Somebody came whose unpaid placement began; where none is written down, whose meeting took place, or who took what was offered.
    A hire is a job taken that is no placement."""
    query = (
        select(Vacancy.employer_reference, Agreement.kind, Introduction.met, Referral.outcome, Introduction.id)
        .join(Referral, Referral.vacancy_reference == Vacancy.reference)
        .join(Introduction, Introduction.id == Referral.introduction_id)
        .outerjoin(Agreement, Agreement.reference == Vacancy.agreement_reference)
        .where(Introduction.laid_at >= since)
    )
    if employer is not None:
        query = query.where(Vacancy.employer_reference == employer)
    came = _unpaid(session, since, employer)
    hired: dict[str, int] = {}
    written = set(session.scalars(select(Placement.introduction_id).where(Placement.introduction_id.is_not(None))))
    for reference, kind, met, outcome, card in session.execute(query):
        on_paper = card in written  # whoever has a placement is counted by it
        came_by = not on_paper and (met or outcome == "started")
        counts, counted = (came, came_by) if kind in PLACEMENTS else (hired, outcome == "started")
        counts[reference] = counts.get(reference, 0) + bool(counted)
    for reference, number in placement_hires.hires(session, since, employer).items():
        hired[reference] = hired.get(reference, 0) + number
    found = session.scalars(select(Employer).where(Employer.reference.in_(came)).order_by(Employer.name)).all()
    said = _said(session)
    return [
        Placements(one, since, came[one.reference], hired.get(one.reference, 0), said.get(one.reference))
        for one in found
        if came[one.reference]
    ]


def _unpaid(session: Session, since: datetime, employer: str | None) -> dict[str, int]:
    """{employer: unpaid placements that began since}, as far as the days have been noted; one that was renewed is one."""
    came = Placement.state.in_(CAME), Placement.renews.is_(None)
    began = *came, Placement.paid.is_(False), Placement.starts_on >= local(since).date()
    query = select(Vacancy.employer_reference).join(Placement, Placement.vacancy_reference == Vacancy.reference)
    counts: dict[str, int] = {}
    for reference in session.scalars(query.where(*began)):
        if employer in (None, reference):
            counts[reference] = counts.get(reference, 0) + 1
    return counts


def look_into(session: Session, found: Placements, word: str, *, by: str, now: datetime) -> None:
    """Somebody has looked into it, at these figures; it is raised again only when there are more placements."""
    session.add(
        PlacementWord(
            employer_reference=found.employer.reference,
            placements=found.placements,
            hires=found.hires,
            word=word,
            at=now,
            by=by,
        )
    )
    session.flush()


def started(session: Session, employer: str) -> dict[str, int]:
    """{vacancy: how many took the job}"""
    query = (
        select(Referral.vacancy_reference)
        .join(Referral.vacancy)
        .where(Vacancy.employer_reference == employer, Referral.outcome == "started")
    )
    counts: dict[str, int] = {}
    for vacancy in session.scalars(query):
        counts[vacancy] = counts.get(vacancy, 0) + 1
    return counts


def _said(session: Session) -> dict[str, PlacementWord]:
    query = select(PlacementWord).order_by(PlacementWord.id)
    return {each.employer_reference: each for each in session.scalars(query)}
