"""Every change leaves a trail in its own transaction, with who made it; none is made by nobody."""

import pytest
from sqlalchemy import select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from brokerage import accounts, audit
from brokerage.audit import NobodyNamed, Unseen
from brokerage.models import AuditEntry, Participant
from brokerage.participants import PARTICIPANTS
from employers import db
from employers.db import reading, transaction
from employers.employers import EMPLOYERS
from employers.models import Employer
from employers.records import find, save

pytestmark = pytest.mark.usefixtures("database")


def entries(kind: str) -> list[AuditEntry]:
    with reading() as session:
        return list(session.scalars(select(AuditEntry).where(AuditEntry.kind == kind).order_by(AuditEntry.id)))


def an_employer(**cells: str) -> None:
    with transaction(by="grace@hallbrook.example") as session:
        there = find(session, EMPLOYERS, "OWL1")
        save(session, EMPLOYERS, {"reference": "OWL1", "name": "Owlerby"} | cells, record=there)


def test_making_changing_and_deleting_are_told_field_by_field() -> None:
    an_employer()
    an_employer(name="Owlerby Plants", sector="retail")
    with transaction(by="sam@hallbrook.example") as session:
        session.delete(find(session, EMPLOYERS, "OWL1"))

    made, changed, deleted = entries("employer")

    assert (made.by, made.action, made.reference) == ("grace@hallbrook.example", "created", "OWL1")
    assert made.changes == {"reference": [None, "OWL1"], "name": [None, "Owlerby"]}
    assert changed.action == "changed"
    assert changed.changes == {"name": ["Owlerby", "Owlerby Plants"], "sector": [None, "retail"]}
    assert (deleted.by, deleted.action) == ("sam@hallbrook.example", "deleted")
    assert deleted.changes["name"] == ["Owlerby Plants", None]


def test_setting_what_was_there_already_is_no_change() -> None:
    an_employer()
    an_employer()
    with transaction(by="grace@hallbrook.example") as session:
        employer = find(session, EMPLOYERS, "OWL1")
        assert employer is not None
        employer.name, employer.sector = "Owlerby", None
    assert len(entries("employer")) == 1


def test_records_under_a_record_are_told_too() -> None:
    an_employer(contact_name="Grace")
    an_employer(contact_name="Grace Okoye")
    an_employer()

    assert [(entry.action, entry.changes.get("name")) for entry in entries("employer_contact")] == [
        ("created", [None, "Grace"]),
        ("changed", ["Grace", "Grace Okoye"]),
        ("deleted", ["Grace Okoye", None]),
    ]


def test_the_trail_stands_or_falls_with_the_change() -> None:
    def breaks_off() -> None:
        with transaction(by="grace@hallbrook.example") as session:
            save(session, EMPLOYERS, {"reference": "OWL1", "name": "Owlerby"})
            raise RuntimeError

    def refused() -> None:
        with transaction(by="grace@hallbrook.example") as session:
            session.add(Employer(reference="OWL1", name="Owlerby", latitude=200.0, longitude=0.0))

    with pytest.raises(RuntimeError):
        breaks_off()
    with pytest.raises(IntegrityError):
        refused()
    assert entries("employer") == []


def test_nobody_changes_nothing() -> None:
    with db.sessions() as session:
        session.add(Employer(reference="OWL1", name="Owlerby"))
        with pytest.raises(NobodyNamed):
            session.flush()
    with transaction(by="") as session, pytest.raises(NobodyNamed):
        audit.note(session, "loaded", "place", "GB.txt")


def test_a_change_in_bulk_is_refused() -> None:
    an_employer()

    def in_bulk(session: Session) -> None:
        session.execute(update(Employer).values(name="All of them"))

    with transaction(by="grace@hallbrook.example") as session, pytest.raises(Unseen):
        in_bulk(session)


def test_no_secret_is_written_down() -> None:
    with transaction(by="grace@hallbrook.example") as session:
        user = accounts.invite(session, "kim@hallbrook.example", "keyworker")
        accounts.set_password(user, "three random words")
        user_password, uniquifier = user.password, user.fs_uniquifier

    written = str([entry.changes for entry in entries("user_account")])

    assert "password" in written
    assert user_password is not None
    assert user_password not in written
    assert uniquifier not in written
    assert "three random words" not in written


def test_what_is_worked_out_is_not_told() -> None:
    with transaction(by="grace@hallbrook.example") as session:
        save(session, PARTICIPANTS, {"reference": "P1", "latitude": "53.4", "longitude": "-1.5"})
    (made,) = entries("participant")
    assert made.changes == {"reference": [None, "P1"], "latitude": [None, 53.4], "longitude": [None, -1.5]}


def test_a_persons_keyworker_is_in_the_trail() -> None:
    with transaction(by="grace@hallbrook.example") as session:
        save(session, PARTICIPANTS, {"reference": "P1", "keyworker": "kim@hallbrook.example"})
    (made,) = entries("participant")
    with reading() as session:
        assert made.changes["keyworker_id"] == [None, session.scalars(select(Participant)).one().keyworker_id]
        assert made.changes["keyworker_id"][1] is not None
