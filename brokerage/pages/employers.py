"""Employers: the list, one with whom to speak to, what they promised and what jobs they have, and the form."""

from collections.abc import Callable
from datetime import date
from typing import Any

from flask import Blueprint, abort, render_template, request, url_for
from sqlalchemy import select
from sqlalchemy.orm import Session, selectinload

from brokerage import accounts
from brokerage.fits import unsaid
from brokerage.pages import employer_next, forms, vacancy_facts
from brokerage.pages.board import card, totals
from brokerage.pages.forms import Answer, Trail
from brokerage.pages.ledger_section import section
from brokerage.pages.listing import chips, paged
from brokerage.shortlists import unlisted
from employers.agreements import promise
from employers.db import reading
from employers.employers import EMPLOYERS
from employers.models import Agreement, Employer, Vacancy
from employers.words import EMPLOYER_CHANNELS

pages = Blueprint("employers", __name__)
WRITTEN = tuple(column.name for column in EMPLOYERS.columns if column.name != "withheld")  # which has a page of its own
CHANGED = tuple(name for name in WRITTEN if name != "coordinator")  # the lead changes with a reason, pages/leads.py


@pages.get("/employers")
def index() -> str:
    today, q, state = date.today(), request.args.get("q", ""), request.args.get("state", "")
    with reading() as session:
        query = select(Employer).options(*_everything()).order_by(Employer.name, Employer.reference)
        found = [one for one in session.scalars(query) if _found(one, q)]
        tests: dict[str, Callable[[Employer], bool]] = {
            "": lambda _one: True,
            "withheld": lambda one: bool(one.withheld),
            "promised": lambda one: bool(one.agreements),
        }
        words = {"": "All", "promised": "With an agreement", "withheld": "Withheld"}
        return render_template(
            "employers/index.html",
            page=paged([one for one in found if tests.get(state, tests[""])(one)]),
            states=chips("state", [(value, word, sum(map(tests[value], found))) for value, word in words.items()]),
            open_jobs={one.reference: [job for job in one.vacancies if unlisted(job, today) is None] for one in found},
            promises={
                one.reference: [kept for each in one.agreements if (kept := promise(each, today)).stands]
                for one in found
            },
            q=q,
        )


@pages.get("/employers/<reference>")
def show(reference: str) -> str:
    """Who they are, whom to speak to, what was promised and which jobs there are."""
    today = date.today()
    with reading() as session:
        employer = _get(session, reference)
        return render_template(
            "employers/show.html",
            employer=employer,
            coordinator=accounts.find(session, employer.coordinator) if employer.coordinator else None,
            channel=EMPLOYER_CHANNELS.get(employer.channel or ""),
            cards=(cards := [card(each, today) for each in employer.agreements]),
            contacts=(contacts := section(session, employer)),
            todo=employer_next.tasks(contacts, cards, today),
            kept=totals(cards),
            sites=_sites(employer, today),
            asked={job.reference: unsaid.questions(job) for job in employer.vacancies},
            closed={job.reference: why for job in employer.vacancies if (why := unlisted(job, today))},
            said=vacancy_facts,
        )


@pages.route("/employers/new", methods=["GET", "POST"])
def new() -> Answer:
    return forms.edit(EMPLOYERS, None, only=WRITTEN, after=_address, trail=_trail)


@pages.route("/employers/<reference>/edit", methods=["GET", "POST"])
def edit(reference: str) -> Answer:
    return forms.edit(EMPLOYERS, reference, only=CHANGED, after=_address, trail=_trail)


def _get(session: Session, reference: str) -> Employer:
    found: Employer | None = session.scalar(
        select(Employer).where(Employer.reference == reference).options(*_everything())
    )
    return found or abort(404)


def _everything() -> list[Any]:
    return [
        selectinload(Employer.vacancies).selectinload(Vacancy.slots),
        selectinload(Employer.agreements).selectinload(Agreement.vacancies).selectinload(Vacancy.slots),
        selectinload(Employer.agreements).selectinload(Agreement.slots),
    ]


def _sites(employer: Employer, today: date) -> dict[str, list[Vacancy]]:
    """Their jobs by the place of work, those that are open first."""
    sites: dict[str, list[Vacancy]] = {}
    for job in sorted(employer.vacancies, key=lambda job: (unlisted(job, today) is not None, job.title)):
        sites.setdefault(vacancy_facts.where(job) or "Place not said", []).append(job)
    return sites


def _found(one: Employer, wanted: str) -> bool:
    """Whether every word stands in what is known of them, or begins the postcode."""
    there = one.contact
    known = (one.name, one.reference, one.sector, there.name if there else "", one.postcode)
    text = " ".join(filter(None, known)).casefold()
    return all(word in text for word in wanted.casefold().split())


def _address(employer: Employer) -> str:
    return url_for("employers.show", reference=employer.reference)


def _trail(employer: Employer | None) -> Trail:
    above = [("Employers", url_for("employers.index"))]
    return above if employer is None else [*above, (employer.name, _address(employer))]
