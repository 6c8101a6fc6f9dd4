"""The better-off estimate as a page: only for the own people, worked out once, kept nowhere."""

import re
from collections.abc import Callable
from typing import Any

import pytest
from flask.testing import FlaskClient

from employers.db import Base, reading

SignIn = Callable[..., FlaskClient]
Make = Callable[..., str]
PRIYA = "priya.nair@hallbrook.example"
PAGE = "/people/P001/check/V001/better-off"
PARENT = {"couple": "no", "over_25": "yes", "children": "1", "rent": "650", "childcare": "£300", "travel_week": "15"}


@pytest.fixture
def keyworker(sign_in: SignIn, make: Make) -> FlaskClient:
    client = sign_in("keyworker", email=PRIYA, name="Priya Nair")
    make("employers")
    make("vacancies", pay_from="13.00", pay_to="13.50", hours_guaranteed="16", hours_typical="20")
    make("participants", keyworker=PRIYA)
    return client


def test_the_check_leads_to_it_and_it_begins_with_what_the_vacancy_says(keyworker: FlaskClient) -> None:
    assert f'href="{PAGE}"' in keyworker.get("/people/P001/check/V001").text
    page = keyworker.get(PAGE).text
    assert re.search(r'name="pay_from"[^>]*value="13.00"', page)
    assert re.search(r'name="hours_guaranteed"[^>]*value="16"', page)
    assert "An estimate to take to a benefits adviser." in page
    assert "What a month would leave" not in page


def test_the_months_that_were_worked_out_by_hand(keyworker: FlaskClient) -> None:
    """The lone parent of tests/matching/test_better_off.py, whose working stands there."""
    page = keyworker.post(PAGE, data={**PARENT, **_job(keyworker)}).text
    for figure in (
        "£1,378.84",
        "£1,104.55",
        "−£372.65",
        "£1,261.19",
        "£1,259.29",
        "£1,350.74",
        "£1,364.77",
        "+£621.90",
    ):
        assert f'<td role="cell">{figure}</td>' in page, figure
    assert "Typical month: about £622 more than now." in page
    assert "An estimate to take to a benefits adviser." in page
    assert "help with council tax" in page


def test_three_months_that_are_the_same_are_one(keyworker: FlaskClient) -> None:
    page = keyworker.post(
        PAGE, data={**PARENT, "pay_from": "13", "pay_to": "", "hours_guaranteed": "20", "hours_typical": ""}
    ).text
    assert "Any month: about £622 more than now." in page
    assert "Worst month" not in page


def test_nothing_that_was_written_is_kept(keyworker: FlaskClient) -> None:
    before = _everything()
    keyworker.post(PAGE, data={**PARENT, **_job(keyworker), "other_amounts": "423.27"})
    assert _everything() == before
    assert "423.27" not in keyworker.get(PAGE).text


def test_what_cannot_be_read_stays_in_its_field_with_a_sentence(keyworker: FlaskClient) -> None:
    answer = keyworker.post(PAGE, data={"over_25": "yes", "rent": "lots", "children": "1.5", "hours_typical": "900"})
    assert answer.status_code == 422
    assert "Say whether the claim is with a partner." in answer.text
    assert "Rent: we read “lots”. Write pounds a month, such as 12.50." in answer.text
    assert "Children that Universal Credit counts: we read “1.5”. Write children, such as 2." in answer.text
    assert "Usual: we read “900”. Write hours a week, from 0 to 168." in answer.text
    assert 'value="lots"' in answer.text
    swapped = keyworker.post(PAGE, data={**PARENT, "pay_from": "14", "pay_to": "13"})
    assert "Pay, at most: this is less than the least." in swapped.text


@pytest.mark.parametrize("odd", ["nan", "inf", "-5", "1e9", "1_0"])
def test_odd_numbers_are_refused(keyworker: FlaskClient, odd: str) -> None:
    answer = keyworker.post(PAGE, data={**PARENT, "rent": odd})
    assert answer.status_code == 422
    assert "Rent: we read" in answer.text


def test_it_is_for_the_persons_own_keyworker_alone(keyworker: FlaskClient, sign_in: SignIn) -> None:
    others: list[Any] = [
        sign_in("coordinator"),
        sign_in("keyworker", email="omar@hallbrook.example"),
        sign_in("employer"),
    ]
    for other in others:
        assert other.get(PAGE).status_code == 404
        assert other.post(PAGE, data=PARENT).status_code == 404
    assert "better-off" not in others[0].get("/people/P001/check/V001").text


def test_what_the_vacancy_does_not_say_is_asked(keyworker: FlaskClient, make: Make) -> None:
    make("vacancies", reference="V002", pay_from="", hours_guaranteed="")
    page = keyworker.post(PAGE.replace("V001", "V002"), data=PARENT).text
    assert "What does it pay?" in page
    assert "bo-table" not in page.partition("What it leaves out")[0].partition("main-content")[2]


def test_a_term_time_job_pays_for_its_weeks_and_their_leave(keyworker: FlaskClient, make: Make) -> None:
    make("vacancies", reference="V002", term_time_only="yes")
    assert re.search(r'name="weeks"[^>]*value="44.6"', keyworker.get(PAGE.replace("V001", "V002")).text)


@pytest.mark.browser
def test_the_months_can_be_read_by_anybody_wide_and_on_a_phone(
    page: Any,
    live_server: str,
    browser_sign_in: Callable[..., None],
    looks_right: Callable[[], None],
    make: Make,
    wide_and_phone: int,
) -> None:
    make("employers")
    make("vacancies", pay_to="14.00", hours_guaranteed="16", hours_typical="20")
    browser_sign_in("keyworker", email=PRIYA, name="Priya Nair")
    make("participants", keyworker=PRIYA)
    page.goto(live_server + PAGE)
    page.get_by_role("group", name="Is the claim with a partner?").get_by_label("No").check()
    page.get_by_role("group", name="Is somebody on it 25 or over?").get_by_label("Yes").check()
    page.get_by_label("Children that Universal Credit counts").fill("1")
    page.get_by_label("Rent (£ a month)").fill("1,050.50")
    page.get_by_role("button", name="Work it out").click()
    page.get_by_text("How each line comes about").click()
    looks_right()
    assert page.get_by_role("columnheader").all_inner_texts() == ["What", "Now", "Worst", "Typical", "Best"]
    page.get_by_label("Rent (£ a month)").fill("lots")
    page.get_by_role("button", name="Work it out again").click()
    looks_right()


def _job(client: FlaskClient) -> dict[str, str]:
    """What stands in the fields of the job before anything is typed."""
    fields = re.findall(r'<input[^>]* name="(pay_\w+|hours_\w+|weeks)"[^>]*value="([^"]*)"', client.get(PAGE).text)
    return dict(fields)


def _everything() -> list[tuple[str, list[Any]]]:
    """Every row of every table."""
    with reading() as session:
        return [(table.name, list(session.execute(table.select()))) for table in Base.metadata.sorted_tables]
