"""Whether the database has the tables that this version needs, and bringing it up to date.

The check is one small query, without Alembic: it stands before every command.
"""

from pathlib import Path
from typing import TYPE_CHECKING, Any

from sqlalchemy import Connection, Engine, text
from sqlalchemy.exc import DBAPIError

from employers import db
from employers.columns import Refused

if TYPE_CHECKING:
    from alembic.config import Config

NEWEST = "arrangements"  # the last migration; a test holds it against the files


class SchemaTooOld(Refused):
    exit_code = 1

    def __init__(self, found: str | None) -> None:
        what = (
            "was made by an earlier version. Make a copy of it, then"
            if found
            else "has no tables of ours yet. For them,"
        )
        super().__init__(f"This database {what} run `brokerage migrate`.")


class SchemaTooNew(Refused):
    exit_code = 1

    def __init__(self, found: str) -> None:
        super().__init__(f"This database was made by a later version (`{found}`). Install that version to open it.")


def open_database(url: str, *, to_read: bool = False) -> Engine:
    """Makes this the database of the process. A new or empty SQLite database gets its tables; an older one is refused.

    `to_read`: for a command that changes nothing, and need not wait for the tables of all else and the trail of changes to load.
    """
    if not to_read:
        from brokerage import tables  # noqa: F401
    engine = reach(url)
    try:
        _bring_up(engine)
    except BaseException:
        engine.dispose()
        raise
    db.use(engine)
    return engine


def _bring_up(engine: Engine) -> None:
    found = version(engine)
    if found is None and engine.dialect.name == "sqlite" and _empty(engine):
        migrate(engine)
    elif found != NEWEST:
        raise SchemaTooNew(found) if found is not None and found not in _known() else SchemaTooOld(found)


def reach(url: str) -> Engine:
    """An engine; the folder of a SQLite file is made where there is none."""
    engine = db.connect(url)
    file = engine.url.database
    if engine.dialect.name == "sqlite" and file and file != ":memory:":
        Path(file).parent.mkdir(parents=True, exist_ok=True)
    return engine


def version(engine: Engine) -> str | None:
    """The last migration that the database has seen; None where it has seen none."""
    with engine.connect().execution_options(looking=True) as connection:
        try:
            found: str | None = connection.execute(text("SELECT version_num FROM alembic_version")).scalar()
        except DBAPIError as error:
            if not _missing_table(error):
                raise
            return None
    return found


def migrate(engine: Engine, to: str = "heads") -> None:
    """Brings the tables up to date, all of it or nothing."""
    from alembic import command

    with engine.begin() as connection:
        _one_at_a_time(connection)
        command.upgrade(_config(connection), to)


def migrate_down(engine: Engine, to: str = "base") -> None:
    """Takes migrations back, with the data that only they can hold."""
    from alembic import command

    with engine.begin() as connection:
        command.downgrade(_config(connection), to)


def _config(connection: Connection | None = None) -> "Config":
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", "brokerage:migrations")
    config.set_main_option("path_separator", "os")
    config.attributes["connection"] = connection
    return config


def _known() -> set[str]:
    from alembic.script import ScriptDirectory

    return {script.revision for script in ScriptDirectory.from_config(_config()).walk_revisions()}


def _one_at_a_time(connection: Connection) -> None:
    # SQLite's BEGIN IMMEDIATE sees to it already.
    if connection.dialect.name == "postgresql":
        connection.execute(text("SELECT pg_advisory_xact_lock(5747)"))


def _empty(engine: Engine) -> bool:
    with engine.connect().execution_options(looking=True) as connection:
        return not connection.execute(
            text("SELECT count(*) FROM sqlite_master WHERE name <> 'alembic_version'")
        ).scalar()


def _missing_table(error: DBAPIError) -> bool:
    said: Any = error.orig
    return "no such table" in str(said) or getattr(said, "sqlstate", "") == "42P01"
