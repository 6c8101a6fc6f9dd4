"""Processes that are killed at any moment, as if the power had gone: while they book, while they import, while they send.

What was acknowledged is there, once; what was not is there whole or not at all. The controls are killed in the same way: instances that
answer before they commit, and an import that commits as it goes.
"""

import csv
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from threading import Timer

from sqlalchemy import func, select

from brokerage.models import AuditEntry
from brokerage.proving import consistency, scene
from brokerage.proving.clients import NEVER, Crowd
from brokerage.proving.evidence import Check, Control
from brokerage.proving.faithful import Faithful, pressing
from brokerage.proving.paths import EVERYBODY
from brokerage.proving.stage import Running, Stage
from employers.db import reading
from employers.models import Slot

SHOWN = 5
BOOKERS = 16
ROWS = 1000  # of a file; it takes about a second to write them
FULL, FEW = (100, 40), (4, 3)  # kills while booking and while importing; the schedulers have theirs among the reminders
CONTROL_KILLS = 40  # at most; it ends as soon as the fault was seen


def prove(stage: Stage) -> Iterator[Check]:
    bookings, imports = FEW if stage.quick else FULL
    yield _while_booking(stage, bookings)
    yield _while_importing(stage, imports)


def _while_booking(stage: Stage, kills: int) -> Check:
    began, now = time.monotonic(), _now()
    people = scene.set_out(2 * BOOKERS, now).of()
    slot = scene.put_slot("S1", scene.at(now, 20), places=EVERYBODY)
    tokens = scene.tokens()
    faithful = pressing(stage.chance, people[:BOOKERS], slot, tokens)
    _pressed(stage, faithful, kills)
    wrong = [*faithful.wrong(), *_inconsistent()]
    if not faithful.answers[NEVER]:
        wrong.append("No kill came while something was in hand: they show nothing.")
    counts = {
        "kills": kills,
        "answers that never came": faithful.answers[NEVER],
        "acknowledged changes": faithful.acknowledged,
        "answered again with the same answer": faithful.replayed,
        "lost or doubled": len(wrong),
    }
    what = "killed while booking: what was acknowledged is there once, with its step, its trail and its message"
    control = _too_early(stage, pressing(stage.chance, people[BOOKERS:], slot, tokens))
    return Check("kills", stage.engine, what, counts, wrong[:SHOWN], time.monotonic() - began, control)


def _pressed(
    stage: Stage, faithful: Faithful, kills: int, *, fault: str = "", seen: Callable[[], bool] = lambda: False
) -> int:
    """Kills one instance after the other under the hands of those who press, until that many are dead, or it was `seen`; how many are."""
    instances = stage.serving(3, fault=fault)  # one dies, one answers, one comes back
    killed = 0
    while killed < kills and not seen():
        victim = instances.pop(0)
        stage.wait_for(instances[0])
        _killed_at_work(stage, faithful, victim, instances[0])
        instances.append(stage.begin_serving(fault=fault))
        killed += 1
        if killed % 20 == 0:
            stage.say(f"  booking: {killed} of {kills} killed")
    stage.wait_for(instances[0])
    with Crowd([instances[0].port], BOOKERS) as crowd:
        faithful.round(crowd)
        faithful.finish(crowd)
    for each in instances:
        each.kill()
    return killed


def _killed_at_work(stage: Stage, faithful: Faithful, victim: Running, other: Running) -> None:
    """A round in the middle of which that instance dies; what it leaves unanswered goes to the other."""
    with Crowd([victim.port, other.port], BOOKERS) as crowd:
        faithful.round(crowd)
        timer = Timer(stage.chance.uniform(0.005, 0.3), victim.kill)
        timer.start()
        faithful.round(crowd)
        timer.join()
    with Crowd([other.port], BOOKERS) as crowd:
        faithful.finish(crowd)


def _too_early(stage: Stage, faithful: Faithful) -> Control:
    """The same presses, kills and counting, over instances that answer before they commit."""

    def lost() -> int:
        time.sleep(1)  # what those that live have answered is committed by then
        return sum("were acknowledged" in each for each in faithful.wrong())

    killed = _pressed(stage, faithful, CONTROL_KILLS, fault="early", seen=lambda: lost() > 0)
    what, found = "Instances that answer a third of a second before they commit", lost()
    return Control(
        what, found > 0, {"kills": killed, "referrals with another number of changes than acknowledged": found}
    )


def _while_importing(stage: Stage, kills: int) -> Check:
    """Each file adds slots of its own; a killed import adds all of them or none, and one that said so has added them."""
    began = time.monotonic()
    done, whole = _imported(stage, 0, None)
    files = Files(whole, int(done), [] if done else ["The import that nobody disturbed did not say that it was done."])
    while files.killed < kills and files.tried < 3 * kills:
        _killed_import(stage, files)
    stage.say(f"  import: {files.killed} of {files.tried} killed before they ended")
    wrong = [*files.wrong, *_inconsistent()]
    if not files.absent:
        wrong.append("No kill came while a file was in hand: they show nothing.")
    counts = {
        "kills": files.killed,
        "rows of each file": ROWS,
        "files not there at all": files.absent,
        "files there and acknowledged": files.told,
        "files there by half": files.half,
    }
    what = "killed while importing: a file is there whole or not at all"
    control = _piecemeal(stage, files)
    return Check("kills", stage.engine, what, counts, wrong[:SHOWN], time.monotonic() - began, control)


@dataclass
class Files:
    """What became of files whose import was killed. `whole`: seconds that the last import took which came to its end."""

    whole: float
    told: int = 0
    wrong: list[str] = field(default_factory=list)
    absent: int = 0
    half: int = 0
    tried: int = 0
    killed: int = 0


def _killed_import(stage: Stage, files: Files, fault: str = "") -> None:
    """One file more. How fast a machine is changes while others use it, so each import that was not killed in time says so for the next."""
    files.tried += 1
    number = files.tried
    acknowledged, seconds = _imported(stage, number, stage.chance.uniform(0.6, 1.0) * files.whole, fault)
    if acknowledged:
        files.whole = seconds
    else:
        files.killed += 1
    slots, lines = _kept(number)
    if (slots, lines) not in ((0, 0), (ROWS, ROWS)):
        files.half += 1
        files.wrong.append(f"Import {number} left {slots} slots and {lines} lines in the trail, of {ROWS}.")
    if acknowledged and not slots:
        files.wrong.append(f"Import {number} said that it was done, and left nothing.")
    files.told, files.absent = files.told + acknowledged, files.absent + (slots == 0)


def _piecemeal(stage: Stage, before: Files) -> Control:
    """The same files, kills and counting, over an import that commits as it goes."""
    files = Files(before.whole, tried=before.tried)
    while files.killed < CONTROL_KILLS and files.tried < before.tried + 3 * CONTROL_KILLS and not files.half:
        _killed_import(stage, files, "piecemeal")
    what = "An import that commits every hundred rows"
    return Control(what, bool(files.half), {"kills": files.killed, "files there by half": files.half})


def _imported(stage: Stage, number: int, after: float | None, fault: str = "") -> tuple[bool, float]:
    """Runs the import of one file, killed after so many seconds; whether it said that it was done, and how long it took."""
    began = time.monotonic()
    running = stage.begin(f"import slots {_file(stage.folder, number)}", "", fault=fault)
    timer = Timer(after, running.process.kill) if after is not None else None
    if timer is not None:
        timer.start()
    done = running.process.wait()
    if timer is not None:
        timer.cancel()
    return done == 0, time.monotonic() - began


def _file(folder: Path, number: int) -> Path:
    file = folder / f"slots-{number}.csv"
    with file.open("w", newline="", encoding="utf-8") as lines:
        writer = csv.writer(lines)
        writer.writerow(["reference", "vacancy", "starts_at", "places"])
        writer.writerows([f"K{number}-{row}", "V1", f"2099-01-{1 + row % 28:02} 09:00", "1"] for row in range(ROWS))
    return file


def _kept(number: int) -> tuple[int, int]:
    """How many slots of that file there are, and how many lines of the trail tell of them."""
    begins = f"K{number}-%"
    with reading() as session:
        slots = session.scalar(select(func.count()).where(Slot.reference.like(begins)))
        lines = session.scalar(select(func.count()).where(AuditEntry.kind == "slot", AuditEntry.reference.like(begins)))
    return slots or 0, lines or 0


def _inconsistent() -> list[str]:
    with reading() as session:
        return [each.found for each in consistency.findings(session, _now())]


def _now() -> datetime:
    return datetime.now(UTC).replace(tzinfo=None)
