"""The application with one fault in it, which a checker has to find: `faulty.py early serve` is `brokerage serve` that answers before it commits.

All else is the real thing, pressed and counted in the same way; so what the checker finds, it finds of that fault.
"""

import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime
from importlib import import_module

from sqlalchemy import select
from sqlalchemy.orm import Session

from brokerage.proving.tethered import tether
from brokerage.sending.work_models import Message
from brokerage.settings import Mail
from employers import db

LATER = 0.3  # seconds between the answer and its commit
FEW = 100  # rows between two commits


def early() -> None:
    """It answers, and commits a moment later."""

    @contextmanager
    def transaction(by: str) -> Iterator[Session]:
        session = db.sessions()
        session.begin()
        session.info["by"] = by
        try:
            with db._looked_through(session):
                yield session
            session.flush()
        except BaseException:
            session.close()
            raise
        threading.Timer(LATER, _commit, [session]).start()

    db.transaction = transaction


def _commit(session: Session) -> None:
    with session:
        session.commit()


def piecemeal() -> None:
    """It commits a file as it goes, every hundred rows."""
    from brokerage import imports

    def flush_and_commit(session: Session) -> None:
        session.flush()
        _commit_so_far(session)

    imports.flush, imports.ROWS_AT_ONCE = flush_and_commit, FEW  # type: ignore[attr-defined]


def _commit_so_far(session: Session) -> None:
    for statement in ("COMMIT", "BEGIN"):
        session.connection().exec_driver_sql(statement)


def unclaimed() -> None:
    """It sends messages without taking them first, as if nobody else were at work."""
    from brokerage import messages

    def first_waiting(now: datetime, mail: Mail) -> Message | None:  # noqa: ARG001 (as the one that takes)
        waiting = Message.sent_at.is_(None), Message.dropped.is_(None), Message.due_at <= now
        with db.reading() as session:
            return session.scalar(select(Message).where(*waiting).order_by(Message.due_at, Message.id).limit(1))

    messages._take = first_waiting


def unaware() -> None:
    """It does not know what to say when the database is gone."""
    from brokerage.api import problems
    from brokerage.pages import errors

    class Never(Exception):
        """What the handlers wait for instead."""

    for module in (errors, problems):
        module.OperationalError = module.InterfaceError = Never  # type: ignore[attr-defined]


def gullible() -> None:
    """It reads any workbook whatever it unpacks to, lets the library's errors out, and keeps each row that it likes as soon as it sees it."""
    from brokerage import imports, uploads
    from brokerage.files import sheets
    from brokerage.files.import_plan import Plan
    from brokerage.kinds import KINDS
    from brokerage.models import Upload

    def plan(session: Session, upload: Upload, *, may_grant: bool) -> Plan:
        kind, sheet = KINDS[upload.kind], sheets.read(upload.name, upload.content)
        planner = imports.Planner(session, kind, sheet, lambda _code: None, may_grant=may_grant)
        for row in sheet.rows:
            planner.look_at([row])
            imports.carry_out(session, planner.made)
            planner.made.rows.clear()
            _commit_so_far(session)
        return planner.made

    sheets._workbook = lambda name, content: sheets._first_sheet(content)  # noqa: ARG005 (as the one that looks)
    sheets.LAST_ROW = sys.maxsize
    uploads.plan = plan


FAULTS: dict[str, Callable[[], None]] = {
    each.__name__: each for each in (early, piecemeal, unclaimed, unaware, gullible)
}


if __name__ == "__main__":
    FAULTS[sys.argv.pop(1)]()
    tether()
    import_module("brokerage.cli").main()
