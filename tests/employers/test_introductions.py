"""The employer's desk: own cards only, each answered once heard, and taken back without a word about why."""

from collections.abc import Iterator
from datetime import datetime, timedelta

import pytest
from sqlalchemy.orm import Session

from employers import introductions
from employers.columns import Refused
from employers.introductions import (
    NobodyListens,
    NothingWritten,
    NotOnDesk,
    ReasonMissing,
    Said,
    TakenBack,
    TooLong,
    UnknownAnswer,
)
from employers.models import Agreement, Contact, Employer, Introduction, Vacancy

NOW = datetime(2027, 1, 14, 12)
CARD = [{"part": "name", "text": "Aisha"}, {"part": "strengths", "text": "Cooks for eight."}]


@pytest.fixture
def heard(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[Said]]:
    """What the brokerage would have heard."""
    words: list[Said] = []
    monkeypatch.setattr(introductions, "hearers", [lambda _session, _card, said: words.append(said)])
    return words


@pytest.fixture
def helen(session: Session) -> Contact:
    return _employer(session, "E1", "helen@tanner.example")


@pytest.fixture
def card(session: Session, helen: Contact) -> Introduction:
    return introductions.lay(session, _vacancy(session, "V1", helen), CARD, None, NOW)


def _employer(session: Session, reference: str, email: str | None) -> Contact:
    contact = Contact(name="Somebody", email=email)
    session.add(Employer(reference=reference, name=f"Employer {reference}", contacts=[contact]))
    session.flush()
    return contact


def _vacancy(session: Session, reference: str, contact: Contact) -> Vacancy:
    made = Vacancy(reference=reference, employer_reference=contact.employer_reference, title="Kitchen assistant")
    session.add(made)
    session.flush()
    return made


def test_a_card_lies_on_the_desk_of_its_own_employer(session, card, helen):
    assert list(introductions.on_desk(session, helen)) == [card]
    assert introductions.own(session, helen, card.reference) is card
    assert (card.card, card.laid_at, card.answer) == (CARD, NOW, None)


def test_the_newest_lies_on_top(session, card, helen):
    later = introductions.lay(session, card.vacancy, CARD, None, NOW + timedelta(minutes=1))
    assert list(introductions.on_desk(session, helen)) == [later, card]


def test_a_card_says_under_which_agreement_it_is_promised(session, card, helen):
    promise = Agreement(reference="A1", employer_reference="E1", kind="guaranteed_interview")
    session.add(promise)
    session.flush()
    assert introductions.lay(session, card.vacancy, CARD, promise, NOW).agreement_reference == "A1"


def test_anothers_card_looks_like_one_that_is_not_there(session, card, helen, heard):
    other = _employer(session, "E2", "omar@other.example")
    assert list(introductions.on_desk(session, other)) == []
    for who, reference in ((other, card.reference), (helen, "I999999999")):
        with pytest.raises(NotOnDesk) as refused:
            introductions.own(session, who, reference)
        assert str(refused.value).replace(reference, "…").startswith("There is no introduction … on your desk.")
        assert not isinstance(refused.value, TakenBack)
    for say in (
        lambda: introductions.answer(session, card, "see", contact=other, now=NOW),
        lambda: introductions.offer_job(session, card, other, NOW),
        lambda: introductions.give_feedback(session, card, "Kind.", other, NOW),
    ):
        with pytest.raises(NotOnDesk):
            say()
    assert (card.answer, card.offered_at, card.feedback, heard) == (None, None, None, [])


@pytest.mark.parametrize("said", ["see", "hold"])
def test_see_and_hold(session, card, helen, heard, said):
    introductions.answer(session, card, said, contact=helen, now=NOW)

    assert (card.answer, card.answered_at, card.answered_by) == (said, NOW, "helen@tanner.example")
    assert heard == [Said(said, "helen@tanner.example", NOW)]


def test_not_this_time_has_a_reason_and_a_separate_word(session, card, helen, heard):
    introductions.answer(
        session,
        card,
        "not_this_time",
        reason="hours",
        word=" Please send her\r\nagain in May. ",
        contact=helen,
        now=NOW,
    )
    assert (card.reason, card.word) == ("hours", "Please send her\nagain in May.")
    assert heard == [Said("not_this_time", "helen@tanner.example", NOW, "hours")]


def test_an_answer_that_cannot_be_taken_is_a_sentence(session, card, helen, heard):
    for wrong, said in (
        (UnknownAnswer, {"said": "reject"}),
        (ReasonMissing, {"said": "not_this_time"}),
        (ReasonMissing, {"said": "not_this_time", "reason": "age"}),
        (TooLong, {"said": "see", "word": "x" * 4001}),
    ):
        with pytest.raises(wrong):
            introductions.answer(session, card, contact=helen, now=NOW, **said)
    assert (card.answer, heard) == (None, [])


def test_the_same_answer_twice_is_one(session, card, helen, heard):
    for minute in range(3):
        introductions.answer(session, card, "see", contact=helen, now=NOW + timedelta(minutes=minute))
        introductions.offer_job(session, card, helen, NOW + timedelta(minutes=minute))
    assert [said.what for said in heard] == ["see", "offer"]
    assert (card.answered_at, card.offered_at) == (NOW, NOW)


def test_a_reason_goes_with_another_answer(session, card, helen, heard):
    introductions.record(session, card, "not_this_time", by="grace", now=NOW, reason="filled", word="Sorry.")
    introductions.record(session, card, "see", by="grace", now=NOW)
    assert (card.answer, card.reason, card.word, card.answered_by) == ("see", None, None, "grace")
    assert heard == []


def test_what_the_brokerage_refuses_is_not_written_down(session, card, helen, monkeypatch):
    def refuse(*_said):
        raise Refused("An interview is booked.")

    monkeypatch.setattr(introductions, "hearers", [refuse])
    with pytest.raises(Refused, match="An interview is booked"):
        introductions.answer(session, card, "not_this_time", reason="filled", contact=helen, now=NOW)
    assert card.answer is None


def test_an_answer_that_nobody_would_hear_is_not_taken(session, card, helen, monkeypatch):
    monkeypatch.setattr(introductions, "hearers", [])
    with pytest.raises(NobodyListens):
        introductions.answer(session, card, "see", contact=helen, now=NOW)
    assert card.answer is None


def test_a_card_taken_back_is_off_the_desk_and_says_nothing_of_why(session, card, helen, heard):
    introductions.take_back(card, NOW)
    introductions.take_back(card, NOW + timedelta(days=1))
    session.flush()

    assert card.taken_back_at == NOW
    assert list(introductions.on_desk(session, helen)) == []
    for say in (
        lambda: introductions.own(session, helen, card.reference),
        lambda: introductions.answer(session, card, "see", contact=helen, now=NOW),
        lambda: introductions.offer_job(session, card, helen, NOW),
        lambda: introductions.give_feedback(session, card, "Kind.", helen, NOW),
    ):
        with pytest.raises(TakenBack, match="This introduction has been taken back; nothing is asked of you"):
            say()
    assert (card.card, heard) == (CARD, [])


def test_feedback_can_be_bettered(session, card, helen):
    introductions.give_feedback(session, card, " Calm with customers. ", helen, NOW)
    introductions.give_feedback(session, card, "Calm and quick.", helen, NOW + timedelta(hours=1))
    assert (card.feedback, card.feedback_at) == ("Calm and quick.", NOW + timedelta(hours=1))
    with pytest.raises(NothingWritten):
        introductions.give_feedback(session, card, " ", helen, NOW)


def test_references_tell_nothing_of_how_many_there_are():
    made = {introductions.random_reference("I") for _ in range(2000)}
    assert len(made) == 2000
    assert all(len(each) == 10 and each[0] == "I" for each in made)
