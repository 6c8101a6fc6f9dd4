"""How the jobs of Hallbrook got in, and what their employers said of them: one begun, one just posted, one that nobody has confirmed."""

from datetime import date, datetime, time, timedelta

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from brokerage.correspondence import employer_letters
from brokerage.models import AuditEntry
from brokerage.promises import standing
from employers import criteria
from employers.models import Contact, Vacancy
from employers.posting import drafts
from employers.posting.job_questions import BY_NAME

GRACE, HELEN = "grace.okoye@example.org", "helen.marsh@example.org"
CAME_IN, LONG_AGO = (
    30,
    100,
)  # days since the file with the vacancies was imported; since the one that nobody has confirmed was
POSTED, QUIET = "V002", "V012"
DRAFT = (
    ("title", {"title": "Weekend kitchen assistant", "places": "2"}),
    ("promise", {"agreement": "A001", "placement": ""}),
    ("place", {"postcode": "HB4 2TR", "home_working": "none"}),
)
ANSWERED = "criterion kitchen and catering work"
ASKED = "certificate food hygiene level 2"


def stand(session: Session, today: date) -> None:
    """Says when each vacancy came in, and what was asked and answered since."""
    now = datetime.combine(today, time(9))
    of_vacancies = update(AuditEntry).where(AuditEntry.kind == Vacancy.__tablename__)
    session.flush()
    session.execute(of_vacancies.values(at=now - timedelta(days=CAME_IN)))
    session.execute(of_vacancies.where(AuditEntry.reference == QUIET).values(at=now - timedelta(days=LONG_AGO)))
    standing.posted(session, _vacancy(session, POSTED), by=HELEN, now=now - timedelta(days=1))
    _begin_one(session, now - timedelta(days=2))
    _ask_whether_needed(session, now - timedelta(days=4))


def _begin_one(session: Session, now: datetime) -> None:
    helen = session.scalars(select(Contact).where(Contact.email == HELEN)).one()
    begun = drafts.begin(session, helen, by=HELEN, now=now)
    begun.reference = "DHELEN"
    for name, cells in DRAFT:
        drafts.answer(begun, BY_NAME[name], cells, now)


def _ask_whether_needed(session: Session, now: datetime) -> None:
    job = _vacancy(session, "V001")
    said = employer_letters.challenge(session, job, ANSWERED, by=GRACE, now=now - timedelta(days=3))
    criteria.answer(session, said, "needed", "The first hour is the busiest.", by=HELEN, now=now)
    asked = [said, employer_letters.challenge(session, job, ASKED, by=GRACE, now=now)]
    letters = employer_letters.told(session, asked)
    for each in asked:
        letters[each.reference].sent_at = each.asked_at


def _vacancy(session: Session, reference: str) -> Vacancy:
    return session.scalars(select(Vacancy).where(Vacancy.reference == reference)).one()
