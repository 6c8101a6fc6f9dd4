"""`brokerage work` as processes of their own: two at once, killed at any moment, and told to stop.

`-m full` runs the figures: 200 due times, 60 kills. `--postgres` runs them on PostgreSQL. The control shows what the claim is for.
"""

import logging
import os
import random
import signal
import subprocess
import sys
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, time, timedelta
from pathlib import Path
from time import sleep

import pytest
from sqlalchemy import Engine, func, select
from sqlalchemy.orm import Session
from work_process import NOON

import brokerage
from brokerage import audit, jobs, messages
from brokerage.audit import AuditEntry
from brokerage.due.timetable_models import JobRun, WorkingProcess
from brokerage.jobs import Daily, Job
from brokerage.sending import post
from brokerage.sending.work_models import Claim, Message
from brokerage.settings import load
from brokerage.work import Worker
from employers.clock import local
from employers.db import reading, transaction

ROOT = Path(brokerage.__file__).parent.parent
FULL = pytest.mark.full


@pytest.mark.parametrize(
    ("number", "days"), [(25, 1), (1, 25), pytest.param(200, 1, marks=FULL), pytest.param(1, 200, marks=FULL)]
)
def test_two_processes_give_each_due_time_one_effect(database: Engine, tmp_path: Path, number: int, days: int):
    two_at_once(tmp_path, number, days)

    assert Counter(effects().values()) == {1: number * days}
    with reading() as session:
        assert session.scalar(select(func.count(Claim.done_at))) == number * days
        assert (
            session.execute(select(func.count(JobRun.ended_at), func.sum(JobRun.tries))).one() == (number * days,) * 2
        )
        assert session.scalar(select(func.count(WorkingProcess.id))) == 2


def test_without_the_claim_they_have_two(database: Engine, tmp_path: Path):
    two_at_once(tmp_path, 25, 1, "naive")

    assert Counter(effects().values()) == {2: 25}


@pytest.mark.parametrize("number", [30, pytest.param(200, marks=FULL)])
def test_two_processes_send_each_message_once(database: Engine, tmp_path: Path, number: int):
    put_messages(number)

    two_at_once(tmp_path, 0, 1)

    assert len(letters(tmp_path)) == number
    with reading() as session:
        assert set(session.execute(select(Message.tries, Message.taken_at, Message.sent_at.is_not(None)))) == {
            (1, None, True)
        }


@pytest.mark.parametrize(("number", "kills"), [(40, 4), pytest.param(600, 60, marks=FULL)])
def test_a_process_that_is_killed_loses_nothing(database: Engine, tmp_path: Path, number: int, kills: int):
    """Kills one process after the other at any moment; what was in its hands is taken again once it counts as dead."""
    put_messages(number)
    chance = random.Random(5747)
    for each in range(kills):
        with work_process(tmp_path, 3, 1, minutes=each * 11) as running:
            say_go(running)
            enough = len(letters(tmp_path)) + chance.randint(1, 5)
            running_until(lambda: len(letters(tmp_path)) >= enough, each_seconds=0.001)  # noqa: B023 (used at once)
            sleep(chance.uniform(0, 0.03))
            running.kill()
    with work_process(tmp_path, 3, 1, minutes=kills * 11 + 11) as running:
        say_go(running)
        assert running.stdout.readline() == "looked\n"

    assert len(letters(tmp_path)) == number
    with reading() as session:
        assert session.scalar(select(func.count(Message.sent_at))) == number
        assert session.scalar(select(func.count(Claim.done_at))) == 3
        in_hand = session.scalar(select(func.count()).where(Message.tries > 1))
        assert in_hand or kills < 60, "No kill came while a message was in hand: they show nothing."
        print(f"{kills} kills, {in_hand} messages were in hand")
    assert sum(effects().values()) == 3


@pytest.mark.skipif(
    local(datetime.now(UTC)).hour == 1, reason="between 01:00 and 02:00 the command rests, as it should"
)
def test_the_command_does_what_is_due_and_stops_when_it_is_told_to(database: Engine, tmp_path: Path):
    every = len(jobs.of(load()))
    put_messages(3, due_at=datetime(2026, 1, 1))
    own = tmp_path / "own.toml"
    own.write_text('[mail]\nfolder = "letters"\n[work]\ntick_seconds = 1\n')
    with brokerage_work({"BROKERAGE_CONFIG": str(own)}) as one, brokerage_work({"BROKERAGE_CONFIG": str(own)}) as other:
        for running in (one, other):
            assert running.stdout.readline().startswith("Stepping Stone works in the background; messages go into ")
        running_until(lambda: sent() == 3 and claims() == every)
        for running in (one, other):
            running.send_signal(signal.SIGTERM)
            assert running.wait(60) == 0

    assert len(list((tmp_path / "letters").glob("*.eml"))) == 3
    assert claims() == every


def test_a_job_that_fails_leaves_nothing_and_keeps_nothing_from_being_done(
    database: Engine, tmp_path: Path, caplog: pytest.LogCaptureFixture
):
    private = " ".join(["S2", "4QX"])

    def fail(session: Session, _now: datetime) -> None:
        audit.note(session, "done", "job", "half")
        raise ValueError(private)

    def do(session: Session, _now: datetime) -> None:
        audit.note(session, "done", "job", "whole")

    put_messages(1)
    worker = worker_of(tmp_path, Job("first", Daily(time(6)), fail), Job("second", Daily(time(6)), do))
    with caplog.at_level(logging.ERROR):
        worker.look()
        worker.look()

    assert effects() == {"whole": 1}
    assert (claims(), sent()) == (1, 1)
    assert (
        caplog.text.count("first failed and is tried again: ValueError") == 1
    )  # the second look comes before its wait is over
    assert private not in caplog.text


def test_nothing_is_done_in_the_hour_that_comes_twice(database: Engine, tmp_path: Path):
    put_messages(1, due_at=datetime(2026, 1, 1))
    worker = worker_of(tmp_path, Job("first", Daily(time(0, 30)), lambda *_: None), clock=datetime(2026, 10, 25, 0, 45))

    worker.look()
    assert (claims(), sent()) == (0, 0)

    worker_of(tmp_path, *worker.jobs, clock=datetime(2026, 10, 25, 2, 0)).look()
    assert (claims(), sent()) == (1, 1)


def test_told_to_stop_it_finishes_the_message_in_hand_and_begins_no_other(database: Engine, tmp_path: Path):
    put_messages(3)
    worker = worker_of(tmp_path)
    folder = worker.way

    class Stopping:
        def send(self, letter) -> None:
            folder.send(letter)
            worker.stop.set()

    worker_of(tmp_path, way=Stopping(), stop=worker.stop).look()

    assert sent() == 1


def worker_of(tmp_path: Path, *listed: Job, clock: datetime = NOON, **more) -> Worker:
    way = more.pop("way", post.Folder(tmp_path / "mail"))
    return Worker(listed, way, messages.Rules(load().mail, "secret", jobs.CHECKS), lambda: clock, **more)


def put_messages(number: int, due_at: datetime = NOON - timedelta(days=1)) -> None:
    with transaction(by="test") as session:
        for each in range(number):
            messages.put(session, f"test {each}", "grace@hallbrook.example", f"Message {each}", "Words.", due_at=due_at)


def effects() -> dict[str, int]:
    with reading() as session:
        query = select(AuditEntry.reference, func.count()).where(AuditEntry.action == "done")
        return dict(session.execute(query.group_by(AuditEntry.reference)).all())


def claims() -> int:
    with reading() as session:
        return session.scalar(select(func.count(Claim.done_at))) or 0


def sent() -> int:
    with reading() as session:
        return session.scalar(select(func.count(Message.sent_at))) or 0


def letters(tmp_path: Path) -> list[Path]:
    return list((tmp_path / "mail").glob("*.eml"))


def running_until(true: Callable[[], bool], each_seconds: float = 0.1) -> None:
    """Waits until it is so."""
    for _ in range(round(90 / each_seconds)):
        if true():
            return
        sleep(each_seconds)
    pytest.fail("It did not happen.")


def two_at_once(tmp_path: Path, number: int, days: int, *how: str) -> None:
    with work_process(tmp_path, number, days, *how) as one, work_process(tmp_path, number, days, *how) as other:
        for running in (one, other):
            say_go(running)
        for running in (one, other):
            assert running.stdout.readline() == "looked\n"
            assert running.wait(30) == 0


def say_go(running: subprocess.Popen[str]) -> None:
    running.stdin.write("\n")
    running.stdin.flush()


@contextmanager
def work_process(
    tmp_path: Path, number: int, days: int, *how: str, minutes: int = 0
) -> Iterator[subprocess.Popen[str]]:
    """Ready to go: everything is imported and the database is open."""
    script = Path(__file__).with_name("work_process.py")
    words = (str(script), str(number), str(days), str(tmp_path / "mail"), str(minutes), *how)
    with started(words, {}) as running:
        assert running.stdout.readline() == "ready\n"
        yield running


def brokerage_work(environment: dict[str, str]):
    return started(("-c", "from brokerage.cli import main; main()", "work"), environment)


@contextmanager
def started(words: tuple[str, ...], environment: dict[str, str]) -> Iterator[subprocess.Popen[str]]:
    whole = {**os.environ, "PYTHONPATH": str(ROOT), "PYTHONUNBUFFERED": "1", **environment}
    with subprocess.Popen(
        [sys.executable, *words], env=whole, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as running:
        try:
            yield running
        finally:
            running.kill()
