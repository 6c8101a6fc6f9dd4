"""What trust in Hallbrook's employers stands on: a case, limits, papers of sites, contacts with roles, and what employers were asked."""

from collections.abc import Callable
from datetime import date, datetime, time, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from brokerage import shortlists
from brokerage.correspondence import employer_letters
from brokerage.demonstration.accounts import GRACE, HELEN, SAM
from employers import asks
from employers.models import Employer
from employers.trust import caps, roles, safety, withholding
from employers.trust.safety import Typed
from matching.terms import Change

At = Callable[[int], datetime]  # so many days ago
PIOTR = "piotr.banas@example.org"
# employer, what, reference, days until it runs out (None: it does not)
SEEN = (
    ("E006", "liability_insurance", "Harbour Mutual, EL 20417", 190),
    ("E006", "risk_assessment", "Kitchen and rooms, read with Yusuf", 21),
    ("E006", "accessibility", "Step-free by the yard; the lift takes a wheelchair", None),
    ("E004", "liability_insurance", "Northern Trade, EL 88120", -3),
    ("E004", "risk_assessment", "Warehouse floor and pick aisles", 240),
    ("E008", "liability_insurance", "Town Council’s own, certificate on the wall", 320),
    ("E008", "risk_assessment", "Beech Court, shadow shifts", 150),
    ("E008", "safeguarding", "Policy seen; the shift leader’s DBS is of this year", 300),
)
# vacancy, what, to, people, days ago, then the answer: True, or how far it could move, or None while it waits
ASKED = (
    ("V036", "start", "09:30", 18, 6, None),
    ("V032", "finish", "14:30", 12, 11, 15.0),
    ("V038", "finish", "13:45", 6, 9, True),
)


def set_out(session: Session, today: date) -> None:
    def at(ago: int) -> datetime:
        return datetime.combine(today - timedelta(days=ago), time(10, 20))

    _withheld(session, at)
    for employer, item, note, days in SEEN:
        ends = "" if days is None else str(today + timedelta(days=days))
        safety.see(session, employer, Typed("", item, note, ends), by=SAM, now=at(30))
    renewed = Typed("", "liability_insurance", "Northern Trade, EL 91544", str(today + timedelta(days=362)))
    safety.tell(session, "E004", renewed, by=PIOTR, now=at(1))
    caps.put(session, "E001", "4", "", by=HELEN, now=at(8))
    caps.put(session, "E010", "", str(today + timedelta(days=16)), by=SAM, now=at(2))
    roles.add(
        session,
        _employer(session, "E001"),
        name="Nadia Frost",
        email="nadia.frost@example.org",
        role="hiring_manager",
        jobs=["V003"],
    )
    _asked(session, today, at)


def _withheld(session: Session, at: At) -> None:
    agency, review = _employer(session, "E012"), at(1).date()
    seen = "Two payslips, of May and June, each paid nine days late. Shown by two keyworkers."
    withholding.note(session, agency, "evidence", seen, review, by=SAM, now=at(29))
    side = "Jade Purcell: a new payroll since July; the next two runs are to be looked at together."
    withholding.note(session, agency, "their_side", side, review, by=SAM, now=at(20))


def _asked(session: Session, today: date, at: At) -> None:
    rules = shortlists.policy()
    for vacancy, what, to, people, ago, said in ASKED:
        job, change = shortlists.vacancy(session, vacancy), Change("employer", what, to, "")
        made = employer_letters.ask(session, job, change, people, by=GRACE, now=at(ago), policy=rules)
        for letter in employer_letters.told(session, [made]).values():
            letter.sent_at = at(ago)
        if said is not None:
            by = job.employer.contact.email if job.employer.contact and job.employer.contact.email else GRACE
            far = None if said is True else said
            asks.answer(session, made, said is True, "", by=by, on=today, now=at(ago - 4), policy=rules, up_to=far)


def _employer(session: Session, reference: str) -> Employer:
    return session.scalars(select(Employer).where(Employer.reference == reference)).one()
