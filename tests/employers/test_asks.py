"""What employers are asked to change: put by one click, answered by either side, and done by a yes."""

from collections.abc import Iterator

import pytest
import time_machine
import trade
from sqlalchemy import select
from trade import GRACE, HELEN, NOON, TODAY

from brokerage import accounts, shortlists
from brokerage.models import AuditEntry
from employers import asks
from employers.db import reading, transaction
from employers.models import Contact, EmployerAsk, Vacancy
from matching.terms import Change

SHIFT = "Mon-Fri 08:30-14:30"
FACTS = {
    "shift": SHIFT,
    "hours_guaranteed": 30.0,
    "negotiable": "start 90; days 1",
    "essential_skills": "till work; cleaning",
    "demands": "standing 240; lifting 15",
    "pay_from": 12.8,
    "pay_to": 13.0,
    "contract": "temporary",
}


@pytest.fixture(autouse=True)
def _the_day() -> Iterator[None]:
    with time_machine.travel(NOON.isoformat() + "+00:00", tick=False):
        yield


def change(what: str, to: str, who: str = "employer") -> Change:
    return Change(who, what, to, "")  # type: ignore[arg-type]


def put(session, what: str, to: str, people: int = 5) -> EmployerAsk:
    vacancy = session.scalars(select(Vacancy)).one_or_none()
    if vacancy is None:
        trade.an_employer(session)
        vacancy = trade.a_vacancy(session, **FACTS)
    return asks.ask(session, vacancy, change(what, to), people, by=GRACE.email, now=NOON, policy=shortlists.policy())


def say(session, asked: EmployerAsk, said: bool, word: str = "") -> None:
    asks.answer(session, asked, said, word, by=HELEN.email, on=TODAY, now=NOON, policy=shortlists.policy())


@pytest.mark.parametrize(
    ("what", "to", "changed"),
    [
        (
            "start",
            "09:30",
            {
                "shift": "Mon-Fri 09:30-14:30",
                "hours_guaranteed": 25.0,
                "hours_typical": 25.0,
                "negotiable": "start 30; days 1",
            },
        ),
        (
            "days",
            "Mon-Thu",
            {"shift": "Mon-Thu 08:30-14:30", "hours_guaranteed": 24.0, "hours_typical": 24.0, "negotiable": "start 90"},
        ),
        ("hours", "24", {"hours_guaranteed": 24.0, "negotiable": "start 90; days 1"}),
        ("term_time", "yes", {"term_time_only": True}),
        ("criterion", "till work", {"essential_skills": "cleaning", "desirable_skills": "till work"}),
        ("demand", "standing 60", {"demands": "standing 60; lifting 15"}),
        ("demand", "no lifting", {"demands": "standing 240"}),
        ("contract", "permanent", {"contract": "permanent"}),
        ("pay", "13.45", {"pay_from": 13.45, "pay_to": 13.45}),
    ],
)
def test_a_yes_makes_the_job_so_and_changes_nothing_else(session, what, to, changed):
    asked = put(session, what, to)
    before = {column.name: getattr(asked.vacancy, column.name) for column in Vacancy.__table__.columns}

    say(session, asked, True)

    after = {name: getattr(asked.vacancy, name) for name in before}
    assert {name: after[name] for name in after if after[name] != before[name]} == {
        name: value for name, value in changed.items() if before[name] != value
    }


def test_a_no_changes_nothing_and_can_be_asked_anew(session):
    asked = put(session, "start", "09:30")
    say(session, asked, False, "Not before spring.")
    assert (asked.answer, asked.word, asked.vacancy.shift) == ("no", "Not before spring.", SHIFT)

    again = put(session, "start", "09:30", people=7)

    assert again is asked
    assert (again.answer, again.word, again.answered_at, again.people) == (None, None, None, 7)
    assert len(session.scalars(select(AuditEntry).where(AuditEntry.kind == "employer_ask")).all()) == 3


def test_the_same_answer_twice_is_one_and_another_is_refused(session):
    asked = put(session, "pay", "13.45")
    say(session, asked, True)
    say(session, asked, True)

    with pytest.raises(asks.AnsweredOtherwise, match="The answer of 14 January was yes"):
        say(session, asked, False)


def test_nothing_goes_to_an_employer_that_could_point_to_somebody_or_is_not_theirs(session):
    with pytest.raises(asks.TooFew, match="from 5 people up"):
        put(session, "start", "09:30", people=4)
    vacancy = session.scalars(select(Vacancy)).one()
    pass_for_the_bus = change("travel", "bus", "programme")
    with pytest.raises(asks.NotTheirs):
        asks.ask(session, vacancy, pass_for_the_bus, 9, by=GRACE.email, now=NOON, policy=shortlists.policy())
    put(session, "start", "09:30")
    with pytest.raises(asks.AskedAlready, match="asked on 14 January"):
        put(session, "start", "09:30")


def test_what_cannot_be_done_any_more_is_said_and_stays_open(session):
    asked = put(session, "criterion", "till work")
    asked.vacancy.essential_skills = "cleaning"
    session.flush()

    with pytest.raises(asks.NotPossibleAnyMore), session.begin_nested():
        say(session, asked, True)

    session.refresh(asked)
    assert asked.answer is None


@pytest.mark.parametrize(
    ("what", "to", "said"),
    [
        ("start", "+30", "Could shifts begin 30 minutes later?"),
        ("finish", "14:00", "Could the shift end at 14:00?"),
        ("demand", "no nights", "Could the job be done without night work?"),
        ("demand", "lifting 5", "Could the job be done with at most 5 kg of lifting?"),
        ("contract", "fixed_term", "Could the job be a fixed-term contract?"),
    ],
)
def test_questions_are_questions(what, to, said):
    assert asks.question(change(what, to)) == said


@pytest.fixture
def six_who_wait(app) -> None:
    """Six people who could begin at half past nine, and a job that begins at half past eight."""
    with transaction(by="test") as session:
        trade.an_employer(session, "E1", coordinator=GRACE.email)
        trade.an_employer(session, "E2").contacts[0].email = "omar@other.example"
        trade.a_vacancy(session, "V1", **{**FACTS, "essential_skills": None, "demands": "none"})
        for number in range(6):
            life = {"available": "Mon-Fri 09:00-17:00", "caring": "none", "limits": "none", "travel_modes": "car"}
            trade.a_participant(session, f"P{number}", **life)
        for contact in session.scalars(select(Contact)):
            accounts.invite_contact(session, contact)


@pytest.mark.usefixtures("six_who_wait")
def test_one_click_asks_and_the_employer_answers_on_their_own_page(sign_in):
    coordinator = sign_in("coordinator", email=GRACE.email)
    page = coordinator.get("/vacancies/V1").text
    assert "Ask Helen" in page

    told = coordinator.post("/vacancies/V1/asks", data={"change": "start 09:30"}, follow_redirects=True).text
    assert "Asked on 14 January; no answer yet." in told

    helen, omar = sign_in("employer", email=HELEN.email), sign_in("employer", email="omar@other.example")
    home = helen.get("/portal").text
    assert "Could the shift begin at 09:30?" in home
    assert "6 people" not in home
    with reading() as session:
        asked = session.scalars(select(EmployerAsk)).one().reference
    address = f"/portal/jobs/V1/asked/{asked}"
    assert omar.post(address, data={"said": "yes"}).status_code == 404
    unsaid = helen.post(address, data={"word": "From May."})
    assert unsaid.status_code == 422
    assert 'value="From May."' in unsaid.text
    assert helen.post(address, data={"said": "yes", "word": "From May."}).status_code == 302

    with reading() as session:
        assert session.scalars(select(Vacancy).where(Vacancy.reference == "V1")).one().shift == "Mon-Fri 09:30-14:30"
    told = coordinator.get("/vacancies/V1").text
    assert "From May." in told
    assert "It was asked for 6 people." in told


@pytest.mark.usefixtures("six_who_wait")
def test_an_answer_by_telephone_is_written_down_and_a_late_one_is_told(sign_in):
    coordinator, helen = sign_in("coordinator", email=GRACE.email), sign_in("employer", email=HELEN.email)
    coordinator.post("/vacancies/V1/asks", data={"change": "start 09:30"})
    with reading() as session:
        asked = session.scalars(select(EmployerAsk)).one().reference

    told = coordinator.post(f"/asks/{asked}/answer", data={"said": "no"}, follow_redirects=True).text
    assert "The job stays as it is." in told

    late = helen.post(f"/portal/jobs/V1/asked/{asked}", data={"said": "yes"})
    assert late.status_code == 409
    assert "The answer of 14 January was no" in late.text
    assert coordinator.post("/asks/Q1/answer", data={"said": "no"}).status_code == 404


@pytest.mark.usefixtures("six_who_wait")
def test_what_would_open_it_to_nobody_any_more_is_not_asked(sign_in):
    told = sign_in("coordinator", email=GRACE.email).post(
        "/vacancies/V1/asks", data={"change": "start 11:00"}, follow_redirects=True
    )
    assert "would not open it to so many any more" in told.text
