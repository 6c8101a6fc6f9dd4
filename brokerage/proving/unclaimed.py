"""The planted fault of the reminders: `brokerage work` whose messages are sent without being taken first, as if nobody else were at work."""

from datetime import datetime
from importlib import import_module

from sqlalchemy import select

from brokerage import messages
from brokerage.proving.tethered import tether
from brokerage.settings import Mail
from brokerage.work_models import Message
from employers.db import reading


def first_waiting(now: datetime, mail: Mail) -> Message | None:  # noqa: ARG001 (as the one that takes)
    """The next message that is due, whoever else has it."""
    waiting = Message.sent_at.is_(None), Message.dropped.is_(None), Message.due_at <= now
    with reading() as session:
        return session.scalar(select(Message).where(*waiting).order_by(Message.due_at, Message.id).limit(1))


if __name__ == "__main__":
    messages._take = first_waiting  # that is the fault
    tether()
    import_module("brokerage.cli").main()
