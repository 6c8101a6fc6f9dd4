"""How a score is made up, as rows of a table with a bar each. Whole points that add up to the figure shown."""

from dataclasses import dataclass

from brokerage.fits import told
from matching.terms import Fit


@dataclass(frozen=True, slots=True)
class Row:
    """`start` and `width` of the bar in points of 100, from the left; `figure` is what stands beside it."""

    name: str
    start: float
    width: float
    figure: str


@dataclass(frozen=True, slots=True)
class Waterfall:
    """What each factor takes off, the fit, the span it could end in, and the factors that take nothing."""

    falls: tuple[Row, ...]
    fit: int
    low: int
    high: int
    nothing: tuple[str, ...]


def rows(fit: Fit) -> Waterfall:
    falls = told.waterfall(fit)
    estimate = told.out_of_hundred(fit.score.estimate)
    points = whole_points([fall.points for fall in falls], 100 - estimate)
    shown = [
        Row(fall.name, fall.end, fall.points, f"−{whole}" if whole else "under 1")
        for fall, whole in zip(falls, points, strict=True)
    ]
    named = {fall.name for fall in falls}
    nothing = tuple(told.NAMES[factor.factor] for factor in fit.factors if told.NAMES[factor.factor] not in named)
    low, high = told.out_of_hundred(fit.score.low), told.out_of_hundred(fit.score.high)
    return Waterfall(tuple(shown), estimate, low, high, nothing)


def whole_points(parts: list[float], total: int) -> list[int]:
    """Parts as whole points that add up to `total`: the largest remainders are rounded up."""
    points = [int(part) for part in parts]
    by_remainder = sorted(range(len(parts)), key=lambda i: points[i] - parts[i])
    for i in by_remainder[: max(0, total - sum(points))]:
        points[i] += 1
    return points
