"""Who reads a diary, which days of it, and which records are theirs: what every source of entries asks."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, time

from sqlalchemy import ColumnElement, or_, true
from sqlalchemy.orm import Session

from brokerage.accounts import User
from brokerage.models import Participant
from employers.models import Contact, Employer
from employers.times.diary import Entry
from employers.trust import roles


@dataclass(frozen=True, slots=True)
class Span:
    """The days that are looked at, both included, and since when (UTC) what was given up is still said."""

    first: date
    last: date
    off_since: datetime

    @property
    def begin(self) -> datetime:
        return datetime.combine(self.first, time.min)

    @property
    def end(self) -> datetime:
        return datetime.combine(self.last, time.max)


Owner = User | Contact | Participant
Source = Callable[[Session, Owner, Span], Iterator[Entry]]


def whose(owner: Owner) -> ColumnElement[bool]:
    """Which records are somebody's, as a condition on participant, vacancy and employer, which the query has joined."""
    if isinstance(owner, Participant):
        return Participant.id == owner.id
    if isinstance(owner, Contact):
        return roles.sees(owner)
    mine = []
    if owner.may("keyworker"):
        mine.append(Participant.keyworker_id == owner.id)
    if owner.may("coordinator"):
        mine.append(Employer.coordinator == owner.email)
    return or_(*mine) if mine else ~true()
