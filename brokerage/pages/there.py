"""One time at which people are seen: who of us is there, and the link of a call, which is told only to those who are booked."""

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload
from werkzeug.wrappers import Response

from brokerage import accounts, interviews
from brokerage.access import actor, has_role, who
from brokerage.correspondence import attending
from brokerage.diary import attendance
from brokerage.look import plural
from brokerage.pages import ways
from brokerage.pages.acting import moment, status
from brokerage.pages.people import own
from brokerage.referrals import Actor
from employers.clock import local
from employers.columns import Refused
from employers.db import reading, transaction
from employers.models import Agreement, Slot, Vacancy
from employers.times.openings import HOW_A_LINK, is_link

pages = Blueprint("there", __name__, url_prefix="/slots/<reference>")

Answer = str | Response | tuple[str, int]


@pages.get("/there")
def show(reference: str) -> str:
    return _page(reference)


@pages.post("/there")
def name(reference: str) -> Answer:
    """Somebody of us is to be there, or does not have to any more."""
    now = moment()
    try:
        with transaction(by=actor()) as session:
            slot = _slot(session, reference)
            user = accounts.find(session, request.form.get("who", ""))
            if user is None or not user.active or not (user.may("coordinator") or user.may("keyworker")):
                raise Refused("Choose who of us is to be there.")
            if request.form.get("do") == "off":
                attendance.unname(session, slot, user)
                attending.tell(session, slot, user, attending.TAKEN_OFF, by=actor(), now=now)
                flash(f"{user.called} does not have to be there any more.", "success")
            else:
                attendance.name(session, slot, user)
                attending.tell(session, slot, user, attending.NAMED, by=actor(), now=now)
                flash(f"{user.called} is to be there.", "success")
    except Refused as refused:
        return _page(reference, {"who": str(refused)}), status(refused)
    return redirect(url_for(".show", reference=reference))


@pages.post("/link")
def link(reference: str) -> Answer:
    text = request.form.get("link", "").strip()
    if text and not is_link(text):
        return _page(reference, {"link": f"{HOW_A_LINK[:1].upper()}{HOW_A_LINK[1:]}."}), 422
    with transaction(by=actor()) as session:
        slot = _slot(session, reference)
        told = interviews.say_link(session, slot, text or None, Actor(actor(), "coordinator"), moment())
        done = "The link is kept. Only those who are booked are told" if text else "The link is taken out"
        flash(done + (f": both sides of {plural(told, 'interview')}." if told else "."), "success")
    return redirect(url_for(".show", reference=reference))


def _page(reference: str, errors: dict[str, str] | None = None) -> str:
    now = moment()
    with reading() as session:
        slot = _slot(session, reference)
        booked = ways.bookings(session, [slot]).get(reference, [])
        seen = [each for each in booked if has_role("coordinator") or own(each.referral.participant)]
        there = attendance.at(session, [slot]).get(reference, [])
        if not seen and not has_role("coordinator") and who().id not in {each.user_id for each in there}:
            abort(404)
        wants = {each.referral_id: attendance.need_of(session, each.referral) for each in seen}
        return render_template(
            "slots/there.html",
            slot=slot,
            employer=(slot.vacancy or slot.agreement or abort(404)).employer,
            booked=seen,
            others=len(booked) - len(seen),
            needs=wants,
            free=interviews.free(session, slot, now),
            over=slot.starts_at <= local(now),
            there=there,
            host=attendance.host(session, slot),
            ours=[each for each in accounts.everyone(session) if each.active and _ours(each)],
            typed=request.form,
            errors=errors or {},
        )


def _ours(user: accounts.User) -> bool:
    return user.may("coordinator") or user.may("keyworker")


def _slot(session: Session, reference: str) -> Slot:
    query = select(Slot).where(Slot.reference == reference)
    whole = query.options(
        joinedload(Slot.vacancy).joinedload(Vacancy.employer), joinedload(Slot.agreement).joinedload(Agreement.employer)
    )
    return session.scalar(whole) or abort(404)
