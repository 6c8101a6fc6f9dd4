"""Clients who do not give up: each books and cancels in turn, and sends the same again, with the same key, until it is answered.

So at the end the tables have to hold exactly what was acknowledged, each change once: with its step, its line in the trail and its message.
"""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from random import Random

from sqlalchemy import select

from brokerage.models import AuditEntry
from brokerage.proving.clients import NEVER, Answer, Crowd
from brokerage.proving.paths import Table
from brokerage.proving.scene import Scene
from brokerage.referral_models import Booking, Referral, Step
from brokerage.sending.work_models import Message
from employers.db import reading

AGAIN = frozenset({NEVER, 503})
DONE = frozenset({200, 201})


@dataclass
class Client:
    """One referral and what was said of it. `waiting` is what is sent until it is answered."""

    referral: str
    slot: str
    booked: bool = False
    bookings: int = 0
    cancellations: int = 0
    waiting: bytes = b""


def pressing(chance: Random, people: Sequence[str], slot: str, tokens: Sequence[str]) -> "Faithful":
    """These referrals, each of which books that slot and cancels it again, as programs do."""
    table = Table(chance, Scene([], [], datetime.min), [], tokens, lambda _asked: [])
    return Faithful(table, [Client(each, slot) for each in people])


@dataclass
class Faithful:
    """All of them. Each round every one sends what it has to say, to one instance or the other."""

    table: Table
    clients: Sequence[Client]
    answers: Counter[int] = field(default_factory=Counter)
    odd: list[str] = field(default_factory=list)
    replayed: int = 0
    rounds: int = 0

    def round(self, crowd: Crowd) -> list[Answer]:
        """Everybody says one thing; what was not answered is said again in the next round."""
        for client in self.clients:
            client.waiting = client.waiting or self._next(client)
        answers = crowd.ask([client.waiting for client in self.clients], patience=30)
        for client, answer in zip(self.clients, answers, strict=True):
            self._heard(client, answer)
        self.rounds += 1
        return answers

    def finish(self, crowd: Crowd, most: int = 20) -> None:
        """Until nobody waits for an answer."""
        for _ in range(most):
            asking = [client for client in self.clients if client.waiting]
            if not asking:
                return
            for client, answer in zip(asking, crowd.ask([each.waiting for each in asking], patience=30), strict=True):
                self._heard(client, answer)
        self.odd.append("Somebody was never answered.")

    @property
    def acknowledged(self) -> int:
        return sum(client.bookings + client.cancellations for client in self.clients)

    def wrong(self) -> Iterator[str]:
        """Where the tables do not hold exactly what was acknowledged."""
        yield from self.odd
        with reading() as session:
            taken = select(Referral.reference, Step.transition).join(Step)
            taken = taken.where(Step.transition.in_(("book", "cancel")))
            steps = Counter((who, what) for who, what in session.execute(taken))
            lines = select(AuditEntry.reference).where(
                AuditEntry.kind == "referral_step", AuditEntry.action == "created"
            )
            trail = Counter(session.scalars(lines))
            words = select(Referral.reference).join(Message, Message.referral_id == Referral.id)
            told = Counter(session.scalars(words.where(Message.key.like("person_booked %"))))
            seated = set(session.scalars(select(Referral.reference).join(Booking)))
        for client in self.clients:
            kept = steps[client.referral, "book"], steps[client.referral, "cancel"]
            said = client.bookings, client.cancellations
            if kept != said:
                yield f"{client.referral}: {said} bookings and cancellations were acknowledged, {kept} are kept."
            if (trail[f"{client.referral} book"], trail[f"{client.referral} cancel"]) != kept:
                yield f"{client.referral}: the trail has another number of steps than there are."
            if told[client.referral] != kept[0]:
                yield f"{client.referral}: booked {kept[0]} times, with {told[client.referral]} messages."
            if (client.referral in seated) != client.booked:
                yield f"{client.referral}: was told {'that it is booked' if client.booked else 'that it is cancelled'}."

    def _next(self, client: Client) -> bytes:
        if client.booked:
            where = f"/bookings/{client.referral}/cancel"
            return self.table.call("POST", where, {"by": "us", "why": "The next round."})
        return self.table.call("POST", "/bookings", {"referral": client.referral, "slot": client.slot})

    def _heard(self, client: Client, answer: Answer) -> None:
        self.answers[answer.status] += 1
        if answer.status in AGAIN:
            return
        if answer.status not in DONE:
            self.odd.append(f"{client.referral}: an answer of status {answer.status}: {answer.body[:200]!r}")
            client.waiting = b""
            return
        self.replayed += answer.header("Idempotent-Replayed") == "true"
        client.booked = not client.booked
        client.bookings += client.booked
        client.cancellations += not client.booked
        client.waiting = b""
