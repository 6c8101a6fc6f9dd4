"""What an employer's page says of contact: the last ones, the next visit, the stage, and a word before a second team calls."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy.orm import Session

from brokerage.access import actor
from brokerage.ledger import double_calls, entries, leads, pipeline, stages, visits
from brokerage.ledger.double_calls import Warned
from brokerage.ledger.models import LeadChange, LedgerEntry, LedgerPromise, PlannedVisit
from brokerage.ledger.stages import Contacts, Standing
from brokerage.pages.acting import moment, names
from brokerage.settings import load
from employers.clock import local
from employers.models import Employer

SHOWN = 3


@dataclass(frozen=True, slots=True)
class Section:
    """Everything the section and the line at the top of the page are drawn from."""

    warned: Sequence[Warned]
    last: Sequence[LedgerEntry]
    count: int
    planned: Sequence[PlannedVisit]
    promised: Sequence[LedgerPromise]
    standing: Standing
    names: dict[str, str]
    leads: Sequence[LeadChange]


def section(session: Session, employer: Employer) -> Section:
    today, days = local(moment()).date(), load().ledger
    written = entries.standing(entries.of_employer(session, employer))
    planned = visits.open_ones(session, employer=employer.reference)
    history = leads.history(session, employer)
    people = {each.by for each in written[:SHOWN]} | {each.by for each in planned}
    return Section(
        warned(session, employer, written, planned),
        written[:SHOWN],
        len(written),
        planned,
        [promise for each in written for promise in each.promises if promise.closed_as is None],
        stages.standing(
            employer.agreements,
            Contacts.of(written),
            planned,
            introduced=pipeline.introduced(session, today, days.hiring_days).get(employer.reference, 0),
            today=today,
            rest_days=days.rest_days,
        ),
        names(session, people),
        history,
    )


def warned(
    session: Session,
    employer: Employer,
    written: Sequence[LedgerEntry] | None = None,
    planned: Sequence[PlannedVisit] | None = None,
) -> list[Warned]:
    """Which colleagues spoke there lately, or are about to."""
    if written is None:
        written = entries.of_employer(session, employer)
    if planned is None:
        planned = visits.open_ones(session, employer=employer.reference)
    called = names(session, {each.by for each in written} | {each.by for each in planned})
    today = local(moment()).date()
    return double_calls.warnings(written, planned, called, me=actor(), today=today, days=load().ledger.warn_days)
