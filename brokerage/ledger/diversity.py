"""How wide the programme's work with employers reaches: different kinds of job, and different employers. Counts, of nobody by name.

Source: IPS-25 items 19 (diversity of job types) and 20 (diversity of employers), where 85 to 100 per cent different is the most there is.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from brokerage.referral_models import Referral
from employers.models import Introduction, Vacancy


@dataclass(frozen=True, slots=True)
class Share:
    """So many different ones among so many."""

    different: int
    of: int

    @property
    def percent(self) -> int | None:
        """A whole number; None where there is nothing yet."""
        return round(100 * self.different / self.of) if self.of else None


@dataclass(frozen=True, slots=True)
class Reach:
    """`what` in the words of a heading; kinds of job and employers among these."""

    what: str
    jobs: Share
    employers: Share


def reach(session: Session, today: date, days: int) -> tuple[Reach, Reach]:
    """Of the introductions, and of the jobs that people started, in the last so many days."""
    since = datetime.combine(today - timedelta(days=days), time.min)
    laid = (
        select(Introduction)
        .where(Introduction.laid_at >= since, Introduction.taken_back_at.is_(None))
        .options(joinedload(Introduction.vacancy))
    )
    begun = (
        select(Referral)
        .where(Referral.outcome == "started", Referral.ended_at >= since)
        .options(joinedload(Referral.vacancy))
    )
    return (
        _reach("Introductions", [each.vacancy for each in session.scalars(laid)]),
        _reach("Jobs started", [each.vacancy for each in session.scalars(begun)]),
    )


def _reach(what: str, jobs: Sequence[Vacancy]) -> Reach:
    kinds = {" ".join((job.occupation or job.title).casefold().split()) for job in jobs}
    return Reach(what, Share(len(kinds), len(jobs)), Share(len({job.employer_reference for job in jobs}), len(jobs)))
