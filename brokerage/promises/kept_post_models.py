"""One post of a vacancy held for one person until a day; and who of the staff has opened a vacancy. Times are UTC."""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, Date, DateTime, ForeignKey, Integer, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from brokerage.models import Participant
from brokerage.promises.hold_flow import STATES
from employers.checks import between, one_of
from employers.db import Base
from employers.models import NOTES, REFERENCE, Vacancy


class Hold(Base):
    """A post held, or asked to be. While it is held it has a seat among the vacancy's posts, which no other hold can have."""

    __tablename__ = "post_hold"
    __table_args__ = (
        one_of("state", STATES),
        CheckConstraint("(state IN ('asked', 'held')) = (open IS NOT NULL)", "open_until_over"),
        CheckConstraint("(state = 'held') = (seat IS NOT NULL)", "held_on_a_seat"),
        CheckConstraint("(open IS NULL) = (ended_at IS NOT NULL)", "ended_at_a_time"),
        between("seat", 1, 100_000),
        UniqueConstraint("vacancy_reference", "seat"),  # NULLs differ: a seat that was given back is free
        UniqueConstraint("participant_id", "vacancy_reference", "open"),
    )

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    reference: Mapped[str] = mapped_column(String(REFERENCE), unique=True)
    vacancy_reference: Mapped[str] = mapped_column(ForeignKey("vacancy.reference"), index=True)
    participant_id: Mapped[int] = mapped_column(ForeignKey("participant.id"), index=True)
    state: Mapped[str] = mapped_column(String(20))
    open: Mapped[str | None] = mapped_column(String(4), default="yes")
    seat: Mapped[int | None] = mapped_column(Integer)
    until: Mapped[date] = mapped_column(Date)  # the last day of it
    made_at: Mapped[datetime] = mapped_column(DateTime)
    made_by: Mapped[str] = mapped_column(String(254))
    ended_at: Mapped[datetime | None] = mapped_column(DateTime)

    vacancy: Mapped[Vacancy] = relationship()
    participant: Mapped[Participant] = relationship()
    changes: Mapped[list["HoldChange"]] = relationship(back_populates="hold", order_by="HoldChange.id", lazy="selectin")


class HoldChange(Base):
    """One transition: who, in which role, when and why. Nothing of it is ever changed."""

    __tablename__ = "post_hold_change"

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    hold_id: Mapped[int] = mapped_column(ForeignKey("post_hold.id"), index=True)
    at: Mapped[datetime] = mapped_column(DateTime)
    by: Mapped[str] = mapped_column(String(254))
    role: Mapped[str] = mapped_column(String(20))
    transition: Mapped[str] = mapped_column(String(20))
    before: Mapped[str | None] = mapped_column(String(20))
    after: Mapped[str] = mapped_column(String(20))
    why: Mapped[str | None] = mapped_column(String(NOTES))

    hold: Mapped[Hold] = relationship(back_populates="changes")

    @property
    def reference(self) -> str:
        return f"{self.hold.reference} {self.transition}"


class Seen(Base):
    """That somebody of the staff opened a vacancy on a day; how often is not kept."""

    unaudited = True  # it says itself who and when

    __tablename__ = "vacancy_seen"
    __table_args__ = (UniqueConstraint("vacancy_reference", "day", "user_id"),)

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    vacancy_reference: Mapped[str] = mapped_column(ForeignKey("vacancy.reference"))
    day: Mapped[date] = mapped_column(Date, index=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("user_account.id", ondelete="CASCADE"), index=True)
