"""The one database: its base class, its connection and the two ways into it, `transaction` and `reading`."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from sqlite3 import SQLITE_BUSY, OperationalError
from time import monotonic, sleep
from typing import Any

from sqlalchemy import Connection, Engine, MetaData, create_engine, event
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import DeclarativeBase, Session, sessionmaker

NAMES = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s_%(referred_table_name)s",
    "pk": "pk_%(table_name)s",
}


class Base(DeclarativeBase):
    metadata = MetaData(naming_convention=NAMES)


PATIENCE = 30.0  # seconds for which somebody waits for those who write to SQLite

sessions: sessionmaker[Session] = sessionmaker(expire_on_commit=False)
_looking: ContextVar[Session | None] = ContextVar("looking", default=None)


def connect(url: str) -> Engine:
    """An engine for SQLite or PostgreSQL, with the settings under which nothing acknowledged is lost."""
    if not url.startswith("sqlite"):
        return create_engine(url, pool_pre_ping=True)
    engine = create_engine(url, connect_args={"timeout": PATIENCE})
    event.listen(engine, "connect", _prepare_sqlite)
    event.listen(engine, "begin", _begin_sqlite)
    return engine


def use(engine: Engine) -> None:
    """Makes `engine` the database that `transaction` and `reading` speak to; connections to the one before are closed."""
    before = sessions.kw.get("bind")
    sessions.configure(bind=engine)
    if isinstance(before, Engine) and before is not engine:
        before.dispose()


@contextmanager
def transaction(by: str) -> Iterator[Session]:
    """A session that commits at the end, or keeps nothing when the block raises. `by` is who is named in the audit.

    Whoever looks at something meanwhile looks through it, too: a connection more could be one that waits for this very commit."""
    with sessions() as session, session.begin():
        session.info["by"] = by
        with _looked_through(session):
            yield session


@contextmanager
def reading() -> Iterator[Session]:
    """A session for looking. Whoever looks again meanwhile, as a page does while it is drawn, looks through the same one.

    On SQLite a commit waits for those who are looking, and lets nobody begin: a second look of its own would wait for that commit."""
    if (open_already := _looking.get()) is not None:
        yield open_already
        return
    with sessions() as session:
        session.connection(execution_options={"looking": True})
        with _looked_through(session):
            yield session


@contextmanager
def _looked_through(session: Session) -> Iterator[None]:
    mark = _looking.set(session)
    try:
        yield
    finally:
        _looking.reset(mark)


def broken_rule(error: IntegrityError) -> str:
    """The name of the constraint that a change ran into, as it stands in the migrations, whichever engine says so."""
    named = getattr(getattr(error.orig, "diag", None), "constraint_name", None)
    if named:
        return str(named)
    _, found, columns = str(error.orig).partition("UNIQUE constraint failed: ")
    if not found:
        return str(error.orig)
    parts = [column.split(".") for column in columns.split(", ")]
    return "_".join(["uq", parts[0][0], *(column for _, column in parts)])


def _prepare_sqlite(connection: Any, _record: Any) -> None:
    # The driver's own BEGIN comes too late (at the first change): two transactions could then both read and both write.
    connection.isolation_level = None
    # SQLite 3.7.0 to 3.51.2 can corrupt a write-ahead log shared by several connections; the rollback journal cannot.
    for pragma in ("journal_mode = DELETE", "synchronous = FULL", "foreign_keys = ON"):
        connection.execute(f"PRAGMA {pragma}")


def _begin_sqlite(connection: Connection) -> None:
    if connection.get_execution_options().get("looking"):
        connection.exec_driver_sql("BEGIN")
        return
    # SQLite's own wait looks ever more seldom, so that who came last is first, and who came first may never be.
    driver: Any = connection.connection.driver_connection
    until = monotonic() + PATIENCE
    driver.execute("PRAGMA busy_timeout = 0")
    try:
        while not _begun(driver):
            if monotonic() > until:
                connection.exec_driver_sql("BEGIN IMMEDIATE")  # says as SQLAlchemy does that it is locked
                return
            sleep(0.002)
    finally:
        driver.execute(f"PRAGMA busy_timeout = {PATIENCE * 1000:.0f}")


def _begun(driver: Any) -> bool:
    try:
        driver.execute("BEGIN IMMEDIATE")
    except OperationalError as error:
        if error.sqlite_errorcode & 0xFF != SQLITE_BUSY:  # the lower byte says what it is, the others in which way
            raise
        return False
    return True
