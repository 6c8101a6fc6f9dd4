"""GOV.UK Notify and texts to phones, against a server of the tests' own that checks what it is sent as Notify does."""

import os
import random
import subprocess
import sys
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path
from time import sleep

import notify_server
import pytest
from click.testing import CliRunner
from notify_server import EMAIL, KEY, TEXT, Notify
from sqlalchemy import Engine, func, select
from trade import NOON, a_participant

from brokerage import messages
from brokerage.commands import work as cli_work
from brokerage.correspondence import deliveries
from brokerage.messages import Rules, put, send_due
from brokerage.models import Participant
from brokerage.sending import notify, post, texts
from brokerage.sending.work_models import Message, Task
from brokerage.settings import BadSetting, load
from employers.db import reading, transaction

TO, PHONE = "grace@hallbrook.example", "07700 900123"


@pytest.fixture
def provider() -> Iterator[Notify]:
    with notify_server.running() as kept:
        yield kept
        assert kept.refused == []


@pytest.fixture
def way(provider: Notify, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> post.Post:
    own = tmp_path / "own.toml"
    own.write_text(f"""
[mail]
way = "notify"
tries_most = 4
[texts]
way = "notify"
[notify]
base_url = "{provider.address}"
email_template = "{EMAIL}"
text_template = "{TEXT}"
timeout_seconds = 1
""")
    monkeypatch.setenv("BROKERAGE_CONFIG", str(own))
    monkeypatch.setenv("BROKERAGE_NOTIFY_KEY", KEY)
    load.cache_clear()
    return post.of(load())


def rules() -> Rules:
    return Rules(load().mail, "secret", {}, "https://jobs.example")


def send(way: post.Post, now: datetime = NOON) -> int:
    return send_due(lambda: now, way, rules())


def look_back(way: post.Post, now: datetime) -> int:
    return deliveries.look_back(lambda: now, way, load().mail)


def put_email(key: str = "email", body: str = "Words.", subject: str = "Subject") -> None:
    with transaction(by="test") as session:
        put(session, key, TO, subject, body, due_at=NOON)


def put_text(key: str = "text", body: str = "Words.", short: str | None = "Short words.", **facts: object) -> None:
    with transaction(by="test") as session:
        person = session.scalar(select(Participant)) or a_participant(
            session, **{"channel": "sms", "phone": PHONE, "safe_window": "any"} | facts
        )
        put(session, key, person, "Subject", body, due_at=NOON, short=short)


def box(key: str) -> Message:
    with reading() as session:
        return session.scalars(select(Message).where(Message.key == key)).one()


def tasks() -> list[tuple[str, str]]:
    with reading() as session:
        return [(each.key, each.why) for each in session.scalars(select(Task).order_by(Task.id))]


PUT: dict[str, Callable[..., None]] = {"email": put_email, "text": put_text}


def test_an_e_mail_and_a_text_go_once_each(database: Engine, provider: Notify, way: post.Post):
    put_email()
    put_text()

    assert send(way) == 2
    assert send(way, NOON + timedelta(days=1)) == 0

    letter, text = provider.got
    reference = post.message_id(load().mail, "email", "secret")[1:].partition("@")[0]
    assert (letter["email_address"], letter["reference"]) == (TO, reference)
    assert letter["personalisation"] == {"subject": "Subject", "body": "Words.\n"}
    assert (text["phone_number"], text["personalisation"]) == ("+447700900123", {"body": "Short words."})
    assert [(box(key).way, box(key).provider_id) for key in PUT] == [("email", letter["id"]), ("text", text["id"])]


def test_without_words_of_its_own_a_text_is_the_letter_and_a_link_stands_in_it(database, provider, way):
    put_text(body="Hello,\n\nsee “here”:\n\n[private link times R1]\n", short=None)

    send(way)

    first, second, link = provider.got[0]["personalisation"]["body"].splitlines()
    assert (first, second) == ("Hello,", 'see "here":')
    assert link.startswith("https://jobs.example/my/times/")


@pytest.mark.parametrize("kind", PUT)
@pytest.mark.parametrize("error", ["recipient", "address", "too long"])
def test_what_will_never_arrive_is_told_by_a_person_and_names_nobody(database, provider, way, kind, error, caplog):
    PUT[kind]()
    provider.answers = [error]

    assert send(way) == 0
    assert send(way, NOON + timedelta(days=9)) == 0

    assert str(box(kind).dropped).startswith("GOV.UK Notify refused it: ")
    assert [key for key, _ in tasks()] == (["text"] if kind == "text" else [])
    assert (box(kind).failed_at is None) == (kind == "text")
    for told in (caplog.text, str(box(kind).dropped)):
        assert TO not in told
        assert "07700900123" not in told


@pytest.mark.parametrize("kind", PUT)
@pytest.mark.parametrize("error", ["key", "limit", "fault"])
def test_where_nothing_can_be_sent_nothing_is_lost_and_it_is_asked_once_a_look(database, provider, way, kind, error):
    PUT[kind]()
    PUT[kind](f"{kind} 2")
    provider.answers = [error]

    assert send(way) == 0
    assert [(box(key).tries, box(key).dropped) for key in (kind, f"{kind} 2")] == [(1, None), (0, None)]
    assert box(kind).due_at == NOON + timedelta(minutes=5)

    assert send(way, NOON + timedelta(minutes=5)) == 2


@pytest.mark.parametrize("error", ["template", "team"])
def test_what_one_message_cannot_keeps_no_other_back_and_is_given_up_in_the_end(database, provider, way, error: str):
    put_text()
    put_email()
    provider.answers = [error]
    assert send(way) == 1

    for _ in range(load().mail.tries_most - 1):
        provider.answers = [error]
        assert send(way, box("text").due_at) == 0

    [(key, why)] = tasks()
    assert (key, why[:34]) == ("text", "It was tried 4 times. GOV.UK Notif")


@pytest.mark.parametrize("what", ["late", "lost", "odd"])
def test_what_was_taken_without_an_answer_is_not_handed_over_twice(database, provider, way, what: str):
    put_text()
    provider.answers = [what]
    assert send(way) == 0
    assert box("text").sent_at is None

    assert send(way, NOON + timedelta(minutes=5)) == 1

    assert [each["id"] for each in provider.got] == [box("text").provider_id]


def test_killed_between_handing_over_and_writing_it_down_it_is_not_doubled(database, provider, way):
    put_text()

    class Dies:
        def send(self, letter) -> None:
            way.send(letter)
            raise SystemExit

    with pytest.raises(SystemExit):
        send(Dies())
    assert send(way, NOON + timedelta(minutes=9)) == 0  # in the hands of one that may be alive
    assert send(way, NOON + timedelta(minutes=10)) == 1

    assert len(provider.got) == 1


def test_a_server_that_is_away_and_a_key_that_is_wrong_lose_nothing(database, provider, way):
    put_email()
    away = notify.Notify(replace(load().notify, base_url="http://127.0.0.1:1"), KEY)
    wrong = notify.Notify(load().notify, f"{KEY[:-1]}3")

    assert send(away) == send(wrong, NOON + timedelta(minutes=5)) == 0
    assert send(way, NOON + timedelta(minutes=15)) == 1


def test_two_at_work_hand_each_over_once(database: Engine, provider: Notify, way: post.Post):
    for each in range(20):
        put_email(f"email {each}")

    with ThreadPoolExecutor(2) as both:
        sent = sum(both.map(lambda _: send(way), range(2)))

    assert sent == len(provider.got) == len({each["reference"] for each in provider.got}) == 20


SENDING = """
import sys
from datetime import datetime, timedelta
from brokerage import messages, schema
from brokerage.sending import post
from brokerage.settings import load
own = load()
schema.open_database(own.database_url)
rules = messages.Rules(own.mail, "secret", {}, own.address)
now = datetime(2027, 1, 14, 12) + timedelta(minutes=int(sys.argv[1]))
messages.send_due(lambda: now, post.of(own), rules)
"""


@pytest.mark.parametrize(("number", "kills"), [(24, 3), pytest.param(400, 40, marks=pytest.mark.full)])
def test_processes_that_are_killed_at_any_moment_lose_and_double_nothing(database, provider, way, number, kills):
    for each in range(number):
        put_email(f"email {each}")
    provider.slow, chance = 0.06, random.Random(5747)  # longer than the wait below, so that most kills come amid one
    for each in range(kills):
        enough = len(provider.got) + chance.randint(1, max(1, number // kills - 2))
        with sending(each * 11) as running:
            while running.poll() is None and len(provider.got) < enough:
                sleep(0.001)
            sleep(chance.uniform(0, 0.03))
            running.kill()
    provider.slow = 0
    send(way, NOON + timedelta(minutes=kills * 11))

    assert len(provider.got) == len({each["reference"] for each in provider.got}) == number
    with reading() as session:
        assert session.scalar(select(func.count(Message.sent_at))) == number
        in_hand = session.scalar(select(func.count()).where(Message.tries > 1))
    assert in_hand, "No kill came while a message was in hand: they show nothing."
    print(f"{kills} kills, {in_hand} messages were in hand")


@contextmanager
def sending(minutes: int) -> Iterator[subprocess.Popen[str]]:
    with subprocess.Popen([sys.executable, "-c", SENDING, str(minutes)], env=os.environ, text=True) as running:
        try:
            yield running
        finally:
            running.kill()


# What became of it


def test_what_arrived_is_noted_and_asked_no_more(database, provider, way):
    put_email()
    send(way)
    provider.became("delivered")

    assert look_back(way, NOON + timedelta(minutes=9)) == 0
    assert look_back(way, NOON + timedelta(minutes=10)) == 1
    assert look_back(way, NOON + timedelta(days=1)) == 0

    assert box("email").arrived_at == NOON + timedelta(minutes=10)


@pytest.mark.parametrize("kind", PUT)
def test_what_can_never_arrive_is_told_by_a_person(database, provider, way, kind: str):
    PUT[kind]()
    send(way)
    provider.became("permanent-failure")

    look_back(way, NOON + timedelta(minutes=10))

    assert (box(kind).sent_at, box(kind).dropped) == (None, deliveries.NEVER)
    assert (box(kind).failed_at is not None) == (kind == "email")
    assert tasks() == ([("text", deliveries.NEVER)] if kind == "text" else [])
    assert send(way, NOON + timedelta(days=1)) == 0


@pytest.mark.parametrize("status", ["temporary-failure", "technical-failure"])
def test_what_did_not_arrive_this_time_goes_once_more_by_the_same_reference(database, provider, way, status: str):
    put_text()
    send(way)
    provider.became(status)

    look_back(way, NOON + timedelta(minutes=10))
    assert send(way, NOON + timedelta(minutes=14)) == 0
    assert send(way, NOON + timedelta(minutes=15)) == 1

    assert len({each["reference"] for each in provider.got}) == 1
    assert len({each["id"] for each in provider.got}) == 2


def test_what_is_still_under_way_is_asked_ever_more_rarely_and_in_the_end_no_more(database, provider, way):
    put_text()
    now, waits = NOON + timedelta(hours=2), []
    send(way, now)
    while (ask := box("text").ask_at) is not None:
        waits.append((ask - now) // timedelta(minutes=1))
        now = ask
        assert look_back(way, now) == 1

    assert waits == [10, 10, 20, 40, 80, 160, 320, 640, 1280, 2560, 5120]
    assert box("text").sent_at == NOON + timedelta(hours=2)


def test_asking_while_the_provider_is_away_changes_nothing(database, provider, way):
    put_text()
    send(way)
    away = notify.Notify(replace(load().notify, base_url="http://127.0.0.1:1"), KEY)

    assert look_back(away, NOON + timedelta(minutes=10)) == 0
    provider.became("delivered")
    assert look_back(way, NOON + timedelta(minutes=20)) == 1


def test_what_is_put_off_by_itself_again_and_again_is_given_up_in_the_end(database, provider, way):
    put_text()
    now = NOON
    for _ in range(load().mail.tries_most):
        assert send(way, now) == 1
        provider.became("temporary-failure")
        now = box("text").ask_at
        look_back(way, now)
        now = box("text").due_at

    assert tasks() == [("text", deliveries.TOO_OFTEN)]


# Texts


@pytest.mark.parametrize(
    ("said", "number"),
    [
        ("07700 900123", "+447700900123"),
        ("(07700) 900-123", "+447700900123"),
        ("+44 (0)7700 900123", "+447700900123"),
        ("00447700900123", "+447700900123"),
        ("447700900123", "+447700900123"),
        ("07624 900123", "+447624900123"),
        ("+353 85 123 4567", "+353851234567"),
        ("0114 496 0000", None),
        ("07000 900123", None),
        ("07600 900123", None),
        ("07700 90012", None),
        ("07700 900123 ext 4", None),
        ("0770O 900123", None),
        ("٠٧٧٠٠٩٠٠١٢٣", None),
        ("07700900123\r\nBcc: x", None),
        ("", None),
        (None, None),
    ],
)
def test_a_text_goes_to_a_mobile_number_only(said: str | None, number: str | None):
    assert texts.number(said) == number


@pytest.mark.parametrize(
    ("words", "parts"),
    [
        ("x" * 160, 1),
        ("x" * 161, 2),
        ("€" * 80, 1),
        ("€" * 81, 2),
        ("x" * 307, 3),
        ("ń" * 70, 1),
        ("ń" * 71, 2),
        ("😀" * 36, 2),
    ],
)
def test_how_many_texts_it_makes(words: str, parts: int):
    assert texts.parts(words) == parts


@pytest.mark.parametrize(
    ("facts", "why"),
    [
        ({"phone": "0114 496 0000"}, "The number that is known is none of a mobile phone, so no text can go there."),
        ({"phone": None}, "No number is known that a text can go to."),
        ({"live": False}, "Paused by the person, so nothing is sent by itself."),
        ({"channel": "phone"}, "The way to get in touch is: phone."),
    ],
)
def test_what_may_be_no_text_is_a_task_at_once(database, provider, way, facts, why: str):
    put_text(**facts)

    assert tasks() == [("text", why)]
    assert send(way) == 0


def test_a_text_that_would_be_too_long_is_told_by_the_keyworker(database, provider, way):
    put_text(short="x" * 700)

    assert send(way) == 0
    assert tasks() == [("text", "It is too long for a text.")]


def test_a_text_waits_for_the_safe_window(database, provider, way):
    put_text(safe_window="Fri 09:00-11:00")

    assert send(way) == 0
    assert send(way, datetime(2027, 1, 15, 9)) == 1


@pytest.mark.parametrize(
    "words", ["\x00\x1b[31m\u202eevil", "A\r\nB\u2028C\x85D", "{{reference}} ((body)) %s", "\ud800 lone", "😀“”–…ń"]
)
def test_hostile_words_are_words_in_a_text(database, provider, way, words: str):
    put_text(short=f"{words} end")

    assert send(way) == 1

    body = provider.got[0]["personalisation"]["body"]
    assert body.endswith("end")
    assert not set("\r\x00\x1b\u2028\x85\u202e\ud800“”–…") & set(body)


def test_words_stay_words_where_notify_reads_markdown(database, provider, way):
    put_email(
        body="# Big\n[Sign in](https://evil.example) [a]: https://evil.example\n^ inset\n---\nhttps://jobs.example/x_y*z"
    )

    send(way)

    assert provider.got[0]["personalisation"]["body"] == (
        "·# Big\n[Sign in] (https://evil.example) [a] : https://evil.example\n·^ inset\n·---\nhttps://jobs.example/x_y*z\n"
    )


def test_to_try_it_out_texts_are_files(database: Engine, tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    own = tmp_path / "own.toml"
    own.write_text('[texts]\nway = "folder"\n[mail]\nfolder = "out"\n')
    monkeypatch.setenv("BROKERAGE_CONFIG", str(own))
    load.cache_clear()
    put_text()
    put_email()

    assert send(post.of(load())) == 2

    [text] = (tmp_path / "out").glob("*.txt")
    assert text.read_text() == "To +447700900123\n\nShort words."
    assert len(list((tmp_path / "out").glob("*.eml"))) == 1


def test_where_no_texts_are_set_up_it_is_the_keyworkers_task(database: Engine):
    put_text()

    assert tasks() == [("text", "The way to get in touch is: text message.")]


@pytest.mark.parametrize(
    ("own", "said"),
    [
        ('[mail]\nway = "post"', "mail.way"),
        ('[texts]\nway = "sms"', "texts.way"),
        ('[texts]\nway = "notify"', "BROKERAGE_NOTIFY_KEY"),
        (f'[texts]\nway = "notify"\n[notify]\nkey = "{KEY}"\ntext_template = "mine"', "notify.text_template"),
        ("[reminders]\nlast_hours = 48", "reminders.last_hours"),
    ],
)
def test_a_way_that_cannot_be_used_is_a_sentence(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, own: str, said: str):
    file = tmp_path / "own.toml"
    file.write_text(own)
    monkeypatch.setenv("BROKERAGE_CONFIG", str(file))
    load.cache_clear()

    with pytest.raises(BadSetting, match=said):
        post.of(load())


def test_how_it_goes_is_described_without_a_secret(provider: Notify, way: post.Post):
    told = post.described(load())

    assert (told["E-mail"], told["Text message"]) == ("by GOV.UK Notify", "by GOV.UK Notify")
    assert notify_server.SECRET not in str(told)
    assert messages.by_text()


# `brokerage messages test`


def test_a_way_is_tried_from_the_command_line(database: Engine, provider: Notify, way: post.Post):
    for address, said in ((TO, "It went by GOV.UK Notify and is called "), (PHONE, "It went by GOV.UK Notify")):
        done = CliRunner().invoke(cli_work.messages_out, ["test", address])
        assert done.output.startswith(said), done
    provider.answers = ["key"]
    refused = CliRunner().invoke(cli_work.messages_out, ["test", TO])
    assert str(refused.exception).startswith("It did not go. GOV.UK Notify said 403: ")
    assert len(provider.got) == 2


def test_a_text_where_none_are_set_up_is_a_sentence(database: Engine):
    assert "texts.way" in str(CliRunner().invoke(cli_work.messages_out, ["test", PHONE]).exception)
    assert "none that a letter can go to" in str(CliRunner().invoke(cli_work.messages_out, ["test", "grace"]).exception)
