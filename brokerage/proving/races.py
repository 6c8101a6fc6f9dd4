"""Everybody at once for the same place, on each path that books, through two instances: as many win as there are places, the rest are told.

What is counted after each round comes from the tables: a seat twice, more people than places, a winner who has no seat, a seat that nobody
was told of. The control is the same round over a booking that looks first and writes then, with nothing that holds it.
"""

import time
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime

from sqlalchemy import select

from brokerage.proving import clients, scene
from brokerage.proving.clients import NEVER, Answer, Crowd
from brokerage.proving.evidence import Check, Control
from brokerage.proving.paths import PATHS, Path, Round, Table
from brokerage.proving.stage import Stage
from brokerage.referral_models import Booking, Referral
from employers.db import reading

CLIENTS, ROUNDS = 200, 50  # of the full proof
FEW_CLIENTS, FEW_ROUNDS = 40, 3
CONTROL_ROUNDS = 20  # at most; it ends as soon as the fault was seen
SHOWN = 5  # sentences of what was wrong
WON, TOLD = frozenset({200, 201, 302, 303}), frozenset({409, 422})


@dataclass
class Tally:
    """What the rounds of one path came to."""

    rounds: int = 0
    answers: Counter[int] = field(default_factory=Counter)
    doubled: int = 0
    wrong: list[str] = field(default_factory=list)
    slowest: float = 0.0

    def counts(self, size: int, seconds: float) -> Mapping[str, int | float]:
        server = sum(number for status, number in self.answers.items() if status >= 500)
        return {
            "clients": size,
            "rounds": self.rounds,
            "requests": sum(self.answers.values()),
            "won": sum(self.answers[status] for status in WON),
            "told that somebody was quicker": sum(self.answers[status] for status in TOLD),
            "double bookings": self.doubled,
            "answers of status 5xx": server,
            "no answer": self.answers[NEVER],
            "slowest answer in seconds": round(self.slowest, 2),
            "requests a second": round(sum(self.answers.values()) / seconds, 1) if seconds else 0.0,
        }


def prove(stage: Stage) -> Iterator[Check]:
    """A check for each path that books."""
    size, rounds = (FEW_CLIENTS, FEW_ROUNDS) if stage.quick else (CLIENTS, ROUNDS)
    control = _control(stage, min(size, 50))
    played = scene.set_out(size, _now())
    ports = [each.port for each in stage.serving()]
    visitors = [
        clients.signed_in(ports[number % 2], email, scene.PASSWORD) for number, email in enumerate(scene.COORDINATORS)
    ]
    tokens = scene.tokens()
    for name, path in PATHS.items():
        began = time.monotonic()
        with Crowd(ports, size) as crowd:
            table = Table(stage.chance, played, visitors, tokens, crowd.ask)
            tally = _played(stage, name, path(table), rounds)
        seconds = time.monotonic() - began
        yield Check(
            "races",
            stage.engine,
            f"{name}: as many win as there are places, and the others are told",
            tally.counts(size, seconds),
            tally.wrong[:SHOWN],
            seconds,
            control,
        )


def judged(tally: Tally, asked: Round, answers: Sequence[Answer], holding: Sequence[tuple[str, int]]) -> list[str]:
    """Counts one round, and returns who won. `holding`: who has which seat now, as the tables have it."""
    won = [who for (who, _), answer in zip(asked.asks, answers, strict=True) if answer.status in WON and who]
    tally.rounds += 1
    tally.answers.update(answer.status for answer in answers)
    tally.slowest = max([tally.slowest, *(answer.seconds for answer in answers)])
    tally.doubled += max(0, len(holding) - asked.places) + len(holding) - len({seat for _, seat in holding})
    tally.wrong += _wrong(tally.rounds, asked, answers, won, [who for who, _ in holding])
    return won


def _wrong(
    number: int, asked: Round, answers: Sequence[Answer], won: Sequence[str], holding: Sequence[str]
) -> Iterator[str]:
    odd = Counter(answer.status for answer in answers if answer.status not in WON | TOLD)
    if odd:
        yield f"Round {number}: {dict(odd)} are answers that nobody should get."
    if len(holding) != asked.places:
        yield f"Round {number}: {len(holding)} people have a place, and there are {asked.places}."
    if sorted(won) != sorted(set(holding) - set(asked.before)):
        yield f"Round {number}: {sorted(won)} were told that they have it; {sorted(holding)} do."
    if any(answer.status in TOLD and not answer.body for answer in answers):
        yield f"Round {number}: somebody was refused without a word."


def _played(stage: Stage, name: str, path: Path, rounds: int) -> Tally:
    tally = Tally()
    path.begin()
    for number in range(rounds):
        asked = path.round(number)
        asked.asks = stage.chance.sample(asked.asks, len(asked.asks))
        answers = path.table.ask([each for _, each in asked.asks])
        asked.places = path.places_now(asked)
        won = judged(tally, asked, answers, holders(asked.slot))
        tally.wrong += [f"Round {number + 1}: {each}" for each in path.more(asked, answers)]
        path.clear(asked, won)
        if number % 10 == 9:
            stage.say(f"  {name}: {number + 1} of {rounds} rounds")
    path.end()
    return tally


def holders(slot: str) -> list[tuple[str, int]]:
    """Who has which seat of a slot."""
    with reading() as session:
        query = select(Referral.reference, Booking.seat).join(Booking).where(Booking.slot_reference == slot)
        return [(who, seat) for who, seat in session.execute(query)]


def _control(stage: Stage, size: int) -> Control:
    """The same round and the same checker, over a booking that looks whether the place is free and then takes it."""
    from brokerage.proving import naive

    naive.make_table(stage.url)
    tally, seen = Tally(), 0
    running = [stage.begin_naive() for _ in range(2)]
    for each in running:
        stage.wait_for(each)
    with Crowd([each.port for each in running], size) as crowd:
        while tally.rounds < CONTROL_ROUNDS and not seen:
            slot = f"S{tally.rounds}"
            asked = Round(slot, 1, [(f"R{each}", naive.ask(slot, f"R{each}")) for each in range(size)])
            judged(tally, asked, crowd.ask([each for _, each in asked.asks]), naive.holders(stage.url, slot))
            seen = tally.doubled
    for each in running:
        each.kill()
    what = "A booking that looks first and writes then, with no rule in the tables"
    return Control(
        what, bool(tally.wrong and tally.doubled), {"rounds": tally.rounds, "double bookings": tally.doubled}
    )


def _now() -> datetime:
    return datetime.now(UTC).replace(tzinfo=None)
