"""Where a record is: worked out when it is saved, kept beside what was said, and read as a `Spot`."""

from collections.abc import Callable
from typing import Any

from employers.columns import Refused
from matching import grammar
from matching.terms import Spot

Locate = Callable[[str], Spot | None]  # a postcode, or an outward code -> where it is
# Postcode areas that lie in London whole, for codes that no loaded file names.
LONDON = frozenset({"E", "EC", "N", "NW", "SE", "SW", "W", "WC"})


def nowhere(_postcode: str) -> None:
    """Stands in where no places are loaded."""


def in_london(postcode: str) -> bool:
    """By its postcode area alone: sure for the eight areas within London, no for the others."""
    return postcode[: 2 if postcode[1:2].isalpha() else 1].upper() in LONDON


class PlaceUnknown(Refused):
    def __init__(self, places: list[str]) -> None:
        said = unknown(places)
        super().__init__(f"{said[0].upper()}{said[1:]}.")


def unknown(places: list[str]) -> str:
    """A limit of places that nobody can find would silently do nothing, so that it is refused."""
    return (
        f"it is not known where {', '.join(places)} lies, and nothing could be kept from it; "
        "write its first half or a postcode near it, or have postcodes loaded"
    )


def lost(cell: str | None, locate: Locate) -> list[str]:
    """The postcodes in a cell of areas that are not known here."""
    return [postcode for postcode, _ in grammar.areas(cell or "none") if locate(postcode) is None]


def set_areas(record: Any, column: str, locate: Locate) -> None:
    """Works out where the areas of a cell are: `lat lon radius_km` for each, in `COLUMN_found`. Raises PlaceUnknown.

    Nothing is set where one is not known."""
    cell = getattr(record, column)
    if missing := lost(cell, locate):
        raise PlaceUnknown(missing)
    spots = [spot for postcode, _ in grammar.areas(cell or "none") if (spot := locate(postcode))]
    found = "; ".join(f"{spot.lat} {spot.lon} {spot.radius_km}" for spot in spots) or None
    if getattr(record, f"{column}_found") != found:
        setattr(record, f"{column}_found", found)


def set_point(record: Any, prefix: str, locate: Locate) -> None:
    """Works out where a record is: stated coordinates are exact; else what is known of its postcode."""
    postcode, lat, lon = (getattr(record, f"{prefix}{part}") for part in ("postcode", "latitude", "longitude"))
    spot = locate(postcode) if postcode else None
    if lat is not None and lon is not None:
        spot = Spot(lat, lon, 0.0, spot.london if spot else in_london(postcode or ""))
    for part, value in (
        ("lat", spot.lat if spot else None),
        ("lon", spot.lon if spot else None),
        ("radius_km", spot.radius_km if spot else None),
        ("london", spot.london if spot else None),
    ):
        if getattr(record, f"{prefix}found_{part}") != value:
            setattr(record, f"{prefix}found_{part}", value)


def spot(record: Any, prefix: str = "") -> Spot | None:
    """Where a record was found to be."""
    lat, lon = getattr(record, f"{prefix}found_lat"), getattr(record, f"{prefix}found_lon")
    if lat is None or lon is None:
        return None
    return Spot(
        lat, lon, getattr(record, f"{prefix}found_radius_km") or 0.0, bool(getattr(record, f"{prefix}found_london"))
    )
