"""A slot that is written, changed or taken away: what its time may be, who was told of it, and where one of us has to be."""

from collections.abc import Callable
from datetime import date, datetime, timedelta

import pytest
import time_machine
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session
from trade import GRACE, NOON, PRIYA, TODAY, a_participant, a_referral, a_slot, a_vacancy, an_agreement, an_employer

from brokerage import accounts, interviews
from brokerage.diary import attendance
from brokerage.diary.attendance_models import AttendedQuarter
from brokerage.diary.hours import quarters
from brokerage.diary.workdays import bank_holiday
from brokerage.referral_models import KeptSeat
from brokerage.slots import SLOTS
from employers.columns import BadCells
from employers.db import reading, transaction
from employers.models import Slot, Vacancy
from employers.records import save
from employers.times import days_away, offered_times, openings
from employers.times.offered_times import Offer
from employers.times.time_models import Absence, Opening

SignIn = Callable[..., FlaskClient]
AWAY = date(2027, 1, 20)
AGAIN = {
    "first_on": "2027-01-19", "every_weeks": "1", "weekdays": ["1"], "from_time": "10:00", "to_time": "11:00", "minutes": "30",
    "places": "4", "where": "Tanner Row", "country": "ENG",
}  # fmt: skip


@pytest.fixture(autouse=True)
def _a_thursday() -> object:
    with time_machine.travel("2027-01-14 12:00", tick=False):
        yield


@pytest.fixture
def slot(session: Session) -> Slot:
    an_employer(session)
    a_vacancy(session)
    return a_slot(session)


def change(session: Session, slot: Slot, **cells: str) -> None:
    save(session, SLOTS, cells, record=slot, whole=False)


@pytest.mark.parametrize(
    "at",
    [
        "9999-12-31 23:45",
        "1999-12-31 10:00",
        "2027-03-28 01:30",  # the clocks go forward
        "2027-10-31 01:30",  # and back
        "2027-03-28 00:45",  # over in an hour that is skipped
        "2027-01-20 10:00",  # a day away
    ],
)
def test_a_time_that_cannot_be_is_refused(session: Session, slot: Slot, at: str):
    days_away.away(session, slot.vacancy.employer, AWAY, AWAY, TODAY)

    with pytest.raises(BadCells) as bad:
        change(session, slot, starts_at=at)
    assert [each.column for each in bad.value.wrong] == ["starts_at"]
    with pytest.raises(BadCells):
        save(session, SLOTS, {"reference": "S9", "vacancy": "V1", "starts_at": at, "minutes": "30"})


def test_a_time_that_somebody_is_asked_about_stays(session: Session, slot: Slot):
    referral = a_referral(session, a_participant(session), slot.vacancy)
    interviews.hold(session, referral, slot, GRACE, NOON, until=datetime(2099, 1, 1))

    with pytest.raises(BadCells, match="1 person is asked whether to come at that time"):
        change(session, slot, starts_at="2027-01-21 10:00")
    change(session, slot, where="Back door")
    referral.kept_seat.until = datetime(2020, 1, 1)
    session.flush()
    change(session, slot, starts_at="2027-01-21 10:00")


def test_a_diary_of_ours_follows_a_time_that_is_changed(session: Session, slot: Slot):
    priya = accounts.invite(session, PRIYA.email, "keyworker", "Priya")
    attendance.name(session, slot, priya)
    other = a_slot(session, "S2", "2027-01-21 10:00")
    third = a_slot(session, "S3", "2027-01-22 10:00")
    attendance.name(session, third, priya)

    change(session, slot, starts_at="2027-01-21 10:00")

    taken = set(session.scalars(select(AttendedQuarter.quarter)))
    start = datetime(2027, 1, 21, 10)
    assert taken == {
        *quarters(start, start + timedelta(minutes=30)),
        *quarters(third.starts_at, datetime(2027, 1, 22, 10, 30)),
    }
    with pytest.raises(attendance.AtAnother):
        attendance.name(session, other, priya)
    with pytest.raises(BadCells, match="Priya cannot be there at 10:15 on 22 January: another interview"):
        change(session, slot, starts_at="2027-01-22 10:15")
    attendance.be_away(session, priya, AWAY, AWAY, TODAY)
    with pytest.raises(BadCells, match="it is one of the days away"):
        change(session, slot, starts_at="2027-01-20 10:00")
    attendance.be_away(session, priya, date(2027, 1, 21), date(2027, 1, 21), TODAY)
    change(session, slot, where="Back door")  # listed to be covered, and no reason to keep other words out


def test_the_same_said_twice_is_once(session: Session, slot: Slot):
    facts = {"first_on": date(2027, 1, 19), "every_weeks": 1, "weekdays": "1", "from_time": datetime(2027, 1, 1, 11, 15).time(),
             "to_time": datetime(2027, 1, 1, 12, 15).time(), "minutes": 30, "places": 2, "where": "Here", "country": "ENG"}  # fmt: skip

    def put(reference: str, **more: object) -> list[Slot]:
        opening = Opening(reference=reference, vacancy_reference="V1", **facts | more)
        return openings.put(session, opening, TODAY, TODAY + timedelta(days=7), bank_holiday)

    assert [each.starts_at.minute for each in put("O1")] == [45]  # 11:15 is offered already
    with pytest.raises(BadCells, match="come again already"):
        put("O2")
    assert put("O3", where="There") == []
    employer = slot.vacancy.employer
    twice = [days_away.away(session, employer, AWAY, AWAY, TODAY)[0] for _ in range(2)]
    assert twice[0] is twice[1]
    session.delete(slot)
    session.flush()
    assert openings.make_all(session, TODAY, TODAY + timedelta(days=7), bank_holiday) == 0  # taken back stays back


@pytest.mark.parametrize(
    ("facts", "where"), [({"first_on": date(2099, 1, 1)}, "first_on"), ({"first_on": date(2000, 1, 1)}, "first_on")]
)
def test_an_opening_begins_within_two_years(facts: dict[str, date], where: str):
    opening = Opening(weekdays="1", every_weeks=1, from_time=NOON.time(), to_time=datetime(2027, 1, 1, 13).time(), minutes=30, places=1,
                      where="Here", country="ENG", **facts)  # fmt: skip
    with pytest.raises(BadCells) as bad:
        openings.check(opening, TODAY)
    assert [each.column for each in bad.value.wrong] == [where]
    with pytest.raises(BadCells, match="first day within two years"):
        days_away.check_days(date(2000, 1, 1), TODAY, TODAY)


def test_an_employer_offers_no_day_away_and_no_hour_that_is_skipped():
    away = [Absence(first_on=AWAY, last_on=AWAY)]
    for start, sentence in (
        (datetime(2027, 1, 20, 10), "you are away on 20 January"),
        (datetime(2027, 3, 28, 1, 30), "the clocks change"),
    ):
        with pytest.raises(BadCells) as bad:
            offered_times.check(Offer(Vacancy(), (start,), 30, 1, "Here"), NOON, away)
        assert [sentence in each.how for each in bad.value.wrong] == [True]
    shown = offered_times.days(date(2026, 12, 24), lambda day: bank_holiday(day, "ENG") or day.day == 30)
    assert shown == [date(2026, 12, 24), date(2026, 12, 29), date(2026, 12, 31)]


def test_days_are_said_with_their_year():
    said = [days_away.on_days(Absence(first_on=first, last_on=last)) for first, last in (
        (AWAY, AWAY), (AWAY, date(2027, 1, 22)), (date(2026, 12, 30), date(2027, 1, 2)))]  # fmt: skip
    assert said == ["20 January 2027", "20 to 22 January 2027", "30 December 2026 to 2 January 2027"]


def _scene() -> None:
    with transaction(by="test") as session:
        an_employer(session)
        an_agreement(session)
        referral = a_referral(session, a_participant(session), a_vacancy(session))
        for name, at in (("S1", "2027-01-19 11:15"), ("S2", "2027-01-20 11:15")):
            slot = a_slot(session, name, at)
        interviews.hold(session, referral, slot, GRACE, NOON, until=NOON + timedelta(days=1))


def text(answer) -> str:
    return answer.get_data(as_text=True)


def test_a_coordinator_takes_a_time_away_and_whoever_asked_hears_of_a_kept_one(sign_in: SignIn):
    _scene()
    grace, priya = sign_in("coordinator", email=GRACE.email), sign_in("keyworker", email=PRIYA.email)
    assert "Find another time for Person P1" not in text(grace.get("/?all="))
    assert "Take this time away" in text(grace.get("/slots/S2/edit"))

    assert grace.post("/slots/S2/take-away").status_code == 302
    assert grace.post("/slots/S2/take-away").status_code == 302  # pressed twice is once

    for one in (grace, priya):
        today = text(one.get("/?all="))
        assert "Find another time for Person P1" in today
        assert "11:15 on Wednesday 20 January was kept, and is not offered by Employer E1 any more." in today
    grace.post("/referrals/R-P1-V1/book", data={"slot": "S1", "do": "book"})
    assert "Find another time for Person P1" not in text(grace.get("/?all="))
    assert "Somebody is booked at 11:15" in text(grace.post("/slots/S1/take-away", follow_redirects=True))
    with reading() as session:
        assert session.scalars(select(Slot.reference)).all() == ["S1"]
        assert session.scalars(select(KeptSeat)).all() == []


def test_a_new_time_is_still_to_come_and_a_bank_holiday_is_said(sign_in: SignIn):
    _scene()
    grace = sign_in("coordinator", email=GRACE.email)

    def add(day: str, month: str, year: str) -> str:
        at = {"starts_at-day": day, "starts_at-month": month, "starts_at-year": year, "starts_at-time": "10:30"}
        return text(
            grace.post("/slots/new", data={"reference": f"N{day}", "vacancy": "V1", **at}, follow_redirects=True)
        )

    assert "That time is over; write one that is still to come" in add("13", "1", "2027")
    assert "Friday 26 March is a bank holiday in England." in add("26", "3", "2027")
    assert "bank holiday" not in add("25", "3", "2027")


def test_times_come_again_under_an_agreement_and_are_changed(sign_in: SignIn):
    _scene()
    with transaction(by="test") as session:
        an_employer(session, "E2")
        an_agreement(session, "A2", "E2")
    grace = sign_in("coordinator", email=GRACE.email)
    assert grace.post("/openings/new", data={**AGAIN, "vacancy": "V1", "agreement": "A2"}).status_code == 422
    assert grace.post("/openings/new", data=AGAIN).status_code == 422
    assert grace.post("/openings/new", data={**AGAIN, "agreement": "A1"}).status_code == 302
    with reading() as session:
        first = session.scalars(select(Opening)).one()
        assert (first.agreement_reference, first.vacancy_reference) == ("A1", None)

    page = text(grace.get(f"/openings/{first.reference}/edit"))
    assert 'value="Tanner Row"' in page
    assert 'value="10:00"' in page
    assert (
        grace.post(f"/openings/{first.reference}/edit", data={**AGAIN, "agreement": "A1", "minutes": "0"}).status_code
        == 422
    )
    assert (
        grace.post(
            f"/openings/{first.reference}/edit", data={**AGAIN, "agreement": "A1", "where": "Mill Lane"}
        ).status_code
        == 302
    )

    with reading() as session:
        made = session.scalars(select(Slot).where(Slot.agreement_reference == "A1")).all()
        assert {slot.where for slot in made} == {"Mill Lane"}
        assert len(made) == len({slot.starts_at for slot in made}) == 16
    assert text(grace.get("/openings")).count("End them") == 1
