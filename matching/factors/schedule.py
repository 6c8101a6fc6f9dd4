"""The shift, with the journey at both ends, beside the time a person has: when work is possible, caring, the school gate.

A minute of a shift that lies in no window (`matching.free_time`) is lost.
"""

from dataclasses import replace
from typing import Literal

from matching.free_time import ALWAYS, EMPTY, SCHOOL_DAYS, Cause, Free, Look, Ways, weekly
from matching.journeys import NEVER, passes_to_offer, with_pass
from matching.moves import furthest
from matching.pair import Pair
from matching.school_year import next_holidays
from matching.terms import Finding, Mode, Person, Reason, Who
from matching.week import DAY, GRID, SEASONS, arcs, clock, covered, day_names

End = Literal["low", "estimate", "high"]


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
    text = _sentence(cause, seen, minutes=not pair.ruled_out)
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


def workable_hours(pair: Pair) -> float:
    """Hours a week that a person who chooses the shifts can find at the shortest journey, to the quarter-hour."""
    seen = look(pair, "low")
    return min(weekly(seen.shift, seen.free, seen.ways, season)[1] for season in seen.seasons) // GRID * GRID / 60


def _sentence(cause: Cause, seen: Look, *, minutes: bool) -> str:
    if seen.need is not None:
        return "Too few of the shifts on offer lie in time that is free, journey included."
    if cause == "gate":
        lost = seen.by_gate()
        gates = " and ".join(clock(time) for time in seen.free.gates)
        kept = f", with {seen.ways.gate} minutes kept for the way" if minutes else ""
        return f"{_times(lost)} falls in the school run: at the gate at {gates}{kept}."
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
