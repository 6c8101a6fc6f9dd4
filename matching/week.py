"""A weekly pattern of local clock time: `Mon-Fri 09:00-17:00; Sat 10:00-14:00 (term) / none`.

Minutes of a week run from 0 (Monday 00:00) up to 10080. The week is a circle: Sunday night runs on into Monday.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

DAY, WEEK, GRID = 1440, 10080, 15
DAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
Season = Literal["term", "holidays"]
SEASONS: tuple[Season, ...] = ("term", "holidays")
ALL_MINUTES = (1 << WEEK) - 1
Arc = tuple[int, int]  # from, to in minutes of the week; `to` may pass 10080 where an arc runs over Sunday midnight

_PART = re.compile(
    r"(?P<days>[a-z][a-z,\s\-]*?)\s+(?P<start>\d{1,2}:\d\d)\s*-\s*(?P<end>\d{1,2}:\d\d)\s*(?:\((?P<season>\w+)\))?",
    re.IGNORECASE,
)
_ANY = re.compile(r"(?P<word>any|none)\s*(?:\((?P<season>\w+)\))?", re.IGNORECASE)
EXAMPLE = "Mon-Fri 09:00-17:00; Sat 10:00-14:00"


class Unreadable(ValueError):
    """What was written cannot be read; `how` tells a person how to write it."""

    def __init__(self, how: str) -> None:
        super().__init__(how)
        self.how = how


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """One stretch of one day, in minutes after that day's midnight; `end` passes 1440 where it runs into the next day."""

    day: int
    start: int
    end: int
    season: Season | None = None

    def within(self, season: Season) -> bool:
        return self.season in (None, season)

    @property
    def arc(self) -> Arc:
        return self.day * DAY + self.start, self.day * DAY + self.end


ALL_WEEK = tuple(Span(day, 0, DAY) for day in range(7))


class Week:
    """One or more rota weeks of spans. Equal weeks have equal text and equal hashes."""

    __slots__ = ("_hash", "rotas")

    def __init__(self, rotas: Iterable[Iterable[Span]]) -> None:
        self.rotas: tuple[tuple[Span, ...], ...] = tuple(tuple(sorted(set(rota), key=_order)) for rota in rotas)
        self._hash = hash(self.rotas)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Week) and self.rotas == other.rotas

    def __hash__(self) -> int:
        return self._hash

    def __repr__(self) -> str:
        return f"Week({str(self)!r})"

    def __str__(self) -> str:
        return " / ".join(_print_rota(rota) for rota in self.rotas)

    @classmethod
    def parse(cls, text: str, off_grid: Literal["widen", "narrow"] = "widen") -> "Week":
        """Reads a pattern; a time off the quarter-hour grid widens a span or narrows it. Raises `Unreadable`."""
        return _parse(text, off_grid)

    @property
    def empty(self) -> bool:
        return not any(self.rotas)

    @property
    def seasonal(self) -> bool:
        return any(span.season for rota in self.rotas for span in rota)

    def moved_onto_grid(self, text: str) -> bool:
        """Whether reading `text` moved a time to the quarter-hour grid."""
        return any(int(minute) % GRID for minute in re.findall(r"\d:(\d\d)", text))


def _order(span: Span) -> tuple[int, int, int, str]:
    return span.day, span.start, span.end, span.season or ""


@lru_cache(maxsize=20_000)
def _parse(text: str, off_grid: str) -> Week:
    tidy = re.sub(r"[\u2010-\u2015]", "-", text).strip()
    if not tidy:
        raise Unreadable(f"write a weekly pattern such as {EXAMPLE}, or none, or any")
    return Week([_parse_rota(rota, off_grid) for rota in re.split(r"\s*/\s*", tidy)])


def _parse_rota(text: str, off_grid: str) -> list[Span]:
    spans: list[Span] = []
    for part in (piece.strip() for piece in text.split(";")):
        if part:
            spans += _parse_part(part, off_grid)
        elif text.strip() in ("", ";"):
            raise Unreadable(
                f"one week of the rota is empty; write none for a week without any, as in {EXAMPLE} / none"
            )
    return spans


def _parse_part(part: str, off_grid: str) -> list[Span]:
    if word := _ANY.fullmatch(part):
        season = _season(word["season"])
        return [Span(day, 0, DAY, season) for day in range(7)] if word["word"].lower() == "any" else []
    found = _PART.fullmatch(part)
    if not found:
        raise Unreadable(f"{part!r} is not a day and a time; write days, then from-to, as in {EXAMPLE}")
    season = _season(found["season"])
    start, end = _clock(found["start"]), _clock(found["end"])
    if start == DAY:
        raise Unreadable("24:00 can only end a day; write 00:00 on the day after")
    if start == end:
        raise Unreadable(f"{found['start']}-{found['end']} ends when it starts; for a whole day write 00:00-24:00")
    if end < start:
        end += DAY
    if off_grid == "widen":
        start, end = start // GRID * GRID, -(-end // GRID) * GRID
    else:
        start, end = -(-start // GRID) * GRID, end // GRID * GRID
    # Narrowed to begin at midnight, it begins on the day after.
    late, start, end = start // DAY, start % DAY, end - start // DAY * DAY
    return [span for day in _days(found["days"]) for span in _spans((day + late) % 7, start, end, season)]


def _spans(day: int, start: int, end: int, season: Season | None) -> list[Span]:
    """The span, none where nothing is left of it, two where it was widened to a day or more: no time can end after itself."""
    if end <= start:
        return []
    if end > DAY and end - start >= DAY:
        return [Span(day, start, DAY, season), Span((day + 1) % 7, 0, end - DAY, season)]
    return [Span(day, start, end, season)]


def _season(word: str | None) -> Season | None:
    if word is None:
        return None
    for season in SEASONS:
        if word.lower() == season:
            return season
    raise Unreadable(f"({word}) is not known; write (term) or (holidays)")


def _clock(text: str) -> int:
    hour, minute = (int(part) for part in text.split(":"))
    if minute > 59 or hour * 60 + minute > DAY:
        raise Unreadable(f"{text} is not a time of day; write times from 00:00 to 24:00, as in {EXAMPLE}")
    return hour * 60 + minute


def _days(text: str) -> list[int]:
    if text.strip().lower() == "daily":
        return list(range(7))
    days: list[int] = []
    for piece in (piece.strip() for piece in text.split(",")):
        first, dash, last = (side.strip() for side in piece.partition("-"))
        if dash:
            start = _day(first)
            days += [(start + step) % 7 for step in range((_day(last) - start) % 7 + 1)]
        else:
            days.append(_day(first))
    return days


def _day(word: str) -> int:
    for number, day in enumerate(DAYS):
        full = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")[number]
        if word.lower() in (day.lower(), full):
            return number
    raise Unreadable(f"{word!r} is not a day; write {' '.join(DAYS)}, ranges such as Mon-Fri, or daily")


def clock(minutes: int) -> str:
    """Minutes after midnight as a 24-hour time; a time after midnight of the next day comes round again."""
    return "24:00" if minutes == DAY else f"{minutes // 60 % 24:02d}:{minutes % 60:02d}"


def day_names(days: Iterable[int]) -> str:
    """Days as a person writes them: `Mon-Fri`, `Mon,Wed`, `daily`."""
    numbers = sorted(set(days))
    if len(numbers) == 7:
        return "daily"
    runs: list[list[int]] = []
    for number in numbers:
        if runs and runs[-1][-1] == number - 1:
            runs[-1].append(number)
        else:
            runs.append([number])
    return ",".join(
        ",".join(DAYS[n] for n in run) if len(run) < 3 else f"{DAYS[run[0]]}-{DAYS[run[-1]]}" for run in runs
    )


def _print_rota(rota: tuple[Span, ...]) -> str:
    if rota == ALL_WEEK:
        return "any"
    groups: dict[tuple[int, int, Season | None], list[int]] = {}
    for span in rota:
        groups.setdefault((span.start, span.end, span.season), []).append(span.day)
    parts = [
        f"{day_names(days)} {clock(start)}-{clock(end)}" + (f" ({season})" if season else "")
        for (start, end, season), days in groups.items()
    ]
    return "; ".join(parts) or "none"


@lru_cache(maxsize=50_000)
def covered(week: Week, rota: int, season: Season) -> int:
    """The minutes of one rota week that the pattern covers in term or in the holidays, a bit for each minute of the week."""
    return bits(span.arc for span in week.rotas[rota % len(week.rotas)] if span.within(season))


def bits(arcs: Iterable[Arc]) -> int:
    """Arcs as a number with a bit for each minute of the week, Monday 00:00 the lowest; an arc may run over Sunday midnight."""
    found = 0
    for start, end in arcs:
        if end - start >= WEEK:
            return ALL_MINUTES
        if end > start:
            found |= ((1 << (end - start)) - 1) << (start % WEEK)
    return (found & ALL_MINUTES) | (found >> WEEK)


def arcs(found: int) -> tuple[Arc, ...]:
    """The runs of minutes in `found`, sorted; one that runs over Sunday midnight is one arc, the whole week is (0, 10080)."""
    runs: list[Arc] = []
    at = 0
    while found:
        gap = (found & -found).bit_length() - 1
        found >>= gap
        length = (~found & (found + 1)).bit_length() - 1
        found >>= length
        runs.append((at + gap, at + gap + length))
        at += gap + length
    if len(runs) > 1 and runs[0][0] == 0 and runs[-1][1] == WEEK:
        runs[-1] = runs[-1][0], runs.pop(0)[1] + WEEK
    return tuple(runs)
