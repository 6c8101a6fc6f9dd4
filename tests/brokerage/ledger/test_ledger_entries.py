"""Contacts, promises, visits and leads through their use cases, on either engine."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import date, datetime, timedelta
from typing import Any

import pytest
import trade
from sqlalchemy import Engine, func, select
from sqlalchemy.orm import Session
from trade import GRACE, NOON, TODAY

from brokerage import accounts, schema
from brokerage.ledger import entries, leads, promises, visits, weeks
from brokerage.ledger.models import LeadChange, LedgerEntry, LedgerPromise, PlannedVisit
from brokerage.migrations.versions import contact_ledger
from brokerage.models import AuditEntry
from employers.columns import BadCells, Refused
from employers.db import reading, transaction
from employers.models import Contact, Employer

SAM = "sam@hallbrook.example"
CELLS = {"day": "2027-01-14", "kind": "visit", "with_whom": "Helen Marsh", "purpose": "learn"}
Write = Callable[..., LedgerEntry]


@pytest.fixture
def employer(session: Session) -> Employer:
    return trade.an_employer(session, coordinator=GRACE.email)


@pytest.fixture
def write(session: Session, employer: Employer) -> Write:
    """write(said="..."): one contact by Grace, from the cells above with these changed."""

    def of(*, by: str = GRACE.email, key: str = "", now: datetime = NOON, **cells: str) -> LedgerEntry:
        key = key or f"key-{session.scalar(select(func.count()).select_from(LedgerEntry))}"
        return entries.write(session, employer, CELLS | cells, key=key, by=by, now=now)

    return of


def trail(session: Session, entry: LedgerEntry) -> list[dict[str, Any]]:
    query = select(AuditEntry).where(AuditEntry.kind == "ledger_entry", AuditEntry.reference == entry.reference)
    return [each.changes for each in session.scalars(query.order_by(AuditEntry.id))]


def test_a_visit_is_written_with_promises_and_the_next_one(session: Session, employer: Employer, write: Write):
    helen = str(employer.contacts[0].id)
    entry = write(
        contact=helen, with_whom="", decides="yes", said="Two ovens.\nHiring in spring.", they_promise="Two times",
        they_by="2027-01-21", we_promise="Send the leaflet", we_by="2027-01-18", next_day="2027-02-01", next_time="10:30",
    )  # fmt: skip

    assert (entry.with_whom, entry.decides, entry.said) == ("Helen Marsh", True, "Two ovens.\nHiring in spring.")
    assert [(each.side, each.what, each.due_on) for each in entry.promises] == [
        ("them", "Two times", date(2027, 1, 21)),
        ("us", "Send the leaflet", date(2027, 1, 18)),
    ]
    (visit,) = visits.open_ones(session, employer="E1")
    assert (visit.day, f"{visit.at:%H:%M}", visit.by) == (date(2027, 2, 1), "10:30", GRACE.email)


@pytest.mark.parametrize(
    ("cells", "column", "said"),
    [
        ({"day": ""}, "day", "needs it"),
        ({"day": "2027-01-15"}, "day", "still to come"),
        ({"kind": "pigeon"}, "kind", "write"),
        ({"with_whom": ""}, "with_whom", "whom it was with"),
        ({"contact": "4711", "with_whom": ""}, "contact", "choose again"),
        ({"they_promise": "Two times", "they_by": ""}, "they_by", "by when"),
        ({"we_promise": "A leaflet", "we_by": "2027-01-13"}, "we_by", "before the day of the contact"),
        ({"next_day": "2027-01-13"}, "next_day", "gone by"),
        ({"next_time": "10:30"}, "next_day", "no day"),
        ({"next_day": "2027-02-01", "next_time": "half past"}, "next_time", "write"),
        ({"said": "x" * 4001}, "said", "at most 4000"),
    ],
)
def test_what_cannot_be_kept_is_a_sentence_at_its_field(
    session: Session, write: Write, cells: dict[str, str], column: str, said: str
):
    with pytest.raises(BadCells) as bad:
        write(**cells)
    assert [each.column for each in bad.value.wrong] == [column]
    assert said in bad.value.wrong[0].how
    assert session.scalar(select(func.count()).select_from(LedgerEntry)) == 0


def test_a_name_that_is_written_goes_before_whoever_was_ticked_already(employer: Employer, write: Write):
    entry = write(contact=str(employer.contacts[0].id), with_whom="Kofi, the head chef")
    assert (entry.contact_id, entry.with_whom) == (None, "Kofi, the head chef")


def test_a_day_without_a_promise_is_no_promise(write: Write):
    assert write(they_by="2027-01-21", we_by="2027-01-21").promises == []


def test_two_presses_make_one_entry(session: Session, write: Write):
    first, second = (write(key="same", they_promise="Two times", they_by="2027-01-21") for _ in range(2))
    assert first is second
    assert session.scalar(select(func.count()).select_from(LedgerPromise)) == 1


def test_its_author_alone_corrects_it_and_the_old_is_kept(session: Session, write: Write):
    entry = write(said="Two ovens.")
    with pytest.raises(entries.NotTheAuthor):
        entries.correct(session, entry, CELLS | {"said": "None."}, by=SAM, now=NOON)

    assert entries.correct(session, entry, CELLS | {"said": "Three ovens."}, by=GRACE.email, now=NOON)
    assert not entries.correct(session, entry, CELLS | {"said": "Three ovens."}, by=GRACE.email, now=NOON)

    assert entry.corrected_at == NOON
    assert trail(session, entry)[-1]["said"] == ["Two ovens.", "Three ovens."]


def test_what_is_taken_back_stays_readable_with_its_reason(session: Session, write: Write):
    entry = write(they_promise="Two times", they_by="2027-01-21")
    for by, why, refused in ((SAM, "Wrong one", entries.NotTheAuthor), (GRACE.email, "  ", entries.NoReason)):
        with pytest.raises(refused):
            entries.take_back(session, entry, why, by=by, now=NOON)

    entries.take_back(session, entry, "It was another employer", by=GRACE.email, now=NOON)

    assert entries.of_employer(session, entry.employer) == [entry]
    assert entries.standing([entry]) == []
    assert promises.open_ones(session) == []
    with pytest.raises(entries.TakenBack):
        entries.correct(session, entry, CELLS, by=GRACE.email, now=NOON)


def test_the_lead_is_told_of_what_others_write_until_it_is_read(session: Session, write: Write):
    assert write().for_lead is None, "the lead's own"
    entry = write(by=SAM)
    assert (entry.for_lead, entry.read_at) == (GRACE.email, None)
    entries.read_by_lead(entry, SAM, NOON)
    assert entry.read_at is None
    entries.read_by_lead(entry, GRACE.email, NOON)
    assert entry.read_at == NOON


def test_a_promise_is_ticked_off_once_and_may_be_opened_again(session: Session, write: Write):
    (promise,) = write(they_promise="Two times", they_by="2027-01-21").promises
    promises.close(session, promise, "kept", by=SAM, now=NOON)
    promises.close(session, promise, "kept", by=GRACE.email, now=NOON + timedelta(days=1))
    assert (promise.closed_by, promise.closed_at) == (SAM, NOON), "the first press counts"
    with pytest.raises(promises.ClosedAlready, match="kept already"):
        promises.close(session, promise, "let_go", by=GRACE.email, now=NOON)
    promises.reopen(session, promise)
    assert promises.open_ones(session, until=date(2027, 1, 21)) == [promise]
    assert promises.open_ones(session, until=date(2027, 1, 20)) == []


def test_a_promise_more_is_added_once(session: Session, write: Write):
    entry = write()
    for _ in range(2):
        promises.add(session, entry, "us", " Send  the leaflet ", TODAY)
    assert [each.what for each in entry.promises] == ["Send the leaflet"]
    for side, what, due in (
        ("us", " ", TODAY),
        ("us", "A visit", None),
        ("all", "A visit", TODAY),
        ("us", "A", date(2027, 1, 13)),
    ):
        with pytest.raises(promises.NothingPromised):
            promises.add(session, entry, side, what, due)


def test_a_visit_is_moved_ended_by_what_came_of_it_and_called_off_by_its_own(
    session: Session, employer: Employer, write: Write
):
    plan = {"by": GRACE.email, "today": TODAY}
    first = visits.plan(session, employer, date(2027, 1, 20), None, **plan)
    assert visits.plan(session, employer, date(2027, 1, 22), None, **plan) is first
    with pytest.raises(visits.DayGone):
        visits.plan(session, employer, date(2027, 1, 13), None, **plan)

    write()
    assert first.open == "yes", "a contact before its day leaves it"
    later = write(day="2027-01-22", now=NOON + timedelta(days=8))
    assert (first.open, first.entry_id) == (None, later.id)

    second = visits.plan(session, employer, date(2027, 2, 1), None, **plan)
    with pytest.raises(visits.SomebodyElsesVisit):
        visits.call_off(session, second, by=SAM, now=NOON)
    visits.call_off(session, second, by=GRACE.email, now=NOON)
    with pytest.raises(visits.VisitOver):
        visits.call_off(session, second, by=GRACE.email, now=NOON)
    assert visits.open_ones(session) == []


def test_the_lead_changes_with_a_reason_that_stays(session: Session, employer: Employer):
    accounts.invite(session, SAM, "coordinator", "Sam Lister")
    accounts.invite(session, GRACE.email, "coordinator", "Grace Okoye")
    change = {"by": GRACE.email, "now": NOON}

    def refused(after: str | None, why: str, seen: str | None, kind: type[Refused]) -> None:
        with pytest.raises(kind):
            leads.change(session, employer, after, why, seen=seen, **change)

    refused(SAM, " ", GRACE.email, leads.NoReason)
    refused("nobody@hallbrook.example", "Moved", GRACE.email, leads.NotACoordinator)
    refused(SAM, "Moved", None, leads.ChangedMeanwhile)
    assert not leads.change(session, employer, GRACE.email, "", seen=GRACE.email, **change)
    assert leads.change(session, employer, SAM, "Sam knows the owner", seen=GRACE.email, **change)
    assert leads.change(session, employer, None, "Sam left", seen=SAM, **change)

    assert employer.coordinator is None
    told = [(each.before, each.after, each.why) for each in leads.history(session, employer)]
    assert told == [(SAM, None, "Sam left"), (GRACE.email, SAM, "Sam knows the owner")]


def test_a_contact_who_goes_leaves_the_name(session: Session, employer: Employer, write: Write):
    entry = write(contact=str(employer.contacts[0].id), with_whom="")
    employer.contacts.clear()
    session.flush()
    session.refresh(entry)
    assert (entry.contact_id, entry.with_whom) == (None, "Helen Marsh")


def test_two_at_once_cannot_both_win(database: Engine):
    with transaction(by="test") as session:
        trade.an_employer(session, coordinator=GRACE.email)
        for email in (SAM, GRACE.email, "kim@hallbrook.example"):
            accounts.invite(session, email, "coordinator")

    def at_once(number: int) -> str:
        with transaction(by=GRACE.email) as session:
            employer = session.scalars(select(Employer)).one()
            entries.write(
                session,
                employer,
                CELLS | {"next_day": f"2027-02-{number + 1:02}"},
                key="same",
                by=GRACE.email,
                now=NOON,
            )
        after = SAM if number % 2 else "kim@hallbrook.example"
        try:
            with transaction(by=after) as session:
                employer = session.scalars(select(Employer)).one()
                leads.change(session, employer, after, "Mine now", seen=GRACE.email, by=after, now=NOON)
        except leads.ChangedMeanwhile:
            return "told"
        return "done"

    with ThreadPoolExecutor(8) as clients:
        told = list(clients.map(at_once, range(8)))

    with reading() as session:
        for kind in (LedgerEntry, PlannedVisit, LeadChange):
            assert session.scalar(select(func.count()).select_from(kind)) == 1, kind
        assert session.scalar(select(func.count()).select_from(Contact)) == 1
    assert "told" in told


def test_the_tables_go_down_and_up_with_rows_in_them(database: Engine):
    with transaction(by="test") as session:
        employer = trade.an_employer(session)
        cells = CELLS | {"they_promise": "Two times", "they_by": "2027-01-21", "next_day": "2027-01-20"}
        entry = entries.write(session, employer, cells, key="k", by=GRACE.email, now=NOON)
        session.add(LeadChange(employer_reference="E1", why="New here", by=SAM, at=NOON))
        weeks.sign(session, weeks.week(session, entry.by, date(2027, 1, 11)), "", counted=(1, 1, 0), by=SAM, now=NOON)

    schema.migrate_down(database, str(contact_ledger.down_revision))
    schema.migrate(database)

    with reading() as session:
        assert session.scalar(select(Employer.reference)) == "E1"
        assert entries.get(session, "k") is None
