"""Private calendars: who reads what under which address, that they and the pages say the same, and that letters speak of the same events."""

import re
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import date, datetime, time, timedelta
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

import icalendar
import pytest
import recurring_ical_events
import time_machine
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import Engine, select
from sqlalchemy.orm import Session
from trade import GRACE, HELEN, NOON, PRIYA, a_participant, a_referral, a_slot, a_vacancy, an_employer

from brokerage import accounts, interviews, schema
from brokerage.accounts import User
from brokerage.diary import calendar_links
from brokerage.diary.calendar_models import CalendarLink
from brokerage.keys import private_links
from brokerage.ledger import visits
from brokerage.ledger.models import PlannedVisit
from brokerage.models import AuditEntry, Participant
from brokerage.referral_models import Referral
from brokerage.sending.work_models import Message
from brokerage.settings import load
from employers.db import reading, transaction
from employers.models import Employer, Slot

LONDON = ZoneInfo("Europe/London")
SignIn = Callable[..., FlaskClient]
TIMES = re.compile(r'<time datetime="([^"]+)">[^<]*</time>(?:–<time datetime="([^"]+)">)?')


@pytest.fixture(autouse=True)
def _the_day() -> Iterator[None]:
    with time_machine.travel("2027-01-14 12:00+00:00", tick=False):
        yield


@pytest.fixture
def town(app: Flask) -> None:
    """Two people of Priya's with Grace's employer: one booked, moved; one cancelled. A third is another's, elsewhere."""
    with transaction(by="test") as session:
        employer = an_employer(session, coordinator=GRACE.email)
        an_employer(session, "E2", coordinator="sam@hallbrook.example")
        accounts.invite(session, GRACE.email, "coordinator", "Grace Okoye")
        accounts.invite_contact(session, employer.contacts[0])
        job, other = a_vacancy(session), a_vacancy(session, "V2", "E2", title="Porter")
        people = [
            a_participant(
                session, f"P{each}", name=f"Person {each} Secret", channel="email", email=f"p{each}@home.example"
            )
            for each in range(3)
        ]
        people[2].keyworker = accounts.invite(session, "kim@hallbrook.example", "keyworker", "Kim")
        a_slot(session, "S1", "2027-01-19 11:15", where="Side door", with_coordinator=True)
        a_slot(session, "S2", "2027-01-20 14:00", minutes=None)
        a_slot(session, "S3", "2027-01-19 16:00")
        a_slot(session, "S4", "2027-01-21 09:00", vacancy_reference="V2")
        a_slot(session, "S5", "2027-07-01 09:00")
        for person, vacancy, slot in ((0, job, "S1"), (1, job, "S3"), (2, other, "S4")):
            way = a_referral(session, people[person], vacancy)
            interviews.book(session, way, at(session, slot), GRACE, NOON - timedelta(days=3))
        interviews.move(session, ways(session, "P0"), at(session, "S2"), GRACE, NOON - timedelta(days=2))
        interviews.cancel(session, ways(session, "P1"), GRACE, NOON - timedelta(days=1), why="The bus.")
        visits.plan(session, employer, date(2027, 1, 18), time(10, 30), by=GRACE.email, today=NOON.date(), weeks=4)


def at(session: Session, reference: str) -> Slot:
    return session.scalars(select(Slot).where(Slot.reference == reference)).one()


def ways(session: Session, person: str) -> Referral:
    return session.scalars(select(Referral).join(Participant).where(Participant.reference == person)).one()


def owner(session: Session, who: str) -> calendar_links.Owner:
    person = session.scalar(select(Participant).where(Participant.reference == who))
    return person or session.scalars(select(User).where(User.email == who)).one()


def address(who: str) -> str:
    with transaction(by="test") as session:
        return f"/calendar/{calendar_links.make(session, owner(session, who), NOON)}.ics"


def events(feed: bytes) -> dict[str, icalendar.Event]:
    return {str(each["uid"]): each for each in icalendar.Calendar.from_ical(feed).walk("VEVENT")}


def as_program(feed: bytes, first: date, last: date) -> list[tuple[str, str, bool]]:
    """(start, end, whether it is off) of what a calendar program shows on these days, on the clock in London."""
    found = recurring_ical_events.of(icalendar.Calendar.from_ical(feed)).between(first, last + timedelta(days=1))
    return sorted((_wall(each, "dtstart"), _wall(each, "dtend"), each["status"] == "CANCELLED") for each in found)


def _wall(event: icalendar.Event, name: str) -> str:
    value = event.decoded(name)
    return value.astimezone(LONDON).replace(tzinfo=None).isoformat() if isinstance(value, datetime) else str(value)


def as_page(text: str) -> list[tuple[str, str, bool]]:
    """The same of a page."""
    parts = TIMES.split(text)
    found = []
    for start, end, words in zip(parts[1::3], parts[2::3], parts[3::3], strict=True):
        ends = end or str(date.fromisoformat(start) + timedelta(days=1))
        found.append((start, ends, "Cancelled" in words))
    return sorted(found)


def test_each_reads_the_own_and_nobody_s_name_leaves(town: None, client: FlaskClient) -> None:
    feeds = {
        who: client.get(address(who)).data
        for who in (GRACE.email, PRIYA.email, HELEN.email, "P0", "P1", "kim@hallbrook.example")
    }
    said = {who: sorted(str(each["summary"]) for each in events(feed).values()) for who, feed in feeds.items()}

    assert said == {
        GRACE.email: ["Interview: P0, Kitchen assistant", "Interview: P1, Kitchen assistant", "Visit to Employer E1"],
        PRIYA.email: ["Interview: P0, Kitchen assistant", "Interview: P1, Kitchen assistant"],
        HELEN.email: ["Interview: Kitchen assistant", "Interview: Kitchen assistant"],
        "P0": ["Appointment"],
        "P1": ["Appointment"],
        "kim@hallbrook.example": ["Interview: P2, Porter"],
    }
    for who, feed in feeds.items():
        assert b"Secret" not in feed, who
        assert b"The bus" not in feed, who
    assert b"P0" not in re.sub(rb"UID:\S+", b"", feeds[HELEN.email])  # the card's own reference is drawn by chance
    assert b"Kitchen" not in feeds["P0"]


def test_a_letter_and_the_feed_speak_of_the_same_event(town: None, client: FlaskClient) -> None:
    for who, letters_to in (("P0", "person"), (HELEN.email, "employer")):
        feed = events(client.get(address(who)).data)
        with reading() as session:
            query = select(Message).where(Message.key.startswith(f"{letters_to}_moved"))
            (letter,) = events(session.scalars(query).one().calendar.encode()).values()
        same = feed[str(letter["uid"])]
        for name in ("sequence", "dtstart", "dtend", "location", "summary", "organizer", "status"):
            assert (
                same[name].to_ical() == letter[name].to_ical()
                if hasattr(same[name], "to_ical")
                else same[name] == letter[name]
            )
        assert same["sequence"] == 2


def test_what_is_cancelled_stays_as_cancelled_for_90_days_and_comes_back_when_it_is_booked_again(
    town: None, client: FlaskClient
) -> None:
    where = address("P1")
    (event,) = events(client.get(where).data).values()
    assert (event["status"], event["sequence"]) == ("CANCELLED", 2)
    assert event.decoded("dtstart").isoformat() == "2027-01-19T16:00:00+00:00"
    uid = str(event["uid"])
    with reading() as session:
        off = session.scalars(select(Message).where(Message.key.startswith("person_off"))).one()
        assert (uid, 2) == (next(iter(events(off.calendar.encode()))), event["sequence"])

    with transaction(by="test") as session:
        interviews.book(session, ways(session, "P1"), at(session, "S5"), GRACE, NOON)
    (event,) = events(client.get(where).data).values()
    assert (str(event["uid"]), event["status"], event["sequence"]) == (uid, "CONFIRMED", 3)
    assert event.decoded("dtstart").isoformat() == "2027-07-01T08:00:00+00:00", "summer time"

    with transaction(by="test") as session:
        interviews.cancel(session, ways(session, "P1"), GRACE, NOON, why="Again.")
    with time_machine.travel(NOON + timedelta(days=90), tick=False):
        assert [str(each["status"]) for each in events(client.get(where).data).values()] == ["CANCELLED"]
    with time_machine.travel(NOON + timedelta(days=91), tick=False):
        assert events(client.get(where).data) == {}


def test_a_time_that_was_taken_back_since_is_still_said_to_be_off(town: None, client: FlaskClient) -> None:
    with transaction(by="test") as session:
        session.delete(at(session, "S3"))
    (event,) = events(client.get(address("P1")).data).values()
    assert (event["status"], _wall(event, "dtstart")) == ("CANCELLED", "2027-01-19T16:00:00")


@pytest.mark.parametrize("monday", ["2027-01-11", "2027-01-18", "2027-02-15", "2027-03-15", "2027-04-12", "2027-06-28"])
def test_feed_and_pages_of_staff_agree_event_by_event(
    town: None, client: FlaskClient, sign_in: SignIn, monday: str
) -> None:
    first = date.fromisoformat(monday)
    for who, role in ((GRACE.email, "coordinator"), (PRIYA.email, "keyworker")):
        visitor, feed = sign_in(role, email=who), client.get(address(who)).data
        days = [first + timedelta(days=each) for each in range(7)]

        assert as_page(visitor.get(f"/calendar?week={monday}").text) == as_program(feed, days[0], days[-1])
        for day in days:
            assert as_page(visitor.get(f"/calendar/{day}").text) == as_program(feed, day, day)


def test_feed_and_page_of_an_employer_agree_event_by_event(town: None, app: Flask, client: FlaskClient) -> None:
    visitor, feed = contact_of(app, HELEN.email), client.get(address(HELEN.email)).data
    page = visitor.get("/portal/calendar?from=2027-01-14").text

    assert as_page(page) == as_program(feed, date(2027, 1, 11), date(2027, 2, 7))
    assert len(as_page(page)) == 2
    assert "Secret" not in page, "no name was agreed to"
    assert "Somebody" in page
    assert as_page(visitor.get("/portal/calendar?from=2027-06-01").text) == []


def contact_of(app: Flask, email: str) -> FlaskClient:
    visitor = app.test_client()
    with reading() as session:
        user = accounts.find(session, email)
    with visitor.session_transaction() as cookie:
        cookie["_user_id"], cookie["_fresh"] = user.fs_uniquifier, True
    return visitor


def test_regular_visits_come_again_over_the_change_of_the_clocks_until_one_is_written_down(
    town: None, client: FlaskClient
) -> None:
    where = address(GRACE.email)
    visit = next(each for each in as_rules(client.get(where).data) if each[2])
    assert visit == ("Visit to Employer E1", "20270118T103000", "FREQ=WEEKLY;INTERVAL=4")
    found = [
        each for each in as_program(client.get(where).data, date(2027, 3, 1), date(2027, 5, 1)) if "T10:30" in each[0]
    ]
    assert [each[0] for each in found] == ["2027-03-15T10:30:00", "2027-04-12T10:30:00"]

    from brokerage.ledger import entries

    with time_machine.travel(NOON + timedelta(days=5), tick=False), transaction(by=GRACE.email) as session:
        employer = session.scalars(select(Employer).where(Employer.reference == "E1")).one()
        contact = str(employer.contacts[0].id)
        cells = {"day": "2027-01-19", "kind": "visit", "purpose": "learn", "contact": contact, "said": "Well."}
        entries.write(session, employer, cells, key="one", by=GRACE.email, now=NOON + timedelta(days=5))
    said = [each for each in as_rules(client.get(where).data) if each[0].startswith("Visit")]
    assert said == [
        ("Visit to Employer E1", "20270118T103000Z", ""),
        ("Visit to Employer E1", "20270215T103000", "FREQ=WEEKLY;INTERVAL=4"),
    ]


def as_rules(feed: bytes) -> list[tuple[str, str, str]]:
    return sorted(
        (
            str(each["summary"]),
            each["dtstart"].to_ical().decode(),
            each["rrule"].to_ical().decode() if "rrule" in each else "",
        )
        for each in events(feed).values()
    )


def test_a_program_that_has_it_already_hears_so_until_something_changes(town: None, client: FlaskClient) -> None:
    where = address("P0")
    first = client.get(where)
    assert first.headers["Cache-Control"] == "private, no-cache"
    assert first.content_type == "text/calendar; charset=utf-8"
    assert first.last_modified is not None
    with time_machine.travel(NOON + timedelta(hours=3), tick=False):
        again = client.get(where, headers={"If-None-Match": first.headers["ETag"]})
        assert (again.status_code, again.data) == (304, b"")
        with transaction(by="test") as session:
            at(session, "S2").where = "Back door"
        changed = client.get(
            where, headers={"If-None-Match": first.headers["ETag"], "If-Modified-Since": first.headers["Last-Modified"]}
        )
    assert changed.status_code == 200
    assert b"Back door" in changed.data
    assert client.head(where).data == b""


def test_an_address_works_until_it_is_made_anew_or_ended_and_then_looks_like_none(
    town: None, client: FlaskClient, sign_in: SignIn
) -> None:
    grace = sign_in("coordinator", email=GRACE.email)
    assert "There is no address yet" in grace.get("/account/calendar").text
    addresses = []
    for _ in range(2):
        page = grace.post("/account/calendar", follow_redirects=True).text
        addresses.append(urlsplit(re.search(r'value="(http[^"]+\.ics)"', page)[1]).path)
    assert ".ics" not in grace.get("/account/calendar").text, "shown only once"
    assert [client.get(each).status_code for each in addresses] == [404, 200]

    with transaction(by="test") as session:
        accounts.find(session, GRACE.email).active = False
    assert client.get(addresses[1]).status_code == 404, "the account is closed"
    with transaction(by="test") as session:
        accounts.find(session, GRACE.email).active = True
    grace.post("/account/calendar", data={"do": "end"})
    gone, absent = client.get(addresses[1]), client.get("/calendar/nobody.ics")
    assert (gone.status_code, absent.status_code) == (404, 404)
    with reading() as session:
        kept = session.scalars(select(CalendarLink)).all()
        assert all(each.hashed not in addresses[1] and each.open is None for each in kept)
        trail = str(
            [each.changes for each in session.scalars(select(AuditEntry).where(AuditEntry.kind == "calendar_link"))]
        )
        assert not any(each.hashed in trail for each in kept)


def test_a_keyworker_makes_one_for_the_own_people_alone(town: None, client: FlaskClient, sign_in: SignIn) -> None:
    priya, kim = sign_in("keyworker", email=PRIYA.email), sign_in("keyworker", email="kim@hallbrook.example")
    page = priya.post("/people/P0/calendar", follow_redirects=True).text
    where = urlsplit(re.search(r'value="(http[^"]+\.ics)"', page)[1]).path
    assert next(iter(events(client.get(where).data).values()))["summary"] == "Appointment"

    for do in ("", "end"):
        assert kim.post("/people/P0/calendar", data={"do": do}).status_code == 404
    assert kim.get("/people/P0/calendar").status_code == 404
    assert kim.post("/people/P0/calendar/send").status_code == 404
    assert client.get(where).status_code == 200


def test_a_person_makes_the_own_one_through_the_link_that_was_sent(
    town: None, client: FlaskClient, sign_in: SignIn
) -> None:
    sign_in("keyworker", email=PRIYA.email).post("/people/P0/calendar/send")
    rules = load()
    with reading() as session:
        sent = session.scalars(select(Message).where(Message.key.startswith("person_calendar"))).one()
        words = private_links.put_in(sent.body, "p0@home.example", rules.secret_key(), "http://here")
    link = urlsplit(re.search(r"http://here\S+", words)[0]).path

    assert "There is no address yet" in client.get(link).text
    page = client.post(link, follow_redirects=True).text
    where = urlsplit(re.search(r'value="(http[^"]+\.ics)"', page)[1]).path
    assert len(events(client.get(where).data)) == 1
    client.post(link, data={"do": "end"})
    assert client.get(where).status_code == 404
    with time_machine.travel(NOON + timedelta(days=31), tick=False):
        for answer in (client.get(link), client.post(link), client.get("/my/calendar/nobody")):
            assert (answer.status_code, "This link has run out" in answer.text) == (410, True)


def test_two_who_make_one_at_once_have_one_that_works(town: None) -> None:
    with ThreadPoolExecutor(6) as several:
        made = list(several.map(lambda _: address("P0"), range(6)))

    with reading() as session:
        working = session.scalars(select(CalendarLink).where(CalendarLink.open == "yes")).all()
        assert len(working) == 1
        assert [calendar_links.owner_of(session, each[10:-4]) is not None for each in made].count(True) == 1


def test_no_step_but_those_of_the_interview_changes_a_byte_for_employer_or_person(
    town: None, client: FlaskClient
) -> None:
    where = {who: address(who) for who in (HELEN.email, "P0")}
    before = {who: client.get(each).data for who, each in where.items()}
    with transaction(by="test") as session:
        person = owner(session, "P0")
        person.caring, person.limits = "Mon-Fri 14:00-18:00", "standing 20"
        person.keyworker = accounts.find(session, "kim@hallbrook.example")
    with time_machine.travel(NOON + timedelta(hours=9), tick=False):
        assert {who: client.get(each).data for who, each in where.items()} == before


def test_its_tables_go_down_and_up_with_what_is_in_them(town: None, database: Engine) -> None:
    address("P0")
    schema.migrate_down(database, "employer_trust")
    schema.migrate(database)

    with reading() as session:
        assert session.scalars(select(PlannedVisit.weeks)).all() == [None], "only the newer table had it"
        assert session.scalars(select(CalendarLink)).all() == []
