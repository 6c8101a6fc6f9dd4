"""From an advert: words, a page or a file is read, and each job in it opens the ordinary form, filled in for a person to confirm."""

from datetime import date
from pathlib import PurePath

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask_security import current_user
from sqlalchemy import select
from sqlalchemy.orm import Session

from brokerage.access import actor
from brokerage.adverts import employers_named, finding, kept, sources, taking
from brokerage.adverts.advert import Advert
from brokerage.adverts.documents import NotAnAdvert
from brokerage.adverts.finding import Read
from brokerage.adverts.models import AdvertsRead
from brokerage.adverts.sources import Source
from brokerage.adverts.taking import Look
from brokerage.pages import fields, forms, vacancy_facts
from brokerage.pages.acting import moment
from brokerage.pages.forms import Answer, Suggested
from employers.db import reading, transaction
from employers.models import Employer, Vacancy
from employers.vacancies import VACANCIES

pages = Blueprint("adverts", __name__)


@pages.get("/adverts")
def index() -> str:
    return _choose({})


@pages.post("/adverts")
def read() -> Answer:
    """Reads what was given, and keeps it for whoever gave it. Nothing is saved of it yet."""
    try:
        found = _given()
    except NotAnAdvert as error:
        return _choose({_which(): str(error)}), 422
    if found is None:
        return _choose({"text": "Paste an advert, write its address, or choose a file: one of the three."}), 422
    with transaction(by=actor()) as session:
        employer = _employer(session, request.form.get("employer", ""))
        made = kept.keep(session, current_user, found, employer=employer, now=moment())
    alone = len(found.adverts) == 1 and not found.pages and not found.adverts[0].unread
    return redirect(url_for(".add", number=made.id, which=1) if alone else url_for(".show", number=made.id), 303)


@pages.get("/adverts/<int:number>")
def show(number: int) -> str:
    """The jobs that were found, and how each stands to what is here."""
    with reading() as session:
        found = _get(session, number)
        looks = [_look(session, found, each) for each in kept.adverts(found)]
        return render_template("adverts/show.html", found=found, looks=looks, said=_in_short)


@pages.route("/adverts/<int:number>/<int:which>", methods=["GET", "POST"])
def add(number: int, which: int) -> Answer:
    """One of them as a new vacancy; first, whether it is one that is here already."""
    with reading() as session:
        found = _get(session, number)
        stands = _look(session, found, _one(found, which))
        here = stands.vacancy is not None and not (stands.state == "like" and request.args.get("both") == "yes")
        if here and request.method == "GET":
            return render_template("adverts/like.html", found=found, which=which, look=stands, changes=_changes(stands))
    return _form(found, stands, None)


@pages.route("/adverts/<int:number>/<int:which>/into/<reference>", methods=["GET", "POST"])
def into(number: int, which: int, reference: str) -> Answer:
    """One of them into a vacancy that is here."""
    with reading() as session:
        found = _get(session, number)
        stands = _look(session, found, _one(found, which))
        there = stands.vacancy is not None and stands.vacancy.reference == reference
        if not there and request.method == "GET":  # what was typed meanwhile is not lost
            abort(404)
    return _form(found, stands, reference)


@pages.post("/adverts/<int:number>/leave")
def leave(number: int) -> Answer:
    """Throws away what was read."""
    with transaction(by=actor()) as session:
        session.delete(_get(session, number))
    flash("The adverts were left. Nothing was changed by them.", "success")
    return redirect(url_for(".index"), 303)


def _given() -> Read | None:
    """What was pasted, or stands at the address, or is in the file; None where it is not one of the three."""
    text, address, file = request.form.get("text", ""), request.form.get("url", "").strip(), request.files.get("file")
    chosen = file if file is not None and file.filename else None
    today = date.today()
    if [bool(text.strip()), bool(address), chosen is not None].count(True) != 1:
        return None
    if chosen is not None:
        name = PurePath((chosen.filename or "").replace("\\", "/")).name
        return finding.read(Source(name, "", chosen.read()), today)
    if address:
        return finding.read(sources.fetched(address if sources.is_address(address) else f"https://{address}"), today)
    return finding.read_words(text, today)


def _which() -> str:
    return "url" if request.form.get("url", "").strip() else "file"


def _choose(errors: dict[str, str]) -> str:
    with reading() as session:
        employer = _employer(session, request.values.get("employer", ""))
        return render_template("adverts/index.html", employer=employer, errors=errors, typed=request.form)


def _form(found: AdvertsRead, stands: Look, reference: str | None) -> Answer:
    """The ordinary form of a vacancy, filled in from the advert; with the save it is written down where it was read."""
    advert = stands.advert

    def suggested(record: Vacancy | None) -> Suggested:
        return _onto(record, stands) if record is not None else _suggested(advert, stands.employer)

    return forms.edit(
        VACANCIES,
        reference,
        after=lambda job: _next(found, job),
        trail=lambda _job: [
            ("Vacancies", url_for("vacancies.index")),
            ("From an advert", url_for(".show", number=found.id)),
        ],
        suggested=suggested,
        also=lambda session, job: taking.remember(session, job, advert, moment()),
        template="adverts/form.html",
        title=f"{advert.title or 'A vacancy'}: look at what was read"
        if reference is None
        else f"{reference}: what the advert says now",
        intro="Nothing is saved yet. Beside each field stand the words it was read from.",
        found=found,
        advert=advert,
        near=stands.employer,
        left_open=_left_open(advert),
    )


def _next(found: AdvertsRead, job: Vacancy) -> str:
    """The list, where more was found; else the vacancy."""
    many = len(found.adverts) > 1
    return url_for(".show", number=found.id) if many else url_for("vacancies.show", reference=job.reference)


def _suggested(advert: Advert, whose: employers_named.Named) -> Suggested:
    notes = _notes(advert)
    cells = dict(advert.cells())
    if whose.sure is not None:
        cells["employer"] = whose.sure.reference
    if said := _whose(advert, whose):
        notes["employer"] = said
    return Suggested(cells, {name: said.note for name, said in advert.said.items()}, notes)


def _onto(job: Vacancy, stands: Look) -> Suggested:
    """What the advert's own data says is filled in; what was read from its words only where the vacancy is silent."""
    held, advert = VACANCIES.cells(job), stands.advert
    filled = {
        name: said.cell
        for name, said in advert.said.items()
        if held[name] != said.cell and (not held[name] or (said.how == "stated" and name in stands.changes))
    }
    told = {
        name: said.note if name in filled or held[name] == said.cell else f"{said.note} Read as: {said.cell}."
        for name, said in advert.said.items()
    }
    before = {name: f"Until now: {held[name]}." for name in filled if held[name]}
    return Suggested(filled, told, before)


def _notes(advert: Advert) -> dict[str, str]:
    """{column: what is to ask about it}"""
    notes: dict[str, str] = {}
    for question in advert.questions:
        notes[question.column] = " ".join(filter(None, (notes.get(question.column), question.text)))
    return notes


def _whose(advert: Advert, whose: employers_named.Named) -> str:
    """What is to say about the employer; empty where the advert names nobody else."""
    if not advert.employer or (whose.sure and employers_named.alike(advert.employer, whose.sure.name)):
        return ""
    if whose.sure is not None:
        return f"The advert names “{advert.employer}”. Is it a job of {whose.sure.name}?"
    if whose.near:
        names = " or ".join(f"{each.name} ({each.reference})" for each in whose.near)
        return f"The advert names “{advert.employer}”. Is that {names}? Choose it here."
    return f"The advert names “{advert.employer}”, and no employer here is called that. Choose one, or add it first."


def _left_open(advert: Advert) -> list[tuple[str, str]]:
    """(what a field is called, its first box) of each that something is to ask about."""
    columns = dict.fromkeys(question.column for question in advert.questions)
    made = [fields.field(VACANCIES.column(column), "", None) for column in columns]
    return [(each.label, each.first) for each in made]


def _changes(stands: Look) -> list[tuple[str, str, str]]:
    """(what a field is called, ours, the advert's)"""
    return [(VACANCIES.column(name).label, ours, theirs) for name, (ours, theirs) in stands.changes.items()]


def _in_short(advert: Advert) -> str:
    """Pay, hours and times as they were read, in a line."""
    figures = {
        name: float(advert.cell(name)) for name in ("pay_from", "pay_to", "hours_guaranteed") if advert.cell(name)
    }
    job = Vacancy(**figures, pay_period=advert.cell("pay_period") or None, shift=advert.cell("shift") or None)
    return " · ".join(
        filter(None, (said(job) for said in (vacancy_facts.pay, vacancy_facts.hours, vacancy_facts.shift)))
    )


def _look(session: Session, found: AdvertsRead, advert: Advert) -> Look:
    return taking.look(session, advert, date.today(), _employer(session, found.employer_reference or ""))


def _employer(session: Session, reference: str) -> Employer | None:
    return session.scalar(select(Employer).where(Employer.reference == reference)) if reference else None


def _one(found: AdvertsRead, which: int) -> Advert:
    listed = kept.adverts(found)
    if not 1 <= which <= len(listed) or listed[which - 1].unread:
        abort(404)
    return listed[which - 1]


def _get(session: Session, number: int) -> AdvertsRead:
    return kept.find(session, current_user, number) or abort(404)
