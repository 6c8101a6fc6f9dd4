"""Placements with their people, as staff look them up."""

from collections.abc import Collection, Sequence
from typing import Any

from sqlalchemy import Select, select
from sqlalchemy.orm import Session, joinedload, selectinload

from brokerage.models import Participant
from brokerage.placing_models import Placed
from brokerage.shortlists import NotThere
from employers.models import Vacancy
from employers.placements.models import Placement

OPEN = ("draft", "to_sign", "signed", "running")


def get(session: Session, reference: str) -> Placed:
    """Raises NotThere."""
    found = session.scalar(_whole().where(Placement.reference == reference))
    if found is None:
        raise NotThere("placement", reference)
    return found


def behind(session: Session, placement: Placement) -> Placed:
    """Whose it is."""
    return session.scalars(_whole().where(Placed.placement_id == placement.id)).one()


def of_people(session: Session, people: Collection[int] | None = None) -> Sequence[Placed]:
    """All of them, or those of some people, the next to begin first and those without days last."""
    query = _whole() if people is None else _whole().where(Placed.participant_id.in_(people))
    return session.scalars(query.order_by(Placement.starts_on.is_(None), Placement.starts_on, Placement.id)).all()


def of_person(session: Session, participant: Participant) -> Sequence[Placed]:
    return of_people(session, [participant.id])


def under(session: Session, agreement: str) -> Sequence[Placed]:
    """Those under one agreement."""
    return session.scalars(_whole().where(Placement.agreement_reference == agreement).order_by(Placement.id)).all()


def at_employer(session: Session, employer: str) -> Sequence[Placed]:
    """Those that somebody outside was asked to sign, and that are not over."""
    own = Vacancy.employer_reference == employer, Placement.state.in_(OPEN), Placement.state != "draft"
    query = _whole().join(Vacancy, Vacancy.reference == Placement.vacancy_reference).where(*own)
    return session.scalars(query.order_by(Placement.starts_on, Placement.id)).all()


def _whole() -> Select[Placed]:
    placement = joinedload(Placed.placement)
    parts: tuple[Any, ...] = (
        joinedload(Placed.participant),
        placement.joinedload(Placement.vacancy).joinedload(Vacancy.employer),
        placement.selectinload(Placement.signatures),
        placement.selectinload(Placement.days),
    )
    return select(Placed).join(Placed.placement).options(*parts, selectinload(Placed.referral))
