"""A PostgreSQL that is stopped at once, in the middle of everything, again and again under load: whoever asks meanwhile is told to come back.

Never an answer of status 500, never half of a change; and within two seconds of its return everything works again, by itself.
The control is a page that does not know what to say when the database is gone.
"""

import time
from collections import Counter
from collections.abc import Iterator
from datetime import UTC, datetime
from threading import Thread
from typing import NamedTuple

from brokerage.proving import clients, consistency, scene
from brokerage.proving.clients import NEVER, Answer, Crowd, Visitor
from brokerage.proving.evidence import Check, Control
from brokerage.proving.faithful import AGAIN, Client, Faithful
from brokerage.proving.paths import EVERYBODY, Table
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
    played = scene.set_out(BOOKERS, now)
    slot = scene.put_slot("S1", scene.at(now, 20), places=EVERYBODY)
    instances = stage.serving()
    ports = [each.port for each in instances]
    reader = clients.signed_in(ports[0], scene.GRACE.email, scene.PASSWORD)
    table = Table(stage.chance, played, [reader], scene.tokens(), lambda _asked: [])
    faithful = Faithful(table, [Client(each, slot) for each in played.of()])
    sessions.kw["bind"].dispose()  # ours would only be cut off as well
    seen: list[Answer] = []
    back: list[Back] = []
    with Crowd(ports, BOOKERS) as crowd, Crowd(ports, READERS) as others:
        for number in range(restarts):
            back.append(_restarted(stage, faithful, (crowd, others), reader, seen))
            stage.say(f"  {number + 1} of {restarts} restarts: success {back[-1].success:.1f} s after its return")
        faithful.finish(crowd)
    wrong = [*_wrong(seen, faithful.answers, back), *faithful.wrong()]
    with reading() as session:
        wrong += [each.found for each in consistency.findings(session, now)]
    statuses = faithful.answers + Counter(each.status for each in seen)
    counts = {
        "restarts": restarts,
        "requests": sum(statuses.values()),
        "told to come back (503 with Retry-After)": statuses[503],
        "answers of status 500": statuses[500],
        "acknowledged changes": faithful.acknowledged,
        "answered again with the same answer": faithful.replayed,
        "seconds from its return to the first success, at most": round(max(each.success for each in back), 2),
        "seconds until nobody was refused, at most": round(max(each.well for each in back), 2),
    }
    what = "restarted at once under load: 503 meanwhile, nothing by half, and well again within 2 seconds"
    yield Check("restarts", stage.engine, what, counts, wrong[:SHOWN], time.monotonic() - began, _control())


def _restarted(
    stage: Stage, faithful: Faithful, crowds: tuple[Crowd, Crowd], reader: Visitor, seen: list[Answer]
) -> Back:
    """Restarts it in the middle of the load, and goes on until everybody has what they asked for."""
    (crowd, others), returned = crowds, [0.0]

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
        told = [(began + each.seconds, each.status) for each in faithful.round(crowd)]
        looked = [reader.get(stage.chance.choice(LOOKED_AT)) for _ in range(READERS)]
        began = time.monotonic()
        read = others.ask(looked, patience=30)
        seen += read
        told += [(began + each.seconds, each.status) for each in read]
        good = [at for at, status in told if status not in AGAIN and at > returned[0]]
        if returned[0] and good and not success:
            success = min(good)
        if after and len(good) == len(told):
            well = max(good)
    thread.join()
    return Back(success - returned[0], well - returned[0])


def _wrong(seen: list[Answer], answers: Counter[int], back: list[Back]) -> Iterator[str]:
    odd = Counter(each.status for each in seen if each.status not in (200, 302, 503))
    odd += Counter({status: many for status, many in answers.items() if status == NEVER})
    if odd:
        yield f"{dict(odd)} are answers that nobody should get."
    bare = sum(each.status == 503 and not each.header("Retry-After") for each in seen)
    if bare:
        yield f"{bare} answers of status 503 did not say when to come back."
    if not any(each.status == 503 for each in seen) and not answers[503]:
        yield "Nobody met the restart: it shows nothing."
    if late := [each.success for each in back if not 0 <= each.success <= BACK_WITHIN]:
        yield f"After {len(late)} restarts nothing worked within {BACK_WITHIN:.0f} seconds; at most {max(late):.1f}."


def _control() -> Control:
    """What the counting says to a page that breaks, and to one that does not say when to come back."""
    broken = [Answer(500, "HTTP/1.1 500 Internal Server Error", b"", 0.1), Answer(503, "HTTP/1.1 503", b"", 0.1)]
    found = list(_wrong(broken, Counter(), [Back(3.0, 4.0)]))
    return Control("An answer of status 500, one without Retry-After, and a return after 3 seconds", len(found) == 3)
