"""Best matches and the check of one pair, for the keyworker and as a coordinator reads them."""

import re
from collections.abc import Callable, Iterator
from datetime import date, timedelta

import pytest
from flask.testing import FlaskClient

from brokerage import shortlists
from brokerage.look import hundred
from brokerage.pages.waterfall import rows, whole_points
from employers.db import reading

SignIn = Callable[..., FlaskClient]
Make = Callable[..., str]
PRIYA, GRACE = "priya.nair@hallbrook.example", "grace.okoye@hallbrook.example"


@pytest.fixture
def keyworker(sign_in: SignIn, make: Make) -> FlaskClient:
    client = sign_in("keyworker", email=PRIYA, name="Priya Nair")
    make("employers", coordinator=GRACE)
    return client


def test_matches_stand_in_their_groups_with_counts(keyworker: FlaskClient, make: Make) -> None:
    make("vacancies", negotiable="none")
    make("vacancies", reference="V002", shift="Mon-Fri 18:00-22:00", negotiable="none")
    make("vacancies", reference="V003", shift="")
    make("vacancies", reference="V004", shift="Mon-Fri 06:30-10:30", title="Early cook")
    make("participants", keyworker=PRIYA)

    page = keyworker.get("/people/P001/matches").text

    assert "3 of 4 jobs in reach" in page
    assert re.search(r"Fits now <b>1</b>.*To check <b>1</b>.*Ask the employer <b>1</b>", page, re.DOTALL)
    assert page.index("Fits now, or something to check") < page.index("Would fit if the employer agreed")
    assert "Would fit if the shift began at" in page
    assert 'href="mailto:grace.okoye@hallbrook.example?subject=V004' in page
    assert "1 job is not one to put to Aisha" in page
    others = keyworker.get("/people/P001/matches?fit=not_this_one").text
    assert "/people/P001/check/V002" in others
    assert "/people/P001/check/V001" not in others


def test_long_lists_come_in_pages(keyworker: FlaskClient, make: Make) -> None:
    for number in range(1, 24):
        make("vacancies", reference=f"V{number:03}")
    make("participants", keyworker=PRIYA)
    assert keyworker.get("/people/P001/matches").text.count("pe-job") == 20
    second = keyworker.get("/people/P001/matches?page=2").text
    assert second.count("pe-job") == 3
    assert "Page 2 of 2" in second


def test_a_check_says_the_same_as_the_command(keyworker: FlaskClient, make: Make) -> None:
    make("vacancies", shift="Mon-Fri 06:30-10:30", pay_from="", demands="standing 240")
    make("participants", keyworker=PRIYA, limits="", name="Aisha Rahman")

    page = keyworker.get("/people/P001/check/V001").text

    with reading() as session:
        person, job = shortlists.participant(session, "P001"), shortlists.vacancy(session, "V001")
        fit = shortlists.check_pair(person, job, date.today())
    assert f"<b>{hundred(fit.score.estimate)}</b>" in page
    assert fit.changes[0].text in page
    for status, word in (("pass", "met"), ("fail", "not met"), ("unknown", "not known")):
        assert f"{sum(f.status == status for f in fit.factors)} {word}" in page
    assert "Ask Aisha. Would standing for" in page
    assert 'href="/people/P001/edit#limits"' in page
    assert "Ask Tanner Row Kitchens. What does it pay?" in page
    assert fit.policy in page


def test_the_figures_of_the_waterfall_add_up(keyworker: FlaskClient, make: Make) -> None:
    make("vacancies", shift="Mon-Fri 06:30-10:30", pay_from="13.00", essential_skills="cooking; till work", demands="")
    make("participants", keyworker=PRIYA)
    with reading() as session:
        person, job = shortlists.participant(session, "P001"), shortlists.vacancy(session, "V001")
        drawn = rows(shortlists.check_pair(person, job, date.today()))
    taken = [int(row.figure.removeprefix("−")) for row in drawn.falls if row.figure != "under 1"]
    assert len(taken) > 1
    assert 100 - sum(taken) == drawn.fit
    assert drawn.low <= drawn.fit <= drawn.high
    assert whole_points([0.4, 0.4, 0.4, 1.8], 3) == [1, 0, 0, 2]


def test_pairs_that_no_list_shows_are_checked_and_say_why(keyworker: FlaskClient, make: Make) -> None:
    make("vacancies", closes_on=str(date.today() - timedelta(days=2)))
    make("participants", keyworker=PRIYA, live="no")
    page = keyworker.get("/people/P001/check/V001").text
    assert "Paused by the person" in page
    assert "The vacancy closed on" in page
    assert keyworker.get("/people/P001/check/V999").status_code == 404


def _told(client: FlaskClient) -> Iterator[str]:
    for address in ("/people/P001/check/V001",):
        yield re.sub(r'nonce="[^"]*"|value="[^"]*"', "", client.get(address).text)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ({"legal": "none"}, {"legal": ""}),
        ({"limits": "none"}, {"limits": ""}),
    ],
    ids=["law", "conditions"],
)
def test_a_coordinator_cannot_tell_law_and_conditions_apart(
    sign_in: SignIn, make: Make, one: dict[str, str], other: dict[str, str]
) -> None:
    """Where another factor is open too, so that the class is the same, the two checks differ in the figures of the band alone."""
    make("employers")
    make("vacancies", involves="money", demands="noise; standing 60", pay_from="")
    make("participants", **one)
    client = sign_in("coordinator")
    band = re.compile(r'<div class="ss-score">.*?</div>|How the \d+ is made up', re.DOTALL)

    first = band.sub("", next(_told(client)))
    make_changed = {"reference": "P002", **other}
    make("participants", **make_changed)
    second = band.sub("", client.get("/people/P002/check/V001").text)

    assert first == re.sub(r'nonce="[^"]*"|value="[^"]*"', "", second).replace("P002", "P001")
    assert "Ask the keyworker." in first
    assert "ss-wf" not in first, "the picture of the figure would give them away"


def test_a_coordinator_reads_no_line_about_law_and_conditions_in_a_list(sign_in: SignIn, make: Make) -> None:
    make("employers")
    make("vacancies", involves="children", dbs="enhanced", demands="lifting 15")
    make("participants", legal="", limits="lifting 3", not_adjustable="lifting")
    client = sign_in("coordinator")
    for address in ("/people/P001/matches", "/people/P001/matches?fit=not_this_one", "/people/P001/check/V001"):
        page = client.get(address).text
        for word in ("lifting", "DBS check.", "disclosure"):
            assert word not in page, (address, word)
