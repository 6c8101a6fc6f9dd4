"""A change that many wait for, put to the employer by one click; and an answer that came by telephone."""

from collections.abc import Callable
from datetime import date

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for

from brokerage import shortlists
from brokerage.access import actor
from brokerage.correspondence import employer_letters
from brokerage.fits import suited
from brokerage.pages.acting import moment
from brokerage.pages.asks import key
from brokerage.pages.forms import Answer
from brokerage.pages.listing import chips, paged
from brokerage.pages.shortlist import contact
from employers import asks
from employers.columns import Refused
from employers.db import reading, transaction
from employers.models import EmployerAsk
from employers.trust import moves

pages = Blueprint("asks", __name__)


@pages.get("/asks")
def index() -> str:
    """What employers were asked: what waits for an answer and since when, what they said, and whom the job fits now."""
    today = date.today()
    with reading() as session:
        everything = asks.everything(session)
        state = request.args.get("state", "")
        tests: dict[str, Callable[[EmployerAsk], bool]] = {
            "": lambda _each: True,
            "waiting": lambda each: each.answer is None,
            "yes": lambda each: each.answer == "yes",
            "no": lambda each: each.answer == "no",
        }
        words = {"": "All", "waiting": "Waiting", "yes": "Yes", "no": "No"}
        page = paged([each for each in everything if tests.get(state, tests[""])(each)])
        opened = {each.vacancy_reference for each in page.items if each.answer == "yes"}
        return render_template(
            "asks/index.html",
            page=page,
            states=chips("state", [(value, word, sum(map(tests[value], everything))) for value, word in words.items()]),
            fits=suited.good(session, [each.vacancy for each in page.items if each.vacancy_reference in opened], today),
            least=shortlists.policy().pooled_least,
            units=moves.UNITS,
            told=employer_letters.told(session, page.items),
        )


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
                employer_letters.ask(session, job, chosen.change, chosen.people, by=actor(), now=moment(), policy=rules)
    except shortlists.NotThere:
        abort(404)
    except Refused as refused:
        said = "note", str(refused)
    flash(said[1].format(whom), said[0])
    return redirect(_back(reference))


@pages.post("/asks/<reference>/answer")
def answer(reference: str) -> Answer:
    """What the employer said to a coordinator."""
    answer = request.form.get("said")
    said = "success", f"Written down. The job {'says so now' if answer == 'yes' else 'stays as it is'}."
    try:
        with transaction(by=actor()) as session:
            asked = asks.get(session, reference)
            vacancy = asked.vacancy_reference
            if answer not in ("yes", "no", "up_to"):
                said = "note", "Choose what was said."
            else:
                far = moves.amount(asked.what, request.form.get("up_to", "")) if answer == "up_to" else None
                word, rules = request.form.get("word", ""), shortlists.policy()
                yes, today = answer == "yes", date.today()
                asks.answer(session, asked, yes, word, up_to=far, by=actor(), on=today, now=moment(), policy=rules)
    except asks.NoSuchAsk:
        abort(404)
    except Refused as refused:
        said = "note", str(refused)
    flash(said[1], said[0])
    return redirect(_back(vacancy))


def _back(vacancy: str) -> str:
    return url_for("vacancies.show", reference=vacancy, _anchor="opens")
