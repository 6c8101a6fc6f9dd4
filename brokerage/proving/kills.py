"""Processes that are killed at any moment, as if the power had gone: while they book, while they import, while they send.

What was acknowledged is there, once; what was not is there whole or not at all. The control is a copy of the acknowledged that has lost one.
"""

import csv
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from threading import Timer

from sqlalchemy import delete, func, select
from sqlalchemy.orm import Session

from brokerage.models import AuditEntry
from brokerage.proving import consistency, scene
from brokerage.proving.clients import Crowd
from brokerage.proving.evidence import Check, Control
from brokerage.proving.faithful import Client, Faithful
from brokerage.proving.paths import EVERYBODY, Table
from brokerage.proving.stage import Running, Stage
from brokerage.referral_models import Step
from employers.db import reading, transaction
from employers.models import Slot

SHOWN = 5
BOOKERS = 16
ROWS = 1000  # of a file; it takes about a second to write them
FULL, FEW = (100, 40), (6, 4)  # kills while booking and while importing; the schedulers have theirs among the reminders


def prove(stage: Stage) -> Iterator[Check]:
    bookings, imports = FEW if stage.quick else FULL
    yield _while_booking(stage, bookings)
    yield _while_importing(stage, imports)


def _while_booking(stage: Stage, kills: int) -> Check:
    began, now = time.monotonic(), _now()
    played = scene.set_out(BOOKERS, now)
    slot = scene.put_slot("S1", scene.at(now, 20), places=EVERYBODY)
    instances = stage.serving(3)  # one dies, one answers, one comes back
    table = Table(stage.chance, played, [], scene.tokens(), lambda _asked: [])
    faithful = Faithful(table, [Client(each, slot) for each in played.of()])
    in_hand = 0
    for number in range(kills):
        victim = instances.pop(0)
        stage.wait_for(instances[0])
        in_hand += _killed_at_work(stage, faithful, victim, instances)
        instances.append(stage.begin_serving())
        if number % 20 == 19:
            stage.say(f"  booking: {number + 1} of {kills} killed")
    with Crowd([instances[0].port], BOOKERS) as crowd:
        faithful.round(crowd)
        faithful.finish(crowd)
    for each in instances:
        each.kill()
    wrong = [*faithful.wrong(), *_inconsistent()]
    if not in_hand:
        wrong.append("No kill came while something was in hand: they show nothing.")
    counts = {
        "kills": kills,
        "answers that never came": faithful.answers[0],
        "acknowledged changes": faithful.acknowledged,
        "answered again with the same answer": faithful.replayed,
        "lost or doubled": len(wrong),
    }
    what = "killed while booking: what was acknowledged is there once, with its step, its trail and its message"
    return Check("kills", stage.engine, what, counts, wrong[:SHOWN], time.monotonic() - began, _lost(faithful))


def _killed_at_work(stage: Stage, faithful: Faithful, victim: Running, others: list[Running]) -> int:
    """A round in the middle of which that instance dies; the rest of it goes to another. How much was in hand."""
    unanswered = faithful.answers[0]
    with Crowd([victim.port, others[0].port], BOOKERS) as crowd:
        faithful.round(crowd)
        timer = Timer(stage.chance.uniform(0.005, 0.3), victim.kill)
        timer.start()
        faithful.round(crowd)
        timer.join()
    with Crowd([others[0].port], BOOKERS) as crowd:
        faithful.finish(crowd)
    return faithful.answers[0] - unanswered


def _lost(faithful: Faithful) -> Control:
    """The same counting, with one step that was acknowledged taken out of the tables."""
    with taken_back() as session:
        last = session.scalars(select(Step.id).where(Step.transition == "book").order_by(Step.id.desc()).limit(1)).one()
        session.execute(delete(Step).where(Step.id == last), execution_options={"unaudited": True})
        return Control("One acknowledged step was taken out of the tables", any(faithful.wrong()))


def _while_importing(stage: Stage, kills: int) -> Check:
    """Each file adds slots of its own; a killed import adds all of them or none, and one that said so has added them."""
    began = time.monotonic()
    done, whole = _imported(stage, 0, None)
    told, half, in_hand = int(done), 0, 0
    wrong = [] if done else ["The import that nobody disturbed did not say that it was done."]
    for number in range(1, kills + 1):
        acknowledged = _imported(stage, number, stage.chance.uniform(0.5, 1.0) * whole)[0]
        slots, lines = _kept(number)
        if (slots, lines) not in ((0, 0), (ROWS, ROWS)):
            half += 1
            wrong.append(f"Import {number} left {slots} slots and {lines} lines in the trail, of {ROWS}.")
        if acknowledged and not slots:
            wrong.append(f"Import {number} said that it was done, and left nothing.")
        told, in_hand = told + acknowledged, in_hand + (slots == 0)
        if number % 20 == 0:
            stage.say(f"  import: {number} of {kills} killed")
    wrong += _inconsistent()
    if not in_hand:
        wrong.append("No kill came while a file was in hand: they show nothing.")
    counts = {
        "kills": kills,
        "rows of each file": ROWS,
        "files not there at all": in_hand,
        "files there and acknowledged": told,
        "files there by half": half,
    }
    what = "killed while importing: a file is there whole or not at all"
    return Check("kills", stage.engine, what, counts, wrong[:SHOWN], time.monotonic() - began, _halved())


def _imported(stage: Stage, number: int, after: float | None) -> tuple[bool, float]:
    """Runs the import of one file, killed after so many seconds; whether it said that it was done, and how long it took."""
    began = time.monotonic()
    running = stage.begin(f"import slots {_file(stage.folder, number)}", "")
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


def _halved() -> Control:
    """The same counting, with half of a file that was imported taken out of the tables."""
    with taken_back() as session:
        half = Slot.reference.like("K0-%"), Slot.id % 2 == 0
        session.execute(delete(Slot).where(*half), execution_options={"unaudited": True})
        return Control("Half of an imported file was taken out of the tables", _kept(0) not in ((0, 0), (ROWS, ROWS)))


@contextmanager
def taken_back() -> Iterator[Session]:
    """What is done in the block, and looked at there, is undone at its end."""
    with transaction(by=scene.BY) as session:
        yield session
        session.rollback()


def _inconsistent() -> list[str]:
    with reading() as session:
        return [each.found for each in consistency.findings(session, _now())]


def _now() -> datetime:
    return datetime.now(UTC).replace(tzinfo=None)
