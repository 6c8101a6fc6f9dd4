"""Private calendar addresses: the calendar behind one, and the pages on which it is made, made anew and ended.

The own account's, for whoever signs in; a participant's by the keyworker, or by the participant through a link that was sent.
"""

from collections.abc import Callable

from flask import Blueprint, Response, abort, flash, get_flashed_messages, redirect, render_template, request, url_for
from sqlalchemy import select
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response as Answer

from brokerage import audit, diaries, messages
from brokerage.access import actor, who
from brokerage.accounts import User
from brokerage.diary import calendar_links, calendars, diary_readers
from brokerage.diary.calendar_links import Owner
from brokerage.fits.questions import first_name
from brokerage.keys import private_links
from brokerage.keys.private_links import Opened, PrivateLinkSpent
from brokerage.models import Participant
from brokerage.pages.acting import moment
from brokerage.pages.people import mine, trail
from brokerage.sending import reaching
from brokerage.settings import load
from employers.clock import local
from employers.db import reading, transaction
from employers.models import Contact

pages = Blueprint("calendars", __name__)
BY_LINK = "the person"  # who is named for what somebody does with the link that was sent
WRITTEN = ("email", "sms")  # channels by which a link can go


@pages.get("/calendar/<token>.ics")
def feed(token: str) -> Response:
    """The calendar of whoever has that address. A program that has it as it is hears so (304)."""
    now, rules = moment(), load()
    with reading() as session:
        owner = calendar_links.owner_of(session, token) or abort(404)
        found = diaries.entries(session, _reader(session, owner), diaries.span(local(now).date(), now))
        name = "Appointments" if isinstance(owner, Participant) else "Stepping Stone"
        text = calendars.feed(
            found, name=name, sender=rules.mail.sender, refresh_minutes=rules.calendars.refresh_minutes
        )
    answer = Response(text, content_type="text/calendar; charset=utf-8")
    answer.headers["Content-Disposition"] = 'inline; filename="calendar.ics"'
    answer.cache_control.private, answer.cache_control.no_cache = True, True
    answer.last_modified = max((each.changed_at for each in found), default=None)
    answer.add_etag()
    if request.if_none_match:  # by its bytes; the time of the last change says nothing of a place that was written anew
        answer.make_conditional(request)
    return answer


@pages.get("/account/calendar")
def own() -> str:
    with reading() as session:
        return _page(session, session.get_one(User, who().id), "calendars/own.html")


@pages.post("/account/calendar")
def make() -> Answer:
    return _do(lambda session: session.get_one(User, who().id), actor(), url_for(".own"))


@pages.get("/people/<reference>/calendar")
def of_person(reference: str) -> str:
    with reading() as session:
        person = mine(session, reference)
        return _page(
            session, person, "calendars/person.html", person=person, trail=trail(person), can_send=_can(person)
        )


@pages.post("/people/<reference>/calendar")
def for_person(reference: str) -> Answer:
    return _do(lambda session: mine(session, reference), actor(), url_for(".of_person", reference=reference))


@pages.post("/people/<reference>/calendar/send")
def send(reference: str) -> Answer:
    """Sends the person a link with which the own address is made: by the own channel, in the safe window."""
    now = moment()
    with transaction(by=actor()) as session:
        person = mine(session, reference)
        if not _can(person):
            abort(404)
        subject, body = messages.worded(
            "person_calendar",
            name=first_name(person),
            reference=person.reference,
            keyworker=who().called,
        )
        messages.put(
            session, f"person_calendar {person.reference} {local(now).date()}", person, subject, body, due_at=now
        )
        audit.note(session, "sent", "calendar_link", person.reference)
    flash(f"The link goes to {first_name(person)} in the next hours that are safe.", "success")
    return redirect(url_for(".of_person", reference=reference))


@pages.get("/my/calendar/<token>")
def private(token: str) -> str | tuple[str, int]:
    try:
        opened = _opened(token)
        with reading() as session:
            return _page(session, _behind(session, opened), "calendars/private.html")
    except PrivateLinkSpent as spent:
        return _spent(spent)


@pages.post("/my/calendar/<token>")
def by_link(token: str) -> Answer | tuple[str, int]:
    try:
        opened = _opened(token)
        return _do(lambda session: _behind(session, opened), BY_LINK, url_for(".private", token=token))
    except PrivateLinkSpent as spent:
        return _spent(spent)


def _spent(spent: PrivateLinkSpent) -> tuple[str, int]:
    return render_template("errors/error.html", heading="This link opens nothing any more", text=str(spent)), 410


def _page(session: Session, owner: Owner, template: str, **said: object) -> str:
    return render_template(
        template,
        link=calendar_links.of(session, owner),
        made=next(iter(get_flashed_messages(category_filter=["link"])), None),
        **said,
    )


def _do(owner: Callable[[Session], Owner], by: str, back: str) -> Answer:
    """Makes an address, which the next page shows and none after it; or ends the one there is."""
    with transaction(by=by) as session:
        if request.form.get("do") == "end":
            if calendar_links.end(session, owner(session), moment()):
                flash("The address is ended. A calendar program that asks for it finds nothing there.", "success")
        else:
            text = calendar_links.make(session, owner(session), moment())
            flash(f"{load().address}/calendar/{text}.ics", "link")  # the category that no page shows but these
    return redirect(back)


def _reader(session: Session, owner: Owner) -> diary_readers.Owner:
    """Whose diary it is: an employer's account reads that of its contact."""
    if isinstance(owner, User) and owner.may("employer"):
        return (session.get(Contact, owner.contact_id) if owner.contact_id is not None else None) or abort(404)
    return owner


def _opened(token: str) -> Opened:
    rules = load()
    return private_links.read("calendar", token, rules.secret_key(), rules.calendars.link_days)


def _behind(session: Session, opened: Opened) -> Participant:
    person = _participant(session, opened.reference)
    reaching.check_link(person, opened)
    return person


def _participant(session: Session, reference: str) -> Participant:
    return session.scalar(select(Participant).where(Participant.reference == reference)) or abort(404)


def _can(person: Participant) -> bool:
    return person.channel in WRITTEN and not person.paused
