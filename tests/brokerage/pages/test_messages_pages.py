"""What a keyworker tells and ticks off, what could not be sent, and who was told what of one referral."""

from collections.abc import Callable, Iterator
from html import unescape

import pytest
import time_machine
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session
from trade import GRACE, HELEN, NOON, PRIYA, a_participant, a_referral, a_slot, a_vacancy, an_employer

from brokerage import messages
from brokerage.correspondence import telling
from brokerage.interviews import book
from brokerage.messages import Rules, put, send_due
from brokerage.referral_models import Referral
from brokerage.sending.post import Undeliverable
from brokerage.sending.work_models import Message, Task
from brokerage.settings import load
from employers.db import reading, transaction

SignIn = Callable[..., FlaskClient]


@pytest.fixture(autouse=True)
def _the_day() -> Iterator[None]:
    with time_machine.travel(NOON.isoformat() + "+00:00", tick=False):
        yield


@pytest.fixture
def grace(sign_in: SignIn) -> FlaskClient:
    return sign_in("coordinator", email=GRACE.email, name="Grace Okoye")


@pytest.fixture
def priya(sign_in: SignIn) -> FlaskClient:
    return sign_in("keyworker", email=PRIYA.email, name="Priya Nair")


@pytest.fixture
def booked(priya: FlaskClient) -> str:
    """Somebody who likes to be called, with an interview; the employer's contact is written to."""
    with transaction(by="test") as session:
        an_employer(session, coordinator=GRACE.email)
        facts = {"channel": "phone", "phone": "07700 900123", "safe_window": "Tue 10:00-12:00"}
        referral = a_referral(session, a_participant(session, name="Aisha Rahman", **facts), a_vacancy(session))
        book(session, referral, a_slot(session), GRACE, NOON)
        return referral.reference


def read(visitor: FlaskClient, address: str) -> str:
    return unescape(visitor.get(address).get_data(as_text=True))


def first_task(session: Session) -> Task:
    return session.scalars(select(Task)).one()


def test_a_keyworker_reads_what_to_tell_how_and_when_and_ticks_it_off(priya: FlaskClient, booked: str):
    today = read(priya, "/")
    assert "Aisha Rahman: Tuesday 19 January at 11:15" in today
    assert "The way to get in touch is: phone. 07700 900123. Safe times: Tue 10:00-12:00." in today
    assert "There is a time to meet Employer E1 about Kitchen assistant" in today
    with reading() as session:
        number = first_task(session).id

    after = priya.post(f"/messages/told/{number}", follow_redirects=True).get_data(as_text=True)

    assert "Aisha has been told" in after
    assert "Tell your people" not in after
    with reading() as session:
        assert (first_task(session).done_by, first_task(session).done_at) == (PRIYA.email, NOON)
    assert "Aisha: told by you, Thu 14 Jan, 12:00" in read(priya, f"/referrals/{booked}")


def test_somebody_elses_task_is_not_there(sign_in: SignIn, booked: str):
    owen = sign_in("keyworker", email="owen@hallbrook.example", name="Owen Bell")
    with reading() as session:
        number = first_task(session).id

    assert owen.post(f"/messages/told/{number}").status_code == owen.post("/messages/told/999").status_code == 404
    assert "Tell your people" not in read(owen, "/")
    with reading() as session:
        assert first_task(session).done_at is None


class Refuses:
    def send(self, letter: object) -> None:
        raise Undeliverable("The mail server refused it: 550 no such user")


def test_a_letter_that_could_not_be_sent_is_seen_to_by_somebody(grace: FlaskClient, sign_in: SignIn, booked: str):
    assert "could not be sent" not in read(grace, "/")
    send_due(lambda: NOON, Refuses(), Rules(load().mail, "secret", {}))

    today = read(grace, "/")
    assert "1 letter could not be sent" in today
    page = read(grace, "/messages")
    assert f"To {HELEN.email}. The mail server refused it: 550 no such user" in page
    assert f"/referrals/{booked}" in page
    assert "Priya Nair: 1 thing" in page
    ian = read(sign_in("administrator", email="ian@hallbrook.example"), "/messages")
    assert HELEN.email in ian
    assert "/referrals/" not in ian

    with reading() as session:
        number = session.scalars(select(Message.id).where(Message.failed_at.is_not(None))).one()
    grace.post(f"/messages/{number}/settled")
    assert "Every letter has found its way so far." in read(grace, "/messages")
    with reading() as session:
        assert session.get(Message, number).settled_by == GRACE.email


def test_what_was_overtaken_is_no_letter_that_failed(grace: FlaskClient, booked: str):
    with transaction(by="test") as session:
        put(session, "x", HELEN.email, "Old news", "Words.", due_at=NOON, only_while="met", referral=_one(session))
        number = session.scalars(select(Message.id).where(Message.key == "x")).one()
    send_due(lambda: NOON, Refuses(), Rules(load().mail, "secret", {}))

    assert "Old news" not in read(grace, "/messages")
    assert grace.post(f"/messages/{number}/settled").status_code == 404


def test_it_is_said_where_nothing_sends(grace: FlaskClient, booked: str):
    assert "brokerage work" not in read(grace, "/messages")
    with time_machine.travel("2027-01-14 13:30+00:00", tick=False):
        assert "1 message has been due for more than an hour" in read(grace, "/messages")


def test_a_coordinator_reads_who_hears_of_it(grace: FlaskClient, booked: str):
    with transaction(by="test") as session:
        a_slot(session, "S2", "2027-01-20 14:00")

    said = grace.post(f"/referrals/{booked}/book", data={"slot": "S2", "do": "move"}, follow_redirects=True).get_data(
        as_text=True
    )
    assert "Priya Nair is asked to tell Aisha. Helen Marsh is written to." in said

    with transaction(by="test") as session:
        referral = _one(session)
        referral.vacancy.employer.withheld = "Under review."
        assert telling.reached(session, referral.vacancy.employer) is None
        session.execute(Message.__table__.delete())
    said = grace.post(
        f"/referrals/{booked}/cancelled", data={"by": "us", "why": "The bus."}, follow_redirects=True
    ).get_data(as_text=True)
    assert "Nobody at Employer E1 can be written to: tell them." in said


def _one(session: Session) -> Referral:
    return session.scalars(select(Referral)).one()


def test_words_that_are_no_longer_kept_say_so(grace: FlaskClient, booked: str):
    send_due(lambda: NOON, Refuses(), Rules(load().mail, "secret", {}))
    with transaction(by="test") as session:
        messages.empty(session, NOON.replace(year=2028), 90)

    assert "Its words are no longer kept" in read(grace, "/messages")
