"""The timetable: due times on the days that are unlike others, downtime made good, what became of each run, and the page that says so."""

from collections import Counter
from collections.abc import Callable
from contextlib import suppress
from datetime import UTC, date, datetime, time, timedelta
from itertools import pairwise
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
import time_machine
from click.testing import CliRunner
from flask.testing import FlaskClient
from sqlalchemy import Engine, delete, func, select, update
from sqlalchemy.orm import Session
from trade import GRACE, NOON, a_participant, a_referral, a_vacancy, an_agreement, an_employer

import brokerage
from brokerage import jobs, messages, timetable
from brokerage.cli import commands
from brokerage.diary.workdays import quiet
from brokerage.due import heartbeat, runs
from brokerage.due.heartbeat import Heart
from brokerage.due.rhythms import Daily, Every, Rhythm, Weekly
from brokerage.due.running import Job, run_due
from brokerage.due.timetable_models import JobRun, WorkingProcess
from brokerage.sending import post
from brokerage.sending.work_models import Claim, Message
from brokerage.settings import load
from brokerage.work import Worker
from employers.db import reading, transaction
from employers.models import Employer

LONDON = ZoneInfo("Europe/London")
EVERYWHERE = ["2027-01-01", "2027-03-26", "2027-05-03", "2027-05-31", "2027-12-27", "2027-12-28"]
# https://www.gov.uk/bank-holidays, 2027: what each nation has beside those.
HOLIDAYS = {
    "ENG": ["2027-03-29", "2027-08-30"],
    "WLS": ["2027-03-29", "2027-08-30"],
    "SCT": ["2027-01-04", "2027-08-02", "2027-11-30"],
    "NIR": ["2027-03-17", "2027-03-29", "2027-07-12", "2027-08-30"],
}


def on_wall(moment: datetime) -> datetime:
    return moment.replace(tzinfo=UTC).astimezone(LONDON)


def run_through(
    rhythm: Rhythm, begin: datetime, end: datetime, step: timedelta = timedelta(minutes=20)
) -> list[datetime]:
    """The due times that looks in so many minutes find, each once; what `next` foretold is what came."""
    now, last, found = begin, rhythm.due(begin, None), []
    told = rhythm.next(begin)
    while now < end:
        if due := rhythm.due(now, last):
            assert due == told, (due, told)
            assert not quiet(due)
            found.append(due)
            last, told = due, rhythm.next(due)
        now += step
    return found


@pytest.mark.parametrize("nation", HOLIDAYS)
def test_working_days_of_a_year_are_those_that_the_government_lists(nation: str) -> None:
    found = run_through(
        Daily(time(9, 30), nation), datetime(2026, 12, 31, 12), datetime(2027, 12, 31, 23), timedelta(hours=1)
    )

    days = {date(2027, 1, 1) + timedelta(days=each) for each in range(365)}
    free = {date.fromisoformat(each) for each in EVERYWHERE + HOLIDAYS[nation]}
    assert [on_wall(each).date() for each in found] == sorted(each for each in days - free if each.weekday() < 5)
    assert {on_wall(each).time() for each in found} == {time(9, 30)}


@pytest.mark.parametrize("at", [time(0), time(0, 59), time(2), time(2, 30), time(23, 59)])
@pytest.mark.parametrize("change", [date(2026, 10, 25), date(2027, 3, 28)])
def test_each_day_around_a_change_of_the_clocks_has_its_time_once(at: time, change: date) -> None:
    begin = datetime.combine(change, time(3)) - timedelta(days=3)
    found = run_through(Daily(at), begin, begin + timedelta(days=6))

    assert [on_wall(each).time() for each in found] == [at] * 6
    assert len({on_wall(each).date() for each in found}) == 6


def test_the_leap_day_and_the_year_s_end_are_days_like_others() -> None:
    leap = run_through(Daily(time(6)), datetime(2028, 2, 27, 12), datetime(2028, 3, 2, 12))
    assert [f"{each:%d %b}" for each in leap] == ["28 Feb", "29 Feb", "01 Mar", "02 Mar"]
    end = run_through(Daily(time(0)), datetime(2027, 12, 30, 12), datetime(2028, 1, 2, 12))
    assert [f"{each:%d %b}" for each in end] == ["31 Dec", "01 Jan", "02 Jan"]


def test_a_week_has_its_day_once_in_a_year_of_53_weeks_and_over_both_changes() -> None:
    found = run_through(Weekly(6, time(3, 30)), datetime(2026, 1, 1), datetime(2027, 4, 5), timedelta(hours=5))

    assert {on_wall(each).weekday() for each in found} == {6}
    assert {on_wall(each).time() for each in found} == {time(3, 30)}
    sundays = [each.date() for each in map(on_wall, found)]
    assert {later - before for before, later in pairwise(sundays)} == {timedelta(days=7)}
    assert (date(2026, 12, 27), date(2027, 1, 3)) == (sundays[51], sundays[52])  # weeks 52 and 53


@pytest.mark.parametrize("minutes", [15, 60])
@pytest.mark.parametrize(("day", "hours"), [(date(2026, 10, 25), 23), (date(2027, 3, 28), 23), (date(2027, 6, 1), 23)])
def test_every_so_many_minutes_leaves_out_the_hour_that_comes_twice_or_not_at_all(minutes, day, hours) -> None:
    midnight = datetime.combine(day, time(0), LONDON)
    begin = midnight.astimezone(UTC).replace(tzinfo=None) - timedelta(minutes=1)
    end = datetime.combine(day + timedelta(days=1), time(0), LONDON).astimezone(UTC).replace(tzinfo=None)
    found = run_through(Every(minutes), begin, end, timedelta(minutes=5))

    assert len(found) == hours * 60 // minutes  # the day of 25 hours loses two, the day of 23 none, any other one
    assert {on_wall(each).hour for each in found} == set(range(24)) - {1}


@pytest.fixture
def office(database: Engine) -> None:
    with transaction(by="test") as session:
        an_employer(session, coordinator=GRACE.email)
        an_agreement(session, ends_on=date(2027, 2, 1))
        a_referral(session, a_participant(session), a_vacancy(session, closes_on=date(2027, 1, 1)), "asked")


def test_eight_days_of_downtime_are_made_good_once(office: None) -> None:
    listed = jobs.of(load())
    assert {job.name for job in listed if run_due(job, NOON)} == {job.name for job in listed}
    before = sent_to()
    with transaction(by="test") as session:
        a_referral(
            session, a_participant(session, "P2"), a_vacancy(session, "V2", closes_on=date(2027, 1, 17)), "asked"
        )

    back = NOON + timedelta(days=8)
    assert {job.name for job in listed if run_due(job, back)} == {job.name for job in listed}
    assert not [job.name for job in listed if run_due(job, back)]

    with reading() as session:
        assert Counter(session.scalars(select(Claim.job))) == {job.name: 2 for job in listed}
        assert Counter(session.scalars(select(JobRun.job))) == {job.name: 2 for job in listed}
    assert sent_to() == before + 1  # of P2's vacancy; the agreement was told of before


def sent_to() -> int:
    with reading() as session:
        return session.scalar(select(func.count(Message.id)))


def test_a_run_says_how_much_it_did(office: None) -> None:
    def do(session: Session, now: datetime) -> None:
        employer = session.scalars(select(Employer)).one()
        employer.size = "40"
        session.flush()
        employer.size = "41"
        for each in range(3):
            messages.put(session, f"test {each % 2}", GRACE.email, "A", "B", due_at=now)
        session.execute(delete(Claim).where(Claim.job == "old"))
        session.execute(update(Message).where(Message.key == "test 0").values(body=""))

    with transaction(by="test") as session:
        session.add_all(Claim(job="old", due_at=NOON - timedelta(days=each)) for each in range(4))

    assert run_due(Job("test", Daily(time(6)), do), NOON)

    with reading() as session:
        run = session.scalars(select(JobRun)).one()
        assert (run.messages, run.records, run.rows) == (2, 1, 5)
        assert (run.tries, run.began_at, run.why) == (1, NOON, None)
        assert timetable.did(run) == "2 messages put out, 1 record made or changed, 5 old entries cleared"
        assert run.ended_at >= NOON


def test_a_failure_is_noted_without_its_words_until_it_goes_through(database: Engine) -> None:
    private = " ".join(["S2", "4QX"])
    went_out = [True, True, False]

    def do(session: Session, _now: datetime) -> None:
        an_employer(session)
        if went_out.pop(0):
            raise ValueError(private)

    job = Job("test", Daily(time(6)), do)
    for again in range(2):
        with pytest.raises(ValueError, match=private):
            run_due(job, NOON + timedelta(minutes=again))
        assert not run_due(job, NOON + timedelta(minutes=again, seconds=59))
    with reading() as session:
        (line,) = timetable.lines(session, [job], NOON)
        assert (line.waits, line.ran, line.failed.why, line.failed.tries) == (True, None, "ValueError", 2)
        assert line.failed.failed_at == NOON + timedelta(minutes=1)
        assert line.again == NOON + timedelta(minutes=3)

    assert run_due(job, line.again)

    with reading() as session:
        (line,) = timetable.lines(session, [job], NOON + timedelta(minutes=4))
        assert (line.waits, line.failed, line.ran.tries, line.ran.why) == (False, None, 3, None)
        assert line.next == datetime(2027, 1, 15, 6)


@pytest.mark.parametrize("schedulers", [1, 2])
def test_what_fails_all_day_is_tried_ever_more_seldom_whoever_looks(database: Engine, schedulers: int) -> None:
    tried: list[datetime] = []

    def fail(_session: Session, now: datetime) -> None:
        tried.append(now)
        raise ValueError("again")

    job, look, begin = Job("test", Daily(time(6)), fail), timedelta(seconds=20), datetime(2027, 1, 14, 6)
    for number in range(3 * 60 * 3):  # three hours
        for _ in range(schedulers):
            with suppress(ValueError):
                run_due(job, begin + number * look)

    rules = load().timetable
    waits = [(later - before) / timedelta(minutes=1) for before, later in pairwise(tried)]
    assert waits[:5] == [1, 2, 4, 8, 16]
    assert set(waits[5:]) == {rules.retry_most_minutes}
    with pytest.raises(ValueError, match="again"):  # the next due time is no try of the one before
        run_due(job, begin + timedelta(days=1))


def test_a_clock_that_was_put_back_keeps_nothing_waiting(database: Engine) -> None:
    job = Job("test", Daily(time(6)), lambda *_: None)
    with transaction(by="test") as session:
        runs.failed(session, "test", datetime(2027, 1, 14, 6), NOON, ValueError())
    assert not run_due(job, NOON)
    assert run_due(job, NOON - timedelta(hours=1))


def test_a_failure_that_comes_after_somebody_else_has_done_it_changes_nothing(database: Engine) -> None:
    job = Job("test", Daily(time(6)), lambda *_: None)
    assert run_due(job, NOON)
    with transaction(by="test") as session:
        runs.failed(session, "test", datetime(2027, 1, 14, 6), NOON, ValueError())
    with reading() as session:
        run = session.scalars(select(JobRun)).one()
        assert (run.tries, run.failed_at) == (1, None)


def test_old_runs_go_and_nothing_becomes_due_by_it(database: Engine) -> None:
    listed = [Job("often", Daily(time(6)), lambda *_: None), Job("seldom", Weekly(0, time(6)), lambda *_: None)]
    for day in range(20):
        for job in listed:
            run_due(job, NOON + timedelta(days=day))
    later = NOON + timedelta(days=200)
    with transaction(by="test") as session:
        runs.forget(session, later, 90)
        left = dict(session.execute(select(Claim.job, Claim.due_at)).all())
        assert left == {"often": datetime(2027, 2, 2, 6), "seldom": datetime(2027, 2, 1, 6)}
        assert session.scalar(select(func.count(JobRun.id))) == 0
    assert not run_due(listed[0], datetime(2027, 2, 2, 12))


def test_processes_are_heard_of_until_they_stop_or_fall_silent(database: Engine) -> None:
    one, other = Heart("one"), Heart("other")
    for seconds in range(0, 100, 5):
        one.beat(NOON + timedelta(seconds=seconds))
    other.beat(NOON)
    other.stop(NOON + timedelta(seconds=30))

    def alive(seconds: int) -> list[str]:
        with reading() as session:
            return [each.name for each in heartbeat.alive(session, NOON + timedelta(seconds=seconds), 120)]

    assert (alive(100), alive(199), alive(201)) == (["one"], ["one"], [])
    with transaction(by="test") as session:
        assert {each.name: each.began_at for each in session.scalars(select(WorkingProcess))} == {
            "one": NOON,
            "other": NOON,
        }
        heartbeat.forget(session, NOON + timedelta(days=8), 7)
        assert session.scalar(select(func.count(WorkingProcess.id))) == 0


def test_a_look_says_that_somebody_is_there(database: Engine, tmp_path: Path) -> None:
    Worker((), post.Folder(tmp_path), messages.Rules(load().mail, "secret", {}), lambda: NOON).look()

    with reading() as session:
        assert [each.seen_at for each in heartbeat.alive(session, NOON, 120)] == [NOON]


def test_the_page_says_what_ran_what_waits_and_that_nobody_is_at_work(
    office: None, sign_in: Callable[..., FlaskClient]
) -> None:
    every = len(jobs.of(load()))
    with time_machine.travel(NOON.replace(tzinfo=UTC), tick=False):
        manager = sign_in("manager")
        page = manager.get("/timetable").text
        assert "Nobody is at work" in page
        assert "It has never been started." in page
        assert f"{every} jobs, {every} due now" in page

        with transaction(by="test") as session:
            runs.failed(session, "ring-fences and holds", datetime(2027, 1, 14, 5, 15), NOON, ValueError())
        assert "It is tried again at Thu 14 Jan, 12:01" in manager.get("/timetable").text
        with transaction(by="test") as session:
            session.execute(delete(JobRun))

        for job in jobs.of(load()):
            run_due(job, NOON)
        Heart().beat(NOON)
        page = sign_in("administrator").get("/timetable").text
    assert "Somebody is at work" in page
    assert "due now" not in page
    assert "Fri 15 Jan, 04:00" in page
    assert "2 records made or changed" in page  # the referral that was closed, and its step
    for role in ("coordinator", "keyworker", "employer"):
        assert sign_in(role).get("/timetable").status_code == 404


def test_docs_timetable_is_what_the_command_prints() -> None:
    kept = Path(brokerage.__file__).parent.parent / "docs/timetable.md"
    assert CliRunner().invoke(commands, ["timetable"]).output == kept.read_text(encoding="utf-8")


def test_what_every_look_does_is_listed_with_what_went_and_what_is_next(office: None) -> None:
    listed = jobs.errands(load())
    words = {word for each in listed for word in each.words}
    assert {"person_coming", "employer_coming", "placement-sign", "placement-going"} <= words

    def message(session: Session, key: str, due: datetime, sent: datetime | None = None) -> None:
        session.add(Message(key=key, recipient=GRACE.email, subject="A", body="B", due_at=due, sent_at=sent))

    with transaction(by="test") as session:
        message(session, "person_coming R1 1 48", NOON - timedelta(hours=30), NOON - timedelta(hours=29))
        message(session, "employer_coming R1 1 2", NOON - timedelta(hours=2), NOON - timedelta(hours=1))
        message(session, "person_coming R2 1 2", NOON + timedelta(hours=5))
        message(session, "placement-going W1 2027-01-04 3 employer", NOON + timedelta(days=2))
        found = {each.errand.name: each for each in timetable.went(session, listed, NOON)}

    outbox, reminders = found["the outbox"], found["reminders of interviews"]
    assert (outbox.last, outbox.lately, outbox.waiting) == (NOON - timedelta(hours=1), 1, 2)
    assert (reminders.last, reminders.next) == (NOON - timedelta(hours=1), NOON + timedelta(hours=5))
    letters = found["letters about placements"]
    assert (letters.last, letters.lately, letters.next, letters.waiting) == (None, 0, NOON + timedelta(days=2), 1)
    assert found["asking what became of messages"].waiting == 0


def test_the_page_says_when_the_outbox_was_looked_at_and_what_went(
    office: None, sign_in: Callable[..., FlaskClient]
) -> None:
    with transaction(by="test") as session:
        gone = {"recipient": GRACE.email, "subject": "A", "body": "B", "due_at": NOON}
        session.add(Message(key="person_coming R1 1 48", sent_at=NOON - timedelta(minutes=90), **gone))
    with time_machine.travel(NOON.replace(tzinfo=UTC), tick=False):
        Heart().beat(NOON - timedelta(seconds=30))
        page = sign_in("manager").get("/timetable").text
    assert "looked at last on Thu 14 Jan, 11:59" in page
    assert "Reminders of interviews" in page
    assert "Thu 14 Jan, 10:30" in page
    assert "1 went" in page
