"""Every single change that could cure a fail: what an employer may be asked, and what steps the programme can offer."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

from matching.applied import HOLIDAY_CLUB, SCHOOL_RUN
from matching.factors import conditions, hours, pay, preferences, schedule, skills
from matching.journeys import passes_to_offer
from matching.moves import fewer_days, finish_earlier, shift_days, start_later
from matching.pair import Pair
from matching.terms import Change, FactorName, Person
from matching.week import DAY, DAYS, clock, day_names

SHIFT: frozenset[FactorName] = frozenset({"schedule", "hours"})


@dataclass(frozen=True, slots=True)
class Move:
    """A change that could be made, and how large it is beside the other values it could have."""

    change: Change
    size: float


def candidates(pair: Pair, failing: set[FactorName]) -> Iterator[Move]:
    """Every single change that could cure one of the failing factors."""
    for name in sorted(failing):
        if name in CURES:
            yield from CURES[name](pair)
    if failing & SHIFT:
        yield from _shift_moves(pair)
    if failing & {"travel", "schedule"}:
        yield from _passes(pair)


def _shift_moves(pair: Pair) -> Iterator[Move]:
    shift, moves = pair.job.shift, pair.moves
    if shift is None or pair.job.shifts_chosen_by_worker:
        return
    step, shortest = pair.policy.asks.step, pair.policy.schedule.shortest_shift
    starts = {span.start for rota in shift.rotas for span in rota}
    ends = {span.end % DAY for rota in shift.rotas for span in rota}
    for minutes in range(step, moves.start + 1, step):
        if start_later(shift, minutes, shortest):
            at = clock(min(starts) + minutes) if len(starts) == 1 and min(starts) + minutes < DAY else f"+{minutes}"
            said = f"shifts began {minutes} minutes later" if at[0] == "+" else f"the shift began at {at}"
            yield _ask("start", at, f"Would fit if {said}.", minutes / step)
    for minutes in range(step, moves.finish + 1, step):
        if finish_earlier(shift, minutes, shortest):
            at = clock((min(ends) - minutes) % DAY) if len(ends) == 1 else f"-{minutes}"
            said = f"shifts ended {minutes} minutes earlier" if at[0] == "-" else f"the shift ended at {at}"
            yield _ask("finish", at, f"Would fit if {said}.", minutes / step)
    for left in fewer_days(shift, moves.days):
        gone = sorted(set(shift_days(shift)) - set(shift_days(left)))
        to, said = day_names(shift_days(left)), " and ".join(DAYS[day] for day in gone)
        yield _ask("days", to, f"Would fit without {said}: {to} only.", 6 * len(gone))


def _hours_moves(pair: Pair) -> Iterator[Move]:
    if (target := hours.nearest_hours(pair)) is not None:
        yield _hours_ask(pair, target)


def _hours_ask(pair: Pair, target: float) -> Move:
    size = abs(target - (pair.job.hours_guaranteed or 0.0))
    return _ask("hours", f"{target:g}", f"Would fit at {target:g} guaranteed hours a week.", size)


def _schedule_moves(pair: Pair) -> Iterator[Move]:
    if pair.job.shifts_chosen_by_worker and pair.job.hours_guaranteed:
        workable = schedule.workable_hours(pair)
        if pair.job.hours_guaranteed - pair.moves.hours <= workable < pair.job.hours_guaranteed:
            yield _hours_ask(pair, workable)
    if not pair.job.term_time_only:
        yield _ask("term_time", "yes", "Would fit in school terms only, by contract or with leave in the holidays.", 3)
        if pair.person.childcare_welcome is not False and _seasonal(pair.person):
            yield _step("childcare", HOLIDAY_CLUB, "Would fit with a holiday club in the school holidays.", 4)
    if pair.person.school_run is not None and pair.person.childcare_welcome is not False:
        asked = "" if pair.person.childcare_welcome else " Would that be welcome?"
        yield _step("childcare", SCHOOL_RUN, f"Would fit with childcare around the school run.{asked}", 3)


def _skills_moves(pair: Pair) -> Iterator[Move]:
    for skill in skills.missing(pair):
        yield _ask("criterion", skill.words, f"Would fit if {skill.words} were helpful, not essential.", 2)
        yield _step("training", skill.words, f"Would fit after training in {skill.words}.", 4)
    for asked in skills.lacking(pair):
        yield _step("certificate", asked.words, f"Would fit with {asked.words} before the start.", 2)


def _demand_moves(pair: Pair) -> Iterator[Move]:
    for name in conditions.over_limit(pair):
        if name not in pair.person.not_adjustable and pair.job.adjustable != frozenset():
            to = conditions.within_limit(pair, name)
            yield _ask("demand", to, f"Would fit {conditions.adjusted(pair, name)}.", 2)


def _contract_moves(pair: Pair) -> Iterator[Move]:
    if kind := preferences.contract_wanted(pair):
        yield _ask("contract", kind, f"Would fit as {preferences.a_contract(kind)}.", 2)


def _pay_moves(pair: Pair) -> Iterator[Move]:
    least = pay.least_needed(pair)
    yield _ask("pay", f"{least:.2f}", f"Would fit at £{least:.2f} an hour.", 2)


def _passes(pair: Pair) -> Iterator[Move]:
    if pair.from_home:
        return
    for mode in passes_to_offer(pair.person):
        yield _step("travel", mode, f"Would fit with a {mode} pass.", 2 if mode == "bus" else 3)


def _ask(what: str, to: str, text: str, size: float) -> Move:
    return Move(Change("employer", what, to, text), size)


def _step(what: str, to: str, text: str, size: float) -> Move:
    return Move(Change("programme", what, to, text), size)


def _seasonal(person: Person) -> bool:
    return any(week is not None and week.seasonal for week in (person.available, person.caring))


CURES: Mapping[FactorName, Callable[[Pair], Iterator[Move]]] = {
    "hours": _hours_moves,
    "schedule": _schedule_moves,
    "skills": _skills_moves,
    "conditions": _demand_moves,
    "preferences": _contract_moves,
    "pay": _pay_moves,
}
