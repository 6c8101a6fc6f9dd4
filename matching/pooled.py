"""What one change would do for many: `starting at 09:30 opens this job to 14 people`."""

from collections.abc import Sequence
from dataclasses import dataclass

from matching.changes import opens
from matching.pair import Pair
from matching.terms import Change, Fit


@dataclass(frozen=True, slots=True)
class Pooled:
    """A single change, and how many people it alone opens the job to."""

    change: Change
    people: int


def pooled(pairs: Sequence[tuple[Pair, Fit]]) -> list[Pooled]:
    """The single changes that open one job to at least as many people as the policy asks for, most people first.

    `pairs` are of one job. Of each kind of change (and each criterion, each certificate) only the value that opens it to most
    is kept, the smallest such. Fewer people could point to one person, so that they are not pooled."""
    closed = [(pair, fit) for pair, fit in pairs if fit.fit in ("ask_employer", "with_a_step")]
    singles = {chosen[0]: None for _, fit in closed for chosen in (fit.changes, *fit.alternatives) if len(chosen) == 1}
    if not closed or len(closed) < closed[0][0].policy.pooled_least:
        return []
    counted = [Pooled(change, _opened(closed, change)) for change in singles]
    best: dict[tuple[str, str], Pooled] = {}
    for one in sorted(counted, key=lambda one: (-one.people, one.change.what, one.change.to)):
        kind = one.change.what, one.change.to if one.change.what in ("criterion", "training", "certificate") else ""
        best.setdefault(kind, one)
    least = closed[0][0].policy.pooled_least
    return [one for one in best.values() if one.people >= least]


def _opened(closed: Sequence[tuple[Pair, Fit]], change: Change) -> int:
    return sum(
        opens(pair, [change], [factor.factor for factor in fit.factors if factor.status == "fail"])
        for pair, fit in closed
    )
