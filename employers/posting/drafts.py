"""A job that an employer is still telling us about: each answer is saved by itself, from any device, by anybody of that employer."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from employers.columns import Refused, Wrong
from employers.introductions import random_reference
from employers.models import Contact, Vacancy
from employers.posting.job_questions import QUESTIONS, Question, asked
from employers.posting.posting_models import VacancyDraft
from employers.records import Kind, read

MOST = 50  # drafts that one employer may have at once


class NoSuchDraft(Refused):
    def __init__(self) -> None:
        super().__init__("There is no such draft. It may have been thrown away.")


class TooManyDrafts(Refused):
    def __init__(self) -> None:
        super().__init__(f"There are {MOST} drafts already. Post one or throw one away, then begin another.")


class PostedAlready(Refused):
    """It is a job by now: `vacancy` is its reference."""

    def __init__(self, vacancy: str) -> None:
        self.vacancy = vacancy
        super().__init__("This has been posted already. To change it, change the job itself.")


def of(session: Session, contact: Contact) -> Sequence[VacancyDraft]:
    """What is begun and not posted, the latest first."""
    own = VacancyDraft.employer_reference == contact.employer_reference, VacancyDraft.vacancy_reference.is_(None)
    return session.scalars(select(VacancyDraft).where(*own).order_by(VacancyDraft.changed_at.desc())).all()


def begin(session: Session, contact: Contact, *, by: str, now: datetime) -> VacancyDraft:
    """Raises TooManyDrafts."""
    if len(of(session, contact)) >= MOST:
        raise TooManyDrafts
    made = VacancyDraft(
        reference=random_reference("D"),
        employer_reference=contact.employer_reference,
        cells={},
        answered=[],
        begun_at=now,
        begun_by=by,
        changed_at=now,
    )
    session.add(made)
    return made


def own(session: Session, contact: Contact, reference: str, *, hold: bool = False) -> VacancyDraft:
    """One of this contact's employer. Raises NoSuchDraft for another's and for none alike, PostedAlready."""
    query = select(VacancyDraft).where(
        VacancyDraft.reference == reference, VacancyDraft.employer_reference == contact.employer_reference
    )
    found = session.scalar(query.with_for_update(of=VacancyDraft) if hold else query)
    if found is None:
        raise NoSuchDraft
    if found.vacancy_reference is not None:
        raise PostedAlready(found.vacancy_reference)
    return found


def answer(draft: VacancyDraft, question: Question, cells: Mapping[str, str], now: datetime) -> None:
    """Keeps one answer; what it makes needless goes."""
    kept = {**draft.cells, **cells}
    left = asked(kept)
    gone = {column for each in QUESTIONS if each not in left for column in each.columns}
    draft.cells = {name: text for name, text in kept.items() if name not in gone}
    answered = {*draft.answered, question.name}
    draft.answered = [each.name for each in left if each.name in answered]
    draft.changed_at = now


def next_open(draft: VacancyDraft) -> Question | None:
    """The first question without an answer; None where all are answered."""
    return next((each for each in asked(draft.cells) if each.name not in draft.answered), None)


def wrong(kind: Kind, employer: str, cells: Mapping[str, str], columns: Sequence[str] = ()) -> list[Wrong]:
    """What the columns' own rules say against these answers; of these columns alone, where some are named."""
    found = read(kind, whole(employer, cells), None, whole=True).wrong
    return [each for each in found if not columns or each.column in columns]


def whole(employer: str, cells: Mapping[str, str], reference: str = "V0") -> dict[str, str]:
    """The answers as the cells of a whole record."""
    return {**cells, "employer": employer, "reference": reference}


def became(draft: VacancyDraft, vacancy: Vacancy, now: datetime) -> None:
    draft.vacancy_reference, draft.changed_at = vacancy.reference, now
