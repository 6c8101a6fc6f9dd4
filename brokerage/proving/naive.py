"""The planted fault of the races: bookings that look whether a place is free and then take it, and nothing in the tables that holds them.

`naive.py serve` answers as the pages would, over a table of its own without a rule. SQLite lets one writer in at a time, so that there
the look comes before, as from a page that was shown.
"""

from collections.abc import Callable, Iterable
from typing import Any
from urllib.parse import parse_qs

from sqlalchemy import Engine, text
from waitress import create_server

from brokerage.proving.clients import request
from brokerage.settings import load
from employers import db

THREADS = 20  # at once in each instance: a fault that is rare with four shows at once
TAKEN = text("SELECT count(*) FROM naive_booking WHERE slot = :slot")
TAKE = text("INSERT INTO naive_booking (slot, referral) VALUES (:slot, :referral)")


def make_table(url: str) -> None:
    with _engine(url).begin() as connection:
        connection.execute(text("CREATE TABLE IF NOT EXISTS naive_booking (slot VARCHAR(60), referral VARCHAR(60))"))


def holders(url: str, slot: str) -> list[tuple[str, int]]:
    """Who has it; a place that was given twice is the same seat twice."""
    query = text("SELECT referral FROM naive_booking WHERE slot = :slot")
    with _engine(url).connect() as connection:
        return [(who, 1) for who in connection.execute(query, {"slot": slot}).scalars()]


def ask(slot: str, referral: str) -> bytes:
    return request("GET", f"/?slot={slot}&referral={referral}", {})


def book(engine: Engine, asked: dict[str, str]) -> bool:
    """Whether it was free a moment ago."""
    if engine.dialect.name == "sqlite":
        with engine.connect().execution_options(looking=True) as connection:
            if connection.execute(TAKEN, asked).scalar():
                return False
        with engine.begin() as connection:
            connection.execute(TAKE, asked)
        return True
    with engine.begin() as connection:
        if connection.execute(TAKEN, asked).scalar():
            return False
        connection.execute(TAKE, asked)
    return True


def application(engine: Engine) -> Callable[[dict[str, Any], Callable[..., Any]], Iterable[bytes]]:
    def answer(environ: dict[str, Any], begin: Callable[..., Any]) -> Iterable[bytes]:
        asked = {name: values[0] for name, values in parse_qs(environ["QUERY_STRING"]).items()}
        done = book(engine, asked)
        body = b"It is yours." if done else b"It went a moment ago."
        begin(
            "200 OK" if done else "409 Conflict", [("Content-Type", "text/plain"), ("Content-Length", str(len(body)))]
        )
        return [body]

    return answer


def _engine(url: str) -> Engine:
    return db.connect(url)


def main() -> None:
    from brokerage.proving.tethered import tether

    own = load()
    tether()
    server = create_server(
        application(_engine(own.database_url)), host=own.server.host, port=own.server.port, threads=THREADS, ident=""
    )
    server.run()


if __name__ == "__main__":
    main()
