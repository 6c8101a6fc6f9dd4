"""The prover itself: what it counts, the faults that are planted for it, and its evidence. `brokerage prove` plays the whole of it."""

import json
from collections import Counter
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from pathlib import Path
from random import Random

import pytest
from click.testing import CliRunner
from sqlalchemy import Engine
from sqlalchemy.exc import DataError

from brokerage.commands.prove import consistency_check, prove
from brokerage.proving import bad_inputs, clock_matrix, consistency, evidence, hostile, reminders, scene, tampering
from brokerage.proving.clients import NEVER, Answer, Crowd, Visitor, signed_in
from brokerage.proving.evidence import Check, Control, Evidence
from brokerage.proving.faithful import Client, Faithful
from brokerage.proving.malformed import WAYS, Bad, Sender
from brokerage.proving.paths import PATHS, Round, Table
from brokerage.proving.post_office import opened
from brokerage.proving.races import Tally, holders, judged
from brokerage.sending import post
from brokerage.sending.outgoing import Undeliverable
from brokerage.settings import load
from employers.db import reading

NOW = datetime.now(UTC).replace(tzinfo=None)
VERSIONS = {"commit": "abc", "Python": "3", "SQLite": "3"}


@pytest.fixture
def played(database: Engine) -> Engine:
    tampering.set_out(NOW)
    return database


def test_each_check_finds_the_fault_that_is_planted_for_it_and_nothing_of_it_stays(played: Engine, database_url: str):
    names = [check.name for check in consistency.CHECKS]
    assert sorted(names) == sorted(tampering.FAULTS)

    found = {name: tampering.found_after(database_url, name, NOW) for name in names}

    assert [name for name in names if not found[name]] == []
    with reading() as session:
        assert consistency.findings(session, NOW) == []


def test_the_command_says_what_was_found_and_what_to_do(played: Engine):
    well = CliRunner().invoke(consistency_check)
    assert (well.exit_code, well.output) == (0, "Nothing was found: everything agrees with everything else.\n")

    with played.begin() as connection:
        for statement in tampering.FAULTS["more than places"]:
            connection.exec_driver_sql(statement)
    bad = CliRunner().invoke(consistency_check, ["--json"])

    assert bad.exit_code == 1
    said = json.loads(bad.output)
    assert {each["check"] for each in said["found"]} == {"more than places"}
    assert said["found"][0]["found"] == "3 people are booked at slot S1, which has 0."
    assert said["found"][0]["then"].startswith("Ring the people concerned first")


def test_a_round_is_judged_by_the_tables():
    asked = Round("S1", 1, [("A", b""), ("B", b"")])
    won, lost = Answer(302, "", b"", 0.1), Answer(409, "", b"It went.", 0.1)
    good, doubled, unseen, broken = Tally(), Tally(), Tally(), Tally()

    judged(good, asked, [won, lost], [("A", 1)])
    judged(doubled, asked, [won, won], [("A", 1), ("B", 1)])
    judged(unseen, asked, [won, lost], [("B", 1)])
    judged(broken, asked, [won, Answer(500, "", b"", 0.1)], [("A", 1)])

    assert (good.doubled, good.wrong) == (0, [])
    assert doubled.doubled == 2
    assert [len(each.wrong) for each in (doubled, unseen, broken)] == [1, 1, 1]


@pytest.mark.parametrize(
    ("letters", "in_hand", "wrong"),
    [
        (["a", "b"], {}, 0),
        (["a", "b", "b"], {"b": 1}, 0),
        (["a", "b", "b", "b"], {"b": 2}, 0),
        (["a"], {}, 1),
        (["a", "b", "b"], {}, 1),
        (["a", "b", "b"], {"a": 1}, 1),
        (["a", "b", "gone"], {}, 1),
        (["a", "b", "b", "b"], {"b": 1}, 1),
    ],
)
def test_letters_are_counted_by_their_message_id(letters: list[str], in_hand: dict[str, int], wrong: int):
    assert len(list(reminders.wrong_in(letters, {"a", "b"}, {"gone"}, in_hand))) == wrong


def test_an_answer_that_breaks_or_says_nothing_is_seen():
    asked = [Bad("pages", "hostile fields", b"x")] * 3
    told = [Answer(500, "", b"", 0.1), Answer(422, "", b"", 0.1), Answer(NEVER, "", b"", 0.1)]

    assert len(list(bad_inputs.wrong_in(asked, told))) == 3


@pytest.mark.parametrize("text", hostile.HOSTILE)
def test_what_somebody_wrote_goes_out_as_text(database: Engine, text: str):
    with suppress(Undeliverable, DataError):
        assert list(hostile.wrong_in(hostile._ours(0, text, NOW), text)) == []


def test_each_bad_input_is_another_by_another_seed_and_the_same_by_the_same():
    def drawn(seed: int) -> list[Bad]:
        sender = Sender(Random(seed), Visitor("a=b", "t"), "ss_t", ["R1"])
        return [sender.of(where, kind) for where, kinds in WAYS.items() for kind in kinds if "swells" not in kind]

    assert [each.sent for each in drawn(1)] != [each.sent for each in drawn(2)]
    assert {(each.where, each.kind) for each in drawn(1)} == {(each.where, each.kind) for each in drawn(2)}


@pytest.mark.parametrize("number", [0, 1])
def test_a_job_runs_at_its_hour_where_the_clocks_change(database: Engine, number: int):
    span = clock_matrix.SPANS[number]

    assert list(clock_matrix.wrong_in(clock_matrix.lived(span, clock_matrix.Daily(clock_matrix.AT)), span, "")) == []
    assert clock_matrix._control().caught


def test_a_crowd_signs_in_and_books_for_real(database: Engine, live_server: str):
    port = int(live_server.rpartition(":")[2])
    set_out = scene.set_out(3, NOW)
    visitor = signed_in(port, scene.GRACE.email, scene.PASSWORD)
    with Crowd([port], 3) as crowd:
        table = Table(Random(1), set_out, [visitor], scene.tokens(), crowd.ask)
        path = PATHS["book"](table)
        path.begin()
        asked = path.round(0)
        tally = Tally()
        won = judged(tally, asked, crowd.ask([each for _, each in asked.asks]), holders(asked.slot))

        faithful = Faithful(table, [Client(each, path.slots[2]) for each in set_out.of() if each not in won])
        for _ in range(3):
            faithful.round(crowd)

    assert (len(won), tally.wrong) == (1, [])
    assert faithful.answers == Counter({201: 4, 200: 2})
    assert list(faithful.wrong()) == []
    faithful.clients[0].bookings += 1
    assert len(list(faithful.wrong())) == 1


def test_who_is_never_answered_is_told_apart():
    with Crowd([1], 1) as crowd:  # nobody listens there
        assert crowd.one(b"GET / HTTP/1.1\r\n\r\n").status == NEVER


def test_the_post_office_takes_a_letter_as_it_was_sent():
    rules = load().mail
    letter = post.letter(rules, "k", "s", recipient="a@b.example", subject="Hello", body="One.\n.two", now=NOW)
    with opened() as office:
        changed = {"server": "127.0.0.1", "port": office.port, "security": "none"}
        post.Server(type(rules)(**{**rules.__dict__, **changed}), "").send(letter)

        assert office.until(1, 5)
    assert office.letters[0]["Message-ID"] == letter["Message-ID"]
    assert office.letters[0].get_content().splitlines() == ["One.", ".two"]


def test_the_evidence_says_whether_it_held_and_whether_the_fault_was_found(tmp_path: Path):
    held = Check("races", "sqlite", "It holds", {"rounds": 3}, [], 1.5, Control("A fault", True))
    blind = Check("races", "postgresql", "It seems to", {}, [], 1.5, Control("<A fault>", False))
    whole = Evidence(
        NOW,
        NOW + timedelta(seconds=61),
        7,
        "quick",
        [held, blind],
        {"cores": "2"},
        VERSIONS,
        "brokerage prove --seed 7",
    )

    data, page = evidence.kept(whole, tmp_path)

    said = json.loads(data.read_text())
    assert (said["good"], [each["good"] for each in said["checks"]], said["seed"]) == (False, [True, False], 7)
    text = page.read_text()
    assert "Not everything held" in text
    assert "Planted fault NOT found</span>: &lt;A fault&gt;." in text
    assert "1 min 01 s" in text
    assert "Repeat it: <code>brokerage prove --seed 7</code>" in text


def test_the_command_plays_a_part_on_a_database_of_its_own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr("signal.signal", lambda *_: None)
    words = ["--only", "consistency", "--engine", "sqlite", "--seed", "7", "--out", str(tmp_path)]

    done = CliRunner().invoke(prove, words)

    assert done.exit_code == 0, done.output
    assert f"{len(consistency.CHECKS)} of {len(consistency.CHECKS)} held" in done.output
    assert len(list(tmp_path.glob("proof-*.html"))) == len(list(tmp_path.glob("proof-*.json"))) == 1
