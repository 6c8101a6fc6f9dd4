"""People whom employers hired after a placement: placements without hires are looked into, and these are the hires."""

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from brokerage.placing_models import Placed
from brokerage.referral_models import Referral
from employers.models import Vacancy
from employers.placements import unpaid
from employers.placements.after_models import PlacementJob
from employers.placements.models import Placement


def hires(session: Session, since: datetime, employer: str | None = None) -> dict[str, int]:
    """{employer: jobs that came of placements since then (UTC)}, but for those that a referral's own outcome counts already."""
    query = (
        select(Vacancy, Referral.outcome)
        .join(Placement, Placement.vacancy_reference == Vacancy.reference)
        .join(PlacementJob, PlacementJob.placement_id == Placement.id)
        .join(Placed, Placed.placement_id == Placement.id)
        .outerjoin(Referral, Referral.id == Placed.referral_id)
        .where(PlacementJob.at >= since)
    )
    if employer is not None:
        query = query.where(Vacancy.employer_reference == employer)
    counts: dict[str, int] = {}
    for job, outcome in session.execute(query):
        if outcome != "started" or unpaid.note(job):
            counts[job.employer_reference] = counts.get(job.employer_reference, 0) + 1
    return counts
