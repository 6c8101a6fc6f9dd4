"""Why an employer is withheld: the case with its history, what is added to it, and the review by a second person."""

from collections.abc import Callable
from datetime import date, datetime, timedelta

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from sqlalchemy import select
from sqlalchemy.orm import Session

from brokerage import settings
from brokerage.access import actor, has_role
from brokerage.accounts import RoleName
from brokerage.pages.acting import moment, names
from brokerage.pages.forms import Answer
from brokerage.placements import employer_care, records
from employers.columns import Refused
from employers.db import reading, transaction
from employers.models import Employer
from employers.placements import moves as placement_moves
from employers.trust import withholding
from employers.trust.withholding import NotWithheld, SecondPerson, WithheldAlready
from employers.trust_models import WITHHELD_STEPS
from matching import grammar

pages = Blueprint("withheld", __name__, url_prefix="/employers/<reference>/withheld")


class NoDay(Refused):
    def __init__(self) -> None:
        super().__init__("Write the day of the next look at it as 2027-01-14.")


@pages.get("")
def show(reference: str) -> str:
    return _page(reference)


@pages.post("/<what>")
def act(reference: str, what: str) -> Answer:
    """One thing done with the case. What is refused comes back with everything that was typed."""
    do, role = ACTS.get(what) or abort(404)
    if not has_role(role):
        abort(404)
    try:
        with transaction(by=actor()) as session:
            said = do(session, _employer(session, reference), moment())
    except Refused as refused:
        overtaken = isinstance(refused, NotWithheld | WithheldAlready)
        status = 409 if overtaken else 403 if isinstance(refused, SecondPerson) else 422
        return _page(reference, what, str(refused)), status
    flash(said, "success")
    return redirect(url_for(".show", reference=reference))


def _page(reference: str, failed: str = "", refused: str = "") -> str:
    with reading() as session:
        employer = _employer(session, reference)
        cases = withholding.cases(session, employer)
        open_case = withholding.case(session, employer)
        running = employer_care.running(session, reference)
        return render_template(
            "employers/withheld.html",
            employer=employer,
            case=open_case,
            cases=cases,
            rests_on=withholding.evidence(open_case),
            running=running,
            placed=records.at_employer(session, reference),
            steps=WITHHELD_STEPS,
            names=names(session, {step.by for each in cases for step in each.steps}),
            next_look=date.today() + timedelta(days=settings.load().trust.review_days),
            reviews=has_role("manager") and (open_case is None or open_case.opened_by != actor()),
            errors={failed: refused} if refused else {},
            typed=request.form if refused else {},
        )


def _employer(session: Session, reference: str) -> Employer:
    return session.scalar(select(Employer).where(Employer.reference == reference)) or abort(404)


def _withhold(session: Session, employer: Employer, now: datetime) -> str:
    reason, rests_on = request.form.get("reason", ""), request.form.get("text", "")
    withholding.withhold(session, employer, reason, rests_on, _day(), by=actor(), now=now)
    return f"{employer.name} is withheld: in no list from now on. What runs already is below, for you to decide."


def _evidence(session: Session, employer: Employer, now: datetime) -> str:
    withholding.note(session, employer, "evidence", request.form.get("text", ""), _review(), by=actor(), now=now)
    return "Added to what it rests on."


def _their_side(session: Session, employer: Employer, now: datetime) -> str:
    withholding.note(session, employer, "their_side", request.form.get("text", ""), _review(), by=actor(), now=now)
    return "What the employer says is written down."


def _keep(session: Session, employer: Employer, now: datetime) -> str:
    found = withholding.keep(session, employer, _day(), request.form.get("text", ""), by=actor(), now=now)
    return f"{employer.name} stays withheld, and is looked at again on {found.review_on.day} {found.review_on:%B %Y}."


def _put_back(session: Session, employer: Employer, now: datetime) -> str:
    placement_moves.note_the_days(session, now)  # what should have begun while they were withheld did not
    withholding.put_back(session, employer, request.form.get("text", ""), by=actor(), now=now)
    return f"{employer.name} is put back: its jobs are in lists again."


ACTS: dict[str, tuple[Callable[[Session, Employer, datetime], str], RoleName]] = {
    "withhold": (_withhold, "coordinator"),
    "evidence": (_evidence, "coordinator"),
    "their-side": (_their_side, "coordinator"),
    "keep": (_keep, "manager"),
    "put-back": (_put_back, "manager"),
}


def _review() -> date:
    return date.today() + timedelta(days=settings.load().trust.review_days)


def _day() -> date:
    try:
        return grammar.day(request.form.get("review_on", "").strip())
    except ValueError:
        raise NoDay from None
