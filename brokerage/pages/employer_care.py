"""How it goes with an employer: how it answers, what its jobs have been like, placements without hires, and how many at once."""

from datetime import date, datetime, time

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from sqlalchemy import select
from sqlalchemy.orm import Session

from brokerage import settings, shortlists
from brokerage.access import actor
from brokerage.pages.acting import moment, names
from brokerage.pages.forms import Answer
from brokerage.placements import employer_care
from brokerage.placements.employer_care import Placements
from employers.columns import Refused
from employers.db import reading, transaction
from employers.models import NOTES, Employer
from employers.trust import caps, quality_over_time, safety, withholding
from employers.trust.responsiveness import responsiveness
from employers.trust.said import plain

pages = Blueprint("care", __name__, url_prefix="/employers/<reference>/care")


@pages.get("")
def show(reference: str) -> str:
    return _page(reference)


@pages.post("/limits")
def limits(reference: str) -> Answer:
    """What the employer said to a coordinator of how many people it can bear."""
    form = request.form
    try:
        with transaction(by=actor()) as session:
            _employer(session, reference)
            caps.put(session, reference, form.get("most", ""), form.get("opens_on", ""), by=actor(), now=moment())
    except Refused as refused:
        return _page(reference, {"most": str(refused)}), 422
    flash("Written down. It lifts by itself.", "success")
    return redirect(url_for(".show", reference=reference, _anchor="limits"))


@pages.post("/placements")
def placements(reference: str) -> Answer:
    """Somebody has looked into placements without hires."""
    word = plain(request.form.get("word", ""))
    if not word or len(word) > NOTES:
        return _page(reference, {"word": f"Say what you found, in at most {NOTES} characters."}), 422
    with transaction(by=actor()) as session:
        _employer(session, reference)
        found = employer_care.placements(session, since(), reference)
        if found:
            employer_care.look_into(session, found[0], word, by=actor(), now=moment())
    flash("Written down. It is raised again only if there are more placements.", "success")
    return redirect(url_for(".show", reference=reference, _anchor="placements"))


def since() -> datetime:
    """From when on an employer's answers, placements and hires are counted."""
    return datetime.combine(employer_care.months_before(date.today(), settings.load().trust.look_back_months), time.min)


def raised(found: Placements) -> bool:
    rules = settings.load().trust
    return found.raised(rules.placements, rules.hires)


@pages.app_context_processor
def _for_employers_page() -> dict[str, object]:
    return {"trust_in": _trust_in}


def _trust_in(employer: Employer) -> dict[str, object]:
    """What the page of an employer says of it in a few lines."""
    today = date.today()
    with reading() as session:
        lines = safety.lines(session, employer)
        return {
            "answers": responsiveness(session, employer.reference, since()),
            "few": settings.load().trust.few,
            "closed": caps.closed(session, employer, today),
            "limit": caps.of(session, employer.reference),
            "over": [line for line in lines if line.needed and line.over(today)],
            "unseen": [line for line in lines if line.needed and not line.site and not line.seen],
            "case": withholding.case(session, employer),
        }


def _page(reference: str, errors: dict[str, str] | None = None) -> str:
    rules, today = settings.load(), date.today()
    pay = shortlists.policy().pay
    with reading() as session:
        employer = _employer(session, reference)
        found = employer_care.placements(session, since(), reference)
        return render_template(
            "employers/care.html",
            employer=employer,
            answers=responsiveness(session, reference, since()),
            few=rules.trust.few,
            months=rules.trust.look_back_months,
            halves=quality_over_time.over_time(
                employer.vacancies,
                employer_care.started(session, reference),
                lambda day, london: pay.living(day, london=london),
                rules.quality.rota_notice_days,
            ),
            notice_days=rules.quality.rota_notice_days,
            placements=found[0] if found else None,
            raised=bool(found) and raised(found[0]),
            names=names(session, {found[0].said.by} if found and found[0].said else set()),
            limit=caps.of(session, reference),
            waits=caps.waiting(session, reference),
            closed=caps.closed(session, employer, today),
            today=today,
            errors=errors or {},
            typed=request.form if errors else {},
        )


def _employer(session: Session, reference: str) -> Employer:
    return session.scalar(select(Employer).where(Employer.reference == reference)) or abort(404)
