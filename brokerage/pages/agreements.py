"""Agreements: the board of promises by whose move it is, one of them with its life, and the form."""

from datetime import date
from typing import Any

from flask import Blueprint, Response, abort, flash, redirect, render_template, request, url_for
from flask_security import current_user
from sqlalchemy import select
from sqlalchemy.orm import Session, contains_eager, joinedload, selectinload

from brokerage.access import actor, has_role
from brokerage.pages import agreement_steps, forms, seating_tasks, ways
from brokerage.pages.acting import moment, names
from brokerage.pages.board import Card, board, card, totals
from brokerage.pages.forms import Answer, Trail
from brokerage.pages.listing import chips, spreadsheet
from brokerage.promises import entitlement
from brokerage.referral_models import Referral
from brokerage.shortlists import unlisted
from employers import agreement_moves, agreement_terms, cohorts
from employers.agreements import Standing, lost, standing, why_declined
from employers.columns import Refused
from employers.db import reading, transaction
from employers.flows import Act
from employers.models import Agreement, Employer, Introduction, Vacancy
from employers.next_moves import coming
from employers.words import AGREEMENT_KINDS, REASONS

pages = Blueprint("agreements", __name__)
pages.add_app_template_filter(cohorts.ratio, "ratio")

BECAME: dict[Standing, str] = {
    "held": "Met",
    "booked": "Booked",
    "waiting": "Waits for a time",
    "broken": "Never got a time",
    "declined": "Not this time",
    "taken_back": "Taken back by us",
}
COLUMNS = (
    "reference", "employer", "kind", "promised", "held", "booked", "owed", "left", "broken", "by", "whose move", "next",
    "state", "days to the end", "declined", "taken back",
)  # fmt: skip


@pages.get("/agreements")
def index() -> str:
    """Which promises need a move, and whose?"""
    kind, whose = request.args.get("kind", ""), request.args.get("whose", "")
    with reading() as session:
        everything = _cards(session, date.today())
        mine = [one for one in everything if one.agreement.employer.coordinator == current_user.email]
        asked = mine if whose == "mine" else everything
        shown = [one for one in asked if not kind or one.agreement.kind == kind]
        counts = {each: sum(one.agreement.kind == each for one in asked) for each in AGREEMENT_KINDS}
        return render_template(
            "agreements/index.html",
            whoses=chips("whose", [("", "All employers", len(everything)), ("mine", "My employers", len(mine))]),
            kinds=chips(
                "kind",
                [("", "All", len(asked))]
                + [
                    (each, word, counts[each]) for each, word in AGREEMENT_KINDS.items() if counts[each] or each == kind
                ],
            ),
            totals=totals(shown),
            board=board(shown),
            cards=shown,
            employers=len({one.agreement.employer_reference for one in shown}),
        )


@pages.get("/agreements.csv")
def download() -> Response:
    """The board with its columns, as a spreadsheet."""
    with reading() as session:
        return spreadsheet("agreements", COLUMNS, [_row(one) for one in _cards(session, date.today())])


@pages.get("/agreements/<reference>")
def show(reference: str) -> str:
    return _page(reference)


@pages.post("/agreements/<reference>/<step>")
def act(reference: str, step: str) -> Answer:
    """One step of its life, written down. What is refused comes back with what was typed."""
    if step not in agreement_steps.BUTTONS:
        abort(404)
    try:
        with transaction(by=actor()) as session:
            agreement = session.scalar(select(Agreement).where(Agreement.reference == reference)) or abort(404)
            said, then = agreement_steps.do(session, agreement, step, request.form, moment())
        flash(said, "success")
        return redirect(then)
    except Refused as refused:
        return _page(reference, step, refused), agreement_steps.status(refused)


@pages.route("/agreements/new", methods=["GET", "POST"])
def new() -> Answer:
    return forms.edit(
        _form(),
        None,
        after=_address,
        trail=_trail,
        title="Draft an agreement",
        intro="It promises nothing until it is signed: by the employer's contact in the portal, or on paper, which you note here.",
        button="Keep the draft",
    )


@pages.route("/agreements/<reference>/edit", methods=["GET", "POST"])
def edit(reference: str) -> Answer:
    return forms.edit(
        _form(),
        reference,
        after=_address,
        trail=_trail,
        intro="Changing what was signed takes the signature away, so that it is signed again. Notes can be changed at any time.",
    )


def _page(reference: str, failed: str = "", refused: Refused | None = None) -> str:
    today = date.today()
    with reading() as session:
        query = select(Agreement).where(Agreement.reference == reference).options(*_everything())
        agreement = session.scalar(query) or abort(404)
        story = agreement_moves.story(agreement)
        return render_template(
            "agreements/show.html",
            agreement=agreement,
            life=agreement.life,
            card=card(agreement, today),
            times=(times := coming(agreement, today)),
            booked=ways.bookings(session, times),
            owed=[each for each in entitlement.owed(session, today) if each.agreement.id == agreement.id],
            closed={job.reference: why for job in agreement.vacancies if (why := unlisted(job, today))},
            story=story,
            names=names(session, {told.by for told in story}),
            signature=agreement_moves.signature(agreement),
            short=seating_tasks.short(session, agreement, moment()) if has_role("coordinator") else "",
            cleared=agreement_moves.cleared(agreement),
            chain=[card(each, today) for each in agreement_moves.chain(session, agreement)],
            buttons=agreement_steps.buttons(agreement, today),
            under=_promised_to(session, agreement, today) if has_role("coordinator") else [],
            declined={REASONS[reason]: count for reason, count in why_declined(agreement).most_common()},
            failed=failed,
            refused=refused,
            errors={"do-next": str(refused)} if refused else {},
            typed=request.form,
            today=today,
        )


def _promised_to(session: Session, agreement: Agreement, today: date) -> list[tuple[Referral, str]]:
    """Who was promised an interview under it, and what became of it. A person's no stands there without a reason."""
    query = (
        select(Referral)
        .join(Referral.introduction)
        .where(Introduction.agreement_reference == agreement.reference)
        .options(joinedload(Referral.participant), joinedload(Referral.vacancy), contains_eager(Referral.introduction))
        .order_by(Introduction.laid_at.desc(), Referral.id.desc())
    )
    found = session.scalars(query).unique().all()
    return [
        (each, _became(each, standing(each.introduction, lost=lost(agreement, today))))
        for each in found
        if each.introduction
    ]


def _became(referral: Referral, stands: Standing) -> str:
    card = referral.introduction
    if stands == "taken_back" and referral.outcome == "declined":
        return f"{referral.participant.called} said no"
    if stands == "declined" and card is not None and card.reason is not None:
        return f"Not this time: {REASONS[card.reason][:1].lower()}{REASONS[card.reason][1:]}"
    return BECAME[stands]


def _form() -> Any:
    return agreement_terms.form(Act(actor(), "coordinator", moment()))


def _row(one: Card) -> tuple[Any, ...]:
    kept = one.promise
    counted = kept.promised, kept.held, kept.booked, kept.owed, kept.left, kept.broken
    who = one.agreement.reference, one.agreement.employer.name, one.agreement.kind
    next_one = one.due, one.move.whose, one.move.text
    return *who, *counted, *next_one, one.stands, one.days_left, kept.declined, kept.taken_back


def _cards(session: Session, today: date) -> list[Card]:
    query = select(Agreement).options(*_everything()).order_by(Agreement.reference)
    return [card(each, today) for each in session.scalars(query).unique()]


def _everything() -> list[Any]:
    return [
        joinedload(Agreement.employer).selectinload(Employer.contacts),
        selectinload(Agreement.slots),
        selectinload(Agreement.vacancies).options(selectinload(Vacancy.slots), joinedload(Vacancy.employer)),
        selectinload(Agreement.promised),
        selectinload(Agreement.life),
        selectinload(Agreement.renewal),
        selectinload(Agreement.steps),
    ]


def _address(agreement: Agreement) -> str:
    return url_for("agreements.show", reference=agreement.reference)


def _trail(agreement: Agreement | None) -> Trail:
    above = [("Agreements", url_for("agreements.index"))]
    if agreement is None:
        return above
    return [*above, (f"{agreement.employer.name}, {agreement.reference}", _address(agreement))]
