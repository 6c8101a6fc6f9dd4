"""Vacancies: the list and its filters, one with its shortlist, the spreadsheet, and what a coordinator never reads."""

import csv
import io
from collections.abc import Callable
from datetime import date, timedelta
from html import unescape

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select

from brokerage import shortlists
from brokerage.fits.told import KEPT
from brokerage.models import Participant
from employers.db import reading, transaction
from employers.models import Vacancy

Make, SignIn = Callable[..., str], Callable[..., FlaskClient]
TOMORROW, YESTERDAY = ((date.today() + timedelta(days=days)).isoformat() for days in (1, -1))
CAFE = {
    "involves": "children; money",
    "dbs": "enhanced",
    "demands": "standing 240; lifting 12; conflict",
    "adjustable": "standing",
}


@pytest.fixture
def grace(sign_in: SignIn) -> FlaskClient:
    return sign_in("coordinator", email="grace@hallbrook.example", name="Grace Okoye")


@pytest.fixture
def town(make: Make, account: Callable[..., object]) -> None:
    """One employer, three vacancies, and people whose law and limits say different things."""
    account("keyworker", email="priya@hallbrook.example", name="Priya Nair")
    account("keyworker", email="owen@hallbrook.example", name="Owen Bell")
    make("employers", contact_name="Helen Marsh", postcode="HB4 2TR")
    make("agreements", ring_fenced_until=TOMORROW)
    make("vacancies", agreement="A001", **CAFE)
    make(
        "vacancies", reference="V002", title="Night porter", shift="Fri 22:00-06:00", hours_guaranteed="8", pay_from=""
    )
    make("vacancies", reference="V003", title="Clerk", hours_guaranteed="37", closes_on=YESTERDAY)
    mine = {"keyworker": "priya@hallbrook.example"}
    make("participants", **mine, legal="children until 2031-05-01", limits="none")
    make(
        "participants", reference="P002", name="Danny Whitlock", **mine, limits="standing 30; conflict no", legal="none"
    )
    make(
        "participants", reference="P003", name="Lorraine Peel", keyworker="owen@hallbrook.example", limits="", legal=""
    )
    make("participants", reference="P004", name="Joseph Adeyemi", live="no")
    make("participants", reference="P005", name="Megan Thorpe", latitude="51.5", longitude="-0.1")
    make(
        "participants",
        reference="P006",
        name="Nadia Petrescu",
        limits="none",
        legal="none",
        available="Mon-Fri 09:15-17:00",
    )


def test_the_list_tells_what_there_is_and_whom_it_suits(grace: FlaskClient, town: None) -> None:
    page = grace.get("/vacancies").text
    assert "Catering assistant" in page
    assert "Night porter" in page
    assert "Clerk" not in page, "it closed yesterday"
    assert "£13.50 an hour" in page
    assert "to check" in page
    assert "Kept for our people until" in page


@pytest.mark.parametrize(
    ("asked", "there"),
    [
        ("state=closed", {"Clerk"}),
        ("state=any", {"Clerk", "Catering assistant", "Night porter"}),
        ("promise=agreement", {"Catering assistant"}),
        ("promise=fenced", {"Catering assistant"}),
        ("hours=few", {"Night porter"}),
        ("hours=part", {"Catering assistant"}),
        ("hours=unknown", set()),
        ("suits=few", {"Night porter", "Catering assistant"}),
        ("q=porter", {"Night porter"}),
        ("q=tanner+catering", {"Catering assistant"}),
        ("q=V002", {"Night porter"}),
        ("q=nothing+like+it", set()),
        ("hours=few&q=catering", set()),
        ("state=no-such-word", {"Catering assistant", "Night porter"}),
    ],
)
def test_filters_stand_in_the_address(grace: FlaskClient, town: None, asked: str, there: set[str]) -> None:
    page = grace.get(f"/vacancies?{asked}").text
    assert {title for title in ("Clerk", "Catering assistant", "Night porter") if f">{title}</a>" in page} == there
    if not there:
        assert "No vacancy is like that." in page


def test_long_lists_have_pages(grace: FlaskClient, make: Make) -> None:
    make("employers")
    for number in range(1, 24):
        make("vacancies", reference=f"V{number:03}", title=f"Job {number:03}")
    first, second = grace.get("/vacancies").text, grace.get("/vacancies?page=2").text
    assert "Showing 1 to 20 of 23 vacancies." in first
    assert "Next 3" in first
    assert "Job 021" not in first
    assert "Job 021" in second
    assert "Previous 20" in second
    for odd in ("0", "-1", "x", "99999999999", "²"):
        assert grace.get(f"/vacancies?page={odd}").status_code == 200


def test_a_vacancy_shows_its_facts_its_people_and_who_is_not_listed(grace: FlaskClient, town: None) -> None:
    page = unescape(grace.get("/vacancies/V001").text)
    for text in (
        "Mon–Fri 08:30–12:30",
        "Standing 4 hours a day, lifting 12 kg, conflict",
        "Children, money, enhanced DBS check",
        "Kept for our people until",
        "Lorraine Peel",
        "Nadia Petrescu",
        "Keyworker Owen Bell",
        "1 person lives too far away to be listed.",
        "1 person is paused, by their own choice.",
        "/people/P003/check/V001",
    ):
        assert text in page, text
    assert "Joseph Adeyemi" not in page, "paused"
    assert "Megan Thorpe" not in page, "too far away"


def test_who_is_not_listed_is_one_link_away_with_the_reason(grace: FlaskClient, town: None) -> None:
    page = grace.get("/vacancies/V001").text
    assert "Aisha Rahman" not in page
    assert "this is not one to put to them" in page
    others = grace.get("/vacancies/V001?fit=not_this_one").text
    assert "Aisha Rahman" in others
    assert others.index("The keyworker knows why.") < others.index("Ask Priya Nair")


def test_the_filters_of_a_shortlist(grace: FlaskClient, town: None) -> None:
    assert "Nadia Petrescu" in grace.get("/vacancies/V001?fit=ask_employer").text
    assert "Nadia Petrescu" not in grace.get("/vacancies/V001?fit=check").text
    only_owen = grace.get("/vacancies/V001?keyworker=owen@hallbrook.example").text
    assert "Lorraine Peel" in only_owen
    assert "Nadia Petrescu" not in only_owen
    assert "Nobody stands here with these filters." in grace.get("/vacancies/V001?fit=with_a_step").text
    assert grace.get("/vacancies/V001?fit=nonsense&order=nonsense&keyworker=x").status_code == 200
    assert grace.get("/vacancies/V001?order=name&page=all").status_code == 200


def test_a_coordinator_reads_nobodys_law_or_conditions(grace: FlaskClient, town: None) -> None:
    """Every sentence the engine has about law and conditions, of every pair, and every adjustment it would ask for."""
    kept_back: set[str] = set()
    with reading() as session:
        for job in session.scalars(select(Vacancy)):
            for person in session.scalars(select(Participant)):
                fit = shortlists.check_pair(person, job, date.today())
                kept_back |= {r.text for f in fit.factors if f.factor in KEPT for r in f.reasons}
                kept_back |= {c.text for c in fit.changes if c.what == "demand"}
    assert any("2031" in text for text in kept_back), "the test has something to find"
    for address in (
        "/vacancies/V001",
        "/vacancies/V001?fit=not_this_one",
        "/vacancies/V002?fit=not_this_one",
        "/vacancies/V001/shortlist.csv",
        "/vacancies/V001/shortlist.csv?fit=not_this_one",
        "/vacancies",
        "/",
        "/?all=",
    ):
        page = unescape(grace.get(address).text)
        assert not [text for text in kept_back if text in page], address
        assert "2031" not in page


def test_the_keyworker_reads_all_of_the_own_people_and_nobody_elses(sign_in: SignIn, town: None) -> None:
    priya = sign_in("keyworker", email="priya@hallbrook.example")
    page = unescape(priya.get("/vacancies/V001?fit=not_this_one").text)
    assert "Aisha Rahman" in page
    assert "2031" in page
    for other in ("Lorraine Peel", "Nadia Petrescu", "Megan Thorpe"):
        for address in (
            "/vacancies/V001",
            "/vacancies/V001?fit=not_this_one",
            "/vacancies/V001/shortlist.csv",
            "/find?q=a",
        ):
            assert other not in priya.get(address).text
    assert "What would open this job" not in page
    assert priya.get("/vacancies/V001/edit").status_code == 404
    assert priya.get("/employers/E001").status_code == 404


def test_what_the_vacancy_does_not_say_is_asked_once(grace: FlaskClient, town: None) -> None:
    page = unescape(grace.get("/vacancies/V002").text)
    assert page.count("What does it pay, an hour or a year?") == 1
    assert "What to ask Tanner Row Kitchens" in page
    assert "/vacancies/V002/edit#pay_from" in page
    assert "Not known: what does it pay" not in page, "no person's line repeats it"


def test_of_conditions_no_number_of_people_is_told(grace: FlaskClient, make: Make) -> None:
    make("employers")
    make("vacancies", demands="", involves="")
    make("participants", limits="standing 30", legal="driving")
    page = grace.get("/vacancies/V001").text
    assert "What is the work like" in page
    assert "for the answer" not in page


def test_many_who_wait_for_one_change_are_pooled(grace: FlaskClient, make: Make) -> None:
    make("employers", contact_name="Helen Marsh")
    make("vacancies", negotiable="start 60")
    for number in range(1, 6):
        make("participants", reference=f"P{number:03}", name=f"Person {number}", available="Mon-Fri 09:00-17:00")
    assert "Ask Helen Marsh at Tanner Row Kitchens" in unescape(grace.get("/").text)
    make("participants", reference="P006", name="Person 6")
    page = unescape(grace.get("/vacancies/V001").text)
    assert "What would open this job to more people" in page
    assert "5 people</a>. They said that could move by 60 minutes." in page
    assert "Ask Helen Marsh" in page
    only = grace.get("/vacancies/V001?opens=start+09:30").text
    assert "Person 5" in only
    assert "Person 6" not in only, "it fits already"


@pytest.mark.parametrize(
    ("kind", "cells", "why"),
    [
        ("vacancies", {"closes_on": YESTERDAY}, "The vacancy closed on"),
        ("vacancies", {"places": "0"}, "The vacancy has no places left."),
        ("employers", {"withheld": "Paid late <twice>"}, "The employer is withheld: Paid late <twice>"),
    ],
)
def test_a_vacancy_in_no_list_says_why(
    grace: FlaskClient, make: Make, kind: str, cells: dict[str, str], why: str
) -> None:
    make("employers", **(cells if kind == "employers" else {}))
    make("vacancies", **(cells if kind == "vacancies" else {}))
    make("participants")
    page = grace.get("/vacancies/V001").text
    assert why in unescape(page)
    assert "<twice>" not in page
    assert "Aisha Rahman" not in page


def test_the_spreadsheet_has_the_page_and_no_formula(grace: FlaskClient, make: Make) -> None:
    make("employers", name="=HYPERLINK(1)")
    make("vacancies")
    for number, name in enumerate(("=1+1", "+44", "-5", "@SUM(A1)", "Plain, with a comma"), 1):
        make("participants", reference=f"P{number:03}", name=name)
    answer = grace.get("/vacancies/V001/shortlist.csv")
    rows = list(csv.DictReader(io.StringIO(answer.data.decode("utf-8-sig"))))
    assert {row["name"] for row in rows} == {"'=1+1", "'+44", "'-5", "'@SUM(A1)", "Plain, with a comma"}
    assert {row["fit"] for row in rows} == {"fits_now"}
    assert answer.mimetype == "text/csv"
    assert 'filename="V001-shortlist.csv"' in answer.headers["Content-Disposition"]
    assert len(list(csv.reader(io.StringIO(grace.get("/vacancies/V001/shortlist.csv?fit=with_a_step").text)))) == 1
    make("agreements")
    assert "'=HYPERLINK(1)" in grace.get("/agreements.csv").text


def test_absent_and_empty(grace: FlaskClient, sign_in: SignIn, make: Make) -> None:
    assert "No vacancy is like that." in grace.get("/vacancies").text
    make("employers")
    make("vacancies")
    assert "There is nobody to list." in grace.get("/vacancies/V001").text
    assert "None of your people can be listed here." in sign_in("keyworker").get("/vacancies/V001").text
    for address in ("/vacancies/V999", "/vacancies/V999/shortlist.csv"):
        assert grace.get(address).status_code == 404


def test_counts_follow_a_change_at_once(grace: FlaskClient, make: Make) -> None:
    """What is kept of a pair goes when one of its two records changes."""
    make("employers")
    make("vacancies")
    make("participants")
    assert "<b>1</b> fit now" in grace.get("/vacancies").text
    with transaction(by="test") as session:
        person = session.scalars(select(Participant)).one()
        person.available = "Sat 09:00-12:00"
    assert "<b>0</b> fit now" in grace.get("/vacancies").text
    with transaction(by="test") as session:
        job = session.scalars(select(Vacancy)).one()
        job.shift, job.hours_guaranteed = "Sat 09:30-11:30", 16
    assert "<b>1</b> fit now" in grace.get("/vacancies").text


def test_those_for_whom_nothing_fits_are_listed(grace: FlaskClient, make: Make) -> None:
    make("employers")
    make("vacancies")
    make("participants")
    make("participants", reference="P002", name="Danny Whitlock", available="Sun 09:00-10:00")
    assert "1 person has" in grace.get("/").text
    page = grace.get("/people?show=nothing").text
    assert "Danny Whitlock" in page
    assert "Aisha Rahman" not in page


def test_an_adverts_words_in_no_table_are_settled_by_the_coordinator(grace: FlaskClient, make: Make) -> None:
    make("employers")
    make("vacancies", essential_skills="did doors and supervised; zorbing")
    page = grace.get("/vacancies/V001").text
    assert "What is meant?" in page
    assert "Zorbing</span>" not in page

    answer = {"column": "essential_skills", "said": "did doors and supervised", "meant": "door supervision"}
    after = grace.post("/vacancies/V001/skill", data=answer, follow_redirects=True).text

    assert "door supervision (did doors and supervised)" in after.lower()
    assert "What is meant?" not in after
    assert grace.post("/vacancies/V001/skill", data=answer | {"column": "title"}).status_code == 404
