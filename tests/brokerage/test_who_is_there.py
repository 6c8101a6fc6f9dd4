"""Who is to be at an interview reads it: in the calendar, and in a message. Whoever is not, does not."""

from datetime import date, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session
from trade import GRACE, NOON, PRIYA, a_participant, a_referral, a_slot, a_vacancy, an_employer

from brokerage import accounts, diaries, interviews
from brokerage.accounts import User
from brokerage.correspondence import attending
from brokerage.diary import attendance
from brokerage.referral_models import Referral
from brokerage.sending.work_models import Message
from employers.models import Slot
from employers.times.diary import Entry

JACKIE = "jackie@hallbrook.example"
DAYS = date(2027, 1, 18), date(2027, 1, 22)


def booked(session: Session) -> Slot:
    """One of Priya's people at Grace's employer, with a coordinator there."""
    for email, role, called in ((GRACE.email, "coordinator", "Grace"), (JACKIE, "keyworker", "Jackie")):
        accounts.invite(session, email, role, called)
    an_employer(session, coordinator=GRACE.email, postcode="HB5 1FM")
    referral = a_referral(session, a_participant(session), a_vacancy(session))
    slot = a_slot(session, with_coordinator=True, where="Side door")
    interviews.book(session, referral, slot, GRACE, NOON)
    return slot


def user(session: Session, email: str) -> User:
    found = accounts.find(session, email)
    assert found is not None
    return found


def diary(session: Session, email: str) -> list[Entry]:
    return diaries.entries(session, user(session, email), diaries.between(*DAYS, NOON))


def test_the_calendar_of_whoever_is_there_says_so_and_of_nobody_else(session: Session):
    slot = booked(session)
    assert [(each.summary, each.busy) for each in diary(session, GRACE.email)] == [
        ("Interview: P1, Kitchen assistant", True)
    ]
    assert [each.busy for each in diary(session, PRIYA.email)] == [False]
    assert diary(session, JACKIE) == []

    attendance.name(session, slot, user(session, JACKIE))
    assert [each.busy for each in diary(session, GRACE.email)] == [False]
    (entry,) = diary(session, JACKIE)
    assert (entry.summary, entry.where) == (
        "Be there: Employer E1, Kitchen assistant",
        "Side door, Employer E1, HB5 1FM",
    )
    assert (entry.starts, entry.busy, entry.page) == (slot.starts_at, True, "there.show S1")
    assert "P1" not in f"{entry.summary}{entry.where}{entry.who}", "not one of Jackie's own"


def test_who_goes_along_is_there(session: Session):
    slot = booked(session)
    referral = session.scalars(select(Referral)).one()
    attendance.say_need(session, referral, companion=user(session, PRIYA.email))
    assert [each.busy for each in diary(session, PRIYA.email)] == [True]
    assert attendance.at(session, [slot])["S1"][0].user.email == GRACE.email


def test_a_colleague_is_told_and_it_is_looked_at_again_before_it_goes(session: Session):
    slot, jackie = booked(session), accounts.find(session, JACKIE)
    assert jackie is not None
    attendance.name(session, slot, jackie)
    attending.tell(session, slot, jackie, attending.NAMED, by=GRACE.email, now=NOON)
    attending.tell(session, slot, jackie, attending.NAMED, by=JACKIE, now=NOON)  # nobody is told what they did
    told = session.scalars(select(Message).where(Message.key.startswith("named "))).one()
    assert (told.recipient, told.subject) == (
        JACKIE,
        "You are to be there: Employer E1, Tuesday 19 January at 11:15",
    )
    assert "Grace has named you" in told.body
    assert "P1" not in told.body
    assert attending.still(session, told, NOON) is None

    slot.starts_at += timedelta(hours=1)
    session.flush()
    assert attending.still(session, told, NOON) == "The interview is at another time now."
    slot.starts_at -= timedelta(hours=1)
    attendance.unname(session, slot, jackie)
    assert attending.still(session, told, NOON) == "It was changed since who is there."
    attending.tell(session, slot, jackie, attending.TAKEN_OFF, by=GRACE.email, now=NOON)
    off = session.scalars(select(Message).where(Message.key.startswith("taken-off "))).one()
    assert attending.still(session, off, NOON) is None
