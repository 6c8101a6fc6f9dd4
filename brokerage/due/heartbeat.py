"""Whether anybody is at work in the background: each process says now and then that it is there, and that it stops."""

import os
import socket
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from secrets import token_hex

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from brokerage.due.timetable_models import WorkingProcess
from employers.db import transaction
from employers.models import LINE

EVERY = timedelta(seconds=20)


def _name() -> str:
    """Machine and process, and some letters, because a number may be given again."""
    return f"{socket.gethostname()}:{os.getpid()}:{token_hex(3)}"[-LINE:]


@dataclass
class Heart:
    """The heartbeat of one process. It may be asked to beat at any time: it does so every twenty seconds at the most."""

    name: str = field(default_factory=_name)
    last: datetime | None = None

    def beat(self, now: datetime) -> None:
        if self.last is not None and timedelta(0) <= now - self.last < EVERY:
            return
        self.last = now  # first, so that one that cannot be written is not tried at every word
        with transaction(by="the clock") as session:
            self._own(session, now).seen_at = now

    def stop(self, now: datetime) -> None:
        with transaction(by="the clock") as session:
            own = self._own(session, now)
            own.seen_at = own.stopped_at = now

    def _own(self, session: Session, now: datetime) -> WorkingProcess:
        own = session.scalar(select(WorkingProcess).where(WorkingProcess.name == self.name))
        if own is None:
            own = WorkingProcess(name=self.name, began_at=now, seen_at=now)
            session.add(own)
        return own


def alive(session: Session, now: datetime, seconds: int) -> Sequence[WorkingProcess]:
    """Those heard of within so many seconds and not told to stop, the one that began first first."""
    heard = WorkingProcess.seen_at > now - timedelta(seconds=seconds), WorkingProcess.stopped_at.is_(None)
    return session.scalars(select(WorkingProcess).where(*heard).order_by(WorkingProcess.began_at)).all()


def last_heard(session: Session) -> WorkingProcess | None:
    return session.scalar(select(WorkingProcess).order_by(WorkingProcess.seen_at.desc()).limit(1))


def forget(session: Session, now: datetime, keep_days: int) -> None:
    """Deletes processes that were last heard of so many days ago."""
    session.execute(delete(WorkingProcess).where(WorkingProcess.seen_at < now - timedelta(days=keep_days)))
