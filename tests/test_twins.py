"""Twin databases: two that differ only in what is private give an employer the same bytes, in pages, headers, logs and mail.

Private is what a life is like and what somebody thinks of it: caring, the school run, childcare, limits, what cannot be adjusted, the law,
the safe window, what was arranged for days of a placement that meet any of it, and what keyworkers and coordinators write.
What was agreed to be shown is the same in both.
"""

import logging
import re
import shutil
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date, datetime, time, timedelta
from email.message import EmailMessage
from pathlib import Path
from random import Random
from typing import Any

import pytest
import time_machine
import trade
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session
from sqlalchemy.orm.attributes import set_committed_value
from trade import GRACE, HELEN, NOON, PRIYA
from werkzeug.routing import IntegerConverter

from brokerage import accounts, consent, desk, interviews, messages, referrals, schema, settings
from brokerage.correspondence import telling
from brokerage.diary import calendar_links
from brokerage.due import reminders
from brokerage.due.reminders import Patience
from brokerage.fits import suitability
from brokerage.messages import Rules
from brokerage.models import Participant
from brokerage.placements import arranged, asking, care, deeds
from brokerage.placements import drafts as drafts_of_placements
from brokerage.placements.drafts import Typed
from brokerage.placing_models import Placed
from brokerage.referral_models import Referral
from brokerage.sending.work_models import Message
from employers import criteria, introductions
from employers.db import reading, transaction
from employers.flows import Act
from employers.models import Vacancy
from employers.placements.days import fill
from employers.placements.models import Placement
from employers.placements.moves import Signing
from employers.placements.paper import hours_of
from employers.posting import drafts
from employers.posting.job_questions import BY_NAME

CANARY = "kept back"  # in every private text that is free
STATES = (
    "introduced",
    "held",
    "wanted",
    "booked",
    "off",
    "past",
    "met",
    "offered",
    "not_this_time",
    "withdrawn",
    "declined",
    "checked",
)
ON_DESK = ("strengths", "skills", "certificates", "hours", "adjustments")
FOLLOWED = re.compile(rb'(?:href|action)="(/[^"#]*)"')
LINK = re.compile(r"/way-in/\S+")
NEW_EACH_TIME = re.compile(rb'(nonce|name="csrf_token" value)="[^"]*"|\'nonce-[\w-]+\'')
Bytes = list[tuple[str, bytes]]


@pytest.fixture(autouse=True)
def _the_day() -> Iterator[None]:
    with time_machine.travel(NOON.isoformat() + "+00:00", tick=False):
        yield


@pytest.fixture
def twins(app: Flask, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[[int], tuple[Bytes, Bytes]]:
    """twins(seed): everything an employer gets from one database, and from its twin."""
    for name in ("brokerage", "employers", "flask.app", "werkzeug"):
        monkeypatch.setattr(logging.getLogger(name), "level", logging.DEBUG)
    empty = tmp_path / "empty.sqlite"
    engine = schema.reach(f"sqlite:///{empty}")
    schema.migrate(engine)
    engine.dispose()

    def of(seed: int) -> tuple[Bytes, Bytes]:
        return _gets(app, empty, monkeypatch, seed, "one"), _gets(app, empty, monkeypatch, seed, "other")

    return of


def _gets(app: Flask, empty: Path, monkeypatch: pytest.MonkeyPatch, seed: int, twin: str) -> Bytes:
    file = Path(shutil.copy(empty, empty.with_name("twin.sqlite")))
    monkeypatch.setattr(introductions, "secrets", Random(seed))  # references are drawn alike in both
    engine = schema.open_database(f"sqlite:///{file}")
    heard = Heard()
    logging.getLogger().addHandler(heard)
    try:
        with transaction(by="test") as session:
            known = make(session, Random(seed), Random(f"{seed} {twin}"))
        got = crawl(app, known, Random(seed)) + mail()
    finally:
        logging.getLogger().removeHandler(heard)
        engine.dispose()
    return [*got, ("log", "\n".join(heard.lines).encode())]


class Heard(logging.Handler):
    def __init__(self) -> None:
        super().__init__()
        self.lines: list[str] = []
        self.setFormatter(logging.Formatter("%(levelname)s %(name)s %(message)s"))

    def emit(self, record: logging.LogRecord) -> None:
        self.lines.append(self.format(record))


# One database of a pair. `same` draws what both have, `own` what only this one has.


def make(session: Session, same: Random, own: Random) -> list[str]:
    """An employer with jobs, times and people at every state, and another beside it. Returns references to try in addresses."""
    for reference in ("E1", "E2"):
        made = trade.an_employer(session, reference, coordinator=GRACE.email)
        made.contacts[0].email = HELEN.email if reference == "E1" else "omar@other.example"
    accounts.invite(session, GRACE.email, "coordinator", "Grace Okoye")
    for reference, employer in (("A1", "E1"), ("A2", "E2")):
        trade.an_agreement(session, reference, employer, training="kitchen skills", places=3)
    jobs = [
        trade.a_vacancy(session, "V1", "E1", agreement_reference="A1", **_asks(same)),
        trade.a_vacancy(session, "V2", "E1", essential_skills="till work", **_asks(same)),
        trade.a_vacancy(session, "V3", "E2", **_asks(same)),
    ]
    helen = jobs[0].employer.contacts[0]
    accounts.invite_contact(session, helen)
    begun_job = drafts.begin(session, helen, by=HELEN.email, now=NOON)
    drafts.answer(begun_job, BY_NAME["title"], {"title": "Baker", "places": "2"}, NOON)
    criteria.challenge(session, jobs[1], "criterion till work", by=GRACE.email, now=NOON)
    known = ["V1", "V3", "A1", "E1", "E2", "nobody"]
    states = same.sample(STATES, same.randint(2, 4))
    for number, state in enumerate(states):
        person = trade.a_participant(session, f"P{number}", **_public(same, number), **_private(own))
        begun = _walk(session, person, same.choice(jobs), state, same, own)
        known += [person.reference, begun.reference, *([begun.introduction.reference] if begun.introduction else [])]
    for number, state in enumerate(same.sample(("to_sign", "changed", "signed", "cancelled"), 2)):
        known.append(_placement(session, jobs[1], number, state, same, own))
    return known


def _placement(session: Session, job: Vacancy, number: int, state: str, same: Random, own: Random) -> str:
    """A placement at that state, by the same steps in both; what staff write for themselves is each twin's own."""
    person = trade.a_participant(session, f"W{number}", **_public(same, number), **_private(own))
    card = [{"part": "name", "text": person.name or ""}, {"part": "strengths", "text": f"Agreed {same.randint(1, 99)}"}]
    placed = drafts_of_placements.draft(session, person, job, GRACE, NOON, scheme="work_experience", card=card)
    words = {"supervisor": "Helen Marsh", "tasks": "Washing up", "leads_to": "A reference"}
    hours = fill(date(2027, 1, 25), date(2027, 2, 5), "Mon-Fri 09:30-14:30")
    typed = Typed("work_experience", hours, words=words, support=_note(own))
    drafts_of_placements.edit(session, placed, typed, GRACE, NOON)
    _see_to(session, placed, own)
    drafts_of_placements.send(session, placed, GRACE, NOON)
    if state == "changed":
        again = replace(typed, hours=hours[:-1], support=_note(own))
        drafts_of_placements.edit(session, placed, again, GRACE, NOON, why=_note(own))
    elif state == "cancelled":
        deeds.call_off(session, placed, "cancel", Act(GRACE.email, "coordinator", NOON, _note(own)))
    elif state == "signed":
        for party, role in (("employer", "employer"), ("participant", "participant"), ("programme", "coordinator")):
            deeds.sign(session, placed, Signing(party, "A Name", read=1), Act(role, role, NOON))
    return placed.placement.reference


def _see_to(session: Session, placed: Placed, own: Random) -> None:
    """Where days meet what the person has stated, what was arranged for them is written down; in the other twin perhaps none do."""
    meets = care.look(placed.participant, placed.placement.vacancy, hours_of(placed.placement)).meets
    if arranged.unanswered(placed, meets):
        drafts_of_placements.arrange(session, placed, _note(own), GRACE)


def _asks(same: Random) -> dict[str, Any]:
    return {
        "shift": same.choice(("Mon-Fri 09:00-17:00", "Mon-Fri 08:00-14:00; Sat 10:00-14:00", None)),
        "demands": same.choice(("standing 240; lifting 15", "none", None)),
        "involves": same.choice(("children; money", "none", None)),
        "negotiable": same.choice(("start 60", "none", None)),
        "places": same.choice((1, 2, None)),
        "pay_from": same.choice((12.8, 14.0)),
    }


def _public(same: Random, number: int) -> dict[str, Any]:
    return {
        "name": same.choice(("Aisha", "Tomasz", f"Person {number}")),
        "share": "; ".join(("name", *ON_DESK)),
        "training_completed": same.choice(("kitchen skills", "none", None)),
        "skills": "till work; cleaning",
    }


def _private(own: Random) -> dict[str, Any]:
    """What must not be told: drawn for one twin alone."""
    hour = own.randint(7, 9)
    nowhere = {"not_near": None, "not_near_found": None, "only_near": None, "only_near_found": None}
    here = {"not_near": "ZQ8 8ZQ 2", "not_near_found": "53.427 -1.5 0.1"}
    licence = {"only_near": "ZQ7; ZQ6", "only_near_found": "51.0 -1.0 3; 51.2 -1.0 3"}
    return {
        "caring": own.choice(
            (None, "none", f"Mon-Fri 1{own.randint(4, 6)}:00-18:00", "Sat 08:00-20:00; Sun 08:00-20:00 (term)")
        ),
        "available": own.choice(
            (None, f"Mon-Fri 0{hour}:00-1{own.randint(3, 7)}:00", "Sat 10:00-20:00; Sun 09:00-21:00")
        ),
        "drop_off": own.choice((None, time(8, own.choice((30, 45))))),
        "pick_up": own.choice((None, time(15, own.choice((0, 15))))),
        "school_postcode": own.choice((None, "ZQ9 9ZQ")),
        "school_terms": own.choice((None, "Zedshire terms")),
        "childcare_welcome": own.choice((None, True, False)),
        "limits": own.choice((None, "none", f"standing {own.randint(10, 200)}", "lifting 5; noise no")),
        "not_adjustable": own.choice((None, "none", "nights; heights")),
        "legal": own.choice((None, "none", "children", "money until 2031-03-01; driving")),
        "legal_confirmed": own.choice((None, "the Zedshire office")),
        "safe_window": own.choice((None, f"Tue {hour:02}:00-12:00", "Sun 20:00-21:00")),
        "channel": own.choice((None, "email", "sms", "none")),
        "email": own.choice((None, "kept-back@home.example")),
        "phone": own.choice((None, "07700 900123")),
        "avoids": own.choice((None, f"{CANARY} alcohol")),
        "wants": own.choice((None, "kitchen")),
        "pay_min": own.choice((None, 11.5, 19.75)),
        "contracts": own.choice((None, "permanent")),
        **own.choice((nowhere, nowhere | here, nowhere | licence)),
    }


def _walk(session: Session, person: Participant, job: Vacancy, state: str, same: Random, own: Random) -> Referral:
    """From the first question to that state, by the same steps in both; what people think and note on the way is each twin's own."""
    begun = referrals.ask(session, person, job, GRACE, NOON - timedelta(days=20), why=_note(own))
    suitability.fill(session, begun, date(2026, 12, 27))
    session.refresh(begun)
    for row in begun.findings:
        row.note, row.status = _note(own), own.choice(("pass", "fail", "unknown"))
    suitability.say_view(session, begun, PRIYA, _note(own), NOON - timedelta(days=19))
    referrals.take(session, begun, "check", PRIYA, NOON - timedelta(days=19), why=_note(own))
    if state == "checked":
        return begun
    parts = ["name", *same.sample(ON_DESK, same.randint(1, 3))] if same.random() < 0.8 else ["strengths"]
    words = [{"part": part, "text": f"{person.name or ''} {part}; agreed {same.randint(1, 99)}"} for part in parts]
    consent.answer(
        session,
        begun,
        "yes",
        said_on=date(2026, 12, 28),
        shares=parts,
        words=words,
        actor=PRIYA,
        now=NOON - timedelta(days=17),
    )
    card = desk.introduce(session, begun, GRACE, NOON - timedelta(days=16))
    contact, then = job.employer.contacts[0], NOON - timedelta(days=15)
    if state in ("held", "not_this_time"):
        reason = "hours" if state == "not_this_time" else None
        said = "hold" if state == "held" else state
        introductions.answer(session, card, said, contact=contact, now=then, reason=reason, word=None)
    elif state in ("wanted", "booked", "off", "past", "met", "offered"):
        introductions.answer(session, card, "see", contact=contact, now=then)
        _interview(session, begun, state, same, own)
    elif state == "withdrawn":
        desk.withdraw(session, begun, PRIYA, then, _note(own))
    elif state == "declined":
        referrals.take(session, begun, "say_no", PRIYA, then)
    return begun


def _interview(session: Session, begun: Referral, state: str, same: Random, own: Random) -> None:
    if state == "wanted":
        return
    day = 20 if state in ("booked", "off") else 4
    at = datetime(2027, 1, day, 9) + timedelta(minutes=30 * begun.id)
    slot = trade.a_slot(
        session, f"S{begun.id}", str(at), vacancy_reference=begun.vacancy_reference, where="Ask for Helen"
    )
    interviews.book(session, begun, slot, GRACE, NOON - timedelta(days=12))
    if state == "off":
        interviews.cancel(session, begun, PRIYA, NOON - timedelta(days=11), why=_note(own))
    if state in ("met", "offered"):
        interviews.took_place(session, begun, True, GRACE, NOON - timedelta(days=9))
        card, contact = desk.card_of(begun), begun.vacancy.employer.contacts[0]
        if same.random() < 0.5:
            introductions.give_feedback(session, card, "Quick and kind.", contact, NOON - timedelta(days=8))
        if state == "offered":
            introductions.offer_job(session, card, contact, NOON - timedelta(days=7))


def _note(own: Random) -> str:
    return f"{CANARY} {own.random()}"


# All that an employer can reach.


def crawl(app: Flask, known: list[str], same: Random) -> Bytes:
    """Every page from his home on, some of all other GET routes with some reference in them, then answers to what he has."""
    visitor, elsewhere_too = _signed_in(app), _calendar_address()
    got = [("calendar", _get(app.test_client(), elsewhere_too))]
    elsewhere = Random(
        same.random()
    )  # a route that is added to the application changes nothing of what is answered below
    waiting, seen = ["/", "/portal", *elsewhere.sample(sorted(_routes(app, known, elsewhere)), 12)], set[str]()
    while waiting:
        address = waiting.pop(0)
        if address in seen or ("from=" in address and any("from=" in each for each in seen)):
            continue  # later days have later days, for a year
        seen.add(address)
        got.append((address, _get(visitor, address)))
        waiting += [
            found.decode().replace("&amp;", "&") for found in FOLLOWED.findall(got[-1][1]) if b"static" not in found
        ]
    for reference in [each for each in known if each.startswith("I")]:
        for page, data in _said(same):
            address = f"/portal/people/{reference}{page}"
            got.append((f"POST {address}", _bytes(visitor.post(address, data=data))))
            got.append((f"then {address}", _get(visitor, f"/portal/people/{reference}")))
    last = {"home": "/portal", "all": "/portal/people", "calendar": elsewhere_too, "calendar here": "/portal/calendar"}
    return [*got, *((f"{name} at last", _get(visitor, address)) for name, address in last.items())]


def _calendar_address() -> str:
    with transaction(by="test") as session:
        user = accounts.find(session, HELEN.email)
        assert user is not None
        return f"/calendar/{calendar_links.make(session, user, NOON)}.ics"


def _said(same: Random) -> list[tuple[str, dict[str, str]]]:
    moves = [
        ("", {"answer": "see"}),
        ("", {"answer": "hold"}),
        ("/reason", {"reason": "hours", "word": "Later."}),
        ("/met", {"met": "yes"}),
        ("/cancel", {"why": "The oven is out."}),
        ("/feedback", {"feedback": "Kind."}),
        ("/offer", {}),
    ]
    return same.sample(moves, 2)


def _routes(app: Flask, known: list[str], same: Random) -> Iterator[str]:
    adapter = app.url_map.bind("localhost")
    for rule in app.url_map.iter_rules():
        if "GET" in (rule.methods or ()) and rule.endpoint not in ("static", "security.logout"):
            words = {
                name: 1 if isinstance(rule._converters[name], IntegerConverter) else same.choice(known)
                for name in rule.arguments
            }
            yield adapter.build(rule.endpoint, words, "GET")


def _signed_in(app: Flask) -> FlaskClient:
    visitor = app.test_client()
    with reading() as session:
        user = accounts.find(session, HELEN.email)
        assert user is not None
    with visitor.session_transaction() as cookie:
        cookie["_user_id"], cookie["_fresh"] = user.fs_uniquifier, True
    return visitor


def _get(visitor: FlaskClient, address: str) -> bytes:
    return _bytes(visitor.get(address, buffered=True))


def _bytes(answer: Any) -> bytes:
    """Status, headers and body, but for what is new with every request."""
    head = [f"{name}: {value}" for name, value in answer.headers if name != "Set-Cookie"]
    return NEW_EACH_TIME.sub(b"", "\n".join([answer.status, *head, ""]).encode() + answer.data)


def mail() -> Bytes:
    """The letters to his address, as they would go out, with what they carry; and which of them would not go any more."""
    settings_ = settings.load()
    rules = Rules(settings_.mail, "secret", {}, "http://localhost")
    with transaction(by="test") as session:
        reminders.ask_for_feedback(session, NOON, Patience(5, 2, 3, "ENG", "http://localhost"))
        put = session.scalars(select(Message).where(Message.recipient == HELEN.email).order_by(Message.id)).all()
        letters = [(f"mail {each.key}", _text(messages.letter_of(session, each, NOON, rules))) for each in put]
    kept = Kept()
    messages.send_due(lambda: NOON, kept, rules)
    sent = [(f"sent {each['Message-ID']}", _text(each)) for each in kept.letters if each["To"] == HELEN.email]
    return [*letters, *sent]


class Kept:
    """A post that keeps what it is given."""

    def __init__(self) -> None:
        self.letters: list[EmailMessage] = []

    def send(self, letter: EmailMessage) -> None:
        self.letters.append(letter)


def _text(letter: EmailMessage) -> bytes:
    """Headers, words and what goes with them, but for the link that signs in, which is new with every letter."""
    parts = [part.get_content() for part in letter.walk() if not part.is_multipart()]
    return LINK.sub("/way-in/", "\n".join([f"{letter.items()}", *parts])).encode()


def compare(pair: tuple[Bytes, Bytes]) -> None:
    one, other = pair
    assert [name for name, _ in one] == [name for name, _ in other]
    for (name, left), (_, right) in zip(one, other, strict=True):
        assert left == right, name
        for kept in (CANARY.encode(), b"kept-back@home", b"ZQ9 9ZQ", b"ZQ8 8ZQ", b"ZQ7", b"Zedshire", b"07700 900123"):
            assert kept not in left, (name, kept)


def test_nothing_private_changes_a_byte_that_an_employer_gets(twins: Callable[[int], tuple[Bytes, Bytes]]) -> None:
    for seed in range(10):
        compare(twins(seed))


@pytest.mark.full
@pytest.mark.parametrize("first", range(1000, 1500, 50))
def test_nothing_private_changes_a_byte_in_500_pairs(twins: Callable[[int], tuple[Bytes, Bytes]], first: int) -> None:
    for seed in range(first, first + 50):
        compare(twins(seed))


def test_the_crawl_gets_around(twins: Callable[[int], tuple[Bytes, Bytes]]) -> None:
    """Without cards, mail and answers in them, two equal heaps of bytes would say nothing."""
    got: Bytes = []
    for seed in range(30):
        got += twins(seed)[0]
        if not _missing(got):
            break
    assert not _missing(got)


def _missing(got: Bytes) -> list[str]:
    text = b"\n".join(each for _, each in got)
    pages = (
        "What would you like to do?",
        "agreed",
        "Did you meet",
        "You offered",
        "Who comes",
        "409 CONFLICT",
        "404 NOT FOUND",
    )
    letters = ("feedback", "placement-sign", "placement-off", "employer_introduced", "employer_booked", "employer_off")
    return [
        *(each for each in (*pages, "BEGIN:VCALENDAR", "METHOD:CANCEL") if each.encode() not in text),
        *(each for each in letters if not any(name.startswith(f"mail {each} ") for name, _ in got)),
        *([] if any(name.startswith("sent ") for name, _ in got) else ["sent"]),
        *([] if len({name for name, _ in got if name.startswith("/portal/people/I")}) > 10 else ["cards"]),
    ]


def _told_on_the_card(monkeypatch: pytest.MonkeyPatch) -> None:
    asked = consent.card_for
    monkeypatch.setattr(
        consent,
        "card_for",
        lambda begun: [{**each, "text": f"{each['text']}{begun.participant.caring}"} for each in asked(begun)],
    )


def _told_by_what_is_possible(monkeypatch: pytest.MonkeyPatch) -> None:
    asked = referrals.possible
    monkeypatch.setattr(
        referrals, "possible", lambda begun, actor: () if begun.participant.legal else asked(begun, actor)
    )


def _told_in_the_log(monkeypatch: pytest.MonkeyPatch) -> None:
    asked = referrals.possible

    def tell(begun: Referral, actor: Any) -> Any:
        logging.getLogger("brokerage").info("limits %s", begun.participant.limits)
        return asked(begun, actor)

    monkeypatch.setattr(referrals, "possible", tell)


def _told_in_mail(monkeypatch: pytest.MonkeyPatch) -> None:
    asked = reminders._interview
    monkeypatch.setattr(reminders, "_interview", lambda each: f"{asked(each)}{each.referral.participant.safe_window}")


def _told_in_a_calendar(monkeypatch: pytest.MonkeyPatch) -> None:
    asked = telling._entry
    monkeypatch.setattr(
        telling, "_entry", lambda begun, *rest: f"{asked(begun, *rest)}X-LIMITS:{begun.participant.limits}\r\n"
    )


def _told_by_a_letter_that_does_not_come(monkeypatch: pytest.MonkeyPatch) -> None:
    asked = telling._to_employer

    def tell(session: Session, begun: Referral, *rest: Any, **more: Any) -> None:
        if begun.participant.caring is None:
            asked(session, begun, *rest, **more)

    monkeypatch.setattr(telling, "_to_employer", tell)


def _told_by_a_note(monkeypatch: pytest.MonkeyPatch) -> None:
    asked = introductions.own

    def tell(session: Session, contact: Any, reference: str) -> Any:
        card = asked(session, contact, reference)
        begun = session.scalars(select(Referral).where(Referral.introduction_id == card.id)).one()
        set_committed_value(card.vacancy, "title", begun.opinions[0].text)
        return card

    monkeypatch.setattr(introductions, "own", tell)


def _told_by_what_was_arranged(monkeypatch: pytest.MonkeyPatch) -> None:
    asked = asking._facts

    def tell(session: Session, placement: Placement) -> dict[str, str]:
        facts = asked(session, placement)
        placed = session.scalars(select(Placed).where(Placed.placement_id == placement.id)).one()
        return facts | {"title": f"{facts['title']}{'.' if placed.arranged else ''}"}

    monkeypatch.setattr(asking, "_facts", tell)


@pytest.mark.parametrize(
    "leak",
    [
        _told_on_the_card,
        _told_by_what_is_possible,
        _told_in_the_log,
        _told_in_mail,
        _told_in_a_calendar,
        _told_by_a_letter_that_does_not_come,
        _told_by_a_note,
        _told_by_what_was_arranged,
    ],
)
def test_a_leak_is_found(
    twins: Callable[[int], tuple[Bytes, Bytes]],
    monkeypatch: pytest.MonkeyPatch,
    leak: Callable[[pytest.MonkeyPatch], None],
) -> None:
    leak(monkeypatch)
    assert any(_differ(twins(seed)) for seed in range(20))


def _differ(pair: tuple[Bytes, Bytes]) -> bool:
    try:
        compare(pair)
    except AssertionError:
        return True
    return False
