"""What nobody should send, to imports, pages, the programming interface and the door itself: each has a clear answer, soon, and changes nothing.

All the while other clients send their requests a byte at a time. The control is the same counting over an instance that reads whatever it
is given. What is taken after all goes out as text alone: `hostile` sees to that.
"""

import time
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime

from sqlalchemy import func, select

from brokerage.kinds import KINDS
from brokerage.models import AuditEntry
from brokerage.proving import clients, hostile, scene
from brokerage.proving.burden import Burden
from brokerage.proving.clients import NEVER, Answer, Crowd, Dawdlers
from brokerage.proving.evidence import Check, Control
from brokerage.proving.malformed import WAYS, Bad, Sender
from brokerage.proving.stage import Running, Stage
from employers.db import reading

FULL, FEW = 5000, 120  # on each engine
AT_ONCE = 8
SLOW = 20  # clients that send a byte at a time, to each instance, which answers four at once
PATIENCE = 60.0  # seconds for an answer
MOST_WORK = 10.0  # seconds of the processor for a round
MOST_MORE = 200  # megabytes that a round may take beside what an instance has
SHOWN = 5
SAID = (
    b"error-summary",
    b'"detail"',
    b"<h1",
    b"Bad Request",
    b"Not Implemented",
    b"Entity Too Large",
    b"Header Fields",
)


@dataclass
class Tally:
    """What was sent, what was answered, and what it cost. `work` in seconds of the processor, `more` in megabytes, for one round."""

    sent: Counter[tuple[str, str]] = field(default_factory=Counter)
    statuses: Counter[int] = field(default_factory=Counter)
    slowest: float = 0.0
    work: float = 0.0
    more: int = 0
    wrong: list[str] = field(default_factory=list)

    def counts(self) -> dict[str, int | float]:
        to = {f"to the {where}": sum(n for (at, _), n in self.sent.items() if at == where) for where in WAYS}
        kinds = {f"{where}: {kind}": n for (where, kind), n in sorted(self.sent.items())}
        answers = {f"answers of status {status or 'none'}": n for status, n in sorted(self.statuses.items())}
        return {
            "bad inputs": self.sent.total(),
            **(to if len(kinds) > 3 else {}),
            **kinds,
            **answers,
            "slowest answer in seconds": round(self.slowest, 2),
            "most seconds of the processor for eight at once": round(self.work, 2),
            "most megabytes more for eight at once": self.more,
        }


def prove(stage: Stage) -> Iterator[Check]:
    number = FEW if stage.quick else FULL
    began, now = time.monotonic(), datetime.now(UTC).replace(tzinfo=None)
    played = scene.set_out(4, now)
    scene.put_slot("S1", scene.at(now, 20), places=2)
    instances = stage.serving()
    visitor = clients.signed_in(instances[0].port, scene.GRACE.email, scene.PASSWORD)
    sender = Sender(stage.chance, visitor, scene.tokens()[0], played.of())
    tally = _sent(stage, instances, (sender.one() for _ in range(number)))
    for each in instances:
        each.kill()
    counts = tally.counts() | {"slow clients in the way meanwhile": 2 * SLOW}
    what = "malformed input has a clear answer, soon, and changes nothing"
    control = _control(stage, sender)
    yield Check("bad inputs", stage.engine, what, counts, tally.wrong[:SHOWN], time.monotonic() - began, control)
    yield hostile.check(stage, now)


def _sent(stage: Stage, instances: Sequence[Running], bad: Iterator[Bad]) -> Tally:
    """Sends them, eight at a time, while others dawdle."""
    tally, before, ports = Tally(), _kept(), [each.port for each in instances]
    burdens = [Burden(each.process.pid) for each in instances]
    with Crowd(ports, AT_ONCE) as crowd, Dawdlers(ports, SLOW) as dawdlers:
        while some := [each for _, each in zip(range(AT_ONCE), bad, strict=False)]:
            for burden in burdens:
                burden.begin()
            told = crowd.ask([each.sent for each in some], patience=PATIENCE)
            dawdlers.drip()
            _count(tally, some, told, burdens)
            if tally.sent.total() % 800 == 0:
                stage.say(f"  bad inputs: {tally.sent.total()}")
    if (after := _kept()) != before:
        changed = {name: after[name] - many for name, many in before.items() if after[name] != many}
        tally.wrong.append(f"Bad input changed what is kept: {changed} more.")
    return tally


def _count(tally: Tally, some: Sequence[Bad], told: Sequence[Answer], burdens: Sequence[Burden]) -> None:
    tally.sent.update((each.where, each.kind) for each in some)
    tally.statuses.update(each.status for each in told)
    tally.wrong += wrong_in(some, told)
    tally.slowest = max(tally.slowest, *(each.seconds for each in told))
    work, more = max(each.work() for each in burdens), max(each.more() for each in burdens)
    tally.work, tally.more = max(tally.work, work), max(tally.more, more)
    kinds = ", ".join(sorted({each.kind for each in some}))
    if work > MOST_WORK:
        tally.wrong.append(f"{work:.0f} seconds of the processor for eight at once: {kinds}.")
    if more > MOST_MORE:
        tally.wrong.append(f"{more} megabytes more for eight at once: {kinds}.")


def wrong_in(asked: Sequence[Bad], told: Sequence[Answer]) -> Iterator[str]:
    for bad, answer in zip(asked, told, strict=True):
        if (answer.status >= 500 and answer.status != 501) or (answer.status == NEVER and bad.where != "door"):
            yield f"Status {answer.status} to the {bad.where}, for {bad.kind}: {bad.sent[-300:]!r}"
        elif answer.status >= 400 and not any(each in answer.body for each in SAID):
            yield f"Status {answer.status} without a sentence to the {bad.where}, for {bad.kind}: {answer.body[:100]!r}"


def _kept() -> Mapping[str, int]:
    """How much of everything there is, and how many lines the trail has."""
    with reading() as session:
        models = {name: kind.model for name, kind in KINDS.items()} | {"trail": AuditEntry}
        return {name: session.scalar(select(func.count()).select_from(model)) or 0 for name, model in models.items()}


def _control(stage: Stage, sender: Sender) -> Control:
    """An instance that reads whatever it is given has to be found three times over: it breaks, it keeps a half, it takes all memory."""
    instances = stage.serving(1, fault="gullible")
    kinds = ("a workbook cut short", "good rows, then half a row", "a workbook that swells")
    draw = Sender(stage.chance, sender.visitor, sender.token, sender.referrals)
    bad = [draw.of("imports", kind) for kind in kinds[:2] * 4] + [draw.swollen()]
    tally = _sent(stage, instances, iter(bad))
    for each in instances:
        each.kill()
    signs = ("Status 500", "changed what is kept", "megabytes more")
    caught = all(any(sign in each for each in tally.wrong) for sign in signs)
    what = "An instance that reads any file it is given, and keeps each row as it goes"
    counts = {"answers of status 500": tally.statuses[500], "most megabytes more for one": tally.more}
    return Control(what, caught, counts | {"sentences found": len(tally.wrong)})
