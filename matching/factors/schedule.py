"""The shift, with the journey at both ends, beside the time a person has: when work is possible, caring, the school gate.

A window is a stretch of the week that can be worked: free time less the journey and its margin at each end. A minute of a
shift outside every window is lost. Term and holiday weeks, and every rota week of either side, are looked at each by itself.
"""

from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import pairwise
from typing import Literal

from matching.journeys import NEVER, passes_to_offer
from matching.moves import furthest
from matching.pair import Pair
from matching.school_year import next_holidays
from matching.terms import Finding, Mode, Person, Reason, Who
from matching.week import (
    ALL_MINUTES,
    DAY,
    GRID,
    SEASONS,
    WEEK,
    Arc,
    Season,
    Week,
    arcs,
    bits,
    clock,
    covered,
    day_names,
)

EMPTY, ALWAYS = Week([[]]), Week.parse("any")
SCHOOL_DAYS = range(5)
Cause = Literal["gate", "other", "holidays"]
End = Literal["low", "estimate", "high"]


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
            gate, other, only = bool(self.by_gate()), bool(self.all_year()), bool(self.only_in_holidays())
        else:
            all_year = min(term, self.lost("term", gates=False))
            gate, other, only = term > all_year, all_year > 0, holidays > 0 and not all_year
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


def find(pair: Pair) -> Finding:
    rules = pair.policy.schedule
    if pair.job.shift is None:
        asked = Reason("Not known: which days and times are the shifts?", "unknown", "employer")
        return Finding(0.0, rules.unknown, 1.0, (asked,))
    reasons = _clashes(pair) or _open(pair)
    low, estimate, high = _number(pair)
    return Finding(low, estimate, high, tuple(reasons))


def look(pair: Pair, end: End) -> Look:
    """The pair's week with the shortest, the usual or the longest journey."""
    person, job = pair.person, pair.job
    need = 60 * max(job.hours_guaranteed or 0.0, person.hours_min or 0.0) if job.shifts_chosen_by_worker else None
    free = known_free(person)
    if not _run_matters(pair):
        free = replace(free, gates=())
    return Look(job.shift or EMPTY, free, _ways(pair, end), need, ("term",) if job.term_time_only else SEASONS)


def known_free(person: Person) -> Free:
    """A person's free time with what is not known taken the kindest way."""
    run = person.school_run
    gates = () if run is None else tuple(time for time in (run.drop_off, run.pick_up) if time is not None)
    available = ALWAYS if person.available is None else person.available
    return Free(available, EMPTY if person.caring is None else person.caring, gates)


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


def _ways(pair: Pair, end: End) -> Ways:
    margin = pair.policy.travel.margin
    run = pair.person.school_run
    home = 0 if pair.from_home else min(NEVER, (getattr(pair.to_work, end) or 0) + margin)
    if run is None or not _run_matters(pair):
        return Ways(home, 0, home)
    gate = min(NEVER, (getattr(pair.to_gate, end) or 0) + margin)
    return Ways(home, gate, min(home, gate) if None in (run.drop_off, run.pick_up) else home)


def not_known(pair: Pair) -> list[Reason]:
    """The questions that have to be answered before the shift can be held against the person's time."""
    person, job, asked = pair.person, pair.job, []
    if person.available is None:
        asked.append(Reason("Not known: on which days and at what times is work possible?", "unknown", "participant"))
    if person.caring is None:
        asked.append(Reason("Not known: are there times of caring for somebody?", "unknown", "participant"))
    if _run_matters(pair) and (run := person.school_run) and None in (run.spot, run.drop_off, run.pick_up):
        asked.append(
            Reason("Not known: where is the school, and when are drop-off and pick-up?", "unknown", "participant")
        )
    if job.shifts_chosen_by_worker and job.hours_guaranteed is None:
        asked.append(Reason("Not known: how many hours have to be worked at least?", "unknown", "employer"))
    if job.shifts_chosen_by_worker and person.hours_min is None:
        asked.append(Reason("Not known: how many hours are wanted at least?", "unknown", "participant"))
    return asked


def _run_matters(pair: Pair) -> bool:
    """Whether any shift lies on a term weekday; the school gate says nothing about the others."""
    return any(
        span.within("term") and (span.day in SCHOOL_DAYS or span.end > DAY)
        for rota in (pair.job.shift or EMPTY).rotas
        for span in rota
    )


def _journey_matters(pair: Pair) -> bool:
    """Whether a longer journey could lose anything: it cannot where all the week is free."""
    far = replace(look(pair, "low"), ways=Ways(NEVER, NEVER, NEVER))
    return any(far.lost(season) > 0 for season in SEASONS)


def _journeys_known(pair: Pair) -> bool:
    return pair.to_work.known and (pair.to_gate.known or not _run_matters(pair))


def _open(pair: Pair) -> list[Reason]:
    """What is said where nothing clashes at the shortest journey."""
    asked = not_known(pair)
    known = _journeys_known(pair)
    if not known and _journey_matters(pair):
        text = "Not known: how long is the journey? The shift leaves room only for so much."
        asked.append(Reason(text, "unknown", _of_journey(pair)))
    if asked:
        return asked
    if known and any(look(pair, "high").lost(season) > 0 for season in SEASONS):
        open_one = max(pair.to_work, pair.to_gate, key=lambda journey: journey.high - journey.low)
        span = (
            f"{open_one.low} minutes or more"
            if open_one.high == NEVER
            else f"{open_one.low} to {open_one.high} minutes"
        )
        text = (
            f"Not known: {span} on the way, and the shift fits with the quicker journey only. Look it up for the shift."
        )
        return [Reason(text, "unknown", "programme")]
    if pair.job.shifts_chosen_by_worker:
        return [Reason("Enough of the shifts on offer lie in time that is free.", "pass")]
    way = "" if pair.from_home else ", journey included"
    return [Reason(f"{pair.job.shift}: all of it lies in time that is free{way}.", "pass")]


def _of_journey(pair: Pair) -> Who:
    return "employer" if pair.job.site is None and not pair.from_home else "participant"


def _number(pair: Pair) -> tuple[float, float, float]:
    high, unknown = _value(pair, "low"), bool(not_known(pair))
    if not unknown and _journeys_known(pair):
        return _value(pair, "high"), _value(pair, "estimate"), high
    if not unknown and not _journey_matters(pair):
        return high, high, high
    guess = pair.policy.schedule.unknown
    places_known = pair.to_work.estimate is not None and (not _run_matters(pair) or pair.to_gate.estimate is not None)
    if not unknown and places_known:
        guess = _value(pair, "estimate")
    return 0.0, min(guess, high), high


def _value(pair: Pair, end: End) -> float:
    """1 less the lost minutes of a week over a full week, term and holiday weeks by their number in a year."""
    seen, (term, holidays) = look(pair, end), pair.weeks
    lost = seen.lost("term") * term + seen.lost("holidays") * holidays
    return max(0.0, 1.0 - lost / (term + holidays) / pair.policy.schedule.full_week)


def _clashes(pair: Pair) -> list[Reason]:
    """Each cause of clashes by itself; and where a pass would cure one, those that the long journey hid."""
    seen = look(pair, "low")
    causes = seen.clashes()
    reasons = [_clash_reason(pair, cause, seen) for cause in causes]
    if any(reason.who == "programme" for cause, reason in zip(causes, reasons, strict=True) if cause == "other"):
        person = pair.person
        for mode in passes_to_offer(person):
            person = with_pass(person, mode)
        other = replace(pair, person=person)
        seen = look(other, "low")
        reasons += [_clash_reason(other, cause, seen) for cause in seen.clashes() if cause not in causes]
    return reasons


def _clash_reason(pair: Pair, cause: Cause, seen: Look) -> Reason:
    text = _sentence(cause, seen)
    if cause == "holidays":
        when = next_holidays(pair.person.school_years, pair.starts[0])
        dated = f" The next ones begin on {when[0].day} {when[0]:%B %Y}." if when else ""
        return Reason(f"{text}{dated} A term-time contract or leave would do, or a holiday club.", "fail", "employer")
    if moves_cure(pair, cause):
        return Reason(f"{text} The employer could be asked for other times.", "fail", "employer")
    if mode := pass_cures(pair, cause):
        return Reason(f"{text} With a {mode} pass the journey would be short enough.", "fail", "programme")
    if cause == "gate" and pair.person.childcare_welcome is not False:
        ask = (
            " Would help with childcare around the school run be welcome?"
            if pair.person.childcare_welcome is None
            else ""
        )
        return Reason(f"{text} Childcare around the school run would do.{ask}", "fail", "programme")
    return Reason(text, "fail", "participant")


def moves_cure(pair: Pair, cause: Cause) -> bool:
    """Whether what the employer could move takes this cause of clashes away, everything else as it is."""
    seen = look(pair, "low")
    if seen.need is not None:
        least = max(0.0, (pair.job.hours_guaranteed or 0.0) - pair.moves.hours, pair.person.hours_min or 0.0)
        return cause not in replace(seen, need=60 * least).clashes()
    shifts = furthest(seen.shift, pair.moves, pair.policy.schedule.shortest_shift)
    return any(cause not in replace(seen, shift=shift).clashes() for shift in shifts)


def pass_cures(pair: Pair, cause: Cause) -> Mode | None:
    """A bus or rail pass that takes this cause away, alone or with what the employer could move."""
    if pair.from_home:
        return None
    for mode in passes_to_offer(pair.person):
        other = replace(pair, person=with_pass(pair.person, mode))
        if cause not in look(other, "low").clashes() or moves_cure(other, cause):
            return mode
    return None


def with_pass(person: Person, mode: Mode) -> Person:
    """The person with one more way of going; how far is not known where each way has its own limit."""
    limits = person.travel_max
    if limits is not None and not isinstance(limits, int) and mode not in limits:
        limits = {**limits, mode: None}
    modes = None if person.modes is None else person.modes | {mode}
    return replace(person, modes=modes, travel_max=limits)


def workable_hours(pair: Pair) -> float:
    """Hours a week that a person who chooses the shifts can find at the shortest journey, to the quarter-hour."""
    seen = look(pair, "low")
    return min(weekly(seen.shift, seen.free, seen.ways, season)[1] for season in seen.seasons) // GRID * GRID / 60


def _sentence(cause: Cause, seen: Look) -> str:
    if seen.need is not None:
        return "Too few of the shifts on offer lie in time that is free, journey included."
    if cause == "gate":
        lost = seen.by_gate()
        gates = " and ".join(clock(time) for time in seen.free.gates)
        return f"{_times(lost)} falls in the school run: at the gate at {gates}, with {seen.ways.gate} minutes kept for the way."
    if cause == "holidays":
        return f"{_times(seen.only_in_holidays())} cannot be worked in the school holidays."
    lost = seen.all_year()
    if any(lost & covered(seen.free.caring, rota, "term") for rota in range(len(seen.free.caring.rotas))):
        return f"{_times(lost)} is caring time, or the way there and back."
    return f"{_times(lost)} is outside the times when work is possible, the way there and back included."


def _times(lost: int) -> str:
    """Lost minutes as a person reads them: `Mon-Fri 08:30-09:30`."""
    groups: dict[tuple[int, int], list[int]] = {}
    for start, end in arcs(lost):
        groups.setdefault((start % DAY, start % DAY + end - start), []).append(start // DAY % 7)
    said = [f"{day_names(days)} {clock(start)}-{clock(end)}" for (start, end), days in groups.items()]
    return ", ".join(said[:3]) + (" and more" if len(said) > 3 else "")
