"""Saying what a phrase means: the own keyworker for a person's words, a coordinator for an advert's."""

from typing import Any

from flask import Blueprint, abort, flash, redirect, request, url_for
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from brokerage import places, shortlists
from brokerage.access import actor
from brokerage.pages.people import mine
from brokerage.participants import PARTICIPANTS
from brokerage.reference import phrases
from employers import records
from employers.columns import Refused
from employers.db import transaction
from employers.records import Kind
from employers.vacancies import VACANCIES

pages = Blueprint("skills", __name__)

COLUMNS = ("essential_skills", "desirable_skills")


@pages.post("/people/<reference>/skill")
def of_person(reference: str) -> Response:
    with transaction(by=actor()) as session:
        _settle(session, PARTICIPANTS, mine(session, reference), "skills")
    return redirect(url_for("people.show", reference=reference, _anchor="brings"))


@pages.post("/vacancies/<reference>/skill")
def of_vacancy(reference: str) -> Response:
    column = request.form.get("column", "")
    with transaction(by=actor()) as session:
        job = records.find(session, VACANCIES, reference)
        if job is None or column not in COLUMNS:
            abort(404)
        _settle(session, VACANCIES, job, column)
    return redirect(url_for("vacancies.show", reference=reference))


def _settle(session: Session, kind: Kind, record: Any, column: str) -> None:
    said, meant = request.form.get("said", ""), request.form.get("meant", "")
    try:
        text = phrases.settled(getattr(record, column) or "", said, meant, shortlists.policy().taxonomy)
        records.save(session, kind, {column: text}, locate=places.finder(session), record=record, whole=False)
    except Refused as refused:
        flash(str(refused), "note")
    else:
        flash(f"“{said}” is understood as {meant}.", "success")
