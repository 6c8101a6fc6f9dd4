"""Who of us is at an interview: never at two, never on a day away, and the diary follows the booking. What an employer reads of it."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import date

import pytest
from sqlalchemy import Engine, func, select
from sqlalchemy.orm import Session
from trade import GRACE, NOON, PRIYA, TODAY, a_participant, a_referral, a_slot, a_vacancy, an_employer

from brokerage import accounts, interviews, referrals
from brokerage.accounts import User
from brokerage.diary import attendance
from brokerage.diary.attendance import AtAnother
from brokerage.diary.attendance_models import Attendance, AttendedQuarter
from brokerage.referral_models import Referral
from employers.columns import Refused
from employers.db import reading, transaction
from employers.models import Slot, Vacancy
from employers.times.time_models import InterviewWord


@pytest.fixture
def vacancy(session: Session) -> Vacancy:
    an_employer(session)
    return a_vacancy(session)


@pytest.fixture
def somebody(session: Session, vacancy: Vacancy) -> Callable[..., Referral]:
    return lambda name="P1": a_referral(session, a_participant(session, name), vacancy)


def priya(session: Session) -> User:
    return accounts.invite(session, PRIYA.email, "keyworker", "Priya")


def diary(session: Session) -> list[tuple[str, int]]:
    """(slot, quarters taken) of everybody."""
    count = func.count(AttendedQuarter.id)
    query = select(Attendance.slot_reference, count).join(Attendance.quarters).group_by(Attendance.slot_reference)
    return sorted((row[0], row[1]) for row in session.execute(query))


def test_the_diary_follows_the_booking_of_whom_one_goes_along_with(session: Session, somebody):
    referral = somebody()
    one, other = a_slot(session), a_slot(session, "S2", "2027-01-20 09:10")
    attendance.say_need(session, referral, companion=priya(session))
    assert diary(session) == []

    interviews.book(session, referral, one, GRACE, NOON)
    assert diary(session) == [("S1", 2)]
    interviews.move(session, referral, other, GRACE, NOON)
    assert diary(session) == [("S2", 3)]
    interviews.cancel(session, referral, GRACE, NOON, why="The bus does not run.")
    assert diary(session) == []
    interviews.uncancel(session, referral, GRACE, NOON)
    assert diary(session) == [("S2", 3)]


def test_nobody_of_us_is_at_two_and_it_is_said_before_a_time_is_offered(session: Session, somebody):
    referral, named = somebody(), a_slot(session, "S2", "2027-01-19 11:30")
    slot = a_slot(session)
    attendance.name(session, named, priya(session))
    attendance.say_need(session, referral, companion=priya(session))

    assert interviews.offered(session, referral, NOON) == [named]
    with pytest.raises(AtAnother, match="Priya cannot be there at 11:15 on 19 January: another interview takes some"):
        interviews.book(session, referral, slot, GRACE, NOON)
    assert (referral.state, referral.booking, interviews.free(session, slot, NOON)) == ("wanted", None, 1)

    interviews.book(session, referral, named, GRACE, NOON)
    interviews.cancel(session, referral, GRACE, NOON, why="The bus does not run.")
    assert diary(session) == [("S2", 2)]  # named for the time itself
    attendance.unname(session, named, priya(session))
    assert diary(session) == []


def test_one_goes_along_with_two_people_of_a_group_and_stays_for_the_other(session: Session, somebody):
    slot = a_slot(session, places=5)
    both = [somebody("P1"), somebody("P2")]
    for each in both:
        attendance.say_need(session, each, companion=priya(session))
        interviews.book(session, each, slot, GRACE, NOON)
    assert diary(session) == [("S1", 2)]

    interviews.cancel(session, both[0], GRACE, NOON, why="The bus does not run.")
    assert diary(session) == [("S1", 2)]
    attendance.say_need(session, both[1], companion=None)
    assert diary(session) == []


def test_days_away_take_nobody_and_list_what_stands(session: Session, somebody):
    referral, slot = somebody(), a_slot(session)
    later = a_slot(session, "S2", "2027-01-21 09:00")
    attendance.name(session, slot, priya(session))
    away = attendance.be_away(session, priya(session), date(2027, 1, 18), date(2027, 1, 20), TODAY)

    assert [each.slot for each in attendance.to_cover(session, TODAY)] == [slot]
    attendance.say_need(session, referral, companion=priya(session))
    assert interviews.offered(session, referral, NOON) == [later]
    with pytest.raises(AtAnother, match="it is one of the days away"):
        attendance.name(session, a_slot(session, "S3", "2027-01-20 09:00"), priya(session))

    with pytest.raises(Refused, match="taken back already"):
        attendance.be_there_after_all(
            session, accounts.invite(session, "omar@hallbrook.example", "keyworker"), away.reference
        )
    attendance.be_there_after_all(session, priya(session), away.reference)
    assert attendance.to_cover(session, TODAY) == []


def test_an_employer_reads_only_the_words_that_were_agreed(session: Session, somebody):
    referral = somebody()
    need = {"interpreter": "BSL", "adjustment": "Breaks", "companion": None}

    attendance.say_need(session, referral, **need)
    assert session.scalars(select(InterviewWord)).all() == []
    attendance.say_need(session, referral, **need, said="Somebody who signs comes along.")
    assert [each.text for each in session.scalars(select(InterviewWord))] == ["Somebody who signs comes along."]
    attendance.say_need(session, referral, **need)
    assert session.scalars(select(InterviewWord)).all() == []


def test_named_for_two_times_at_once_is_named_for_one(database: Engine):
    with transaction(by="test") as session:
        an_employer(session)
        a_vacancy(session)
        priya(session)
        for number in range(6):
            a_slot(session, f"S{number}", f"2027-01-19 11:{10 + number}")

    def name(number: int) -> bool:
        try:
            with transaction(by=GRACE.email) as session:
                slot = session.scalars(select(Slot).where(Slot.reference == f"S{number}")).one()
                attendance.name(session, slot, priya(session))
        except AtAnother:
            return False
        return True

    with ThreadPoolExecutor(6) as together:
        assert sorted(together.map(name, range(6))) == [False] * 5 + [True]
    with reading() as session:
        assert len(diary(session)) == 1


def test_passing_a_time_on_frees_whoever_went_along(session: Session, somebody):
    one, other, slot = somebody("P1"), somebody("P2"), a_slot(session)
    attendance.say_need(session, one, companion=priya(session))
    interviews.book(session, one, slot, GRACE, NOON)

    interviews.reassign(session, one, other, GRACE, NOON)

    assert (one.state, other.state, diary(session)) == ("wanted", "booked", [])
    assert referrals.story(one)[-1].said == "The time went to somebody else; Person P1 is to have another."
