"""The days of placements in diaries: from when all three have signed, also while a change waits for them, and for a while after one was
called off or a day was dropped."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import datetime

from sqlalchemy import and_, or_, select
from sqlalchemy.orm import Session, contains_eager, selectinload

from brokerage import settings
from brokerage.diary.diary_readers import Owner, Span, whose
from brokerage.models import Participant
from brokerage.placing_models import Placed
from employers.models import Contact, Vacancy
from employers.placements import paper as placement_paper
from employers.placements.models import Placement, PlacementDay, PlacementStep
from employers.times.diary import Entry

TITLES = {"work_experience": "Work experience", "job_trial": "Job trial"}
SIGNED = ("signed", "running", "finished", "ended")
WAS_SIGNED = Placement.steps.any(PlacementStep.transition == "complete")


def placement_days(session: Session, owner: Owner, over: Span) -> Iterator[Entry]:
    """Each day, with its hours; those that did not come about any more as given up."""
    yield from (each for each in _kept(session, owner, over) if not each.off or each.changed_at >= over.off_since)
    for placed in _changed(session, owner, over):
        for day in placement_paper.dropped(placed.placement):
            if over.first <= day.day <= over.last:
                yield replace(_entry(owner, placed, day), off=True)


def _kept(session: Session, owner: Owner, over: Span) -> Iterator[Entry]:
    query = (
        select(PlacementDay, Placed)
        .join(PlacementDay.placement)
        .join(Placed, Placed.placement_id == Placement.id)
        .join(Placed.participant)
        .join(Placement.vacancy)
        .join(Vacancy.employer)
        .where(PlacementDay.day.between(over.first, over.last), whose(owner))
        .where(or_(Placement.state.in_(SIGNED), and_(Placement.state.in_(("to_sign", "cancelled")), WAS_SIGNED)))
        .options(
            contains_eager(PlacementDay.placement).options(
                contains_eager(Placement.vacancy).contains_eager(Vacancy.employer), selectinload(Placement.steps)
            ),
            contains_eager(Placed.participant),
        )
    )
    for day, placed in session.execute(query):
        yield _entry(owner, placed, day)


def _changed(session: Session, owner: Owner, over: Span) -> Sequence[Placed]:
    """Placements that were changed since what was given up is still said."""
    lately = PlacementStep.transition == "change", PlacementStep.at >= over.off_since
    query = (
        select(Placed)
        .join(Placed.placement)
        .join(Placed.participant)
        .join(Placement.vacancy)
        .join(Vacancy.employer)
        .where(whose(owner), WAS_SIGNED, Placement.steps.any(and_(*lately)))
    )
    return session.scalars(query).all()


def _entry(owner: Owner, placed: Placed, day: PlacementDay) -> Entry:
    placement = placed.placement
    ended, last_step = placement.ended_on, placement.steps[-1].transition if placement.steps else ""
    summary, who, page = _words(owner, placement, placed)
    return Entry(
        uid=f"placement-{placement.reference}-{day.day}@{settings.load().mail.sender.rpartition('@')[2]}",
        number=len(placement.steps),
        changed_at=max((step.at for step in placement.steps), default=placement.drafted_at),
        starts=datetime.combine(day.day, day.starts),
        ends=datetime.combine(day.day, day.ends),
        summary=summary,
        where=_where(placement),
        off=placement.state == "cancelled" or last_step == "stop" or (ended is not None and day.day > ended),
        open=placement.state == "to_sign",
        busy=isinstance(owner, Participant | Contact),
        who=who,
        page=page,
    )


def _words(owner: Owner, placement: Placement, placed: Placed) -> tuple[str, str, str]:
    """What a calendar says, and for pages whose day it is and where it is read."""
    again = " (to be signed again)" if placement.state == "to_sign" else ""
    what = f"{TITLES[placement.kind]}: {placement.vacancy.title}{again}"
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
