"""Choosing a time by a private link; and on the staff's pages keeping one, passing it on, times that come again and days away."""

import re
from collections.abc import Callable
from datetime import date, time, timedelta
from html import unescape

import pytest
import time_machine
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select
from trade import GRACE, HELEN, NOON, PRIYA, a_participant, a_referral, a_slot, a_vacancy, an_employer

from brokerage import accounts, interviews, referrals
from brokerage.diary import attendance
from brokerage.keys import private_links
from brokerage.models import Participant
from brokerage.placing_models import Placed
from brokerage.referral_models import KeptSeat, Referral
from brokerage.seating import room
from brokerage.sending.work_models import Message, Task
from employers.db import reading, transaction
from employers.models import Contact, Slot
from employers.placements.models import Placement, PlacementDay
from employers.times.time_models import Opening

SignIn = Callable[..., FlaskClient]


@pytest.fixture(autouse=True)
def _a_thursday() -> object:
    with time_machine.travel("2027-01-14 12:00", tick=False):
        yield


@pytest.fixture(autouse=True)
def _hallbrook(app: Flask) -> None:
    """Two people whom one employer would like to meet, and three times."""
    with transaction(by="test") as session:
        an_employer(session)
        vacancy = a_vacancy(session)
        for name in ("P1", "P2"):
            person = a_participant(session, name, email=f"{name.lower()}@example.org", channel="email", live=True)
            a_referral(session, person, vacancy)
        a_slot(session, "S1", "2027-01-19 11:15")
        a_slot(session, "S2", "2027-01-20 09:00", link="https://calls.example/abc", where="By video")
        a_slot(session, "S3", "2027-01-21 09:00", places=3)


def link(app: Flask, whom: str = "p1@example.org", reference: str = "R-P1-V1") -> str:
    address = private_links.address_of(
        "times", reference, whom, app.config["SETTINGS"].secret_key(), "http://localhost"
    )
    return address.removeprefix("http://localhost")


def said(answer) -> str:
    return unescape(answer.get_data(as_text=True))


def main(answer) -> str:
    """The page without what is new each time it is drawn."""
    return re.sub(r'name="csrf_token".*?>', "", said(answer).partition("<main")[2].partition("</main>")[0])


def stands(reference: str = "R-P1-V1") -> tuple[str, str | None]:
    with reading() as session:
        found = referrals.get(session, reference)
        return found.state, found.booking.slot_reference if found.booking else None


def steps(reference: str = "R-P1-V1") -> list[tuple[str, str, str | None, str | None]]:
    with reading() as session:
        return [(s.transition, s.role, s.why, s.slot_reference) for s in referrals.get(session, reference).steps]


def test_a_time_is_chosen_moved_given_back_and_taken_again_without_signing_in(app: Flask, client: FlaskClient):
    here = link(app)
    page = said(client.get(here))
    assert "When would suit you?" in page
    assert "11:15" in page
    assert "https://calls.example" not in page
    assert "Person P" not in page  # nobody's name

    assert client.post(here, data={"slot": "S1"}).status_code == 303
    assert client.post(here, data={"slot": "S1"}).status_code == 303  # pressed twice is once
    assert stands() == ("booked", "S1")
    assert client.post(here, data={"slot": "S2"}).status_code == 303
    page = said(client.get(here))
    assert "Wednesday 20 January, 09:00 to 09:30" in page
    assert "https://calls.example/abc" in page

    assert client.post(here, data={"do": "cancel"}).status_code == 303
    assert stands() == ("wanted", None)
    assert "You gave back Wednesday 20 January, 09:00" in said(client.get(here))
    assert client.post(here, data={"do": "uncancel"}).status_code == 303
    assert stands() == ("booked", "S2")
    assert [(what, who, slot) for what, who, _, slot in steps()] == [
        ("book", "participant", "S1"),
        ("move", "participant", "S2"),
        ("cancel", "participant", "S2"),
        ("uncancel", "participant", "S2"),
    ]


def test_none_suits_gives_back_a_kept_seat_and_reaches_the_coordinator(
    app: Flask, client: FlaskClient, sign_in: SignIn
):
    with transaction(by="test") as session:
        kept = session.scalars(select(Slot).where(Slot.reference == "S1")).one()
        interviews.hold(session, referrals.get(session, "R-P1-V1"), kept, GRACE, NOON, until=NOON + timedelta(days=1))
    assert "kept for you" in said(client.get(link(app)))

    assert client.post(link(app), data={"do": "none", "better": "After  four"}).status_code == 303

    assert steps()[-1] == ("none_suits", "participant", "After four", None)
    with reading() as session:
        assert interviews.free(session, session.scalars(select(Slot).where(Slot.reference == "S1")).one(), NOON) == 1
    today = said(sign_in("coordinator", email=GRACE.email).get("/"))
    assert "Find another time for Person P1" in today
    assert "After four" in today


def test_whoever_is_second_is_told_and_sees_what_is_left(app: Flask, client: FlaskClient):
    assert client.post(link(app), data={"slot": "S1"}).status_code == 303

    late = client.post(link(app, "p2@example.org", "R-P2-V1"), data={"slot": "S1"})

    assert late.status_code == 409
    assert "That time went a moment ago, and nothing was changed." in said(late)
    assert "Thursday 21 January" in said(late)
    assert client.post(link(app, "p2@example.org", "R-P2-V1"), data={"slot": ""}).status_code == 422


@pytest.mark.parametrize(
    "spoil",
    [
        lambda app: link(app)[:-2],
        lambda app: link(app, "somebody@else.example"),
        lambda app: link(app, reference="R-nobody"),
        lambda app: link(app).replace("/my/times/", "/my/times/x"),
    ],
)
def test_a_link_that_is_not_this_persons_opens_nothing(app: Flask, client: FlaskClient, spoil):
    for answer in (client.get(spoil(app)), client.post(spoil(app), data={"slot": "S1"})):
        assert answer.status_code == 410
        assert "This link has run out, or a piece of it is missing." in said(answer)
    assert stands() == ("wanted", None)


def test_it_runs_out_and_ends_with_the_referral(app: Flask, client: FlaskClient):
    here = link(app)
    with time_machine.travel("2027-03-20 12:00", tick=False):
        assert client.get(here).status_code == 410
    with transaction(by="test") as session:
        interviews.take(session, referrals.get(session, "R-P1-V1"), "say_no", PRIYA, NOON)
    assert client.get(here).status_code == 410


def test_what_an_employer_cancelled_is_not_taken_again_by_the_person(app: Flask, client: FlaskClient):
    client.post(link(app), data={"slot": "S1"})
    with transaction(by="test") as session:
        interviews.cancel(session, referrals.get(session, "R-P1-V1"), HELEN, NOON, why="Ill.")

    assert "You gave back" not in said(client.get(link(app)))
    refused = client.post(link(app), data={"do": "uncancel"})
    assert refused.status_code == 409
    assert "This cannot be changed here just now." in said(refused)


def test_an_interview_that_has_begun_is_not_changed_here(app: Flask, client: FlaskClient):
    client.post(link(app), data={"slot": "S1"})
    with time_machine.travel("2027-01-19 11:20", tick=False):
        page = said(client.get(link(app)))
        assert "Another time can be found." in page
        assert "Give this time back" not in page
        client.post(link(app), data={"do": "cancel"})
        client.post(link(app), data={"slot": "S3"})
    assert stands() == ("booked", "S1")


def test_the_link_goes_with_the_word_that_they_would_like_to_meet_and_a_task_has_none(app: Flask, sign_in: SignIn):
    with transaction(by="test") as session:
        vacancy = session.scalars(select(Referral)).first().vacancy
        by_mail = a_participant(session, "P3", email="p3@example.org", channel="email", live=True)
        by_phone = a_participant(session, "P4", channel="phone", live=True)
        for person in (by_mail, by_phone):
            referral = a_referral(session, person, vacancy, "introduced")
            referrals.take(session, referral, "see", GRACE, NOON)

    with reading() as session:
        body = session.scalars(select(Message.body).join(Message.participant).where(Message.participant_id == 3)).one()
        assert "[private link times R-P3-V1]" in body
        assert session.scalars(select(Task)).one().participant.reference == "P4"
    today = said(sign_in("keyworker", email=PRIYA.email).get("/"))
    assert "(you can choose a time together: open it below)" in today
    assert "private link" not in today


def test_a_coordinator_keeps_confirms_passes_on_and_lets_stand_again(sign_in: SignIn):
    grace = sign_in("coordinator", email=GRACE.email, name="Grace")

    def do(reference: str, **form: str) -> int:
        return grace.post(f"/referrals/{reference}/book", data=form).status_code

    assert do("R-P1-V1", do="hold", slot="S1") == 302
    assert stands() == ("wanted", None)
    assert "is kept for Person until Saturday 16 January, 12:00" in said(grace.get("/referrals/R-P1-V1/book"))
    assert do("R-P2-V1", do="book", slot="S1") == 409
    assert do("R-P1-V1", do="confirm") == 302
    assert do("R-P1-V1", do="confirm") == 409
    assert "Give this time to somebody else" in said(grace.get("/referrals/R-P1-V1/book"))
    assert do("R-P1-V1", do="reassign", to="R-P2-V1") == 302
    assert (stands("R-P1-V1"), stands("R-P2-V1")) == (("wanted", None), ("booked", "S1"))
    assert do("R-P1-V1", do="uncancel") == 409  # it was not cancelled, it went to somebody else
    assert do("R-P1-V1", do="reassign", to="R-nobody") == 404
    grace.post("/referrals/R-P2-V1/cancelled", data={"by": "us", "why": "Too early."})
    assert "Let it stand again" in said(grace.get("/referrals/R-P2-V1/book"))
    assert do("R-P2-V1", do="uncancel") == 302
    assert stands("R-P2-V1") == ("booked", "S1")


def test_a_keyworker_chooses_with_the_own_people_and_nobody_elses(sign_in: SignIn):
    with transaction(by="test") as session:
        other = accounts.invite(session, "omar@hallbrook.example", "keyworker", "Omar")
        referrals.get(session, "R-P2-V1").participant.keyworker = other
    priya = sign_in("keyworker", email=PRIYA.email)

    assert priya.post("/referrals/R-P1-V1/book", data={"do": "book", "slot": "S1"}).status_code == 302
    assert stands() == ("booked", "S1")
    assert priya.post("/referrals/R-P2-V1/book", data={"do": "book", "slot": "S3"}).status_code == 404
    assert priya.post("/referrals/R-P1-V1/book", data={"do": "reassign", "to": "R-P2-V1"}).status_code == 404
    assert priya.get("/slots/S1/there").status_code == 200
    assert priya.get("/slots/S3/there").status_code == 404


def test_what_helps_at_an_interview_is_read_by_the_employer_only_where_agreed(sign_in: SignIn):
    grace = sign_in("coordinator", email=GRACE.email)
    with transaction(by="test") as session:
        helen = accounts.invite(session, HELEN.email, "employer", "Helen")
        helen.contact_id = session.scalars(select(Contact.id)).one()
    portal = sign_in("employer", email=HELEN.email)
    needs = {"companion": PRIYA.email, "interpreter": "BSL", "adjustment": "Breaks", "said": "Somebody signs."}
    grace.post("/referrals/R-P1-V1/book", data={"do": "book", "slot": "S1"})
    before = main(portal.get("/portal/people/I-P1-V1"))

    assert grace.post("/referrals/R-P1-V1/needs", data=needs).status_code == 302
    assert main(portal.get("/portal/people/I-P1-V1")) == before
    assert grace.post("/referrals/R-P1-V1/needs", data={**needs, "agreed": "yes"}).status_code == 302
    shown = said(portal.get("/portal/people/I-P1-V1"))
    assert "would like you to know:</b> Somebody signs." in shown
    assert "BSL" not in shown
    there = said(grace.get("/slots/S1/there"))
    assert "Interpreter: BSL" in there
    assert "with Priya" in there


def test_one_of_us_is_put_down_for_one_of_two_times(sign_in: SignIn):
    grace = sign_in("coordinator", email=GRACE.email, name="Grace")
    with transaction(by="test") as session:
        a_slot(session, "S4", "2027-01-19 11:30")

    assert grace.post("/slots/S1/there", data={"who": GRACE.email}).status_code == 302
    refused = grace.post("/slots/S4/there", data={"who": GRACE.email})
    assert refused.status_code == 409
    assert "Grace cannot be there at 11:30 on 19 January" in said(refused)
    assert grace.post("/slots/S1/there", data={"who": GRACE.email, "do": "off"}).status_code == 302
    assert grace.post("/slots/S4/there", data={"who": GRACE.email}).status_code == 302
    assert grace.post("/slots/S1/link", data={"link": "javascript:x"}).status_code == 422
    assert grace.post("/slots/S1/link", data={"link": "https://calls.example/1"}).status_code == 302


AGAIN = {
    "first_on": "2027-01-19", "every_weeks": "2", "weekdays": ["1"], "from_time": "10:00", "to_time": "12:00", "minutes": "30",
    "places": "2", "where": "Tanner Row", "country": "ENG",
}  # fmt: skip


def test_a_coordinator_writes_down_times_that_come_again_and_ends_them(sign_in: SignIn):
    grace = sign_in("coordinator", email=GRACE.email)

    wrong = grace.post("/openings/new", data={"vacancy": "V1", **AGAIN, "from_time": "ten", "places": "many"})
    assert wrong.status_code == 422
    assert "Write a time as 10:00." in said(wrong)
    assert 'value="Tanner Row"' in said(wrong)
    assert grace.post("/openings/new", data={"vacancy": "V1", **AGAIN}).status_code == 302
    assert "Every second week on Tuesday, 10:00 to 12:00, 30 minutes each, 2 places" in said(grace.get("/openings"))
    with reading() as session:
        assert len(session.scalars(select(Slot)).all()) == 3 + 4 * 4
        reference = session.scalars(select(Opening.reference)).one()
    assert grace.post(f"/openings/{reference}/end").status_code == 302
    with reading() as session:
        assert len(session.scalars(select(Slot)).all()) == 3
    assert "No times come again yet." in said(grace.get("/openings"))


def test_an_employer_says_the_same_and_is_away_and_whoever_is_booked_is_to_be_moved(sign_in: SignIn):
    grace = sign_in("coordinator", email=GRACE.email)
    grace.post("/referrals/R-P1-V1/book", data={"do": "book", "slot": "S1"})
    with transaction(by="test") as session:
        helen = accounts.invite(session, HELEN.email, "employer", "Helen")
        helen.contact_id = session.scalars(select(Contact.id)).one()
    portal = sign_in("employer", email=HELEN.email)

    assert portal.post("/portal/times/again", data={"job": "V1", **AGAIN, "weekdays": []}).status_code == 422
    assert portal.post("/portal/times/again", data={"job": "V1", **AGAIN}).status_code == 302
    away = portal.post("/portal/times/away", data={"first_on": "2027-01-19"}, follow_redirects=True)
    assert "1 interview stays: we look for other times and tell you." in said(away)
    with reading() as session:
        assert {slot.starts_at.date() for slot in session.scalars(select(Slot))} >= {date(2027, 1, 19)}
        assert len([1 for slot in session.scalars(select(Slot)) if slot.starts_at.date() == date(2027, 1, 19)]) == 1
    assert "Move Person P1 to another time" in said(grace.get("/?all="))
    assert "is booked on Tuesday 19 January, 11:15" in said(grace.get("/days-away"))
    assert portal.post("/portal/times/again/none/end").status_code == 404


def test_another_employers_times_and_days_are_not_ones_own(sign_in: SignIn):
    with transaction(by="test") as session:
        an_employer(session, "E2").contacts[0].email = "rita@other.example"
        rita = accounts.invite(session, "rita@other.example", "employer", "Rita")
        rita.contact_id = session.scalars(select(Contact.id).where(Contact.email == "rita@other.example")).one()
    grace = sign_in("coordinator", email=GRACE.email)
    grace.post("/openings/new", data={"vacancy": "V1", **AGAIN})
    grace.post("/days-away", data={"employer": "E1", "first_on": "2027-02-01"})
    with reading() as session:
        opening = session.scalars(select(Opening.reference)).one()
    portal = sign_in("employer", email="rita@other.example")

    assert portal.post(f"/portal/times/again/{opening}/end").status_code == 404
    assert portal.post("/portal/times/again", data={"job": "V1", **AGAIN}).status_code == 404
    assert "Every second week" not in said(portal.get("/portal/times/again"))


def test_ones_own_days_away(sign_in: SignIn):
    priya = sign_in("keyworker", email=PRIYA.email)
    assert priya.post("/days-away", data={"first_on": "2027-01-10", "last_on": "2027-01-12"}).status_code == 422
    assert priya.post("/days-away", data={"first_on": "2027-01-19", "employer": "E1"}).status_code == 302
    with reading() as session:
        user = accounts.find(session, PRIYA.email)
        assert [each.first_on for each in attendance.of_user(session, user)] == [date(2027, 1, 19)]
        reference = attendance.of_user(session, user)[0].reference
        assert len(session.scalars(select(Slot)).all()) == 3  # no employer's times went
    assert priya.post(f"/days-away/{reference}/back", data={"whose": "employer"}).status_code == 302
    assert "19 January" not in said(priya.get("/days-away")).partition("Add days")[2]


def test_before_people_are_asked_it_is_said_that_places_are_fewer(sign_in: SignIn):
    with transaction(by="test") as session:
        for number in range(5, 10):
            a_participant(session, f"P{number}")
    grace = sign_in("coordinator", email=GRACE.email)

    few = said(grace.post("/vacancies/V1/ask", data={"person": ["P5", "P6", "P7"]}))
    many = said(grace.post("/vacancies/V1/ask", data={"person": ["P5", "P6", "P7", "P8"]}))

    assert "would need a place" not in few  # two on the way and three more: five places
    assert "6 people would need a place at an interview here, the 4 you ask now among them, and 5 are free." in many


def test_the_person_never_learns_why_it_cannot_be_changed(app: Flask, client: FlaskClient):
    with transaction(by="test") as session:
        referrals.get(session, "R-P1-V1").participant.live = False
    refused = client.post(link(app), data={"slot": "S1"})
    assert refused.status_code == 409
    assert "paused" not in said(refused)


def test_a_time_that_was_taken_back_meanwhile_is_told(app: Flask, client: FlaskClient):
    with transaction(by="test") as session:
        session.delete(session.scalars(select(Slot).where(Slot.reference == "S1")).one())
    assert client.post(link(app), data={"slot": "S1"}).status_code == 422


def test_a_time_in_the_hours_of_a_placement_is_refused_kindly_to_the_person_and_named_to_staff(
    app: Flask, client: FlaskClient, sign_in: SignIn
):
    with transaction(by="test") as session:
        person = session.scalars(select(Participant).where(Participant.reference == "P1")).one()
        stay = Placement(
            reference="W1", kind="work_experience", scheme="work_experience", vacancy_reference="V1", state="signed",
            drafted_at=NOON, drafted_by=GRACE.email, days=[PlacementDay(day=date(2027, 1, 19), starts=time(9, 30), ends=time(14, 30))],
        )  # fmt: skip
        session.add(Placed(placement=stay, participant=person))
    page = said(client.get(link(app)))
    assert "11:15" not in page
    assert "Thursday 21 January" in page

    refused = client.post(link(app), data={"slot": "S1"})

    assert refused.status_code == 409
    assert "You are expected somewhere else around that time, and nothing was changed." in said(refused)
    assert "placement" not in main(refused)
    by_staff = sign_in("coordinator", email=GRACE.email).post("/referrals/R-P1-V1/book", data={"slot": "S1"})
    assert by_staff.status_code == 409
    assert "the placement with Employer E1, from 09:30 to 14:30 that day, takes some of that time" in said(by_staff)
    assert stands() == ("wanted", None)


def test_a_kept_place_is_free_in_no_list(sign_in: SignIn):
    """Three places: one is booked, one kept for somebody while asked."""
    with transaction(by="test") as session:
        slot = session.scalars(select(Slot).where(Slot.reference == "S3")).one()
        accounts.invite_contact(session, slot.vacancy.employer.contacts[0])
        interviews.book(session, referrals.get(session, "R-P2-V1"), slot, GRACE, NOON)
        interviews.hold(session, referrals.get(session, "R-P1-V1"), slot, GRACE, NOON, until=NOON + timedelta(days=1))
    grace, helen = sign_in("coordinator", email=GRACE.email), sign_in("employer", email=HELEN.email)

    def places() -> list[str]:
        week = said(grace.get("/interviews?week=2027-01-18"))
        return [
            *re.findall(r"booked, (\d places? free)", week),
            *re.findall(r"1 of 3 taken[^<]*", said(grace.get("/interviews/2027-01-21"))),
            *re.findall(r"\d of 3 free", said(grace.get("/slots"))),
            *re.findall(r"R-P2-V1.*?(\d places? free)", said(grace.get("/interviews?week=2027-01-18")), re.DOTALL),
            *re.findall(r"; (\d places? free)", said(helen.get("/portal/times"))),
        ]

    assert places() == ["3 places free", "1 of 3 taken, 1 kept", "1 of 3 free", "1 place free", "1 place free"]
    with reading() as session:
        vacancy = session.scalars(select(Referral)).first().vacancy
        assert room.of(session, vacancy, NOON) == room.Room(3, 0), "whoever has a place kept needs none"

    with transaction(by="test") as session:
        session.scalars(select(KeptSeat)).one().until = NOON  # nobody said yes in time
    assert places() == ["4 places free", "1 of 3 taken", "2 of 3 free", "2 places free", "2 places free"]
