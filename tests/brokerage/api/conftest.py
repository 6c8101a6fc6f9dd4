"""A small town as programs meet it: two keyworkers' people, a vacancy with times, and somebody whom an employer would like to meet."""

from collections.abc import Callable, Iterator

import pytest
import time_machine
from flask import Flask
from programs import Program
from trade import GRACE, NOON, PRIYA, a_participant, a_referral, a_slot, a_vacancy, an_agreement, an_employer

from brokerage import accounts
from brokerage.accounts import RoleName, User
from brokerage.keys import tokens
from employers.db import transaction

OMAR = "omar@hallbrook.example"


@pytest.fixture(autouse=True)
def _the_day() -> Iterator[None]:
    with time_machine.travel(f"{NOON.isoformat()}+00:00", tick=False):
        yield


@pytest.fixture
def token(account: Callable[..., User]) -> Callable[..., str]:
    """token("keyworker", email=...): the text of a token of that account."""

    def of(role: RoleName, email: str = "") -> str:
        owner = account(role, email=email)
        with transaction(by=owner.email) as session:
            return tokens.make(session, session.get_one(User, owner.id), "for a test")[1]

    return of


@pytest.fixture
def program(app: Flask, token: Callable[..., str]) -> Callable[..., Program]:
    return lambda role, email="": Program(app, token(role, email))


@pytest.fixture
def coordinator(program: Callable[..., Program], town: None) -> Program:
    return program("coordinator", GRACE.email)


@pytest.fixture
def keyworker(program: Callable[..., Program], town: None) -> Program:
    """Of P1 and P2; P3 is Omar's."""
    return program("keyworker", PRIYA.email)


@pytest.fixture
def town(app: Flask) -> None:
    with transaction(by="test") as session:
        an_employer(session)
        an_agreement(session)
        vacancy = a_vacancy(session, shift="Mon-Fri 09:00-13:00", involves="children", demands="standing 240")
        a_vacancy(session, "V2", closes_on=NOON.date().replace(day=1))
        a_slot(session)
        a_slot(session, "S2", "2027-01-20 09:30", places=3)
        someone = a_participant(session, limits="standing 30", not_adjustable="standing", legal="children")
        another = a_participant(session, "P2")
        a_participant(session, "P3").keyworker = accounts.invite(session, OMAR, "keyworker", "Omar")
        a_referral(session, someone, vacancy, "wanted", reference="R1")
        a_referral(session, another, vacancy, "wanted", reference="R2")
