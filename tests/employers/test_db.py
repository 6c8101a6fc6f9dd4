"""The one database: who waits for whom."""

import time
from concurrent.futures import ThreadPoolExecutor

from sqlalchemy import Engine, select

from employers.db import reading, transaction
from employers.models import Employer


def test_a_second_look_does_not_wait_for_a_commit_that_waits_for_the_first(database: Engine):
    with ThreadPoolExecutor(1) as other, reading() as session:
        assert session.scalars(select(Employer)).all() == []
        saved = other.submit(save_one)
        time.sleep(0.5)  # on SQLite the commit stands at the door by now

        began = time.monotonic()
        with reading() as again:
            again.scalars(select(Employer)).all()
        assert time.monotonic() - began < 2
        assert again is session
        session.rollback()
        saved.result(timeout=10)

    with reading() as session:
        assert session.scalars(select(Employer.reference)).all() == ["E1"]


def test_whoever_changes_something_looks_through_the_same_connection(database: Engine):
    """With fifty at once, each waiting to begin, there would be no connection left for the one whose turn it is."""
    with transaction(by="test") as session, reading() as looked:
        assert looked is session

    with reading() as afterwards:
        assert afterwards is not session


def test_a_look_that_fails_leaves_nothing_open(database: Engine):
    try:
        with reading() as first:
            raise LookupError
    except LookupError:
        pass

    with reading() as second:
        assert second is not first


def save_one() -> None:
    with transaction(by="test") as session:
        session.add(Employer(reference="E1", name="Owlerby"))
