"""Interviews: a week of them with the places that are still free, and one day."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from flask import Blueprint, abort, render_template, request
from flask_security import current_user
from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from brokerage import interviews
from brokerage.access import has_role
from brokerage.diary import calendars
from brokerage.fits import caseload
from brokerage.models import Participant
from brokerage.pages import ways
from brokerage.pages.acting import moment
from brokerage.pages.ways import Way
from brokerage.referral_models import Booking
from employers.clock import local
from employers.db import reading
from employers.models import Agreement, Employer, Slot, Vacancy
from matching import grammar

pages = Blueprint("interviews", __name__, url_prefix="/interviews")


@dataclass(frozen=True)
class Time:
    """One slot: who is in it, how many places are free or kept for somebody, and who waits for one. A keyworker reads only the own people's names."""

    slot: Slot
    booked: Sequence[Booking]
    others: int
    free: int
    kept: int
    waiting: Sequence[Way]
    over: bool

    @property
    def of(self) -> Vacancy | Agreement:
        return self.slot.vacancy or self.slot.agreement or abort(404)  # a CHECK of the table sees to it

    @property
    def employer(self) -> Employer:
        return self.of.employer

    @property
    def what(self) -> str:
        return self.slot.vacancy.title if self.slot.vacancy else f"agreement {self.slot.agreement_reference}"

    @property
    def ends(self) -> datetime:
        return calendars.ends_at(self.slot)


@pages.get("")
def index() -> str:
    """Who is seen this week, and which places are free?"""
    today = local(moment()).date()
    begin = _asked_day(request.args.get("week", ""), today)
    monday = begin - timedelta(days=begin.weekday())
    days = [monday + timedelta(days=number) for number in range(7)]
    with reading() as session:
        times = _times(session, monday, 7)
        shown = [day for day in days if day.weekday() < 5 or any(time.slot.starts_at.date() == day for time in times)]
        return render_template(
            "interviews/index.html",
            days=[(day, [time for time in times if time.slot.starts_at.date() == day]) for day in shown],
            monday=monday,
            today=today,
            here=monday <= _asked_day("", today) < monday + timedelta(days=7),
            before=monday - timedelta(days=7),
            after=monday + timedelta(days=7),
            booked=sum(len(time.booked) for time in times),
            free=sum(time.free for time in times if not time.over),
        )


@pages.get("/<when>")
def day(when: str) -> str:
    """One day, a time after another: who is in it, and who could be."""
    try:
        on = grammar.day(when)
    except ValueError:
        abort(404)
    with reading() as session:
        times = _times(session, on, 1, waiting=True)
        return render_template(
            "interviews/day.html", on=on, times=times, before=on - timedelta(days=1), after=on + timedelta(days=1)
        )


def _times(session: Session, begin: date, days: int, *, waiting: bool = False) -> list[Time]:
    """The slots of these days. A keyworker's are those in which one of the own people is."""
    first = datetime.combine(begin, datetime.min.time())
    query = (
        select(Slot)
        .where(Slot.starts_at >= first, Slot.starts_at < first + timedelta(days=days))
        .options(
            joinedload(Slot.vacancy).joinedload(Vacancy.employer),
            joinedload(Slot.agreement).joinedload(Agreement.employer),
        )
        .order_by(Slot.starts_at, Slot.reference)
    )
    slots = session.scalars(query).unique().all()
    everybody = has_role("coordinator")
    mine = None if everybody else caseload.people_of(session, current_user)
    booked, wait = ways.bookings(session, slots), _waiting(session) if waiting and everybody else []
    free = interviews.free_at(session, slots, moment())
    times = [_time(slot, booked.get(slot.reference, []), free[slot.reference], mine, wait) for slot in slots]
    return [time for time in times if everybody or time.booked]


def _time(
    slot: Slot, booked: Sequence[Booking], free: int, mine: Sequence[Participant] | None, wait: Sequence[Way]
) -> Time:
    ids = None if mine is None else {person.id for person in mine}
    shown = [each for each in booked if ids is None or each.referral.participant_id in ids]
    places = 1 if slot.places is None else slot.places
    over = slot.starts_at <= local(moment())
    could = [way for way in wait if free and not over and _could_sit(way, slot)]
    kept = max(0, places - len(booked) - free)
    return Time(slot, shown, len(booked) - len(shown), free, kept, could, over)


def _waiting(session: Session) -> list[Way]:
    """Who waits for a time: whose interview the employer wants, or has promised."""
    now = moment()
    found = [ways.way(each, now) for each in ways.found(session)]
    return [way for way in found if way.referral.state in ("introduced", "held", "wanted") and way.whose == "us"]


def _could_sit(way: Way, slot: Slot) -> bool:
    """Whether a slot is offered for that vacancy; whether the person can come is looked at when it is booked."""
    job = way.referral.vacancy
    if slot.vacancy_reference not in (None, job.reference):
        return False
    return slot.agreement_reference in (None, job.agreement_reference, way.referral.agreement_reference)


def _asked_day(asked: str, today: date) -> date:
    try:
        return grammar.day(asked)
    except ValueError:
        return today + timedelta(days=2 if today.weekday() > 4 else 0)  # at the week's end the next one counts
