"""What waits about trust in employers: for a coordinator what runs, is missing or waits to be seen; for a manager what is to be reviewed."""

from collections.abc import Callable, Iterator
from datetime import date
from itertools import groupby

from flask import url_for
from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from brokerage.look import day_year, plural
from brokerage.pages.employer_care import raised, since
from brokerage.pages.keyworker_tasks import Task
from brokerage.placements import employer_care
from employers.agreement_life import over
from employers.models import Agreement, Employer, Vacancy
from employers.next_moves import is_open
from employers.trust import safety, withholding
from employers.trust_models import SAFETY_ITEMS, SiteSafety

Ours = Callable[[Employer], bool]


def for_coordinator(session: Session, ours: Ours, today: date) -> list[Task]:
    """What presses: people with an employer that is withheld, papers that ran out, and what an employer wrote to be seen."""
    return [*_running(session, ours), *_to_confirm(session, ours), *_run_out(session, ours, today)]


def to_look_into(session: Session, ours: Ours, today: date) -> list[Task]:
    """What can wait for a quiet hour: evidence that is missing, sites of which little is known, placements without hires."""
    return [*_without_evidence(session, ours), *_placements(session, ours), *_unknown(session, ours, today)]


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
            why = f"They wrote: {each.told_note}."
            yield Task("amber", "file", head, why, "See and confirm", _file(each.employer))


def _run_out(session: Session, ours: Ours, today: date) -> Iterator[Task]:
    for employer, _ in _with_placements(session, ours, today):
        gone = [line for line in safety.lines(session, employer) if line.needed and line.over(today)]
        if gone:
            why = f"{' and '.join(line.name for line in gone)} ran out: nobody is placed there until it is renewed."
            yield Task(
                "amber", "file", f"{employer.name}: renew what has run out", why, "See the file", _file(employer)
            )


def _unknown(session: Session, ours: Ours, today: date) -> Iterator[Task]:
    for employer, jobs in _with_placements(session, ours, today):
        unknown = dict.fromkeys(item for job in jobs for item in safety.unknown(session, job))
        if unknown:
            head, why = f"Ask {employer.name} what is in place for placements", f"Not known: {', '.join(unknown)}."
            yield Task("blue", "phone", head, why, "See the file", _file(employer))


def _with_placements(session: Session, ours: Ours, today: date) -> Iterator[tuple[Employer, list[Vacancy]]]:
    """Employers with open placements, and those."""
    query = (
        select(Vacancy)
        .join(Vacancy.agreement)
        .where(Agreement.kind.in_(safety.PLACEMENTS))
        .options(joinedload(Vacancy.employer).selectinload(Employer.vacancies), joinedload(Vacancy.agreement))
        .order_by(Vacancy.employer_reference, Vacancy.reference)
    )
    jobs = [job for job in session.scalars(query) if ours(job.employer) and _live(job, today)]
    for employer, some in groupby(jobs, lambda job: job.employer):
        yield employer, list(some)


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


def _file(employer: Employer) -> str:
    return url_for("safety.show", reference=employer.reference)
