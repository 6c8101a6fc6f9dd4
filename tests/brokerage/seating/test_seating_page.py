"""The page: a plan with reasons, changes that are checked, booking, and the sentence for whoever was quicker."""

import json
import re
from collections.abc import Iterator
from datetime import datetime, timedelta

import pytest
import time_machine
from click.testing import CliRunner
from sqlalchemy import select
from trade import GRACE, NOON, a_participant, a_referral, a_slot, a_vacancy, an_agreement, an_employer

from brokerage import interviews, referrals
from brokerage.commands.seat import seat
from brokerage.diary.mock_models import MockInterview
from brokerage.referral_models import Booking, PromisedPlace
from brokerage.sending.work_models import Message
from employers.db import reading, transaction
from employers.models import Slot


@pytest.fixture
def three(sign_in) -> Iterator[None]:
    """Three who wait for the two places of one morning, on a Thursday at noon."""
    with time_machine.travel(NOON, tick=False):
        with transaction(by="test") as session:
            an_employer(session)
            an_agreement(session, places=5, starts_on=NOON.date())
            job = a_vacancy(session, agreement_reference="A1")
            for number, name in enumerate(("P1", "P2", "P3"), 1):
                facts = {"available": "any", "caring": "none", "email": f"{name}@x.example", "channel": "email"}
                referral = a_referral(session, a_participant(session, name, name=f"Danny {name}", **facts), job)
                if number < 3:
                    referral.agreement_reference = referral.introduction.agreement_reference = "A1"
                    session.add(PromisedPlace(agreement_reference="A1", number=number, referral_id=referral.id))
            a_slot(session, "S1", "2027-01-19 10:30")
            a_slot(session, "S2", "2027-01-19 11:15")
        yield


ADDRESS = "/interviews/V1/seat"
PLAN = {"seat-R-P1-V1": "S1", "seat-R-P2-V1": "S2", "seat-R-P3-V1": "", "do": "book"}


def test_the_plan_gives_reasons_and_says_who_is_left_out_and_what_would_seat_them(sign_in, three):
    said = _text(sign_in("coordinator", email=GRACE.email).get(ADDRESS))

    assert "Seat 3 people who wait for a time" in said
    assert "0 are booked and 2 places are free. This plan seats 2 more. Nothing is booked until you accept" in said
    assert "Free all of that day; 43 minutes by bus." in said
    assert re.search(r"Not seated 1 Danny P3 2 times suit, and all places go to others in this plan", said)
    assert "One more place at 10:30 would seat Danny. Add a place" in said
    assert "5 promised: 0 held, 0 booked, 2 with this plan. Yes: each of the 2 who wait can be seated" in said
    assert "Hello Danny, There is a time to meet Employer E1 about Kitchen assistant" in said


def test_what_is_accepted_is_booked_and_told_and_accepted_twice_is_booked_once(sign_in, three):
    client = sign_in("coordinator", email=GRACE.email)
    for _ in range(2):
        assert client.post(ADDRESS, data=PLAN).status_code == 302
    assert "2 interviews are booked. Each person is told." in _text(client.get(ADDRESS))
    with reading() as session:
        assert {(each.referral.reference, each.slot_reference) for each in session.scalars(select(Booking))} == {
            ("R-P1-V1", "S1"),
            ("R-P2-V1", "S2"),
        }
        assert len([each for each in session.scalars(select(Message)) if each.participant_id]) >= 2


def test_changes_are_checked_before_anything_is_booked(sign_in, three):
    client = sign_in("coordinator", email=GRACE.email)
    with transaction(by="test") as session:
        first = referrals.get(session, "R-P1-V1")
        at = datetime(2027, 1, 19, 9)
        session.add(MockInterview(referral=first, starts_at=at, minutes=45, minutes_away=25, noted_by=GRACE.email))
    both = PLAN | {"seat-R-P3-V1": "S2", "do": "check"}
    said = _text(client.post(ADDRESS, data=both))
    assert "Danny cannot be at 10:30: the mock interview ends at 09:45, 25 minutes away, and 2 hours are kept" in said
    assert "Danny and Danny cannot be at 11:15: 1 place is free." in said

    assert client.post(ADDRESS, data=both | {"do": "book"}).status_code == 422
    held = client.post(ADDRESS, data={"seat-R-P3-V1": "S1", "seat-R-P2-V1": "S2", "do": "check"})
    assert (held.status_code, "Your changes hold." in held.text) == (200, True)
    with reading() as session:
        assert session.scalar(select(Booking)) is None


def test_who_was_quicker_has_the_place_and_the_other_is_booked_all_the_same(sign_in, three):
    client = sign_in("coordinator", email=GRACE.email)
    shown = dict(re.findall(r'name="(free-\w+)" value="(\d)"', client.get(ADDRESS).text))
    with transaction(by="test") as session:
        slot = session.scalars(select(Slot).where(Slot.reference == "S2")).one()
        interviews.book(session, referrals.get(session, "R-P3-V1"), slot, GRACE, NOON - timedelta(minutes=78))

    answer = client.post(ADDRESS, data=PLAN | shown)

    assert answer.status_code == 409
    assert "The 11:15 place went at 10:42. The other has been booked." in _text(answer)
    assert client.post(ADDRESS, data=PLAN | {"seat-R-P2-V1": "S1"} | shown).status_code == 409


def test_a_mock_interview_is_noted_changed_and_taken_away(sign_in, three):
    client = sign_in("coordinator", email=GRACE.email)
    typed = {"ask": "R-P1-V1", "starts_at": "2027-01-19T09:00", "minutes": "45", "minutes_away": ""}
    for wrong in ({"starts_at": "soon"}, {"minutes": "x"}, {"starts_at": "2027-01-01T09:00"}, {"minutes": "0"}):
        assert client.post(f"{ADDRESS}/mock", data=typed | wrong).status_code == 422
    assert client.post(f"{ADDRESS}/mock", data=typed | {"ask": "R-P9-V1"}).status_code == 404
    for minutes in ("45", "30"):
        assert client.post(f"{ADDRESS}/mock", data=typed | {"minutes": minutes}).status_code == 302
    assert "Danny P1: Tuesday 19 January, 09:00" in _text(client.get(ADDRESS))
    with transaction(by="test") as session:
        person = referrals.get(session, "R-P1-V1").participant
        other = a_referral(session, person, a_vacancy(session, "V2"))
        slot = a_slot(session, "S8", "2027-01-20 09:00", vacancy_reference="V2")
        interviews.book(session, other, slot, GRACE, NOON)
    over = client.post(f"{ADDRESS}/mock", data=typed | {"starts_at": "2027-01-20T09:30"})
    assert over.status_code == 422
    assert "cannot have a mock interview at 09:30 on 20 January: an interview at 09:00" in _text(over)
    client.post(f"{ADDRESS}/mock", data=typed | {"starts_at": ""})
    with reading() as session:
        assert session.scalar(select(MockInterview)) is None


def test_a_day_can_be_planned_and_the_next_offered_times_are_named(sign_in, three):
    client = sign_in("coordinator", email=GRACE.email)
    with transaction(by="test") as session:
        a_slot(session, "S3", "2027-01-21 11:15")
    said = _text(client.get(f"{ADDRESS}?day=2027-01-19"))
    assert "Next offered times: Thursday 21 January. Seat Danny there" in said


def test_a_promise_without_times_is_a_task_and_stands_on_the_agreement(sign_in, three):
    client = sign_in("coordinator", email=GRACE.email)
    with transaction(by="test") as session:
        for slot in session.scalars(select(Slot)):
            slot.starts_at += timedelta(days=14)
    needs = "2 more places are needed by 22 January"
    assert f"Employer E1: {needs}" in _text(client.get("/"))
    assert f"do not seat everybody who was promised one: {needs}." in _text(client.get("/agreements/A1"))
    assert f"Not yet: {needs}." in _text(client.get("/interviews/A1/seat"))


def test_the_plan_is_printed(three):
    told = CliRunner().invoke(seat, ["V1"]).output
    assert "Employer E1, V1: 2 of 3 people can be seated. Nothing is booked." in told
    document = json.loads(CliRunner().invoke(seat, ["A1", "--json"]).output)
    assert [each["participant"] for each in document["seats"]] == ["P1", "P2"]
    assert document["not_seated"][0]["would_seat"]


def test_what_is_nobodys_looks_absent(sign_in, three):
    client = sign_in("coordinator", email=GRACE.email)
    assert client.get("/interviews/V9/seat").status_code == 404
    assert sign_in("keyworker").get(ADDRESS).status_code == 404


def _text(answer) -> str:
    """What a page says, in one line."""
    main = re.search(r"<main.*</main>", answer.text, re.DOTALL)
    bare = re.sub(r"<(select|script|svg).*?</\1>", "", main[0] if main else answer.text, flags=re.DOTALL)
    return " ".join(re.sub(r"<[^>]+>", " ", bare).split()).replace(" .", ".").replace(" ,", ",")
