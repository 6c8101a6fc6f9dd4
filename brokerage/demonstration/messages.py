"""Hallbrook's messages: what was due has gone, one letter came back, and one waits to be printed."""

from datetime import date, datetime, time, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from brokerage import messages
from brokerage.models import Participant
from brokerage.sending.work_models import Message

CAME_BACK = "The mail server refused it: 550 5.1.1 no mailbox by that name"


def set_out(session: Session, today: date) -> None:
    now = datetime.combine(today, time(7))
    due = session.scalars(select(Message).where(Message.dropped.is_(None), Message.due_at <= now).order_by(Message.id))
    came_back = None
    for message in due:
        at, person = message.due_at + timedelta(minutes=1), message.participant
        if person is not None and person.channel != "email":
            message.dropped = "The interview has begun."
            continue
        message.sent_at, message.tries, message.way = message.sent_at or at, 1, "email"
        if message.recipient and message.referral is not None and message.referral.state == message.only_while:
            came_back = message
    if came_back is not None:
        came_back.failed_at, came_back.sent_at, came_back.way, came_back.dropped = (
            came_back.sent_at,
            None,
            None,
            CAME_BACK,
        )
    _a_letter(session, now)


def _a_letter(session: Session, now: datetime) -> None:
    """To Tanya, who reads letters."""
    person = session.scalars(select(Participant).where(Participant.reference == "P003")).one()
    body = (
        "Hello Tanya,\n\nhere is what we wrote down when we met: what you would like to do next, and when you are free.\n\n"
        "If something in it is not right, tell Owen. It is changed the same day."
    )
    messages.put(session, "note P003", person, "What we wrote down", body, due_at=now - timedelta(days=1))
