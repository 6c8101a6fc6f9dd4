"""What the private link in a message opens: choosing a time, moving it, giving it back, or saying that none suits. Nobody signs in here.

The page shows one meeting to whoever holds the link, and no other person; what is refused is said without a word about anybody's life.
"""

from collections.abc import Callable
from datetime import datetime
from itertools import groupby

from flask import Blueprint, current_app, flash, redirect, render_template, request, url_for
from sqlalchemy import select
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from brokerage import interviews, referrals
from brokerage.correspondence import telling
from brokerage.diary import attendance, calendars
from brokerage.diary.attendance import AtAnother
from brokerage.interviews import Elsewhere, SlotFull, WrongSlot
from brokerage.keys import private_links
from brokerage.keys.private_links import Opened, PrivateLinkSpent
from brokerage.pages.acting import TimeChanged, as_shown, moment, status
from brokerage.referral_models import Referral
from brokerage.referrals import PERSON
from brokerage.sending import reaching
from brokerage.settings import Settings
from brokerage.shortlists import NotThere
from employers.clock import local
from employers.columns import Refused
from employers.db import reading, transaction
from employers.models import LINE, Slot

pages = Blueprint("my_times", __name__)

Answer = str | Response | tuple[str, int]
CHOOSING = ("introduced", "held", "wanted", "booked")  # states in which a time can be chosen, promised ones among them
NOT_HERE = "This cannot be changed here just now. Nothing was changed; whoever sent the link can help."
ELSEWHERE = "You are expected somewhere else around that time, and nothing was changed. The times below leave you room for both."
GIVEN_BACK = "Thank you for saying so. That time is given back, and nothing else changes."
YOURS_AGAIN = "Thank you. That time is yours again."
GONE = "That time went a moment ago, and nothing was changed. The times below are still free."


class ChooseOne(Refused):
    def __init__(self) -> None:
        super().__init__("Choose one of the times.")


@pages.route("/my/times/<token>", methods=["GET", "POST"])
def show(token: str) -> Answer:
    rules: Settings = current_app.config["SETTINGS"]
    try:
        opened = private_links.read("times", token, rules.secret_key(), rules.interviews.link_days)
        if request.method == "GET":
            return _page(opened)
        return _chosen(opened, token)
    except PrivateLinkSpent as spent:
        return render_template("errors/error.html", heading="This link no longer works", text=str(spent)), 410


def _chosen(opened: Opened, token: str) -> Answer:
    try:
        with transaction(by=PERSON.email) as session:
            said = DOES.get(request.form.get("do", ""), _book)(session, _behind(session, opened), moment())
    except PrivateLinkSpent:
        raise
    except ChooseOne as refused:
        return _page(opened, str(refused)), 422
    except TimeChanged as changed:
        return _page(opened, str(changed)), 409
    except (AtAnother, SlotFull, WrongSlot):
        return _page(opened, GONE), 409
    except Elsewhere:
        return _page(opened, ELSEWHERE), 409
    except Refused as refused:
        return _page(opened, NOT_HERE), status(refused)
    flash(said, "success")
    return redirect(url_for(".show", token=token), 303)


def _page(opened: Opened, refused: str = "") -> str:
    now = moment()
    with reading() as session:
        referral = _behind(session, opened)
        booked, keyworker = _booked(referral), referral.participant.keyworker
        need = attendance.need_of(session, referral)
        begun = booked is not None and booked.starts_at <= local(now)
        offered = interviews.offered(session, referral, now) if referral.state in CHOOSING and not begun else []
        kept = referral.kept_seat
        return render_template(
            "my/times.html",
            job=referral.vacancy,
            employer=referral.vacancy.employer,
            keyworker=keyworker.called if keyworker else None,
            booked=booked,
            ends=calendars.ends_at,
            place=lambda slot: telling.event(referral, slot)[2],
            begun=begun,
            companion=need.companion.called if need and need.companion and booked else None,
            days=[(day, list(some)) for day, some in groupby(offered, lambda slot: slot.starts_at.date())],
            kept=kept.slot_reference if kept and kept.until > now else "",
            again=interviews.could_stand_again(session, referral, PERSON, now),
            can_choose=referral.state in CHOOSING,
            refused=refused,
            errors={"time-1": refused} if refused else {},
        )


def _behind(session: Session, opened: Opened) -> Referral:
    """The referral that a link is about. Raises PrivateLinkSpent where it has ended, or the address is not the person's any more."""
    try:
        referral = referrals.get(session, opened.reference)
    except NotThere:
        raise PrivateLinkSpent from None
    if referral.state == "ended":
        raise PrivateLinkSpent
    reaching.check_link(referral.participant, opened)
    return referral


def _book(session: Session, referral: Referral, now: datetime) -> str:
    slot = session.scalar(select(Slot).where(Slot.reference == request.form.get("slot", "")))
    if slot is None:
        raise ChooseOne
    _still_to_come(referral, now)
    if (booked := _booked(referral)) is None:
        interviews.book(session, referral, slot, PERSON, now)
    elif booked.reference != slot.reference:  # pressed twice is once
        interviews.move(session, referral, slot, PERSON, now)
    as_shown(slot, request.form.get(f"at-{slot.reference}"))
    return "Thank you. That time is yours."


def _cancel(session: Session, referral: Referral, now: datetime) -> str:
    _still_to_come(referral, now)
    if _did_last(referral, "cancel"):
        return GIVEN_BACK  # pressed twice is once
    interviews.cancel(session, referral, PERSON, now, why="The person cancelled, by the link.")
    return GIVEN_BACK


def _come_after_all(session: Session, referral: Referral, now: datetime) -> str:
    if _did_last(referral, "uncancel"):
        return YOURS_AGAIN
    booking = interviews.uncancel(session, referral, PERSON, now)
    slot = session.scalars(select(Slot).where(Slot.reference == booking.slot_reference)).one()
    as_shown(slot, request.form.get(f"at-{slot.reference}"))
    return YOURS_AGAIN


def _none(session: Session, referral: Referral, now: datetime) -> str:
    words = " ".join(request.form.get("better", "").split())[:LINE]
    interviews.none_suits(session, referral, PERSON, now, why=words or None)
    return "Thank you for saying so. Another time is looked for, and nothing else changes."


DOES: dict[str, Callable[[Session, Referral, datetime], str]] = {
    "cancel": _cancel,
    "uncancel": _come_after_all,
    "none": _none,
}


def _did_last(referral: Referral, transition: str) -> bool:
    """Whether that is the last that was done, and the person did it."""
    last = referral.steps[-1] if referral.steps else None
    return last is not None and (last.transition, last.role) == (transition, PERSON.role)


def _still_to_come(referral: Referral, now: datetime) -> None:
    booked = _booked(referral)
    if booked is not None and booked.starts_at <= local(now):
        raise Refused(NOT_HERE)


def _booked(referral: Referral) -> Slot | None:
    return referral.introduction.slot if referral.booking and referral.introduction else None
