"""The life of an agreement on its pages: drafting, signing on both sides, pausing, renewing, and what a person hears before a yes."""

import re
from collections.abc import Callable, Iterator
from html import unescape

import pytest
import time_machine
import trade
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select
from trade import GRACE, HELEN, NOON, PRIYA, TODAY

from brokerage import accounts, referrals
from brokerage.promises import entitlement
from brokerage.sending.work_models import Message
from employers.agreement_life import state
from employers.cohorts import ratio
from employers.db import reading, transaction
from employers.models import Agreement, Contact, Vacancy

SignIn = Callable[..., FlaskClient]
FORM = {"reference": "A7", "employer": "E1", "kind": "guaranteed_interview", "places": "8", "as shown": "{}"}


@pytest.fixture(autouse=True)
def _the_day() -> Iterator[None]:
    with time_machine.travel(NOON.isoformat() + "+00:00", tick=False):
        yield


@pytest.fixture
def town(app: Flask) -> None:
    """Two employers with a contact each; one agreement of the first is from a file."""
    with transaction(by="test") as session:
        accounts.invite(session, GRACE.email, "coordinator", "Grace Okoye")
        for reference, email in (("E1", HELEN.email), ("E2", "omar@other.example")):
            trade.an_employer(session, reference, coordinator=GRACE.email).contacts[0].email = email
        session.flush()
        for contact in session.scalars(select(Contact)):
            accounts.invite_contact(session, contact)
        trade.an_agreement(session, "A1", "E1", ends_on=TODAY.replace(month=3, day=1))


@pytest.fixture
def grace(town: None, sign_in: SignIn) -> FlaskClient:
    return sign_in("coordinator", email=GRACE.email)


@pytest.fixture
def ruth(town: None, sign_in: SignIn) -> FlaskClient:
    return sign_in("manager", email="ruth@hallbrook.example", name="Ruth Castell")


@pytest.fixture
def helen(town: None, sign_in: SignIn) -> FlaskClient:
    return sign_in("employer", email=HELEN.email)


@pytest.fixture
def omar(town: None, sign_in: SignIn) -> FlaskClient:
    return sign_in("employer", email="omar@other.example")


def words(answer: object) -> str:
    page = unescape(re.sub(r"<[^>]+>", " ", getattr(answer, "text", "")))
    return re.sub(r"\s+([.,:])", r"\1", re.sub(r"\s+", " ", page))


def stands(reference: str) -> str:
    with reading() as session:
        return state(session.scalars(select(Agreement).where(Agreement.reference == reference)).one(), TODAY)


def read_of(client: FlaskClient, reference: str) -> str:
    found = re.search(r'name="read" value="(\w+)"', client.get(f"/portal/promises/{reference}").text)
    assert found is not None
    return found[1]


def test_drafted_by_a_coordinator_and_signed_by_the_employer(grace: FlaskClient, helen: FlaskClient) -> None:
    made = grace.post("/agreements/new", data=FORM | {"criteria": "can start at 7", "source": "Calder Homes"})
    assert (made.status_code, stands("A7")) == (302, "draft")
    assert "Employer E1: 8 guaranteed interviews to be signed" in words(grace.get("/"))
    assert "Draft, to be signed" in words(grace.get("/agreements"))
    assert "To read and sign" not in words(helen.get("/portal/promises"))
    assert helen.get("/portal/promises/A7").status_code == 404
    assert helen.post("/portal/promises/A7", data={"signed_as": "Helen Marsh"}).status_code == 404

    assert grace.post("/agreements/A7/send").status_code == 302
    with reading() as session:
        letter = session.scalars(select(Message)).one()
    assert (letter.recipient, letter.key.split()[:2]) == (HELEN.email, ["to-sign", "A7"])
    assert "8 guaranteed interviews" in letter.body
    assert "To read and sign 8 guaranteed interviews" in words(helen.get("/portal/promises"))
    page = words(helen.get("/portal/promises/A7"))
    assert "What the interview asks for at least can start at 7" in page

    unnamed = helen.post("/portal/promises/A7", data={"signed_as": " ", "read": read_of(helen, "A7")})
    assert (unnamed.status_code, "Write your name" in words(unnamed)) == (422, True)
    signed = helen.post("/portal/promises/A7", data={"signed_as": "Helen Marsh", "read": read_of(helen, "A7")})

    assert (signed.status_code, stands("A7")) == (302, "active")
    assert "Signed by Helen Marsh on 14 January 2027" in words(helen.get("/portal/promises"))
    page = words(grace.get("/agreements/A7"))
    assert "Helen Marsh for Employer E1, 14 January 2027" in page
    assert page.index("It was signed.") < page.index("It was drafted.")


def test_a_draft_is_not_sent_where_nobody_may_sign(grace: FlaskClient, helen: FlaskClient) -> None:
    grace.post("/agreements/new", data=FORM)
    with transaction(by="test") as session:
        for contact in session.scalars(select(Contact)):
            contact.role = "viewer"
    refused = grace.post("/agreements/A7/send")
    assert (refused.status_code, "Nobody who may sign for Employer E1" in words(refused)) == (422, True)
    assert helen.get("/portal/promises/A7").status_code == 404


def test_what_changed_while_somebody_read_it_is_not_signed(grace: FlaskClient, helen: FlaskClient) -> None:
    grace.post("/agreements/new", data=FORM)
    grace.post("/agreements/A7/send")
    read = read_of(helen, "A7")
    shown = re.search(r'name="as shown" value="([^"]*)"', grace.get("/agreements/A7/edit").text)
    assert shown is not None
    grace.post("/agreements/A7/edit", data=FORM | {"places": "6", "as shown": unescape(shown[1])})

    late = helen.post("/portal/promises/A7", data={"signed_as": "Helen Marsh", "read": read})

    assert (late.status_code, stands("A7")) == (409, "draft")
    assert "It was changed while you were reading" in words(late)


def test_a_change_takes_the_signature_away_and_both_sides_read_why(grace: FlaskClient, helen: FlaskClient) -> None:
    grace.post("/agreements/new", data=FORM)
    grace.post("/agreements/A7/sign", data={"signed_as": "Helen Marsh", "why": "The green folder."})
    assert (stands("A7"), "The green folder." in words(grace.get("/agreements/A7"))) == ("active", True)
    shown = re.search(r'name="as shown" value="([^"]*)"', grace.get("/agreements/A7/edit").text)
    assert shown is not None

    grace.post("/agreements/A7/edit", data=FORM | {"places": "6", "as shown": unescape(shown[1])})

    assert stands("A7") == "draft"
    for page in (grace.get("/agreements/A7"), helen.get("/portal/promises"), helen.get("/portal/promises/A7")):
        assert "Places: 8 became 6" in words(page)


def test_another_employers_promise_looks_absent(grace: FlaskClient, omar: FlaskClient) -> None:
    grace.post("/agreements/new", data=FORM)

    assert omar.get("/portal/promises/A7").status_code == 404
    assert omar.post("/portal/promises/A7", data={"signed_as": "Omar"}).status_code == 404
    assert "guaranteed" not in words(omar.get("/portal/promises"))


def test_a_manager_pauses_and_reads_no_name_and_signs_nothing(grace: FlaskClient, ruth: FlaskClient) -> None:
    with transaction(by="test") as session:
        vacancy = trade.a_vacancy(session, agreement_reference="A1")
        person = trade.a_participant(session, "P1", name="Aisha Rahman")
        promised = trade.a_referral(session, person, vacancy, "introduced")
        assert entitlement.take_place(session, promised, TODAY)
        trade.a_slot(session)
    assert "Aisha Rahman" in words(grace.get("/agreements/A1"))
    page = ruth.get("/agreements/A1").text
    assert "Aisha" not in page
    assert set(re.findall(r'href="(/(?:vacancies|people|employers|slots|referrals)[^"]*)"', page)) == set()
    assert ruth.get("/agreements").status_code == 200

    assert ruth.post("/agreements/A1/pause", data={"why": " "}).status_code == 422
    assert ruth.post("/agreements/A1/pause", data={"why": "The kitchen is being rebuilt."}).status_code == 302
    assert stands("A1") == "paused"
    assert "Paused: The kitchen is being rebuilt." in words(grace.get("/agreements"))
    assert ruth.post("/agreements/A1/renew").status_code == 403
    assert ruth.post("/agreements/A1/pause", data={"why": "Again."}).status_code == 409
    assert ruth.post("/agreements/A1/begin").status_code == 404
    assert grace.post("/agreements/A1/resume").status_code == 302


def test_a_renewal_is_drafted_with_one_button_and_hangs_together(grace: FlaskClient) -> None:
    answer = grace.post("/agreements/A1/renew")

    assert answer.location == "/agreements/A2/edit"
    assert stands("A2") == "draft"
    assert "A2 2 guaranteed interviews 1 March 2027 to no last day. Draft, to be signed." in words(
        grace.get("/agreements/A1")
    )
    assert "It renews A1." in words(grace.get("/agreements/A2"))
    assert grace.post("/agreements/A1/renew").status_code == 409


def test_what_ended_with_something_owed_stays_on_today_until_somebody_says(grace: FlaskClient) -> None:
    with transaction(by="test") as session:
        session.scalars(select(Agreement)).one().ends_on = TODAY
    task = "Employer E1: 2 of 2 guaranteed interviews left at its end"
    assert task in words(grace.get("/"))
    assert "Wed 13 Jan Ended on" in words(grace.get("/agreements"))

    assert grace.post("/agreements/A1/close", data={"why": "They hire nobody this year."}).status_code == 302

    assert task not in words(grace.get("/"))
    assert "Settled." in words(grace.get("/agreements"))


def test_the_board_shows_ones_own_employers(grace: FlaskClient, sign_in: SignIn) -> None:
    sam = sign_in("coordinator", email="sam@hallbrook.example", name="Sam Lister")
    assert "Employer E1" in words(sam.get("/agreements"))
    assert "Employer E1" not in words(sam.get("/agreements?whose=mine"))
    assert "Employer E1" in words(grace.get("/agreements?whose=mine"))
    assert "46 days left" in words(grace.get("/agreements"))


@pytest.mark.parametrize(
    ("trainees", "jobs", "said"),
    [
        (12, 7, "7 jobs for 12 people, so five will not get one of these."),
        (2, 1, "1 job for 2 people, so one will not get one of these."),
        (40, 10, "10 jobs for 40 people, so 30 will not get one of these."),
        (7, 7, "7 jobs for 7 people: one for everybody."),
        (12, 0, "There is no job for these 12 people yet."),
    ],
)
def test_how_many_jobs_there_are_for_how_many_people(trainees: int, jobs: int, said: str) -> None:
    assert ratio(trainees, jobs) == said


def test_the_ratio_is_told_where_the_answer_is_noted_and_in_the_preview(grace: FlaskClient, sign_in: SignIn) -> None:
    group = {"trainees": "12", "cohort_jobs": "7", "cohort": "Caretakers, spring", "criteria": "can start at 7"}
    assert grace.post("/agreements/new", data=FORM | group).status_code == 302
    with transaction(by="test") as session:
        vacancy = trade.a_vacancy(session, agreement_reference="A7")
        person = trade.a_participant(session, "P1", share="name", live=True)
        referrals.ask(session, person, vacancy, GRACE, NOON)
        assert session.scalars(select(Vacancy)).one().agreement.life.trainees == 12
    priya = sign_in("keyworker", email=PRIYA.email)

    check = words(priya.get("/people/P1/check/V1"))
    preview = words(priya.post("/people/P1/check/V1/preview", data={"share": "name", "words-name": "Aisha"}))

    for page in (check, preview):
        assert "7 jobs for 12 people, so five will not get one of these." in page
        assert "The interview asks for at least: can start at 7." in page
    assert check.index("so five will not get one") < check.index("What would Person like?")
