"""What employers are asked to change: put by one click, answered by either side, and done by a yes."""

import inspect
import json
import re
from collections.abc import Iterator
from datetime import timedelta

import pytest
import time_machine
import trade
from sqlalchemy import select
from trade import GRACE, HELEN, NOON, PRIYA, TODAY

from brokerage import accounts, jobs, messages, settings, shortlists
from brokerage.correspondence import employer_letters
from brokerage.correspondence.employer_letters import Care
from brokerage.fits import suitability
from brokerage.messages import Rules
from brokerage.models import AuditEntry
from brokerage.referral_models import KeptResult
from brokerage.sending.work_models import Message
from employers import asks
from employers.columns import Refused
from employers.db import reading, transaction
from employers.models import Contact, EmployerAsk, Vacancy
from employers.trust import moves
from matching import candidates
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


def say(session, asked: EmployerAsk, said: bool, word: str = "", up_to: float | None = None) -> None:
    rules = shortlists.policy()
    asks.answer(session, asked, said, word, up_to=up_to, by=HELEN.email, on=TODAY, now=NOON, policy=rules)


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


def test_a_no_leaves_the_job_and_can_be_asked_anew(session):
    asked = put(session, "start", "09:30")
    say(session, asked, False, "Not before spring.")
    assert (asked.answer, asked.word, asked.vacancy.shift) == ("no", "Not before spring.", SHIFT)

    again = put(session, "start", "09:30", people=7)

    assert again is asked
    assert (again.answer, again.word, again.answered_at, again.people) == (None, None, None, 7)
    assert len(session.scalars(select(AuditEntry).where(AuditEntry.kind == "employer_ask")).all()) == 3


@pytest.mark.parametrize(
    ("what", "to", "stated", "after"),
    [
        ("start", "09:30", "start 60", "none"),
        ("start", "09:30", "start 60; finish 30", "finish 30"),
        ("days", "Mon-Thu", "start 90; days 1", "start 90"),
        ("hours", "24", "start 90; hours 8", "start 90"),
        ("start", "09:30", "none", "none"),
        ("start", "09:30", None, "finish 90; days 1; hours 8"),  # as far as an ask may go (config.toml, matching.asks)
        ("pay", "13.45", "start 60", "start 60"),
    ],
)
def test_a_no_takes_that_move_away_so_that_nobody_hopes_for_it(session, what, to, stated, after):
    asked = put(session, what, to)
    asked.vacancy.negotiable = stated

    say(session, asked, False)

    assert asked.vacancy.negotiable == after
    assert (asked.negotiable_before, asked.negotiable_after) == (stated, after)
    assert asked.vacancy.shift == SHIFT


@pytest.mark.parametrize(
    ("up_to", "answer", "after"), [(30, "no", "start 30; days 1"), (60, "yes", "start 60; days 1"), (0, "no", "days 1")]
)
def test_how_far_it_could_move_is_kept_and_the_job_stays(session, up_to, answer, after):
    asked = put(session, "start", "09:30")  # an hour later

    say(session, asked, False, up_to=up_to)
    say(session, asked, False, up_to=up_to)

    assert (asked.answer, asked.up_to, asked.vacancy.negotiable, asked.vacancy.shift) == (answer, up_to, after, SHIFT)
    with pytest.raises(asks.AnsweredOtherwise):
        say(session, asked, False, up_to=up_to + 15)


@pytest.mark.parametrize(
    ("what", "text", "why"),
    [
        ("start", "half an hour", "“half an hour” cannot be read. Write by how many minutes"),
        ("start", "", "Write by how many minutes"),
        ("days", "0.5", "days a week"),
        ("hours", "99", "hours a week"),
        ("pay", "1", "Say yes or no"),
    ],
)
def test_how_far_is_a_figure_of_something_that_moves(what, text, why):
    with pytest.raises(Refused, match=why):
        moves.amount(what, text)


def test_an_earlier_result_stays_when_a_no_changes_what_could_move(session):
    asked = put(session, "start", "09:30")
    life = {
        "available": "Mon-Fri 09:00-17:00",
        "caring": "none",
        "limits": "none",
        "travel_modes": "car",
        "skills": "till work; cleaning",
    }
    begun = trade.a_referral(session, trade.a_participant(session, **life), asked.vacancy, "asked")
    suitability.fill(session, begun, TODAY)
    kept = session.scalars(select(KeptResult)).one()
    facts, result = kept.facts, kept.result

    say(session, asked, False)

    session.refresh(kept)
    assert (kept.facts, kept.result) == (facts, result)
    now = shortlists.check_pair(begun.participant, begun.vacancy, TODAY)
    assert json.loads(result)["fit"] == "ask_employer"
    assert now.fit == "not_this_one"


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


def test_a_no_is_told_beside_what_was_asked_and_stands_last(app, sign_in):
    with transaction(by="test") as session:
        trade.an_employer(session, "E1", coordinator=GRACE.email)
        trade.a_vacancy(session, "V1", **{**FACTS, "essential_skills": "till work"})
        life = {"available": "Mon-Fri 06:00-19:00", "caring": "none", "limits": "none", "travel_modes": "car"}
        for number in range(6):
            trade.a_participant(
                session, f"P{number}", **{**life, "available": "Mon-Fri 09:00-19:00"}, skills="till work"
            )
            trade.a_participant(session, f"Q{number}", **life, skills="till work", pay_min=13.5)
    coordinator, keyworker = sign_in("coordinator", email=GRACE.email), sign_in("keyworker", email=PRIYA.email)
    pay, start = 'name="change" value="pay 13.50"', 'name="change" value="start '
    page = coordinator.get("/vacancies/V1").text
    assert pay in page
    assert start in page
    coordinator.post("/vacancies/V1/asks", data={"change": "pay 13.50"})
    with reading() as session:
        asked = session.scalars(select(EmployerAsk)).one().reference
    coordinator.post(f"/asks/{asked}/answer", data={"said": "no"})

    page, said = coordinator.get("/vacancies/V1").text, "Asked on 14 January: no."
    assert pay not in page
    assert page.index(start) < page.index(said)
    for reader in (coordinator, keyworker):
        assert said in reader.get("/vacancies/V1?fit=ask_employer&page=all").text.partition('id="list"')[2]
    check = keyworker.get("/people/Q1/check/V1").text
    assert said in check
    assert "mailto:grace" not in check
    other = keyworker.get("/people/P1/check/V1").text
    assert said not in other
    assert "mailto:grace" in other


@pytest.mark.usefixtures("six_who_wait")
def test_what_would_open_it_to_nobody_any_more_is_not_asked(sign_in):
    told = sign_in("coordinator", email=GRACE.email).post(
        "/vacancies/V1/asks", data={"change": "start 11:00"}, follow_redirects=True
    )
    assert "would not open it to so many any more" in told.text


CARE = Care(5, 30, "ENG", "http://localhost")
RULES = Rules(settings.load().mail, "secret", jobs.CHECKS, "http://localhost")


class Kept:
    def __init__(self) -> None:
        self.letters = []

    def send(self, letter) -> None:
        self.letters.append(letter)


@pytest.mark.usefixtures("six_who_wait")
def test_an_ask_is_a_letter_with_a_way_in_and_once_more_a_week_later(sign_in):
    sign_in("coordinator", email=GRACE.email).post("/vacancies/V1/asks", data={"change": "start 09:30"})
    way = Kept()
    messages.send_due(lambda: NOON, way, RULES)
    (letter,) = way.letters
    assert letter["To"] == HELEN.email
    assert "Could the shift begin at 09:30?" in letter.get_content()
    assert "http://localhost/way-in/" in letter.get_content()
    assert "6" not in letter.get_content().partition("/way-in/")[0].replace("09:30", "")

    for day, letters in ((6, 1), (7, 2), (8, 2), (30, 2)):  # 14 January 2027 is a Thursday
        now = NOON + timedelta(days=day)
        with transaction(by="the clock") as session:
            employer_letters.ask_again(session, now, CARE)
        messages.send_due(lambda now=now: now, way, RULES)
        assert len(way.letters) == letters, day


@pytest.mark.usefixtures("six_who_wait")
@pytest.mark.parametrize("how", ["answered", "withheld"])
def test_a_letter_that_is_overtaken_does_not_go(sign_in, how):
    coordinator = sign_in("coordinator", email=GRACE.email)
    coordinator.post("/vacancies/V1/asks", data={"change": "start 09:30"})
    with transaction(by="test") as session:
        asked = session.scalars(select(EmployerAsk)).one()
        if how == "answered":
            say(session, asked, False)
        else:
            asked.vacancy.employer.withheld = "Paid late."
    way = Kept()
    messages.send_due(lambda: NOON, way, RULES)

    assert not way.letters
    with reading() as session:
        assert session.scalars(select(Message)).one().dropped


@pytest.mark.usefixtures("six_who_wait")
def test_what_was_asked_stands_on_one_page_with_what_a_yes_opened(sign_in):
    coordinator, helen = sign_in("coordinator", email=GRACE.email), sign_in("employer", email=HELEN.email)
    coordinator.post("/vacancies/V1/asks", data={"change": "start 09:30"})
    with reading() as session:
        asked = session.scalars(select(EmployerAsk)).one().reference
    waits = coordinator.get("/asks").text
    assert "No answer yet" in waits
    assert "Letter waits to go" in waits

    unread = helen.post(f"/portal/jobs/V1/asked/{asked}", data={"said": "up_to", "up_to": "soon"})
    assert unread.status_code == 422
    assert "“soon” cannot be read" in unread.text
    helen.post(f"/portal/jobs/V1/asked/{asked}", data={"said": "up_to", "up_to": "60"})

    page = coordinator.get("/asks?state=yes").text
    assert "up to 60 minutes for the right person" in page
    assert "Asked for 6 people." in page
    assert "fits fewer than 5 now" in page  # the job stays as it is
    assert "They said that could move by 60 minutes" in coordinator.get("/vacancies/V1").text


@pytest.mark.usefixtures("six_who_wait")
def test_after_a_yes_the_coordinator_reads_how_many_the_job_fits(sign_in):
    coordinator, helen = sign_in("coordinator", email=GRACE.email), sign_in("employer", email=HELEN.email)
    coordinator.post("/vacancies/V1/asks", data={"change": "start 09:30"})
    with reading() as session:
        asked = session.scalars(select(EmployerAsk)).one().reference
    helen.post(f"/portal/jobs/V1/asked/{asked}", data={"said": "yes"})

    assert "The job fits 6 now, or might." in coordinator.get("/asks").text
    assert "The job fits 6 now, or might." in coordinator.get("/vacancies/V1").text


@pytest.mark.usefixtures("six_who_wait")
def test_a_no_is_not_asked_for_again_and_the_rest_counts_as_not_asked(sign_in):
    with transaction(by="test") as session:
        session.scalars(select(Vacancy)).one().negotiable = None
    coordinator = sign_in("coordinator", email=GRACE.email)
    coordinator.post("/vacancies/V1/asks", data={"change": "start 09:30"})
    with reading() as session:
        asked = session.scalars(select(EmployerAsk)).one().reference
    coordinator.post(f"/asks/{asked}/answer", data={"said": "no"})

    page = coordinator.get("/vacancies/V1").text
    assert "If the shift began at 09:30" not in page
    assert "They said that could move" not in page


def test_every_kind_that_an_employer_can_change_has_its_question():
    whole = inspect.getsource(candidates)
    asked = set(re.findall(r'_ask\(\s*"(\w+)"', whole))
    assert asked == set(asks.QUESTIONS)
