"""The outbox: what goes, what does not go any more, what a person does instead; over real SMTP on this machine, and as files."""

import email
import os
import socket
import subprocess
import sys
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from email import policy
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from aiosmtpd.controller import Controller
from hypothesis import HealthCheck, example, given
from hypothesis import settings as how_many
from hypothesis import strategies as st
from sqlalchemy import Engine, delete, func, select
from sqlalchemy.orm import Session
from trade import GRACE, NOON, PRIYA, a_participant, a_referral, a_slot, a_vacancy, an_employer

import brokerage
from brokerage import messages
from brokerage.correspondence import by_hand
from brokerage.interviews import book, cancel, move
from brokerage.messages import Rules, put, send_due
from brokerage.models import Participant
from brokerage.referral_models import Referral
from brokerage.referrals import take
from brokerage.sending import post, reaching
from brokerage.sending.post import HEADERS, Folder, PostAway, Server, Undeliverable
from brokerage.sending.reaching import ByHand
from brokerage.sending.work_models import Message, Task
from brokerage.settings import BadSetting, Mail, Settings, load
from employers.db import reading, transaction
from employers.models import Slot
from matching.week import DAYS, SEASONS, WEEK, Week, covered

LONDON = ZoneInfo("Europe/London")
TO = "grace@hallbrook.example"
HOSTILE = [
    "Words\r\nBcc: everybody@evil.example",
    "Words\nBcc: everybody@evil.example\n\nAnother body",
    "Words\rBcc: everybody@evil.example",
    "Words\x0bBcc: x@evil.example\x0c\x1c\x1d\x1e\x85\u2028\u2029X: y",
    "=?utf-8?q?=0D=0ABcc:_everybody=40evil=2Eexample?=",
    "=?utf-8?b?DQpCY2M6IGV2ZXJ5Ym9keUBldmlsLmV4YW1wbGU=?=",
    "=\x00?utf-8?q?=0ABcc:x?=",
    "=\u200b?utf-8?q?=0ABcc:x?=",
    "\x00\x1b[31m\ud800\udfff",
    "\u202eelpmaxe.live\u2066",
    "é" * 240,
    "x" * 5000,
    "",
    ".\r\n.\r\nQUIT\r\n",
]


class Inbox:
    """What a mail server got. `answer` is what it says to the next letters, for as many as are listed."""

    def __init__(self, port: int) -> None:
        self.port = port
        self.got: list[bytes] = []
        self.to: list[str] = []
        self.answers: list[str] = []

    async def handle_RCPT(self, _server, _session, envelope, address, _options) -> str:  # noqa: N802
        if self.answers and self.answers[0].startswith("RCPT "):
            return self.answers.pop(0).removeprefix("RCPT ")
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, _server, _session, envelope) -> str:  # noqa: N802
        answer = self.answers.pop(0) if self.answers else "250 OK"
        if answer.startswith("250") or answer == "lost":
            self.got.append(envelope.content)
            self.to += envelope.rcpt_tos
        return "421 closing" if answer == "lost" else answer

    def letters(self) -> list[email.message.EmailMessage]:
        return [email.message_from_bytes(each, policy=policy.default) for each in self.got]


@pytest.fixture
def inbox() -> Iterator[Inbox]:
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    kept = Inbox(port)
    running = Controller(kept, hostname="127.0.0.1", port=port)
    running.start()
    yield kept
    running.stop()


@pytest.fixture
def mail() -> Mail:
    return replace(load().mail, server="127.0.0.1", security="none", sender="jobs@stepping.example", timeout_seconds=5)


@pytest.fixture
def rules(mail: Mail) -> Rules:
    return Rules(mail, "secret", {})


@pytest.fixture
def smtp(inbox: Inbox, mail: Mail) -> Server:
    return Server(replace(mail, port=inbox.port), "")


def send(way: post.Post, rules: Rules, now: datetime = NOON) -> int:
    return send_due(lambda: now, way, rules)


def put_one(key: str = "test", to: str = TO, subject: str = "Subject", body: str = "Words.", **more) -> None:
    with transaction(by="test") as session:
        put(session, key, to, subject, body, **{"due_at": NOON} | more)


def box(key: str = "test") -> Message:
    with reading() as session:
        return session.scalars(select(Message).where(Message.key == key)).one()


def all_tasks() -> list[tuple[str, str]]:
    with reading() as session:
        return [(each.key, each.why) for each in session.scalars(select(Task).order_by(Task.id))]


# Putting in


def test_a_key_is_put_in_once_and_the_callers_own_change_goes_on(database: Engine):
    with transaction(by="test") as session:
        an_employer(session)
        assert put(session, "test", TO, "First", "Words.", due_at=NOON)
        assert not put(session, "test", TO, "Second", "Words.", due_at=NOON)
        an_employer(session, "E2")

    assert box().subject == "First"


def test_what_did_not_happen_is_not_told(database: Engine):
    with suppress(RuntimeError), transaction(by="test") as session:
        put(session, "test", TO, "Subject", "Words.", due_at=NOON)
        raise RuntimeError

    with reading() as session:
        assert session.scalar(select(func.count(Message.id))) == 0


# Over SMTP


def test_a_message_goes_once_as_a_plain_letter(database: Engine, inbox: Inbox, smtp: Server, rules: Rules):
    put_one(subject="“Café assistant” has closed", body="One – two.\n.\nThree.")

    assert send(smtp, rules) == 1
    assert send(smtp, rules, NOON + timedelta(days=1)) == 0

    letter = inbox.letters()[0]
    assert inbox.to == [TO]
    assert letter["From"] == "Stepping Stone <jobs@stepping.example>"
    assert (letter["To"], letter["Subject"]) == (TO, "“Café assistant” has closed")
    assert letter["Date"].datetime == NOON.replace(tzinfo=UTC)
    assert letter["Auto-Submitted"] == "auto-generated"
    assert letter.get_content().replace("\r\n", "\n") == "One – two.\n.\nThree.\n"
    assert (box().sent_at, box().taken_at, box().tries) == (NOON, None, 1)


def test_nothing_goes_before_it_is_due(database: Engine, inbox: Inbox, smtp: Server, rules: Rules):
    put_one(due_at=NOON + timedelta(hours=1))

    assert send(smtp, rules) == 0
    assert send(smtp, rules, NOON + timedelta(hours=1)) == 1


def test_the_message_id_stands_on_the_key_alone_and_gives_nothing_away(mail: Mail):
    one, again, other = (post.message_id(mail, key, "secret") for key in ("closed R1", "closed R1", "closed R2"))

    assert one == again != other
    assert one != post.message_id(mail, "closed R1", "another secret")
    assert one.endswith("@stepping.example>")
    assert "R1" not in one


def test_a_letter_that_the_server_puts_off_is_tried_again_ever_more_slowly(database, inbox, smtp, rules):
    put_one()
    put_one("second")
    inbox.answers = ["451 busy"]
    assert send(smtp, rules) == 1  # the other one goes
    assert box().due_at == NOON + timedelta(minutes=5)
    waits, now = [], NOON
    for _ in range(9):
        now = box().due_at
        inbox.answers = ["451 busy"]
        assert send(smtp, rules, now) == 0
        waits.append((box().due_at - now) // timedelta(minutes=1))
    assert waits == [10, 20, 40, 80, 160, 320, 360, 360, 360]

    assert send(smtp, rules, box().due_at) == 1
    assert len(inbox.got) == 2


@pytest.mark.parametrize("answer", ["RCPT 550 no such user grace@hallbrook.example", "554 refused"])
def test_what_will_never_arrive_is_dropped_with_the_servers_words(database, inbox, smtp, rules, caplog, answer: str):
    put_one()
    inbox.answers = [f"451 {TO} is busy", answer]

    assert send(smtp, rules) == 0
    assert send(smtp, rules, NOON + timedelta(minutes=5)) == 0
    assert TO not in caplog.text

    assert box().dropped == f"The mail server refused it: {answer.removeprefix('RCPT ')}"
    assert send(smtp, rules, NOON + timedelta(days=9)) == 0


def test_a_server_that_is_away_loses_nothing_and_is_asked_once_a_look(database, inbox, mail, rules):
    for each in range(3):
        put_one(f"test {each}")
    nowhere = Server(replace(mail, port=1), "")

    assert send(nowhere, rules) == 0
    assert [box(f"test {each}").tries for each in range(3)] == [1, 0, 0]

    assert send(Server(replace(mail, port=inbox.port), ""), rules, NOON + timedelta(minutes=5)) == 3


def test_a_server_without_encryption_gets_nothing_where_encryption_is_set(database, inbox, mail, rules):
    put_one()

    assert send(Server(replace(mail, port=inbox.port, security="starttls"), ""), rules) == 0

    assert inbox.got == []
    assert box().dropped is None


def test_a_letter_taken_by_the_server_but_not_confirmed_can_be_folded(database, inbox, smtp, rules):
    """The connection breaks after the letter: it goes again, and is the same letter by its Message-ID."""
    put_one()
    inbox.answers = ["lost"]

    assert send(smtp, rules) == 0
    assert send(smtp, rules, NOON + timedelta(minutes=5)) == 1

    assert [letter["Message-ID"] for letter in inbox.letters()] == [inbox.letters()[0]["Message-ID"]] * 2


# Killed between


class Dies:
    """Hands the letter over, and the process is gone before it can write that down."""

    def __init__(self, way: post.Post) -> None:
        self.way = way

    def send(self, letter) -> None:
        self.way.send(letter)
        raise SystemExit


def test_killed_between_sending_and_writing_it_down(database, inbox, smtp, rules, tmp_path: Path):
    put_one()
    for way in (smtp, Folder(tmp_path / "mail")):
        with pytest.raises(SystemExit):
            send(Dies(way), rules, NOON if way is smtp else NOON + timedelta(minutes=10))
        assert box().sent_at is None
    assert send(smtp, rules, NOON + timedelta(minutes=19)) == 0  # in the hands of one that may be alive
    assert send(Folder(tmp_path / "mail"), rules, NOON + timedelta(minutes=20)) == 1

    assert len(inbox.got) == 1
    assert [file.suffix for file in (tmp_path / "mail").iterdir()] == [".eml"]


def test_a_process_that_comes_back_from_the_dead_writes_nothing_over_another(database, rules, tmp_path: Path):
    """It slept for longer than it may keep a message; meanwhile another has sent it."""
    put_one()
    folder = Folder(tmp_path / "mail")

    class Sleeps:
        def send(self, letter) -> None:
            assert send(folder, rules, NOON + timedelta(minutes=10)) == 1
            raise PostAway("too late", whole=False)

    send(Sleeps(), rules)

    assert box().sent_at == NOON + timedelta(minutes=10)
    assert box().due_at == NOON


# A folder


def test_without_a_server_each_message_is_a_file_for_its_owner_alone(database, settings: Settings, rules: Rules):
    put_one()
    way = post.of(settings)

    assert send(way, rules) == 1

    file = next(settings.mail_folder.iterdir())
    assert file.name == f"{post.message_id(rules.mail, 'test', 'secret')[1:].partition('@')[0]}.eml"
    assert file.stat().st_mode & 0o777 == 0o600
    assert b"\r\nSubject: Subject\r\n" in file.read_bytes()


def test_a_folder_that_cannot_be_written_to_loses_nothing(database, rules, tmp_path: Path):
    put_one()
    (tmp_path / "file").touch()

    assert send(Folder(tmp_path / "file"), rules) == 0

    assert (box().sent_at, box().dropped) == (None, None)


def test_a_sender_that_is_no_address_is_a_sentence(settings: Settings):
    with pytest.raises(BadSetting, match=r"mail\.sender"):
        post.of(replace(settings, mail=replace(settings.mail, sender="jobs@\r\nBcc: x@evil.example")))


# Hostile words


def only_ours(raw: bytes) -> email.message.EmailMessage:
    """The letter, once its bytes were seen to have our headers and no other, however a reader splits lines."""
    head = raw.replace(b"\r\n", b"\n").partition(b"\n\n")[0]
    names = [line.partition(b":")[0].decode() for line in head.splitlines() if not line.startswith((b" ", b"\t"))]
    assert Counter(names) == Counter(HEADERS)
    letter = email.message_from_bytes(raw, policy=policy.default)
    assert letter["To"] == TO
    for name in ("Subject", "From"):
        assert not set("\r\n\x00\x0b\x0c\x1c\x1d\x1e\x85\u2028\u2029") & set(str(letter[name]))
    assert not letter.defects
    return letter


@how_many(deadline=None)
@given(subject=st.text(max_size=300), body=st.text(max_size=300), name=st.text(max_size=60))
@example(subject="\x00", body="\ud800", name='"<evil@evil.example>')
def test_no_words_begin_a_header(subject: str, body: str, name: str):
    rules = replace(load().mail, sender="jobs@stepping.example", sender_name=name)
    letter = post.letter(rules, "test", "secret", recipient=TO, subject=subject, body=body, now=NOON)

    seen = only_ours(letter.as_bytes())

    assert str(seen["Subject"]).split() == post.one_line(subject).split()
    assert [each.addr_spec for each in seen["From"].addresses] == ["jobs@stepping.example"]


@pytest.mark.parametrize("words", HOSTILE, ids=range(len(HOSTILE)))
def test_hostile_words_arrive_as_words(database, inbox, smtp, rules, words: str):
    named = replace(rules, mail=replace(rules.mail, sender_name=words[:60]))
    put_one(subject=words, body=f"{words}\nEnd.")

    assert send(smtp, named) == 1

    letter = only_ours(inbox.got[0])
    assert letter.get_content().rstrip().endswith("End.")
    assert inbox.to == [TO]
    assert len(inbox.got) == 1


@pytest.mark.parametrize(
    "address",
    [
        "grace@hallbrook.example\r\nBcc: x@evil.example",
        "grace@hallbrook.example, x@evil.example",
        "<grace@hallbrook.example>",
        '"x@evil.example "@hallbrook.example',
        "grace@hallbrook.example ",
        "grace@hallbrook.example\x00",
        "grace",
        "gräce@hallbrook.example",
    ],
)
def test_what_is_no_address_gets_no_letter(database, inbox, smtp, rules, address: str):
    put_one(to=address.replace("\x00", "\x01"))

    assert send(smtp, rules) == 0

    assert inbox.got == []
    assert box().dropped == "The address is none that a letter can go to."


# Read again before it goes


@pytest.fixture
def booked(database: Engine) -> str:
    """The reference of a referral with an interview on Tuesday 19 January 2027 at 11:15, told of by a message."""
    with transaction(by="test") as session:
        an_employer(session)
        referral = a_referral(session, a_participant(session, channel="email", email=TO), a_vacancy(session))
        seat = a_slot(session)
        book(session, referral, seat, GRACE, NOON)
        a_slot(session, "S2", "2027-01-20 14:00")
        put(
            session,
            "test",
            referral.participant,
            "Your interview",
            "Tuesday, 11:15.",
            due_at=NOON,
            referral=referral,
            only_while="booked",
            slot=seat,
        )
        session.execute(delete(Message).where(Message.key != "test"))
        return referral.reference


def change(how: Callable[[Session, Referral], object]) -> None:
    with transaction(by="test") as session:
        how(session, session.scalars(select(Referral)).one())
        for each in (Message, Task):  # what the change itself tells has tests of its own
            session.execute(delete(each).where(each.key != "test"))


def slot(session: Session, reference: str) -> Slot:
    return session.scalars(select(Slot).where(Slot.reference == reference)).one()


def later(session: Session, _referral: Referral) -> None:
    slot(session, "S1").starts_at += timedelta(minutes=15)


def there_and_back(session: Session, referral: Referral) -> None:
    cancel(session, referral, GRACE, NOON, why="Ill.")
    book(session, referral, slot(session, "S1"), GRACE, NOON)


CHANGES: dict[str, tuple[Callable[[Session, Referral], object], str | None]] = {
    "cancelled": (
        lambda session, referral: cancel(session, referral, GRACE, NOON, why="Ill."),
        "It does not stand at “Interview booked” any more.",
    ),
    "ended": (
        lambda session, referral: take(session, referral, "say_no", PRIYA, NOON),
        "It does not stand at “Interview booked” any more.",
    ),
    "moved": (
        lambda session, referral: move(session, referral, slot(session, "S2"), GRACE, NOON),
        "The interview is at another time now.",
    ),
    "slot moved": (later, "The interview is at another time now."),
    "cancelled and booked again": (there_and_back, None),
    "nothing": (lambda *_: None, None),
}


@pytest.mark.parametrize("what", CHANGES)
def test_a_message_stands_on_what_is_so_when_it_is_sent(booked: str, tmp_path: Path, rules: Rules, what: str):
    how, why = CHANGES[what]
    change(how)

    assert send(Folder(tmp_path / "mail"), rules) == (why is None)

    assert box().dropped == why
    assert all_tasks() == []


def test_an_interview_that_has_begun_is_not_told_any_more(booked: str, tmp_path: Path, rules: Rules):
    assert send(Folder(tmp_path / "mail"), rules, datetime(2027, 1, 19, 11, 15)) == 0
    assert box().dropped == "The interview has begun."


def test_a_referral_that_ended_is_not_spoken_of_unless_that_is_what_is_told(database, tmp_path, rules):
    with transaction(by="test") as session:
        an_employer(session)
        referral = a_referral(session, a_participant(session), a_vacancy(session))
        put(session, "open", TO, "Subject", "Words.", due_at=NOON, referral=referral)
        put(session, "ended", TO, "Subject", "Words.", due_at=NOON, referral=referral, only_while="ended")
        take(session, referral, "close", GRACE, NOON)

    assert send(Folder(tmp_path / "mail"), rules) == 1
    assert (box("open").dropped, box("ended").dropped) == ("The referral has ended.", None)


def test_a_check_looks_again_where_no_referral_stands_behind(database, tmp_path, rules):
    put_one("agreement-ends A1")
    put_one("other A1")

    assert send(Folder(tmp_path / "mail"), replace(rules, checks={"agreement-ends": lambda *_: "It was renewed."})) == 1

    assert box("agreement-ends A1").dropped == "It was renewed."


# Reaching a person


@pytest.mark.parametrize(
    ("facts", "why"),
    [
        ({"live": False}, "Paused by the person, so nothing is sent by itself."),
        ({"channel": "phone"}, "The way to get in touch is: phone."),
        ({"channel": "sms"}, "The way to get in touch is: text message."),
        ({"channel": "letter"}, "The way to get in touch is: letter."),
        ({"channel": "none"}, "This person does not want to be contacted by us: wait until you meet."),
        ({"channel": None}, "The best way to get in touch is not known yet."),
        ({"email": None}, "No e-mail address is known."),
        ({"safe_window": "none"}, "No time of the week is safe for a message."),
        ({"safe_window": "Mon 10:00-12:00 / Tue 10:00-12:00"}, "No time of the week is safe for a message."),
        ({"safe_window": "Mon 10:00-12:00 (term)"}, "No time of the week is safe for a message."),
        ({"safe_window": "sometimes"}, "The safe window cannot be read."),
        ({"safe_window": "Tue 12:00-14:00"}, "No time before the interview is safe for a message."),
    ],
)
def test_what_may_be_no_message_is_a_task_for_the_keyworker(booked: str, tmp_path: Path, rules: Rules, facts, why: str):
    def set_facts(_session: Session, referral: Referral) -> None:
        for name, value in facts.items():
            setattr(referral.participant, name, value)

    change(set_facts)

    assert send(Folder(tmp_path / "mail"), rules) == 0

    assert all_tasks() == [("test", why)]
    assert box().dropped == why
    assert not list((tmp_path / "mail").glob("*"))
    with transaction(by="test") as session:
        keyworker = session.scalars(select(Participant)).one().keyworker_id
        assert keyworker is not None
        task = by_hand.tasks(session, keyworker, NOON, {})[0]
        assert (task.subject, task.body) == ("Your interview", "Tuesday, 11:15.\n")
        by_hand.done(task, PRIYA.email, NOON)
        by_hand.done(task, "somebody else", NOON)
        session.flush()
        assert by_hand.tasks(session, keyworker, NOON, {}) == []
        assert task.done_by == PRIYA.email


def test_an_address_that_refuses_becomes_a_task(booked: str, inbox: Inbox, smtp: Server, rules: Rules):
    inbox.answers = ["550 no such user"]

    send(smtp, rules)

    assert all_tasks() == [("test", "The mail server refused it: 550 no such user")]


def test_a_message_waits_for_the_safe_window_and_is_no_failed_try(booked: str, tmp_path: Path, rules: Rules):
    change(lambda _session, referral: setattr(referral.participant, "safe_window", "Fri 09:00-11:00"))

    assert send(Folder(tmp_path / "mail"), rules) == 0
    assert (box().due_at, box().tries) == (datetime(2027, 1, 15, 9), 0)

    assert send(Folder(tmp_path / "mail"), rules, datetime(2027, 1, 15, 9)) == 1


def test_the_address_of_the_day_is_written_to(booked: str, inbox: Inbox, smtp: Server, rules: Rules):
    change(lambda _session, referral: setattr(referral.participant, "email", "new@hallbrook.example"))

    assert send(smtp, rules) == 1
    assert inbox.to == ["new@hallbrook.example"]


def person(window: str | None, **facts) -> Participant:
    return Participant(reference="P1", channel="email", email=TO, safe_window=window, **facts)


@pytest.mark.parametrize(
    ("window", "now", "then"),
    [
        ("Mon-Fri 10:00-14:00", "2027-01-14 12:00", "2027-01-14 12:00"),
        ("Mon-Fri 10:00-14:00", "2027-01-14 13:49", "2027-01-14 13:49"),
        ("Mon-Fri 10:00-14:00", "2027-01-14 13:50", "2027-01-15 10:00"),  # it could arrive after the window
        ("Mon-Fri 10:00-14:00", "2027-01-15 14:00", "2027-01-18 10:00"),
        ("Sun 23:00-01:00", "2027-01-18 00:20", "2027-01-18 00:20"),  # across midnight and the end of the week
        ("any", "2027-01-14 03:00", "2027-01-14 03:00"),
        (None, "2027-01-14 03:00", "2027-01-14 08:00"),  # nothing stated: by day
        (None, "2027-01-16 19:55", "2027-01-18 08:00"),
        ("Mon 10:00-12:00; Tue 09:00-12:00 (term); Tue 10:00-12:00 (holidays)", "2027-01-12 09:15", "2027-01-12 10:00"),
        ("Sun 02:00-04:00", "2027-03-28 00:59", "2027-03-28 01:00"),  # summer time begins: 01:00 UTC is 02:00
        ("Mon 09:00-10:00", "2026-10-25 12:00", "2026-10-26 09:00"),  # winter time has begun
        ("Mon 09:00-10:00", "2027-03-28 12:00", "2027-03-29 08:00"),
    ],
)
def test_the_next_safe_moment(window: str | None, now: str, then: str):
    found = reaching.when(person(window), datetime.fromisoformat(now), load().mail.daytime, 10)

    assert found == datetime.fromisoformat(then)


def clock(quarter: int) -> str:
    return f"{quarter // 4:02}:{quarter % 4 * 15:02}"


spans = st.tuples(st.integers(0, 6), st.integers(0, 92), st.integers(1, 60)).map(
    lambda each: f"{DAYS[each[0]]} {clock(each[1])}-{clock((each[1] + each[2] - 1) % 96 + 1)}"
)


def is_safe(window: str, at: datetime, spare: int) -> bool:
    """Slowly: each minute from now until the spare ones are over, in each rota week and season."""
    wall, week = at.replace(tzinfo=UTC).astimezone(LONDON), Week.parse(window)
    minute = wall.weekday() * 1440 + wall.hour * 60 + wall.minute
    return all(
        covered(week, rota, season) >> ((minute + after) % WEEK) & 1
        for rota in range(len(week.rotas))
        for season in SEASONS
        for after in range(spare + 1)
    )


@how_many(deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(
    st.lists(spans, min_size=1, max_size=4).map("; ".join),
    st.datetimes(datetime(2026, 10, 20), datetime(2027, 4, 5)).map(lambda each: each.replace(second=0, microsecond=0)),
    st.integers(0, 14),
)
def test_no_moment_is_outside_the_window_and_none_is_missed(window: str, now: datetime, spare: int):
    try:
        Week.parse(window)
    except ValueError:
        return
    try:
        found = reaching.when(person(window), now, "none", spare)
    except ByHand:
        assert not any(is_safe(window, now + timedelta(minutes=15 * each), spare) for each in range(7 * 96))
        return

    assert is_safe(window, found, spare)
    between = (now + timedelta(minutes=each) for each in range(0, (found - now) // timedelta(minutes=1), 5))
    assert not any(is_safe(window, each, spare) for each in between)


# The words afterwards


def test_the_words_go_in_time_and_the_key_stays(database: Engine, tmp_path: Path, rules: Rules):
    put_one()
    send(Folder(tmp_path / "mail"), rules)
    with transaction(by="test") as session:
        messages.empty(session, NOON + timedelta(days=91), 90)

    assert (box().recipient, box().subject, box().body, box().sent_at) == ("", "", "", NOON)
    put_one()
    assert send(Folder(tmp_path / "mail"), rules, NOON + timedelta(days=92)) == 0


def test_a_template_keeps_what_its_facts_say_to_itself():
    subject, body = messages.worded(
        "vacancy_closed",
        vacancy="{reference.__class__}\nSubject: evil",
        employer="E",
        day="today",
        reference="P1",
        address="https://jobs.example",
    )
    assert subject.startswith("“{reference.__class__}")
    assert "P1" in body


def test_a_letter_is_no_more_than_its_key_and_words():
    with pytest.raises(Undeliverable):
        post.letter(load().mail, "k", "s", recipient="not one", subject="S", body="B", now=NOON)


def test_sending_imports_neither_pages_nor_the_scheduler():
    """Use cases put messages in; they are imported by everything that is quick."""
    heavy = "{'flask', 'apscheduler', 'holidays'} & set(sys.modules)"
    done = subprocess.run(
        [sys.executable, "-c", f"import sys, brokerage.messages; print({heavy})"],
        env={**os.environ, "PYTHONPATH": str(Path(brokerage.__file__).parent.parent)},
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stdout.strip() == "set()"
