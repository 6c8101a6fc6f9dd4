"""Posts of a vacancy that its employer keeps for the programme: for whom, until when, and what was done about it. Times are UTC."""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, Date, DateTime, ForeignKey, Integer, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from employers.checks import between, one_of
from employers.db import Base
from employers.models import LINE, LIST, NOTES, REFERENCE, Vacancy
from employers.ring_fence_flow import STATES


class RingFence(Base):
    """The steps in which one vacancy's posts are opened to more people. One is open for a vacancy at a time.

    `agreed_until` is the day until which the vacancy's agreement kept the posts when this was planned: it stands for that word
    of the agreement, until the agreement names another day."""

    __tablename__ = "ring_fence"
    __table_args__ = (
        one_of("state", STATES),
        CheckConstraint("(state IN ('planned', 'kept')) = (open IS NOT NULL)", "open_until_over"),
        CheckConstraint("(open IS NULL) = (ended_at IS NOT NULL)", "ended_at_a_time"),
        UniqueConstraint("vacancy_reference", "open"),  # NULLs differ: those that are over do not count
    )

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    reference: Mapped[str] = mapped_column(String(REFERENCE), unique=True)
    vacancy_reference: Mapped[str] = mapped_column(ForeignKey("vacancy.reference"), index=True)
    state: Mapped[str] = mapped_column(String(20))
    open: Mapped[str | None] = mapped_column(String(4), default="yes")
    begins_on: Mapped[date] = mapped_column(Date)
    agreed_until: Mapped[date | None] = mapped_column(Date)
    planned_at: Mapped[datetime] = mapped_column(DateTime)
    planned_by: Mapped[str] = mapped_column(String(254))
    ended_at: Mapped[datetime | None] = mapped_column(DateTime)

    vacancy: Mapped[Vacancy] = relationship()
    steps: Mapped[list["RingFenceStep"]] = relationship(
        back_populates="fence", order_by="RingFenceStep.number", lazy="selectin"
    )
    changes: Mapped[list["RingFenceChange"]] = relationship(back_populates="fence", order_by="RingFenceChange.id")


class RingFenceStep(Base):
    """Whom one step lets in, beside those let in before, and until when: a day, that many people introduced, or the first of both.

    With no area, training or certificate it lets in everybody on the programme."""

    __tablename__ = "ring_fence_step"
    __table_args__ = (
        UniqueConstraint("fence_id", "number"),
        between("number", 1, 20),
        between("introduced", 1, 100_000),
        CheckConstraint("until IS NOT NULL OR introduced IS NOT NULL", "has_an_end"),
    )

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    fence_id: Mapped[int] = mapped_column(ForeignKey("ring_fence.id"))
    number: Mapped[int] = mapped_column(Integer)
    area: Mapped[str | None] = mapped_column(String(LIST))
    training: Mapped[str | None] = mapped_column(String(LINE))
    certificate: Mapped[str | None] = mapped_column(String(LINE))
    until: Mapped[date | None] = mapped_column(Date)  # the last day of it
    introduced: Mapped[int | None] = mapped_column(Integer)  # to the vacancy in all
    over_at: Mapped[datetime | None] = mapped_column(DateTime)  # noted: it does not come back

    fence: Mapped[RingFence] = relationship(back_populates="steps")

    @property
    def reference(self) -> str:
        return f"{self.fence.reference} step {self.number}"


class RingFenceChange(Base):
    """One transition: who, in which role, when and why, and the step at which it stood afterwards. Nothing of it is ever changed."""

    __tablename__ = "ring_fence_change"

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    fence_id: Mapped[int] = mapped_column(ForeignKey("ring_fence.id"), index=True)
    at: Mapped[datetime] = mapped_column(DateTime)
    by: Mapped[str] = mapped_column(String(254))
    role: Mapped[str] = mapped_column(String(20))
    transition: Mapped[str] = mapped_column(String(20))
    before: Mapped[str | None] = mapped_column(String(20))
    after: Mapped[str] = mapped_column(String(20))
    step: Mapped[int | None] = mapped_column(Integer)
    why: Mapped[str | None] = mapped_column(String(NOTES))

    fence: Mapped[RingFence] = relationship(back_populates="changes")

    @property
    def reference(self) -> str:
        return f"{self.fence.reference} {self.transition}"
