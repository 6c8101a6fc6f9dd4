"""Times that come again, and days away: on which days they fall, that each is made once, and that nobody booked is dropped."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import date, datetime, time, timedelta

import pytest
from dateutil.rrule import WEEKLY, rrule
from hypothesis import given
from hypothesis import strategies as some
from sqlalchemy import Engine, select
from sqlalchemy.orm import Session
from trade import GRACE, NOON, TODAY, a_participant, a_referral, a_slot, a_vacancy, an_agreement, an_employer

from brokerage import interviews
from brokerage.diary.workdays import bank_holiday
from employers.columns import BadCells
from employers.db import reading, transaction
from employers.models import Introduction, Slot
from employers.times import days_away, openings
from employers.times.time_models import Opening

UNTIL = TODAY + timedelta(weeks=8)


def never(_day: date, _country: str) -> bool:
    return False


def opening(**facts: object) -> Opening:
    """Every second Tuesday from 10 to 12, half an hour and two people each, in England."""
    usual = {
        "reference": "O1", "vacancy_reference": "V1", "first_on": date(2027, 1, 19), "every_weeks": 2, "weekdays": "1",
        "from_time": time(10), "to_time": time(12), "minutes": 30, "places": 2, "where": "Tanner Row", "country": "ENG",
    }  # fmt: skip
    return Opening(**usual | facts)


@pytest.fixture
def made(session: Session) -> Callable[..., list[Slot]]:
    an_employer(session)
    a_vacancy(session)

    def make(**facts: object) -> list[Slot]:
        return openings.put(session, opening(**facts), TODAY, UNTIL, bank_holiday)

    return make


def test_every_second_tuesday_until_then(made: Callable[..., list[Slot]]):
    slots = made(last_on=date(2027, 2, 16))

    assert [f"{slot.starts_at:%d.%m. %H:%M}" for slot in slots] == [
        f"{day} {at}" for day in ("19.01.", "02.02.", "16.02.") for at in ("10:00", "10:30", "11:00", "11:30")
    ]
    assert {(slot.minutes, slot.places, slot.where, slot.vacancy_reference) for slot in slots} == {
        (30, 2, "Tanner Row", "V1")
    }


@given(
    first=some.dates(date(2026, 1, 1), date(2028, 12, 31)),
    days=some.sets(some.integers(0, 6), min_size=1),
    every=some.integers(1, 12),
    ahead=some.integers(0, 400),
    begin=some.integers(-30, 60),
)
def test_its_days_are_those_of_the_recurrence_rule_of_calendars(first, days, every, ahead, begin):
    """RFC 5545's WEEKLY, by another library: leap days and clock changes among them."""
    each = opening(
        first_on=first, last_on=first + timedelta(days=ahead), every_weeks=every, weekdays=";".join(map(str, days))
    )
    start, end = first + timedelta(days=begin), first + timedelta(days=500)
    oracle = rrule(
        WEEKLY,
        dtstart=datetime.combine(first, time(10)),
        until=datetime.combine(each.last_on, time(23)),
        interval=every,
        byweekday=sorted(days),
        wkst=0,
    )

    assert list(openings.days(each, start, end)) == [at.date() for at in oracle if at.date() >= start]


def test_ten_is_ten_on_both_sides_of_a_clock_change(made: Callable[..., list[Slot]], session: Session):
    """The clocks go forward on 28 March 2027; what is booked of a person is an hour earlier in UTC from then on, at ten all the same."""
    each = opening(every_weeks=1, first_on=date(2027, 3, 23), last_on=date(2027, 3, 30), to_time=time(10, 30))
    an_employer(session, "E9")
    a_vacancy(session, "V9", "E9")
    each.vacancy_reference = "V9"
    slots = openings.put(session, each, date(2027, 3, 20), date(2027, 4, 20), bank_holiday)

    assert [slot.starts_at.isoformat() for slot in slots] == ["2027-03-23T10:00:00", "2027-03-30T10:00:00"]


@pytest.mark.parametrize(
    ("country", "left_out"),
    [
        ("ENG", {date(2027, 3, 26), date(2027, 3, 29)}),
        ("WLS", {date(2027, 3, 26), date(2027, 3, 29)}),
        ("SCT", {date(2027, 3, 26)}),
        ("NIR", {date(2027, 3, 17), date(2027, 3, 26), date(2027, 3, 29)}),
    ],
)
def test_no_time_falls_on_a_bank_holiday_of_that_nation(session: Session, country: str, left_out: set[date]):
    """Saint Patrick's Day, Good Friday and Easter Monday of 2027."""
    an_employer(session)
    a_vacancy(session)
    each = opening(every_weeks=1, weekdays="0;1;2;3;4", country=country, last_on=date(2027, 3, 31))
    slots = openings.put(session, each, date(2027, 2, 28), date(2027, 3, 31), bank_holiday)

    working = {date(2027, 3, day) for day in range(1, 32) if date(2027, 3, day).weekday() < 5}
    assert working - {slot.starts_at.date() for slot in slots} == left_out


def test_what_was_made_or_taken_back_is_not_made_again(session: Session, made: Callable[..., list[Slot]]):
    first, *rest = made()
    session.delete(first)
    session.flush()

    assert openings.make_all(session, TODAY, UNTIL, bank_holiday) == 0
    assert openings.make_all(session, TODAY, UNTIL + timedelta(weeks=2), bank_holiday) == 4
    assert len(session.scalars(select(Slot)).all()) == len(rest) + 4


def test_no_time_is_made_once_the_job_has_closed(session: Session, made: Callable[..., list[Slot]]):
    a_vacancy(session, "V2", closes_on=date(2027, 1, 25))

    assert {slot.starts_at.date() for slot in made(vacancy_reference="V2")} == {date(2027, 1, 19)}


def test_two_who_make_at_once_make_each_time_once(database: Engine):
    with transaction(by="test") as session:
        an_employer(session)
        a_vacancy(session)
        openings.put(session, opening(), TODAY, TODAY, bank_holiday)

    def make(_number: int) -> int:
        with transaction(by="the clock") as session:
            return openings.make_all(session, TODAY, UNTIL, bank_holiday)

    with ThreadPoolExecutor(4) as together:
        assert sorted(together.map(make, range(4))) == [0, 0, 0, 16]
    with reading() as session:
        assert len(session.scalars(select(Slot)).all()) == 16


@pytest.mark.parametrize(
    ("facts", "where"),
    [
        ({"weekdays": ""}, "weekdays"),
        ({"every_weeks": 0}, "every_weeks"),
        ({"to_time": time(9)}, "to_time"),
        ({"from_time": time(1, 30)}, "to_time"),
        ({"minutes": 180}, "minutes"),
        ({"places": 0}, "places"),
        ({"last_on": date(2027, 1, 1)}, "last_on"),
        ({"where": None}, "where"),
        ({"link": "javascript:alert(1)"}, "link"),
        ({"country": "FRA"}, "country"),
    ],
)
def test_what_cannot_come_again_is_said(session: Session, facts: dict[str, object], where: str):
    with pytest.raises(BadCells) as bad:
        openings.put(session, opening(**facts), TODAY, UNTIL, never)
    assert [each.column for each in bad.value.wrong] == [where]


def test_days_away_take_out_what_is_free_and_list_who_is_booked(session: Session, made: Callable[..., list[Slot]]):
    first, *_ = made()
    employer = first.vacancy.employer
    referral = a_referral(session, a_participant(session), first.vacancy)
    interviews.book(session, referral, first, GRACE, NOON)
    other = a_slot(session, "S9", "2027-01-20 09:00")
    an_employer(session, "E2")
    a_vacancy(session, "V2", "E2")
    foreign = a_slot(session, "S8", "2027-01-19 09:00", vacancy_reference="V2")

    away, stay = days_away.away(session, employer, date(2027, 1, 19), date(2027, 1, 20), TODAY)

    assert stay == [first]
    left = set(session.scalars(select(Slot)))
    assert {first, foreign} <= left
    assert other not in left
    assert not [slot for slot in left if slot.vacancy_reference == "V1" and slot.starts_at.day in (19, 20)][1:]
    assert [card.slot for card in days_away.to_move(session, NOON)] == [first]
    assert days_away.to_move(session, NOON, ["E2"]) == []
    assert days_away.on_days(away) == "19 to 20 January 2027"

    back = openings.there_after_all(session, away, TODAY, UNTIL, bank_holiday)

    assert [slot.starts_at.hour * 60 + slot.starts_at.minute for slot in back] == [630, 660, 690]
    assert days_away.to_move(session, NOON) == []


def test_no_time_is_made_on_days_away(session: Session, made: Callable[..., list[Slot]]):
    employer = an_employer(session, "E3")
    a_vacancy(session, "V3", "E3")
    days_away.away(session, employer, date(2027, 1, 19), date(2027, 1, 19), TODAY)

    assert {slot.starts_at.date() for slot in made(vacancy_reference="V3")} == {
        date(2027, 2, 2),
        date(2027, 2, 16),
        date(2027, 3, 2),
    }


def test_ended_times_go_but_for_those_with_somebody_in_them(session: Session, made: Callable[..., list[Slot]]):
    _, second, *_ = made()
    interviews.book(session, a_referral(session, a_participant(session), second.vacancy), second, GRACE, NOON)
    each = openings.get(session, "O1")

    assert openings.end(session, each, TODAY) == [second]
    assert session.scalars(select(Slot)).all() == [second]
    assert openings.make_all(session, TODAY, UNTIL, bank_holiday) == 0
    assert session.scalars(select(Introduction.slot_reference)).one() == second.reference


def test_an_opening_of_an_agreement_is_its_employers(session: Session, made: Callable[..., list[Slot]]):
    an_agreement(session)
    slots = made(vacancy_reference=None, agreement_reference="A1")

    assert {slot.agreement_reference for slot in slots} == {"A1"}
    assert openings.owner(openings.get(session, "O1")).reference == "E1"
    assert openings.said(openings.get(session, "O1")) == "Every second week on Tuesday, 10:00 to 12:00"
