"""Vacancies: the list, one with its shortlist, and the form."""

from collections import Counter
from datetime import date

from flask import Blueprint, Response, abort, flash, redirect, render_template, request, url_for
from flask_security import current_user
from sqlalchemy.orm import Session

from brokerage import shortlists
from brokerage.access import has_role
from brokerage.adverts import taking
from brokerage.fits import caseload, lawful, suited, unsaid
from brokerage.fits.told import out_of_hundred
from brokerage.models import Participant
from brokerage.pages import asking, forms, kept, shortlist
from brokerage.pages.acting import moment
from brokerage.pages.asks import answered, asks, in_words, key
from brokerage.pages.forms import Answer, Trail
from brokerage.pages.listing import paged, spreadsheet, with_args
from brokerage.pages.vacancy_facts import facts
from brokerage.pages.vacancy_list import listed
from brokerage.reference import phrases
from brokerage.shortlists import Found
from employers import asks as employer_asks
from employers.clock import local
from employers.db import reading
from employers.models import Vacancy
from employers.trust import caps
from matching import grammar

pages = Blueprint("vacancies", __name__)


@pages.get("/vacancies")
def index() -> str:
    """The vacancies that the address asks for, with how many people each could suit."""
    with reading() as session:
        return render_template("vacancies/index.html", **listed(session, _people(session), date.today()))


@pages.get("/vacancies/<reference>")
def show(reference: str) -> str:
    """Whom could this job suit, and what would open it to more?"""
    kept.note_seen(reference)
    return _page(reference)


@pages.post("/vacancies/<reference>/ask")
def ask(reference: str) -> Answer:
    """Asks the keyworkers of those who were ticked: first it is shown who that is, then it is done."""
    ticked, why = request.form.getlist("person"), request.form.get("why", "").strip()
    if not ticked:
        return _page(reference, "Choose at least one person, then ask."), 422
    if request.form.get("confirmed") != "yes":
        return _confirm(reference, ticked, why)
    done = asking.ask(reference, ticked, why or None)
    if not done.people:
        return _confirm(reference, ticked, why, done.not_asked), 409
    flash(done.sentence, "note" if done.not_asked else "success")
    return redirect(url_for(".show", reference=reference))


def _confirm(reference: str, ticked: list[str], why: str, refused: list[str] | None = None) -> str:
    """Who was chosen, before anybody is asked; those who are on the way already are told apart."""
    now = moment()
    with reading() as session:
        job = _job(session, reference)
        people, stale = asking.chosen(session, ticked), asking.under_way(session, job)
        going = [stale[each.reference] for each in people if each.reference in stale]
        gone = {way.referral.participant.reference for way in going if way.whose != "ended"}
        alone = [person for person in people if person.keyworker is None]
        kept_out, until = kept.outside(session, job, people, local(now).date())
        left = [
            person
            for person in people
            if person.reference not in gone and person.keyworker is not None and person not in kept_out
        ]
        return render_template(
            "vacancies/ask.html",
            job=job,
            people=left,
            before={way.referral.participant.reference: way for way in going if way.whose == "ended"},
            told=refused or [asking.was_asked(session, way, now) for way in going if way.whose != "ended"],
            alone=alone,
            kept_out=[person.called for person in kept_out],
            until=until,
            why=why,
        )


def _page(reference: str, wrong: str = "") -> str:
    today = date.today()
    with reading() as session:
        job = _job(session, reference)
        people = _people(session)
        found = shortlists.shortlist(session, job, today, people)
        for_all = has_role("coordinator")
        openers, put = suited.openers(session, job, today) if for_all else [], employer_asks.of(session, job)
        only = next((each.change for each in openers if key(each.change) == request.args.get("opens")), None)
        lines = [line for line in _chosen(found) if only is None or shortlist.opened_by(line, only)]
        page, ways = paged(lines), asking.under_way(session, job)
        return render_template(
            "vacancies/show.html",
            job=job,
            closed=shortlists.unlisted(job, today),
            resting=caps.closed(session, job.employer, today) if for_all else None,
            facts=facts(job),
            adverts=taking.sources(session, job),
            asks=asks(job, openers, put),
            answered=answered(put) if for_all else [],
            good=sum(line.fit.fit in ("fits_now", "check") for line in found.lines),
            least=shortlists.policy().pooled_least,
            only=in_words(only) if only else "",
            unsure=_unsure(job) if for_all else [],
            asked=unsaid.questions(job, [line.fit for line in found.shown()]),
            contact=shortlist.contact(job),
            found=found,
            shown=len(found.shown()),
            others=len(found.lines) - len(found.shown()),
            paused=sum(person.paused for person in people),
            fits=shortlist.fit_chips(found, request.args.get("keyworker", ""), request.args.get("fit", "")),
            page=page,
            groups=shortlist.grouped(shortlist.rows(page.items, job, coordinator=for_all, asked=put)),
            keyworkers=sorted({(who.called, who.email) for who in (person.keyworker for person in people) if who}),
            headings=Counter(shortlist.heading(line.fit) for line in lines),
            why=with_args(fit=shortlist.NOT_THIS_ONE),
            everybody=with_args(page="all"),
            ways=ways,
            **kept.of_vacancy(session, job, people, ways),
            guaranteed=asking.guaranteed(job, people, moment()),
            errors={"list": wrong} if wrong else {},
        )


@pages.get("/vacancies/<reference>/shortlist.csv")
def download(reference: str) -> Response:
    """The shortlist as a spreadsheet, with the filters of the page it was asked from."""
    with reading() as session:
        job = _job(session, reference)
        found = shortlists.shortlist(session, job, date.today(), _people(session))
        rows = shortlist.rows(_chosen(found), job, coordinator=has_role("coordinator"))
        return spreadsheet(
            f"{job.reference}-shortlist",
            ("reference", "name", "keyworker", "fit", "estimate", "low", "high", "strengths", "open"),
            [
                (
                    row.fit.participant,
                    row.person.name,
                    row.person.keyworker.called if row.person.keyworker else "",
                    row.fit.fit,
                    *map(out_of_hundred, (row.fit.score.estimate, row.fit.score.low, row.fit.score.high)),
                    " ".join(point.text for point in row.strengths),
                    " ".join(line.text for line in row.all_lines),
                )
                for row in rows
            ],
        )


@pages.route("/vacancies/new", methods=["GET", "POST"])
def new() -> Answer:
    return forms.edit(lawful.form(None, date.today()), None, after=_address, trail=_trail)


@pages.route("/vacancies/<reference>/edit", methods=["GET", "POST"])
def edit(reference: str) -> Answer:
    with reading() as session:
        kind = lawful.form(_job(session, reference), date.today())
    return forms.edit(kind, reference, after=_address, trail=_trail)


def _job(session: Session, reference: str) -> Vacancy:
    try:
        return shortlists.vacancy(session, reference)
    except shortlists.NotThere:
        abort(404)


def _unsure(job: Vacancy) -> list[phrases.Unsure]:
    """Skills asked for in words that are in no table, for the coordinator to say what is meant."""
    found = []
    for column in ("essential_skills", "desirable_skills"):
        text = getattr(job, column)
        found += phrases.unsure(grammar.items(text) if text else (), column, shortlists.policy().taxonomy)
    return found


def _people(session: Session) -> list[Participant]:
    """Everybody for a coordinator, a keyworker's own for the keyworker."""
    if has_role("coordinator"):
        return caseload.everybody(session)
    return caseload.people_of(session, current_user)


def _chosen(found: Found) -> list[shortlists.Listed]:
    return shortlist.chosen(found, *(request.args.get(name, "") for name in ("fit", "keyworker", "order")))


def _address(job: Vacancy) -> str:
    return url_for("vacancies.show", reference=job.reference)


def _trail(job: Vacancy | None) -> Trail:
    above = [("Vacancies", url_for("vacancies.index"))]
    return above if job is None else [*above, (job.title, _address(job))]
