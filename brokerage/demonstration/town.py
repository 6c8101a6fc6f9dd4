"""Where things are in Hallbrook: postcodes by km east and north of the market cross, and how far off each may be.

No postcode area is called HB. The cross stands in open country in the north Midlands, so that distances are real ones.
"""

from math import cos, radians
from typing import NamedTuple

CROSS = (53.2300, -0.9600)  # latitude, longitude in degrees
KM_A_DEGREE = 111.2


class Placed(NamedTuple):
    """A postcode without its space, or a district: degrees, km it may be off, and whether it lies in London."""

    code: str
    latitude: float
    longitude: float
    radius_km: float
    london: bool = False


# Districts: km east, km north, radius in km.
DISTRICTS = {
    "HB1": (0.0, 0.0, 0.6),  # the old town
    "HB2": (0.3, 1.6, 0.7),  # Northgate
    "HB3": (-0.6, -2.0, 0.9),  # Netherfield
    "HB4": (1.6, 0.2, 0.7),  # Tanner Row
    "HB5": (-2.6, 0.4, 0.9),  # Ferrymoor
    "HB6": (3.4, -2.8, 1.2),  # Owlerby
    "HB7": (4.0, 2.6, 1.1),  # Kelham Loop
    "HB8": (-2.4, 3.0, 1.0),  # Wadsley End
    "HB9": (-1.5, -10.5, 1.6),  # Stonebeck, up the railway
}
# Where work is: km east, km north.
SITES = {
    "HB1 1TH": (0.1, 0.1),  # town hall
    "HB1 2RH": (0.5, -0.3),  # Riverside Hotel
    "HB1 3BB": (-0.1, 0.2),  # Beckside Building Society
    "HB1 3LC": (-0.3, 0.3),  # Northgate Law Centre
    "HB1 4LB": (0.2, -0.1),  # library
    "HB1 5AF": (0.6, 0.4),  # Old Foundry arts centre
    "HB2 6BS": (0.4, 1.4),  # Brightwell Stores
    "HB3 1NH": (-0.5, -1.6),  # Netherfield Homes
    "HB4 2TR": (1.5, 0.1),  # Tanner Row Kitchens
    "HB5 1FM": (-2.5, 0.5),  # Ferrymoor Infirmary
    "HB6 4GC": (3.6, -2.6),  # Owlerby Garden Centre
    "HB7 3KL": (4.1, 2.7),  # Kelham Loop
    "HB8 1WE": (-2.2, 2.8),  # Wadsley End Primary School
    "HB8 3BC": (-1.9, 2.5),  # Beech Court
}
# Where people live, and other schools: km east, km north.
STREETS = {
    "HB1 6AD": (-0.4, -0.2),
    "HB1 6JQ": (0.3, 0.5),
    "HB1 7PL": (0.1, -0.6),
    "HB2 1AB": (0.1, 1.2),
    "HB2 1SP": (0.2, 1.1),  # St Paul's Primary
    "HB2 3EY": (0.7, 1.8),
    "HB2 4RT": (-0.2, 2.0),
    "HB3 2QD": (-0.4, -1.8),
    "HB3 2SW": (-0.7, -1.7),  # Netherfield Academy
    "HB3 3HN": (-0.9, -2.2),
    "HB3 4LX": (-0.2, -2.4),
    "HB4 1DF": (1.2, 0.3),
    "HB4 3GA": (1.8, 0.6),
    "HB4 3PS": (1.3, 0.5),  # Tanner Row Primary
    "HB5 2NU": (-2.2, 0.1),
    "HB5 3BT": (-2.9, 0.8),
    "HB5 4FS": (-2.4, 0.3),  # Ferrymoor Primary
    "HB6 1KR": (3.0, -2.4),
    "HB7 1CV": (3.3, 2.1),
    "HB8 2EP": (-2.6, 2.7),
    "HB8 4YD": (-2.0, 3.3),
    "HB9 1ST": (-1.4, -10.3),
}
STREET_RADIUS = 0.1  # km: half the length of a street


def _placed(code: str, east: float, north: float, radius: float) -> Placed:
    latitude = CROSS[0] + north / KM_A_DEGREE
    longitude = CROSS[1] + east / (KM_A_DEGREE * cos(radians(CROSS[0])))
    return Placed(code.replace(" ", ""), round(latitude, 5), round(longitude, 5), radius)


PLACES = tuple(_placed(code, *where) for code, where in DISTRICTS.items()) + tuple(
    _placed(code, east, north, STREET_RADIUS) for code, (east, north) in (SITES | STREETS).items()
)
