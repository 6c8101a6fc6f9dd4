"""Where a proof is played: databases of its own on either engine, and whole processes of the application over them.

Nothing outlives the stage: what it started ends with it, and its folder goes.
"""

import os
import shlex
import shutil
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from random import Random

from brokerage import schema
from brokerage.proving.engines import Engines
from employers import db
from employers.columns import Refused

ROOT = Path(__file__).resolve().parent.parent.parent
PATIENCE = 180  # seconds until a process that does not answer counts as broken
SECRET = "a key that signs nothing but proofs"  # noqa: S105 (of databases that last for minutes)


class NeverBegan(Refused):
    exit_code = 1

    def __init__(self, what: str, said: str) -> None:
        super().__init__(f"`brokerage {what}` did not begin. It said: {said.strip() or 'nothing'}")


@dataclass
class Running:
    """One process of the application. `log` is what it wrote."""

    process: subprocess.Popen[bytes]
    log: Path
    port: int = 0

    def kill(self) -> None:
        """As if the power had gone: nothing of it gets to finish."""
        self.process.kill()
        self.process.wait()

    def words(self) -> str:
        return self.log.read_text(encoding="utf-8", errors="replace")


@dataclass
class Stage:
    """One part of a proof on one engine. `chance` is seeded, so that what was drawn can be drawn again."""

    engine: str
    url: str
    folder: Path
    chance: Random
    quick: bool
    say: Callable[[str], None]
    engines: Engines
    _open: ExitStack = field(default_factory=ExitStack)
    _number: int = 0

    def serving(self, many: int = 2, *, threads: int = 4, fault: str = "") -> list[Running]:
        """So many instances of the pages over this database, each answering."""
        begun = [self.begin_serving(threads, fault) for _ in range(many)]
        for each in begun:
            self.wait_for(each)
        return begun

    def begin_serving(self, threads: int = 4, fault: str = "") -> Running:
        port = free_port()
        return self.begin("serve", f"[server]\nport = {port}\nthreads = {threads}\n", port, fault=fault)

    def begin_naive(self) -> Running:
        """An instance of the control of the races, which books as one should not."""
        port = free_port()
        return self._process(["brokerage.proving.naive"], f"[server]\nport = {port}\n", port)

    def wait_for(self, running: Running) -> None:
        """Until it answers. Raises NeverBegan."""
        until = time.monotonic() + PATIENCE
        while time.monotonic() < until and running.process.poll() is None:
            with socket.socket() as door:
                door.settimeout(1)
                if door.connect_ex(("127.0.0.1", running.port)) == 0:
                    return
            time.sleep(0.02)
        raise NeverBegan("serve", running.words())

    def begin(self, command: str, settings: str, port: int = 0, fault: str = "") -> Running:
        """One command of ours as a process of its own, with these settings, and with that of the planted faults in it."""
        with_it = ["brokerage.proving.faulty", fault] if fault else ["brokerage.proving.tethered"]
        return self._process([*with_it, *shlex.split(command)], settings, port)

    def _process(self, called: list[str], settings: str, port: int) -> Running:
        self._number += 1
        name = f"process-{self._number}"
        own, log = self.folder / f"{name}.toml", self.folder / f"{name}.log"
        own.write_text(settings, encoding="utf-8")
        environment = os.environ | {
            "BROKERAGE_DATABASE_URL": self.url,
            "BROKERAGE_CONFIG": str(own),
            "BROKERAGE_SECRET_KEY": SECRET,
            "PYTHONPATH": os.pathsep.join(filter(None, [str(ROOT), os.environ.get("PYTHONPATH", "")])),
            "PYTHONUNBUFFERED": "1",
        }
        with log.open("wb") as words:
            process = subprocess.Popen(
                [sys.executable, "-m", *called],
                env=environment,
                stdin=subprocess.PIPE,
                stdout=words,
                stderr=subprocess.STDOUT,
            )
        self._open.callback(_end, process)
        return Running(process, log, port)

    def close(self) -> None:
        self._open.close()


@contextmanager
def stage(engines: Engines, engine: str, seed: str, *, quick: bool, say: Callable[[str], None]) -> Iterator[Stage]:
    """A fresh, migrated database on that engine, which this process speaks to as well, until the end of the block."""
    folder = Path(tempfile.mkdtemp(prefix="stepping-stone-proof-"))
    with ExitStack() as until_the_end:
        until_the_end.callback(shutil.rmtree, folder, ignore_errors=True)
        url = engines.fresh(engine, folder)
        opened = schema.reach(url)
        until_the_end.callback(opened.dispose)
        schema.migrate(opened)
        schema.open_database(url)
        until_the_end.callback(_leave)
        made = Stage(engine, url, folder, Random(seed), quick, say, engines)  # noqa: S311 (to be drawn again, not to be secret)
        until_the_end.callback(made.close)
        yield made


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as door:
        return int(door.getsockname()[1])


def _leave() -> None:
    used = db.sessions.kw.get("bind")
    if used is not None:
        used.dispose()
    db.sessions.configure(bind=None)


def _end(process: subprocess.Popen[bytes]) -> None:
    process.kill()
    process.wait()
    if process.stdin is not None:
        process.stdin.close()
