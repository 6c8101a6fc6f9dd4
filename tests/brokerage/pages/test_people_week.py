"""A person's week: the two texts are what counts, saved with a trail, or given back with what to correct."""

import re
from collections.abc import Callable
from html import unescape

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select

from brokerage.models import AuditEntry, Participant
from brokerage.weeks import drawing, in_words, long_nights, possible_hours
from employers.db import reading
from matching.week import Week

SignIn = Callable[..., FlaskClient]
Make = Callable[..., str]
PRIYA = "priya.nair@hallbrook.example"
WEEK = {
    "available": "Mon-Fri 9:00-15:00",
    "caring": "Mon-Fri 15:30-18:00 (term)",
    "drop_off": "08:45",
    "pick_up": "15:10",
}


@pytest.fixture
def client(sign_in: SignIn, make: Make) -> FlaskClient:
    visitor = sign_in("keyworker", email=PRIYA, name="Priya Nair")
    make("participants", keyworker=PRIYA)
    return visitor


def the_person() -> Participant:
    with reading() as session:
        return session.scalars(select(Participant)).one()


def test_a_week_is_saved_in_one_spelling_with_a_trail(client: FlaskClient) -> None:
    page = client.post("/people/P001/week", data=WEEK, follow_redirects=True).text

    assert "Aisha’s week is saved." in page
    person = the_person()
    assert (person.available, person.caring) == ("Mon-Fri 09:00-15:00", "Mon-Fri 15:30-18:00 (term)")
    assert person.drop_off is not None
    with reading() as session:
        row = session.scalars(select(AuditEntry).where(AuditEntry.by == PRIYA)).one()
    assert row.changes["available"] == ["Mon-Fri 07:00-17:00", "Mon-Fri 09:00-15:00"]
    assert set(row.changes) == {"available", "caring", "drop_off", "pick_up"}


def test_the_rest_of_the_profile_stays(client: FlaskClient) -> None:
    client.post("/people/P001/week", data=WEEK)
    person = the_person()
    assert (person.skills, person.hours_max, person.live) == ("cooking", 24, True)


def test_an_emptied_text_is_not_known_and_none_is_none(client: FlaskClient) -> None:
    client.post("/people/P001/week", data={"available": "", "caring": "none"})
    person = the_person()
    assert (person.available, person.caring) == (None, "none")


def test_what_cannot_be_read_is_given_back_and_nothing_is_saved(client: FlaskClient) -> None:
    answer = client.post("/people/P001/week", data={**WEEK, "caring": "Mondey 9-5", "pick_up": "08:00"})

    assert answer.status_code == 422
    assert "<title>Error: " in answer.text
    assert 'href="#caring"' in answer.text
    assert "Mondey 9-5</textarea>" in answer.text
    assert "Mon-Fri 9:00-15:00</textarea>" in answer.text
    assert 'value="08:00"' in answer.text
    assert the_person().available == "Mon-Fri 07:00-17:00"


def test_a_span_into_the_next_afternoon_is_saved_and_pointed_out(client: FlaskClient) -> None:
    page = client.post("/people/P001/week", data={"available": "Sun 14:00-13:00"}, follow_redirects=True).text
    assert "Sun 14:00-13:00 runs past midnight" in page
    assert long_nights(Week.parse("Fri 22:00-06:00")) == []


def test_the_picture_has_quarters_seasons_gates_and_nights() -> None:
    person = Participant(available="Mon 09:15-12:00; Tue 09:00-10:00 (term)", caring="Sun 22:00-06:00 / none")
    drawn = drawing(person.available, person.caring, (None, None))
    monday = {cell.at: cell.first + cell.second for cell in drawn.rows[0][1]}
    tuesday = {cell.at: cell.first + cell.second for cell in drawn.rows[1][1]}

    assert (monday["09:00"], monday["11:30"], monday["12:00"], monday["05:30"]) == ("-a", "aa", "--", "cc")
    assert tuesday["09:30"] == "AA"
    assert drawn.all_day
    assert drawn.some_weeks
    assert drawn.notes == ("Week 1 of 2 is drawn for “caring”. The other weeks stay as they are written.",)


def test_the_picture_of_what_cannot_be_read_is_empty() -> None:
    drawn = drawing("whenever", "", ())
    assert {cell.first + cell.second for _, row in drawn.rows for cell in row} == {"--"}


def test_the_week_is_said_and_counted() -> None:
    person = Participant(available="Mon-Fri 09:00-15:00; Sat 10:00-14:00", caring="Mon-Wed 12:00-13:00 (term)")
    assert in_words(person) == [
        "You can work on weekdays 09:00 to 15:00 and on Saturday 10:00 to 14:00.",
        "You care for somebody from Monday to Wednesday 12:00 to 13:00 in school term.",
    ]
    assert possible_hours(person) == 31
    assert possible_hours(Participant()) is None
    assert in_words(Participant(available="any", caring="none"))[0] == "You can work at any time."


def test_what_somebody_else_saved_meanwhile_is_pointed_out_and_not_written_over(client: FlaskClient) -> None:
    shown = unescape(re.search(r'name="as shown" value="([^"]*)"', client.get("/people/P001").text)[1])
    assert client.post("/people/P001/week", data={**WEEK, "as shown": shown}).status_code == 302
    late = {"available": "Sat 10:00-14:00", "caring": "", "drop_off": "", "pick_up": "", "as shown": shown}

    answer = client.post("/people/P001/week", data=late)

    page = unescape(answer.text)
    assert answer.status_code == 409
    assert "Changed meanwhile to: Mon-Fri 09:00-15:00. What you wrote is kept here. By Priya Nair, at " in page
    assert "Sat 10:00-14:00" in page
    assert the_person().available == "Mon-Fri 09:00-15:00"
    again = unescape(re.search(r'name="as shown" value="([^"]*)"', answer.text)[1])
    assert client.post("/people/P001/week", data={**late, "as shown": again}).status_code == 302
    assert the_person().available == "Sat 10:00-14:00"
