"""The planted fault of the reminders: `brokerage work` whose messages are sent without being taken first, as if nobody else were at work."""

from datetime import datetime

from sqlalchemy import select

from brokerage import messages
from brokerage.proving.tethered import tether
from brokerage.settings import Mail
from brokerage.work_models import Message
from employers.db import reading


def first_waiting(now: datetime, _mail: Mail) -> Message | None:
    """The next message that is due, whoever else has it."""
    waiting = Message.sent_at.is_(None), Message.dropped.is_(None), Message.due_at <= now
    with reading() as session:
        return session.scalar(select(Message).where(*waiting).order_by(Message.due_at, Message.id).limit(1))


if __name__ == "__main__":
    from brokerage.cli import main

    messages._take = first_waiting
    tether()
    main()
