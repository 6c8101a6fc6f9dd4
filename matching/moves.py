"""What an employer could move in a shift: its start, its finish, its days. The hours follow."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from functools import lru_cache

from matching.terms import Job, Moves
from matching.week import DAY, GRID, SEASONS, Span, Week


def with_shift(job: Job, shift: Week) -> Job:
    """The job with another shift: its paid hours change by as much as the shift does."""
    change = (shift_minutes(shift) - shift_minutes(job.shift)) / 60 if job.shift else 0.0
    # The usual hours, where they are as guaranteed, stay so: they are not in doubt when the guarantee comes down to nothing.
    usual = job.hours_guaranteed or None if job.hours_typical is None else job.hours_typical
    return replace(
        job,
        shift=shift,
        hours_guaranteed=None if job.hours_guaranteed is None else max(0.0, job.hours_guaranteed + change),
        hours_typical=None if usual is None else max(0.0, usual + change),
    )


def start_later(shift: Week, minutes: int, shortest: int) -> Week | None:
    """Every shift begins later and ends when it did; `None` if one would be shorter than `shortest` minutes."""
    return _respan(shift, lambda span: replace(span, start=span.start + minutes), shortest)


def finish_earlier(shift: Week, minutes: int, shortest: int) -> Week | None:
    """Every shift ends earlier and begins when it did; `None` if one would be shorter than `shortest` minutes."""
    return _respan(shift, lambda span: replace(span, end=span.end - minutes), shortest)


def without_days(shift: Week, days: Iterable[int]) -> Week | None:
    """A day fewer takes its shift away; `None` if no shift is left."""
    gone = set(days)
    rotas = [[span for span in rota if span.day not in gone] for rota in shift.rotas]
    return Week(rotas) if any(rotas) else None


def shift_days(shift: Week) -> list[int]:
    return sorted({span.day for rota in shift.rotas for span in rota})


def day_minutes(shift: Week) -> int:
    """Minutes at work on the longest day of any rota week: from start to finish of each of its shifts."""
    return max(
        (
            sum(span.end - span.start for span in rota if span.day == day and span.within(season))
            for rota in shift.rotas
            for season in SEASONS
            for day in range(7)
        ),
        default=0,
    )


def shift_minutes(shift: Week) -> float:
    """Minutes a week, the mean of the rota weeks; a seasonal shift counts as it stands in its season."""
    return sum(span.end - span.start for rota in shift.rotas for span in rota) / len(shift.rotas)


def fewer_days(shift: Week, most: int) -> list[Week]:
    """The shift with up to `most` of its days taken away, in every way that leaves one."""
    found: list[Week] = []
    latest = [shift]
    for _ in range(most):
        left = (without_days(each, [day]) for each in latest for day in shift_days(each))
        latest = list(dict.fromkeys(week for week in left if week))
        found += latest
    return found


@lru_cache(maxsize=5_000)
def furthest(shift: Week, moves: Moves, shortest: int) -> tuple[Week, ...]:
    """The shift as far moved as it can be: start, finish and days, in any combination.

    A later start, an earlier finish and a day fewer only ever take minutes away: what they cannot cure, smaller moves cannot.
    Starts and finishes move by quarter-hours, the grid of weekly patterns."""
    days = fewer_days(shift, moves.days)
    return tuple(dict.fromkeys(cut for week in (shift, *days) for cut in _shortened(week, moves, shortest)))


def _shortened(shift: Week, moves: Moves, shortest: int) -> Iterator[Week]:
    """Every shift cut at both ends as far as it can be; where both together leave too little, every way to share it out."""
    spare = min((span.end - span.start for rota in shift.rotas for span in rota), default=0) - shortest
    spare = max(0, spare // GRID * GRID)
    start, finish = (min(spare, move // GRID * GRID) for move in (moves.start, moves.finish))
    for minutes in range(min(start, spare - finish), start + 1, GRID):
        later = start_later(shift, minutes, shortest)
        cut = later and finish_earlier(later, min(finish, spare - minutes), shortest)
        yield cut or shift


def _respan(shift: Week, move: Callable[[Span], Span], shortest: int) -> Week | None:
    rotas = [[move(span) for span in rota] for rota in shift.rotas]
    if any(span.end - span.start < shortest for rota in rotas for span in rota):
        return None
    return Week([[_in_its_day(span) for span in rota] for rota in rotas])


def _in_its_day(span: Span) -> Span:
    """A span whose start has moved past midnight belongs to the next day."""
    if span.start < DAY:
        return span
    return replace(span, day=(span.day + 1) % 7, start=span.start - DAY, end=span.end - DAY)
