"""Running a job when it is due: the claim through which each due time has one effect, whoever else is at work.

The truth is in the table of claims. After days of downtime a job runs once, for the newest time that was missed: it looks at the records as
they are now, so one run makes good for all. A job that fails leaves no claim and stays due; that it failed is noted, and by that note every
process waits longer before each next try. Where even that could not be written, the next look tries again.
"""

import logging
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from time import monotonic

from sqlalchemy import func, select
from sqlalchemy.exc import DBAPIError, IntegrityError
from sqlalchemy.orm import Session

from brokerage.due import runs
from brokerage.due.rhythms import Rhythm
from brokerage.referrals import CLOCK
from brokerage.sending.work_models import Claim
from employers.db import broken_rule, reading, transaction

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Job:
    """`do` gets the session that holds the claim, and the time now: claim and effect are saved together or not at all.

    `what` and `looks_at` say to a person what it does, and on which records."""

    name: str
    rhythm: Rhythm
    do: Callable[[Session, datetime], object]
    what: str = ""
    looks_at: str = ""


class Taken(Exception):
    """Another process has this due time."""


def run_due(job: Job, now: datetime) -> bool:
    """Runs the job if it is due, does not wait after a failure, and nobody else has taken it; whether it ran."""
    with reading() as session:
        due = job.rhythm.due(now, last_done(session, job.name))
        if due is None or runs.waits(session, job.name, due, now):
            return False
    begun = monotonic()
    try:
        with transaction(by=CLOCK.email) as session:
            claim = take(session, job.name, due)
            effect = runs.Effect.of(session)
            job.do(session, now)
            claim.done_at = now
            runs.done(session, job.name, due, now, seconds=monotonic() - begun, effect=effect)
    except Taken:
        return False
    except Exception as error:
        with suppress(DBAPIError), transaction(by=CLOCK.email) as session:  # where the database is gone, the log has it
            runs.failed(session, job.name, due, now, error)
        raise
    log.info("Done: %s, due at %s UTC.", job.name, due)
    return True


def last_done(session: Session, name: str) -> datetime | None:
    return session.scalar(select(func.max(Claim.due_at)).where(Claim.job == name))


def take(session: Session, name: str, due: datetime) -> Claim:
    """The claim on one due time of one job. Waits where another process holds it, and raises Taken once that one has done it."""
    claim = Claim(job=name, due_at=due)
    try:
        session.add(claim)
        session.flush()
    except IntegrityError as error:
        if broken_rule(error) != "uq_job_claim_job_due_at":
            raise
        raise Taken from None
    return claim
