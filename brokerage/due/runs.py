"""What became of each due time: how much a job did, or that it failed and why, in words without a person in them."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import delete, event, func, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import ORMExecuteState, Session

from brokerage.due.timetable_models import JobRun
from brokerage.sending.work_models import Claim, Message
from brokerage.settings import load
from employers.db import broken_rule


@dataclass
class Effect:
    """How much is done in one session from `of` on. Counted as it is written, so that no job has to count."""

    messages: int = 0
    rows: int = 0
    _records: dict[int, Any] = field(
        default_factory=dict
    )  # the records themselves: a number alone could be another's later

    @property
    def records(self) -> int:
        return len(self._records)

    @classmethod
    def of(cls, session: Session) -> "Effect":
        effect = cls()
        event.listen(session, "after_flush", effect._written)
        event.listen(session, "do_orm_execute", effect._in_one_go)
        return effect

    def _written(self, session: Session, _flush: Any) -> None:
        self.messages += sum(isinstance(record, Message) for record in session.new)
        changed = (record for record in session.dirty if session.is_modified(record))
        for record in (*session.new, *changed, *session.deleted):
            if not getattr(record, "unaudited", False):
                self._records[id(record)] = record

    def _in_one_go(self, state: ORMExecuteState) -> Any:
        if not (state.is_update or state.is_delete):
            return None
        done = state.invoke_statement()
        self.rows += max(0, getattr(done, "rowcount", 0))
        return done


def done(session: Session, job: str, due: datetime, began: datetime, *, seconds: float, effect: Effect) -> None:
    """Notes that a job has ended, in the transaction of all it did."""
    session.flush()
    counted = effect.messages, effect.records, effect.rows
    run = _run(session, job, due, began)
    run.tries += 1
    run.began_at, run.ended_at = began, began + timedelta(seconds=seconds)
    run.messages, run.records, run.rows = counted
    run.failed_at = run.why = None


def failed(session: Session, job: str, due: datetime, began: datetime, error: Exception) -> None:
    """Notes the kind of error, not its words: a database quotes values in them. What another process has done by now stays."""
    run = _run(session, job, due, began)
    if run.ended_at is None:
        run.tries += 1
        run.failed_at, run.why = began, type(error).__name__


def waits(session: Session, job: str, due: datetime, now: datetime) -> bool:
    """Whether that due time has failed so lately that it is not tried again yet."""
    run = session.scalar(select(JobRun).where(JobRun.job == job, JobRun.due_at == due, JobRun.ended_at.is_(None)))
    if run is None or run.failed_at is None:
        return False
    return run.failed_at <= now < tried_again(run, run.failed_at)  # a clock that was put back keeps nothing waiting


def tried_again(run: JobRun, failed_at: datetime) -> datetime:
    """From when on it is tried again after it failed then: the wait doubles with each try, up to the longest."""
    rules = load().timetable
    return failed_at + timedelta(
        minutes=min(rules.retry_minutes * 2 ** min(run.tries - 1, 20), rules.retry_most_minutes)
    )


def forget(session: Session, now: datetime, keep_days: int) -> None:
    """Deletes runs and claims from before, but for each job's newest claim, without which it would be due again."""
    old = now - timedelta(days=keep_days)
    session.execute(delete(JobRun).where(JobRun.due_at < old))
    newest = select(func.max(Claim.due_at)).group_by(Claim.job)
    session.execute(delete(Claim).where(Claim.due_at < old, Claim.due_at.not_in(newest)))


def _run(session: Session, job: str, due: datetime, began: datetime) -> JobRun:
    """The one row of that due time; two processes that make it at once have the same."""
    query = select(JobRun).where(JobRun.job == job, JobRun.due_at == due).with_for_update()
    found = session.scalar(query)
    if found is None:
        found = JobRun(job=job, due_at=due, began_at=began, tries=0)
        try:
            with session.begin_nested():
                session.add(found)
        except IntegrityError as error:
            if broken_rule(error) != "uq_job_run_job_due_at":
                raise
            found = session.scalars(query).one()
    return found
