"""Visits to come: a week or a month of them, planning and calling off, and one of them for a calendar elsewhere."""

from calendar import monthrange
from datetime import date, timedelta

from flask import Blueprint, Response, abort, flash, redirect, render_template, request, url_for
from flask_security import current_user
from sqlalchemy import select
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response as Redirect

from brokerage import diaries
from brokerage.access import actor
from brokerage.diary import calendars
from brokerage.ledger import visits
from brokerage.ledger.models import PlannedVisit
from brokerage.ledger.weeks import monday_of
from brokerage.pages.acting import moment, names
from brokerage.pages.listing import chips, with_args
from employers import readers
from employers.clock import local
from employers.columns import Refused
from employers.db import reading, transaction
from employers.models import Employer
from matching import grammar
from matching.week import Unreadable

pages = Blueprint("visits", __name__)
EVERY = readers.whole(1, 52)  # weeks


@pages.get("/visits")
def index() -> str:
    """Where do I go, and when? A week, or a month as a list."""
    today, month = local(moment()).date(), request.args.get("month", "")
    begin, end = _month(month) if month else _week(request.args.get("week", ""), today)
    mine = request.args.get("whose", "") != "all"
    with reading() as session:
        found = visits.open_ones(session, by=actor() if mine else None, begin=begin, end=end)
        late = visits.open_ones(session, by=actor(), end=today - timedelta(days=1))
        days = [begin + timedelta(days=number) for number in range((end - begin).days + 1)]
        by_day = [(day, [visit for visit in found if visit.day == day]) for day in days]
        return render_template(
            "ledger/visits.html",
            days=[(day, those) for day, those in by_day if those or (not month and day.weekday() < 5)],
            count=len(found),
            late=late,
            names=names(session, {each.by for each in found}),
            whose=chips("whose", [("", "My visits", None), ("all", "Everybody’s", None)]),
            month=month,
            begin=begin,
            today=today,
            before=_beside(begin - timedelta(days=1), month),
            after=_beside(end + timedelta(days=1), month),
            other=with_args(month=None, week=None if begin <= today <= end else begin.isoformat())
            if month
            else with_args(week=None, month=f"{begin:%Y-%m}"),
            me=actor(),
        )


@pages.post("/employers/<reference>/visit")
def plan(reference: str) -> Redirect:
    """Plans a visit, or moves the one that is planned."""
    try:
        with transaction(by=actor()) as session:
            employer = session.scalar(select(Employer).where(Employer.reference == reference)) or abort(404)
            at = request.form.get("at", "").strip()
            day = grammar.day(request.form.get("day", "").strip())
            time = readers.clock(at) if at else None
            weeks = int(EVERY(said)) if (said := request.form.get("weeks", "").strip()) else None
            visits.plan(session, employer, day, time, by=actor(), today=local(moment()).date(), weeks=weeks)
    except Unreadable:
        flash(
            "No visit was planned: write its day, a time such as 10:30 if there is one, and up to 52 weeks if it comes again.",
            "error",
        )
    except Refused as refused:
        flash(str(refused), "error")
    else:
        flash("The visit is planned.", "success")
    return redirect(url_for("employers.show", reference=reference, _anchor="contact"))


@pages.post("/visits/<visit>/call-off")
def call_off(visit: str) -> Redirect:
    try:
        with transaction(by=actor()) as session:
            visits.call_off(session, _visit(session, visit), by=actor(), now=moment())
    except Refused as refused:
        flash(str(refused), "error")
    else:
        flash("The visit is called off here. Tell them, too.", "success")
    return redirect(url_for(".index"))


@pages.get("/visits/<visit>.ics")
def calendar(visit: str) -> Response:
    """One visit for a calendar elsewhere: where and when, and nothing of what was said."""
    with reading() as session:
        found = _visit(session, visit)
        if found.open is None:
            abort(404)
        changed = diaries.changes(session, "planned_visit", [found.reference])
        entry = diaries.visit(found, changed.get(found.reference, diaries.BEGAN))
    text = calendars.single(entry, moment(), sender=current_user.email)
    answer = Response(text, mimetype="text/calendar")
    answer.headers["Content-Disposition"] = f'attachment; filename="visit-{found.day}.ics"'
    return answer


def _visit(session: Session, reference: str) -> PlannedVisit:
    return visits.get(session, reference) or abort(404)


def _week(asked: str, today: date) -> tuple[date, date]:
    """Monday to Sunday of the week in which that day lies; else this one, or the next once it is Saturday."""
    try:
        monday = monday_of(grammar.day(asked))
    except ValueError:
        monday = monday_of(today) + timedelta(weeks=today.weekday() > 4)
    return monday, monday + timedelta(days=6)


def _month(asked: str) -> tuple[date, date]:
    try:
        first = grammar.day(f"{asked}-01")
    except ValueError:
        abort(404)
    return first, first.replace(day=monthrange(first.year, first.month)[1])


def _beside(day: date, month: str) -> tuple[date, str]:
    """The span before or after, with its address."""
    return (day, with_args(month=f"{day:%Y-%m}")) if month else (monday_of(day), with_args(week=day.isoformat()))
