"""Letters on paper: to people who chose them, and to employers whom no e-mail reaches. A person prints, posts and ticks them off."""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from brokerage import documents, settings
from brokerage.correspondence import by_hand
from brokerage.correspondence.by_hand import Checks
from brokerage.keys import open_links, private_links
from brokerage.messages import WAY_IN
from brokerage.models import Participant
from brokerage.sending.work_models import Message, Task
from employers.clock import local, on_day


def to_print(session: Session, keyworker_id: int, now: datetime, checks: Checks) -> list[Task]:
    """What a keyworker tells the own people by letter, the oldest first. What is not true any more is left out."""
    return [task for task in by_hand.tasks(session, keyworker_id, now, checks) if task.participant.channel == "letter"]


def too_soon(session: Session, task: Task, now: datetime) -> bool:
    """Whether the post would come too late for the interview that it tells of."""
    starts = session.scalar(select(Message.slot_starts_at).where(Message.key == task.key))
    return starts is not None and starts < local(now) + timedelta(days=settings.load().reminders.post_days)


def of_tasks(tasks: Sequence[Task], secret: str, address: str, now: datetime) -> bytes:
    """One PDF, a page or more for each person. Raises NoPaper."""
    return _pdf([_to_person(task, secret, address) for task in tasks], now)


def of_message(message: Message, secret: str, address: str, now: datetime) -> bytes:
    """The letter to an employer's contact that could not be sent, as PDF. Raises NoPaper."""
    employer = message.referral.vacancy.employer if message.referral is not None else None
    whom = [employer.name, employer.postcode or ""] if employer is not None else [message.recipient]
    return _pdf([_letter(whom, message, "", secret, address)], now)


def mark_printed(printed: Task | Message, by: str, now: datetime) -> None:
    """Who printed it first, and when, stays."""
    if printed.printed_at is None:
        printed.printed_at, printed.printed_by = now, by


def _to_person(task: Task, secret: str, address: str) -> Mapping[str, Any]:
    person: Participant = task.participant
    keyworker = person.keyworker.called if person.keyworker is not None else ""
    return _letter([person.called, person.postcode or ""], task, keyworker, secret, address)


def _letter(whom: Sequence[str], said: Task | Message, sender: str, secret: str, address: str) -> Mapping[str, Any]:
    body = said.body.replace(WAY_IN, f"{address}/portal")
    body = open_links.MARK.sub(f"{address}/portal", body)
    body = private_links.put_in(body, private_links.PAPER, secret, address)
    paragraphs = [part.strip("\n") for part in body.split("\n\n")]
    return {
        "to": [line for line in whom if line],
        "subject": said.subject,
        "paragraphs": [part.split("\n") for part in paragraphs if part],
        "from": [line for line in (sender, settings.load().mail.sender_name) if line],
    }


def _pdf(letters: Sequence[Mapping[str, Any]], now: datetime) -> bytes:
    today = local(now).date()
    return documents.pdf("letters", {"letters": list(letters), "date": f"{on_day(today)} {today.year}"}, now)
