"""Promised interviews for which there is no time, said early: on Today, and on the agreement."""

from collections.abc import Callable
from datetime import datetime

from flask import url_for
from sqlalchemy.orm import Session

from brokerage.look import plural
from brokerage.pages.keyworker_tasks import Task
from brokerage.seating import promises, words
from employers.clock import local
from employers.models import Agreement, Employer


def for_coordinator(session: Session, ours: Callable[[Employer], bool], now: datetime) -> list[Task]:
    """A task for each agreement that needs more times soon. It vanishes when there are enough."""
    return [
        Task(
            "amber",
            "cal",
            f"{each.agreement.employer.name}: {words.needed(each.short, local(now).date())}",
            f"{plural(each.waiting, 'person waits', 'people wait')} for an interview promised under {each.agreement.reference}. "
            "Ask now, while there is time to find one.",
            "See the plan",
            url_for("seating.plan", reference=each.agreement.reference),
        )
        for each in promises.at_risk(session, now, ours)
    ]


def short(session: Session, agreement: Agreement, now: datetime) -> str:
    """What an agreement lacks, as a sentence; empty where nothing is missing."""
    if agreement.kind != "guaranteed_interview":
        return ""
    found = promises.will_hold(session, agreement, now).short
    return (
        f"The times there are do not seat everybody who was promised one: {words.needed(found, local(now).date())}."
        if found
        else ""
    )
