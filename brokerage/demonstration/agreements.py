"""What became of Hallbrook's promises beside their files: a group with fewer jobs than people, a draft to sign, a pause, an end with something owed."""

from datetime import date, datetime, time, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from brokerage.demonstration.accounts import GRACE, SAM
from employers import agreement_moves, agreement_terms
from employers.flows import Act
from employers.models import Agreement
from employers.records import save

# The form's cells beside those of the file. Days are counted from today.
GROUP = {
    "cohort": "Caretakers, spring", "trainees": "12", "cohort_jobs": "7",
    "criteria": "can start at 07:30; at ease with people at the door",
    "source": "planning obligation of the developer Calder Homes", "source_reference": "HB/26/0412",
}  # fmt: skip
DRAFTED = {
    "reference": "A009", "employer": "E001", "kind": "work_experience", "places": "4", "length_days": "10",
    "notes": "Two weeks in the kitchen before the interview, for who would like to see it first.",
}  # fmt: skip
ENDED = {"reference": "A010", "employer": "E011", "kind": "guaranteed_interview", "places": "3", "area": "HB1; HB3"}


def set_out(session: Session, today: date) -> None:
    """As somebody would have done it on the pages, some days ago."""
    signed = _draft(session, ENDED | _days(today, -190, -6), _ago(today, 195))
    agreement_moves.sign(session, signed, "Colm Brady", _desk(_ago(today, 192), "On paper, in Grace’s folder."))
    for days in (180, 9, 6):
        agreement_moves.note_the_days(session, _ago(today, days))
    _with(session, "A003", GROUP, today)
    trials = _get(session, "A004")
    paused = Act(SAM, "coordinator", _ago(today, 3), "The second hall is being rebuilt.")
    agreement_moves.take(session, trials, "pause", paused)
    drafted = _draft(session, DRAFTED | _days(today, 7, 97), _ago(today, 2))
    agreement_moves.take(session, drafted, "send", _desk(_ago(today, 2)))


def _with(session: Session, reference: str, cells: dict[str, str], today: date) -> None:
    kind, agreement = agreement_terms.form(_desk(_ago(today, 9))), _get(session, reference)
    save(session, kind, kind.cells(agreement) | cells, record=agreement)


def _draft(session: Session, cells: dict[str, str], at: datetime) -> Agreement:
    made: Agreement = save(session, agreement_terms.form(_desk(at)), cells).record
    return made


def _desk(at: datetime, why: str | None = None) -> Act:
    return Act(GRACE, "coordinator", at, why)


def _days(today: date, first: int, end: int) -> dict[str, str]:
    return {"starts_on": str(today + timedelta(days=first)), "ends_on": str(today + timedelta(days=end))}


def _ago(today: date, days: int) -> datetime:
    return datetime.combine(today - timedelta(days=days), time(10, 15))


def _get(session: Session, reference: str) -> Agreement:
    return session.scalars(select(Agreement).where(Agreement.reference == reference)).one()
