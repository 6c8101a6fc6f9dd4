"""The days of placements in diaries: from when all three have signed, and for a while after one was called off."""

from collections.abc import Iterator
from datetime import datetime

from sqlalchemy import and_, or_, select
from sqlalchemy.orm import Session, contains_eager, selectinload

from brokerage import settings
from brokerage.diary_readers import Owner, Span, whose
from brokerage.models import Participant
from brokerage.placing_models import Placed
from employers.diary import Entry
from employers.models import Contact, Vacancy
from employers.placement_models import Placement, PlacementDay, PlacementStep

TITLES = {"work_experience": "Work experience", "job_trial": "Job trial"}
SIGNED = ("signed", "running", "finished", "ended")


def placement_days(session: Session, owner: Owner, over: Span) -> Iterator[Entry]:
    """Each day, with its hours; those that did not come about any more as given up."""
    was_signed = Placement.steps.any(PlacementStep.transition == "complete")
    query = (
        select(PlacementDay, Placed)
        .join(PlacementDay.placement)
        .join(Placed, Placed.placement_id == Placement.id)
        .join(Placed.participant)
        .join(Placement.vacancy)
        .join(Vacancy.employer)
        .where(PlacementDay.day.between(over.first, over.last), whose(owner))
        .where(or_(Placement.state.in_(SIGNED), and_(Placement.state == "cancelled", was_signed)))
        .options(
            contains_eager(PlacementDay.placement).options(
                contains_eager(Placement.vacancy).contains_eager(Vacancy.employer), selectinload(Placement.steps)
            ),
            contains_eager(Placed.participant),
        )
    )
    for day, placed in session.execute(query):
        entry = _entry(owner, day, placed)
        if not entry.off or entry.changed_at >= over.off_since:
            yield entry


def _entry(owner: Owner, day: PlacementDay, placed: Placed) -> Entry:
    placement = day.placement
    ended = placement.ended_on
    summary, who, page = _words(owner, placement, placed)
    return Entry(
        uid=f"placement-{placement.reference}-{day.day}@{settings.load().mail.sender.rpartition('@')[2]}",
        number=len(placement.steps),
        changed_at=max((step.at for step in placement.steps), default=placement.drafted_at),
        starts=datetime.combine(day.day, day.starts),
        ends=datetime.combine(day.day, day.ends),
        summary=summary,
        where=_where(placement),
        off=placement.state == "cancelled" or (ended is not None and day.day > ended),
        busy=isinstance(owner, Participant | Contact),
        who=who,
        page=page,
    )


def _words(owner: Owner, placement: Placement, placed: Placed) -> tuple[str, str, str]:
    """What a calendar says, and for pages whose day it is and where it is read."""
    what = f"{TITLES[placement.kind]}: {placement.vacancy.title}"
    if isinstance(owner, Participant):
        return "Appointment", "", ""
    if isinstance(owner, Contact):
        return what, placement.called, f"portal.placement {placement.reference}"
    person = placed.participant
    return f"{what}, {person.reference}", person.called, f"placements.show {placement.reference}"


def _where(placement: Placement) -> str:
    """As the letters say it: the room, the employer, the postcode."""
    vacancy = placement.vacancy
    where, name = placement.where or "", vacancy.employer.name
    named = where if name in where else ", ".join(filter(None, (where, name)))
    return ", ".join(filter(None, (named, placement.site or vacancy.postcode or vacancy.employer.postcode)))
