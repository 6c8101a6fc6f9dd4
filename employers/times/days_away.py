"""Whole days on which an employer sees nobody. Free times are taken out at once; where somebody is booked they stay, and are to be moved."""

from collections.abc import Collection, Iterable, Sequence
from datetime import date, datetime, time, timedelta
from typing import Any

from sqlalchemy import or_, select
from sqlalchemy.orm import Session, joinedload

from employers.clock import on_day
from employers.columns import BadCells, Refused, Wrong
from employers.introductions import random_reference
from employers.models import Agreement, Employer, Introduction, Slot, Vacancy
from employers.times.time_models import Absence, Opening, OpeningTime

FARTHEST = 731  # days ahead that somebody can be away


class NoSuchAbsence(Refused):
    def __init__(self) -> None:
        super().__init__("These days away were taken back already. Look at the list below.")


def away(
    session: Session, employer: Employer, first_on: date, last_on: date, today: date
) -> tuple[Absence, list[Slot]]:
    """An employer sees nobody on these days: free times are taken out; the times that stay because somebody is booked are to be moved.

    Raises BadCells."""
    check_days(first_on, last_on, today)
    # Said twice is once, also at the same moment.
    session.execute(select(Employer.id).where(Employer.id == employer.id).with_for_update(key_share=True))
    _hold_openings(session, employer.reference)
    days = {"employer_reference": employer.reference, "first_on": first_on, "last_on": last_on}
    made = session.scalar(select(Absence).filter_by(**days)) or Absence(reference=random_reference("D"), **days)
    session.add(made)
    session.flush()
    begin, over = datetime.combine(max(first_on, today), time.min), datetime.combine(last_on, time.max)
    theirs = select(Slot.reference).outerjoin(Slot.vacancy).outerjoin(Slot.agreement)
    own = or_(Vacancy.employer_reference == employer.reference, Agreement.employer_reference == employer.reference)
    return made, take_out(session, session.scalars(theirs.where(own, Slot.starts_at.between(begin, over))).all())


def check_days(first_on: date, last_on: date, today: date) -> None:
    """Raises BadCells for days away that cannot be."""
    if first_on > last_on or last_on < today:
        raise BadCells([Wrong("last_on", "", "write a last day from today on, and not before the first")])
    if last_on > today + timedelta(days=FARTHEST):
        raise BadCells([Wrong("last_on", "", "write a last day within two years")])
    if first_on < today - timedelta(days=FARTHEST):
        raise BadCells([Wrong("first_on", "", "write a first day within two years")])


def take_out(session: Session, references: Iterable[str]) -> list[Slot]:
    """Deletes the slots in which nobody is booked; the others, which stay. Times of an opening may be made again later."""
    stay = []
    for reference in sorted(references):
        slot = session.scalar(select(Slot).where(Slot.reference == reference).with_for_update(of=Slot))
        if slot is None:
            continue
        if session.scalar(select(Introduction.id).where(Introduction.slot_reference == reference).limit(1)):
            stay.append(slot)
            continue
        for known in session.scalars(select(OpeningTime).where(OpeningTime.slot_reference == reference)):
            session.delete(known)
        session.delete(slot)
        session.flush()
    return stay


def to_move(session: Session, at: datetime, employers: Collection[str] | None = None) -> Sequence[Introduction]:
    """The cards of those booked from `at` on (clock on the wall) on a day on which the employer is away, soonest first."""
    query = (
        select(Introduction)
        .join(Introduction.slot)
        .join(Introduction.vacancy)
        .join(Absence, Absence.employer_reference == Vacancy.employer_reference)
        .where(Slot.starts_at >= at, Introduction.taken_back_at.is_(None), Introduction.met.is_(None))
        .options(joinedload(Introduction.slot), joinedload(Introduction.vacancy).joinedload(Vacancy.employer))
        .order_by(Slot.starts_at, Introduction.id)
    )
    if employers is not None:
        query = query.where(Absence.employer_reference.in_(employers))
    away_on = {each: of_employer(session, each) for each in set(session.scalars(select(Absence.employer_reference)))}
    return [
        card
        for card in session.scalars(query).unique()
        if card.slot and is_away(away_on.get(card.vacancy.employer_reference, ()), card.slot.starts_at.date())
    ]


def get(session: Session, reference: str) -> Absence:
    """Raises NoSuchAbsence."""
    found = session.scalar(select(Absence).where(Absence.reference == reference).with_for_update())
    if found is None:
        raise NoSuchAbsence
    return found


def of_employer(session: Session, employer: str) -> Sequence[Absence]:
    query = select(Absence).where(Absence.employer_reference == employer)
    return session.scalars(query.order_by(Absence.first_on, Absence.id)).all()


def still_away(session: Session, today: date) -> Sequence[Absence]:
    """Every employer's days away that are not over."""
    query = select(Absence).where(Absence.last_on >= today).options(joinedload(Absence.employer))
    return session.scalars(query.order_by(Absence.first_on, Absence.id)).all()


def on_days(absence: Absence) -> str:
    """`14 January 2027`, `14 to 18 January 2027`, or `30 December 2026 to 2 January 2027`, as it is said in a sentence."""
    begin, end = absence.first_on, absence.last_on
    if begin == end:
        return f"{on_day(end)} {end.year}"
    if begin.year != end.year:
        return f"{on_day(begin)} {begin.year} to {on_day(end)} {end.year}"
    first = str(begin.day) if begin.month == end.month else on_day(begin)
    return f"{first} to {on_day(end)} {end.year}"


def is_away(absences: Iterable[Any], day: date) -> bool:
    """Whether a day is one of those; each has a `first_on` and a `last_on`, both among them."""
    return any(each.first_on <= day <= each.last_on for each in absences)


def _hold_openings(session: Session, employer: str) -> None:
    """Whoever makes times of an opening meanwhile has made them, or sees the days away."""
    own = or_(Vacancy.employer_reference == employer, Agreement.employer_reference == employer)
    query = select(Opening).outerjoin(Opening.vacancy).outerjoin(Opening.agreement).where(own).order_by(Opening.id)
    session.execute(query.with_for_update(of=Opening))
