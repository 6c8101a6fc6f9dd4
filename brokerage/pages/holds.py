"""A post held for one person: a coordinator holds it, a keyworker asks for it, and either gives it up."""

from collections.abc import Callable
from datetime import date

from flask import Blueprint, abort, flash, redirect, request, url_for
from sqlalchemy.orm import Session

from brokerage import settings, shortlists
from brokerage.access import actor, has_role
from brokerage.models import Participant
from brokerage.pages.acting import moment
from brokerage.pages.forms import Answer
from brokerage.pages.people import own
from brokerage.promises import holds
from brokerage.promises.holds import BadDay, NotHeld
from brokerage.promises.kept_post_models import Hold
from brokerage.shortlists import NotThere
from employers.clock import on_day
from employers.columns import Refused
from employers.db import transaction
from employers.flows import Act
from matching import grammar
from matching.week import Unreadable

pages = Blueprint("holds", __name__)


@pages.post("/vacancies/<reference>/holds")
def make(reference: str) -> Answer:
    """Holds a post for somebody; for a keyworker: asks a coordinator to."""
    try:
        with transaction(by=actor()) as session:
            job = shortlists.vacancy(session, reference)
            chosen = request.form.get("person", "")
            if not chosen:
                raise Refused("Choose the person for whom a post is held.")
            person = shortlists.participant(session, chosen)
            act, most = _act(person), settings.load().ring_fences.hold_most_days
            made = holds.hold(session, job, person, _until(), act, most_days=most)
            what = "A post is held" if made.state == "held" else "A coordinator is asked to hold a post"
            told = f"{what} for {person.called} until {on_day(made.until)}.", "success"
    except NotThere:
        abort(404)
    except Refused as refused:
        told = str(refused), "note"
    flash(*told)
    return redirect(_back(reference))


@pages.post("/holds/<reference>/<what>")
def change(reference: str, what: str) -> Answer:
    """Grants what a keyworker asked for, or says no to it; or gives a hold up."""
    do, said = CHANGES.get(what) or abort(404)
    try:
        with transaction(by=actor()) as session:
            held = holds.get(session, reference)
            vacancy = held.vacancy_reference
            act = _act(held.participant)
            told = said.format(held.participant.called), "success"
            try:
                with session.begin_nested():
                    do(session, held, act)
            except Refused as refused:
                told = str(refused), "note"
    except NotHeld:
        abort(404)
    flash(*told)
    return redirect(_back(vacancy))


CHANGES: dict[str, tuple[Callable[[Session, Hold, Act], Hold], str]] = {
    "grant": (holds.grant, "A post is held for {}."),
    "leave": (holds.leave, "No post is held for {}. The keyworker reads why."),
    "give-up": (holds.give_up, "The hold for {} is given up, and the post is free."),
}


def _act(person: Participant) -> Act:
    """Whoever asks, as coordinator if that, else as the person's own keyworker; for anybody else there is nothing here."""
    role = "coordinator" if has_role("coordinator") else "keyworker" if own(person) else abort(404)
    return Act(actor(), role, moment(), request.form.get("why"))


def _until() -> date:
    text = request.form.get("until", "").strip()
    try:
        return grammar.day(text)
    except Unreadable:
        raise BadDay(f"We read “{text}” as the last day. Write it as 2027-01-14.") from None


def _back(vacancy: str) -> str:
    return url_for("vacancies.show", reference=vacancy, _anchor="held")
