"""On the way: the list of referrals by whose move it is, one of them with what can be done, and choosing a time."""

from collections.abc import Callable
from datetime import datetime
from itertools import groupby

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask_security import current_user
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from brokerage import consent, desk, interviews, outcomes, referrals
from brokerage.access import actor, has_role
from brokerage.correspondence import by_hand
from brokerage.fits import caseload, suitability
from brokerage.fits.questions import first_name
from brokerage.pages import needs, ways
from brokerage.pages.acting import acting, moment, names, possible, seen_referral, status
from brokerage.pages.booking import Form, again, could_have, employer_hears, kept_at, sit, who_hears
from brokerage.pages.listing import chips, paged
from brokerage.pages.people import own
from brokerage.promises import entitlement
from brokerage.referral_models import Referral
from employers.clock import local
from employers.columns import Refused
from employers.db import reading, transaction
from employers.introductions import Card
from employers.words import REASONS

pages = Blueprint("referrals", __name__, url_prefix="/referrals")

Answer = str | Response | tuple[str, int]
# Who cancelled, as the story says it: a coordinator writes down what others said by telephone.
CANCELLED_BY = {"employer": "The employer", "person": "The person", "us": "One of us"}


@pages.app_template_filter("local")
def _local(at: datetime) -> datetime:
    return local(at)


@pages.get("")
def index() -> str:
    """Who is on the way to which job, and whose move is it? The own moves first, then what happened last."""
    now, chosen = moment(), request.args.get("whose", "")
    with reading() as session:
        people = None if has_role("coordinator") else caseload.people_of(session, current_user)
        mine = ("us",) if has_role("coordinator") else ("keyworker", "person")
        everything = [ways.way(each, now) for each in ways.found(session, people)]
        everything.sort(key=lambda way: (way.whose in mine, way.since), reverse=True)
        under_way = [way for way in everything if way.whose != "ended"]
        shown = [way for way in everything if way.whose == chosen] if chosen in ways.MOVES else under_way
        counts = {whose: sum(way.whose == whose for way in everything) for whose in ways.MOVES}
        page = paged(shown)
        return render_template(
            "referrals/index.html",
            page=page,
            count=len(under_way),
            whoses=chips(
                "whose",
                [("", "All under way", len(under_way))]
                + [(each, word, counts[each]) for each, (word, _, _) in ways.MOVES.items() if counts[each]],
            ),
        )


@pages.get("/<reference>")
def show(reference: str) -> str:
    return _page(reference)


@pages.post("/<reference>/<what>")
def act(reference: str, what: str) -> Answer:
    """One thing that happened, written down. What is refused comes back with everything that was typed."""
    do = ACTS.get(what) or abort(404)
    try:
        with transaction(by=actor()) as session:
            referral = seen_referral(session, reference)
            said = do(session, referral, request.form, moment())
        flash(said, "success")
        return redirect(url_for(".show", reference=reference))
    except Refused as refused:
        return _page(reference, what, refused), status(refused)


@pages.route("/<reference>/book", methods=["GET", "POST"])
def book(reference: str) -> Answer:
    """A time for an interview, or another one instead."""
    if request.method == "GET":
        return _times(reference)
    try:
        with transaction(by=actor()) as session:
            referral = seen_referral(session, reference)
            said = sit(session, referral, request.form, moment())
        flash(said, "success")
        return redirect(url_for(".show", reference=reference))
    except Refused as refused:
        return _times(reference, refused), status(refused)


def _page(reference: str, failed: str = "", refused: Refused | None = None) -> str:
    """A referral with what can be done; `failed` is what was refused, whose fields keep what was typed."""
    now = moment()
    with reading() as session:
        referral = seen_referral(session, reference)
        story = referrals.story(referral)
        return render_template(
            "referrals/show.html",
            referral=referral,
            way=ways.way(referral, now),
            person=referral.participant,
            name=first_name(referral.participant),
            employer=referral.vacancy.employer,
            card=_card(referral),
            may=possible(referral) - _too_early(referral, now),
            keyworker=own(referral.participant),
            story=story,
            said=(said := by_hand.said_of(session, referral, now)),
            names=names(
                session,
                {told.by for told in story}
                | {view.by for view in referral.opinions}
                | {each for word in said for each in (word.by, word.to) if each},
            ),
            views=[suitability.view_of(referral, role) for role in ("keyworker", "coordinator")],
            guarantee=entitlement.guarantee(session, referral, local(now).date()),
            need=needs.of(session, referral),
            companions=needs.companions(session, referral),
            awaited=[each for each in outcomes.awaited(session, now) if each.referral.id == referral.id],
            reasons=REASONS,
            cancelled_by=CANCELLED_BY,
            typed=request.form if refused else {},
            failed=failed,
            refused=refused,
            overtaken=refused is not None and status(refused) == 409,
            errors={"refused": str(refused)} if refused else {},
        )


def _times(reference: str, refused: Refused | None = None) -> str:
    now = moment()
    with reading() as session:
        referral = seen_referral(session, reference)
        may = possible(referral)
        offered = interviews.offered(session, referral, now) if may & {"book", "move"} else []
        return render_template(
            "referrals/book.html",
            referral=referral,
            person=referral.participant,
            name=first_name(referral.participant),
            employer=referral.vacancy.employer,
            booked=referral.introduction.slot if referral.introduction else None,
            do="move" if referral.state == "booked" else "book",
            may=may,
            kept=referral.kept_seat if referral.kept_seat and referral.kept_seat.until > now else None,
            kept_at=kept_at(session, referral),
            companion=_companion(session, referral),
            again=again(session, referral, now),
            others=could_have(session, referral, now) if "give_way" in may else [],
            days=[(day, list(some)) for day, some in groupby(offered, lambda slot: slot.starts_at.date())],
            free={slot.reference: interviews.free(session, slot, now, but=referral) for slot in offered},
            offered={slot.reference for slot in offered},
            chosen=request.values.get("slot", ""),
            refused=refused,
            overtaken=refused is not None and status(refused) == 409,
            errors={"times": str(refused)} if refused else {},
        )


def _companion(session: Session, referral: Referral) -> str:
    need = needs.of(session, referral)
    return need.companion.called if need and need.companion else ""


def _card(referral: Referral) -> Card:
    """What the employer sees, or would see now; empty while nothing is agreed."""
    if referral.introduction is not None:
        return referral.introduction.card
    try:
        return consent.card_for(referral)
    except Refused:
        return []


def _too_early(referral: Referral, now: datetime) -> set[str]:
    """An interview that is still to come cannot have taken place, nor have been missed."""
    slot = referral.introduction.slot if referral.introduction else None
    return {"meet", "miss", "not_there"} if slot is not None and local(now) < slot.starts_at else set()


def _introduce(session: Session, referral: Referral, _form: Form, now: datetime) -> str:
    desk.introduce(session, referral, acting(referral.participant, "introduce"), now)
    return f"{referral.vacancy.employer.name} now sees what {first_name(referral.participant)} agreed to, and nothing else. {employer_hears(by_hand.said_of(session, referral, now), referral)}"


def _answered(session: Session, referral: Referral, form: Form, now: datetime) -> str:
    said = form.get("said", "")
    if said not in ("see", "hold", "not_this_time"):
        raise Refused(f"Say what {referral.vacancy.employer.name} answered: see, hold, or not this time.")
    by = acting(referral.participant, said)
    desk.record_answer(
        session, referral, said, actor=by, now=now, reason=form.get("reason") or None, word=form.get("word") or None
    )
    return f"The answer of {referral.vacancy.employer.name} is noted."


def _cancelled(session: Session, referral: Referral, form: Form, now: datetime) -> str:
    by = acting(referral.participant, "cancel")
    whom = "person" if by.role == "keyworker" else form.get("by", "")
    if whom not in CANCELLED_BY:
        raise Refused("Say who cancelled: the employer, the person, or one of us.")
    why = " ".join((form.get("why") or "").split())
    interviews.cancel(session, referral, by, now, why=f"{CANCELLED_BY[whom]} cancelled. {why}" if why else "")
    return f"The interview is cancelled, and the place is free again. {who_hears(session, referral, now)}"


def _took_place(session: Session, referral: Referral, form: Form, now: datetime) -> str:
    held = form.get("held", "")
    if held not in ("yes", "no", "not_there"):
        raise Refused("Say whether the interview took place.")
    if held == "not_there":
        by = acting(referral.participant, "not_there")
        interviews.not_there(session, referral, by, now, why=form.get("why") or None)
        return f"Noted. Another time can be found for {first_name(referral.participant)}; nobody is blamed for it."
    by = acting(referral.participant, "meet" if held == "yes" else "miss")
    interviews.took_place(session, referral, held == "yes", by, now, why=form.get("why") or None)
    return "Noted that they met." if held == "yes" else "Noted. Another time can be chosen; nobody is blamed for it."


def _offered(session: Session, referral: Referral, _form: Form, now: datetime) -> str:
    desk.record_offer(session, referral, acting(referral.participant, "offer"), now)
    return f"{referral.vacancy.employer.name} offered the job. {first_name(referral.participant)} decides."


def _feedback(session: Session, referral: Referral, form: Form, now: datetime) -> str:
    if not has_role("coordinator"):
        abort(404)
    outcomes.note_feedback(session, referral, form.get("feedback", ""), now)
    return f"The feedback is kept for {first_name(referral.participant)}."


def _declined(session: Session, referral: Referral, _form: Form, now: datetime) -> str:
    by, today = acting(referral.participant, "say_no"), local(now).date()
    consent.answer(session, referral, "no", said_on=today, actor=by, now=now)
    return f"{first_name(referral.participant)} said no. Nothing else changes, and no reason is kept."


def _ended(outcome: str) -> Callable[[Session, Referral, Form, datetime], str]:
    def end(session: Session, referral: Referral, form: Form, now: datetime) -> str:
        by = acting(referral.participant, outcomes.STEPS[outcome])
        why = form.get("why") or None
        outcomes.end(session, referral, outcome, by, now, why=None if outcome == "started" else why)
        return SAID[outcome].format(name=first_name(referral.participant))

    return end


SAID = {
    "started": "{name} took the job.",
    "withdrawn": "It is withdrawn, and the employer sees nothing of it any more.",
    "set_aside": "It is set aside. {name} can be asked about other jobs.",
    "closed": "It is closed with the vacancy.",
}
ACTS: dict[str, Callable[[Session, Referral, Form, datetime], str]] = {
    "introduce": _introduce,
    "answered": _answered,
    "cancelled": _cancelled,
    "took-place": _took_place,
    "offered": _offered,
    "feedback": _feedback,
    "needs": needs.noted,
    "declined": _declined,
    **{name.replace("_", "-"): _ended(name) for name in SAID},
}
