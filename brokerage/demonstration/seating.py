"""Who waits for a time at Ferrymoor Infirmary: more people than one afternoon holds, and one who has a mock interview first."""

from datetime import date, datetime, time

from sqlalchemy import select
from sqlalchemy.orm import Session

from brokerage.demonstration.ways import GRACE, set_out
from brokerage.diary.mock_models import MockInterview
from brokerage.referral_models import Referral
from employers.models import Slot

WAITING = (
    ("P007", "V004", "wanted", ""),
    ("P010", "V004", "wanted", ""),
    ("P011", "V004", "wanted", ""),
    ("P009", "V004", "wanted", ""),
    ("P012", "V005", "wanted", ""),
    ("P004", "V006", "wanted", ""),
    ("P054", "V004", "wanted", ""),
    ("P059", "V004", "wanted", ""),
)
MOCK = "P010"


def wait(session: Session, today: date) -> None:
    """Puts them on the way, offers two more times, and notes the mock interview."""
    afternoon = session.scalars(select(Slot).where(Slot.reference == "S003")).one().starts_at.date()
    for reference, at in (("S015", time(10, 30)), ("S016", time(11, 15))):
        session.add(
            Slot(
                reference=reference,
                agreement_reference="A002",
                vacancy_reference="V004",
                starts_at=datetime.combine(afternoon, at),
                minutes=30,
                places=1,
                where="Ferrymoor Infirmary, education centre",
            )
        )
    session.flush()
    set_out(session, today, WAITING)
    first = session.scalars(
        select(Referral).where(Referral.participant.has(reference=MOCK), Referral.vacancy_reference == "V004")
    ).one()
    starts_at = datetime.combine(afternoon, time(9))
    session.add(MockInterview(referral=first, starts_at=starts_at, minutes=45, minutes_away=25, noted_by=GRACE.email))
    session.flush()
