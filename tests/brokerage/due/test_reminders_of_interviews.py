"""Reminders of interviews: in the booking's transaction, 48 hours and 2 hours before, and none of what has changed since."""

import re
from collections.abc import Callable
from datetime import datetime, timedelta
from email.message import EmailMessage

import pytest
from sqlalchemy import Engine, select
from sqlalchemy.orm import Session
from trade import GRACE, HELEN, NOON, PRIYA, a_participant, a_referral, a_slot, a_vacancy, an_employer

from brokerage import accounts, jobs
from brokerage.correspondence import by_hand
from brokerage.interviews import SlotFull, book, cancel, move
from brokerage.messages import Rules, send_due
from brokerage.referral_models import Referral
from brokerage.referrals import take
from brokerage.sending.outgoing import Text
from brokerage.sending.work_models import Message, Task
from brokerage.settings import load
from employers.db import reading, transaction
from employers.models import Slot

AISHA = "aisha@home.example"
STARTS = datetime(2027, 1, 19, 11, 15)
BEFORE = [STARTS - timedelta(hours=48), STARTS - timedelta(hours=2)]


class Kept:
    def __init__(self) -> None:
        self.got: list[EmailMessage | Text] = []

    def send(self, letter: EmailMessage | Text) -> None:
        self.got.append(letter)

    def to(self) -> list[str]:
        return sorted(each.number if isinstance(each, Text) else str(each["To"]) for each in self.got)


@pytest.fixture
def booked(database: Engine) -> None:
    set_out()


def set_out(at: str = "2027-01-19 11:15", now: datetime = NOON, **facts: object) -> None:
    with transaction(by="test") as session:
        an_employer(session, coordinator=GRACE.email)
        whole = {"name": "Aisha Rahman", "channel": "email", "email": AISHA, "safe_window": "any"} | facts
        referral = a_referral(session, a_participant(session, **whole), a_vacancy(session))
        slot = a_slot(session, at=at, where="Side door")
        a_slot(session, "S2", "2027-01-20 14:00")
        book(session, referral, slot, GRACE, now)


def does(how: Callable[[Session, Referral], object]) -> None:
    with transaction(by="test") as session:
        how(session, session.scalars(select(Referral)).one())


def slot(session: Session, reference: str) -> Slot:
    return session.scalars(select(Slot).where(Slot.reference == reference)).one()


def goes(now: datetime) -> Kept:
    kept = Kept()
    send_due(lambda: now, kept, Rules(load().mail, "secret", jobs.CHECKS, "https://jobs.example"))
    return kept


def tasks() -> list[tuple[str, str]]:
    with reading() as session:
        return [(each.key.split()[-1], each.why) for each in session.scalars(select(Task).order_by(Task.id))]


def dropped() -> list[str | None]:
    with reading() as session:
        return list(session.scalars(select(Message.dropped).where(Message.key.contains("coming")).order_by(Message.id)))


def test_both_sides_hear_of_it_twice_before_and_once_each_time(booked: None):
    assert goes(NOON).to() == [AISHA, HELEN.email]
    for due in BEFORE:
        assert goes(due - timedelta(minutes=1)).to() == []
        kept = goes(due)
        assert kept.to() == [AISHA, HELEN.email]
        assert goes(due + timedelta(minutes=1)).to() == []
        for letter in kept.got:
            body = letter.get_body(("plain",)).get_content()
            assert "Tuesday 19 January at 11:15, until 11:45" in body
            assert not list(letter.iter_attachments())
            if letter["To"] == HELEN.email:
                assert "Aisha" not in letter.as_string()
                assert letter["Subject"] == "Coming up: interview for Kitchen assistant, Tuesday 19 January at 11:15"
            else:
                assert letter["Subject"] == "Coming up: Tuesday 19 January at 11:15"


@pytest.mark.parametrize(("now", "left"), [(BEFORE[0], 2), (BEFORE[0] - timedelta(minutes=1), 4), (BEFORE[1], 0)])
def test_whoever_books_later_gets_none(database: Engine, now: datetime, left: int):
    set_out(now=now)

    with reading() as session:
        assert len(session.scalars(select(Message).where(Message.key.contains("coming"))).all()) == left


def test_a_booking_that_did_not_come_about_is_not_reminded_of(booked: None):
    with transaction(by="test") as session:
        other = a_referral(session, a_participant(session, "P2", channel="email"), slot(session, "S1").vacancy)
        with pytest.raises(SlotFull):
            book(session, other, slot(session, "S1"), GRACE, NOON)
    with reading() as session:
        assert not session.scalars(select(Message).where(Message.key.contains("R-P2"))).all()


def there_and_back(session: Session, referral: Referral) -> None:
    move(session, referral, slot(session, "S2"), GRACE, NOON)
    move(session, referral, slot(session, "S1"), GRACE, NOON)


def shifted(session: Session, _referral: Referral) -> None:
    slot(session, "S1").starts_at += timedelta(minutes=15)


def withheld(_session: Session, referral: Referral) -> None:
    referral.vacancy.employer.withheld = "Under review."


CHANGES: dict[str, tuple[Callable[[Session, Referral], object], int]] = {
    "moved": (lambda session, referral: move(session, referral, slot(session, "S2"), GRACE, NOON), 0),
    "cancelled": (lambda session, referral: cancel(session, referral, GRACE, NOON, why="Ill."), 0),
    "ended": (lambda session, referral: take(session, referral, "say_no", PRIYA, NOON), 0),
    "at another time": (shifted, 0),
    "withheld": (withheld, 0),
    "moved and back": (there_and_back, 2),
    "nothing": (lambda *_: None, 2),
}


@pytest.mark.parametrize("what", CHANGES)
def test_of_what_has_changed_nobody_is_reminded_and_of_what_stands_once(booked: None, what: str):
    how, each_time = CHANGES[what]
    does(how)
    goes(NOON)

    for due in BEFORE:
        reminded = [each for each in goes(due).got if "19 January at 11:15" in str(each["Subject"])]
        assert len(reminded) == each_time
    assert tasks() == []


def test_what_was_moved_is_reminded_of_at_its_new_time(booked: None):
    does(CHANGES["moved"][0])
    goes(NOON)

    assert goes(datetime(2027, 1, 18, 14)).to() == goes(datetime(2027, 1, 20, 12)).to() == [AISHA, HELEN.email]


def test_whoever_is_there_by_then_is_reminded(booked: None):
    does(lambda _session, referral: setattr(referral.vacancy.employer.contacts[0], "email", "lena@tanner.example"))
    assert goes(NOON).to() == [AISHA, HELEN.email]

    assert goes(BEFORE[0]).to() == [AISHA, "lena@tanner.example"]

    does(lambda _session, referral: setattr(referral.vacancy.employer.contacts[0], "email", None))
    assert goes(BEFORE[1]).to() == [AISHA]


def test_in_the_safe_window_or_by_the_keyworker(database: Engine):
    set_out(safe_window="Mon-Fri 17:00-19:00")
    goes(NOON)
    goes(NOON + timedelta(hours=5))

    assert goes(BEFORE[0]).to() == [HELEN.email]  # Sunday
    assert goes(datetime(2027, 1, 18, 17)).to() == [AISHA]
    assert goes(BEFORE[1]).to() == [HELEN.email]
    assert tasks() == [("2", "No time before the interview is safe for a message.")]


@pytest.mark.parametrize("facts", [{"channel": "phone"}, {"channel": "letter"}, {"channel": None}, {"email": None}])
def test_whoever_gets_no_messages_is_reminded_once_by_the_keyworker(database: Engine, facts: dict[str, object]):
    set_out(**facts)
    assert [key for key, _ in tasks()] == ["1"]  # the booking itself; the reminder's time has not come
    with reading() as session:
        keyworker = accounts.find(session, PRIYA.email)
        referral = session.scalars(select(Referral)).one()
        assert {word.how for word in by_hand.said_of(session, referral, NOON)} == {
            by_hand.BY_KEYWORKER,
            "waits to be sent",
        }

    for due in BEFORE:
        assert goes(due).to()[-1:] == [HELEN.email]

    assert [key for key, _ in tasks()] == ["1", "48"]
    with reading() as session:
        assert len(by_hand.tasks(session, keyworker.id, BEFORE[1], {})) == 2


def test_an_interview_that_has_begun_is_not_reminded_of(booked: None):
    assert goes(STARTS).to() == []
    assert set(dropped()) == {"The last one goes now.", "The interview has begun."}


@pytest.mark.parametrize(
    ("at", "first"),
    [
        ("2027-03-29 09:00", datetime(2027, 3, 27, 8)),  # summer time began between: 48 hours are 48 hours
        ("2026-10-26 09:00", datetime(2026, 10, 24, 9)),
        ("2028-03-01 09:00", datetime(2028, 2, 28, 9)),
    ],
)
def test_hours_are_hours_across_a_clock_change_and_a_leap_day(database: Engine, at: str, first: datetime):
    set_out(at=at, now=datetime(2026, 10, 1, 12))

    with reading() as session:
        due = session.scalars(select(Message.due_at).where(Message.key.endswith(" 48"))).all()
    assert set(due) == {first}


def test_after_days_of_downtime_one_reminder_goes_and_none_of_what_is_over(booked: None):
    goes(NOON)

    assert goes(datetime(2027, 1, 19, 9, 30)).to() == sorted([AISHA, HELEN.email])
    assert goes(datetime(2027, 1, 28, 9)).to() == []


def test_a_reminder_by_text_is_short_and_says_nothing_of_a_job(
    database: Engine, tmp_path, monkeypatch: pytest.MonkeyPatch
):
    own = tmp_path / "own.toml"
    own.write_text('[texts]\nway = "folder"\n')
    monkeypatch.setenv("BROKERAGE_CONFIG", str(own))
    load.cache_clear()
    set_out(channel="sms", phone="07700 900123")

    told, reminded = goes(NOON).got, goes(BEFORE[0]).got

    for kept, begins in ((told, "There is a time for you"), (reminded, "Coming up")):
        [text] = [each for each in kept if isinstance(each, Text)]
        words, link = re.fullmatch(r"(.*) Another time, or no: (\S+) or tell Priya\.", text.words).groups()
        assert words == f"Hello Aisha. {begins}: Tuesday 19 January at 11:15, until 11:45. Side door, Employer E1."
        assert link.startswith("https://jobs.example/my/times/")
