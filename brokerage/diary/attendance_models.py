"""Who of us is at an interview, our days away, and what somebody needs there. Days are those of the clock on the wall."""

from datetime import date

from sqlalchemy import Boolean, CheckConstraint, Date, ForeignKey, Integer, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from brokerage.accounts import User
from brokerage.referral_models import Referral
from employers.db import Base
from employers.models import LINE, REFERENCE, Slot


class Attendance(Base):
    """That one of us is there at a time: named for it, or along with somebody who is booked then."""

    __tablename__ = "attendance"
    __table_args__ = (UniqueConstraint("slot_reference", "user_id"),)

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    slot_reference: Mapped[str] = mapped_column(ForeignKey("slot.reference", ondelete="CASCADE"))
    user_id: Mapped[int] = mapped_column(ForeignKey("user_account.id"), index=True)
    named: Mapped[bool] = mapped_column(
        Boolean
    )  # for the time itself: it stays when whoever is gone along with is not booked any more

    user: Mapped[User] = relationship(lazy="joined")
    slot: Mapped[Slot] = relationship()
    quarters: Mapped[list["AttendedQuarter"]] = relationship(
        back_populates="attendance", cascade="all, delete-orphan", passive_deletes=True
    )

    @property
    def reference(self) -> str:
        return self.slot_reference


class AttendedQuarter(Base):
    """A quarter of an hour in which one of us is at an interview: nobody is at two."""

    unaudited = True  # its attendance is in the trail

    __tablename__ = "attended_quarter"
    __table_args__ = (UniqueConstraint("user_id", "quarter"),)

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    attendance_id: Mapped[int] = mapped_column(ForeignKey("attendance.id", ondelete="CASCADE"), index=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("user_account.id"))
    quarter: Mapped[int] = mapped_column(Integer)  # as `BusyQuarter.quarter`

    attendance: Mapped[Attendance] = relationship(back_populates="quarters")


class InterviewNeed(Base):
    """Who of us goes along with somebody, and what helps at the interview. An employer learns of it only the words in `said`."""

    __tablename__ = "interview_need"

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    referral_id: Mapped[int] = mapped_column(ForeignKey("referral.id"), unique=True)
    companion_id: Mapped[int | None] = mapped_column(ForeignKey("user_account.id"), index=True)
    interpreter: Mapped[str | None] = mapped_column(String(LINE))
    adjustment: Mapped[str | None] = mapped_column(String(LINE))
    said: Mapped[str | None] = mapped_column(String(LINE))  # as the person agreed to say it; NULL: nothing is said

    referral: Mapped[Referral] = relationship()
    companion: Mapped[User | None] = relationship(lazy="joined")

    @property
    def reference(self) -> str:
        return self.referral.reference


class StaffAbsence(Base):
    """Whole days, the first and the last among them, on which one of us is at no interview."""

    __tablename__ = "staff_absence"
    __table_args__ = (CheckConstraint("last_on >= first_on", "last_after_first"),)

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    reference: Mapped[str] = mapped_column(String(REFERENCE), unique=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("user_account.id"), index=True)
    first_on: Mapped[date] = mapped_column(Date)
    last_on: Mapped[date] = mapped_column(Date)

    user: Mapped[User] = relationship(lazy="joined")
