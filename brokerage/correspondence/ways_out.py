"""How messages go, in figures: by which way, when the last one went, what waits, what came to nothing. Nobody's name is in it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, func, or_, select
from sqlalchemy.orm import Session

from brokerage.correspondence import by_hand
from brokerage.correspondence.by_hand import Checks
from brokerage.sending.work_models import Message, Task

WEEK = timedelta(days=7)
WAYS: Mapping[str, str] = {"email": "E-mail", "text": "Text message"}


@dataclass(frozen=True, slots=True)
class Way:
    """One way: when something last went by it (UTC), how much in the last week, and how much of that is known to have arrived."""

    name: str
    last: datetime | None
    week: int
    arrived: int


@dataclass(frozen=True, slots=True)
class Stand:
    """`waiting` is due, `tried` of it at least once; `later` goes at its own time, as reminders do; `by_hand` is with keyworkers."""

    ways: tuple[Way, ...]
    waiting: int
    tried: int
    later: int
    failed: int
    by_hand: int


def stand(session: Session, now: datetime, checks: Checks) -> Stand:
    open_ = Message.sent_at.is_(None), Message.dropped.is_(None)
    return Stand(
        ways=(*(_way(session, key, name, now) for key, name in WAYS.items()), _letters(session, now)),
        waiting=_count(session, *open_, or_(Message.due_at <= now, Message.tries > 0)),
        tried=_count(session, *open_, Message.tries > 0),
        later=_count(session, *open_, Message.due_at > now, Message.tries == 0),
        failed=_count(session, Message.failed_at.is_not(None), Message.settled_at.is_(None)),
        by_hand=sum(by_hand.to_tell(session, now, checks).values()),
    )


def _way(session: Session, key: str, name: str, now: datetime) -> Way:
    last = session.scalar(select(func.max(Message.sent_at)).where(Message.way == key))
    lately = Message.way == key, Message.sent_at > now - WEEK
    return Way(name, last, _count(session, *lately), _count(session, *lately, Message.arrived_at.is_not(None)))


def _letters(session: Session, now: datetime) -> Way:
    last = session.scalar(select(func.max(Task.printed_at)))
    week = session.scalar(select(func.count(Task.id)).where(Task.printed_at > now - WEEK)) or 0
    return Way("Letter", last, week, 0)


def _count(session: Session, *where: ColumnElement[bool]) -> int:
    return session.scalar(select(func.count(Message.id)).where(*where)) or 0
