"""One box that finds people, vacancies and employers; each only for who may see them."""

from collections.abc import Iterable
from typing import TypeVar

from flask import Blueprint, render_template, request
from flask_security import current_user
from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from brokerage.access import has_role
from brokerage.fits import caseload
from brokerage.models import Participant
from employers.db import reading
from employers.models import Employer, Vacancy

pages = Blueprint("find", __name__)

Record = TypeVar("Record", Participant, Vacancy, Employer)
MOST = 20  # of each kind; more would be a list, not a find


@pages.get("/find")
def index() -> str:
    words = request.args.get("q", "").casefold().split()
    with reading() as session:
        everyone = has_role("coordinator")
        people = caseload.everybody(session) if everyone else caseload.people_of(session, current_user)
        return render_template(
            "find/index.html",
            q=request.args.get("q", "").strip(),
            most=MOST,
            people=_found(people, words, "name", "reference"),
            vacancies=_found(
                _vacancies(session), words, "title", "occupation", "employer.name", "postcode", "reference"
            ),
            employers=_found(_employers(session), words, "name", "sector", "postcode", "reference") if everyone else [],
        )


def _vacancies(session: Session) -> Iterable[Vacancy]:
    return session.scalars(select(Vacancy).options(joinedload(Vacancy.employer)).order_by(Vacancy.title)).unique()


def _employers(session: Session) -> Iterable[Employer]:
    return session.scalars(select(Employer).order_by(Employer.name))


def _found(records: Iterable[Record], words: list[str], *fields: str) -> list[Record]:
    """Those of whom every word stands in one of the fields; nobody where nothing was asked."""
    return [record for record in records if words and all(word in _text(record, fields) for word in words)]


def _text(record: object, fields: Iterable[str]) -> str:
    return " ".join(str(_of(record, field) or "") for field in fields).casefold()


def _of(record: object, field: str) -> object:
    for step in field.split("."):
        record = getattr(record, step)
    return record
