"""Whether a vacancy is still true: since when nobody has said so, who said so last, who posted it and who has read it.

It counts from the day on which the vacancy was made, changed or confirmed last. Lists for programs do not look at this; people are
not asked about a vacancy that nobody has confirmed for too long.
"""

from collections.abc import Iterable
from datetime import date, datetime, timedelta

from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session

from brokerage import settings
from brokerage.models import AuditEntry
from employers.clock import local, on_day
from employers.columns import Refused
from employers.models import NOTES, Vacancy
from employers.posting.posting_models import VacancyStanding

AT_ONCE = 5000  # references in one question to the database


class NotConfirmed(Refused):
    def __init__(self, vacancy: Vacancy, since: date) -> None:
        contact = vacancy.employer.contact
        name = contact.name if contact and contact.name else vacancy.employer.name
        reach = next((each for each in (contact.phone, contact.email) if each), None) if contact else None
        super().__init__(
            f"Nobody has said since {in_words(since)} that {vacancy.title} is still open, so nobody new is asked about it. "
            f"Call {name}{f' ({reach})' if reach else ''} first; then write down on its page that it is open."
        )


class WordMissing(Refused):
    def __init__(self) -> None:
        super().__init__("Say in a few words who told you, so that others know.")


class WordTooLong(Refused):
    def __init__(self, length: int) -> None:
        super().__init__(f"This is {length} characters long. Write at most {NOTES}.")


def of(session: Session, references: Iterable[str]) -> dict[str, VacancyStanding]:
    """What is known beside the columns, for those of which something is."""
    wanted, known = list(references), select(VacancyStanding)
    if len(wanted) <= AT_ONCE:
        known = known.where(VacancyStanding.vacancy_reference.in_(wanted))
    return {each.vacancy_reference: each for each in session.scalars(known)}


def since(session: Session, vacancies: Iterable[Vacancy]) -> dict[str, date]:
    """{reference: the day on which it was made, changed or confirmed last}, where any such day is known."""
    references = [job.reference for job in vacancies]
    found: dict[str, date] = {}
    for some in (references[at : at + AT_ONCE] for at in range(0, len(references), AT_ONCE)):
        found |= {reference: local(at).date() for reference, at in session.execute(_last_changes(some))}
    for reference, row in of(session, references).items():
        days = [found.get(reference), row.confirmed_at and local(row.confirmed_at).date()]
        if day := max((each for each in days if each), default=row.seen_on):
            found[reference] = day
    return found


def stale(session: Session, vacancies: Iterable[Vacancy], on: date) -> dict[str, date]:
    """{reference: since when nobody has said that it is open}, for those of which that is too long ago."""
    limit = on - timedelta(days=settings.load().vacancies.confirm_days)
    return {reference: day for reference, day in since(session, vacancies).items() if day <= limit}


def check(session: Session, vacancy: Vacancy, now: datetime) -> None:
    """Raises NotConfirmed."""
    found = stale(session, [vacancy], local(now).date())
    if vacancy.reference in found:
        raise NotConfirmed(vacancy, found[vacancy.reference])


def confirm(session: Session, vacancy: Vacancy, *, by: str, now: datetime, word: str = "") -> VacancyStanding:
    """Somebody says that it is still open. Raises WordTooLong."""
    if len(word := word.replace("\r\n", "\n").strip()) > NOTES:
        raise WordTooLong(len(word))
    row = _held(session, vacancy)
    row.confirmed_at, row.confirmed_by, row.word = now, by, word or None
    return row


def confirm_by_word(session: Session, vacancy: Vacancy, word: str, *, by: str, now: datetime) -> VacancyStanding:
    """A coordinator was told so. Raises WordMissing, WordTooLong."""
    if not word.strip():
        raise WordMissing
    return confirm(session, vacancy, by=by, now=now, word=word)


def posted(session: Session, vacancy: Vacancy, *, by: str, now: datetime) -> None:
    row = _held(session, vacancy)
    row.posted_at, row.posted_by = now, by


def read(session: Session, vacancy: Vacancy, *, by: str, now: datetime) -> None:
    """A coordinator has looked at what an employer posted; the first one counts."""
    row = _held(session, vacancy)
    if row.read_at is None:
        row.read_at, row.read_by = now, by


def unread(session: Session, vacancies: Iterable[Vacancy]) -> dict[str, VacancyStanding]:
    """Those that an employer posted and no coordinator has read yet."""
    rows = of(session, [job.reference for job in vacancies])
    return {reference: row for reference, row in rows.items() if row.posted_at and not row.read_at}


def seen(session: Session, vacancies: Iterable[Vacancy], on: date) -> None:
    """Begins to count for those of which no day is known."""
    jobs = list(vacancies)
    known = since(session, jobs)
    for job in jobs:
        if job.reference not in known:
            _held(session, job).seen_on = on


def asked(session: Session, vacancy: Vacancy, day: date, *, warned: bool) -> None:
    """A letter has asked whether it is open, that nobody has said since that day."""
    row = _held(session, vacancy)
    if warned:
        row.warned_for = day
    else:
        row.asked_for = day


def in_words(day: date) -> str:
    """3 August 2026"""
    return f"{on_day(day)} {day.year}"


def _last_changes(references: list[str]) -> Select[str, datetime]:
    return (
        select(AuditEntry.reference, func.max(AuditEntry.at))
        .where(AuditEntry.kind == Vacancy.__tablename__, AuditEntry.reference.in_(references))
        .group_by(AuditEntry.reference)
    )


def _held(session: Session, vacancy: Vacancy) -> VacancyStanding:
    """Its row, made first if there is none; the vacancy is held, so that two at once make one."""
    session.flush()
    session.refresh(vacancy, with_for_update={"of": Vacancy})
    query = select(VacancyStanding).where(VacancyStanding.vacancy_reference == vacancy.reference)
    row = session.scalar(query.execution_options(populate_existing=True))
    if row is None:
        row = VacancyStanding(vacancy_reference=vacancy.reference)
        session.add(row)
        session.flush()
    return row
