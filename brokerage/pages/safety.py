"""The safety file of an employer's sites, as one of us has seen it."""

from datetime import date

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from sqlalchemy import select
from sqlalchemy.orm import Session

from brokerage.access import actor
from brokerage.pages.acting import moment, names
from brokerage.pages.forms import Answer
from employers.columns import Refused
from employers.db import reading, transaction
from employers.models import Employer
from employers.trust import safety
from employers.trust_models import SAFETY_ITEMS

pages = Blueprint("safety", __name__, url_prefix="/employers/<reference>/safety")


@pages.get("")
def show(reference: str) -> str:
    return _page(reference)


@pages.post("")
def see(reference: str) -> Answer:
    """What was seen: written down anew, or what the employer told confirmed."""
    form = request.form
    said = form.get("site", ""), form.get("item", ""), form.get("note", ""), form.get("expires_on", "")
    try:
        with transaction(by=actor()) as session:
            _employer(session, reference)
            kept = safety.see(session, reference, safety.Typed(*said), by=actor(), now=moment())
    except Refused as refused:
        return _page(reference, {"note": str(refused)}), 422
    flash(f"{SAFETY_ITEMS[kept.item]}: written down as seen today.", "success")
    return redirect(url_for(".show", reference=reference))


def _page(reference: str, errors: dict[str, str] | None = None) -> str:
    with reading() as session:
        employer = _employer(session, reference)
        lines = safety.lines(session, employer)
        return render_template(
            "employers/safety.html",
            employer=employer,
            lines=lines,
            items=SAFETY_ITEMS,
            placements=any(safety.is_placement(job) for job in employer.vacancies),
            sites=sorted({job.postcode for job in employer.vacancies if job.postcode}),
            names=names(session, {line.kept.seen_by for line in lines if line.kept and line.kept.seen_by}),
            today=date.today(),
            errors=errors or {},
            typed=request.form if errors else request.args,
        )


def _employer(session: Session, reference: str) -> Employer:
    return session.scalar(select(Employer).where(Employer.reference == reference)) or abort(404)
