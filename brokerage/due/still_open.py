"""Employers are asked whether their vacancies are still open: in a letter some days before nobody new is asked about one, and on that day.

One letter for all that an employer is asked about on a day, with a link for each that takes one press of a button.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from itertools import groupby

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from brokerage import messages
from brokerage.correspondence import telling
from brokerage.keys import open_links
from brokerage.keys.open_links import OpenLinkSpent
from brokerage.promises import standing
from brokerage.sending.work_models import Message
from brokerage.settings import Vacancies
from brokerage.shortlists import unlisted
from employers.clock import local
from employers.models import Contact, Vacancy
from employers.placements.unpaid import titled

ASKED = "still-open"  # the first word of such a message's key


@dataclass(frozen=True, slots=True)
class _Due:
    vacancy: Vacancy
    since: date
    warned: bool  # asked before anything follows from it


def ask(session: Session, now: datetime, rules: Vacancies) -> None:
    """Asks each employer about the vacancies whose day has come, once for each day from which it counts, and once more."""
    today = local(now).date()
    query = (
        select(Vacancy).options(joinedload(Vacancy.employer)).order_by(Vacancy.employer_reference, Vacancy.reference)
    )
    jobs = [job for job in session.scalars(query).unique() if unlisted(job, today) is None]
    standing.seen(session, jobs, today)
    for _, some in groupby(_due(session, jobs, today, rules), lambda each: each.vacancy.employer_reference):
        due = list(some)
        contact = telling.reached(session, due[0].vacancy.employer)
        if contact is not None:
            _write(session, contact, due, now, rules)


def open_still(session: Session, message: Message, now: datetime) -> str | None:
    """Looks again before the letter goes: is any of its questions still open?"""
    asked = dict(open_links.marked(message.body))
    jobs = session.scalars(select(Vacancy).where(Vacancy.reference.in_(asked))).all()
    listed = [job for job in jobs if unlisted(job, local(now).date()) is None]
    known = standing.since(session, listed)
    still = any(known.get(job.reference) == asked[job.reference] for job in listed)
    return None if still else "Everything that it asks about has been confirmed, changed or closed meanwhile."


def asked_about(session: Session, asked: open_links.Asked, *, hold: bool = False) -> Vacancy:
    """The vacancy that a link is for, where it still is; held until the transaction ends. Raises OpenLinkSpent."""
    query = select(Vacancy).where(Vacancy.reference == asked.vacancy)
    vacancy = session.scalar(query.with_for_update(of=Vacancy) if hold else query)
    if vacancy is None or standing.since(session, [vacancy]).get(vacancy.reference) != asked.since:
        raise OpenLinkSpent
    if asked.email.lower() not in {(contact.email or "").lower() for contact in vacancy.employer.contacts}:
        raise OpenLinkSpent  # whoever was written to is not there any more
    return vacancy


def _due(session: Session, jobs: list[Vacancy], today: date, rules: Vacancies) -> Iterator[_Due]:
    known, rows = standing.since(session, jobs), standing.of(session, [job.reference for job in jobs])
    for job in jobs:
        since, row = known.get(job.reference), rows.get(job.reference)
        age = (today - since).days if since else 0
        if since is None or age < rules.confirm_days - rules.warn_days:
            continue
        warned = age < rules.confirm_days
        if since != (row and (row.warned_for if warned else row.asked_for)):
            yield _Due(job, since, warned)


def _write(session: Session, contact: Contact, due: list[_Due], now: datetime, rules: Vacancies) -> None:
    lines = [
        f"{titled(each.vacancy)}, not confirmed since {standing.in_words(each.since)}. Still open? One press says so:\n"
        f"{open_links.mark(each.vacancy.reference, each.since)}"
        for each in due
    ]
    subject, body = messages.worded(
        "still_open",
        name=(contact.name or contact.employer.name).split()[0] if contact.name else contact.employer.name,
        jobs="\n\n".join(lines),
        days=rules.confirm_days,
        way_in=messages.WAY_IN,
        helper=telling.helper(session, contact.employer),
    )
    messages.put(session, f"{ASKED} {contact.id} {local(now).date()}", contact.email or "", subject, body, due_at=now)
    for each in due:
        standing.asked(session, each.vacancy, each.since, warned=each.warned)
