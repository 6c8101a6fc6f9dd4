"""The quality of a job on the check: said to whoever reads it, and no part of the fit."""

import re
from collections.abc import Callable
from datetime import date

from flask.testing import FlaskClient

from brokerage import shortlists
from employers.db import reading


def test_it_stands_beside_the_fit(sign_in: Callable[..., FlaskClient], make: Callable[..., str]) -> None:
    make("employers")
    make("agreements", training="kitchen skills")
    make("vacancies", agreement="A001", rota_notice_days="7", hours_guaranteed="8", hours_typical="20")
    make("participants", contracts="permanent")
    page = sign_in("coordinator").get("/people/P001/check/V001").text
    card = re.search(r'aria-labelledby="quality".*?</section>', page, re.DOTALL)
    assert card is not None
    for said in (
        "8 of the usual 20 hours are guaranteed, 40%.",
        "Shifts are told 7 days before; 28 days are good practice.",
        "the real Living Wage of £13.45 is met",
        "It is a permanent contract, as would be liked.",
        "Training before it, by agreement: kitchen skills.",
    ):
        assert said in card[0]
    assert re.findall(r"</svg>([\w ]+)</span>", card[0]) == ["Not met", "Not met", "Met", "Met", "Met"]


def test_notice_and_training_change_nothing_of_a_fit(make: Callable[..., str]) -> None:
    make("employers")
    make("agreements", training="kitchen skills")
    make("vacancies")
    make("vacancies", reference="V002", agreement="A001", rota_notice_days="0")
    make("participants")
    with reading() as session:
        person = shortlists.participant(session, "P001")
        one, other = (
            shortlists.check_pair(person, shortlists.vacancy(session, each), date.today()) for each in ("V001", "V002")
        )
    assert (one.fit, one.score, one.factors) == (other.fit, other.score, other.factors)
