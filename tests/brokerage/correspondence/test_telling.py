"""What is told when something happens on the way: to whom, in which words, with which entry, and what goes to nobody any more."""

import email
from collections.abc import Callable
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from email import policy
from email.message import EmailMessage
from urllib.parse import urlsplit

import pytest
from icalendar import Calendar
from sqlalchemy import Engine, select
from sqlalchemy.orm import Session
from trade import GRACE, HELEN, NOON, PRIYA, a_participant, a_referral, a_slot, a_vacancy, an_employer

from brokerage import accounts, consent, desk, interviews, jobs, messages, outcomes
from brokerage.correspondence import by_hand, telling
from brokerage.diary import attendance
from brokerage.interviews import SlotFull, book, cancel, move
from brokerage.messages import Rules, send_due
from brokerage.referral_models import Answer, Referral
from brokerage.referrals import PERSON, take
from brokerage.sending.work_models import Message, Task
from brokerage.settings import load
from employers import introductions
from employers.db import reading, transaction
from employers.models import Contact

AISHA = "aisha@home.example"
RULES = Rules(load().mail, "a secret", {}, "https://jobs.example")


class Kept:
    """A post that keeps what it is given."""

    def __init__(self) -> None:
        self.letters: list[EmailMessage] = []

    def send(self, letter: EmailMessage) -> None:
        self.letters.append(email.message_from_bytes(letter.as_bytes(), policy=policy.default))

    def to(self, address: str) -> list[EmailMessage]:
        return [each for each in self.letters if each["To"] == address]


@pytest.fixture
def wanted(database: Engine) -> str:
    """The employer, with an account, would like to meet Aisha, who reads e-mail at any time."""
    with transaction(by="test") as session:
        employer = an_employer(session, coordinator=GRACE.email)
        accounts.invite(session, GRACE.email, "coordinator", "Grace Okoye")
        accounts.invite_contact(session, employer.contacts[0])
        person = a_participant(session, name="Aisha Rahman", channel="email", email=AISHA, safe_window="any")
        job = a_vacancy(session)
        a_slot(session, where="Side door")
        a_slot(session, "S2", "2027-01-20 14:00")
        return a_referral(session, person, job).reference


def does(how: Callable[[Session, Referral], object]) -> None:
    with transaction(by="test") as session:
        how(session, session.scalars(select(Referral)).one())


def slot(session: Session, reference: str = "S1") -> object:
    return session.scalars(select(telling.Slot).where(telling.Slot.reference == reference)).one()


def books(session: Session, referral: Referral) -> object:
    return book(session, referral, slot(session), GRACE, NOON)


def moves(session: Session, referral: Referral) -> object:
    return move(session, referral, slot(session, "S2"), GRACE, NOON)


def cancels(session: Session, referral: Referral) -> object:
    return cancel(session, referral, GRACE, NOON, why="One of us cancelled. The bus.")


def goes(now: datetime = NOON) -> Kept:
    kept = Kept()
    send_due(lambda: now, kept, RULES)
    return kept


def words(letter: EmailMessage) -> str:
    plain = letter.get_body(("plain",))
    assert plain is not None
    return str(plain.get_content()).replace("\r\n", "\n")


def entry(letter: EmailMessage) -> tuple[str, dict[str, object]]:
    """Method and event of the calendar entry that goes with it."""
    [part] = letter.iter_attachments()
    assert (part.get_content_type(), part.get_filename()) == ("text/calendar", "time.ics")
    calendar = Calendar.from_ical(part.get_content())
    [event] = calendar.walk("VEVENT")
    assert part["Content-Type"].params["method"] == calendar["METHOD"]
    return str(calendar["METHOD"]), event


def tasks() -> list[str]:
    with reading() as session:
        keyworker = accounts.find(session, PRIYA.email)
        assert keyworker is not None
        return [each.subject for each in by_hand.tasks(session, keyworker.id, NOON, {})]


# An interview


def test_a_booking_is_told_to_both_with_an_entry_for_the_calendar(wanted: str):
    does(books)

    kept = goes()

    [mine], [theirs] = kept.to(AISHA), kept.to(HELEN.email)
    assert mine["Subject"] == "Tuesday 19 January at 11:15"
    assert "Tuesday 19 January at 11:15, until 11:45\nSide door, Employer E1" in words(mine)
    assert f"tell Priya, {PRIYA.email}" in words(mine)
    assert theirs["Subject"] == "Interview for Kitchen assistant: Tuesday 19 January at 11:15"
    assert f"Ask Grace Okoye, {GRACE.email}" in words(theirs)
    for letter, summary in ((mine, "Appointment"), (theirs, "Interview: Kitchen assistant")):
        method, event = entry(letter)
        assert (method, event["SUMMARY"], event["SEQUENCE"]) == ("PUBLISH", summary, 1)
        assert event["DTSTART"].dt == datetime(2027, 1, 19, 11, 15, tzinfo=UTC)
        assert event["DTEND"].dt - event["DTSTART"].dt == timedelta(minutes=30)


def linked(link: str | None) -> Callable[[Session, Referral], object]:
    return lambda session, _referral: interviews.say_link(session, slot(session), link, GRACE, NOON)


def test_the_link_of_a_call_reaches_those_who_are_booked_and_whoever_of_us_is_there(wanted: str):
    with transaction(by="test") as session:
        attendance.name(session, slot(session), accounts.find(session, PRIYA.email))
    does(books)
    first = goes()
    [before] = {entry(each)[1]["UID"] for each in (*first.to(AISHA), *first.to(HELEN.email))}
    does(linked("https://calls.example/1"))
    does(linked("https://calls.example/1"))  # said once

    kept = goes()

    assert sorted(each["To"] for each in kept.letters) == sorted([AISHA, HELEN.email, PRIYA.email])
    for whom in (AISHA, HELEN.email):
        [letter] = kept.to(whom)
        assert "Side door: https://calls.example/1" in words(letter)
        method, event = entry(letter)
        assert (method, event["UID"], event["SEQUENCE"]) == ("PUBLISH", before, 2)
        assert event["LOCATION"] == "Side door: https://calls.example/1"
    [ours] = kept.to(PRIYA.email)
    assert "https://calls.example/1" in words(ours)
    assert "Aisha" not in words(ours)


def test_a_link_that_was_changed_before_it_was_told_is_told_once(wanted: str):
    does(books)
    does(linked("https://calls.example/1"))
    does(linked("https://calls.example/2"))

    kept = Kept()
    send_due(lambda: NOON, kept, Rules(load().mail, "a secret", jobs.CHECKS, "https://jobs.example"))

    assert [each["To"] for each in kept.letters] == [AISHA, HELEN.email]
    assert all("calls.example/2" in words(each) for each in kept.letters)


def test_reminders_say_the_link_that_is_true_when_they_go_and_go_once(wanted: str):
    does(books)
    does(linked("https://calls.example/1"))
    goes()

    kept, day = Kept(), datetime(2027, 1, 17, 11, 15)
    send_due(lambda: day, kept, Rules(load().mail, "a secret", jobs.CHECKS, "https://jobs.example"))

    assert [each["To"] for each in kept.letters] == [AISHA, HELEN.email]
    assert all("https://calls.example/1" in words(each) for each in kept.letters)


def test_nobody_is_told_of_a_link_where_nobody_is_booked_or_it_is_over(wanted: str):
    does(linked("https://calls.example/1"))
    assert goes().letters == []
    does(books)
    goes()
    with transaction(by="test") as session:
        late = datetime(2027, 1, 19, 12)
        assert interviews.say_link(session, slot(session), "https://calls.example/2", GRACE, late) == 0
    assert goes().letters == []


def test_an_entry_in_summer_is_an_hour_earlier_in_utc(wanted: str):
    with transaction(by="test") as session:
        a_slot(session, "S3", "2027-06-01 11:15")
    does(lambda session, referral: book(session, referral, slot(session, "S3"), GRACE, NOON))

    assert entry(goes().to(AISHA)[0])[1]["DTSTART"].dt == datetime(2027, 6, 1, 10, 15, tzinfo=UTC)


def test_what_is_moved_replaces_what_was_told_and_what_is_off_takes_it_away(wanted: str):
    found = []
    for what in (books, moves, cancels):
        does(what)
        found.append(goes())

    subjects = [str(kept.to(AISHA)[0]["Subject"]) for kept in found]
    assert subjects == [
        "Tuesday 19 January at 11:15",
        "Now Wednesday 20 January at 14:00",
        "Not on Wednesday 20 January at 14:00",
    ]
    assert "takes the place of Tuesday 19 January at 11:15" in words(found[1].to(AISHA)[0])
    for who in (AISHA, HELEN.email):
        entries = [entry(kept.to(who)[0]) for kept in found]
        assert len({event["UID"] for _, event in entries}) == 1
        assert [event["SEQUENCE"] for _, event in entries] == [1, 2, 3]
        assert [(method, event["STATUS"]) for method, event in entries] == [
            ("PUBLISH", "CONFIRMED"),
            ("PUBLISH", "CONFIRMED"),
            ("CANCEL", "CANCELLED"),
        ]


def test_what_is_overtaken_before_it_goes_goes_to_nobody(wanted: str):
    for what in (books, moves):
        does(what)
    assert sorted(str(each["Subject"])[:3] for each in goes().letters) == ["Int", "Now"]

    for what in (cancels, books):
        does(what)
    assert [str(each["Subject"]) for each in goes().to(AISHA)] == ["Tuesday 19 January at 11:15"]


def test_an_interview_is_off_for_both_also_where_all_of_it_ended(wanted: str):
    does(books)
    goes()
    does(lambda session, referral: outcomes.end(session, referral, "closed", GRACE, NOON))

    assert {str(each["To"]) for each in goes().letters} == {AISHA, HELEN.email}


def test_whoever_said_no_is_not_written_to_about_it(wanted: str):
    does(books)
    goes()
    does(lambda session, referral: consent.answer(session, referral, "no", said_on=NOON.date(), actor=PRIYA, now=NOON))

    assert [str(each["To"]) for each in goes().letters] == [HELEN.email]


def test_nobody_hears_of_a_booking_that_was_refused(wanted: str):
    with transaction(by="test") as session:
        other = a_referral(session, a_participant(session, "P2"), session.scalars(select(Referral)).one().vacancy)
        book(session, other, slot(session), GRACE, NOON)
        session.execute(Message.__table__.delete())
        first = session.scalars(select(Referral).where(Referral.reference == wanted)).one()
        with suppress(SlotFull):
            book(session, first, slot(session), GRACE, NOON)

    assert goes().letters == []


def test_nothing_is_told_of_a_time_that_is_over(wanted: str):
    does(books)
    goes()
    after = NOON + timedelta(days=6)
    does(lambda session, referral: interviews.took_place(session, referral, False, GRACE, after))

    assert goes(after).letters == []


# The employer's way in


def test_a_letter_to_a_contact_opens_the_pages_once_and_the_link_stands_nowhere_else(wanted: str):
    does(books)
    with reading() as session:
        assert (
            messages.WAY_IN
            in session.scalars(
                select(Message.body).where(Message.recipient == HELEN.email, Message.due_at == NOON)
            ).one()
        )

    text = words(goes().to(HELEN.email)[0])

    link = next(line for line in text.splitlines() if line.startswith("https://jobs.example/way-in/"))
    token = urlsplit(link).path.rpartition("/")[2]
    with transaction(by="test") as session:
        assert accounts.spend_sign_in_link(session, token, "a secret", 7).email == HELEN.email
    with reading() as session, pytest.raises(accounts.LinkSpent):
        accounts.holder_of_sign_in_link(session, token, "a secret", 7)


def test_a_contact_without_an_account_reads_where_the_pages_are(database: Engine):
    with transaction(by="test") as session:
        an_employer(session, coordinator=GRACE.email)
        book(session, a_referral(session, a_participant(session), a_vacancy(session)), a_slot(session), GRACE, NOON)

    assert "\nhttps://jobs.example/portal\n" in words(goes().to(HELEN.email)[0])


def test_whoever_can_sign_in_is_written_to_before_others_and_nobody_where_the_employer_is_withheld(wanted: str):
    with transaction(by="test") as session:
        employer = session.scalars(select(Referral)).one().vacancy.employer
        employer.contacts.insert(0, Contact(name="A first one", email="first@tanner.example"))
        session.flush()
        reached = telling.reached(session, employer)
        assert reached is not None
        assert reached.email == HELEN.email
        employer.withheld = "Under review."
        assert telling.reached(session, employer) is None


def test_an_introduction_is_told_until_it_is_answered(wanted: str):
    def introduces(session: Session, referral: Referral) -> None:
        referral.participant.share = "name; strengths"
        referral.state, referral.introduction = "agreed", None
        line = {"part": "strengths", "text": "Ran a till for Aisha Rahman."}
        referral.answer = Answer(said="yes", said_on=NOON.date(), shares="strengths", words=[line])
        session.flush()
        desk.introduce(session, referral, GRACE, NOON)

    does(introduces)
    [letter] = goes().letters
    assert (letter["To"], letter["Subject"]) == (HELEN.email, "Somebody for Kitchen assistant")
    assert "till" not in words(letter)
    assert not list(letter.iter_attachments())


# The person


def test_an_answer_is_told_to_the_person_and_a_no_is_left_to_somebody_who_can_talk(wanted: str):
    desk.listen()

    def says(said: str, reason: str | None = None) -> Callable[[Session, Referral], object]:
        def answer(session: Session, referral: Referral) -> None:
            contact, card = session.scalars(select(Contact)).one(), referral.introduction
            introductions.answer(session, card, said, contact=contact, now=NOON, reason=reason)

        return answer

    does(lambda _session, referral: setattr(referral, "state", "introduced"))
    does(says("see"))
    [letter] = goes().letters
    assert (letter["To"], letter["Subject"]) == (AISHA, "An answer has come")

    does(says("not_this_time", "hours"))
    assert goes().letters == []
    assert tasks() == ["Employer E1 said not this time"]
    with reading() as session:
        assert "The reason: " in session.scalars(select(Task.body)).one()


@pytest.mark.parametrize("facts", [{"channel": "sms"}, {"channel": "none"}, {"channel": None}, {"email": None}])
def test_where_no_message_may_go_the_keyworker_has_the_task_at_once_and_until_it_is_overtaken(wanted: str, facts):
    def change(_session: Session, referral: Referral) -> None:
        for name, value in facts.items():
            setattr(referral.participant, name, value)

    does(change)
    does(books)
    assert tasks() == ["Tuesday 19 January at 11:15"]
    does(moves)
    assert tasks() == ["Now Wednesday 20 January at 14:00"]
    does(cancels)
    assert tasks() == ["Not on Wednesday 20 January at 14:00"]
    assert {str(each["To"]) for each in goes().letters} == {HELEN.email}

    with transaction(by="test") as session:
        for each in session.scalars(select(Task).order_by(Task.id.desc()).limit(1)):
            by_hand.done(each, PRIYA.email, NOON)
    assert tasks() == []


def test_no_letter_to_an_employer_names_anybody_and_no_subject_to_a_person_names_the_job(wanted: str):
    for what in (books, moves, cancels):
        does(what)
    does(lambda session, referral: take(session, referral, "withdraw", GRACE, NOON, why="Aisha moved away."))

    with reading() as session:
        for each in session.scalars(select(Message)):
            letter = messages.letter_of(session, each, NOON, RULES)
            if letter["To"] == HELEN.email:
                assert "Aisha" not in letter.as_string()
                assert "bus" not in words(letter)
            else:
                for telling_word in ("Employer", "Kitchen", "interview", "job"):
                    assert telling_word not in letter["Subject"]


def test_nobody_is_asked_to_tell_what_the_person_did_by_the_own_link(wanted: str):
    def by_phone(session: Session, referral: Referral) -> None:
        referral.participant.channel = "phone"

    does(by_phone)
    does(lambda session, referral: book(session, referral, slot(session), PERSON, NOON))
    does(lambda session, referral: move(session, referral, slot(session, "S2"), PERSON, NOON))
    does(lambda session, referral: cancel(session, referral, PERSON, NOON, why="By the link."))
    assert tasks() == []

    does(books)
    assert tasks() == ["Tuesday 19 January at 11:15"]


def test_nor_where_the_message_cannot_go_later(wanted: str):
    does(lambda session, referral: book(session, referral, slot(session), PERSON, NOON))
    with transaction(by="test") as session:
        letter = session.scalars(select(Message).where(Message.key.startswith("person_booked "))).one()
        messages.give_up(session, letter, "Nothing can arrive there.", NOON)
    assert tasks() == []
    does(moves)
    with transaction(by="test") as session:
        letter = session.scalars(select(Message).where(Message.key.startswith("person_moved "))).one()
        messages.give_up(session, letter, "Nothing can arrive there.", NOON)
    assert tasks() == ["Now Wednesday 20 January at 14:00"]
