"""The person's own yes or no, and the words an employer sees: those that were agreed to, and no others."""

from datetime import date, time, timedelta

import pytest
from hypothesis import given
from hypothesis import settings as cases
from hypothesis import strategies as some
from sqlalchemy import func, select
from trade import GRACE, NOON, PRIYA, TODAY, a_participant, a_referral, a_vacancy, an_employer

from brokerage import consent, desk
from brokerage.consent import NotAgreed, NothingToShow, NotSaid, OnTheDesk, StillToCome, suggested
from brokerage.models import Participant
from brokerage.referral_models import Answer, Referral
from brokerage.referrals import Actor, NotYourPerson
from employers.flows import NotNow
from matching.grammar import DEMANDS, INVOLVES, SHARES
from matching.taxonomy import built_in

EVERYTHING = "; ".join(SHARES)
WORDS = [
    {"part": "strengths", "text": " Cooks for eight, every day. "},
    {"part": "name", "text": "Aisha"},
    {"part": "adjustments", "text": "Written instructions."},
]
CARD = [
    {"part": "name", "text": "Aisha"},
    {"part": "strengths", "text": "Cooks for eight, every day."},
    {"part": "adjustments", "text": "Written instructions."},
]
SHOWN = ("name", "strengths", "adjustments")


@pytest.fixture
def referral(session) -> Referral:
    an_employer(session)
    person = a_participant(session, name="Aisha Rahman", share=EVERYTHING)
    return a_referral(session, person, a_vacancy(session), state="checked")


def yes(session, referral, words=WORDS, shares=SHOWN, **said):
    said = {"said_on": TODAY, "actor": PRIYA, "now": NOON} | said
    return consent.answer(session, referral, "yes", shares=shares, words=words, **said)


def test_the_card_is_exactly_the_words_agreed(session, referral):
    yes(session, referral)
    shown = consent.preview(referral.participant, SHOWN, WORDS)
    laid = desk.introduce(session, referral, GRACE, NOON)

    assert referral.answer is not None
    assert CARD == shown == referral.answer.words == consent.card_for(referral) == laid.card
    assert referral.answer.shares == "name; strengths; adjustments"


def test_what_is_not_ticked_is_not_on_the_card(session, referral):
    yes(session, referral, shares=("strengths",))
    assert consent.card_for(referral) == [CARD[1]]


@pytest.mark.parametrize(
    ("share", "sentence"),
    [
        ("name; strengths", "has not agreed that “What helps at work” may be shown"),
        ("none", "has not agreed that “Name” may be shown"),
        (None, "has not agreed that “Name” may be shown"),
    ],
)
def test_a_card_never_goes_beyond_the_general_consent(session, referral, share, sentence):
    referral.participant.share = share
    with pytest.raises(NotAgreed, match=sentence):
        yes(session, referral)
    assert (referral.state, referral.answer) == ("checked", None)


def test_a_general_consent_that_was_narrowed_since_holds_back_the_card(session, referral):
    yes(session, referral)
    referral.participant.share = "name"

    with pytest.raises(NotAgreed, match="Strengths"), session.begin_nested():
        desk.introduce(session, referral, GRACE, NOON)
    session.refresh(referral)
    assert (referral.state, referral.introduction) == ("agreed", None)


def test_a_yes_needs_words_and_a_day(session, referral):
    with pytest.raises(NothingToShow):
        yes(session, referral, shares=())
    with pytest.raises(NotAgreed, match="no words under “Hours”"):
        yes(session, referral, shares=("name", "hours"))
    with pytest.raises(NotAgreed, match="2001 characters"):
        yes(session, referral, words=[{"part": "name", "text": "a" * 2001}], shares=("name",))
    with pytest.raises(NotAgreed, match="has not agreed that “caring”"):
        yes(session, referral, words=[{"part": "caring", "text": "Mon-Fri"}], shares=("caring",))
    with pytest.raises(StillToCome, match="2027-01-15"):
        yes(session, referral, said_on=TODAY + timedelta(days=1))
    with pytest.raises(NotSaid):
        consent.answer(session, referral, "", said_on=TODAY, actor=PRIYA, now=NOON)
    assert referral.state == "checked"


def test_only_the_keyworker_notes_what_the_person_says(session, referral):
    for other in (GRACE, Actor("omar@hallbrook.example", "keyworker")):
        with pytest.raises(Exception, match="keyworker"):
            yes(session, referral, actor=other)
    yes(session, referral)
    with pytest.raises(NotYourPerson):
        yes(session, referral, actor=Actor("omar@hallbrook.example", "keyworker"))


def test_the_words_can_change_until_the_employer_has_seen_them(session, referral):
    yes(session, referral)
    yes(session, referral, shares=("name",))
    assert consent.card_for(referral) == [CARD[0]]
    assert len(referral.steps) == 1

    desk.introduce(session, referral, GRACE, NOON)
    with pytest.raises(OnTheDesk):
        yes(session, referral)


@pytest.mark.parametrize("state", ["asked", "checked", "agreed", "introduced", "wanted", "offered"])
def test_a_no_asks_for_nothing_and_keeps_no_words(session, referral, state):
    at = a_referral(session, referral.participant, a_vacancy(session, "V2"), state=state)
    if state == "agreed":
        at.answer = Answer(said="yes", said_on=TODAY, shares="name", words=[CARD[0]])

    consent.answer(session, at, "no", said_on=TODAY, actor=PRIYA, now=NOON)

    assert (at.state, at.outcome) == ("ended", "declined")
    assert at.answer is not None
    assert (at.answer.said, at.answer.shares, at.answer.words) == ("no", None, [])
    assert at.steps[-1].why is None


def test_nothing_is_said_twice(session, referral):
    consent.answer(session, referral, "no", said_on=TODAY, actor=PRIYA, now=NOON)
    with pytest.raises(NotNow):
        consent.answer(session, referral, "no", said_on=TODAY, actor=PRIYA, now=NOON)
    with pytest.raises(NotNow):
        yes(session, referral)
    assert session.scalar(select(func.count()).select_from(Answer)) == 1


def test_words_to_start_from():
    person = Participant(
        reference="P1",
        name="Aisha Rahman",
        skills="cooking; worked the tills; cared for my mum; school run; bringing up children; not yet baking",
        certificates="food hygiene level 2 until 2028-01-01; enhanced DBS; a prize of my own",
        available="Mon-Fri 09:00-17:00; Sat 10:00-14:00",
        share=EVERYTHING,
    )
    assert suggested(person, SHARES) == [
        {"part": "name", "text": "Aisha Rahman"},
        {"part": "strengths", "text": "Cooking from scratch and till work."},
        {"part": "skills", "text": "cooking from scratch; till work"},
        {"part": "certificates", "text": "food hygiene level 2"},
        {"part": "hours", "text": "Mon–Fri 09:00–17:00; Sat 10:00–14:00"},
        {"part": "adjustments", "text": ""},
    ]
    assert suggested(person, ["hours"]) == [{"part": "hours", "text": "Mon–Fri 09:00–17:00; Sat 10:00–14:00"}]


def test_the_skills_that_tell_of_a_life_are_all_known_by_these_words():
    assert built_in().concepts.keys() >= consent.TELL_OF_A_LIFE


def test_nothing_is_suggested_beyond_the_general_consent():
    assert suggested(Participant(reference="P1", name="Aisha", share="hours"), SHARES) == [
        {"part": "hours", "text": ""}
    ]
    assert suggested(Participant(reference="P1", name="Aisha"), SHARES) == []


@pytest.mark.parametrize(
    "available", ["Mon-Fri 09:15-15:00 (term)", "Mon-Fri 09:00-17:00; Sat 10:00-14:00 (holidays)", "none", None]
)
def test_hours_that_would_tell_of_children_are_left_to_the_person(available):
    assert suggested(Participant(reference="P1", available=available, share="hours"), SHARES)[0]["text"] == ""


CANARY = "CANARY7"
weeks = some.sampled_from([None, "none", "Mon-Fri 08:30-09:30", "daily 18:00-24:00 (term)", "Sun 10:00-12:00"])
lists = some.lists(some.sampled_from([*DEMANDS, CANARY]), unique=True).map("; ".join)
private = some.fixed_dictionaries(
    {
        "caring": weeks,
        "safe_window": weeks,
        "limits": lists,
        "not_adjustable": lists,
        "legal": some.sampled_from([None, "none", *INVOLVES]),
        "avoids": lists,
        "wants": lists,
        "drop_off": some.sampled_from([None, time(8, 50)]),
        "pick_up": some.sampled_from([None, time(15, 15)]),
        "school_postcode": some.sampled_from([None, CANARY]),
        "postcode": some.sampled_from([None, CANARY]),
        "area": some.sampled_from([None, CANARY]),
        "phone": some.sampled_from([None, CANARY]),
        "email": some.sampled_from([None, CANARY]),
        "channel": some.sampled_from([None, "none", "letter"]),
        "childcare_welcome": some.sampled_from([None, True, False]),
        "school_terms": some.sampled_from([None, CANARY]),
        "legal_confirmed": some.sampled_from([None, CANARY]),
        "not_near": some.sampled_from([None, CANARY]),
        "only_near": some.sampled_from([None, CANARY]),
        "day_hours_max": some.sampled_from([None, 4.0]),
        "travel_modes": some.sampled_from([None, "walk"]),
        "travel_max": some.sampled_from([None, "walk 10"]),
        "pay_min": some.sampled_from([None, 15.0]),
        "hours_min": some.sampled_from([None, 16.0]),
        "training_completed": lists,
        "live": some.sampled_from([None, True, False]),
    }
)
shown = some.fixed_dictionaries(
    {
        "name": some.sampled_from([None, "Aisha"]),
        "skills": some.sampled_from([None, "none", f"cooking; tills; {CANARY}", "not yet baking"]),
        "certificates": some.sampled_from([None, "none", f"first aid until 2028-01-01; {CANARY}"]),
        "available": some.sampled_from([None, "Mon-Fri 09:00-17:00", "Mon-Fri 09:00-15:00 (term)"]),
        "share": some.sampled_from([EVERYTHING, "name; hours", "none", None]),
    }
)


@cases(max_examples=500, deadline=None)
@given(shown, private, private)
def test_no_suggested_byte_depends_on_what_is_private(facts, one, other):
    """Twins: what could be shown is the same, what is private differs."""
    first = suggested(Participant(reference="P1", **facts, **one), SHARES)
    second = suggested(Participant(reference="P2", **facts, **other), SHARES)

    assert first == second
    assert CANARY not in str(first)


def test_no_column_was_forgotten_among_the_twins():
    """A new column is either one of those that may be suggested from, or varied above."""
    nothing_to_hide = {"id", "reference", "keyworker_id", "contracts", "hours_max", "other_kinds"}
    known = {"name", "skills", "certificates", "available", "share"} | nothing_to_hide
    varied = {
        "caring", "safe_window", "limits", "not_adjustable", "legal", "avoids", "wants", "drop_off", "pick_up", "school_postcode",
        "postcode", "area", "phone", "email", "channel", "childcare_welcome", "day_hours_max", "travel_modes", "travel_max", "pay_min",
        "hours_min", "training_completed", "live", "school_terms", "legal_confirmed", "not_near", "only_near",
    }  # fmt: skip
    coordinates = {
        column.key for column in Participant.__table__.columns if "itude" in column.key or "found" in column.key
    }
    assert {column.key for column in Participant.__table__.columns} == known | varied | coordinates


def test_a_day_is_the_day_here(session, referral):
    """Half past eleven at night in UTC is tomorrow here in summer."""
    late = NOON.replace(month=7, hour=23, minute=30)
    assert yes(session, referral, said_on=date(2027, 7, 15), now=late).said_on == date(2027, 7, 15)
