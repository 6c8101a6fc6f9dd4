"""Today for coordinators and managers: tasks that follow from what stands there, and vanish with it."""

from collections.abc import Callable
from datetime import date, timedelta
from html import unescape

import pytest
import time_machine
from flask.testing import FlaskClient
from sqlalchemy import select

from brokerage.accounts import User
from brokerage.models import Upload
from employers.db import transaction
from employers.models import Vacancy

Make, SignIn = Callable[..., str], Callable[..., FlaskClient]
MONDAY = date(2027, 1, 11)


@pytest.fixture(autouse=True)
def _a_monday() -> object:
    with time_machine.travel("2027-01-11 09:00", tick=False):
        yield


@pytest.fixture
def grace(sign_in: SignIn) -> FlaskClient:
    return sign_in("coordinator", email="grace@hallbrook.example", name="Grace Okoye")


def ahead(days: int) -> str:
    return (MONDAY + timedelta(days=days)).isoformat()


def today(client: FlaskClient, address: str = "/") -> str:
    return unescape(client.get(address).text)


def test_an_empty_day_says_what_to_do(grace: FlaskClient) -> None:
    page = today(grace)
    assert "Monday 11 January" in page
    assert "There are no open vacancies yet." in page


def test_a_quiet_day(grace: FlaskClient, make: Make) -> None:
    make("employers")
    make("vacancies", negotiable="none", agreement="")
    assert "Nothing is waiting for you." in today(grace)


def test_a_promise_that_is_due(grace: FlaskClient, make: Make) -> None:
    make("employers")
    make("agreements", ends_on=ahead(20))
    page = today(grace)
    assert "8 of 8 guaranteed interviews owed by Sat 30 Jan" in page
    assert "8 by Sat 30 Jan" in page


def test_an_employer_who_sees_people_this_week(grace: FlaskClient, make: Make) -> None:
    make("employers")
    make("vacancies")
    make("slots", starts_at=f"{ahead(3)} 10:30")
    page = today(grace)
    assert "Choose people for Tanner Row Kitchens, Thursday 14 January" in page
    assert "2 places offered, nobody is seated yet." in page
    assert "Mon 11, today" in page
    assert "2 places free." in page


def test_a_ring_fence_that_ends(grace: FlaskClient, make: Make) -> None:
    make("employers")
    make("agreements", kind="ring_fenced", ring_fenced_until=ahead(10))
    make("vacancies", agreement="A001", places="3")
    make("participants")
    assert "3 kept posts free: Catering assistant, Tanner Row Kitchens" in today(grace)
    assert (
        "Kept for everybody on the programme until 21 January. 1 person whom it fits, or might, not asked yet: Aisha Rahman."
        in today(grace)
    )


def test_a_vacancy_that_closes(grace: FlaskClient, make: Make) -> None:
    make("employers")
    make("vacancies", closes_on=ahead(4))
    assert "It closes on" not in today(grace), "nobody fits it, so there is nobody to choose"
    make("participants")
    assert "It closes on Fri 15 Jan." in today(grace)


def test_what_employers_have_not_said(grace: FlaskClient, make: Make) -> None:
    make("employers", contact_name="Helen Marsh")
    make("vacancies", pay_from="", shift="")
    make("vacancies", reference="V002", title="Porter", pay_from="")
    make("participants")
    page = today(grace)
    assert "Ask Helen Marsh at Tanner Row Kitchens about 2 jobs" in page
    assert "Catering assistant: working times and pay; Porter: pay. 1 person waits for the answer." in page
    with transaction(by="test") as session:
        for job in session.scalars(select(Vacancy)):
            job.pay_from, job.shift = 14, "Mon-Fri 09:00-13:00"
    assert "Ask Helen Marsh" not in today(grace), "a task vanishes when its thing is done"


def test_people_without_a_keyworker(grace: FlaskClient, make: Make) -> None:
    make("participants")
    assert "1 person has no keyworker" in today(grace)
    assert "Aisha Rahman" in grace.get("/people?keyworker=none").text


def test_a_postcode_that_is_nowhere(grace: FlaskClient, make: Make) -> None:
    make("employers")
    make("vacancies", latitude="", longitude="", postcode="ZZ9 9ZZ")
    assert "Look at the postcode of Catering assistant" in today(grace)


def test_six_tasks_and_the_rest_one_link_away(grace: FlaskClient, make: Make) -> None:
    make("participants", latitude="53.23", longitude="-0.96")
    for number in range(1, 9):
        make("employers", reference=f"E{number:03}", name=f"Employer {number}")
        make("vacancies", reference=f"V{number:03}", employer=f"E{number:03}", pay_from="")
    assert today(grace).count("ss-do") == 6
    assert today(grace, "/?all=").count("ss-do") == 9


def test_each_coordinator_sees_the_own_employers_first(grace: FlaskClient, make: Make) -> None:
    make("employers", coordinator="grace@hallbrook.example")
    make("employers", reference="E002", name="Ferrymoor", coordinator="sam@hallbrook.example")
    make("vacancies", pay_from="")
    make("vacancies", reference="V002", employer="E002", pay_from="")
    assert "Ask Ferrymoor at Ferrymoor" not in today(grace)
    assert "Ask Ferrymoor at Ferrymoor" in today(grace, "/?all=")


def test_a_manager_reads_counts_and_no_name(sign_in: SignIn, make: Make) -> None:
    make("employers")
    make("agreements")
    make("vacancies", places="3")
    make("participants")
    make("participants", reference="P002", name="Danny Whitlock", available="Sun 09:00-10:00")
    make("participants", reference="P003", name="Lorraine Peel", live="no")
    manager = sign_in("manager", name="Ruth Castell")
    page = today(manager)
    assert "<dt>have a job that fits now</dt><dd>1</dd>" in page
    assert "<dt>have none yet that fits or might</dt><dd>1</dd>" in page
    assert "<dt>posts in them</dt><dd>3</dd>" in page
    assert "8 guaranteed interviews" in page
    for name in ("Aisha", "Danny", "Lorraine", "P001"):
        assert name not in page
    for address in ("/vacancies", "/people", "/agreements/new", "/employers", "/find?q=a"):
        assert manager.get(address).status_code == 404


def test_a_file_that_waits_to_be_imported(grace: FlaskClient, account: Callable[..., User]) -> None:
    with transaction(by="test") as session:
        owner = account("coordinator", email="grace@hallbrook.example")
        session.add(Upload(owner_id=owner.id, kind="vacancies", name="january.csv", content=b"reference\n"))
    page = today(grace)
    assert "Finish importing january.csv" in page
    assert 'href="/import/1"' in page
