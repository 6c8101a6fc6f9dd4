"""The bus line of a fit, fitted to measured journeys: minutes of a fixed part and minutes a straight km, low, estimate, high.

One half of the starting places fits, the other half judges: a place is in one half with all of its journeys, so that what
is judged was never seen. Run by `brokerage travel calibrate`; what came of it stands in docs/travel.md.
"""

import csv
from collections import Counter
from collections.abc import Iterable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from statistics import median

from employers.columns import Refused
from matching.journeys import by_pace
from matching.policy import Line

# Straight km. Under 1 km nobody waits for a bus; from 16 km on a straight line bends, so that those bands judge and do not fit.
BANDS = ((1, 2), (2, 3), (3, 5), (5, 8), (8, 12), (12, 16), (16, 20))
FITTED = BANDS[:6]
# Shares of journeys that are quicker. Fewer under the low than over the high: under the low a person is told it is too far.
SHARES = (0.05, 0.5, 0.9)
SLOPES = [tenth / 10 for tenth in range(5, 101)]  # minutes a straight km: from a fast train to walking


class BadJourneys(Refused):
    """A file of journeys that cannot be read; the message names row and column."""


@dataclass(frozen=True, slots=True)
class Measured:
    """One journey: where it starts (any text), straight km, minutes door to door."""

    start: str
    km: float
    minutes: float


@dataclass(frozen=True, slots=True)
class Band:
    """How the line does over one stretch of distances. Shares are 0..1, the rest minutes."""

    near: int
    far: int
    journeys: int
    typical: float  # median of the measured minutes
    off: float  # median of how far the estimate is from the measured minutes
    width: float  # median of high less low
    inside: float  # share of measured minutes from low to high
    under: float  # share of them below the low


def read(file: Path, start: str, km: str, minutes: str) -> list[Measured]:
    """Journeys from a CSV with these columns. Raises `BadJourneys`."""
    with file.open(encoding="utf-8-sig", newline="") as opened:
        rows = csv.DictReader(opened)
        if lacking := [name for name in (start, km, minutes) if name not in (rows.fieldnames or ())]:
            raise BadJourneys(f"{file.name} has no column {lacking[0]}. Name the one it has with an option.")
        return [
            Measured(row[start], _number(file, at, km, row[km]), _number(file, at, minutes, row[minutes]))
            for at, row in enumerate(rows, start=2)
        ]


def _number(file: Path, row: int, column: str, read: str | None) -> float:
    with suppress(ValueError):
        if 0 <= (number := float(read or "")) < float("inf"):
            return number
    raise BadJourneys(f"{file.name}, row {row}, {column}: read {read!r}. Write a number, 0 or more.")


def halves(journeys: Iterable[Measured]) -> tuple[list[Measured], list[Measured]]:
    """The half that fits and the half that judges, by a hash of where a journey starts: the same in every run."""
    both: tuple[list[Measured], list[Measured]] = ([], [])
    for each in journeys:
        both[sha256(each.start.encode()).digest()[0] % 2].append(each)
    return both


def fit(journeys: Sequence[Measured]) -> Line:
    """The line whose low, estimate and high leave `SHARES` of the journeys below them, each band counting alike.

    Quantile regression (R. Koenker and G. Bassett, Econometrica 46, 1978), by trying every tenth of a minute a km."""
    found = [(each, band) for each in journeys if (band := _band(each.km)) in FITTED]
    if not found:
        raise BadJourneys(f"No journey is from {FITTED[0][0]} to {FITTED[-1][1]} km long. There is nothing to fit.")
    count = Counter(band for _, band in found)
    points = [(each.km, each.minutes, 1 / count[band]) for each, band in found]
    low, estimate, high = (_line(points, share) for share in SHARES)
    return Line((low[0], estimate[0], high[0]), (low[1], estimate[1], high[1]))


def _line(points: list[tuple[float, float, float]], share: float) -> tuple[float, float]:
    _, fixed, slope = min(_loss(points, share, slope) for slope in SLOPES)
    return round(fixed), slope


def _loss(points: list[tuple[float, float, float]], share: float, slope: float) -> tuple[float, float, float]:
    """What it costs to be over and under, with the fixed minutes that cost least at this slope."""
    left = sorted((minutes - slope * km, weight) for km, minutes, weight in points)
    wanted = share * sum(weight for _, weight in left)
    fixed = 0.0
    for fixed, weight in left:  # noqa: B007 (the one it stops at)
        wanted -= weight
        if wanted <= 0:
            break
    cost = sum(w * (share * (rest - fixed) if rest > fixed else (1 - share) * (fixed - rest)) for rest, w in left)
    return cost, fixed, slope


def judge(journeys: Sequence[Measured], line: Line) -> list[Band]:
    """How a line does on journeys, by band of distance."""
    return [_judged(band, found, line) for band in BANDS if (found := [j for j in journeys if _band(j.km) == band])]


def _judged(band: tuple[int, int], found: list[Measured], line: Line) -> Band:
    said = [(each.minutes, by_pace(line, each.km, each.km, each.km)) for each in found]
    return Band(
        *band,
        len(found),
        median(taken for taken, _ in said),
        median(abs(taken - by.estimate) for taken, by in said),
        median(by.high - by.low for _, by in said),
        sum(by.low <= taken <= by.high for taken, by in said) / len(said),
        sum(taken < by.low for taken, by in said) / len(said),
    )


def _band(km: float) -> tuple[int, int] | None:
    return next((band for band in BANDS if band[0] <= km < band[1]), None)
