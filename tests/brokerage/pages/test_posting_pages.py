"""What stands on pages about a posted vacancy: its task, that nobody has confirmed it, what it pays, and that it is no job."""

from collections.abc import Callable, Iterator
from datetime import timedelta

import pytest
import time_machine
import trade
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select
from trade import GRACE, HELEN, NOON, PRIYA

from brokerage import accounts
from brokerage.pages import vacancy_facts
from brokerage.promises import standing
from employers.db import reading, transaction
from employers.models import Contact, Vacancy
from employers.placements import unpaid

OLD = NOON + timedelta(days=90)


@pytest.fixture(autouse=True)
def the_day() -> Iterator[time_machine.Traveller]:
    with time_machine.travel(NOON.isoformat() + "+00:00", tick=False) as moved:
        yield moved


@pytest.fixture
def town(app: Flask) -> None:
    with transaction(by="test") as session:
        trade.an_employer(session, "E1", coordinator=GRACE.email)
        trade.an_employer(session, "E2").contacts[0].email = "omar@other.example"
        trade.a_vacancy(session, "V1", pay_from=13.0, shift="Mon-Fri 09:00-13:00", hours_guaranteed=20)
        trade.a_participant(session)
        for contact in session.scalars(select(Contact)):
            accounts.invite_contact(session, contact)


@pytest.fixture
def grace(town: None, sign_in: Callable[..., FlaskClient]) -> FlaskClient:
    return sign_in("coordinator", email=GRACE.email)


def test_a_job_that_an_employer_posted_is_a_task_until_it_is_read(grace: FlaskClient) -> None:
    with transaction(by="test") as session:
        job = session.scalars(select(Vacancy)).one()
        standing.posted(session, job, by=HELEN.email, now=NOON)
    today = grace.get("/?all").text
    assert "Read Kitchen assistant from Employer E1" in today
    assert f"{HELEN.email} posted it on 14 January" in today
    assert "I have read it" in grace.get("/vacancies/V1").text
    grace.post("/vacancies/V1/read")
    assert "Read Kitchen assistant" not in grace.get("/?all").text
    assert "read by you on" in grace.get("/vacancies/V1").text


def test_one_that_nobody_has_confirmed_is_marked_asked_about_and_confirmed(grace, sign_in, the_day) -> None:
    assert "Not confirmed since" not in grace.get("/vacancies").text
    the_day.move_to(OLD.isoformat() + "+00:00")
    grace, helen = sign_in("coordinator", email=GRACE.email), sign_in("employer", email=HELEN.email)
    marked = "ot confirmed since 14 January 2027"
    for page in ("/vacancies", "/vacancies/V1"):
        assert marked in grace.get(page).text
    assert marked in sign_in("keyworker", email=PRIYA.email).get("/people/P1/matches").text
    with transaction(by="test") as session:
        trade.a_vacancy(session, "V5", title="Porter")
        trade.came_in(session, session.scalars(select(Vacancy).where(Vacancy.reference == "V5")).one(), OLD)
    only = grace.get("/vacancies?state=stale").text
    assert ("Kitchen assistant" in only, "Porter" in only) == (True, False)
    for page in ("/portal", "/portal/jobs", "/portal/jobs/V1"):
        assert marked in helen.get(page).text
    assert "Ask Helen Marsh at Employer E1 whether Kitchen assistant is still open" in grace.get("/?all").text

    asked = {"person": "P1", "confirmed": "yes"}
    refused = grace.post("/vacancies/V1/ask", data=asked)
    assert refused.status_code == 409
    assert "Call Helen Marsh" in refused.text
    assert "Say in a few words who told you" in grace.post("/vacancies/V1/still-open", follow_redirects=True).text
    told = grace.post("/vacancies/V1/still-open", data={"word": "Helen, just now."}, follow_redirects=True).text
    assert "Helen, just now." in told
    assert marked not in told
    assert grace.post("/vacancies/V1/ask", data=asked).status_code == 302


def test_the_employer_says_so_by_one_click_about_his_own(town: None, sign_in, the_day) -> None:
    the_day.move_to(OLD.isoformat() + "+00:00")
    helen, omar = (sign_in("employer", email=each) for each in (HELEN.email, "omar@other.example"))
    assert omar.post("/portal/jobs/V1/still-open").status_code == 404
    assert "Thank you." in helen.post("/portal/jobs/V1/still-open", follow_redirects=True).text
    assert "ot confirmed since" not in helen.get("/portal/jobs").text
    assert sign_in("coordinator").post("/vacancies/V9/still-open", data={"word": "x"}).status_code == 404


def test_unlawful_pay_is_not_written_on_the_coordinators_form(grace: FlaskClient) -> None:
    new = {"reference": "V2", "employer": "E1", "title": "Baker", "pay_from": "12.00", "pay_period": "hour"}
    refused = grace.post("/vacancies/new", data={**new, "contract": "permanent"})
    assert refused.status_code == 422
    assert "£12.71 for everybody from 21 from 1 April 2026" in refused.text
    assert grace.post("/vacancies/new", data={**new, "contract": "apprenticeship"}).status_code == 302
    with transaction(by="test") as session:  # as a file brings it
        trade.an_agreement(session, kind="job_trial")
        trade.a_vacancy(session, "V3", pay_from=5.0, title="Porter")
    trial = grace.post("/vacancies/new", data={**new, "reference": "V4", "agreement": "A1", "pay_from": ""})
    assert trial.status_code == 422
    assert "A job trial is for a real job" in trial.text
    old = {"employer": "E1", "title": "Night porter", "pay_from": "5"}
    assert grace.post("/vacancies/V3/edit", data=old).status_code == 409  # opened by nobody: shown first
    shown = {"as shown": '{"employer": "E1", "title": "Porter", "pay_from": "5"}'}
    assert grace.post("/vacancies/V3/edit", data={**old, **shown}).status_code == 302
    with reading() as session:
        assert session.scalar(select(Vacancy.title).where(Vacancy.reference == "V3")) == "Night porter"
    lower = {**old, "pay_from": "4", "as shown": '{"employer": "E1", "title": "Night porter", "pay_from": "5"}'}
    assert grace.post("/vacancies/V3/edit", data=lower).status_code == 422


@pytest.mark.parametrize(
    ("kind", "facts", "said"),
    [
        ("work_experience", {}, unpaid.PLACEMENT),
        ("work_experience", {"pay_from": 13.0, "contract": "permanent"}, unpaid.PLACEMENT),
        ("job_trial", {}, unpaid.TRIAL),
        ("job_trial", {"contract": "permanent"}, ""),
        ("guaranteed_interview", {}, ""),
    ],
)
def test_what_is_no_job_says_so_beside_its_title(session, kind: str, facts: dict[str, object], said: str) -> None:
    trade.an_employer(session)
    trade.an_agreement(session, kind=kind)
    job = trade.a_vacancy(session, agreement_reference="A1", **facts)
    assert unpaid.note(job) == said
    assert unpaid.post(job) == ("placement" if said else "post")
    assert unpaid.titled(job) == (f"Kitchen assistant ({said[0].lower()}{said[1:]})" if said else "Kitchen assistant")


def test_wherever_staff_read_its_title_it_says_so(grace: FlaskClient, sign_in) -> None:
    with transaction(by="test") as session:
        trade.an_agreement(session, kind="work_experience")
        job = session.scalars(select(Vacancy)).one()
        job.agreement_reference, job.places = "A1", 3
        trade.a_slot(session, at="2027-01-19 11:15")
        session.flush()
    priya = sign_in("keyworker", email="priya@hallbrook.example")
    assert grace.post("/vacancies/V1/ask", data={"person": "P1", "confirmed": "yes"}).status_code == 302
    for visitor, addresses in (
        (
            grace,
            (
                "/vacancies",
                "/vacancies/V1",
                "/employers/E1",
                "/agreements/A1",
                "/slots",
                "/referrals",
                "/find?q=kitchen",
            ),
        ),
        (priya, ("/vacancies/V1", "/people/P1/matches", "/people/P1/check/V1", "/people/P1/story")),
    ):
        for address in addresses:
            page = visitor.get(address)
            assert page.status_code == 200, address
            assert "unpaid placement, no job at the end is promised" in page.text, address
    placement = Vacancy(title="Host", placement_only=True)
    assert ("Pay", "Unpaid", False) in vacancy_facts.facts(placement)
