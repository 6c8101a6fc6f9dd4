"""How it ends, and what is asked for after an interview."""

from datetime import timedelta

import pytest
from sqlalchemy import update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session
from trade import GRACE, HELEN, NOON, PRIYA, a_participant, a_referral, a_slot, a_vacancy, an_employer

from brokerage.flow import WhyNotKept
from brokerage.interviews import book, took_place
from brokerage.outcomes import NotMet, UnknownOutcome, awaited, end, note_feedback
from brokerage.referral_models import Referral
from brokerage.referrals import take
from employers.flows import NotNow, NotThisRole, SayWhy
from employers.introductions import NothingWritten, ReasonMissing, TakenBack

AFTER = NOON + timedelta(days=9)


@pytest.fixture
def asked(session: Session) -> Referral:
    an_employer(session)
    return a_referral(session, a_participant(session), a_vacancy(session))


@pytest.fixture
def met(session: Session, asked: Referral) -> Referral:
    book(session, asked, a_slot(session), GRACE, NOON)
    took_place(session, asked, True, GRACE, AFTER)
    return asked


@pytest.mark.parametrize(
    ("outcome", "actor", "words"),
    [
        ("declined", PRIYA, {}),
        ("withdrawn", PRIYA, {"why": "Found something nearer."}),
        ("closed", GRACE, {}),
        ("not_this_time", GRACE, {"reason": "hours"}),
    ],
)
def test_every_end_has_its_outcome(session: Session, asked: Referral, outcome, actor, words):
    end(session, asked, outcome, actor, NOON, **words)

    assert (asked.state, asked.outcome, asked.open, asked.ended_at) == ("ended", outcome, None, NOON)
    assert asked.steps[-1].after == "ended"
    with pytest.raises(NotNow, match="Ended"):
        end(session, asked, outcome, actor, NOON, **words)


def test_the_job_is_taken_once_it_was_offered(session: Session, met: Referral):
    with pytest.raises(NotNow):
        end(session, met, "started", GRACE, AFTER)
    take(session, met, "offer", HELEN, AFTER)

    end(session, met, "started", GRACE, AFTER)

    assert met.outcome == "started"


@pytest.mark.parametrize(
    ("outcome", "actor", "words", "refused"),
    [
        ("vanished", GRACE, {}, UnknownOutcome),
        ("declined", PRIYA, {"why": "Too far."}, WhyNotKept),
        ("withdrawn", GRACE, {}, SayWhy),
        ("not_this_time", GRACE, {}, ReasonMissing),
        ("declined", HELEN, {}, NotThisRole),
    ],
)
def test_an_end_that_is_not_whole_changes_nothing(session: Session, asked: Referral, outcome, actor, words, refused):
    with pytest.raises(refused):
        end(session, asked, outcome, actor, NOON, **words)

    assert (asked.state, asked.outcome, asked.steps) == ("wanted", None, [])
    assert asked.introduction.answer is None


def test_the_tables_hold_no_end_without_an_outcome(session: Session, asked: Referral):
    with pytest.raises(IntegrityError, match="outcome"), session.begin_nested():
        session.execute(
            update(Referral).values(state="ended", open=None, ended_at=NOON), execution_options={"unaudited": True}
        )


def test_after_an_interview_it_is_asked_whether_it_was_held_then_what_came_of_it(session: Session, asked: Referral):
    book(session, asked, a_slot(session), GRACE, NOON)
    assert awaits(session, NOON) == []
    assert awaits(session, AFTER) == ["meeting"]

    took_place(session, asked, True, GRACE, AFTER)
    assert awaits(session, AFTER) == ["outcome", "feedback"]

    end(session, asked, "not_this_time", GRACE, AFTER, reason="other_person")
    assert awaits(session, AFTER) == ["feedback"]

    note_feedback(session, asked, "Spoke well of the kitchen at home. Ask again in spring.", AFTER)
    assert awaits(session, AFTER) == []
    assert asked.introduction.feedback_at == AFTER


def test_what_was_waited_for_longest_stands_first(session: Session, asked: Referral):
    other = a_referral(session, a_participant(session, "P2"), asked.vacancy)
    book(session, asked, a_slot(session, "S1", "2027-01-20 09:00"), GRACE, NOON)
    book(session, other, a_slot(session, "S2", "2027-01-19 09:00"), GRACE, NOON)

    found = awaited(session, AFTER)

    assert [(each.referral.id, each.ask) for each in found] == [
        (each.id, "Did the interview take place?") for each in (other, asked)
    ]


def test_somebody_who_took_the_job_needs_no_feedback(session: Session, met: Referral):
    take(session, met, "offer", HELEN, AFTER)
    assert awaits(session, AFTER) == ["outcome", "feedback"]

    end(session, met, "started", GRACE, AFTER)

    assert awaits(session, AFTER) == []


def test_feedback_is_for_an_interview_that_was_held(session: Session, asked: Referral):
    with pytest.raises(NotMet):
        note_feedback(session, asked, "Fine.", NOON)


def test_feedback_has_words_and_a_card_to_stand_on(session: Session, met: Referral):
    with pytest.raises(NothingWritten):
        note_feedback(session, met, "  ", AFTER)
    end(session, met, "declined", PRIYA, AFTER)
    with pytest.raises(TakenBack):
        note_feedback(session, met, "Fine.", AFTER)


def awaits(session: Session, now) -> list[str]:
    return [each.what for each in awaited(session, now)]
