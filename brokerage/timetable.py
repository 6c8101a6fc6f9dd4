"""The timetable to be read: when each job is due next, when it ran last and what it did, what went out and when, and whether anybody is at
work."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, case, func, or_, select, true
from sqlalchemy.orm import Session

from brokerage.due import heartbeat, runs
from brokerage.due.running import last_done
from brokerage.due.timetable_models import JobRun, WorkingProcess
from brokerage.jobs import Errand, Job
from brokerage.sending.work_models import Message

LATELY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Line:
    """One job. Times are UTC. `waits`: it is due already. `ran`: the last time it ended; `failed`: a time that has only failed so far."""

    job: Job
    next: datetime
    waits: bool
    ran: JobRun | None
    failed: JobRun | None

    @property
    def did(self) -> str:
        return did(self.ran) if self.ran else ""

    @property
    def again(self) -> datetime | None:
        """From when on what has failed is tried again."""
        return runs.tried_again(self.failed, self.failed.failed_at) if self.failed and self.failed.failed_at else None


@dataclass(frozen=True, slots=True)
class AtWork:
    """The processes that are there now; `heard`: the one that was heard of last, whether it is there or not."""

    alive: Sequence[WorkingProcess]
    heard: WorkingProcess | None


@dataclass(frozen=True, slots=True)
class Went:
    """What became of one errand. Times are UTC. `last`: when it was done last, `lately` how often in the last 24 hours; `next`: when one of
    those that wait is due, the soonest."""

    errand: Errand
    last: datetime | None
    lately: int
    next: datetime | None
    waiting: int


def went(session: Session, errands: Iterable[Errand], now: datetime) -> list[Went]:
    made = []
    for errand in errands:
        done, due = (Message.arrived_at, Message.ask_at) if errand.asked else (Message.sent_at, Message.due_at)
        waits = due.is_not(None) if errand.asked else Message.sent_at.is_(None) & Message.dropped.is_(None)
        lately = func.coalesce(func.sum(case((done > now - LATELY, 1), else_=0)), 0)
        next_due, waiting = func.min(case((waits, due))), func.coalesce(func.sum(case((waits, 1), else_=0)), 0)
        those = (Message.key.startswith(f"{word} ", autoescape=True) for word in errand.words)
        query = select(func.max(done), lately, next_due, waiting).where(or_(*those) if errand.words else true())
        made.append(Went(errand, *session.execute(query).one()))
    return made


def lines(session: Session, jobs: Iterable[Job], now: datetime) -> list[Line]:
    ended, failed = _newest(session, JobRun.ended_at.is_not(None)), _newest(session, JobRun.ended_at.is_(None))
    made = []
    for job in jobs:
        waiting = job.rhythm.due(now, last_done(session, job.name))
        ran, bad = ended.get(job.name), failed.get(job.name)
        overtaken = bad is None or (ran is not None and ran.due_at >= bad.due_at)
        made.append(Line(job, waiting or job.rhythm.next(now), waiting is not None, ran, None if overtaken else bad))
    return made


def at_work(session: Session, now: datetime, alive_seconds: int) -> AtWork:
    return AtWork(heartbeat.alive(session, now, alive_seconds), heartbeat.last_heard(session))


def did(run: JobRun) -> str:
    """What a run did, in figures."""
    parts = [
        _counted(run.messages, "message put out", "messages put out"),
        _counted(run.records, "record made or changed", "records made or changed"),
        _counted(run.rows, "old entry cleared", "old entries cleared"),
    ]
    said = ", ".join(part for part in parts if part)
    return said or "There was nothing to do"


def document(jobs: Iterable[Job], errands: Iterable[Errand]) -> str:
    """docs/timetable.md: a line for each job, and for what every look does."""
    head = [
        "# The timetable of the work in the background",
        "",
        "Printed by `brokerage timetable` from `brokerage/jobs.py` and `config.toml`; a test holds the two equal. `brokerage work` looks every few",
        "seconds at what is due, and sends the messages that are. Times are on the clock in London; nothing is due between 01:00 and 02:00.",
        "After downtime each job runs once, for the newest time that it missed. Two processes by accident do no harm: a due time is claimed",
        "in the transaction of all that is done for it. What fails is tried again after a wait that doubles with each try. The page `/timetable`",
        "says when each ran last and what it did, and when what failed is tried again.",
        "",
        "| Job | When | What it does | What it looks at |",
        "|---|---|---|---|",
    ]
    rows = [f"| {job.name} | {job.rhythm.words()} | {job.what} | {job.looks_at} |" for job in jobs]
    looks = [
        "",
        "## At every look",
        "",
        "Each message lies in the outbox with a time of its own. The page says when messages of each of these went last, and when one is due next.",
        "",
        "| What | When | What it does | What it looks at |",
        "|---|---|---|---|",
        *(f"| {each.name} | {each.when} | {each.what} | {each.looks_at} |" for each in errands),
    ]
    return "\n".join([*head, *rows, *looks, ""])


def _newest(session: Session, which: ColumnElement[bool]) -> dict[str, JobRun]:
    newest = select(func.max(JobRun.id)).where(which).group_by(JobRun.job)
    return {run.job: run for run in session.scalars(select(JobRun).where(JobRun.id.in_(newest)))}


def _counted(number: int, one: str, many: str) -> str:
    return f"{number:,} {one if number == 1 else many}" if number else ""
