"""What a proof found: counts, verdicts, and what it ran on. Kept as JSON for programs and as one page for people."""

import json
import os
import platform
import sqlite3
import subprocess
import sys
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from datetime import datetime
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined

LIBRARIES = ("sqlalchemy", "flask", "waitress", "psycopg", "apscheduler", "alembic", "icalendar", "holidays")
Counts = Mapping[str, int | float]
DONE = {  # what was done, for whoever reads the page
    "races": "Everybody presses the same button at once, through two instances of the pages and the interface for programs, signed in for "
    "real. Afterwards the tables are counted: who has which seat, and whether those who were told so have it.",
    "kills": "Instances that book, and imports, are ended with kill -9 at moments that chance draws. Whoever got no answer sends the same "
    "again with the same key. What was acknowledged is compared with what the tables hold.",
    "reminders": "Two schedulers send what is due to a mail server of the proof’s own, and both are killed again and again, some of them "
    "just after the server’s yes. Each letter is told by its Message-ID.",
    "restarts": "PostgreSQL is stopped at once (pg_ctl -m immediate) and started again while people book and look.",
    "bad inputs": "Malformed files, forms, JSON and bytes are sent to two running instances, while forty other clients send a byte at a time. "
    "Time of the processor and memory are read from the system for every eight.",
    "clock": "The worker lives through chosen days with a clock of the proof’s own; published bank holidays and the time zone’s rules say "
    "what should have run.",
    "consistency": "`brokerage consistency-check` looks through a database that was played with, then once more for each fault done to it.",
}
NOT_SHOWN = (
    "Two machines, or a network between instances: all of it ran on one machine.",
    "A disk that is full, or that loses what it said it had written.",
    "Any interleaving that chance did not draw: the races and kills are many, not all.",
    "Mail beyond the server’s yes: the server was the proof’s own.",
    "Memory and time of the processor anywhere but on Linux.",
)


@dataclass(frozen=True)
class Control:
    """A planted fault, and whether the checker found it."""

    what: str
    caught: bool
    counts: Counts = field(default_factory=dict)


@dataclass(frozen=True)
class Check:
    """One thing that must hold. `wrong`: a sentence for each way in which it did not, the first few."""

    part: str
    engine: str
    what: str
    counts: Counts
    wrong: Sequence[str]
    seconds: float
    control: Control | None = None

    @property
    def held(self) -> bool:
        return not self.wrong

    @property
    def good(self) -> bool:
        """It held, and the checker is one that would have seen it."""
        return self.held and (self.control is None or self.control.caught)


@dataclass(frozen=True)
class Evidence:
    begun: datetime
    ended: datetime
    seed: int
    how: str
    checks: Sequence[Check]
    machine: Mapping[str, str]
    versions: Mapping[str, str]
    repeat: str = "brokerage prove"  # the command that draws the same again

    @property
    def good(self) -> bool:
        return bool(self.checks) and all(check.good for check in self.checks)

    @property
    def seconds(self) -> float:
        return (self.ended - self.begun).total_seconds()

    def as_json(self) -> dict[str, Any]:
        whole = asdict(self) | {
            "begun": f"{self.begun:%Y-%m-%dT%H:%M:%SZ}",
            "ended": f"{self.ended:%Y-%m-%dT%H:%M:%SZ}",
        }
        checks = [asdict(check) | {"held": check.held, "good": check.good} for check in self.checks]
        return whole | {"checks": checks, "good": self.good}


def kept(evidence: Evidence, folder: Path) -> tuple[Path, Path]:
    """Writes both files, named by the moment at which the proof began."""
    folder.mkdir(parents=True, exist_ok=True)
    name = f"proof-{evidence.begun:%Y-%m-%d-%H%M%S}"
    data, page = folder / f"{name}.json", folder / f"{name}.html"
    data.write_text(json.dumps(evidence.as_json(), ensure_ascii=False, indent=2) + "\n", encoding="utf-8")
    page.write_text(as_page(evidence), encoding="utf-8")
    return data, page


def as_page(evidence: Evidence) -> str:
    """One page with its style in it, so that the file can be handed on by itself."""
    frame = Environment(
        loader=PackageLoader("brokerage"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    parts: dict[str, list[Check]] = {}
    for check in evidence.checks:
        parts.setdefault(check.part, []).append(check)
    return frame.get_template("proving/evidence.html").render(
        evidence=evidence, parts=parts, done=DONE, not_shown=NOT_SHOWN
    )


def machine() -> dict[str, str]:
    """What it ran on, as far as that can be known without asking anybody."""
    return {
        "system": platform.platform(),
        "processor": _processor(),
        "cores": str(os.cpu_count() or "not known"),
        "memory": _memory(),
    }


def versions(engines: Mapping[str, str]) -> dict[str, str]:
    """Of this application, Python, the engines and the libraries that matter here; the commit where it is run from a clone."""
    found = {"Stepping Stone": _version("stepping-stone"), "commit": _commit(), "Python": sys.version.split()[0]}
    found |= {"SQLite": sqlite3.sqlite_version} | dict(engines)
    return found | {name: _version(name) for name in LIBRARIES}


def _version(name: str) -> str:
    try:
        return version(name)
    except PackageNotFoundError:
        return "not installed"


def _commit() -> str:
    here = Path(__file__).resolve().parent
    try:
        said = subprocess.run(
            ["git", "describe", "--always", "--dirty", "--abbrev=12"],  # noqa: S607 (whatever git there is)
            cwd=here,
            capture_output=True,
            text=True,
            check=True,
        )
    except (OSError, subprocess.CalledProcessError):
        return "not run from a clone"
    return said.stdout.strip()


def _processor() -> str:
    try:
        lines = Path("/proc/cpuinfo").read_text(encoding="utf-8").splitlines()
    except OSError:
        return platform.processor() or "not known"
    named = next((line.partition(":")[2].strip() for line in lines if line.startswith("model name")), "")
    return named or platform.machine()


def _memory() -> str:
    try:
        return f"{os.sysconf('SC_PAGE_SIZE') * os.sysconf('SC_PHYS_PAGES') / 2**30:.0f} GiB"
    except (AttributeError, OSError, ValueError):
        return "not known"
