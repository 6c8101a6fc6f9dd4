"""The planted faults of the consistency check: each is done to a database that was played with, and has to be found. Nothing of it stays."""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta

from sqlalchemy import create_engine, select, text
from sqlalchemy.orm import Session

from brokerage import interviews, referrals
from brokerage.kinds import KINDS
from brokerage.proving import consistency, scene
from brokerage.proving.evidence import Check, Control
from brokerage.proving.stage import Stage
from employers.db import reading, transaction
from employers.models import Slot
from employers.records import save

ONE = "(SELECT min(id) FROM booking)"
LONG_AGO = "'2020-01-01 00:00:00'"
FIRST_SLOT = f"(SELECT slot_reference FROM booking WHERE id = {ONE})"
AGAIN = f"SELECT id + 1000, slot_reference, seat + 50, referral_id FROM booking WHERE id = {ONE}"
QUARTERS = "id, booking_id, participant_id, quarter"
QUARTERS_AGAIN = "SELECT id + 1000, booking_id, participant_id, quarter FROM busy_quarter"
HOLD = "reference, vacancy_reference, participant_id, state, open, seat, until, made_at, made_by"
HELD = f"SELECT 'H1', 'V1', min(id), 'held', 'yes', 1, '2020-01-01', {LONG_AGO}, 'nobody' FROM participant"
KEPT = "SELECT 'S1', min(id), '2099-01-01 00:00:00' FROM referral"
THERE_TWICE = "SELECT n, 1, min(id), 1 FROM user_account, (SELECT 1 AS n UNION SELECT 2) AS twice GROUP BY n"
ATTENDANCE = "id, slot_reference, user_id, named"
PLACEMENT = "reference, kind, scheme, vacancy_reference, card, state, edition, paid, drafted_at, drafted_by"
UNSIGNED = f"'W1', 'work_experience', 'work_experience', 'V1', '[]', 'signed', 1, false, {LONG_AGO}, 'nobody'"
ITS_PERSON = f"SELECT 1, participant_id FROM referral WHERE id = (SELECT referral_id FROM booking WHERE id = {ONE})"
ITS_DAY = f"SELECT 1, date(starts_at), '00:00:00', '23:59:00', 0 FROM slot WHERE reference = {FIRST_SLOT}"
DAY = "placement_id, day, starts, ends, break_minutes"
UNSTEPPED = f"INSERT INTO placement ({PLACEMENT}) VALUES ({UNSIGNED})"
# For each check what is done to the tables; those in LOOSE lose their rules first.
FAULTS: dict[str, tuple[str, ...]] = {
    "orphans": (f"UPDATE booking SET slot_reference = 'nowhere' WHERE id = {ONE}",),
    "seats twice": (f"UPDATE booking SET seat = 1, slot_reference = {FIRST_SLOT}",),
    "booked twice": (f"INSERT INTO booking (id, slot_reference, seat, referral_id) {AGAIN}",),
    "more than places": ("UPDATE slot SET places = 0",),
    "two places": ("UPDATE slot SET starts_at = (SELECT min(starts_at) FROM slot)",),
    "quarters twice": (f"INSERT INTO busy_quarter ({QUARTERS}) {QUARTERS_AGAIN}",),
    "no quarters": (f"DELETE FROM busy_quarter WHERE booking_id = {ONE}",),
    "others' quarters": ("UPDATE busy_quarter SET participant_id = (SELECT max(id) FROM participant)",),
    "booked without a seat": ("DELETE FROM busy_quarter", "DELETE FROM booking"),
    "seat without a state": ("UPDATE referral SET state = 'wanted' WHERE state = 'booked'",),
    "another time shown": ("UPDATE introduction SET slot_reference = NULL",),
    "no step": ("UPDATE referral SET state = 'held' WHERE state = 'wanted'",),
    "no trail": ("DELETE FROM audit WHERE kind = 'booking'",),
    "more than promised": (
        "INSERT INTO promised_place (agreement_reference, number, referral_id) SELECT 'A1', id, id FROM referral",
    ),
    "untold": ("DELETE FROM message",),
    "messages stuck": (f"UPDATE message SET sent_at = NULL, dropped = NULL, taken_at = {LONG_AGO}",),
    "sent and dropped": (f"UPDATE message SET sent_at = {LONG_AGO}, dropped = 'It is over.'",),
    "work undone": (f"INSERT INTO job_claim (job, due_at, claimed_at) VALUES ('close', {LONG_AGO}, {LONG_AGO})",),
    "held too long": (f"INSERT INTO post_hold ({HOLD}) {HELD}",),
    "staff twice": (f"INSERT INTO attended_quarter (id, attendance_id, user_id, quarter) {THERE_TWICE}",),
    "staff elsewhere": (f"INSERT INTO attendance ({ATTENDANCE}) SELECT 1, 'S1', min(id), true FROM user_account",),
    "placed and booked": (
        f"INSERT INTO placement (id, {PLACEMENT}) VALUES (1, {UNSIGNED})",
        f"INSERT INTO placed (placement_id, participant_id) {ITS_PERSON}",
        f"INSERT INTO placement_day (placement_id, day, starts, ends, break_minutes) {ITS_DAY}",
    ),
    "unsigned": (UNSTEPPED,),
    "no step elsewhere": (UNSTEPPED,),
    "nobody placed": (UNSTEPPED,),
    "placed twice": (
        UNSTEPPED,
        UNSTEPPED.replace("'W1'", "'W2'"),
        "INSERT INTO placed (placement_id, participant_id) SELECT id, (SELECT min(id) FROM participant) FROM placement",
        f"INSERT INTO placement_day ({DAY}) SELECT id, '2027-01-04', '09:00:00', '12:00:00', 0 FROM placement",
    ),
    "kept and booked": (f"INSERT INTO kept_seat (slot_reference, referral_id, until) {KEPT}",),
}
LOOSE = {
    "orphans": "booking",
    "seats twice": "booking",
    "booked twice": "booking",
    "quarters twice": "busy_quarter",
    "others' quarters": "busy_quarter",
    "staff twice": "attended_quarter",
}


def prove(stage: Stage) -> Iterator[Check]:
    """A check for each of the consistency check's own, each with its planted fault."""
    now = datetime.now(UTC).replace(tzinfo=None)
    set_out(now)
    with reading() as session:
        before = consistency.findings(session, now)
    for check in consistency.CHECKS:
        began = time.monotonic()
        wrong = [each.found for each in before if each.check == check.name]
        found = found_after(stage.url, check.name, now)
        control = Control("; ".join(FAULTS[check.name]), bool(found), {"sentences found": len(found)})
        counts = {"found in what the use cases made": len(wrong)}
        yield Check("consistency", stage.engine, check.what, counts, wrong, time.monotonic() - began, control)


def set_out(now: datetime) -> None:
    """Three people before two employers; each is booked at both, and one has a promise that is not used."""
    played = scene.set_out(3, now, vacancies=2)
    slots = [scene.put_slot(f"S{n + 1}", scene.at(now, 10 + n), places=3, vacancy=f"V{n + 1}") for n in range(2)]
    with transaction(by=scene.BY) as session:
        agreement = {"reference": "A1", "employer": "E1", "kind": "guaranteed_interview", "places": "1"}
        save(session, KINDS["agreements"], agreement)
        for person in [*played.waiting[:2], played.waiting[2][:1]]:
            for referral, slot in zip(person, slots, strict=False):
                at = session.scalars(select(Slot).where(Slot.reference == slot)).one()
                interviews.book(session, referrals.get(session, referral), at, scene.GRACE, now)


def found_after(url: str, name: str, now: datetime) -> list[str]:
    """What the check of that name finds once its fault was planted."""
    check = next(each for each in consistency.CHECKS if each.name == name)
    with tampered(url, name) as session:
        return [each.found for each in consistency.findings(session, now + timedelta(seconds=1), [check])]


@contextmanager
def tampered(url: str, name: str) -> Iterator[Session]:
    """A look at the database with that fault in it; all of it is taken back."""
    engine = create_engine(url)  # none of ours, which would hold to the rules
    try:
        with engine.connect() as connection:
            if engine.dialect.name == "sqlite":
                connection.exec_driver_sql("BEGIN")
            if (table := LOOSE.get(name)) is not None:
                also = " CASCADE" if engine.dialect.name == "postgresql" else ""
                for loosening in (
                    f"CREATE TABLE loose AS SELECT * FROM {table}",
                    f"DROP TABLE {table}{also}",
                    f"ALTER TABLE loose RENAME TO {table}",
                ):
                    connection.execute(text(loosening))
            for statement in FAULTS[name]:
                connection.execute(text(statement))
            with Session(bind=connection, autoflush=False) as session:
                yield session
            connection.rollback()
    finally:
        engine.dispose()
