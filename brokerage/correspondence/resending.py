"""Sending once more what could not be sent: with the address mended, by the same key, and only while it is still true."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from brokerage import audit, messages
from brokerage.messages import Check
from brokerage.sending import reaching
from brokerage.sending.reaching import ByHand
from brokerage.sending.work_models import Message, Task
from employers import readers
from employers.columns import Refused
from matching.week import Unreadable


class BadAddress(Refused):
    """What was typed is no e-mail address."""


class NotAgain(Refused):
    """It does not go once more; the text says why."""


def send_again(
    session: Session, message: Message, now: datetime, checks: Mapping[str, Check], *, address: str | None = None
) -> None:
    """Puts it back into the outbox. `address`: where it goes now; a participant's own is looked up when it goes.

    Raises BadAddress, or NotAgain where it is on its way, told, or not true any more."""
    session.refresh(message, with_for_update={"of": Message})
    before = message.recipient
    if message.participant is None:
        message.recipient = _read(address or before)
    if why := _not_again(session, message, now, checks):
        raise NotAgain(why)
    session.execute(select(Task).where(Task.key == message.key).with_for_update(of=Task))
    for task in session.scalars(select(Task).where(Task.key == message.key)):
        session.delete(task)
    message.dropped = message.failed_at = message.taken_at = message.sent_at = message.ask_at = None
    message.due_at, message.tries = now, 0
    changes = {"recipient": [before, message.recipient]} if before != message.recipient else {}
    audit.note(session, "sent again", "message", message.key, changes)


def of_task(session: Session, task: Task) -> Message | None:
    """The message that a keyworker's task stands for."""
    return session.scalar(select(Message).where(Message.key == task.key))


def can_go(session: Session, tasks: Sequence[Task]) -> set[int]:
    """Which of a keyworker's tasks are of messages that were tried in vain, to people who can be written to now: their ids."""
    tried = {task.id: of_task(session, task) for task in tasks if task.participant.channel in ("email", "sms")}
    return {
        number
        for number, message in tried.items()
        if message is not None and message.tries and message.body and _closed_to(message) is None
    }


def _not_again(session: Session, message: Message, now: datetime, checks: Mapping[str, Check]) -> str | None:
    if message.dropped is None:
        return "It is on its way already: somebody was quicker."
    if message.settled_at is not None:
        return f"{message.settled_by} has seen to it already, so it is not sent again."
    told = session.scalar(select(Task).where(Task.key == message.key, Task.done_at.is_not(None)))
    if told is not None:
        return f"{told.done_by} has told it already, so it is not sent again."
    if not message.body:
        return "Its words are no longer kept, so it cannot be sent again."
    if why := messages.overtaken(session, message, now, checks):
        return f"It is not sent again, as it is not true any more. {why}"
    return _closed_to(message)


def _closed_to(message: Message) -> str | None:
    if message.participant is None:
        return None
    try:
        reaching.check_channel(message.participant, by_text=messages.by_text())
    except ByHand as cannot:
        return str(cannot)
    return None


def _read(address: str) -> str:
    try:
        return readers.email(address.strip())
    except Unreadable as wrong:
        raise BadAddress(f"This is no address that a letter can go to: {wrong}.") from None
