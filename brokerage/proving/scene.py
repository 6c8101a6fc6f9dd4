"""Made-up people before made-up employers, brought to “would like to meet” through the same use cases as in life."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, time, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from brokerage import accounts, consent, desk, referrals
from brokerage.fits import suitability
from brokerage.keys import tokens as personal
from brokerage.kinds import KINDS
from brokerage.models import Participant
from brokerage.referrals import Actor
from employers.clock import local
from employers.db import transaction
from employers.models import Vacancy
from employers.records import save

PASSWORD = "three words nobody guesses"  # noqa: S105 (of people who do not exist)
COORDINATORS = tuple(f"coordinator{number}@hallbrook.example" for number in range(1, 5))
KEYWORKER = Actor("keyworker@hallbrook.example", "keyworker")
GRACE = Actor(COORDINATORS[0], "coordinator")
HOME, WORK = ("53.400", "-1.500"), ("53.427", "-1.500")  # 3 km apart
ALWAYS = "Mon-Sun 00:00-24:00"  # the safe window of somebody who may be written to at any hour
BY = "the proof"


@dataclass(frozen=True)
class Scene:
    """Who is there. `waiting[n][v]`: the referral of person n towards vacancy v, whom the employer would like to meet."""

    waiting: Sequence[Sequence[str]]
    vacancies: Sequence[str]
    now: datetime

    def of(self, vacancy: int = 0) -> list[str]:
        return [each[vacancy] for each in self.waiting]


def set_out(people: int, now: datetime, *, vacancies: int = 1) -> Scene:
    """So many people before each of so many vacancies, each of another employer. `now` in UTC."""
    names = [f"V{number}" for number in range(1, vacancies + 1)]
    with transaction(by=BY) as session:
        hashed = accounts.hashed(PASSWORD)
        for email in COORDINATORS:
            accounts.invite(session, email, "coordinator", "Grace").password = hashed
        accounts.invite(session, KEYWORKER.email, "keyworker", "Priya").password = hashed
        for name in names:
            _employer(session, name)
    waiting = []
    for begin in range(0, people, 50):  # as many as one commit carries well
        with transaction(by=BY) as session:
            jobs = list(session.scalars(select(Vacancy).where(Vacancy.reference.in_(names)).order_by(Vacancy.id)))
            for number in range(begin, min(people, begin + 50)):
                person = _person(session, number)
                waiting.append([_wanted(session, person, job, now) for job in jobs])
    return Scene(waiting, names, now)


def tokens() -> list[str]:
    """A personal token of each coordinator, for what programs send."""
    with transaction(by=BY) as session:
        owners = [accounts.find(session, email) for email in COORDINATORS]
        return [personal.make(session, owner, "The proof")[1] for owner in owners if owner is not None]


def put_slot(reference: str, at: datetime, *, places: int, vacancy: str = "V1", minutes: int = 30) -> str:
    """A time that an employer offers; `at` is on the clock on the wall."""
    cells = {
        "reference": reference,
        "vacancy": vacancy,
        "starts_at": f"{at:%Y-%m-%d %H:%M}",
        "minutes": str(minutes),
        "places": str(places),
    }
    with transaction(by=BY) as session:
        save(session, KINDS["slots"], cells)
    return reference


def at(now: datetime, days: int, hour: int = 11, minute: int = 0) -> datetime:
    """That time on the wall, so many days from now."""
    return datetime.combine(local(now).date() + timedelta(days=days), time(hour, minute))


def _employer(session: Session, vacancy: str) -> None:
    employer = vacancy.replace("V", "E")
    contact = {"contact_name": "Helen Marsh", "contact_email": f"helen@{employer.lower()}.example"}
    save(session, KINDS["employers"], {"reference": employer, "name": f"Employer {employer}"} | contact)
    place = dict(zip(("latitude", "longitude"), WORK, strict=True))
    job = {"reference": vacancy, "employer": employer, "title": "Kitchen assistant", "places": "100000"}
    save(session, KINDS["vacancies"], job | place)


def _person(session: Session, number: int) -> Participant:
    cells = {
        "reference": f"P{number:04}",
        "name": f"Person {number:04}",
        "keyworker": KEYWORKER.email,
        "channel": "email",
        "email": f"person{number:04}@example.org",
        "safe_window": ALWAYS,
        "travel_modes": "walk; bus",
        "travel_max": "45",
        "share": "strengths",
    }
    home = dict(zip(("latitude", "longitude"), HOME, strict=True))
    made: Participant = save(session, KINDS["participants"], cells | home).record
    return made


def _wanted(session: Session, person: Participant, vacancy: Vacancy, now: datetime) -> str:
    referral = referrals.ask(session, person, vacancy, GRACE, now)
    suitability.fill(session, referral, local(now).date())
    suitability.complete(session, referral, {}, KEYWORKER, now)
    words = [{"part": "strengths", "text": "Cooks for eight."}]
    today = local(now).date()
    consent.answer(session, referral, "yes", said_on=today, actor=KEYWORKER, now=now, shares=["strengths"], words=words)
    desk.introduce(session, referral, GRACE, now)
    desk.record_answer(session, referral, "see", actor=GRACE, now=now)
    return referral.reference
