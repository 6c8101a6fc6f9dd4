"""Who of Hallbrook is on the way to which job, and how far: every state and every outcome, through the same use cases as in life."""

from collections.abc import Iterable
from datetime import date, datetime, time, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from brokerage import consent, desk, interviews, outcomes, referrals
from brokerage.fits import suitability
from brokerage.models import Participant
from brokerage.referral_models import Referral
from brokerage.referrals import Actor
from employers.models import Slot, Vacancy

GRACE = Actor("grace.okoye@example.org", "coordinator")
FIRST, EARLIER = (
    12,
    24,
)  # days ago on which somebody was asked; earlier where the interview is over. Each step a day later

# participant, vacancy, how far, and for an interview its slot
WAYS = (
    ("P025", "V011", "asked", ""),
    ("P036", "V037", "asked", ""),
    ("P032", "V014", "checked", ""),
    ("P038", "V036", "agreed", ""),
    ("P048", "V007", "introduced", ""),
    ("P057", "V029", "held", ""),
    ("P013", "V035", "wanted", ""),
    ("P008", "V001", "booked", "S001"),
    ("P009", "V001", "booked", "S002"),
    ("P027", "V010", "booked", "S005"),
    ("P015", "V011", "met", "S012"),
    ("P006", "V037", "offered", "S013"),
    ("P047", "V028", "started", "S014"),
    ("P060", "V032", "not_this_time", ""),
    ("P021", "V003", "declined", ""),
    ("P053", "V019", "set_aside", ""),
    ("P055", "V026", "withdrawn", ""),
)
PATH = ("asked", "checked", "agreed", "introduced", "wanted", "booked", "met", "offered", "started")
BEFORE = {
    "held": "introduced",
    "not_this_time": "introduced",
    "declined": "checked",
    "set_aside": "asked",
    "withdrawn": "agreed",
}


def set_out(session: Session, today: date, some: Iterable[tuple[str, str, str, str]] = WAYS) -> None:
    """Takes each pair as far as `WAYS` says, a day for each step."""
    for participant, vacancy, state, slot in some:
        _go(_Way(session, today, participant, vacancy, slot), state)


class _Way:
    """One pair on its way, and the clock of its steps."""

    def __init__(self, session: Session, today: date, participant: str, vacancy: str, slot: str) -> None:
        self.session = session
        self.person = session.scalars(select(Participant).where(Participant.reference == participant)).one()
        self.vacancy = session.scalars(select(Vacancy).where(Vacancy.reference == vacancy)).one()
        self.slot = session.scalar(select(Slot).where(Slot.reference == slot)) if slot else None
        over = self.slot is not None and self.slot.starts_at.date() < today
        self.now = datetime.combine(today - timedelta(days=EARLIER if over else FIRST), time(9, 40))
        self.referral: Referral | None = None

    @property
    def keyworker(self) -> Actor:
        return Actor(self.person.keyworker.email if self.person.keyworker else "", "keyworker")

    def next_day(self) -> datetime:
        self.now += timedelta(days=1)
        return self.now


def _go(way: _Way, state: str) -> None:
    way.referral = referrals.ask(way.session, way.person, way.vacancy, GRACE, way.now)
    last = BEFORE.get(state, state)
    for step in PATH[1 : PATH.index(last) + 1]:
        _step(way, way.referral, step)
    if state in BEFORE:
        _turn(way, way.referral, state)


def _step(way: _Way, referral: Referral, step: str) -> None:
    session, now = way.session, way.next_day()
    if step == "checked":
        suitability.fill(session, referral, now.date())
        suitability.complete(session, referral, {}, way.keyworker, now)
    elif step == "agreed":
        card = [line for line in consent.suggested(way.person, consent.general(way.person)) if line["text"]]
        shares = [line["part"] for line in card]
        consent.answer(
            session, referral, "yes", said_on=now.date(), actor=way.keyworker, now=now, shares=shares, words=card
        )
    elif step == "introduced":
        desk.introduce(session, referral, GRACE, now)
    elif step == "wanted":
        desk.record_answer(session, referral, "see", actor=GRACE, now=now)
    elif step == "booked" and way.slot:
        interviews.book(session, referral, way.slot, GRACE, now)
    elif step == "met" and way.slot:
        way.now = way.slot.starts_at + timedelta(hours=2)
        interviews.took_place(session, referral, True, GRACE, way.now)
    elif step == "offered":
        outcomes.note_feedback(session, referral, "Good with people, and honest about what is new.", now)
        desk.record_offer(session, referral, GRACE, now)
    elif step == "started":
        outcomes.end(session, referral, "started", GRACE, now)


def _turn(way: _Way, referral: Referral, state: str) -> None:
    session, now = way.session, way.next_day()
    if state == "held":
        desk.record_answer(session, referral, "hold", actor=GRACE, now=now)
    elif state == "not_this_time":
        word = "We liked the letter. Please think of us again in spring."
        outcomes.end(session, referral, state, GRACE, now, reason="filled", word=word)
    elif state == "declined":
        consent.answer(session, referral, "no", said_on=now.date(), actor=way.keyworker, now=now)
    elif state == "set_aside":
        outcomes.end(session, referral, state, way.keyworker, now, why="Weekends are taken by a course until spring.")
    else:
        outcomes.end(session, referral, state, way.keyworker, now, why="Started a course instead.")
