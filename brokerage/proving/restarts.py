"""A PostgreSQL that is stopped at once, in the middle of everything, again and again under load: whoever asks meanwhile is told to come back.

Never an answer of status 500, never half of a change; and within two seconds of its return everything works again, by itself.
The control is the same load over instances that do not know what to say when the database is gone.
"""

import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from threading import Thread
from typing import NamedTuple

from brokerage.proving import clients, consistency, scene
from brokerage.proving.clients import NEVER, Answer, Crowd, Visitor
from brokerage.proving.evidence import Check, Control
from brokerage.proving.faithful import AGAIN, Faithful, pressing
from brokerage.proving.paths import EVERYBODY
from brokerage.proving.stage import Stage
from employers.db import reading, sessions

FULL, FEW = 20, 2
BOOKERS, READERS = 16, 8
BACK_WITHIN = 2.0  # seconds
SHOWN = 5
LOOKED_AT = ("/", "/referrals", "/interviews", "/slots", "/import", "/employers", "/vacancies", "/account")


class Back(NamedTuple):
    """Seconds from its return until the first thing was done, and until nobody was told to come back any more."""

    success: float
    well: float


def prove(stage: Stage) -> Iterator[Check]:
    """One check, on PostgreSQL."""
    restarts = FEW if stage.quick else FULL
    began, now = time.monotonic(), datetime.now(UTC).replace(tzinfo=None)
    people = scene.set_out(2 * BOOKERS, now).of()
    slot = scene.put_slot("S1", scene.at(now, 20), places=EVERYBODY)
    tokens = scene.tokens()
    load = _pressed(stage, pressing(stage.chance, people[:BOOKERS], slot, tokens), restarts)
    wrong = [*_wrong(load), *load.faithful.wrong()]
    with reading() as session:
        wrong += [each.found for each in consistency.findings(session, now)]
    counts = load.counts() | {
        "acknowledged changes": load.faithful.acknowledged,
        "answered again with the same answer": load.faithful.replayed,
        "seconds from its return to the first success, at most": round(max(each.success for each in load.back), 2),
        "seconds until nobody was refused, at most": round(max(each.well for each in load.back), 2),
    }
    what = "restarted at once under load: 503 meanwhile, nothing by half, and well again within 2 seconds"
    control = _control(stage, pressing(stage.chance, people[BOOKERS:], slot, tokens))
    yield Check("restarts", stage.engine, what, counts, wrong[:SHOWN], time.monotonic() - began, control)


@dataclass
class Load:
    """What those who press and those who look were told. `seen`: what was told to those who look."""

    faithful: Faithful
    reader: Visitor
    seen: list[Answer] = field(default_factory=list)
    back: list[Back] = field(default_factory=list)

    def counts(self) -> dict[str, int | float]:
        statuses = self.faithful.answers + Counter(each.status for each in self.seen)
        return {
            "restarts": len(self.back),
            "requests": sum(statuses.values()),
            "told to come back (503 with Retry-After)": statuses[503],
            "answers of status 500": statuses[500],
        }


def _pressed(stage: Stage, faithful: Faithful, restarts: int, fault: str = "") -> Load:
    """Restarts it so often under the hands of those who book and those who look."""
    instances = stage.serving(fault=fault)
    ports = [each.port for each in instances]
    reader = clients.signed_in(ports[0], scene.GRACE.email, scene.PASSWORD)
    load = Load(faithful, reader)
    sessions.kw["bind"].dispose()  # ours would only be cut off as well
    with Crowd(ports, BOOKERS) as crowd, Crowd(ports, READERS) as others:
        for number in range(restarts):
            load.back.append(_restarted(stage, load, crowd, others))
            stage.say(
                f"  {number + 1} of {restarts} restarts{' of the control' * bool(fault)}: success {load.back[-1].success:.1f} s after its return"
            )
        load.faithful.finish(crowd)
    for each in instances:
        each.kill()
    return load


def _restarted(stage: Stage, load: Load, crowd: Crowd, others: Crowd) -> Back:
    """Restarts it in the middle of the load, and goes on until everybody has what they asked for."""
    returned = [0.0]

    def restart() -> None:
        time.sleep(stage.chance.uniform(0.1, 0.6))
        stage.engines.restart()
        returned[0] = time.monotonic()

    thread = Thread(target=restart, daemon=True)
    thread.start()
    success = well = 0.0
    until = time.monotonic() + 60
    while not well and time.monotonic() < until:
        began, after = time.monotonic(), returned[0]
        told = [(began + each.seconds, each.status) for each in load.faithful.round(crowd)]
        looked = [load.reader.get(stage.chance.choice(LOOKED_AT)) for _ in range(READERS)]
        began = time.monotonic()
        read = others.ask(looked, patience=30)
        load.seen += read
        told += [(began + each.seconds, each.status) for each in read]
        good = [at for at, status in told if status not in AGAIN and at > returned[0]]
        if returned[0] and good and not success:
            success = min(good)
        if after and len(good) == len(told):
            well = max(good)
    thread.join()
    return Back(success - returned[0], well - returned[0])


def _wrong(load: Load) -> Iterator[str]:
    seen, answers = load.seen, load.faithful.answers
    odd = Counter(each.status for each in seen if each.status not in (200, 302, 503))
    odd += Counter(
        {status: many for status, many in answers.items() if status == NEVER or (status >= 500 and status != 503)}
    )
    if odd:
        yield f"{dict(odd)} are answers that nobody should get."
    bare = sum(each.status == 503 and not each.header("Retry-After") for each in seen)
    if bare:
        yield f"{bare} answers of status 503 did not say when to come back."
    if not any(each.status == 503 for each in seen) and not answers[503]:
        yield "Nobody met the restart: it shows nothing."
    if late := [each.success for each in load.back if not 0 <= each.success <= BACK_WITHIN]:
        yield f"After {len(late)} restarts nothing worked within {BACK_WITHIN:.0f} seconds; at most {max(late):.1f}."


def _control(stage: Stage, faithful: Faithful) -> Control:
    """The same load, restarted once, over instances without a word for a database that is gone."""
    load = _pressed(stage, faithful, 1, "unaware")
    caught = load.counts()["answers of status 500"] > 0 and any("nobody should get" in each for each in _wrong(load))
    return Control("Instances that do not know what to say when the database is gone", caught, load.counts())
