"""Weekly hours, and hours at work in a day: what the job gives beside what the person wants."""

from dataclasses import replace

from matching.moves import day_minutes, furthest, shift_minutes
from matching.pair import Pair
from matching.terms import Finding, Job, Person, Reason, Status

WEEK_HOURS = 168.0


def find(pair: Pair) -> Finding:
    reasons = [_weekly(pair)]
    if daily := _daily(pair):
        reasons.append(daily)
    low, estimate, high = _number(pair)
    return Finding(low, estimate, high, tuple(reasons))


def offered(job: Job) -> tuple[float, float] | None:
    """The least and the most paid hours a week the job may really give; `None` where the guarantee is not known."""
    guaranteed, typical = job.hours_guaranteed, job.hours_typical
    if guaranteed is None:
        return None
    if typical is None:
        typical = guaranteed or WEEK_HOURS
    return min(guaranteed, typical), max(guaranteed, typical)


def wanted(person: Person) -> tuple[float, float]:
    """The widest range of hours that the person's answers leave open."""
    most = WEEK_HOURS if person.hours_max is None else person.hours_max
    return (0.0 if person.hours_min is None else person.hours_min), most


def weekly_status(person: Person, job: Job, tolerance: float) -> Status:
    """Inside, apart from, or overlapping the hours wanted; what is not known keeps it open."""
    hours = offered(job)
    least, most = wanted(person)
    if hours is None:
        return "unknown"
    if hours[1] < least - tolerance or hours[0] > most + tolerance:
        return "fail"
    if person.hours_min is None or person.hours_max is None:
        return "unknown"
    return "pass" if least - tolerance <= hours[0] and hours[1] <= most + tolerance else "unknown"


def with_hours(job: Job, hours: float) -> Job:
    """The job with other guaranteed hours; what is typical goes down with them, and never lies under them."""
    typical = job.hours_typical
    if typical is not None and job.hours_guaranteed is not None:
        typical = max(hours, typical + min(0.0, hours - job.hours_guaranteed))
    return replace(job, hours_guaranteed=hours, hours_typical=typical)


def nearest_hours(pair: Pair) -> float | None:
    """The smallest move of the guaranteed hours within what can move that is not apart from what is wanted."""
    job, tolerance = pair.job, pair.policy.hours.tolerance
    if job.hours_guaranteed is None:
        return None
    least, most = wanted(pair.person)
    hours = offered(job) or (0.0, 0.0)
    down = job.hours_guaranteed - (hours[0] - most - tolerance)
    target = max(0.0, least - tolerance) if hours[1] < least - tolerance else down
    fits = target >= 0 and abs(target - job.hours_guaranteed) <= pair.moves.hours
    return target if fits and weekly_status(pair.person, with_hours(job, target), tolerance) != "fail" else None


def _weekly(pair: Pair) -> Reason:
    person, job = pair.person, pair.job
    status = weekly_status(person, job, pair.policy.hours.tolerance)
    hours = offered(job)
    if hours is None:
        return Reason("Not known: how many hours a week are guaranteed?", "unknown", "employer")
    said = _offer(job)
    if status == "pass":
        return Reason(f"{said}; {_wish(person)} wanted.", "pass")
    if status == "fail":
        return _apart(pair, said)
    if person.hours_min is None or person.hours_max is None:
        return Reason(f"{said}. Not known: the fewest and the most hours wanted.", "unknown", "participant")
    return Reason(f"{said}; {_wish(person)} wanted: what would really be given?", "unknown", "employer")


def _apart(pair: Pair, said: str) -> Reason:
    text = f"{said}; {_wish(pair.person)} wanted."
    least_offered = (offered(pair.job) or (0.0, 0.0))[0]
    too_many = least_offered - wanted(pair.person)[1] - pair.policy.hours.tolerance
    if nearest_hours(pair) is not None or 0 < too_many <= _saved_by_shift(pair):
        return Reason(f"{text} The employer could be asked for other hours.", "fail", "employer")
    return Reason(f"{text} That is further apart than the hours can move.", "fail", "participant")


def _saved_by_shift(pair: Pair) -> float:
    """The most paid hours a week that moving the shift could take off: a later start, an earlier finish, fewer days, and all of them.

    Of a shift that is not known no less is hoped for than of one that is, so that a blank never closes a job by itself."""
    job, moves = pair.job, pair.moves
    if job.shifts_chosen_by_worker:
        return 0.0
    most = 7 * (moves.start + moves.finish) / 60 + moves.days * pair.policy.hours.longest_day
    if job.shift is None:
        return most
    left = min(map(shift_minutes, furthest(job.shift, moves, pair.policy.schedule.shortest_shift)))
    return min(most, (shift_minutes(job.shift) - left) / 60)


def _daily(pair: Pair) -> Reason | None:
    limit, job = pair.person.day_hours_max, pair.job
    if limit is None or job.shifts_chosen_by_worker:
        return None
    if job.shift is None:
        return Reason(
            f"Not known: how long are the days? {limit:g} hours in a day are the most.", "unknown", "employer"
        )
    longest = day_minutes(job.shift)
    if longest <= limit * 60:
        return Reason(f"The longest day is {longest / 60:g} hours; up to {limit:g} suits.", "pass")
    text = f"The longest day is {longest / 60:g} hours; {limit:g} are the most that suit."
    if any(
        day_minutes(shift) <= limit * 60
        for shift in furthest(job.shift, pair.moves, pair.policy.schedule.shortest_shift)
    ):
        return Reason(f"{text} The employer could be asked for shorter days.", "fail", "employer")
    return Reason(text, "fail", "participant")


def _number(pair: Pair) -> tuple[float, float, float]:
    person, job, guess = pair.person, pair.job, pair.policy.hours.unknown
    least, most = wanted(person)
    hours = offered(job)
    if hours is None:
        return 0.0, guess, 1.0
    # What is not known could be anything: the kindest answer makes the high, the hardest the low.
    hard_least = min(least if person.hours_min is not None else most, most)
    hard_most = most if person.hours_max is not None else least
    high = max(suits(x, least, most) for x in (*hours, min(max(hours[0], least), hours[1])))
    if person.hours_min is None and person.hours_max is None:
        return 0.0, min(guess, high), high
    low = min(suits(x, a, b) for x in hours for a, b in ((hard_least, most), (least, hard_most)))
    if person.hours_min is None or person.hours_max is None:
        return min(low, high), min(max(guess, low), high), high
    estimate = suits(job.hours_guaranteed or 0.0, least, most)
    return low, estimate, max(high, estimate)


def suits(hours: float, least: float, most: float) -> float:
    """1 from `least` to `most`, in a line to 0 at half of `least` and at one and a half times `most`."""
    if hours < least:
        return max(0.0, (hours - least / 2) / (least / 2))
    if hours > most:
        return max(0.0, (1.5 * most - hours) / (0.5 * most)) if most else 0.0
    return 1.0


def _offer(job: Job) -> str:
    if job.hours_guaranteed == 0 and job.hours_typical is None:
        return "No hours are guaranteed, and the usual ones are not known"
    if job.hours_typical is None or job.hours_typical == job.hours_guaranteed:
        return f"{job.hours_guaranteed:g} hours a week guaranteed"
    return f"{job.hours_guaranteed:g} hours a week guaranteed, {job.hours_typical:g} usual"


def _wish(person: Person) -> str:
    if person.hours_min is None:
        return f"up to {person.hours_max:g}"
    if person.hours_max is None:
        return f"at least {person.hours_min:g}"
    if person.hours_min in (0, person.hours_max):
        return f"{'up to ' if person.hours_min == 0 else ''}{person.hours_max:g}"
    return f"{person.hours_min:g} to {person.hours_max:g}"
