"""Which places employers and their open jobs have, from what is known of their postcodes."""

from collections import defaultdict
from collections.abc import Iterable, Mapping

from sqlalchemy import select
from sqlalchemy.orm import Session

from brokerage import places
from brokerage.ledger.site_map import Site
from brokerage.models import Place
from employers.models import Employer, Vacancy

AT_ONCE = 500  # codes in one look: SQLite once took 999 values at the most
ROUGH_KM = 0.5  # a place known less well than this is drawn as about there


def sites(
    session: Session, employers: Iterable[Employer], jobs: Iterable[Vacancy]
) -> tuple[list[Site], list[Employer]]:
    """The places of these employers, each once, with the `jobs` there; and those employers of which no place is known."""
    employers, at_work = list(employers), defaultdict(list)
    known = _known(session, [each.postcode for each in employers if each.postcode])
    for job in jobs:
        at_work[job.employer_reference].append(job)
    found: list[Site] = []
    nowhere: list[Employer] = []
    for employer in employers:
        spots = _spots(employer, at_work[employer.reference], known)
        found += [Site(employer, *spot, rough, those) for (spot, rough), those in spots.items()]
        if not spots:
            nowhere.append(employer)
    return found, nowhere


def names(session: Session, records: Iterable[Employer | Vacancy]) -> list[tuple[str, float, float]]:
    """The first halves of their postcodes, as far as they are loaded: (name, latitude, longitude)."""
    first_halves = [places.outward(each.postcode) for each in records if each.postcode]
    return [(place.code, place.latitude, place.longitude) for place in _known(session, first_halves).values()]


Spots = dict[tuple[tuple[float, float], bool], list[Vacancy]]


def _known(session: Session, postcodes: Iterable[str]) -> dict[str, Place]:
    """{postcode or first half, without a space: its place}, as far as they are loaded; a few looks for all of them."""
    codes = sorted({code for each in postcodes for code in (each.replace(" ", "").upper(), places.outward(each))})
    known: dict[str, Place] = {}
    for begin in range(0, len(codes), AT_ONCE):
        query = select(Place).where(Place.code.in_(codes[begin : begin + AT_ONCE]))
        known |= {place.code: place for place in session.scalars(query)}
    return known


def _spots(employer: Employer, jobs: Iterable[Vacancy], known: Mapping[str, Place]) -> Spots:
    """{(latitude, longitude), rough: the jobs there}; a few steps apart is the same place."""
    spots: Spots = {}
    if employer.latitude is not None and employer.longitude is not None:
        spots[_rounded(employer.latitude, employer.longitude), False] = []
    elif employer.postcode:
        code, first_half = employer.postcode.replace(" ", "").upper(), places.outward(employer.postcode)
        if place := known.get(code) or known.get(first_half):
            spots[_rounded(place.latitude, place.longitude), place.radius_km > ROUGH_KM] = []
    for job in jobs:
        if job.found_lat is not None and job.found_lon is not None and job.home_working != "all":
            where = _rounded(job.found_lat, job.found_lon), (job.found_radius_km or 0) > ROUGH_KM
            spots.setdefault(where, []).append(job)
    return spots


def _rounded(latitude: float, longitude: float) -> tuple[float, float]:
    return round(latitude, 3), round(longitude, 3)  # some 100 m
