"""What waits about trust in employers: for a coordinator what runs, is missing or waits to be seen; for a manager what is to be reviewed."""

from collections.abc import Callable, Iterator
from datetime import date
from itertools import groupby

from flask import url_for
from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload, selectinload

from brokerage import employer_care
from brokerage.look import day_year, plural
from brokerage.pages.employer_care import raised, since
from brokerage.pages.keyworker_tasks import Task
from employers.agreement_life import over
from employers.models import Agreement, Employer, Vacancy
from employers.next_moves import is_open
from employers.trust import safety, withholding
from employers.trust_models import SAFETY_ITEMS, SiteSafety

Ours = Callable[[Employer], bool]


def for_coordinator(session: Session, ours: Ours, today: date) -> list[Task]:
    """Most pressing first: people with an employer that is withheld, what the employer wrote to be seen, what is not known of a site."""
    return [
        *_running(session, ours),
        *_without_evidence(session, ours),
        *_to_confirm(session, ours),
        *_site_files(session, ours, today),
        *(each for each in _placements(session, ours)),
    ]


def for_manager(session: Session, today: date) -> list[Task]:
    """Withheld employers to be looked at again, and placements without hires. Nobody's name but employers'."""
    return [
        *(_review(each, today) for each in withholding.due(session, today)),
        *_placements(session, lambda _one: True),
    ]


def _running(session: Session, ours: Ours) -> Iterator[Task]:
    found = [each for each in employer_care.running(session) if ours(each.vacancy.employer)]
    for employer, some in groupby(found, lambda each: each.vacancy.employer):
        those = list(some)
        booked = sum(each.state == "booked" for each in those)
        parts = [
            plural(booked, "interview is booked", "interviews are booked") if booked else "",
            plural(len(those) - booked, "person was introduced", "people were introduced")
            if len(those) > booked
            else "",
        ]
        head = f"{employer.name} is withheld: {' and '.join(filter(None, parts))}"
        why = "Nothing was cancelled. Decide with each person, and write down what becomes of it."
        yield Task("amber", "people", head, why, "See who", _case(employer))


def _without_evidence(session: Session, ours: Ours) -> Iterator[Task]:
    query = select(Employer).where(Employer.withheld.is_not(None)).order_by(Employer.name)
    for employer in session.scalars(query):
        case = withholding.case(session, employer)
        if ours(employer) and not withholding.evidence(case):
            head, why = f"Say why {employer.name} is withheld", "It was written down by file; add what it rests on."
            yield Task("amber", "file", head, why, "Add it", _case(employer))


def _to_confirm(session: Session, ours: Ours) -> Iterator[Task]:
    query = select(SiteSafety).where(SiteSafety.told_by.is_not(None)).options(joinedload(SiteSafety.employer))
    for each in session.scalars(query.order_by(SiteSafety.told_at)):
        if ours(each.employer):
            head = f"See the {SAFETY_ITEMS[each.item][:1].lower()}{SAFETY_ITEMS[each.item][1:]} of {each.employer.name}"
            address = url_for("safety.show", reference=each.employer_reference)
            yield Task("amber", "file", head, f"They wrote: {each.told_note}.", "See and confirm", address)


def _site_files(session: Session, ours: Ours, today: date) -> Iterator[Task]:
    """One task an employer: what has run out or is not known where people are to be placed."""
    query = (
        select(Vacancy)
        .join(Vacancy.agreement)
        .where(Agreement.kind.in_(safety.PLACEMENTS))
        .options(joinedload(Vacancy.employer).selectinload(Employer.vacancies), selectinload(Vacancy.agreement))
    )
    jobs = [job for job in session.scalars(query.order_by(Vacancy.employer_reference)) if _live(job, today)]
    for employer, some in groupby((job for job in jobs if ours(job.employer)), lambda job: job.employer):
        lines = safety.lines(session, employer)
        over_now = [line for line in lines if line.needed and line.over(today)]
        unknown = {item for job in some for item in safety.unknown(session, job)}
        if not over_now and not unknown:
            continue
        parts = [f"{line.name} has run out" for line in over_now]
        parts += [f"Not known: {', '.join(sorted(unknown))}"] if unknown else []
        tone = "amber" if over_now else "blue"
        head = f"{employer.name}: {'renew what has run out' if over_now else 'ask what is in place'} for placements"
        yield Task(
            tone,
            "file",
            head,
            f"{'. '.join(parts)}.",
            "See the file",
            url_for("safety.show", reference=employer.reference),
        )


def _live(job: Vacancy, today: date) -> bool:
    agreement = job.agreement
    return (
        job.employer.withheld is None and is_open(job, today) and agreement is not None and not over(agreement, today)
    )


def _placements(session: Session, ours: Ours) -> Iterator[Task]:
    for found in employer_care.placements(session, since()):
        if raised(found) and ours(found.employer):
            head = f"Look into {found.employer.name}: {plural(found.placements, 'unpaid placement')}, {plural(found.hires, 'hire')}"
            address = url_for("care.show", reference=found.employer.reference, _anchor="placements")
            yield Task("amber", "people", head, f"Since {day_year(found.since)}.", "See the figures", address)


def _review(due: withholding.Due, today: date) -> Task:
    name, case = due.employer.name, due.case
    if case is None:
        why = "Written down by file; nothing says yet what it rests on."
    elif case.review_on < today:
        why = f"It was to be looked at again by {day_year(case.review_on)}."
    else:
        why = "It is to be looked at again today."
    return Task("amber", "cal", f"Review why {name} is withheld", why, "See the case", _case(due.employer))


def _case(employer: Employer) -> str:
    return url_for("withheld.show", reference=employer.reference)
