"""Whoever books gets the time that was read: one that was changed meanwhile is refused, and said."""

import re
from collections.abc import Callable
from datetime import datetime, timedelta
from html import unescape

import pytest
import time_machine
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select
from trade import GRACE, NOON, a_participant, a_referral, a_slot, a_vacancy, an_employer

from brokerage import interviews, referrals
from brokerage.keys import private_links
from employers.db import reading, transaction
from employers.models import Slot

SignIn = Callable[..., FlaskClient]
Form = dict[str, str]


@pytest.fixture(autouse=True)
def _a_thursday() -> object:
    with time_machine.travel("2027-01-14 12:00", tick=False):
        yield


@pytest.fixture(autouse=True)
def _one_time(app: Flask) -> None:
    with transaction(by="test") as session:
        an_employer(session)
        vacancy = a_vacancy(session)
        person = a_participant(session, email="p1@example.org", channel="email", live=True)
        a_referral(session, person, vacancy)
        a_slot(session, "S1", "2027-01-19 11:15")


def hidden(answer) -> Form:
    """What the page sends along without being asked."""
    page = answer.get_data(as_text=True)
    found = re.findall(r'<input type="hidden" name="(at-[^"]+)" value="([^"]*)"', page)
    assert found, "the page says which time it shows"
    return dict(found)


def change(at: str = "2027-01-22 16:00") -> None:
    with transaction(by="test") as session:
        session.scalars(select(Slot)).one().starts_at = datetime.fromisoformat(at)


def keep() -> None:
    with transaction(by="test") as session:
        slot = session.scalars(select(Slot)).one()
        interviews.hold(session, referrals.get(session, "R-P1-V1"), slot, GRACE, NOON, until=NOON + timedelta(days=1))


def cancelled() -> None:
    with transaction(by="test") as session:
        referral = referrals.get(session, "R-P1-V1")
        interviews.book(session, referral, session.scalars(select(Slot)).one(), GRACE, NOON)
        interviews.cancel(session, referral, interviews.referrals.PERSON, NOON, why="Ill.")


def booked() -> bool:
    with reading() as session:
        return referrals.get(session, "R-P1-V1").booking is not None


def refused(answer) -> None:
    text = unescape(answer.get_data(as_text=True))
    assert answer.status_code == 409, text
    assert "That time has changed: it is 16:00 on Friday 22 January now." in text
    assert not booked()


@pytest.mark.parametrize(
    ("before", "form"), [(None, {"slot": "S1"}), (cancelled, {"do": "uncancel"}), (keep, {"slot": "S1"})]
)
def test_by_the_link(app: Flask, client: FlaskClient, before: Callable[[], None] | None, form: Form):
    secret = app.config["SETTINGS"].secret_key()
    here = private_links.address_of("times", "R-P1-V1", "p1@example.org", secret, "http://localhost")
    if before:
        before()
    shown = hidden(client.get(here))
    change()

    refused(client.post(here, data={**shown, **form}))
    assert client.post(here, data={**hidden(client.get(here)), **form}).status_code == 303
    assert booked()


@pytest.mark.parametrize(
    ("before", "form"),
    [
        (None, {"slot": "S1", "do": "book"}),
        (None, {"slot": "S1", "do": "hold"}),
        (keep, {"do": "confirm"}),
        (cancelled, {"do": "uncancel"}),
    ],
)
def test_by_a_coordinator(sign_in: SignIn, before: Callable[[], None] | None, form: Form):
    grace = sign_in("coordinator", email=GRACE.email)
    here = "/referrals/R-P1-V1/book"
    if before:
        before()
    shown = hidden(grace.get(here))
    change()

    refused(grace.post(here, data={**shown, **form}))
    assert grace.post(here, data={**hidden(grace.get(here)), **form}).status_code == 302


def test_in_a_plan_of_seats(sign_in: SignIn):
    grace = sign_in("coordinator", email=GRACE.email)
    shown = hidden(grace.get("/interviews/V1/seat"))
    change()

    refused(grace.post("/interviews/V1/seat", data={**shown, "seat-R-P1-V1": "S1", "do": "book"}))


def test_the_link_says_until_when_and_where_and_pressing_twice_is_once(app: Flask, client: FlaskClient):
    with transaction(by="test") as session:
        session.scalars(select(Slot)).one().where = "Back door"
        referrals.get(session, "R-P1-V1").vacancy.postcode = "HB4 2TR"
    secret = app.config["SETTINGS"].secret_key()
    here = private_links.address_of("times", "R-P1-V1", "p1@example.org", secret, "http://localhost")
    page = client.get(here).get_data(as_text=True)
    assert "11:15</b> to 11:45" in page
    assert "Back door, Employer E1, HB4 2TR" in page

    client.post(here, data={"slot": "S1"})
    assert "Back door, Employer E1, HB4 2TR" in client.get(here).get_data(as_text=True)
    for do, holds in (("cancel", False), ("uncancel", True)):
        assert [client.post(here, data={"do": do}).status_code for _ in range(2)] == [303, 303]
        assert booked() is holds
