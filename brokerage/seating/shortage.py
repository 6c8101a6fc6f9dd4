"""Whether a promise can be kept with the times there are, and if not, by which day how many more places are needed.

Whoever's days run out first is seated first; a chain of others may move for it (augmenting paths: H. W. Kuhn, Naval Research Logistics
Quarterly 2 (1955) 83-97). So the first who finds no place shows the first day, and no other order would seat more by then.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from itertools import accumulate, groupby

from brokerage.seating.exact import in_time
from brokerage.seating.terms import Ask, Problem


@dataclass(frozen=True, slots=True)
class Shortage:
    """How many places more are needed by each day, those of earlier days among them; None: the promise names no day. And for whom."""

    by: tuple[tuple[date | None, int], ...]
    asks: tuple[str, ...]


def shortage(problem: Problem) -> Shortage | None:
    """None where everybody who is promised an interview can be seated in time."""
    promised = sorted((each for each in problem.asks if each.promised), key=_soonest)
    left = unseated(promised, problem)
    days = [(due, len(list(some))) for due, some in groupby(left, key=lambda each: each.due)]
    sums = accumulate(count for _, count in days)
    return (
        Shortage(tuple(zip((due for due, _ in days), sums, strict=True)), tuple(each.reference for each in left))
        if left
        else None
    )


def unseated(asks: Sequence[Ask], problem: Problem) -> list[Ask]:
    """Whom of these nobody can seat in time, given that those named first are seated first."""
    times = {each.reference: each for each in problem.times}
    by_name = {each.reference: each for each in asks}
    could: dict[str, list[str]] = {name: [] for name in by_name}
    for option in problem.options:
        if option.ask in could and in_time(by_name[option.ask], times[option.time]):
            could[option.ask].append(option.time)
    sitting: dict[str, list[str]] = {name: [] for name in times}

    def seat(ask: str, tried: set[str]) -> bool:
        for name in could[ask]:
            if name in tried or not times[name].places:
                continue
            tried.add(name)
            if len(sitting[name]) < times[name].places:
                sitting[name].append(ask)
                return True
            for other in list(sitting[name]):
                if seat(other, tried):
                    sitting[name].remove(other)
                    sitting[name].append(ask)
                    return True
        return False

    return [each for each in asks if not seat(each.reference, set())]


def _soonest(ask: Ask) -> tuple[date, str]:
    return ask.due or date.max, ask.reference
