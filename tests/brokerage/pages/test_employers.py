"""Employers, the board of agreements, slots and the find box."""

import re
from collections.abc import Callable
from datetime import date, timedelta
from html import unescape

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select

from brokerage import accounts
from employers.db import reading, transaction
from employers.models import Contact

Make, SignIn = Callable[..., str], Callable[..., FlaskClient]


def ahead(days: int) -> str:
    return (date.today() + timedelta(days=days)).isoformat()


@pytest.fixture
def grace(sign_in: SignIn) -> FlaskClient:
    return sign_in("coordinator", email="grace@hallbrook.example", name="Grace Okoye")


@pytest.fixture
def town(make: Make) -> None:
    make("employers", contact_name="Helen Marsh", contact_phone="01632 960101", sector="catering", postcode="HB4 2TR")
    make(
        "agreements", area="HB4; HB5", training="kitchen skills", certificate="food hygiene level 2", ends_on=ahead(90)
    )
    make("vacancies", agreement="A001", postcode="HB4 2TR")
    make("vacancies", reference="V002", title="Porter", pay_from="", contract="")
    make("employers", reference="E002", name="Quickstep Staffing", withheld="Two people were paid late")
    make("agreements", reference="A002", employer="E002", kind="job_trial", places="3", ends_on=ahead(-1))
    make("slots", starts_at=f"{ahead(2)} 10:30", agreement="A001", where="Canteen")


def test_the_list_of_employers(grace: FlaskClient, town: None) -> None:
    page = grace.get("/employers").text
    for text in ("Tanner Row Kitchens", "Helen Marsh", "Quickstep Staffing", "Withheld"):
        assert text in page
    assert "Quickstep" not in grace.get("/employers?q=tanner").text
    assert "Tanner Row" not in grace.get("/employers?state=withheld").text
    assert "Tanner Row" in grace.get("/employers?q=HB4+catering").text
    assert "No employer is like that." in grace.get("/employers?q=nobody+there").text


def test_an_employer_with_whom_to_speak_what_is_promised_and_what_is_open(grace: FlaskClient, town: None) -> None:
    page = unescape(grace.get("/employers/E001").text)
    for text in (
        "Helen Marsh",
        "tel:01632960101",
        "8 guaranteed interviews",
        "0 held, 0 booked, 8 owed",
        "HB4 2TR",
        "Catering assistant",
        "To ask: pay, the contract, what could move.",
    ):
        assert text in page, text
    withheld = grace.get("/employers/E002").text
    assert "Two people were paid late" in withheld
    assert grace.get("/employers/E999").status_code == 404


def test_the_board_by_whose_move_it_is(grace: FlaskClient, town: None) -> None:
    page = unescape(grace.get("/agreements").text)
    assert page.index("Needs a move from us") < page.index("2 places offered, the first on")
    assert "Withheld: Two people were paid late" in page
    assert "11</dd>" in page, "8 and 3 still owed"
    assert "Quickstep" not in grace.get("/agreements?kind=guaranteed_interview").text
    assert "No agreement of that kind yet." in grace.get("/agreements?kind=ring_fenced").text
    assert "A001,Tanner Row Kitchens,guaranteed_interview,8,0,0,8,8,0" in grace.get("/agreements.csv").text


@pytest.mark.parametrize(
    ("cells", "whose", "next_move"),
    [
        ({}, "employer", "No open job under it."),
        ({"starts_on": ahead(10)}, "On course", "Begins on"),
        ({"starts_on": ahead(-90), "ends_on": ahead(0)}, "us", "with 8 never used"),
        ({"places": "0"}, "On course", "Everything promised is kept."),
    ],
)
def test_a_promise_without_a_job(
    grace: FlaskClient, make: Make, cells: dict[str, str], whose: str, next_move: str
) -> None:
    make("employers", contact_name="Helen Marsh")
    make("agreements", **cells)
    page = unescape(grace.get("/agreements").text)
    assert whose in page
    assert next_move in page


def test_a_promise_with_a_job(grace: FlaskClient, make: Make) -> None:
    make("employers", contact_name="Helen Marsh")
    make("agreements")
    make("agreements", reference="A002", kind="work_experience")
    make("agreements", reference="A003", kind="ring_fenced", ring_fenced_until=ahead(5))
    for number in (1, 2, 3):
        make("vacancies", reference=f"V00{number}", agreement=f"A00{number}", title=f"Job {number}")
    page = unescape(grace.get("/agreements").text)
    assert "No times offered yet." in page
    assert "Ask Helen Marsh for times" in page
    assert "1 open job under it." in page
    assert "nobody is put forward under it yet" in page


def test_an_agreement_says_whom_it_covers_and_how_far_it_is(grace: FlaskClient, town: None) -> None:
    page = unescape(grace.get("/agreements/A001").text)
    for text in (
        "HB4, HB5",
        "kitchen skills",
        "food hygiene level 2",
        "Catering assistant",
        "Canteen",
        "10:30",
        "2 places",
    ):
        assert text in page, text
    assert "Ended" in grace.get("/agreements/A002").text
    assert grace.get("/agreements/A999").status_code == 404


def test_slots_by_day(grace: FlaskClient, make: Make, town: None) -> None:
    make("slots", reference="S002", starts_at=f"{ahead(-3)} 09:00", minutes="30", where="Old place")
    page = grace.get("/slots").text
    assert "10:30" in page
    assert "Canteen" in page
    assert "Old place" not in page
    past = grace.get("/slots?when=past").text
    assert "Old place" in past
    assert "09:00" in past
    assert "09:30" in past


@pytest.mark.parametrize("address", ["/employers/new", "/agreements/new?employer=E001", "/slots/new?agreement=A001"])
def test_there_is_a_form_for_each(grace: FlaskClient, town: None, address: str) -> None:
    assert "csrf_token" in grace.get(address).text
    assert grace.post(address).status_code == 422


def test_finding(grace: FlaskClient, sign_in: SignIn, make: Make, town: None, account: Callable[..., object]) -> None:
    account("keyworker", email="priya@hallbrook.example", name="Priya Nair")
    make("participants", keyworker="priya@hallbrook.example")
    make("participants", reference="P002", name="Aisha Khan")
    page = grace.get("/find?q=aisha").text
    assert "Aisha Rahman" in page
    assert "Aisha Khan" in page
    assert "Catering assistant" in grace.get("/find?q=tanner+assistant").text
    assert "Quickstep" in grace.get("/find?q=quick").text
    assert "Nothing here is called that." in grace.get("/find?q=zzz").text
    assert "Aisha" not in grace.get("/find?q=").text
    priya = sign_in("keyworker", email="priya@hallbrook.example")
    assert "Aisha Rahman" in priya.get("/find?q=aisha").text
    assert "Aisha Khan" not in priya.get("/find?q=aisha").text
    assert "Quickstep" not in priya.get("/find?q=quick").text
    assert "&lt;b&gt;" in grace.get("/find?q=<b>").text


def test_a_keyworker_has_none_of_these_pages(sign_in: SignIn, town: None) -> None:
    keyworker = sign_in("keyworker")
    for address in ("/employers", "/employers/E001", "/agreements", "/agreements/A001", "/agreements.csv", "/slots"):
        assert keyworker.get(address).status_code == 404, address


def test_a_contact_who_signs_in_is_not_left_out_by_an_empty_form(grace: FlaskClient, make: Make) -> None:
    make("employers", contact_name="Helen Marsh", contact_email="helen@tanner.example")
    with transaction(by="test") as session:
        accounts.invite_contact(session, session.scalars(select(Contact)).one())

    shown = re.search(r'name="as shown" value="([^"]*)"', grace.get("/employers/E001/edit").text)
    assert shown is not None

    answer = grace.post("/employers/E001/edit", data={"name": "Tanner Row", "as shown": unescape(shown[1])})

    assert answer.status_code == 422
    assert "This contact signs in here, so it cannot be left out" in answer.text
    with reading() as session:
        assert session.scalars(select(Contact.name)).one() == "Helen Marsh"
