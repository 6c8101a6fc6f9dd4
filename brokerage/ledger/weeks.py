"""A coordinator's own week with employers, counted, and a manager's word on it. Nobody is set beside anybody.

What counts: contacts face to face (visits and events; IPS-25 item 17 counts these, of the specialist, in a week), and how many of them
with somebody who decides. A client being there or not, and the same employer twice, make no difference there.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session, joinedload, selectinload

from brokerage.ledger.models import LedgerEntry, SignedWeek
from employers.clock import local
from employers.columns import Refused
from employers.models import NOTES

FACE_TO_FACE = ("visit", "event")


class WeekToCome(Refused):
    def __init__(self) -> None:
        super().__init__("This week has not begun. It is signed once it is here, best on its Friday.")


class CountedAnew(Refused):
    def __init__(self) -> None:
        super().__init__(
            "Something was written down in this week since you opened the page. Look at it again, then sign."
        )


@dataclass(frozen=True, slots=True)
class Week:
    """One coordinator's week from `monday` on. `entries` are those that stand, by day."""

    coordinator: str
    monday: date
    entries: Sequence[LedgerEntry]
    signed: SignedWeek | None
    late: Sequence[LedgerEntry]  # written, corrected or taken back after it was signed

    @property
    def in_person(self) -> int:
        return sum(each.kind in FACE_TO_FACE for each in self.entries)

    @property
    def deciding(self) -> int:
        return sum(each.kind in FACE_TO_FACE and each.decides is True for each in self.entries)

    @property
    def counted(self) -> tuple[int, int, int]:
        return len(self.entries), self.in_person, self.deciding

    @property
    def changed_after(self) -> bool:
        """Whether it is not any more what was signed."""
        signed = self.signed
        return signed is not None and (
            bool(self.late) or self.counted != (signed.contacts, signed.in_person, signed.deciding)
        )


def monday_of(day: date) -> date:
    return day - timedelta(days=day.weekday())


def week(session: Session, coordinator: str, monday: date) -> Week:
    query = (
        select(LedgerEntry)
        .where(LedgerEntry.by == coordinator, LedgerEntry.day >= monday, LedgerEntry.day < monday + timedelta(days=7))
        .options(joinedload(LedgerEntry.employer), selectinload(LedgerEntry.promises))
        .order_by(LedgerEntry.day, LedgerEntry.id)
    )
    written = session.scalars(query).unique().all()
    signed = _signed(session, coordinator, monday)
    return Week(
        coordinator,
        monday,
        [each for each in written if each.taken_back_at is None],
        signed,
        [each for each in written if signed and _touched(each) > signed.signed_at],
    )


def sign(
    session: Session, shown: Week, word: str, *, counted: tuple[int, int, int], by: str, now: datetime
) -> SignedWeek:
    """A manager's word that the week was gone through together. `counted` is what stood on the page. Raises WeekToCome, CountedAnew."""
    if shown.monday > local(now).date():
        raise WeekToCome
    if counted != shown.counted:
        raise CountedAnew
    signed = shown.signed
    if signed is None:
        signed = SignedWeek(coordinator=shown.coordinator, monday=shown.monday)
        session.add(signed)
    else:
        session.refresh(signed, with_for_update=True)
    signed.contacts, signed.in_person, signed.deciding = shown.counted
    signed.word, signed.signed_by, signed.signed_at = word.strip()[:NOTES] or None, by, now
    try:
        session.flush()
    except IntegrityError as error:  # two managers at once: the second reads what the first said
        raise CountedAnew from error
    return signed


def _signed(session: Session, coordinator: str, monday: date) -> SignedWeek | None:
    return session.scalar(select(SignedWeek).where(SignedWeek.coordinator == coordinator, SignedWeek.monday == monday))


def _touched(entry: LedgerEntry) -> datetime:
    return max(filter(None, (entry.written_at, entry.corrected_at, entry.taken_back_at)))
