"""For whom the posts of a vacancy are kept: the form of its steps, and opening, extending, releasing or withdrawing them."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import date

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from sqlalchemy.orm import Session

from brokerage import shortlists
from brokerage.access import actor
from brokerage.pages.acting import moment
from brokerage.pages.forms import Answer
from brokerage.shortlists import NotThere
from employers import readers, ring_fence_plans
from employers.clock import local
from employers.columns import Refused
from employers.db import reading, transaction
from employers.flows import Act
from employers.models import LINE, LIST, Vacancy
from employers.ring_fence_models import RingFence
from employers.ring_fence_plans import BadSteps
from employers.ring_fences import Step
from matching import grammar
from matching.week import Unreadable

pages = Blueprint("ring_fences", __name__)

ROWS = 4  # steps of the form; the trade's longest plan has three
WHOM = {
    "": "No such step",
    "everybody": "Everybody on the programme",
    "area": "People who live in",
    "training": "People who have completed",
    "certificate": "People who hold",
}
Typed = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Row:
    """One step of the form as it was typed. `error` is what was wrong with it."""

    number: int
    whom: str
    which: str
    until: str
    introduced: str
    error: str = ""


@pages.route("/vacancies/<reference>/ring-fence", methods=["GET", "POST"])
def plan(reference: str) -> Answer:
    """The steps in which the posts are opened to more people."""
    if request.method == "GET":
        return _form(reference, None, "", 0)
    try:
        with transaction(by=actor()) as session:
            now, typed = moment(), request.form
            begins = _day(typed.get("begins_on", ""), "The first day", 0) or local(now).date()
            steps = [step for step in map(_step, _rows(typed)) if step is not None]
            act = Act(actor(), "coordinator", now, typed.get("why"))
            ring_fence_plans.plan(session, _job(session, reference), steps, begins, act)
    except Refused as refused:
        return _form(reference, request.form, str(refused), getattr(refused, "step", 0)), 422
    flash("Planned. The shortlist marks who is not let in yet, and each step opens by itself.", "success")
    return redirect(_back(reference))


@pages.post("/vacancies/<reference>/ring-fence/<what>")
def change(reference: str, what: str) -> Answer:
    """Opens the next step, extends the present one, opens the posts to everybody, or withdraws the whole."""
    do, said = CHANGES.get(what) or abort(404)
    told = said, "success"
    try:
        with transaction(by=actor()) as session:
            do(session, _job(session, reference), Act(actor(), "coordinator", moment(), request.form.get("why")))
    except Refused as refused:
        told = str(refused), "note"
    flash(*told)
    return redirect(_back(reference))


def _extend(session: Session, vacancy: Vacancy, act: Act) -> RingFence:
    until = _day(request.form.get("until", ""), "The day", 0)
    number = _number(request.form.get("introduced", ""), 0)
    return ring_fence_plans.extend(session, vacancy, act, until=until, introduced=number)


CHANGES: dict[str, tuple[Callable[[Session, Vacancy, Act], RingFence], str]] = {
    "widen": (ring_fence_plans.widen, "The next step has begun."),
    "extend": (_extend, "Extended. The steps after it have moved along."),
    "release": (ring_fence_plans.release, "The posts are open to everybody."),
    "withdraw": (ring_fence_plans.withdraw, "Withdrawn. The posts are kept for nobody any more."),
}


def _form(reference: str, typed: Typed | None, wrong: str, step: int) -> str:
    with reading() as session:
        job = _job(session, reference)
        rows = _rows(typed) if typed is not None else _agreed(job)
        field = f"whom-{step or 1}"
        return render_template(
            "ring_fences/plan.html",
            job=job,
            rows=[replace(row, error=wrong if row.number == (step or 1) else "") for row in rows],
            whom=WHOM,
            begins_on=(typed or {}).get("begins_on") or local(moment()).date().isoformat(),
            why=(typed or {}).get("why", ""),
            errors={field: wrong} if wrong else {},
        )


def _agreed(job: Vacancy) -> list[Row]:
    """The form to begin with: what the agreement says stands in its first step."""
    agreement, first = job.agreement, Row(1, "", "", "", "")
    if agreement is not None:
        whom = next((name for name in ("area", "training", "certificate") if getattr(agreement, name)), "everybody")
        which = getattr(agreement, whom) if whom != "everybody" else ""
        first = Row(1, whom, which, str(agreement.ring_fenced_until or ""), "")
    return [first, *(Row(number, "", "", "", "") for number in range(2, ROWS + 1))]


def _rows(typed: Typed) -> list[Row]:
    return [
        Row(number, *(typed.get(f"{name}-{number}", "").strip() for name in ("whom", "which", "until", "introduced")))
        for number in range(1, ROWS + 1)
    ]


def _step(row: Row) -> Step | None:
    """A row as a step; None where nothing was chosen. Raises BadSteps."""
    if row.whom not in WHOM or not row.whom:
        if row.which or row.until or row.introduced:
            raise BadSteps(row.number, "say for whom it is.")
        return None
    which = {row.whom: _which(row)} if row.whom != "everybody" else {}
    until, people = _day(row.until, "The day", row.number), _number(row.introduced, row.number)
    return Step(row.number, until=until, introduced=people, **which)  # type: ignore[arg-type] # a name of three


def _which(row: Row) -> str:
    longest = LIST if row.whom == "area" else LINE
    try:
        said = readers.items(row.which) if row.whom == "area" else readers.line(row.which)
    except Unreadable as unreadable:
        raise BadSteps(row.number, f"{unreadable}.") from None
    if not said or said == "none":
        raise BadSteps(row.number, f"say which: {WHOM[row.whom].lower()} …")
    if len(said) > longest:
        raise BadSteps(row.number, f"write at most {longest} characters.")
    return str(said)


def _day(text: str, what: str, step: int) -> date | None:
    try:
        return grammar.day(text.strip()) if text.strip() else None
    except Unreadable:
        raise BadSteps(step, f"{what}: we read “{text}”. Write the day as 2027-01-14.") from None


def _number(text: str, step: int) -> int | None:
    if not text.strip():
        return None
    if not (people := readers.count(text, 100_000)):
        raise BadSteps(step, f"we read “{text}” as the number of people. Write a whole number, such as 3.")
    return people


def _job(session: Session, reference: str) -> Vacancy:
    try:
        return shortlists.vacancy(session, reference)
    except NotThere:
        abort(404)


def _back(reference: str) -> str:
    return url_for("vacancies.show", reference=reference, _anchor="kept")
