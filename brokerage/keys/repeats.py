"""Calls that may be repeated: a key that somebody sends with a call has one effect, however often the call comes.

The answer is kept in the transaction of its effect, so that there is never one without the other.
"""

from datetime import datetime, timedelta

from sqlalchemy import delete, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from brokerage.keys.api_models import Once
from employers.columns import Refused
from employers.db import broken_rule


class KeyUsed(Refused):
    def __init__(self) -> None:
        super().__init__(
            "This Idempotency-Key came with another call before. Make a new key for each call, and send the same one only to repeat it."
        )


def claim(session: Session, user_id: int, key: str, asked: str) -> Once:
    """The row of that key, made if there is none; with its answer where the call was answered before. `asked` is a hash of the call.

    Where the same key is being answered just now, this waits until that is done. Raises KeyUsed."""
    row = _find(session, user_id, key)
    if row is None:
        row = Once(user_id=user_id, key=key, asked=asked)
        try:
            with session.begin_nested():
                session.add(row)
        except IntegrityError as error:
            if broken_rule(error) != "uq_api_once_user_id_key":
                raise
            row = _find(session, user_id, key)
            if row is None:  # whoever held it has given up just now, or it was forgotten
                return claim(session, user_id, key, asked)
    if row.asked != asked:
        raise KeyUsed
    return row


def forget(session: Session, now: datetime, keep_days: int) -> None:
    """Deletes what is older than so many days: nobody repeats a call that late, and an answer may hold what is private."""
    session.execute(delete(Once).where(Once.made_at < now - timedelta(days=keep_days)))


def _find(session: Session, user_id: int, key: str) -> Once | None:
    return session.scalar(select(Once).where(Once.user_id == user_id, Once.key == key))
