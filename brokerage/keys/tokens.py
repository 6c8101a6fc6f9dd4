"""Personal tokens, with which a program may do what its owner may: made, shown once, ended. Only their hash is kept."""

import secrets
from collections.abc import Sequence
from datetime import datetime
from hashlib import sha256

from sqlalchemy import select
from sqlalchemy.orm import Session

from brokerage.accounts import User
from brokerage.keys.api_models import Token
from employers.columns import Refused

PREFIX = "ss_"  # by which a token that was left somewhere is found again
MOST = 20  # tokens of one person at once; more are not looked after
LONGEST = 60  # characters of a name


class TokenNeedsName(Refused):
    def __init__(self) -> None:
        super().__init__(
            f"Write what the token is for, in at most {LONGEST} characters, so that you know later which to end."
        )


class TooManyTokens(Refused):
    def __init__(self) -> None:
        super().__init__(f"You have {MOST} tokens. End those that nothing uses any more, then make another.")


def make(session: Session, owner: User, name: str) -> tuple[Token, str]:
    """A new token of 256 random bits, and its text: the only time that it is there to be read.

    Raises TokenNeedsName, TooManyTokens."""
    name = " ".join(name.split())
    if not name or len(name) > LONGEST or not name.isprintable():
        raise TokenNeedsName
    if len(of(session, owner)) >= MOST:
        raise TooManyTokens
    text = PREFIX + secrets.token_urlsafe(32)
    token = Token(user_id=owner.id, name=name, hashed=_hashed(text))
    session.add(token)
    session.flush()
    return token, text


def of(session: Session, owner: User) -> Sequence[Token]:
    """Somebody's tokens that have not been ended, the newest first."""
    query = select(Token).where(Token.user_id == owner.id, Token.ended_at.is_(None))
    return session.scalars(query.order_by(Token.id.desc())).all()


def end(session: Session, owner: User, number: int, now: datetime) -> Token | None:
    """Ends one of somebody's tokens, and returns it; None where there is no such one. `now` in UTC."""
    token = session.scalar(select(Token).where(Token.id == number, Token.user_id == owner.id))
    if token is not None and token.ended_at is None:
        token.ended_at = now
    return token


def end_all(session: Session, owner: User, now: datetime) -> None:
    """Ends all of somebody's tokens, so that none works again when the account is opened again."""
    for token in of(session, owner):
        token.ended_at = now


def owner_of(session: Session, text: str) -> User | None:
    """Whose token it is; None for one that was ended or never made, and where the account is closed."""
    query = select(User).join(Token, Token.user_id == User.id)
    return session.scalar(query.where(Token.hashed == _hashed(text), Token.ended_at.is_(None), User.active))


def _hashed(text: str) -> str:
    """A plain hash does for 256 random bits: unlike a password, nobody can guess one."""
    return sha256(text.encode("utf-8", "replace")).hexdigest()
