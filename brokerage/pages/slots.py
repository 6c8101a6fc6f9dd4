"""Slots: the times at which employers offer to see people, by day, and the form."""

from datetime import date, datetime, timedelta
from itertools import groupby

from flask import Blueprint, render_template, request, url_for
from sqlalchemy import select
from sqlalchemy.orm import joinedload

from brokerage import interviews
from brokerage.pages import forms, ways
from brokerage.pages.acting import moment
from brokerage.pages.forms import Answer, Trail
from brokerage.pages.listing import chips
from employers.db import reading
from employers.models import Agreement, Slot, Vacancy
from employers.slots import SLOTS

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
            days=[(day, list(some)) for day, some in groupby(shown, lambda slot: slot.starts_at.date())],
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
    return forms.edit(SLOTS, None, after=_after, trail=_trail, title="Add a time to see people", intro=INTRO)


@pages.route("/slots/<reference>/edit", methods=["GET", "POST"])
def edit(reference: str) -> Answer:
    return forms.edit(SLOTS, reference, after=_after, trail=_trail, title="Change this time", intro=INTRO)


def ends(slot: Slot) -> datetime | None:
    """When the last person's time at it is over, where the minutes are known."""
    return slot.starts_at + timedelta(minutes=slot.minutes) if slot.minutes else None


def _after(_slot: Slot) -> str:
    return url_for("slots.index")


def _trail(_slot: Slot | None) -> Trail:
    return [("Slots", url_for("slots.index"))]
