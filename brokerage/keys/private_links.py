"""Links in messages that open one thing for one person, without a password: choosing a time, signing a paper, the own word or calendar.

Each is made as its message goes and stands nowhere else; the words in the outbox only mark where. Whoever holds the link may do that one
thing, so what it opens shows no more than the thing needs.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from itsdangerous import BadSignature, URLSafeTimedSerializer

from employers.columns import Refused

PAPER = "paper"  # to whom a link went that was handed over or posted
Kind = Literal["times", "sign", "word", "calendar"]
PATHS: Mapping[str, str] = {"times": "my/times", "sign": "sign", "word": "my/word", "calendar": "my/calendar"}
SPOKEN: Mapping[str, str] = {
    "times": "you can choose a time together: open it below",
    "sign": "read the paper together, and note the answer",
    "word": "note the own words together",
    "calendar": "the keyworker’s page of the calendar makes an address",
}
MARK = re.compile(r"\[private link (times|sign|word|calendar) (\S+)\]")


class PrivateLinkSpent(Refused):
    def __init__(self) -> None:
        super().__init__("This link has run out, or a piece of it is missing. Ask whoever sent it for a new one.")


@dataclass(frozen=True, slots=True)
class Opened:
    """What a link opens, and to whom it went: an address, a number, or PAPER."""

    reference: str
    whom: str


def mark(kind: Kind, reference: str) -> str:
    """What stands in the words until they go. Raises ValueError where nothing could find it again."""
    written = f"[private link {kind} {reference}]"
    if not MARK.fullmatch(written):
        raise ValueError(f"{reference!r} cannot stand in a link")
    return written


def put_in(body: str, whom: str, secret: str, address: str) -> str:
    """The words with their links."""
    return MARK.sub(lambda found: address_of(found[1], found[2], whom, secret, address), body)


def spoken(body: str) -> str:
    """The words as somebody tells them instead: a link goes only with a message, or on paper."""
    return MARK.sub(lambda found: f"({SPOKEN[found[1]]})", body)


def previewed(body: str) -> str:
    """The words as somebody else may look at them beforehand."""
    return MARK.sub("(a private link stands here)", body)


def address_of(kind: str, reference: str, whom: str, secret: str, address: str) -> str:
    """The whole link. `address` is where people reach the application."""
    return f"{address.rstrip('/')}/{PATHS[kind]}/{_signer(kind, secret).dumps([reference, whom])}"


def read(kind: Kind, token: str, secret: str, lifetime_days: int | None) -> Opened:
    """`lifetime_days`: None where what it opens says how long. Raises PrivateLinkSpent."""
    try:
        most = None if lifetime_days is None else lifetime_days * 24 * 60 * 60
        reference, whom = _signer(kind, secret).loads(token, max_age=most)
        return Opened(str(reference), str(whom))
    except (BadSignature, ValueError, TypeError):
        raise PrivateLinkSpent from None


def _signer(kind: str, secret: str) -> URLSafeTimedSerializer:
    return URLSafeTimedSerializer(secret, salt=f"private {kind}")
