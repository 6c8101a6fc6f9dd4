"""A change that many wait for, put to the employer by one click; and an answer that came by telephone."""

from datetime import date

from flask import Blueprint, abort, flash, redirect, request, url_for

from brokerage import shortlists, suited
from brokerage.access import actor
from brokerage.pages.acting import moment
from brokerage.pages.asks import key
from brokerage.pages.forms import Answer
from brokerage.pages.shortlist import contact
from employers import asks
from employers.columns import Refused
from employers.db import transaction

pages = Blueprint("asks", __name__)


@pages.post("/vacancies/<reference>/asks")
def ask(reference: str) -> Answer:
    """Puts one of the pooled changes of a vacancy on its employer’s page."""
    said = "success", "Asked. The question stands on {}’s own page, and here what became of it."
    try:
        with transaction(by=actor()) as session:
            job = shortlists.vacancy(session, reference)
            whom = contact(job)
            openers = suited.openers(session, job, date.today())
            chosen = next((each for each in openers if key(each.change) == request.form.get("change")), None)
            if chosen is None:
                said = "note", "That would not open it to so many any more. Here is what would."
            else:
                rules = shortlists.policy()
                asks.ask(session, job, chosen.change, chosen.people, by=actor(), now=moment(), policy=rules)
    except shortlists.NotThere:
        abort(404)
    except Refused as refused:
        said = "note", str(refused)
    flash(said[1].format(whom), said[0])
    return redirect(_back(reference))


@pages.post("/asks/<reference>/answer")
def answer(reference: str) -> Answer:
    """What the employer said to a coordinator."""
    yes = request.form.get("said") == "yes"
    said = "success", f"Written down. The job {'says so now' if yes else 'stays as it is'}."
    try:
        with transaction(by=actor()) as session:
            asked = asks.get(session, reference)
            vacancy = asked.vacancy_reference
            if request.form.get("said") not in ("yes", "no"):
                said = "note", "Choose yes or no, as it was said."
            else:
                word, rules = request.form.get("word", ""), shortlists.policy()
                asks.answer(session, asked, yes, word, by=actor(), on=date.today(), now=moment(), policy=rules)
    except asks.NoSuchAsk:
        abort(404)
    except Refused as refused:
        said = "note", str(refused)
    flash(said[1], said[0])
    return redirect(_back(vacancy))


def _back(vacancy: str) -> str:
    return url_for("vacancies.show", reference=vacancy, _anchor="opens")
