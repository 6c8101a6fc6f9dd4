"""A placement for any test: Aisha at Tanner Row for two weeks from Monday 18 January 2027, half past nine to half past two."""

from datetime import date, time, timedelta
from typing import Any

from sqlalchemy.orm import Session
from trade import GRACE, HELEN, NOON, PRIYA, a_participant, a_vacancy, an_agreement, an_employer

from brokerage import accounts
from brokerage.placing_models import Placed
from employers.placements.models import Placement, PlacementDay, PlacementRole, PlacementSignature

MONDAY, LAST = date(2027, 1, 18), date(2027, 1, 29)
AISHA = "aisha@home.example"
LINKED = {"participant": "Aisha Rahman", "employer": "Helen Marsh", "programme": "Grace Okoye"}


def a_stay(session: Session, state: str = "signed", **facts: Any) -> Placed:
    """Signed by all three from `signed` on. The employer knows her as Aisha."""
    employer = an_employer(session, coordinator=GRACE.email)
    employer.name = "Tanner Row Kitchens"
    accounts.invite(session, GRACE.email, "coordinator", "Grace Okoye")
    accounts.invite_contact(session, employer.contacts[0])
    an_agreement(session, kind="work_experience", days_to_interview=None)
    a_vacancy(session, agreement_reference="A1")
    person = a_participant(session, name="Aisha Rahman", channel="email", email=AISHA, safe_window="any")
    whole: dict[str, Any] = {
        "reference": "W1",
        "kind": "work_experience",
        "scheme": "work_experience",
        "vacancy_reference": "V1",
        "agreement_reference": "A1",
        "card": [{"part": "name", "text": "Aisha"}, {"part": "strengths", "text": "Cooks for eight."}],
        "state": state,
        "supervisor": "Sam Osei",
        "tasks": "Prepare lunch\nServe",
        "leads_to": "An interview for the next vacancy.",
        "starts_on": MONDAY,
        "ends_on": LAST,
        "drafted_at": NOON,
        "drafted_by": GRACE.email,
    }
    made = Placement(**whole | facts)
    days = [MONDAY + timedelta(days=number) for number in range(12)]
    made.days = [
        PlacementDay(
            day=day, starts=time(9, 30), ends=time(14, 30), break_minutes=30, role=1 + (day > date(2027, 1, 22))
        )
        for day in days
        if day.weekday() < 5
    ]
    made.roles = [PlacementRole(number=1, name="Kitchen", days=5), PlacementRole(number=2, name="Counter", days=5)]
    if state not in ("draft", "to_sign", "cancelled"):
        made.signatures = [
            PlacementSignature(
                edition=1, party=party, signed_as=name, signed_on=NOON.date(), how="page", at=NOON, by=by
            )
            for (party, name), by in zip(LINKED.items(), (AISHA, HELEN.email, GRACE.email), strict=True)
        ]
    placed = Placed(placement=made, participant=person, agreed_on=NOON.date(), support="Priya comes on the first day.")
    session.add(placed)
    session.flush()
    assert person.keyworker is not None
    assert person.keyworker.email == PRIYA.email
    return placed
