"""People: a keyworker's own, in full; for coordinators everybody, by name and by what fits, without a profile."""

import json
from collections.abc import Mapping, Sequence
from datetime import UTC, date
from typing import Any
from zoneinfo import ZoneInfo

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask_security import current_user
from sqlalchemy import select
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from brokerage import accounts, places, profile, shortlists, weeks
from brokerage.access import actor, has_role, who
from brokerage.fits import caseload, questions, suited, thought_of
from brokerage.fits.questions import first_name
from brokerage.models import AuditEntry, Participant
from brokerage.pages import fields, forms
from brokerage.pages.form_choices import last_change
from brokerage.participants import PARTICIPANTS
from employers import records
from employers.columns import CLEAR, BadCells
from employers.db import reading, transaction

pages = Blueprint("people", __name__, url_prefix="/people")

LOCAL = ZoneInfo("Europe/London")
WEEK_FIELDS = ("available", "caring", "drop_off", "pick_up")
AT_ONCE = 25  # lines of a coordinator's page
FILTERS = {"all": "All", "nothing": "Nothing fits yet", "check": "To check", "paused": "Paused"}


@pages.app_template_filter("first_name")
def _first_name(person: Participant) -> str:
    return first_name(person)


@pages.app_template_filter("list_words")
def list_words(words: Sequence[str]) -> str:
    """Skills, journey and pay"""
    *most, last = [word if word[1:2].isupper() else word[:1].lower() + word[1:] for word in words]
    text = f"{', '.join(most)} and {last}" if most else last
    return text[:1].upper() + text[1:]


@pages.get("")
def index() -> str:
    if has_role("keyworker"):
        return _own_people()
    return _everybody()


@pages.get("/<reference>")
def show(reference: str) -> str:
    with reading() as session:
        person = seen(session, reference)
        if not own(person):
            return render_template("people/shared.html", person=person, shared=profile.shared(person))
        return _profile(session, person, PARTICIPANTS.cells(person), {})


@pages.post("/<reference>/week")
def week(reference: str) -> str | Response | tuple[str, int]:
    """Saves when somebody could work. The two texts are what counts; the picture is drawn from them."""
    typed = {name: request.form.get(name, "").strip() for name in WEEK_FIELDS}
    columns, seen, code = [PARTICIPANTS.column(name) for name in WEEK_FIELDS], forms.as_shown(), 422
    try:
        with transaction(by=actor()) as session:
            person = mine(session, reference)
            before = PARTICIPANTS.cells(person)
            if seen and forms.changed_meanwhile(columns, before, seen, typed):
                raise forms.ChangedMeanwhile(before, last_change(session, PARTICIPANTS, reference))
            cells = {name: text or CLEAR for name, text in typed.items()}
            saved = records.save(
                session, PARTICIPANTS, cells, locate=places.finder(session), record=person, whole=False
            )
            _say_saved(person, saved)
        return redirect(url_for(".show", reference=reference, _anchor="week"))
    except BadCells as bad:
        errors = {each.column: fields.in_words(PARTICIPANTS, each.sentence) for each in bad.wrong}
    except forms.ChangedMeanwhile as changed:
        shown, code = forms.merged(columns, typed, seen, changed), 409
        typed, errors = dict(shown.cells), {name: f"{note} By {changed.who}." for name, note in shown.notes.items()}
    with reading() as session:
        person = mine(session, reference)
        return _profile(session, person, {**PARTICIPANTS.cells(person), **typed}, errors), code


@pages.post("/<reference>/live")
def live(reference: str) -> Response:
    """The person would like a pause, or is back. No reason is asked."""
    answer = "yes" if request.form.get("live") == "yes" else "no"
    with transaction(by=actor()) as session:
        person = mine(session, reference)
        records.save(session, PARTICIPANTS, {"live": answer}, locate=places.finder(session), record=person, whole=False)
        name = first_name(person)
    said = (
        f"{name} is in the lists again."
        if answer == "yes"
        else f"{name} is paused: in no list until you end the pause."
    )
    flash(said, "success")
    return redirect(url_for(".show", reference=reference))


@pages.route("/new", methods=["GET", "POST"])
def new() -> forms.Answer:
    return forms.edit(PARTICIPANTS, None, after=_after, trail=lambda _person: [(_menu_word(), url_for(".index"))])


@pages.route("/<reference>/edit", methods=["GET", "POST"])
def edit(reference: str) -> forms.Answer:
    return forms.edit(PARTICIPANTS, reference, after=_after, trail=trail, may=own)


def own(person: Participant) -> bool:
    """Whether whoever asks is this person's keyworker."""
    return has_role("keyworker") and person.keyworker_id == who().id


def mine(session: Session, reference: str) -> Participant:
    """One of the keyworker's own people; anybody else's looks absent."""
    person = seen(session, reference)
    return person if own(person) else abort(404)


def seen(session: Session, reference: str) -> Participant:
    """A person of whom whoever asks may see something."""
    person: Participant | None = records.find(session, PARTICIPANTS, reference)
    if person is None or not (own(person) or has_role("coordinator")):
        abort(404)
    return person


def trail(person: Participant, *, itself: bool = True) -> list[tuple[str, str]]:
    """Where pages under a person hang."""
    above = [(_menu_word(), url_for("people.index"))]
    return [*above, (person.called, url_for("people.show", reference=person.reference))] if itself else above


def _menu_word() -> str:
    return "My people" if has_role("keyworker") else "People"


def _after(person: Participant) -> str:
    """Somebody given to another keyworker, or to none, is no longer one's own to look at."""
    return url_for(".show", reference=person.reference) if own(person) or has_role("coordinator") else url_for(".index")


def _own_people() -> str:
    wanted, chosen = request.args.get("q", "").strip(), request.args.get("show", "all")
    with reading() as session:
        mine_all = caseload.cases(session, caseload.people_of(session, current_user), date.today())
        groups = {
            "all": mine_all,
            "nothing": [case for case in mine_all if case.nothing_yet],
            "check": [case for case in mine_all if case.count("check")],
            "paused": [case for case in mine_all if case.person.paused],
        }
        shown = [case for case in groups.get(chosen, mine_all) if _called(case.person, wanted)]
        asked = {case.person.reference: questions.settling(case.person, case.lines) for case in shown}
        return render_template(
            "people/mine.html", cases=shown, asked=asked, groups=groups, filters=FILTERS, chosen=chosen, wanted=wanted
        )


def _everybody() -> str:
    wanted, keyworker = request.args.get("q", "").strip(), request.args.get("keyworker", "")
    page = max(1, request.args.get("page", 1, type=int))
    with reading() as session:
        people = caseload.everybody(session)
        keyworkers = sorted({(one.keyworker.called, one.keyworker.email) for one in people if one.keyworker})
        found = [
            one
            for one in people
            if _called(one, wanted)
            and (not keyworker or (one.keyworker.email if one.keyworker else "none") == keyworker)
        ]
        only_unserved = request.args.get("show") == "nothing"
        if only_unserved:
            found = suited.unserved(session, found, date.today())
        shown = caseload.cases(session, found[(page - 1) * AT_ONCE : page * AT_ONCE], date.today())
        return render_template(
            "people/everybody.html",
            cases=shown,
            found=len(found),
            keyworkers=keyworkers,
            wanted=wanted,
            keyworker=keyworker,
            unserved=only_unserved,
            page=page,
            pages=-(-len(found) // AT_ONCE),
        )


def _called(person: Participant, wanted: str) -> bool:
    return not wanted or wanted.casefold() in f"{person.name or ''} {person.reference}".casefold()


def _profile(session: Session, person: Participant, cells: Mapping[str, str], errors: dict[str, str]) -> str:
    """The profile with the week as `cells` have it: what was typed stays when it cannot be saved."""
    today = date.today()
    rules = shortlists.policy()
    [case] = caseload.cases(session, [person], today)
    return render_template(
        "people/show.html",
        person=person,
        case=case,
        asked=questions.settling(person, case.lines),
        phrases=profile.phrases(person, rules.taxonomy),
        others=[(line, thought_of.because(line)) for line in thought_of.others(person, case.lines, rules)],
        certificates=profile.certificates(person, today),
        restrictions=profile.restrictions(person, today),
        training=profile.training(person),
        wishes=profile.wishes(person),
        room=profile.room(person),
        touch=profile.touch(person),
        shared=profile.shared(person),
        cells=cells,
        seen=json.dumps({name: cell for name, cell in PARTICIPANTS.cells(person).items() if name in WEEK_FIELDS}),
        drawing=weeks.drawing(cells["available"], cells["caring"], (person.drop_off, person.pick_up)),
        possible=weeks.possible_hours(person),
        in_words=weeks.in_words(person),
        changed=_last_change(session, person),
        errors=errors,
    )


def _last_change(session: Session, person: Participant) -> dict[str, Any] | None:
    """Who changed the profile last, and on which day."""
    entry = session.scalar(
        select(AuditEntry)
        .where(AuditEntry.kind == Participant.__tablename__, AuditEntry.reference == person.reference)
        .order_by(AuditEntry.id.desc())
        .limit(1)
    )
    if entry is None:
        return None
    user = accounts.find(session, entry.by)
    on = entry.at.replace(tzinfo=UTC).astimezone(LOCAL).date()
    return {"by": user.called if user else entry.by, "on": on}


def _say_saved(person: Participant, saved: records.Saved) -> None:
    name = first_name(person)
    if not saved.changes:
        flash(f"Nothing was different, so nothing was changed in {name}’s week.", "success")
        return
    flash(f"{name}’s week is saved.", "success")
    for _, note in saved.notes:
        flash(f"{note[:1].upper()}{note[1:]}.", "note")
    for text in (person.available, person.caring):
        for span in weeks.long_nights(weeks.read(text, widen=True)):
            flash(f"{span} runs past midnight into the next afternoon. If that is not meant, correct it below.", "note")
