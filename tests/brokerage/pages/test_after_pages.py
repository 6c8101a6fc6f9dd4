"""Pages of what a placement came to: each side writes its own, reads what it may, and meets nothing of anybody else's."""

from collections.abc import Callable
from datetime import date, datetime, time, timedelta

import pytest
import time_machine
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select
from stay import AISHA, LAST, MONDAY, a_stay
from trade import GRACE, HELEN, PRIYA, an_employer

from brokerage import accounts
from brokerage.keys import private_links
from brokerage.placements.own_word_models import OwnWord
from brokerage.sending.work_models import Message
from brokerage.settings import Settings
from employers.db import reading, transaction
from employers.models import Contact
from employers.placements.after_models import PlacementAttendance, PlacementJob, PlacementReview

SignIn = Callable[..., FlaskClient]
WROTE = {"did": "Prepared lunch\nServed", "learnt": "Hygiene", "words": "Quick to ask.", "is_reference": "yes", "confirmed_as": "Helen Marsh"}  # fmt: skip
SAID = {"agrees": "yes", "text": "I liked the mornings.", "signed_as": "Aisha Rahman", "seen": "1"}
DAYS, REVIEW, AFTER = "/portal/placements/W1/days", "/portal/placements/W1/review", "/placements/W1/after"


@pytest.fixture(autouse=True)
def _the_day_after():
    with time_machine.travel("2027-01-30 10:00", tick=False):
        yield


@pytest.fixture
def stay(app: Flask) -> None:
    with transaction(by="test") as session:
        a_stay(session)


@pytest.fixture
def employer(app: Flask, stay: None) -> FlaskClient:
    return _contact(app, HELEN.email)


def _contact(app: Flask, email: str) -> FlaskClient:
    visitor = app.test_client()
    with reading() as session, visitor.session_transaction() as cookie:
        user = accounts.find(session, email)
        assert user is not None
        cookie["_user_id"], cookie["_fresh"] = user.fs_uniquifier, True
    return visitor


def _token(kind: str, reference: str, settings: Settings, whom: str = AISHA) -> str:
    return private_links.address_of(kind, reference, whom, settings.secret_key(), "").rpartition("/")[2]


def test_an_employer_writes_down_the_days(employer: FlaskClient) -> None:
    assert "Mon 18 Jan" in employer.get(DAYS).text
    answer = employer.post(DAYS, data={"rest": "came", f"what-{LAST}": "away"}, follow_redirects=True)
    assert "10 days are written down" in answer.text
    with reading() as session:
        kept = session.scalars(select(PlacementAttendance)).all()
    assert len(kept) == 10
    assert sum(each.minutes for each in kept) == 9 * 270
    assert "40 h 30 min" in employer.get(DAYS).text


def test_what_cannot_be_read_comes_back_as_it_was_typed(employer: FlaskClient) -> None:
    answer = employer.post(DAYS, data={f"what-{MONDAY}": "part", f"hours-{MONDAY}": "half a day"})
    assert answer.status_code == 422
    assert "half a day" in answer.text
    assert "such as 2:30 or 2.5" in answer.text


def test_whoever_was_slower_sees_what_was_written_meanwhile(employer: FlaskClient, sign_in: SignIn) -> None:
    sign_in("coordinator", email=GRACE.email).post(f"{AFTER}/days", data={f"what-{MONDAY}": "closed"})
    answer = employer.post(DAYS, data={f"what-{MONDAY}": "came", f"seen-{MONDAY}": ""})
    assert answer.status_code == 409
    assert "Somebody else wrote something down for 18 January meanwhile" in answer.text


def test_from_the_review_to_the_certificate_by_link(
    employer: FlaskClient, client: FlaskClient, settings: Settings
) -> None:
    assert employer.post(REVIEW, data=WROTE | {"did": ""}).status_code == 422
    assert "Thank you. Aisha reads it next" in employer.post(REVIEW, data=WROTE, follow_redirects=True).text
    with reading() as session:
        told = session.scalars(select(Message).where(Message.key.startswith("placement-own-word"))).one()
    assert "[private link word W1]" in told.body
    address = f"/my/word/{_token('word', 'W1', settings)}"
    assert "Prepared lunch" in client.get(address).text
    assert client.get(f"{address}/certificate.pdf").status_code == 409
    assert client.post(address, data=SAID | {"agrees": ""}).status_code == 422
    assert "Your certificate (PDF)" in client.post(address, data=SAID).text
    for which in ("certificate", "reference", "agreement"):
        paper = client.get(f"{address}/{which}.pdf")
        assert (paper.status_code, paper.mimetype) == (200, "application/pdf")
        assert paper.data.startswith(b"%PDF-")
    assert employer.get("/portal/placements/W1/certificate.pdf").status_code == 200
    assert "mornings" not in employer.get(REVIEW).text, "the word was not to be shown"
    client.post(address, data=SAID | {"shown": "yes"})
    assert "mornings" in employer.get(REVIEW).text


def test_a_review_that_changed_while_it_was_read_is_read_again(
    employer: FlaskClient, client: FlaskClient, settings: Settings
) -> None:
    employer.post(REVIEW, data=WROTE)
    employer.post(REVIEW, data=WROTE | {"did": "Something else", "seen": "1"})
    answer = client.post(f"/my/word/{_token('word', 'W1', settings)}", data=SAID)
    assert answer.status_code == 409
    assert "Something else" in answer.text


def test_a_no_says_what_follows_and_is_no_dead_end(
    employer: FlaskClient, client: FlaskClient, settings: Settings
) -> None:
    employer.post(REVIEW, data=WROTE)
    answer = client.post(f"/my/word/{_token('word', 'W1', settings)}", data=SAID | {"agrees": "no"})
    assert "Your keyworker talks with you" in answer.text
    assert employer.get("/portal/placements/W1/certificate.pdf").status_code == 409


@pytest.mark.parametrize(("kind", "reference", "address"), [
    ("times", "W1", "/my/word/{}"),
    ("sign", "W1:participant", "/my/word/{}"),
    ("word", "W1", "/sign/{}/agreement.pdf"),
    ("sign", "W1:nobody", "/sign/{}/agreement.pdf"),
    ("sign", "W2:participant", "/sign/{}/agreement.pdf"),
    ("word", "W2", "/my/word/{}"),
])  # fmt: skip
def test_a_link_for_something_else_opens_nothing(
    stay: None, client: FlaskClient, settings: Settings, kind: str, reference: str, address: str
) -> None:
    assert client.get(address.format(_token(kind, reference, settings))).status_code == 410


def test_the_paper_to_sign_can_be_kept_by_who_signs_it(stay: None, client: FlaskClient, settings: Settings) -> None:
    for party, whom in (("participant", AISHA), ("employer", HELEN.email)):
        paper = client.get(f"/sign/{_token('sign', f'W1:{party}', settings, whom)}/agreement.pdf")
        assert paper.data.startswith(b"%PDF-"), party


def test_a_keyworker_writes_the_word_of_the_own_people_only(employer: FlaskClient, sign_in: SignIn) -> None:
    employer.post(REVIEW, data=WROTE)
    priya, other = sign_in("keyworker", email=PRIYA.email), sign_in("keyworker", email="other@hallbrook.example")
    assert other.get(AFTER).status_code == other.post(f"{AFTER}/word", data=SAID).status_code == 404
    assert sign_in("coordinator", email=GRACE.email).post(f"{AFTER}/word", data=SAID).status_code == 404
    assert "own word is written down" in priya.post(f"{AFTER}/word", data=SAID, follow_redirects=True).text
    with reading() as session:
        word = session.scalars(select(OwnWord)).one()
    assert (word.how, word.by) == ("keyworker", PRIYA.email)
    assert priya.get("/placements/W1/certificate.pdf").status_code == 200


def test_a_coordinator_writes_down_what_was_said_by_telephone_and_the_job(stay: None, sign_in: SignIn) -> None:
    grace = sign_in("coordinator", email=GRACE.email)
    assert "are written down" in grace.post(f"{AFTER}/review", data=WROTE, follow_redirects=True).text
    bad = grace.post(f"{AFTER}/job", data={"title": "Porter", "starts_on": "2027-02-01", "ends_on": "2027-01-01"})
    assert bad.status_code == 422
    assert "2027-01-01" in bad.text
    job = {"title": "Porter", "starts_on": "2027-02-01", "ends_on": "", "hours_week": "20"}
    assert "Good news" in grace.post(f"{AFTER}/job", data=job, follow_redirects=True).text
    assert grace.post(f"{AFTER}/job", data=job).status_code == 409
    with reading() as session:
        assert (
            len(session.scalars(select(PlacementJob)).all()) == len(session.scalars(select(PlacementReview)).all()) == 1
        )


def test_another_employer_finds_nothing_there(app: Flask, stay: None) -> None:
    with transaction(by="test") as session:
        other = an_employer(session, "E2")
        other.contacts[0].email = "omar@other.example"
        session.flush()
        accounts.invite_contact(session, other.contacts[0])
    omar = _contact(app, "omar@other.example")
    for address in (DAYS, REVIEW, "/portal/placements/W1/agreement.pdf"):
        assert omar.get(address).status_code == 404
    assert omar.post(REVIEW, data=WROTE).status_code == 404


def test_who_may_only_read_writes_nothing(app: Flask, stay: None) -> None:
    with transaction(by="test") as session:
        viewer = Contact(name="Vic", email="vic@tanner.example", role="viewer", employer_reference="E1")
        session.add(viewer)
        session.flush()
        accounts.invite_contact(session, viewer)
    vic = _contact(app, "vic@tanner.example")
    assert vic.post(DAYS, data={"rest": "came"}).status_code == vic.post(REVIEW, data=WROTE).status_code == 403
    assert vic.get("/portal/placements/W1/agreement.pdf").status_code == 200


def test_the_employers_pages_say_nothing_that_was_not_agreed_to(employer: FlaskClient) -> None:
    employer.post(REVIEW, data=WROTE)
    text = employer.get(DAYS).text + employer.get(REVIEW).text
    for private in ("Rahman", "Priya", "comes on the first day", AISHA):
        assert private not in text


@pytest.mark.parametrize(("day", "wanted", "other"), [(LAST, REVIEW, DAYS), (MONDAY + timedelta(days=2), DAYS, REVIEW)])
def test_what_is_wanted_next_stands_on_home(app: Flask, stay: None, day: date, wanted: str, other: str) -> None:
    with time_machine.travel(datetime.combine(day, time(12)), tick=False):
        home = _contact(app, HELEN.email).get("/portal").text
    assert f'href="{wanted}"' in home
    assert f'href="{other}"' not in home


def test_nothing_is_asked_for_once_the_words_are_there(employer: FlaskClient) -> None:
    employer.post(REVIEW, data=WROTE)
    assert f'href="{REVIEW}"' not in employer.get("/portal").text


def test_a_review_that_is_late_stands_on_today(employer: FlaskClient, sign_in: SignIn) -> None:
    asked = "Ask Tanner Row Kitchens for a few words about Aisha Rahman"
    assert asked not in sign_in("coordinator", email=GRACE.email).get("/?all=1").text, (
        "they were written to only just now"
    )
    with time_machine.travel("2027-02-02 10:00", tick=False):
        assert asked in sign_in("coordinator", email=GRACE.email).get("/?all=1").text


def test_words_that_wait_stand_on_today(employer: FlaskClient, sign_in: SignIn) -> None:
    grace, priya = sign_in("coordinator", email=GRACE.email), sign_in("keyworker", email=PRIYA.email)
    employer.post(REVIEW, data=WROTE)
    assert "Read with Aisha Rahman" in priya.get("/?all=1").text
    priya.post(f"{AFTER}/word", data=SAID | {"agrees": "no"})
    assert "Read with Aisha Rahman" not in priya.get("/?all=1").text
    assert "Put right what Tanner Row Kitchens wrote about Aisha Rahman" in grace.get("/?all=1").text
