"""Times that come again, and days away: of employers, as a coordinator writes them down, and one's own."""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask_security import current_user
from sqlalchemy import select
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from brokerage import settings
from brokerage.access import actor, has_role
from brokerage.diary import attendance
from brokerage.diary.workdays import bank_holiday
from brokerage.pages import ways
from brokerage.pages.acting import moment
from brokerage.referral_models import Referral
from brokerage.seating import room
from brokerage.seating.room import Room
from brokerage.shortlists import unlisted
from employers.agreement_life import in_force
from employers.clock import local
from employers.columns import BadCells, Refused, Wrong
from employers.db import reading, transaction
from employers.models import Agreement, Employer, Introduction, Vacancy
from employers.times import days_away, opening_form, openings
from employers.times.time_models import COUNTRIES, Opening

pages = Blueprint("openings", __name__)

Answer = str | Response | tuple[str, int]


@pages.get("/openings")
def index() -> str:
    """Which times come again, by employer."""
    today = local(moment()).date()
    with reading() as session:
        return render_template(
            "openings/index.html",
            openings=openings.going_on(session, today),
            owner=openings.owner,
            said=openings.said,
            countries=COUNTRIES,
        )


@pages.route("/openings/new", methods=["GET", "POST"])
def new() -> Answer:
    if request.method == "GET":
        return _form()
    today = local(moment()).date()
    try:
        with transaction(by=actor()) as session:
            made = openings.put(session, _typed(session), today, until(today), bank_holiday)
            flash(made_words(len(made)), "success")
    except BadCells as bad:
        return _form({each.column: each.sentence for each in bad.wrong}), 422
    return redirect(url_for(".index"))


@pages.route("/openings/<reference>/edit", methods=["GET", "POST"])
def edit(reference: str) -> Answer:
    """Other days, hours or places for times that come again: the free ones are made anew."""
    if request.method == "GET":
        return _form(reference=reference)
    today = local(moment()).date()
    try:
        with transaction(by=actor()) as session:
            opening, to = openings.get(session, reference), _typed(session)
            made, stay = openings.change(session, opening, to, today=today, until=until(today), holiday=bank_holiday)
            flash(changed_words(len(made), len(stay)), "success")
    except BadCells as bad:
        return _form({each.column: each.sentence for each in bad.wrong}, reference), 422
    return redirect(url_for(".index"))


@pages.post("/openings/<reference>/end")
def end(reference: str) -> Answer:
    try:
        with transaction(by=actor()) as session:
            stay = openings.end(session, openings.get(session, reference), local(moment()).date())
            flash(ended_words(len(stay)), "success")
    except Refused as refused:
        flash(str(refused), "error")
    return redirect(url_for(".index"))


@pages.route("/days-away", methods=["GET", "POST"])
def away() -> Answer:
    """Days on which one of us, or an employer, is at no interview; and what has to be moved for it."""
    if request.method == "GET":
        return _away()
    today = local(moment()).date()
    try:
        with transaction(by=actor()) as session:
            first, last = opening_form.days(request.form)
            if (reference := request.form.get("employer", "")) and has_role("coordinator"):
                employer = session.scalar(select(Employer).where(Employer.reference == reference)) or abort(404)
                _, stay = days_away.away(session, employer, first, last, today)
                flash(away_words(len(stay)), "success")
            else:
                attendance.be_away(session, current_user, first, last, today)
                flash("Noted. No interview asks for you on these days.", "success")
    except BadCells as bad:
        return _away({each.column: each.sentence for each in bad.wrong}), 422
    return redirect(url_for(".away"))


@pages.post("/days-away/<reference>/back")
def back(reference: str) -> Answer:
    today = local(moment()).date()
    try:
        with transaction(by=actor()) as session:
            if request.form.get("whose") == "employer" and has_role("coordinator"):
                absence = days_away.get(session, reference)
                made = openings.there_after_all(session, absence, today, until(today), bank_holiday)
                flash(back_words(len(made)), "success")
            else:
                attendance.be_there_after_all(session, current_user, reference)
                flash("Taken back. You can be asked to be at interviews on these days.", "success")
    except Refused as refused:
        flash(str(refused), "error")
    return redirect(url_for(".away"))


@pages.app_context_processor
def _for_pages_of_vacancies() -> dict[str, Any]:
    return {"room_of": _room_of}


def _room_of(job: Vacancy) -> Room:
    with reading() as session:
        return room.of(session, job, moment())


def until(today: date) -> date:
    """The last day for which times are made ahead."""
    return today + timedelta(weeks=settings.load().interviews.openings_weeks)


def made_words(count: int) -> str:
    return "Kept. No time lies within the next weeks; they are made as their days come nearer." if not count else (
        f"Kept. {'1 time is' if count == 1 else f'{count} times are'} offered now, and more follow by themselves."
    )  # fmt: skip


def changed_words(count: int, stay: int) -> str:
    kept = f" {_people_at(stay)} booked stay as they were told until they are moved." if stay else ""
    return f"Changed. {'1 time is' if count == 1 else f'{count} times are'} offered anew.{kept}"


def ended_words(stay: int) -> str:
    kept = f" {_people_at(stay)} booked stay until they are moved." if stay else ""
    return f"Ended. Times that were still free are taken out.{kept}"


def away_words(stay: int) -> str:
    kept = f" {_people_at(stay)} booked stay, and are listed to be moved." if stay else ""
    return f"Noted. Times that were still free on these days are taken out.{kept}"


def back_words(count: int) -> str:
    again = f" {count} of the times that come again are offered again." if count else ""
    return f"Taken back.{again} Other times on these days have to be offered anew."


def _people_at(count: int) -> str:
    return "1 time with somebody" if count == 1 else f"{count} times with somebody"


def _typed(session: Session) -> Opening:
    """What was filled in: for a vacancy, an agreement, or a vacancy under one. Raises BadCells."""
    form = request.form
    job = session.scalar(select(Vacancy).where(Vacancy.reference == form.get("vacancy", "")))
    under = session.scalar(select(Agreement).where(Agreement.reference == form.get("agreement", "")))
    if job is None and under is None:
        raise BadCells([Wrong("vacancy", "", "choose the vacancy or the agreement that these times are for")])
    if job and under and job.employer_reference != under.employer_reference:
        raise BadCells([Wrong("agreement", "", "choose an agreement with the employer of that vacancy")])
    return opening_form.read(
        form,
        form.getlist("weekdays"),
        vacancy=job.reference if job else None,
        agreement=under.reference if under else None,
    )


def _form(errors: dict[str, str] | None = None, reference: str = "") -> str:
    """The form, for one that is to be changed or a new one."""
    today = local(moment()).date()
    with reading() as session:
        opening = openings.get(session, reference) if reference else None
        jobs = session.scalars(select(Vacancy).order_by(Vacancy.title, Vacancy.reference)).all()
        agreements = session.scalars(select(Agreement).order_by(Agreement.reference)).all()
        fresh = opening is not None and request.method == "GET"
        chosen, under = request.values.get("vacancy", ""), request.values.get("agreement", "")
        if opening is not None and fresh:
            chosen, under = opening.vacancy_reference or "", opening.agreement_reference or ""
        return render_template(
            "openings/new.html",
            opening=opening,
            jobs=[job for job in jobs if unlisted(job, today) is None or job.reference == chosen],
            agreements=[each for each in agreements if in_force(each, today) or each.reference == under],
            chosen=chosen,
            under=under,
            weekdays=list(enumerate(openings.DAYS)),
            countries=COUNTRIES,
            country=settings.load().work.bank_holidays,
            typed=opening_form.cells(opening) if opening is not None and fresh else request.form,
            ticked=opening.weekdays.split(";") if opening is not None and fresh else request.form.getlist("weekdays"),
            errors=errors or {},
        )


def _away(errors: dict[str, str] | None = None) -> str:
    now = moment()
    at = local(now)
    coordinator = has_role("coordinator")
    with reading() as session:
        employers = session.scalars(select(Employer).order_by(Employer.name)).all() if coordinator else []
        own = [each for each in attendance.of_user(session, current_user) if each.last_on >= at.date()]
        return render_template(
            "openings/away.html",
            own=own,
            employers=employers,
            away=days_away.still_away(session, at.date()) if coordinator else [],
            to_move=_behind(session, days_away.to_move(session, at)) if coordinator else [],
            to_cover=attendance.to_cover(session, at.date(), None if coordinator else current_user),
            on_days=days_away.on_days,
            typed=request.form,
            errors=errors or {},
        )


def _behind(session: Session, cards: Sequence[Introduction]) -> list[ways.Way]:
    query = select(Referral).where(Referral.introduction_id.in_([card.id for card in cards]))
    now = moment()
    return [ways.way(each, now) for each in session.scalars(query)]
