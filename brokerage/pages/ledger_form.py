"""The form of a contact: what it begins with, what was typed, and how it is drawn."""

from collections.abc import Mapping, Sequence
from datetime import timedelta

from flask import render_template, request
from sqlalchemy.orm import Session

from brokerage.access import actor
from brokerage.ledger import entries, visits
from brokerage.ledger.columns import SOMEBODY_ELSE
from brokerage.ledger.models import LedgerEntry
from brokerage.pages import fields
from brokerage.pages.acting import moment
from brokerage.pages.fields import Field
from brokerage.pages.ledger_section import warned
from brokerage.settings import load
from employers.clock import local
from employers.columns import Wrong
from employers.models import Employer
from employers.readers import lines
from employers.records import Kind

NOTHING: Sequence[Wrong] = ()


def typed(kind: Kind) -> dict[str, str]:
    return {column.name: lines(request.form.get(column.name, "")) for column in kind.columns}


def first(session: Session, employer: Employer) -> dict[str, str]:
    """What the form begins with: today, whoever was spoken to last, a week for promises, and the visit that is planned."""
    today, settings = local(moment()).date(), load().ledger
    before = entries.standing(entries.of_employer(session, employer))
    last = before[0] if before else None
    here = {each.id for each in employer.contacts}
    contact = last.contact_id if last and last.contact_id in here else min(here, default=None)
    same = next((each for each in before if contact and each.contact_id == contact), None)
    week = (today + timedelta(days=settings.promise_days)).isoformat()
    planned = visits.open_ones(session, by=actor(), employer=employer.reference, begin=today + timedelta(days=1))
    coming = planned[0] if planned else None
    return {
        "day": today.isoformat(),
        "kind": "visit",
        "contact": str(contact) if contact else "",
        "decides": "" if same is None or same.decides is None else "yes" if same.decides else "no",
        "purpose": "follow_up" if before else "learn",
        "they_by": week,
        "we_by": week,
        "next_day": coming.day.isoformat() if coming else "",
        "next_time": f"{coming.at:%H:%M}" if coming and coming.at else "",
    }


def form(
    session: Session,
    kind: Kind,
    employer: Employer,
    cells: Mapping[str, str],
    wrong: Sequence[Wrong],
    *,
    entry: LedgerEntry | None,
    key: str,
) -> str:
    said = {each.column: each.sentence for each in wrong}
    drawn = {
        column.name: fields.field(column, cells.get(column.name, ""), None, error=said.get(column.name, ""))
        for column in kind.columns
    }
    drawn["contact"] = _whom(employer, cells.get("contact", ""), said.get("contact", ""))
    opened = {
        side: bool(cells.get(f"{side}_promise")) or bool({f"{side}_promise", f"{side}_by"} & said.keys())
        for side in ("they", "we")
    } | {"next": bool(cells.get("next_day")) or bool({"next_day", "next_time"} & said.keys())}
    return render_template(
        "ledger/form.html",
        employer=employer,
        entry=entry,
        key=key,
        f=drawn,
        opened=opened,
        warned=warned(session, employer) if entry is None else [],
        errors={name: f"{drawn[name].label}: {sentence}" for name, sentence in said.items()},
    )


def _whom(employer: Employer, cell: str, error: str) -> Field:
    """The contacts of this employer, and somebody else; nothing to choose where none is written down."""
    choices = {str(each.id): each.name or each.email or each.phone or "" for each in employer.contacts}
    if choices:
        choices[SOMEBODY_ELSE] = "Somebody else"
    control = "radios" if len(choices) <= fields.FEW else "select"
    return Field("contact", "With whom", "", control, cell or next(iter(choices), ""), choices, error)
