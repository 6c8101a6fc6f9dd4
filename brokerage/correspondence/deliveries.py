"""What became of messages that a provider has taken: it is asked after a while, and ever more rarely.

What arrived nowhere for good is told by a person instead; what did not arrive this time goes once more, by the same reference.
"""

import logging
from collections.abc import Callable
from datetime import datetime, timedelta

from sqlalchemy import select

from brokerage import settings
from brokerage.diary.workdays import quiet
from brokerage.messages import BY, give_up, try_later
from brokerage.sending.outgoing import Became, Followed, Post, PostAway
from brokerage.sending.work_models import Message
from brokerage.settings import Mail
from employers.db import transaction

log = logging.getLogger(__name__)
NEVER = "It did not arrive: the provider says that nothing can at this address or number."
TOO_OFTEN = "It did not arrive, however often it was tried."


def look_back(
    clock: Callable[[], datetime], way: Post, mail: Mail, stopping: Callable[[], bool] = lambda: False
) -> int:
    """Asks about each message whose time has come; how many were asked about."""
    asked = 0
    while isinstance(way, Followed) and not stopping() and not quiet(now := clock()):
        if (taken := _take(now)) is None or taken.provider_id is None:
            break
        try:
            _note(taken, way.became_of(taken.provider_id), clock(), mail)
        except PostAway as away:
            log.warning("What became of a message is asked later: %s", away)
            break
        asked += 1
    return asked


def _take(now: datetime) -> Message | None:
    """The next one to ask about, which nobody else asks about meanwhile: its next time is set before it is asked."""
    rules = settings.load().notify
    query = (
        select(Message)
        .where(Message.ask_at <= now, Message.sent_at.is_not(None))
        .order_by(Message.ask_at, Message.id)
        .limit(1)
    )
    with transaction(by=BY) as session:
        message = session.scalar(query.with_for_update(skip_locked=True, of=Message))
        if message is not None and message.sent_at is not None:
            age = now - message.sent_at
            over = age > timedelta(days=rules.ask_days)
            message.ask_at = None if over else now + max(timedelta(minutes=rules.ask_minutes), age)
    return message


def _note(taken: Message, became: Became, now: datetime, mail: Mail) -> None:
    """Nothing where it was sent again meanwhile."""
    with transaction(by=BY) as session:
        same = Message.id == taken.id, Message.provider_id == taken.provider_id, Message.sent_at == taken.sent_at
        message = session.scalar(select(Message).where(*same).with_for_update(of=Message))
        if message is None:
            return
        if became == "arrived":
            message.arrived_at, message.ask_at = now, None
        elif became == "never":
            give_up(session, message, NEVER, now)
        elif became == "not this time" and message.tries < mail.tries_most:
            try_later(message, now, mail)
        elif became == "not this time":
            give_up(session, message, TOO_OFTEN, now)
