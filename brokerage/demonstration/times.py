"""Times of Hallbrook that come again, days away, a seat that is kept, and who goes along to an interview: through the use cases of life."""

from datetime import date, datetime, time, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from brokerage import accounts, interviews
from brokerage.demonstration.ways import GRACE
from brokerage.diary import attendance
from brokerage.diary.workdays import bank_holiday
from brokerage.models import Participant
from brokerage.referral_models import Referral
from employers.models import Employer, Slot, Vacancy
from employers.times import days_away, openings
from employers.times.time_models import Opening

NOTICE = timedelta(days=5)
HOTEL = "Riverside Hotel"


def set_out(session: Session, today: date) -> None:
    """A fortnightly morning at Brightwell Stores, a week off at the hotel, and what stands in diaries around them."""
    first = today + NOTICE + timedelta(days=(1 - (today + NOTICE).weekday()) % 7)  # a Tuesday
    opening = Opening(
        reference="O001",
        vacancy_reference="V035",
        first_on=first,
        last_on=first + timedelta(weeks=26),
        every_weeks=2,
        weekdays="1",
        from_time=time(10),
        to_time=time(11),
        minutes=30,
        places=2,
        where="Brightwell Stores, staff canteen",
        country="ENG",
    )
    openings.put(session, opening, today, today + timedelta(weeks=5), bank_holiday)
    _away(session, today)
    _go_along(session, "P008", "V001", "Somebody from the programme comes along to the door.")
    kept = _referral(session, "P013", "V035")
    slot = session.scalars(select(Slot).where(Slot.reference == "S007")).one()
    noon = datetime.combine(today, time(12))
    interviews.hold(session, kept, slot, GRACE, noon, until=noon + timedelta(days=1))


def _away(session: Session, today: date) -> None:
    off = today + timedelta(days=40)
    hotel = session.scalars(select(Employer).where(Employer.name.startswith(HOTEL))).first()
    if hotel is not None:
        days_away.away(session, hotel, off, off + timedelta(days=6), today)
    grace = accounts.find(session, GRACE.email)
    lounge = session.scalars(select(Slot).where(Slot.reference == "S009")).one()
    if grace is not None:
        attendance.name(session, lounge, grace)
        attendance.be_away(session, grace, off, off + timedelta(days=4), today)


def _go_along(session: Session, person: str, vacancy: str, said: str) -> None:
    referral = _referral(session, person, vacancy)
    attendance.say_need(session, referral, companion=referral.participant.keyworker, said=said)


def _referral(session: Session, person: str, vacancy: str) -> Referral:
    of_pair = Participant.reference == person, Vacancy.reference == vacancy
    return session.scalars(select(Referral).join(Referral.participant).join(Referral.vacancy).where(*of_pair)).one()
