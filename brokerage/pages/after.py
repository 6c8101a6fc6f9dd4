"""What a placement came to, as staff write it down: who was there, the review, the person's own word, the job; and its papers."""

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import NamedTuple

from flask import Blueprint, Response, abort, flash, redirect, render_template, request, url_for
from sqlalchemy import select
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response as Redirect

from brokerage.access import actor, has_role
from brokerage.fits.questions import first_name
from brokerage.pages.acting import moment, names, roles
from brokerage.pages.people import own
from brokerage.placements import copies as placement_papers
from brokerage.placements import jobs as placement_jobs
from brokerage.placements import letters as placement_letters
from brokerage.placements import own_words, papers
from brokerage.placements.copies import Reader
from brokerage.placements.jobs import BadJob, JobAlready
from brokerage.placements.own_words import BadWord, ChangedMeanwhile, NoReference, NotAgreedYet
from brokerage.placing_models import Placed
from brokerage.referrals import Actor
from employers.clock import local
from employers.columns import Refused
from employers.db import reading, transaction
from employers.flows import Act
from employers.placements import attendance as placement_attendance
from employers.placements import reviews as placement_reviews
from employers.placements.after_models import CAME
from employers.placements.attendance import BadDays, Meanwhile, in_hours
from employers.placements.life import STATES, state
from employers.placements.models import Placement
from employers.placements.reviews import BadReview, ReviewedMeanwhile
from employers.portal.room import OwnWord

pages = Blueprint("after", __name__, url_prefix="/placements/<reference>")

Answer = str | Response | Redirect | tuple[str, int]
Form = Mapping[str, str]
MEANWHILE = (ChangedMeanwhile, JobAlready, Meanwhile, ReviewedMeanwhile)


class Paper(NamedTuple):
    """How one of the papers is made, and what it is called on a page."""

    word: str
    make: Callable[[Session, Placed, Reader, datetime], papers.Paper]


PAPERS = {
    "agreement": Paper("The agreement", placement_papers.agreement),
    "certificate": Paper("The certificate", lambda session, placed, reader, _now: placement_papers.certificate(session, placed, reader)),
    "reference": Paper("The reference", lambda session, placed, reader, _now: placement_papers.reference(session, placed, reader)),
}  # fmt: skip


@pages.get("/after")
def show(reference: str) -> str:
    return _page(reference)


@pages.post("/after/<what>")
def act(reference: str, what: str) -> Answer:
    """One thing that was said, written down. What is refused comes back with everything that was typed."""
    do = ACTS.get(what) or abort(404)
    try:
        with transaction(by=actor()) as session:
            said = do(session, _seen(session, reference), request.form, moment())
        flash(said, "success")
        return redirect(url_for(".show", reference=reference))
    except Refused as refused:
        return _page(reference, what, refused), 409 if isinstance(refused, MEANWHILE) else 422


@pages.get("/<which>.pdf")
def paper(reference: str, which: str) -> Answer:
    with reading() as session:
        return as_file(session, _seen(session, reference), which, "programme")


def as_file(session: Session, placed: Placed, which: str, reader: Reader) -> Answer:
    """One of the papers, to keep; where there is none yet, the sentence that says what it waits for."""
    kind = PAPERS.get(which) or abort(404)
    now = moment()
    try:
        made = papers.pdf(kind.make(session, placed, reader, now), now)
    except (NotAgreedYet, NoReference) as not_yet:
        return render_template("errors/error.html", heading="There is no such paper yet", text=str(not_yet)), 409
    name = f"{which}-{placed.placement.reference}.pdf"
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return Response(made, mimetype="application/pdf", headers=headers)


def there_are(session: Session, placed: Placed) -> list[tuple[str, str]]:
    """The papers that can be had now: (which, its name)."""
    found = ["agreement"] if placed.placement.state != "draft" else []
    try:
        found.append("certificate" if own_words.certified(session, placed) else "")
        found.append("reference" if own_words.reference(session, placed) else "")
    except (NotAgreedYet, NoReference):
        pass
    return [(which, PAPERS[which].word) for which in found]


def for_employer(session: Session, placement: Placement, which: str) -> Answer:
    return as_file(session, own_words.placed(session, placement), which, "employer")


def word_for_employer(session: Session, placement: Placement) -> OwnWord:
    """Nothing of a word that was not to be shown, nor that there is one."""
    placed = own_words.placed(session, placement)
    word = own_words.of(session, placed)
    text = (word.text or "") if word is not None and word.shown else ""
    return OwnWord(tuple(which for which, _ in there_are(session, placed)), text)


def reviewed(session: Session, placement: Placement, now: datetime) -> None:
    """The person is told that there are words to read."""
    placement_letters.read_it(session, own_words.placed(session, placement), now)


def _page(reference: str, failed: str = "", refused: Refused | None = None) -> str:
    """All of it with what can be done; `failed` is what was refused, whose fields keep what was typed."""
    now = moment()
    with reading() as session:
        placed = _seen(session, reference)
        placement, today = placed.placement, local(now).date()
        review, word = placement_reviews.of(session, placement), own_words.of(session, placed)
        job = placement_jobs.of(session, placement)
        lines = placement_attendance.lines(session, placement, today)
        return render_template(
            "after/show.html",
            placement=placement,
            person=placed.participant,
            name=first_name(placed.participant),
            employer=placement.vacancy.employer,
            stands=STATES[state(placement, today)],
            lines=lines,
            words=CAME,
            there=in_hours(placement_attendance.minutes(session, placement)),
            due=placement_reviews.due(placement, today),
            review=review,
            word=word,
            job=job,
            papers=there_are(session, placed),
            keyworker=own(placed.participant),
            names=names(session, {each.by for each in (review, word, job) if each} | {line.kept.by for line in lines if line.kept}),
            failed=failed,
            typed=request.form if refused else {},
            refused=str(refused) if isinstance(refused, MEANWHILE) else "",
            errors=_errors(refused) if not isinstance(refused, MEANWHILE) else {},
        )  # fmt: skip


def _seen(session: Session, reference: str) -> Placed:
    """A placement of which whoever asks may see something; a keyworker's are those of the own people. Else it looks absent."""
    query = select(Placed).join(Placed.placement).where(Placement.reference == reference)
    placed = session.scalar(query) or abort(404)
    return placed if list(roles(placed.participant)) else abort(404)


def _acting(placed: Placed) -> str:
    return next(roles(placed.participant))


def _days(session: Session, placed: Placed, form: Form, now: datetime) -> str:
    days = placement_attendance.lines(session, placed.placement, local(now).date())
    typed = placement_attendance.read_form(form, days)
    number = placement_attendance.note(session, placed.placement, typed, Act(actor(), _acting(placed), now))
    return f"{number} {'day is' if number == 1 else 'days are'} written down."


def _review(session: Session, placed: Placed, form: Form, now: datetime) -> str:
    role = "coordinator" if has_role("coordinator") else "keyworker"
    placement_reviews.write(session, placed.placement, placement_reviews.read_form(form), Act(actor(), role, now))
    reviewed(session, placed.placement, now)
    return f"The words of {placed.placement.vacancy.employer.name} are written down. {first_name(placed.participant)} reads them next."


def _word(session: Session, placed: Placed, form: Form, now: datetime) -> str:
    if not own(placed.participant):
        abort(404)
    own_words.say(session, placed, own_words.read_form(form), by=actor(), how="keyworker", now=now)
    return f"{first_name(placed.participant)}’s own word is written down."


def _job(session: Session, placed: Placed, form: Form, now: datetime) -> str:
    typed = placement_jobs.Typed(*(form.get(each, "") for each in ("title", "starts_on", "ends_on", "hours_week")))
    actor_ = Actor(actor(), "coordinator" if has_role("coordinator") else "keyworker")
    placement_jobs.start(session, placed.placement, typed, actor_, now)
    return f"{first_name(placed.participant)} has a job there. Good news."


ACTS = {"days": _days, "review": _review, "word": _word, "job": _job}


def _errors(refused: Refused | None) -> Mapping[str, str]:
    """{field: sentence}"""
    if isinstance(refused, BadDays):
        return {f"what-{day}": sentence for day, sentence in refused.sentences.items()}
    if isinstance(refused, BadReview | BadWord | BadJob):
        return refused.sentences
    return {"refused": str(refused)} if refused is not None else {}
