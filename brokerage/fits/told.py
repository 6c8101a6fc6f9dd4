"""A fit as it is told to somebody: what speaks for it, what is open, and only what that person may read.

A keyworker reads everything about their own people. A coordinator reads class, score and reasons; of law and conditions only
that the keyworker is to be asked, whatever stands there, so that the answer itself gives nothing away.
"""

import math
from dataclasses import dataclass, replace

from matching.areas import UNSUITED
from matching.terms import Change, Factor, FactorName, Fit, Reason

NAMES: dict[FactorName, str] = {
    "skills": "Skills",
    "travel": "Journey",
    "hours": "Weekly hours",
    "schedule": "Shift",
    "conditions": "Conditions",
    "legal": "Law and checks",
    "pay": "Pay",
    "preferences": "Wishes",
}
KEPT: frozenset[FactorName] = frozenset({"legal", "conditions"})
WAY: frozenset[FactorName] = frozenset({"travel", "schedule"})
ASK = "Ask the keyworker."
SPEAKS_FOR = 0.6  # a number from which a factor is a strength; what is met but not wanted is none


@dataclass(frozen=True, slots=True)
class Point:
    """One line beside a person: a sentence, its factor, and whose move it is (`yes` = nobody's)."""

    text: str
    factor: FactorName | None
    mark: str  # yes, unk, ask, step, own


@dataclass(frozen=True, slots=True)
class Fall:
    """One step of the waterfall, in points of 100: what a factor takes off, from where down to where."""

    name: str
    points: float
    start: float
    end: float


MARKS = {"employer": "ask", "programme": "step", "participant": "own", "law": "own"}


def for_coordinator(fit: Fit) -> Fit:
    """The fit without what only the keyworker may read."""
    unsuited = any(factor.factor == "travel" and _is_own_limit(factor) for factor in fit.factors)
    return replace(
        fit,
        factors=tuple(_for_coordinator(factor, unsuited=unsuited) for factor in fit.factors),
        changes=tuple(_without_limit(change) for change in fit.changes),
        alternatives=tuple(tuple(_without_limit(change) for change in one) for one in fit.alternatives),
    )


def strengths(fit: Fit, most: int = 3) -> list[Point]:
    """What speaks for it: the first reason met of each factor that takes little off, the weightiest first."""
    good = sorted(
        (factor for factor in fit.factors if factor.estimate >= SPEAKS_FOR and factor.factor not in KEPT),
        key=lambda factor: -factor.weight * factor.estimate,
    )
    met = [[Point(r.text, each.factor, "yes") for r in each.reasons if r.status == "pass"] for each in good]
    return [point for points in met for point in points[:1]][:most]


def open_points(fit: Fit) -> list[Point]:
    """What would have to change, each with whose move it is, then what is not known.

    What only the keyworker may read is left out: that a line stood there would be the answer."""
    changes = [Point(change.text, None, MARKS[change.who]) for change in fit.changes]
    fails = [
        Point(reason.text, factor.factor, MARKS[reason.who or "participant"])
        for factor in fit.factors
        for reason in factor.reasons
        if reason.status == "fail" and reason.text != ASK
    ]
    asked = [
        Point(reason.text, factor.factor, "unk")
        for factor in fit.factors
        for reason in factor.reasons
        if reason.status == "unknown" and reason.text != ASK
    ]
    return [*(changes or fails), *asked]


def waterfall(fit: Fit) -> list[Fall]:
    """What each factor takes off the hundred: its exact share of the loss, largest first; they end at the estimate."""
    lost = 100 * (1 - fit.score.estimate)
    falls, level = [], 100.0
    for factor in sorted(fit.factors, key=lambda factor: -factor.share):
        points = factor.share * lost
        if points > 0:
            falls.append(Fall(NAMES[factor.factor], points, level, level - points))
            level -= points
    return falls


def out_of_hundred(number: float) -> int:
    """A number of 0..1 as it is shown: half a point up."""
    return math.floor(number * 100 + 0.5)


def _for_coordinator(factor: Factor, *, unsuited: bool) -> Factor:
    """Of a journey over the person's own limit, and of what it does to the shift, a coordinator reads what is said of
    a place that is out of the question: no minutes that would tell the two apart."""
    if factor.factor in KEPT:
        return _kept(factor)
    if unsuited and factor.factor in WAY and factor.status != "pass":
        return replace(factor, reasons=(replace(UNSUITED, status=factor.status),))
    return factor


def _is_own_limit(factor: Factor) -> bool:
    return any(reason.status == "fail" and reason.who == UNSUITED.who for reason in factor.reasons)


def _kept(factor: Factor) -> Factor:
    return replace(factor, reasons=(Reason(ASK, factor.status, None),))


def _without_limit(change: Change) -> Change:
    if change.what != "demand":
        return change
    return replace(change, to="", text="Would fit with an adjustment: ask the keyworker which.")
