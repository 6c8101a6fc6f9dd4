"""A withheld employer reaches no participant by any way; placements without hires; letters about papers that run out, and new ways in."""

from collections.abc import Iterator
from datetime import date, datetime, timedelta

import pytest
import time_machine
import trade
from sqlalchemy import select
from trade import GRACE, HELEN, NOON, PRIYA, TODAY

from brokerage import accounts, desk, interviews, jobs, messages, referrals, settings, shortlists
from brokerage.correspondence import employer_letters, telling
from brokerage.correspondence.employer_letters import Care
from brokerage.fits import thought_of
from brokerage.messages import Rules
from brokerage.placements import employer_care
from brokerage.referral_models import Booking
from brokerage.referrals import VacancyGone
from brokerage.sending.work_models import Message
from employers import introductions
from employers.db import reading, transaction
from employers.models import Contact, Vacancy
from employers.trust import roles, safety
from employers.trust.safety import Typed

CARE = Care(5, 30, "ENG", "http://localhost")
RULES = Rules(settings.load().mail, "secret", jobs.CHECKS, "http://localhost")
SINCE = NOON - timedelta(days=365)


@pytest.fixture(autouse=True)
def _the_day() -> Iterator[None]:
    with time_machine.travel(NOON.isoformat() + "+00:00", tick=False):
        yield


@pytest.fixture
def vacancy(session) -> Vacancy:
    desk.listen()
    trade.an_employer(session, coordinator=GRACE.email)
    return trade.a_vacancy(session, sector="catering", essential_skills="cooking")


def withhold(session, vacancy: Vacancy) -> None:
    vacancy.employer.withheld = "Paid late."
    session.flush()


# Withheld: every way to a participant


@pytest.mark.parametrize("step", ["ask", "check", "say_yes", "introduce", "book", "move"])
def test_nobody_is_taken_a_step_nearer_to_a_withheld_employer(session, vacancy, step):
    states = {
        "ask": "ended",
        "check": "asked",
        "say_yes": "checked",
        "introduce": "agreed",
        "book": "wanted",
        "move": "wanted",
    }
    person, slots = (
        trade.a_participant(session),
        [trade.a_slot(session, "S1"), trade.a_slot(session, "S2", "2027-01-20 11:15")],
    )
    begun = None if step == "ask" else trade.a_referral(session, person, vacancy, states[step])
    if step == "move":
        interviews.book(session, begun, slots[0], GRACE, NOON)
    withhold(session, vacancy)

    do = {
        "ask": lambda: referrals.ask(session, person, vacancy, GRACE, NOON),
        "introduce": lambda: desk.introduce(session, begun, GRACE, NOON),
        "book": lambda: interviews.book(session, begun, slots[0], GRACE, NOON),
        "move": lambda: interviews.move(session, begun, slots[1], GRACE, NOON),
    }.get(step, lambda: referrals.take(session, begun, step, PRIYA, NOON))
    with pytest.raises(VacancyGone, match="withheld: Paid late"):
        do()
    if begun is not None:
        assert interviews.offered(session, begun, NOON) == []


def test_no_list_and_no_suggestion_has_a_withheld_employer(session, vacancy):
    person = trade.a_participant(
        session, skills="cooking", wants="retail", available="any", caring="none", limits="none"
    )
    before = shortlists.matches(session, person, TODAY).lines
    assert thought_of.others(person, before, shortlists.policy()) == list(before)

    withhold(session, vacancy)

    found = shortlists.matches(session, person, TODAY).lines
    assert not found
    assert not thought_of.others(person, found, shortlists.policy())
    assert not shortlists.shortlist(session, vacancy, TODAY).lines


@pytest.mark.parametrize("before", [True, False], ids=["said before", "said after"])
def test_no_participant_is_written_to_that_a_withheld_employer_would_like_to_meet(session, vacancy, before):
    person = trade.a_participant(session, email="aisha@home.example", channel="email", safe_window="any")
    begun = trade.a_referral(session, person, vacancy, "introduced")
    helen = vacancy.employer.contacts[0]
    if not before:
        withhold(session, vacancy)
    introductions.answer(session, begun.introduction, "see", contact=helen, now=NOON)
    withhold(session, vacancy)

    put = session.scalars(select(Message).where(Message.participant_id == person.id)).all()
    assert len(put) == before
    for each in put:
        assert messages.overtaken(session, each, NOON, {}) == "The employer is withheld."
    assert begun.state == "wanted"


def test_a_letter_to_a_withheld_employer_that_still_waits_does_not_go(session, vacancy):
    begun = trade.a_referral(session, trade.a_participant(session), vacancy, "introduced")
    telling.laid(session, begun, NOON)
    withhold(session, vacancy)
    assert messages.overtaken(session, session.scalars(select(Message)).one(), NOON, {}) == "The employer is withheld."


def test_nothing_that_runs_is_cancelled_and_all_of_it_is_listed(session, vacancy):
    booked = trade.a_referral(session, trade.a_participant(session, "P1"), vacancy)
    interviews.book(session, booked, trade.a_slot(session), GRACE, NOON)
    shown = trade.a_referral(session, trade.a_participant(session, "P2"), vacancy, "introduced")
    trade.a_referral(session, trade.a_participant(session, "P3"), vacancy, "asked")
    assert employer_care.running(session) == []

    withhold(session, vacancy)

    assert employer_care.running(session) == [booked, shown]
    assert employer_care.running(session, "E2") == []
    assert session.scalars(select(Booking)).one().referral is booked


# Placements without hires


def placed(session, vacancy: Vacancy, number: int, *, outcome: str | None = None, met: bool = True) -> None:
    begun = trade.a_referral(session, trade.a_participant(session, f"P{number}"), vacancy, "met")
    if outcome:
        begun.state, begun.outcome, begun.ended_at, begun.open = "ended", outcome, NOON, None
    begun.introduction.met = met
    session.flush()


def test_placements_and_hires_are_counted_over_the_time(session, vacancy):
    trade.an_agreement(session, kind="work_experience")
    trial = trade.a_vacancy(session, "V2", agreement_reference="A1")
    for number in range(3):
        placed(session, trial, number, outcome="withdrawn" if number else None)
    placed(session, trial, 3, met=False)
    placed(session, vacancy, 4)

    (found,) = employer_care.placements(session, SINCE)

    assert (found.employer.reference, found.placements, found.hires) == ("E1", 3, 0)
    assert found.raised(3, 0)
    assert not found.raised(4, 0)
    placed(session, vacancy, 5, outcome="started")
    (found,) = employer_care.placements(session, SINCE)
    assert (found.placements, found.hires, found.raised(3, 0)) == (3, 1, False)
    assert employer_care.placements(session, NOON) == []


def test_what_was_looked_into_is_raised_again_only_when_it_grows(session, vacancy):
    trade.an_agreement(session, kind="job_trial")
    trial = trade.a_vacancy(session, "V2", agreement_reference="A1")
    for number in range(3):
        placed(session, trial, number)
    (found,) = employer_care.placements(session, SINCE)
    employer_care.look_into(session, found, "A new site; posts open in spring.", by=GRACE.email, now=NOON)

    assert not employer_care.placements(session, SINCE)[0].raised(3, 0)
    placed(session, trial, 3)
    assert employer_care.placements(session, SINCE)[0].raised(3, 0)


@pytest.mark.parametrize(
    ("day", "before"),
    [
        (date(2027, 1, 14), date(2026, 1, 14)),
        (date(2027, 3, 31), date(2026, 3, 28)),
        (date(2027, 12, 1), date(2026, 12, 1)),
    ],
)
def test_a_year_before(day, before):
    assert employer_care.months_before(day, 12) == before


# Papers that run out


def papers(session, expires_on: str = "2027-02-01") -> None:
    typed = Typed("", "liability_insurance", "Northern, 4711", expires_on)
    safety.see(session, "E1", typed, by=GRACE.email, now=NOON)


def test_coordinator_and_employer_are_told_once_of_a_paper_that_runs_out(session, vacancy):
    papers(session)
    for _ in range(2):
        employer_letters.safety_ending(session, NOON, CARE)

    found = session.scalars(select(Message).order_by(Message.id)).all()
    assert [each.recipient for each in found] == [GRACE.email, HELEN.email]
    assert all("1 February 2027" in each.body for each in found)
    assert messages.WAY_IN in found[1].body
    assert employer_letters.safety_still(session, found[0], NOON) is None

    papers(session, "2028-02-01")
    assert employer_letters.safety_still(session, found[0], NOON) == "It runs out on another day now."


@pytest.mark.parametrize("ends", ["2027-01-13", "2027-02-14", ""])
def test_a_paper_that_ran_out_or_runs_on_is_no_letter(session, vacancy, ends):
    papers(session, ends)
    employer_letters.safety_ending(session, NOON, CARE)
    assert session.scalars(select(Message)).all() == []


# Who is written to


def test_a_hiring_manager_is_written_to_about_the_own_jobs_and_a_reader_never(session, vacancy):
    employer, other = vacancy.employer, trade.a_vacancy(session, "V2")
    roles.add(session, employer, name="Rae", email="rae@tanner.example", role="viewer")
    omar = roles.add(session, employer, name="Omar", email="omar@tanner.example", role="hiring_manager", jobs=["V2"])
    for contact in employer.contacts:
        accounts.invite_contact(session, contact)

    assert telling.reached(session, employer).email == HELEN.email
    assert telling.reached(session, employer, vacancy).email == HELEN.email
    assert telling.reached(session, employer, other) is omar


# A new way in


class Kept:
    def __init__(self) -> None:
        self.letters = []

    def send(self, letter) -> None:
        self.letters.append(letter)


@pytest.mark.usefixtures("database")
def test_a_new_link_goes_to_a_contact_once_in_a_while_and_to_nobody_else():
    with transaction(by="test") as session:
        trade.an_employer(session)
        trade.an_employer(session, "E2").contacts[0].email = "gone@other.example"
        for contact in session.scalars(select(Contact)):
            accounts.invite_contact(session, contact)
        accounts.close(session, accounts.find(session, "gone@other.example"))
        accounts.invite(session, GRACE.email, "coordinator", "Grace")
    rest, way = timedelta(minutes=15), Kept()

    def ask(email: str, now: datetime) -> int:
        with transaction(by="the way in") as session:
            employer_letters.new_way_in(session, email, now, rest=rest)
        messages.send_due(lambda: now, way, RULES)
        return len(way.letters)

    for nobody in (GRACE.email, "gone@other.example", "nobody@tanner.example", "", "\x00" * 10):
        assert ask(nobody, NOON) == 0
    assert ask(f" {HELEN.email.upper()} ", NOON) == 1
    assert ask(HELEN.email, NOON + timedelta(minutes=5)) == 1
    assert ask(HELEN.email, NOON + timedelta(minutes=15)) == 2
    link = way.letters[0].get_content().partition("/way-in/")[2].split()[0]
    with reading() as session:
        assert accounts.holder_of_sign_in_link(session, link, "secret", 7).email == HELEN.email
