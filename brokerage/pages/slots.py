"""Slots: the times at which employers offer to see people, by day, and the form."""

from datetime import date, datetime, timedelta
from itertools import groupby

from flask import Blueprint, flash, redirect, render_template, request, url_for
from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from brokerage import interviews, settings
from brokerage.access import actor
from brokerage.diary.workdays import bank_holiday
from brokerage.look import day
from brokerage.pages import forms, ways
from brokerage.pages.acting import moment
from brokerage.pages.forms import Answer, Trail
from brokerage.pages.listing import chips
from brokerage.slots import SLOTS
from employers import records
from employers.clock import local
from employers.columns import BadCells, Wrong
from employers.db import reading, transaction
from employers.models import Agreement, Slot, Vacancy
from employers.times import offered_times
from employers.times.offered_times import SomebodyBooked
from employers.times.time_models import COUNTRIES

pages = Blueprint("slots", __name__)

INTRO = "A time is for an agreement, for a vacancy, or for both. It is local clock time."


@pages.get("/slots")
def index() -> str:
    begin = datetime.combine(date.today(), datetime.min.time())
    past = request.args.get("when") == "past"
    with reading() as session:
        query = select(Slot).options(
            joinedload(Slot.vacancy).joinedload(Vacancy.employer),
            joinedload(Slot.agreement).joinedload(Agreement.employer),
        )
        everything = session.scalars(query.order_by(Slot.starts_at, Slot.reference)).unique().all()
        coming = [slot for slot in everything if slot.starts_at >= begin]
        gone = [slot for slot in reversed(everything) if slot.starts_at < begin]
        shown = gone if past else coming
        booked = ways.bookings(session, everything)
        return render_template(
            "slots/index.html",
            days=[(on, list(some)) for on, some in groupby(shown, lambda slot: slot.starts_at.date())],
            whens=chips("when", [("", "To come", len(coming)), ("past", "Past", len(gone))]),
            past=past,
            ends=ends,
            offered=sum(slot.places or 0 for slot in coming),
            booked=booked,
            left=interviews.free_at(session, shown, moment()),
            seated=sum(len(booked.get(slot.reference, ())) for slot in coming),
        )


@pages.route("/slots/new", methods=["GET", "POST"])
def new() -> Answer:
    title = "Add a time to see people"
    return forms.edit(SLOTS, None, after=_after, trail=_trail, also=_looked_at, title=title, intro=INTRO)


@pages.route("/slots/<reference>/edit", methods=["GET", "POST"])
def edit(reference: str) -> Answer:
    title = "Change this time"
    return forms.edit(
        SLOTS, reference, after=_after, trail=_trail, template="slots/edit.html", title=title, intro=INTRO
    )


@pages.post("/slots/<reference>/take-away")
def take_away(reference: str) -> Answer:
    """The employer does not offer this time any more. Whoever a seat was kept for is on Today of who asked."""
    try:
        with transaction(by=actor()) as session:
            slot = records.find(session, SLOTS, reference)
            if slot is not None:  # else it was pressed twice
                offered_times.withdraw(session, slot)
    except SomebodyBooked as booked:
        flash(str(booked), "error")
        return redirect(url_for(".edit", reference=reference))
    flash("The time is taken away.", "success")
    return redirect(url_for(".index"))


def ends(slot: Slot) -> datetime | None:
    """When the last person's time at it is over, where the minutes are known."""
    return slot.starts_at + timedelta(minutes=slot.minutes) if slot.minutes else None


def _looked_at(_session: Session, slot: Slot) -> None:
    """Raises BadCells for a time that is over; says where it is a bank holiday."""
    if slot.starts_at <= local(moment()):
        raise BadCells([Wrong("starts_at", "", "that time is over; write one that is still to come")])
    country = settings.load().work.bank_holidays
    if bank_holiday(slot.starts_at.date(), country):
        flash(f"{day(slot.starts_at)} is a bank holiday in {COUNTRIES[country]}. Change the time if that is not meant.")


def _after(_slot: Slot) -> str:
    return url_for("slots.index")


def _trail(_slot: Slot | None) -> Trail:
    return [("Slots", url_for("slots.index"))]
