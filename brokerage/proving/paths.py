"""The paths that book, each as rounds of everybody at once: book, move, reassign, confirm, un-cancel, and an import meanwhile.

Half of those who book and move do so on the pages, half as programs through the interface; the other paths are on the pages only.
"""

import csv
import io
import json
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from random import Random
from typing import ClassVar
from uuid import UUID

from sqlalchemy import select, update

from brokerage.diary import busy
from brokerage.kinds import KINDS
from brokerage.proving import scene
from brokerage.proving.clients import Answer, Visitor, request, upload
from brokerage.proving.scene import Scene
from brokerage.referral_models import Booking, KeptSeat
from employers.db import reading, transaction
from employers.models import Slot
from employers.records import save

PLACES = (1, 2, 5)  # of the time that everybody wants, in turn
EVERYBODY = 100_000
SEEN = re.compile(rb'name="seen" value="([^"]+)"')
Ask = Callable[[Sequence[bytes]], list[Answer]]


@dataclass
class Round:
    """`asks`: for whom, and the request; blank where it books for nobody. `before`: who had a place when it began."""

    slot: str
    places: int
    asks: list[tuple[str, bytes]]
    before: Sequence[str] = ()


@dataclass
class Table:
    """What a path is played with. `ask` sends everything at once."""

    chance: Random
    scene: Scene
    visitors: Sequence[Visitor]
    tokens: Sequence[str]
    ask: Ask
    asked: int = field(default=0)

    def people(self) -> list[str]:
        return self.scene.of()

    def press(self, referral: str, do: str, **form: str) -> bytes:
        """A coordinator's press of a button on the page of times."""
        return self._who().post(f"/referrals/{referral}/book", {"do": do} | form)

    def cancel(self, referral: str) -> bytes:
        return self._who().post(f"/referrals/{referral}/cancelled", {"by": "us", "why": "The next round."})

    def call(self, method: str, path: str, body: Mapping[str, str]) -> bytes:
        """What a program sends, with a key of its own."""
        headers = {
            "Authorization": f"Bearer {self.tokens[self.asked % len(self.tokens)]}",
            "Idempotency-Key": str(UUID(int=self.chance.getrandbits(128))),
            "Content-Type": "application/json",
        }
        self.asked += 1
        return request(method, f"/api/v1{path}", headers, json.dumps(body).encode())

    def all_of_it(self, asked: Sequence[bytes]) -> list[Answer]:
        """What has to work before a round, or after one. Raises RuntimeError where it did not."""
        answers = self.ask(asked) if asked else []
        bad = [each for each in answers if each.status not in (200, 201, 302, 303)]
        if bad:
            raise RuntimeError(f"The stage could not be set: {len(bad)} of {len(answers)} answered {bad[0].status}.")
        return answers

    def _who(self) -> Visitor:
        self.asked += 1
        return self.visitors[self.asked % len(self.visitors)]


class Path:
    """One path. `begin` sets the stage, `clear` puts a round back to where it began, `more` is what else must hold."""

    day: ClassVar[int]

    def __init__(self, table: Table) -> None:
        self.table = table
        self.people = table.people()

    def begin(self) -> None:
        self.slots = [self.slot(f"{places}", places, hour=9 + 2 * n) for n, places in enumerate(PLACES)]

    def round(self, number: int) -> Round:
        raise NotImplementedError

    def places_now(self, asked: Round) -> int:
        return asked.places

    def more(self, _asked: Round, _answers: Sequence[Answer]) -> Iterator[str]:
        return iter(())

    def clear(self, _asked: Round, won: Sequence[str]) -> None:
        self.table.all_of_it([self.table.cancel(each) for each in won])

    def end(self) -> None:
        """Nothing stays that would be in the way of the next path."""

    def slot(self, name: str, places: int, hour: int = 9) -> str:
        at = scene.at(self.table.scene.now, self.day, hour)
        return scene.put_slot(f"{type(self).__name__}-{name}", at, places=places)

    def book_all(self, slot: str, people: Sequence[str]) -> None:
        self.table.all_of_it([self.table.press(each, "book", slot=slot) for each in people])

    def cancel_all(self, people: Sequence[str]) -> None:
        self.table.all_of_it([self.table.cancel(each) for each in people])


class Book(Path):
    day = 20

    def round(self, number: int) -> Round:
        at, table = number % len(PLACES), self.table
        slot = self.slots[at]
        asks = [
            table.call("POST", "/bookings", {"referral": each, "slot": slot})
            if n // 2 % 2
            else table.press(each, "book", slot=slot)
            for n, each in enumerate(self.people)
        ]
        return Round(slot, PLACES[at], list(zip(self.people, asks, strict=True)))


class Move(Path):
    day = 22

    def begin(self) -> None:
        super().begin()
        self.home = self.slot("home", EVERYBODY, hour=16)
        self.book_all(self.home, self.people)

    def round(self, number: int) -> Round:
        at, table = number % len(PLACES), self.table
        slot = self.slots[at]
        asks = [
            table.call("PATCH", f"/bookings/{each}", {"slot": slot})
            if n // 2 % 2
            else table.press(each, "move", slot=slot)
            for n, each in enumerate(self.people)
        ]
        return Round(slot, PLACES[at], list(zip(self.people, asks, strict=True)))

    def more(self, _asked: Round, _answers: Sequence[Answer]) -> Iterator[str]:
        with reading() as session:
            seated = len(session.scalars(select(Booking.id)).all())
        if seated != len(self.people):
            yield f"{seated} of {len(self.people)} people have a place after moving."

    def clear(self, _asked: Round, won: Sequence[str]) -> None:
        self.table.all_of_it([self.table.press(each, "move", slot=self.home) for each in won])

    def end(self) -> None:
        self.cancel_all(self.people)


class Reassign(Path):
    """Whoever has the only place gives way to one of all the others, or is moved away at that very moment."""

    day = 24

    def begin(self) -> None:
        self.wanted, self.other = self.slot("wanted", 1), self.slot("other", EVERYBODY, hour=16)
        self.holder = self.people[0]
        self.book_all(self.wanted, [self.holder])

    def round(self, number: int) -> Round:
        others = [each for each in self.people if each != self.holder]
        asks = [(each, self.table.press(self.holder, "reassign", to=each)) for each in others]
        if number % 2:
            asks.append(("", self.table.press(self.holder, "move", slot=self.other)))
        else:
            asks.append((others[0], self.table.press(self.holder, "reassign", to=others[0])))
        return Round(self.wanted, 1, asks, [self.holder])

    def places_now(self, asked: Round) -> int:
        """Where the holder was moved away first, it is the other time that went to somebody."""
        with reading() as session:
            if session.scalar(select(Booking.id).where(Booking.slot_reference == self.other)):
                asked.slot = self.other
        return 1

    def more(self, _asked: Round, _answers: Sequence[Answer]) -> Iterator[str]:
        with reading() as session:
            seated = session.scalars(select(Booking.id)).all()
        if len(seated) != 1:
            yield f"{len(seated)} people have a place after one gave way to one."

    def clear(self, asked: Round, won: Sequence[str]) -> None:
        self.holder = won[0] if won else self.holder
        if asked.slot == self.other:
            self.table.all_of_it([self.table.press(self.holder, "move", slot=self.wanted)])

    def end(self) -> None:
        self.cancel_all([self.holder])


class Confirm(Path):
    """Seats kept for people who press again and again, while everybody else wants them; in every other round they have just run out."""

    day = 26

    def round(self, number: int) -> Round:
        at, table = number % len(PLACES), self.table
        slot, places = self.slots[at], PLACES[at]
        kept = table.chance.sample(self.people, places)
        table.all_of_it([table.press(each, "hold", slot=slot) for each in kept])
        self.kept = kept if number % 2 == 0 else []
        if number % 2:
            _let_run_out(table.scene.now)
        others = [each for each in self.people if each not in kept]
        half = len(self.people) // 2
        asks = [(kept[n % places], table.press(kept[n % places], "confirm")) for n in range(half)]
        asks += [(each, table.press(each, "book", slot=slot)) for each in others[: len(self.people) - half]]
        return Round(slot, places, asks)

    def more(self, asked: Round, _answers: Sequence[Answer]) -> Iterator[str]:
        with reading() as session:
            query = select(Booking).where(Booking.slot_reference == asked.slot)
            seated = {each.referral.reference for each in session.scalars(query)}
        if self.kept and seated != set(self.kept):
            yield f"Seats were kept for {sorted(self.kept)}, and {sorted(seated)} have them."


class Uncancel(Path):
    """A time that all had and all cancelled stands again for as many as there are places; every other one books it anew."""

    day = 28

    def begin(self) -> None:
        self.had = self.slot("had", EVERYBODY)
        self.book_all(self.had, self.people)
        self.cancel_all(self.people)

    def round(self, number: int) -> Round:
        places, table = PLACES[number % len(PLACES)], self.table
        _change(self.had, {"places": str(places)})
        asks = [
            table.press(each, "uncancel") if n // 2 % 2 else table.press(each, "book", slot=self.had)
            for n, each in enumerate(self.people)
        ]
        return Round(self.had, places, list(zip(self.people, asks, strict=True)))


class Import(Path):
    """A file of slots takes places away, or moves the time, while people book: whichever is first, the other is told."""

    day = 30
    importers = 4

    def begin(self) -> None:
        self.wanted = self.slot("wanted", 3)

    def round(self, number: int) -> Round:
        table, at = self.table, scene.at(self.table.scene.now, self.day)
        _change(self.wanted, {"places": "3", "starts_at": f"{at:%Y-%m-%d %H:%M}"})
        later = f"{at + timedelta(hours=4):%Y-%m-%d %H:%M}"
        change = {"starts_at": later} if number % 2 else {"places": "1"}
        files = [_file({"reference": self.wanted} | change) for _ in range(self.importers)]
        asks = [("", each) for each in self._ready(files)]
        asks += [(each, table.press(each, "book", slot=self.wanted)) for each in self.people[self.importers :]]
        return Round(self.wanted, 3, asks)

    def places_now(self, asked: Round) -> int:
        with reading() as session:
            return session.scalar(select(Slot.places).where(Slot.reference == asked.slot)) or 0

    def more(self, asked: Round, _answers: Sequence[Answer]) -> Iterator[str]:
        with reading() as session:
            slot = session.scalars(select(Slot).where(Slot.reference == asked.slot)).one()
            for booking in session.scalars(select(Booking).where(Booking.slot_reference == slot.reference)):
                told = set(busy.quarters(session, booking.referral.participant, slot))
                if {each.quarter for each in booking.quarters} != told:
                    yield f"{booking.referral.reference} was booked for another time than {slot.starts_at:%H:%M}."

    def _ready(self, files: Sequence[bytes]) -> list[bytes]:
        """The presses of “import” that follow what each person was shown of the own file."""
        visitors = [self.table.visitors[n % len(self.table.visitors)] for n in range(len(files))]
        kept = self.table.all_of_it(
            [upload(who, "slots", "slots.csv", file) for who, file in zip(visitors, files, strict=True)]
        )
        places = [each.header("Location").partition("#")[0].removeprefix("http://127.0.0.1") for each in kept]
        shown = self.table.all_of_it([who.get(place) for who, place in zip(visitors, places, strict=True)])
        seen = [match[1].decode() if (match := SEEN.search(each.body)) else "" for each in shown]
        return [who.post(at, {"seen": mark}) for who, at, mark in zip(visitors, places, seen, strict=True)]


PATHS: dict[str, type[Path]] = {
    "book": Book,
    "confirm": Confirm,
    "move": Move,
    "reassign": Reassign,
    "import": Import,
    "un-cancel": Uncancel,
}


def _let_run_out(now: datetime) -> None:
    """As if the time for which seats were kept had gone by."""
    with transaction(by=scene.BY) as session:
        session.execute(update(KeptSeat).values(until=now), execution_options={"unaudited": True})


def _change(slot: str, cells: Mapping[str, str]) -> None:
    with transaction(by=scene.BY) as session:
        record = session.scalars(select(Slot).where(Slot.reference == slot)).one()
        save(session, KINDS["slots"], dict(cells), record=record, whole=False)


def _file(row: Mapping[str, str]) -> bytes:
    text = io.StringIO(newline="")
    writer = csv.DictWriter(text, list(row))
    writer.writeheader()
    writer.writerow(row)
    return text.getvalue().encode()
