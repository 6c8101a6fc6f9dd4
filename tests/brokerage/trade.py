"""An employer, what it promised and offers, and people before it, put into the tables as a test needs them.

The day is Thursday 14 January 2027 unless a test says otherwise; `NOON` is that day's noon, in UTC and on the wall alike."""

from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import update
from sqlalchemy.orm import Session

from brokerage import accounts
from brokerage.models import AuditEntry, Participant
from brokerage.referral_models import Referral
from brokerage.referrals import Actor
from employers.models import Agreement, Contact, Employer, Introduction, Slot, Vacancy

TODAY = date(2027, 1, 14)
NOON = datetime(2027, 1, 14, 12)
GRACE = Actor("grace@hallbrook.example", "coordinator")
HELEN = Actor("helen@tanner.example", "employer")
PRIYA = Actor("priya@hallbrook.example", "keyworker")
# Two points of one town, 3 km apart, and one some 30 km away.
HOME, TOWN, FAR = (53.400, -1.500), (53.427, -1.500), (53.670, -1.500)


def an_employer(session: Session, reference: str = "E1", **facts: Any) -> Employer:
    made = Employer(reference=reference, name=f"Employer {reference}", **facts)
    made.contacts.append(Contact(name="Helen Marsh", email=HELEN.email))
    return _put(session, made)


def an_agreement(session: Session, reference: str = "A1", employer: str = "E1", **facts: Any) -> Agreement:
    return _put(
        session,
        Agreement(
            reference=reference,
            employer_reference=employer,
            **{"kind": "guaranteed_interview", "places": 2, "days_to_interview": 10} | facts,
        ),
    )


def a_vacancy(session: Session, reference: str = "V1", employer: str = "E1", **facts: Any) -> Vacancy:
    """It came in at `NOON`, whatever the database's own clock says."""
    made = _put(
        session,
        Vacancy(
            reference=reference, employer_reference=employer, **{"title": "Kitchen assistant", **_at(TOWN)} | facts
        ),
    )
    came_in(session, made, NOON)
    return made


def came_in(session: Session, vacancy: Vacancy, at: datetime) -> None:
    """Says when a vacancy was made or changed last."""
    of_it = AuditEntry.kind == "vacancy", AuditEntry.reference == vacancy.reference
    session.execute(update(AuditEntry).where(*of_it).values(at=at))


def a_slot(session: Session, reference: str = "S1", at: str = "2027-01-19 11:15", **facts: Any) -> Slot:
    whole = {"vacancy_reference": "V1", "minutes": 30, "places": 1} | facts
    return _put(session, Slot(reference=reference, starts_at=datetime.fromisoformat(at), **whole))


def a_participant(session: Session, reference: str = "P1", **facts: Any) -> Participant:
    keyworker = accounts.invite(session, PRIYA.email, "keyworker", "Priya")
    whole = {"name": f"Person {reference}", "travel_modes": "walk; bus", "travel_max": "45", **_at(HOME)} | facts
    return _put(session, Participant(reference=reference, keyworker=keyworker, **whole))


def a_referral(
    session: Session, participant: Participant, vacancy: Vacancy, state: str = "wanted", **facts: Any
) -> Referral:
    """At that state; from `introduced` on with its card on the desk."""
    name = f"{participant.reference}-{vacancy.reference}"
    whole: dict[str, Any] = {"reference": f"R-{name}", "asked_at": NOON - timedelta(days=9), "asked_by": GRACE.email}
    made = Referral(participant=participant, vacancy=vacancy, state=state, **whole | facts)
    if state not in ("asked", "checked", "agreed"):
        made.introduction = Introduction(
            reference=f"I-{name}",
            vacancy=vacancy,
            card=[{"part": "strengths", "text": "Cooks for eight."}],
            laid_at=NOON - timedelta(days=2),
        )
    return _put(session, made)


def _at(point: tuple[float, float]) -> dict[str, Any]:
    return {"found_lat": point[0], "found_lon": point[1], "found_radius_km": 0.0, "found_london": False}


def _put(session: Session, record: Any) -> Any:
    session.add(record)
    session.flush()
    return record
