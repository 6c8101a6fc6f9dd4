"""The contact ledger: writing a contact down, reading it, correcting it, and ticking off what was promised."""

import re
import secrets
from collections.abc import Mapping
from datetime import date, datetime, timedelta
from typing import Any

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from sqlalchemy import select
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from brokerage.access import actor
from brokerage.ledger import entries, promises
from brokerage.ledger.columns import CORRECTED, NEW
from brokerage.ledger.models import CLOSED_AS, LedgerEntry
from brokerage.look import day_year
from brokerage.models import AuditEntry
from brokerage.pages.acting import as_day, moment, names
from brokerage.pages.forms import Answer
from brokerage.pages.ledger_form import NOTHING, first, form, typed
from brokerage.settings import load
from employers.clock import local
from employers.columns import BadCells, Refused
from employers.db import reading, transaction
from employers.models import Employer
from matching import grammar
from matching.week import Unreadable

pages = Blueprint("ledger", __name__)

KEY = re.compile(r"[0-9a-f]{16}")
TOLD = {
    "day": "Day",
    "kind": "How",
    "with_whom": "With whom",
    "decides": "Decides",
    "purpose": "What for",
    "said": "What was said",
}


@pages.get("/employers/<reference>/contacts")
def index(reference: str) -> str:
    """All that was written of one employer, the latest first."""
    with reading() as session:
        employer = an_employer(session, reference)
        found = entries.of_employer(session, employer)
        return render_template(
            "ledger/index.html", employer=employer, entries=found, names=names(session, {each.by for each in found})
        )


@pages.route("/employers/<reference>/contacts/new", methods=["GET", "POST"])
def new(reference: str) -> Answer:
    """The short form after a visit or a call. It warns of colleagues who spoke there lately, and takes what is written all the same."""
    cells, wrong = typed(NEW), NOTHING
    key = request.form.get("key", "")
    if request.method == "POST":
        try:
            with transaction(by=actor()) as session:
                employer = an_employer(session, reference)
                entry = entries.write(
                    session,
                    employer,
                    cells,
                    key=key if KEY.fullmatch(key) else secrets.token_hex(8),
                    by=actor(),
                    now=moment(),
                )
            flash(f"Your contact with {employer.name} is written down.", "success")
            return redirect(url_for(".show", entry=entry.reference))
        except BadCells as bad:
            wrong = bad.wrong
    with reading() as session:
        employer = an_employer(session, reference)
        shown = cells if wrong else first(session, employer)
        page = form(session, NEW, employer, shown, wrong, entry=None, key=key or secrets.token_hex(8))
    return (page, 422) if wrong else page


@pages.get("/contacts/<entry>")
def show(entry: str) -> str:
    return _page(entry)


@pages.route("/contacts/<entry>/correct", methods=["GET", "POST"])
def correct(entry: str) -> Answer:
    """Its author changes what was written; what stood there before is shown below it."""
    cells, wrong = typed(CORRECTED), NOTHING
    if request.method == "POST":
        try:
            with transaction(by=actor()) as session:
                changed = entries.correct(session, _entry(session, entry), cells, by=actor(), now=moment())
            flash(
                "It is corrected. What it said before stays below." if changed else "Nothing was different.", "success"
            )
            return redirect(url_for(".show", entry=entry))
        except BadCells as bad:
            wrong = bad.wrong
        except Refused as refused:
            return _page(entry, str(refused)), 409
    with reading() as session:
        found = _entry(session, entry)
        if found.by != actor() or found.taken_back_at:
            abort(404)
        shown = cells if wrong else entries.cells(found)
        page = form(session, CORRECTED, found.employer, shown, wrong, entry=found, key="")
    return (page, 422) if wrong else page


@pages.post("/contacts/<entry>/take-back")
def take_back(entry: str) -> Answer:
    """It counts for nothing any more; nothing of it is deleted."""
    try:
        with transaction(by=actor()) as session:
            entries.take_back(session, _entry(session, entry), request.form.get("why", ""), by=actor(), now=moment())
    except entries.NoReason as refused:
        return _page(entry, str(refused), at="why"), 422
    except Refused as refused:
        return _page(entry, str(refused)), 409
    flash("It is taken back: it counts for nothing, and stays readable with your reason.", "success")
    return redirect(url_for(".show", entry=entry))


@pages.post("/contacts/<entry>/read")
def read(entry: str) -> Response:
    """The lead has read what a colleague wrote."""
    with transaction(by=actor()) as session:
        entries.read_by_lead(_entry(session, entry), actor(), moment())
    return redirect(url_for(".show", entry=entry))


@pages.post("/contacts/<entry>/promises")
def promise(entry: str) -> Answer:
    """One more promise of that contact."""
    said = {name: request.form.get(name, "").strip() for name in ("side", "what", "due_on")}
    try:
        with transaction(by=actor()) as session:
            promises.add(session, _entry(session, entry), said["side"], said["what"], _day(said["due_on"]))
    except promises.NothingPromised as refused:
        return _page(entry, str(refused), at="what", said=said), 422
    flash("The promise is written down.", "success")
    return redirect(url_for(".show", entry=entry, _anchor="promises"))


@pages.post("/contacts/promises/<int:number>")
def close(number: int) -> Answer:
    """Ticks a promise off as kept or let go, or opens it again."""
    word = request.form.get("do", "")
    try:
        with transaction(by=actor()) as session:
            found = promises.get(session, number) or abort(404)
            entry = found.entry.reference
            if word in CLOSED_AS:
                promises.close(session, found, word, by=actor(), now=moment())
            elif word == "open":
                promises.reopen(session, found)
            else:
                abort(422)
    except promises.ClosedAlready as refused:
        return _page(entry, str(refused)), 409
    flash(
        {"kept": "Kept: ticked off.", "let_go": "Let go: it is not waited for any more."}.get(word, "Open again."),
        "success",
    )
    return redirect(url_for(".show", entry=entry, _anchor="promises"))


def an_employer(session: Session, reference: str) -> Employer:
    return session.scalar(select(Employer).where(Employer.reference == reference)) or abort(404)


def _entry(session: Session, reference: str) -> LedgerEntry:
    return entries.get(session, reference) or abort(404)


def _page(reference: str, wrong: str = "", *, at: str = "main-content", said: Mapping[str, str] | None = None) -> str:
    with reading() as session:
        entry = _entry(session, reference)
        told = _trail(session, entry)
        people = {entry.by, *(each.closed_by or entry.by for each in entry.promises), *(by for _, by, _ in told)}
        return render_template(
            "ledger/show.html",
            entry=entry,
            employer=entry.employer,
            own=entry.by == actor(),
            to_read=entry.for_lead == actor() and entry.read_at is None,
            names=names(session, people),
            trail=told,
            said=said or {},
            week=(local(moment()).date() + timedelta(days=load().ledger.promise_days)).isoformat(),
            errors={at: wrong} if wrong else {},
            as_day=as_day,
        )


def _trail(session: Session, entry: LedgerEntry) -> list[tuple[datetime, str, list[tuple[str, str, str]]]]:
    """[(when, by whom, [(what, before, after)])] of its corrections, the latest first."""
    query = select(AuditEntry).where(
        AuditEntry.kind == LedgerEntry.__tablename__,
        AuditEntry.reference == entry.reference,
        AuditEntry.action == "changed",
    )
    found = []
    for each in session.scalars(query.order_by(AuditEntry.id.desc())):
        changes = [
            (TOLD[name], _as_said(old), _as_said(new)) for name, (old, new) in each.changes.items() if name in TOLD
        ]
        if changes:
            found.append((local(each.at), each.by, changes))
    return found


def _as_said(value: Any) -> str:
    if value is None:
        return "nothing"
    if isinstance(value, bool):
        return "yes" if value else "no"
    if re.fullmatch(r"\d{4}-\d\d-\d\d", str(value)):
        return day_year(date.fromisoformat(value))
    choices = {name: word for column in CORRECTED.columns for name, word in (column.choices or {}).items()}
    return choices.get(str(value), str(value))


def _day(text: str) -> date | None:
    try:
        return grammar.day(text)
    except Unreadable:
        return None
