"""A person's week as people look at it: drawn in quarter-hours, counted, and in words to read back."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import time

from brokerage.models import Participant
from matching.week import DAY, DAYS, GRID, Span, Unreadable, Week, clock, covered

HALF = 30  # minutes of one cell of the picture
MORNING, EVENING = 6 * 60, 22 * 60  # what is drawn unless the week reaches further
GATE = 15  # minutes drawn before and after the school gate; the way there and back depends on the job
FULL = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")


@dataclass(frozen=True, slots=True)
class Cell:
    """Half an hour: what its two quarters show. a: can work, c: caring, s: school run, A and C: in some weeks only, -: not stated."""

    at: str
    first: str
    second: str
    night: bool


@dataclass(frozen=True, slots=True)
class Drawing:
    """The picture: a row of 48 cells for each day, whether it reaches into the night, and what it cannot show."""

    rows: tuple[tuple[str, tuple[Cell, ...]], ...]
    all_day: bool
    some_weeks: bool
    notes: tuple[str, ...]


def read(text: str | None, *, widen: bool) -> Week | None:
    """The pattern of a cell; None where it is blank or cannot be read."""
    try:
        return Week.parse(text, "widen" if widen else "narrow") if text and text.strip() else None
    except Unreadable:
        return None


def drawing(available: str | None, caring: str | None, gates: Iterable[time | None]) -> Drawing:
    """The picture of a week as it is written, whether or not it is saved."""
    free, busy = read(available, widen=False), read(caring, widen=True)
    marks = ["-"] * (7 * DAY // GRID)
    _mark(marks, free, "A", lambda span: span.season is not None)
    _mark(marks, free, "a", lambda span: span.season is None)
    _mark(marks, busy, "C", lambda span: span.season is not None)
    _mark(marks, busy, "c", lambda span: span.season is None)
    for gate in gates:
        if gate is not None:
            _mark_gate(marks, gate.hour * 60 + gate.minute)
    rows = tuple((DAYS[day], _cells(marks, day)) for day in range(7))
    all_day = any(cell.night and (cell.first, cell.second) != ("-", "-") for _, cells in rows for cell in cells)
    some = "A" in marks or "C" in marks
    return Drawing(rows, all_day, some, tuple(_not_drawn(free, "can work")) + tuple(_not_drawn(busy, "caring")))


def possible_hours(person: Participant) -> float | None:
    """Hours of a term week in which work is possible and nobody is cared for, the way to work not counted; None: not known."""
    free, busy = read(person.available, widen=False), read(person.caring, widen=True)
    if free is None:
        return None
    rotas = max(len(free.rotas), len(busy.rotas) if busy else 1)
    minutes = [covered(free, rota, "term") & ~(covered(busy, rota, "term") if busy else 0) for rota in range(rotas)]
    return sum(map(int.bit_count, minutes)) / rotas / 60


def in_words(person: Participant) -> list[str]:
    """The week as somebody says it, a sentence each: to read back to the person."""
    free, busy = read(person.available, widen=False), read(person.caring, widen=True)
    said = [
        _said(
            free, "You can work", "You have not said yet when you could work.", "There is no time when you could work."
        )
    ]
    said += [
        _said(
            busy,
            "You care for somebody",
            "You have not said whether you care for somebody.",
            "You care for nobody at fixed times.",
        )
    ]
    if person.drop_off or person.pick_up:
        times = [f"at {gate:%H:%M}" for gate in (person.drop_off, person.pick_up) if gate]
        said.append(f"On school days you are at the gate {' and '.join(times)}.")
    return said


def long_nights(week: Week | None) -> list[str]:
    """Spans past midnight that last into the next afternoon: allowed, and seldom meant."""
    spans = [span for rota in week.rotas for span in rota if span.end > DAY + 12 * 60] if week else []
    return [f"{DAYS[span.day]} {clock(span.start)}-{clock(span.end)}" for span in spans]


def _mark(marks: list[str], week: Week | None, sign: str, wanted: Callable[[Span], bool]) -> None:
    for span in week.rotas[0] if week else ():
        if wanted(span):
            for quarter in range(span.arc[0] // GRID, span.arc[1] // GRID):
                marks[quarter % len(marks)] = sign


def _mark_gate(marks: list[str], gate: int) -> None:
    first, last = (gate - GATE) // GRID, -(-(gate + GATE) // GRID)
    for day in range(5):
        for quarter in range(max(first, 0), min(last, DAY // GRID)):
            marks[day * DAY // GRID + quarter] = "s"


def _cells(marks: list[str], day: int) -> tuple[Cell, ...]:
    first = day * DAY // GRID
    return tuple(
        Cell(
            clock(half * HALF),
            marks[first + 2 * half],
            marks[first + 2 * half + 1],
            not MORNING <= half * HALF < EVENING,
        )
        for half in range(DAY // HALF)
    )


def _not_drawn(week: Week | None, what: str) -> list[str]:
    if week is None:
        return []
    if len(week.rotas) > 1:
        return [f"Week 1 of {len(week.rotas)} is drawn for “{what}”. The other weeks stay as they are written."]
    return []


def _said(week: Week | None, begin: str, unknown: str, empty: str) -> str:
    if week is None:
        return unknown
    if week.empty:
        return empty
    rotas = [_spans_said(rota) for rota in week.rotas]
    if len(rotas) == 1:
        return f"{begin} {rotas[0]}."
    return f"{begin} " + "; ".join(f"in week {number} {said}" for number, said in enumerate(rotas, 1)) + "."


def _spans_said(rota: tuple[Span, ...]) -> str:
    if len(rota) == 7 and all(span.end - span.start == DAY and span.season is None for span in rota):
        return "at any time"
    days: dict[tuple[int, int, str], list[int]] = {}
    for span in rota:
        days.setdefault((span.start, span.end, span.season or ""), []).append(span.day)
    parts = [
        f"{_days_said(which)} {_times_said(start, end)}{_season_said(season)}"
        for (start, end, season), which in days.items()
    ]
    return ", ".join(parts[:-1]) + (" and " if len(parts) > 1 else "") + parts[-1] if parts else "not at all"


def _days_said(days: list[int]) -> str:
    if days == list(range(5)):
        return "on weekdays"
    if len(days) == 7:
        return "every day"
    if len(days) > 2 and days == list(range(days[0], days[-1] + 1)):
        return f"from {FULL[days[0]]} to {FULL[days[-1]]}"
    names = [FULL[day] for day in days]
    return "on " + (", ".join(names[:-1]) + " and " if len(names) > 1 else "") + names[-1]


def _times_said(start: int, end: int) -> str:
    if end - start == DAY:
        return "all day"
    return f"{clock(start)} to {clock(end)}" + (" the next morning" if end > DAY else "")


def _season_said(season: str) -> str:
    return {"term": " in school term", "holidays": " in the school holidays"}.get(season, "")
