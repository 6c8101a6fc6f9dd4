"""A keyworker's Today: what ends, whom nothing fits and what would open most, what settles most, what is new."""

from collections.abc import Callable
from datetime import date, timedelta

import pytest
from flask.testing import FlaskClient

SignIn = Callable[..., FlaskClient]
Make = Callable[..., str]
PRIYA = "priya.nair@hallbrook.example"


@pytest.fixture
def client(sign_in: SignIn) -> FlaskClient:
    return sign_in("keyworker", email=PRIYA, name="Priya Nair")


def test_nobody_yet(client: FlaskClient) -> None:
    assert "You work with nobody here yet" in client.get("/").text


def test_nothing_is_waiting(client: FlaskClient, make: Make) -> None:
    make("employers")
    make("vacancies")
    make("participants", keyworker=PRIYA)
    page = client.get("/").text
    assert "Nothing is waiting for you." in page
    assert "0 things to do" in page
    assert "/people/P001/check/V001" in page, "the new job that fits now"


def test_what_would_open_most_is_said_of_somebody_whom_nothing_fits(client: FlaskClient, make: Make) -> None:
    make("employers")
    make("vacancies", shift="Mon-Fri 06:30-10:30")
    make("vacancies", reference="V002", shift="Mon-Fri 06:45-12:00")
    make("participants", keyworker=PRIYA)
    page = client.get("/").text
    assert "Nothing fits Aisha Rahman as it stands" in page
    assert "A later start would open 2 jobs." in page
    assert "/people/P001/matches?fit=ask_employer" in page


def test_the_question_that_settles_most_leads_to_its_field(client: FlaskClient, make: Make) -> None:
    make("employers")
    make("vacancies")
    make("vacancies", reference="V002")
    make("participants", keyworker=PRIYA, hours_min="", hours_max="")
    page = client.get("/").text
    assert "How many hours a week does Aisha want?" in page
    assert "It is the only open question for 2 jobs." in page
    assert "/people/P001/edit#hours_min" in page


def test_a_bare_profile_that_keeps_many_jobs_open_is_asked_about(client: FlaskClient, make: Make) -> None:
    make("employers")
    for number in range(1, 7):
        make("vacancies", reference=f"V00{number}", demands="noise")
    make("participants", keyworker=PRIYA, hours_min="", hours_max="", limits="", available="")
    page = client.get("/").text
    assert "6 jobs wait for that and something else." in page
    assert page.count("Ask Aisha Rahman") == 2, "the heading, and its hidden repeat in the link"


def test_what_ends_soon_is_a_task_when_it_presses(client: FlaskClient, make: Make) -> None:
    today = date.today()
    make(
        "participants",
        keyworker=PRIYA,
        certificates=f"first aid until {today + timedelta(days=5)}; food hygiene until {today + timedelta(days=60)}",
        legal=f"money until {today + timedelta(days=80)}",
    )
    page = client.get("/").text
    assert "Aisha’s first aid ends in 5 days" in page
    assert "Aisha’s food hygiene ends" not in page
    assert "food hygiene, until" in page
    assert "The law rules out: <span>money, until" in page


def test_somebody_paused_and_other_keyworkers_people_are_left_in_peace(client: FlaskClient, make: Make) -> None:
    make("participants", keyworker=PRIYA, live="no", certificates=f"first aid until {date.today() + timedelta(days=5)}")
    make("participants", reference="P002", name="Ola Berg", keyworker="owen.bell@hallbrook.example", hours_min="")
    page = client.get("/").text
    assert "first aid ends" not in page
    assert "Ola Berg" not in page


def test_six_are_shown_and_the_rest_is_one_link_away(client: FlaskClient, make: Make) -> None:
    make("employers")
    make("vacancies")
    for number in range(8):
        make("participants", reference=f"P10{number}", name=f"Person {number}", keyworker=PRIYA, hours_min="")
    page = client.get("/").text
    assert page.count('class="govuk-link ss-do"') == 6
    assert "All 8" in page
    assert client.get("/?all=1").text.count('class="govuk-link ss-do"') == 8
