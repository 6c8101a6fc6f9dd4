"""Whose employer it is: one lead coordinator, changed with a reason that stays."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from brokerage import accounts
from brokerage.ledger.models import LeadChange
from employers.columns import Refused
from employers.models import LINE, Employer


class NoReason(Refused):
    def __init__(self) -> None:
        super().__init__("Say in a few words why the lead changes: it is what the next one reads first.")


class ChangedMeanwhile(Refused):
    def __init__(self, called: str) -> None:
        super().__init__(f"Somebody made it {called} meanwhile. Look again, then change it if that is wrong.")


class NotACoordinator(Refused):
    def __init__(self) -> None:
        super().__init__("Choose somebody who works as a coordinator here, or nobody.")


def change(
    session: Session, employer: Employer, after: str | None, why: str, *, seen: str | None, by: str, now: datetime
) -> bool:
    """Gives the employer to another coordinator, or to nobody, and says whether that is a change. `seen`: whose it was on the form.

    Raises NoReason, NotACoordinator, ChangedMeanwhile."""
    session.refresh(employer, with_for_update={"key_share": True})
    before, reason = employer.coordinator, " ".join(why.split())[:LINE]
    if after == before:
        return False
    if before != seen:
        raise ChangedMeanwhile(_called(session, before))
    if after is not None and after not in {user.email for user in coordinators(session)}:
        raise NotACoordinator
    if not reason:
        raise NoReason
    employer.coordinator = after
    session.add(
        LeadChange(employer_reference=employer.reference, before=before, after=after, why=reason, by=by, at=now)
    )
    session.flush()
    return True


def coordinators(session: Session) -> list[accounts.User]:
    """Who works as a coordinator now, by name."""
    those = [user for user in accounts.everyone(session) if user.active and user.may("coordinator")]
    return sorted(those, key=lambda user: (user.called.casefold(), user.email))


def history(session: Session, employer: Employer) -> Sequence[LeadChange]:
    """The changes of lead, the latest first."""
    query = select(LeadChange).where(LeadChange.employer_reference == employer.reference)
    return session.scalars(query.order_by(LeadChange.id.desc())).all()


def _called(session: Session, email: str | None) -> str:
    user = accounts.find(session, email) if email else None
    return user.called if user else email or "nobody's"
