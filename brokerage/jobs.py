"""What is done by the date: which job is due when, and the claim through which each due time has one effect, whoever else is at work.

The truth is in the table of claims. After days of downtime a job runs once, for the newest time that was missed: it looks at the records as
they are now, so one run makes good for all. A job that fails leaves no claim and is due again at the next look.
"""

import logging
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from functools import partial

from sqlalchemy import func, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from brokerage import (
    closing,
    employer_letters,
    holds,
    messages,
    placement_letters,
    reminders,
    repeats,
    seen,
    still_open,
)
from brokerage.closing import Closing
from brokerage.employer_letters import Care
from brokerage.messages import Check
from brokerage.placing import asking
from brokerage.referrals import CLOCK
from brokerage.reminders import Patience
from brokerage.settings import Settings
from brokerage.work_models import Claim
from brokerage.workdays import moment, working
from employers import placement_moves
from employers.agreement_moves import note_the_days
from employers.clock import local
from employers.db import broken_rule, reading, transaction

log = logging.getLogger(__name__)
LOOK_BACK = 14  # days; more than any run of days on which nobody works
CHECKS: dict[str, Check] = {
    closing.ANSWERS_OPEN: closing.answers_open,
    reminders.ENDS: reminders.ends_still,
    reminders.FEEDBACK: reminders.late_still,
    still_open.ASKED: still_open.open_still,
    employer_letters.ASKED: employer_letters.asked_still,
    employer_letters.AGAIN: employer_letters.asked_still,
    employer_letters.TO_SIGN: employer_letters.to_sign_still,
    employer_letters.SAFETY: employer_letters.safety_still,
    asking.SIGN: asking.sign_still,
    asking.OFF: asking.off_still,
    **placement_letters.CHECKS,
}


@dataclass(frozen=True, slots=True)
class Daily:
    """Once a day at a time on the clock in London; on working days only where `country` names whose."""

    at: time
    country: str | None = None

    def due(self, now: datetime, last: datetime | None) -> datetime | None:
        """The newest due time up to `now`, unless it or a later one was done `last`. All in UTC."""
        today = local(now).date()
        for back in range(LOOK_BACK):
            day = today - timedelta(days=back)
            if self.country is not None and not working(day, self.country):
                continue
            if (due := moment(day, self.at)) <= now:
                return due if last is None or last < due else None
        return None


@dataclass(frozen=True, slots=True)
class Job:
    """`do` gets the session that holds the claim, and the time now: claim and effect are saved together or not at all."""

    name: str
    rhythm: Daily
    do: Callable[[Session, datetime], None]


class Taken(Exception):
    """Another process has this due time."""


def of(settings: Settings) -> tuple[Job, ...]:
    """The jobs, as the settings have them."""
    rules, address = settings.work, settings.address
    country = rules.bank_holidays
    patience = Patience(rules.feedback_days, rules.feedback_asks, rules.feedback_rest_days, country, address)
    trust = settings.trust
    care = Care(trust.ask_days, trust.safety_days, country, address)
    return (
        Job("empty messages", Daily(rules.emptying_at), partial(messages.empty, keep_days=settings.mail.keep_days)),
        Job("forget answers", Daily(rules.emptying_at), partial(repeats.forget, keep_days=settings.programs.keep_days)),
        Job("close", Daily(rules.closing_at), partial(closing.close_past, rules=Closing(rules.closing_days, address))),
        Job("agreements by their days", Daily(rules.closing_at), note_the_days),
        Job(
            "agreements that end",
            Daily(rules.agreements_at, country),
            partial(reminders.agreements_ending, days=rules.agreements_days, address=address),
        ),
        Job(
            "feedback that is late",
            Daily(rules.feedback_at, country),
            partial(reminders.ask_for_feedback, patience=patience),
        ),
        Job(
            "vacancies that nobody confirmed",
            Daily(settings.vacancies.confirm_at, country),
            partial(still_open.ask, rules=settings.vacancies),
        ),
        Job("letters to employers", Daily(trust.letters_at, country), partial(_to_employers, care=care)),
        Job("ring-fences and holds", Daily(settings.ring_fences.noted_at), holds.keep_up),
        Job(
            "forget who has seen",
            Daily(rules.emptying_at),
            partial(seen.forget, keep_days=settings.ring_fences.seen_days),
        ),
        Job("placements by their days", Daily(settings.placements.noted_at), placement_moves.note_the_days),
    )


def _to_employers(session: Session, now: datetime, care: Care) -> None:
    employer_letters.ask_again(session, now, care)
    employer_letters.safety_ending(session, now, care)


def run_due(job: Job, now: datetime) -> bool:
    """Runs the job if it is due and nobody else has taken it; whether it ran."""
    with reading() as session:
        due = job.rhythm.due(now, last_done(session, job.name))
    if due is None:
        return False
    try:
        with transaction(by=CLOCK.email) as session:
            claim = take(session, job.name, due)
            job.do(session, now)
            claim.done_at = now
    except Taken:
        return False
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
