"""Whose term dates a participant's children have, from the school calendars that were loaded."""

from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session, object_session

from brokerage.models import Participant
from brokerage.reference.school_models import SchoolCalendar
from matching import grammar
from matching.school_year import SchoolYear

_OF_SESSION = "school calendars"  # in session.info, so that a list of people looks them up once


@dataclass(frozen=True, slots=True)
class Districts:
    """The calendars that are loaded, by name and by whose schools they are for."""

    years: dict[str, SchoolYear]
    places: dict[str, SchoolYear]  # by postcode district or area; "" for all others

    def at(self, postcode: str | None) -> tuple[SchoolYear, ...]:
        """The calendar of a postcode's district, else of its area, else the one for all others."""
        code = (postcode or "").upper().split()
        district = code[0] if len(code) > 1 or (code and len(code[0]) <= 4) else "".join(code)[:-3]
        area = district.rstrip("0123456789") if district[-1:].isdigit() else district[:-1].rstrip("0123456789")
        found = next((self.places[key] for key in (district, area, "") if key in self.places), None)
        return (found,) if found else ()


def of(participant: Participant) -> tuple[SchoolYear, ...]:
    """The calendars of this person's children: those written down, else the one where the school is, else where home is."""
    session = object_session(participant)
    if session is None:
        return ()
    known = _known(session)
    if participant.school_terms:
        named = [known.years.get(name.casefold()) for name in grammar.items(participant.school_terms)]
        return tuple(year for year in named if year) if all(named) else ()
    return known.at(participant.school_postcode or participant.postcode)


def _known(session: Session) -> Districts:
    if _OF_SESSION not in session.info:
        rows = session.scalars(select(SchoolCalendar).order_by(SchoolCalendar.name)).all()
        years = {row.name.casefold(): _year(row) for row in rows}
        places = {
            place: years[row.name.casefold()]
            for row in rows
            for place in (grammar.items(row.districts) if row.districts else ("",))
        }
        session.info[_OF_SESSION] = Districts(years, places)
    known: Districts = session.info[_OF_SESSION]
    return known


def _year(row: SchoolCalendar) -> SchoolYear:
    return SchoolYear(
        row.name, row.first_day, row.last_day, tuple((each.starts_on, each.ends_on) for each in row.closed)
    )
