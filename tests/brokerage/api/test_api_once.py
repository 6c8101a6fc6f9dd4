"""A change has one effect for its key, however often it is sent and by however many at once; so has a refusal its one answer."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import AbstractContextManager
from datetime import timedelta
from threading import Barrier
from typing import Any

import pytest
from flask import Flask
from programs import Program, problem
from sqlalchemy import func, select
from trade import NOON

from brokerage.keys import repeats
from brokerage.keys.api_models import Once
from brokerage.models import AuditEntry
from brokerage.referral_models import Booking, Step
from brokerage.sending.work_models import Message
from employers.db import reading, transaction

SHIFT = {"reference": "V9", "employer": "E1", "title": "Porter", "shift": "Mon-Fri 09:00-13:00"}
# One call of each kind that changes something: (whose token, method, address, body). A new one without a line here fails below.
CHANGES: dict[str, tuple[str, str, str, dict[str, Any]]] = {
    "api.add_participant": ("keyworker", "POST", "/participants", {"reference": "P9", "name": "Danny"}),
    "api.change_participant": ("keyworker", "PATCH", "/participants/P1", {"skills": "cooking; not yet driving"}),
    "api.add_vacancy": ("coordinator", "POST", "/vacancies", SHIFT),
    "api.change_vacancy": ("coordinator", "PATCH", "/vacancies/V1", {"places": 3}),
    "api.add_slot": (
        "coordinator",
        "POST",
        "/slots",
        {"reference": "S9", "vacancy": "V1", "starts_at": "2027-01-21 10:00"},
    ),
    "api.change_slot": ("coordinator", "PATCH", "/slots/S2", {"where": "Reception"}),
    "api.ask": ("coordinator", "POST", "/referrals", {"participant": "P3", "vacancy": "V1"}),
    "api.book": ("coordinator", "POST", "/bookings", {"referral": "R1", "slot": "S2"}),
    "api.move": ("coordinator", "PATCH", "/bookings/R1", {"slot": "S1"}),
    "api.cancel": ("keyworker", "POST", "/bookings/R1/cancel", {"why": "The bus does not run."}),
}
NEED_A_BOOKING = ("api.move", "api.cancel")


@pytest.fixture
def programs(coordinator: Program, keyworker: Program) -> dict[str, Program]:
    return {"coordinator": coordinator, "keyworker": keyworker}


def test_every_change_has_its_line_here(app: Flask):
    unsafe = {
        rule.endpoint
        for rule in app.url_map.iter_rules()
        if rule.rule.startswith("/api/") and (rule.methods or set()) - {"GET", "HEAD", "OPTIONS"}
    }
    assert unsafe == set(CHANGES)


@pytest.mark.parametrize("endpoint", CHANGES)
def test_sent_three_times_with_one_key_it_has_one_effect(endpoint: str, programs: dict[str, Program]):
    who, method, address, body = CHANGES[endpoint]
    if endpoint in NEED_A_BOOKING:
        programs["coordinator"].post("/bookings", {"referral": "R1", "slot": "S2"})
    before = trail()

    first, again, third = (programs[who].ask(method, address, body, key="one") for _ in range(3))

    assert first.status_code in (200, 201), first.text
    assert trail() > before
    assert [(each.status_code, each.data) for each in (again, third)] == [(first.status_code, first.data)] * 2
    assert [each.headers.get("Idempotent-Replayed") for each in (first, again, third)] == [None, "true", "true"]
    effect = trail()
    programs[who].ask(method, address, body, key="one")
    assert trail() == effect, "the fourth did something"
    assert kept() == 1 + (endpoint in NEED_A_BOOKING)


@pytest.mark.parametrize("endpoint", CHANGES)
def test_another_call_with_a_key_that_was_used_is_refused(endpoint: str, programs: dict[str, Program]):
    who, method, address, body = CHANGES[endpoint]
    owner = programs[who]
    assert owner.ask("PATCH", "/participants/P2", {"name": "Other"}, key="used").status_code in (200, 403)
    if who == "coordinator":
        owner.ask("PATCH", "/vacancies/V2", {"title": "Other"}, key="used")
    before = trail()

    refused = owner.ask(method, address, body, key="used")

    assert "new key" in problem(refused, 422)["detail"]
    assert trail() == before


def test_a_key_is_ones_own(coordinator: Program, program: Callable[..., Program]):
    sam = program("coordinator", "sam@hallbrook.example")
    for who, title in ((coordinator, "Porter"), (sam, "Cook")):
        answer = who.ask("PATCH", "/vacancies/V1", {"title": title}, key="the-same")
        assert (answer.status_code, answer.json["title"]) == (200, title)


@pytest.mark.parametrize("key", [None, "ä", "x" * 256, "two words"])
def test_a_change_without_a_key_of_its_own_is_not_read(coordinator: Program, key: str | None):
    headers = {} if key is None else {"Idempotency-Key": key.encode().decode("latin-1")}
    answer = coordinator.ask("PATCH", "/vacancies/V1", {"title": "Porter"}, key=None, headers=headers)
    assert "Idempotency-Key" in problem(answer, 400)["detail"]
    assert kept() == 0


def test_a_refusal_is_as_final_as_an_effect(coordinator: Program):
    coordinator.post("/bookings", {"referral": "R2", "slot": "S1"})
    lost = coordinator.ask("POST", "/bookings", {"referral": "R1", "slot": "S1"}, key="lost")
    assert "went a moment ago" in problem(lost, 409)["detail"]
    coordinator.post("/bookings/R2/cancel", {"by": "us", "why": "Too early."})

    again = coordinator.ask("POST", "/bookings", {"referral": "R1", "slot": "S1"}, key="lost")

    assert (again.status_code, again.data) == (409, lost.data)
    assert again.headers["Idempotent-Replayed"] == "true"
    coordinator.post("/bookings", {"referral": "R1", "slot": "S1"})


def test_what_is_refused_leaves_nothing_behind(coordinator: Program):
    """The step is written before the seat is looked for; with the refusal it goes again."""
    coordinator.post("/bookings", {"referral": "R2", "slot": "S1"})
    before = trail()
    coordinator.ask("POST", "/bookings", {"referral": "R1", "slot": "S1"})
    assert trail() == before
    assert coordinator.get("/referrals/R1")["state"] == "wanted"


def test_an_error_of_ours_can_be_sent_again(
    coordinator: Program, away: Callable[[], AbstractContextManager[None]], app: Flask, monkeypatch: pytest.MonkeyPatch
):
    with away():
        answer = coordinator.ask("PATCH", "/vacancies/V1", {"title": "Porter"}, key="again")
    assert "Nothing was saved" in problem(answer, 503)["detail"]
    assert answer.headers["Retry-After"] == "10"
    app.config["PROPAGATE_EXCEPTIONS"] = False
    with monkeypatch.context() as broken:
        broken.setattr("brokerage.api.vacancies.places.finder", None)
        problem(coordinator.ask("PATCH", "/vacancies/V1", {"title": "Porter"}, key="again"), 500)
    assert kept() == 0

    assert coordinator.ask("PATCH", "/vacancies/V1", {"title": "Porter"}, key="again").status_code == 200


def test_sent_by_eight_at_once_it_has_one_effect(coordinator: Program):
    ready = Barrier(8)

    def send(_: int) -> tuple[int, bytes, str | None]:
        ready.wait()
        answer = coordinator.ask("POST", "/bookings", {"referral": "R1", "slot": "S2"}, key="at-once")
        return answer.status_code, answer.data, answer.headers.get("Idempotent-Replayed")

    with ThreadPoolExecutor(8) as clients:
        told = list(clients.map(send, range(8)))

    assert {(status, data) for status, data, _ in told} == {(201, told[0][1])}
    assert [replayed for *_, replayed in told].count(None) == 1
    with reading() as session:
        assert session.scalar(select(func.count()).select_from(Booking)) == 1
        assert session.scalar(select(func.count()).select_from(Step)) == 1


def test_keys_are_forgotten_after_their_days(coordinator: Program):
    coordinator.ask("PATCH", "/vacancies/V1", {"title": "Porter"}, key="old")
    with transaction(by="test") as session:
        session.scalars(select(Once)).one().made_at = NOON - timedelta(days=3)
    with transaction(by="test") as session:
        repeats.forget(session, NOON, keep_days=3)
        assert session.scalar(select(func.count()).select_from(Once)) == 1, "three days are not over"
        repeats.forget(session, NOON + timedelta(seconds=1), keep_days=3)
    assert kept() == 0


def trail() -> int:
    """How many changes of records there were, and messages to people."""
    with reading() as session:
        return sum(session.scalar(select(func.count()).select_from(each)) or 0 for each in (AuditEntry, Message))


def kept() -> int:
    with reading() as session:
        return session.scalar(select(func.count()).select_from(Once)) or 0
