"""An application process for the races: the pages, and beside them the use cases by themselves, each in its own transaction.

It prints its port once it listens. `naive` is the control: it looks whether the slot is free, then books it, and nothing else holds it.
"""

from collections.abc import Callable, Iterable
from datetime import timedelta
from typing import Any
from urllib.parse import parse_qsl

from flask import Flask
from sqlalchemy import select, text
from sqlalchemy.exc import InterfaceError, OperationalError
from sqlalchemy.orm import Session
from trade import GRACE, NOON
from waitress import create_server

from brokerage import interviews, referrals
from brokerage.app import create_app
from brokerage.promises.entitlement import take_place
from brokerage.slots import SLOTS
from employers.columns import Refused
from employers.db import reading, transaction
from employers.models import Slot
from employers.records import save

THREADS = 20  # two connections each at most, in two processes: a PostgreSQL has 100
Application = Callable[[dict[str, Any], Callable[..., Any]], Iterable[bytes]]


def beside(pages: Flask) -> Application:
    """A WSGI application: what stands in DOES, else the pages."""

    def application(environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
        what = environ["PATH_INFO"].strip("/")
        if what not in DOES:
            return pages(environ, start_response)
        body = environ["wsgi.input"].read(int(environ["CONTENT_LENGTH"])).decode()
        status, said = _answer(what, dict(parse_qsl(body)))
        start_response(status, [("Content-Type", "text/plain; charset=utf-8")])
        return [said.encode()]

    return application


def _answer(what: str, asked: dict[str, str]) -> tuple[str, str]:
    """Statuses as `brokerage.pages.errors` gives them."""
    try:
        return "200 OK", DOES[what](asked)
    except Refused as refused:
        return "409 Conflict", str(refused)
    except (OperationalError, InterfaceError) as error:
        return "503 Service Unavailable", str(error)
    except Exception as error:  # noqa: BLE001 (what the test wants to see is exactly this)
        return "500 Internal Server Error", repr(error)


def _book(asked: dict[str, str]) -> str:
    with transaction(by=GRACE.email) as session:
        referral, slot = _both(session, asked)
        return f"seat {interviews.book(session, referral, slot, GRACE, NOON).seat}"


def _move(asked: dict[str, str]) -> str:
    with transaction(by=GRACE.email) as session:
        referral, slot = _both(session, asked)
        return f"seat {interviews.move(session, referral, slot, GRACE, NOON).seat}"


def _hold(asked: dict[str, str]) -> str:
    with transaction(by=GRACE.email) as session:
        referral, slot = _both(session, asked)
        interviews.hold(session, referral, slot, GRACE, NOON, until=NOON + timedelta(hours=1))
    return "kept"


def _confirm(asked: dict[str, str]) -> str:
    with transaction(by=GRACE.email) as session:
        return f"seat {interviews.confirm(session, referrals.get(session, asked['referral']), GRACE, NOON).seat}"


def _reassign(asked: dict[str, str]) -> str:
    with transaction(by=GRACE.email) as session:
        pair = [referrals.get(session, asked[name]) for name in ("referral", "to")]
        return f"seat {interviews.reassign(session, *pair, GRACE, NOON).seat}"


def _uncancel(asked: dict[str, str]) -> str:
    with transaction(by=GRACE.email) as session:
        return f"seat {interviews.uncancel(session, referrals.get(session, asked['referral']), GRACE, NOON).seat}"


def _cancel(asked: dict[str, str]) -> str:
    with transaction(by=GRACE.email) as session:
        interviews.cancel(session, referrals.get(session, asked["referral"]), GRACE, NOON, why="The next round.")
    return "cancelled"


def _change(asked: dict[str, str]) -> str:
    with transaction(by=GRACE.email) as session:
        slot = session.scalars(select(Slot).where(Slot.reference == asked["slot"])).one()
        save(session, SLOTS, {"starts_at": asked["at"]}, record=slot, whole=False)
    return "changed"


def _promise(asked: dict[str, str]) -> str:
    with transaction(by=GRACE.email) as session:
        place = take_place(session, referrals.get(session, asked["referral"]), (NOON + timedelta(days=1)).date())
        if place is None:
            raise Refused("All the interviews promised are taken.")
        return f"place {place.number}"


def _naive(asked: dict[str, str]) -> str:
    # SQLite lets one writer in at a time, so that there the look has to come before: as from a page that was shown.
    with reading() as session:
        by_itself = session.get_bind().dialect.name == "sqlite"
        taken = by_itself and session.scalar(text(COUNT), asked)
    with transaction(by=GRACE.email) as session:
        if taken or (not by_itself and session.scalar(text(COUNT), asked)):
            raise Refused("It is taken.")
        session.execute(text("INSERT INTO naive_booking (slot, referral) VALUES (:slot, :referral)"), asked)
    return "booked"


def _both(session: Session, asked: dict[str, str]) -> tuple[Any, Slot]:
    slot = session.scalars(select(Slot).where(Slot.reference == asked["slot"])).one()
    return referrals.get(session, asked["referral"]), slot


COUNT = "SELECT count(*) FROM naive_booking WHERE slot = :slot"
DOES = {
    "book": _book,
    "move": _move,
    "hold": _hold,
    "confirm": _confirm,
    "reassign": _reassign,
    "uncancel": _uncancel,
    "cancel": _cancel,
    "change": _change,
    "promise": _promise,
    "naive": _naive,
}


if __name__ == "__main__":
    app = create_app()
    app.config.update(WTF_CSRF_ENABLED=False)
    server = create_server(beside(app), host="127.0.0.1", port=0, threads=THREADS, ident="")
    print(server.effective_port, flush=True)
    server.run()
