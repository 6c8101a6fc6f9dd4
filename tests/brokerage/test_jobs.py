"""When jobs are due, on every kind of day; and what the jobs do."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import settings as how_many
from hypothesis import strategies as st
from sqlalchemy import Engine, delete, select
from sqlalchemy.orm import Session
from trade import GRACE, HELEN, NOON, PRIYA, a_participant, a_referral, a_slot, a_vacancy, an_agreement, an_employer

from brokerage import jobs
from brokerage.diary.workdays import after_working_days, moment, quiet, working
from brokerage.due import closing, reminders
from brokerage.due.closing import Closing
from brokerage.due.reminders import Patience
from brokerage.interviews import book, took_place
from brokerage.jobs import Daily, Job
from brokerage.referral_models import PromisedPlace, Referral
from brokerage.referrals import take
from brokerage.sending.work_models import Claim, Message
from brokerage.settings import BESIDE, BadSetting, load, settings_of
from employers.db import reading, transaction
from employers.models import Contact

LONDON = ZoneInfo("Europe/London")
moments = st.datetimes(datetime(2024, 1, 1), datetime(2031, 1, 1))
times = st.times().filter(lambda each: each.hour != 1)
SPRING, AUTUMN = date(2027, 3, 28), date(2026, 10, 25)  # the clocks go forward, and back
RULES = Closing(28, "https://jobs.example")
PATIENCE = Patience(5, 2, 3, "ENG", "https://jobs.example")


def on_wall(now: datetime) -> datetime:
    return now.replace(tzinfo=UTC).astimezone(LONDON)


@how_many(deadline=None)
@given(moments, times)
def test_a_due_time_is_the_newest_one_on_the_wall(now: datetime, at: time):
    due = Daily(at).due(now, None)

    assert due is not None
    assert due <= now
    assert (on_wall(due).hour, on_wall(due).minute) == (at.hour, at.minute)
    assert not quiet(due)
    tomorrow = on_wall(due).date() + timedelta(days=1)
    assert moment(tomorrow, at) > now


@how_many(deadline=None)
@given(moments, times, st.timedeltas(timedelta(0), timedelta(days=400)))
def test_what_was_done_is_not_due_and_what_was_missed_is_due_once(now: datetime, at: time, down: timedelta):
    last = Daily(at).due(now - down, None)
    due = Daily(at).due(now, last)

    assert (due is None) == (last == Daily(at).due(now, None))
    if due is not None:
        assert Daily(at).due(now, due) is None


@pytest.mark.parametrize("at", [time(0), time(0, 59), time(2), time(2, 30), time(6), time(23, 59)])
@pytest.mark.parametrize("step", [timedelta(minutes=7), timedelta(hours=5), timedelta(hours=24)])
def test_a_year_of_looks_finds_each_day_once_also_where_the_clocks_change(at: time, step: timedelta):
    now, last, found = datetime(2026, 3, 1, 3), None, []
    while now < datetime(2027, 4, 5, 3):
        if due := Daily(at).due(now, last):
            found.append(on_wall(due).date())
            last = due
        now += step

    whole = {found[0] + timedelta(days=each) for each in range((found[-1] - found[0]).days + 1)}
    assert len(found) == len(set(found))
    if step < timedelta(hours=24):  # a look a day can miss the last minute of a day that is an hour shorter
        assert set(found) == whole
    assert {SPRING, AUTUMN, date(2026, 3, 29)} <= set(found)


def test_the_quiet_hour_is_two_hours_long_in_autumn_and_none_in_spring():
    autumn = [datetime(2026, 10, 24, 22) + timedelta(minutes=each) for each in range(8 * 60)]
    spring = [datetime(2027, 3, 27, 22) + timedelta(minutes=each) for each in range(8 * 60)]

    assert [each for each in autumn if quiet(each)] == [
        datetime(2026, 10, 25) + timedelta(minutes=each) for each in range(120)
    ]
    assert not [each for each in spring if quiet(each)]


def test_jobs_of_working_days_rest_over_christmas_and_easter():
    assert due_days(date(2026, 12, 23), date(2027, 1, 5)) == [
        date(2026, 12, 23),
        date(2026, 12, 24),
        date(2026, 12, 29),
        date(2026, 12, 30),
        date(2026, 12, 31),
        date(2027, 1, 4),
        date(2027, 1, 5),
    ]
    assert due_days(date(2027, 3, 25), date(2027, 3, 31)) == [
        date(2027, 3, 25),
        date(2027, 3, 30),
        date(2027, 3, 31),
    ]


def due_days(first: date, last: date) -> list[date]:
    rhythm, done, found = Daily(time(9, 30), "ENG"), moment(first - timedelta(days=1), time(23)), []
    now = moment(first, time(0))
    while now < moment(last + timedelta(days=1), time(0)):
        if due := rhythm.due(now, done):
            found.append(on_wall(due).date())
            done = due
        now += timedelta(minutes=30)
    return found


@pytest.mark.parametrize(
    ("day", "number", "country", "then"),
    [
        ("2027-01-11", 5, "ENG", "2027-01-18"),
        ("2027-01-15", 1, "ENG", "2027-01-18"),
        ("2027-01-16", 1, "ENG", "2027-01-18"),
        ("2027-03-25", 1, "ENG", "2027-03-30"),  # Good Friday and Easter Monday
        ("2027-03-25", 1, "SCT", "2027-03-29"),  # Easter Monday is a working day in Scotland
        ("2026-12-24", 2, "ENG", "2026-12-30"),  # Boxing Day is a Saturday, so Monday is off
        ("2027-01-14", 0, "ENG", "2027-01-14"),
    ],
)
def test_working_days(day: str, number: int, country: str, then: str):
    assert after_working_days(date.fromisoformat(day), number, country) == date.fromisoformat(then)


def test_every_job_of_the_settings_keeps_out_of_the_quiet_hour_and_says_what_it_does():
    for job in jobs.of(load()):
        assert not quiet(job.rhythm.next(datetime(2026, 10, 25))), job.name
        assert job.what.endswith("."), job.name
        assert job.looks_at, job.name


@pytest.mark.parametrize(
    ("table", "changed", "said"),
    [
        ("work", {"closing_at": time(1, 30)}, "work.closing_at lies between 01:00 and 02:00"),
        ("work", {"closing_at": "06:00"}, "Write a time of day such as 09:30:00, without quotation marks."),
        ("work", {"feedback_rest_days": 1}, "two asks could come within a day"),
        ("work", {"bank_holidays": "UK"}, "Write ENG, WLS, SCT or NIR."),
        ("work", {"tick_seconds": 0}, "Write 1 or more."),
        ("mail", {"security": "ssl"}, '"starttls", "tls" or "none"'),
        ("mail", {"security": "none", "user": "jobs"}, "in the clear"),
        ("mail", {"taken_minutes": 1}, "would be sent again"),
    ],
)
def test_a_setting_that_would_do_harm_is_refused(table: str, changed: dict[str, object], said: str):
    import tomllib

    whole = tomllib.loads(BESIDE.read_text())
    with pytest.raises(BadSetting, match=said.replace(".", r"\.")):
        settings_of(whole | {table: whole[table] | changed}, BESIDE.parent)


def test_claim_and_effect_are_saved_together_or_not_at_all(database: Engine):
    def fail(session: Session, _now: datetime) -> None:
        an_employer(session)
        raise RuntimeError("the power went")

    job = Job("test", Daily(time(6)), lambda session, _now: an_employer(session))
    with pytest.raises(RuntimeError):
        jobs.run_due(Job("test", Daily(time(6)), fail), NOON)
    with reading() as session:
        assert session.scalar(select(Claim)) is None

    later = NOON + timedelta(minutes=1)
    assert jobs.run_due(job, later)
    assert not jobs.run_due(job, later)
    assert not jobs.run_due(job, NOON - timedelta(days=3))  # a clock that was put back
    with reading() as session:
        claim = session.scalars(select(Claim)).one()
        assert (claim.due_at, claim.done_at) == (datetime(2027, 1, 14, 6), later)


@pytest.fixture
def office(session: Session) -> Session:
    an_employer(session, coordinator=GRACE.email)
    return session


def told(session: Session) -> list[tuple[str, str]]:
    return [(each.recipient, each.key) for each in session.scalars(select(Message).order_by(Message.id))]


@pytest.mark.parametrize("state", closing.TOO_LATE)
def test_who_was_not_introduced_in_time_ends_with_a_word_to_the_keyworker(office: Session, state: str):
    vacancy = a_vacancy(office, closes_on=date(2027, 1, 13))
    referral = a_referral(office, a_participant(office), vacancy, state)

    closing.close_past(office, NOON, RULES)
    closing.close_past(office, NOON, RULES)

    assert (referral.state, referral.outcome) == ("ended", "closed")
    assert [(each.transition, each.role, each.why) for each in referral.steps] == [
        ("close", "clock", "Its last day was 13 January 2027.")
    ]
    message = office.scalars(select(Message)).one()
    assert (message.recipient, message.only_while) == (PRIYA.email, "ended")
    assert "It says nothing about P1" in message.body
    assert "Person P1" not in message.subject + message.body


@pytest.mark.parametrize(("closes_on", "state"), [(date(2027, 1, 14), "asked"), (None, "asked")])
def test_the_last_day_itself_and_no_last_day_close_nothing(office: Session, closes_on, state: str):
    referral = a_referral(office, a_participant(office), a_vacancy(office, closes_on=closes_on), state)

    closing.close_past(office, datetime(2027, 1, 14, 23, 59), RULES)

    assert referral.state == state
    assert told(office) == []


@pytest.mark.parametrize("state", ["wanted", "booked", "met", "offered"])
def test_what_an_employer_goes_on_with_is_left_to_people(office: Session, state: str):
    referral = a_referral(office, a_participant(office), a_vacancy(office, closes_on=date(2026, 1, 1)), state)

    closing.close_past(office, NOON, RULES)

    assert referral.state == state
    assert told(office) == []


def test_a_card_without_an_answer_is_waited_for_and_the_coordinator_told_once(office: Session):
    vacancy = a_vacancy(office, closes_on=date(2027, 1, 13))
    waiting = [a_referral(office, a_participant(office, f"P{each}"), vacancy, "introduced") for each in range(3)]
    guaranteed = waiting[2]
    an_agreement(office)
    guaranteed.introduction.agreement_reference = "A1"
    office.add(PromisedPlace(agreement_reference="A1", number=1, referral_id=guaranteed.id))

    for day in range(28):
        closing.close_past(office, NOON + timedelta(days=day), RULES)
    assert {each.state for each in waiting} == {"introduced"}
    assert told(office) == [(GRACE.email, "answers-open V1 2027-01-13")]
    message = office.scalars(select(Message)).one()
    assert "3 have not answered yet" in message.subject
    assert "by 10 February 2027 ends with the vacancy" in message.body

    take(office, waiting[0], "hold", HELEN, NOON)
    closing.close_past(office, NOON + timedelta(days=28), RULES)

    assert [each.outcome for each in waiting] == ["closed", "closed", None]
    assert [recipient for recipient, _ in told(office)] == [GRACE.email, PRIYA.email, PRIYA.email]
    assert waiting[0].introduction.taken_back_at is not None
    assert closing.answers_open(office, message, NOON) is None
    take(office, guaranteed, "see", HELEN, NOON)
    assert closing.answers_open(office, message, NOON) == "The employer has answered meanwhile."


def test_whoever_asked_is_told_where_the_keyworker_has_left(office: Session):
    referral = a_referral(office, a_participant(office), a_vacancy(office, closes_on=date(2027, 1, 1)), "asked")
    referral.participant.keyworker.active = False

    closing.close_past(office, NOON, RULES)

    assert [recipient for recipient, _ in told(office)] == [GRACE.email]


@pytest.mark.parametrize(
    ("ends_on", "told_of"),
    [
        (date(2027, 1, 14), False),  # over since midnight
        (date(2027, 1, 15), True),
        (date(2027, 2, 25), True),  # 42 days
        (date(2027, 2, 26), False),
        (None, False),
    ],
)
def test_a_coordinator_is_told_of_an_agreement_that_ends(office: Session, ends_on, told_of: bool):
    an_agreement(office, ends_on=ends_on)

    for _ in range(2):
        reminders.agreements_ending(office, NOON, days=42, address="https://jobs.example")

    assert told(office) == ([(GRACE.email, f"agreement-ends A1 {ends_on}")] if told_of else [])


def test_the_end_of_an_agreement_is_told_as_its_last_day_and_again_where_it_was_moved(office: Session):
    agreement = an_agreement(office, ends_on=date(2027, 2, 1))
    reminders.agreements_ending(office, NOON, days=42, address="https://jobs.example")
    message = office.scalars(select(Message)).one()
    assert "(guaranteed interviews) runs until the end of 31 January 2027" in message.body
    assert "Of 2 interviews promised, 0 are taken." in message.body
    assert reminders.ends_still(office, message, NOON) is None
    assert reminders.ends_still(office, message, datetime(2027, 2, 1)) == "The agreement has ended."

    agreement.ends_on = date(2027, 2, 10)
    office.flush()
    assert reminders.ends_still(office, message, NOON) == "The agreement ends on another day now."
    reminders.agreements_ending(office, NOON, days=42, address="https://jobs.example")
    assert len(told(office)) == 2


@pytest.fixture
def met(office: Session) -> Referral:
    """Met on Tuesday 19 January 2027: feedback is late from Wednesday 27 on."""
    return a_meeting(office, "P1", a_vacancy(office))


def a_meeting(session: Session, person: str, vacancy) -> Referral:
    made = a_referral(session, a_participant(session, person), vacancy)
    book(session, made, a_slot(session, f"S{person}", vacancy_reference=vacancy.reference), GRACE, NOON)
    took_place(session, made, True, GRACE, NOON + timedelta(days=6))
    session.execute(delete(Message))  # what a booking tells has tests of its own
    return made


def asked_on_days(session: Session, days: int) -> list[tuple[str, str]]:
    """What each day's run put into the outbox, as (day, key's first word and recipient)."""
    found, before = [], 0
    for each in range(days):
        now = datetime(2027, 1, 20, 9, 30) + timedelta(days=each)
        if working(now.date(), "ENG"):
            reminders.ask_for_feedback(session, now, PATIENCE)
        new = told(session)[before:]
        before += len(new)
        found += [(f"{now:%d %b}", f"{key.split()[0]} to {recipient}") for recipient, key in new]
    return found


def test_late_feedback_is_asked_for_twice_and_then_left_to_the_coordinator(office: Session, met: Referral):
    assert asked_on_days(office, 30) == [
        ("27 Jan", f"feedback to {HELEN.email}"),
        ("01 Feb", f"feedback to {HELEN.email}"),
        ("04 Feb", f"feedback-late to {GRACE.email}"),
    ]
    bodies = " ".join(office.scalars(select(Message.body)))
    assert "- Kitchen assistant, 19 January" in bodies
    assert f"{HELEN.email} was asked 2 times." in bodies


def test_one_contact_gets_one_message_for_all_that_is_late(office: Session, met: Referral):
    second = a_vacancy(office, "V2", title="Porter")
    a_meeting(office, "P2", second)

    found = asked_on_days(office, 12)

    assert found == [("27 Jan", f"feedback to {HELEN.email}")]
    assert "- Kitchen assistant, 19 January\n- Porter, 19 January" in office.scalars(select(Message.body)).one()


def test_nobody_is_asked_who_is_withheld_by_the_time_it_would_go(office: Session, met: Referral):
    asked_on_days(office, 9)
    met.vacancy.employer.withheld = "Under review."
    office.flush()

    message = office.scalars(select(Message)).one()
    assert reminders.late_still(office, message, NOON + timedelta(days=14)) == "Nobody there is asked any more."


def test_feedback_that_came_ends_the_asking(office: Session, met: Referral):
    asked_on_days(office, 9)
    message = office.scalars(select(Message)).one()
    assert reminders.late_still(office, message, NOON + timedelta(days=14)) is None

    met.introduction.feedback, met.introduction.feedback_at = "Warm and quick.", NOON
    office.flush()

    assert reminders.late_still(office, message, NOON + timedelta(days=14)) == "There is nothing to ask for any more."
    assert asked_on_days(office, 30) == [("20 Jan", f"feedback to {HELEN.email}")]  # the one from before


@pytest.mark.parametrize("how", ["withheld", "nobody"])
def test_where_nobody_may_be_asked_the_coordinator_is_told_at_once(office: Session, met: Referral, how: str):
    employer = met.vacancy.employer
    if how == "withheld":
        employer.withheld = "Under review."
    else:
        for contact in office.scalars(select(Contact)):
            contact.email = None
    office.flush()

    assert asked_on_days(office, 30) == [("27 Jan", f"feedback-late to {GRACE.email}")]


def test_no_message_to_anybody_threatens():
    folder = BESIDE.parent / "brokerage/templates/messages"
    words = " ".join(file.read_text(encoding="utf-8").lower() for file in folder.glob("*.txt"))
    for word in ("deadline", "sanction", "must", "fail", "overdue", "warning", "required", "no-show", "reject"):
        assert word not in words


def test_a_job_runs_over_a_whole_database(database: Engine):
    with transaction(by="test") as session:
        an_employer(session, coordinator=GRACE.email)
        referral = a_referral(session, a_participant(session), a_vacancy(session, closes_on=date(2027, 1, 1)), "asked")

    ran = [job.name for job in jobs.of(load()) if jobs.run_due(job, NOON)]

    assert ran == [job.name for job in jobs.of(load())]
    assert len(set(ran)) == len(ran) >= 10
    with reading() as session:
        assert session.get(Referral, referral.id).outcome == "closed"
