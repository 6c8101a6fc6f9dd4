"""Who is entitled to a guaranteed interview, and that no more of them are taken than were promised."""

from datetime import timedelta

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session
from trade import (
    GRACE,
    HELEN,
    NOON,
    PRIYA,
    TODAY,
    a_participant,
    a_referral,
    a_slot,
    a_vacancy,
    an_agreement,
    an_employer,
)

from brokerage.interviews import book, cancel, took_place
from brokerage.models import Participant
from brokerage.promises.entitlement import entitled, guarantee, owed, place, questions, take_place
from brokerage.referral_models import PromisedPlace, Referral
from brokerage.referrals import take
from employers.agreements import promise
from employers.models import Agreement
from employers.next_moves import next_move


def said(agreement: dict[str, object], person: dict[str, object]) -> tuple[str, str]:
    found = entitled(Agreement(reference="A1", **agreement), Participant(reference="P1", **person), TODAY)
    return found.said, " ".join(found.texts)


@pytest.mark.parametrize(
    ("done", "answer"),
    [
        (None, "not known"),
        ("none", "no"),
        ("retail taster", "no"),
        ("retail taster; Kitchen Skills", "yes"),
        ("kitchen skill (two days)", "yes"),
    ],
)
def test_training_that_was_promised_an_interview(done, answer):
    found, text = said({"training": "kitchen skills"}, {"training_completed": done})

    assert found == answer
    assert "kitchen skills" in text


@pytest.mark.parametrize(
    ("held", "answer", "words"),
    [
        (None, "not known", "until when?"),
        ("none", "no", "not held yet"),
        ("food hygiene level 2", "yes", "is held"),
        ("level 2 food safety until 2027-01-14", "yes", "is held"),
        ("food hygiene level 2 until 2027-01-13", "no", "ended on 13 January 2027"),
    ],
)
def test_a_certificate_entitles_up_to_and_on_its_last_day(held, answer, words):
    found, text = said({"certificate": "food hygiene level 2"}, {"certificates": held})

    assert found == answer
    assert words in text


@pytest.mark.parametrize(
    ("wanted", "area", "postcode", "answer"),
    [
        ("HB3; HB5", None, "HB3 1NH", "yes"),
        ("HB3; HB5", None, "HB33 1NH", "no"),
        ("HB3; HB5", None, "hb5", "yes"),
        ("HB3; HB5", None, None, "not known"),
        ("Manor estate", "manor estate", None, "yes"),
        ("Manor estate", None, "HB3 1NH", "not known"),
        ("Manor estate", "Beck estate", None, "no"),
        ("Manor estate; HB3", "Beck estate", None, "not known"),
        ("Manor estate; HB3", "Beck estate", "HB4 1NH", "no"),
        ("none", None, None, "yes"),
        (None, None, None, "yes"),
    ],
)
def test_an_area_is_a_code_or_a_postcode_district(wanted, area, postcode, answer):
    assert said({"area": wanted}, {"area": area, "postcode": postcode})[0] == answer


def test_a_no_weighs_more_than_what_is_not_known_and_that_more_than_a_yes():
    agreement = {"training": "kitchen skills", "certificate": "food hygiene level 2", "area": "HB3"}

    assert said(agreement, {"training_completed": "none", "postcode": "HB3 1NH"})[0] == "no"
    assert said(agreement, {"training_completed": "kitchen skills", "postcode": "HB3 1NH"})[0] == "not known"


def test_places_are_counted_down_and_no_more_are_taken_than_were_promised(session: Session):
    first, second, third = people_before(session, 3, places=2)

    numbers = [taken.number for each in (first, second) if (taken := take_place(session, each, TODAY))]

    assert numbers == [1, 2]
    assert take_place(session, third, TODAY) is None
    assert guarantee(session, third, TODAY).text == "All 2 interviews promised under A1 are taken."
    assert take_place(session, first, TODAY) is place(session, first)
    assert first.agreement_reference == first.introduction.agreement_reference == "A1"


def test_a_place_is_free_again_when_it_ends_before_an_interview_was_held(session: Session):
    first, second, third = people_before(session, 3, places=2)
    take_place(session, first, TODAY)
    take_place(session, second, TODAY)

    take(session, first, "say_no", PRIYA, NOON)

    assert (taken := take_place(session, third, TODAY)) is not None
    assert taken.number == 1


def test_a_place_stays_taken_when_the_interview_was_held(session: Session):
    first, second = people_before(session, 2, places=1)
    book(session, first, a_slot(session), GRACE, NOON)
    took_place(session, first, True, GRACE, NOON + timedelta(days=9))

    take(session, first, "withdraw", GRACE, NOON + timedelta(days=10), why="Found something else.")

    assert take_place(session, second, TODAY) is None


@pytest.mark.parametrize(
    "facts",
    [
        {"kind": "ring_fenced"},
        {"ends_on": TODAY},
        {"starts_on": TODAY + timedelta(days=1)},
        {"places": 0},
        {"training": "kitchen skills"},
    ],
)
def test_nothing_is_promised_outside_the_promise(session: Session, facts):
    (only,) = people_before(session, 1, training_completed="none", **facts)

    assert take_place(session, only, TODAY) is None
    assert guarantee(session, only, TODAY).text


def test_where_no_number_was_agreed_there_is_always_a_place(session: Session):
    people = people_before(session, 5, places=None)

    assert [taken.number for each in people if (taken := take_place(session, each, TODAY))] == [1, 2, 3, 4, 5]


def test_what_is_not_known_is_a_question_and_counts_once_it_is_answered(session: Session):
    (only,) = people_before(session, 1, training="kitchen skills")
    assert take_place(session, only, TODAY) is None
    assert [(each.id, found.text) for each, found in questions(session, TODAY)] == [
        (only.id, "Not known: is the training kitchen skills completed?")
    ]

    only.participant.training_completed = "kitchen skills"

    assert take_place(session, only, TODAY) is not None
    assert questions(session, TODAY) == []


def test_owed_is_what_was_promised_and_is_not_booked_the_first_due_first(session: Session):
    late, soon, booked = people_before(session, 3, places=3)
    for each in (late, soon, booked):
        take_place(session, each, TODAY)
    late.introduction.laid_at = NOON - timedelta(days=12)
    book(session, booked, a_slot(session), GRACE, NOON)

    found = owed(session, TODAY)

    assert [(each.referral.id, each.days_left(TODAY)) for each in found] == [(late.id, -2), (soon.id, 8)]
    cancel(session, booked, GRACE, NOON, why="The kitchen is flooded.")
    assert len(owed(session, TODAY)) == 3


def test_the_day_a_card_was_laid_is_the_day_on_the_wall(session: Session):
    (only,) = people_before(session, 1)
    only.introduction.laid_at = NOON.replace(month=6, day=30, hour=23, minute=30)  # half past midnight, in summer
    take_place(session, only, TODAY)

    assert owed(session, TODAY.replace(month=8))[0].laid_on == TODAY.replace(month=7, day=1)


def test_the_promise_counts_held_booked_waiting_and_left(session: Session):
    held, booked, missed, waiting, gone = people_before(session, 5, places=6)
    agreement = held.vacancy.agreement
    for each in (held, booked, missed, waiting, gone):
        take_place(session, each, TODAY)
    for each in (held, booked, missed):
        book(session, each, a_slot(session, f"S{each.id}"), GRACE, NOON)
    took_place(session, held, True, GRACE, NOON + timedelta(days=9))
    took_place(session, missed, False, GRACE, NOON + timedelta(days=9))
    take(session, gone, "say_no", PRIYA, NOON)
    session.expire(agreement)

    found = promise(agreement, TODAY)

    assert (found.held, found.booked, found.waiting, found.left) == (1, 1, 2, 2)
    assert found.owed == found.waiting + found.left
    taken = session.scalar(select(func.count()).select_from(PromisedPlace))
    assert taken == found.held + found.booked + found.waiting


def test_a_promise_is_broken_once_it_has_ended_and_somebody_never_got_a_time(session: Session):
    held, missed, cancelled, waiting = people_before(session, 4, places=6, ends_on=TODAY + timedelta(days=30))
    agreement = held.vacancy.agreement
    for each in (held, missed, cancelled, waiting):
        take_place(session, each, TODAY)
    for each in (held, missed, cancelled):
        book(session, each, a_slot(session, f"S{each.id}"), GRACE, NOON)
    took_place(session, held, True, GRACE, NOON + timedelta(days=9))
    took_place(session, missed, False, GRACE, NOON + timedelta(days=9))
    cancel(session, cancelled, HELEN, NOON, why="The oven is out.")
    session.expire(agreement)

    before, after = (promise(agreement, TODAY + timedelta(days=days)) for days in (29, 30))

    assert (before.held, before.broken, before.waiting, before.owed) == (1, 0, 3, 5)
    assert (after.held, after.broken, after.owed) == (1, 2, 3)  # the one that did not take place, and two never used
    assert next_move(agreement, TODAY + timedelta(days=30)).text.endswith("with 2 broken and 3 never used.")


def people_before(session: Session, count: int, training_completed: str | None = None, **facts) -> list[Referral]:
    """That many people before an employer that guarantees interviews; the employer has answered nobody yet."""
    an_employer(session)
    an_agreement(session, **facts)
    vacancy = a_vacancy(session, agreement_reference="A1")
    people = [a_participant(session, f"P{n}", training_completed=training_completed) for n in range(count)]
    assert session.scalar(select(func.count()).select_from(PromisedPlace)) == 0
    return [a_referral(session, person, vacancy, "introduced") for person in people]
