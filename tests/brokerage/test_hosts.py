"""“A coordinator is there”: the employer's own one, from when somebody is booked, unless a colleague is named. Never at two interviews."""

from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta

import pytest
from sqlalchemy import Engine, func, select
from sqlalchemy.orm import Session
from trade import GRACE, NOON, PRIYA, TODAY, a_participant, a_referral, a_slot, a_vacancy, an_employer

from brokerage import accounts, interviews
from brokerage.accounts import User
from brokerage.diary import attendance
from brokerage.diary.attendance import AtAnother
from brokerage.diary.attendance_models import Attendance, AttendedQuarter
from brokerage.referral_models import Referral
from brokerage.slots import SLOTS
from employers import records
from employers.columns import BadCells
from employers.db import reading, transaction
from employers.models import Slot

JACKIE = "jackie@hallbrook.example"


def two_employers(session: Session, people: int = 1) -> list[Referral]:
    """Both Grace's, each with times at 13:30 and 15:00 on 19 January at which a coordinator is there, and people who wait."""
    accounts.invite(session, GRACE.email, "coordinator", "Grace")
    accounts.invite(session, JACKIE, "coordinator", "Jackie")
    waits = []
    for number in (1, 2):
        an_employer(session, f"E{number}", coordinator=GRACE.email)
        job = a_vacancy(session, f"V{number}", f"E{number}")
        for hour in ("13:30", "15:00"):
            facts = {"vacancy_reference": f"V{number}", "places": people, "with_coordinator": True}
            a_slot(session, f"S{number}-{hour}", f"2027-01-19 {hour}", **facts)
        waits += [a_referral(session, a_participant(session, f"P{number}{one}"), job) for one in range(people)]
    return waits


def at(session: Session, reference: str) -> Slot:
    return session.scalars(select(Slot).where(Slot.reference == reference)).one()


def user(session: Session, email: str) -> User:
    found = accounts.find(session, email)
    assert found is not None
    return found


def diary(session: Session) -> list[tuple[str, str, int]]:
    """(who, slot, quarters taken)"""
    query = select(User.name, Attendance.slot_reference, func.count(AttendedQuarter.id)).select_from(Attendance)
    query = query.join(Attendance.quarters).join(User, User.id == Attendance.user_id).group_by(Attendance.id, User.name)
    return sorted((who, slot, many) for who, slot, many in session.execute(query))


def test_a_coordinator_is_at_one_of_two_employers(session: Session):
    one, other = two_employers(session)
    assert diary(session) == [], "nobody is booked"

    interviews.book(session, one, at(session, "S1-13:30"), GRACE, NOON)
    assert diary(session) == [("Grace", "S1-13:30", 2)]
    assert [slot.reference for slot in interviews.offered(session, other, NOON)] == ["S2-15:00"]
    with pytest.raises(AtAnother, match="Grace cannot be there at 13:30 on 19 January: another interview takes some"):
        interviews.book(session, other, at(session, "S2-13:30"), GRACE, NOON)
    with pytest.raises(AtAnother):
        interviews.hold(session, other, at(session, "S2-13:30"), GRACE, NOON, until=NOON + timedelta(hours=1))
    assert (other.state, diary(session)) == ("wanted", [("Grace", "S1-13:30", 2)])

    interviews.move(session, one, at(session, "S1-15:00"), GRACE, NOON)
    assert diary(session) == [("Grace", "S1-15:00", 2)]
    interviews.cancel(session, one, GRACE, NOON, why="The bus does not run.")
    assert diary(session) == []


def test_who_is_named_comes_instead_and_the_host_again_when_that_ends(session: Session):
    one, other = two_employers(session)
    both = at(session, "S1-13:30"), at(session, "S2-13:30")
    interviews.book(session, one, both[0], GRACE, NOON)
    attendance.name(session, both[0], user(session, JACKIE))
    assert diary(session) == [("Jackie", "S1-13:30", 2)]

    interviews.book(session, other, both[1], GRACE, NOON)
    with pytest.raises(AtAnother, match="Grace cannot be there"):
        attendance.unname(session, both[0], user(session, JACKIE))
    assert diary(session) == [("Grace", "S2-13:30", 2), ("Jackie", "S1-13:30", 2)]

    interviews.cancel(session, other, GRACE, NOON, why="The bus does not run.")
    attendance.unname(session, both[0], user(session, JACKIE))
    assert diary(session) == [("Grace", "S1-13:30", 2)]


def test_the_host_of_a_group_stays_for_the_last_and_goes_along_all_the_same(session: Session):
    one, other = two_employers(session, people=2)[:2]
    slot = at(session, "S1-13:30")
    attendance.say_need(session, one, companion=user(session, GRACE.email))
    for each in (one, other):
        interviews.book(session, each, slot, GRACE, NOON)
    attendance.say_need(session, one, companion=None)
    interviews.cancel(session, one, GRACE, NOON, why="The bus does not run.")
    assert diary(session) == [("Grace", "S1-13:30", 2)]
    interviews.cancel(session, other, GRACE, NOON, why="The bus does not run.")
    assert diary(session) == []


def test_days_away_hold_for_the_host(session: Session):
    one, other = two_employers(session, people=2)[:2]
    slot = at(session, "S1-13:30")
    interviews.book(session, one, slot, GRACE, NOON)
    grace = user(session, GRACE.email)
    attendance.be_away(session, grace, date(2027, 1, 19), date(2027, 1, 19), TODAY)

    assert [each.slot for each in attendance.to_cover(session, TODAY, grace)] == [slot]
    assert interviews.offered(session, other, NOON) == []
    with pytest.raises(AtAnother, match="it is one of the days away"):
        interviews.book(session, other, slot, GRACE, NOON)
    attendance.name(session, slot, user(session, JACKIE))
    assert interviews.offered(session, other, NOON) == [slot]
    assert attendance.to_cover(session, TODAY, grace) == []


def test_a_place_that_is_passed_on_keeps_the_host(session: Session):
    one, other = two_employers(session, people=2)[:2]
    interviews.book(session, one, at(session, "S1-13:30"), GRACE, NOON)
    interviews.book(session, other, at(session, "S1-15:00"), GRACE, NOON)
    interviews.reassign(session, one, other, GRACE, NOON)
    assert diary(session) == [("Grace", "S1-13:30", 2)]


def test_it_is_said_of_a_time_that_is_booked_already(session: Session):
    one, other = two_employers(session)
    slot = at(session, "S1-13:30")
    slot.with_coordinator = None
    interviews.book(session, one, slot, GRACE, NOON)
    assert diary(session) == []
    attendance.say_coordinator(session, slot, True)
    assert diary(session) == [("Grace", "S1-13:30", 2)]
    attendance.say_coordinator(session, slot, False)
    assert diary(session) == []

    interviews.book(session, other, at(session, "S2-13:30"), GRACE, NOON)
    with pytest.raises(AtAnother):
        attendance.say_coordinator(session, slot, True)
    assert diary(session) == [("Grace", "S2-13:30", 2)]


def test_saving_a_slot_says_it_too(session: Session):
    one, other = two_employers(session)
    slot = at(session, "S1-13:30")
    interviews.book(session, one, slot, GRACE, NOON)
    records.save(session, SLOTS, {"with_coordinator": "no"}, record=slot, whole=False)
    assert diary(session) == []
    interviews.book(session, other, at(session, "S2-13:30"), GRACE, NOON)
    with pytest.raises(BadCells, match="Grace cannot be there at 13:30"):
        records.save(session, SLOTS, {"with_coordinator": "yes"}, record=slot, whole=False)
    assert (slot.with_coordinator, diary(session)) == (False, [("Grace", "S2-13:30", 2)])


def test_another_coordinator_of_the_employer_takes_over_with_the_next_booking(session: Session):
    one, other = two_employers(session, people=2)[:2]
    slot = at(session, "S1-13:30")
    interviews.book(session, one, slot, GRACE, NOON)
    one.vacancy.employer.coordinator = JACKIE
    session.flush()
    interviews.book(session, other, slot, GRACE, NOON)
    assert diary(session) == [("Jackie", "S1-13:30", 2)]


def test_of_bookings_at_once_at_two_employers_those_of_one_stand(database: Engine):
    with transaction(by="test") as session:
        waits = [(each.reference, each.vacancy_reference) for each in two_employers(session, people=3)]

    def book(which: tuple[str, str]) -> str:
        try:
            with transaction(by=GRACE.email) as session:
                referral = session.scalars(select(Referral).where(Referral.reference == which[0])).one()
                interviews.book(session, referral, at(session, f"S{which[1][1:]}-13:30"), GRACE, NOON)
        except AtAnother:
            return ""
        return which[1]

    with ThreadPoolExecutor(6) as together:
        booked = [each for each in together.map(book, waits) if each]
    assert len(set(booked)) == 1
    assert len(booked) == 3
    with reading() as session:
        assert [who for who, _, _ in diary(session)] == ["Grace"]


def test_who_cancels_and_who_books_at_once_leave_the_host_where_somebody_is(database: Engine):
    with transaction(by="test") as session:
        for number, each in enumerate(two_employers(session, people=4)[:4]):
            attendance.say_need(session, each, companion=user(session, PRIYA.email))
            if number % 2:
                interviews.book(session, each, at(session, "S1-13:30"), GRACE, NOON)

    def turn(number: int) -> None:
        with transaction(by=GRACE.email) as session:
            referral = session.scalars(select(Referral).where(Referral.reference == f"R-P1{number}-V1")).one()
            if number % 2:
                interviews.cancel(session, referral, GRACE, NOON, why="The bus does not run.")
            else:
                interviews.book(session, referral, at(session, "S1-13:30"), GRACE, NOON)

    with ThreadPoolExecutor(4) as together:
        list(together.map(turn, range(4)))
    with reading() as session:
        assert diary(session) == [("Grace", "S1-13:30", 2), ("Priya", "S1-13:30", 2)]
    with transaction(by=GRACE.email) as session:
        for number in (0, 2):
            referral = session.scalars(select(Referral).where(Referral.reference == f"R-P1{number}-V1")).one()
            interviews.cancel(session, referral, GRACE, NOON, why="The bus does not run.")
    with reading() as session:
        assert diary(session) == []
