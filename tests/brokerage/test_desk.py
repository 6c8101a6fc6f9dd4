"""Between a referral and its card: what an employer says moves it, and two who act at the same moment never leave it half moved."""

import threading
from collections.abc import Callable

import pytest
from sqlalchemy import Engine
from sqlalchemy.orm import Session
from trade import GRACE, HELEN, NOON, PRIYA, TODAY, a_participant, a_referral, a_vacancy, an_employer

from brokerage import consent, desk, referrals
from brokerage.consent import OnTheDesk
from brokerage.referral_models import Answer, Referral
from employers import introductions
from employers.columns import Refused
from employers.db import reading, transaction
from employers.flows import NotNow
from employers.introductions import TakenBack

ROUNDS = 6
NAME, HOURS = [{"part": "name", "text": "Aisha"}], [{"part": "hours", "text": "Mornings"}]


@pytest.fixture(autouse=True)
def _listening(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(introductions, "hearers", [])
    desk.listen()
    desk.listen()


@pytest.fixture
def referral(session: Session) -> Referral:
    an_employer(session)
    return a_referral(session, a_participant(session, share="name; hours"), a_vacancy(session), state="introduced")


def test_what_the_employer_says_is_heard_once_and_logged_as_said(session, referral):
    helen = referral.vacancy.employer.contact
    introductions.answer(session, referral.introduction, "hold", contact=helen, now=NOON)
    introductions.answer(
        session, referral.introduction, "not_this_time", reason="filled", word="Sorry.", contact=helen, now=NOON
    )

    assert [(step.transition, step.by, step.role, step.why) for step in referral.steps] == [
        ("hold", HELEN.email, "employer", None),
        ("not_this_time", HELEN.email, "employer", "The post is filled"),
    ]
    assert (referral.outcome, referral.introduction.word) == ("not_this_time", "Sorry.")


def test_the_word_to_the_keyworker_is_on_the_card_alone(session, referral):
    desk.record_answer(session, referral, "not_this_time", reason="hours", word="For you only.", actor=GRACE, now=NOON)
    assert "For you only." not in str([vars(step) for step in referral.steps])
    assert (referral.introduction.word, referral.introduction.answered_by) == ("For you only.", GRACE.email)


def test_an_offer_by_telephone(session, referral):
    referral.state = "met"
    desk.record_offer(session, referral, GRACE, NOON)
    assert (referral.state, referral.introduction.offered_at) == ("offered", NOON)


def test_what_the_flow_refuses_is_not_on_the_card(session, referral):
    referral.state = "booked"
    with pytest.raises(NotNow, match="say “not this time”"):
        introductions.answer(
            session, referral.introduction, "not_this_time", reason="filled",
            contact=referral.vacancy.employer.contact, now=NOON,
        )  # fmt: skip
    assert referral.introduction.answer is None


def test_nobody_hears_how_it_ended_from_the_desk(session, referral):
    desk.withdraw(session, referral, PRIYA, NOON, "Ill until May.")
    with pytest.raises(TakenBack) as told:
        introductions.answer(session, referral.introduction, "see", contact=referral.vacancy.employer.contact, now=NOON)
    assert "May" not in str(told.value)


def test_an_answer_and_a_withdrawal_at_the_same_moment(database: Engine):
    """Both orders are right; the card is off the desk, and the steps are one chain."""
    for name in _referrals("introduced"):

        def see(session: Session, name: str = name) -> None:
            card = referrals.get(session, name).introduction
            assert card is not None
            introductions.answer(session, card, "see", contact=card.vacancy.employer.contacts[0], now=NOON)

        def withdraw(session: Session, name: str = name) -> None:
            desk.withdraw(session, referrals.get(session, name), PRIYA, NOON, "Another job came first.")

        refused = _at_once(see, withdraw)
        with reading() as session:
            referral = referrals.get(session, name)
            card = referral.introduction
            assert card is not None
            steps = [step.transition for step in referral.steps]
            assert (referral.outcome, card.taken_back_at) == ("withdrawn", NOON)
            assert (steps, card.answer) == ((["withdraw"], None) if refused else (["see", "withdraw"], "see"))
            assert {type(each) for each in refused} <= {NotNow, TakenBack}


def test_other_words_and_an_introduction_at_the_same_moment(database: Engine):
    """What lies on the desk is what the person said last, or the new words are refused."""
    for name in _referrals("agreed"):

        def change(session: Session, name: str = name) -> None:
            found = referrals.get(session, name)
            consent.answer(session, found, "yes", said_on=TODAY, actor=PRIYA, now=NOON, shares=["hours"], words=HOURS)

        def introduce(session: Session, name: str = name) -> None:
            found = referrals.get(session, name)
            assert found.answer is not None  # as a page would have read it before
            desk.introduce(session, found, GRACE, NOON)

        refused = _at_once(change, introduce)
        with reading() as session:
            referral = referrals.get(session, name)
            assert referral.introduction is not None
            assert referral.answer is not None
            assert referral.introduction.card == referral.answer.words == (NAME if refused else HOURS)
            assert {type(each) for each in refused} <= {OnTheDesk}


def _referrals(state: str) -> list[str]:
    with transaction(by="test") as session:
        an_employer(session)
        person = a_participant(session, share="name; hours")
        made = [a_referral(session, person, a_vacancy(session, f"V{each}"), state=state) for each in range(ROUNDS)]
        for each in made:
            each.answer = Answer(said="yes", said_on=TODAY, shares="name", words=NAME)
        return [each.reference for each in made]


def _at_once(*things: Callable[[Session], None]) -> list[Exception]:
    """What was refused of things done at the same moment. Anything but a sentence is raised here."""
    start, told = threading.Barrier(len(things)), list[Exception]()

    def one(do: Callable[[Session], None]) -> None:
        start.wait()
        try:
            with transaction(by="test") as session:
                do(session)
        except Exception as error:  # noqa: BLE001 (looked at below, in the test's own thread)
            told.append(error)

    threads = [threading.Thread(target=one, args=(do,)) for do in things]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    for error in told:
        if not isinstance(error, Refused):
            raise error
    return told
