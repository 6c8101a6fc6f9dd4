"""When an employer sees people: times that come again, days away, and the words that somebody agreed to say about an interview.

Days and times are those of the clock on the wall."""

from datetime import date, datetime, time

from sqlalchemy import CheckConstraint, Date, DateTime, ForeignKey, Integer, String, Time, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from employers.checks import between, one_of
from employers.db import Base
from employers.models import LINE, REFERENCE, SHORT, Agreement, Employer, Introduction, Vacancy

COUNTRIES = {"ENG": "England", "WLS": "Wales", "SCT": "Scotland", "NIR": "Northern Ireland"}


class Opening(Base):
    """Times that come again: on these weekdays of every so many weeks, from one hour to another, not on its country's bank holidays.

    `weekdays` are numbers from Monday 0, as `1` or `0;3`. The weeks are counted from the one of `first_on`."""

    __tablename__ = "opening"
    __table_args__ = (
        CheckConstraint("agreement_reference IS NOT NULL OR vacancy_reference IS NOT NULL", "for_something"),
        CheckConstraint("to_time > from_time", "to_after_from"),
        between("every_weeks", 1, 12),
        between("minutes", 1, 1440),
        between("places", 1, 1000),
        one_of("country", COUNTRIES),
    )

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    reference: Mapped[str] = mapped_column(String(REFERENCE), unique=True)
    agreement_reference: Mapped[str | None] = mapped_column(ForeignKey("agreement.reference"), index=True)
    vacancy_reference: Mapped[str | None] = mapped_column(ForeignKey("vacancy.reference"), index=True)
    first_on: Mapped[date] = mapped_column(Date)
    last_on: Mapped[date | None] = mapped_column(Date)
    every_weeks: Mapped[int] = mapped_column(Integer)
    weekdays: Mapped[str] = mapped_column(String(SHORT))
    from_time: Mapped[time] = mapped_column(Time)
    to_time: Mapped[time] = mapped_column(Time)
    minutes: Mapped[int] = mapped_column(Integer)
    places: Mapped[int] = mapped_column(Integer)
    where: Mapped[str | None] = mapped_column(String(LINE))
    link: Mapped[str | None] = mapped_column(String(LINE))
    country: Mapped[str] = mapped_column(String(3))

    agreement: Mapped[Agreement | None] = relationship()
    vacancy: Mapped[Vacancy | None] = relationship()
    times: Mapped[list["OpeningTime"]] = relationship(order_by="OpeningTime.starts_at")


class OpeningTime(Base):
    """That one time of an opening was made into a slot. It stays when the slot is taken back, so that it is not made again."""

    unaudited = True  # the slot is in the trail

    __tablename__ = "opening_time"
    __table_args__ = (UniqueConstraint("opening_id", "starts_at"),)

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    opening_id: Mapped[int] = mapped_column(ForeignKey("opening.id"))
    starts_at: Mapped[datetime] = mapped_column(DateTime)
    slot_reference: Mapped[str] = mapped_column(String(REFERENCE), index=True)


class Absence(Base):
    """Whole days, the first and the last among them, on which an employer sees nobody."""

    __tablename__ = "employer_absence"
    __table_args__ = (CheckConstraint("last_on >= first_on", "last_after_first"),)

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    reference: Mapped[str] = mapped_column(String(REFERENCE), unique=True)
    employer_reference: Mapped[str] = mapped_column(ForeignKey("employer.reference"), index=True)
    first_on: Mapped[date] = mapped_column(Date)
    last_on: Mapped[date] = mapped_column(Date)

    employer: Mapped[Employer] = relationship()


class InterviewWord(Base):
    """What somebody agreed to say to this employer about the interview itself, such as that an interpreter comes along."""

    __tablename__ = "interview_word"

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    introduction_id: Mapped[int] = mapped_column(ForeignKey("introduction.id"), unique=True)
    text: Mapped[str] = mapped_column(String(LINE))

    introduction: Mapped[Introduction] = relationship()

    @property
    def reference(self) -> str:
        return self.introduction.reference
