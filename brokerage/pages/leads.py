"""Whose employer it is: handing an employer on to another coordinator, with a reason."""

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from sqlalchemy import select

from brokerage.access import actor
from brokerage.ledger import leads
from brokerage.pages.acting import as_day, moment, names
from brokerage.pages.forms import Answer
from employers.columns import Refused
from employers.db import reading, transaction
from employers.models import Employer

pages = Blueprint("leads", __name__)


@pages.route("/employers/<reference>/lead", methods=["GET", "POST"])
def change(reference: str) -> Answer:
    wrong, at, status = "", "why", 422
    after, why = request.form.get("lead", ""), request.form.get("why", "")
    if request.method == "POST":
        try:
            with transaction(by=actor()) as session:
                employer = session.scalar(select(Employer).where(Employer.reference == reference)) or abort(404)
                seen = request.form.get("seen") or None
                changed = leads.change(session, employer, after or None, why, seen=seen, by=actor(), now=moment())
            flash("The lead is changed." if changed else "It is that coordinator's already.", "success")
            return redirect(url_for("employers.show", reference=reference))
        except Refused as refused:
            wrong, at = str(refused), "why" if isinstance(refused, leads.NoReason) else "lead"
            status = 409 if isinstance(refused, leads.ChangedMeanwhile) else 422
    with reading() as session:
        employer = session.scalar(select(Employer).where(Employer.reference == reference)) or abort(404)
        history = leads.history(session, employer)
        people = {email for each in history for email in (each.before, each.after, each.by) if email}
        page = render_template(
            "ledger/lead.html",
            employer=employer,
            coordinators=leads.coordinators(session),
            chosen=after if wrong else employer.coordinator or "",
            why=why,
            history=history,
            as_day=as_day,
            names=names(session, people),
            errors={at: wrong} if wrong else {},
        )
    return (page, status) if wrong else page
