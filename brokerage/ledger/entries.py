"""Contacts with employers: written once, corrected by their author only, and never gone without a word."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any

from sqlalchemy import Select, select
from sqlalchemy.orm import Session, joinedload, selectinload

from brokerage.ledger import visits
from brokerage.ledger.columns import CORRECTED, NEW, SOMEBODY_ELSE
from brokerage.ledger.models import LedgerEntry, LedgerPromise
from employers import records
from employers.clock import local
from employers.columns import BadCells, Refused, Values, Wrong
from employers.models import Employer
from employers.records import Kind

Cells = Mapping[str, str]


class NotTheAuthor(Refused):
    def __init__(self) -> None:
        super().__init__("Only whoever wrote this corrects it. Write down a contact of your own beside it.")


class TakenBack(Refused):
    def __init__(self) -> None:
        super().__init__("This was taken back, so it stays as it is. Write it down anew.")


class NoReason(Refused):
    def __init__(self) -> None:
        super().__init__("Say in a few words why it is taken back: it stays readable, with your reason.")


def write(session: Session, employer: Employer, cells: Cells, *, key: str, by: str, now: datetime) -> LedgerEntry:
    """Writes a contact down with its promises and the next visit; the same `key` once more changes nothing. Raises BadCells."""
    session.refresh(
        employer, with_for_update={"key_share": True}
    )  # who writes at the same time comes one after the other
    if (before := get(session, key)) is not None:
        return before
    values = _read(NEW, employer, cells, now)
    entry = LedgerEntry(reference=key, employer_reference=employer.reference, by=by, written_at=now)
    _put(entry, employer, values)
    if employer.coordinator not in (None, by):
        entry.for_lead = employer.coordinator
    for column, side in (("they", "them"), ("we", "us")):
        if values[f"{column}_promise"]:
            entry.promises.append(
                LedgerPromise(side=side, what=values[f"{column}_promise"], due_on=values[f"{column}_by"])
            )
    session.add(entry)
    session.flush()
    visits.over(session, entry)
    if values["next_day"]:
        visits.plan(session, employer, values["next_day"], values["next_time"], by=by, today=local(now).date())
    return entry


def correct(session: Session, entry: LedgerEntry, cells: Cells, *, by: str, now: datetime) -> bool:
    """Changes what was written, and says whether anything did. Raises NotTheAuthor, TakenBack, BadCells."""
    _open_to(session, entry, by)
    values = _read(CORRECTED, entry.employer, cells, now)
    _put(entry, entry.employer, values)
    changed = session.is_modified(entry)
    if changed:
        entry.corrected_at = now
    session.flush()
    return changed


def take_back(session: Session, entry: LedgerEntry, why: str, *, by: str, now: datetime) -> None:
    """It counts for nothing any more, and stays readable with the reason. Raises NotTheAuthor, TakenBack, NoReason."""
    _open_to(session, entry, by)
    if not why.strip():
        raise NoReason
    entry.taken_back_at, entry.taken_back_why = now, " ".join(why.split())[:250]
    session.flush()


def read_by_lead(entry: LedgerEntry, by: str, now: datetime) -> None:
    """Takes it off the lead's Today; anybody else's press changes nothing."""
    if entry.for_lead == by and entry.read_at is None:
        entry.read_at = now


def get(session: Session, reference: str) -> LedgerEntry | None:
    return session.scalar(_whole().where(LedgerEntry.reference == reference))


def of_employer(session: Session, employer: Employer) -> Sequence[LedgerEntry]:
    """All that was written of one employer, the latest first; what was taken back too."""
    query = _whole().where(LedgerEntry.employer_reference == employer.reference)
    return session.scalars(query.order_by(LedgerEntry.day.desc(), LedgerEntry.id.desc())).unique().all()


def standing(entries: Sequence[LedgerEntry]) -> list[LedgerEntry]:
    """Those that were not taken back."""
    return [each for each in entries if each.taken_back_at is None]


def cells(entry: LedgerEntry) -> dict[str, str]:
    """An entry as its form shows it."""
    said = CORRECTED.cells(_Shown(entry))
    return {**said, "with_whom": ""} if entry.contact_id else said


class _Shown:
    """An entry whose `contact` is a word of the form."""

    def __init__(self, entry: LedgerEntry) -> None:
        self._entry = entry
        self.contact = str(entry.contact_id or SOMEBODY_ELSE)

    def __getattr__(self, name: str) -> Any:
        return getattr(self._entry, name)


def _open_to(session: Session, entry: LedgerEntry, by: str) -> None:
    session.refresh(entry, with_for_update={"of": LedgerEntry})
    if entry.by != by:
        raise NotTheAuthor
    if entry.taken_back_at is not None:
        raise TakenBack


def _read(kind: Kind, employer: Employer, cells: Cells, now: datetime) -> Values:
    reading = records.read(kind, cells, None, whole=True)
    if wrong := [*reading.wrong, *_out_of_place(reading.values, employer, local(now).date())]:
        raise BadCells(wrong)
    return reading.values


def _out_of_place(values: Values, employer: Employer, today: date) -> list[Wrong]:
    wrong = []
    if (values.get("day") or today) > today:
        wrong.append(Wrong("day", "", "this day is still to come; a visit to come goes under “Next visit”"))
    if (values.get("next_day") or today) < today:
        wrong.append(Wrong("next_day", "", "this day has gone by; write one to come"))
    known = {SOMEBODY_ELSE, *(str(each.id) for each in employer.contacts)}
    if (values.get("contact") or SOMEBODY_ELSE) not in known:
        wrong.append(Wrong("contact", "", "this contact is not written down any more; choose again"))
    return wrong


def _put(entry: LedgerEntry, employer: Employer, values: Values) -> None:
    chosen = (
        None if values["with_whom"] else values["contact"]
    )  # a name that is written goes before whoever was ticked already
    contact = next((each for each in employer.contacts if str(each.id) == chosen), None)
    named = contact.name or contact.email or contact.phone or employer.name if contact else values["with_whom"]
    wanted = {name: values[name] for name in ("day", "kind", "decides", "purpose", "said")}
    wanted |= {"contact_id": contact.id if contact else None, "with_whom": named}
    for name, value in wanted.items():
        if getattr(entry, name) != value:
            setattr(entry, name, value)


def _whole() -> Select[LedgerEntry]:
    return select(LedgerEntry).options(joinedload(LedgerEntry.employer), selectinload(LedgerEntry.promises))
