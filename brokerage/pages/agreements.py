"""Agreements: the board of promises by whose move it is, one of them, and the form."""

from datetime import date
from typing import Any

from flask import Blueprint, Response, abort, render_template, request, url_for
from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload, selectinload

from brokerage import entitlement
from brokerage.pages import forms, ways
from brokerage.pages.board import Card, board, card, totals
from brokerage.pages.forms import Answer, Trail
from brokerage.pages.listing import chips, spreadsheet
from brokerage.shortlists import unlisted
from employers.agreement_terms import AGREEMENTS
from employers.db import reading
from employers.models import Agreement, Employer, Vacancy
from employers.next_moves import coming
from employers.words import AGREEMENT_KINDS

pages = Blueprint("agreements", __name__)


@pages.get("/agreements")
def index() -> str:
    """Which promises need a move, and whose?"""
    with reading() as session:
        everything = _cards(session, date.today())
        kind = request.args.get("kind", "")
        shown = [one for one in everything if not kind or one.agreement.kind == kind]
        counts = {each: sum(one.agreement.kind == each for one in everything) for each in AGREEMENT_KINDS}
        return render_template(
            "agreements/index.html",
            kinds=chips(
                "kind",
                [("", "All", len(everything))]
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
        return spreadsheet(
            "agreements",
            (
                "reference",
                "employer",
                "kind",
                "promised",
                "held",
                "booked",
                "owed",
                "left",
                "broken",
                "by",
                "whose move",
                "next",
            ),
            [
                (
                    one.agreement.reference,
                    one.agreement.employer.name,
                    one.agreement.kind,
                    one.promise.promised,
                    one.promise.held,
                    one.promise.booked,
                    one.promise.owed,
                    one.promise.left,
                    one.promise.broken,
                    one.due,
                    one.move.whose,
                    one.move.text,
                )
                for one in _cards(session, date.today())
            ],
        )


@pages.get("/agreements/<reference>")
def show(reference: str) -> str:
    today = date.today()
    with reading() as session:
        query = select(Agreement).where(Agreement.reference == reference).options(*_everything())
        agreement = session.scalar(query) or abort(404)
        return render_template(
            "agreements/show.html",
            agreement=agreement,
            card=card(agreement, today),
            times=(times := coming(agreement, today)),
            booked=ways.bookings(session, times),
            owed=[each for each in entitlement.owed(session, today) if each.agreement.id == agreement.id],
            closed={job.reference: why for job in agreement.vacancies if (why := unlisted(job, today))},
            today=today,
        )


@pages.route("/agreements/new", methods=["GET", "POST"])
def new() -> Answer:
    return forms.edit(AGREEMENTS, None, after=_address, trail=_trail)


@pages.route("/agreements/<reference>/edit", methods=["GET", "POST"])
def edit(reference: str) -> Answer:
    return forms.edit(AGREEMENTS, reference, after=_address, trail=_trail)


def _cards(session: Session, today: date) -> list[Card]:
    query = select(Agreement).options(*_everything()).order_by(Agreement.reference)
    return [card(each, today) for each in session.scalars(query).unique()]


def _everything() -> list[Any]:
    return [
        joinedload(Agreement.employer).selectinload(Employer.contacts),
        selectinload(Agreement.slots),
        selectinload(Agreement.vacancies).options(selectinload(Vacancy.slots), joinedload(Vacancy.employer)),
    ]


def _address(agreement: Agreement) -> str:
    return url_for("agreements.show", reference=agreement.reference)


def _trail(agreement: Agreement | None) -> Trail:
    above = [("Agreements", url_for("agreements.index"))]
    if agreement is None:
        return above
    return [*above, (f"{agreement.employer.name}, {agreement.reference}", _address(agreement))]
