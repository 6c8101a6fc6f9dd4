"""The shift, with the journey at both ends, beside the time a person has: when work is possible, caring, the school gate.

A window is a stretch of the week that can be worked: free time less the journey and its margin at each end. A minute of a
shift outside every window is lost. Term and holiday weeks, and every rota week of either side, are looked at each by itself.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import pairwise
from typing import Literal

from matching.factors.travel import PASSES
from matching.journeys import NEVER
from matching.moves import cured_by_shift_moves
from matching.pair import Pair
from matching.terms import Finding, Job, Mode, Person, Reason, Who
from matching.week import (
    DAY,
    GRID,
    SEASONS,
    WEEK,
    Arc,
    Season,
    Week,
    clock,
    common_minutes,
    covered,
    day_names,
    merged,
    minutes,
    without,
)

EMPTY, ALWAYS = Week([[]]), Week.parse("any")
SCHOOL_DAYS = range(5)
Cause = Literal["gate", "other", "holidays"]


@dataclass(frozen=True, slots=True)
class Ways:
    """Minutes on the way from home and from the school gate, margin included; 0 where nobody has to go anywhere."""

    home: int
    gate: int


@dataclass(frozen=True, slots=True)
class Free:
    """The time a person has, as far as it is known."""

    available: Week
    caring: Week
    gates: tuple[int, ...] = ()  # minutes after midnight, on term weekdays

    @property
    def rotas(self) -> list[tuple[int, int]]:
        return [(a, c) for a in range(len(self.available.rotas)) for c in range(len(self.caring.rotas))]


def find(pair: Pair) -> Finding:
    rules, job = pair.policy.schedule, pair.job
    if job.shift is None:
        return Finding(
            0.0, rules.unknown, 1.0, (Reason("Not known: which days and times are the shifts?", "unknown", "employer"),)
        )
    best = Look.at(pair, "low")
    reasons = [_clash_reason(pair, cause, best) for cause in best.clashes()] or _open(pair)
    low, estimate, high = _number(pair)
    return Finding(low, estimate, high, tuple(reasons))


@dataclass(frozen=True, slots=True)
class Look:
    """One look at a pair's week: with one journey, and what is not known taken the kindest way."""

    job: Job
    free: Free
    ways: Ways
    need: float | None  # minutes a week that have to be found, where the worker chooses the shifts

    @classmethod
    def at(cls, pair: Pair, end: Literal["low", "estimate", "high"]) -> "Look":
        person = pair.person
        return cls(pair.job, known_free(person), _ways(pair, end), _need(pair))

    def lost(self, season: Season, *, gates: bool = True) -> float:
        """Minutes of a week's shifts that cannot be worked, the mean over rota weeks."""
        if self.job.term_time_only and season == "holidays":
            return 0.0
        free = self.free if gates else replace(self.free, gates=())
        offered, workable = self.weekly(season, free)
        return offered - workable if self.need is None else max(0.0, self.need - workable)

    def weekly(self, season: Season, free: Free) -> tuple[float, float]:
        """Minutes of shifts in a week, and those of them that can be worked; the mean over rota weeks."""
        weeks = [
            (minutes(shifts), common_minutes(shifts, windows(free, season, a, c, self.ways)))
            for rota in range(len(_shift(self.job).rotas))
            for a, c in free.rotas
            for shifts in [covered(_shift(self.job), rota, season)]
        ]
        return sum(week[0] for week in weeks) / len(weeks), sum(week[1] for week in weeks) / len(weeks)

    def clashes(self) -> list[Cause]:
        """Why shifts cannot be worked: the school run, something all year round, or only the school holidays."""
        found: list[Cause] = []
        if self.lost("term") > self.lost("term", gates=False):
            found.append("gate")
        if self.lost("term", gates=False) > 0:
            found.append("other")
        if self._only_in_holidays():
            found.append("holidays")
        return found

    def _only_in_holidays(self) -> bool:
        if self.job.term_time_only:
            return False
        if self.need is not None or "holidays" not in _seasons(self):
            return self.lost("holidays") > 0 and not self.lost("term", gates=False)
        return minutes(self.holiday_only()) > 0

    def holiday_only(self) -> tuple[Arc, ...]:
        """Shift minutes that are lost in the holidays and are not lost in term, school run aside."""
        return without(self.lost_arcs("holidays", gates=False), self.lost_arcs("term", gates=False))

    def lost_arcs(self, season: Season, *, gates: bool = True) -> tuple[Arc, ...]:
        """Where in the week shift minutes are lost, in any rota week."""
        free = self.free if gates else replace(self.free, gates=())
        return merged(
            arc
            for rota in range(len(_shift(self.job).rotas))
            for a, c in free.rotas
            for arc in without(covered(_shift(self.job), rota, season), windows(free, season, a, c, self.ways))
        )


def known_free(person: Person) -> Free:
    """A person's free time with what is not known taken the kindest way."""
    run = person.school_run
    gates = () if run is None else tuple(time for time in (run.drop_off, run.pick_up) if time is not None)
    available = ALWAYS if person.available is None else person.available
    return Free(available, EMPTY if person.caring is None else person.caring, gates)


@lru_cache(maxsize=50_000)
def windows(free: Free, season: Season, a: int, c: int, ways: Ways) -> tuple[Arc, ...]:
    """The stretches of a week in which shifts can lie, after the journey at each end."""
    arcs = without(covered(free.available, a, season), covered(free.caring, c, season))
    if season == "holidays" or not free.gates:
        if arcs == ((0, WEEK),):
            return arcs
        return merged((start + ways.home, end - ways.home) for start, end in arcs if end - start > 2 * ways.home)
    gates = sorted(day * DAY + time for day in SCHOOL_DAYS for time in set(free.gates))
    # At the gate at that minute: there is no window within reach of it, whatever else bounds the free time.
    near = merged((gate - ways.gate, gate + ways.gate) for gate in gates) if ways.gate else ()
    ends = (
        (
            start + (ways.gate if start % WEEK in gates else ways.home),
            end - (ways.gate if end % WEEK in gates else ways.home),
        )
        for start, end in _split(arcs, gates)
    )
    found = [(start, end) for start, end in ends if start < end]
    return without(merged(found), near)


def _split(arcs: tuple[Arc, ...], gates: list[int]) -> list[Arc]:
    """Free time cut where the person is at the gate."""
    pieces: list[Arc] = []
    whole = (gates[0], gates[0] + WEEK)
    for start, end in (whole if arc == (0, WEEK) else arc for arc in arcs):
        cuts = [gate + turn for turn in (0, WEEK) for gate in gates if start < gate + turn < end]
        pieces += list(pairwise([start, *cuts, end]))
    return pieces


def _shift(job: Job) -> Week:
    return job.shift or EMPTY


def _seasons(look: Look) -> tuple[Season, ...]:
    return ("term",) if look.job.term_time_only else SEASONS


def _ways(pair: Pair, end: Literal["low", "estimate", "high"]) -> Ways:
    margin = pair.policy.travel.margin
    home = 0 if pair.from_home else (getattr(pair.to_work, end) or 0) + margin
    gate = 0 if pair.person.school_run is None else (getattr(pair.to_gate, end) or 0) + margin
    return Ways(min(home, NEVER), min(gate, NEVER))


def _need(pair: Pair) -> float | None:
    """Minutes a week that a person who chooses the shifts has to find, as far as it is known."""
    if not pair.job.shifts_chosen_by_worker:
        return None
    return 60 * max(pair.job.hours_guaranteed or 0.0, pair.person.hours_min or 0.0)


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
        for rota in _shift(pair.job).rotas
        for span in rota
    )


def _journey_matters(pair: Pair) -> bool:
    """Whether a longer journey could lose anything: it cannot where all the week is free."""
    far = replace(Look.at(pair, "low"), ways=Ways(NEVER, NEVER))
    return any(far.lost(season) > 0 for season in SEASONS)


def _journeys_known(pair: Pair) -> bool:
    return pair.to_work.known and (pair.to_gate.known or not _run_matters(pair))


def _open(pair: Pair) -> list[Reason]:
    """What is said where nothing clashes at the shortest journey."""
    asked = not_known(pair)
    if not _journeys_known(pair) and _journey_matters(pair):
        asked.append(
            Reason(
                "Not known: how long is the journey? The shift leaves room only for so much.",
                "unknown",
                _of_journey(pair),
            )
        )
    if asked:
        return asked
    longest = Look.at(pair, "high")
    if _journeys_known(pair) and any(longest.lost(season) > 0 for season in SEASONS):
        return [
            Reason(
                f"Not known: {pair.to_work.low} to {pair.to_work.high} minutes on the way; the shift fits with the quicker journey only.",
                "unknown",
                "programme",
            )
        ]
    if pair.job.shifts_chosen_by_worker:
        return [Reason("Enough of the shifts on offer lie in time that is free.", "pass")]
    return [Reason(f"{_shift(pair.job)}: all of it lies in time that is free, journey included.", "pass")]


def workable_hours(pair: Pair) -> float:
    """Hours a week that a person who chooses the shifts can find at the shortest journey, to the quarter-hour."""
    look = Look.at(pair, "low")
    return min(look.weekly(season, look.free)[1] for season in _seasons(look)) // GRID * GRID / 60


def _of_journey(pair: Pair) -> Who:
    return "employer" if pair.job.site is None and not pair.from_home else "participant"


def _number(pair: Pair) -> tuple[float, float, float]:
    high = _value(pair, Look.at(pair, "low"))
    unknown = bool(not_known(pair))
    if not unknown and _journeys_known(pair):
        return _value(pair, Look.at(pair, "high")), _value(pair, Look.at(pair, "estimate")), high
    if not unknown and not _journey_matters(pair):
        return high, high, high
    guess = pair.policy.schedule.unknown
    if (
        not unknown
        and pair.to_work.estimate is not None
        and (not _run_matters(pair) or pair.to_gate.estimate is not None)
    ):
        guess = _value(pair, Look.at(pair, "estimate"))
    return 0.0, min(guess, high), high


def _value(pair: Pair, look: Look) -> float:
    """1 less the lost minutes of a week over a full week, term and holiday weeks by their number in a year."""
    rules = pair.policy.schedule
    term, holidays = look.lost("term"), look.lost("holidays")
    lost = (term * rules.term_weeks + holidays * rules.holiday_weeks) / (rules.term_weeks + rules.holiday_weeks)
    return max(0.0, 1.0 - lost / rules.full_week)


def _clash_reason(pair: Pair, cause: Cause, look: Look) -> Reason:
    text = _sentence(cause, look)
    if cause == "holidays":
        return Reason(f"{text} A term-time contract or leave would do, or a holiday club.", "fail", "employer")
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


def _cured(pair: Pair, cause: Cause) -> Callable[[Job], bool]:
    """Whether a job, everything else as it is, is free of one cause of clashes."""

    def cured(job: Job) -> bool:
        moved = replace(pair, job=job)
        return cause not in Look.at(moved, "low").clashes()

    return cured


def moves_cure(pair: Pair, cause: Cause) -> bool:
    """Whether what the employer could move takes this cause away."""
    cured = _cured(pair, cause)
    if pair.job.shifts_chosen_by_worker:
        hours = pair.job.hours_guaranteed or 0.0
        return cured(replace(pair.job, hours_guaranteed=max(0.0, hours - pair.moves.hours)))
    return cured_by_shift_moves(pair.job, pair.moves, pair.policy, cured, together=True)


def pass_cures(pair: Pair, cause: Cause) -> Mode | None:
    """A bus or rail pass that takes this cause away, alone or with what the employer could move."""
    if pair.person.modes is None or pair.from_home:
        return None
    for mode in PASSES:
        if mode not in pair.person.modes:
            other = replace(pair, person=with_pass(pair.person, mode))
            if cause not in Look.at(other, "low").clashes() or moves_cure(other, cause):
                return mode
    return None


def with_pass(person: Person, mode: Mode) -> Person:
    """The person with one more way of going; how far is not known where each way has its own limit."""
    limits = person.travel_max
    if limits is not None and not isinstance(limits, int) and mode not in limits:
        limits = {**limits, mode: None}
    return replace(person, modes=(person.modes or frozenset()) | {mode}, travel_max=limits)


def _sentence(cause: Cause, look: Look) -> str:
    if look.need is not None:
        return "Too few of the shifts on offer lie in time that is free, journey included."
    if cause == "gate":
        arcs = without(look.lost_arcs("term"), look.lost_arcs("term", gates=False))
        gates = " and ".join(clock(time) for time in look.free.gates)
        return f"{_times(arcs)} falls in the school run: at the gate at {gates}, {look.ways.gate} minutes from work with time to spare."
    if cause == "holidays":
        return f"{_times(look.holiday_only())} cannot be worked in the school holidays."
    arcs = look.lost_arcs("term", gates=False)
    caring = any(
        common_minutes(arcs, covered(look.free.caring, rota, "term")) for rota in range(len(look.free.caring.rotas))
    )
    why = (
        "is caring time" if caring else "is outside the times when work is possible, or leaves no room for the journey"
    )
    return f"{_times(arcs)} {why}."


def _times(arcs: tuple[Arc, ...]) -> str:
    """Lost arcs as a person reads them: `Mon-Fri 08:30-09:30`."""
    groups: dict[tuple[int, int], list[int]] = {}
    for start, end in arcs:
        groups.setdefault((start % DAY, start % DAY + end - start), []).append(start // DAY % 7)
    said = [f"{day_names(days)} {clock(start)}-{clock(end)}" for (start, end), days in groups.items()]
    return ", ".join(said[:3]) + (" and more" if len(said) > 3 else "")
