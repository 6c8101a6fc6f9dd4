"""Room for people on placements: how many a site has room for on a day, and taking places there. One row is one place, taken once.

Where nobody has said how many there is no limit, and it is asked for. Two who take the last place at once are told apart by the table.
"""

from collections import defaultdict
from collections.abc import Sequence
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from employers import readers
from employers.clock import on_day
from employers.columns import Refused
from employers.db import broken_rule
from employers.models import Employer
from employers.placements.models import Placement, PlacementSeat, SitePlaces
from employers.placements.paper import site

NO_LIMIT = 100_000
TAKEN = "uq_placement_seat_employer_reference_site_day_seat"


class NoRoom(Refused):
    """Somebody was quicker, or there never was room."""

    def __init__(self, days: Sequence[date], places: int) -> None:
        some = ", ".join(on_day(day) for day in days[:4]) + (f" and {len(days) - 4} more days" if len(days) > 4 else "")
        super().__init__(
            f"There is no place left on {some}: the site has room for {places} at once. Choose other days, or ask the employer for more room."
        )


class BadRoom(Refused):
    def __init__(self) -> None:
        super().__init__(
            "Write for how many people there is room, from 0 to 1000, or leave it empty where it is not known."
        )


def room(session: Session, placement: Placement) -> int | None:
    """For how many there is room at its site on one day; None: not known."""
    employer = placement.vacancy.employer_reference
    query = select(SitePlaces).where(SitePlaces.employer_reference == employer)
    known = {each.site: each.places for each in session.scalars(query)}
    return known.get(site(placement), known.get(""))


def set_room(session: Session, employer: Employer, where: str, typed: str, *, by: str, now: datetime) -> None:
    """How many there is room for from now on; empty: not known. Places that are taken stay taken. Raises BadRoom."""
    text = typed.strip()
    if text and readers.count(text, 1000) is None:
        raise BadRoom
    session.execute(select(Employer.id).where(Employer.id == employer.id).with_for_update())
    at = SitePlaces.employer_reference == employer.reference, SitePlaces.site == where
    kept = session.scalar(select(SitePlaces).where(*at))
    if not text:
        if kept is not None:
            session.delete(kept)
    else:
        kept = kept or SitePlaces(employer_reference=employer.reference, site=where)
        kept.places, kept.set_by, kept.set_at = int(text), by, now
        session.add(kept)
    session.flush()


def full(session: Session, placement: Placement, days: Sequence[date]) -> list[date]:
    """Those of the days on which the site has no room left for this one."""
    places = room(session, placement)
    if places is None:
        return []
    taken = _taken(session, placement, days)
    return [day for day in days if len(taken[day]) >= places]


def take(session: Session, placement: Placement) -> None:
    """A place on each of its days, instead of those that it had. Raises NoRoom; then it has none."""
    give_back(session, placement)
    days = [each.day for each in placement.days]
    places = room(session, placement)
    for _ in range(len(days) + 8):  # each time that somebody was quicker, once more
        taken = _taken(session, placement, days)
        free = {day: _lowest(taken[day], NO_LIMIT if places is None else places) for day in days}
        if gone := [day for day in days if free[day] is None]:
            raise NoRoom(gone, places or 0)
        try:
            with session.begin_nested():
                for day in days:  # everybody asks in the order of the days, so that nobody waits in a circle
                    session.add(_seat(placement, day, free[day] or 1))
                    session.flush()
        except IntegrityError as error:
            if broken_rule(error) != TAKEN:
                raise
        else:
            return
    raise NoRoom(days, places or 0)


def give_back(session: Session, placement: Placement, after: date | None = None) -> None:
    """Its places are free again; those `after` a day only, where the days before were used."""
    query = select(PlacementSeat).where(PlacementSeat.placement_id == placement.id)
    for each in session.scalars(query if after is None else query.where(PlacementSeat.day > after)):
        session.delete(each)
    session.flush()


def _seat(placement: Placement, day: date, number: int) -> PlacementSeat:
    employer = placement.vacancy.employer_reference
    return PlacementSeat(
        placement_id=placement.id, employer_reference=employer, site=site(placement), day=day, seat=number
    )


def _taken(session: Session, placement: Placement, days: Sequence[date]) -> dict[date, set[int]]:
    """{day: the places that others have}"""
    here = (
        PlacementSeat.employer_reference == placement.vacancy.employer_reference,
        PlacementSeat.site == site(placement),
        PlacementSeat.day.in_(days),
        PlacementSeat.placement_id != placement.id,
    )
    found: dict[date, set[int]] = defaultdict(set)
    for day, seat in session.execute(select(PlacementSeat.day, PlacementSeat.seat).where(*here)):
        found[day].add(seat)
    return found


def _lowest(taken: set[int], places: int) -> int | None:
    """The lowest number that is free; None where as many are taken as there are."""
    if len(taken) >= places:
        return None
    return next(number for number in range(1, len(taken) + 2) if number not in taken)
