"""What a form asks the database: whom a column may name, who changed a record last."""

from datetime import UTC
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from brokerage import accounts
from brokerage.accounts import RoleName
from brokerage.models import AuditEntry
from employers.columns import Column
from employers.models import Agreement, Employer, Vacancy
from employers.records import Kind, next_reference
from employers.words import AGREEMENT_KINDS

__all__ = ["choices", "last_change", "next_reference"]

MOST = 500  # more of them than this are typed, not chosen
LOCAL = ZoneInfo("Europe/London")
ACCOUNTS: dict[str, RoleName] = {"keyworker": "keyworker", "coordinator": "coordinator"}


def choices(session: Session, column: Column, cell: str) -> dict[str, str] | None:
    """{what the cell says: what people read}, where the column names an account or a record; None where it does not."""
    if role := ACCOUNTS.get(column.name):
        users = accounts.everyone(session)
        found = {user.email: user.called for user in users if user.may(role) and (user.active or user.email == cell)}
        return found or None
    if column.links_to is None:
        return None
    listed = session.scalars(select(column.links_to).options(*_with(column.links_to)).limit(MOST + 1)).all()
    if len(listed) > MOST:
        return None
    return dict(sorted(((one.reference, _told(one)) for one in listed), key=lambda pair: pair[1].lower()))


def last_change(session: Session, kind: Kind, reference: str) -> str:
    """Who changed a record last, and when: `Sam Lister, at 10:42 on 14 January`."""
    entry = session.scalar(
        select(AuditEntry)
        .where(AuditEntry.kind == kind.model.__tablename__, AuditEntry.reference == reference)
        .order_by(AuditEntry.id.desc())
        .limit(1)
    )
    if entry is None:
        return "Somebody else"
    user = accounts.find(session, entry.by)
    at = entry.at.replace(tzinfo=UTC).astimezone(LOCAL)
    return f"{user.called if user else entry.by}, at {at:%H:%M} on {at.day} {at:%B}"


def _with(model: type[Any]) -> list[Any]:
    return [] if model is Employer else [joinedload(model.employer)]


def _told(record: Any) -> str:
    match record:
        case Agreement():
            return f"{record.employer.name}: {AGREEMENT_KINDS[record.kind].lower()} ({record.reference})"
        case Vacancy():
            return f"{record.title}, {record.employer.name} ({record.reference})"
        case _:
            return f"{record.name} ({record.reference})"
