"""Many people at once, through two application processes over one database: whoever comes second is told, and nothing is given twice.

`-m full` runs the figures: 20 rounds of 50 clients. `--postgres` runs them on PostgreSQL. The control shows that a race is there to be lost.
"""

import os
import random
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, contextmanager
from datetime import date, timedelta
from http.client import HTTPConnection
from pathlib import Path
from threading import Barrier
from urllib.parse import urlencode

import pytest
from flask.testing import FlaskClient
from sqlalchemy import Engine, Select, func, select, text
from trade import GRACE, NOON, TODAY, a_participant, a_referral, a_slot, a_vacancy, an_agreement, an_employer

import brokerage
from brokerage import interviews, referrals
from brokerage.diary import busy
from brokerage.interviews import Elsewhere
from brokerage.referral_models import Booking, BusyQuarter, PromisedPlace, Referral
from employers.db import reading, transaction
from employers.models import Slot

CLIENTS = 50
ALL_ROUNDS = pytest.param(20, marks=pytest.mark.full)
Ask = tuple[str, dict[str, str]]  # ("book", {"referral": ..., "slot": ...})
Told = tuple[int, str]
Race = Callable[[Sequence[Ask]], list[Told]]
ROOT = Path(brokerage.__file__).parent.parent


@pytest.fixture
def race(database: Engine, database_url: str) -> Iterator[Race]:
    """race([...]): asks everything at once, every other process in turn, and says what each was told."""
    with application_processes(database_url, 2) as ports:

        def at_once(asks: Sequence[Ask]) -> list[Told]:
            ready = Barrier(len(asks))
            with ThreadPoolExecutor(len(asks)) as clients:
                return list(clients.map(lambda n: ask(ports[n % 2], ready, *asks[n]), range(len(asks))))

        yield at_once


@pytest.fixture
def people(database: Engine) -> list[str]:
    """The references of 50 people whom one employer would like to meet."""
    with transaction(by="test") as session:
        an_employer(session)
        vacancy = a_vacancy(session)
        return [a_referral(session, a_participant(session, f"P{n}"), vacancy).reference for n in range(CLIENTS)]


@pytest.mark.parametrize("rounds", [2, ALL_ROUNDS])
def test_the_last_place_goes_to_one_and_the_others_are_told(
    race: Race, people: list[str], sign_in: Callable[..., FlaskClient], rounds: int
):
    """On the page, as fifty coordinators press the button."""
    signed_in = sign_in("coordinator", email=GRACE.email).get_cookie("stepping_stone")
    assert signed_in is not None
    for number in range(rounds):
        slot = put_slot(number)

        form = {"slot": slot, "do": "book", "cookie": signed_in.value}
        told = race([(f"referrals/{each}/book", form) for each in people])

        won = [each for each, (status, _) in zip(people, told, strict=True) if status == 302]
        lost = [said for status, said in told if status == 409]
        assert (len(won), len(lost)) == (1, CLIENTS - 1), Counter(status for status, _ in told)
        assert all("The 11:15 place went a moment ago. Choose another time." in said for said in lost)
        assert holders(slot) == won
        assert race([("cancel", {"referral": won[0]})]) == [(200, "cancelled")]


@pytest.mark.parametrize("enough", [1, ALL_ROUNDS])
def test_a_naive_control_gives_the_place_twice(race: Race, people: list[str], enough: int):
    """At most 20 rounds, and no more than it takes to see it `enough` times."""
    with transaction(by="test") as session:
        session.execute(text("CREATE TABLE naive_booking (slot VARCHAR(60), referral VARCHAR(60))"))
    doubled = rounds = 0
    while rounds < 20 and doubled < enough:
        told = race([("naive", {"referral": each, "slot": f"S{rounds}"}) for each in people])
        assert {status for status, _ in told} <= {200, 409}
        doubled += [status for status, _ in told].count(200) > 1
        rounds += 1

    print(f"{doubled} of {rounds} rounds gave the place more than once")  # -rP shows it
    assert doubled, f"In none of {rounds} rounds: the race is too slow to show anything."


@pytest.mark.parametrize("rounds", [1, ALL_ROUNDS])
def test_as_many_as_there_are_places_and_each_a_seat_of_its_own(race: Race, people: list[str], rounds: int):
    for number in range(rounds):
        slot = put_slot(number, places=7)

        told = race([("book", {"referral": each, "slot": slot}) for each in people])

        assert sorted(said for status, said in told if status == 200) == [f"seat {seat}" for seat in range(1, 8)]
        assert Counter(status for status, _ in told) == {200: 7, 409: CLIENTS - 7}
        race([("cancel", {"referral": each}) for each in holders(slot)])


@pytest.mark.parametrize("rounds", [1, ALL_ROUNDS])
def test_one_person_at_two_times_that_overlap_gets_one(race: Race, people: list[str], rounds: int):
    """25 people, each before two employers, each asked to two places 45 minutes apart: half an hour, and the way there."""
    with transaction(by="test") as session:
        elsewhere = a_vacancy(session, "V2")
        first = list(session.scalars(select(Referral).order_by(Referral.id).limit(CLIENTS // 2)))
        pairs = [(each.reference, a_referral(session, each.participant, elsewhere).reference) for each in first]
    for number in range(rounds):
        one, other = (
            put_slot(number, places=99),
            put_slot(number, "V2", "12:00", places=99),
        )
        told = race(
            [
                ("book", {"referral": each, "slot": slot})
                for pair in pairs
                for each, slot in zip(pair, (one, other), strict=True)
            ]
        )

        for at, pair in enumerate(pairs):
            answers = sorted(told[2 * at : 2 * at + 2])
            assert [status for status, _ in answers] == [200, 409], answers
            assert "cannot be at" in answers[1][1]
            assert "with the way there and back" in answers[1][1]
            assert len([each for each in holders(one) + holders(other) if each in pair]) == 1
        race([("cancel", {"referral": each}) for each in holders(one) + holders(other)])


@pytest.mark.parametrize("rounds", [1, ALL_ROUNDS])
def test_one_referral_pressed_twice_is_booked_once(race: Race, people: list[str], rounds: int):
    for number in range(rounds):
        slots = [put_slot(number, at=at, places=99, name=at[:2]) for at in ("09:00", "17:00")]

        told = race([("book", {"referral": people[n // 10], "slot": slots[n % 2]}) for n in range(CLIENTS)])

        assert Counter(status for status, _ in told) == {200: 5, 409: 45}, Counter(told)
        race([("cancel", {"referral": each}) for each in people[:5]])


@pytest.mark.parametrize("rounds", [1, ALL_ROUNDS])
def test_moving_to_and_fro_never_stands_still_and_loses_no_seat(race: Race, people: list[str], rounds: int):
    """Twelve people and fourteen single places, everybody after somebody else's: no deadlock, and nobody without a seat."""
    chance = random.Random(14)
    slots = [put_slot(day, at="10:00") for day in range(14)]
    assert {status for status, _ in race(book_each(people[:12], slots))} == {200}
    for _ in range(rounds):
        moves = [
            ("move", {"referral": each, "slot": chance.choice(slots)})
            for each in chance.choices(people[:12], k=CLIENTS)
        ]
        told = race(moves)

        assert {status for status, _ in told} <= {200, 409}, Counter(told)
        with reading() as session:
            assert session.scalar(select(func.count()).select_from(Booking)) == 12
            assert session.scalar(select(func.count(BusyQuarter.booking_id.distinct()))) == 12


@pytest.mark.parametrize("rounds", [1, ALL_ROUNDS])
def test_a_slot_that_is_changed_while_people_book_it_never_leaves_them_at_the_old_time(
    race: Race, people: list[str], rounds: int
):
    for number in range(rounds):
        slot = put_slot(number, places=99)
        asks: list[Ask] = [("book", {"referral": each, "slot": slot}) for each in people[: CLIENTS // 2]]
        asks += [("change", {"slot": slot, "at": f"2099-01-{1 + n % 28:02} 11:15"}) for n in range(CLIENTS // 2)]
        random.Random(number).shuffle(asks)

        told = race(asks)

        assert {status for status, _ in told} <= {200, 409}, Counter(told)
        with reading() as session:
            stands = session.scalars(slot_of(slot)).one()
            for booking in session.scalars(select(Booking)):
                expected = set(busy.quarters(session, booking.referral.participant, stands))
                assert {each.quarter for each in booking.quarters} == expected
        race([("cancel", {"referral": each}) for each in holders(slot)])


@pytest.mark.parametrize("rounds", [1, ALL_ROUNDS])
def test_a_seat_that_is_kept_is_given_to_nobody_else(race: Race, people: list[str], rounds: int):
    """Seven places: half would have one kept, half book; then everybody confirms."""
    for number in range(rounds):
        slot = put_slot(number, places=7)
        asks: list[Ask] = [(("hold", "book")[n % 2], {"referral": each, "slot": slot}) for n, each in enumerate(people)]

        told = race(asks)

        assert Counter(status for status, _ in told) == {200: 7, 409: CLIENTS - 7}, Counter(told)
        kept = [each for each, (_, said) in zip(people, told, strict=True) if said == "kept"]
        assert len(holders(slot)) + len(kept) == 7
        confirmed = race([("confirm", {"referral": each}) for each in people])
        assert [each for each, (status, _) in zip(people, confirmed, strict=True) if status == 200] == kept
        assert {status for status, _ in confirmed} <= {200, 409}
        assert len(holders(slot)) == 7
        race([("cancel", {"referral": each}) for each in holders(slot)])


@pytest.mark.parametrize("rounds", [1, ALL_ROUNDS])
def test_one_time_goes_to_one_whether_passed_on_or_taken_up_again(race: Race, people: list[str], rounds: int):
    """One cancelled and would come after all, one has a seat that others are given, the rest book: two places, two people."""
    for number in range(rounds):
        slot = put_slot(number, places=2)
        first, second, *others = people
        assert [status for status, _ in race(book_each([first, second], [slot, slot]))] == [200, 200]
        assert race([("cancel", {"referral": first})]) == [(200, "cancelled")]
        asks: list[Ask] = [("uncancel", {"referral": first})] * 16
        asks += [("reassign", {"referral": second, "to": each}) for each in others[:17]]
        asks += [("book", {"referral": each, "slot": slot}) for each in others[17:34]]
        random.Random(number).shuffle(asks)

        told = race(asks)

        assert {status for status, _ in told} <= {200, 409}, Counter(told)
        passed_on = [status for (what, _), (status, _) in zip(asks, told, strict=True) if what == "reassign"]
        assert passed_on.count(200) <= 1
        assert len(holders(slot)) == 2
        race([("cancel", {"referral": each}) for each in holders(slot)])


@pytest.mark.parametrize("rounds", [1, ALL_ROUNDS])
def test_times_passed_round_in_a_circle_never_stand_still(race: Race, people: list[str], rounds: int):
    slots = [put_slot(day, at="10:00", name="c") for day in range(6)]
    assert {status for status, _ in race(book_each(people[:6], slots))} == {200}
    chance = random.Random(6)
    for _ in range(rounds):
        pairs = [chance.sample(people[:9], 2) for _ in range(CLIENTS)]

        told = race([("reassign", {"referral": one, "to": other}) for one, other in pairs])

        assert {status for status, _ in told} <= {200, 409}, Counter(told)
        with reading() as session:
            booked = session.scalar(select(func.count()).select_from(Booking)) or 0
            assert 1 <= booked <= 6
            assert session.scalar(select(func.count(BusyQuarter.booking_id.distinct()))) == booked
            assert session.scalar(select(func.count()).where(Referral.state == "booked")) == booked


@pytest.mark.parametrize("rounds", [1, ALL_ROUNDS])
def test_no_more_interviews_are_promised_than_were_agreed(race: Race, people: list[str], rounds: int):
    for number in range(rounds):
        with transaction(by="test") as session:
            agreement = an_agreement(session, f"A{number}", places=3)
            vacancy = a_vacancy(session, f"W{number}", agreement_reference=agreement.reference)
            waiting = [
                a_referral(session, each.participant, vacancy, "introduced").reference
                for each in session.scalars(select(Referral).where(Referral.reference.in_(people)))
            ]

        told = race([("promise", {"referral": each}) for each in waiting])

        assert Counter(said for _, said in told) == {
            "place 1": 1,
            "place 2": 1,
            "place 3": 1,
            "All the interviews promised are taken.": CLIENTS - 3,
        }
        with reading() as session:
            query = select(PromisedPlace.number).where(PromisedPlace.agreement_reference == agreement.reference)
            assert sorted(session.scalars(query)) == [1, 2, 3]


def test_the_table_holds_it_where_somebody_writes_past_the_use_case(database: Engine, people: list[str]):
    """On PostgreSQL the booking waits for a transaction that has the same quarter, and is told when that one is saved."""
    if database.dialect.name == "sqlite":
        pytest.skip("SQLite lets one writer in at a time: nobody writes past")
    slot = put_slot(1)
    with transaction(by="test") as session:
        referral = referrals.get(session, people[0])
        elsewhere = referrals.get(session, people[1])
        put = a_slot(session, "elsewhere", "2027-01-19 09:00")
        session.add(Booking(referral=elsewhere, slot_reference=put.reference, seat=1))
        taken = busy.quarters(session, referral.participant, session.scalars(slot_of(slot)).one())
        person = referral.participant_id
    with transaction(by="test") as session, ThreadPoolExecutor(1) as client:
        booking = session.scalars(select(Booking)).one()
        session.add(BusyQuarter(booking=booking, participant_id=person, quarter=taken[-1]))
        session.flush()
        told = client.submit(book_one, people[0], slot)
        time.sleep(0.5)
        assert not told.done()
        session.commit()
        with pytest.raises(Elsewhere, match="another interview"):
            told.result(timeout=20)
    assert holders(slot) == []


@contextmanager
def application_processes(database_url: str, number: int) -> Iterator[list[int]]:
    """Application processes over that database, until the end of the block. Their ports."""
    here = Path(__file__)
    paths = f"{ROOT}{os.pathsep}{here.parent}"
    environment = {**os.environ, "BROKERAGE_DATABASE_URL": database_url, "PYTHONPATH": paths}
    script = [sys.executable, str(here.with_name("booking_server.py"))]
    with ExitStack() as processes:
        begun = []
        for _ in range(number):  # they start side by side
            running = subprocess.Popen(script, env=environment, stdout=subprocess.PIPE, text=True)
            processes.enter_context(running)
            processes.callback(running.terminate)
            assert running.stdout is not None
            begun.append(running.stdout)
        yield [int(each.readline()) for each in begun]


def ask(port: int, ready: Barrier, what: str, of: dict[str, str]) -> Told:
    """Sends what was filled in; `cookie` is who has signed in."""
    headers = {"Content-Type": "application/x-www-form-urlencoded", "Cookie": f"stepping_stone={of.get('cookie', '')}"}
    connection = HTTPConnection("127.0.0.1", port, timeout=120)
    connection.connect()
    try:
        ready.wait(timeout=60)
        connection.request("POST", f"/{what}", urlencode(of), headers)
        answer = connection.getresponse()
        return answer.status, answer.read().decode()
    finally:
        connection.close()


def put_slot(number: int, vacancy: str = "V1", at: str = "11:15", places: int = 1, name: str = "") -> str:
    """A slot of its own on a day of its own, still to come by the pages' clock too."""
    with transaction(by="test") as session:
        day = max(TODAY, date.today()) + timedelta(days=30 + number)
        made = a_slot(session, f"S{number}-{vacancy}{name}", f"{day} {at}", places=places, vacancy_reference=vacancy)
        return made.reference


def book_each(people: Sequence[str], slots: Sequence[str]) -> list[Ask]:
    return [("book", {"referral": each, "slot": slot}) for each, slot in zip(people, slots, strict=False)]


def slot_of(reference: str) -> Select[Slot]:
    return select(Slot).where(Slot.reference == reference)


def book_one(referral: str, slot: str) -> None:
    with transaction(by=GRACE.email) as session:
        interviews.book(session, referrals.get(session, referral), session.scalars(slot_of(slot)).one(), GRACE, NOON)


def holders(slot: str) -> list[str]:
    with reading() as session:
        return list(session.scalars(select(Referral.reference).join(Booking).where(Booking.slot_reference == slot)))
