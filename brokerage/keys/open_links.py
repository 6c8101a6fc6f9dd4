"""Links in letters with which an employer's contact says that a vacancy is still open: one press of a button, no password.

Each is made as its letter goes. It stands for the day since which nobody had said so, so that it works once: after that another day counts.
"""

import re
from dataclasses import dataclass
from datetime import date

from itsdangerous import BadSignature, URLSafeTimedSerializer

from employers.columns import Refused

MARK = re.compile(r"\[still open (.+?) (\d{4}-\d\d-\d\d)\]")  # in the words of a letter, where the link will stand


class OpenLinkSpent(Refused):
    def __init__(self) -> None:
        super().__init__(
            "This link has been used, has run out, or is not needed any more: the job was confirmed or changed meanwhile. "
            "Sign in to see how it stands, or answer the letter that it came in."
        )


@dataclass(frozen=True, slots=True)
class Asked:
    """Which vacancy a link is for, the day since which nobody had said that it is open, and to whom the link went."""

    vacancy: str
    since: date
    email: str


def mark(vacancy: str, since: date) -> str:
    return f"[still open {vacancy} {since}]"


def marked(body: str) -> list[tuple[str, date]]:
    """The vacancies that a letter asks about, each with its day."""
    return [(vacancy, date.fromisoformat(since)) for vacancy, since in MARK.findall(body)]


def put_in(body: str, email: str, secret: str, address: str) -> str:
    """The letter with its links."""

    def link(found: re.Match[str]) -> str:
        token = _signer(secret).dumps([found[1], found[2], email])
        return f"{address.rstrip('/')}/still-open/{token}"

    return MARK.sub(link, body)


def read(token: str, secret: str, lifetime_days: int) -> Asked:
    """Raises OpenLinkSpent."""
    try:
        vacancy, since, email = _signer(secret).loads(token, max_age=lifetime_days * 24 * 60 * 60)
        return Asked(str(vacancy), date.fromisoformat(since), str(email))
    except (BadSignature, ValueError, TypeError):
        raise OpenLinkSpent from None


def _signer(secret: str) -> URLSafeTimedSerializer:
    return URLSafeTimedSerializer(secret, salt="still-open")
