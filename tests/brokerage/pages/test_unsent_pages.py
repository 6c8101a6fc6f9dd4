"""What could not be sent goes once more, or on paper; letters are printed and posted; and how messages go at all."""

from collections.abc import Callable, Iterator
from html import unescape

import pytest
import time_machine
from flask.testing import FlaskClient
from sqlalchemy import select
from trade import GRACE, HELEN, NOON, PRIYA, a_participant, a_referral, a_slot, a_vacancy, an_employer

from brokerage import jobs
from brokerage.audit import AuditEntry
from brokerage.correspondence import resending
from brokerage.correspondence.resending import NotAgain
from brokerage.interviews import book, cancel
from brokerage.messages import Rules, send_due
from brokerage.referral_models import Referral
from brokerage.sending.outgoing import Post, Undeliverable
from brokerage.sending.work_models import Message, Task
from brokerage.settings import load
from employers.db import reading, transaction

SignIn = Callable[..., FlaskClient]
NEW = "helen.marsh@tanner.example"
AISHA = "aisha@home.example"


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


class Refuses:
    def send(self, letter: object) -> None:
        raise Undeliverable("The mail server refused it: 550 no such user")


class Keeps:
    def __init__(self) -> None:
        self.to: list[str] = []
        self.ids: list[str] = []

    def send(self, letter) -> None:
        self.to.append(str(letter["To"]))
        self.ids.append(str(letter["Message-ID"]))


def set_out(*, theirs: str | None = HELEN.email, at: str = "2027-01-19 11:15", **facts: object) -> None:
    with transaction(by="test") as session:
        employer = an_employer(session, coordinator=GRACE.email, postcode="HB4 2TR")
        employer.contacts[0].email, employer.contacts[0].phone = theirs, "0114 496 0000"
        whole = {"name": "Aisha Rahman", "channel": "phone", "safe_window": "any"} | facts
        referral = a_referral(session, a_participant(session, **whole), a_vacancy(session))
        book(session, referral, a_slot(session, at=at), GRACE, NOON)


def goes(way: Post) -> int:
    return send_due(lambda: NOON, way, Rules(load().mail, "secret", jobs.CHECKS))


def failed() -> int:
    with reading() as session:
        return session.scalars(select(Message.id).where(Message.failed_at.is_not(None))).one()


def row(number: int) -> Message:
    with reading() as session:
        return session.get(Message, number)


def task_ids() -> list[int]:
    with reading() as session:
        return list(session.scalars(select(Task.id).order_by(Task.id)))


def read(visitor: FlaskClient, address: str) -> str:
    return unescape(visitor.get(address).get_data(as_text=True))


@pytest.fixture
def unsent(grace: FlaskClient, priya: FlaskClient) -> int:
    """The letter to Helen, which her server refuses."""
    set_out()
    goes(Refuses())
    return failed()


# Once more


def test_with_the_address_mended_it_goes_once_more_by_the_same_key(grace: FlaskClient, unsent: int):
    page = read(grace, "/messages")
    assert f'value="{HELEN.email}"' in page
    assert "Helen Marsh: 0114 496 0000" in page

    said = grace.post(f"/messages/{unsent}/again", data={"address": f" {NEW} "}, follow_redirects=True)

    assert f", to {NEW}." in said.get_data(as_text=True)
    kept, before = Keeps(), row(unsent).key
    assert goes(kept) == 1
    assert (kept.to, row(unsent).key, row(unsent).failed_at) == ([NEW], before, None)
    assert goes(kept) == 0
    assert "Every letter has found its way so far." in read(grace, "/messages")
    with reading() as session:
        [noted] = session.scalars(select(AuditEntry).where(AuditEntry.action == "sent again"))
        assert (noted.by, noted.changes) == (GRACE.email, {"recipient": [HELEN.email, NEW]})


def test_what_is_no_address_is_said_and_kept_as_typed(grace: FlaskClient, unsent: int):
    answer = grace.post(f"/messages/{unsent}/again", data={"address": "helen@\r\nBcc: x@evil.example"})

    page = unescape(answer.get_data(as_text=True))
    assert answer.status_code == 422
    assert "This is no address that a letter can go to" in page
    assert f'href="#address-{unsent}"' in page
    assert "<title>Error:" in page
    assert (row(unsent).recipient, row(unsent).failed_at) == (HELEN.email, NOON)


def test_what_is_not_true_any_more_does_not_go_again(grace: FlaskClient, unsent: int):
    with transaction(by="test") as session:
        cancel(session, session.scalars(select(Referral)).one(), GRACE, NOON, why="The bus.")

    answer = grace.post(f"/messages/{unsent}/again", data={"address": NEW})

    assert answer.status_code == 409
    assert "It is not sent again, as it is not true any more." in answer.get_data(as_text=True)
    assert grace.post(f"/messages/{unsent}/letter").status_code == 409
    kept = Keeps()
    goes(kept)
    assert (row(unsent).recipient, row(unsent).sent_at, row(unsent).printed_at) == (HELEN.email, None, None)


def test_whoever_is_second_is_told(grace: FlaskClient, unsent: int):
    with transaction(by="first") as one:
        resending.send_again(one, one.get(Message, unsent), NOON, {}, address=NEW)
    with transaction(by="second") as other, pytest.raises(NotAgain, match="somebody was quicker"):
        resending.send_again(other, other.get(Message, unsent), NOON, {}, address=NEW)
    assert grace.post(f"/messages/{unsent}/again", data={"address": NEW}).status_code == 404


def test_what_somebody_has_seen_to_does_not_go_again(grace: FlaskClient, unsent: int):
    grace.post(f"/messages/{unsent}/settled")

    assert grace.post(f"/messages/{unsent}/again", data={"address": NEW}).status_code == 409
    assert goes(Keeps()) == 0


def test_a_contact_without_an_address_stands_among_what_could_not_be_sent_at_once(grace, priya):
    set_out(theirs=None)

    page = read(grace, "/messages")
    assert "To Employer E1. Nobody there has an e-mail address." in page
    with reading() as session:
        assert not session.scalars(select(Message).where(Message.key.contains("employer_coming"))).all()
    grace.post(f"/messages/{failed()}/again", data={"address": NEW})
    kept = Keeps()
    goes(kept)
    assert kept.to == [NEW]


def test_a_letter_to_an_employer_is_printed_instead_and_a_second_print_is_known(grace: FlaskClient, unsent: int):
    answer = grace.post(f"/messages/{unsent}/letter")

    assert (answer.status_code, answer.mimetype) == (200, "application/pdf")
    assert answer.data.startswith(b"%PDF-1.7")
    page = read(grace, "/messages")
    assert "Printed as a letter: You, Thu 14 Jan, 12:00" in page
    assert "Print again" in page
    with time_machine.travel("2027-01-14 12:30+00:00", tick=False):
        assert grace.post(f"/messages/{unsent}/letter").status_code == 200
    assert row(unsent).printed_at == NOON


def test_a_participants_message_goes_after_all_once_the_address_is_mended(grace, priya, sign_in: SignIn):
    set_out(channel="email", email=AISHA)
    refused, kept = Refuses(), Keeps()
    goes(refused)
    [number] = task_ids()
    assert "Send it once more instead" in read(priya, "/")
    owen = sign_in("keyworker", email="owen@hallbrook.example", name="Owen Bell")
    assert owen.post(f"/messages/told/{number}/again").status_code == 404

    said = priya.post(f"/messages/told/{number}/again", follow_redirects=True)

    assert "It goes to Aisha once more." in said.get_data(as_text=True)
    assert task_ids() == []
    assert goes(kept) == 1
    assert kept.to == [AISHA]


def test_what_was_told_by_word_of_mouth_does_not_go_again(grace, priya):
    set_out(channel="email", email=AISHA)
    goes(Refuses())
    [number] = task_ids()
    priya.post(f"/messages/told/{number}")

    assert "has told it already" in priya.post(f"/messages/told/{number}/again", follow_redirects=True).get_data(
        as_text=True
    )
    assert goes(Keeps()) == 0


# Letters to print


def test_a_keyworker_prints_and_posts_letters_and_printing_twice_says_so(priya: FlaskClient, grace, sign_in: SignIn):
    set_out(channel="letter")
    [number] = task_ids()
    assert "1 letter to print or post" in read(priya, "/")
    page = read(priya, "/messages/letters")
    assert "Not printed yet." in page
    assert "The post would come too late" not in page
    owen = sign_in("keyworker", email="owen@hallbrook.example", name="Owen Bell")
    assert "No letter waits" in read(owen, "/messages/letters")
    assert owen.post("/messages/letters/print", data={"letter": number}).status_code == 409

    answer = priya.post("/messages/letters/print", data={"letter": number})

    assert (answer.status_code, answer.mimetype, answer.data[:5]) == (200, "application/pdf", b"%PDF-")
    assert "Printed before: You, Thu 14 Jan, 12:00. A second one says the same twice." in read(
        priya, "/messages/letters"
    )
    assert priya.post("/messages/letters/print", data={"letter": number}).status_code == 200
    priya.post(f"/messages/told/{number}", data={"from": "letters"})
    assert "No letter waits" in read(priya, "/messages/letters")


def test_what_is_not_true_any_more_is_not_printed(priya: FlaskClient, grace):
    set_out(channel="letter")
    first = task_ids()[0]
    with transaction(by="test") as session:
        cancel(session, session.scalars(select(Referral)).one(), GRACE, NOON, why="The bus.")

    assert priya.post("/messages/letters/print", data={"letter": first}).status_code == 409
    assert priya.post("/messages/letters/print", data={"letter": "x"}).status_code == 422
    with reading() as session:
        assert session.get(Task, first).printed_at is None


def test_where_the_post_would_come_too_late_it_is_said(priya: FlaskClient, grace):
    set_out(at="2027-01-18 11:15", channel="letter")

    assert "The post would come too late" in read(priya, "/messages/letters")


# How messages go


def test_a_manager_and_an_administrator_read_how_messages_go_and_nobodys_name(grace, priya, sign_in: SignIn):
    set_out(channel="email", email=AISHA)
    goes(Keeps())
    for role in ("manager", "administrator"):
        page = read(sign_in(role, email=f"{role}@hallbrook.example"), "/messages/ways")
        assert "into a folder, as no mail server is set: nobody is written to" in page
        assert "Thu 14 Jan, 12:00" in page
        assert "go later, as reminders do</dt><dd>4</dd>" in page
        for private in ("Aisha", AISHA, HELEN.email, "Helen"):
            assert private not in page
    assert grace.get("/messages/ways").status_code == 404


# Whom messages reach, on the profile


@pytest.mark.parametrize(
    ("facts", "said"),
    [
        ({"channel": "email", "email": AISHA}, "Sent by e-mail"),
        ({"channel": "email"}, "Told by the keyworker. No e-mail address is known."),
        (
            {"channel": "sms", "phone": "07700 900123"},
            "Told by the keyworker. The way to get in touch is: text message.",
        ),
        ({"channel": "letter"}, "Printed and posted by the keyworker"),
        ({"channel": None}, "Told by the keyworker. The best way to get in touch is not known yet."),
    ],
)
def test_the_profile_says_what_becomes_of_messages(priya: FlaskClient, facts: dict[str, object], said: str):
    set_out(**facts)

    assert said in read(priya, "/people/P1")
