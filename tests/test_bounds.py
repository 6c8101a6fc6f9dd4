"""Odd days and numbers in addresses and forms are answered, never by a page out of order."""

from collections.abc import Callable
from datetime import date

import pytest
from flask.testing import FlaskClient

from employers import readers
from matching import grammar
from matching.week import Unreadable

DAYS = ("0001-01-01", "9999-12-31", "1999-12-31", "2100-01-01", "2027-02-30", "x", "")


@pytest.mark.parametrize("text", DAYS)
def test_a_day_is_of_2000_to_2099(text: str):
    with pytest.raises(Unreadable):
        grammar.day(text)
    assert [grammar.day(each).year for each in ("2000-01-01", "31/12/2099")] == [2000, 2099]
    assert grammar.dated("food hygiene until 9999-12-31")[0][1] == date.max  # how some say that it does not end


@pytest.mark.parametrize("text", ["9" * 5000, "-1", "1.5", "x", "", "11"])
def test_a_number_is_at_most_what_it_may_be(text: str):
    assert readers.count(text, 10) is None
    assert [readers.count(each, 10) for each in ("0", "10", " 7 ")] == [0, 10, 7]


def test_addresses_with_odd_days_are_answered(sign_in: Callable[..., FlaskClient]):
    grace = sign_in("coordinator", email="grace@hallbrook.example")
    pages = (
        "/calendar/{}",
        "/calendar?week={}",
        "/visits?week={}",
        "/interviews?week={}",
        "/interviews/{}",
        "/contact-weeks?week={}",
    )
    for day in DAYS[:4]:
        for page in pages:
            assert grace.get(page.format(day)).status_code in (200, 404), page.format(day)
        assert grace.get(f"/visits?month={day[:7]}").status_code == 404
    assert grace.get(f"/visits?page={'9' * 5000}").status_code == 200
    priya = sign_in("keyworker", email="priya@hallbrook.example")
    assert priya.post("/messages/letters/print", data={"letter": "9" * 5000}).status_code == 422
