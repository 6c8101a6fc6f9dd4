"""What coordinators do with a vacancy that was posted: read it, ask whether something is truly needed, hear that it is still open.

And the page of a link in a letter by which an employer's contact says so: opening it uses nothing up, the button does.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from flask import Blueprint, abort, current_app, flash, redirect, render_template, request, url_for
from sqlalchemy.orm import Session, object_session
from werkzeug.wrappers import Response

from brokerage import shortlists
from brokerage.access import actor
from brokerage.correspondence import employer_letters
from brokerage.due import still_open
from brokerage.keys import open_links
from brokerage.keys.open_links import OpenLinkSpent
from brokerage.pages.acting import moment, names
from brokerage.pages.forms import Answer
from brokerage.promises import standing
from brokerage.settings import Settings
from employers import asks, criteria
from employers.columns import Refused
from employers.criteria import Criterion
from employers.db import reading, transaction
from employers.models import EmployerAsk, Vacancy
from employers.posting.posting_models import VacancyStanding

pages = Blueprint("posting", __name__)
NOWHERE: dict[str, Any] = {}
CRITERIA = {"criteria": "", "_anchor": "criteria"}  # the page of a vacancy with what it asks for unfolded


@dataclass(frozen=True, slots=True)
class Stands:
    """What is known of a vacancy beside its columns; `since` only where nobody has confirmed it for too long."""

    row: VacancyStanding | None
    since: date | None


@pages.post("/vacancies/<reference>/read")
def read(reference: str) -> Response:
    """A coordinator has read what an employer posted."""

    def do(session: Session, job: Vacancy) -> str:
        standing.read(session, job, by=actor(), now=moment())
        return "Written down. It is no task any more."

    return _change(reference, do)


@pages.post("/vacancies/<reference>/still-open")
def still_open_by_word(reference: str) -> Response:
    """A coordinator was told that it is still open."""

    def do(session: Session, job: Vacancy) -> str:
        standing.confirm_by_word(session, job, request.form.get("word", ""), by=actor(), now=moment())
        return "Written down. People can be asked about it again."

    return _change(reference, do)


@pages.post("/vacancies/<reference>/placement")
def placement(reference: str) -> Response:
    """A coordinator says that it is no job, or that it is one."""

    def do(_session: Session, job: Vacancy) -> str:
        job.placement_only = True if request.form.get("placement") == "yes" else None
        return f"Written down. It says now that it is {'no job' if job.placement_only else 'a job'}."

    return _change(reference, do)


@pages.post("/vacancies/<reference>/criteria")
def challenge(reference: str) -> Response:
    """A coordinator asks the employer whether one thing is truly needed."""

    def do(session: Session, job: Vacancy) -> str:
        employer_letters.challenge(session, job, request.form.get("criterion", ""), by=actor(), now=moment())
        return "Asked. The question stands on the employer’s own page, and here what becomes of it."

    return _change(reference, do, CRITERIA)


@pages.post("/asks/<reference>/needed")
def answer_criterion(reference: str) -> Response:
    """What the employer said to a coordinator about it."""
    with reading() as session:
        vacancy = _ask(session, reference).vacancy_reference

    def do(session: Session, _job: Vacancy) -> str:
        said, word = request.form.get("said", ""), request.form.get("word", "")
        criteria.answer(session, _ask(session, reference), said, word, by=actor(), now=moment())
        return f"Written down. The job {'stays as it is' if said == 'needed' else 'says so now'}."

    return _change(vacancy, do, CRITERIA)


@pages.route("/still-open/<token>", methods=["GET", "POST"])
def by_link(token: str) -> Answer:
    """What the link in a letter opens; the button on it confirms one vacancy, once."""
    rules: Settings = current_app.config["SETTINGS"]
    try:
        asked = open_links.read(token, rules.secret_key(), rules.vacancies.link_days)
        if request.method == "GET":
            with reading() as session:
                job = still_open.asked_about(session, asked)
                return render_template("way_in/still_open.html", job=job, since=asked.since, done=False)
        with transaction(by=asked.email) as session:
            job = still_open.asked_about(session, asked, hold=True)
            standing.confirm(session, job, by=asked.email, now=moment())
            return render_template("way_in/still_open.html", job=job, done=True)
    except OpenLinkSpent as spent:
        return render_template("errors/error.html", heading="This link no longer works", text=str(spent)), 410


@pages.app_context_processor
def _for_pages_of_vacancies() -> dict[str, Any]:
    return {
        "standing_of": _standing_of,
        "criteria_of": _criteria_of,
        "needed_words": criteria.ANSWERED,
        "needed_answers": criteria.answers,
        "needed_name": criteria.named,
        "who_is": _who_is,
    }


def _who_is(email: str) -> str:
    """What people call whoever did something, in a sentence, on pages that know the address alone."""
    with reading() as session:
        called = names(session, {email})[email]
    return "you" if called == "You" else called


def _standing_of(job: Vacancy) -> Stands:
    session = object_session(job)
    if session is None:
        return Stands(None, None)
    row = standing.of(session, [job.reference]).get(job.reference)
    return Stands(row, standing.stale(session, [job], date.today()).get(job.reference))


def _criteria_of(job: Vacancy) -> tuple[list[Criterion], list[EmployerAsk]]:
    session = object_session(job)
    known = asks.of(session, job) if session is not None else {}
    return criteria.of(job, known), criteria.settled(job, known)


def _ask(session: Session, reference: str) -> EmployerAsk:
    try:
        return asks.get(session, reference)
    except asks.NoSuchAsk:
        abort(404)


def _change(reference: str, do: Callable[[Session, Vacancy], str], there: Mapping[str, Any] = NOWHERE) -> Response:
    """Does it in one transaction, and goes back to the vacancy with what came of it. `there`: which part of it is shown."""
    try:
        with transaction(by=actor()) as session:
            said = "success", do(session, shortlists.vacancy(session, reference))
    except shortlists.NotThere:
        abort(404)
    except Refused as refused:
        said = "note", str(refused)
    flash(said[1], said[0])
    return redirect(url_for("vacancies.show", reference=reference, **there))
