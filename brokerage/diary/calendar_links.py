"""Private calendar addresses: made, shown once, made anew, ended. Whoever holds one reads that diary and nothing else."""

import secrets
from datetime import datetime
from hashlib import sha256

from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import Session

from brokerage.accounts import User
from brokerage.diary.calendar_models import CalendarLink
from brokerage.models import Participant

Owner = User | Participant


def make(session: Session, owner: Owner, now: datetime) -> str:
    """An address's secret of 256 random bits: the only time that it is there to be read. The one before works no more."""
    end(session, owner, now)
    text = secrets.token_urlsafe(32)
    of_user = isinstance(owner, User)
    session.add(
        CalendarLink(
            user=owner if of_user else None,
            participant=None if of_user else owner,
            hashed=_hashed(text),
            made_at=now,
        )
    )
    session.flush()
    return text


def end(session: Session, owner: Owner, now: datetime) -> bool:
    """Ends the one that works, and says whether there was one."""
    _hold(session, owner)
    link = of(session, owner)
    if link is None:
        return False
    link.open, link.ended_at = None, now
    session.flush()
    return True


def of(session: Session, owner: Owner) -> CalendarLink | None:
    """The one that works."""
    return session.scalar(select(CalendarLink).where(_mine(owner), CalendarLink.open == "yes"))


def owner_of(session: Session, text: str) -> Owner | None:
    """Whose it is; None for one that has ended or was never made, and where the account is closed."""
    link = session.scalar(select(CalendarLink).where(CalendarLink.hashed == _hashed(text), CalendarLink.open == "yes"))
    if link is None:
        return None
    if link.user is not None:
        return link.user if link.user.active else None
    return link.participant


def _hold(session: Session, owner: Owner) -> None:
    """Two who make one at once wait for each other, so that one of the two works and neither meets an error."""
    kind = type(owner)
    session.flush()
    session.execute(select(kind.id).where(kind.id == owner.id).with_for_update(key_share=True))


def _mine(owner: Owner) -> ColumnElement[bool]:
    return CalendarLink.user_id == owner.id if isinstance(owner, User) else CalendarLink.participant_id == owner.id


def _hashed(text: str) -> str:
    """A plain hash does for 256 random bits: unlike a password, nobody can guess one."""
    return sha256(text.encode("utf-8", "replace")).hexdigest()
