"""What a placement came to: who was there on which day, what the employer says of it, and the job that followed.

Nothing here leads back to the person, and nothing says why somebody was not there: nobody is asked.
"""

from datetime import date, datetime

from sqlalchemy import (
    Boolean,
    CheckConstraint,
    Date,
    DateTime,
    Float,
    ForeignKey,
    Integer,
    String,
    UniqueConstraint,
)
from sqlalchemy.orm import Mapped, mapped_column, relationship

from employers.agreement_models import LINE, NOTES
from employers.checks import between, one_of
from employers.db import Base
from employers.placements.models import Placement

CAME = {
    "came": "Came",
    "part": "Came for part of the day",
    "away": "Did not attend",
    "excused": "Could not come, and said so",
    "closed": "The site was closed",
}


class PlacementAttendance(Base):
    """How one day of a placement went, as somebody last wrote it down. `minutes`: there, without the break."""

    __tablename__ = "placement_attendance"
    __table_args__ = (
        UniqueConstraint("placement_id", "day"),
        one_of("what", CAME),
        between("minutes", 0, 1440),
        CheckConstraint("what IN ('came', 'part') OR minutes = 0", "minutes_where_there"),
    )

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    placement_id: Mapped[int] = mapped_column(ForeignKey("placement.id"))
    day: Mapped[date] = mapped_column(Date)
    what: Mapped[str] = mapped_column(String(10))
    minutes: Mapped[int] = mapped_column(Integer, default=0)
    by: Mapped[str] = mapped_column(String(254))
    role: Mapped[str] = mapped_column(String(20))
    at: Mapped[datetime] = mapped_column(DateTime)

    placement: Mapped[Placement] = relationship()

    @property
    def reference(self) -> str:
        return f"{self.placement.reference} {self.day}"


class PlacementReview(Base):
    """The employer's words at the end: on what was done and learnt, never a mark for anybody. `edition` counts up with each change.

    `words` may be read by other employers where `is_reference` says so; `confirmed_as` is the name typed under them."""

    __tablename__ = "placement_review"
    __table_args__ = (between("edition", 1, 100_000), CheckConstraint("NOT is_reference OR words IS NOT NULL", "words"))

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    placement_id: Mapped[int] = mapped_column(ForeignKey("placement.id"), unique=True)
    edition: Mapped[int] = mapped_column(Integer, default=1)
    did: Mapped[str] = mapped_column(String(NOTES))
    learnt: Mapped[str | None] = mapped_column(String(NOTES))
    words: Mapped[str | None] = mapped_column(String(NOTES))
    is_reference: Mapped[bool] = mapped_column(Boolean, default=False)
    confirmed_as: Mapped[str] = mapped_column(String(LINE))
    by: Mapped[str] = mapped_column(String(254))
    role: Mapped[str] = mapped_column(String(20))
    at: Mapped[datetime] = mapped_column(DateTime)

    placement: Mapped[Placement] = relationship()

    @property
    def reference(self) -> str:
        return self.placement.reference


class PlacementJob(Base):
    """The job with the same employer that a placement turned into. `ends_on`: the last day of one that is for a time."""

    __tablename__ = "placement_job"
    __table_args__ = (CheckConstraint("ends_on >= starts_on", "ends_from_start"), between("hours_week", 0, 168))

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    placement_id: Mapped[int] = mapped_column(ForeignKey("placement.id"), unique=True)
    title: Mapped[str] = mapped_column(String(LINE))
    starts_on: Mapped[date] = mapped_column(Date, index=True)
    ends_on: Mapped[date | None] = mapped_column(Date)
    hours_week: Mapped[float | None] = mapped_column(Float)
    by: Mapped[str] = mapped_column(String(254))
    role: Mapped[str] = mapped_column(String(20))
    at: Mapped[datetime] = mapped_column(DateTime)

    placement: Mapped[Placement] = relationship()

    @property
    def reference(self) -> str:
        return self.placement.reference
