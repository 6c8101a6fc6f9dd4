"""The days on which a clock goes wrong: both clock changes, a leap day, bank holidays of each nation, and eight days without power.

Played with a clock of the proof's own through the same worker and tables; what should have run when is told by an oracle that knows nothing
of ours: published bank holidays, and the time zone's own rules. The control is a job whose hour is counted in UTC.
"""

import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from datetime import time as of_day
from zoneinfo import ZoneInfo

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from brokerage import jobs
from brokerage.diary.workdays import quiet
from brokerage.jobs import Daily, Job
from brokerage.proving import scene
from brokerage.proving.evidence import Check, Control
from brokerage.proving.stage import Stage
from brokerage.sending.work_models import Claim
from employers.db import reading, transaction

LONDON = ZoneInfo("Europe/London")
AT = of_day(9, 30)
NATIONS = ("ENG", "WLS", "SCT", "NIR")
SHOWN = 5
# gov.uk/bank-holidays, as published for 2026 and 2027: all of the United Kingdom, then each nation's own.
EVERYWHERE = ("2026-01-01", "2026-04-03", "2026-05-04", "2026-05-25", "2026-12-25", "2026-12-28")
OWN: Mapping[str, tuple[str, ...]] = {
    "ENG": ("2026-04-06", "2026-08-31"),
    "WLS": ("2026-04-06", "2026-08-31"),
    "SCT": ("2026-01-02", "2026-06-15", "2026-08-03", "2026-11-30"),
    "NIR": ("2026-03-17", "2026-04-06", "2026-07-13", "2026-08-31"),
}


@dataclass(frozen=True)
class Span:
    """Days that are lived through, looking at each `step`; `down`: those without power, from the first to the last."""

    name: str
    first: date
    last: date
    down: tuple[date, date] | None = None
    step: timedelta = timedelta(minutes=20)


SPANS = (
    Span("the clocks go forward", date(2026, 3, 27), date(2026, 3, 31)),
    Span("the clocks go back", date(2026, 10, 23), date(2026, 10, 27)),
    Span("a leap day", date(2028, 2, 27), date(2028, 3, 2)),
    Span("eight days without power", date(2026, 5, 12), date(2026, 5, 29), (date(2026, 5, 14), date(2026, 5, 21))),
    Span(
        "eight days without power, over a clock change",
        date(2026, 10, 15),
        date(2026, 11, 3),
        (date(2026, 10, 19), date(2026, 10, 26)),
    ),
)
YEAR = Span("each day of 2026", date(2026, 1, 1), date(2026, 12, 31), step=timedelta(hours=3))


def prove(stage: Stage) -> Iterator[Check]:
    control = _control()
    for span in SPANS:
        yield _check(stage, f"{span.name}: one run for each day, at its hour on the wall", span, "", control)
    for nation in NATIONS:
        yield _check(
            stage,
            f"bank holidays of {nation} through 2026: no run on them, one on each other working day",
            YEAR,
            nation,
            control,
        )


def _check(stage: Stage, what: str, span: Span, nation: str, control: Control) -> Check:
    began = time.monotonic()
    ran = lived(span, Daily(AT, nation or None))
    wrong = list(wrong_in(ran, span, nation))
    counts = {
        "days": (span.last - span.first).days + 1,
        "runs": len(ran),
        "runs that were wrong or missing": len(wrong),
    }
    return Check("clock", stage.engine, what, counts, wrong[:SHOWN], time.monotonic() - began, control)


def lived(span: Span, rhythm: Daily) -> list[tuple[datetime, datetime]]:
    """Lives through the days: when the job was due and when it ran, both in UTC."""
    ran: list[tuple[datetime, datetime]] = []

    def note(_session: Session, now: datetime) -> None:
        ran.append((datetime.min, now))

    job = Job("the proof's", rhythm, note)
    with transaction(by=scene.BY) as session:
        session.execute(delete(Claim))
        session.add(Claim(job=job.name, due_at=_utc(span.first, of_day(0)), done_at=_utc(span.first, of_day(0))))
    now = _utc(span.first, of_day(0))
    while now < _utc(span.last + timedelta(days=1), of_day(0)):
        if not _down(span, now) and not quiet(now):
            jobs.run_due(job, now)
        now += span.step
    with reading() as session:
        due = session.scalars(select(Claim.due_at).where(Claim.job == job.name).order_by(Claim.due_at)).all()[1:]
    return list(zip(due, [at for _, at in ran], strict=True))


def wrong_in(ran: list[tuple[datetime, datetime]], span: Span, nation: str) -> Iterator[str]:
    """Where it ran otherwise than the oracle says."""
    expected = list(_expected(span, nation))
    for missing in sorted(set(expected) - {due for due, _ in ran}):
        yield f"Nothing ran for {missing:%A %Y-%m-%d %H:%M} UTC."
    for odd in sorted({due for due, _ in ran} - set(expected)):
        yield f"It ran for {odd:%A %Y-%m-%d %H:%M} UTC, when nothing was due."
    if len(ran) != len({due for due, _ in ran}):
        yield "A due time had more than one run."
    for due, at in ran:
        on_wall = due.replace(tzinfo=UTC).astimezone(LONDON)
        if (on_wall.hour, on_wall.minute) != (AT.hour, AT.minute):
            yield f"It was due at {on_wall:%H:%M} on the wall on {on_wall:%Y-%m-%d}, not at {AT:%H:%M}."
        if at < due or (at - due > span.step and span.down is None):
            yield f"What was due at {due:%Y-%m-%d %H:%M} ran at {at:%Y-%m-%d %H:%M}."


def _expected(span: Span, nation: str) -> Iterator[datetime]:
    """Every day's hour on the wall; of days without power the newest alone, which makes good for all."""
    holidays = {date.fromisoformat(day) for day in (*EVERYWHERE, *OWN.get(nation, ()))}
    day = span.first
    while day <= span.last:
        works = not nation or (day.weekday() < 5 and day not in holidays)
        made_good = span.down is not None and span.down[0] <= day < span.down[1]
        if works and not made_good:
            yield _utc(day, AT)
        day += timedelta(days=1)


def _down(span: Span, now: datetime) -> bool:
    day = now.replace(tzinfo=UTC).astimezone(LONDON).date()
    return span.down is not None and span.down[0] <= day <= span.down[1]


def _control() -> Control:
    """The same days with an hour that is counted in UTC."""
    at_the_same_utc: Callable[[datetime, datetime | None], datetime | None] = _due_in_utc

    class Naive(Daily):
        def due(self, now: datetime, last: datetime | None) -> datetime | None:
            return at_the_same_utc(now, last)

    found = list(wrong_in(lived(SPANS[0], Naive(AT)), SPANS[0], ""))
    return Control("A job whose hour is counted in UTC", bool(found), {"sentences found": len(found)})


def _due_in_utc(now: datetime, last: datetime | None) -> datetime | None:
    due = datetime.combine(now.date(), AT)
    due = due if due <= now else due - timedelta(days=1)
    return due if last is None or last < due else None


def _utc(day: date, at: of_day) -> datetime:
    return datetime.combine(day, at, LONDON).astimezone(UTC).replace(tzinfo=None)
