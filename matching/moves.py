"""What an employer could move in a shift: its start, its finish, its days. The hours follow."""

from collections.abc import Callable, Iterable
from dataclasses import replace

from matching.policy import Policy
from matching.terms import Job, Moves
from matching.week import Span, Week


def with_shift(job: Job, shift: Week) -> Job:
    """The job with another shift: its paid hours change by as much as the shift does."""
    change = (shift_minutes(shift) - shift_minutes(job.shift)) / 60 if job.shift else 0.0
    return replace(
        job,
        shift=shift,
        hours_guaranteed=None if job.hours_guaranteed is None else max(0.0, job.hours_guaranteed + change),
        hours_typical=None if job.hours_typical is None else max(0.0, job.hours_typical + change),
    )


def start_later(job: Job, minutes: int, shortest: int) -> Job | None:
    """Every shift begins later and ends when it did; `None` if a shift would become too short to be one."""
    return _respan(job, lambda span: replace(span, start=span.start + minutes), shortest)


def finish_earlier(job: Job, minutes: int, shortest: int) -> Job | None:
    return _respan(job, lambda span: replace(span, end=span.end - minutes), shortest)


def without_days(job: Job, days: Iterable[int]) -> Job | None:
    """A day fewer takes its shift away; `None` if no shift is left."""
    if job.shift is None:
        return None
    gone = set(days)
    rotas = [[span for span in rota if span.day not in gone] for rota in job.shift.rotas]
    return with_shift(job, Week(rotas)) if any(rotas) else None


def shift_days(job: Job) -> list[int]:
    return sorted({span.day for rota in job.shift.rotas for span in rota}) if job.shift else []


def day_minutes(job: Job) -> int:
    """Minutes at work on the longest day of any rota week: from start to finish of each of its shifts."""
    totals: dict[tuple[int, int, str], int] = {}
    for number, rota in enumerate(job.shift.rotas if job.shift else ()):
        for span in rota:
            for season in ("term", "holidays"):
                if span.season in (None, season):
                    key = number, span.day, season
                    totals[key] = totals.get(key, 0) + span.end - span.start
    return max(totals.values(), default=0)


def shift_minutes(shift: Week | None) -> float:
    """Minutes a week, the mean of the rota weeks; a seasonal shift counts as it stands in its season."""
    if shift is None:
        return 0.0
    return sum(span.end - span.start for rota in shift.rotas for span in rota) / len(shift.rotas)


def cured_by_shift_moves(
    job: Job, moves: Moves, policy: Policy, cured: Callable[[Job], bool], *, together: bool
) -> bool:
    """Whether moving start, finish or days as far as they can cures something; with `together`, in any combination."""
    if job.shift is None or job.shifts_chosen_by_worker:
        return False
    shortest = policy.schedule.shortest_shift
    timed = [moved for start, finish in _timings(moves, together) if (moved := _retimed(job, start, finish, shortest))]
    if any(cured(moved) for moved in timed):
        return True
    bases = timed if together else [job]
    return any(cured(left) for base in bases for left in fewer_days(base, moves.days))


def fewer_days(job: Job, most: int) -> list[Job]:
    """The job with up to `most` of its days taken away, in every way that leaves a shift."""
    found: list[Job] = []
    latest = [job]
    for _ in range(most):
        latest = [left for each in latest for day in shift_days(each) if (left := without_days(each, [day]))]
        latest = list({left.shift: left for left in latest}.values())
        found += latest
    return found


def _timings(moves: Moves, together: bool) -> list[tuple[int, int]]:
    singly = [(moves.start, 0), (0, moves.finish)]
    return [(0, 0), *singly, (moves.start, moves.finish)] if together else singly


def _retimed(job: Job, start: int, finish: int, shortest: int) -> Job | None:
    later = start_later(job, start, shortest) if start else job
    return finish_earlier(later, finish, shortest) if later and finish else later


def _respan(job: Job, move: Callable[[Span], Span], shortest: int) -> Job | None:
    if job.shift is None:
        return None
    rotas = [[move(span) for span in rota] for rota in job.shift.rotas]
    if any(span.end - span.start < shortest for rota in rotas for span in rota):
        return None
    return with_shift(job, Week([[_in_its_day(span) for span in rota] for rota in rotas]))


def _in_its_day(span: Span) -> Span:
    """A span whose start has moved past midnight belongs to the next day."""
    if span.start < 1440:
        return span
    return replace(span, day=(span.day + 1) % 7, start=span.start - 1440, end=span.end - 1440)
