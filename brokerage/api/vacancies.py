"""Vacancies, as the file has them."""

from typing import Any, Literal

from pydantic import BaseModel, Field
from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from brokerage import places, shortlists
from brokerage.api import cells
from brokerage.api.calls import changes, reads
from brokerage.api.paging import Page, listing, page
from brokerage.fits import lawful
from brokerage.pages.acting import moment
from employers import records
from employers.clock import local
from employers.models import Employer, Vacancy
from employers.vacancies import VACANCIES

Shown = cells.shown("Vacancy", VACANCIES)
New = cells.new("NewVacancy", VACANCIES)
Change = cells.changed("VacancyChange", VACANCIES)


class Which(Page):
    state: Literal["open", "any"] = Field("open", description="open: those that are in lists today")


@reads("/vacancies", listing("Vacancies", "vacancies", Shown), Which)
def vacancies(session: Session, query: Which) -> dict[str, Any]:
    """The vacancies"""
    found = select(Vacancy).order_by(Vacancy.reference)
    if query.state == "open":
        today = local(moment()).date()
        found = found.join(Vacancy.employer).where(
            Employer.withheld.is_(None),
            or_(Vacancy.closes_on.is_(None), Vacancy.closes_on >= today),
            or_(Vacancy.places.is_(None), Vacancy.places > 0),
        )
    jobs, rest = page(session, found, query)
    return {"vacancies": [cells.as_json(VACANCIES, job) for job in jobs], **rest}


@reads("/vacancies/<reference>", Shown)
def vacancy(session: Session, reference: str) -> dict[str, Any]:
    """One vacancy"""
    return cells.as_json(VACANCIES, shortlists.vacancy(session, reference))


@changes("POST", "/vacancies", New, Shown, 201)
def add_vacancy(session: Session, body: BaseModel) -> dict[str, Any]:
    """Add a vacancy

    A coordinator's call. Pay under the lowest lawful rate is refused.
    """
    kind = lawful.form(None, local(moment()).date())
    saved = records.save(session, kind, cells.as_cells(body), locate=places.finder(session))
    return cells.as_json(VACANCIES, saved.record)


@changes("PATCH", "/vacancies/<reference>", Change, Shown)
def change_vacancy(session: Session, body: BaseModel, reference: str) -> dict[str, Any]:
    """Change a vacancy

    A coordinator's call. What is not sent stays as it is; `null` empties. Pay that changes has to be lawful.
    """
    job = shortlists.vacancy(session, reference)
    kind, sent = lawful.form(job, local(moment()).date()), cells.as_cells(body)
    records.save(session, kind, sent, locate=places.finder(session), record=job, whole=False)
    return cells.as_json(VACANCIES, job)
