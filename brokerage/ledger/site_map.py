"""Where employers and their jobs are, drawn without anybody's tiles: points on a plane, joined when they are close, with a scale.

Within some 200 km a degree of longitude is taken as long as it is in the middle of the map; the error there is under 2 per cent.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from math import cos, hypot, radians

from employers.models import Employer, Vacancy

WIDE, HIGH, EDGE = 640, 440, 44  # units of the drawing
JOINED = 32  # units: nearer than this, two points would lie on each other
KM_A_DEGREE = 111.2
LEAST_KM = 1.5  # a map of one place still shows its surroundings
STEPS = (0.1, 0.2, 0.5, 1, 2, 5, 10, 20, 50, 100, 200, 500)
LINES = 6  # of the grid in the width, at the most


@dataclass(frozen=True, slots=True)
class Site:
    """A place of one employer, in degrees: its own, or that of jobs. `rough`: only the postcode's first half is known."""

    employer: Employer
    latitude: float
    longitude: float
    rough: bool
    jobs: Sequence[Vacancy]


@dataclass(frozen=True, slots=True)
class Point:
    """One mark of the drawing, for one site or several that lie close."""

    x: float
    y: float
    sites: Sequence[Site]

    @property
    def employers(self) -> list[Employer]:
        return list({site.employer.reference: site.employer for site in self.sites}.values())

    @property
    def jobs(self) -> int:
        return sum(len(site.jobs) for site in self.sites)

    @property
    def called(self) -> str:
        """Tanner Row Kitchens; or the first two and how many more."""
        names = [employer.name for employer in self.employers]
        return " and ".join(names) if len(names) < 3 else f"{names[0]}, {names[1]} and {len(names) - 2} more"


@dataclass(frozen=True, slots=True)
class Drawing:
    """Points, names of areas as (x, y, name), grid lines at x and at y, and a bar of so many units for so many km."""

    points: Sequence[Point]
    names: Sequence[tuple[float, float, str]]
    across: Sequence[float]
    down: Sequence[float]
    bar: float
    bar_km: float


@dataclass(frozen=True, slots=True)
class _Plane:
    """From degrees to units: the middle of the map and how many units a km has."""

    latitude: float
    longitude: float
    unit: float

    def at(self, latitude: float, longitude: float) -> tuple[float, float]:
        east = (longitude - self.longitude) * KM_A_DEGREE * cos(radians(self.latitude))
        north = (latitude - self.latitude) * KM_A_DEGREE
        return round(WIDE / 2 + east * self.unit, 1), round(HIGH / 2 - north * self.unit, 1)


def draw(sites: Sequence[Site], names: Iterable[tuple[str, float, float]]) -> Drawing | None:
    """None where no site is known. `names` are (name, latitude, longitude); those that would not fit are left out."""
    if not sites:
        return None
    plane = _plane(sites)
    step = next((each for each in STEPS if WIDE / (each * plane.unit) <= LINES), STEPS[-1])
    points = _joined(sites, plane)
    return Drawing(
        points,
        _named(names, plane, [(point.x, point.y) for point in points]),
        _grid(WIDE, step * plane.unit),
        _grid(HIGH, step * plane.unit),
        round(step * plane.unit, 1),
        step,
    )


def km(one: Site, other: Site) -> float:
    """Straight between two sites."""
    east = (one.longitude - other.longitude) * cos(radians((one.latitude + other.latitude) / 2))
    return hypot(east, one.latitude - other.latitude) * KM_A_DEGREE


def nearest(site: Site, others: Iterable[Site]) -> tuple[Site, float] | None:
    """The nearest place of another employer, with km: two visits in one morning."""
    away = [(km(site, each), each) for each in others if each.employer is not site.employer]
    found = min(away, key=lambda pair: (pair[0], pair[1].employer.name), default=None)
    return (found[1], found[0]) if found else None


def _plane(sites: Sequence[Site]) -> _Plane:
    lats, lons = [each.latitude for each in sites], [each.longitude for each in sites]
    middle = (min(lats) + max(lats)) / 2, (min(lons) + max(lons)) / 2
    high = max((max(lats) - min(lats)) * KM_A_DEGREE, LEAST_KM)
    wide = max((max(lons) - min(lons)) * KM_A_DEGREE * cos(radians(middle[0])), LEAST_KM)
    return _Plane(*middle, min((WIDE - 2 * EDGE) / wide, (HIGH - 2 * EDGE) / high))


def _joined(sites: Sequence[Site], plane: _Plane) -> list[Point]:
    """Each site goes to the first mark that is close, from the north-west on, so that the same sites make the same map."""
    placed = sorted(((*plane.at(each.latitude, each.longitude), each) for each in sites), key=_from_north_west)
    groups: list[tuple[float, float, list[Site]]] = []
    for x, y, site in placed:
        near = next((group for group in groups if hypot(group[0] - x, group[1] - y) < JOINED), None)
        if near:
            near[2].append(site)
        else:
            groups.append((x, y, [site]))
    return [Point(x, y, those) for x, y, those in groups]


def _from_north_west(placed: tuple[float, float, Site]) -> tuple[float, float, str]:
    return placed[1], placed[0], placed[2].employer.reference


def _named(
    names: Iterable[tuple[str, float, float]], plane: _Plane, points: Sequence[tuple[float, float]]
) -> list[tuple[float, float, str]]:
    """Each name at its place, or above or below it, where neither a point nor another name is; else it is left out."""
    kept: list[tuple[float, float, str]] = []
    for name, latitude, longitude in sorted(names):
        x, y = plane.at(latitude, longitude)
        for shifted in (y + 5, y - 20, y + 32, y - 36):
            taken = [*points, *((other[0], other[1] - 5) for other in kept)]
            if _inside(x, shifted) and all(abs(x - at) > 44 or abs(shifted - 5 - high) > 21 for at, high in taken):
                kept.append((x, round(shifted, 1), name))
                break
    return kept


def _inside(x: float, y: float) -> bool:
    return EDGE / 2 < x < WIDE - EDGE / 2 and EDGE / 2 < y < HIGH - EDGE / 2


def _grid(length: float, step: float) -> list[float]:
    """Lines at whole steps from the middle."""
    first = (length / 2) % step
    return [round(first + number * step, 1) for number in range(int((length - first) / step) + 1)]
