"""The time in a week that a person could work: free time less the journey at each end, around caring and the school gate.

A window is a stretch of the week that can be worked. Term and holiday weeks, and every rota week of either side, are looked at
each by itself; a week is a number with a bit for each of its minutes (`matching.week`).
"""

from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import pairwise
from typing import Literal

from matching.week import ALL_MINUTES, DAY, SEASONS, WEEK, Arc, Season, Week, arcs, bits, covered

EMPTY, ALWAYS = Week([[]]), Week.parse("any")
SCHOOL_DAYS = range(5)
Cause = Literal["gate", "other", "holidays"]


@dataclass(frozen=True, slots=True)
class Ways:
    """Minutes on the way from home and from the school gate, margin included; 0 where nobody has to go anywhere.

    `edge` is what counts in term where free time begins or ends: the way from home, unless the times at the gate are not
    all known. Then the gate could be where it begins, and the shorter way counts."""

    home: int
    gate: int
    edge: int


@dataclass(frozen=True, slots=True)
class Free:
    """The time a person has. `gates` are minutes after midnight, on term weekdays."""

    available: Week
    caring: Week
    gates: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Look:
    """One look at a pair's week: with one journey, and what is not known taken the kindest way."""

    shift: Week
    free: Free
    ways: Ways
    need: float | None = None  # minutes a week that have to be found, where the worker chooses the shifts
    seasons: tuple[Season, ...] = SEASONS

    def lost(self, season: Season, *, gates: bool = True) -> float:
        """Minutes of a week's shifts that cannot be worked, the mean over rota weeks."""
        if season not in self.seasons:
            return 0.0
        offered, workable = weekly(self.shift, *self._with(gates), season)
        return offered - workable if self.need is None else max(0.0, self.need - workable)

    def clashes(self) -> list[Cause]:
        """Why shifts cannot be worked: the school run, something all year round, or only the school holidays."""
        term, holidays = self.lost("term"), self.lost("holidays")
        if not term and not holidays:
            return []
        if self.need is None:
            in_term = self.lost_minutes("term")
            all_year = in_term & self.lost_minutes("term", gates=False) if self.free.gates else in_term
            gate, other = in_term != all_year, bool(all_year)
            only = bool(self.lost_minutes("holidays") & ~all_year)
        else:
            least = min(term, self.lost("term", gates=False))
            gate, other, only = term > least, least > 0, holidays > 0 and not least
        causes: tuple[tuple[Cause, bool], ...] = (("gate", gate), ("other", other), ("holidays", only))
        return [cause for cause, there in causes if there]

    def all_year(self) -> int:
        """Shift minutes that are lost in term with the school run and would be without it."""
        return self.lost_minutes("term") & self.lost_minutes("term", gates=False)

    def by_gate(self) -> int:
        """Shift minutes that only the school run takes."""
        return self.lost_minutes("term") & ~self.lost_minutes("term", gates=False)

    def only_in_holidays(self) -> int:
        """Shift minutes that are lost in the holidays and are not lost in term, school run aside."""
        return self.lost_minutes("holidays") & ~self.all_year()

    def lost_minutes(self, season: Season, *, gates: bool = True) -> int:
        """Where in the week shift minutes are lost, in any rota week."""
        lost = 0
        if season not in self.seasons:
            return lost
        free, ways = self._with(gates)
        for rota in range(len(self.shift.rotas)):
            for a, c in _rotas(free):
                lost |= covered(self.shift, rota, season) & ~windows(free, ways, season, a, c)
        return lost

    def _with(self, gates: bool) -> tuple[Free, Ways]:
        """The free time and the ways with the school run, or as if there were none."""
        if gates:
            return self.free, self.ways
        return Free(self.free.available, self.free.caring), replace(self.ways, edge=self.ways.home)


@lru_cache(maxsize=50_000)
def weekly(shift: Week, free: Free, ways: Ways, season: Season) -> tuple[float, float]:
    """Minutes of shifts in a week, and those of them that can be worked; the mean over the rota weeks of both sides."""
    weeks = [
        (minutes.bit_count(), (minutes & windows(free, ways, season, a, c)).bit_count())
        for rota in range(len(shift.rotas))
        for minutes in [covered(shift, rota, season)]
        for a, c in _rotas(free)
    ]
    return sum(offered for offered, _ in weeks) / len(weeks), sum(workable for _, workable in weeks) / len(weeks)


def _rotas(free: Free) -> list[tuple[int, int]]:
    return [(a, c) for a in range(len(free.available.rotas)) for c in range(len(free.caring.rotas))]


@lru_cache(maxsize=50_000)
def windows(free: Free, ways: Ways, season: Season, a: int, c: int) -> int:
    """The minutes of a week in which shifts can lie, after the journey at each end of every free stretch."""
    time = covered(free.available, a, season) & ~covered(free.caring, c, season)
    if season == "holidays" or not free.gates:
        if time == ALL_MINUTES:
            return time
        edge = ways.home if season == "holidays" else ways.edge
        return bits((start + edge, end - edge) for start, end in arcs(time))
    gates = sorted(day * DAY + at for day in SCHOOL_DAYS for at in set(free.gates))
    # At the gate at that minute: there is no window within reach of it, whatever else bounds the free time.
    near = bits((gate - ways.gate, gate + ways.gate) for gate in gates)
    return ~near & bits(
        (
            start + (ways.gate if start % WEEK in gates else ways.edge),
            end - (ways.gate if end % WEEK in gates else ways.edge),
        )
        for start, end in _split(arcs(time), gates)
    )


def _split(stretches: tuple[Arc, ...], gates: list[int]) -> list[Arc]:
    """Free time cut where the person is at the gate."""
    pieces: list[Arc] = []
    whole = (gates[0], gates[0] + WEEK)
    for start, end in (whole if stretch == (0, WEEK) else stretch for stretch in stretches):
        cuts = [gate + turn for turn in (0, WEEK) for gate in gates if start < gate + turn < end]
        pieces += list(pairwise([start, *cuts, end]))
    return pieces
