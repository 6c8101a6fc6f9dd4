"""Whether a vacancy is still open: from which day it counts, who is asked in which letter, and that nobody new is asked meanwhile."""

import re
from collections.abc import Iterator
from datetime import date, datetime, timedelta

import pytest
import time_machine
import trade
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import delete, select
from sqlalchemy.orm import Session
from trade import GRACE, HELEN, NOON

from brokerage import accounts, messages, referrals, shortlists
from brokerage.due import still_open
from brokerage.jobs import CHECKS
from brokerage.messages import Rules
from brokerage.models import AuditEntry
from brokerage.promises import standing
from brokerage.promises.standing import NotConfirmed
from brokerage.sending.work_models import Message
from brokerage.settings import load
from employers.db import reading, transaction
from employers.models import Contact, Vacancy
from employers.posting.posting_models import VacancyStanding

MADE = NOON  # 14 January 2027
DAYS, WARN = 90, 7


def later(days: int) -> datetime:
    return MADE + timedelta(days=days)


def on(days: int) -> date:
    return later(days).date()


@pytest.fixture(autouse=True)
def _the_day() -> Iterator[None]:
    with time_machine.travel(MADE.isoformat() + "+00:00", tick=False):
        yield


@pytest.fixture
def job(session: Session) -> Vacancy:
    trade.an_employer(session, coordinator=GRACE.email).contacts[0].phone = "0114 496 0000"
    return trade.a_vacancy(session)


def at(days: int) -> time_machine.travel:
    return time_machine.travel(later(days).isoformat() + "+00:00", tick=False)


def is_stale(session: Session, job: Vacancy, days: int) -> bool:
    return job.reference in standing.stale(session, [job], on(days))


def test_it_counts_from_the_day_on_which_it_was_made_changed_or_confirmed(session: Session, job: Vacancy) -> None:
    assert not is_stale(session, job, DAYS - 1)
    assert is_stale(session, job, DAYS)
    with at(40):
        job.title = "Cook"
        session.flush()
        trade.came_in(session, job, later(40))
    assert not is_stale(session, job, DAYS + 39)
    assert standing.stale(session, [job], on(DAYS + 40)) == {"V1": on(40)}
    standing.confirm(session, job, by=HELEN.email, now=later(60))
    assert not is_stale(session, job, DAYS + 59)
    assert is_stale(session, job, DAYS + 60)


def test_where_no_day_is_known_it_counts_from_the_first_look(session: Session, job: Vacancy) -> None:
    session.execute(delete(AuditEntry))
    assert standing.since(session, [job]) == {}
    assert not is_stale(session, job, 1000)
    for days in (500, 530):
        still_open.ask(session, later(days), load().vacancies)
    assert standing.since(session, [job]) == {"V1": on(500)}


def ask(session: Session, job: Vacancy, days: int) -> None:
    person = trade.a_participant(session)
    referrals.ask(session, person, job, GRACE, later(days))


def test_nobody_new_is_asked_until_somebody_says_that_it_is_open(session: Session, job: Vacancy) -> None:
    with pytest.raises(NotConfirmed) as refused, session.begin_nested():
        ask(session, job, DAYS)
    assert "14 January 2027" in str(refused.value)
    assert "Call Helen Marsh (0114 496 0000) first" in str(refused.value)

    with pytest.raises(standing.WordMissing):
        standing.confirm_by_word(session, job, " ", by=GRACE.email, now=later(DAYS))
    standing.confirm_by_word(session, job, "Helen, by telephone.", by=GRACE.email, now=later(DAYS))
    ask(session, job, DAYS)
    row = session.scalars(select(VacancyStanding)).one()
    assert (row.confirmed_by, row.word) == (GRACE.email, "Helen, by telephone.")
    trail = session.scalars(select(AuditEntry.kind)).all()
    assert "vacancy_standing" in trail


def test_it_stays_in_the_lists_for_programs(session: Session, job: Vacancy) -> None:
    trade.a_participant(session)
    assert shortlists.shortlist(session, job, on(DAYS + 100)).lines


def letters(session: Session) -> list[Message]:
    return list(session.scalars(select(Message).order_by(Message.id)))


@pytest.mark.parametrize("missed", [(), (DAYS - WARN,), (DAYS - WARN, DAYS)], ids=["each day", "no warning", "down"])
def test_letters_go_once_a_week_before_and_once_on_the_day(session: Session, job: Vacancy, missed) -> None:
    trade.a_vacancy(session, "V2", title="Cleaner")
    trade.a_vacancy(session, "V3", closes_on=on(10))  # in no list any more
    days = [
        days for days in (DAYS - WARN - 1, DAYS - WARN, DAYS - WARN + 1, DAYS, DAYS + 1, DAYS + 2) if days not in missed
    ]
    went = []
    for day in days:
        before = len(letters(session))
        still_open.ask(session, later(day), load().vacancies)
        went += [day] * (len(letters(session)) - before)
    first = next(day for day in days if day >= DAYS - WARN)
    assert went == ([first, next(day for day in days if day >= DAYS)] if first < DAYS else [first])
    letter = letters(session)[0]
    assert letter.recipient == HELEN.email
    assert [reference for reference, _ in standing_marks(letter)] == ["V1", "V2"]
    assert "Cleaner, not confirmed since 14 January 2027" in letter.body


def standing_marks(letter: Message) -> list[tuple[str, date]]:
    from brokerage.keys.open_links import marked

    return marked(letter.body)


def test_a_letter_about_what_was_confirmed_meanwhile_does_not_go(session: Session, job: Vacancy) -> None:
    still_open.ask(session, later(DAYS), load().vacancies)
    (letter,) = letters(session)
    assert messages.overtaken(session, letter, later(DAYS), CHECKS) is None
    standing.confirm(session, job, by=HELEN.email, now=later(DAYS))
    assert "confirmed, changed or closed meanwhile" in str(messages.overtaken(session, letter, later(DAYS), CHECKS))


def test_nobody_is_written_to_where_nobody_is_reached(session: Session, job: Vacancy) -> None:
    job.employer.withheld = "Ask Grace first."
    session.flush()
    still_open.ask(session, later(DAYS), load().vacancies)
    job.employer.withheld, job.employer.contacts[0].email = None, None
    session.flush()
    still_open.ask(session, later(DAYS), load().vacancies)
    assert letters(session) == []


@pytest.fixture
def letter(app: Flask) -> Iterator[str]:
    """The link that a letter of day 90 carries, on that day."""
    with transaction(by="test") as session:
        trade.an_employer(session, coordinator=GRACE.email)
        trade.a_vacancy(session)
        for contact in session.scalars(select(Contact)):
            accounts.invite_contact(session, contact)
    with at(DAYS):
        with transaction(by="test") as session:
            still_open.ask(session, later(DAYS), load().vacancies)
            rules = Rules(load().mail, load().secret_key(), CHECKS, "https://jobs.example")
            body = messages.letter_of(session, letters(session)[0], later(DAYS), rules).get_content()
        found = re.search(r"https://jobs\.example(/still-open/\S+)", re.sub(r"=\n", "", body))
        assert found is not None
        yield found[1]


def since() -> date | None:
    with reading() as session:
        return standing.since(session, session.scalars(select(Vacancy)).all()).get("V1")


def test_the_link_needs_a_press_and_works_once(letter: str, client: FlaskClient) -> None:
    for _ in range(2):
        page = client.get(letter)
        assert (page.status_code, since()) == (200, on(0))  # programs that open every link first use nothing up
    assert "Is Kitchen assistant still open?" in page.text
    assert "Thank you" in client.post(letter).text
    assert since() == on(DAYS)
    assert [client.get(letter).status_code, client.post(letter).status_code] == [410, 410]
    with reading() as session:
        assert session.scalars(select(VacancyStanding.confirmed_by)).one() == HELEN.email


def test_a_link_runs_out_is_for_one_vacancy_and_for_whoever_is_still_there(letter: str, client: FlaskClient) -> None:
    assert client.get(letter[:-2]).status_code == 410
    with transaction(by="test") as session:
        session.scalars(select(Contact)).one().email = "somebody.else@tanner.example"
    assert client.post(letter).status_code == 410
    with transaction(by="test") as session:
        session.scalars(select(Contact)).one().email = HELEN.email.upper()
    with at(DAYS + load().vacancies.link_days + 1):
        assert client.get(letter).status_code == 410
    assert client.post(letter).status_code == 200
