"""How a vacancy gets in and stays true: the answers of an employer who is still writing one, and who says that it is open."""

from datetime import date, datetime
from typing import ClassVar

from sqlalchemy import JSON, CheckConstraint, Date, DateTime, ForeignKey, Integer, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from employers.db import Base
from employers.models import NOTES, REFERENCE, Employer, Vacancy


class VacancyDraft(Base):
    """A job that an employer has begun to tell us about. `cells` are answers as the cells of a file have them, `answered` the questions
    that were answered, also by “I don’t know yet”. `vacancy_reference`: what became of it once it was posted. Times are UTC."""

    __tablename__ = "vacancy_draft"

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    reference: Mapped[str] = mapped_column(String(REFERENCE), unique=True)  # random
    employer_reference: Mapped[str] = mapped_column(ForeignKey("employer.reference"), index=True)
    cells: Mapped[dict[str, str]] = mapped_column(JSON)
    answered: Mapped[list[str]] = mapped_column(JSON)
    begun_at: Mapped[datetime] = mapped_column(DateTime)
    begun_by: Mapped[str] = mapped_column(String(254))
    changed_at: Mapped[datetime] = mapped_column(DateTime)
    vacancy_reference: Mapped[str | None] = mapped_column(ForeignKey("vacancy.reference"), unique=True)

    employer: Mapped[Employer] = relationship()


class VacancyStanding(Base):
    """Who says that a vacancy is open, beside its columns. Moments are UTC.

    `seen_on`: where nobody knows when it was made. `warned_for`, `asked_for`: the day since which nobody had said so, when a letter asked.
    `posted_...`: by its employer, in the portal; `read_...`: by a coordinator after that."""

    __tablename__ = "vacancy_standing"
    __table_args__ = (
        CheckConstraint("(confirmed_at IS NULL) = (confirmed_by IS NULL)", "confirmed_by_somebody"),
        CheckConstraint("(posted_at IS NULL) = (posted_by IS NULL)", "posted_by_somebody"),
        CheckConstraint("(read_at IS NULL) = (read_by IS NULL)", "read_by_somebody"),
    )
    worked_out: ClassVar[frozenset[str]] = frozenset({"seen_on", "warned_for", "asked_for"})

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    vacancy_reference: Mapped[str] = mapped_column(ForeignKey("vacancy.reference"), unique=True)
    seen_on: Mapped[date | None] = mapped_column(Date)
    confirmed_at: Mapped[datetime | None] = mapped_column(DateTime)
    confirmed_by: Mapped[str | None] = mapped_column(String(254))
    word: Mapped[str | None] = mapped_column(String(NOTES))
    warned_for: Mapped[date | None] = mapped_column(Date)
    asked_for: Mapped[date | None] = mapped_column(Date)
    posted_at: Mapped[datetime | None] = mapped_column(DateTime)
    posted_by: Mapped[str | None] = mapped_column(String(254))
    read_at: Mapped[datetime | None] = mapped_column(DateTime)
    read_by: Mapped[str | None] = mapped_column(String(254))

    vacancy: Mapped[Vacancy] = relationship()
