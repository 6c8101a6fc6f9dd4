"""A coordinator's own week with employers, counted; a manager goes through each one's with them and signs. Nobody is ranked."""

from datetime import date, timedelta
from typing import Any

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from sqlalchemy.orm import Session

from brokerage import accounts
from brokerage.access import actor, has_role
from brokerage.ledger import leads, weeks
from brokerage.ledger.weeks import Week
from brokerage.pages.acting import as_day, moment, names
from brokerage.pages.forms import Answer
from brokerage.settings import load
from employers.clock import local
from employers.columns import Refused
from employers.db import reading, transaction
from matching import grammar

pages = Blueprint("contact_weeks", __name__)


@pages.get("/contact-weeks")
def index() -> str:
    """The own week; for a manager each coordinator's, by name."""
    return _page(_monday(request.args.get("week", "")))


@pages.post("/contact-weeks")
def sign() -> Answer:
    """A manager's word on one coordinator's week."""
    monday, of, word = _monday(request.form.get("week", "")), request.form.get("of", ""), request.form.get("word", "")
    try:
        counted: Any = tuple(map(int, request.form.get("counted", "").split()))
    except ValueError:
        counted = ()
    try:
        with transaction(by=actor()) as session:
            user = accounts.find(session, of)
            if user is None or user.email == actor() or not user.may("coordinator"):
                abort(404)
            weeks.sign(
                session, weeks.week(session, user.email, monday), word, counted=counted, by=actor(), now=moment()
            )
    except Refused as refused:
        return _page(monday, str(refused), of=of, word=word), 409
    flash(f"{user.called}: the week of {monday.day} {monday:%B} is signed off.", "success")
    return redirect(url_for(".index", week=monday))


def _page(monday: date, wrong: str = "", *, of: str = "", word: str = "") -> str:
    with reading() as session:
        shown = _weeks(session, monday)
        people = {each.coordinator for each in shown} | {each.signed.signed_by for each in shown if each.signed}
        return render_template(
            "ledger/weeks.html",
            weeks=shown,
            names=names(session, people),
            monday=monday,
            last=monday + timedelta(days=6),
            before=monday - timedelta(days=7),
            after=monday + timedelta(days=7),
            today=local(moment()).date(),
            aim=load().ledger.in_person_week,
            signing=has_role("manager"),
            me=actor(),
            as_day=as_day,
            typed={of: word},
            errors={"main-content": wrong} if wrong else {},
        )


def _weeks(session: Session, monday: date) -> list[Week]:
    """Everybody's for a manager, in the order of names; the own one else."""
    if has_role("manager"):
        return [weeks.week(session, user.email, monday) for user in leads.coordinators(session)]
    return [weeks.week(session, actor(), monday)]


def _monday(asked: str) -> date:
    try:
        return weeks.monday_of(grammar.day(asked))
    except ValueError:
        return weeks.monday_of(local(moment()).date())
