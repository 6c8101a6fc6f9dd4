"""What an employer and we promised each other by a day: open until somebody says that it was kept, or let go."""

from collections.abc import Sequence
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session, contains_eager, joinedload

from brokerage.ledger.models import CLOSED_AS, SIDES, LedgerEntry, LedgerPromise
from employers.columns import Refused
from employers.models import LINE


class NothingPromised(Refused):
    def __init__(self) -> None:
        super().__init__("Say who promised, what, and by which day from the contact on.")


class ClosedAlready(Refused):
    def __init__(self, promise: LedgerPromise) -> None:
        word = CLOSED_AS[promise.closed_as or "kept"].lower()
        super().__init__(f"This promise is down as {word} already. Open it again first, if that is wrong.")


def add(session: Session, entry: LedgerEntry, side: str, what: str, due_on: date | None) -> LedgerPromise:
    """One more promise of that contact; the same one twice is one. Raises NothingPromised."""
    text = " ".join(what.split())[:LINE]
    if side not in SIDES or not text or due_on is None or due_on < entry.day:
        raise NothingPromised
    session.refresh(entry, with_for_update={"of": LedgerEntry})
    for each in entry.promises:
        if (each.side, each.what, each.due_on) == (side, text, due_on):
            return each
    made = LedgerPromise(side=side, what=text, due_on=due_on)
    entry.promises.append(made)
    session.flush()
    return made


def close(session: Session, promise: LedgerPromise, word: str, *, by: str, now: datetime) -> None:
    """Ticks it off as `kept` or `let_go`; whoever saw to it may. Raises ClosedAlready where it is down as the other."""
    session.refresh(promise, with_for_update={"of": LedgerPromise})
    if promise.closed_as is not None and promise.closed_as != word:
        raise ClosedAlready(promise)
    if promise.closed_as is None:
        promise.closed_as, promise.closed_at, promise.closed_by = word, now, by
        session.flush()


def reopen(session: Session, promise: LedgerPromise) -> None:
    session.refresh(promise, with_for_update={"of": LedgerPromise})
    promise.closed_as = promise.closed_at = promise.closed_by = None
    session.flush()


def get(session: Session, number: int) -> LedgerPromise | None:
    return session.scalar(
        select(LedgerPromise)
        .where(LedgerPromise.id == number)
        .options(joinedload(LedgerPromise.entry).joinedload(LedgerEntry.employer))
    )


def open_ones(session: Session, *, until: date | None = None) -> Sequence[LedgerPromise]:
    """The open promises of contacts that stand, the soonest first; `until`: due on that day or before."""
    query = (
        select(LedgerPromise)
        .join(LedgerPromise.entry)
        .where(LedgerPromise.closed_as.is_(None), LedgerEntry.taken_back_at.is_(None))
        .options(contains_eager(LedgerPromise.entry).joinedload(LedgerEntry.employer))
        .order_by(LedgerPromise.due_on, LedgerPromise.id)
    )
    return session.scalars(query if until is None else query.where(LedgerPromise.due_on <= until)).unique().all()
