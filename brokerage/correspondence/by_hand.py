"""What a person does where a message cannot: a keyworker's tasks to tell somebody, and letters that could not be sent."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import Session

from brokerage.messages import COMING, Check, overtaken
from brokerage.models import Participant
from brokerage.referral_models import Referral
from brokerage.sending import outgoing
from brokerage.sending.work_models import Message, Task
from employers.models import LINE

BY_KEYWORKER = "the keyworker is to tell it"
UNSENT = "could not be sent"
AN_EMPLOYER = "the employer"  # where nobody's address is known
Checks = Mapping[str, Check]  # looks again at what stands on no referral, by the first word of its key
LONG = timedelta(hours=1)  # a message that has been due so long and was never tried: nothing is at work that sends


@dataclass(frozen=True, slots=True)
class Word:
    """Something that was said, or is to be: to the participant, or to an address; how it stands; and since when (UTC)."""

    subject: str
    to: str | None  # None: to the participant
    how: str
    at: datetime
    by: str | None = None


def ask_to_tell(
    session: Session, key: str, referral: Referral, subject: str, body: str, *, why: str, now: datetime
) -> None:
    """A task for the keyworker where a message would be the wrong way to hear it; `why` says so."""
    task = Task(key=key, participant_id=referral.participant_id, referral_id=referral.id, why=why[:LINE], made_at=now)
    task.subject, task.body = outgoing.one_line(subject)[:LINE], outgoing.lines(body)
    session.add(task)


def tasks(session: Session, keyworker_id: int, now: datetime, checks: Checks) -> list[Task]:
    """What a keyworker still has to tell the own people, the oldest first. What is not true any more is left out."""
    return _open(session, now, checks, Participant.keyworker_id == keyworker_id)


def done(task: Task, by: str, now: datetime) -> None:
    """The person was told; whoever did it first is named."""
    if task.done_at is None:
        task.done_at, task.done_by = now, by


def to_tell(session: Session, now: datetime, checks: Checks) -> dict[str, int]:
    """{keyworker: how many things the own people are still to be told}, by name; blank where nobody is named."""
    counts: dict[str, int] = {}
    for task in _open(session, now, checks):
        keyworker = task.participant.keyworker
        name = keyworker.called if keyworker is not None else ""
        counts[name] = counts.get(name, 0) + 1
    return dict(sorted(counts.items()))


def unsent(session: Session) -> Sequence[Message]:
    """Letters to employers and staff that were given up and that nobody has seen to yet, the newest first."""
    query = select(Message).where(Message.failed_at.is_not(None), Message.settled_at.is_(None))
    return session.scalars(query.order_by(Message.id.desc())).all()


def settle(message: Message, by: str, now: datetime) -> None:
    """Somebody has seen to it in another way."""
    if message.settled_at is None:
        message.settled_at, message.settled_by = now, by


def stuck(session: Session, now: datetime) -> int:
    """How many messages nobody has tried to send, though they have been due for long: then `brokerage work` is not running."""
    due = Message.due_at < now - LONG, Message.sent_at.is_(None), Message.dropped.is_(None), Message.tries == 0
    return session.scalar(select(func.count(Message.id)).where(*due)) or 0


def said_of(session: Session, referral: Referral, now: datetime) -> list[Word]:
    """Who was told what of one referral, and who is still to be, in its order. What was overtaken before it was said, and reminders
    whose time has not come, are left out."""
    put = session.scalars(select(Message).where(Message.referral_id == referral.id)).all()
    tasks = session.scalars(select(Task).where(Task.referral_id == referral.id)).all()
    words = [word for each in put if (word := _of_message(session, each, now))]
    still = {task.key for task in _open(session, now, {}, Task.referral_id == referral.id)}
    words += [_of_task(task) for task in tasks if task.done_at is not None or task.key in still]
    return sorted(words, key=lambda word: word.at)


def _open(session: Session, now: datetime, checks: Checks, *where: ColumnElement[bool]) -> list[Task]:
    query = (
        select(Task, Message)
        .join(Task.participant)
        .outerjoin(Message, Message.key == Task.key)
        .where(Task.done_at.is_(None), *where)
        .order_by(Task.id)
    )
    found = session.execute(query).all()
    return [task for task, message in found if message is None or overtaken(session, message, now, checks) is None]


def _of_message(session: Session, message: Message, now: datetime) -> Word | None:
    to = None if message.participant_id is not None else message.recipient or AN_EMPLOYER
    subject = message.subject or "Its words are no longer kept"
    if message.sent_at is not None:
        return Word(subject, to, "sent", message.sent_at)
    if message.failed_at is not None:
        return Word(subject, to, UNSENT, message.failed_at)
    coming = message.due_at > now and message.key.partition(" ")[0].endswith(COMING)
    if coming or message.dropped is not None or overtaken(session, message, now, {}) is not None:
        return None
    return Word(subject, to, "waits to be sent", message.due_at)


def _of_task(task: Task) -> Word:
    if task.done_at is not None:
        return Word(task.subject, None, "told", task.done_at, task.done_by)
    return Word(task.subject, None, BY_KEYWORKER, task.made_at)
