import os
from collections import Counter
from collections.abc import Callable
from datetime import date, timedelta

import pytest
from sqlalchemy import Engine, func, select

from brokerage import demo, participants
from brokerage.accounts import User
from brokerage.correspondence import employer_letters
from brokerage.demonstration.files import KINDS as FILES
from brokerage.demonstration.files import rows
from brokerage.demonstration.town import PLACES
from brokerage.kinds import KINDS
from brokerage.models import AuditEntry, Participant
from brokerage.reference import facts
from brokerage.referral_models import OUTCOMES, STATES, Referral
from brokerage.settings import load
from employers import db, vacancies
from employers.columns import Refused
from employers.models import Agreement, Contact, Employer, EmployerAsk, Slot, Vacancy
from matching.fit import check
from matching.policy import Policy
from matching.taxonomy import built_in
from matching.terms import FitClass, Job, Person

TODAY = date(2026, 11, 21)
CLASSES: tuple[FitClass, ...] = ("fits_now", "check", "ask_employer", "with_a_step", "not_this_one")


@pytest.fixture
def hallbrook(database: Engine, fill: Callable[[date], None]) -> Engine:
    fill(TODAY)
    return database


def everybody() -> tuple[list[Person], list[Job]]:
    with db.reading() as session:
        people = [participants.as_person(each, built_in()) for each in session.scalars(select(Participant))]
        jobs = [vacancies.as_job(each, built_in()) for each in session.scalars(select(Vacancy))]
    return people, jobs


def test_hallbrook_has_what_a_programme_has(hallbrook: Engine):
    with db.reading() as session:
        counts = [
            session.scalar(select(func.count()).select_from(kind))
            for kind in (Employer, Agreement, Vacancy, Participant)
        ]
        kinds = set(session.scalars(select(Agreement.kind)))
        roles = Counter(role.name for user in session.scalars(select(User)) for role in user.roles)
        places = {slot.places for slot in session.scalars(select(Slot))}
        names = [
            person.called.split()[0] for person in session.scalars(select(Participant).order_by(Participant.reference))
        ]

    assert counts == [12, 10, 40, 60]
    assert kinds == {"guaranteed_interview", "ring_fenced", "work_experience", "job_trial"}
    assert roles == {"coordinator": 2, "keyworker": 4, "manager": 1, "administrator": 1, "employer": 2}
    assert places
    assert names[:6] == ["Kamila", "Rupi", "Tanya", "Joseph", "Amina", "Stewart"]


def test_every_row_says_something_that_its_file_has_a_column_for():
    for kind in FILES:
        known = {column.name for column in KINDS[kind].columns}
        for row in rows(kind, TODAY):
            assert row.keys() <= known, row["reference"]


@pytest.mark.parametrize("days", [0, 3, 100, 1000])
def test_dates_go_with_the_day_it_is_made(days: int):
    today = TODAY + timedelta(days=days)
    for row in rows("vacancies", today):
        assert date.fromisoformat(row["closes_on"]) >= today, row["reference"]
        assert "{" not in "".join(row.values())
    for row in rows("slots", today):
        assert date.fromisoformat(row["starts_at"][:10]).weekday() < 5
    assert sum(date.fromisoformat(row["starts_at"][:10]) >= today for row in rows("slots", today)) >= 10
    expired = [
        row
        for row in rows("participants", today)
        if (today - timedelta(days=20)).isoformat() in row.get("certificates", "")
    ]
    assert expired


def test_the_postcodes_are_nobodys_and_everybody_is_in_town(hallbrook: Engine):
    assert all(place.code.startswith("HB") for place in PLACES)
    people, jobs = everybody()
    assert all(person.home for person in people)
    assert all(job.site for job in jobs)


def test_every_fit_class_occurs_on_most_vacancies(hallbrook: Engine):
    policy = Policy.of(load().matching, built_in())
    people, jobs = everybody()

    found = {job.reference: {check(person, job, TODAY, policy, changes=False).fit for person in people} for job in jobs}

    assert sum(len(classes) == len(CLASSES) for classes in found.values()) > len(jobs) / 2
    for fit in CLASSES:
        assert sum(fit in classes for classes in found.values()) > len(jobs) / 2, fit


def test_a_later_start_would_open_a_job_to_five_people_or_more(hallbrook: Engine):
    policy = Policy.of(load().matching, built_in())
    people, jobs = everybody()
    mornings = next(job for job in jobs if job.reference == "V036")

    fits = [check(person, mornings, TODAY, policy) for person in people]
    later = Counter(fit.changes[0].to for fit in fits if len(fit.changes) == 1 and fit.changes[0].what == "start")

    assert later.most_common(1)[0][1] >= 5


def test_short_shifts_that_two_moves_would_use_up_are_no_trap(hallbrook: Engine):
    policy = Policy.of(load().matching, built_in())
    people, jobs = everybody()
    lunchtimes = next(job for job in jobs if job.reference == "V028")

    assert {check(person, lunchtimes, TODAY, policy).fit for person in people} == set(CLASSES)


def test_somebody_from_an_employer_is_tied_to_that_employer(hallbrook: Engine):
    with db.reading() as session:
        helen = session.scalars(select(User).where(User.email == "helen.marsh@example.org")).one()
        contact = session.get(Contact, helen.contact_id)
        assert contact is not None
        assert contact.employer.name == "Tanner Row Kitchens"


def test_every_ask_went_out_as_a_letter(hallbrook: Engine):
    with db.reading() as session:
        asked = session.scalars(select(EmployerAsk)).all()
        letters = employer_letters.told(session, asked)
        assert {each.reference for each in asked} == set(letters)
        assert all(letters[each.reference].sent_at == each.asked_at for each in asked)


def test_everything_in_it_is_in_the_trail_as_the_demonstrations_doing(hallbrook: Engine):
    with db.reading() as session:
        assert set(session.scalars(select(AuditEntry.by))) == {demo.BY}
        assert session.scalar(select(func.count()).where(AuditEntry.kind == "participant")) == 60


def test_it_is_made_once_and_anew_when_asked(database: Engine, database_url: str):
    assert demo.prepare(database_url, TODAY, fresh=False)
    assert not demo.prepare(database_url, TODAY, fresh=False)
    db.use(database)
    with db.transaction(by="test") as session:
        session.scalars(select(Participant)).first().name = "Somebody Else"  # type: ignore[union-attr]

    assert demo.prepare(database_url, TODAY, fresh=True)

    db.use(database)
    with db.reading() as session:
        assert session.scalar(select(func.count()).select_from(Participant)) == 60
        assert session.scalar(select(Participant).where(Participant.name == "Somebody Else")) is None
        assert facts.is_demonstration(session)


@pytest.mark.parametrize("fresh", [False, True])
def test_a_database_of_real_records_is_left_alone(database: Engine, database_url: str, fresh: bool):
    with db.transaction(by="test") as session:
        session.add(Employer(reference="E1", name="Real Ltd"))

    with pytest.raises(demo.NotADemonstration, match="BROKERAGE_DATABASE_URL"):
        demo.prepare(database_url, TODAY, fresh=fresh)

    db.use(database)
    with db.reading() as session:
        assert session.scalar(select(Employer.name)) == "Real Ltd"
        assert not facts.is_demonstration(session)


def test_it_is_all_or_nothing(database: Engine, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr("brokerage.demonstration.files._dated", lambda cell, _today: cell)

    with pytest.raises(Refused, match=r"agreements.csv, row 2, column starts_on"):
        demo.make(database, TODAY)

    with db.reading() as session:
        assert session.scalar(select(func.count()).select_from(Employer)) == 0
        assert not facts.is_demonstration(session)


def test_run_serves_on_this_machine_only_and_says_who_may_sign_in(
    database_url: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
):
    served = []
    monkeypatch.setattr("brokerage.serve.serve", served.append)
    monkeypatch.setitem(os.environ, "BROKERAGE_DATABASE_URL", database_url)

    demo.run(fresh=False)

    assert (served[0].server.host, served[0].server.port) == ("127.0.0.1", 8000)
    said = capsys.readouterr().out
    assert "http://127.0.0.1:8000" in said
    assert load().demonstration.password in said
    assert all(account.email in said for account in demo.ACCOUNTS)


def test_somebody_is_on_the_way_in_every_state_and_to_every_outcome_but_a_closed_one(hallbrook: Engine):
    with db.reading() as session:
        found = session.scalars(select(Referral)).all()
        booked = [each for each in found if each.booking]
    assert {each.state for each in found} == set(STATES)
    assert {each.outcome for each in found} == {None, *OUTCOMES} - {"closed"}
    assert len(booked) >= 3
