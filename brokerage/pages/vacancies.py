"""Vacancies: the list, one with its shortlist, and the form."""

from flask import Blueprint, url_for

from brokerage.pages import forms
from brokerage.pages.forms import Answer
from employers.vacancies import VACANCIES

pages = Blueprint("vacancies", __name__)


@pages.route("/vacancies/new", methods=["GET", "POST"])
def new() -> Answer:
    return forms.edit(VACANCIES, None, after=lambda job: url_for(".edit", reference=job.reference))


@pages.route("/vacancies/<reference>/edit", methods=["GET", "POST"])
def edit(reference: str) -> Answer:
    return forms.edit(VACANCIES, reference, after=lambda job: url_for(".edit", reference=job.reference))
