"""Promised interviews that cannot be met with the times there are, said early: by which day how many more places are needed."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from brokerage import settings
from brokerage.promises import entitlement
from brokerage.seating.gather import Scene, scene
from brokerage.seating.shortage import Shortage, shortage
from employers.agreements import Promise, promise
from employers.clock import local
from employers.models import Agreement, Employer


@dataclass(frozen=True, slots=True)
class Risk:
    """An agreement whose promise would not hold, for how many who wait, and what is missing."""

    agreement: Agreement
    waiting: int
    short: Shortage


@dataclass(frozen=True, slots=True)
class Holds:
    """Whether a promise will hold: what is kept of it, and what is missing for those who wait; None: nothing is."""

    agreement: Agreement
    kept: Promise
    waiting: int
    short: Shortage | None


def will_hold(session: Session, agreement: Agreement, now: datetime) -> Holds:
    """`now` is UTC."""
    return _holds(scene(session, agreement, now))


def at_risk(session: Session, now: datetime, ours: Callable[[Employer], bool] = lambda _employer: True) -> list[Risk]:
    """The agreements under which somebody waits for whom there is no time, and it has to be soon. The most pressing first."""
    today = local(now).date()
    early = today + timedelta(days=settings.load().seating.early_days)
    owed = {each.agreement.id: each.agreement for each in entitlement.owed(session, today)}
    found = []
    for agreement in owed.values():
        if not ours(agreement.employer):
            continue
        held = will_hold(session, agreement, now)
        if held.short is not None and ((first := held.short.by[0][0]) is None or first <= early):
            found.append(Risk(agreement, held.waiting, held.short))
    return sorted(found, key=lambda each: (each.short.by[0][0] or early, each.agreement.reference))


def _holds(found: Scene) -> Holds:
    agreement = found.agreement
    if agreement is None:
        raise LookupError("No agreement.")
    waiting = sum(each.promised for each in found.problem.asks)
    return Holds(agreement, promise(agreement, found.now.date()), waiting, shortage(found.problem))
