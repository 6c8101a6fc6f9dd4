"""Where a postcode is, and how far off that may be. No network, unless a geocoder is switched on in the settings."""

from collections.abc import Callable

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from brokerage.models import Participant, Place
from brokerage.settings import load
from employers.models import Vacancy
from employers.points import Locate, in_london, lost, set_areas, set_point
from matching.terms import Spot

POSTCODE_RADIUS = 0.1  # km; a unit postcode is some 15 addresses, most of them within this of its point
# km; the centre of an outward code is this near to a real postcode nine times in ten (1,195 hospital postcodes against GeoNames).
OUTWARD_RADIUS = 4.5
AREAS = (Participant.not_near, Participant.only_near)


def locate(session: Session, postcode: str) -> Spot | None:
    """The postcode's point if it is loaded, else its outward code's centre with that district's radius, else None."""
    code = postcode.replace(" ", "").upper()
    for known in (code, outward(postcode)):
        found = session.execute(
            select(Place.latitude, Place.longitude, Place.radius_km, Place.london).where(Place.code == known)
        ).first()
        if found is not None:
            return Spot(found.latitude, found.longitude, found.radius_km, found.london)
    return None


def finder(session: Session) -> Locate:
    """`locate` for many records: each postcode is looked up once, then asked of the geocoder where one is switched on."""
    known: dict[str, Spot | None] = {}
    ask = _geocoder(load().places.geocoder)

    def find(postcode: str) -> Spot | None:
        if postcode not in known:
            known[postcode] = locate(session, postcode) or ask(postcode)
        return known[postcode]

    return find


def outward(postcode: str) -> str:
    """`S2` of `S2 4QN`, of `S24QN` and of `S2`."""
    first, _, second = postcode.upper().strip().partition(" ")
    return first[:-3] if not second and len(first) > 4 else first


def find_again(session: Session) -> int:
    """Works out anew where records are that say so by postcode alone; for when places have been loaded. How many moved."""
    find = finder(session)
    moved = 0
    for record in session.scalars(select(Vacancy).where(Vacancy.postcode.is_not(None), Vacancy.latitude.is_(None))):
        set_point(record, "", find)
        moved += record in session.dirty
    for person in session.scalars(
        select(Participant).where(
            or_(*(column.is_not(None) for column in (Participant.postcode, Participant.school_postcode, *AREAS)))
        )
    ):
        set_point(person, "", find)
        set_point(person, "school_", find)
        for column in AREAS:
            if not lost(getattr(person, column.key), find):  # else it stays where it was found before
                set_areas(person, column.key, find)
        moved += person in session.dirty
    return moved


def _geocoder(name: str) -> Callable[[str], Spot | None]:
    """A geopy geocoder by its name. It tells whoever runs it where somebody lives, so it is off unless the settings name one."""
    if not name:
        return lambda _postcode: None
    from geopy.exc import GeopyError
    from geopy.geocoders import get_geocoder_for_service

    service = get_geocoder_for_service(name)(user_agent="stepping-stone", timeout=5)

    def ask(postcode: str) -> Spot | None:
        try:
            found = service.geocode(f"{postcode}, United Kingdom")
        except GeopyError:
            return None
        if found is None:
            return None
        radius = POSTCODE_RADIUS if " " in postcode else OUTWARD_RADIUS
        return Spot(found.latitude, found.longitude, radius, in_london(postcode))

    return ask
