"""Loading places from a file: GeoNames' postal codes of Great Britain (`GB.txt`), or the ONS Postcode Directory (CSV).

Sources: GeoNames, CC BY 4.0, https://download.geonames.org/export/zip/; ONS Postcode Directory, Open Government Licence.
"""

import csv
from array import array
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from itertools import islice
from math import cos, hypot, radians
from pathlib import Path
from typing import IO, Any

from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from brokerage import audit, places
from brokerage.models import Place
from brokerage.places import OUTWARD_RADIUS, POSTCODE_RADIUS
from employers.columns import Refused
from employers.readers import FULL, OUTWARD

KM_A_DEGREE = 111.2
# A district is taken to reach as far as nine in ten of its known points; with few of them that says little, so it is not
# taken to be smaller than this. On 1,195 hospital postcodes against GeoNames, 90 in 100 then lie within the radius.
LEAST_RADIUS, FEW = 2.5, 3
ROWS_AT_ONCE = 5000
LONDON_REGION, LONDON_BOROUGHS = "E12000007", "E09"  # ONS codes: the region, and how its boroughs' codes begin


@dataclass(frozen=True, slots=True)
class Point:
    """One row of a file. `full`: a whole postcode, not only its outward code."""

    code: str
    lat: float
    lon: float
    london: bool
    full: bool


@dataclass(slots=True)
class District:
    """What is known of an outward code while a file is read: two floats a point, so that 2.7 million take 22 MB."""

    lats: "array[float]" = field(default_factory=lambda: array("f"))
    lons: "array[float]" = field(default_factory=lambda: array("f"))
    in_london: int = 0

    def add(self, point: Point) -> None:
        self.lats.append(point.lat)
        self.lons.append(point.lon)
        self.in_london += point.london

    def row(self, code: str) -> dict[str, Any]:
        known = len(self.lats)
        lat, lon = sum(self.lats) / known, sum(self.lons) / known
        away = sorted(_km(lat, lon, a, b) for a, b in zip(self.lats, self.lons, strict=True))
        reach = away[min(known - 1, known * 9 // 10)]
        radius = max(reach, LEAST_RADIUS if known >= FEW else OUTWARD_RADIUS)
        return _row(code, lat, lon, radius, self.in_london * 2 > known)


class NotPlaces(Refused):
    def __init__(self, file: str) -> None:
        super().__init__(
            f"{file} is no file of places. Give GeoNames' GB.txt, or the CSV of the ONS Postcode Directory with its columns "
            "pcds, lat and long."
        )


def load(session: Session, file: Path) -> tuple[int, int]:
    """Puts the file's places into the database, over what was there, and finds records again: (places, records moved)."""
    with file.open(encoding="utf-8-sig", errors="replace", newline="") as lines:
        loaded = _keep(session, _points(lines, file.name))
    if not loaded:
        raise NotPlaces(file.name)
    audit.note(session, "loaded", "place", file.name, {"places": [None, loaded]})
    return loaded, places.find_again(session)


def _keep(session: Session, points: Iterable[Point]) -> int:
    districts: dict[str, District] = {}
    postcodes = (
        _row(point.code, point.lat, point.lon, POSTCODE_RADIUS, point.london)
        for point in points
        if _counted(point, districts)
    )
    return _put(session, postcodes) + _put(session, (district.row(code) for code, district in districts.items()))


def _counted(point: Point, districts: dict[str, District]) -> bool:
    """Adds the point to its district; True where it is a postcode to be kept by itself too."""
    code = point.code[:-3] if point.full else point.code
    districts.setdefault(code, District()).add(point)
    return point.full


def _points(lines: IO[str], name: str) -> Iterator[Point]:
    first = lines.readline()
    lines.seek(0)
    if first.count("\t") >= 10:
        yield from _geonames(lines)
    else:
        yield from _ons(lines, name)


def _geonames(lines: Iterable[str]) -> Iterator[Point]:
    """Columns: country, code, place, nation, its code, county, its code, district, its code, latitude, longitude, accuracy."""
    for line in lines:
        cells = line.rstrip("\r\n").split("\t")
        if len(cells) > 10:
            yield from _point(cells[1], cells[9], cells[10], cells[5] == "Greater London")


def _ons(lines: Iterable[str], name: str) -> Iterator[Point]:
    """Terminated postcodes keep their last point: people go on using them. Rows without a point carry 99.999999 north."""
    rows = csv.reader(lines)
    header = [cell.strip().lower() for cell in next(rows, [])]

    def column(*starts: str) -> int | None:
        return next((n for start in starts for n, cell in enumerate(header) if cell.startswith(start)), None)

    code, lat, lon = column("pcds", "pcd"), column("lat"), column("long", "lon")
    region, borough = column("rgn"), column("oslaua", "laua", "lad")
    if code is None or lat is None or lon is None:
        raise NotPlaces(name)
    try:
        for row in rows:
            if len(row) == len(header):
                london = (region is not None and row[region] == LONDON_REGION) or (
                    borough is not None and row[borough].startswith(LONDON_BOROUGHS)
                )
                yield from _point(row[code], row[lat], row[lon], london)
    except csv.Error:
        raise NotPlaces(name) from None


def _point(code: str, lat: str, lon: str, london: bool) -> Iterator[Point]:
    """The row's point; none where it has none, or is no postcode of Great Britain or Northern Ireland."""
    tight = code.replace(" ", "").upper()
    full = FULL.fullmatch(tight) is not None
    try:
        north, east = float(lat), float(lon)
    except ValueError:
        return
    if (full or OUTWARD.fullmatch(tight)) and 49 < north < 62 and -9 < east < 3:
        yield Point(tight, north, east, london, full)


def _put(session: Session, rows: Iterator[dict[str, Any]]) -> int:
    insert = postgresql.insert if session.get_bind().dialect.name == "postgresql" else sqlite.insert
    statement = insert(Place)
    news = {column: statement.excluded[column] for column in ("latitude", "longitude", "radius_km", "london")}
    statement = statement.on_conflict_do_update(index_elements=["code"], set_=news)
    loaded = 0
    while many := list(islice(rows, ROWS_AT_ONCE)):
        session.connection().execute(statement, many)
        loaded += len(many)
    return loaded


def _row(code: str, lat: float, lon: float, radius_km: float, london: bool) -> dict[str, Any]:
    return {
        "code": code,
        "latitude": round(lat, 6),
        "longitude": round(lon, 6),
        "radius_km": round(radius_km, 2),
        "london": london,
    }


def _km(lat: float, lon: float, other_lat: float, other_lon: float) -> float:
    """Flat-earth distance: within a district it is off by less than a hundredth."""
    return KM_A_DEGREE * hypot(lat - other_lat, (lon - other_lon) * cos(radians(lat)))
